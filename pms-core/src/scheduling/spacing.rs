use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::VisitTypeId;
use crate::time::{Minute, TimeError};

use super::visitor::{Attendance, Visitor};

/// Visits of one patient that keep a distance: a crown and its preparation not on one day, a second
/// injection after two weeks, no second urgent visit while one is still to come.
///
/// ```
/// # use pms_core::scheduling::Spacing;
/// # use pms_core::id::{Uuid, VisitTypeId};
/// let urgent: VisitTypeId = Uuid::nil().into();
/// let one_at_a_time = Spacing { visits: vec![urgent], self_booked: true, ..Spacing::default() };
/// assert!(one_at_a_time.concerns(urgent, urgent));
/// ```
///
/// Source: Open Dental, AppointmentRule; VA, urgent care self-scheduling.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spacing {
    /// A visit of one of these types,
    pub visits: Vec<VisitTypeId>,
    /// and one of these, whichever comes first. With none named the same types.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<VisitTypeId>,
    /// More than so many local days lie from one to the other: with 0 they are not on one day.
    /// Without it the other has to be over before the next is booked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// It is asked of patients who book for themselves alone.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub self_booked: bool,
}

impl Spacing {
    /// Whether two visits of these types have to keep the distance.
    #[must_use]
    pub fn concerns(&self, one: VisitTypeId, other: VisitTypeId) -> bool {
        let others = match self.others.is_empty() {
            true => &self.visits,
            false => &self.others,
        };
        (self.visits.contains(&one) && others.contains(&other))
            || (self.visits.contains(&other) && others.contains(&one))
    }

    fn keeps_apart(
        &self,
        other: &Attendance,
        theirs: NaiveDate,
        date: NaiveDate,
        now: Minute,
    ) -> bool {
        match self.days {
            None => now < other.time.end(),
            Some(days) => (theirs - date).num_days().unsigned_abs() <= days.into(),
        }
    }
}

impl Visitor {
    /// Whether a visit of a type on a day comes too near to another of theirs. `told` gives the local
    /// day of an instant.
    pub(crate) fn too_near(
        &self,
        (visit, date): (VisitTypeId, NaiveDate),
        spacings: &[Spacing],
        now: Minute,
        told: impl Fn(Minute) -> Result<NaiveDate, TimeError>,
    ) -> Result<bool, TimeError> {
        let asked = spacings
            .iter()
            .filter(|rule| self.books || !rule.self_booked);
        for rule in asked {
            for other in &self.visits {
                if other.visit.is_some_and(|kind| rule.concerns(visit, kind))
                    && rule.keeps_apart(other, told(other.time.start())?, date, now)
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Taxonomy;
use crate::id::{LocationId, VisitTypeId};
use crate::time::Interval;

use super::session::Whom;
use super::travel::Travel;

/// What a search knows of the patient for whom it looks.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Visitor {
    /// Where they are to be and when: their other visits, without buffers.
    pub visits: Vec<Attendance>,
    /// The services that the group has rendered to them face to face.
    pub services: Vec<Service>,
    /// They book for themselves, so that sessions for the practice alone are closed to them.
    pub books: bool,
    /// It may be anybody: whether they are new is asked once it is said who they are.
    pub anybody: bool,
}

/// A professional service that a patient had, face to face.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Service {
    /// When.
    pub on: NaiveDate,
    /// In which specialty, where that is known of who rendered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Taxonomy>,
}

impl Visitor {
    /// The last service that makes them an established patient of a specialty: one of the same
    /// specialty, or of nobody knows which. Without a specialty every service counts.
    ///
    /// ```
    /// # use pms_core::scheduling::{Service, Visitor};
    /// let (skin, heart) = ("207N00000X".parse()?, "207RC0000X".parse()?);
    /// let on = "2025-01-10".parse()?;
    /// let visitor = Visitor { services: vec![Service { on, specialty: Some(skin) }], ..Visitor::default() };
    /// assert_eq!(visitor.last_service(Some(skin)), Some(on));
    /// assert_eq!(visitor.last_service(Some(heart)), None);
    /// assert_eq!(visitor.last_service(None), Some(on));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn last_service(&self, specialty: Option<Taxonomy>) -> Option<NaiveDate> {
        let counts = |service: &&Service| match (service.specialty, specialty) {
            (Some(theirs), Some(asked)) => theirs == asked,
            _ => true,
        };
        let counted = self.services.iter().filter(counts);
        counted.map(|service| service.on).max()
    }

    /// What is known of them by whom a session asks that is of a specialty.
    pub(super) fn whom(&self, specialty: Option<Taxonomy>) -> Whom {
        match self.anybody {
            true => Whom::Anybody,
            false => Whom::Seen(self.last_service(specialty)),
        }
    }

    /// The time that a visit at a location would clash with: their other visits, with the way there
    /// and back.
    pub(crate) fn elsewhere<'a>(
        &'a self,
        here: LocationId,
        travel: &'a Travel,
    ) -> impl Iterator<Item = Interval> + 'a {
        self.visits.iter().map(move |visit| {
            let to = travel.between(here, visit.location);
            let back = travel.between(visit.location, here);
            visit.time.widened(to, back)
        })
    }
}

/// One visit of a patient: when and where.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Attendance {
    /// From when to when.
    pub time: Interval,
    /// Where.
    pub location: LocationId,
    /// Of which type, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitTypeId>,
}

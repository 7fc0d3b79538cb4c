use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::LocationId;
use crate::time::Interval;

use super::travel::Travel;

/// What a search knows of the patient for whom it looks.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Visitor {
    /// Where they are to be and when: their other visits, without buffers.
    pub visits: Vec<Attendance>,
    /// The last professional service of the group and specialty, if there was one.
    pub last_service: Option<NaiveDate>,
    /// They book for themselves, so that sessions for the practice alone are closed to them.
    pub books: bool,
}

impl Visitor {
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
}

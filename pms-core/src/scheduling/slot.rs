use serde::{Deserialize, Serialize};

use crate::id::{LocationId, ResourceId};
use crate::time::{BookedTime, Interval, Minute};

use super::cell::{Cell, Lane};
use super::error::Refused;
use super::search::Search;
use super::visit_type::VisitType;

/// A time for a visit: when, where, whose, and as what, all as it was when it was chosen.
///
/// Source: FHIR R4 Slot; one slot here holds all resources that the visit needs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Slot {
    location: LocationId,
    resources: Vec<ResourceId>,
    lane: Lane,
    time: BookedTime,
    visit: VisitType,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    location: LocationId,
    resources: Vec<ResourceId>,
    lane: Lane,
    time: BookedTime,
    visit: VisitType,
}

impl Slot {
    /// The slot that starts at `start`, if the visit can take place then.
    ///
    /// # Errors
    ///
    /// As [`Search::admit`]: what the finder offers is granted, and nothing else.
    pub fn choose(search: &Search<'_>, start: Minute) -> Result<Self, Refused> {
        search.admit(start)?;
        let schedule = search.schedule()?;
        Self::try_from(Parts {
            location: schedule.location,
            resources: search
                .calendars
                .iter()
                .map(|c| c.schedule.resource)
                .collect(),
            lane: Lane::REGULAR,
            time: BookedTime::at_instant(start, schedule.zone.clone(), search.rules)?,
            visit: search.visit.clone(),
        })
    }

    /// Where the visit takes place.
    #[must_use]
    pub const fn location(&self) -> LocationId {
        self.location
    }

    /// Who and what it needs, in the order of their identifiers.
    #[must_use]
    pub fn resources(&self) -> &[ResourceId] {
        &self.resources
    }

    /// Regular, or which overbooking.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        self.lane
    }

    /// When it starts.
    #[must_use]
    pub const fn time(&self) -> &BookedTime {
        &self.time
    }

    /// What the visit is, as it was when the slot was chosen.
    #[must_use]
    pub const fn visit(&self) -> &VisitType {
        &self.visit
    }

    /// The time of the visit itself. It ends by elapsed time, whatever the clocks do meanwhile.
    #[must_use]
    pub fn interval(&self) -> Interval {
        let start = self.time.at();
        Interval::between(start, start.plus(self.visit.duration())).unwrap_or(Interval::ALWAYS)
    }

    /// The time that it keeps from others: with buffers, in whole cells.
    #[must_use]
    pub fn occupied(&self) -> Interval {
        let visit = &self.visit;
        Cell::whole(self.interval().widened(visit.before(), visit.after()))
    }

    /// The claims that it needs, in order.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let occupied = self.occupied();
        self.resources
            .iter()
            .flat_map(|resource| Cell::of(*resource, self.lane, occupied))
            .collect()
    }
}

impl TryFrom<Parts> for Slot {
    type Error = Refused;

    fn try_from(mut parts: Parts) -> Result<Self, Refused> {
        parts.resources.sort_unstable();
        parts.resources.dedup();
        if parts.resources.is_empty() {
            return Err(Refused::NoSchedule);
        }
        Ok(Self {
            location: parts.location,
            resources: parts.resources,
            lane: parts.lane,
            time: parts.time,
            visit: parts.visit,
        })
    }
}

impl From<Slot> for Parts {
    fn from(slot: Slot) -> Self {
        Self {
            location: slot.location,
            resources: slot.resources,
            lane: slot.lane,
            time: slot.time,
            visit: slot.visit,
        }
    }
}

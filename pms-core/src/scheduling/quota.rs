use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{LocationId, ResourceId, VisitTypeId};

/// How many visits of a kind somebody takes in a day or a week, counted on local dates. Whatever is
/// not named is any: without a resource it counts for each resource by itself.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// At most so many.
    pub most: u16,
    /// In a day, or a week.
    pub per: Per,
    /// Whose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<ResourceId>,
    /// Of which type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitTypeId>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
}

/// What a quota is counted over.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// A local day.
    Day,
    /// A week of local days, from Monday.
    Week,
}

impl Quota {
    /// Whether a visit of that type, of that resource, at that location is one of those it counts.
    #[must_use]
    pub fn counts(&self, resource: ResourceId, visit: VisitTypeId, location: LocationId) -> bool {
        self.resource.is_none_or(|named| named == resource)
            && self.visit.is_none_or(|named| named == visit)
            && self.location.is_none_or(|named| named == location)
    }
}

impl Per {
    /// A number that two dates share where they are counted together.
    pub(super) fn number(self, date: NaiveDate) -> i32 {
        match self {
            Self::Day => date.num_days_from_ce(),
            Self::Week => (date.num_days_from_ce() - 1).div_euclid(7), // day 1 was a Monday
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        let week = |text: &str| Per::Week.number(text.parse().unwrap());
        assert_eq!(week("2026-03-02"), week("2026-03-08"));
        assert_ne!(week("2026-03-08"), week("2026-03-09"));
        assert_eq!(week("2026-03-09"), week("2026-03-02") + 1);
    }
}

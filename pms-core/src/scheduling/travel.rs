use serde::{Deserialize, Serialize};

use crate::id::LocationId;
use crate::time::Minutes;

/// How long it takes from one location to another; no time where nothing is said.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Travel(Vec<Trip>);

/// The way from one location to another, and back unless that is said apart.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Trip {
    /// From where.
    pub from: LocationId,
    /// To where.
    pub to: LocationId,
    /// How long.
    pub takes: Minutes,
}

impl Travel {
    /// No way takes any time.
    pub const NONE: &'static Self = &Self(Vec::new());

    /// The time from one location to another.
    #[must_use]
    pub fn between(&self, from: LocationId, to: LocationId) -> Minutes {
        let way = |one, two| {
            let mut trips = self.0.iter();
            trips.find(move |trip| trip.from == one && trip.to == two)
        };
        if from == to {
            return Minutes::ZERO;
        }
        way(from, to)
            .or_else(|| way(to, from))
            .map_or(Minutes::ZERO, |trip| trip.takes)
    }

    /// Whether it takes time to get to a location, or away from it.
    #[must_use]
    pub fn concerns(&self, location: LocationId) -> bool {
        let mut trips = self.0.iter();
        trips.any(|trip| trip.from == location || trip.to == location)
    }
}

impl From<Vec<Trip>> for Travel {
    fn from(trips: Vec<Trip>) -> Self {
        Self(trips)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;

    #[test]
    fn the_way_back_takes_as_long_unless_it_is_said() {
        let at = |number| LocationId::from(Uuid::from_u128(number));
        let trip = |from, to, takes| Trip {
            from: at(from),
            to: at(to),
            takes: Minutes::new(takes),
        };
        let travel = Travel::from(vec![trip(1, 2, 20), trip(1, 3, 30), trip(3, 1, 45)]);
        let takes = |from, to| travel.between(at(from), at(to)).count();
        assert_eq!((takes(1, 2), takes(2, 1)), (20, 20));
        assert_eq!((takes(1, 3), takes(3, 1)), (30, 45));
        assert_eq!((takes(2, 3), takes(1, 1)), (0, 0));
        assert!(travel.concerns(at(2)) && !travel.concerns(at(4)));
    }
}

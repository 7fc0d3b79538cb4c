use serde::{Deserialize, Serialize};

use crate::id::ResourceId;
use crate::time::{Interval, Minute, Minutes, TimeError};

/// Five minutes of a resource in one lane: what only one booking can have.
///
/// A store keeps a row a cell, unique in its practice, and acquires cells in their order, so that
/// two bookings never wait for each other.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Cell {
    /// Whose time.
    pub resource: ResourceId,
    /// In which lane.
    pub lane: Lane,
    /// Which five minutes, counted from 1970-01-01 00:00 UTC.
    pub cell: i64,
}

/// Which of several bookings at one time this is: 0 the first or only one, up to what the resource
/// takes at once; from 100 on those that are booked over it.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct Lane(pub u8);

impl Lane {
    /// The lane of every booking that has its time to itself.
    pub const REGULAR: Self = Self(0);

    /// The lanes of those that are booked over others, lowest first.
    pub fn overbooked() -> impl Iterator<Item = Self> {
        (Self::OVERBOOKED..=u8::MAX).map(Self)
    }

    /// Whether it is one of those.
    #[must_use]
    pub const fn is_overbooked(self) -> bool {
        self.0 >= Self::OVERBOOKED
    }

    const OVERBOOKED: u8 = 100;
}

impl Cell {
    /// How long a cell is, in minutes.
    pub const MINUTES: i64 = 5;

    /// The time of the cell.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] beyond the calendar.
    pub fn time(self) -> Result<Interval, TimeError> {
        let start = self
            .cell
            .checked_mul(Self::MINUTES)
            .ok_or(TimeError::OutOfRange)?;
        Interval::new(Minute::new(start)?, Minute::new(start + Self::MINUTES)?)
    }

    /// The cells that an interval touches, in order.
    pub fn of(resource: ResourceId, lane: Lane, time: Interval) -> impl Iterator<Item = Self> {
        let first = time.start().since_1970().div_euclid(Self::MINUTES);
        let end = -(-time.end().since_1970()).div_euclid(Self::MINUTES);
        (first..end).map(move |cell| Self {
            resource,
            lane,
            cell,
        })
    }

    /// An interval drawn out to whole cells: what a booking of it keeps from others.
    #[must_use]
    pub(super) fn whole(time: Interval) -> Interval {
        let spare = |minutes: i64| Minutes::new(minutes.unsigned_abs());
        let before = time.start().since_1970().rem_euclid(Self::MINUTES);
        let after = (-time.end().since_1970()).rem_euclid(Self::MINUTES);
        time.widened(spare(before), spare(after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::time::IntervalSet;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_are_the_whole_interval_and_no_more(start in -100_000..100_000_i64, long in 1..500_i64) {
            let time = Interval::new(Minute::new(start).unwrap(), Minute::new(start + long).unwrap()).unwrap();
            let cells: Vec<Cell> = Cell::of(Uuid::nil().into(), Lane::REGULAR, time).collect();
            prop_assert!(cells.is_sorted());
            let kept: IntervalSet = cells.iter().map(|cell| cell.time().unwrap()).collect();
            prop_assert_eq!(kept, IntervalSet::from(Cell::whole(time)));
            prop_assert!(Cell::whole(time).covers(time));
            prop_assert!(Cell::whole(time).length().count() < time.length().count() + 10);
        }
    }
}

use serde::{Deserialize, Serialize};

use super::error::TimeError;
use super::minute::{Minute, Minutes};

/// The time from `start` up to, but not with, `end`; never empty.
///
/// Half-open, so that 09:00 to 10:00 and 10:00 to 11:00 do not overlap.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Interval {
    start: Minute,
    end: Minute,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    start: Minute,
    end: Minute,
}

impl Interval {
    /// All of the calendar.
    pub const ALWAYS: Self = Self {
        start: Minute::MIN,
        end: Minute::MAX,
    };

    /// The time between two instants.
    ///
    /// # Errors
    ///
    /// [`TimeError::Reversed`] where `end` is not after `start`.
    pub fn new(start: Minute, end: Minute) -> Result<Self, TimeError> {
        Self::between(start, end).ok_or(TimeError::Reversed)
    }

    /// The time between two instants, if there is any.
    #[must_use]
    pub fn between(start: Minute, end: Minute) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Its first minute.
    #[must_use]
    pub const fn start(self) -> Minute {
        self.start
    }

    /// The first minute after it.
    #[must_use]
    pub const fn end(self) -> Minute {
        self.end
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> Minutes {
        Minutes::between(self.start, self.end)
    }

    /// Whether `minute` lies in it.
    #[must_use]
    pub fn contains(self, minute: Minute) -> bool {
        self.start <= minute && minute < self.end
    }

    /// Whether all of `other` lies in it.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a minute.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What the two share.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::between(self.start.max(other.start), self.end.min(other.end))
    }

    /// The interval with `before` and `after` added at its sides, as far as the calendar goes.
    #[must_use]
    pub fn widened(self, before: Minutes, after: Minutes) -> Self {
        Self {
            start: self.start.minus(before),
            end: self.end.plus(after),
        }
    }
}

impl TryFrom<Parts> for Interval {
    type Error = TimeError;

    fn try_from(parts: Parts) -> Result<Self, TimeError> {
        Self::new(parts.start, parts.end)
    }
}

impl From<Interval> for Parts {
    fn from(interval: Interval) -> Self {
        Self {
            start: interval.start,
            end: interval.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(start: i64, end: i64) -> Result<Interval, TimeError> {
        Interval::new(Minute::new(start)?, Minute::new(end)?)
    }

    #[test]
    #[rustfmt::skip] // a table
    fn s7_intervals_are_half_open() {
        //      one          other        overlap
        overlap((540, 600), (600, 660),  None);
        overlap((540, 600), (599, 660),  Some((599, 600)));
        overlap((540, 600), (500, 700),  Some((540, 600)));
        overlap((540, 600), (0, 540),    None);
        assert_eq!(of(600, 600), Err(TimeError::Reversed));
        assert_eq!(of(600, 599), Err(TimeError::Reversed));
    }

    #[track_caller]
    fn overlap(one: (i64, i64), other: (i64, i64), wanted: Option<(i64, i64)>) {
        let (one, other) = (of(one.0, one.1).unwrap(), of(other.0, other.1).unwrap());
        let wanted = wanted.map(|(start, end)| of(start, end).unwrap());
        for (a, b) in [(one, other), (other, one)] {
            assert_eq!(a.intersect(b), wanted);
            assert_eq!(a.overlaps(b), wanted.is_some());
        }
    }

    #[test]
    fn json_cannot_make_an_empty_interval() {
        assert!(serde_json::from_str::<Interval>(r#"{"start":5,"end":5}"#).is_err());
        let read: Interval = serde_json::from_str(r#"{"start":5,"end":6}"#).unwrap();
        assert_eq!(Ok(read), of(5, 6));
    }
}

use core::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::TimeError;

/// An instant, to the minute: minutes in UTC since 1970-01-01 00:00, from the year 1 to 9999.
///
/// ```
/// # use pms_core::time::{Minute, Minutes};
/// # use chrono::{DateTime, Utc};
/// let nine: DateTime<Utc> = "2026-03-09T13:00:00Z".parse()?;
/// let start = Minute::try_from(nine)?;
/// assert_eq!(start.plus(Minutes::new(30)).to_string(), "2026-03-09T13:30Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Minute(i64);

impl Minute {
    /// 0001-01-01 00:00 UTC.
    pub const MIN: Self = Self(-1_035_593_280);
    /// 9999-12-31 23:59 UTC.
    pub const MAX: Self = Self(4_223_371_679);

    /// An instant from the minutes since 1970 in UTC.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] outside the years 1 to 9999.
    pub fn new(since_1970: i64) -> Result<Self, TimeError> {
        if (Self::MIN.0..=Self::MAX.0).contains(&since_1970) {
            Ok(Self(since_1970))
        } else {
            Err(TimeError::OutOfRange)
        }
    }

    /// The minute in which `instant` lies; whatever is beyond the calendar is drawn to its end.
    #[must_use]
    pub fn containing(instant: DateTime<Utc>) -> Self {
        Self::clamped(instant.timestamp().div_euclid(60))
    }

    /// The minutes since 1970 in UTC.
    #[must_use]
    pub const fn since_1970(self) -> i64 {
        self.0
    }

    /// The instant `length` later, at most the end of the calendar.
    #[must_use]
    pub const fn plus(self, length: Minutes) -> Self {
        Self::clamped(self.0.saturating_add_unsigned(length.0))
    }

    /// The instant `length` earlier, at least the start of the calendar.
    #[must_use]
    pub const fn minus(self, length: Minutes) -> Self {
        Self::clamped(self.0.saturating_sub_unsigned(length.0))
    }

    /// An instant drawn into the calendar.
    pub(super) const fn clamped(since_1970: i64) -> Self {
        if since_1970 < Self::MIN.0 {
            Self::MIN
        } else if since_1970 > Self::MAX.0 {
            Self::MAX
        } else {
            Self(since_1970)
        }
    }
}

impl TryFrom<i64> for Minute {
    type Error = TimeError;

    fn try_from(since_1970: i64) -> Result<Self, TimeError> {
        Self::new(since_1970)
    }
}

impl From<Minute> for i64 {
    fn from(minute: Minute) -> Self {
        minute.0
    }
}

/// Exact: an instant with seconds is refused.
impl TryFrom<DateTime<Utc>> for Minute {
    type Error = TimeError;

    fn try_from(instant: DateTime<Utc>) -> Result<Self, TimeError> {
        if instant.timestamp().rem_euclid(60) != 0 || instant.timestamp_subsec_nanos() != 0 {
            return Err(TimeError::NotAMinute);
        }
        Self::new(instant.timestamp().div_euclid(60))
    }
}

impl From<Minute> for DateTime<Utc> {
    fn from(minute: Minute) -> Self {
        // Every minute lies well within chrono's calendar.
        Self::from_timestamp(minute.0 * 60, 0).unwrap_or_default()
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", DateTime::from(*self).format("%Y-%m-%dT%H:%MZ"))
    }
}

impl fmt::Debug for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Minute({self})")
    }
}

/// A length of elapsed time in whole minutes. An hour is 60 of them, whatever the clocks do.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct Minutes(u64);

impl Minutes {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A length of so many minutes.
    #[must_use]
    pub const fn new(count: u64) -> Self {
        Self(count)
    }

    /// How many minutes.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.0
    }

    /// Both lengths, one after the other.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// From `start` to `end`; nothing where `end` comes first.
    #[must_use]
    pub fn between(start: Minute, end: Minute) -> Self {
        Self(u64::try_from(end.0 - start.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_has_ends() {
        assert_eq!(Minute::MIN.to_string(), "0001-01-01T00:00Z");
        assert_eq!(Minute::MAX.to_string(), "9999-12-31T23:59Z");
        assert_eq!(Minute::MAX.plus(Minutes::new(u64::MAX)), Minute::MAX);
        assert_eq!(Minute::MIN.minus(Minutes::new(1)), Minute::MIN);
        assert_eq!(Minute::new(Minute::MAX.0 + 1), Err(TimeError::OutOfRange));
        assert!(serde_json::from_str::<Minute>("9000000000").is_err());
        assert!(serde_json::from_str::<Minute>("1.5").is_err());
        assert_eq!(Minute::containing(DateTime::<Utc>::MAX_UTC), Minute::MAX);
    }

    #[test]
    fn seconds_are_refused_or_cut_as_asked() {
        let instant: DateTime<Utc> = "1969-12-31T23:58:30Z".parse().unwrap();
        assert_eq!(Minute::try_from(instant), Err(TimeError::NotAMinute));
        assert_eq!(Minute::containing(instant).since_1970(), -2);
    }
}

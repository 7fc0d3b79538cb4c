use chrono::{NaiveDate, NaiveDateTime};

use super::clock::ClockTime;
use super::error::TimeError;
use super::interval::Interval;
use super::minute::{Minute, Minutes};
use super::offset::{Offset, Offsets, civil_minute};
use super::resolved::Resolved;
use super::zone::Zone;

/// How local time and instants belong together, as known at some version of the world's rules.
///
/// A source of rules tells the changes of a zone's clocks; all else follows from these.
pub trait ZoneRules: Send + Sync {
    /// Which state of the rules this is, such as `2026f`; stored with each [`BookedTime`].
    ///
    /// [`BookedTime`]: super::BookedTime
    fn version(&self) -> &str;

    /// What the clocks of `zone` do during `within`, as far as the rules reach.
    ///
    /// # Errors
    ///
    /// [`TimeError::UnknownZone`], or [`TimeError::BeyondRules`] where none of `within` is known.
    fn offsets(&self, zone: &Zone, within: Interval) -> Result<Offsets, TimeError>;

    /// The offset of `zone` at an instant.
    ///
    /// # Errors
    ///
    /// As [`offsets`](Self::offsets).
    fn offset_at(&self, zone: &Zone, at: Minute) -> Result<Offset, TimeError> {
        self.offsets(zone, around(at))?.offset_at(at)
    }

    /// What the clocks of `zone` show at an instant.
    ///
    /// # Errors
    ///
    /// As [`offsets`](Self::offsets).
    fn civil_at(&self, zone: &Zone, at: Minute) -> Result<NaiveDateTime, TimeError> {
        self.offsets(zone, around(at))?.civil_at(at)
    }

    /// When the clocks of `zone` show `civil`: once, never or twice.
    ///
    /// # Errors
    ///
    /// As [`offsets`](Self::offsets), and [`TimeError::NotAMinute`] for a time with seconds.
    fn resolve(&self, zone: &Zone, civil: NaiveDateTime) -> Result<Resolved, TimeError> {
        let time = ClockTime::try_from(civil.time())?;
        let near = Minute::clamped(civil_minute(civil.date(), time));
        self.offsets(zone, around(near))?.resolve(civil)
    }

    /// From when to when a civil day lasts in `zone`; see [`Offsets::day`].
    ///
    /// # Errors
    ///
    /// As [`offsets`](Self::offsets).
    fn day(&self, zone: &Zone, date: NaiveDate) -> Result<Option<Interval>, TimeError> {
        let near = Minute::clamped(civil_minute(date, ClockTime::MIDNIGHT));
        self.offsets(zone, around(near))?.day(date)
    }
}

/// Three days either way: no clock is further from UTC than that, nor a day longer.
fn around(at: Minute) -> Interval {
    let reach = Minutes::new(3 * 1_440);
    Interval::between(at.minus(reach), at.plus(reach)).unwrap_or(Interval::ALWAYS)
}

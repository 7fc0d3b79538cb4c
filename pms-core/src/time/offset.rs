use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::clock::ClockTime;
use super::error::TimeError;
use super::interval::Interval;
use super::minute::Minute;
use super::resolved::{Fold, Gap, Resolved};
use super::zone::Zone;

/// How far a wall clock is ahead of UTC, in minutes; behind where negative.
///
/// Whole minutes: no zone has kept seconds since 1972, and older offsets are cut to the minute.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "i16", into = "i16")]
pub struct Offset(i16);

impl Offset {
    /// UTC itself.
    pub const UTC: Self = Self(0);
    /// The furthest that a clock may be from UTC either way: 25 h 59 min.
    const FURTHEST: u16 = 25 * 60 + 59;

    /// An offset of so many minutes east of UTC.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] beyond 25 h 59 min either way.
    pub fn new(minutes_east: i16) -> Result<Self, TimeError> {
        if minutes_east.unsigned_abs() <= Self::FURTHEST {
            Ok(Self(minutes_east))
        } else {
            Err(TimeError::OutOfRange)
        }
    }

    /// The minutes east of UTC.
    #[must_use]
    pub const fn minutes_east(self) -> i16 {
        self.0
    }
}

impl TryFrom<i16> for Offset {
    type Error = TimeError;

    fn try_from(minutes_east: i16) -> Result<Self, TimeError> {
        Self::new(minutes_east)
    }
}

impl From<Offset> for i16 {
    fn from(offset: Offset) -> Self {
        offset.0
    }
}

/// What the clocks of one zone do during a span of time: the offset at its start, and each change.
///
/// A search of a year asks the [`ZoneRules`] once and works with these few numbers.
///
/// ```
/// # use pms_core::time::{Interval, Minute, Offset, Offsets, Resolved, Zone};
/// let zone: Zone = "America/New_York".parse()?;
/// let spring = Minute::try_from("2026-03-08T07:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?)?;
/// let (standard, daylight) = (Offset::new(-300)?, Offset::new(-240)?);
/// let clocks = Offsets::new(zone, Interval::ALWAYS, standard, vec![(spring, daylight)])?;
/// assert_eq!(clocks.offset_at(spring)?, daylight);
/// let skipped = clocks.resolve("2026-03-08T02:30:00".parse()?)?;
/// assert!(matches!(skipped, Resolved::Gap { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`ZoneRules`]: super::ZoneRules
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Offsets {
    zone: Zone,
    within: Interval,
    first: Offset,
    changes: Vec<(Minute, Offset)>,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    zone: Zone,
    within: Interval,
    first: Offset,
    changes: Vec<(Minute, Offset)>,
}

impl Offsets {
    /// The offset of `zone` at the start of `within`, and from when on each other one holds.
    ///
    /// # Errors
    ///
    /// [`TimeError::Syntax`] where the changes are not in order, or not inside the span.
    pub fn new(
        zone: Zone,
        within: Interval,
        first: Offset,
        mut changes: Vec<(Minute, Offset)>,
    ) -> Result<Self, TimeError> {
        let inside = changes
            .iter()
            .all(|(at, _)| within.contains(*at) && *at != within.start());
        if !inside || !changes.is_sorted_by(|one, two| one.0 < two.0) {
            return Err(TimeError::Syntax);
        }
        let mut before = first;
        changes.retain(|(_, offset)| core::mem::replace(&mut before, *offset) != *offset);
        Ok(Self {
            zone,
            within,
            first,
            changes,
        })
    }

    /// Whose clocks these are.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The span of time that is known.
    #[must_use]
    pub const fn within(&self) -> Interval {
        self.within
    }

    /// The offset that holds at `at`.
    ///
    /// # Errors
    ///
    /// [`TimeError::BeyondRules`] outside the span.
    pub fn offset_at(&self, at: Minute) -> Result<Offset, TimeError> {
        if !self.within.contains(at) {
            return Err(self.beyond());
        }
        Ok(self.before(self.changes.partition_point(|(from, _)| *from <= at)))
    }

    /// The offset at `at`, and when the clocks change next, if they do.
    ///
    /// # Errors
    ///
    /// [`TimeError::BeyondRules`] outside the span.
    pub fn stretch(&self, at: Minute) -> Result<(Offset, Option<Minute>), TimeError> {
        let offset = self.offset_at(at)?;
        let next = self.changes.partition_point(|(from, _)| *from <= at);
        Ok((offset, self.changes.get(next).map(|(from, _)| *from)))
    }

    /// What the clocks show at `at`.
    ///
    /// # Errors
    ///
    /// [`TimeError::BeyondRules`] outside the span.
    pub fn civil_at(&self, at: Minute) -> Result<NaiveDateTime, TimeError> {
        let east = i64::from(self.offset_at(at)?.minutes_east());
        DateTime::from_timestamp((at.since_1970() + east) * 60, 0)
            .map(|shifted| shifted.naive_utc())
            .ok_or(TimeError::OutOfRange)
    }

    /// When the clocks show `civil`: once, never or twice.
    ///
    /// # Errors
    ///
    /// [`TimeError::NotAMinute`] for a time with seconds, [`TimeError::BeyondRules`] outside the span.
    pub fn resolve(&self, civil: NaiveDateTime) -> Result<Resolved, TimeError> {
        let date = civil.date();
        self.resolve_clock(date, ClockTime::try_from(civil.time())?)
    }

    /// When the clocks show `time` on `date`; 24:00 is 00:00 of the next day.
    ///
    /// # Errors
    ///
    /// [`TimeError::BeyondRules`] outside the span.
    pub fn resolve_clock(&self, date: NaiveDate, time: ClockTime) -> Result<Resolved, TimeError> {
        let shown = civil_minute(date, time);
        let near = |reach: i64| {
            self.changes
                .partition_point(|(at, _)| at.since_1970() <= shown + reach)
        };
        let reach = i64::from(Offset::FURTHEST);
        let (from, to) = (near(-reach), near(reach));
        if from == to {
            let at = self.shown_under(self.before(from), shown)?;
            return Ok(Resolved::One(at));
        }
        self.resolve_near_change(shown, from, to)
    }

    /// The instant of 00:00 on a day around which the clocks do not change: every time on it is as
    /// many minutes later as the wall shows. `None` says no more than that it has to be resolved.
    #[must_use]
    pub fn steady_midnight(&self, date: NaiveDate) -> Option<Minute> {
        let shown = civil_minute(date, ClockTime::MIDNIGHT);
        let near = |shown: i64| {
            self.changes
                .partition_point(|(at, _)| at.since_1970() <= shown)
        };
        let reach = i64::from(Offset::FURTHEST);
        let last = near(shown - reach);
        if last != near(shown + 1_440 + reach) {
            return None;
        }
        let midnight = shown - i64::from(self.before(last).minutes_east());
        let start = Minute::new(midnight).ok()?;
        let day = Interval::between(start, Minute::new(midnight + 1_440).ok()?)?;
        self.within.covers(day).then_some(start)
    }

    /// Looks at each offset that holds within a day of the clock time, changes `from` to `to`.
    fn resolve_near_change(
        &self,
        shown: i64,
        from: usize,
        to: usize,
    ) -> Result<Resolved, TimeError> {
        let civil = || {
            DateTime::from_timestamp(shown * 60, 0)
                .map(|civil| civil.naive_utc())
                .ok_or(TimeError::OutOfRange)
        };
        let mut hits: Option<(Minute, Minute)> = None;
        let mut gap = None;
        for index in from..=to {
            let since = index.checked_sub(1).and_then(|last| self.changes.get(last));
            let until = self.changes.get(index);
            let at = Minute::clamped(shown - i64::from(self.before(index).minutes_east()));
            let begun = since.is_none_or(|(since, _)| *since <= at);
            let over = until.filter(|(until, _)| *until <= at);
            match over {
                None if begun => hits = Some((hits.map_or(at, |(first, _)| first), at)),
                // Past the change by the old offset, and before it by the new one.
                Some((edge, after)) => {
                    let under_new = shown - i64::from(after.minutes_east());
                    if under_new < edge.since_1970() {
                        gap = Some((*edge, at));
                    }
                }
                None => {}
            }
        }
        match (hits, gap) {
            (Some((first, last)), _)
                if !self.within.contains(first) || !self.within.contains(last) =>
            {
                Err(self.beyond())
            }
            (Some((first, last)), _) if first == last => Ok(Resolved::One(first)),
            (Some((first, second)), _) => Ok(Resolved::Fold {
                civil: civil()?,
                first,
                second,
            }),
            (None, Some((edge, shifted))) => Ok(Resolved::Gap {
                civil: civil()?,
                edge,
                shifted,
            }),
            (None, None) => Err(self.beyond()),
        }
    }

    /// From when to when a civil day lasts: 23, 24 or 25 hours mostly, and none where the zone
    /// skipped it. Where midnight does not exist the day begins with the first minute that does;
    /// where midnight comes twice, with the first.
    ///
    /// # Errors
    ///
    /// [`TimeError::BeyondRules`] outside the span.
    pub fn day(&self, date: NaiveDate) -> Result<Option<Interval>, TimeError> {
        let edge = |time| {
            self.resolve_clock(date, time)
                .and_then(|resolved| resolved.pick(Gap::Edge, Fold::First))
        };
        Ok(Interval::between(
            edge(ClockTime::MIDNIGHT)?,
            edge(ClockTime::END_OF_DAY)?,
        ))
    }

    /// The same clocks during the part of the span that lies in `window`.
    ///
    /// # Errors
    ///
    /// [`TimeError::BeyondRules`] where none of it does.
    pub fn during(&self, window: Interval) -> Result<Self, TimeError> {
        let within = self.within.intersect(window).ok_or_else(|| self.beyond())?;
        Ok(Self {
            zone: self.zone.clone(),
            within,
            first: self.offset_at(within.start())?,
            changes: self
                .changes
                .iter()
                .filter(|(at, _)| within.start() < *at && *at < within.end())
                .copied()
                .collect(),
        })
    }

    /// The offset that holds before the change of that index.
    fn before(&self, index: usize) -> Offset {
        index
            .checked_sub(1)
            .and_then(|last| self.changes.get(last))
            .map_or(self.first, |(_, offset)| *offset)
    }

    fn shown_under(&self, offset: Offset, shown: i64) -> Result<Minute, TimeError> {
        Minute::new(shown - i64::from(offset.minutes_east()))
            .ok()
            .filter(|at| self.within.contains(*at))
            .ok_or_else(|| self.beyond())
    }

    fn beyond(&self) -> TimeError {
        TimeError::BeyondRules {
            zone: self.zone.clone(),
        }
    }
}

/// Minutes on the clock's face since 1970-01-01 00:00 on it.
pub(super) fn civil_minute(date: NaiveDate, time: ClockTime) -> i64 {
    let days = date.signed_duration_since(NaiveDate::default()).num_days();
    days * 1_440 + i64::from(time.minute_of_day())
}

impl TryFrom<Parts> for Offsets {
    type Error = TimeError;

    fn try_from(parts: Parts) -> Result<Self, TimeError> {
        Self::new(parts.zone, parts.within, parts.first, parts.changes)
    }
}

impl From<Offsets> for Parts {
    fn from(offsets: Offsets) -> Self {
        Self {
            zone: offsets.zone,
            within: offsets.within,
            first: offsets.first,
            changes: offsets.changes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Minutes;
    use proptest::prelude::*;

    fn minute(since_1970: i64) -> Minute {
        Minute::new(since_1970).unwrap()
    }

    prop_compose! {
        /// Clocks that change a few times, at least three days apart, within 40 days of 1970.
        fn any_clocks()(first in -700..700_i16, changes in prop::collection::vec((3 * 1_440..9 * 1_440_i64, -700..700_i16), 0..5)) -> Offsets {
            let mut at = 0;
            let changes = changes.into_iter().map(|(later, east)| {
                at += later;
                (minute(at), Offset::new(east).unwrap())
            }).collect();
            let within = Interval::new(minute(-5 * 1_440), minute(60 * 1_440)).unwrap();
            Offsets::new("Test/Zone".parse().unwrap(), within, Offset::new(first).unwrap(), changes).unwrap()
        }
    }

    proptest! {
        /// The oracle reads the clock at every minute near by.
        #[test]
        fn resolving_agrees_with_reading_the_clock(clocks in any_clocks(), shown in 0..45 * 1_440_i64) {
            let civil = DateTime::from_timestamp(shown * 60, 0).unwrap().naive_utc();
            let reads = |at: i64| at + i64::from(clocks.offset_at(minute(at)).unwrap().minutes_east());
            let hits: Vec<i64> = (shown - 720..shown + 720).filter(|at| reads(*at) == shown).collect();
            match clocks.resolve(civil).unwrap() {
                Resolved::One(at) => prop_assert_eq!(hits, vec![at.since_1970()]),
                Resolved::Fold { first, second, .. } => {
                    prop_assert_eq!(hits, vec![first.since_1970(), second.since_1970()]);
                }
                Resolved::Gap { edge, .. } => {
                    prop_assert!(hits.is_empty());
                    let edge = edge.since_1970();
                    prop_assert!(reads(edge - 1) < shown && shown < reads(edge));
                }
            }
        }

        #[test]
        fn days_follow_each_other_without_a_hole(clocks in any_clocks(), day in 0..40_u64) {
            let date = NaiveDate::default() + chrono::Days::new(day);
            let one = clocks.day(date).unwrap().unwrap();
            let next = clocks.day(date + chrono::Days::new(1)).unwrap().unwrap();
            prop_assert_eq!(one.end(), next.start());
            if let Some(midnight) = clocks.steady_midnight(date) {
                prop_assert_eq!((midnight, one.length()), (one.start(), Minutes::new(1_440)));
            }
        }
    }

    #[test]
    fn changes_come_in_order_and_inside() {
        let zone: Zone = "Test/Zone".parse().unwrap();
        let within = Interval::new(minute(0), minute(100)).unwrap();
        let of = |changes| Offsets::new(zone.clone(), within, Offset::UTC, changes);
        let later = Offset::new(60).unwrap();
        assert!(of(vec![(minute(100), later)]).is_err());
        assert!(of(vec![(minute(0), later)]).is_err());
        assert!(of(vec![(minute(9), later), (minute(8), Offset::UTC)]).is_err());
        let same = of(vec![(minute(8), Offset::UTC), (minute(9), later)]).unwrap();
        assert_eq!(same, of(vec![(minute(9), later)]).unwrap());
        let text = serde_json::to_string(&same).unwrap();
        assert_eq!(serde_json::from_str::<Offsets>(&text).unwrap(), same);
        let beyond = same.offset_at(minute(100)).unwrap_err();
        assert_eq!(beyond.code(), "time.beyond_rules");
    }
}

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Utc};

use crate::id::ResourceId;
use crate::time::{Interval, IntervalSet, Minute, Minutes, Offsets, TimeError, Zone, ZoneRules};

use super::super::calendar::Calendar;
use super::super::cell::Cell;
use super::super::error::Refused;
use super::super::policy::Policy;
use super::super::role::Role;
use super::super::search::Search;
use super::bay::Bay;
use super::bits;
use super::day::Day;
use super::finder::Finder;
use super::role::BoardRole;
use super::row::{BoardTime, Known, Row, Ruler, parts_of, place};

/// The warm index of a location: the time of each resource as bits of five minutes, kept up to date
/// as visits are booked and freed.
///
/// It is drawn for visits to which the resources are granted alike, and gives the answers that a
/// search from scratch gives. Where it could not, because an hour or a step does not lie on its
/// five minutes, it refuses with [`Refused::OffTheBoard`], and [`open_slots`] answers.
///
/// A row is one resource, numbered from 0 in the order in which they were laid.
///
/// ```
/// # use pms_core::id::Uuid;
/// # use pms_core::scheduling::*;
/// # use pms_core::time::{Interval, IntervalSet, Minute, Minutes, Tzdb};
/// let at = |text: &str| -> Result<Minute, Box<dyn std::error::Error>> {
///     Ok(Minute::try_from(text.parse::<chrono::DateTime<chrono::Utc>>()?)?)
/// };
/// let monday = Interval::new(at("2026-03-09T04:00:00Z")?, at("2026-03-10T04:00:00Z")?)?;
/// let morning = Interval::new(at("2026-03-09T12:00:00Z")?, at("2026-03-09T16:00:00Z")?)?;
/// let rules = Tzdb::bundled();
/// let mut board = Board::new(&"America/New_York".parse()?, monday, &rules)?;
/// let hours = IntervalSet::from(morning);
/// let taken = IntervalSet::EMPTY;
/// let time = BoardTime::of(&hours, &taken);
/// let doctor = board.lay(Uuid::nil().into(), time);
///
/// let visit = VisitType::new(Uuid::nil().into(), "follow-up", Minutes::new(30))?;
/// let doctors = [doctor];
/// let who = [BoardRole::whole(&visit, &doctors)];
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let finder = board.finder(&who, monday, &Policy::default(), now, &rules)?;
/// assert_eq!(finder.count(), 15);
/// assert_eq!(finder.first(1).first().map(|opening| opening.start), Some(morning.start()));
///
/// let booked = Interval::new(morning.start(), morning.start().plus(Minutes::new(30)))?;
/// board.take(doctor, booked, booked);
/// let finder = board.finder(&who, monday, &Policy::default(), now, &rules)?;
/// assert_eq!(finder.count(), 13); // nor at 08:15
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`open_slots`]: super::super::open_slots
#[derive(Clone, Debug)]
pub struct Board {
    pub(super) clocks: Offsets,
    pub(super) window: Interval,
    pub(super) ruler: Ruler,
    pub(super) days: Vec<Day>,
    pub(super) rows: Vec<Known>,
    pub(super) bays: Vec<Bay>,
    /// The words in which time of anybody is granted: a bit each.
    pub(super) worked: Vec<u64>,
    everyone: Vec<u32>,
    places: BTreeMap<ResourceId, u32>,
    /// Whether somebody is granted part of a cell.
    pub(super) uneven: bool,
    version: u64,
}

/// Before the first start lie the longest buffer and the rest of a word.
const BEFORE: Minutes = Minutes::new(30 * 60);
/// After the last start lie the longest visit and the longest buffer.
const AFTER: Minutes = Minutes::new(60 * 60);

impl Board {
    /// An empty board for visits that start in `window`, at a location in `zone`.
    ///
    /// # Errors
    ///
    /// [`Refused::Time`] where the rules do not know the zone or do not reach that far;
    /// [`Refused::OffTheBoard`] where its clocks are not whole cells from UTC, as a century ago.
    pub fn new(zone: &Zone, window: Interval, rules: &dyn ZoneRules) -> Result<Self, Refused> {
        let spare = Minutes::new(3 * 1_440);
        let around = window.widened(BEFORE.plus(spare), AFTER.plus(spare));
        let clocks = rules.offsets(zone, around)?;
        let span = Cell::whole(window.widened(BEFORE, AFTER));
        let length = span.length().count() / Cell::MINUTES.unsigned_abs();
        let ruler = Ruler {
            origin: span.start().since_1970() / Cell::MINUTES,
            length: usize::try_from(length).map_err(|_| TimeError::OutOfRange)?,
        };
        let days = days(&clocks, window, ruler)?;
        Ok(Self {
            clocks,
            window,
            ruler,
            days,
            rows: Vec::new(),
            bays: Vec::new(),
            worked: vec![0; ruler.length.div_ceil(bits::WORD * bits::WORD)],
            everyone: Vec::new(),
            places: BTreeMap::new(),
            uneven: false,
            version: 0,
        })
    }

    /// The time in which visits can start.
    #[must_use]
    pub const fn window(&self) -> Interval {
        self.window
    }

    /// The time that has to be known of each resource: the window, and as far as visits that start
    /// in it and their buffers can reach.
    #[must_use]
    pub fn span(&self) -> Interval {
        let end = self.ruler.minute(self.ruler.length);
        Interval::between(self.ruler.minute(0), end).unwrap_or(self.window)
    }

    /// Lays a resource on the board, or lays it anew, and tells its row.
    pub fn lay(&mut self, resource: ResourceId, time: BoardTime<'_>) -> u32 {
        let next = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let number = *self.places.entry(resource).or_insert(next);
        if number == next {
            let (bay, _) = place(number);
            if bay == self.bays.len() {
                self.bays.push(Bay::new(self.ruler));
            }
            self.rows.push(Known {
                resource,
                unpublished: IntervalSet::EMPTY,
                unreachable: IntervalSet::EMPTY,
            });
            self.everyone.push(next);
        }
        let span = self.span();
        if let Some(row) = self.rows.get_mut(number as usize) {
            row.unpublished = time.unpublished.within(span);
            row.unreachable = time.unreachable.within(span);
        }
        self.relay(number, span, time);
        number
    }

    /// Lays a calendar on the board as a search sees it in one of its roles, and tells its row. The
    /// row is then one for the search's type of visit and for the part that the role has in it.
    ///
    /// # Errors
    ///
    /// As [`open_slots`](super::super::open_slots).
    pub fn lay_role<'s>(
        &mut self,
        search: &Search<'s>,
        role: Role<'s>,
        calendar: &'s Calendar<'s>,
    ) -> Result<u32, Refused> {
        let supply = search.supply(role, calendar, &self.clocks, self.span())?;
        let granted = supply.granted.free();
        let time = BoardTime {
            barred: &supply.barred(),
            unpublished: &supply.granted.unpublished,
            unreachable: calendar.unknown,
            ..BoardTime::of(&granted, calendar.busy)
        };
        Ok(self.lay(calendar.schedule.resource, time))
    }

    /// Lays part of a row anew: what is so in `stretch`, drawn out to whole cells, is what `time`
    /// says, and all else is as it was.
    pub fn relay(&mut self, row: u32, stretch: Interval, time: BoardTime<'_>) {
        if row as usize >= self.rows.len() {
            return;
        }
        let stretch = Cell::whole(stretch);
        let (bay, lane) = place(row);
        if let Some(bay) = self.bays.get_mut(bay) {
            self.uneven |= !bay.lay(lane, self.ruler, stretch, time);
        }
        for part in parts_of(time.granted, stretch) {
            let words = bits::words_of(&self.ruler.whole(part));
            bits::add(&mut self.worked, &words);
        }
        self.look_again(row, stretch);
    }

    /// Takes time of a row: something is booked or held. No visit may touch `kept` from now on, the
    /// time with its buffers, and nobody's buffer may touch `time`; where buffers are not shared, the
    /// two are the same.
    ///
    /// What frees time again is [`relay`](Self::relay), since another booking may overlap it.
    pub fn take(&mut self, row: u32, time: Interval, kept: Interval) {
        let (bay, lane) = place(row);
        if let Some(bay) = self.bays.get_mut(bay) {
            bay.take(lane, &self.ruler.touched(kept), &self.ruler.touched(time));
        }
        self.look_again(row, kept);
    }

    /// The free time of a row around an instant, as far as the board goes; none where it is not
    /// there or taken.
    #[must_use]
    pub fn gap(&self, row: u32, at: Minute) -> Option<Interval> {
        let row = Row::at(&self.rows, &self.bays, row)?;
        let minute = Interval::between(at, at.plus(Minutes::new(1)))?;
        let ticks = row.run_around(self.ruler.touched(minute).next()?, self.ruler.length)?;
        Interval::between(self.ruler.minute(ticks.start), self.ruler.minute(ticks.end))
    }

    /// Whose a row is.
    #[must_use]
    pub fn resource(&self, row: u32) -> Option<ResourceId> {
        self.rows.get(row as usize).map(|row| row.resource)
    }

    /// The row of a resource.
    #[must_use]
    pub fn row(&self, resource: ResourceId) -> Option<u32> {
        self.places.get(&resource).copied()
    }

    /// All rows, in order: the pool of everyone.
    #[must_use]
    pub fn everyone(&self) -> &[u32] {
        &self.everyone
    }

    /// How often the board has been changed: answers of the same version agree with each other.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Makes a question ready: the visits that start in `window` and for which every part is played
    /// by one of its rows, as the policy allows them at `now`.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSchedule`] without a part, or where one has no rows or unknown ones;
    /// [`Refused::OffTheBoard`] where the window reaches beyond the board, or where the step, or the
    /// visit with the hours that it meets, does not lie on five minutes; [`Refused::Time`] where the
    /// horizon is beyond the zone rules.
    pub fn finder<'a>(
        &'a self,
        parts: &[BoardRole<'a>],
        window: Interval,
        policy: &Policy,
        now: DateTime<Utc>,
        rules: &dyn ZoneRules,
    ) -> Result<Finder<'a>, Refused> {
        Finder::new(self, parts, window, policy, now, rules)
    }

    /// Sums up a row again on the days from which its time in `stretch` can be reached.
    fn look_again(&mut self, number: u32, stretch: Interval) {
        self.version += 1;
        let Some(row) = Row::at(&self.rows, &self.bays, number) else {
            return;
        };
        let ticks = self.ruler.touched(stretch);
        let from = ticks.start.saturating_sub(Day::CAP);
        let first = self.days.partition_point(|day| day.ticks.end <= from);
        for day in self.days.iter_mut().skip(first) {
            if day.ticks.start >= ticks.end {
                break;
            }
            day.summarise(number as usize, row);
        }
    }
}

/// The local days of a window, and the ticks at which visits can start on each.
fn days(clocks: &Offsets, window: Interval, ruler: Ruler) -> Result<Vec<Day>, Refused> {
    let mut at = window.start();
    let mut days = Vec::new();
    let mut stretch = at;
    while stretch < window.end() {
        let (offset, change) = clocks.stretch(stretch)?;
        if i64::from(offset.minutes_east()) % Cell::MINUTES != 0 {
            return Err(Refused::OffTheBoard);
        }
        stretch = change.unwrap_or(Minute::MAX);
    }
    let mut date = clocks.civil_at(at)?.date();
    while at < window.end() {
        if let Some(day) = clocks.day(date)?.and_then(|day| day.intersect(window)) {
            let ticks = ruler.at_or_after(day.start())..ruler.at_or_after(day.end());
            days.push(Day::new(date, ticks));
            at = day.end();
        }
        date = date
            .checked_add_days(Days::new(1))
            .ok_or(TimeError::OutOfRange)?;
    }
    Ok(days)
}

use core::ops::Range;

use crate::id::ResourceId;
use crate::time::{Interval, IntervalSet, Minute};

use super::super::cell::Cell;
use super::bay::{Bay, LANES};
use super::bits;
use super::role::Reach;

/// What is known of one resource's time, to be laid on a board.
#[derive(Clone, Copy, Debug)]
pub struct BoardTime<'a> {
    /// When it is there for the visits of the board: hours, less blocks and closures.
    pub granted: &'a IntervalSet,
    /// What no visit may touch: bookings, the buffers of others, other calendars. Drawn out to whole
    /// cells, as claims are.
    pub blocked: &'a IntervalSet,
    /// What no buffer of a visit may touch: bookings, and others' buffers where they are not shared.
    /// Drawn out to whole cells.
    pub occupied: &'a IntervalSet,
    /// When no visit may start, for whatever else: a quota that is used up, the way from elsewhere.
    pub barred: &'a IntervalSet,
    /// Of which time nothing is known yet. It says why an answer is clipped and grants nothing.
    pub unpublished: &'a IntervalSet,
    /// For which time a calendar that counts could not be read; it counts as taken.
    pub unreachable: &'a IntervalSet,
}

static NOTHING: IntervalSet = IntervalSet::EMPTY;

impl<'a> BoardTime<'a> {
    /// What is granted, less what is taken; nothing else is known.
    #[must_use]
    pub fn of(granted: &'a IntervalSet, taken: &'a IntervalSet) -> Self {
        Self {
            granted,
            blocked: taken,
            occupied: taken,
            barred: &NOTHING,
            unpublished: &NOTHING,
            unreachable: &NOTHING,
        }
    }
}

/// The ticks of a board on the line of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruler {
    /// The cell number of tick 0.
    pub(super) origin: i64,
    /// How many ticks there are.
    pub(super) length: usize,
}

impl Ruler {
    /// The ticks that an interval touches.
    pub(super) fn touched(self, time: Interval) -> Range<usize> {
        let end = -(-time.end().since_1970()).div_euclid(Cell::MINUTES);
        self.tick(time.start().since_1970().div_euclid(Cell::MINUTES))..self.tick(end)
    }

    /// The ticks that begin in an interval.
    pub(super) fn starts(self, time: Interval) -> Range<usize> {
        self.at_or_after(time.start())..self.at_or_after(time.end())
    }

    /// The ticks that lie wholly in an interval.
    pub(super) fn whole(self, time: Interval) -> Range<usize> {
        let start = self.at_or_after(time.start());
        let end = time.end().since_1970().div_euclid(Cell::MINUTES);
        start..self.tick(end).max(start)
    }

    /// The first tick that begins at or after a minute.
    pub(super) fn at_or_after(self, minute: Minute) -> usize {
        self.tick(-(-minute.since_1970()).div_euclid(Cell::MINUTES))
    }

    /// When a tick begins, in minutes since 1970.
    pub(super) fn minutes(self, tick: usize) -> i64 {
        let cell = self.origin + i64::try_from(tick).unwrap_or(i64::MAX / 8);
        cell * Cell::MINUTES
    }

    /// When a tick begins.
    pub(super) fn minute(self, tick: usize) -> Minute {
        Minute::new(self.minutes(tick)).unwrap_or(Minute::MAX)
    }

    fn tick(self, cell: i64) -> usize {
        usize::try_from(cell - self.origin)
            .unwrap_or_default()
            .min(self.length)
    }
}

/// Whether an interval begins and ends where cells do.
pub(super) fn is_even(time: Interval) -> bool {
    [time.start(), time.end()]
        .into_iter()
        .all(|edge| edge.since_1970().rem_euclid(Cell::MINUTES) == 0)
}

/// What lies in a stretch, without a set of its own.
pub(super) fn parts_of(set: &IntervalSet, stretch: Interval) -> impl Iterator<Item = Interval> {
    set.ending_after(stretch.start())
        .take_while(move |part| part.start() < stretch.end())
        .filter_map(move |part| part.intersect(stretch))
}

/// What is known of a row besides its ticks.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) resource: ResourceId,
    pub(super) unpublished: IntervalSet,
    pub(super) unreachable: IntervalSet,
}

/// One resource's time: a lane of a bay.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) known: &'a Known,
    bay: &'a Bay,
    lane: usize,
}

impl<'a> Row<'a> {
    /// A row of a board.
    pub(super) fn at(rows: &'a [Known], bays: &'a [Bay], number: u32) -> Option<Self> {
        let (bay, lane) = place(number);
        Some(Self {
            known: rows.get(number as usize)?,
            bay: bays.get(bay)?,
            lane,
        })
    }

    /// A word of the ticks that are granted as a whole.
    pub(super) fn granted(self, word: usize) -> u64 {
        self.bay.granted.word(word, self.lane)
    }

    /// A word of the ticks that a visit may touch.
    pub(super) fn free(self, word: usize) -> u64 {
        self.bay.open.word(word, self.lane)
    }

    /// The longest run of free ticks that begins in `ticks`, of those up to `end`.
    pub(super) fn longest(self, ticks: Range<usize>, end: usize) -> usize {
        let mut longest = 0;
        let mut at = ticks.start;
        loop {
            at = bits::next(|word| self.free(word), at..ticks.end, true);
            if at >= ticks.end {
                return longest;
            }
            let after = bits::next(|word| self.free(word), at..end, false);
            longest = longest.max(after - at);
            at = after.max(at + 1);
        }
    }

    /// Of the ticks of `allowed` in a word, those at which the resource can fill a role.
    pub(super) fn starts(self, reach: Reach, word: usize, allowed: u64) -> u64 {
        match allowed {
            0 => 0,
            _ => self.bay.starts_of_row(self.lane, reach, (word, allowed)),
        }
    }

    /// The run of free ticks in which a tick lies.
    pub(super) fn run_around(self, tick: usize, end: usize) -> Option<Range<usize>> {
        let free = |word: usize| self.free(word);
        let after = bits::next(free, tick..end, false);
        (after > tick).then(|| bits::run_start(free, tick)..after)
    }

    /// Whether the resource can fill a role in a visit that starts at `tick`.
    pub(super) fn fits(self, reach: Reach, tick: usize) -> bool {
        let bit = 1 << (tick % bits::WORD);
        self.starts(reach, tick / bits::WORD, bit) != 0
    }
}

/// In which bay a row lies, and in which of its lanes.
pub(super) const fn place(number: u32) -> (usize, usize) {
    let number = number as usize;
    (number / LANES, number % LANES)
}

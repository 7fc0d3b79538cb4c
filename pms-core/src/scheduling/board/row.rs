use core::ops::Range;

use crate::id::ResourceId;
use crate::time::{Interval, IntervalSet, Minute};

use super::super::cell::Cell;
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
fn parts_of(set: &IntervalSet, stretch: Interval) -> impl Iterator<Item = Interval> {
    set.ending_after(stretch.start())
        .take_while(move |part| part.start() < stretch.end())
        .filter_map(move |part| part.intersect(stretch))
}

/// One resource's time as bits.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) resource: ResourceId,
    /// The ticks that are granted as a whole.
    pub(super) granted: Box<[u64]>,
    /// Those of them that a visit may touch.
    pub(super) open: Box<[u64]>,
    /// The ticks that a buffer may touch.
    pub(super) clear: Box<[u64]>,
    /// The ticks at which no visit may start, if there are any.
    pub(super) barred: Option<Box<[u64]>>,
    pub(super) unpublished: IntervalSet,
    pub(super) unreachable: IntervalSet,
}

impl Row {
    pub(super) fn new(resource: ResourceId, ruler: Ruler) -> Self {
        // A word more, so that a tick's neighbour can always be read.
        let words = vec![0; ruler.length.div_ceil(bits::WORD) + 1].into_boxed_slice();
        Self {
            resource,
            granted: words.clone(),
            open: words.clone(),
            clear: words,
            barred: None,
            unpublished: IntervalSet::EMPTY,
            unreachable: IntervalSet::EMPTY,
        }
    }

    /// Lays the time of a stretch anew. Whether every granted tick is granted as a whole.
    pub(super) fn lay(&mut self, ruler: Ruler, stretch: Interval, time: BoardTime<'_>) -> bool {
        let ticks = ruler.touched(stretch);
        bits::remove(&mut self.granted, &ticks);
        bits::add(&mut self.clear, &ticks);
        let mut even = true;
        for part in parts_of(time.granted, stretch) {
            even &= is_even(part);
            bits::add(&mut self.granted, &ruler.whole(part));
        }
        bits::copy(&mut self.open, &self.granted, &ticks);
        for part in parts_of(time.blocked, stretch) {
            bits::remove(&mut self.open, &ruler.touched(part));
        }
        for part in parts_of(time.occupied, stretch) {
            bits::remove(&mut self.clear, &ruler.touched(part));
        }
        for part in parts_of(time.unreachable, stretch) {
            bits::remove(&mut self.open, &ruler.touched(part));
        }
        self.bar(ruler, &ticks, parts_of(time.barred, stretch));
        even
    }

    /// Bars starts in some ticks, and no others there.
    fn bar(&mut self, ruler: Ruler, ticks: &Range<usize>, starts: impl Iterator<Item = Interval>) {
        let mut starts = starts.peekable();
        if self.barred.is_none() && starts.peek().is_none() {
            return;
        }
        let words = self.open.len();
        let barred = self.barred.get_or_insert_with(|| vec![0; words].into());
        bits::remove(barred, ticks);
        for part in starts {
            bits::add(barred, &ruler.starts(part));
        }
    }

    /// A word of the ticks that a visit may touch.
    pub(super) fn free(&self, word: usize) -> u64 {
        self.open.get(word).copied().unwrap_or_default()
    }

    /// The longest run of free ticks that begins in `ticks`, of those up to `end`.
    pub(super) fn longest(&self, ticks: Range<usize>, end: usize) -> usize {
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
    pub(super) fn starts(&self, reach: Reach, word: usize, allowed: u64) -> u64 {
        let tick = word * bits::WORD;
        let mut starts = allowed;
        if starts != 0 {
            starts &= bits::runs(&self.open, reach.visit.from(tick), reach.visit.length);
        }
        for buffer in reach.buffers() {
            if starts != 0 {
                starts &= bits::runs(&self.clear, buffer.from(tick), buffer.length);
            }
        }
        match &self.barred {
            Some(barred) => starts & !barred.get(word).copied().unwrap_or_default(),
            None => starts,
        }
    }

    /// The run of free ticks in which a tick lies.
    pub(super) fn run_around(&self, tick: usize, end: usize) -> Option<Range<usize>> {
        let free = |word: usize| self.free(word);
        let after = bits::next(free, tick..end, false);
        (after > tick).then(|| bits::run_start(free, tick)..after)
    }

    /// Whether the resource can fill a role in a visit that starts at `tick`.
    pub(super) fn fits(&self, reach: Reach, tick: usize) -> bool {
        let bit = 1 << (tick % bits::WORD);
        self.starts(reach, tick / bits::WORD, bit) != 0
    }
}

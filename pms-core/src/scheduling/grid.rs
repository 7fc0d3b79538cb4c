use serde::{Deserialize, Serialize};

use crate::time::{Interval, IntervalSet, Minute, Minutes, Offsets};

use super::error::Refused;

/// How far the offered starts are apart on the wall clock, counted anew from each local midnight.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Step(u16);

impl Step {
    /// At :00, :15, :30 and :45.
    pub const QUARTER_HOUR: Self = Self(15);
    /// At every cell.
    pub(super) const CELL: Self = Self(5);
    /// At every minute.
    pub(super) const MINUTE: Self = Self(1);

    /// At what is both a start of this step and a cell's, where both are counted from one offset.
    pub(super) const fn on_cells(self) -> Self {
        match self.0 % Self::CELL.0 {
            0 => self,
            _ => Self(self.0 * Self::CELL.0),
        }
    }

    /// A step of so many minutes.
    ///
    /// # Errors
    ///
    /// [`Refused::StepLength`] unless it is from 1 to 1440.
    pub fn new(minutes: u16) -> Result<Self, Refused> {
        if (1..=1_440).contains(&minutes) {
            Ok(Self(minutes))
        } else {
            Err(Refused::StepLength)
        }
    }

    /// How many minutes.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Step {
    type Error = Refused;

    fn try_from(minutes: u16) -> Result<Self, Refused> {
        Self::new(minutes)
    }
}

impl From<Step> for u16 {
    fn from(step: Step) -> Self {
        step.0
    }
}

/// The grid of starts on the clocks of one zone. It remembers the stretch between two changes of
/// the clocks in which it last looked.
#[derive(Clone, Debug)]
pub(super) struct Grid<'a> {
    clocks: &'a Offsets,
    step: i64,
    offset: i64,
    east: i64,
    stretch: core::ops::Range<i64>,
}

impl<'a> Grid<'a> {
    /// Every `step` from `offset` minutes after each midnight.
    pub(super) fn new(clocks: &'a Offsets, step: Step, offset: u16) -> Self {
        let step = i64::from(step.0);
        Self {
            clocks,
            step,
            offset: i64::from(offset) % step,
            east: 0,
            stretch: 0..0,
        }
    }

    /// The first start at or after a minute; none beyond the clocks that are known.
    pub(super) fn at_or_after(&mut self, from: Minute) -> Option<Minute> {
        let mut at = from.since_1970();
        loop {
            if !self.stretch.contains(&at) {
                self.look(at)?;
            }
            let shown = (at + self.east).rem_euclid(1_440);
            let over = (shown - self.offset).rem_euclid(self.step);
            if over == 0 {
                return Minute::new(at).ok();
            }
            let later = shown + self.step - over;
            let next = match later < 1_440 {
                true => at + self.step - over,
                false => at + 1_440 - shown + self.offset,
            };
            if next < self.stretch.end {
                return Minute::new(next).ok();
            }
            at = self.stretch.end;
        }
    }

    fn look(&mut self, at: i64) -> Option<()> {
        let minute = Minute::new(at).ok()?;
        let (offset, change) = self.clocks.stretch(minute).ok()?;
        self.east = i64::from(offset.minutes_east());
        let end = change.unwrap_or(self.clocks.within().end());
        self.stretch = at..end.since_1970();
        Some(())
    }

    /// The starts that lie in a set, in order, cut one at a time.
    pub(super) fn cut(mut self, minutes: &'a IntervalSet) -> impl Iterator<Item = Minute> + 'a {
        let mut ranges = minutes.iter();
        let mut left = None;
        core::iter::from_fn(move || {
            loop {
                let range: Interval = match left.take() {
                    Some(range) => range,
                    None => ranges.next()?,
                };
                if let Some(at) = self
                    .at_or_after(range.start())
                    .filter(|at| *at < range.end())
                {
                    left = Interval::between(at.plus(Minutes::new(1)), range.end());
                    return Some(at);
                }
            }
        })
    }

    /// How many starts lie in a set: what [`cut`](Self::cut) would give, not cut.
    pub(super) fn count(mut self, minutes: &IntervalSet) -> u64 {
        let mut count = 0;
        for range in minutes {
            let (mut at, end) = (range.start().since_1970(), range.end().since_1970());
            while at < end {
                if !self.stretch.contains(&at) && self.look(at).is_none() {
                    break;
                }
                let until = end.min(self.stretch.end);
                count += self.before(until + self.east) - self.before(at + self.east);
                at = until;
            }
        }
        count.unsigned_abs()
    }

    /// How many starts clocks that never change have shown before they show a minute, counted from the
    /// midnight on which 1970 began.
    fn before(&self, shown: i64) -> i64 {
        let in_day = |shown: i64| {
            let after_first = (shown - self.offset).max(0);
            (after_first + self.step - 1) / self.step
        };
        shown.div_euclid(1_440) * in_day(1_440) + in_day(shown.rem_euclid(1_440))
    }

    /// Whether a minute is a start.
    pub(super) fn has(&mut self, at: Minute) -> bool {
        self.at_or_after(at) == Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Offset;
    use proptest::prelude::*;

    /// The day after begins with the offset, wherever the steps of this day would have led.
    #[test]
    fn starts_are_counted_anew_from_midnight() {
        let minute = |at| Minute::new(at).unwrap();
        let utc = "Etc/UTC".parse().unwrap();
        let clocks = Offsets::new(utc, Interval::ALWAYS, Offset::UTC, vec![]).unwrap();
        let mut grid = Grid::new(&clocks, Step::new(25).unwrap(), 15);
        let last = minute(1_415); // 00:15 and 56 steps of 25 minutes
        assert!(grid.has(last));
        assert_eq!(grid.at_or_after(minute(1_416)), Some(minute(1_455)));
        let two_days = Interval::new(minute(0), minute(2_880)).unwrap().into();
        assert_eq!(grid.count(&two_days), 114);
    }

    proptest! {
        /// Counting starts gives as many as cutting them one at a time.
        #[test]
        fn starts_are_counted_as_they_are_cut(
            parts in prop::collection::vec((-3_000..9_000_i64, 1..4_000_i64), 0..6),
            (step, offset) in (1..1_441_u16, 0..3_000_u16),
            often in prop::sample::select(vec![1_u16, 5, 7, 15, 20, 60]),
            east in -800..800_i16,
            changes in prop::collection::vec((-2_000..8_000_i64, -800..800_i16), 0..3),
        ) {
            let minute = |at| Minute::new(at).unwrap();
            let mut changes = changes;
            changes.sort_unstable();
            changes.dedup_by_key(|change| change.0);
            let changes = changes.into_iter().map(|(at, east)| (minute(at), Offset::new(east).unwrap()));
            let zone = "Etc/UTC".parse().unwrap();
            let clocks = Offsets::new(zone, Interval::ALWAYS, Offset::new(east).unwrap(), changes.collect());
            let clocks = clocks.unwrap();
            let minutes: IntervalSet = parts
                .iter()
                .map(|(from, long)| Interval::new(minute(*from), minute(from + long)).unwrap())
                .collect();
            for step in [step, often] {
                let grid = Grid::new(&clocks, Step::new(step).unwrap(), offset);
                let cut = grid.clone().cut(&minutes).count();
                prop_assert_eq!(grid.count(&minutes), u64::try_from(cut).unwrap());
            }
        }
    }
}

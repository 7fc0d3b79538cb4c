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
            let wait = (self.step - over).min(1_440 - shown + self.offset);
            let next = at + wait;
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

    /// Whether a minute is a start.
    pub(super) fn has(&mut self, at: Minute) -> bool {
        self.at_or_after(at) == Some(at)
    }
}

use crate::time::Minutes;

use super::super::cell::Cell;
use super::super::error::Refused;
use super::super::role::Part;
use super::super::visit_type::VisitType;

/// One who is needed in a visit: one of some rows of a board, in all of it or in a part.
///
/// ```
/// # use pms_core::scheduling::{BoardRole, Part};
/// let devices = [4, 5];
/// let scan = BoardRole::new(&devices, Part::between(10, 25)?)?;
/// assert_eq!(scan.any_of(), [4, 5]);
/// # Ok::<(), pms_core::scheduling::Refused>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BoardRole<'a> {
    any_of: &'a [u32],
    part: Part,
}

impl<'a> BoardRole<'a> {
    const DAY: Minutes = Minutes::new(1_440);

    /// One of some rows, the preferred ones first, in a part of a visit.
    ///
    /// # Errors
    ///
    /// [`Refused::Part`] where the part lasts no time or ends later than a day after the start of
    /// the visit, or where a buffer is longer than a day.
    pub fn new(any_of: &'a [u32], part: Part) -> Result<Self, Refused> {
        let longest = part.end().max(part.before).max(part.after);
        if part.length == Minutes::ZERO || longest > Self::DAY {
            return Err(Refused::Part);
        }
        Ok(Self { any_of, part })
    }

    /// One of some rows for a whole visit, with its buffers.
    #[must_use]
    pub const fn whole(visit: &VisitType, any_of: &'a [u32]) -> Self {
        let part = Part::whole(visit);
        Self { any_of, part }
    }

    /// The rows of which one is needed.
    #[must_use]
    pub const fn any_of(&self) -> &'a [u32] {
        self.any_of
    }

    /// Until when after the start of the visit it is needed.
    pub(super) const fn end(&self) -> Minutes {
        self.part.end()
    }

    /// Whether it begins and ends where cells do if the visit does.
    pub(super) fn is_even(&self) -> bool {
        let cell = Cell::MINUTES.unsigned_abs();
        self.part.from.count().is_multiple_of(cell) && self.part.length.count().is_multiple_of(cell)
    }

    /// The ticks that it touches.
    pub(super) fn reach(&self) -> Reach {
        let minutes = |length: Minutes| i64::try_from(length.count()).unwrap_or(i64::MAX / 8);
        let part = self.part;
        let (from, to) = (minutes(part.from), minutes(part.end()));
        Reach {
            visit: Run::touched(from, to),
            before: Run::touched(from - minutes(part.before), from),
            after: Run::touched(to, to + minutes(part.after)),
        }
    }
}

/// The ticks of a role, counted from the tick at which the visit starts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Reach {
    /// Those in which the resource is with the visit.
    pub(super) visit: Run,
    /// Those of the buffer before; none where there is no buffer.
    pub(super) before: Run,
    /// Those of the buffer after.
    pub(super) after: Run,
}

impl Reach {
    /// The buffers that take time.
    pub(super) fn buffers(self) -> impl Iterator<Item = Run> {
        let buffers = [self.before, self.after].into_iter();
        buffers.filter(|buffer| buffer.length > 0)
    }
}

/// Some ticks in a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Run {
    offset: isize,
    pub(super) length: usize,
}

impl Run {
    fn touched(from: i64, to: i64) -> Self {
        let first = from.div_euclid(Cell::MINUTES);
        let end = match from < to {
            true => -(-to).div_euclid(Cell::MINUTES),
            false => first,
        };
        Self {
            offset: isize::try_from(first).unwrap_or_default(),
            length: usize::try_from(end - first).unwrap_or_default(),
        }
    }

    /// Where the run begins if the visit starts at `tick`. A board has more ticks before its first
    /// start than a buffer can be long.
    pub(super) const fn from(self, tick: usize) -> usize {
        tick.saturating_add_signed(self.offset)
    }
}

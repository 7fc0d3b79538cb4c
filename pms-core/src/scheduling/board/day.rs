use chrono::NaiveDate;

use core::ops::Range;

use super::row::Row;

/// One local day of a board, and how long a visit each row could begin in it.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// The ticks at which visits can start.
    pub(super) ticks: Range<usize>,
    /// The first tick at which any row has been there.
    pub(super) dawn: usize,
    /// For each row the longest run of free ticks that begins that day, at most [`Day::CAP`].
    pub(super) longest: Vec<u8>,
}

impl Day {
    /// The longest run that is told from others.
    pub(super) const CAP: usize = u8::MAX as usize;

    pub(super) fn new(date: NaiveDate, ticks: Range<usize>) -> Self {
        Self {
            date,
            dawn: ticks.end,
            ticks,
            longest: Vec::new(),
        }
    }

    /// Looks at a row again.
    pub(super) fn summarise(&mut self, number: usize, row: Row<'_>) {
        let longest = row.longest(self.ticks.clone(), self.ticks.end + Self::CAP);
        let longest = u8::try_from(longest).unwrap_or(u8::MAX);
        let until = self.ticks.start..self.dawn;
        self.dawn = super::bits::next(|word| row.granted(word), until, true);
        match self.longest.get_mut(number) {
            Some(known) => *known = longest,
            None => self.longest.push(longest),
        }
    }
}

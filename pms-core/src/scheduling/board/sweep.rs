use core::ops::Range;

use super::bits::{self, Scratch, WORD};
use super::role::{Reach, Run};
use super::row::Row;

/// Finds the starts of one row after another, in room that it keeps.
#[derive(Clone, Debug, Default)]
pub(super) struct Sweep {
    starts: Vec<u64>,
    more: Vec<u64>,
    scratch: Scratch,
}

impl Sweep {
    /// The ticks in some words at which a row can fill a role.
    pub(super) fn starts(&mut self, row: &Row, reach: Reach, words: &Range<usize>) -> &mut [u64] {
        let first = words.start * WORD;
        // A run that begins in the last word is looked at to its end.
        let count = |run: Run| words.len() + (run.length + WORD - 2) / WORD;
        let visit = reach.visit;
        bits::read_on(&row.open, visit.from(first), count(visit), &mut self.starts);
        bits::keep_runs(&mut self.starts, visit.length, &mut self.scratch);
        for buffer in reach.buffers() {
            bits::read_on(
                &row.clear,
                buffer.from(first),
                count(buffer),
                &mut self.more,
            );
            bits::keep_runs(&mut self.more, buffer.length, &mut self.scratch);
            bits::keep(&mut self.starts, &self.more);
        }
        self.starts.truncate(words.len());
        if let Some(barred) = &row.barred {
            let barred = barred.get(words.start..).unwrap_or_default();
            bits::drop(&mut self.starts, barred);
        }
        &mut self.starts
    }
}

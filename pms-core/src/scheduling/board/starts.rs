//! The starts that a finder walks along, a word of the board at a time.

use core::ops::Range;

use crate::time::{Interval, IntervalSet, Minutes};

use super::super::cell::Cell;
use super::bits::{self, WORD};
use super::columns::{Columns, Opening};
use super::day::Day;
use super::finder::Finder;
use super::row::{Known, Row};

impl<'a> Finder<'a> {
    /// The starts of a row in a word: all roles, grid and limits considered.
    pub(super) fn starts(&self, (number, row): (u32, Row<'_>), word: usize) -> u64 {
        let limit = self.limit(&(word..word + 1)).first();
        let starts = row.starts(self.reach, word, limit.copied().unwrap_or_default());
        self.castable(number, word, starts)
    }

    /// Of the starts of a row in a word, those for which the other roles can be filled by others.
    pub(super) fn castable(&self, number: u32, word: usize, starts: u64) -> u64 {
        if !self.shared || starts == 0 {
            return starts;
        }
        let base = word * WORD;
        bits::ticks(starts, base)
            .filter(|tick| self.cast_at(*tick, number).is_some())
            .fold(0, |starts, tick| starts | (1 << (tick - base)))
    }

    pub(super) fn limit(&self, words: &Range<usize>) -> &[u64] {
        let first = self.ticks.start / WORD;
        let from = words.start.saturating_sub(first);
        let limit = self.limit.get(from..).unwrap_or_default();
        limit.get(..words.len()).unwrap_or(limit)
    }

    /// The openings of a day that come first.
    pub(super) fn first_on(&self, day: &Day, count: usize) -> Vec<(usize, u32)> {
        let from = day.ticks.start.max(self.ticks.start);
        let mut until = day.ticks.end.min(self.ticks.end);
        // What a day knows of a row is of visits that begin in it.
        let (need, dawn) = match self.reach.visit.from(0) {
            0 => (self.reach.visit.length.min(Day::CAP), day.dawn),
            _ => (0, 0),
        };
        let mut found: Vec<(usize, u32)> = Vec::new();
        for row in self.lead_rows() {
            if until <= dawn.max(from) {
                break;
            }
            let longest = day.longest.get(row.0 as usize).copied().unwrap_or_default();
            if usize::from(longest) < need {
                continue;
            }
            let mut word = from.max(dawn) / WORD;
            while word * WORD < until {
                let starts = self.starts(row, word) & bits::mask(&(from..until), word * WORD);
                for tick in bits::ticks(starts, word * WORD) {
                    if tick >= until {
                        break;
                    }
                    let at = found.partition_point(|(earlier, _)| *earlier <= tick);
                    found.insert(at, (tick, row.0));
                    found.truncate(count);
                    if let Some((last, _)) = found.get(count - 1) {
                        until = *last;
                    }
                }
                word += 1;
            }
        }
        found
    }

    /// Keeps of the ticks of the window those at which somebody can fill each of the other roles.
    pub(super) fn keep_others(&self, ticks: &mut [u64]) {
        let words = bits::words_of(&self.ticks);
        for (role, reach) in &self.others {
            let live = self.board.live(*reach, &words, ticks);
            let mut any = vec![0; live.len()];
            self.board.sweep(role.any_of(), *reach, &live, |_, starts| {
                bits::join(&mut any, starts);
            });
            ticks.fill(0);
            for ((word, _), any) in live.iter().zip(any) {
                if let Some(ticks) = ticks.get_mut(word - words.start) {
                    *ticks = any;
                }
            }
        }
    }

    /// The free ranges of one row whose starts are given in the words of the window.
    pub(super) fn stretches<'s>(
        &'s self,
        starts: &'s [u64],
    ) -> impl Iterator<Item = Interval> + use<'s, 'a> {
        let base = self.ticks.start / WORD * WORD;
        let (first, end) = (self.ticks.start - base, self.ticks.end - base);
        let word = |index: usize| starts.get(index).copied().unwrap_or_default();
        let ruler = self.board.ruler;
        let length = self.lead.end();
        let cell = Minutes::new(Cell::MINUTES.unsigned_abs());
        let mut at = first;
        core::iter::from_fn(move || {
            let from = bits::next(word, at..end, true);
            at = bits::next(word, from..end, false);
            let last = ruler.minute(base + at).minus(cell);
            Interval::between(ruler.minute(base + from), last.plus(length)).filter(|_| from < end)
        })
    }

    pub(super) fn days(&self) -> impl Iterator<Item = &'a Day> + use<'a> {
        let days = &self.board.days;
        let first = days.partition_point(|day| day.ticks.end <= self.ticks.start);
        let end = self.ticks.end;
        days.iter()
            .skip(first)
            .take_while(move |day| day.ticks.start < end)
    }

    /// The rows of all roles of which some time in the window is in a set.
    pub(super) fn rows_with(
        &self,
        set: impl Fn(&Known) -> &IntervalSet,
    ) -> impl Iterator<Item = u32> {
        let ruler = self.board.ruler;
        let (start, end) = (ruler.minute(self.ticks.start), ruler.minute(self.ticks.end));
        let span = Interval::between(start, end);
        let others = self.others.iter().map(|(role, _)| role);
        let rows = [&self.lead].into_iter().chain(others);
        let rows = rows.flat_map(|role| role.any_of());
        rows.filter_map(|row| self.row(*row))
            .filter(move |(_, row)| {
                let set = set(row.known);
                !set.is_empty() && span.is_some_and(|span| !set.within(span).is_empty())
            })
            .map(|(number, _)| number)
    }

    /// The rows of the first role, as they are preferred.
    pub(super) fn lead_rows(&self) -> impl Iterator<Item = (u32, Row<'a>)> + '_ {
        self.lead.any_of().iter().filter_map(|row| self.row(*row))
    }

    pub(super) fn row(&self, number: u32) -> Option<(u32, Row<'a>)> {
        let row = Row::at(&self.board.rows, &self.board.bays, number)?;
        Some((number, row))
    }

    pub(super) fn opening(&self, tick: usize, row: u32) -> Opening {
        let start = self.board.ruler.minute(tick);
        Opening { start, row }
    }

    pub(super) fn columns(&self) -> Columns {
        Columns {
            version: self.board.version(),
            ..Columns::default()
        }
    }
}

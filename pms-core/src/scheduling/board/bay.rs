//! Eight rows side by side, so that a search of many reads few lines of memory, and each line whole.

use core::ops::Range;

use crate::time::{Interval, IntervalSet};

use super::bits::{self, WORD};
use super::role::{Reach, Run};
use super::row::{BoardTime, Ruler, is_even, parts_of};
use super::sweep::Live;

/// How many rows lie side by side.
pub(super) const LANES: usize = 8;

/// The same word of eight rows: a line of memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Line([u64; LANES]);

/// A set of ticks for each of eight rows, word after word.
#[derive(Clone, Debug)]
pub(super) struct Plane(Box<[Line]>);

impl Plane {
    fn new(words: usize) -> Self {
        Self(vec![Line::default(); words].into())
    }

    /// A word of one row.
    pub(super) fn word(&self, word: usize, lane: usize) -> u64 {
        let line = self.0.get(word).and_then(|line| line.0.get(lane % LANES));
        line.copied().unwrap_or_default()
    }

    /// A word of each row.
    fn line(&self, word: usize) -> [u64; LANES] {
        self.0.get(word).map_or([0; LANES], |line| line.0)
    }

    fn add(&mut self, lane: usize, ticks: &Range<usize>) {
        self.change(lane, ticks, |word, _, mask| *word |= mask);
    }

    fn remove(&mut self, lane: usize, ticks: &Range<usize>) {
        self.change(lane, ticks, |word, _, mask| *word &= !mask);
    }

    /// Takes over some ticks of a row from another set.
    fn copy(&mut self, from: &Self, lane: usize, ticks: &Range<usize>) {
        self.change(lane, ticks, |word, index, mask| {
            *word = (*word & !mask) | (from.word(index, lane) & mask);
        });
    }

    fn change(&mut self, lane: usize, ticks: &Range<usize>, apply: impl Fn(&mut u64, usize, u64)) {
        let words = bits::words_of(ticks);
        let lines = self.0.get_mut(words.clone()).into_iter().flatten();
        for (index, line) in words.zip(lines) {
            if let Some(word) = line.0.get_mut(lane) {
                apply(word, index, bits::mask(ticks, index * WORD));
            }
        }
    }
}

/// The time of eight rows.
#[derive(Clone, Debug)]
pub(super) struct Bay {
    /// The ticks that are granted as a whole.
    pub(super) granted: Plane,
    /// Those of them that a visit may touch.
    pub(super) open: Plane,
    /// The ticks that a buffer may touch.
    clear: Plane,
    /// The ticks at which no visit may start, if there are any.
    barred: Option<Plane>,
}

impl Bay {
    pub(super) fn new(ruler: Ruler) -> Self {
        let plane = Plane::new(ruler.length.div_ceil(WORD));
        Self {
            granted: plane.clone(),
            open: plane.clone(),
            clear: plane,
            barred: None,
        }
    }

    /// Lays a stretch of a row anew. Whether every granted tick is granted as a whole.
    pub(super) fn lay(
        &mut self,
        lane: usize,
        ruler: Ruler,
        stretch: Interval,
        time: BoardTime<'_>,
    ) -> bool {
        let ticks = ruler.touched(stretch);
        let parts = |set| parts_of(set, stretch);
        self.granted.remove(lane, &ticks);
        self.clear.add(lane, &ticks);
        let mut even = true;
        for part in parts(time.granted) {
            even &= is_even(part);
            self.granted.add(lane, &ruler.whole(part));
        }
        self.open.copy(&self.granted, lane, &ticks);
        for part in parts(time.blocked) {
            self.open.remove(lane, &ruler.touched(part));
        }
        for part in parts(time.occupied) {
            self.clear.remove(lane, &ruler.touched(part));
        }
        for part in parts(time.unreachable) {
            self.open.remove(lane, &ruler.touched(part));
        }
        self.bar(lane, ruler, stretch, time.barred);
        even
    }

    /// Bars starts of a row in a stretch, and no others there.
    fn bar(&mut self, lane: usize, ruler: Ruler, stretch: Interval, starts: &IntervalSet) {
        let mut starts = parts_of(starts, stretch).peekable();
        if self.barred.is_none() && starts.peek().is_none() {
            return;
        }
        let words = ruler.length.div_ceil(WORD);
        let barred = self.barred.get_or_insert_with(|| Plane::new(words));
        barred.remove(lane, &ruler.touched(stretch));
        for part in starts {
            barred.add(lane, &ruler.starts(part));
        }
    }

    /// Takes time of a row: what no visit may touch, and what no buffer may.
    pub(super) fn take(&mut self, lane: usize, kept: &Range<usize>, time: &Range<usize>) {
        self.open.remove(lane, kept);
        self.clear.remove(lane, time);
    }

    /// Of the ticks that are allowed in a word, those at which each row can fill a role.
    pub(super) fn starts(&self, reach: Reach, (word, allowed): Live) -> [u64; LANES] {
        self.starts_of(reach, word, [allowed; LANES], Plane::line)
    }

    /// The same of one row.
    pub(super) fn starts_of_row(&self, lane: usize, reach: Reach, (word, allowed): Live) -> u64 {
        let pick = |plane: &Plane, word| [plane.word(word, lane)];
        let [starts] = self.starts_of(reach, word, [allowed], pick);
        starts
    }

    /// The same of one row in eight words, which come in order.
    pub(super) fn starts_in_words(
        &self,
        lane: usize,
        reach: Reach,
        words: [Live; LANES],
    ) -> [u64; LANES] {
        let [(first, _), ..] = words;
        let pick = |plane: &Plane, word: usize| {
            words.map(|(other, _)| plane.word(word + other - first, lane))
        };
        self.starts_of(reach, first, words.map(|(_, allowed)| allowed), pick)
    }

    fn starts_of<const N: usize>(
        &self,
        reach: Reach,
        word: usize,
        allowed: [u64; N],
        pick: impl Fn(&Plane, usize) -> [u64; N],
    ) -> [u64; N] {
        let mut starts = allowed;
        let mut meet = |plane: &Plane, run: Run| {
            let tick = run.from(word * WORD);
            let runs = bits::runs(|word| pick(plane, word), tick, run.length);
            for (starts, runs) in starts.iter_mut().zip(runs) {
                *starts &= runs;
            }
        };
        meet(&self.open, reach.visit);
        for buffer in reach.buffers() {
            meet(&self.clear, buffer);
        }
        if let Some(barred) = &self.barred {
            for (starts, barred) in starts.iter_mut().zip(pick(barred, word)) {
                *starts &= !barred;
            }
        }
        starts
    }
}

//! Sets of ticks as words of 64 bits: bit `n` of word `w` is tick `64 w + n`. What lies beyond the
//! words is not in the set.

use core::ops::Range;

/// How many ticks a word holds.
pub(super) const WORD: usize = 64;

/// The words that hold some ticks.
pub(super) fn words_of(ticks: &Range<usize>) -> Range<usize> {
    ticks.start / WORD..ticks.end.div_ceil(WORD)
}

/// The ticks of a range that lie in the word that begins at tick `base`.
pub(super) const fn mask(ticks: &Range<usize>, base: usize) -> u64 {
    below(ticks.end.saturating_sub(base)) & !below(ticks.start.saturating_sub(base))
}

const fn below(bit: usize) -> u64 {
    if bit < WORD { (1 << bit) - 1 } else { u64::MAX }
}

/// Adds ticks to a set.
pub(super) fn add(words: &mut [u64], ticks: &Range<usize>) {
    change(words, ticks, |word, mask| *word |= mask);
}

/// Takes ticks out of a set.
pub(super) fn remove(words: &mut [u64], ticks: &Range<usize>) {
    change(words, ticks, |word, mask| *word &= !mask);
}

/// Takes over some ticks from another set.
pub(super) fn copy(words: &mut [u64], from: &[u64], ticks: &Range<usize>) {
    let Range { start, end } = words_of(ticks);
    let bases = (start * WORD..).step_by(WORD);
    let pairs = words.iter_mut().zip(from).take(end).skip(start);
    for ((word, from), base) in pairs.zip(bases) {
        let mask = mask(ticks, base);
        *word = (*word & !mask) | (from & mask);
    }
}

fn change(words: &mut [u64], ticks: &Range<usize>, apply: impl Fn(&mut u64, u64)) {
    let Range { start, end } = words_of(ticks);
    let bases = (start * WORD..).step_by(WORD);
    for (word, base) in words.iter_mut().take(end).skip(start).zip(bases) {
        apply(word, mask(ticks, base));
    }
}

/// Each tick of the word that begins at tick `base`, in order.
pub(super) fn ticks(word: u64, base: usize) -> impl Iterator<Item = usize> {
    let mut left = word;
    core::iter::from_fn(move || {
        let bit = left.trailing_zeros() as usize;
        left &= left.wrapping_sub(1);
        (bit < WORD).then_some(base + bit)
    })
}

/// How many ticks some words hold.
pub(super) fn count(words: impl IntoIterator<Item = u64>) -> u64 {
    words
        .into_iter()
        .map(|word| u64::from(word.count_ones()))
        .sum()
}

/// The first tick from `from` on that is in the set, or that is not; `end` where there is none.
pub(super) fn next(word: impl Fn(usize) -> u64, ticks: Range<usize>, among: bool) -> usize {
    let flip = if among { 0 } else { u64::MAX };
    let words = words_of(&ticks);
    let mut mask = u64::MAX << (ticks.start % WORD);
    for index in words {
        let found = (word(index) ^ flip) & mask;
        if found != 0 {
            return (index * WORD + found.trailing_zeros() as usize).min(ticks.end);
        }
        mask = u64::MAX;
    }
    ticks.end
}

/// Where the run begins in which a tick of the set lies.
pub(super) fn run_start(word: impl Fn(usize) -> u64, tick: usize) -> usize {
    let mut mask = below(tick % WORD);
    for index in (0..=tick / WORD).rev() {
        let out = !word(index) & mask;
        if out != 0 {
            return index * WORD + WORD - out.leading_zeros() as usize;
        }
        mask = u64::MAX;
    }
    0
}

/// Of the 64 ticks from `tick` on, those at which a run of `length` begins: ⌈log2 length⌉ steps for
/// each word that the run is long.
pub(super) fn runs(words: &[u64], tick: usize, length: usize) -> u64 {
    let mut found = u64::MAX;
    let (mut tick, mut left) = (tick, length);
    while left > 0 && found != 0 {
        let part = left.min(WORD);
        found &= runs_in(read(words, tick), read(words, tick + WORD), part);
        tick += part;
        left -= part;
    }
    found
}

/// The same of two words, for a run of a word at most.
const fn runs_in(mut low: u64, mut high: u64, length: usize) -> u64 {
    let mut run = 1;
    while run < length {
        let step = if run < length - run {
            run
        } else {
            length - run
        };
        low &= (low >> step) | (high << (WORD - step));
        high &= high >> step;
        run += step;
    }
    low
}

/// The 64 ticks from `tick` on.
fn read(words: &[u64], tick: usize) -> u64 {
    let (index, shift) = (tick / WORD, tick % WORD);
    let word = |index: usize| words.get(index).copied().unwrap_or_default();
    match shift {
        0 => word(index),
        _ => (word(index) >> shift) | (word(index + 1) << (WORD - shift)),
    }
}

/// Room for the steps of a search, kept from row to row.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch(Vec<u64>);

/// Keeps of a set the ticks at which a run of `length` begins: ⌈log2 length⌉ passes.
pub(super) fn keep_runs(words: &mut Vec<u64>, length: usize, scratch: &mut Scratch) {
    let mut run = 1;
    while run < length {
        let step = run.min(length - run);
        meet_later(words, step, scratch);
        run += step;
    }
}

/// Keeps of a set the ticks that are followed by another one `by` ticks later. Words that could
/// only look beyond the end are dropped.
fn meet_later(words: &mut Vec<u64>, by: usize, Scratch(out): &mut Scratch) {
    let (skip, shift) = (by / WORD, by % WORD);
    let later = words.get(skip..).unwrap_or_default();
    out.clear();
    if shift == 0 {
        out.extend(words.iter().zip(later).map(|(one, two)| one & two));
    } else {
        let beyond = later.get(1..).unwrap_or_default();
        let left = WORD - shift;
        out.extend(
            words
                .iter()
                .zip(later.iter().zip(beyond))
                .map(|(word, (low, high))| word & ((low >> shift) | (high << left))),
        );
        if let (Some(word), Some(low)) = (words.get(out.len()), later.last()) {
            out.push(word & (low >> shift));
        }
    }
    core::mem::swap(words, out);
}

/// Reads `count` words of a set from any tick on.
pub(super) fn read_on(set: &[u64], from: usize, count: usize, into: &mut Vec<u64>) {
    let (skip, shift) = (from / WORD, from % WORD);
    let low = set.get(skip..).unwrap_or_default();
    into.clear();
    if shift == 0 {
        into.extend(low.iter().take(count));
    } else {
        let high = low.get(1..).unwrap_or_default();
        let left = WORD - shift;
        let pairs = low.iter().zip(high).take(count);
        into.extend(pairs.map(|(low, high)| (low >> shift) | (high << left)));
    }
    into.resize(count, 0);
}

/// Keeps of a set what another one has too.
pub(super) fn keep(words: &mut [u64], other: &[u64]) {
    for (word, other) in words.iter_mut().zip(other) {
        *word &= other;
    }
}

/// Keeps of a set what another one has not.
pub(super) fn drop(words: &mut [u64], other: &[u64]) {
    for (word, other) in words.iter_mut().zip(other) {
        *word &= !other;
    }
}

/// Adds another set.
pub(super) fn join(words: &mut [u64], other: &[u64]) {
    for (word, other) in words.iter_mut().zip(other) {
        *word |= other;
    }
}

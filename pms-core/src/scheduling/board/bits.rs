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

/// Of the 64 ticks from `tick` on, those at which a run of `length` begins, in `N` sets at once whose
/// words `word` reads: ⌈log2 length⌉ steps for each word that the run is long.
pub(super) fn runs<const N: usize>(
    word: impl Fn(usize) -> [u64; N],
    tick: usize,
    length: usize,
) -> [u64; N] {
    let mut found = [u64::MAX; N];
    let (mut tick, mut left) = (tick, length);
    while left > 0 {
        let part = left.min(WORD);
        let runs = runs_in(read(&word, tick), read(&word, tick + WORD), part);
        for (found, runs) in found.iter_mut().zip(runs) {
            *found &= runs;
        }
        tick += part;
        left -= part;
    }
    found
}

/// The same of two words, for a run of a word at most.
fn runs_in<const N: usize>(mut low: [u64; N], mut high: [u64; N], length: usize) -> [u64; N] {
    let mut run = 1;
    while run < length {
        let step = run.min(length - run);
        for (low, high) in low.iter_mut().zip(&mut high) {
            *low &= (*low >> step) | (*high << (WORD - step));
            *high &= *high >> step;
        }
        run += step;
    }
    low
}

/// The 64 ticks from `tick` on.
fn read<const N: usize>(word: impl Fn(usize) -> [u64; N], tick: usize) -> [u64; N] {
    let (index, shift) = (tick / WORD, tick % WORD);
    let mut low = word(index);
    if shift > 0 {
        for (low, high) in low.iter_mut().zip(word(index + 1)) {
            *low = (*low >> shift) | (high << (WORD - shift));
        }
    }
    low
}

/// Keeps of a set what another one has too.
pub(super) fn keep(words: &mut [u64], other: &[u64]) {
    for (word, other) in words.iter_mut().zip(other) {
        *word &= other;
    }
}

/// Adds another set.
pub(super) fn join(words: &mut [u64], other: &[u64]) {
    for (word, other) in words.iter_mut().zip(other) {
        *word |= other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Eight sets at once give what looking at every tick gives.
        #[test]
        fn runs_are_found_where_they_begin(
            sets in prop::collection::vec(any::<[u64; 8]>(), 1..8),
            tick in 0..300_usize,
            length in prop_oneof![1..8_usize, 1..200_usize],
            full in 0..8_usize,
        ) {
            let word = |index: usize| {
                let mut words = sets.get(index).copied().unwrap_or_default();
                words[full] = u64::MAX; // long runs are rare by chance
                words
            };
            let found = runs(word, tick, length);
            for (lane, found) in found.into_iter().enumerate() {
                let holds = |tick: usize| word(tick / WORD)[lane] >> (tick % WORD) & 1 == 1;
                for bit in 0..WORD {
                    let run = (tick + bit..tick + bit + length).all(holds);
                    prop_assert_eq!(found >> bit & 1 == 1, run);
                }
            }
            prop_assert_eq!(runs(|index| [word(index)[0]], tick, length), [found[0]]);
        }
    }
}

use core::ops::Range;

use super::bits::WORD;

/// Gives pairs that come row by row in the order of their ticks, rows in the order in which they
/// came: one count for each tick of the words, and one walk.
pub(super) fn merge(
    pairs: &[(usize, u32)],
    words: &Range<usize>,
    mut each: impl FnMut(usize, u32),
) {
    let base = words.start * WORD;
    let mut places = vec![0_usize; words.len() * WORD + 1];
    for (tick, _) in pairs {
        if let Some(count) = places.get_mut(tick - base + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for place in &mut places {
        sum += *place;
        *place = sum;
    }
    let mut ordered = vec![(0, 0); pairs.len()];
    for pair in pairs {
        if let Some(place) = places.get_mut(pair.0 - base) {
            if let Some(slot) = ordered.get_mut(*place) {
                *slot = *pair;
            }
            *place += 1;
        }
    }
    for (tick, row) in ordered {
        each(tick, row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_put_in_order_and_rows_stay_in_theirs() {
        let pairs = [(70, 5), (90, 5), (64, 2), (90, 2)];
        let mut got = Vec::new();
        merge(&pairs, &(1..2), |tick, row| got.push((tick, row)));
        assert_eq!(got, [(64, 2), (70, 5), (90, 5), (90, 2)]);
    }
}

use crate::time::{Interval, IntervalSet, Minute, Minutes, Offsets};

use super::super::cell::Cell;
use super::super::error::Refused;
use super::super::grid::Step;
use super::super::layer::Layer;
use super::bits;
use super::grid::grid;
use super::row::Ruler;

/// What one layer does to the starts of a window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Blame {
    /// Which layer.
    pub layer: Layer,
    /// How much of the window it bars starts in.
    pub barred: Minutes,
    /// How many starts of the grid it bars, alone or with others.
    pub starts: u64,
    /// How many of them it alone bars: they would be open if it did not count.
    pub alone: u64,
    /// The first of those.
    pub first: Option<Minute>,
}

/// What each layer does to the starts of `window`, given the starts that it bars.
///
/// Leaving out one layer after the other costs two walks along all of them, not one for each: what
/// those before it leave and what those after it leave is at hand.
///
/// ```
/// # use pms_core::scheduling::{Layer, Step, blame};
/// # use pms_core::time::{Interval, IntervalSet, Minute, Offset, Offsets};
/// let at = |minute| Minute::new(minute);
/// let window = Interval::new(at(480)?, at(720)?)?;
/// let utc = Offsets::new("Etc/UTC".parse()?, Interval::ALWAYS, Offset::UTC, vec![])?;
/// let meeting: IntervalSet = Interval::new(at(480)?, at(600)?)?.into();
/// let taken: IntervalSet = Interval::new(at(540)?, at(660)?)?.into();
/// let bars = [(Layer::Block, &meeting), (Layer::Busy, &taken)];
/// let blamed = blame(window, &utc, Step::QUARTER_HOUR, &bars)?;
/// let alone: Vec<_> = blamed.iter().map(|blame| (blame.starts, blame.alone)).collect();
/// assert_eq!(alone, [(8, 4), (8, 4)]); // the meeting alone until 09:00, visits alone from 10:00
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Refused::OffTheBoard`] where the step does not lie on five minutes, [`Refused::Time`] where the
/// window is beyond the clocks.
pub fn blame(
    window: Interval,
    clocks: &Offsets,
    step: Step,
    bars: &[(Layer, &IntervalSet)],
) -> Result<Vec<Blame>, Refused> {
    let span = Cell::whole(window);
    let length = span.length().count() / Cell::MINUTES.unsigned_abs();
    let ruler = Ruler {
        origin: span.start().since_1970().div_euclid(Cell::MINUTES),
        length: usize::try_from(length).unwrap_or(usize::MAX),
    };
    let ticks = ruler.at_or_after(window.start())..ruler.at_or_after(window.end());
    let grid = grid(clocks, ruler, &ticks, (step, 0))?;
    let mut planes: Vec<Vec<u64>> = Vec::with_capacity(bars.len());
    for (_, barred) in bars {
        let mut plane = grid.clone();
        for part in barred.ending_after(window.start()) {
            if part.start() >= window.end() {
                break;
            }
            let ticks = ruler.at_or_after(part.start())..ruler.at_or_after(part.end());
            bits::remove(&mut plane, &ticks);
        }
        planes.push(plane);
    }
    // What all layers after one leave.
    let mut after = vec![grid.clone()];
    for plane in planes.iter().skip(1).rev() {
        let mut left = plane.clone();
        if let Some(last) = after.last() {
            bits::keep(&mut left, last);
        }
        after.push(left);
    }
    let mut before = grid.clone();
    let layers = bars.iter().zip(&planes).zip(after.iter().rev());
    let blamed = layers.map(|(((layer, barred), plane), after)| {
        let mine = |(plane, grid): (&u64, &u64)| grid & !plane;
        let others = before.iter().zip(after).map(|(one, two)| one & two);
        let alone: Vec<u64> = others.zip(plane).map(|(rest, left)| rest & !left).collect();
        let barred = barred.ending_after(window.start());
        let barred = barred.map_while(|part| part.intersect(window));
        let blame = Blame {
            layer: *layer,
            barred: barred.fold(Minutes::ZERO, |sum, part| sum.plus(part.length())),
            starts: bits::count(plane.iter().zip(&grid).map(mine)),
            alone: bits::count(alone.iter().copied()),
            first: first(&alone).map(|tick| ruler.minute(tick)),
        };
        bits::keep(&mut before, plane);
        blame
    });
    Ok(blamed.collect())
}

/// The first tick of a set.
fn first(words: &[u64]) -> Option<usize> {
    let all = 0..words.len() * bits::WORD;
    let word = |index: usize| words.get(index).copied().unwrap_or_default();
    let first = bits::next(word, all.clone(), true);
    all.contains(&first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Offset;
    use proptest::prelude::*;

    fn at(minute: i64) -> Minute {
        Minute::new(minute).unwrap()
    }

    proptest! {
        /// The oracle leaves out one layer after the other and looks at every start.
        #[test]
        fn a_layer_is_blamed_for_what_it_alone_bars(
            bars in prop::collection::vec(prop::collection::vec((-100..2_000_i64, 1..300_i64), 0..8), 0..6),
            (from, long) in (0..200_i64, 1..1_500_i64),
            step in prop::sample::select(vec![5_u16, 15, 20, 25]),
        ) {
            let sets: Vec<IntervalSet> = bars.iter().map(|parts| {
                parts.iter().map(|(from, long)| Interval::new(at(*from), at(from + long)).unwrap()).collect()
            }).collect();
            let layers: Vec<(Layer, &IntervalSet)> = sets.iter().map(|set| (Layer::Busy, set)).collect();
            let window = Interval::new(at(from), at(from + long)).unwrap();
            let utc = Offsets::new("Etc/UTC".parse().unwrap(), Interval::ALWAYS, Offset::UTC, vec![]).unwrap();
            let blamed = blame(window, &utc, Step::new(step).unwrap(), &layers).unwrap();
            prop_assert_eq!(blamed.len(), sets.len());
            let on_grid = |minute: &i64| minute % 1_440 % i64::from(step) == 0;
            for (index, blame) in blamed.iter().enumerate() {
                let barred = |minute: &i64| sets[index].contains(at(*minute));
                let others = |minute: &i64| sets.iter().enumerate().all(|(other, set)| other == index || !set.contains(at(*minute)));
                let minutes = from..from + long;
                prop_assert_eq!(blame.barred.count(), minutes.clone().filter(barred).count() as u64);
                let starts: Vec<i64> = minutes.filter(on_grid).filter(barred).collect();
                prop_assert_eq!(blame.starts, starts.len() as u64);
                let alone: Vec<i64> = starts.into_iter().filter(others).collect();
                prop_assert_eq!(blame.alone, alone.len() as u64);
                prop_assert_eq!(blame.first.map(Minute::since_1970), alone.first().copied());
            }
        }
    }
}

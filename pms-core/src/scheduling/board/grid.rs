use core::ops::Range;

use crate::time::{Minutes, Offsets};

use super::super::cell::Cell;
use super::super::error::Refused;
use super::super::grid::{Grid, Step};
use super::bits::{self, WORD};
use super::row::Ruler;

/// The ticks of a range that are starts on the grid, in the words of the range.
pub(super) fn grid(
    clocks: &Offsets,
    ruler: Ruler,
    ticks: &Range<usize>,
    (step, offset): (Step, u16),
) -> Result<Vec<u64>, Refused> {
    let minutes = i64::from(step.minutes());
    let late = i64::from(offset) % minutes;
    if minutes % Cell::MINUTES != 0 || late % Cell::MINUTES != 0 {
        return Err(Refused::OffTheBoard);
    }
    if 1_440 % minutes != 0 {
        return Ok(uneven_grid(clocks, ruler, ticks, (step, offset)));
    }
    let cells = usize::try_from(minutes / Cell::MINUTES);
    let period = cells.map_err(|_| Refused::OffTheBoard)?;
    let mut grid: Vec<u64> = Vec::with_capacity(bits::words_of(ticks).len());
    let mut at = ticks.start;
    while at < ticks.end {
        let (offset, change) = clocks.stretch(ruler.minute(at))?;
        let end = change.map_or(ticks.end, |change| ruler.at_or_after(change).min(ticks.end));
        let stretch = at..end;
        let words = bits::words_of(&stretch);
        let shown = ruler.minutes(words.start * WORD) + i64::from(offset.minutes_east());
        let past = (shown - late).rem_euclid(minutes) / Cell::MINUTES;
        let first = (period - usize::try_from(past).unwrap_or_default()) % period;
        let shared = (at > ticks.start && !at.is_multiple_of(WORD)).then(|| grid.pop());
        let before = grid.len();
        repeat(first, period, words.len(), &mut grid);
        if let Some(word) = grid.get_mut(before) {
            *word &= bits::mask(&stretch, words.start * WORD);
            *word |= shared.flatten().unwrap_or_default();
        }
        if let Some(word) = grid.last_mut() {
            *word &= bits::mask(&(0..end), (words.end - 1) * WORD);
        }
        at = end;
    }
    Ok(grid)
}

/// Adds words in which every so many ticks one is set.
fn repeat(first: usize, period: usize, count: usize, into: &mut Vec<u64>) {
    let start = into.len();
    into.resize(start + period.min(count), 0);
    let ends = into.len() - start;
    if let Some(words) = into.get_mut(start..) {
        for tick in (first..ends * WORD).step_by(period) {
            if let Some(word) = words.get_mut(tick / WORD) {
                *word |= 1 << (tick % WORD);
            }
        }
    }
    while into.len() < start + count {
        let more = (start + count - into.len()).min(into.len() - start);
        into.extend_from_within(start..start + more);
    }
}

/// A grid that begins anew each midnight with another remainder.
fn uneven_grid(
    clocks: &Offsets,
    ruler: Ruler,
    ticks: &Range<usize>,
    (step, offset): (Step, u16),
) -> Vec<u64> {
    let words = bits::words_of(ticks);
    let base = words.start * WORD;
    let mut grid = vec![0; words.len()];
    let mut walk = Grid::new(clocks, step, offset);
    let mut at = ruler.minute(ticks.start);
    let end = ruler.minute(ticks.end);
    while let Some(start) = walk.at_or_after(at).filter(|start| *start < end) {
        let tick = ruler.at_or_after(start) - base;
        bits::add(&mut grid, &(tick..tick + 1));
        at = start.plus(Minutes::new(1));
    }
    grid
}

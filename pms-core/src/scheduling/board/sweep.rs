//! One walk along the starts of many rows.

use core::ops::Range;

use super::bay::{Bay, LANES};
use super::bits::{self, WORD};
use super::finder::Finder;
use super::index::Board;
use super::role::Reach;
use super::row::place;

/// A word, and the ticks in it at which visits may start.
pub(super) type Live = (usize, u64);

impl Finder<'_> {
    /// Calls `each` with each row of the first role, the words in which visits could start, and the
    /// starts in each of them: all roles, grid and limits considered.
    pub(super) fn sweep(&self, words: &Range<usize>, mut each: impl FnMut(u32, &[Live], &[u64])) {
        let live = self.board.live(self.reach, words, self.limit(words));
        self.board
            .sweep(self.lead.any_of(), self.reach, &live, |row, starts| {
                for (starts, (word, _)) in starts.iter_mut().zip(&live).filter(|_| self.shared) {
                    *starts = self.castable(row, *word, *starts);
                }
                each(row, &live, starts);
            });
    }
}

impl Board {
    /// The words in which visits could start: those with a start of `limit`, which has one for each of
    /// `words`, and in which anybody works.
    pub(super) fn live(&self, reach: Reach, words: &Range<usize>, limit: &[u64]) -> Vec<Live> {
        let allowed = |word: usize| {
            let limit = limit.get(word - words.start).copied();
            limit.filter(|limit| *limit != 0).map(|limit| (word, limit))
        };
        if reach.visit.from(WORD) != WORD {
            return words.clone().filter_map(allowed).collect();
        }
        let mut live = Vec::with_capacity(words.len());
        for (index, worked) in self.worked.iter().enumerate() {
            let base = index * WORD;
            let worked = worked & bits::mask(words, base);
            live.extend(bits::ticks(worked, base).filter_map(allowed));
        }
        live
    }

    /// Calls `each` with each of some rows, and the ticks of each live word at which it can fill a role.
    pub(super) fn sweep(
        &self,
        rows: &[u32],
        reach: Reach,
        live: &[Live],
        mut each: impl FnMut(u32, &mut [u64]),
    ) {
        let (mut lines, mut starts) = (Vec::new(), Vec::with_capacity(live.len() + LANES));
        let beside = |one: &u32, other: &u32| place(*one).0 == place(*other).0;
        for rows in rows.chunk_by(beside) {
            let first = rows.first().map(|row| place(*row));
            let Some((bay, lane)) = first.and_then(|(bay, lane)| Some((self.bays.get(bay)?, lane)))
            else {
                continue;
            };
            if let [row] = rows {
                alone(bay, lane, reach, live, &mut starts);
                each(*row, &mut starts);
                continue;
            }
            lines.clear();
            lines.extend(live.iter().map(|word| bay.starts(reach, *word)));
            for row in rows {
                let (_, lane) = place(*row);
                starts.clear();
                let of = |line: &[u64; LANES]| line.get(lane).copied().unwrap_or_default();
                starts.extend(lines.iter().map(of));
                each(*row, &mut starts);
            }
        }
    }
}

/// The starts of one row, in eight words at once.
fn alone(bay: &Bay, lane: usize, reach: Reach, live: &[Live], starts: &mut Vec<u64>) {
    starts.clear();
    for words in live.chunks(LANES) {
        let mut eight = [words.last().map_or((0, 0), |last| (last.0, 0)); LANES];
        for (one, word) in eight.iter_mut().zip(words) {
            *one = *word;
        }
        starts.extend(bay.starts_in_words(lane, reach, eight));
    }
    starts.truncate(live.len());
}

use core::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};

use crate::time::{Interval, IntervalSet, ZoneRules};

use super::super::error::Refused;
use super::super::layer::Layer;
use super::super::openings::Answer;
use super::super::policy::Policy;
use super::super::search::Bounds;
use super::bits;
use super::cast::shared;
use super::columns::{Columns, Opening};
use super::grid::grid;
use super::index::Board;
use super::merge::merge;
use super::role::{BoardRole, Reach};
use super::sweep::Live;

/// A question to a [`Board`], made ready: which visits can start when.
///
/// The first role is the one whose openings are told, each of its rows apart; the other roles only
/// have to be filled by somebody. Openings of several rows come in the order of their start, and at
/// one time in the order in which the rows were named.
#[derive(Clone, Debug)]
pub struct Finder<'a> {
    pub(super) board: &'a Board,
    pub(super) lead: BoardRole<'a>,
    pub(super) reach: Reach,
    pub(super) others: Vec<(BoardRole<'a>, Reach)>,
    /// Whether one row could be asked to fill two roles.
    pub(super) shared: bool,
    /// The ticks in which starts are looked for.
    pub(super) ticks: Range<usize>,
    /// The starts of the grid at which the other roles can be filled, in the words of `ticks`.
    pub(super) limit: Vec<u64>,
    clips: Vec<Layer>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        board: &'a Board,
        roles: &[BoardRole<'a>],
        window: Interval,
        policy: &Policy,
        now: DateTime<Utc>,
        rules: &dyn ZoneRules,
    ) -> Result<Self, Refused> {
        let (lead, others) = roles.split_first().ok_or(Refused::NoSchedule)?;
        let known = |row: &u32| (*row as usize) < board.rows.len();
        for role in roles {
            if role.any_of().is_empty() || !role.any_of().iter().all(known) {
                return Err(Refused::NoSchedule);
            }
        }
        let even = !board.uneven || roles.iter().all(BoardRole::is_even);
        if !even || !board.window.covers(window) {
            return Err(Refused::OffTheBoard);
        }
        let bounds = Bounds::of(policy, &[], now, board.clocks.zone(), rules)?;
        let ticks = bounds.within(window).map_or(0..0, |span| {
            board.ruler.at_or_after(span.start())..board.ruler.at_or_after(span.end())
        });
        let mut finder = Self {
            board,
            lead: *lead,
            reach: lead.reach(),
            others: others.iter().map(|role| (*role, role.reach())).collect(),
            shared: shared(roles),
            limit: grid(
                &board.clocks,
                board.ruler,
                &ticks,
                (policy.step, policy.offset),
            )?,
            ticks,
            clips: bounds.clips(window),
        };
        let mut limit = core::mem::take(&mut finder.limit);
        finder.keep_others(&mut limit);
        finder.limit = limit;
        Ok(finder)
    }

    /// Every opening, in order of start.
    #[must_use]
    pub fn all(&self) -> Columns {
        if self.lead.any_of().len() == 1 {
            return self.all_by_row();
        }
        let mut found = self.columns();
        // A week's ticks at a time, so that what is to be put in order stays at hand.
        let words = bits::words_of(&self.ticks);
        let mut pairs = Vec::new();
        for first in words.clone().step_by(32) {
            let words = first..(first + 32).min(words.end);
            pairs.clear();
            self.sweep(&words, |row, live, starts| {
                pairs.extend(ticks(live, starts).map(|tick| (tick, row)));
            });
            merge(&pairs, &words, |tick, row| {
                found.push(row, self.board.ruler.minutes(tick));
            });
        }
        found
    }

    /// Every opening, row by row, each in order of start.
    #[must_use]
    pub fn all_by_row(&self) -> Columns {
        let mut found = self.columns();
        let words = bits::words_of(&self.ticks);
        self.sweep(&words, |row, live, starts| {
            let starts = ticks(live, starts);
            found.extend(row, starts.map(|tick| self.board.ruler.minutes(tick)));
        });
        found
    }

    /// The first `count` openings.
    #[must_use]
    pub fn first(&self, count: usize) -> Vec<Opening> {
        let mut found = Vec::with_capacity(count.min(1_024));
        for day in self.days() {
            if found.len() >= count {
                break;
            }
            let earliest = self.first_on(day, count - found.len());
            found.extend(
                earliest
                    .into_iter()
                    .map(|(tick, row)| self.opening(tick, row)),
            );
        }
        found
    }

    /// The first opening of each local day that has one.
    #[must_use]
    pub fn first_per_day(&self) -> Vec<(NaiveDate, Opening)> {
        self.days()
            .filter_map(|day| {
                let (tick, row) = *self.first_on(day, 1).first()?;
                Some((day.date, self.opening(tick, row)))
            })
            .collect()
    }

    /// How many openings there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        let words = bits::words_of(&self.ticks);
        let mut count = 0;
        self.sweep(&words, |_, _, starts| {
            count += bits::count(starts.iter().copied())
        });
        count
    }

    /// How many openings each local day has.
    #[must_use]
    pub fn count_per_day(&self) -> Vec<(NaiveDate, u64)> {
        let mut counts: Vec<(NaiveDate, u64)> = self.days().map(|day| (day.date, 0)).collect();
        self.sweep(&bits::words_of(&self.ticks), |_, live, starts| {
            let mut days = self.days().zip(&mut counts).peekable();
            for tick in ticks(live, starts) {
                while days.next_if(|(day, _)| day.ticks.end <= tick).is_some() {}
                if let Some((_, (_, count))) = days.peek_mut() {
                    *count += 1;
                }
            }
        });
        counts
    }

    /// The free ranges, row by row: the visit fits wherever it starts on the grid in one of them.
    #[must_use]
    pub fn ranges(&self) -> Vec<(u32, Interval)> {
        let words = bits::words_of(&self.ticks);
        let window = words
            .clone()
            .map(|word| bits::mask(&self.ticks, word * bits::WORD));
        let mut apart: Vec<u64> = window.collect();
        self.keep_others(&mut apart);
        let mut ranges = Vec::new();
        let live = self.board.live(self.reach, &words, &apart);
        let mut spread = vec![0; words.len()];
        self.board
            .sweep(self.lead.any_of(), self.reach, &live, |row, starts| {
                for ((word, _), starts) in live.iter().zip(starts) {
                    if let Some(word) = spread.get_mut(word - words.start) {
                        *word = *starts;
                    }
                }
                ranges.extend(self.stretches(&spread).map(|range| (row, range)));
            });
        ranges
    }

    /// The same question without some starts: those at which the patient is elsewhere, or that were
    /// not asked for.
    #[must_use]
    pub fn without(mut self, starts: &IntervalSet) -> Self {
        let base = self.ticks.start / bits::WORD * bits::WORD;
        for part in starts {
            let ticks = self.board.ruler.starts(part);
            let ticks = ticks.start.saturating_sub(base)..ticks.end.saturating_sub(base);
            bits::remove(&mut self.limit, &ticks);
        }
        self
    }

    /// Whether there are openings, and if not, what that means.
    #[must_use]
    pub fn answer(&self) -> Answer {
        if !self.first(1).is_empty() {
            Answer::Open
        } else if !self.unreachable().is_empty() {
            Answer::Unreachable
        } else if self.clips().is_empty() {
            Answer::NothingFree
        } else {
            Answer::Clipped
        }
    }

    /// Why part of the window was not searched: notice, horizon, or days that are not published for
    /// one of the rows.
    #[must_use]
    pub fn clips(&self) -> Vec<Layer> {
        let unpublished = self.rows_with(|row| &row.unpublished).next();
        let unpublished = unpublished.map(|_| Layer::Unpublished);
        let bounds = self.clips.iter().copied();
        unpublished.into_iter().chain(bounds).collect()
    }

    /// The rows for which a calendar could not be read for some of the window; they count as taken
    /// there.
    #[must_use]
    pub fn unreachable(&self) -> Vec<u32> {
        self.rows_with(|row| &row.unreachable).collect()
    }
}

/// The ticks of the starts in some words.
fn ticks(live: &[Live], starts: &[u64]) -> impl Iterator<Item = usize> {
    let words = live.iter().zip(starts);
    words.flat_map(|((word, _), starts)| bits::ticks(*starts, word * bits::WORD))
}

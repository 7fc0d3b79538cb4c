use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::ResourceId;
use crate::time::{Interval, IntervalSet, Minute, Minutes, Offsets};

use super::grid::{Grid, Step};
use super::layer::Layer;
use super::pool::{Member, fill};

/// The answer of a search: free ranges, and the starts in them, cut only when asked for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Openings {
    /// Every minute at which the visit could start, grid apart.
    pub(super) starts: IntervalSet,
    pub(super) clips: Vec<Layer>,
    pub(super) clocks: Offsets,
    pub(super) step: Step,
    #[serde(default)]
    pub(super) offset: u16,
    pub(super) duration: Minutes,
    /// For each role, who could fill it and when.
    #[serde(default)]
    pub(super) roles: Vec<Vec<Member>>,
    /// Whose calendars could not be read.
    #[serde(default)]
    pub(super) unreachable: Vec<ResourceId>,
}

/// What an answer without starts means.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answer {
    /// There are starts.
    Open,
    /// The whole window was searched, and nothing is free.
    NothingFree,
    /// Nothing is free in the part of the window that could be searched; the rest is too soon, too
    /// far ahead or not published. See [`Openings::clips`].
    Clipped,
    /// Nothing is free as far as anybody knows; but a calendar could not be read. See
    /// [`Openings::unreachable`].
    Unreachable,
}

/// Which of the starts are wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// All.
    #[default]
    All,
    /// The first so many.
    First(u32),
    /// The first of each local day.
    FirstPerDay,
}

impl Openings {
    /// The free ranges, in order: the visit fits wherever it starts on the grid in one of them.
    pub fn ranges(&self) -> impl Iterator<Item = Interval> + '_ {
        let minute = Minutes::new(1);
        self.starts.iter().map(move |starts| {
            let last = starts.end().minus(minute);
            starts.widened(
                Minutes::ZERO,
                Minutes::between(starts.end(), last.plus(self.duration)),
            )
        })
    }

    /// The starts, in order, cut one at a time.
    pub fn starts(&self) -> impl Iterator<Item = Minute> + '_ {
        self.grid().cut(&self.starts)
    }

    /// Those of the starts that are wanted, in order.
    pub fn pick(&self, pick: Pick) -> impl Iterator<Item = Minute> + '_ {
        let most = match pick {
            Pick::First(most) => usize::try_from(most).unwrap_or(usize::MAX),
            Pick::All | Pick::FirstPerDay => usize::MAX,
        };
        let mut last = None;
        let wanted = move |at: &Minute| {
            let day = || self.clocks.civil_at(*at).map(|civil| civil.date()).ok();
            let before: Option<NaiveDate> = match pick {
                Pick::FirstPerDay => core::mem::replace(&mut last, day()),
                Pick::All | Pick::First(_) => return true,
            };
            before.is_none() || before != last
        };
        self.starts().filter(wanted).take(most)
    }

    /// Who would fill each role at `start`, in the order of the roles and as they are preferred;
    /// none where the visit cannot start then.
    #[must_use]
    pub fn fill(&self, start: Minute) -> Option<Vec<ResourceId>> {
        self.contains(start)
            .then(|| fill(&self.roles, start))
            .flatten()
    }

    /// Everyone who could fill the role of that number at `start`, as they are preferred.
    pub fn members(&self, role: usize, start: Minute) -> impl Iterator<Item = ResourceId> + '_ {
        let pool = self.roles.get(role).into_iter().flatten();
        pool.filter(move |member| member.can(start))
            .map(|member| member.resource)
    }

    /// Whether the visit can start at `start`.
    #[must_use]
    pub fn contains(&self, start: Minute) -> bool {
        self.starts.contains(start) && self.grid().has(start)
    }

    /// Whether there are starts, and if not, what that means.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self.starts().next() {
            Some(_) => Answer::Open,
            None if !self.unreachable.is_empty() => Answer::Unreachable,
            None if self.clips.is_empty() => Answer::NothingFree,
            None => Answer::Clipped,
        }
    }

    /// Why part of the window was not searched: notice, horizon or unpublished days. Empty where
    /// all of it was.
    #[must_use]
    pub fn clips(&self) -> &[Layer] {
        &self.clips
    }

    /// Whose calendars could not be read for some of the window; they count as taken there.
    #[must_use]
    pub fn unreachable(&self) -> &[ResourceId] {
        &self.unreachable
    }

    fn grid(&self) -> Grid<'_> {
        Grid::new(&self.clocks, self.step, self.offset)
    }
}

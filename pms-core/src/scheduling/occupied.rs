use core::num::NonZeroU8;

use crate::id::{LocationId, Uuid, VisitTypeId};
use crate::time::{Interval, Minute, Minutes};

use super::cell::{Cell, Lane};

/// One visit or hold that has a resource's time, as it was stamped when it was booked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Occupied {
    /// The appointment or hold.
    pub holder: Uuid,
    /// The time in which the resource is with it, without buffers.
    pub time: Interval,
    /// What is kept free before that.
    pub before: Minutes,
    /// What is kept free after that.
    pub after: Minutes,
    /// How many visits at once it bears, itself included.
    pub capacity: NonZeroU8,
    /// When the visit as a whole starts.
    pub starts: Minute,
    /// Of which type it is.
    pub visit: VisitTypeId,
    /// Where it takes place.
    pub location: LocationId,
    /// What it keeps, lane by lane.
    pub kept: Vec<(Lane, Interval)>,
}

impl Occupied {
    /// The cells of the time itself.
    pub(super) fn core(&self) -> Interval {
        Cell::whole(self.time)
    }

    /// The cells of the time with its buffers.
    pub(super) fn whole(&self) -> Interval {
        Cell::whole(self.time.widened(self.before, self.after))
    }

    /// The cells of its buffers, before and after.
    pub(super) fn buffers(&self) -> impl Iterator<Item = Interval> {
        let (core, whole) = (self.core(), self.whole());
        let before = Interval::between(whole.start(), core.start());
        let after = Interval::between(core.end(), whole.end());
        before.into_iter().chain(after)
    }
}

/// The time at which a newcomer that bears `capacity` visits at once finds no room: where there
/// are as many as it, or the strictest of those there, allows. Counted at each instant.
///
/// Where one of those there stands alone it is taken, elsewhere it is full.
pub(super) fn crowded(occupied: &[Occupied], capacity: NonZeroU8) -> Crowded {
    let mut edges: Vec<(Minute, bool, u8)> = Vec::with_capacity(occupied.len() * 2);
    for one in occupied {
        let (core, limit) = (one.core(), one.capacity.get());
        edges.push((core.start(), true, limit));
        edges.push((core.end(), false, limit));
    }
    edges.sort_unstable();
    let mut crowded = Crowded::default();
    let mut limits: Vec<u8> = Vec::new();
    let mut since = Minute::MIN;
    for (at, begins, limit) in edges {
        if let (Some(stretch), Some(strictest)) =
            (Interval::between(since, at), limits.iter().copied().min())
        {
            let full = limits.len() >= usize::from(strictest.min(capacity.get()));
            match strictest {
                _ if !full => {}
                1 => crowded.taken.push(stretch),
                _ => crowded.full.push(stretch),
            }
        }
        since = at;
        if begins {
            limits.push(limit);
        } else if let Some(ended) = limits.iter().position(|one| *one == limit) {
            limits.swap_remove(ended);
        }
    }
    crowded
}

/// Where there is no room, in order.
#[derive(Debug, Default)]
pub(super) struct Crowded {
    /// A visit that stands alone is there.
    pub(super) taken: Vec<Interval>,
    /// Several are there that bear each other, and no more.
    pub(super) full: Vec<Interval>,
}

use serde::{Deserialize, Serialize};

use crate::id::ResourceId;
use crate::time::Interval;

use super::cell::{Cell, Lane};

/// What a slot keeps from others: a stretch of one resource's time in one lane.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Keep {
    /// Whose time.
    pub resource: ResourceId,
    /// In which lane.
    pub lane: Lane,
    /// Which time: whole cells.
    pub time: Interval,
}

impl Keep {
    /// The rows that it is, in order.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        Cell::of(self.resource, self.lane, self.time)
    }

    /// The fewest keeps that are some cells of a resource, each with its lane.
    pub(super) fn joined(
        resource: ResourceId,
        cells: impl IntoIterator<Item = (Lane, Interval)>,
    ) -> Vec<Self> {
        let mut keeps: Vec<Self> = Vec::new();
        for (lane, time) in cells {
            let joined = keeps.last_mut().filter(|last| last.lane == lane);
            match joined.filter(|last| last.time.end() == time.start()) {
                Some(last) => {
                    let whole = Interval::between(last.time.start(), time.end());
                    last.time = whole.unwrap_or(last.time);
                }
                None => keeps.push(Self {
                    resource,
                    lane,
                    time,
                }),
            }
        }
        keeps
    }
}

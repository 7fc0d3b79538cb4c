use serde::{Deserialize, Serialize};

use crate::time::Minutes;

use super::grid::Step;

/// How a practice books; whoever keeps policies chooses one for the visit at hand.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// How far the offered starts are apart.
    pub step: Step,
    /// How many minutes after local midnight the first of them is.
    pub offset: u16,
    /// How much elapsed time must lie between now and a start.
    pub notice: Minutes,
    /// How many local days ahead a start may lie; today is 0. Without it there is no limit.
    pub horizon_days: Option<u16>,
    /// How the buffers of neighbours lie.
    pub buffers: Buffers,
    /// How many visits at once may be booked over what a resource takes, each by an override.
    pub overbook: u8,
    /// A cancellation closer to the start than this is late.
    pub late_cancel: Minutes,
    /// How long after the start a patient is waited for.
    pub grace: Minutes,
    /// How many holds one may have at once; without it there is no limit.
    pub most_holds: Option<u16>,
}

/// How much time lies between two visits of which each asks for some.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Buffers {
    /// The longer of the two: one turnover serves both.
    #[default]
    Max,
    /// Both, one after the other.
    Sum,
}

impl Policy {
    /// The same for a time that a visit has had before: no notice, no horizon, no grid.
    #[must_use]
    pub const fn had_before(self) -> Self {
        Self {
            step: Step::MINUTE,
            offset: 0,
            notice: Minutes::ZERO,
            horizon_days: None,
            ..self
        }
    }
}

impl Default for Policy {
    /// Starts on the quarter hour, no notice, no horizon, shared buffers, one overbooking; late
    /// within 24 hours, 15 minutes of grace; five holds at once.
    fn default() -> Self {
        Self {
            step: Step::QUARTER_HOUR,
            offset: 0,
            notice: Minutes::ZERO,
            horizon_days: None,
            buffers: Buffers::Max,
            overbook: 1,
            late_cancel: Minutes::new(24 * 60),
            grace: Minutes::new(15),
            most_holds: Some(5),
        }
    }
}

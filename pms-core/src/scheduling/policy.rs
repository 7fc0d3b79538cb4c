use serde::{Deserialize, Serialize};

use crate::time::Minutes;

use super::grid::Step;

/// How a practice books; whoever keeps policies chooses one for the visit at hand.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// How far the offered starts are apart.
    pub step: Step,
    /// How much elapsed time must lie between now and a start.
    pub notice: Minutes,
    /// How many local days ahead a start may lie; today is 0. Without it there is no limit.
    pub horizon_days: Option<u16>,
    /// A cancellation closer to the start than this is late.
    pub late_cancel: Minutes,
    /// How long after the start a patient is waited for.
    pub grace: Minutes,
    /// How many holds one may have at once; without it there is no limit.
    pub most_holds: Option<u16>,
}

impl Default for Policy {
    /// Starts on the quarter hour, no notice, no horizon; late within 24 hours, 15 minutes of grace;
    /// five holds at once.
    fn default() -> Self {
        Self {
            step: Step::QUARTER_HOUR,
            notice: Minutes::ZERO,
            horizon_days: None,
            late_cancel: Minutes::new(24 * 60),
            grace: Minutes::new(15),
            most_holds: Some(5),
        }
    }
}

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::error::TimeError;
use super::minute::Minute;

/// What to do with a local time that the clocks skip in spring.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// There is no such time: say so.
    Refuse,
    /// As much later as the clocks jump: 02:30 becomes 03:30.
    ///
    /// Source: RFC 5545 3.3.5.
    Shift,
    /// The instant of the jump: 02:30 becomes 03:00. Where a window of time opens or closes.
    Edge,
}

/// Which of two instants is meant by a local time that the clocks show twice in autumn.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// The earlier one.
    #[default]
    First,
    /// The later one.
    Second,
}

/// The instants that a local time names: one, none or two.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Resolved {
    /// The clocks show it once.
    One(Minute),
    /// The clocks jump over it.
    Gap {
        /// The local time that does not exist.
        civil: NaiveDateTime,
        /// The instant at which the clocks jump.
        edge: Minute,
        /// The local time by the clocks before the jump.
        shifted: Minute,
    },
    /// The clocks show it, are set back, and show it again.
    Fold {
        /// The local time that is two instants.
        civil: NaiveDateTime,
        /// The earlier instant.
        first: Minute,
        /// The later instant.
        second: Minute,
    },
}

impl Resolved {
    /// The instant under the caller's policy; nothing is shifted silently.
    ///
    /// # Errors
    ///
    /// [`TimeError::InGap`] where there is no such time and [`Gap::Refuse`] was asked for.
    pub fn pick(self, gap: Gap, fold: Fold) -> Result<Minute, TimeError> {
        match (self, gap, fold) {
            (Self::One(at), ..)
            | (Self::Fold { first: at, .. }, _, Fold::First)
            | (Self::Fold { second: at, .. }, _, Fold::Second)
            | (Self::Gap { shifted: at, .. }, Gap::Shift, _)
            | (Self::Gap { edge: at, .. }, Gap::Edge, _) => Ok(at),
            (Self::Gap { civil, .. }, Gap::Refuse, _) => Err(TimeError::InGap { civil }),
        }
    }

    /// The instant where there is just one.
    ///
    /// # Errors
    ///
    /// [`TimeError::InGap`] where there is none, [`TimeError::InFold`] where there are two.
    pub fn exact(self) -> Result<Minute, TimeError> {
        match self {
            Self::One(at) => Ok(at),
            Self::Gap { civil, .. } => Err(TimeError::InGap { civil }),
            Self::Fold { civil, .. } => Err(TimeError::InFold { civil }),
        }
    }
}

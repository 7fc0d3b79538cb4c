use core::fmt;

use serde::{Deserialize, Serialize};

/// What can stand against a start: the layers of a search, in the order in which a refusal names
/// them.
///
/// Hours come from the template, or from what stands instead of it that day, and from what is
/// added. Blocks and closures are taken away after that, whatever has granted the time.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Layer {
    /// No template covers the day: its hours are not known yet.
    Unpublished,
    /// Nobody is there: outside the hours of the day.
    Hours,
    /// The schedule has a block: a meeting, paperwork.
    Block,
    /// The practice, the location or the resource is closed: a holiday, time off.
    Closure,
    /// Another booking, hold or outside appointment has the time, its buffers included.
    Busy,
    /// In the past, or sooner than the notice that the practice needs.
    Notice,
    /// Further ahead than the practice books.
    Horizon,
    /// Not one of the starts that the practice offers.
    Grid,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unpublished => "no schedule is published for the day",
            Self::Hours => "outside the hours",
            Self::Block => "blocked",
            Self::Closure => "closed",
            Self::Busy => "already taken",
            Self::Notice => "too soon",
            Self::Horizon => "too far ahead",
            Self::Grid => "not a start that is offered",
        })
    }
}

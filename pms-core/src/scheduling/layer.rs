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
    /// The hours are for other visits: of another type, modality or standing, or for the practice
    /// alone to book.
    Reserved,
    /// The schedule has a block: a meeting, paperwork.
    Block,
    /// The practice, the location or the resource is closed: a holiday, time off.
    Closure,
    /// The resource may not see the patient on that day: no licence where the patient is.
    Licence,
    /// The resource is not with the payer that comes first for the patient that day.
    Credential,
    /// A calendar that counts could not be read, so that nobody knows.
    Unreachable,
    /// Another booking, hold or outside appointment has the time, its buffers included.
    Busy,
    /// As many visits at once as this one, or one of those there, allows.
    Capacity,
    /// Too little time to come from the visit before, or to get to the next.
    Travel,
    /// As many visits as the day or the week allows.
    Quota,
    /// Everyone who could do this part is needed for another.
    Pool,
    /// The patient is elsewhere then, or cannot be there in time.
    Patient,
    /// Too near to another visit of the patient from which the practice keeps it apart.
    Spacing,
    /// In the past, or sooner than the notice that the practice needs.
    Notice,
    /// Further ahead than the practice books.
    Horizon,
    /// Not at a time that was asked for.
    Filter,
    /// Not one of the starts that the practice offers.
    Grid,
}

impl Layer {
    /// Whether nobody may override it: a closure, a licence, and roles that one person cannot fill
    /// at once. Time that another has is no less safe: an overbooking takes a lane of its own.
    #[must_use]
    pub const fn is_hard(self) -> bool {
        matches!(self, Self::Closure | Self::Licence | Self::Pool)
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unpublished => "no schedule is published for the day",
            Self::Hours => "outside the hours",
            Self::Reserved => "kept for other visits",
            Self::Block => "blocked",
            Self::Closure => "closed",
            Self::Licence => "not licensed for the patient that day",
            Self::Credential => "not credentialed with the patient's payer that day",
            Self::Unreachable => "a calendar could not be read",
            Self::Busy => "already taken",
            Self::Capacity => "as many visits at once as allowed",
            Self::Travel => "too little time to get there",
            Self::Quota => "as many visits as the day or week allows",
            Self::Pool => "everyone who could is needed elsewhere in the visit",
            Self::Patient => "the patient is elsewhere",
            Self::Spacing => "too near to another visit of the patient",
            Self::Notice => "too soon",
            Self::Horizon => "too far ahead",
            Self::Filter => "not at a time that was asked for",
            Self::Grid => "not a start that is offered",
        })
    }
}

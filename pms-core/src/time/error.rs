use chrono::NaiveDateTime;

use super::zone::Zone;

/// Why a time cannot be had.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The text or number is no time of this kind.
    #[error("not a time of this kind")]
    Syntax,
    /// A time with seconds, where whole minutes are kept.
    #[error("not a whole minute")]
    NotAMinute,
    /// Before the year 1 or after the year 9999.
    #[error("outside the years 1 to 9999")]
    OutOfRange,
    /// Past 24:00, or past the sixtieth minute of an hour.
    #[error("a clock shows 00:00 to 24:00")]
    NotOnTheClock,
    /// An interval or a period that ends before it has begun.
    #[error("the end is not after the start")]
    Reversed,
    /// Not shaped like the name of a time zone.
    #[error("not the name of a time zone")]
    ZoneName,
    /// The zone rules do not know the zone.
    #[error("the zone rules do not know {zone}")]
    UnknownZone {
        /// The zone that was asked for.
        zone: Zone,
    },
    /// The zone rules do not reach that far.
    #[error("the zone rules for {zone} do not reach that far")]
    BeyondRules {
        /// The zone that was asked for.
        zone: Zone,
    },
    /// The clocks jump over this local time.
    #[error("the clocks skip {civil}")]
    InGap {
        /// The local time that does not exist.
        civil: NaiveDateTime,
    },
    /// The clocks show this local time twice.
    #[error("the clocks show {civil} twice")]
    InFold {
        /// The local time that is two instants.
        civil: NaiveDateTime,
    },
}

impl TimeError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "time.syntax",
            Self::NotAMinute => "time.not_a_minute",
            Self::OutOfRange => "time.out_of_range",
            Self::NotOnTheClock => "time.not_on_the_clock",
            Self::Reversed => "time.reversed",
            Self::ZoneName => "time.zone_name",
            Self::UnknownZone { .. } => "time.unknown_zone",
            Self::BeyondRules { .. } => "time.beyond_rules",
            Self::InGap { .. } => "time.in_gap",
            Self::InFold { .. } => "time.in_fold",
        }
    }
}

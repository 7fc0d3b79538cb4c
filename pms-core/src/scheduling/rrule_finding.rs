use core::fmt;

use serde::{Deserialize, Serialize};

/// What could not be carried between RRULE text and a [`Recurrence`](super::Recurrence).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RruleFinding {
    /// A line or part that does not read.
    Syntax {
        /// Which.
        part: String,
    },
    /// A line that has to be there.
    Missing {
        /// Which.
        line: String,
    },
    /// A part that a recurrence has no place for: the rule is not taken over.
    NotCarried {
        /// Which, as it stands.
        part: String,
    },
    /// The rule falls on no day.
    Never,
    /// DTSTART does not fit its own rule; readers differ on whether it counts. Here it does not.
    StartOffRule,
    /// A start without a time: taken as midnight.
    AllDay,
    /// A further date outside the rule; it is to be booked by itself.
    FurtherDate {
        /// The date as it stands.
        value: String,
    },
    /// An exception that falls on no occurrence: nothing is left out for it.
    ExceptionElsewhere {
        /// The exception as it stands.
        value: String,
    },
    /// Times that the clocks skip are left out or asked about; readers of the text shift them.
    GapPolicy,
}

impl RruleFinding {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "rrule.syntax",
            Self::Missing { .. } => "rrule.missing",
            Self::NotCarried { .. } => "rrule.not_carried",
            Self::Never => "rrule.never",
            Self::StartOffRule => "rrule.start_off_rule",
            Self::AllDay => "rrule.all_day",
            Self::FurtherDate { .. } => "rrule.further_date",
            Self::ExceptionElsewhere { .. } => "rrule.exception_elsewhere",
            Self::GapPolicy => "rrule.gap_policy",
        }
    }
}

impl fmt::Display for RruleFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { part } => write!(f, "{part} does not read"),
            Self::Missing { line } => write!(f, "there is no {line}"),
            Self::NotCarried { part } => write!(f, "a recurrence has no place for {part}"),
            Self::Never => f.write_str("the rule falls on no day"),
            Self::StartOffRule => {
                f.write_str("the start does not fit the rule and is no occurrence")
            }
            Self::AllDay => f.write_str("the start has no time and is taken as midnight"),
            Self::FurtherDate { value } => write!(f, "{value} is outside the rule"),
            Self::ExceptionElsewhere { value } => write!(f, "{value} is no occurrence"),
            Self::GapPolicy => f.write_str("readers shift times that the clocks skip"),
        }
    }
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::State;

/// What brought the patient in, where it was an accident or the work.
///
/// Source: 005010X222A1, CLM11 and DTP 439.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Accident {
    /// Of which kind.
    pub cause: AccidentCause,
    /// When it happened; a claim cannot go without it.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Where it happened; a claim about a car accident cannot go without it.
    #[serde(default)]
    pub state: Option<State>,
}

/// Which kind of accident.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccidentCause {
    /// AA: by car.
    Auto,
    /// EM: by the patient's work.
    Employment,
    /// OA: any other.
    Other,
}

impl AccidentCause {
    /// The cause as it is exchanged.
    ///
    /// Source: 005010X222A1, CLM11.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "AA",
            Self::Employment => "EM",
            Self::Other => "OA",
        }
    }
}

use core::fmt;

use serde::Serialize;

use super::super::syntax::{Finding, Position};

/// How much of something was taken.
///
/// Source: 005010X231A1, IK501 and AK901; 005010, TA104.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Answer {
    /// A: taken.
    Accepted,
    /// E: taken, with errors that were noted.
    Noted,
    /// P: taken in part; of a group alone.
    Partial,
    /// R, or one of the codes for seals that do not fit: not taken, so nothing in it has been seen.
    Rejected,
}

impl Answer {
    /// The code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "A",
            Self::Noted => "E",
            Self::Partial => "P",
            Self::Rejected => "R",
        }
    }

    /// The answer of a code, where it is one.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "A" => Some(Self::Accepted),
            "E" => Some(Self::Noted),
            "P" => Some(Self::Partial),
            "R" | "M" | "W" | "X" => Some(Self::Rejected),
            _ => None,
        }
    }
}

/// The answers of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Answers {
    /// What is said of interchanges (TA1).
    pub interchanges: Vec<InterchangeAnswer>,
    /// What is said of groups (999).
    pub groups: Vec<GroupAnswer>,
    /// What is wrong with the answers themselves.
    pub findings: Vec<Finding>,
}

/// What is said of an interchange (TA1).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct InterchangeAnswer {
    /// The control number of the interchange that was sent (TA101).
    pub control: String,
    /// Its day and time as they were sent (TA102, TA103).
    pub sent: [String; 2],
    /// Whether it was taken (TA104).
    pub answer: Option<Answer>,
    /// Why not (TA105): `000` nothing is wrong, `025` the control number came before.
    pub note: String,
    /// Where it stands.
    pub at: Position,
}

/// What is said of a group (AK1 to AK9).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct GroupAnswer {
    /// What kind of group was sent (AK101), as `HC`.
    pub kind: String,
    /// Its control number (AK102).
    pub control: String,
    /// The guide it followed (AK103).
    pub version: String,
    /// Whether it was taken (AK901).
    pub answer: Option<Answer>,
    /// How many transactions it said to hold, how many came, how many were taken (AK902 to AK904).
    pub counts: [Option<u32>; 3],
    /// What is wrong with the group itself (AK905 to AK909).
    pub errors: Vec<String>,
    /// What is said of its transactions.
    pub transactions: Vec<TransactionAnswer>,
    /// Where it stands.
    pub at: Position,
}

/// What is said of a transaction (AK2 to IK5).
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct TransactionAnswer {
    /// What it is (AK201), as `837`.
    pub kind: String,
    /// Its control number (AK202).
    pub control: String,
    /// The guide that it named (AK203).
    pub guide: String,
    /// Whether it was taken (IK501).
    pub answer: Option<Answer>,
    /// What is wrong with the transaction itself (IK502 to IK506).
    pub codes: Vec<String>,
    /// What is wrong with its segments.
    pub errors: Vec<SegmentError>,
    /// Where it stands.
    pub at: Position,
}

/// What is wrong with a segment (IK3). `Debug` leaves out whom it concerns.
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct SegmentError {
    /// Its name (IK301).
    pub segment: String,
    /// Which segment of the transaction it is, ST being the first (IK302).
    pub number: Option<usize>,
    /// The loop in which it stands, where that is told (IK303).
    pub in_loop: String,
    /// What is wrong with it (IK304): `3` it is missing, `8` its elements are.
    pub code: String,
    /// The claim or person that the receiver names (CTX), as `CLM01` and its value.
    pub concerns: Vec<[String; 2]>,
    /// What is wrong with its elements.
    pub elements: Vec<ElementError>,
}

/// What is wrong with an element (IK4). What was sent there is not kept.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct ElementError {
    /// Its number (IK401-1).
    pub element: Option<usize>,
    /// The number of its component, where that is told (IK401-2).
    pub component: Option<usize>,
    /// What is wrong with it (IK403): `1` it is missing, `7` its code is none.
    pub code: String,
}

impl fmt::Debug for SegmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SegmentError")
            .field("number", &self.number)
            .field("code", &self.code)
            .field("elements", &self.elements)
            .finish_non_exhaustive()
    }
}

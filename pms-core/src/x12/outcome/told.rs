use core::fmt;

use serde::Serialize;

use crate::claim::Gate;
use crate::money::Money;

use super::super::status::{StatusCode, Verdict};
use super::super::syntax::{Finding, Position};
use super::super::t835::Control;

/// What became of the claims of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Outcomes {
    /// Every claim that was sent, in order.
    pub claims: Vec<Outcome>,
    /// What answers say of nothing that was sent.
    pub unplaced: Vec<Unplaced>,
    /// What is wrong with the answers themselves, each with the number of the answer, from 0.
    pub findings: Vec<(usize, Finding)>,
}

/// What became of one claim. `Debug` leaves out its numbers.
#[derive(Clone, Eq, PartialEq, Serialize)]
pub struct Outcome {
    /// The practice's number (CLM01).
    pub number: String,
    /// What was charged (CLM02).
    pub charge: Option<Money>,
    /// The numbers under which it was sent.
    pub control: Control,
    /// Where it stands in what was sent.
    pub at: Position,
    /// How it stands.
    pub standing: Standing,
    /// The payer's number of the claim (REF 1K), the newest that was told.
    pub payer_control: Option<String>,
    /// What was said of it, in the order of the answers.
    pub said: Vec<Said>,
}

/// How a claim stands before it is adjudicated.
///
/// Of what each gate says the last word counts. A claim is rejected where one gate has rejected it,
/// and accepted by the last gate that let it through.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Standing {
    /// Nobody has said anything of it.
    Unanswered,
    /// It was let through. The payer's own word proves that it was filed in time.
    Accepted {
        /// The last gate that it passed.
        by: Gate,
    },
    /// It was turned away.
    Rejected {
        /// The first gate that it did not pass.
        by: Gate,
    },
}

/// One thing that an answer says of a claim.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Said {
    /// Which of the answers says it, from 0.
    pub answer: usize,
    /// Who says it.
    pub gate: Gate,
    /// Whether the claim went on; `None` where this does not decide it.
    pub verdict: Option<Verdict>,
    /// Why.
    pub reason: Reason,
    /// What it concerns in what was sent, where that is known.
    pub field: Option<Field>,
    /// Where it stands in the answer.
    pub at: Position,
}

/// Why something is said, in the answer's own codes.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Reason {
    /// Of the interchange (TA105).
    Interchange {
        /// As `025`.
        note: String,
    },
    /// Of the transaction (IK502 to IK506), or of its group where no transaction is named (AK905 to
    /// AK909).
    Transaction {
        /// As `5`.
        codes: Vec<String>,
    },
    /// Of a segment (IK304), or an element of it (IK403).
    Segment {
        /// As `8`.
        segment: String,
        /// As `7`.
        element: Option<String>,
    },
    /// Of the claim, its line, or all claims of a provider or a transaction (STC).
    Status {
        /// As `A7:562:85`.
        code: StatusCode,
    },
}

/// A place in what was sent.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Field {
    /// Loop, segment and element, as `2300/CLM05-3`.
    pub path: String,
    /// Where it stands in the bytes.
    pub at: Position,
}

/// What an answer says of nothing that was sent, or of what fits twice. `Debug` leaves out the
/// number.
#[derive(Clone, Eq, PartialEq, Serialize)]
pub struct Unplaced {
    /// Which of the answers says it, from 0.
    pub answer: usize,
    /// The number by which it is told: of an interchange, a transaction, a batch, a claim or line.
    pub number: String,
    /// Where it stands in the answer.
    pub at: Position,
}

impl Outcome {
    /// How the claim stands by all that was said of it.
    pub(super) fn settle(&mut self) {
        // The last word of each kind of answer: on the envelope, on the file, at each gate behind it.
        // Of what one answer says a reject is the last word.
        let mut words: Vec<((Gate, bool), usize, Verdict)> = Vec::new();
        for said in &self.said {
            let Some(verdict) = said.verdict else {
                continue;
            };
            let kind = (said.gate, matches!(said.reason, Reason::Interchange { .. }));
            match words.iter_mut().find(|(known, _, _)| *known == kind) {
                Some((_, answer, word)) if *answer == said.answer => *word = verdict.max(*word),
                Some((_, answer, word)) => (*answer, *word) = (said.answer, verdict),
                None => words.push((kind, said.answer, verdict)),
            }
        }
        let by = |wanted: Verdict| {
            let gates = words.iter().filter(move |(_, _, word)| *word == wanted);
            gates.map(|((gate, _), _, _)| *gate)
        };
        self.standing = match (by(Verdict::Rejected).min(), by(Verdict::Accepted).max()) {
            (Some(by), _) => Standing::Rejected { by },
            (None, Some(by)) => Standing::Accepted { by },
            (None, None) => Standing::Unanswered,
        };
    }
}

/// The codes, as `A7:562:85`, `8 7` or `025`.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interchange { note } => f.write_str(note),
            Self::Transaction { codes } => f.write_str(&codes.join(" ")),
            Self::Segment { segment, element } => match element {
                Some(element) => write!(f, "{segment} {element}"),
                None => f.write_str(segment),
            },
            Self::Status { code } => code.fmt(f),
        }
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("at", &self.at)
            .field("standing", &self.standing)
            .field("said", &self.said)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Unplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unplaced")
            .field("answer", &self.answer)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

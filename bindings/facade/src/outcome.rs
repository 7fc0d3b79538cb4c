use pms_core::claim::Gate;
use pms_core::x12::outcome::{Outcome, Said, Standing, outcomes};
use pms_core::x12::status::Verdict;

use crate::error::PmsError;
use crate::scalar::{Amount, Bytes};
use crate::x12::{FileFinding, found, place};

record! {
    /// One thing that an answer says of a claim.
    pub struct OutcomeReason {
        /// Which of the answers says it, from 0.
        pub answer: u32,
        /// Who says it: `file`, `clearinghouse`, `payer`.
        pub gate: String,
        /// Whether the claim went on; none where this does not decide it.
        pub accepted: Option<bool>,
        /// The answer's own codes, as `A7:562:85`, `8 7` or `025`.
        pub code: String,
        /// Which field of what was sent it is about, as `2300/CLM05-3`, where that is known.
        pub path: Option<String>,
        /// How many bytes of what was sent stand before that field.
        pub sent_byte: Option<u64>,
        /// How many bytes of the answer stand before it.
        pub byte: u64,
    }
}

record! {
    /// What became of one claim that was sent.
    pub struct ClaimOutcome {
        /// The practice's number (CLM01).
        pub number: String,
        /// What was charged (CLM02).
        pub charge: Option<Amount>,
        /// How it stands: `unanswered`, `accepted`, `rejected`.
        pub standing: String,
        /// By whom: the last that let it through, or the first that did not.
        pub by: Option<String>,
        /// The payer's number, the newest that was told.
        pub payer_control: Option<String>,
        /// How many bytes of what was sent stand before it.
        pub byte: u64,
        /// What was said of it, in the order of the answers.
        pub reasons: Vec<OutcomeReason>,
    }
}

record! {
    /// What an answer says of nothing that is known.
    pub struct UnplacedAnswer {
        /// Which of the answers says it, from 0.
        pub answer: u32,
        /// The number by which it is told.
        pub number: String,
        /// How many bytes of the answer stand before it.
        pub byte: u64,
    }
}

record! {
    /// What became of the claims of a file.
    pub struct ClaimOutcomes {
        /// Every claim that was sent, in order.
        pub claims: Vec<ClaimOutcome>,
        /// What answers say of nothing that was sent, or of what fits twice.
        pub unplaced: Vec<UnplacedAnswer>,
        /// What is wrong with the answers themselves, in their order.
        pub findings: Vec<FileFinding>,
    }
}

/// What TA1, 999 and 277CA say of each claim of an 837P that was sent, led back to its fields. Answers
/// stand in the order in which they came.
///
/// # Errors
///
/// None; every operation of the facade answers in the same form.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn claim_outcomes(sent: Bytes, answers: Vec<Bytes>) -> Result<ClaimOutcomes, PmsError> {
    let answers: Vec<&[u8]> = answers.iter().map(|answer| &*answer.0).collect();
    let outcomes = outcomes(&sent.0, &answers);
    Ok(ClaimOutcomes {
        claims: outcomes.claims.iter().map(claim).collect(),
        unplaced: outcomes
            .unplaced
            .iter()
            .map(|one| unplaced(one.answer, &one.number, one.at.byte))
            .collect(),
        findings: outcomes
            .findings
            .iter()
            .map(|(_, one)| found(one))
            .collect(),
    })
}

fn claim(outcome: &Outcome) -> ClaimOutcome {
    let (standing, by) = match outcome.standing {
        Standing::Unanswered => ("unanswered", None),
        Standing::Accepted { by } => ("accepted", Some(by)),
        Standing::Rejected { by } => ("rejected", Some(by)),
    };
    ClaimOutcome {
        number: outcome.number.clone(),
        charge: outcome.charge.map(Amount),
        standing: standing.to_owned(),
        by: by.map(|gate| gate_name(gate).to_owned()),
        payer_control: outcome.payer_control.clone(),
        byte: place(outcome.at.byte),
        reasons: outcome.said.iter().map(reason).collect(),
    }
}

fn reason(said: &Said) -> OutcomeReason {
    OutcomeReason {
        answer: number(said.answer),
        gate: gate_name(said.gate).to_owned(),
        accepted: said.verdict.map(|verdict| verdict == Verdict::Accepted),
        code: said.reason.to_string(),
        path: said.field.as_ref().map(|field| field.path.clone()),
        sent_byte: said.field.as_ref().map(|field| place(field.at.byte)),
        byte: place(said.at.byte),
    }
}

pub(crate) fn unplaced(answer: usize, number: &str, byte: usize) -> UnplacedAnswer {
    UnplacedAnswer {
        answer: self::number(answer),
        number: number.to_owned(),
        byte: place(byte),
    }
}

pub(crate) fn gate_name(gate: Gate) -> &'static str {
    match gate {
        Gate::File => "file",
        Gate::Clearinghouse => "clearinghouse",
        Gate::Payer => "payer",
    }
}

pub(crate) fn number(answer: usize) -> u32 {
    u32::try_from(answer).unwrap_or(u32::MAX)
}

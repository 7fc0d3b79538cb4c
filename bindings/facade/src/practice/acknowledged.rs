use pms_core::claim::{Acknowledgment, AcknowledgmentKind, ClaimVersion, State};

use crate::error::PmsError;
use crate::outcome::{UnplacedAnswer, gate_name, number, unplaced};
use crate::scalar::{Bytes, Instant};
use crate::x12::place;

use super::books::{ClaimRow, claim_row};
use super::call::Call;
use super::shell::{Practice, told};

record! {
    /// A reason and the field of a claim that it is about.
    pub struct AcknowledgedField {
        /// The answer's own codes, as `A7:562:85`.
        pub code: String,
        /// Loop, segment and element of what was sent, as `2300/CLM05-3`, where that is known.
        pub path: Option<String>,
    }
}

record! {
    /// What one answer said of a claim on its way.
    pub struct AcknowledgmentRow {
        /// Which kind of answer it is: `interchange` (TA1), `file` (999), `claim` (277CA), `status` (277).
        pub kind: String,
        /// Who says it: `file`, `clearinghouse`, `payer`.
        pub gate: String,
        /// The claim went on, or was turned away; none where the answer does not say.
        pub accepted: Option<bool>,
        /// Why, and of which fields.
        pub reasons: Vec<AcknowledgedField>,
    }
}

record! {
    /// A claim on its way, and all that was said of it.
    pub struct AcknowledgedClaim {
        /// Which one.
        pub id: String,
        /// The number that the payer sends back.
        pub number: String,
        /// How it stands: `accepted`, `rejected`, or wherever else it is by now.
        pub state: String,
        /// By whom it was let through or turned away: `file`, `clearinghouse`, `payer`.
        pub gate: Option<String>,
        /// The newest number that the payer gave it.
        pub payer_control: Option<String>,
        /// What was said of it, in the order in which it was read.
        pub acknowledgments: Vec<AcknowledgmentRow>,
    }
}

record! {
    /// What is wrong with an answer.
    pub struct AnswerFinding {
        /// Which of the answers, from 0.
        pub answer: u32,
        /// The stable name of what is wrong.
        pub code: String,
        /// Loop, segment and element.
        pub path: String,
        /// How many bytes of the answer stand before it.
        pub byte: u64,
        /// One sentence.
        pub says: String,
    }
}

record! {
    /// What answers said of claims.
    pub struct AcknowledgedClaims {
        /// The claims that were told of, as they stand now.
        pub claims: Vec<AcknowledgedClaim>,
        /// What is told of nothing that was sent, or of no claim of the practice, or of several.
        pub unplaced: Vec<UnplacedAnswer>,
        /// What is wrong with the answers themselves.
        pub findings: Vec<AnswerFinding>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Takes what came back of claims that were sent: TA1, 999 and 277CA of the 837P `sent`, and 277 of
    /// claims that were asked about, for which `sent` may be empty. The same again changes nothing, and
    /// answers may come in any order.
    ///
    /// # Errors
    ///
    /// `access.not_granted`.
    pub async fn acknowledge_claims(
        &self,
        call: Call,
        sent: Bytes,
        answers: Vec<Bytes>,
    ) -> Result<AcknowledgedClaims, PmsError> {
        let answers: Vec<&[u8]> = answers.iter().map(|answer| &*answer.0).collect();
        let call = call.core()?;
        let done = self.core.acknowledge_claims(&call, &sent.0, &answers);
        let done = done.await.map_err(told)?;
        let findings = done.findings.into_iter().map(|finding| AnswerFinding {
            answer: number(finding.answer),
            code: finding.code,
            path: finding.path,
            byte: place(finding.byte),
            says: finding.says,
        });
        Ok(AcknowledgedClaims {
            claims: done.claims.iter().map(claim).collect(),
            unplaced: done
                .unplaced
                .iter()
                .map(|one| unplaced(one.answer, &one.number, one.byte))
                .collect(),
            findings: findings.collect(),
        })
    }

    /// The claims that were sent, or let through, by an instant, and that no payer has decided on since:
    /// `write_276` asks about them. By payer, who bills, and age.
    ///
    /// # Errors
    ///
    /// `access.not_granted`.
    pub async fn unanswered_claims(
        &self,
        call: Call,
        until: Instant,
    ) -> Result<Vec<ClaimRow>, PmsError> {
        let call = call.core()?;
        let waiting = self.core.unanswered_claims(&call, until.inner()).await;
        let waiting = waiting.map_err(told)?;
        let rows = waiting.iter().map(|claim| claim_row(claim, Vec::new()));
        rows.collect()
    }
}

fn claim(version: &ClaimVersion) -> AcknowledgedClaim {
    let gate = match version.state() {
        State::Rejected { by, .. } | State::Accepted { by, .. } => Some(gate_name(by).to_owned()),
        _ => None,
    };
    let number = version.payer_control_number();
    AcknowledgedClaim {
        id: version.claim().id.to_string(),
        number: version.claim().number.as_str().to_owned(),
        state: version.state().name().to_owned(),
        gate,
        payer_control: number.map(|number| number.as_str().to_owned()),
        acknowledgments: version.acknowledgments().iter().map(word).collect(),
    }
}

fn word(word: &Acknowledgment) -> AcknowledgmentRow {
    let kind = match word.kind {
        AcknowledgmentKind::Interchange => "interchange",
        AcknowledgmentKind::File => "file",
        AcknowledgmentKind::Claim => "claim",
        AcknowledgmentKind::Status => "status",
    };
    let reasons = word.reasons.iter().map(|reason| AcknowledgedField {
        code: reason.code.clone(),
        path: reason.path.clone(),
    });
    AcknowledgmentRow {
        kind: kind.to_owned(),
        gate: gate_name(word.by).to_owned(),
        accepted: word.accepted,
        reasons: reasons.collect(),
    }
}

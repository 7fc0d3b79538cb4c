use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::access::digest;
use crate::claim::AcknowledgedField;
use crate::claim::Acknowledgment;
use crate::claim::AcknowledgmentKind;
use crate::claim::ClaimVersion;
use crate::claim::Gate;
use crate::claim::PayerControlNumber;
use crate::claim::State;
use crate::store::Question;
use crate::store::Term;
use crate::x12::outcome::{Outcome, Reason, Said, outcomes};
use crate::x12::status::{Status, StatusCode, Tracked, Verdict};
use crate::x12::syntax::{Piece, pieces};
use crate::x12::t277;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};

/// What answers said of claims, and what of it could not be used.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Acknowledged {
    /// The claims that were told of, as they stand now.
    pub claims: Vec<ClaimVersion>,
    /// What is told of nothing that was sent, or of no claim of the practice, or of several.
    pub unplaced: Vec<UnplacedAnswer>,
    /// What is wrong with the answers themselves.
    pub findings: Vec<AnswerFinding>,
}

/// What an answer says of nothing that is known here. `Debug` leaves out the number.
#[derive(Clone, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct UnplacedAnswer {
    /// Which of the answers says it, from 0.
    pub answer: usize,
    /// The number by which it is told: of an interchange, a transaction, a batch, a claim or line.
    pub number: String,
    /// How many bytes of the answer stand before it.
    pub byte: usize,
}

impl core::fmt::Debug for UnplacedAnswer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "UnplacedAnswer({} at byte {})", self.answer, self.byte)
    }
}

/// What is wrong with an answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AnswerFinding {
    /// Which of the answers, from 0.
    pub answer: usize,
    /// What is wrong: a stable name.
    pub code: String,
    /// Loop, segment and element.
    pub path: String,
    /// How many bytes of the answer stand before it.
    pub byte: usize,
    /// The finding as one plain sentence.
    pub says: String,
}

/// What one answer says of one claim.
struct Told {
    answer: usize,
    byte: usize,
    /// The practice's number of the claim, and the payer's.
    number: String,
    payer_control: Option<String>,
    word: Acknowledgment,
}

impl Practice {
    /// Takes what came back of claims that were sent: TA1, 999 and 277CA of the file `sent`, and 277 of
    /// claims that were asked about, for which `sent` may be empty. Each claim is let through or turned
    /// away, by whom and for which fields; the payer's number is kept.
    ///
    /// The same answer again changes nothing, and answers may come in any order. What is told of no claim
    /// of the practice comes back among what is unplaced.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses. Nothing in an answer is an error.
    pub async fn acknowledge_claims(
        &self,
        call: &Call,
        sent: &[u8],
        answers: &[&[u8]],
    ) -> Result<Acknowledged, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Claim);
        let asked: Vec<_> = answers.iter().copied().map(digest).collect();
        let mut attempt = self.begin(call, act, &(digest(sent), asked)).await?;
        let (told, read) = tell(sent, answers, call.now);
        loop {
            if let Some(done) = attempt.replay().await? {
                return Ok(done);
            }
            let mut done = read.clone();
            let mut changes = Changes::default();
            for (claim, before, version) in attempt.told_of(&told, &mut done).await? {
                if claim != before {
                    changes.replace(&claim, version, happened(&before, &claim))?;
                }
                done.claims.push(claim);
            }
            if let Some(done) = attempt.commit(changes, &done).await? {
                return Ok(done);
            }
        }
    }

    /// The claims that were sent, or let through, by an instant, and that no payer has decided on since:
    /// what [`t276::ask`](crate::x12::t276::ask) asks about. By payer, who bills, and age.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn unanswered_claims(
        &self,
        call: &Call,
        by: DateTime<Utc>,
    ) -> Result<Vec<ClaimVersion>, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Claim);
        self.begin(call, act, &by).await?;
        let mut waiting: Vec<ClaimVersion> = self.all_standing(Some("submitted")).await?;
        waiting.extend(self.all_standing(Some("accepted")).await?);
        waiting.retain(|version| match version.state() {
            State::Submitted { at } | State::Accepted { at, .. } => {
                at <= by && version.successor().is_none()
            }
            _ => false,
        });
        waiting.sort_by_cached_key(|version| {
            let claim = version.claim();
            (claim.payer.id, claim.billing.provider.npi, claim.id)
        });
        Ok(waiting)
    }
}

impl Attempt<'_> {
    /// Every claim that is told of: as it stands now, as it stood before, and its version.
    async fn told_of(
        &mut self,
        told: &[Told],
        done: &mut Acknowledged,
    ) -> Result<Vec<(ClaimVersion, ClaimVersion, u64)>, PracticeError> {
        let noun = Noun::Claim;
        let by = |name: &str, value: &str| {
            let term = Term::new(name, value);
            Question::ByTerm { noun, term }
        };
        let questions: Vec<Question> = told
            .iter()
            .flat_map(|told| {
                let payers = told.payer_control.as_deref().unwrap_or(&told.number);
                let own = told.number.trim().to_uppercase();
                [by("claim number", &own), by("payer control number", payers)]
            })
            .collect();
        let answers = self.read(&questions).await?;
        let mut claims: BTreeMap<_, (ClaimVersion, ClaimVersion, u64)> = BTreeMap::new();
        for (n, told) in told.iter().enumerate() {
            let own = answers.documents(n * 2);
            let found = if own.is_empty() {
                answers.documents(n * 2 + 1)
            } else {
                own
            };
            let [stored] = found else {
                done.unplaced.push(UnplacedAnswer {
                    answer: told.answer,
                    number: told.number.clone(),
                    byte: told.byte,
                });
                continue;
            };
            let before: ClaimVersion = stored.record()?;
            let id = before.claim().id;
            let of_claim = claims.entry(id);
            let (claim, ..) = of_claim.or_insert_with(|| (before.clone(), before, stored.version));
            let number = told.payer_control.as_deref();
            let number = number.and_then(|number| number.parse::<PayerControlNumber>().ok());
            *claim = claim.clone().acknowledge(told.word.clone(), number);
        }
        done.unplaced.sort();
        Ok(claims.into_values().collect())
    }
}

fn happened(before: &ClaimVersion, after: &ClaimVersion) -> &'static str {
    match after.state() {
        state if state == before.state() => "claim.acknowledged",
        State::Rejected { .. } => "claim.rejected",
        _ => "claim.accepted",
    }
}

/// All that the answers say, a word for each claim and kind of answer, and what can be used for none.
fn tell(sent: &[u8], answers: &[&[u8]], now: DateTime<Utc>) -> (Vec<Told>, Acknowledged) {
    let outcomes = outcomes(sent, answers);
    let written: Vec<_> = answers.iter().map(|answer| written(answer)).collect();
    let written = |answer: usize| written.get(answer).copied().flatten();
    let mut told: Vec<Told> = Vec::new();
    for outcome in &outcomes.claims {
        let words = outcome
            .said
            .chunk_by(|one, next| word_of(one) == word_of(next));
        told.extend(words.filter_map(|said| {
            let written = written(said.first()?.answer);
            word(outcome, said, written, now)
        }));
    }
    let mut read = Acknowledged::default();
    read.unplaced
        .extend(outcomes.unplaced.iter().map(|one| UnplacedAnswer {
            answer: one.answer,
            number: one.number.clone(),
            byte: one.at.byte,
        }));
    let mut findings = outcomes.findings;
    for (answer, bytes) in answers.iter().enumerate() {
        let stands = t277::read(bytes);
        // What is wrong with the envelope was told above.
        let own = stands.notices.iter().flat_map(|notice| &notice.findings);
        let known = |finding: &&_| {
            !findings
                .iter()
                .any(|(of, f)| *of == answer && f == *finding)
        };
        let own: Vec<_> = own.filter(known).cloned().map(|f| (answer, f)).collect();
        findings.extend(own);
        for notice in &stands.notices {
            let claims = notice.notice.claims();
            told.extend(claims.map(|(_, claim)| status(claim, answer, written(answer), now)));
        }
    }
    read.findings
        .extend(findings.into_iter().map(|(answer, finding)| AnswerFinding {
            answer,
            code: finding.code.to_owned(),
            path: finding.path,
            byte: finding.at.byte,
            says: finding.says,
        }));
    (told, read)
}

/// What belongs to one word: the answer, its kind, and who says it.
fn word_of(said: &Said) -> (usize, AcknowledgmentKind, Gate) {
    let kind = match said.reason {
        Reason::Interchange { .. } => AcknowledgmentKind::Interchange,
        Reason::Transaction { .. } | Reason::Segment { .. } => AcknowledgmentKind::File,
        Reason::Status { .. } => AcknowledgmentKind::Claim,
    };
    (said.answer, kind, said.gate)
}

fn word(
    outcome: &Outcome,
    said: &[Said],
    written: Option<NaiveDateTime>,
    at: DateTime<Utc>,
) -> Option<Told> {
    let first = said.first()?;
    let (answer, kind, by) = word_of(first);
    let verdict = said.iter().filter_map(|said| said.verdict).max();
    let control = &outcome.control;
    Some(Told {
        answer,
        byte: first.at.byte,
        number: outcome.number.clone(),
        payer_control: outcome.payer_control.clone(),
        word: Acknowledgment {
            kind,
            by,
            accepted: verdict.map(|verdict| verdict == Verdict::Accepted),
            reasons: said
                .iter()
                .map(|said| AcknowledgedField {
                    code: said.reason.to_string(),
                    path: said.field.as_ref().map(|field| field.path.clone()),
                })
                .filter(|reason| !reason.code.is_empty())
                .collect(),
            sent: [&*control.interchange, &control.group, &control.transaction].join("/"),
            written,
            at,
        },
    })
}

/// What a payer answers that was asked: it has a claim that it decides on, or has decided on. What came
/// of that stands in the remittance.
///
/// Source: X12 code source 507.
fn status(
    claim: &Tracked,
    answer: usize,
    written: Option<NaiveDateTime>,
    at: DateTime<Utc>,
) -> Told {
    let lines = claim.lines.iter().flat_map(|line| line.statuses());
    let codes = claim.statuses().chain(lines).flat_map(Status::codes);
    let code = |code: &StatusCode| AcknowledgedField {
        code: code.to_string(),
        path: None,
    };
    Told {
        answer,
        byte: claim.at.byte,
        number: claim.reference("EJ").unwrap_or(&claim.number).to_owned(),
        payer_control: claim.reference("1K").map(str::to_owned),
        word: Acknowledgment {
            kind: AcknowledgmentKind::Status,
            by: Gate::Payer,
            accepted: claim.statuses().find_map(has),
            reasons: codes.map(code).collect(),
            sent: String::new(),
            written,
            at,
        },
    }
}

/// Whether the payer has the claim: pending (P), asking for more (R) and finalised (F) say so too.
fn has(status: &Status) -> Option<bool> {
    let verdict = status.verdict().map(|verdict| verdict == Verdict::Accepted);
    verdict.or(match status.code.category.as_bytes().first()? {
        b'P' | b'R' | b'F' => Some(true),
        _ => None,
    })
}

/// When an answer was written, by the clock of who wrote it.
fn written(answer: &[u8]) -> Option<NaiveDateTime> {
    let isa = pieces(answer).find_map(|piece| match piece {
        Piece::Segment(segment) if segment.id() == b"ISA" => Some(segment),
        _ => None,
    })?;
    let text = [9, 10]
        .map(|number| isa.element(number).text().into_owned())
        .concat();
    NaiveDateTime::parse_from_str(&text, "%y%m%d%H%M").ok()
}

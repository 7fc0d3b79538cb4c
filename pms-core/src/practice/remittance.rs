use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::claim::ClaimVersion;
use crate::claim::Outcome;
use crate::claim::PayerControlNumber;
use crate::id::ClaimId;
use crate::id::EntryId;
use crate::id::PayerId;
use crate::id::RemittanceId;
use crate::id::Uuid;
use crate::ledger::Entry;
use crate::ledger::Journal;
use crate::ledger::SourceKind;
use crate::metrics::DecisionRow;
use crate::posting::BilledClaim;
use crate::posting::Booking;
use crate::posting::ClaimPlan;
use crate::posting::RemittancePlan;
use crate::posting::Step;
use crate::posting::book_deposit;
use crate::posting::decision_rows;
use crate::posting::plan_remittance;
use crate::remittance::ClaimPayment;
use crate::remittance::Finding;
use crate::remittance::Remittance;
use crate::remittance::prove;
use crate::store::Columns;
use crate::store::Place;
use crate::store::Question;
use crate::store::Record;
use crate::store::Term;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::key::claim_key;
use super::shell::{Act, Attempt, Practice};

/// A remittance that was posted, as the practice keeps it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Posted {
    /// Its own identifier.
    pub id: RemittanceId,
    /// Who sent it.
    pub payer: PayerId,
    /// The day on which it was posted.
    pub effective: NaiveDate,
    /// What the payer said.
    pub remittance: Remittance,
    /// What does not balance in it, and where.
    pub findings: Vec<Finding>,
    /// What it did to the books, claim by claim.
    pub plan: RemittancePlan,
    /// What was decided line by line, for key figures.
    pub decisions: Vec<DecisionRow>,
}

impl Record for Posted {
    const NOUN: Noun = Noun::Remittance;

    fn id(&self) -> Uuid {
        self.id.into()
    }

    fn columns(&self) -> Columns {
        Columns {
            on: Some(self.effective),
            payer: Some(self.payer),
            amount: Some(self.remittance.amount),
            ..Columns::default()
        }
    }

    fn terms(&self) -> Vec<Term> {
        vec![Term::new("trace", trace(&self.remittance))]
    }
}

impl Practice {
    /// Posts what a payer answered: claims are found and take their next step, every cent goes to
    /// its account, denials stay open, and what nobody can place is held apart.
    ///
    /// The same remittance, however it comes again, changes nothing and gives the first posting.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`] for a payer who is not there;
    /// [`PostingError::DoesNotNet`](crate::posting::PostingError::DoesNotNet) where claims and
    /// provider adjustments do not come to the payment; [`prove`] tells where.
    pub async fn post_remittance(
        &self,
        call: &Call,
        payer: PayerId,
        remittance: &Remittance,
        effective: NaiveDate,
    ) -> Result<Posted, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Remittance);
        let mut attempt = self
            .begin(call, act, &(payer, remittance, effective))
            .await?;
        loop {
            if let Some(posted) = attempt.replay().await? {
                return Ok(posted);
            }
            attempt.must_exist(Noun::Payer, payer).await?;
            let before = attempt.posted_before(remittance).await?;
            let known = attempt.claims_of(remittance).await?;
            let patients = known.values().map(|(version, _)| version.claim().patient);
            let mut journal = attempt.journal_of(patients).await?;
            let billed: Vec<BilledClaim> = known
                .values()
                .map(|(version, _)| BilledClaim {
                    key: claim_key(version),
                    next: None,
                })
                .collect();
            let booking = Booking::new(effective, call.now);
            let id: RemittanceId = attempt.ids().mint();
            let plan = attempt
                .plan(remittance, payer, &billed, &mut journal, booking)
                .await?;
            if let Some(before) = before.filter(|_| plan.is_replay()) {
                return Ok(before);
            }
            let first = |claim: ClaimId| {
                known
                    .get(&claim)
                    .is_none_or(|(version, _)| version.payer_control_number().is_none())
            };
            let posted = Posted {
                id,
                payer,
                effective,
                remittance: remittance.clone(),
                findings: prove(remittance),
                decisions: decision_rows(remittance, &plan, payer, booking, first),
                plan,
            };
            let mut changes = Changes::default();
            changes.enter(posted.plan.entries().cloned());
            decide(&mut changes, &posted, &known, call)?;
            changes.add(&posted, "remittance.posted")?;
            if let Some(posted) = attempt.commit(changes, &posted).await? {
                return Ok(posted);
            }
        }
    }

    /// The payment of a remittance has reached the bank. None where it paid nothing.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; `store.claim_taken` where it was booked before.
    pub async fn deposit(
        &self,
        call: &Call,
        remittance: RemittanceId,
        day: NaiveDate,
    ) -> Result<Option<Entry>, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Ledger).on(remittance);
        let mut attempt = self.begin(call, act, &(remittance, day)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            let (posted, _) = attempt.record::<Posted>(remittance).await?;
            let booking = Booking::new(day, call.now);
            let entry = book_deposit(&posted.remittance, posted.payer, booking, attempt.ids())?;
            let mut changes = Changes::default();
            changes.enter(entry.clone());
            if let Some(entry) = attempt.commit(changes, &entry).await? {
                return Ok(entry);
            }
        }
    }
}

impl Attempt<'_> {
    /// The posting of the same trace, where there was one.
    async fn posted_before(
        &mut self,
        remittance: &Remittance,
    ) -> Result<Option<Posted>, PracticeError> {
        let noun = Noun::Remittance;
        let term = Term::new("trace", trace(remittance));
        let answers = self.ask(&[Question::ByTerm { noun, term }]).await?;
        Ok(answers.record(0)?.map(|(posted, _)| posted))
    }

    /// The claims that the answers name by number, the practice's or the payer's.
    async fn claims_of(
        &mut self,
        remittance: &Remittance,
    ) -> Result<BTreeMap<ClaimId, (ClaimVersion, u64)>, PracticeError> {
        let mut terms = BTreeSet::new();
        for answer in &remittance.claims {
            terms.insert(Term::new(
                "claim number",
                answer.patient_control.trim().to_uppercase(),
            ));
            if !answer.payer_control.is_empty() {
                terms.insert(Term::new("payer control number", &*answer.payer_control));
            }
        }
        let noun = Noun::Claim;
        let questions: Vec<Question> = terms
            .into_iter()
            .filter(|term| !term.value.is_empty())
            .map(|term| Question::ByTerm { noun, term })
            .collect();
        let answers = self.read(&questions).await?;
        let mut known = BTreeMap::new();
        for n in 0..questions.len() {
            for stored in answers.documents(n) {
                let version: ClaimVersion = stored.record()?;
                known.insert(version.claim().id, (version, stored.version));
            }
        }
        Ok(known)
    }

    /// What the remittance does to the books. What it would book a second time is looked up and
    /// left as it is, unless it was taken back since: an entry that is about no patient is found by
    /// its source alone.
    async fn plan(
        &mut self,
        remittance: &Remittance,
        payer: PayerId,
        billed: &[BilledClaim],
        journal: &mut Journal,
        booking: Booking,
    ) -> Result<RemittancePlan, PracticeError> {
        let before = self.ids().clone();
        loop {
            *self.ids() = before.clone();
            let plan = plan_remittance(remittance, payer, billed, journal, booking, self.ids())?;
            let sources = plan
                .entries()
                .map(|entry| Place::source(entry.source().kind(), entry.source().id()));
            let posted = self.holders(sources).await?;
            if posted.is_empty() {
                return Ok(plan);
            }
            let reversals = posted
                .iter()
                .map(|id| Place::source(&SourceKind::Reversal, &id.to_string()));
            let mut found = self.holders(reversals).await?;
            found.extend(posted);
            let questions: Vec<Question> = found.into_iter().map(Question::Entry).collect();
            let answers = self.ask(&questions).await?;
            for n in 0..questions.len() {
                journal.include(answers.entries(n).iter().cloned())?;
            }
        }
    }

    /// The entries that have these places.
    async fn holders(
        &self,
        places: impl Iterator<Item = Place>,
    ) -> Result<Vec<EntryId>, PracticeError> {
        let questions: Vec<Question> = places.map(Question::Holder).collect();
        let answers = self.ask(&questions).await?;
        let held = (0..questions.len()).filter_map(|n| answers.holder(n));
        Ok(held.map(EntryId::from).collect())
    }
}

/// Answered claims take their next step, once for each claim.
fn decide(
    changes: &mut Changes,
    posted: &Posted,
    known: &BTreeMap<ClaimId, (ClaimVersion, u64)>,
    call: &Call,
) -> Result<(), PracticeError> {
    let answers = posted.remittance.claims.iter().zip(&posted.plan.claims);
    let mut decided = BTreeMap::new();
    for (answer, planned) in answers {
        if let Some(claim) = planned.claim.filter(|_| is_decision(answer, planned)) {
            decided.insert(claim, answer);
        }
    }
    for (claim, answer) in decided {
        let Some((version, stored)) = known.get(&claim) else {
            continue;
        };
        let number = answer.payer_control.parse::<PayerControlNumber>().ok();
        let next = version
            .clone()
            .adjudicate(outcome(answer), number, call.now)?;
        let next = match answer.is_forwarded() {
            true => next.forward()?,
            false => next,
        };
        changes.replace(&next, *stored, "claim.adjudicated")?;
    }
    Ok(())
}

fn is_decision(answer: &ClaimPayment, planned: &ClaimPlan) -> bool {
    !answer.is_reversal() && matches!(planned.step, Step::Book(_) | Step::Nothing)
}

/// What came of a payer's decision: denied where nothing but denials is left, partly paid where
/// some was denied.
fn outcome(answer: &ClaimPayment) -> Outcome {
    match (answer.is_denied(), answer.denials().is_empty()) {
        (true, _) => Outcome::Denied,
        (false, false) => Outcome::PartlyPaid,
        (false, true) => Outcome::Paid,
    }
}

fn trace(remittance: &Remittance) -> String {
    format!("{}/{}", remittance.originator, remittance.trace)
}

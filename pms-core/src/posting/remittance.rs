use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::id::{ChargeId, Ids, PayerId};
use crate::ledger::{
    Account, AccountKind, Content, ContentHash, Entry, Journal, LedgerError, Posting, Responsible,
    Source, SourceKind,
};
use crate::money::Money;
use crate::remittance::{
    ClaimKey, ClaimPayment, ClaimStatus, Match, Meaning, Place, ProviderAdjustment, ProviderReason,
    Remittance, match_claim, prove,
};

use super::booking::Booking;
use super::books::Books;
use super::charge::receivable;
use super::error::PostingError;
use super::line::{Line, lines};
use super::plan::{BilledClaim, ClaimPlan, Denied, Notice, RemittancePlan, Step};
use super::settled::{Settled, clearing};

/// Plans what a remittance does to the books. Nothing is written: append the plan's entries to post
/// it.
///
/// Of each answered charge, what is paid goes to clearing, contract discounts and the sequester are
/// written off, the patient's share moves to the next party, and what was denied or settled by a
/// prior payer stays open. An answer that takes back an earlier one mirrors its entry. Money that
/// cannot be placed is held unapplied, with a notice. No charge is credited more than is open on it.
///
/// All entries of a plan together move clearing by exactly the payment. A claim that is in the books
/// already is left alone, so the same remittance changes nothing the second time.
///
/// Source: 005010X221A1 on balancing; reversals as CLP02 22.
///
/// # Errors
///
/// [`PostingError::DoesNotNet`] where claims and provider adjustments do not come to the payment;
/// [`PostingError::Ledger`] with [`LedgerError::SourceConflict`] where a claim of this payment was
/// posted with other content before.
pub fn plan_remittance(
    remittance: &Remittance,
    payer: PayerId,
    billed: &[BilledClaim],
    journal: &Journal,
    booking: Booking,
    ids: &mut Ids,
) -> Result<RemittancePlan, PostingError> {
    let mut planner = Planner {
        remittance,
        payer,
        keys: billed.iter().map(|claim| claim.key.clone()).collect(),
        billed,
        books: Books::of(journal)?,
        booking,
        unproved: prove(remittance)
            .iter()
            .filter(|finding| finding.rule.is_balance())
            .filter_map(|finding| match finding.place {
                Place::Claim { claim } | Place::Service { claim, .. } => Some(claim),
                Place::Remittance => None,
            })
            .collect(),
        ids,
    };
    let plan = planner.plan()?;
    let mut booked = Money::ZERO;
    let posted = plan
        .claims
        .iter()
        .map(|claim| &claim.step)
        .chain(&plan.provider);
    for step in posted {
        let entry = match step {
            Step::Posted(id) => journal.entry(*id),
            step => step.entry(),
        };
        let moved = entry.map_or(Ok(Money::ZERO), |entry| {
            entry.effect(|account| account.kind == AccountKind::Clearing)
        })?;
        booked = booked.plus(moved)?;
    }
    if booked != remittance.amount {
        return Err(PostingError::DoesNotNet {
            booked,
            stated: remittance.amount,
        });
    }
    Ok(plan)
}

/// Books that the payment of a remittance has reached the bank. A payment of nothing makes no entry.
///
/// # Errors
///
/// [`PostingError::Ledger`] where no entry can be made of it.
pub fn book_deposit(
    remittance: &Remittance,
    payer: PayerId,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Option<Entry>, PostingError> {
    let cash = Account::of(AccountKind::Cash);
    let Some(posting) = Posting::signed(cash, clearing(payer), remittance.amount)? else {
        return Ok(None);
    };
    let told = Content::new().money(remittance.amount).hash();
    let id = format!("{}/{}", remittance.originator, remittance.trace);
    let source = Source::new(SourceKind::Deposit, id, told)?;
    Ok(Some(booking.entry(
        ids.mint(),
        None,
        source,
        vec![posting],
    )?))
}

struct Planner<'a> {
    remittance: &'a Remittance,
    payer: PayerId,
    keys: Vec<ClaimKey>,
    billed: &'a [BilledClaim],
    books: Books<'a>,
    booking: Booking,
    /// The claims that contradict themselves.
    unproved: BTreeSet<usize>,
    ids: &'a mut Ids,
}

impl Planner<'_> {
    /// Takebacks come first, whatever their place: what they open, corrections settle.
    fn plan(&mut self) -> Result<RemittancePlan, PostingError> {
        let mut plans = BTreeMap::new();
        let mut repeats = HashMap::<String, usize>::new();
        let mut order: Vec<(usize, &ClaimPayment)> =
            self.remittance.claims.iter().enumerate().collect();
        order.sort_by_key(|(_, claim)| !claim.is_reversal());
        for (place, claim) in order {
            let name = self.name(claim);
            let repeat = repeats.entry(name.clone()).or_default();
            *repeat += 1;
            let source = self.source(claim, &name, *repeat)?;
            let plan = match self.books.posted(&source)? {
                Some(posted) => ClaimPlan {
                    claim: None,
                    step: Step::Posted(posted),
                    denied: Vec::new(),
                    notices: Vec::new(),
                },
                None => self.claim(place, claim, source)?,
            };
            if let Some(entry) = plan.step.entry() {
                self.books.take(entry)?;
            }
            plans.insert(place, plan);
        }
        let adjustments = self.remittance.provider_adjustments.iter().enumerate();
        let provider = adjustments
            .map(|(place, adjustment)| self.provider(place, adjustment))
            .collect::<Result<_, _>>()?;
        Ok(RemittancePlan {
            claims: plans.into_values().collect(),
            provider,
            freed: self.freed()?,
        })
    }

    fn claim(
        &mut self,
        place: usize,
        answer: &ClaimPayment,
        source: Source,
    ) -> Result<ClaimPlan, PostingError> {
        if self.unproved.contains(&place) {
            return self.hold(answer, source, Notice::DoesNotBalance);
        }
        if answer.status == ClaimStatus::Predetermination {
            return self.hold(answer, source, Notice::Predetermination);
        }
        let found = match match_claim(answer, &self.keys) {
            Match::Found { what, .. } => what,
            Match::Ambiguous { which, .. } => {
                return self.hold(answer, source, Notice::ClaimAmbiguous { which });
            }
            Match::Missing => return self.hold(answer, source, Notice::ClaimMissing),
        };
        let Some(billed) = self.billed.iter().find(|claim| claim.key.claim == found) else {
            return self.hold(answer, source, Notice::ClaimMissing);
        };
        let lines = match lines(answer, &billed.key)? {
            Ok(lines) => lines,
            Err(notice) => return self.hold(answer, source, notice),
        };
        let unknown = lines
            .iter()
            .find(|line| self.books.about(line.charge).is_none());
        if let Some(Line { charge, .. }) = unknown {
            let charge = *charge;
            return self.hold(answer, source, Notice::ChargeNotBooked { charge });
        }
        let mut plan = if answer.is_reversal() {
            self.reverse(answer, source, &lines)?
        } else {
            self.book(source, &lines, billed)?
        };
        plan.claim = Some(found);
        Ok(plan)
    }

    fn book(
        &mut self,
        source: Source,
        lines: &[Line],
        billed: &BilledClaim,
    ) -> Result<ClaimPlan, PostingError> {
        let id = self.ids.mint();
        let mut settled = Settled {
            payer: self.payer,
            next: billed.next,
            entry: id,
            open: HashMap::new(),
            postings: Vec::new(),
            notices: Vec::new(),
        };
        let mut denied = Vec::new();
        for line in lines {
            if let Some(about) = self.books.about(line.charge) {
                let open = self.books.open(line.charge, Responsible::Payer(self.payer));
                settled.line(about, open, line)?;
            }
            let refused = line.adjusted.iter().filter(|(adjustment, meaning)| {
                *meaning == Meaning::Denied && adjustment.amount.is_positive()
            });
            denied.extend(refused.map(|(adjustment, _)| Denied {
                charge: line.charge,
                adjustment: *adjustment,
            }));
        }
        let service = lines
            .iter()
            .filter_map(|line| self.books.service(line.charge))
            .min();
        let step = if settled.postings.is_empty() {
            Step::Nothing
        } else {
            let entry = self.booking.entry(id, service, source, settled.postings)?;
            Step::Book(entry)
        };
        Ok(ClaimPlan {
            claim: None,
            step,
            denied,
            notices: settled.notices,
        })
    }

    /// Mirrors the entry of the answer that is taken back. A denial that is taken back made none.
    fn reverse(
        &mut self,
        answer: &ClaimPayment,
        source: Source,
        lines: &[Line],
    ) -> Result<ClaimPlan, PostingError> {
        let charges: BTreeSet<ChargeId> = lines.iter().map(|line| line.charge).collect();
        let Some(original) = self
            .books
            .answer(self.payer, &charges, answer.paid.negated())?
        else {
            let moved = |line: &Line| {
                line.adjusted
                    .iter()
                    .any(|(_, meaning)| !matches!(meaning, Meaning::Denied | Meaning::PriorPayer))
            };
            if answer.paid.is_zero() && !lines.iter().any(moved) {
                return Ok(ClaimPlan::nothing());
            }
            return self.hold(answer, source, Notice::OriginalMissing);
        };
        if self.books.spent(original)? {
            let original = original.id();
            return self.hold(answer, source, Notice::OriginalSpent { original });
        }
        let mirror = self.booking.mirror(original, self.ids.mint(), source);
        Ok(ClaimPlan {
            step: Step::Reverse(mirror),
            ..ClaimPlan::nothing()
        })
    }

    /// Keeps the money apart: unapplied where it came, with the payer where it was taken.
    fn hold(
        &mut self,
        answer: &ClaimPayment,
        source: Source,
        notice: Notice,
    ) -> Result<ClaimPlan, PostingError> {
        let id = self.ids.mint();
        let apart = if answer.paid.is_positive() {
            Account::of(AccountKind::UnappliedInsurance)
                .at_payer(self.payer)
                .from_payment(id)
        } else {
            Account::of(AccountKind::PayerRecoupment).at_payer(self.payer)
        };
        let step = match Posting::signed(clearing(self.payer), apart, answer.paid)? {
            Some(posting) => {
                let postings = vec![posting];
                Step::Hold(
                    self.booking
                        .entry(id, answer.first_day(), source, postings)?,
                )
            }
            None => Step::Nothing,
        };
        Ok(ClaimPlan {
            step,
            notices: vec![notice],
            ..ClaimPlan::nothing()
        })
    }

    /// What payer and practice settle besides. Positive lowers the payment.
    fn provider(
        &mut self,
        place: usize,
        adjustment: &ProviderAdjustment,
    ) -> Result<Step, PostingError> {
        let kind = match adjustment.reason {
            ProviderReason::OverpaymentRecovery
            | ProviderReason::ForwardingBalance
            | ProviderReason::AuthorizedReturn => AccountKind::PayerRecoupment,
            ProviderReason::Interest => AccountKind::Interest,
            _ => AccountKind::ProviderAdjustment,
        };
        let told = Content::new()
            .text(adjustment.reason.code())
            .text(adjustment.reference.as_deref().unwrap_or_default())
            .money(adjustment.amount)
            .hash();
        let Remittance {
            originator, trace, ..
        } = self.remittance;
        let code = adjustment.reason.code();
        let id = format!("{originator}/{trace}/PLB/{place}/{code}");
        let source = Source::new(SourceKind::ProviderAdjustment, id, told)?;
        if let Some(posted) = self.books.posted(&source)? {
            return Ok(Step::Posted(posted));
        }
        let settled = Account::of(kind).at_payer(self.payer);
        let posting = Posting::signed(settled, clearing(self.payer), adjustment.amount)?;
        Ok(match posting {
            Some(posting) => {
                let id = self.ids.mint();
                Step::Book(self.booking.entry(id, None, source, vec![posting])?)
            }
            None => Step::Nothing,
        })
    }

    /// Frees what patients have paid for shares that takebacks took from them.
    fn freed(&mut self) -> Result<Vec<Entry>, PostingError> {
        let mut freed = Vec::new();
        for (charge, credit) in self.books.patient_credits() {
            let Some(owed) = self.books.about(charge) else {
                continue;
            };
            let owed = receivable(owed, Responsible::Patient);
            let id = self.ids.mint();
            let free = Account {
                patient: owed.patient,
                ..Account::of(AccountKind::UnappliedPatient).from_payment(id)
            };
            let Remittance {
                originator, trace, ..
            } = self.remittance;
            let name = format!("{originator}/{trace}/freed/{charge}");
            let told = Content::new().money(credit).hash();
            let source = Source::new(SourceKind::Remittance, name, told)?;
            let posting = Posting::new(owed, free, credit)?;
            let service = self.books.service(charge);
            freed.push(self.booking.entry(id, service, source, vec![posting])?);
        }
        Ok(freed)
    }

    fn name(&self, claim: &ClaimPayment) -> String {
        let Remittance {
            originator, trace, ..
        } = self.remittance;
        let (own, theirs) = (&claim.patient_control, &claim.payer_control);
        format!(
            "{originator}/{trace}/{own}/{theirs}/{}",
            claim.status.code()
        )
    }

    /// The source of an answer. One that somebody here took back by hand may be posted again.
    fn source(
        &self,
        claim: &ClaimPayment,
        name: &str,
        repeat: usize,
    ) -> Result<Source, LedgerError> {
        let told = told(claim);
        let mut source = Source::new(SourceKind::Remittance, format!("{name}/{repeat}"), told)?;
        let mut again = 1;
        while self.books.taken_back_by_hand(&source) {
            again += 1;
            let id = format!("{name}/{repeat}/{again}");
            source = Source::new(SourceKind::Remittance, id, told)?;
        }
        Ok(source)
    }
}

impl ClaimPlan {
    fn nothing() -> Self {
        Self {
            claim: None,
            step: Step::Nothing,
            denied: Vec::new(),
            notices: Vec::new(),
        }
    }
}

/// The money that an answer tells of.
fn told(claim: &ClaimPayment) -> ContentHash {
    let whole = Content::new().money(claim.charge).money(claim.paid);
    let lines = claim.services.iter().fold(whole, |content, service| {
        content
            .text(&service.procedure.code)
            .text(service.line_control.as_deref().unwrap_or_default())
            .money(service.charge)
            .money(service.paid)
    });
    let adjusted = claim
        .all_adjustments()
        .fold(lines, |content, (line, each)| {
            content
                .text(&line.map(|line| line.to_string()).unwrap_or_default())
                .text(each.group.as_str())
                .text(each.reason.as_str())
                .money(each.amount)
        });
    adjusted.hash()
}

use serde::{Deserialize, Serialize};

use crate::adjudication::{AdjudicatedLine, Adjustment};
use crate::code::{AdjustmentGroup, AdjustmentReason};
use crate::id::ChargeId;
use crate::money::{Money, MoneyError, Units};

use super::cause::{Cause, Changed, Difference, add, cause, explain};
use super::claim_payment::ClaimPayment;
use super::matching::{LineKey, Match, match_services};
use super::service_payment::{ServiceCode, ServicePayment};
use super::status::ClaimStatus;

/// What was decided of a charge: by the payer, or by us as we expect the payer to.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Decision {
    /// What is charged.
    pub billed: Money,
    /// What the payer pays.
    pub paid: Money,
    /// Why that differs; each group and reason once.
    pub adjustments: Vec<Adjustment>,
}

/// What a payer is expected to answer to a line. Small enough to be kept with the claim when it is
/// sent, until the remittance comes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ExpectedLine {
    /// Which charge.
    pub charge: ChargeId,
    /// What the plan recognizes.
    pub allowed: Money,
    /// What it makes of that.
    #[serde(flatten)]
    pub decision: Decision,
}

/// What was expected of a claim beside what the payer's answers come to.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Comparison {
    /// The lines: those that were expected, in order, then what else the payer answered.
    pub lines: Vec<LineComparison>,
    /// What was decided of the claim as a whole, apart from its lines.
    pub claim: Vec<Difference>,
    /// What the plan was expected to pay.
    pub expected: Money,
    /// What it paid (CLP04).
    pub paid: Money,
}

/// What was expected of a line beside what was answered to it.
///
/// Without a charge it is a service that belongs to no line of the claim, or, where the payer answered
/// no line by itself, all lines together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LineComparison {
    /// Which charge.
    pub charge: Option<ChargeId>,
    /// What was expected.
    pub expected: Option<Decision>,
    /// What the payer's answers come to.
    pub reported: Option<Decision>,
    /// Both allowed amounts, where they can be compared.
    pub allowed: Option<AllowedComparison>,
    /// Why less was paid, to the cent.
    pub causes: Vec<Difference>,
}

/// Two allowed amounts that mean the same.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AllowedComparison {
    /// Where the payer's comes from.
    pub basis: AllowedBasis,
    /// What was expected.
    pub expected: Money,
    /// What the payer allowed.
    pub reported: Money,
}

/// Where a payer's allowed amount comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AllowedBasis {
    /// The payer states it (AMT B6).
    Stated,
    /// It does not: the charge less discounts, denials and what is above the allowed amount, of both
    /// sides alike.
    Derived,
}

impl TryFrom<&AdjudicatedLine> for ExpectedLine {
    type Error = MoneyError;

    fn try_from(line: &AdjudicatedLine) -> Result<Self, MoneyError> {
        Ok(Self {
            charge: line.charge,
            allowed: line.allowed,
            decision: Decision {
                billed: line.billed,
                paid: line.plan_pays,
                adjustments: line.adjustments()?,
            },
        })
    }
}

/// What was expected of a claim, beside what a payer answered: line by line, each difference with its
/// causes.
///
/// `lines` are all lines that were billed. `payments` are the answers of one payer to the one claim: one
/// of them, or all that came so far. A reversal takes away what it takes back, so that original,
/// reversal and correction together are what stands. A predetermination pays nothing and is left out.
///
/// Nothing is guessed. A service that cannot be recognised, a line that was not answered or of which
/// nothing was expected says so and keeps its amount. Where payers before this one have settled a part
/// and the allowed amount is not stated, allowed amounts are not compared. Where one of the payments has
/// no lines, the claim is compared as a whole.
///
/// Always: what was expected less what was paid is the sum of the causes, of each line and of the claim.
///
/// Source: 005010X221A1 on balancing; AMT B6 for the allowed amount.
///
/// # Errors
///
/// [`MoneyError::OutOfRange`] where a sum does not fit.
///
/// ```
/// # use pms_core::adjudication::Adjustment;
/// # use pms_core::id::{ChargeId, Uuid};
/// # use pms_core::money::Units;
/// # use pms_core::remittance::*;
/// # let charge = ChargeId::from(Uuid::from_u128(1));
/// # let adjusted = |of: &[(&str, &str, &str)]| -> Vec<Adjustment> {
/// #     let each = of.iter().map(|(group, reason, amount)| {
/// #         Adjustment::new(group.parse().unwrap(), reason.parse().unwrap(), amount.parse().unwrap())
/// #     });
/// #     each.collect()
/// # };
/// # let line = LineKey {
/// #     charge_id: charge, control: "L1".to_owned(), procedure: "99213".to_owned(), modifiers: vec![],
/// #     date: "2026-07-01".parse()?, charge: "150.00".parse()?, units: Units::ONE,
/// # };
/// # let code = ServiceCode { qualifier: "HC".to_owned(), code: "99213".to_owned(), ..ServiceCode::default() };
/// let expected = ExpectedLine {
///     charge,
///     allowed: "100.00".parse()?,
///     decision: Decision {
///         billed: "150.00".parse()?,
///         paid: "80.00".parse()?,
///         adjustments: adjusted(&[("CO", "45", "50.00"), ("PR", "2", "20.00")]),
///     },
/// };
/// let answered = adjusted(&[("CO", "45", "60.00"), ("PR", "2", "18.00")]);
/// let service = ServicePayment::new(code, "150.00".parse()?, "72.00".parse()?, answered);
/// let payment = ClaimPayment::new("PCN1", ClaimStatus::Primary, vec![service])?;
/// let compared = compare(&[expected], &[line], &[&payment])?;
/// let causes: Vec<_> = compared.lines[0].causes.iter().map(|one| (one.cause.code(), one.amount.to_string())).collect();
/// assert_eq!(causes, [("allowed", "10.00".to_owned()), ("share", "-2.00".to_owned())]);
/// assert_eq!(compared.difference()?, "8.00".parse()?);
/// assert_eq!(compared.variance(Tolerance::CENT)?.underpaid, "10.00".parse()?); // of the allowed amount
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(
    expected: &[ExpectedLine],
    lines: &[LineKey],
    payments: &[&ClaimPayment],
) -> Result<Comparison, MoneyError> {
    let answers: Vec<&ClaimPayment> = payments
        .iter()
        .copied()
        .filter(|payment| payment.status != ClaimStatus::Predetermination)
        .collect();
    let by_line = answers.iter().all(|payment| !payment.services.is_empty());
    let (lines, claim) = if by_line {
        (of_lines(expected, lines, &answers)?, of_claim(&answers)?)
    } else {
        (vec![whole(expected, &answers)?], Vec::new())
    };
    Ok(Comparison {
        lines,
        claim,
        expected: Money::sum(expected.iter().map(|line| line.decision.paid))?,
        paid: Money::sum(answers.iter().map(|payment| payment.paid))?,
    })
}

impl Comparison {
    /// By how much less was paid than expected.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where it does not fit.
    pub fn difference(&self) -> Result<Money, MoneyError> {
        self.expected.minus(self.paid)
    }

    /// The causes of all lines and of the claim, each cause once.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn causes(&self) -> Result<Vec<Difference>, MoneyError> {
        let mut all = Vec::new();
        let lines = self.lines.iter().flat_map(|line| &line.causes);
        for each in lines.chain(&self.claim) {
            add(&mut all, each.cause, each.amount)?;
        }
        all.retain(|each| !each.amount.is_zero());
        Ok(all)
    }
}

impl LineComparison {
    /// By how much less was paid than expected.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where it does not fit.
    pub fn difference(&self) -> Result<Money, MoneyError> {
        let paid = |of: &Option<Decision>| of.as_ref().map_or(Money::ZERO, |of| of.paid);
        paid(&self.expected).minus(paid(&self.reported))
    }
}

impl Decision {
    /// What the patient owes, under all names.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn patient_share(&self) -> Result<Money, MoneyError> {
        let patient = AdjustmentGroup::PatientResponsibility;
        let share = self.adjustments.iter().filter(|each| each.group == patient);
        Adjustment::total(share)
    }

    /// What neither payment nor adjustments explain of the charge; nothing where they balance.
    pub(super) fn unexplained(&self) -> Result<Money, MoneyError> {
        let left = self.billed.minus(Adjustment::total(&self.adjustments)?)?;
        left.minus(self.paid)
    }

    fn add<'a>(
        &mut self,
        billed: Money,
        paid: Money,
        adjustments: impl IntoIterator<Item = &'a Adjustment>,
    ) -> Result<(), MoneyError> {
        self.billed = self.billed.plus(billed)?;
        self.paid = self.paid.plus(paid)?;
        for next in adjustments {
            let same = |one: &&mut Adjustment| (one.group, one.reason) == (next.group, next.reason);
            match self.adjustments.iter_mut().find(same) {
                Some(one) => {
                    one.amount = one.amount.plus(next.amount)?;
                    one.units = next.units.or(one.units);
                }
                None => self.adjustments.push(*next),
            }
        }
        self.adjustments.retain(|each| !each.amount.is_zero());
        Ok(())
    }

    /// The allowed amount by the adjustments, where no other payer stands between them.
    fn allowed(&self, changed: Changed) -> Result<Option<Money>, MoneyError> {
        let prior = |each: &Adjustment| each.reason == AdjustmentReason::PRIOR_PAYER;
        if self.adjustments.iter().any(prior) || !self.unexplained()?.is_zero() {
            return Ok(None);
        }
        let lowers = |each: &&Adjustment| cause(each, self, changed).lowers_allowed();
        let lower = Adjustment::total(self.adjustments.iter().filter(lowers))?;
        self.billed.minus(lower).map(Some)
    }
}

/// A service of a payment, and the line that it answers.
#[derive(Clone, Copy)]
struct Answer<'a> {
    payment: usize,
    reversal: bool,
    service: &'a ServicePayment,
    /// The charge, or why there is none.
    of: Result<ChargeId, Cause>,
}

fn of_lines(
    expected: &[ExpectedLine],
    lines: &[LineKey],
    payments: &[&ClaimPayment],
) -> Result<Vec<LineComparison>, MoneyError> {
    let mut answers = Vec::new();
    for (number, payment) in payments.iter().enumerate() {
        let found = match_services(payment, lines);
        let services = payment.services.iter().zip(found);
        answers.extend(services.map(|(service, found)| Answer {
            payment: number,
            reversal: payment.is_reversal(),
            service,
            of: match found {
                Match::Found { what, .. } => Ok(what),
                Match::Ambiguous { .. } => Err(Cause::Ambiguous),
                Match::Missing => Err(Cause::NotBilled),
            },
        }));
    }
    // A discount of the claim belongs to lines that nobody can name.
    let discounted = payments.iter().any(|payment| lowered(payment));
    let mut compared = Vec::with_capacity(expected.len());
    for line in expected {
        let own = |answer: &Answer<'_>| answer.of == Ok(line.charge);
        let mine: Vec<Answer<'_>> = answers.iter().copied().filter(own).collect();
        answers.retain(|answer| !own(answer));
        compared.push(of_line(line, &mine, discounted)?);
    }
    // What is left, by the charge that it answers, or each by itself.
    let mut groups: Vec<Vec<Answer<'_>>> = Vec::new();
    for answer in answers {
        let same = |group: &&mut Vec<Answer<'_>>| {
            answer.of.is_ok() && group.iter().any(|one| one.of == answer.of)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(answer),
            None => groups.push(vec![answer]),
        }
    }
    for group in groups {
        let reported = sum(&group)?;
        let of = group
            .first()
            .map_or(Err(Cause::NotBilled), |first| first.of);
        let cause = of.err().unwrap_or(Cause::NotExpected);
        let amount = reported.paid.negated();
        compared.push(LineComparison {
            charge: of.ok(),
            expected: None,
            reported: Some(reported),
            allowed: None,
            causes: vec![Difference { cause, amount }],
        });
    }
    Ok(compared)
}

/// A line of which something was expected, and what was answered to it.
fn of_line(
    line: &ExpectedLine,
    answers: &[Answer<'_>],
    discounted: bool,
) -> Result<LineComparison, MoneyError> {
    let expected = &line.decision;
    let compared = |reported: Option<Decision>, allowed, causes| LineComparison {
        charge: Some(line.charge),
        expected: Some(expected.clone()),
        reported,
        allowed,
        causes,
    };
    if answers.is_empty() {
        let (cause, amount) = (Cause::NotAnswered, expected.paid);
        return Ok(compared(None, None, vec![Difference { cause, amount }]));
    }
    let reported = sum(answers)?;
    if answers.iter().any(|answer| answer.reversal) && !reported.billed.is_positive() {
        let (cause, amount) = (Cause::TakenBack, expected.paid.minus(reported.paid)?);
        let causes = vec![Difference { cause, amount }];
        return Ok(compared(Some(reported), None, causes));
    }
    let changed = changed(answers);
    let causes = explain(expected, &reported, changed)?;
    // What is stated leaves out what was refused of it.
    let refused = causes
        .iter()
        .any(|each| each.cause.is_denial() && each.amount.is_positive());
    let stated = stated(answers)?.filter(|_| !refused);
    let allowed = match stated {
        Some(reported) => Some(AllowedComparison {
            basis: AllowedBasis::Stated,
            expected: line.allowed,
            reported,
        }),
        None if discounted => None,
        None => derived(expected, &reported, changed)?,
    };
    Ok(compared(Some(reported), allowed, causes))
}

fn derived(
    expected: &Decision,
    reported: &Decision,
    changed: Changed,
) -> Result<Option<AllowedComparison>, MoneyError> {
    let both = expected.allowed(changed)?.zip(reported.allowed(changed)?);
    Ok(both.map(|(expected, reported)| AllowedComparison {
        basis: AllowedBasis::Derived,
        expected,
        reported,
    }))
}

/// All lines together, with all that was said of them and of the claim.
fn whole(
    expected: &[ExpectedLine],
    payments: &[&ClaimPayment],
) -> Result<LineComparison, MoneyError> {
    let (mut ours, mut theirs) = (Decision::default(), Decision::default());
    for ExpectedLine { decision, .. } in expected {
        ours.add(decision.billed, decision.paid, &decision.adjustments)?;
    }
    for payment in payments {
        let adjustments = payment.all_adjustments().map(|(_, each)| each);
        theirs.add(payment.charge, payment.paid, adjustments)?;
    }
    let back = payments.iter().any(|payment| payment.is_reversal());
    let (allowed, causes) = if back && !theirs.billed.is_positive() {
        let (cause, amount) = (Cause::TakenBack, ours.paid.minus(theirs.paid)?);
        (None, vec![Difference { cause, amount }])
    } else {
        let changed = Changed::default();
        let causes = explain(&ours, &theirs, changed)?;
        (derived(&ours, &theirs, changed)?, causes)
    };
    Ok(LineComparison {
        charge: None,
        expected: Some(ours),
        reported: Some(theirs),
        allowed,
        causes,
    })
}

/// What was decided of the claim as a whole; and what its payment has beyond that and its lines.
fn of_claim(payments: &[&ClaimPayment]) -> Result<Vec<Difference>, MoneyError> {
    let mut all = Vec::new();
    for payment in payments {
        let mut left = Money::sum(payment.services.iter().map(|service| service.paid))?;
        for Adjustment {
            group,
            reason,
            amount,
            ..
        } in payment.adjustments.iter().copied()
        {
            left = left.minus(amount)?;
            add(&mut all, Cause::Claim { group, reason }, amount)?;
        }
        add(&mut all, Cause::Unbalanced, left.minus(payment.paid)?)?;
    }
    all.retain(|each| !each.amount.is_zero());
    Ok(all)
}

/// Whether the claim as a whole bears what lowers the allowed amount of its lines.
fn lowered(payment: &ClaimPayment) -> bool {
    let of = Decision {
        billed: payment.charge,
        paid: payment.paid,
        adjustments: Vec::new(),
    };
    let lowers = |each| cause(each, &of, Changed::default()).lowers_allowed();
    payment.adjustments.iter().any(lowers)
}

/// What several answers to a line come to.
fn sum(answers: &[Answer<'_>]) -> Result<Decision, MoneyError> {
    let mut all = Decision::default();
    for Answer { service, .. } in answers {
        all.add(service.charge, service.paid, &service.adjustments)?;
    }
    Ok(all)
}

/// What the payer states as allowed, where all that it answered to a line does so.
fn stated(answers: &[Answer<'_>]) -> Result<Option<Money>, MoneyError> {
    let mut all = Money::ZERO;
    for answer in answers {
        let amounts = &answer.service.amounts;
        let Some(stated) = amounts.iter().find(|each| each.qualifier == "B6") else {
            return Ok(None);
        };
        // Payers do not agree on the sign that it bears in a reversal.
        all = if answer.reversal {
            all.minus(stated.amount.magnitude())?
        } else {
            all.plus(stated.amount)?
        };
    }
    Ok(Some(all))
}

/// What the last answer that is no reversal says that it changed.
fn changed(answers: &[Answer<'_>]) -> Changed {
    let stand = || answers.iter().filter(|answer| !answer.reversal);
    let last = stand().map(|answer| answer.payment).max();
    let mut changed = Changed::default();
    for Answer { service, .. } in stand().filter(|answer| Some(answer.payment) == last) {
        let other = |billed: &ServiceCode| {
            let paid = &service.procedure;
            !billed.code.eq_ignore_ascii_case(&paid.code) || billed.modifiers != paid.modifiers
        };
        let paid = service.units.unwrap_or(Units::ONE);
        changed.recoded |= service.submitted.as_ref().is_some_and(other);
        changed.units |= service.submitted_units.is_some_and(|billed| billed != paid);
    }
    changed
}

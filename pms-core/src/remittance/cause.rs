use serde::{Deserialize, Serialize};

use crate::adjudication::{Adjustment, ShareKind};
use crate::code::{AdjustmentGroup, AdjustmentReason};
use crate::money::{Money, MoneyError};

use super::comparison::Decision;
use super::meaning::{Meaning, meaning};

/// Why a payer paid another amount than was expected.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case", tag = "cause")]
#[non_exhaustive]
pub enum Cause {
    /// The payer decided on another charge than was billed.
    Charge,
    /// It took another discount off the charge: by another fee schedule or contract, or for several
    /// services.
    Allowed,
    /// It decided on another service than was billed (SVC06), and allowed another amount for it.
    Recoded,
    /// It paid other units than were billed (SVC07), or says so in an adjustment.
    Units,
    /// It says that another service contains this one.
    Bundled {
        /// Who bears it.
        group: AdjustmentGroup,
        /// Why.
        reason: AdjustmentReason,
    },
    /// It refused, or no longer refused, an amount.
    Denied {
        /// Who bears it.
        group: AdjustmentGroup,
        /// Why.
        reason: AdjustmentReason,
    },
    /// The patient owes another amount under a name.
    Share {
        /// Under which.
        kind: ShareKind,
    },
    /// The patient owes another amount, and for it no name is known here.
    OtherShare {
        /// Why.
        reason: AdjustmentReason,
    },
    /// Another part was cut by law.
    Sequestration,
    /// Payers before this one have settled another amount.
    PriorPayer,
    /// The claim was answered and this line was not.
    NotAnswered,
    /// The answer was taken back, and no other stands.
    TakenBack,
    /// The payer answered a line that nobody billed, or so that it cannot be recognised.
    NotBilled,
    /// Several lines would fit what the payer answered: somebody must choose.
    Ambiguous,
    /// The line was billed, and nobody said what was expected for it.
    NotExpected,
    /// An adjustment of the claim as a whole, which belongs to no line.
    Claim {
        /// Who bears it.
        group: AdjustmentGroup,
        /// Why.
        reason: AdjustmentReason,
    },
    /// The amounts contradict themselves: charge less adjustments is not the payment.
    Unbalanced,
}

impl Cause {
    /// A stable name for bindings and texts; never reused, never translated.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::Allowed => "allowed",
            Self::Recoded => "recoded",
            Self::Units => "units",
            Self::Bundled { .. } => "bundled",
            Self::Denied { .. } => "denied",
            Self::Share { .. } => "share",
            Self::OtherShare { .. } => "other_share",
            Self::Sequestration => "sequestration",
            Self::PriorPayer => "prior_payer",
            Self::NotAnswered => "not_answered",
            Self::TakenBack => "taken_back",
            Self::NotBilled => "not_billed",
            Self::Ambiguous => "ambiguous",
            Self::NotExpected => "not_expected",
            Self::Claim { .. } => "claim",
            Self::Unbalanced => "unbalanced",
        }
    }

    /// What it takes is taken from the allowed amount, and not from what is then shared.
    pub(super) const fn lowers_allowed(self) -> bool {
        self.is_denial()
            || matches!(
                self,
                Self::Allowed
                    | Self::Recoded
                    | Self::Share {
                        kind: ShareKind::AboveAllowed
                    }
            )
    }

    /// Something is refused that was billed.
    pub(super) const fn is_denial(self) -> bool {
        matches!(
            self,
            Self::Denied { .. } | Self::Bundled { .. } | Self::Units
        )
    }
}

/// By how much a payment is lower than expected, and why.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Difference {
    /// Why.
    #[serde(flatten)]
    pub cause: Cause,
    /// By how much less was paid; below zero where more was.
    pub amount: Money,
}

/// What the payer says that it changed of a line.
#[derive(Clone, Copy, Default)]
pub(super) struct Changed {
    pub(super) recoded: bool,
    pub(super) units: bool,
}

/// Reasons that say that another service contains this one: within another service, and the edits on
/// pairs of procedures.
const BUNDLED: [&str; 4] = ["97", "231", "234", "236"];

/// Reasons that say that there were too many units.
const UNITS: [&str; 2] = ["151", "222"];

/// What an adjustment is about, on a line that was decided so.
pub(super) fn cause(adjustment: &Adjustment, of: &Decision, changed: Changed) -> Cause {
    let Adjustment { group, reason, .. } = *adjustment;
    if reason == AdjustmentReason::PRIOR_PAYER {
        return Cause::PriorPayer;
    }
    if group == AdjustmentGroup::PatientResponsibility
        && let Some(kind) = share_kind(reason)
    {
        return Cause::Share { kind };
    }
    match meaning(adjustment, of.billed, of.paid) {
        Meaning::PatientShare => Cause::OtherShare { reason },
        Meaning::Sequester => Cause::Sequestration,
        Meaning::PriorPayer => Cause::PriorPayer,
        Meaning::ContractDiscount if changed.recoded => Cause::Recoded,
        Meaning::ContractDiscount if changed.units => Cause::Units,
        Meaning::ContractDiscount => Cause::Allowed,
        Meaning::Denied if BUNDLED.contains(&reason.as_str()) => Cause::Bundled { group, reason },
        Meaning::Denied if UNITS.contains(&reason.as_str()) || adjustment.units.is_some() => {
            Cause::Units
        }
        Meaning::Denied => Cause::Denied { group, reason },
    }
}

fn share_kind(reason: AdjustmentReason) -> Option<ShareKind> {
    Some(match reason {
        AdjustmentReason::DEDUCTIBLE => ShareKind::Deductible,
        AdjustmentReason::COINSURANCE => ShareKind::Coinsurance,
        AdjustmentReason::COPAY => ShareKind::Copay,
        AdjustmentReason::BENEFIT_MAXIMUM => ShareKind::OverMaximum,
        AdjustmentReason::OVER_FEE_SCHEDULE => ShareKind::AboveAllowed,
        _ => return None,
    })
}

/// What explains the difference of two decisions on the same line, to the cent.
pub(super) fn explain(
    expected: &Decision,
    reported: &Decision,
    changed: Changed,
) -> Result<Vec<Difference>, MoneyError> {
    let mut all = Vec::new();
    let charge = expected.billed.minus(reported.billed)?;
    add(&mut all, Cause::Charge, charge)?;
    for (of, sign) in [(reported, 1), (expected, -1)] {
        for adjustment in &of.adjustments {
            let cause = cause(adjustment, of, changed);
            add(&mut all, cause, adjustment.amount.times(sign)?)?;
        }
        add(&mut all, Cause::Unbalanced, of.unexplained()?.times(sign)?)?;
    }
    net(&mut all)?;
    all.retain(|each| !each.amount.is_zero());
    Ok(all)
}

/// Adds to what is known of a cause.
pub(super) fn add(
    all: &mut Vec<Difference>,
    cause: Cause,
    amount: Money,
) -> Result<(), MoneyError> {
    match all.iter_mut().find(|each| each.cause == cause) {
        Some(each) => each.amount = each.amount.plus(amount)?,
        None => all.push(Difference { cause, amount }),
    }
    Ok(())
}

/// What is refused is discounted no more: a denial of the whole charge costs what was allowed of it.
/// So the discount that is missing is taken from what was denied, in proportion where there are
/// several reasons.
fn net(all: &mut [Difference]) -> Result<(), MoneyError> {
    let is_discount = |each: &Difference| matches!(each.cause, Cause::Allowed | Cause::Recoded);
    let Some(discount) = all.iter().find(|each| is_discount(each)) else {
        return Ok(());
    };
    let discount = discount.amount;
    let against = |each: &Difference| {
        let opposite = each.amount.is_positive() && discount.is_negative()
            || each.amount.is_negative() && discount.is_positive();
        each.cause.is_denial() && opposite
    };
    let denied = all.iter().filter(|each| against(each));
    let weights: Vec<Money> = denied.map(|each| each.amount.magnitude()).collect();
    let most = Money::sum(weights.iter().copied())?;
    if most.is_zero() {
        return Ok(());
    }
    let moved = discount.min(most).max(most.negated());
    let parts = moved.split(&weights)?;
    let denied = all.iter_mut().filter(|each| against(each));
    for (each, part) in denied.zip(parts) {
        each.amount = each.amount.plus(part)?;
    }
    for each in all.iter_mut().filter(|each| is_discount(each)) {
        each.amount = each.amount.minus(moved)?;
    }
    Ok(())
}

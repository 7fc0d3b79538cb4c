use serde::{Deserialize, Serialize};

use crate::code::{AdjustmentGroup, AdjustmentReason, Modifier};
use crate::coverage::Coordination;
use crate::fee::policy::{Denial, PolicyStep};
use crate::fee::{Allowed, Excess};
use crate::id::ContractId;
use crate::money::{Money, MoneyError, Rate};

use super::adjustment::Adjustment;
use super::coordinate::Bound;
use super::outcome::ShareKind;

/// Who bears what a rule takes from the plan's payment.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// The practice writes it off.
    Practice,
    /// The patient owes it, under this name.
    Patient(ShareKind),
    /// Payers before this one have settled it.
    PriorPayers,
}

/// A rule that was applied, with what it was given.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
#[non_exhaustive]
pub enum Rule {
    /// The law limits what may be asked for in all.
    LimitingCharge {
        /// The limit.
        limit: Money,
    },
    /// Nothing of the line is paid.
    Denied {
        /// Why.
        denial: Denial,
    },
    /// The contract, or the plan without one, allows less than is charged.
    Allowed {
        /// Which contract.
        contract: ContractId,
        /// What it allows, by which row.
        allowed: Allowed,
        /// Who bears the difference.
        excess: Excess,
    },
    /// The payer's policy changes what the contract's row gives.
    Policy {
        /// By which step.
        step: PolicyStep,
        /// Who bears the difference.
        excess: Excess,
    },
    /// Under maintenance of benefits the plan shares what is left after the earlier payment.
    Maintained {
        /// What was paid before, as far as the plan allows it.
        paid: Money,
    },
    /// A copay is due.
    Copay {
        /// The copay.
        amount: Money,
        /// What the visit's other lines have borne of it.
        taken: Money,
        /// What was left of the out-of-pocket maximum, where it counts.
        out_of_pocket_left: Option<Money>,
    },
    /// The deductible is not met.
    Deductible {
        /// What was left of it.
        left: Money,
        /// What was left of the out-of-pocket maximum, where it counts.
        out_of_pocket_left: Option<Money>,
    },
    /// The patient bears a part.
    Coinsurance {
        /// Which part.
        rate: Rate,
        /// What rounding to the cent added, in millionths of a cent.
        residue: i64,
        /// What was left of the out-of-pocket maximum, where it counts.
        out_of_pocket_left: Option<Money>,
    },
    /// The plan's maximum is spent, and with it the contract's discount ends.
    DiscountEnded,
    /// The plan's maximum is reached.
    Maximum {
        /// What was left of it.
        left: Money,
    },
    /// Payers before this one have settled a part.
    Prior {
        /// What they paid.
        paid: Money,
        /// What was written off under their contracts, as far as it stands.
        written_off: Money,
        /// What was written off and is paid now.
        #[serde(default)]
        returned: Money,
    },
    /// The plan pays after another: the least of some bounds. Takes nothing itself.
    Secondary {
        /// How this plan pays after another.
        method: Coordination,
        /// What its payment is bounded by.
        bounds: Vec<(Bound, Money)>,
        /// What it pays besides, of what it saved before.
        reserve_drawn: Money,
    },
    /// This payer's contract lets the patient owe no more than is left of its own allowed amount.
    SecondDiscount {
        /// What this payer allows.
        allowed: Money,
    },
    /// What stays with the patient after two or more payers.
    Coordinated {
        /// How this plan pays after another.
        method: Coordination,
        /// Under which name the patient owes it.
        share: ShareKind,
    },
    /// The payer pays only a part of what it would, after all that the patient owes.
    PaymentPart {
        /// By which modifier.
        modifier: Modifier,
        /// Which part.
        rate: Rate,
        /// What rounding to the cent added, in millionths of a cent.
        residue: i64,
    },
    /// The payer's payment is cut by law.
    Sequestration {
        /// By which part.
        rate: Rate,
        /// What rounding to the cent added, in millionths of a cent.
        residue: i64,
    },
}

impl Rule {
    /// A stable name for bindings and texts; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::LimitingCharge { .. } => "limiting_charge",
            Self::Denied { .. } => "denied",
            Self::Allowed { .. } => "allowed",
            Self::Policy { .. } => "policy",
            Self::Maintained { .. } => "maintained",
            Self::Copay { .. } => "copay",
            Self::Deductible { .. } => "deductible",
            Self::Coinsurance { .. } => "coinsurance",
            Self::DiscountEnded => "discount_ended",
            Self::Maximum { .. } => "maximum",
            Self::Prior { .. } => "prior",
            Self::Secondary { .. } => "secondary",
            Self::SecondDiscount { .. } => "second_discount",
            Self::Coordinated { .. } => "coordinated",
            Self::PaymentPart { .. } => "payment_part",
            Self::Sequestration { .. } => "sequestration",
        }
    }

    /// Who bears what it takes.
    #[must_use]
    pub fn bearer(&self) -> Bearer {
        match self {
            Self::Allowed { excess, .. } | Self::Policy { excess, .. } => match excess {
                Excess::WrittenOff => Bearer::Practice,
                Excess::Patient | Excess::Limited { .. } => {
                    Bearer::Patient(ShareKind::AboveAllowed)
                }
            },
            Self::Copay { .. } => Bearer::Patient(ShareKind::Copay),
            Self::Deductible { .. } => Bearer::Patient(ShareKind::Deductible),
            Self::Coinsurance { .. } => Bearer::Patient(ShareKind::Coinsurance),
            Self::Maximum { .. } => Bearer::Patient(ShareKind::OverMaximum),
            Self::Coordinated { share, .. } => Bearer::Patient(*share),
            Self::Prior { .. } | Self::Secondary { .. } | Self::Maintained { .. } => {
                Bearer::PriorPayers
            }
            Self::LimitingCharge { .. }
            | Self::Denied { .. }
            | Self::DiscountEnded
            | Self::SecondDiscount { .. }
            | Self::PaymentPart { .. }
            | Self::Sequestration { .. } => Bearer::Practice,
        }
    }

    /// Group and reason as a payer would report it.
    ///
    /// Source: 005010X221A1, CAS.
    #[must_use]
    pub fn reported(&self) -> (AdjustmentGroup, AdjustmentReason) {
        let reason = match self.bearer() {
            Bearer::Practice => match self {
                Self::Sequestration { .. } => AdjustmentReason::SEQUESTER,
                Self::Denied { denial } => denial.reason(),
                Self::Policy { step, .. } => step.why.reason(),
                _ => AdjustmentReason::OVER_FEE_SCHEDULE,
            },
            Bearer::Patient(ShareKind::AboveAllowed) => AdjustmentReason::OVER_FEE_SCHEDULE,
            Bearer::Patient(ShareKind::Copay) => AdjustmentReason::COPAY,
            Bearer::Patient(ShareKind::Deductible) => AdjustmentReason::DEDUCTIBLE,
            Bearer::Patient(ShareKind::Coinsurance) => AdjustmentReason::COINSURANCE,
            Bearer::Patient(ShareKind::OverMaximum) => AdjustmentReason::BENEFIT_MAXIMUM,
            Bearer::PriorPayers => AdjustmentReason::PRIOR_PAYER,
        };
        let group = match self.bearer() {
            Bearer::Practice => AdjustmentGroup::ContractualObligation,
            Bearer::Patient(_) => AdjustmentGroup::PatientResponsibility,
            Bearer::PriorPayers => AdjustmentGroup::OtherAdjustment,
        };
        (group, reason)
    }
}

/// One step from the charge to the plan's payment.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TraceStep {
    /// What was applied.
    #[serde(flatten)]
    pub rule: Rule,
    /// What the plan would have paid before it.
    pub before: Money,
    /// What the plan would pay after it.
    pub after: Money,
}

impl TraceStep {
    /// What the step takes from the plan's payment.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the difference does not fit.
    pub fn taken(&self) -> Result<Money, MoneyError> {
        self.before.minus(self.after)
    }

    /// The step as a payer would report it.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the difference does not fit.
    pub fn adjustment(&self) -> Result<Adjustment, MoneyError> {
        let (group, reason) = self.rule.reported();
        Ok(Adjustment::new(group, reason, self.taken()?))
    }
}

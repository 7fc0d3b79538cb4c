use crate::coverage::CoverageError;
use crate::fee::FeeError;
use crate::id::ChargeId;
use crate::money::MoneyError;

/// Why lines cannot be adjudicated. Nothing is decided then, as each line may use what another left.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AdjudicationError {
    /// The contract gives no amount for a line.
    #[error("{source}")]
    Fee {
        /// The line.
        charge: ChargeId,
        /// Why not.
        source: FeeError,
    },
    /// The plan has no benefits for a line's service, network and day: whether it pays is not known.
    #[error("the plan says nothing about this service")]
    NoBenefit {
        /// The line.
        charge: ChargeId,
    },
    /// The line counts toward the plan's limits already; take that back first.
    #[error("this charge already counts toward the limits")]
    AlreadyCounted {
        /// The line.
        charge: ChargeId,
    },
    /// The same charge stands on two lines.
    #[error("the same charge stands on two lines")]
    Twice {
        /// The charge.
        charge: ChargeId,
    },
    /// A charge below zero is a reversal: take back what was decided instead.
    #[error("a charge or earlier payment is below zero")]
    Negative {
        /// The line.
        charge: ChargeId,
    },
    /// Earlier payers have settled more than was charged.
    #[error("earlier payers have settled more than the charge")]
    PriorAboveCharge {
        /// The line.
        charge: ChargeId,
    },
    /// The contract is not one for this plan.
    #[error("the contract is not one for this plan")]
    OtherContract,
    /// The sums of the plan's limits cannot be had.
    #[error(transparent)]
    Coverage(#[from] CoverageError),
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl AdjudicationError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fee { source, .. } => source.code(),
            Self::NoBenefit { .. } => "adjudication.no_benefit",
            Self::AlreadyCounted { .. } => "adjudication.already_counted",
            Self::Twice { .. } => "adjudication.twice",
            Self::Negative { .. } => "adjudication.negative",
            Self::PriorAboveCharge { .. } => "adjudication.prior_above_charge",
            Self::OtherContract => "adjudication.other_contract",
            Self::Coverage(coverage) => coverage.code(),
            Self::Money(money) => money.code(),
        }
    }
}

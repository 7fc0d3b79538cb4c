use chrono::NaiveDate;

use crate::code::ProcedureCode;
use crate::money::MoneyError;

/// Why a price or a rate cannot be had.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FeeError {
    /// Nothing was agreed for the service on that day. This is no zero: nobody knows the amount.
    #[error("no rate is agreed for this service on its day")]
    NoRate {
        /// What was done.
        procedure: ProcedureCode,
        /// The day of service.
        date: NaiveDate,
    },
    /// A contract pays a part of a fee schedule that is not at hand.
    #[error("no fee schedule of the name {name}")]
    NoSchedule {
        /// The schedule's name.
        name: String,
    },
    /// Two rows would decide for the same service on the same day.
    #[error("two rows hold for the same service on the same day")]
    Overlap {
        /// The procedure of both, if they name one.
        procedure: Option<ProcedureCode>,
    },
    /// A price below zero.
    #[error("a price or fee is below zero")]
    NegativeAmount,
    /// The table of a file has no heading that is needed.
    #[error("the file has no column {column}")]
    NoColumn {
        /// The heading.
        column: &'static str,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl FeeError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRate { .. } => "fee.no_rate",
            Self::NoSchedule { .. } => "fee.no_schedule",
            Self::Overlap { .. } => "fee.overlap",
            Self::NegativeAmount => "fee.negative_amount",
            Self::NoColumn { .. } => "fee.no_column",
            Self::Money(money) => money.code(),
        }
    }
}

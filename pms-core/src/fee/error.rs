use chrono::NaiveDate;

use crate::code::{CodeError, ProcedureCode};
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
    /// The contract pays by time, and nobody has said how long it took.
    #[error("the rate is by time, and the service has no minutes")]
    NoTime {
        /// What was done.
        procedure: ProcedureCode,
    },
    /// The service is measured in minutes, which a rate for units does not price.
    #[error("a service measured in minutes has no rate per unit")]
    Timed {
        /// What was done.
        procedure: ProcedureCode,
    },
    /// A part of the amount is to be reduced, and nobody has said how much that part is.
    #[error("the contract does not say what a part of this service comes to")]
    NoComponent {
        /// What was done.
        procedure: ProcedureCode,
    },
    /// Only the payer's reading of a report can say.
    #[error("the payer decides this service by report")]
    ByReport {
        /// What was done.
        procedure: ProcedureCode,
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
    /// A code of a past service cannot be read.
    #[error(transparent)]
    Code(#[from] CodeError),
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
            Self::NoTime { .. } => "fee.no_time",
            Self::Timed { .. } => "fee.timed",
            Self::NoComponent { .. } => "fee.no_component",
            Self::ByReport { .. } => "fee.by_report",
            Self::Overlap { .. } => "fee.overlap",
            Self::NegativeAmount => "fee.negative_amount",
            Self::NoColumn { .. } => "fee.no_column",
            Self::Code(code) => code.code(),
            Self::Money(money) => money.code(),
        }
    }
}

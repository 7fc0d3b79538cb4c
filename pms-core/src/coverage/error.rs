use chrono::NaiveDate;

use crate::id::ChargeId;
use crate::money::MoneyError;

/// Why a coverage, a plan's benefits or an accumulator cannot be had so.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CoverageError {
    /// A limit, copay or other amount of a benefit is below zero.
    #[error("an amount in the benefits is below zero")]
    NegativeAmount,
    /// The patient's part of a line is more than the whole line.
    #[error("coinsurance is more than the whole")]
    RateAboveOne,
    /// A limit that names no sum would bound nothing.
    #[error("a limit in the benefits has no sum to count")]
    NoPool,
    /// No month of the year bears this number.
    #[error("a plan year begins in a month from 1 to 12")]
    PlanYearMonth,
    /// A member's number is empty, too long or holds characters that no card bears.
    #[error("a member id has 2 to 80 printable characters")]
    MemberId,
    /// What the charge used of the limits is already counted.
    #[error("this charge already counts toward the limits")]
    AlreadyApplied {
        /// The charge.
        charge: ChargeId,
    },
    /// Nothing of the charge is counted, so nothing can be taken back.
    #[error("this charge does not count toward the limits")]
    NotApplied {
        /// The charge.
        charge: ChargeId,
    },
    /// Too few units of the authorisation are left for the charge.
    #[error("too few units of the authorisation are left")]
    AuthorizationSpent {
        /// The charge.
        charge: ChargeId,
    },
    /// A coverage can only change on a day that it covers.
    #[error("the coverage does not hold on {date}")]
    NotCovered {
        /// The day.
        date: NaiveDate,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl CoverageError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NegativeAmount => "coverage.negative_amount",
            Self::RateAboveOne => "coverage.rate_above_one",
            Self::NoPool => "coverage.no_pool",
            Self::PlanYearMonth => "coverage.plan_year_month",
            Self::MemberId => "coverage.member_id",
            Self::AlreadyApplied { .. } => "coverage.already_applied",
            Self::NotApplied { .. } => "coverage.not_applied",
            Self::AuthorizationSpent { .. } => "coverage.authorization_spent",
            Self::NotCovered { .. } => "coverage.not_covered",
            Self::Money(money) => money.code(),
        }
    }
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::error::MetricsError;
use crate::id::PayerId;
use crate::money::Money;
use crate::time::AsOf;

/// From which day a receivable's age is counted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgingBasis {
    /// From the service.
    Service,
    /// From the first bill.
    FirstBilled,
    /// From the day since when the party owes.
    Responsibility,
}

impl AgingBasis {
    /// The basis as it is printed beside the figures.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service date",
            Self::FirstBilled => "first billed date",
            Self::Responsibility => "responsibility date",
        }
    }
}

/// How old a receivable is, in the buckets of the field.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// 0 to 30 days.
    UpTo30,
    /// 31 to 60 days.
    UpTo60,
    /// 61 to 90 days.
    UpTo90,
    /// 91 to 120 days.
    UpTo120,
    /// More than 120 days.
    Over120,
}

impl Bucket {
    /// All of them, youngest first.
    pub const ALL: [Self; 5] = [
        Self::UpTo30,
        Self::UpTo60,
        Self::UpTo90,
        Self::UpTo120,
        Self::Over120,
    ];

    /// Their last days; beyond is the last bucket.
    pub(super) const EDGES: [i64; 4] = [30, 60, 90, 120];

    /// The bucket of an age in calendar days. Day 30 is in the first, day 31 in the second; what is
    /// not due yet is in the first.
    ///
    /// ```
    /// # use pms_core::metrics::Bucket;
    /// assert_eq!(Bucket::of(30), Bucket::UpTo30);
    /// assert_eq!(Bucket::of(31), Bucket::UpTo60);
    /// ```
    #[must_use]
    pub fn of(days: i64) -> Self {
        match days {
            ..=30 => Self::UpTo30,
            31..=60 => Self::UpTo60,
            61..=90 => Self::UpTo90,
            91..=120 => Self::UpTo120,
            _ => Self::Over120,
        }
    }

    /// The bucket on a day, of what is counted from another.
    #[must_use]
    pub fn on(day: NaiveDate, since: NaiveDate) -> Self {
        Self::of(day.signed_duration_since(since).num_days())
    }

    /// As the heading of a column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UpTo30 => "0-30",
            Self::UpTo60 => "31-60",
            Self::UpTo90 => "61-90",
            Self::UpTo120 => "91-120",
            Self::Over120 => "120+",
        }
    }
}

/// What one party owes, by age.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AgingLine {
    /// The payer; none for patients.
    pub payer: Option<PayerId>,
    /// What is owed, in the order of [`Bucket::ALL`].
    pub buckets: [Money; 5],
    /// Owed, and without a day to count from: not billed yet.
    pub undated: Money,
    /// Paid too much, as an amount above zero. It stands beside what is owed and is not taken off.
    pub credits: Money,
}

impl AgingLine {
    /// A line with nothing on it.
    #[must_use]
    pub fn empty(payer: Option<PayerId>) -> Self {
        Self {
            payer,
            buckets: [Money::ZERO; 5],
            undated: Money::ZERO,
            credits: Money::ZERO,
        }
    }

    /// All that is owed, credits not taken off.
    ///
    /// # Errors
    ///
    /// [`MetricsError::Money`] where the sum does not fit.
    pub fn owed(&self) -> Result<Money, MetricsError> {
        Ok(Money::sum(self.buckets)?.plus(self.undated)?)
    }
}

/// Receivables by party and age: the aging report.
///
/// Source: the buckets of MGMA and the AAFP.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Aging {
    /// As of when.
    pub as_of: AsOf,
    /// From which day ages are counted.
    pub basis: AgingBasis,
    /// One line a party that owes or is in credit, patients first, then payers by identifier.
    pub lines: Vec<AgingLine>,
}

impl Aging {
    /// All parties together.
    ///
    /// # Errors
    ///
    /// [`MetricsError::Money`] where a sum does not fit.
    pub fn total(&self) -> Result<AgingLine, MetricsError> {
        let mut total = AgingLine::empty(None);
        for line in &self.lines {
            for (sum, bucket) in total.buckets.iter_mut().zip(line.buckets) {
                *sum = sum.plus(bucket)?;
            }
            total.undated = total.undated.plus(line.undated)?;
            total.credits = total.credits.plus(line.credits)?;
        }
        Ok(total)
    }
}

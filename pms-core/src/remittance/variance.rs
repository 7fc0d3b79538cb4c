use serde::{Deserialize, Serialize};

use crate::money::{Money, MoneyError, Rate, Rounding};

use super::comparison::{AllowedComparison, Comparison};

/// Which differences of allowed amounts nobody asks after: those within the greater of both.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Tolerance {
    /// So much for a line.
    pub amount: Money,
    /// Such a part of what was expected for it.
    pub rate: Rate,
}

impl Tolerance {
    /// One cent for a line: what rounding alone can bring about.
    pub const CENT: Self = Self {
        amount: Money::CENT,
        rate: Rate::ZERO,
    };

    /// Whether a line's difference is within it.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where it does not fit.
    pub fn covers(self, allowed: &AllowedComparison) -> Result<bool, MoneyError> {
        let part = allowed.expected.share(self.rate, Rounding::Down)?;
        let most = self.amount.max(part.magnitude());
        Ok(allowed.difference()?.magnitude() <= most)
    }
}

/// What a claim, or many, were paid too little or too much, measured by what was allowed: what the
/// patient bears of it may differ for reasons that are not the payer's.
///
/// Lines within the tolerance count in neither; lines of which allowed amounts cannot be compared are
/// counted apart.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Variance {
    /// How much less was allowed than expected, on the lines where less was.
    pub underpaid: Money,
    /// How much more was allowed than expected, on the lines where more was.
    pub overpaid: Money,
    /// How much less was paid than expected, on all lines and for all causes.
    pub payment: Money,
    /// The lines on which less was allowed.
    pub lines_underpaid: usize,
    /// The lines of which allowed amounts cannot be compared.
    pub lines_not_compared: usize,
}

impl Variance {
    /// What was allowed too little less what was allowed too much.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where it does not fit.
    pub fn net(self) -> Result<Money, MoneyError> {
        self.underpaid.minus(self.overpaid)
    }

    /// Both together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            underpaid: self.underpaid.plus(other.underpaid)?,
            overpaid: self.overpaid.plus(other.overpaid)?,
            payment: self.payment.plus(other.payment)?,
            lines_underpaid: self.lines_underpaid.saturating_add(other.lines_underpaid),
            lines_not_compared: self
                .lines_not_compared
                .saturating_add(other.lines_not_compared),
        })
    }
}

impl AllowedComparison {
    /// By how much less was allowed than expected.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where it does not fit.
    pub fn difference(&self) -> Result<Money, MoneyError> {
        self.expected.minus(self.reported)
    }
}

impl Comparison {
    /// How much less, and how much more, was allowed than expected, line by line: nothing on one line
    /// makes up for another.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn variance(&self, tolerance: Tolerance) -> Result<Variance, MoneyError> {
        let mut all = Variance {
            payment: self.difference()?,
            ..Variance::default()
        };
        for line in &self.lines {
            let Some(allowed) = &line.allowed else {
                all.lines_not_compared = all.lines_not_compared.saturating_add(1);
                continue;
            };
            let less = allowed.difference()?;
            if tolerance.covers(allowed)? {
                continue;
            }
            if less.is_positive() {
                all.underpaid = all.underpaid.plus(less)?;
                all.lines_underpaid = all.lines_underpaid.saturating_add(1);
            } else {
                all.overpaid = all.overpaid.minus(less)?;
            }
        }
        Ok(all)
    }
}

use serde::{Deserialize, Serialize};

use crate::code::{AdjustmentGroup, AdjustmentReason};
use crate::money::{Money, MoneyError, Units};

/// Why the payment of a claim or a line differs from its charge, and who bears it.
///
/// A positive amount lowers the payment; a reversal bears negative ones. Always: charge less all
/// adjustments is the payment.
///
/// Source: 005010X221A1, CAS.
///
/// ```
/// # use pms_core::adjudication::Adjustment;
/// # use pms_core::money::Money;
/// let discount = Adjustment::new("CO".parse()?, "45".parse()?, "50.00".parse()?);
/// let deductible = Adjustment::new("PR".parse()?, "1".parse()?, "30.00".parse()?);
/// let charge: Money = "150.00".parse()?;
/// let payment = charge.minus(Adjustment::total([&discount, &deductible])?)?;
/// assert_eq!(payment, "70.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Adjustment {
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// Why.
    pub reason: AdjustmentReason,
    /// By how much the payment is lower than the charge.
    pub amount: Money,
    /// How many units less were paid, where the adjustment is one of units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<Units>,
}

impl Adjustment {
    /// An adjustment of the amount alone.
    #[must_use]
    pub const fn new(group: AdjustmentGroup, reason: AdjustmentReason, amount: Money) -> Self {
        Self {
            group,
            reason,
            amount,
            units: None,
        }
    }

    /// All adjustments together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn total<'a>(adjustments: impl IntoIterator<Item = &'a Self>) -> Result<Money, MoneyError> {
        Money::sum(adjustments.into_iter().map(|each| each.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_survives_storing() {
        let json = r#"{"group":"PR","reason":"2","amount":"-20.00","units":"1.5"}"#;
        let adjustment: Adjustment = serde_json::from_str(json).unwrap();
        assert_eq!(adjustment.units, Some("1.5".parse().unwrap()));
        assert_eq!(serde_json::to_string(&adjustment).unwrap(), json);
        let plain = r#"{"group":"CO","reason":"45","amount":"20.00"}"#;
        let adjustment: Adjustment = serde_json::from_str(plain).unwrap();
        assert_eq!(serde_json::to_string(&adjustment).unwrap(), plain);
    }
}

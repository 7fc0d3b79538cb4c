use serde::{Deserialize, Serialize};

use crate::adjudication::{AdjudicatedLine, Adjustment, Owes};
use crate::code::{AdjustmentGroup, AdjustmentReason};
use crate::money::{Money, MoneyError};

/// What becomes of a charge. Built here, charge = payers pay + patient owes + not collected.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Figures {
    /// At full fee.
    pub charge: Money,
    /// What the plan recognizes; zero without a plan.
    pub allowed: Money,
    /// What all payers pay.
    pub payers_pay: Money,
    /// What the patient owes, by name; without a plan all of it is above the allowed amount.
    pub owes: Owes,
    /// What neither pays nor owes: discounts, and what a payer refuses.
    pub not_collected: Money,
}

impl Figures {
    /// A service that no payer hears of, less a discount.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the difference does not fit.
    pub fn self_pay(charge: Money, discount: Money) -> Result<Self, MoneyError> {
        let owes = Owes {
            above_allowed: charge.minus(discount)?,
            ..Owes::default()
        };
        Ok(Self {
            charge,
            owes,
            not_collected: discount,
            ..Self::default()
        })
    }

    /// As it was adjudicated here, by the last payer where there are several.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn adjudicated(line: &AdjudicatedLine) -> Result<Self, MoneyError> {
        let before = line.prior.unwrap_or_default();
        Ok(Self {
            charge: line.billed,
            allowed: line.allowed,
            payers_pay: before.paid.plus(line.plan_pays)?,
            owes: line.owes,
            not_collected: before.written_off.plus(line.written_off)?,
        })
    }

    /// As a payer answered it. What a payer lays on the patient under no name of a cost share counts as
    /// above the allowed amount; what payers before it settled counts as paid.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn answered(
        charge: Money,
        paid: Money,
        adjustments: &[Adjustment],
    ) -> Result<Self, MoneyError> {
        let mut figures = Self {
            charge,
            allowed: paid,
            payers_pay: paid,
            ..Self::default()
        };
        for Adjustment {
            group,
            reason,
            amount,
            ..
        } in adjustments
        {
            let owes = &mut figures.owes;
            let (part, recognized) = match (*group, *reason) {
                (AdjustmentGroup::PatientResponsibility, reason) => match reason.as_str() {
                    "1" | "66" => (&mut owes.deductible, true),
                    "2" | "122" => (&mut owes.coinsurance, true),
                    "3" => (&mut owes.copay, true),
                    "35" | "119" => (&mut owes.over_maximum, true),
                    _ => (&mut owes.above_allowed, false),
                },
                (_, AdjustmentReason::PRIOR_PAYER) => (&mut figures.payers_pay, true),
                (_, AdjustmentReason::SEQUESTER) => (&mut figures.not_collected, true),
                _ => (&mut figures.not_collected, false),
            };
            *part = part.plus(*amount)?;
            if recognized {
                figures.allowed = figures.allowed.plus(*amount)?;
            }
        }
        Ok(figures)
    }

    /// Both together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            charge: self.charge.plus(other.charge)?,
            allowed: self.allowed.plus(other.allowed)?,
            payers_pay: self.payers_pay.plus(other.payers_pay)?,
            owes: Owes {
                copay: self.owes.copay.plus(other.owes.copay)?,
                deductible: self.owes.deductible.plus(other.owes.deductible)?,
                coinsurance: self.owes.coinsurance.plus(other.owes.coinsurance)?,
                over_maximum: self.owes.over_maximum.plus(other.owes.over_maximum)?,
                above_allowed: self.owes.above_allowed.plus(other.owes.above_allowed)?,
            },
            not_collected: self.not_collected.plus(other.not_collected)?,
        })
    }
}

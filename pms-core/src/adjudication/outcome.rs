use serde::{Deserialize, Serialize};

use crate::coverage::{Accrual, AccumulatorEvent, CostShare};
use crate::id::ChargeId;
use crate::money::{Money, MoneyError};

use super::adjustment::Adjustment;
use super::line::Prior;
use super::trace::TraceStep;

/// What was decided on some lines.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Adjudication {
    /// The lines, as they were given.
    pub lines: Vec<AdjudicatedLine>,
    /// In which order they took from the plan's limits: by day of service, then as given.
    pub order: Vec<ChargeId>,
}

/// What a line is worth.
///
/// Always: billed = settled before + plan pays + patient owes + written off.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AdjudicatedLine {
    /// Which charge.
    pub charge: ChargeId,
    /// What is charged.
    pub billed: Money,
    /// What the plan recognizes.
    pub allowed: Money,
    /// What payers before this one have settled, as far as it stands: where this plan pays into what
    /// was written off before, less of that does. None where this one is the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
    /// What the plan pays.
    pub plan_pays: Money,
    /// What the patient owes.
    pub owes: Owes,
    /// What the practice writes off. Below zero only where a contract allows more than is charged: one
    /// without a lesser-of rule, or with one for the claim as a whole.
    pub written_off: Money,
    /// How the charge became the plan's payment, step by step.
    pub trace: Vec<TraceStep>,
    /// How the plan would have paid as the only one, where a payer came before; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alone: Vec<TraceStep>,
    /// What the line uses of the plan's limits.
    pub accruals: Vec<Accrual>,
}

/// Under which name the patient owes an amount.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ShareKind {
    /// A fixed amount.
    Copay,
    /// What comes before the plan begins to pay.
    Deductible,
    /// A part of what was left.
    Coinsurance,
    /// What the plan no longer pays since a maximum is reached.
    OverMaximum,
    /// What is above the allowed amount, where nobody agreed to write it off.
    AboveAllowed,
}

impl From<CostShare> for ShareKind {
    fn from(share: CostShare) -> Self {
        match share {
            CostShare::Copay => Self::Copay,
            CostShare::Deductible => Self::Deductible,
            CostShare::Coinsurance => Self::Coinsurance,
        }
    }
}

/// What a patient owes, by name.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Owes {
    /// A fixed amount.
    pub copay: Money,
    /// What comes before the plan begins to pay.
    pub deductible: Money,
    /// A part of what was left.
    pub coinsurance: Money,
    /// What the plan no longer pays since a maximum is reached.
    pub over_maximum: Money,
    /// What is above the allowed amount, where nobody agreed to write it off.
    pub above_allowed: Money,
}

impl Owes {
    /// All names, in the order in which they are owed.
    pub const KINDS: [ShareKind; 5] = [
        ShareKind::Copay,
        ShareKind::Deductible,
        ShareKind::Coinsurance,
        ShareKind::OverMaximum,
        ShareKind::AboveAllowed,
    ];

    /// All together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn total(self) -> Result<Money, MoneyError> {
        Money::sum(Self::KINDS.map(|kind| self.of(kind)))
    }

    /// What is owed under one name.
    #[must_use]
    pub const fn of(self, kind: ShareKind) -> Money {
        match kind {
            ShareKind::Copay => self.copay,
            ShareKind::Deductible => self.deductible,
            ShareKind::Coinsurance => self.coinsurance,
            ShareKind::OverMaximum => self.over_maximum,
            ShareKind::AboveAllowed => self.above_allowed,
        }
    }

    pub(super) fn add(&mut self, kind: ShareKind, amount: Money) -> Result<(), MoneyError> {
        let owed = match kind {
            ShareKind::Copay => &mut self.copay,
            ShareKind::Deductible => &mut self.deductible,
            ShareKind::Coinsurance => &mut self.coinsurance,
            ShareKind::OverMaximum => &mut self.over_maximum,
            ShareKind::AboveAllowed => &mut self.above_allowed,
        };
        *owed = owed.plus(amount)?;
        Ok(())
    }
}

impl AdjudicatedLine {
    /// What all payers so far have settled, for the next one.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn settled(&self) -> Result<Prior, MoneyError> {
        let before = self.prior.unwrap_or_default();
        Ok(Prior {
            paid: before.paid.plus(self.plan_pays)?,
            written_off: before.written_off.plus(self.written_off)?,
            allowed: before.allowed.max(Some(self.allowed)),
            in_full: before.in_full,
        })
    }

    /// The line as a payer would report it: what each group and reason takes from the charge, in the
    /// order of the trace. Charge less these is the plan's payment.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a sum does not fit.
    pub fn adjustments(&self) -> Result<Vec<Adjustment>, MoneyError> {
        let mut all: Vec<Adjustment> = Vec::new();
        for step in &self.trace {
            let next = step.adjustment()?;
            let same = |one: &&mut Adjustment| (one.group, one.reason) == (next.group, next.reason);
            match all.iter_mut().find(same) {
                Some(one) => one.amount = one.amount.plus(next.amount)?,
                None => all.push(next),
            }
        }
        all.retain(|adjustment| !adjustment.amount.is_zero());
        Ok(all)
    }
}

impl Adjudication {
    /// What the lines use of the plan's limits, to be recorded once the decision stands.
    pub fn events(&self) -> impl Iterator<Item = AccumulatorEvent> {
        self.lines.iter().map(|line| AccumulatorEvent::Applied {
            charge: line.charge,
            accruals: line.accruals.clone(),
        })
    }

    /// What the plan pays for all lines.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn plan_pays(&self) -> Result<Money, MoneyError> {
        Money::sum(self.lines.iter().map(|line| line.plan_pays))
    }

    /// What the patient owes for all lines.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn patient_owes(&self) -> Result<Money, MoneyError> {
        self.lines
            .iter()
            .try_fold(Money::ZERO, |sum, line| sum.plus(line.owes.total()?))
    }

    /// What the practice writes off of all lines.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn written_off(&self) -> Result<Money, MoneyError> {
        Money::sum(self.lines.iter().map(|line| line.written_off))
    }
}

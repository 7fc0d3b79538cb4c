use core::fmt;

use serde::{Deserialize, Serialize};

use crate::code::{Modifier, ProcedureCode};
use crate::id::ChargeId;
use crate::money::{Money, MoneyError};

use super::figures::Figures;
use super::overridden::Overridden;

/// One service that was expected. `Debug` shows the charge's identifier alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct EstimatedLine {
    /// By what the charge will be known, where that is settled already.
    pub charge: ChargeId,
    /// What is to be done.
    pub procedure: ProcedureCode,
    /// What is special about it.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// What was computed.
    pub computed: Figures,
    /// What the patient is told to owe instead, where somebody knew better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Overridden>,
}

/// One service that was done. `Debug` shows the charge's identifier alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ActualLine {
    /// The charge.
    pub charge: ChargeId,
    /// What was done.
    pub procedure: ProcedureCode,
    /// What was special about it.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// What came of it.
    pub figures: Figures,
}

impl EstimatedLine {
    /// What the patient is told to owe: by hand where somebody said so, else as computed.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn patient_owes(&self) -> Result<Money, MoneyError> {
        match &self.overridden {
            Some(overridden) => Ok(overridden.amount),
            None => self.computed.owes.total(),
        }
    }
}

impl fmt::Debug for EstimatedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EstimatedLine({})", self.charge)
    }
}

impl fmt::Debug for ActualLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActualLine({})", self.charge)
    }
}

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::billing::estimate::Estimated;
use crate::code::{Icd10Cm, Modifier, Npi, ProcedureCode, TaxId};
use crate::money::{Money, MoneyError, Units};
use crate::party::{Address, Text};

/// What a provider or facility is expected to charge.
///
/// Source: 45 CFR 149.610(c)(1)(iii) to (v).
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ExpectedProvider {
    /// Its national number.
    pub npi: Npi,
    /// Under which number it is taxed.
    pub tax_id: TaxId,
    /// Its name.
    pub name: Text,
    /// Where the services are to take place.
    pub places: Vec<Address>,
    /// What is to be done.
    pub items: Vec<ExpectedItem>,
}

/// One item or service that is expected.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ExpectedItem {
    /// What is to be done.
    pub procedure: ProcedureCode,
    /// What is special about it.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// For which diagnoses, where there are any.
    #[serde(default)]
    pub diagnoses: Vec<Icd10Cm>,
    /// How often, over all that the estimate covers.
    pub units: Units,
    /// What it is called, in words that a patient knows.
    pub label: Text,
    /// What is charged for all units, less the discounts that the patient gets.
    pub charge: Estimated,
}

impl ExpectedProvider {
    /// What it is expected to charge in all.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn expected(&self) -> Result<Money, MoneyError> {
        Money::sum(self.items.iter().map(|item| item.charge.amount()))
    }
}

impl fmt::Debug for ExpectedProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExpectedProvider({:?})", self.npi)
    }
}

impl fmt::Debug for ExpectedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExpectedItem(..)")
    }
}

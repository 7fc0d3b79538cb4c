use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::adjudication::Adjustment;
use crate::code::RemarkCode;
use crate::money::{Money, MoneyError, Units};

use super::advice::{Kept, Qualified};
use super::claim_payment::{AmountOf, DateOf};

/// What a payer answered to one line. `Debug` shows counts alone.
///
/// Source: 005010X221A1, loop 2110.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ServicePayment {
    /// The service as it was decided on (SVC01).
    pub procedure: ServiceCode,
    /// What was charged (SVC02); below zero in a reversal.
    pub charge: Money,
    /// What is paid (SVC03); below zero in a reversal.
    pub paid: Money,
    /// The revenue code (SVC04), of institutions.
    pub revenue: Option<String>,
    /// How many units were paid (SVC05); one where it is not said.
    pub units: Option<Units>,
    /// The service as it was billed, where the payer changed it (SVC06).
    pub submitted: Option<ServiceCode>,
    /// How many units were billed, where the payer changed them (SVC07).
    pub submitted_units: Option<Units>,
    /// The number that the practice gave the line (REF 6R): the only sure way back to it.
    pub line_control: Option<String>,
    /// Days of service (DTM), as `472`, or `150` and `151`.
    pub dates: Vec<DateOf>,
    /// Why payment and charge differ.
    pub adjustments: Vec<Adjustment>,
    /// Remarks (LQ HE).
    pub remarks: Vec<RemarkCode>,
    /// Further numbers (REF).
    pub references: Vec<Qualified>,
    /// Amounts that are told and balance with nothing (AMT), as `B6` allowed.
    pub amounts: Vec<AmountOf>,
    /// What stands at the line and is not modelled.
    pub kept: Vec<Kept>,
}

/// A service as it was sent: the payer's word, checked by nobody. `Debug` shows no free text.
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct ServiceCode {
    /// Which list it is of: `HC` procedures, `AD` dental, `N4` drugs, `NU` revenue codes.
    pub qualifier: String,
    /// The code.
    pub code: String,
    /// Up to four modifiers.
    pub modifiers: Vec<String>,
    /// What the payer calls it.
    pub description: Option<String>,
}

impl fmt::Debug for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceCode({}:{}", self.qualifier, self.code)?;
        for modifier in &self.modifiers {
            write!(f, ":{modifier}")?;
        }
        f.write_str(")")
    }
}

impl ServicePayment {
    /// An answer to one line, with nothing told beside it.
    #[must_use]
    pub fn new(
        procedure: ServiceCode,
        charge: Money,
        paid: Money,
        adjustments: Vec<Adjustment>,
    ) -> Self {
        Self {
            procedure,
            charge,
            paid,
            revenue: None,
            units: None,
            submitted: None,
            submitted_units: None,
            line_control: None,
            dates: Vec::new(),
            adjustments,
            remarks: Vec::new(),
            references: Vec::new(),
            amounts: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// All its adjustments together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn adjusted(&self) -> Result<Money, MoneyError> {
        Adjustment::total(&self.adjustments)
    }

    /// The day of service, the first one where there are several.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let of = |qualifier| self.dates.iter().find(|each| each.qualifier == qualifier);
        of("472").or_else(|| of("150")).map(|each| each.date)
    }
}

impl fmt::Debug for ServicePayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServicePayment")
            .field("adjustments", &self.adjustments.len())
            .finish_non_exhaustive()
    }
}

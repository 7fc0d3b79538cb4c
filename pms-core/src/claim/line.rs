use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Modifier, PlaceOfService, ProcedureCode};
use crate::encounter::{Charge, Measure, Pointer};
use crate::id::ChargeId;
use crate::money::Money;

use super::coordination::LineAdjudication;
use super::number::LineNumber;
use super::parties::Provider;

/// One line of a claim. `Debug` shows the charge's identifier alone.
///
/// Source: 005010X222A1, loop 2400.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClaimLine {
    /// The charge that it claims.
    pub charge: ChargeId,
    /// The practice's own number of the line.
    pub number: LineNumber,
    /// The first day of the service.
    pub from: NaiveDate,
    /// The last day of the service.
    pub to: NaiveDate,
    /// What was done.
    pub procedure: ProcedureCode,
    /// What was special about it.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// For which of the claim's diagnoses, the weightiest first.
    pub pointers: Vec<Pointer>,
    /// How much of it.
    pub measure: Measure,
    /// What is asked for all of it.
    pub amount: Money,
    /// Where it was done.
    pub place: PlaceOfService,
    /// Who did it, where that is not who did the rest of the claim.
    #[serde(default)]
    pub rendering: Option<Provider>,
    /// What earlier payers decided on it; one that split the line decided more than once.
    #[serde(default)]
    pub adjudications: Vec<LineAdjudication>,
}

impl From<&Charge> for ClaimLine {
    fn from(charge: &Charge) -> Self {
        Self {
            charge: charge.id(),
            number: LineNumber::from(charge.id()),
            from: charge.from(),
            to: charge.to(),
            procedure: charge.procedure(),
            modifiers: charge.modifiers().to_vec(),
            pointers: charge.pointers().as_slice().to_vec(),
            measure: charge.measure(),
            amount: charge.amount(),
            place: charge.place(),
            rendering: None,
            adjudications: Vec::new(),
        }
    }
}

impl fmt::Debug for ClaimLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClaimLine({})", self.charge)
    }
}

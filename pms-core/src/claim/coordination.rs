use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::adjudication::Adjustment;
use crate::code::{FilingIndicator, Modifier, PayerTurn, ProcedureCode, Relationship};
use crate::id::PayerId;
use crate::money::{Money, Units};

use super::parties::{ClaimPayer, SubscriberOnClaim};

/// Another payer of the same patient, and what it has decided on the whole claim.
///
/// Source: 005010X222A1, loops 2320, 2330A and 2330B.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct OtherPayer {
    /// In which turn it answers.
    pub turn: PayerTurn,
    /// What the patient is to its subscriber.
    pub relationship: Relationship,
    /// What kind of payer it is.
    pub filing: FilingIndicator,
    /// Whom it knows by a number.
    pub subscriber: SubscriberOnClaim,
    /// Who it is.
    pub payer: ClaimPayer,
    /// What it paid for the claim, once it has decided.
    #[serde(default)]
    pub paid: Option<Money>,
    /// What it adjusted on the claim as a whole; what it adjusted on lines stands there alone.
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
    /// The day of its decision, where it decided on the claim as a whole.
    #[serde(default)]
    pub decided: Option<NaiveDate>,
}

/// What another payer decided on one line.
///
/// Source: 005010X222A1, loop 2430.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LineAdjudication {
    /// Which of the claim's other payers.
    pub payer: PayerId,
    /// What it paid for the line.
    pub paid: Money,
    /// The procedure as it decided on it.
    pub procedure: ProcedureCode,
    /// Its modifiers.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// How many units it paid.
    pub units: Units,
    /// The line in which it paid this one, counted from 1.
    #[serde(default)]
    pub bundled_into: Option<u16>,
    /// Why it paid less than was charged.
    #[serde(default)]
    pub adjustments: Vec<Adjustment>,
    /// The day of its decision.
    pub decided: NaiveDate,
}

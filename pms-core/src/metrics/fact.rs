use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::code::{AdjustmentGroup, AdjustmentReason};
use crate::id::{ChargeId, ClaimId, PayerId, ResourceId};
use crate::money::Money;

/// One movement of what a party owes for a charge.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReceivableRow {
    /// The charge line.
    pub charge: ChargeId,
    /// The payer that owes; none where the patient does.
    pub payer: Option<PayerId>,
    /// When the service was.
    pub service: NaiveDate,
    /// When it was first billed to the party.
    pub first_billed: Option<NaiveDate>,
    /// Since when the party owes.
    pub responsible_since: Option<NaiveDate>,
    /// When the movement took effect.
    pub effective: NaiveDate,
    /// When it came to be known.
    pub recorded: DateTime<Utc>,
    /// Above zero the party owes more, below zero less.
    pub amount: Money,
}

/// What a movement means for the revenue of a service.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Revenue {
    /// Charged at full fee.
    Charge,
    /// Taken off by contract.
    Contractual,
    /// Paid by anyone.
    Payment,
    /// Given back to the one who paid.
    Refund,
}

/// One movement of revenue. Other write-offs (bad debt, denials, charity) are no rows: they stay in
/// what could have been collected.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RevenueRow {
    /// What it means.
    pub kind: Revenue,
    /// The payer it is about; none for the patient's part.
    pub payer: Option<PayerId>,
    /// When the service was.
    pub service: NaiveDate,
    /// When the movement took effect.
    pub effective: NaiveDate,
    /// When it came to be known.
    pub recorded: DateTime<Utc>,
    /// Above zero as its kind says; below zero takes it back.
    pub amount: Money,
}

/// What a payer took off a line, and why.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Adjusted {
    /// Who bears it.
    pub group: AdjustmentGroup,
    /// Why.
    pub reason: AdjustmentReason,
    /// How much.
    pub amount: Money,
}

/// What a payer decided on one line of a claim. A reversal is no decision and no row.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DecisionRow {
    /// The claim.
    pub claim: ClaimId,
    /// Who decided.
    pub payer: PayerId,
    /// Whether it is this payer's first answer to the claim.
    pub first: bool,
    /// The day of the remittance.
    pub effective: NaiveDate,
    /// When it came to be known.
    pub recorded: DateTime<Utc>,
    /// What was charged.
    pub submitted: Money,
    /// What the payer paid.
    pub paid: Money,
    /// What it took off.
    pub adjusted: Vec<Adjusted>,
}

/// What became of a planned visit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    /// It took place.
    Kept,
    /// The patient did not come.
    NoShow,
    /// Cancelled too late to give the time to someone else.
    LateCancel,
    /// Cancelled in time, or by the practice.
    Cancelled,
    /// Not over yet.
    Planned,
}

/// One planned visit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct VisitRow {
    /// The day of the visit, in the practice's zone.
    pub effective: NaiveDate,
    /// When its outcome came to be known.
    pub recorded: DateTime<Utc>,
    /// What became of it.
    pub outcome: VisitOutcome,
}

/// What a resource could do on a day, and what was booked of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CapacityRow {
    /// Whose time.
    pub resource: ResourceId,
    /// The day, in the practice's zone.
    pub effective: NaiveDate,
    /// When this was so.
    pub recorded: DateTime<Utc>,
    /// Minutes on offer, blocks taken away.
    pub available_minutes: u32,
    /// Minutes of visits; more than on offer where it is overbooked.
    pub booked_minutes: u32,
}

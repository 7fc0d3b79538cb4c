//! What the patient is asked to pay.
//!
//! [`patient_balance`] tells what is due now and what is not: a share waits while a payer still owes
//! for the same charge ([`Policy`]). A [`Statement`] is what was asked on a day; its lines and totals
//! are frozen when it is issued, so that a reprint says the same for ever.
//!
//! Before a visit, a [`GoodFaithEstimate`] tells who pays for themselves what each provider will charge,
//! by the day that [`Due`] says; [`against_bills`] tells afterwards who may dispute a bill. An
//! [`EstimatedLine`] of any visit is held [`against_actual`] figures, with the cause of each difference.
//!
//! Knows the ledger and nothing of claims. Sends nothing.
//!
//! Terms: HFMA, patient friendly billing.

mod balance;
mod error;
mod estimate;
mod good_faith;
mod statement;
mod text;

pub use balance::{Hold, PatientBalance, PatientItem, Policy, patient_balance};
pub use error::BillingError;
pub use estimate::{
    ActualLine, Cause, CauseAmount, Comparison, Estimated, EstimatedLine, Figures, LineComparison,
    Overridden, against_actual,
};
pub use good_faith::{
    Change, Delivery, DeliveryWay, Disclosure, DisputeRule, Due, DueStatus, Duty, ExpectedItem,
    ExpectedProvider, GoodFaithEstimate, GoodFaithTerms, Insured, ProviderBill, ProviderBilled,
    Recipient, Revision, RevisionReason, Scheduling, against_bills, in_force,
};
pub use statement::{NewStatement, Previous, Statement, StatementLine, Totals};

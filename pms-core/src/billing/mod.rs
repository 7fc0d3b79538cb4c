//! What the patient is asked to pay.
//!
//! [`patient_balance`] tells what is due now and what is not: a share waits while a payer still owes
//! for the same charge ([`Policy`]). A [`Statement`] is what was asked on a day; its lines and totals
//! are frozen when it is issued, so that a reprint says the same for ever.
//!
//! Knows the ledger and nothing of claims. Sends nothing.
//!
//! Terms: HFMA, patient friendly billing.

mod balance;
mod error;
mod statement;
mod text;

pub use balance::{Hold, PatientBalance, PatientItem, Policy, patient_balance};
pub use error::BillingError;
pub use statement::{NewStatement, Previous, Statement, StatementLine, Totals};

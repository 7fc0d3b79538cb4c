//! Every rule of bookkeeping: charges, remittances, payments, takebacks and refunds become entries of
//! the ledger.
//!
//! [`book_charge`] opens what is owed. [`plan_remittance`] turns a payer's answers into entries that
//! together net to the payment, to the cent; the plan is the dry run, and appending its entries is
//! the posting. [`book_patient_payment`], [`apply_unapplied`], [`owe_refund`] and [`pay_refund`]
//! move a patient's money; [`transfer`], [`write_off`] and [`take_back`] are what a biller decides.
//! [`receivable_rows`] and [`revenue_rows`] read the books back into the facts that key figures are
//! made of. The table of events, debits and credits is in `docs/ledger.md`.
//!
//! Nothing here writes: each function returns entries, dated by a [`Booking`]. Every entry names its
//! source, so posting the same event again changes nothing.
//!
//! Terms: X12 005010X221A1; HFMA.

mod booking;
mod books;
mod charge;
mod choice;
mod error;
mod fact;
mod line;
mod patient;
mod plan;
mod remittance;
mod settled;
#[cfg(test)]
mod tests;

pub use booking::Booking;
pub use charge::book_charge;
pub use choice::{take_back, transfer, write_off};
pub use error::PostingError;
pub use fact::{decision_rows, receivable_rows, revenue_rows};
pub use patient::{PatientPayment, apply_unapplied, book_patient_payment, owe_refund, pay_refund};
pub use plan::{BilledClaim, ClaimPlan, Denied, Notice, RemittancePlan, Step};
pub use remittance::{book_deposit, plan_remittance};

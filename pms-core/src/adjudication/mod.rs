//! What a charge is worth: allowed, plan pays, patient owes, written off, each cent with its reason.
//!
//! An [`Adjustment`] says why a payment differs from the charge and who bears it.
//!
//! Knows coverage, fees and charges. Knows no claim and no remittance: an estimate needs neither.
//!
//! Terms: X12 005010X221A1 for adjustments.

mod adjustment;

pub use adjustment::Adjustment;

//! The wire format of American claims and money: X12, version 005010.
//!
//! [`syntax`] reads any X12 and writes it strictly; it knows no domain. [`t835`] reads and writes
//! remittances, [`t837p`] writes professional claims and reads them as a payer would; [`eligibility`] asks
//! about benefits and answers. [`t276`] asks how claims stand, [`t277`] answers, [`t277ca`] says whether
//! claims were taken, and [`outcome`] tells of each claim what became of it. [`check()`] tells what is
//! wrong with a file that someone else has written, [`repair`] mends what is wrong in form alone,
//! [`deidentify`] takes the people out of it, and [`t999`] answers it.
//!
//! Bytes in, values and findings out; transport is the host's.
//!
//! Terms and rules: the public facts about the 005010 guides in `docs/SOURCES.md`; no text of X12 is here.

mod adjustments;
mod check;
pub mod columns;
#[cfg(test)]
mod defects;
pub mod deidentify;
pub mod eligibility;
mod guide;
pub mod outcome;
mod parts;
pub mod repair;
pub mod status;
pub mod syntax;
pub mod t276;
pub mod t277;
pub mod t277ca;
pub mod t835;
pub mod t837p;
pub mod t999;

pub use check::{Checked, CheckedTransaction, check};

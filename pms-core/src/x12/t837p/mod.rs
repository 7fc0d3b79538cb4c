//! 837P, the professional claim: [`Claim`](crate::claim::Claim)s into bytes, and back as a payer
//! sees them.
//!
//! [`write()`] is strict: a claim with an error is refused, a text that X12 cannot carry is refused
//! or cleaned, and what the guide says must not be sent is left out. [`read`] takes what a payer
//! needs to answer: numbers, people, diagnoses and lines.
//!
//! Terms: 005010X222A1.

#[cfg(test)]
pub(super) mod any;
mod check;
mod claim;
pub mod columns;
mod read;
mod submission;
#[cfg(test)]
mod tests;
mod write;

pub(super) use check::{Check, TRANSACTION};
pub use read::{
    Claims, Read, ReceivedClaim, ReceivedDecision, ReceivedLine, ReceivedPayer, claims, read,
};
pub use submission::{Office, Submission, SubmissionError};
pub use write::write;

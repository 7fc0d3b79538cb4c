//! Claims: drawn from a visit, checked before they leave, and followed until they are closed.
//!
//! A [`Claim`] is a snapshot: it holds everything that an 837P says, as it was when the claim was
//! made, and never changes. [`Claim::draw`] makes one from a finished visit and a coverage.
//! [`Claim::findings`] reads it as a biller would and tells what is wrong; findings are values,
//! never errors. A [`ClaimVersion`] is a claim on its way; what the payer has never seen is sent
//! anew, what it has decided is replaced or taken back under the payer's own number.
//!
//! Knows visits, coverage and codes. Knows no wire, no bookkeeping, and not how an answer is read.
//! What is a patient's never prints.
//!
//! Terms: X12 005010X222A1.

mod acknowledgment;
mod check;
mod claim_version;
mod coordination;
mod draw;
mod duplicate;
mod error;
#[cfg(test)]
mod example;
mod finding;
mod line;
mod number;
mod parties;
mod snapshot;
mod state;

pub use acknowledgment::{AcknowledgedField, Acknowledgment, AcknowledgmentKind};
pub use check::Checks;
pub use claim_version::ClaimVersion;
pub use coordination::{LineAdjudication, OtherPayer};
pub use draw::Sources;
pub use duplicate::duplicates;
pub use error::{ClaimError, Need};
pub use finding::{Edit, Finding, Severity};
pub use line::ClaimLine;
pub use number::{ClaimNumber, LineNumber, PayerControlNumber};
pub use parties::{
    BillingProvider, ClaimPayer, Dependent, Person, Provider, ProviderName, ServiceLocation,
    SubscriberOnClaim,
};
pub use snapshot::{Assignment, BenefitsAssigned, Claim, Release, Signatures};
pub use state::{Gate, Outcome, State, Successor};

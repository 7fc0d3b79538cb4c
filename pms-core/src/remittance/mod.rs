//! What a payer answered: which claims it paid, what it took off and why, and what it settles with
//! the practice besides.
//!
//! A [`Remittance`] is one payment, or one notice that nothing is paid. It has a [`ClaimPayment`]
//! for each claim, with a [`ServicePayment`] for each line, and [`ProviderAdjustment`]s that belong
//! to no claim. [`prove`] shows that every cent is somewhere, or says to the cent where not.
//! [`match_claim`] and [`match_services`] find what was billed. A denial is read from the
//! adjustments ([`meaning`]), never from the status alone. [`compare`] puts what was expected beside it.
//!
//! Codes are kept as they were sent, and what we do not model is kept beside them: a payer's word
//! is never bettered. Knows nothing of ledgers: bookkeeping is posting's.
//!
//! Terms: X12 005010X221A1.

mod advice;
mod cause;
mod claim_payment;
mod comparison;
#[cfg(test)]
mod comparison_tests;
#[cfg(test)]
mod example;
mod key;
mod matching;
mod meaning;
mod proof;
mod provider_adjustment;
mod service_payment;
mod status;
mod variance;

pub use advice::{Account, Entity, Heading, Kept, PaymentMethod, Qualified, Remittance};
pub use cause::{Cause, Difference};
pub use claim_payment::{AmountOf, ClaimPayment, DateOf};
pub use comparison::{
    AllowedBasis, AllowedComparison, Comparison, Decision, ExpectedLine, LineComparison, compare,
};
pub use key::RemittanceKey;
pub use matching::{ClaimKey, ClaimRung, LineKey, LineRung, Match, match_claim, match_services};
pub use meaning::{Denial, Meaning, meaning};
pub use proof::{Finding, Place, Rule, prove, prove_payment};
pub use provider_adjustment::{ProviderAdjustment, ProviderReason};
pub use service_payment::{ServiceCode, ServicePayment};
pub use status::ClaimStatus;
pub use variance::{Tolerance, Variance};

//! Good-faith estimates for those who pay for themselves: who gets one, by when, what stands on it, and
//! when a bill may be disputed.
//!
//! Source: 45 CFR 149.610, 149.620.

mod dispute;
mod due;
mod expected;
mod in_force;
mod insured;
mod issue;
mod revision;

pub use dispute::{DisputeRule, ProviderBill, ProviderBilled, against_bills};
pub use due::{Due, DueStatus, Duty, Scheduling};
pub use expected::{ExpectedItem, ExpectedProvider};
pub use in_force::{Delivery, DeliveryWay, Recipient, in_force};
pub use insured::Insured;
pub use issue::{Disclosure, GoodFaithEstimate, GoodFaithTerms};
pub use revision::{Change, Revision, RevisionReason};

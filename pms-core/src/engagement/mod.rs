//! What is said to patients, and when: plans and decisions, never a send.
//!
//! [`plan`] puts reminders of a visit where the receiver's day allows them. [`release`] decides
//! again at the moment of sending, since visits move, people withdraw their consent and numbers
//! change hands. Consent is kept by channel and [`Purpose`]; a text about care may do without it in
//! the narrow bounds of the exemption for health care.
//!
//! Knows times, people's addresses and consents as plain values. Sends nothing and composes no text.
//!
//! Terms: 47 CFR 64.1200.

mod consent;
mod error;
mod hours;
mod receiver;
mod release;
mod reminder;

pub use consent::{Channel, Consent, Consents, Purpose};
pub use error::EngagementError;
pub use hours::Hours;
pub use receiver::{Receiver, Sent, SentResult};
pub use release::{Basis, Release, release};
pub use reminder::{Policy, Reminder, ReminderKey, Step, Upcoming, VisitStanding, Why, plan};

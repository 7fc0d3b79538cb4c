//! How claims stand: what a question (276), its answer (277) and the acknowledgment of claims
//! (277CA) have in common.
//!
//! All three tell of levels, one below the other: who answers, to whom, who billed, the patient. A
//! [`Notice`] is one transaction, a [`Level`] one of its levels; what is asked or told under one
//! number is [`Tracked`], and how it stands is a [`Status`].
//!
//! [`t276`](super::t276), [`t277`](super::t277) and [`t277ca`](super::t277ca) read and write them.
//! Knows nothing of what was sent: [`outcome`](super::outcome) brings both together.
//!
//! Terms: 005010X212, 005010X214.

#[cfg(test)]
mod any;
mod ask;
mod check;
mod code;
mod guide;
mod kind;
mod notice;
mod read;
#[cfg(test)]
pub(super) mod tests;
mod totals;
mod write;

pub use ask::ask;
pub(super) use check::Check;
pub use code::{Action, Status, StatusCode, Verdict};
pub(super) use kind::Kind;
pub use notice::{Birth, DaysOf, Level, Line, Notice, Part, QuantityOf, Role, Tracked};
pub(super) use read::read;
pub use read::{Read, Received};
pub(super) use write::write;

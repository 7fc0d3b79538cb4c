//! 835, the remittance: bytes into [`Remittance`](crate::remittance::Remittance)s, and back.
//!
//! [`read`] takes whole files with any number of interchanges and transactions; [`advices`] hands
//! out one transaction at a time. Nothing aborts: what is not modelled is kept where it stood, what
//! cannot be understood is a finding with its place, and each remittance is proved to balance.
//!
//! [`columns`] reads the same into plain tables, much faster: for figures over many remittances.
//!
//! Terms: 005010X221A1.

mod advice;
mod build;
pub mod columns;
mod parts;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use advice::{Advice, Control};
pub(super) use build::Build;
pub use read::{Advices, Read, advices, read};
pub use write::write;

//! The administrative backbone of a medical practice: appointments, coverage, claims, remittances,
//! ledgers and the figures that tell how the business is doing.
//!
//! The core is rules and arithmetic over plain values. It reads no clock, no database, no random
//! number: it is handed what it needs and returns what should happen. The rooms stand in an order,
//! ground first (`docs/layers.txt`): a room names only rooms below its own.
#![forbid(unsafe_code)]

pub mod access;
pub mod adjudication;
pub mod billing;
pub mod claim;
pub mod code;
pub mod coverage;
pub mod encounter;
pub mod engagement;
pub mod fee;
pub mod id;
pub mod ledger;
pub mod metrics;
pub mod money;
pub mod party;
pub mod posting;
pub mod practice;
pub mod remittance;
pub mod scheduling;
pub mod store;
pub mod time;
#[cfg(feature = "x12")]
pub mod x12;

//! The professional claim's guide as a table.
//!
//! Source: the public facts about 005010X222A1 in `docs/SOURCES.md`.

mod claim;
mod line;
mod part;
mod transaction;

pub(in crate::x12) use transaction::TRANSACTION;

//! What is wrong with a professional claim that someone else has written, by level.

mod claim;
mod guide;
mod party;
mod rules;

pub(in crate::x12) use guide::TRANSACTION;
pub(in crate::x12) use rules::Check;

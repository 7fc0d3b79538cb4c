//! What is wrong with a question or an answer that someone else has written, by level.

mod codes;
mod entry;
mod guide;
mod member;
mod rules;
#[cfg(test)]
pub(in crate::x12) mod tests;

pub(in crate::x12) use rules::Check;

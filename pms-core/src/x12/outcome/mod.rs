//! What became of the claims of a file: what TA1, 999 and 277CA say of each of them, in one place.
//!
//! [`outcomes`] takes the file that was sent and the answers in the order in which they came. Each
//! claim has its [`Outcome`]: how it stands, what was [`Said`] of it, by whom, with which codes and of
//! which field of what was sent. What an answer says of nothing that was sent is told besides.
//!
//! A claim that was rejected here was never adjudicated: it is corrected and sent anew (frequency 1).
//!
//! Terms: 005010 TA1, 005010X231A1, 005010X214.

mod answered;
mod sent;
#[cfg(test)]
mod tests;
mod told;

pub use answered::outcomes;
pub use told::{Field, Outcome, Outcomes, Reason, Said, Standing, Unplaced};

//! 999 and TA1: what a receiver answers to a file before anybody has looked at what it says.
//!
//! [`write()`] answers a file that [`check`](super::check()) has read, [`write_ta1`] its envelope
//! alone, as [`answer_interchanges`] judges it. [`read`] takes answers of others, and [`locate`] leads from an error back to the bytes that
//! were sent and the claim they belong to. What is rejected here was never adjudicated: it is
//! corrected and sent anew, not replaced.
//!
//! Terms: 005010X231A1.

mod answer;
mod interchange;
mod locate;
mod read;
mod write;

pub use answer::{
    Answer, Answers, ElementError, GroupAnswer, InterchangeAnswer, SegmentError, TransactionAnswer,
};
pub use interchange::answer_interchanges;
pub(super) use locate::same;
pub use locate::{Located, locate};
pub use read::read;
pub use write::{write, write_ta1};

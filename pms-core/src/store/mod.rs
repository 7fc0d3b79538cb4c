//! What a practice asks of its memory, and the one act of writing.
//!
//! A [`Store`] answers [`Question`]s in one snapshot and takes one [`CommitBatch`] at a time, whole
//! or not at all. A noun of the house is kept as a [`Document`]: columns to look it up by, index
//! [`Term`]s, and a body that only its [`Record`] reads. What one holder at a time may have, a cell
//! of a practitioner's day or a number, is a [`Place`]. Each batch leaves a [`Receipt`] under its
//! idempotency key, [`Event`]s in hash-chained journals, and [`Message`]s in the outbox.
//!
//! [`Memory`] keeps everything in the process; SQLite and Postgres are in the crate `pms-storage`,
//! and a host may write its own and run the `conformance` suite against it (a feature).
//!
//! Knows no runtime and no clock. Knows the nouns only as far as each says itself how it is kept.

mod batch;
mod check;
#[cfg(feature = "conformance")]
pub mod conformance;
mod contract;
mod document;
mod error;
mod event;
mod kept;
mod key;
mod memory;
mod outbox;
mod place;
mod question;
mod receipt;
mod record;
mod scan;

pub use batch::{CommitBatch, Expected, Guard, Idempotency, Put, Taking};
pub use check::{Checked, LONGEST_SPAN, MAX_ANSWER, MAX_BODY, MAX_ROWS, MAX_TEXT};
pub use contract::{Anywhere, Capabilities, Store};
pub use document::{Columns, Document, Stored, Term};
pub use error::{CommitError, StoreError};
pub use event::{Event, NewEvent, Seal, verify_events};
pub use key::{Key, Stamp};
pub use memory::Memory;
pub use outbox::{Leased, Message};
pub use place::{Place, Taken};
pub use question::{Answer, Answers, Question};
pub use receipt::{Head, Receipt, Recorded};
pub use record::Record;
pub use scan::{Cursor, Page, Rows, Scan};

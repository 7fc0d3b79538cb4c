//! Bookkeeping: immutable balanced entries, and everything else as a sum over them.
//!
//! A [`Posting`] moves an amount from one [`Account`] to another, so that it balances by
//! construction. An [`Entry`] is one business event: its postings, its dates, and the [`Source`]
//! that tells a replay from news. A [`Journal`] takes entries and never changes one; a mistake is
//! put right by a reversal, which mirrors it, and a new entry. Balances, [`OpenItem`]s and trial
//! balances are asked for at two times at once ([`AsOf`]): effective by a day, known by an instant.
//! [`allocate`] says which open items a payment pays.
//!
//! Knows amounts, accounts and dates. Knows no claim, no benefit and no rule of who owes what: those
//! rules live in `posting`.
//!
//! Terms: HFMA; the two times after Snodgrass, valid and transaction time.
//!
//! [`AsOf`]: crate::time::AsOf

mod account;
mod allocation;
mod close;
mod content;
mod entry;
mod error;
mod journal;
mod open_item;
mod source;
#[cfg(test)]
mod tests;
mod trial;

pub use account::{Account, AccountClass, AccountKind};
pub use allocation::{Allocated, Allocation, Application, allocate};
pub use close::Closing;
pub use content::{Content, ContentHash};
pub use entry::{Dates, Entry, Posting};
pub use error::LedgerError;
pub use journal::{Appended, Journal};
pub use open_item::{OpenItem, Responsible};
pub use source::{Source, SourceKind};
pub use trial::{TrialBalance, TrialLine};

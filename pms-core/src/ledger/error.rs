use chrono::{DateTime, NaiveDate, Utc};

use super::account::AccountKind;
use crate::id::EntryId;
use crate::money::{Money, MoneyError};

/// Why the ledger takes no such entry, or cannot tell a figure.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// A posting moves an amount above zero; the other direction is the other order of accounts.
    #[error("a posting moves an amount above zero")]
    NotPositive,
    /// A posting needs two accounts.
    #[error("a posting needs two different accounts")]
    SameAccount,
    /// An account of this kind cannot do without a dimension.
    #[error("the account needs {dimension}")]
    MissingDimension {
        /// What kind of account it is.
        kind: AccountKind,
        /// What it must name.
        dimension: &'static str,
    },
    /// An entry without postings tells nothing.
    #[error("an entry needs a posting")]
    EmptyEntry,
    /// A source needs an identity of 1 to 255 printable characters.
    #[error("a source needs an identity of 1 to 255 printable characters")]
    SourceSyntax,
    /// Not the 64 hexadecimal digits of a content hash.
    #[error("not a content hash")]
    HashSyntax,
    /// The same source came with other content before.
    #[error("the source was posted before with other content")]
    SourceConflict {
        /// The entry that it made then.
        posted: EntryId,
    },
    /// Another entry bears this identifier.
    #[error("another entry bears this identifier")]
    EntryTaken {
        /// The identifier.
        entry: EntryId,
    },
    /// The entry to reverse is not in the journal.
    #[error("there is no such entry to reverse")]
    UnknownEntry {
        /// The entry that was named.
        entry: EntryId,
    },
    /// An entry is reversed once.
    #[error("the entry is reversed already")]
    AlreadyReversed {
        /// The reversal that stands.
        by: EntryId,
    },
    /// A reversal stays; what it took back is posted anew.
    #[error("a reversal is not reversed, its original is posted anew")]
    ReversesReversal {
        /// The reversal that was named.
        entry: EntryId,
    },
    /// A reversal has the postings of its original, each the other way round.
    #[error("a reversal mirrors its original exactly")]
    NotAMirror {
        /// The original.
        entry: EntryId,
    },
    /// Nothing is taken back before it was done.
    #[error("a reversal takes effect no earlier than its original")]
    ReversedTooEarly {
        /// When the original took effect.
        effective: NaiveDate,
    },
    /// The books are closed for that day.
    #[error("the books are closed through {through}")]
    PeriodClosed {
        /// The last closed day.
        through: NaiveDate,
    },
    /// The journal is written forwards.
    #[error("an entry was recorded later already")]
    RecordedBackwards {
        /// When the last entry was recorded.
        last: DateTime<Utc>,
    },
    /// More was applied or refunded than the payment brought.
    #[error("more is taken from a payment than is left of it")]
    Overdrawn {
        /// What would be missing.
        by: Money,
    },
    /// More is asked to be applied than was paid.
    #[error("more is applied than was paid")]
    OverAllocated {
        /// What would be missing.
        by: Money,
    },
    /// The arithmetic does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl LedgerError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "ledger.not_positive",
            Self::SameAccount => "ledger.same_account",
            Self::MissingDimension { .. } => "ledger.missing_dimension",
            Self::EmptyEntry => "ledger.empty_entry",
            Self::SourceSyntax => "ledger.source_syntax",
            Self::HashSyntax => "ledger.hash_syntax",
            Self::SourceConflict { .. } => "ledger.source_conflict",
            Self::EntryTaken { .. } => "ledger.entry_taken",
            Self::UnknownEntry { .. } => "ledger.unknown_entry",
            Self::AlreadyReversed { .. } => "ledger.already_reversed",
            Self::ReversesReversal { .. } => "ledger.reverses_reversal",
            Self::NotAMirror { .. } => "ledger.not_a_mirror",
            Self::ReversedTooEarly { .. } => "ledger.reversed_too_early",
            Self::PeriodClosed { .. } => "ledger.period_closed",
            Self::RecordedBackwards { .. } => "ledger.recorded_backwards",
            Self::Overdrawn { .. } => "ledger.overdrawn",
            Self::OverAllocated { .. } => "ledger.over_allocated",
            Self::Money(error) => error.code(),
        }
    }
}

use crate::id::Uuid;

use super::key::Key;
use super::place::Place;

/// Why a question has no answer.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The store cannot be reached, or is too busy; ask again.
    #[error("the store cannot be reached now")]
    Unavailable,
    /// The answer is longer than [`MAX_ANSWER`](super::check::MAX_ANSWER); scan instead.
    #[error("the answer is too long; scan instead")]
    TooMany,
    /// The question makes no sense.
    #[error("{0}")]
    Invalid(&'static str),
    /// What is kept cannot be read.
    #[error("the {key} that is kept cannot be read")]
    Corrupt {
        /// Which document.
        key: Key,
    },
    /// A later release of the library wrote it.
    #[error("the {key} was written by a later release (form {schema})")]
    Newer {
        /// Which document.
        key: Key,
        /// The form of its body.
        schema: u16,
    },
    /// The file or server is damaged, or is not this library's.
    #[error("the store is damaged, or of another make")]
    Damaged,
    /// The database user may not do it.
    #[error("the store does not allow it")]
    Denied,
}

impl StoreError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable => "store.unavailable",
            Self::TooMany => "store.too_many",
            Self::Invalid(_) => "store.invalid",
            Self::Corrupt { .. } => "store.corrupt",
            Self::Newer { .. } => "store.newer",
            Self::Damaged => "store.damaged",
            Self::Denied => "store.denied",
        }
    }
}

/// Why a batch was not kept, or may not have been.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// Somebody wrote in between: read, decide and commit again.
    #[error("the {key} has changed meanwhile")]
    VersionConflict {
        /// Which document.
        key: Key,
        /// The version that it has; none where there is no such document.
        found: Option<u64>,
    },
    /// Somebody else has the place.
    #[error("the time or number is taken")]
    ClaimTaken {
        /// What was wanted.
        place: Place,
        /// Who has it.
        holder: Uuid,
    },
    /// The key was used for another command.
    #[error("the idempotency key was used for another command")]
    IdemMismatch,
    /// Surely not kept; send the same batch again.
    #[error("the store is busy; send it again")]
    Retryable,
    /// The connection was lost while the store was keeping it. Send the same batch again: its key
    /// tells.
    #[error("whether it was kept is not known; send it again with the same key")]
    Unknown,
    /// No space is left. Nothing was kept.
    #[error("the store is full")]
    Full,
    /// The file or server is damaged. Nothing was kept.
    #[error("the store is damaged, or of another make")]
    Corrupt,
    /// The database user may not do it. Nothing was kept.
    #[error("the store does not allow it")]
    Denied,
    /// The batch breaks a rule of batches. Nothing was kept, and it never will be.
    #[error("{0}")]
    Invalid(&'static str),
}

impl CommitError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::VersionConflict { .. } => "store.version_conflict",
            Self::ClaimTaken { .. } => "store.claim_taken",
            Self::IdemMismatch => "store.idem_mismatch",
            Self::Retryable => "store.retryable",
            Self::Unknown => "store.unknown",
            Self::Full => "store.full",
            Self::Corrupt => "store.corrupt",
            Self::Denied => "store.denied",
            Self::Invalid(_) => "store.invalid",
        }
    }

    /// Sending the very same batch again may keep it.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Retryable | Self::Unknown)
    }
}

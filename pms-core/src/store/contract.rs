use core::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::id::PracticeId;
use crate::id::Uuid;

use super::batch::CommitBatch;
use super::error::{CommitError, StoreError};
use super::event::Event;
use super::key::Key;
use super::outbox::Leased;
use super::question::{Answers, Question};
use super::receipt::Receipt;
use super::scan::{Cursor, Page, Scan};

/// May go to another thread: everywhere but in the browser, where there is none.
#[cfg(not(target_family = "wasm"))]
pub trait Anywhere: Send + Sync {}
#[cfg(not(target_family = "wasm"))]
impl<T: Send + Sync + ?Sized> Anywhere for T {}

/// May go to another thread: everywhere but in the browser, where there is none.
#[cfg(target_family = "wasm")]
pub trait Anywhere {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> Anywhere for T {}

/// What a store is like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Capabilities {
    /// Its name, for people.
    pub name: &'static str,
    /// What was kept is there again when the store is opened anew.
    pub durable: bool,
    /// Other processes may write to it at the same time.
    pub shared: bool,
}

/// A practice's memory. Every question and every batch names its practice and meets no other's rows.
///
/// Futures may be dropped at any point: a batch is then kept whole or not at all, its key tells
/// which, and the store serves the next caller as before.
///
/// ```
/// # use pms_core::store::{Memory, Store};
/// let store: std::sync::Arc<dyn Store> = std::sync::Arc::new(Memory::new());
/// assert_eq!(store.capabilities().name, "memory");
/// ```
#[cfg_attr(target_family = "wasm", async_trait(?Send))]
#[cfg_attr(not(target_family = "wasm"), async_trait)]
pub trait Store: Anywhere {
    /// What this store is like.
    fn capabilities(&self) -> Capabilities;

    /// The answers to all questions, in their order, as of one instant.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooMany`] where one answer is too long; others where the store is in trouble.
    async fn read(
        &self,
        practice: PracticeId,
        questions: &[Question],
    ) -> Result<Answers, StoreError>;

    /// Keeps the batch whole, or nothing of it.
    ///
    /// # Errors
    ///
    /// [`CommitError`]; after [`CommitError::Unknown`] alone may it have been kept, and its key
    /// tells.
    async fn commit(&self, batch: CommitBatch) -> Result<Receipt, CommitError>;

    /// At most `most` rows of a scan, after those already seen.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] where `most` is 0 or the cursor is of another scan; others where the
    /// store is in trouble.
    async fn scan(
        &self,
        practice: PracticeId,
        scan: &Scan,
        after: Option<&Cursor>,
        most: u32,
    ) -> Result<Page, StoreError>;

    /// At most `most` messages that are due, lent until `now + lease`. A message waits while an
    /// earlier one of its stream is lent to somebody else.
    ///
    /// # Errors
    ///
    /// Where the store is in trouble.
    async fn outbox_claim(
        &self,
        practice: PracticeId,
        now: DateTime<Utc>,
        lease: Duration,
        most: u32,
    ) -> Result<Vec<Leased>, StoreError>;

    /// These messages were delivered; those already gone are passed over.
    ///
    /// # Errors
    ///
    /// Where the store is in trouble.
    async fn outbox_ack(&self, practice: PracticeId, ids: &[Uuid]) -> Result<(), StoreError>;

    /// At most `most` events of a journal, after event `after`; 0 is before the first.
    ///
    /// # Errors
    ///
    /// Where the store is in trouble.
    async fn journal(
        &self,
        practice: PracticeId,
        stream: Key,
        after: u64,
        most: u32,
    ) -> Result<Vec<Event>, StoreError>;
}

use core::fmt;
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::id::PracticeId;
use crate::id::Uuid;
use crate::store::batch::CommitBatch;
use crate::store::contract::{Capabilities, Store};
use crate::store::error::{CommitError, StoreError};
use crate::store::event::Event;
use crate::store::key::{Key, Stamp};
use crate::store::outbox::Leased;
use crate::store::question::{Answers, Question};
use crate::store::receipt::Receipt;
use crate::store::scan::{Cursor, Page, Scan};

use super::books::Books;

/// A store that lives and dies with the process: for the browser, for tests, for trying things out.
///
/// ```
/// # use pms_core::store::{Key, Memory, Question, Store};
/// # use pms_core::access::Noun;
/// # use pms_core::id::{PracticeId, Uuid};
/// # use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
/// let store = Memory::new();
/// let practice = PracticeId::from(Uuid::from_u128(1));
/// let question = [Question::Document(Key::new(Noun::Patient, Uuid::from_u128(2)))];
/// let read = pin!(store.read(practice, &question));
/// let Poll::Ready(answers) = read.poll(&mut Context::from_waker(Waker::noop())) else {
///     unreachable!("memory never waits")
/// };
/// assert!(answers?.documents(0).is_empty());
/// # Ok::<(), pms_core::store::StoreError>(())
/// ```
#[derive(Default)]
pub struct Memory {
    practices: Mutex<BTreeMap<PracticeId, Books>>,
}

/// Nothing of what it keeps.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Memory {
    /// A store with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A batch is checked before its first row is written, so a panic elsewhere leaves it whole.
    fn open(&self) -> MutexGuard<'_, BTreeMap<PracticeId, Books>> {
        self.practices
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(
        &self,
        practice: PracticeId,
        ask: impl FnOnce(&Books) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self.open().get(&practice) {
            Some(books) => ask(books),
            None => ask(&Books::default()),
        }
    }
}

#[cfg_attr(target_family = "wasm", async_trait(?Send))]
#[cfg_attr(not(target_family = "wasm"), async_trait)]
impl Store for Memory {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            name: "memory",
            durable: false,
            shared: false,
        }
    }

    async fn read(
        &self,
        practice: PracticeId,
        questions: &[Question],
    ) -> Result<Answers, StoreError> {
        self.with(practice, |books| {
            let answers: Result<Vec<_>, _> = questions.iter().map(|q| books.answer(q)).collect();
            answers.map(Answers::new)
        })
    }

    async fn commit(&self, batch: CommitBatch) -> Result<Receipt, CommitError> {
        let batch = batch.checked()?;
        let practice = batch.batch().practice;
        self.open().entry(practice).or_default().commit(batch)
    }

    async fn scan(
        &self,
        practice: PracticeId,
        scan: &Scan,
        after: Option<&Cursor>,
        most: u32,
    ) -> Result<Page, StoreError> {
        scan.check(most)?;
        self.with(practice, |books| books.page(scan, after, most))
    }

    async fn outbox_claim(
        &self,
        practice: PracticeId,
        now: DateTime<Utc>,
        lease: Duration,
        most: u32,
    ) -> Result<Vec<Leased>, StoreError> {
        let now = Stamp::from(now);
        let until = now.later(lease)?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut practices = self.open();
        let books = practices.entry(practice).or_default();
        Ok(books.lend(now, until, most))
    }

    async fn outbox_ack(&self, practice: PracticeId, ids: &[Uuid]) -> Result<(), StoreError> {
        if let Some(books) = self.open().get_mut(&practice) {
            ids.iter().for_each(|id| books.delivered(*id));
        }
        Ok(())
    }

    async fn journal(
        &self,
        practice: PracticeId,
        stream: Key,
        after: u64,
        most: u32,
    ) -> Result<Vec<Event>, StoreError> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        self.with(practice, |books| Ok(books.journal(stream, after, most)))
    }
}

#[cfg(test)]
mod tests {
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};

    use super::*;
    use crate::access::{
        Actor, AuditRecord, Digest, Noun, Outcome, Permission, Purpose, Role, Verb, digest,
    };
    use crate::id::{ActorId, ResourceId};
    use crate::store::{
        Columns, Document, Expected, Idempotency, Place, Put, Taking, verify_events,
    };

    fn now<F: Future>(future: F) -> F::Output {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("memory never waits"),
        }
    }

    fn batch(key: &str) -> CommitBatch {
        let audit = AuditRecord {
            at: "2026-03-02T09:00:00Z".parse().unwrap(),
            actor: Actor {
                id: ActorId::from(Uuid::from_u128(7)),
                role: Role::FrontDesk,
            },
            permission: Permission::new(Verb::Create, Noun::Appointment),
            record: None,
            patient: None,
            purpose: Purpose::Treatment,
            place: None,
            outcome: Outcome::Done,
        };
        let idempotency = Idempotency {
            key: key.to_owned(),
            request: digest(key.as_bytes()),
        };
        CommitBatch::new(PracticeId::from(Uuid::from_u128(1)), audit, idempotency)
    }

    fn visit(holder: u128) -> CommitBatch {
        let mut batch = batch(&format!("book {holder}"));
        let place = Place::Cell {
            resource: ResourceId::from(Uuid::from_u128(3)),
            lane: 0,
            cell: 5,
        };
        let holder = Uuid::from_u128(holder);
        batch.take.push(Taking { place, holder });
        batch.puts.push(Put {
            document: Document {
                key: Key::new(Noun::Appointment, holder),
                columns: Columns::default(),
                terms: Vec::new(),
                schema: 1,
                body: b"{}".to_vec(),
            },
            expected: Expected::New,
        });
        batch
    }

    #[test]
    fn s11_one_place_has_one_holder() {
        let store = Memory::new();
        let receipt = now(store.commit(visit(10))).unwrap();
        assert_eq!(now(store.commit(visit(10))).unwrap(), receipt);
        let refused = now(store.commit(visit(11))).unwrap_err();
        assert_eq!(refused.code(), "store.claim_taken");
        let asked = [Question::Document(Key::new(
            Noun::Appointment,
            Uuid::from_u128(11),
        ))];
        let answers = now(store.read(batch("").practice, &asked)).unwrap();
        assert!(answers.documents(0).is_empty());
    }

    #[test]
    fn b2_every_batch_is_in_the_trail() {
        let store = Memory::new();
        for holder in 1..4 {
            let mut batch = batch(&holder.to_string());
            batch.reply = b"ok".to_vec();
            now(store.commit(batch)).unwrap();
        }
        let batch = batch("");
        let stream = Key::new(Noun::Actor, batch.audit.actor.id);
        let mut trail = now(store.journal(batch.practice, stream, 0, 10)).unwrap();
        assert_eq!(trail.len(), 3);
        let head = verify_events(batch.practice, stream, Digest::START, &trail).unwrap();
        assert_eq!(head, trail[2].hash);
        trail[1].at = Stamp::from_micros(0).unwrap();
        let broken = verify_events(batch.practice, stream, Digest::START, &trail);
        assert_eq!(broken.unwrap_err().n, 2);
    }
}

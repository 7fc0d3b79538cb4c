use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};

use crate::access::Digest;
use crate::access::Noun;
use crate::id::PatientId;
use crate::id::PracticeId;
use crate::id::ResourceId;
use crate::id::Uuid;

use super::batch::{CommitBatch, Expected, Put, Taking};
use super::check::{Checked, MAX_ANSWER};
use super::contract::{Capabilities, Store};
use super::document::{Document, Stored, Term};
use super::error::{CommitError, StoreError};
use super::event::{Event, Seal};
use super::key::{Key, Stamp};
use super::outbox::{Leased, Message};
use super::place::{Place, Taken};
use super::question::{Answer, Answers, Question};
use super::receipt::{Head, Receipt, Recorded};
use super::scan::{Cursor, Page, Scan};

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
#[derive(Debug, Default)]
pub struct Memory {
    practices: Mutex<BTreeMap<PracticeId, Books>>,
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
        let most = usize::try_from(most).unwrap_or(usize::MAX);
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
            for id in ids {
                if let Some(place) = books.sent.remove(id) {
                    books.outbox.remove(&place);
                }
            }
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
        self.with(practice, |books| {
            let events = books.journals.get(&stream).map_or(&[][..], |j| &j.events);
            let later = events.iter().filter(|event| event.n > after);
            Ok(later.take(most).cloned().collect())
        })
    }
}

/// One practice's rows.
#[derive(Debug, Default)]
struct Books {
    documents: BTreeMap<Key, Stored>,
    by_term: BTreeSet<(Noun, Term, Uuid)>,
    by_patient: BTreeSet<(Noun, PatientId, Uuid)>,
    by_date: BTreeSet<(Noun, NaiveDate, Uuid)>,
    cells: BTreeMap<(ResourceId, i64, u16), Uuid>,
    numbers: BTreeMap<(String, String), Uuid>,
    journals: BTreeMap<Key, Journal>,
    /// By stream and number in it.
    outbox: BTreeMap<(Key, u64), Waiting>,
    /// Where each message waits.
    sent: BTreeMap<Uuid, (Key, u64)>,
    receipts: BTreeMap<String, Recorded>,
}

#[derive(Debug, Default)]
struct Journal {
    events: Vec<Event>,
    messages: u64,
}

#[derive(Debug)]
struct Waiting {
    message: Message,
    attempt: u32,
    until: Option<Stamp>,
}

impl Books {
    /// Looks for all that stands against the batch first; then nothing can fail.
    fn commit(&mut self, batch: Checked) -> Result<Receipt, CommitError> {
        let idempotency = &batch.batch().idempotency;
        if let Some(recorded) = self.receipts.get(&idempotency.key) {
            if recorded.request == idempotency.request {
                return Ok(recorded.receipt.clone());
            }
            return Err(CommitError::IdemMismatch);
        }
        self.expect(batch.batch())?;
        self.free(batch.batch())?;
        self.unsent(batch.batch())?;
        Ok(self.write(batch.into_batch()))
    }

    fn expect(&self, batch: &CommitBatch) -> Result<(), CommitError> {
        let version = |key| self.documents.get(&key).map(|stored| stored.version);
        let puts = batch
            .puts
            .iter()
            .map(|put| (put.document.key, put.expected));
        let guards = batch.guards.iter();
        let guards = guards.map(|guard| (guard.key, Expected::Exact(guard.version)));
        let mut wanted: Vec<_> = puts.chain(guards).collect();
        wanted.sort_unstable_by_key(|(key, _)| *key);
        for (key, expected) in wanted {
            let found = version(key);
            let as_expected = match expected {
                Expected::New => found.is_none(),
                Expected::Exact(version) => found == Some(version),
                Expected::Any => true,
            };
            if !as_expected {
                return Err(CommitError::VersionConflict { key, found });
            }
        }
        Ok(())
    }

    fn free(&self, batch: &CommitBatch) -> Result<(), CommitError> {
        for taking in &batch.take {
            let Some(holder) = self.holder(&taking.place) else {
                continue;
            };
            let given_back = || {
                let place = taking.place.clone();
                batch
                    .release
                    .binary_search(&Taking { place, holder })
                    .is_ok()
            };
            if holder != taking.holder && !given_back() {
                let place = taking.place.clone();
                return Err(CommitError::ClaimTaken { place, holder });
            }
        }
        Ok(())
    }

    fn unsent(&self, batch: &CommitBatch) -> Result<(), CommitError> {
        if batch
            .messages
            .iter()
            .any(|message| self.sent.contains_key(&message.id))
        {
            return Err(CommitError::Invalid("a message is sent once"));
        }
        Ok(())
    }

    fn write(&mut self, batch: CommitBatch) -> Receipt {
        let at = Stamp::from(batch.audit.at);
        let versions = batch.puts.into_iter().map(|put| self.put(put)).collect();
        for taking in batch.release {
            if self.holder(&taking.place) == Some(taking.holder) {
                self.give_back(taking.place);
            }
        }
        for taking in batch.take {
            self.take(taking);
        }
        let mut heads: BTreeMap<Key, Head> = BTreeMap::new();
        for event in batch.events {
            let stream = event.stream;
            let journal = self.journals.entry(stream).or_default();
            let (n, hash) = journal.end();
            let mut seal = Seal::new(batch.practice, stream, n, hash);
            let event = seal.add(event.kind, event.body, at, batch.audit.actor.id);
            journal.events.push(event);
            let (n, hash) = (seal.n(), seal.head());
            heads.insert(stream, Head { stream, n, hash });
        }
        for message in batch.messages {
            self.post(message);
        }
        let receipt = Receipt {
            key: batch.idempotency.key.clone(),
            at,
            versions,
            heads: heads.into_values().collect(),
            reply: batch.reply,
        };
        let recorded = Recorded {
            request: batch.idempotency.request,
            receipt: receipt.clone(),
        };
        self.receipts.insert(batch.idempotency.key, recorded);
        receipt
    }

    fn put(&mut self, put: Put) -> (Key, u64) {
        let document = put.document;
        let key = document.key;
        let before = self.documents.remove(&key);
        if let Some(stored) = &before {
            self.unlist(&stored.document);
        }
        self.list(&document);
        let version = before.map_or(0, |stored| stored.version).saturating_add(1);
        self.documents.insert(key, Stored { version, document });
        (key, version)
    }

    fn list(&mut self, document: &Document) {
        let Key { noun, id } = document.key;
        for term in &document.terms {
            self.by_term.insert((noun, term.clone(), id));
        }
        if let Some(patient) = document.columns.patient {
            self.by_patient.insert((noun, patient, id));
        }
        if let Some(on) = document.columns.on {
            self.by_date.insert((noun, on, id));
        }
    }

    fn unlist(&mut self, document: &Document) {
        let Key { noun, id } = document.key;
        for term in &document.terms {
            self.by_term.remove(&(noun, term.clone(), id));
        }
        if let Some(patient) = document.columns.patient {
            self.by_patient.remove(&(noun, patient, id));
        }
        if let Some(on) = document.columns.on {
            self.by_date.remove(&(noun, on, id));
        }
    }

    fn take(&mut self, taking: Taking) {
        match taking.place {
            Place::Cell {
                resource,
                lane,
                cell,
            } => {
                self.cells.insert((resource, cell, lane), taking.holder);
            }
            Place::Number { name, value } => {
                self.numbers.insert((name, value), taking.holder);
            }
        }
    }

    fn give_back(&mut self, place: Place) {
        match place {
            Place::Cell {
                resource,
                lane,
                cell,
            } => self.cells.remove(&(resource, cell, lane)),
            Place::Number { name, value } => self.numbers.remove(&(name, value)),
        };
    }

    fn post(&mut self, message: Message) {
        let stream = message.stream;
        let journal = self.journals.entry(stream).or_default();
        journal.messages = journal.messages.saturating_add(1);
        let n = journal.messages;
        self.sent.insert(message.id, (stream, n));
        let waiting = Waiting {
            message,
            attempt: 0,
            until: None,
        };
        self.outbox.insert((stream, n), waiting);
    }

    fn lend(&mut self, now: Stamp, until: Stamp, most: usize) -> Vec<Leased> {
        let mut lent = Vec::new();
        let mut held: Option<Key> = None;
        for ((stream, _), waiting) in &mut self.outbox {
            if lent.len() >= most {
                break;
            }
            if waiting.until.is_some_and(|until| until > now) {
                held = Some(*stream);
            }
            if held == Some(*stream) {
                continue;
            }
            waiting.attempt = waiting.attempt.saturating_add(1);
            waiting.until = Some(until);
            lent.push(Leased {
                message: waiting.message.clone(),
                attempt: waiting.attempt,
                until,
            });
        }
        lent
    }

    fn holder(&self, place: &Place) -> Option<Uuid> {
        match place {
            Place::Cell {
                resource,
                lane,
                cell,
            } => self.cells.get(&(*resource, *cell, *lane)),
            Place::Number { name, value } => self.numbers.get(&(name.clone(), value.clone())),
        }
        .copied()
    }

    fn answer(&self, question: &Question) -> Result<Answer, StoreError> {
        question.check()?;
        Ok(match question {
            Question::Document(key) => {
                Answer::Documents(self.documents.get(key).cloned().into_iter().collect())
            }
            Question::ByTerm { noun, term } => {
                Answer::Documents(self.kept(*noun, self.with_term(*noun, term))?)
            }
            Question::OfPatient { noun, patient } => {
                let range = (*noun, *patient, Uuid::nil())..=(*noun, *patient, Uuid::max());
                let ids = self.by_patient.range(range).map(|(_, _, id)| *id);
                Answer::Documents(self.kept(*noun, ids)?)
            }
            Question::Appointments { resource, within } => {
                let term = Term::resource(*resource);
                let ids = self.with_term(Noun::Appointment, &term);
                let ids = ids.filter(|id| self.overlaps(*id, within.start, within.end));
                let mut documents = self.kept(Noun::Appointment, ids)?;
                documents.sort_by_key(|stored| {
                    (stored.document.columns.starts_at, stored.document.key.id)
                });
                Answer::Documents(documents)
            }
            Question::Occupancy { resource, cells } => {
                let mut taken = Vec::new();
                if cells.start < cells.end {
                    let range = (*resource, cells.start, 0)..(*resource, cells.end, 0);
                    for (&(_, cell, lane), &holder) in self.cells.range(range) {
                        taken.push(Taken { cell, lane, holder });
                    }
                }
                Answer::Occupancy(bounded(taken)?)
            }
            Question::Holder(place) => Answer::Holder(self.holder(place)),
            Question::Receipt(key) => Answer::Receipt(self.receipts.get(key).cloned()),
        })
    }

    fn with_term(&self, noun: Noun, term: &Term) -> impl Iterator<Item = Uuid> {
        let first = (noun, term.clone(), Uuid::nil());
        let last = (noun, term.clone(), Uuid::max());
        self.by_term.range(first..=last).map(|(_, _, id)| *id)
    }

    fn overlaps(&self, id: Uuid, from: Stamp, to: Stamp) -> bool {
        let key = Key::new(Noun::Appointment, id);
        self.documents.get(&key).is_some_and(|stored| {
            let columns = &stored.document.columns;
            columns.starts_at.is_some_and(|start| start < to)
                && columns.ends_at.is_some_and(|end| end > from)
        })
    }

    fn kept(&self, noun: Noun, ids: impl Iterator<Item = Uuid>) -> Result<Vec<Stored>, StoreError> {
        let ids = ids.take(MAX_ANSWER + 1);
        let kept = ids.filter_map(|id| self.documents.get(&Key::new(noun, id)).cloned());
        bounded(kept.collect())
    }

    fn page(&self, scan: &Scan, after: Option<&Cursor>, most: usize) -> Result<Page, StoreError> {
        let rows: Vec<Stored> = match scan {
            Scan::Documents { noun, status } => {
                let from = after.map_or(Uuid::nil(), Cursor::id);
                let range = Key::new(*noun, from)..=Key::new(*noun, Uuid::max());
                self.documents
                    .range(range)
                    .filter(|(key, _)| after.is_none_or(|cursor| key.id > cursor.id()))
                    .map(|(_, stored)| stored)
                    .filter(|stored| status.is_none() || stored.document.columns.status == *status)
                    .take(most)
                    .cloned()
                    .collect()
            }
            Scan::Dated { noun, on } => {
                let seen = dated(after)?;
                let all = (*noun, *on.start(), Uuid::nil())..=(*noun, *on.end(), Uuid::max());
                let range = (on.start() <= on.end()).then(|| self.by_date.range(all));
                range
                    .into_iter()
                    .flatten()
                    .filter(|(_, on, id)| seen.is_none_or(|seen| (*on, *id) > seen))
                    .take(most)
                    .filter_map(|(noun, _, id)| self.documents.get(&Key::new(*noun, *id)))
                    .cloned()
                    .collect()
            }
        };
        Ok(Page::of_documents(scan, rows, most))
    }
}

impl Journal {
    fn end(&self) -> (u64, Digest) {
        self.events
            .last()
            .map_or((0, Digest::START), |event| (event.n, event.hash))
    }
}

fn dated(after: Option<&Cursor>) -> Result<Option<(NaiveDate, Uuid)>, StoreError> {
    after
        .map(|cursor| {
            let on = cursor.on();
            let on = on.ok_or(StoreError::Invalid("a cursor of another scan"))?;
            Ok((on, cursor.id()))
        })
        .transpose()
}

fn bounded<T>(rows: Vec<T>) -> Result<Vec<T>, StoreError> {
    if rows.len() > MAX_ANSWER {
        Err(StoreError::TooMany)
    } else {
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};

    use super::*;
    use crate::access::{Actor, AuditRecord, Outcome, Permission, Purpose, Role, Verb, digest};
    use crate::id::ActorId;
    use crate::store::{Columns, Idempotency, verify_events};

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

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::access::Digest;
use crate::access::Noun;
use crate::id::EntryId;
use crate::id::PatientId;
use crate::id::ResourceId;
use crate::id::Uuid;
use crate::ledger::Entry;
use crate::store::batch::{CommitBatch, Expected, Put, Taking};
use crate::store::check::Checked;
use crate::store::document::{Document, Stored, Term};
use crate::store::error::CommitError;
use crate::store::event::{Event, Seal};
use crate::store::key::{Key, Stamp};
use crate::store::outbox::{Leased, Message};
use crate::store::place::Place;
use crate::store::receipt::{Head, Receipt, Recorded};

/// One practice's rows.
#[derive(Default)]
pub(super) struct Books {
    pub(super) documents: BTreeMap<Key, Stored>,
    pub(super) by_term: BTreeSet<(Noun, Term, Uuid)>,
    pub(super) by_patient: BTreeSet<(Noun, PatientId, Uuid)>,
    pub(super) by_date: BTreeSet<(Noun, NaiveDate, Uuid)>,
    pub(super) cells: BTreeMap<(ResourceId, i64, u16), Uuid>,
    numbers: BTreeMap<(String, String), Uuid>,
    pub(super) entries: BTreeMap<(Stamp, EntryId), Entry>,
    pub(super) recorded: BTreeMap<EntryId, Stamp>,
    pub(super) entries_of: BTreeSet<(PatientId, Stamp, EntryId)>,
    journals: BTreeMap<Key, Journal>,
    /// By stream and number in it.
    outbox: BTreeMap<(Key, u64), Waiting>,
    /// Where each message waits.
    sent: BTreeMap<Uuid, (Key, u64)>,
    pub(super) receipts: BTreeMap<String, Recorded>,
}

#[derive(Default)]
struct Journal {
    events: Vec<Event>,
    messages: u64,
}

struct Waiting {
    message: Message,
    attempt: u32,
    until: Option<Stamp>,
}

impl Books {
    /// Looks for all that stands against the batch first; then nothing can fail.
    pub(super) fn commit(&mut self, batch: Checked) -> Result<Receipt, CommitError> {
        let idempotency = &batch.batch().idempotency;
        if let Some(recorded) = self.receipts.get(&idempotency.key) {
            if recorded.request == idempotency.request {
                return Ok(recorded.receipt.clone());
            }
            return Err(CommitError::IdemMismatch);
        }
        self.expect(batch.batch())?;
        self.free(batch.batch())?;
        self.unposted(batch.batch())?;
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

    fn unposted(&self, batch: &CommitBatch) -> Result<(), CommitError> {
        let mut entries = batch.entries.iter();
        if entries.any(|entry| self.recorded.contains_key(&entry.id())) {
            return Err(CommitError::Invalid("an entry is posted once"));
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
        for entry in batch.entries {
            self.enter(entry);
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

    fn enter(&mut self, entry: Entry) {
        let (at, id) = (Stamp::from(entry.recorded()), entry.id());
        let postings = entry.postings().iter();
        let accounts = postings.flat_map(|posting| [posting.debit(), posting.credit()]);
        let patients = accounts.filter_map(|account| account.patient);
        self.entries_of
            .extend(patients.map(|patient| (patient, at, id)));
        self.recorded.insert(id, at);
        self.entries.insert((at, id), entry);
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

    pub(super) fn delivered(&mut self, id: Uuid) {
        if let Some(place) = self.sent.remove(&id) {
            self.outbox.remove(&place);
        }
    }

    pub(super) fn lend(&mut self, now: Stamp, until: Stamp, most: usize) -> Vec<Leased> {
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

    pub(super) fn journal(&self, stream: Key, after: u64, most: usize) -> Vec<Event> {
        let events = self.journals.get(&stream).map_or(&[][..], |j| &j.events);
        let later = events.iter().filter(|event| event.n > after);
        later.take(most).cloned().collect()
    }

    pub(super) fn holder(&self, place: &Place) -> Option<Uuid> {
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
}

impl Journal {
    fn end(&self) -> (u64, Digest) {
        self.events
            .last()
            .map_or((0, Digest::START), |event| (event.n, event.hash))
    }
}

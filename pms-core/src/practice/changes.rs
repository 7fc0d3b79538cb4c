use serde::Serialize;

use crate::id::Ids;
use crate::id::Uuid;
use crate::ledger::Entry;
use crate::scheduling::Hold;
use crate::store::CommitBatch;
use crate::store::Expected;
use crate::store::Guard;
use crate::store::Key;
use crate::store::Message;
use crate::store::NewEvent;
use crate::store::Place;
use crate::store::Put;
use crate::store::Record;
use crate::store::StoreError;
use crate::store::Taking;

/// The status of a hold that keeps nothing any more.
pub(super) const ENDED: &str = "ended";

/// What a command decided, until the shell hands it to the store.
///
/// Every record that is put leaves an event in its journal and a message in the outbox, in the same
/// commit: no path of writing forgets to tell.
#[derive(Debug, Default)]
pub(super) struct Changes {
    puts: Vec<Put>,
    release: Vec<Taking>,
    take: Vec<Taking>,
    happened: Vec<(Key, &'static str)>,
    entries: Vec<Entry>,
}

impl Changes {
    /// A record that was not there before.
    pub(super) fn add<R: Record>(
        &mut self,
        record: &R,
        happened: &'static str,
    ) -> Result<(), StoreError> {
        self.put(record, Expected::New, happened)
    }

    /// A record in place of the version that was read.
    pub(super) fn replace<R: Record>(
        &mut self,
        record: &R,
        version: u64,
        happened: &'static str,
    ) -> Result<(), StoreError> {
        self.put(record, Expected::Exact(version), happened)
    }

    /// A record and what is expected to be there before. One that is put twice is written as it stands
    /// last.
    pub(super) fn put<R: Record>(
        &mut self,
        record: &R,
        expected: Expected,
        happened: &'static str,
    ) -> Result<(), StoreError> {
        let (key, document) = (record.key(), record.to_document()?);
        match self.puts.iter_mut().find(|put| put.document.key == key) {
            Some(put) => put.document = document,
            None => self.puts.push(Put { document, expected }),
        }
        self.happened.push((key, happened));
        Ok(())
    }

    /// A record that counts and holds nothing: nobody is told of it.
    pub(super) fn count<R: Record>(
        &mut self,
        record: &R,
        expected: Expected,
    ) -> Result<(), StoreError> {
        self.puts.push(Put {
            document: record.to_document()?,
            expected,
        });
        Ok(())
    }

    /// A hold that keeps nothing any more: it stays, and is found by its identifier alone.
    pub(super) fn end_hold(&mut self, hold: &Hold, version: u64) -> Result<(), StoreError> {
        let mut document = hold.to_document()?;
        document.terms.clear();
        document.columns.status = Some(ENDED.to_owned());
        self.puts.push(Put {
            document,
            expected: Expected::Exact(version),
        });
        self.happened.push((hold.key(), "hold.ended"));
        Ok(())
    }

    /// Whether a record is among what is put.
    pub(super) fn writes(&self, key: Key) -> bool {
        self.puts.iter().any(|put| put.document.key == key)
    }

    /// A place that nobody else may have.
    pub(super) fn take(&mut self, place: Place, holder: impl Into<Uuid>) {
        let holder = holder.into();
        self.take.push(Taking { place, holder });
    }

    /// A place that others may have again.
    pub(super) fn release(&mut self, place: Place, holder: impl Into<Uuid>) {
        let holder = holder.into();
        self.release.push(Taking { place, holder });
    }

    /// Entries for the ledger.
    pub(super) fn enter(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.entries.extend(entries);
    }

    /// Moves everything into the batch. Documents that were read and are not written become guards.
    pub(super) fn into_batch(
        self,
        batch: &mut CommitBatch,
        read: impl IntoIterator<Item = Guard>,
        ids: &mut Ids,
    ) {
        let written: Vec<Key> = self.puts.iter().map(|put| put.document.key).collect();
        batch.guards = read
            .into_iter()
            .filter(|guard| !written.contains(&guard.key))
            .collect();
        batch.puts = self.puts;
        batch.release = self.release;
        batch.take = self.take;
        batch.entries = self.entries;
        for (stream, happened) in self.happened {
            let body = fact(stream);
            batch.events.push(NewEvent {
                stream,
                kind: happened.to_owned(),
                body: body.clone(),
            });
            batch.messages.push(Message {
                id: ids.mint(),
                stream,
                topic: happened.to_owned(),
                body,
            });
        }
    }
}

/// What a listener is told: which record it is. What stands in it is asked for under the
/// listener's own permission.
fn fact(key: Key) -> Vec<u8> {
    #[derive(Serialize)]
    struct Fact {
        noun: &'static str,
        id: Uuid,
    }
    let fact = Fact {
        noun: key.noun.word(),
        id: key.id,
    };
    serde_json::to_vec(&fact).unwrap_or_default()
}

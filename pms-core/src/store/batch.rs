use core::fmt;

use crate::access::AuditRecord;
use crate::access::Digest;
use crate::id::PracticeId;
use crate::id::Uuid;
use crate::ledger::Entry;

use super::document::Document;
use super::event::NewEvent;
use super::key::Key;
use super::outbox::Message;
use super::place::Place;

/// All that one command writes: kept whole, or not at all.
#[derive(Clone, Eq, PartialEq)]
pub struct CommitBatch {
    /// The tenant. Every row of the batch is theirs.
    pub practice: PracticeId,
    /// Who did it, when and what for; becomes the next event of the actor's own journal.
    pub audit: AuditRecord,
    /// What makes the command happen once, however often it is sent.
    pub idempotency: Idempotency,
    /// Documents that were read to decide and are not written: they must still be as they were.
    pub guards: Vec<Guard>,
    /// Documents to write.
    pub puts: Vec<Put>,
    /// Places to give back. What is not held by this holder stays as it is.
    pub release: Vec<Taking>,
    /// Places to take, after those given back. Taking again what one holds changes nothing.
    pub take: Vec<Taking>,
    /// Entries for the ledger. What each comes from becomes a number that it holds, so that no two
    /// batches post the same event or take back the same entry.
    pub entries: Vec<Entry>,
    /// What happened, for the journals.
    pub events: Vec<NewEvent>,
    /// What others are to be told.
    pub messages: Vec<Message>,
    /// What the command answers, kept with the receipt.
    pub reply: Vec<u8>,
}

/// The key of a command and the digest of what it asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Idempotency {
    /// The key that the caller chose; the same when the command is sent again.
    pub key: String,
    /// The digest of the command. Another command under the same key is refused.
    pub request: Digest,
}

/// A document to write and what is expected to be there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Put {
    /// The document as it shall be.
    pub document: Document,
    /// What it replaces.
    pub expected: Expected,
}

/// What is expected to be there before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expected {
    /// Nothing.
    New,
    /// This version.
    Exact(u64),
    /// Whatever there is, or nothing.
    Any,
}

/// A document that must still have the version that was read.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Guard {
    /// Which one.
    pub key: Key,
    /// The version that was read.
    pub version: u64,
}

/// A place and who has it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Taking {
    /// What is taken or given back.
    pub place: Place,
    /// By whom: an appointment, a hold, whatever bears the number.
    pub holder: Uuid,
}

impl CommitBatch {
    /// A batch that leaves its audit record and its receipt alone; add to its fields.
    #[must_use]
    pub fn new(practice: PracticeId, audit: AuditRecord, idempotency: Idempotency) -> Self {
        Self {
            practice,
            audit,
            idempotency,
            guards: Vec::new(),
            puts: Vec::new(),
            release: Vec::new(),
            take: Vec::new(),
            entries: Vec::new(),
            events: Vec::new(),
            messages: Vec::new(),
            reply: Vec::new(),
        }
    }
}

impl fmt::Debug for CommitBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommitBatch")
            .field("practice", &self.practice)
            .field("idempotency", &self.idempotency)
            .field("guards", &self.guards)
            .field("puts", &self.puts)
            .field("release", &self.release)
            .field("take", &self.take)
            .field("entries", &self.entries)
            .field("events", &self.events)
            .field("messages", &self.messages)
            .finish_non_exhaustive()
    }
}

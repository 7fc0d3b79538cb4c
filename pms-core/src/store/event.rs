use core::fmt;

use crate::access::Broken;
use crate::access::Digest;
use crate::access::digest;
use crate::access::link;
use crate::access::verify;
use crate::id::ActorId;
use crate::id::PracticeId;

use super::key::{Key, Stamp};

/// What happened to one thing, to be added to its journal.
#[derive(Clone, Eq, PartialEq)]
pub struct NewEvent {
    /// Whose journal.
    pub stream: Key,
    /// What happened, as a stable name: `appointment.booked`.
    pub kind: String,
    /// What is to be known of it, as JSON. Nothing ever prints it.
    pub body: Vec<u8>,
}

/// What happened, in its place in the journal.
#[derive(Clone, Eq, PartialEq)]
pub struct Event {
    /// Whose journal.
    pub stream: Key,
    /// Its number there, from 1 without a gap.
    pub n: u64,
    /// What happened, as a stable name.
    pub kind: String,
    /// When its batch was made.
    pub at: Stamp,
    /// Who did it.
    pub actor: ActorId,
    /// What is to be known of it.
    pub body: Vec<u8>,
    /// Ties it to all events before it.
    pub hash: Digest,
}

/// The end of a journal, to add events to. What every store does to chain them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Seal {
    practice: PracticeId,
    stream: Key,
    n: u64,
    head: Digest,
}

impl Seal {
    /// A journal of `n` events of which the last has the digest `head`; an empty one has
    /// [`Digest::START`].
    #[must_use]
    pub fn new(practice: PracticeId, stream: Key, n: u64, head: Digest) -> Self {
        Self {
            practice,
            stream,
            n,
            head,
        }
    }

    /// How many events there are.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The digest of the last.
    #[must_use]
    pub fn head(&self) -> Digest {
        self.head
    }

    /// The next event, chained to those before it.
    pub fn add(&mut self, kind: String, body: Vec<u8>, at: Stamp, actor: ActorId) -> Event {
        self.n = self.n.saturating_add(1);
        let mut event = Event {
            stream: self.stream,
            n: self.n,
            kind,
            at,
            actor,
            body,
            hash: Digest::START,
        };
        let stream = stream_name(self.practice, self.stream);
        self.head = link(self.head, &stream, self.n, &event.payload());
        event.hash = self.head;
        event
    }
}

impl Event {
    /// What the digest covers beside the stream and the number, each part behind its length.
    fn payload(&self) -> Vec<u8> {
        let actor = self.actor.uuid();
        let at = self.at.micros().to_be_bytes();
        let parts = [self.kind.as_bytes(), &at, actor.as_bytes(), &self.body];
        let mut payload = Vec::with_capacity(self.body.len().saturating_add(128));
        for part in parts {
            payload.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            payload.extend(part);
        }
        payload
    }
}

/// Whether the events of a journal follow on `prev` and on one another: the last digest, or the
/// first event that was changed, moved or follows on one that was taken out.
///
/// # Errors
///
/// [`Broken`] names the first bad event.
pub fn verify_events(
    practice: PracticeId,
    stream: Key,
    prev: Digest,
    events: &[Event],
) -> Result<Digest, Broken> {
    let first = events.first().map_or(1, |event| event.n);
    for (n, event) in (first..).zip(events) {
        if event.n != n || event.stream != stream {
            return Err(Broken { n });
        }
    }
    let rows = events
        .iter()
        .map(|event| (digest(&event.payload()), event.hash));
    verify(prev, &stream_name(practice, stream), first, rows)
}

fn stream_name(practice: PracticeId, stream: Key) -> Vec<u8> {
    let mut name = Vec::from(*practice.uuid().as_bytes());
    name.extend(stream.id.as_bytes());
    name.extend(stream.noun.word().as_bytes());
    name
}

impl fmt::Debug for NewEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewEvent({} on {})", self.kind, self.stream)
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({} on {}, {})", self.kind, self.stream, self.n)
    }
}

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::access::Noun;

use super::batch::{CommitBatch, Expected, Taking};
use super::document::Document;
use super::error::{CommitError, StoreError};
use super::event::NewEvent;
use super::key::{Key, Stamp};
use super::place::Place;
use super::question::Question;
use super::scan::Scan;

/// The longest name, value, status or key, in bytes of UTF-8.
pub const MAX_TEXT: usize = 1_100;
/// The longest body, in bytes.
pub const MAX_BODY: usize = 16 * 1_024 * 1_024;
/// The most rows that one batch writes, of all kinds together.
pub const MAX_ROWS: usize = 20_000;
/// The most rows that answer one question; a scan has no end.
pub const MAX_ANSWER: usize = 20_000;
/// The longest time from a document's start to its end: what lists appointments relies on it.
pub const LONGEST_SPAN: TimeDelta = TimeDelta::days(7);

/// A batch that keeps the rules of batches, its rows in the order in which every store writes them.
///
/// All stores begin with it, so that all refuse the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checked(CommitBatch);

impl CommitBatch {
    /// The batch in the order of writing, if it keeps the rules of batches.
    ///
    /// # Errors
    ///
    /// [`CommitError::Invalid`] names the rule that is broken.
    pub fn checked(mut self) -> Result<Checked, CommitError> {
        self.append_audit()?;
        self.hold_sources();
        let problem = self.problem();
        if let Some(problem) = problem {
            return Err(CommitError::Invalid(problem));
        }
        self.guards.sort_unstable();
        self.guards.dedup();
        self.puts.sort_unstable_by_key(|put| put.document.key);
        self.release.sort_unstable();
        self.release.dedup();
        self.take.sort_unstable();
        self.take.dedup();
        self.events.sort_by_key(|event| event.stream);
        self.messages.sort_by_key(|message| message.stream);
        for put in &mut self.puts {
            put.document.terms.sort_unstable();
            put.document.terms.dedup();
        }
        Ok(Checked(self))
    }

    /// Every batch is an event of its actor's own journal.
    fn append_audit(&mut self) -> Result<(), CommitError> {
        let body = serde_json::to_vec(&self.audit)
            .map_err(|_| CommitError::Invalid("an audit record that has no form in JSON"))?;
        self.events.push(NewEvent {
            stream: Key::new(Noun::Actor, self.audit.actor.id),
            kind: "audit".to_owned(),
            body,
        });
        Ok(())
    }

    /// An event is posted once, and an entry is taken back once.
    fn hold_sources(&mut self) {
        for entry in &self.entries {
            let holder = entry.id().uuid();
            let places = Place::of_entry(entry);
            self.take
                .extend(places.map(|place| Taking { place, holder }));
        }
    }

    fn problem(&self) -> Option<&'static str> {
        let rows = self.guards.len()
            + self.puts.len()
            + self
                .puts
                .iter()
                .map(|p| p.document.terms.len())
                .sum::<usize>()
            + self.release.len()
            + self.take.len()
            + self.events.len()
            + self
                .entries
                .iter()
                .map(|e| 1 + e.postings().len())
                .sum::<usize>()
            + self.messages.len();
        if rows > MAX_ROWS {
            return Some("a batch of more than 20,000 rows");
        }
        if self.reply.len() > MAX_BODY {
            return Some("a reply of more than 16 MiB");
        }
        text(
            &self.idempotency.key,
            "an idempotency key of 1 to 1,100 bytes is needed",
        )
        .or_else(|| self.puts_problem())
        .or_else(|| self.places_problem())
        .or_else(|| self.entries_problem())
        .or_else(|| self.told_problem())
    }

    fn puts_problem(&self) -> Option<&'static str> {
        let mut keys = BTreeSet::new();
        for put in &self.puts {
            if !keys.insert(put.document.key) {
                return Some("a batch writes a document once");
            }
            if matches!(put.expected, Expected::Exact(version) if !versioned(version)) {
                return Some("versions count from 1");
            }
            if let Some(problem) = document(&put.document) {
                return Some(problem);
            }
        }
        for guard in &self.guards {
            if keys.contains(&guard.key) {
                return Some("a document that is written needs no guard");
            }
            if !versioned(guard.version) {
                return Some("versions count from 1");
            }
        }
        None
    }

    fn places_problem(&self) -> Option<&'static str> {
        let mut taken: Vec<&Taking> = self.take.iter().collect();
        taken.sort_unstable();
        taken.dedup();
        let twice = taken.windows(2).any(|pair| match pair {
            [one, other] => one.place == other.place,
            _ => false,
        });
        if twice {
            return Some("a place has one holder");
        }
        self.take
            .iter()
            .chain(&self.release)
            .find_map(|taking| place(&taking.place))
    }

    fn entries_problem(&self) -> Option<&'static str> {
        let mut ids = BTreeSet::new();
        for entry in &self.entries {
            if !ids.insert(entry.id()) {
                return Some("an entry is posted once");
            }
            let dates = [Some(entry.effective()), entry.service()];
            if dates.into_iter().flatten().any(|on| !kept(on)) {
                return Some("a date in the years 0 to 9999");
            }
        }
        None
    }

    fn told_problem(&self) -> Option<&'static str> {
        let mut ids = BTreeSet::new();
        for message in &self.messages {
            if !ids.insert(message.id) {
                return Some("a message is sent once");
            }
            let problem = text(&message.topic, "a topic of 1 to 1,100 bytes is needed")
                .or_else(|| body(&message.body));
            if problem.is_some() {
                return problem;
            }
        }
        self.events.iter().find_map(|event| {
            text(&event.kind, "a kind of event of 1 to 1,100 bytes is needed")
                .or_else(|| body(&event.body))
        })
    }
}

impl Checked {
    /// The batch, in the order of writing, its audit record among the events.
    #[must_use]
    pub fn batch(&self) -> &CommitBatch {
        &self.0
    }

    /// The batch, to be taken apart.
    #[must_use]
    pub fn into_batch(self) -> CommitBatch {
        self.0
    }
}

impl Question {
    /// Every store asks this first, so that all refuse the same.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] where no answer is possible.
    pub fn check(&self) -> Result<(), StoreError> {
        let problem = match self {
            Self::ByTerm { term, .. } => words(&term.name).or_else(|| words(&term.value)),
            Self::Holder(asked) => place(asked),
            Self::Receipt(key) => words(key),
            _ => None,
        };
        problem.map_or(Ok(()), |problem| Err(StoreError::Invalid(problem)))
    }
}

impl Scan {
    /// Every store asks this first, so that all refuse the same.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] where no page is possible.
    pub fn check(&self, most: u32) -> Result<(), StoreError> {
        if most == 0 {
            return Err(StoreError::Invalid("a page has at least one row"));
        }
        let problem = match self {
            Self::Documents {
                status: Some(status),
                ..
            } => words(status),
            _ => None,
        };
        problem.map_or(Ok(()), |problem| Err(StoreError::Invalid(problem)))
    }
}

fn document(document: &Document) -> Option<&'static str> {
    let columns = &document.columns;
    if document.schema == 0 {
        return Some("forms count from 1");
    }
    if columns.on.is_some_and(|on| !kept(on)) {
        return Some("a date in the years 0 to 9999");
    }
    let span = match (columns.starts_at, columns.ends_at) {
        (Some(from), Some(to)) => span(from, to),
        (None, Some(_)) => Some("what ends has begun"),
        _ => None,
    };
    span.or_else(|| columns.status.as_deref().and_then(words))
        .or_else(|| body(&document.body))
        .or_else(|| {
            document
                .terms
                .iter()
                .find_map(|term| words(&term.name).or_else(|| words(&term.value)))
        })
}

/// Databases keep dates as text of ten characters.
fn kept(on: NaiveDate) -> bool {
    (0..=9_999).contains(&on.year())
}

fn span(from: Stamp, to: Stamp) -> Option<&'static str> {
    if to <= from {
        Some("what ends does so after it begins")
    } else if to.instant() - from.instant() > LONGEST_SPAN {
        Some("a span of more than seven days")
    } else {
        None
    }
}

fn place(place: &Place) -> Option<&'static str> {
    match place {
        Place::Cell { .. } => None,
        Place::Number { name, value } => words(name).or_else(|| words(value)),
    }
}

fn words(text: &str) -> Option<&'static str> {
    self::text(
        text,
        "a name or value of 1 to 1,100 bytes without NUL is needed",
    )
}

fn text(text: &str, problem: &'static str) -> Option<&'static str> {
    let sound = (1..=MAX_TEXT).contains(&text.len()) && !text.contains('\0');
    (!sound).then_some(problem)
}

fn body(body: &[u8]) -> Option<&'static str> {
    (body.len() > MAX_BODY).then_some("a body of more than 16 MiB")
}

/// Databases count in `i64`.
fn versioned(version: u64) -> bool {
    version > 0 && i64::try_from(version).is_ok()
}

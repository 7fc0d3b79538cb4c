use core::ops::Range;

use crate::access::Noun;
use crate::id::EntryId;
use crate::id::PatientId;
use crate::id::ResourceId;
use crate::id::Uuid;
use crate::ledger::Entry;

use super::document::{Stored, Term};
use super::error::StoreError;
use super::key::{Key, Stamp};
use super::place::{Place, Taken};
use super::receipt::Recorded;
use super::record::Record;

/// What a practice asks of its memory. A new question needs a rule that asks it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Question {
    /// The document with this key.
    Document(Key),
    /// The documents of a noun that bear a term, by age of identifier.
    ByTerm {
        /// Which noun.
        noun: Noun,
        /// The term.
        term: Term,
    },
    /// The documents of a noun that are a patient's, by age of identifier.
    OfPatient {
        /// Which noun.
        noun: Noun,
        /// Whose.
        patient: PatientId,
    },
    /// The appointments of a resource that overlap a span of time, whatever their status, by start.
    Appointments {
        /// Whose time: appointments list it with [`Term::resource`].
        resource: ResourceId,
        /// From the first instant up to, not including, the last.
        within: Range<Stamp>,
    },
    /// Which cells of a resource's time are taken and by whom, by cell and lane.
    Occupancy {
        /// Whose time.
        resource: ResourceId,
        /// From the first cell up to, not including, the last.
        cells: Range<i64>,
    },
    /// One entry of the ledger.
    Entry(EntryId),
    /// The entries of the ledger that are about a patient, in the order of recording. With
    /// [`Journal`](crate::ledger::Journal) they give the patient's open items.
    Entries(PatientId),
    /// Who has a place.
    Holder(Place),
    /// The receipt of an idempotency key.
    Receipt(String),
}

/// The answer to one question.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// Documents, none where there are none.
    Documents(Vec<Stored>),
    /// Cells that are taken.
    Occupancy(Vec<Taken>),
    /// Entries of the ledger.
    Entries(Vec<Entry>),
    /// Who has the place.
    Holder(Option<Uuid>),
    /// The receipt.
    Receipt(Option<Recorded>),
}

/// The answers to all questions of one read, in their order, as of one instant.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answers(Vec<Answer>);

impl Answers {
    /// The answers, in the order of the questions.
    #[must_use]
    pub fn new(answers: Vec<Answer>) -> Self {
        Self(answers)
    }

    /// The answers, in the order of the questions.
    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter()
    }

    /// The documents that answer question `n`, counted from 0; none where it asked otherwise.
    #[must_use]
    pub fn documents(&self, n: usize) -> &[Stored] {
        match self.0.get(n) {
            Some(Answer::Documents(documents)) => documents,
            _ => &[],
        }
    }

    /// The one document that answers question `n`, as the noun that it keeps, and its version.
    ///
    /// # Errors
    ///
    /// As [`Record::from_document`].
    pub fn record<R: Record>(&self, n: usize) -> Result<Option<(R, u64)>, StoreError> {
        self.documents(n)
            .first()
            .map(|stored| Ok((stored.record()?, stored.version)))
            .transpose()
    }

    /// The documents that answer question `n`, as the nouns that they keep.
    ///
    /// # Errors
    ///
    /// As [`Record::from_document`].
    pub fn records<R: Record>(&self, n: usize) -> Result<Vec<R>, StoreError> {
        self.documents(n).iter().map(Stored::record).collect()
    }

    /// The entries of the ledger that answer question `n`; none where it asked otherwise.
    #[must_use]
    pub fn entries(&self, n: usize) -> &[Entry] {
        match self.0.get(n) {
            Some(Answer::Entries(entries)) => entries,
            _ => &[],
        }
    }

    /// The taken cells that answer question `n`; none where it asked otherwise.
    #[must_use]
    pub fn occupancy(&self, n: usize) -> &[Taken] {
        match self.0.get(n) {
            Some(Answer::Occupancy(taken)) => taken,
            _ => &[],
        }
    }

    /// Who has the place that question `n` asked for.
    #[must_use]
    pub fn holder(&self, n: usize) -> Option<Uuid> {
        match self.0.get(n) {
            Some(Answer::Holder(holder)) => *holder,
            _ => None,
        }
    }

    /// The receipt that question `n` asked for.
    #[must_use]
    pub fn receipt(&self, n: usize) -> Option<&Recorded> {
        match self.0.get(n) {
            Some(Answer::Receipt(recorded)) => recorded.as_ref(),
            _ => None,
        }
    }
}

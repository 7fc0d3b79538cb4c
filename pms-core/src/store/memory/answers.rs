use core::ops::{Bound, RangeInclusive};

use chrono::NaiveDate;

use crate::access::Noun;
use crate::id::EntryId;
use crate::id::PatientId;
use crate::id::Uuid;
use crate::ledger::Entry;
use crate::store::check::MAX_ANSWER;
use crate::store::document::{Stored, Term};
use crate::store::error::StoreError;
use crate::store::key::{Key, Stamp};
use crate::store::place::Taken;
use crate::store::question::{Answer, Question};
use crate::store::scan::{Cursor, Page, Scan};
use crate::time::AsOf;

use super::books::Books;

impl Books {
    pub(super) fn answer(&self, question: &Question) -> Result<Answer, StoreError> {
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
            Question::Entry(id) => {
                let at = self.recorded.get(id);
                let entry = at.and_then(|at| self.entries.get(&(*at, *id)));
                Answer::Entries(entry.cloned().into_iter().collect())
            }
            Question::Entries(patient) => {
                let of = self.entries_of.range(ledger_of(*patient));
                let entries = of.filter_map(|(_, at, id)| self.entries.get(&(*at, *id)));
                let mut entries = bounded(entries.cloned().collect())?;
                entries.sort_by_key(|entry: &Entry| (entry.recorded(), entry.id()));
                Answer::Entries(entries)
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

    pub(super) fn page(
        &self,
        scan: &Scan,
        after: Option<&Cursor>,
        most: u32,
    ) -> Result<Page, StoreError> {
        let limit = usize::try_from(most).unwrap_or(usize::MAX);
        let documents = match scan {
            Scan::Documents { noun, status } => {
                let seen = after.map(Cursor::document).transpose()?;
                self.listed(*noun, status.as_deref(), seen, limit)
            }
            Scan::Dated { noun, on } => {
                let seen = after.map(Cursor::dated).transpose()?;
                self.dated(*noun, on, seen, limit)
            }
            Scan::Entries(as_of) => {
                let seen = after.map(Cursor::entry).transpose()?;
                return Ok(Page::of_entries(self.known(as_of, seen, limit), most));
            }
        };
        Ok(Page::of_documents(scan, documents, most))
    }

    fn listed(
        &self,
        noun: Noun,
        status: Option<&str>,
        seen: Option<Uuid>,
        limit: usize,
    ) -> Vec<Stored> {
        let first = Key::new(noun, seen.unwrap_or_default());
        self.documents
            .range(first..=Key::new(noun, Uuid::max()))
            .filter(|(key, _)| seen.is_none_or(|seen| key.id > seen))
            .map(|(_, stored)| stored)
            .filter(|stored| {
                status.is_none() || stored.document.columns.status.as_deref() == status
            })
            .take(limit)
            .cloned()
            .collect()
    }

    fn dated(
        &self,
        noun: Noun,
        on: &RangeInclusive<NaiveDate>,
        seen: Option<(NaiveDate, Uuid)>,
        limit: usize,
    ) -> Vec<Stored> {
        if on.is_empty() {
            return Vec::new();
        }
        self.by_date
            .range((noun, *on.start(), Uuid::nil())..=(noun, *on.end(), Uuid::max()))
            .filter(|(_, on, id)| seen.is_none_or(|seen| (*on, *id) > seen))
            .take(limit)
            .filter_map(|(noun, _, id)| self.documents.get(&Key::new(*noun, *id)))
            .cloned()
            .collect()
    }

    fn known(&self, as_of: &AsOf, seen: Option<(Stamp, EntryId)>, limit: usize) -> Vec<Entry> {
        let recorded = Stamp::from(as_of.recorded);
        let lowest = seen.map_or(Bound::Unbounded, Bound::Excluded);
        self.entries
            .range((lowest, Bound::Unbounded))
            .take_while(|((at, _), _)| *at <= recorded)
            .map(|(_, entry)| entry)
            .filter(|entry| entry.effective() <= as_of.effective)
            .take(limit)
            .cloned()
            .collect()
    }
}

fn ledger_of(patient: PatientId) -> RangeInclusive<(PatientId, Stamp, EntryId)> {
    let first = (patient, Stamp::MIN, Uuid::nil().into());
    first..=(patient, Stamp::MAX, Uuid::max().into())
}

fn bounded<T>(rows: Vec<T>) -> Result<Vec<T>, StoreError> {
    if rows.len() > MAX_ANSWER {
        Err(StoreError::TooMany)
    } else {
        Ok(rows)
    }
}

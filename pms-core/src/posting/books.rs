use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::id::{ChargeId, EntryId, PayerId};
use crate::ledger::{
    Account, AccountKind, Entry, Journal, LedgerError, Responsible, Source, SourceKind,
};
use crate::money::Money;

use super::error::PostingError;

/// The books as they stand, and as they will once the plan so far is posted.
pub(super) struct Books<'a> {
    pub(super) journal: &'a Journal,
    pub(super) open: HashMap<(ChargeId, Responsible), Money>,
    /// The receivable that the charge was booked on, and the day of its service.
    pub(super) charges: HashMap<ChargeId, (Account, Option<NaiveDate>)>,
    /// The answers to each charge, in the order in which they were posted.
    pub(super) answers: HashMap<ChargeId, Vec<(usize, &'a Entry)>>,
    pub(super) reversed: BTreeSet<EntryId>,
    /// The charges whose patient was relieved by a takeback of the plan.
    pub(super) relieved: BTreeSet<ChargeId>,
}

impl<'a> Books<'a> {
    pub(super) fn of(journal: &'a Journal) -> Result<Self, PostingError> {
        let mut books = Self {
            journal,
            open: HashMap::new(),
            charges: HashMap::new(),
            answers: HashMap::new(),
            reversed: BTreeSet::new(),
            relieved: BTreeSet::new(),
        };
        for (place, entry) in journal.entries().iter().enumerate() {
            books.note(entry)?;
            if *entry.source().kind() != SourceKind::Remittance || entry.reverses().is_some() {
                continue;
            }
            for charge in charges_of(entry) {
                books
                    .answers
                    .entry(charge)
                    .or_default()
                    .push((place, entry));
            }
        }
        books.relieved.clear();
        Ok(books)
    }

    pub(super) fn note(&mut self, entry: &Entry) -> Result<(), PostingError> {
        for posting in entry.postings() {
            let sides = [
                (posting.debit(), posting.amount()),
                (posting.credit(), posting.amount().negated()),
            ];
            for (account, gain) in sides {
                let (Some(charge), Some(responsible)) = (account.charge, Responsible::of(account))
                else {
                    continue;
                };
                let known = || (*account, entry.service());
                self.charges.entry(charge).or_insert_with(known);
                let open = self.open.entry((charge, responsible)).or_default();
                *open = open.plus(gain)?;
                if entry.reverses().is_some() && responsible == Responsible::Patient {
                    self.relieved.insert(charge);
                }
            }
        }
        Ok(())
    }

    /// Counts in an entry of the plan.
    pub(super) fn take(&mut self, entry: &Entry) -> Result<(), PostingError> {
        self.reversed.extend(entry.reverses());
        self.note(entry)
    }

    pub(super) fn open(&self, charge: ChargeId, responsible: Responsible) -> Money {
        self.open
            .get(&(charge, responsible))
            .copied()
            .unwrap_or_default()
    }

    pub(super) fn about(&self, charge: ChargeId) -> Option<Account> {
        self.charges.get(&charge).map(|(account, _)| *account)
    }

    pub(super) fn service(&self, charge: ChargeId) -> Option<NaiveDate> {
        self.charges.get(&charge).and_then(|(_, service)| *service)
    }

    /// The entry that the same answer made before.
    pub(super) fn posted(&self, source: &Source) -> Result<Option<EntryId>, LedgerError> {
        let Some(posted) = self.journal.from_source(source.kind(), source.id()) else {
            return Ok(None);
        };
        let posted_as = posted.id();
        if posted.source().content() == source.content() {
            Ok(Some(posted_as))
        } else {
            Err(LedgerError::SourceConflict { posted: posted_as })
        }
    }

    pub(super) fn taken_back_by_hand(&self, source: &Source) -> bool {
        let posted = self.journal.from_source(source.kind(), source.id());
        posted
            .and_then(|posted| self.journal.reversal_of(posted.id()))
            .and_then(|reversal| self.journal.entry(reversal))
            .is_some_and(|reversal| *reversal.source().kind() == SourceKind::Reversal)
    }

    /// The last answer of a payer to these charges, or those of them that it settled anything of,
    /// that paid so much and still stands.
    pub(super) fn answer(
        &self,
        payer: PayerId,
        charges: &BTreeSet<ChargeId>,
        paid: Money,
    ) -> Result<Option<&'a Entry>, PostingError> {
        let of_payer = |account: &Account| {
            account.kind == AccountKind::Clearing && account.payer == Some(payer)
        };
        let mut last = None;
        let known = charges.iter().filter_map(|charge| self.answers.get(charge));
        for (place, entry) in known.flatten() {
            let stands = !self.reversed.contains(&entry.id())
                && self.journal.reversal_of(entry.id()).is_none();
            if stands
                && charges_of(entry).is_subset(charges)
                && entry.effect(of_payer)? == paid
                && answered_by(entry, payer)
            {
                last = last.max(Some((*place, entry.id())));
            }
        }
        Ok(last.and_then(|(_, id)| self.journal.entry(id)))
    }

    /// Whether money that an entry left unapplied has been used since, so that it cannot go back.
    pub(super) fn spent(&self, entry: &Entry) -> Result<bool, PostingError> {
        let brought = entry
            .effect(|account| account.kind.is_unapplied() && account.payment == Some(entry.id()))?;
        Ok(self.journal.unapplied(entry.id())? < brought.negated())
    }

    /// What patients have paid too much for charges that the plan took from them.
    pub(super) fn patient_credits(&self) -> Vec<(ChargeId, Money)> {
        let credits = self.relieved.iter().filter_map(|charge| {
            let open = self.open(*charge, Responsible::Patient);
            open.is_negative().then(|| (*charge, open.negated()))
        });
        credits.collect()
    }
}

/// Whether an entry settles anything that a payer owes.
fn answered_by(entry: &Entry, payer: PayerId) -> bool {
    let of_payer = |account: &Account| Responsible::of(account) == Some(Responsible::Payer(payer));
    let mut postings = entry.postings().iter();
    postings.any(|posting| of_payer(posting.credit()) || of_payer(posting.debit()))
}

/// The charges whose receivables an entry moves.
fn charges_of(entry: &Entry) -> BTreeSet<ChargeId> {
    let accounts = entry
        .postings()
        .iter()
        .flat_map(|posting| [posting.debit(), posting.credit()]);
    accounts
        .filter(|account| account.kind.is_receivable())
        .filter_map(|account| account.charge)
        .collect()
}

use std::collections::hash_map;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::account::Account;
use super::entry::{Entry, Posting};
use super::error::LedgerError;
use super::open_item::{OpenItem, open_items};
use super::source::SourceKind;
use super::trial::TrialBalance;
use crate::id::EntryId;
use crate::money::Money;
use crate::time::AsOf;

/// What became of an entry that was handed in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Appended {
    /// It is in the books now.
    Posted,
    /// Its source was posted before, with the same content; nothing changed.
    Replayed {
        /// The entry that it made then.
        posted: EntryId,
    },
}

/// The entries of a practice, or of as much of it as a question needs, in the order in which they
/// were recorded.
///
/// ```
/// # use pms_core::id::{ChargeId, EntryId, PatientId, Uuid};
/// # use pms_core::ledger::*;
/// # use pms_core::time::AsOf;
/// # let (patient, charge) = (PatientId::from(Uuid::from_u128(1)), ChargeId::from(Uuid::from_u128(2)));
/// let owed = Account::of(AccountKind::PatientReceivable).for_patient(patient).on_charge(charge);
/// let charged = Entry::new(
///     EntryId::from(Uuid::from_u128(3)),
///     Dates {
///         service: Some("2026-03-02".parse().unwrap()),
///         effective: "2026-03-02".parse().unwrap(),
///         recorded: "2026-03-02T17:00:00Z".parse().unwrap(),
///     },
///     Source::new(SourceKind::Charge, charge.to_string(), Content::new().text("99213").hash())?,
///     vec![Posting::new(owed, Account::of(AccountKind::Revenue), "120.00".parse()?)?],
/// )?;
///
/// let mut journal = Journal::default();
/// assert_eq!(journal.append(charged.clone())?, Appended::Posted);
/// assert!(matches!(journal.append(charged)?, Appended::Replayed { .. }));
///
/// let as_of = AsOf::new("2026-03-31".parse().unwrap(), "2026-04-01T00:00:00Z".parse().unwrap());
/// let receivable = journal.balance(as_of, |account| account.kind.is_receivable())?;
/// assert_eq!(receivable, "120.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: Vec<Entry>,
    by_id: HashMap<EntryId, usize>,
    by_source: HashMap<(SourceKind, String), usize>,
    reversed_by: HashMap<EntryId, EntryId>,
    /// What is left of each payment's money: the gain of each account that names a payment.
    unapplied: HashMap<Account, Money>,
    closed_through: Option<NaiveDate>,
}

impl Journal {
    /// A journal of entries that are in the books already, in whatever order they come.
    ///
    /// They were admitted when they were written, so nothing is asked of them again, and it need not
    /// be all of them. An entry that comes twice is taken once.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a sum does not fit.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Result<Self, LedgerError> {
        let mut journal = Self::default();
        journal.include(entries)?;
        Ok(journal)
    }

    /// Adds further entries that are in the books already, as [`Journal::of`] takes them.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a sum does not fit; the journal is then as before.
    pub fn include(&mut self, entries: impl IntoIterator<Item = Entry>) -> Result<(), LedgerError> {
        let mut added: Vec<Entry> = entries.into_iter().collect();
        added.sort_by_key(|entry| (entry.recorded(), entry.id()));
        let mut all = self.entries.clone();
        all.extend(added);
        all.sort_by_key(Entry::recorded);
        let mut journal = Self {
            closed_through: self.closed_through,
            ..Self::default()
        };
        for entry in all {
            if !journal.by_id.contains_key(&entry.id()) {
                let unapplied = journal.unapplied_after(&entry)?;
                journal.insert(entry, unapplied);
            }
        }
        *self = journal;
        Ok(())
    }

    /// Takes an entry, or tells that it is there already.
    ///
    /// # Errors
    ///
    /// A [`LedgerError`] that says why the entry cannot stand; the journal is then as before.
    pub fn append(&mut self, entry: Entry) -> Result<Appended, LedgerError> {
        if let Some(posted) = self.posted_from(&entry)? {
            return Ok(Appended::Replayed { posted });
        }
        self.admit(&entry)?;
        let unapplied = self.unapplied_after(&entry)?;
        if let Some(by) = unapplied.values().find(|held| held.is_positive()) {
            return Err(LedgerError::Overdrawn { by: *by });
        }
        self.insert(entry, unapplied);
        Ok(Appended::Posted)
    }

    /// Takes all entries or none.
    ///
    /// # Errors
    ///
    /// The [`LedgerError`] of the first that cannot stand; the journal is then as before.
    pub fn append_all(
        &mut self,
        entries: impl IntoIterator<Item = Entry>,
    ) -> Result<Vec<Appended>, LedgerError> {
        let before = self.entries.len();
        let appended: Result<Vec<Appended>, _> = entries
            .into_iter()
            .map(|entry| self.append(entry))
            .collect();
        if appended.is_err() {
            self.cut_back(before);
        }
        appended
    }

    /// Closes the books through a day: nothing takes effect on it or before it from now on.
    ///
    /// A late event is still posted, by [`Entry::in_open_period`]. Closing an earlier day than
    /// before changes nothing.
    pub fn close_through(&mut self, day: NaiveDate) {
        self.closed_through = self.closed_through.max(Some(day));
    }

    /// The last closed day.
    #[must_use]
    pub fn closed_through(&self) -> Option<NaiveDate> {
        self.closed_through
    }

    /// All entries, in the order in which they were recorded.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// One entry.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.by_id
            .get(&id)
            .and_then(|place| self.entries.get(*place))
    }

    /// The entry that an event made, whatever it told.
    #[must_use]
    pub fn from_source(&self, kind: &SourceKind, id: &str) -> Option<&Entry> {
        self.by_source
            .get(&(kind.clone(), id.to_owned()))
            .and_then(|place| self.entries.get(*place))
    }

    /// The reversal that takes an entry back.
    #[must_use]
    pub fn reversal_of(&self, id: EntryId) -> Option<EntryId> {
        self.reversed_by.get(&id).copied()
    }

    /// What has taken effect by a day, as it was known at an instant.
    pub fn as_of(&self, as_of: AsOf) -> impl Iterator<Item = &Entry> {
        let known = self
            .entries
            .partition_point(|entry| entry.recorded() <= as_of.recorded);
        self.entries
            .iter()
            .take(known)
            .filter(move |entry| entry.effective() <= as_of.effective)
    }

    /// What the accounts that are asked for hold: debits less credits.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where the sum does not fit.
    pub fn balance(
        &self,
        as_of: AsOf,
        of: impl Fn(&Account) -> bool,
    ) -> Result<Money, LedgerError> {
        self.as_of(as_of)
            .try_fold(Money::ZERO, |sum, entry| Ok(sum.plus(entry.effect(&of)?)?))
    }

    /// What every account holds that holds anything: debits less credits.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a sum does not fit.
    pub fn balances(&self, as_of: AsOf) -> Result<BTreeMap<Account, Money>, LedgerError> {
        let mut balances = BTreeMap::<Account, Money>::new();
        for (account, gain) in self
            .as_of(as_of)
            .flat_map(Entry::postings)
            .flat_map(Posting::sides)
        {
            let balance = balances.entry(*account).or_default();
            *balance = balance.plus(gain)?;
        }
        balances.retain(|_, balance| !balance.is_zero());
        Ok(balances)
    }

    /// What each kind of account was debited and credited.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a sum does not fit.
    pub fn trial_balance(&self, as_of: AsOf) -> Result<TrialBalance, LedgerError> {
        TrialBalance::of(self.as_of(as_of))
    }

    /// What is owed for each charge, and by whom; credits too.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a sum does not fit.
    pub fn open_items(&self, as_of: AsOf) -> Result<Vec<OpenItem>, LedgerError> {
        open_items(self.as_of(as_of))
    }

    /// What is left of a payment: what it brought, less what of it was applied or refunded.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a sum does not fit.
    pub fn unapplied(&self, payment: EntryId) -> Result<Money, LedgerError> {
        let held = Money::sum(
            self.unapplied
                .iter()
                .filter(|(account, _)| account.payment == Some(payment))
                .map(|(_, gain)| *gain),
        )?;
        Ok(held.negated())
    }

    /// The entry that the same event made before, if it told the same then.
    fn posted_from(&self, entry: &Entry) -> Result<Option<EntryId>, LedgerError> {
        let Some(posted) = self.from_source(entry.source().kind(), entry.source().id()) else {
            return Ok(None);
        };
        if posted.source().content() == entry.source().content() {
            Ok(Some(posted.id()))
        } else {
            Err(LedgerError::SourceConflict {
                posted: posted.id(),
            })
        }
    }

    fn admit(&self, entry: &Entry) -> Result<(), LedgerError> {
        if self.by_id.contains_key(&entry.id()) {
            return Err(LedgerError::EntryTaken { entry: entry.id() });
        }
        if let Some(through) = self.closed_through
            && entry.effective() <= through
        {
            return Err(LedgerError::PeriodClosed { through });
        }
        if let Some(last) = self.last_recorded()
            && entry.recorded() < last
        {
            return Err(LedgerError::RecordedBackwards { last });
        }
        match entry.reverses() {
            Some(original) => self.admit_reversal(entry, original),
            None => Ok(()),
        }
    }

    fn admit_reversal(&self, entry: &Entry, original: EntryId) -> Result<(), LedgerError> {
        let Some(stands) = self.entry(original) else {
            return Err(LedgerError::UnknownEntry { entry: original });
        };
        if stands.reverses().is_some() {
            return Err(LedgerError::ReversesReversal { entry: original });
        }
        if let Some(by) = self.reversal_of(original) {
            return Err(LedgerError::AlreadyReversed { by });
        }
        if entry.effective() < stands.effective() {
            return Err(LedgerError::ReversedTooEarly {
                effective: stands.effective(),
            });
        }
        let mirror = stands.postings().iter().map(Posting::mirrored);
        if !mirror.eq(entry.postings().iter().copied()) {
            return Err(LedgerError::NotAMirror { entry: original });
        }
        Ok(())
    }

    /// The unapplied accounts that an entry touches, as they stand after it: debits less credits. A
    /// payment gives no more than it brought, so none may be above zero.
    fn unapplied_after(&self, entry: &Entry) -> Result<BTreeMap<Account, Money>, LedgerError> {
        let mut after = BTreeMap::<Account, Money>::new();
        let sides = entry.postings().iter().flat_map(Posting::sides);
        for (account, gain) in sides.filter(|(account, _)| account.kind.is_unapplied()) {
            let before = self.unapplied.get(account).copied().unwrap_or_default();
            let held = after.entry(*account).or_insert(before);
            *held = held.plus(gain)?;
        }
        Ok(after)
    }

    fn insert(&mut self, entry: Entry, unapplied: BTreeMap<Account, Money>) {
        self.unapplied.extend(unapplied);
        let place = self.entries.len();
        self.by_id.insert(entry.id(), place);
        let source = (
            entry.source().kind().clone(),
            entry.source().id().to_owned(),
        );
        self.by_source.insert(source, place);
        if let Some(original) = entry.reverses() {
            self.reversed_by.insert(original, entry.id());
        }
        self.entries.push(entry);
    }

    fn last_recorded(&self) -> Option<DateTime<Utc>> {
        self.entries.last().map(Entry::recorded)
    }

    /// Forgets what was appended after the first `count` entries.
    fn cut_back(&mut self, count: usize) {
        for entry in self.entries.split_off(count) {
            self.by_id.remove(&entry.id());
            let source = (
                entry.source().kind().clone(),
                entry.source().id().to_owned(),
            );
            self.by_source.remove(&source);
            if let Some(original) = entry.reverses() {
                self.reversed_by.remove(&original);
            }
            let sides = entry.postings().iter().flat_map(Posting::sides);
            for (account, gain) in sides.filter(|(account, _)| account.kind.is_unapplied()) {
                if let hash_map::Entry::Occupied(mut held) = self.unapplied.entry(*account) {
                    let before = held.get().minus(gain).unwrap_or_default();
                    held.insert(before);
                }
            }
        }
    }
}

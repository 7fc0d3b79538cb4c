use chrono::NaiveDate;

use crate::access::Noun;
use crate::access::Verb;
use crate::id::EntryId;
use crate::id::PatientId;
use crate::ledger::Allocation;
use crate::ledger::Appended;
use crate::ledger::Entry;
use crate::posting::Booking;
use crate::posting::PatientPayment;
use crate::posting::apply_unapplied;
use crate::posting::book_patient_payment;
use crate::posting::take_back;
use crate::time::AsOf;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Practice};

impl Practice {
    /// A patient paid: open items that the patient owes are paid by the payment's own order, what
    /// is too much stays theirs, unapplied.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`] for a patient who is not there; `store.claim_taken` where the
    /// receipt was booked before.
    pub async fn pay(
        &self,
        call: &Call,
        payment: &PatientPayment,
        day: NaiveDate,
    ) -> Result<Entry, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Ledger).of(payment.patient);
        let mut attempt = self.begin(call, act, &(payment, day)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            attempt.must_exist(Noun::Patient, payment.patient).await?;
            let journal = attempt.journal_of([payment.patient]).await?;
            let items = journal.open_items(AsOf::EVERYTHING)?;
            let booking = Booking::new(day, call.now);
            let entry = book_patient_payment(payment, &items, booking, attempt.ids())?;
            if let Some(entry) = attempt.post(entry).await? {
                return Ok(entry);
            }
        }
    }
}

impl Practice {
    /// What is left of a patient's payment pays what patients owe on open items.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; [`PostingError::NothingLeft`] where nothing is left or nothing is
    /// open; [`PostingError::PayersMoney`].
    ///
    /// [`PostingError::NothingLeft`]: crate::posting::PostingError::NothingLeft
    /// [`PostingError::PayersMoney`]: crate::posting::PostingError::PayersMoney
    pub async fn apply_unapplied(
        &self,
        call: &Call,
        payment: EntryId,
        allocation: &Allocation,
        day: NaiveDate,
    ) -> Result<Entry, PracticeError> {
        let about = self.entry(payment).await?;
        let act = Act::new(Verb::Create, Noun::Ledger).to(&about);
        let mut attempt = self.begin(call, act, &(payment, allocation, day)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            let journal = attempt.journal_about(&about).await?;
            let items = journal.open_items(AsOf::EVERYTHING)?;
            let (key, booking) = (&call.key, Booking::new(day, call.now));
            let ids = attempt.ids();
            let entry = apply_unapplied(payment, key, &journal, &items, allocation, booking, ids)?;
            if let Some(entry) = attempt.post(entry).await? {
                return Ok(entry);
            }
        }
    }

    /// An entry is taken back: a bounced check, a payment on the wrong account, an answer that was
    /// posted by mistake. Its mirror is posted, and what it did may be posted anew.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; whatever the journal refuses, as where money that the entry
    /// brought was used since or the entry was taken back before.
    pub async fn take_back(
        &self,
        call: &Call,
        entry: EntryId,
        day: NaiveDate,
    ) -> Result<Entry, PracticeError> {
        let about = self.entry(entry).await?;
        let act = Act::new(Verb::Cancel, Noun::Ledger).to(&about);
        let mut attempt = self.begin(call, act, &(entry, day)).await?;
        loop {
            if let Some(mirror) = attempt.replay().await? {
                return Ok(mirror);
            }
            let mut journal = attempt.journal_about(&about).await?;
            let booking = Booking::new(day, call.now);
            let mirror = take_back(entry, &journal, booking, attempt.ids())?;
            journal.append(mirror.clone())?;
            if let Some(mirror) = attempt.post(mirror).await? {
                return Ok(mirror);
            }
        }
    }

    /// Entries of the host's own for one patient: balances brought from another system, corrections
    /// by hand. They are appended as they are; what was entered before is left alone.
    ///
    /// # Errors
    ///
    /// Whatever the journal refuses: an entry from the same source with other content, a reversal of
    /// what is not there.
    pub async fn enter(
        &self,
        call: &Call,
        patient: PatientId,
        entries: &[Entry],
    ) -> Result<usize, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Ledger).of(patient);
        let mut attempt = self.begin(call, act, &(patient, entries)).await?;
        loop {
            if let Some(entered) = attempt.replay().await? {
                return Ok(entered);
            }
            attempt.must_exist(Noun::Patient, patient).await?;
            let mut journal = attempt.journal_of([patient]).await?;
            let appended = journal.append_all(entries.iter().cloned())?;
            let new = entries.iter().zip(&appended);
            let new = new.filter(|(_, appended)| matches!(appended, Appended::Posted));
            let mut changes = Changes::default();
            changes.enter(new.map(|(entry, _)| entry.clone()));
            let entered = appended
                .iter()
                .filter(|one| matches!(one, Appended::Posted));
            let entered = entered.count();
            if let Some(entered) = attempt.commit(changes, &entered).await? {
                return Ok(entered);
            }
        }
    }
}

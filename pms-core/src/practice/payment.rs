use chrono::NaiveDate;

use crate::access::Noun;
use crate::access::Verb;
use crate::id::PatientId;
use crate::ledger::Appended;
use crate::ledger::Entry;
use crate::posting::Booking;
use crate::posting::PatientPayment;
use crate::posting::book_patient_payment;
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
            let mut changes = Changes::default();
            changes.enter([entry.clone()]);
            if let Some(entry) = attempt.commit(changes, &entry).await? {
                return Ok(entry);
            }
        }
    }
}

impl Practice {
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

use chrono::NaiveDate;

use crate::access::Noun;
use crate::access::Verb;
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

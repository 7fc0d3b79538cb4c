use chrono::NaiveDate;

use crate::access::Noun;
use crate::access::Verb;
use crate::id::EntryId;
use crate::ledger::Entry;
use crate::money::Money;
use crate::posting::Booking;
use crate::posting::owe_refund;
use crate::posting::pay_refund;

use super::call::Call;
use super::error::PracticeError;
use super::shell::{Act, Practice};

impl Practice {
    /// Part of what is left of a payment is to go back to the one who paid it, patient or payer.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; [`PostingError::MoreThanOpen`] and [`PostingError::NothingLeft`]
    /// where less is left.
    ///
    /// [`PostingError::MoreThanOpen`]: crate::posting::PostingError::MoreThanOpen
    /// [`PostingError::NothingLeft`]: crate::posting::PostingError::NothingLeft
    pub async fn owe_refund(
        &self,
        call: &Call,
        payment: EntryId,
        amount: Money,
        day: NaiveDate,
    ) -> Result<Entry, PracticeError> {
        let about = self.entry(payment).await?;
        let act = Act::new(Verb::Create, Noun::Ledger).to(&about);
        let mut attempt = self.begin(call, act, &(payment, amount, day)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            let journal = attempt.journal_about(&about).await?;
            let booking = Booking::new(day, call.now);
            let ids = attempt.ids();
            let entry = owe_refund(payment, &call.key, amount, &journal, booking, ids)?;
            if let Some(entry) = attempt.post(entry).await? {
                return Ok(entry);
            }
        }
    }

    /// Pays out what [`owe_refund`](Self::owe_refund) decided. Money goes out, so it takes the
    /// permission to release: who decides on refunds need not be who pays them.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; [`PostingError::UnknownEntry`] where the entry owes no refund;
    /// `store.claim_taken` where it was paid before.
    ///
    /// [`PostingError::UnknownEntry`]: crate::posting::PostingError::UnknownEntry
    pub async fn pay_refund(
        &self,
        call: &Call,
        owed: EntryId,
        day: NaiveDate,
    ) -> Result<Entry, PracticeError> {
        let about = self.entry(owed).await?;
        let act = Act::new(Verb::Release, Noun::Ledger).to(&about);
        let mut attempt = self.begin(call, act, &(owed, day)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            let journal = attempt.journal_about(&about).await?;
            let booking = Booking::new(day, call.now);
            let entry = pay_refund(owed, &journal, booking, attempt.ids())?;
            if let Some(entry) = attempt.post(entry).await? {
                return Ok(entry);
            }
        }
    }
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::ChargeId;
use crate::id::PatientId;
use crate::ledger::AccountKind;
use crate::ledger::Entry;
use crate::ledger::OpenItem;
use crate::ledger::Responsible;
use crate::money::Money;
use crate::posting::Booking;
use crate::posting::PostingError;
use crate::posting::transfer;
use crate::posting::write_off;
use crate::time::AsOf;

use super::call::Call;
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};

/// Part of an open item, and whose it is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Part {
    /// Whose treatment it was.
    pub patient: PatientId,
    /// The charge line.
    pub charge: ChargeId,
    /// Who owes it.
    pub owed_by: Responsible,
    /// How much of it.
    pub amount: Money,
}

impl Practice {
    /// Another party owes part of an open item from now on: the next payer, the patient, an agency.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`] for a patient or payer who is not there;
    /// [`PostingError::MoreThanOpen`].
    pub async fn transfer(
        &self,
        call: &Call,
        part: &Part,
        to: Responsible,
        day: NaiveDate,
    ) -> Result<Entry, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Ledger).of(part.patient);
        let mut attempt = self.begin(call, act, &(part, to, day)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            if let Responsible::Payer(payer) = to {
                attempt.must_exist(Noun::Payer, payer).await?;
            }
            let item = attempt.open_item(part).await?;
            let booking = Booking::new(day, call.now);
            let ids = attempt.ids();
            let entry = transfer(&item, to, part.amount, &call.key, booking, ids)?;
            if let Some(entry) = attempt.post(entry).await? {
                return Ok(entry);
            }
        }
    }

    /// Part of an open item is given up: small balance, charity, denial, bad debt.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; [`PostingError::MoreThanOpen`]; [`PostingError::NotAWriteOff`].
    pub async fn write_off(
        &self,
        call: &Call,
        part: &Part,
        kind: AccountKind,
        day: NaiveDate,
    ) -> Result<Entry, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Ledger).of(part.patient);
        let mut attempt = self.begin(call, act, &(part, kind, day)).await?;
        loop {
            if let Some(entry) = attempt.replay().await? {
                return Ok(entry);
            }
            let item = attempt.open_item(part).await?;
            let booking = Booking::new(day, call.now);
            let ids = attempt.ids();
            let entry = write_off(&item, kind, part.amount, &call.key, booking, ids)?;
            if let Some(entry) = attempt.post(entry).await? {
                return Ok(entry);
            }
        }
    }
}

impl Attempt<'_> {
    /// What the party owes for the charge now.
    async fn open_item(&mut self, part: &Part) -> Result<OpenItem, PracticeError> {
        self.must_exist(Noun::Patient, part.patient).await?;
        let journal = self.journal_of([part.patient]).await?;
        let items = journal.open_items(AsOf::EVERYTHING)?;
        let mut items = items.into_iter();
        let found = items.find(|item| {
            item.charge == part.charge
                && item.responsible == part.owed_by
                && item.patient == Some(part.patient)
        });
        let open = Money::ZERO;
        Ok(found.ok_or(PostingError::MoreThanOpen { open })?)
    }
}

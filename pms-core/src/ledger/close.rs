use serde::{Deserialize, Serialize};

use super::content::{Content, ContentHash};
use super::entry::{Entry, Posting};
use super::error::LedgerError;
use super::journal::Journal;
use super::trial::TrialBalance;
use crate::time::AsOf;

/// What the books said when they were closed: control totals, and a hash over every entry.
///
/// Read at the same two times, the journal says the same for ever; [`Closing::still_holds`] proves
/// that nobody changed it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Closing {
    /// Closed through this day, as known then.
    pub as_of: AsOf,
    /// The control totals.
    pub trial: TrialBalance,
    /// Over every entry in their order.
    pub hash: ContentHash,
}

impl Journal {
    /// Closes the books through `as_of.effective` and tells what they say.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a total does not fit; the books then stay open.
    pub fn close(&mut self, as_of: AsOf) -> Result<Closing, LedgerError> {
        let closing = Closing::of(self, as_of)?;
        self.close_through(as_of.effective);
        Ok(closing)
    }
}

impl Closing {
    /// Whether the journal still says what it said.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where a total does not fit.
    pub fn still_holds(&self, journal: &Journal) -> Result<bool, LedgerError> {
        Ok(Self::of(journal, self.as_of)? == *self)
    }

    fn of(journal: &Journal, as_of: AsOf) -> Result<Self, LedgerError> {
        Ok(Self {
            as_of,
            trial: journal.trial_balance(as_of)?,
            hash: journal.as_of(as_of).fold(Content::new(), digest).hash(),
        })
    }
}

fn digest(content: Content, entry: &Entry) -> Content {
    let content = content
        .id(Some(entry.id()))
        .text(entry.source().kind().name())
        .text(entry.source().id())
        .text(&entry.source().content().to_string())
        .text(&entry.recorded().timestamp_micros().to_string())
        .date(entry.service())
        .date(Some(entry.effective()))
        .date(Some(entry.dated()))
        .id(entry.reverses());
    entry
        .postings()
        .iter()
        .flat_map(Posting::sides)
        .fold(content, |content, (account, gain)| {
            content
                .text(account.kind.name())
                .id(account.patient)
                .id(account.payer)
                .id(account.charge)
                .id(account.practitioner)
                .id(account.location)
                .id(account.payment)
                .money(gain)
        })
}

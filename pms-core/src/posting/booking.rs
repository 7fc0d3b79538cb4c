use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::id::EntryId;
use crate::ledger::{Dates, Entry, LedgerError, Posting, Source};

/// When an event is booked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Booking {
    /// The day on which it takes effect: of the deposit, of the receipt.
    pub effective: NaiveDate,
    /// Now.
    pub recorded: DateTime<Utc>,
    /// The last day for which the books are closed. What would take effect by then does so on the
    /// first open day and keeps its own.
    pub closed_through: Option<NaiveDate>,
}

impl Booking {
    /// An event of a day, known now, while no books are closed.
    #[must_use]
    pub fn new(effective: NaiveDate, recorded: DateTime<Utc>) -> Self {
        Self {
            effective,
            recorded,
            closed_through: None,
        }
    }

    pub(super) fn entry(
        &self,
        id: EntryId,
        service: Option<NaiveDate>,
        source: Source,
        postings: Vec<Posting>,
    ) -> Result<Entry, LedgerError> {
        let dates = Dates {
            service,
            effective: self.effective,
            recorded: self.recorded,
        };
        Entry::new(id, dates, source, postings).map(|entry| self.open(entry))
    }

    /// The mirror of an entry, which takes effect no earlier than it.
    pub(super) fn mirror(&self, original: &Entry, id: EntryId, source: Source) -> Entry {
        let effective = self.effective.max(original.effective());
        self.open(original.reversal(id, effective, self.recorded, source))
    }

    fn open(&self, entry: Entry) -> Entry {
        match self.closed_through {
            Some(through) => entry.in_open_period(through),
            None => entry,
        }
    }
}

use pms_core::ledger::Account;
use pms_core::ledger::Entry;

use crate::scalar::{Amount, Day, Instant};

record! {
    /// An amount that moved from one account to another: one row of the books.
    pub struct PostingRow {
        /// The entry that it belongs to.
        pub entry: String,
        /// When it takes effect in the books.
        pub effective: Day,
        /// When it came to be known.
        pub recorded: Instant,
        /// What kind of event it tells of: `charge`, `remittance`, `patient_payment`.
        pub source: String,
        /// The entry that this one takes back.
        pub reverses: Option<String>,
        /// The account that gains: `insurance_receivable`.
        pub debit: String,
        /// The account that loses.
        pub credit: String,
        /// The patient it is about.
        pub patient: Option<String>,
        /// The payer it is about.
        pub payer: Option<String>,
        /// The charge line it is about.
        pub charge: Option<String>,
        /// How much; always above zero.
        pub amount: Amount,
    }
}

/// The rows of entries, in their order.
pub(crate) fn rows<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<PostingRow> {
    entries.into_iter().flat_map(rows_of).collect()
}

fn rows_of(entry: &Entry) -> impl Iterator<Item = PostingRow> + '_ {
    entry.postings().iter().map(|posting| {
        let sides = [posting.debit(), posting.credit()];
        PostingRow {
            entry: entry.id().to_string(),
            effective: Day(entry.effective()),
            recorded: Instant(entry.recorded()),
            source: entry.source().kind().name().to_owned(),
            reverses: entry.reverses().map(|id| id.to_string()),
            debit: posting.debit().kind.name().to_owned(),
            credit: posting.credit().kind.name().to_owned(),
            patient: either(sides, |account| account.patient.map(|id| id.to_string())),
            payer: either(sides, |account| account.payer.map(|id| id.to_string())),
            charge: either(sides, |account| account.charge.map(|id| id.to_string())),
            amount: Amount(posting.amount()),
        }
    })
}

fn either<T>(sides: [&Account; 2], of: impl Fn(&Account) -> Option<T>) -> Option<T> {
    sides.into_iter().find_map(of)
}

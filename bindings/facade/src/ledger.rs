use pms_core::ledger::Account;
use pms_core::ledger::AccountKind;
use pms_core::ledger::Content;
use pms_core::ledger::Dates;
use pms_core::ledger::Entry;
use pms_core::ledger::Posting;
use pms_core::ledger::Source;
use pms_core::ledger::SourceKind;

use crate::error::{At, PmsError};
use crate::identity::{read, read_option};
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

record! {
    /// An account of the books: what it holds, and who and what it is about.
    pub struct LedgerAccount {
        /// What it holds: `patient_receivable`, `revenue`, `unapplied_patient`.
        pub kind: String,
        /// Whose treatment it is about.
        pub patient: Option<String>,
        /// Who insures or pays.
        pub payer: Option<String>,
        /// The charge line.
        pub charge: Option<String>,
        /// The entry that brought the money, for money that pays no charge yet.
        pub payment: Option<String>,
    }
}

record! {
    /// An amount that moves from one account to another.
    pub struct LedgerPosting {
        /// The account that gains.
        pub debit: LedgerAccount,
        /// The account that loses.
        pub credit: LedgerAccount,
        /// How much; above zero.
        pub amount: Amount,
    }
}

record! {
    /// One event in the books.
    pub struct LedgerEntry {
        /// Its identifier.
        pub id: String,
        /// The day of the service that it is about.
        pub service: Option<Day>,
        /// When it takes effect.
        pub effective: Day,
        /// When it came to be known.
        pub recorded: Instant,
        /// What moved.
        pub postings: Vec<LedgerPosting>,
    }
}

/// The entries in the core's words.
pub(crate) fn entries_of(rows: &[LedgerEntry]) -> Result<Vec<Entry>, PmsError> {
    let rows = rows.iter().enumerate();
    rows.map(|(n, row)| entry_of(row, &format!("entries[{n}]")))
        .collect()
}

fn entry_of(row: &LedgerEntry, field: &str) -> Result<Entry, PmsError> {
    let id = read(&row.id, || format!("{field}.id"))?;
    let dates = Dates {
        service: row.service.map(Day::inner),
        effective: row.effective.0,
        recorded: row.recorded.0,
    };
    let postings = row.postings.iter().enumerate();
    let postings = postings
        .map(|(n, posting)| {
            let field = format!("{field}.postings[{n}]");
            let debit = account_of(&posting.debit, &format!("{field}.debit"))?;
            let credit = account_of(&posting.credit, &format!("{field}.credit"))?;
            Posting::new(debit, credit, posting.amount.0).at(&field)
        })
        .collect::<Result<_, _>>()?;
    let kind = SourceKind::Other("host".to_owned());
    let source = Source::new(kind, row.id.clone(), Content::new().hash()).at(field)?;
    Entry::new(id, dates, source, postings).at(field)
}

fn account_of(row: &LedgerAccount, field: &str) -> Result<Account, PmsError> {
    let under = |name: &str| format!("{field}.{name}");
    Ok(Account {
        patient: read_option(row.patient.as_deref(), || under("patient"))?,
        payer: read_option(row.payer.as_deref(), || under("payer"))?,
        charge: read_option(row.charge.as_deref(), || under("charge"))?,
        payment: read_option(row.payment.as_deref(), || under("payment"))?,
        ..Account::of(account_kind(&row.kind, &under("kind"))?)
    })
}

/// A kind of account by its name.
pub(crate) fn account_kind(name: &str, field: &str) -> Result<AccountKind, PmsError> {
    let mut kinds = AccountKind::ALL.into_iter();
    kinds
        .find(|kind| kind.name() == name)
        .ok_or_else(|| PmsError::invalid(field, "ledger.account_kind", "there is no such account"))
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

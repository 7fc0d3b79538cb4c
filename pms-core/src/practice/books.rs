use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::id::EntryId;
use crate::id::PatientId;
use crate::id::Uuid;
use crate::ledger::Account;
use crate::ledger::AccountKind;
use crate::ledger::Entry;
use crate::store::Columns;
use crate::store::Record;

/// A place in the books. It holds nothing: its version counts the postings that were decided from
/// what stood there, so that two of them never pay the same item or spend the same money twice.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Books {
    /// All that is about a patient.
    Patient(PatientId),
    /// What is left of a payer's money, which may be about nobody.
    Payment(EntryId),
}

impl Books {
    /// The places that entries are about.
    pub(super) fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<Self> {
        let postings = entries.into_iter().flat_map(Entry::postings);
        let accounts = postings.flat_map(|posting| [posting.debit(), posting.credit()]);
        let mut places: Vec<Self> = accounts.flat_map(Self::touched).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn touched(account: &Account) -> impl Iterator<Item = Self> {
        let payers = match account.kind {
            AccountKind::UnappliedInsurance => true,
            AccountKind::RefundsPayable => account.patient.is_none(),
            _ => false,
        };
        let payment = account.payment.filter(|_| payers).map(Self::Payment);
        account
            .patient
            .map(Self::Patient)
            .into_iter()
            .chain(payment)
    }
}

impl Record for Books {
    const NOUN: Noun = Noun::Ledger;

    fn id(&self) -> Uuid {
        match self {
            Self::Patient(patient) => (*patient).into(),
            Self::Payment(payment) => (*payment).into(),
        }
    }

    fn columns(&self) -> Columns {
        let patient = match self {
            Self::Patient(patient) => Some(*patient),
            Self::Payment(_) => None,
        };
        Columns {
            patient,
            ..Columns::default()
        }
    }
}

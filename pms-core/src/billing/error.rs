use crate::ledger::LedgerError;
use crate::money::MoneyError;

/// Why nothing can be asked of the patient.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BillingError {
    /// The patient owes nothing that may be asked for now.
    #[error("nothing is due")]
    NothingDue,
    /// The lines of a statement do not come to its totals.
    #[error("the lines of the statement do not come to its totals")]
    DoesNotAddUp,
    /// The day by which to pay cannot be counted.
    #[error("the day by which to pay is out of range")]
    DueDay,
    /// The books cannot tell.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl BillingError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NothingDue => "billing.nothing_due",
            Self::DoesNotAddUp => "billing.does_not_add_up",
            Self::DueDay => "billing.due_day",
            Self::Ledger(error) => error.code(),
        }
    }
}

impl From<MoneyError> for BillingError {
    fn from(error: MoneyError) -> Self {
        Self::Ledger(error.into())
    }
}

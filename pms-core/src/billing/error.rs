use crate::ledger::LedgerError;
use crate::money::MoneyError;
use crate::time::TimeError;

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
    /// A good-faith estimate names a recipient, and for each provider a place and an item.
    #[error("an estimate names a recipient, and for each provider a place and an item")]
    EstimateIncomplete,
    /// A good-faith estimate reaches further than twelve months, or does not hold on the day of service.
    #[error("an estimate holds on the day of service, and for twelve months at most")]
    EstimatePeriod,
    /// A provider stands twice on an estimate.
    #[error("a provider stands twice on the estimate")]
    ProviderTwice,
    /// An expected or billed charge is below zero, where none may be.
    #[error("an expected charge is below zero")]
    NegativeCharge,
    /// A later version is for the same patient, and issued no earlier than the one before.
    #[error("not a later version of this estimate")]
    NotALaterVersion,
    /// A day cannot be counted.
    #[error(transparent)]
    Time(#[from] TimeError),
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
            Self::EstimateIncomplete => "billing.estimate_incomplete",
            Self::EstimatePeriod => "billing.estimate_period",
            Self::ProviderTwice => "billing.provider_twice",
            Self::NegativeCharge => "billing.negative_charge",
            Self::NotALaterVersion => "billing.not_a_later_version",
            Self::Time(error) => error.code(),
            Self::Ledger(error) => error.code(),
        }
    }
}

impl From<MoneyError> for BillingError {
    fn from(error: MoneyError) -> Self {
        Self::Ledger(error.into())
    }
}

use crate::access::Refusal;
use crate::billing::BillingError;
use crate::claim::ClaimError;
use crate::coverage::CoverageError;
use crate::encounter::EncounterError;
use crate::fee::FeeError;
use crate::id::EncounterId;
use crate::id::ResourceId;
use crate::id::VisitTypeId;
use crate::ledger::LedgerError;
use crate::metrics::MetricsError;
use crate::money::MoneyError;
use crate::posting::PostingError;
use crate::scheduling::Refused;
use crate::store::CommitError;
use crate::store::Key;
use crate::store::Place;
use crate::store::StoreError;
use crate::time::TimeError;

/// Why a command was not carried out. Nothing was changed.
///
/// The one place where the rooms' refusals meet: each keeps its own code and words.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PracticeError {
    /// The actor may not do it.
    #[error(transparent)]
    Access(#[from] Refusal),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store did not take it.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A time cannot be had.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// An amount cannot be had.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A coverage does not stand.
    #[error(transparent)]
    Coverage(#[from] CoverageError),
    /// A visit or its charges do not stand.
    #[error(transparent)]
    Encounter(#[from] EncounterError),
    /// There is no price.
    #[error(transparent)]
    Fee(#[from] FeeError),
    /// A claim does not stand, or not where this step begins.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// It cannot be posted.
    #[error(transparent)]
    Posting(#[from] PostingError),
    /// A key figure cannot be had.
    #[error(transparent)]
    Metrics(#[from] MetricsError),
    /// Nothing can be asked of the patient.
    #[error(transparent)]
    Billing(#[from] BillingError),
    /// Nobody but the patient pays for the visit.
    #[error("no coverage holds on the date of the visit")]
    NotCovered {
        /// Which visit.
        encounter: EncounterId,
    },
    /// The books refuse it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The time is not free, or the visit does not stand where this step begins.
    #[error(transparent)]
    Scheduling(#[from] Refused),
    /// The practice has no such type of visit.
    #[error("there is no such type of visit")]
    UnknownVisitType {
        /// What was asked for.
        id: VisitTypeId,
    },
    /// The practice knows no such record.
    #[error("there is no {key}")]
    Unknown {
        /// What was asked for.
        key: Key,
    },
    /// The request has no form in JSON.
    #[error("the request cannot be written down")]
    Request,
    /// An earlier release answered this key, in a form that does not read.
    #[error("the earlier answer under this key does not read")]
    Reply,
}

impl PracticeError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Access(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Commit(error) => error.code(),
            Self::Time(error) => error.code(),
            Self::Money(error) => error.code(),
            Self::Coverage(error) => error.code(),
            Self::Encounter(error) => error.code(),
            Self::Fee(error) => error.code(),
            Self::Claim(error) => error.code(),
            Self::Posting(error) => error.code(),
            Self::Metrics(error) => error.code(),
            Self::Billing(error) => error.code(),
            Self::NotCovered { .. } => "practice.not_covered",
            Self::Ledger(error) => error.code(),
            Self::Scheduling(error) => error.code(),
            Self::UnknownVisitType { .. } => "practice.unknown_visit_type",
            Self::Unknown { .. } => "practice.unknown",
            Self::Request => "practice.request",
            Self::Reply => "practice.reply",
        }
    }

    /// The resource whose time somebody else took in between, where that is what went wrong.
    pub(super) fn taken_from(&self) -> Option<ResourceId> {
        match self {
            Self::Commit(CommitError::ClaimTaken {
                place: Place::Cell { resource, .. },
                ..
            }) => Some(*resource),
            _ => None,
        }
    }

    /// The very same command may succeed when it is sent again, with the same key.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Store(error) => matches!(error, StoreError::Unavailable),
            Self::Commit(error) => {
                error.is_retryable() || matches!(error, CommitError::VersionConflict { .. })
            }
            _ => false,
        }
    }
}

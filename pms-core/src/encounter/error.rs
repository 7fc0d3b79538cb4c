use crate::id::ChargeId;

/// Why an encounter or a charge cannot be as asked.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EncounterError {
    /// A claim carries no more.
    #[error("a visit has at most {most} diagnoses")]
    TooManyDiagnoses {
        /// How many there may be.
        most: usize,
    },
    /// The same diagnosis stands there already.
    #[error("a visit names a diagnosis once")]
    DiagnosisTwice,
    /// Pointers count the diagnoses from 1 to 12.
    #[error("a pointer is a number from 1 to 12")]
    Pointer,
    /// A charge without a reason, or with too many.
    #[error("a charge points to one to four different diagnoses")]
    Pointers,
    /// The visit has no diagnosis of that number.
    #[error("the visit has no diagnosis {pointer}")]
    NoSuchDiagnosis {
        /// Which one was pointed to, counted from 1.
        pointer: u8,
    },
    /// More modifiers than a line carries, or the same one again.
    #[error("a charge has at most four different modifiers")]
    Modifiers,
    /// Nothing was done.
    #[error("a charge counts at least something done")]
    NoUnits,
    /// A charge is corrected by voiding it, never by a negative one.
    #[error("a charge is not negative")]
    NegativeAmount,
    /// What another visit's fee covers costs nothing.
    #[error("a charge that an earlier fee covers has no amount")]
    CoveredAmount,
    /// The service ends before it begins.
    #[error("a service ends no earlier than it begins")]
    DatesBackwards,
    /// The same charge stands there already.
    #[error("the charge is on the visit already")]
    ChargeTwice {
        /// Which one.
        charge: ChargeId,
    },
    /// The visit is over or was called off.
    #[error("only a visit in progress can change")]
    NotInProgress,
    /// What was charged is no longer free to go.
    #[error("a visit with charges cannot be called off")]
    HasCharges,
}

impl EncounterError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyDiagnoses { .. } => "encounter.too_many_diagnoses",
            Self::DiagnosisTwice => "encounter.diagnosis_twice",
            Self::Pointer => "encounter.pointer",
            Self::Pointers => "encounter.pointers",
            Self::NoSuchDiagnosis { .. } => "encounter.no_such_diagnosis",
            Self::Modifiers => "encounter.modifiers",
            Self::NoUnits => "encounter.no_units",
            Self::NegativeAmount => "encounter.negative_amount",
            Self::CoveredAmount => "encounter.covered_amount",
            Self::DatesBackwards => "encounter.dates_backwards",
            Self::ChargeTwice { .. } => "encounter.charge_twice",
            Self::NotInProgress => "encounter.not_in_progress",
            Self::HasCharges => "encounter.has_charges",
        }
    }
}

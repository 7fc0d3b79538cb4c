use core::fmt;
use core::str::FromStr;

/// Why something was not done. Nothing has changed where this is given.
///
/// The variants are the few kinds that a host treats differently; `code` is stable
/// (`money.syntax`), never reused and never translated; `detail` is one lower-case sentence that
/// tells nothing of a patient.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
#[non_exhaustive]
pub enum PmsError {
    /// What was given cannot be read, or is no such value.
    Invalid {
        /// The stable name of what is wrong.
        code: String,
        /// One sentence.
        detail: String,
        /// Where in the input it stands: `lines[2].charge`. Empty where the whole is meant.
        field: String,
    },
    /// A rule of the practice says no.
    Refused {
        /// The stable name of what is wrong.
        code: String,
        /// One sentence.
        detail: String,
    },
    /// There is no such thing in this practice.
    NotFound {
        /// The stable name of what is wrong.
        code: String,
        /// One sentence.
        detail: String,
    },
    /// Somebody else was first: read again, decide again.
    Conflict {
        /// The stable name of what is wrong.
        code: String,
        /// One sentence.
        detail: String,
    },
    /// The actor may not do this.
    Denied {
        /// The stable name of what is wrong.
        code: String,
        /// One sentence.
        detail: String,
    },
    /// The store cannot be reached, or cannot say whether it has written: try the same again.
    Unavailable {
        /// The stable name of what is wrong.
        code: String,
        /// One sentence.
        detail: String,
    },
}

impl PmsError {
    /// Something in the input is no such value.
    pub(crate) fn invalid(
        field: impl Into<String>,
        code: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self::Invalid {
            code: code.into(),
            detail: detail.into(),
            field: field.into(),
        }
    }

    /// The same within something that has a name.
    pub(crate) fn below(self, name: &str) -> Self {
        let Self::Invalid {
            code,
            detail,
            field,
        } = self
        else {
            return self;
        };
        let field = match field.chars().next() {
            None => name.to_owned(),
            Some('[') => format!("{name}{field}"),
            Some(_) => format!("{name}.{field}"),
        };
        Self::invalid(field, code, detail)
    }

    /// The stable name of what is wrong; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Invalid { code, .. }
            | Self::Refused { code, .. }
            | Self::NotFound { code, .. }
            | Self::Conflict { code, .. }
            | Self::Denied { code, .. }
            | Self::Unavailable { code, .. } => code,
        }
    }

    /// One lower-case sentence; tells nothing of a patient.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Invalid { detail, .. }
            | Self::Refused { detail, .. }
            | Self::NotFound { detail, .. }
            | Self::Conflict { detail, .. }
            | Self::Denied { detail, .. }
            | Self::Unavailable { detail, .. } => detail,
        }
    }

    /// Where in the input it stands (`lines[2].charge`); empty where the whole is meant.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Invalid { field, .. } => field,
            _ => "",
        }
    }

    /// The kind in one word: `invalid`, `refused`, `not_found`, `conflict`, `denied`, `unavailable`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid",
            Self::Refused { .. } => "refused",
            Self::NotFound { .. } => "not_found",
            Self::Conflict { .. } => "conflict",
            Self::Denied { .. } => "denied",
            Self::Unavailable { .. } => "unavailable",
        }
    }

    /// Trying the same again may succeed.
    #[must_use]
    pub fn retryable(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Unavailable { .. })
    }
}

impl fmt::Display for PmsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field() {
            "" => write!(f, "{} ({})", self.detail(), self.code()),
            field => write!(f, "{}: {} ({})", field, self.detail(), self.code()),
        }
    }
}

impl core::error::Error for PmsError {}

/// Names the field that a core error is about.
pub(crate) trait At<T> {
    /// The value, or what is wrong with `field`.
    fn at(self, field: &str) -> Result<T, PmsError>;
}

/// A value from its text, or what is wrong with `field`.
pub(crate) fn parse<T: FromStr>(text: &str, field: &str) -> Result<T, PmsError>
where
    Result<T, T::Err>: At<T>,
{
    text.parse::<T>().at(field)
}

/// The same, in a part of the input that is called `place`.
pub(crate) fn within<T>(place: &str, result: Result<T, PmsError>) -> Result<T, PmsError> {
    result.map_err(|error| match error {
        PmsError::Invalid {
            code,
            detail,
            field,
        } => {
            let field = match field.as_str() {
                "" => place.to_owned(),
                field => format!("{place}.{field}"),
            };
            PmsError::Invalid {
                code,
                detail,
                field,
            }
        }
        error => error,
    })
}

macro_rules! at {
    ($($error:ty),+ $(,)?) => {$(
        impl<T> At<T> for Result<T, $error> {
            fn at(self, field: &str) -> Result<T, PmsError> {
                self.map_err(|e| PmsError::invalid(field, e.code(), e.to_string()))
            }
        }
    )+};
}

at!(
    pms_core::adjudication::AdjudicationError,
    pms_core::billing::BillingError,
    pms_core::code::CodeError,
    pms_core::coverage::CoverageError,
    pms_core::encounter::EncounterError,
    pms_core::fee::FeeError,
    pms_core::id::IdError,
    pms_core::ledger::LedgerError,
    pms_core::metrics::MetricsError,
    pms_core::money::MoneyError,
    pms_core::party::PartyError,
    pms_core::scheduling::Refused,
    pms_core::time::TimeError,
);

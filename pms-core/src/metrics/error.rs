use chrono::{DateTime, NaiveDate, Utc};

use crate::money::MoneyError;

/// Why a figure cannot be told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MetricsError {
    /// The cohort is not old enough, or never ends: its payments are still coming in.
    #[error("the cohort is not mature")]
    Immature {
        /// The first day on which it can be judged, if there is one.
        from: Option<NaiveDate>,
    },
    /// A window of days needs a day.
    #[error("the window has no day")]
    EmptyWindow,
    /// Movements come in the order in which they were recorded.
    #[error("a movement was recorded later already")]
    RecordedBackwards {
        /// When the last one was recorded.
        last: DateTime<Utc>,
    },
    /// The movement is about an item that was not named.
    #[error("there is no such item")]
    UnknownItem,
    /// More payers or items than the columns can number.
    #[error("there are more items or payers than the columns can number")]
    TooMany,
    /// The arithmetic does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl MetricsError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Immature { .. } => "metrics.immature",
            Self::EmptyWindow => "metrics.empty_window",
            Self::RecordedBackwards { .. } => "metrics.recorded_backwards",
            Self::UnknownItem => "metrics.unknown_item",
            Self::TooMany => "metrics.too_many",
            Self::Money(error) => error.code(),
        }
    }
}

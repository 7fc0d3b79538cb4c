use core::fmt;
use core::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::id::Uuid;

use super::error::StoreError;

/// Which document or journal: a noun and its identifier, within a practice.
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Key {
    /// What it is.
    pub noun: Noun,
    /// Which one.
    pub id: Uuid,
}

impl Key {
    /// The key of a noun by its typed identifier.
    pub fn new(noun: Noun, id: impl Into<Uuid>) -> Self {
        Self {
            noun,
            id: id.into(),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.noun, self.id)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}

/// An instant as it is kept: whole microseconds since 1970 in UTC. What is finer is cut off.
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Stamp(i64);

impl Stamp {
    /// The first instant that can be named.
    pub const MIN: Self = Self(DateTime::<Utc>::MIN_UTC.timestamp_micros());
    /// The last instant that can be named.
    pub const MAX: Self = Self(DateTime::<Utc>::MAX_UTC.timestamp_micros());

    /// An instant from its microseconds.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] outside the years that chrono can name (some 262,000 either way).
    pub fn from_micros(micros: i64) -> Result<Self, StoreError> {
        DateTime::from_timestamp_micros(micros)
            .map(Self::from)
            .ok_or(StoreError::Invalid("an instant out of range"))
    }

    /// Microseconds since 1970 in UTC.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This much later.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] out of range.
    pub fn later(self, by: Duration) -> Result<Self, StoreError> {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        Self::from_micros(self.0.saturating_add(by))
    }

    /// The instant for a calendar.
    #[must_use]
    pub fn instant(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}

impl From<DateTime<Utc>> for Stamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant.timestamp_micros())
    }
}

impl TryFrom<i64> for Stamp {
    type Error = StoreError;

    fn try_from(micros: i64) -> Result<Self, StoreError> {
        Self::from_micros(micros)
    }
}

impl From<Stamp> for i64 {
    fn from(stamp: Stamp) -> Self {
        stamp.0
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stamp({})", self.instant().to_rfc3339())
    }
}

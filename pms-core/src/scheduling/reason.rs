use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::Refused;

/// On whose part an appointment is cancelled or moved. Fees and rates depend on it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// The patient, or who speaks for them.
    Patient,
    /// The practice: closed, double-booked, moved.
    Practice,
    /// The practitioner: ill, called away.
    Practitioner,
    /// The payer: no authorisation.
    Payer,
}

/// Why, by the practice's own list: a code such as `no-transport`, never free text, so that
/// nothing of a patient is in it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReasonCode(String);

impl ReasonCode {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ReasonCode {
    type Error = Refused;

    fn try_from(code: String) -> Result<Self, Refused> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
        if (1..=64).contains(&code.len()) && code.bytes().all(plain) {
            Ok(Self(code))
        } else {
            Err(Refused::ReasonCode)
        }
    }
}

impl FromStr for ReasonCode {
    type Err = Refused;

    fn from_str(code: &str) -> Result<Self, Refused> {
        code.to_owned().try_into()
    }
}

impl From<ReasonCode> for String {
    fn from(code: ReasonCode) -> Self {
        code.0
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

use core::fmt;

use serde::{Deserialize, Serialize};

use super::error::AccessError;

/// What an act is for.
///
/// Source: 45 CFR 164.501 (treatment, payment, health care operations), 164.312(a)(2)(ii)
/// (emergency access).
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Purpose {
    /// Care, and all that leads to a visit.
    Treatment,
    /// Claims, remittances, statements.
    Payment,
    /// Running the practice.
    Operations,
    /// The patient, or who stands for them, asked.
    PatientRequest,
    /// An emergency: opens what the role does not, and is reviewed afterwards.
    BreakGlass(Reason),
}

/// Why the glass was broken, in the words of who broke it: 1 to 500 characters.
///
/// ```
/// # use pms_core::access::Reason;
/// assert!(Reason::new("unconscious, no one else in the house").is_ok());
/// assert!(Reason::new("  ").is_err());
/// ```
///
/// It may tell of a patient, so `Debug` leaves it out.
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

impl Reason {
    /// A reason from its text, without the blanks around it.
    ///
    /// # Errors
    ///
    /// [`AccessError::Reason`] where nothing is left, or more than 500 characters.
    pub fn new(text: impl AsRef<str>) -> Result<Self, AccessError> {
        let text = text.as_ref().trim();
        if (1..=500).contains(&text.chars().count()) && !text.contains('\0') {
            Ok(Self(text.to_owned()))
        } else {
            Err(AccessError::Reason)
        }
    }

    /// The reason as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reason")
    }
}

impl TryFrom<String> for Reason {
    type Error = AccessError;

    fn try_from(text: String) -> Result<Self, AccessError> {
        Self::new(text)
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

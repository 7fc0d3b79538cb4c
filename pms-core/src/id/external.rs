use core::fmt;

use serde::{Deserialize, Serialize};

use super::error::IdError;

/// What another system calls a thing: the host's key, a record number, a payer's number.
///
/// An entity may bear several, each unique within its practice and system. The value may name a
/// patient elsewhere, so `Debug` shows the system alone.
///
/// Source: FHIR R4 Identifier.
///
/// ```
/// # use pms_core::id::ExternalId;
/// let number = ExternalId::new("https://ehr.example/mrn", "M-1001")?;
/// assert_eq!(number.system(), "https://ehr.example/mrn");
/// assert_eq!(number.value(), "M-1001");
/// # Ok::<(), pms_core::id::IdError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct ExternalId {
    system: String,
    value: String,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    system: String,
    value: String,
}

impl ExternalId {
    /// An external identifier from its naming system and the value in it.
    ///
    /// # Errors
    ///
    /// [`IdError::External`] where either is empty, longer than 255 characters or holds control
    /// characters.
    pub fn new(system: impl Into<String>, value: impl Into<String>) -> Result<Self, IdError> {
        let (system, value) = (system.into(), value.into());
        let sound = |part: &str| {
            let long = part.chars().count();
            (1..=255).contains(&long) && !part.chars().any(char::is_control)
        };
        if sound(&system) && sound(&value) {
            Ok(Self { system, value })
        } else {
            Err(IdError::External)
        }
    }

    /// Who gave the value: a URI or a short name.
    #[must_use]
    pub fn system(&self) -> &str {
        &self.system
    }

    /// What the thing is called there.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Debug for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExternalId")
            .field("system", &self.system)
            .finish_non_exhaustive()
    }
}

impl TryFrom<Parts> for ExternalId {
    type Error = IdError;

    fn try_from(parts: Parts) -> Result<Self, IdError> {
        Self::new(parts.system, parts.value)
    }
}

impl From<ExternalId> for Parts {
    fn from(id: ExternalId) -> Self {
        Self {
            system: id.system,
            value: id.value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a1_an_external_identifier_is_sound_or_refused() {
        assert!(ExternalId::new("s", "v").is_ok());
        assert_eq!(ExternalId::new("", "v"), Err(IdError::External));
        assert_eq!(ExternalId::new("s", "a\0b"), Err(IdError::External));
        assert_eq!(
            ExternalId::new("s", "v".repeat(256)),
            Err(IdError::External)
        );
        let text = r#"{"system":"s","value":""}"#;
        assert!(serde_json::from_str::<ExternalId>(text).is_err());
    }

    #[test]
    fn debug_hides_the_value() {
        let id = ExternalId::new("mrn", "M-1001").unwrap();
        assert!(!format!("{id:?}").contains("1001"));
    }
}

use core::fmt;

use serde::{Deserialize, Serialize};

use super::error::PartyError;
use super::text::Text;

/// What a person is called. `Debug` does not show it.
///
/// Source: FHIR R4 HumanName; 005010X222A1, NM103 to NM107.
///
/// ```
/// # use pms_core::party::PersonName;
/// let name = PersonName::new("Rivera", "Ana")?;
/// assert_eq!(name.to_string(), "Rivera, Ana");
/// assert!(!format!("{name:?}").contains("Rivera"));
/// # Ok::<(), pms_core::party::PartyError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct PersonName {
    /// The family name, or the only one.
    pub family: Text,
    /// The first given name; some people have none.
    #[serde(default)]
    pub given: Option<Text>,
    /// The middle name or its initial.
    #[serde(default)]
    pub middle: Option<Text>,
    /// What stands behind: Jr, III.
    #[serde(default)]
    pub suffix: Option<Text>,
}

impl PersonName {
    /// A family and a given name.
    ///
    /// # Errors
    ///
    /// [`PartyError::Text`] where either is no line of text.
    pub fn new(family: &str, given: &str) -> Result<Self, PartyError> {
        let given = Some(given.parse()?);
        let name = Self::single(family)?;
        Ok(Self { given, ..name })
    }

    /// The one name of a person who has but one.
    ///
    /// # Errors
    ///
    /// [`PartyError::Text`] where it is no line of text.
    pub fn single(name: &str) -> Result<Self, PartyError> {
        Ok(Self {
            family: name.parse()?,
            given: None,
            middle: None,
            suffix: None,
        })
    }
}

/// `Family Suffix, Given Middle`.
impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.family)?;
        if let Some(suffix) = &self.suffix {
            write!(f, " {suffix}")?;
        }
        let mut before = ", ";
        for given in [&self.given, &self.middle].into_iter().flatten() {
            write!(f, "{before}{given}")?;
            before = " ";
        }
        Ok(())
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_family_first() {
        let mut name = PersonName::new("King", "Martin").unwrap();
        name.middle = Some("L".parse().unwrap());
        name.suffix = Some("Jr".parse().unwrap());
        assert_eq!(name.to_string(), "King Jr, Martin L");
        assert_eq!(
            PersonName::single("Sukarno").unwrap().to_string(),
            "Sukarno"
        );
    }
}

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::code::{Country, State, Zip};

use super::error::PartyError;
use super::text::Text;

/// Where post reaches someone. `Debug` does not show it.
///
/// Source: FHIR R4 Address; 005010X222A1, N3 and N4.
///
/// ```
/// # use pms_core::party::Address;
/// let address = Address::new("12 Elm Street", "Columbus", "OH".parse()?, "432101234".parse()?)?;
/// assert_eq!(address.city.as_str(), "Columbus");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Address {
    /// Street and number, or a post office box.
    pub line: Text,
    /// Flat, floor or suite.
    #[serde(default)]
    pub second_line: Option<Text>,
    /// Town.
    pub city: Text,
    /// State and ZIP code, or country.
    pub region: Region,
}

/// The wider part of an address.
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// In the United States.
    Domestic {
        /// State or territory.
        state: State,
        /// ZIP code.
        zip: Zip,
    },
    /// Elsewhere.
    Foreign {
        /// Which country.
        country: Country,
        /// Its postal code, where it has one.
        #[serde(default)]
        postal_code: Option<Text>,
    },
}

impl Address {
    /// An address in the United States.
    ///
    /// # Errors
    ///
    /// [`PartyError::Text`] where street or town is no line of text.
    pub fn new(line: &str, city: &str, state: State, zip: Zip) -> Result<Self, PartyError> {
        Self::within(line, city, Region::Domestic { state, zip })
    }

    /// An address in another country.
    ///
    /// # Errors
    ///
    /// [`PartyError::Text`] where street or town is no line of text.
    pub fn foreign(line: &str, city: &str, country: Country) -> Result<Self, PartyError> {
        let postal_code = None;
        let region = Region::Foreign {
            country,
            postal_code,
        };
        Self::within(line, city, region)
    }

    fn within(line: &str, city: &str, region: Region) -> Result<Self, PartyError> {
        Ok(Self {
            line: line.parse()?,
            second_line: None,
            city: city.parse()?,
            region,
        })
    }

    /// The state in which it is, in the United States.
    #[must_use]
    pub const fn state(&self) -> Option<State> {
        match self.region {
            Region::Domestic { state, .. } => Some(state),
            Region::Foreign { .. } => None,
        }
    }

    /// Whether its street is a post office box or lock box, where nobody can be visited.
    ///
    /// ```
    /// # use pms_core::party::Address;
    /// # let (ohio, zip) = ("OH".parse()?, "43210".parse()?);
    /// assert!(Address::new("P.O. Box 12", "Columbus", ohio, zip)?.is_box());
    /// assert!(!Address::new("12 Boxwood Lane", "Columbus", ohio, zip)?.is_box());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_box(&self) -> bool {
        [Some(&self.line), self.second_line.as_ref()]
            .into_iter()
            .flatten()
            .any(|line| names_a_box(line.as_str()))
    }
}

/// `PO Box`, `P.O. Box`, `P O BOX`, `POB 12`, `Post Office Box`, `Lock Box`, `Lockbox`, `Box 12`.
pub(crate) fn names_a_box(line: &str) -> bool {
    let plain: String = line
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let starts_a_box = |at: &[&str]| {
        matches!(
            at,
            ["PO" | "P0" | "POST", "BOX", ..] | ["P", "O", "BOX", ..]
        ) || matches!(at, ["POST", "OFFICE", "BOX", ..] | ["LOCK", "BOX", ..])
            || matches!(at, ["POBOX" | "LOCKBOX" | "POB", ..])
    };
    let bare = matches!(words.as_slice(), ["BOX", number] if number.starts_with(|c: char| c.is_ascii_digit()));
    bare || (0..words.len()).any(|at| words.get(at..).is_some_and(starts_a_box))
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(..)")
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Region(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_box_is_no_street() {
        for line in [
            "PO Box 12", "P.O. Box 12", "P. O. Box 12", "po box 12", "P.O.Box 12", "POB 12", "POBOX 12",
            "Post Office Box 9", "Lock Box 7", "Lockbox 7", "Box 12", "Mercy Clinic, PO Box 4",
        ] {
            assert!(names_a_box(line), "{line}");
        }
        for line in [
            "12 Boxwood Lane", "1 Post Road", "77 Box Elder Drive", "5 Pobiner St", "Lockhart 3", "Box Hill",
            "2 Office Park", "800 PO River Rd",
        ] {
            assert!(!names_a_box(line), "{line}");
        }
    }

    #[test]
    fn an_address_abroad_needs_no_state() {
        let mut home = Address::foreign("1 Rue Bleue", "Québec", "CA".parse().unwrap()).unwrap();
        if let Region::Foreign { postal_code, .. } = &mut home.region {
            *postal_code = Some("G1R 4S9".parse().unwrap());
        }
        let json = serde_json::to_string(&home).unwrap();
        assert_eq!(serde_json::from_str::<Address>(&json).unwrap(), home);
    }
}

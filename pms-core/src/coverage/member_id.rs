use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::CoverageError;

/// A member's number as it stands on the card. It names a person, so `Debug` does not show it.
///
/// Source: 005010X222A1, NM109 with MI.
///
/// ```
/// # use pms_core::coverage::MemberId;
/// let number: MemberId = " W1234 56789 ".parse()?;
/// assert_eq!(number.as_str(), "W1234 56789");
/// assert_eq!(format!("{number:?}"), "MemberId(..)");
/// # Ok::<(), pms_core::coverage::CoverageError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberId(String);

impl MemberId {
    /// The number as it is exchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MemberId {
    type Err = CoverageError;

    fn from_str(text: &str) -> Result<Self, CoverageError> {
        let text = text.trim();
        let plain = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        if plain && (2..=80).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(CoverageError::MemberId)
        }
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemberId(..)")
    }
}

impl TryFrom<String> for MemberId {
    type Error = CoverageError;

    fn try_from(text: String) -> Result<Self, CoverageError> {
        text.parse()
    }
}

impl From<MemberId> for String {
    fn from(number: MemberId) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_number_is_what_a_card_bears() {
        reads("W123456789",      true);
        reads("1EG4-TE5-MK73",   true);
        reads("A",               false);
        reads("",                false);
        reads("12\n34",          false);
        reads("W12~34",          true); // the wire escapes or refuses, not the card
        reads("Ñ123",            false);
        reads(&"9".repeat(80),   true);
        reads(&"9".repeat(81),   false);
    }

    #[track_caller]
    fn reads(text: &str, wanted: bool) {
        assert_eq!(text.parse::<MemberId>().is_ok(), wanted, "{text}");
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::from_str::<MemberId>(&json).is_ok(), wanted);
    }
}

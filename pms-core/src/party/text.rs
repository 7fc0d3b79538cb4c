use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::PartyError;

/// One line of text about a person or body: 1 to 60 printable characters, no blanks at the ends.
///
/// May be a name or a street, so `Debug` does not show it.
///
/// ```
/// # use pms_core::party::Text;
/// let street: Text = "  12 Elm Street ".parse()?;
/// assert_eq!(street.as_str(), "12 Elm Street");
/// assert!("".parse::<Text>().is_err());
/// # Ok::<(), pms_core::party::PartyError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

impl Text {
    /// The most characters there may be, which is what a claim can carry.
    ///
    /// Source: 005010X222A1, NM103.
    pub const MOST: usize = 60;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Text {
    type Err = PartyError;

    fn from_str(text: &str) -> Result<Self, PartyError> {
        let text = text.trim();
        let fits = (1..=Self::MOST).contains(&text.chars().count());
        if fits && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(PartyError::Text)
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(..)")
    }
}

impl TryFrom<String> for Text {
    type Error = PartyError;

    fn try_from(text: String) -> Result<Self, PartyError> {
        text.parse()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

/// `Debug` of a noun with an `id`: `Patient(018f..)` and no more.
macro_rules! shows_id_alone {
    ($name:ident) => {
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.id)
            }
        }
    };
}

pub(super) use shows_id_alone;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_text_is_one_line() {
        reads("Núñez",          Some("Núñez"));
        reads(" Núñez\t",       Some("Núñez"));
        reads(&"x".repeat(60),  Some(&"x".repeat(60)));
        reads(&"x".repeat(61),  None);
        reads("one\ntwo",       None);
        reads("a\0b",           None);
        reads("  ",             None);
    }

    #[track_caller]
    fn reads(text: &str, wanted: Option<&str>) {
        let got = text.parse::<Text>();
        assert_eq!(got.as_ref().ok().map(Text::as_str), wanted);
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::from_str::<Text>(&json).ok(), got.ok());
    }
}

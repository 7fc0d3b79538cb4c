use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::PartyError;

/// How to reach someone. `Debug` does not show it.
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Contact {
    /// A telephone at which they want to be called.
    #[serde(default)]
    pub phone: Option<Phone>,
    /// A mobile telephone that takes texts.
    #[serde(default)]
    pub mobile: Option<Phone>,
    /// An e-mail address.
    #[serde(default)]
    pub email: Option<Email>,
}

/// A telephone number, kept as `+` and digits. `Debug` does not show it.
///
/// Ten digits, however grouped, are a number of the United States and its neighbours (NANP).
///
/// Source: ITU-T E.164.
///
/// ```
/// # use pms_core::party::Phone;
/// let phone: Phone = "(614) 555-0123".parse()?;
/// assert_eq!(phone.as_str(), "+16145550123");
/// assert_eq!(phone.ten_digits(), Some("6145550123"));
/// # Ok::<(), pms_core::party::PartyError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// The number with its country code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Area code and number, within the United States and its neighbours.
    ///
    /// Source: 005010X222A1, PER04 (TE).
    #[must_use]
    pub fn ten_digits(&self) -> Option<&str> {
        self.0.strip_prefix("+1")
    }
}

impl FromStr for Phone {
    type Err = PartyError;

    fn from_str(text: &str) -> Result<Self, PartyError> {
        let text = text.trim();
        let grouping = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
        let plain: String = text.chars().filter(|c| !grouping(*c)).collect();
        let abroad = plain.strip_prefix('+');
        let digits = abroad.unwrap_or(&plain);
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PartyError::Phone);
        }
        let national = match (abroad, digits.len()) {
            (None, 10) => Some(digits),
            (_, 11) => digits.strip_prefix('1'),
            _ => None,
        };
        match national {
            Some(ten) if is_national(ten) => Ok(Self(format!("+1{ten}"))),
            None if abroad.is_some_and(is_foreign) => Ok(Self(format!("+{digits}"))),
            _ => Err(PartyError::Phone),
        }
    }
}

/// Neither area code nor exchange begins with 0 or 1.
fn is_national(ten: &str) -> bool {
    matches!(ten.as_bytes(), [b'2'..=b'9', _, _, b'2'..=b'9', ..])
}

fn is_foreign(digits: &str) -> bool {
    (8..=15).contains(&digits.len()) && digits.starts_with(|c| matches!(c, '2'..='9'))
}

/// An e-mail address. `Debug` does not show it.
///
/// Checked for its shape alone; only a delivered message proves more.
///
/// ```
/// # use pms_core::party::Email;
/// let email: Email = "ana@example.org".parse()?;
/// assert!("ana at example.org".parse::<Email>().is_err());
/// # Ok::<(), pms_core::party::PartyError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = PartyError;

    fn from_str(text: &str) -> Result<Self, PartyError> {
        let text = text.trim();
        let plain =
            text.len() <= 254 && !text.contains(|c: char| c.is_control() || c.is_whitespace());
        let parts = text.rsplit_once('@');
        let shaped = parts.is_some_and(|(name, domain)| {
            !name.is_empty()
                && !domain.is_empty()
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        });
        if plain && shaped {
            Ok(Self(text.to_owned()))
        } else {
            Err(PartyError::Email)
        }
    }
}

macro_rules! hidden_text {
    ($($name:ident)+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl TryFrom<String> for $name {
            type Error = PartyError;

            fn try_from(text: String) -> Result<Self, PartyError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )+};
}

hidden_text!(Phone Email);

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_telephone_number_is_kept_in_one_form() {
        calls("6145550123",       Some("+16145550123"));
        calls("614-555-0123",     Some("+16145550123"));
        calls("1 614 555 0123",   Some("+16145550123"));
        calls("+1 (614) 555.0123",Some("+16145550123"));
        calls("+44 20 7946 0018", Some("+442079460018"));
        calls("555-0123",         None); // no area code
        calls("0145550123",       None); // no such area code
        calls("6140550123",       None); // no such exchange
        calls("+1 614 555 01234", None);
        calls("614555012x",       None);
        calls("+0 12345678",      None);
        calls("",                 None);
    }

    #[track_caller]
    fn calls(text: &str, wanted: Option<&str>) {
        let got = text.parse::<Phone>();
        assert_eq!(got.as_ref().ok().map(Phone::as_str), wanted, "{text}");
    }

    #[test]
    fn an_email_address_has_two_sides() {
        for text in [
            "a@b",
            "first.last+tag@mail.example.org",
            "\"odd@name\"@example.org",
        ] {
            assert!(text.parse::<Email>().is_ok(), "{text}");
        }
        for text in ["", "a", "@b", "a@", "a b@c", "a@.b", "a@b.", "a@b\n.c"] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }
}

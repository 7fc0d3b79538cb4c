use core::fmt;

use serde::{Deserialize, Serialize};

use super::error::CodeError;
use super::text::Short;

/// The number under which someone is taxed.
///
/// May be a person's Social Security number, so neither `Debug` nor `Display` shows it; ask for
/// [`digits`](Self::digits).
///
/// Source: 005010X222A1, REF01 (EI, SY).
///
/// ```
/// # use pms_core::code::TaxId;
/// let group = TaxId::employer("12-3456789")?;
/// assert_eq!(group.digits(), "123456789");
/// assert!(!format!("{group:?}").contains("3456"));
/// # Ok::<(), pms_core::code::CodeError>(())
/// ```
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct TaxId {
    kind: Kind,
    digits: Short<9>,
}

#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Kind {
    Employer,
    Person,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Ein(String),
    Ssn(String),
}

impl TaxId {
    /// An employer's number (EIN): nine digits, or grouped as `12-3456789`.
    ///
    /// # Errors
    ///
    /// [`CodeError::TaxId`] for any other text.
    pub fn employer(text: &str) -> Result<Self, CodeError> {
        Self::grouped(Kind::Employer, text, &[2])
    }

    /// A person's number (SSN): nine digits, or grouped as `123-45-6789`.
    ///
    /// # Errors
    ///
    /// [`CodeError::TaxId`] for any other text.
    pub fn person(text: &str) -> Result<Self, CodeError> {
        Self::grouped(Kind::Person, text, &[3, 6])
    }

    fn grouped(kind: Kind, text: &str, hyphens: &[usize]) -> Result<Self, CodeError> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let places = text.match_indices('-').map(|(at, _)| at);
        let well_grouped = digits.len() == text.len() || places.eq(hyphens.iter().copied());
        let nine = digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit());
        if well_grouped && nine && digits != "000000000" {
            let digits = Short::literal(&digits);
            Ok(Self { kind, digits })
        } else {
            Err(CodeError::TaxId)
        }
    }

    /// Whether it is an employer's number; if not, it is a person's.
    #[must_use]
    pub fn is_employer(&self) -> bool {
        self.kind == Kind::Employer
    }

    /// The nine digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.digits.as_str()
    }
}

impl fmt::Debug for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TaxId(..)")
    }
}

impl TryFrom<Written> for TaxId {
    type Error = CodeError;

    fn try_from(written: Written) -> Result<Self, CodeError> {
        match written {
            Written::Ein(text) => Self::employer(&text),
            Written::Ssn(text) => Self::person(&text),
        }
    }
}

impl From<TaxId> for Written {
    fn from(id: TaxId) -> Self {
        let digits = id.digits().to_owned();
        match id.kind {
            Kind::Employer => Self::Ein(digits),
            Kind::Person => Self::Ssn(digits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_tax_number_is_nine_digits() {
        //     text           as an EIN  as an SSN
        reads("123456789",    true,      true);
        reads("12-3456789",   true,      false);
        reads("123-45-6789",  false,     true);
        reads("12-345678",    false,     false);
        reads("1-23456789",   false,     false);
        reads("123-456789",   false,     false);
        reads("12345678",     false,     false);
        reads("12345678X",    false,     false);
        reads("000000000",    false,     false);
        reads("",             false,     false);
    }

    #[track_caller]
    fn reads(text: &str, employer: bool, person: bool) {
        assert_eq!(TaxId::employer(text).is_ok(), employer, "{text}");
        assert_eq!(TaxId::person(text).is_ok(), person, "{text}");
    }

    #[test]
    fn it_is_stored_with_its_kind() {
        let id = TaxId::person("123-45-6789").unwrap();
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, r#"{"ssn":"123456789"}"#);
        assert_eq!(serde_json::from_str::<TaxId>(&json).unwrap(), id);
    }
}

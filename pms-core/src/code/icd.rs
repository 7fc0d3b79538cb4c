use core::fmt;
use core::str::FromStr;

use super::error::CodeError;
use super::text::{Short, exchanged};

/// A diagnosis of ICD-10-CM, by its shape.
///
/// Read with or without the dot; kept, stored and exchanged without (X12 forbids it), shown to
/// people with it. Whether the code exists and is in force is a [`CodeList`](super::CodeList)'s
/// answer.
///
/// Source: ICD-10-CM Official Guidelines, section I.A.2 (three to seven characters).
///
/// ```
/// # use pms_core::code::Icd10Cm;
/// let asthma: Icd10Cm = "J45.909".parse()?;
/// assert_eq!(asthma.as_str(), "J45909");
/// assert_eq!(asthma.dotted(), "J45.909");
/// # Ok::<(), pms_core::code::CodeError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Icd10Cm(Short<7>);

/// How many characters stand before the dot.
const CATEGORY: usize = 3;

impl Icd10Cm {
    /// The code without its dot.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The code as people write it, with the dot behind its category.
    #[must_use]
    pub fn dotted(&self) -> String {
        let (category, rest) = self
            .as_str()
            .split_at_checked(CATEGORY)
            .unwrap_or((self.as_str(), ""));
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{category}{dot}{rest}")
    }
}

impl FromStr for Icd10Cm {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let plain = match text.split_once('.') {
            Some((category, rest)) if category.len() == CATEGORY && !rest.is_empty() => {
                Short::read(&format!("{category}{rest}"))
            }
            Some(_) => None,
            None => Short::read(text),
        };
        plain
            .filter(|code| has_shape(code.as_str()))
            .map(Self)
            .ok_or(CodeError::Icd10Cm)
    }
}

fn has_shape(code: &str) -> bool {
    matches!(code.as_bytes(), [letter, digit, _, ..]
        if letter.is_ascii_uppercase() && digit.is_ascii_digit())
}

impl fmt::Debug for Icd10Cm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

exchanged!(Icd10Cm);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_diagnosis_has_a_shape() {
        //     text        exchanged         shown
        reads("J45.909",   Some(("J45909",   "J45.909")));
        reads("J45909",    Some(("J45909",   "J45.909")));
        reads("i10",       Some(("I10",      "I10")));
        reads("C4A.9",     Some(("C4A9",     "C4A.9")));    // a letter in third place
        reads("S72.001A",  Some(("S72001A",  "S72.001A"))); // seventh character
        reads("T36.0X1A",  Some(("T360X1A",  "T36.0X1A"))); // placeholder
        reads("U07.1",     Some(("U071",     "U07.1")));
        reads("I10.",      None);
        reads("J4.5909",   None);
        reads("J45.9.9",   None);
        reads("J4",        None);
        reads("250.00",    None); // ICD-9
        reads("JJ5.1",     None);
        reads("S72.001AA", None);
        reads(" I10",      None);
        reads("",          None);
    }

    #[track_caller]
    fn reads(text: &str, wanted: Option<(&str, &str)>) {
        let code = text.parse::<Icd10Cm>();
        let got = code.map(|c| (c.to_string(), c.dotted()));
        let wanted = wanted.map(|(plain, dotted)| (plain.to_owned(), dotted.to_owned()));
        assert_eq!(got, wanted.ok_or(CodeError::Icd10Cm), "{text}");
    }
}

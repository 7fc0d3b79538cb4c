use core::fmt;
use core::str::FromStr;

use super::error::CodeError;
use super::text::{Short, coded, exchanged};

/// A ZIP code, with or without its four further digits.
///
/// Narrows down where someone lives, so `Debug` does not show it.
///
/// Source: 005010X222A1, N403.
///
/// ```
/// # use pms_core::code::Zip;
/// let zip: Zip = "43210-1234".parse()?;
/// assert_eq!(zip.as_str(), "432101234");
/// assert!(zip.is_full());
/// # Ok::<(), pms_core::code::CodeError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Zip(Short<9>);

impl Zip {
    /// Five or nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The first five digits.
    #[must_use]
    pub fn area(&self) -> &str {
        self.as_str().get(..5).unwrap_or_default()
    }

    /// Whether all nine digits are known.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.as_str().len() == 9
    }
}

impl FromStr for Zip {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let (area, more) = match text.split_once('-') {
            Some((area, more)) if area.len() == 5 && more.len() == 4 => (area, more),
            Some(_) => return Err(CodeError::Zip),
            None => text.split_at_checked(5).ok_or(CodeError::Zip)?,
        };
        let digits = format!("{area}{more}");
        if matches!(more.len(), 0 | 4) && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(Short::literal(&digits)))
        } else {
            Err(CodeError::Zip)
        }
    }
}

impl fmt::Debug for Zip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Zip(..)")
    }
}

exchanged!(Zip);

fn two_letters(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

coded! {
    /// A state, territory or armed-forces region: two letters.
    ///
    /// Source: USPS Publication 28, appendix B.
    ///
    /// ```
    /// # use pms_core::code::State;
    /// let ohio: State = "OH".parse()?;
    /// assert_eq!(ohio.as_str(), "OH");
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    State[2], two_letters, CodeError::State
}

coded! {
    /// A country: two letters of ISO 3166-1.
    ///
    /// Source: 005010X222A1, N404.
    ///
    /// ```
    /// # use pms_core::code::Country;
    /// let canada: Country = "CA".parse()?;
    /// assert_eq!(canada.as_str(), "CA");
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    Country[2], two_letters, CodeError::Country
}

impl Country {
    /// The United States.
    pub const US: Self = Self(Short::literal("US"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_zip_code_is_five_or_nine_digits() {
        reads("43210",       Some("43210"));
        reads("43210-1234",  Some("432101234"));
        reads("432101234",   Some("432101234"));
        reads("02134",       Some("02134")); // the zero stays
        reads("2134",        None);
        reads("43210-",      None);
        reads("43210-123",   None);
        reads("4321-01234",  None);
        reads("43210 1234",  None);
        reads("K1A0B1",      None);
        reads("4321é",       None);
    }

    #[track_caller]
    fn reads(text: &str, wanted: Option<&str>) {
        let got = text.parse::<Zip>();
        assert_eq!(got.as_ref().ok().map(Zip::as_str), wanted, "{text}");
    }
}

use core::fmt;
use core::str::FromStr;

use super::error::CodeError;
use super::text::{Short, exchanged};

/// A National Provider Identifier: ten digits, the last of which checks the others.
///
/// Source: 45 CFR 162.406; CMS, NPI check digit (Luhn over 80840 and the number).
///
/// ```
/// # use pms_core::code::{CodeError, Npi};
/// let npi: Npi = "1234567893".parse()?;
/// assert_eq!(npi.as_str(), "1234567893");
/// assert_eq!("1234567890".parse::<Npi>(), Err(CodeError::NpiCheckDigit));
/// # Ok::<(), CodeError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Npi(Short<10>);

/// What the prefix 80840 adds to the Luhn sum.
const PREFIX_SUM: u32 = 24;

impl Npi {
    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for Npi {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        if text.len() != 10 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(CodeError::NpiShape);
        }
        if (PREFIX_SUM + luhn_sum(text)).is_multiple_of(10) {
            Ok(Self(Short::literal(text)))
        } else {
            Err(CodeError::NpiCheckDigit)
        }
    }
}

/// The digits, every second from the right doubled and its digits added.
fn luhn_sum(digits: &str) -> u32 {
    digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip([false, true].into_iter().cycle())
        .map(|(digit, doubled)| match (doubled, digit) {
            (false, digit) => digit,
            (true, 0..=4) => digit * 2,
            (true, digit) => digit * 2 - 9,
        })
        .sum()
}

impl fmt::Debug for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

exchanged!(Npi);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[rustfmt::skip] // a table
    fn an_npi_checks_itself() {
        reads("1234567893",  Ok(())); // CMS's own example
        reads("1245319599",  Ok(())); // a published one
        reads("1234567890",  Err(CodeError::NpiCheckDigit));
        reads("1234567839",  Err(CodeError::NpiCheckDigit)); // last two swapped
        reads("123456789",   Err(CodeError::NpiShape));
        reads("12345678931", Err(CodeError::NpiShape));
        reads("123456789X",  Err(CodeError::NpiShape));
        reads("1234 67893",  Err(CodeError::NpiShape));
        reads("１２３４５６７８９３", Err(CodeError::NpiShape)); // wide digits
        reads("",            Err(CodeError::NpiShape));
    }

    #[track_caller]
    fn reads(text: &str, wanted: Result<(), CodeError>) {
        assert_eq!(text.parse::<Npi>().map(drop), wanted, "{text}");
    }

    proptest! {
        #[test]
        fn one_of_ten_last_digits_fits(nine in "[0-9]{9}") {
            let fitting = (0..10).filter(|last| format!("{nine}{last}").parse::<Npi>().is_ok());
            prop_assert_eq!(fitting.count(), 1);
        }

        #[test]
        fn one_wrong_digit_is_seen(nine in "[0-9]{9}", at in 0..10_usize, by in 1..10_u8) {
            let npi = (0..10).find_map(|last| format!("{nine}{last}").parse::<Npi>().ok()).unwrap();
            let mut digits = npi.as_str().as_bytes().to_vec();
            digits[at] = (digits[at] - b'0' + by) % 10 + b'0';
            let wrong = String::from_utf8(digits).unwrap();
            prop_assert_eq!(wrong.parse::<Npi>(), Err(CodeError::NpiCheckDigit));
        }
    }
}

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{ChargeId, ClaimId, Uuid};

use super::error::ClaimError;

/// The digits of base 32 that no reader confuses (no I, L, O, U).
///
/// Source: D. Crockford, Base 32.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $most:literal, $error:expr) => {
        $(#[$doc])*
        #[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The number as it is exchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = ClaimError;

            fn from_str(text: &str) -> Result<Self, ClaimError> {
                let text = text.trim();
                let sound = (1..=$most).contains(&text.len()) && text.bytes().all(travels);
                sound
                    .then(|| Self(text.to_ascii_uppercase()))
                    .ok_or($error)
            }
        }

        impl TryFrom<String> for $name {
            type Error = ClaimError;

            fn try_from(text: String) -> Result<Self, ClaimError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

number! {
    /// The practice's own number of a claim: up to 20 characters, which every payer gives back.
    ///
    /// Made from the claim's identifier where the host has no numbers of its own.
    ///
    /// Source: 005010X222A1, CLM01; 005010X221A1, CLP01.
    ///
    /// ```
    /// # use pms_core::claim::ClaimNumber;
    /// # use pms_core::id::ClaimId;
    /// let id: ClaimId = "018f2d5c-0000-7000-8000-000000000001".parse()?;
    /// assert_eq!(ClaimNumber::from(id).as_str().len(), 20);
    /// let own: ClaimNumber = "a-1001".parse()?;
    /// assert_eq!(own.as_str(), "A-1001");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ClaimNumber, 20, ClaimError::ClaimNumber
}

number! {
    /// The practice's own number of a claim line, the one sure way to find it in an answer.
    ///
    /// Made from the charge's identifier, and leads back to it.
    ///
    /// Source: 005010X222A1, loop 2400 REF (6R).
    ///
    /// ```
    /// # use pms_core::claim::LineNumber;
    /// # use pms_core::id::ChargeId;
    /// let charge: ChargeId = "018f2d5c-0000-7000-8000-000000000001".parse()?;
    /// let number = LineNumber::from(charge);
    /// assert_eq!(number.charge(), Some(charge));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    LineNumber, 30, ClaimError::LineNumber
}

number! {
    /// The payer's own number of a claim that it holds.
    ///
    /// Source: 005010X221A1, CLP07; 005010X222A1, REF (F8).
    ///
    /// ```
    /// # use pms_core::claim::PayerControlNumber;
    /// let number: PayerControlNumber = "2026061000123".parse()?;
    /// assert!("".parse::<PayerControlNumber>().is_err());
    /// # Ok::<(), pms_core::claim::ClaimError>(())
    /// ```
    PayerControlNumber, 50, ClaimError::PayerControlNumber
}

/// Letters, digits and signs that are no separator anywhere.
fn travels(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'/' | b' ' | b'_' | b'#')
}

/// The last twenty digits, a hundred bits: all that is counted or random, and the milliseconds.
impl From<ClaimId> for ClaimNumber {
    fn from(claim: ClaimId) -> Self {
        let digits = base32(claim.uuid());
        let (_, last) = digits.split_at_checked(6).unwrap_or_default();
        Self(last.to_owned())
    }
}

impl From<ChargeId> for LineNumber {
    fn from(charge: ChargeId) -> Self {
        Self(base32(charge.uuid()))
    }
}

impl LineNumber {
    /// The charge that the number was made from; none where it is somebody else's number.
    #[must_use]
    pub fn charge(&self) -> Option<ChargeId> {
        from_base32(&self.0).map(ChargeId::from)
    }
}

/// All 128 bits in 26 digits.
fn base32(uuid: Uuid) -> String {
    let bits = uuid.as_u128();
    (0..26)
        .rev()
        .filter_map(|place| usize::try_from((bits >> (place * 5)) & 31).ok())
        .filter_map(|digit| DIGITS.get(digit))
        .map(|digit| char::from(*digit))
        .collect()
}

fn from_base32(text: &str) -> Option<Uuid> {
    if text.len() != 26 {
        return None;
    }
    let bits = text.bytes().try_fold(0_u128, |bits, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        bits.checked_mul(32)?
            .checked_add(u128::try_from(digit).ok()?)
    })?;
    Some(Uuid::from_u128(bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_number_leads_back_to_its_charge(bits: u128) {
            let charge = ChargeId::from(Uuid::from_u128(bits));
            let number = LineNumber::from(charge);
            prop_assert_eq!(number.charge(), Some(charge));
            prop_assert_eq!(number.as_str().parse::<LineNumber>(), Ok(number));
        }
    }

    #[test]
    #[rustfmt::skip] // a table
    fn numbers_travel() {
        reads("A-1001",                Some("A-1001"));
        reads(" a1001 ",               Some("A1001"));
        reads("12345678901234567890",  Some("12345678901234567890"));
        reads("123456789012345678901", None);
        reads("A*1",                   None);
        reads("A~1",                   None);
        reads("A:1",                   None);
        reads("Ä1",                    None);
        reads("",                      None);
    }

    #[track_caller]
    fn reads(text: &str, wanted: Option<&str>) {
        let got = text.parse::<ClaimNumber>();
        assert_eq!(got.as_ref().ok().map(ClaimNumber::as_str), wanted, "{text}");
    }

    #[test]
    fn a_foreign_line_number_leads_nowhere() {
        for text in [
            "1",
            "OOOOOOOOOOOOOOOOOOOOOOOOOO",
            "ZZZZZZZZZZZZZZZZZZZZZZZZZZ",
        ] {
            assert_eq!(text.parse::<LineNumber>().unwrap().charge(), None, "{text}");
        }
    }
}

use core::fmt;
use core::str::FromStr;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::error::LedgerError;
use crate::money::Money;

/// What was told, as 256 bits (SHA-256): the same hash means the same content.
///
/// Text is 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash as bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for ContentHash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// Gathers the content of a source, field by field, into its [`ContentHash`].
///
/// Every field goes in with its length, so that no two different contents read alike.
///
/// ```
/// # use pms_core::ledger::Content;
/// let told = Content::new().text("ab").text("c").hash();
/// assert_eq!(told, Content::new().text("ab").text("c").hash());
/// assert_ne!(told, Content::new().text("a").text("bc").hash());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Content(Sha256);

impl Content {
    /// Nothing told yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// And a text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.field(text.as_bytes())
    }

    /// And an amount.
    #[must_use]
    pub fn money(self, amount: Money) -> Self {
        self.field(&amount.cents().to_be_bytes())
    }

    /// And a day, or none.
    #[must_use]
    pub fn date(self, date: Option<NaiveDate>) -> Self {
        match date {
            Some(date) => self.text(&date.to_string()),
            None => self.field(&[]),
        }
    }

    /// And an identifier, or none.
    #[must_use]
    pub fn id<I: Into<Uuid>>(self, id: Option<I>) -> Self {
        match id {
            Some(id) => self.field(id.into().as_bytes()),
            None => self.field(&[]),
        }
    }

    /// What all of it comes to.
    #[must_use]
    pub fn hash(self) -> ContentHash {
        ContentHash(self.0.finalize().into())
    }

    fn field(mut self, bytes: &[u8]) -> Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.0.update(length.to_be_bytes());
        self.0.update(bytes);
        self
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ContentHash {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs
            .iter()
            .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
            .collect();
        bytes
            .filter(|_| rest.is_empty())
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(LedgerError::HashSyntax)
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_hexadecimal() {
        let hash = Content::new().text("x").hash();
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in ["", "00", &"g".repeat(64), &"0".repeat(63), &"0".repeat(66)] {
            assert_eq!(bad.parse::<ContentHash>(), Err(LedgerError::HashSyntax));
        }
    }
}

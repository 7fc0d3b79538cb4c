use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::amount::scaled;
use super::error::MoneyError;

/// An exact part of a whole, in millionths: 20 % is 0.200000. Never below zero; above one for a
/// contract that pays more than the schedule it names.
///
/// ```
/// # use pms_core::money::Rate;
/// let coinsurance: Rate = "0.20".parse()?;
/// assert_eq!(coinsurance.millionths(), 200_000);
/// assert_eq!(coinsurance.to_string(), "0.2");
/// assert_eq!(coinsurance, Rate::from_percent(20)?);
/// # Ok::<(), pms_core::money::MoneyError>(())
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Rate(i64);

impl Rate {
    /// No part.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(1_000_000);

    /// A rate from millionths.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] below zero.
    pub fn from_millionths(millionths: i64) -> Result<Self, MoneyError> {
        if millionths < 0 {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self(millionths))
    }

    /// A rate from whole per cent.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] below zero or where it does not fit.
    pub fn from_percent(percent: i64) -> Result<Self, MoneyError> {
        percent
            .checked_mul(10_000)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::from_millionths)
    }

    /// The rate in millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }
}

impl FromStr for Rate {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        scaled(text, 6).and_then(Self::from_millionths)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Decimal::from(*self).normalize(), f)
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Rate> for Decimal {
    fn from(rate: Rate) -> Self {
        Self::new(rate.0, 6)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn text_is_an_exact_fraction() {
        reads("0.2",       Ok(200_000));
        reads("1.125",     Ok(1_125_000));
        reads("0.000001",  Ok(1));
        reads("0.0000001", Err("money.too_precise"));
        reads("-0.2",      Err("money.out_of_range"));
        reads("20%",       Err("money.syntax"));
    }

    #[track_caller]
    fn reads(text: &str, wanted: Result<i64, &str>) {
        let got = text.parse::<Rate>();
        if let Ok(rate) = got {
            assert_eq!(rate.to_string().parse::<Rate>(), Ok(rate));
        }
        let got = got.map(Rate::millionths);
        assert_eq!(got.map_err(|e| e.code()), wanted, "{text}");
    }
}

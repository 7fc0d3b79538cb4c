use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::amount::{Money, scaled};
use super::error::MoneyError;
use super::rounding::Rounding;

/// How often or how much of a service was done: a count with up to three decimal places, never
/// below zero.
///
/// Source: 005010X222A1, SV104; 005010X221A1, SVC05.
///
/// ```
/// # use pms_core::money::{Rounding, Units};
/// let units: Units = "2.5".parse()?;
/// let each = "10.01".parse()?;
/// assert_eq!(units.of(each, Rounding::HalfUp)?, "25.03".parse()?);
/// # Ok::<(), pms_core::money::MoneyError>(())
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Units(i64);

impl Units {
    /// None.
    pub const ZERO: Self = Self(0);
    /// Once.
    pub const ONE: Self = Self(1_000);

    /// A whole count.
    #[must_use]
    pub fn whole(count: u32) -> Self {
        Self(i64::from(count) * 1_000)
    }

    /// A count from thousandths.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] below zero.
    pub fn from_thousandths(thousandths: i64) -> Result<Self, MoneyError> {
        if thousandths < 0 {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self(thousandths))
    }

    /// The count in thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// All counts together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn sum(counts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        counts.into_iter().try_fold(Self::ZERO, |sum, count| {
            sum.0
                .checked_add(count.0)
                .map(Self)
                .ok_or(MoneyError::OutOfRange)
        })
    }

    /// What is left after `other` is taken away; none where `other` is more.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }

    /// The count divided by `by`, to a multiple of `step` thousandths by the rounding that is named.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where nothing divides it, or the result does not fit.
    ///
    /// ```
    /// # use pms_core::money::{Rounding, Units};
    /// let minutes = Units::whole(49);
    /// assert_eq!(minutes.divided(15, 100, Rounding::HalfUp)?, "3.3".parse()?);
    /// # Ok::<(), pms_core::money::MoneyError>(())
    /// ```
    pub fn divided(self, by: u32, step: u32, rounding: Rounding) -> Result<Self, MoneyError> {
        let step = i64::from(step);
        rounding
            .divide(self.0.into(), i128::from(by) * i128::from(step))
            .and_then(|steps| i64::try_from(steps).ok()?.checked_mul(step))
            .map(Self)
            .ok_or(MoneyError::OutOfRange)
    }

    /// What so many cost at `each`, to the cent.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the product does not fit.
    pub fn of(self, each: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        let product = i128::from(self.0)
            .checked_mul(i128::from(each.cents()))
            .ok_or(MoneyError::OutOfRange)?;
        Money::from_quotient(product, i128::from(Self::ONE.0), rounding)
    }
}

impl FromStr for Units {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        scaled(text, 3).and_then(Self::from_thousandths)
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Decimal::from(*self).normalize(), f)
    }
}

impl fmt::Debug for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Units> for Decimal {
    fn from(units: Units) -> Self {
        Self::new(units.0, 3)
    }
}

impl Serialize for Units {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::money::{Money, Rounding};
use crate::time::AsOf;

/// A number with its unit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Quantity {
    /// An amount of money.
    Money(Money),
    /// So many of them.
    Count(u64),
    /// So many minutes.
    Minutes(u64),
}

impl From<Quantity> for Decimal {
    fn from(quantity: Quantity) -> Self {
        match quantity {
            Quantity::Money(amount) => amount.into(),
            Quantity::Count(count) | Quantity::Minutes(count) => count.into(),
        }
    }
}

/// A key figure: what was divided by what, by which convention, and as of when.
///
/// ```
/// # use pms_core::metrics::{Quantity, Ratio};
/// # use pms_core::money::Rounding;
/// # use pms_core::time::AsOf;
/// # let as_of = AsOf::new("2026-03-31".parse()?, "2026-04-01T00:00:00Z".parse()?);
/// let no_shows = Ratio {
///     convention: "no_show/kept+no_show".to_owned(),
///     as_of,
///     numerator: Quantity::Count(1),
///     denominator: Quantity::Count(8),
///     days: 1,
/// };
/// assert_eq!(no_shows.value(), Some("0.125".parse()?));
/// assert_eq!(no_shows.rounded(2, Rounding::HalfUp), Some("0.13".parse()?));
///
/// let nobody_came = Ratio { denominator: Quantity::Count(0), ..no_shows };
/// assert_eq!(nobody_came.value(), None); // undefined, not zero
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ratio {
    /// By which convention: a stable name that tells two definitions of one figure apart.
    pub convention: String,
    /// As of when the books were read.
    pub as_of: AsOf,
    /// What is divided.
    pub numerator: Quantity,
    /// By what.
    pub denominator: Quantity,
    /// Over how many days the denominator is spread; 1 where it is not.
    pub days: u32,
}

impl Ratio {
    /// The figure: numerator ÷ (denominator ÷ days), with as many decimals as a [`Decimal`] holds
    /// (28 digits). `None` where the denominator is zero: the figure is then undefined.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        Decimal::from(self.numerator)
            .checked_mul(self.days.into())?
            .checked_div(self.denominator.into())
    }

    /// The figure to so many decimal places, by the rounding that is named.
    #[must_use]
    pub fn rounded(&self, places: u32, rounding: Rounding) -> Option<Decimal> {
        let strategy = match rounding {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::Down => RoundingStrategy::ToZero,
            Rounding::Up => RoundingStrategy::AwayFromZero,
        };
        Some(self.value()?.round_dp_with_strategy(places, strategy))
    }
}

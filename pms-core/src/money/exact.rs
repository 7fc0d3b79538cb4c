use super::amount::Money;
use super::error::MoneyError;
use super::rate::Rate;
use super::rounding::Rounding;
use super::units::Units;

/// An amount on its way to the cent: products, parts and differences without any rounding, until
/// [`Exact::round`] names one.
///
/// ```
/// # use pms_core::money::{Exact, Money, Rounding};
/// let fee: Money = "1360.32".parse()?;
/// let assistant = Exact::from(fee).part("0.16".parse()?)?.part("0.85".parse()?)?;
/// assert_eq!(assistant.round(Rounding::HalfUp)?, "185.00".parse()?); // 185.00352
/// # Ok::<(), pms_core::money::MoneyError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    /// Of cents.
    numerator: i128,
    /// Above zero.
    denominator: i128,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    /// The part that `rate` names.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the product does not fit.
    pub fn part(self, rate: Rate) -> Result<Self, MoneyError> {
        let millionths = rate.millionths();
        // Most rates are whole per cent or per mille.
        let (part, whole) = match (millionths % 10_000, millionths % 1_000) {
            (0, _) => (millionths / 10_000, 100),
            (_, 0) => (millionths / 1_000, 1_000),
            _ => (millionths, 1_000_000),
        };
        self.times(part.into(), whole)
    }

    /// So many of it.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the product does not fit.
    pub fn of_units(self, units: Units) -> Result<Self, MoneyError> {
        match units {
            Units::ONE => Ok(self),
            units => self.times(units.thousandths().into(), Units::ONE.thousandths().into()),
        }
    }

    /// As much of it as `part` is of `whole`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the product does not fit, and where there is no whole.
    pub fn ratio(self, part: Units, whole: Units) -> Result<Self, MoneyError> {
        self.times(part.thousandths().into(), whole.thousandths().into())
    }

    /// Both together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.combined(other, i128::checked_add)
            .or_else(|_| self.reduced().combined(other.reduced(), i128::checked_add))
    }

    /// What is left after `other` is taken away.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the difference does not fit.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        let negated = Self {
            numerator: -other.numerator,
            ..other
        };
        self.plus(negated)
    }

    /// The lesser of both, to the cent.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the difference does not fit.
    pub fn min(self, other: Self) -> Result<Self, MoneyError> {
        let other_is_more = !self.minus(other)?.numerator.is_positive();
        Ok(if other_is_more { self } else { other })
    }

    /// It, or nothing where it is below zero.
    #[must_use]
    pub const fn or_nothing(self) -> Self {
        if self.numerator < 0 { Self::ZERO } else { self }
    }

    /// The amount in cents by the rounding that is named.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where it does not fit.
    pub fn round(self, rounding: Rounding) -> Result<Money, MoneyError> {
        Money::from_quotient(self.numerator, self.denominator, rounding)
    }

    /// What a rounded amount has more than this one, in millionths of a cent; below zero where it has
    /// less.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the difference does not fit.
    pub fn residue(self, rounded: Money) -> Result<i64, MoneyError> {
        let more = Self::from(rounded).minus(self)?.times(1_000_000, 1)?;
        more.round(Rounding::HalfUp).map(Money::cents)
    }

    /// An amount of dollars in units of ten to the power of `-scale`.
    pub(crate) fn of_dollars(mantissa: i128, scale: u32) -> Result<Self, MoneyError> {
        let denominator = 10_i128.checked_pow(scale).ok_or(MoneyError::OutOfRange)?;
        Self {
            numerator: mantissa,
            denominator,
        }
        .times(100, 1)
    }

    fn times(self, part: i128, whole: i128) -> Result<Self, MoneyError> {
        self.scaled(part, whole)
            .or_else(|| self.reduced().scaled(part, whole))
            .filter(|product| product.denominator > 0)
            .ok_or(MoneyError::OutOfRange)
    }

    fn scaled(self, part: i128, whole: i128) -> Option<Self> {
        Some(Self {
            numerator: self.numerator.checked_mul(part)?,
            denominator: self.denominator.checked_mul(whole)?,
        })
    }

    fn combined(
        self,
        other: Self,
        sum: fn(i128, i128) -> Option<i128>,
    ) -> Result<Self, MoneyError> {
        let both = || {
            if self.denominator == other.denominator {
                return Some((self.numerator, other.numerator, self.denominator));
            }
            let left = self.numerator.checked_mul(other.denominator)?;
            let right = other.numerator.checked_mul(self.denominator)?;
            Some((
                left,
                right,
                self.denominator.checked_mul(other.denominator)?,
            ))
        };
        let (left, right, denominator) = both().ok_or(MoneyError::OutOfRange)?;
        Ok(Self {
            numerator: sum(left, right).ok_or(MoneyError::OutOfRange)?,
            denominator,
        })
    }

    /// The same in lowest terms, for a product that would not fit otherwise.
    fn reduced(self) -> Self {
        let (mut a, mut b) = (
            self.numerator.unsigned_abs(),
            self.denominator.unsigned_abs(),
        );
        while b != 0 {
            (a, b) = (b, a % b);
        }
        match i128::try_from(a) {
            Ok(common) if common > 1 => Self {
                numerator: self.numerator / common,
                denominator: self.denominator / common,
            },
            _ => self,
        }
    }
}

impl From<Money> for Exact {
    fn from(amount: Money) -> Self {
        Self {
            numerator: amount.cents().into(),
            denominator: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(text: &str) -> Rate {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_is_rounded_on_the_way() {
        let fee = Exact::from("450.00".parse::<Money>().unwrap());
        let limit = fee.part(rate("0.95")).unwrap().part(rate("1.15")).unwrap();
        assert_eq!(limit.round(Rounding::HalfUp).unwrap().to_string(), "491.63");
        assert_eq!(
            limit.round(Rounding::HalfEven).unwrap().to_string(),
            "491.62"
        );
        let rounded = limit.round(Rounding::HalfUp).unwrap();
        assert_eq!(limit.residue(rounded), Ok(500_000));
        let third = fee.ratio(Units::whole(1), Units::whole(3)).unwrap();
        assert_eq!(
            third
                .plus(third)
                .unwrap()
                .plus(third)
                .unwrap()
                .residue("450.00".parse().unwrap()),
            Ok(0)
        );
        assert_eq!(
            fee.ratio(Units::ONE, Units::ZERO).unwrap_err(),
            MoneyError::OutOfRange
        );
    }

    proptest! {
        #[test]
        fn any_chain_of_rates_fits(cents in 0..10_000_000_000_i64, rates in prop::collection::vec(0..2_000_000_i64, 0..5)) {
            let mut exact = Exact::from(Money::from_cents(cents).unwrap());
            for rate in rates {
                exact = exact.part(Rate::from_millionths(rate).unwrap()).unwrap();
            }
            let rounded = exact.round(Rounding::HalfUp).unwrap();
            prop_assert!(exact.residue(rounded).unwrap().abs() <= 500_000);
        }

        #[test]
        fn what_is_taken_and_given_back_is_whole(cents in -1_000_000_i64..1_000_000, a in 0..=1_000_000_i64, n in 1..40_u32) {
            let exact = Exact::from(Money::from_cents(cents).unwrap());
            let part = exact.part(Rate::from_millionths(a).unwrap()).unwrap().ratio(Units::ONE, Units::whole(n)).unwrap();
            let back = exact.minus(part).unwrap().plus(part).unwrap();
            prop_assert_eq!(back.residue(Money::from_cents(cents).unwrap()), Ok(0));
        }
    }
}

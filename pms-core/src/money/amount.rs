use core::fmt;
use core::iter;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::MoneyError;
use super::rate::Rate;
use super::rounding::Rounding;

/// An amount in US cents. Positive is owed to the practice.
///
/// Text is plain decimal notation with at most two places (`-1234.50`), in JSON a string: a number
/// is refused, since it may have been a float on its way.
///
/// ```
/// # use pms_core::money::Money;
/// let charge: Money = "150.00".parse()?;
/// let allowed: Money = "86.15".parse()?;
/// assert_eq!(charge.minus(allowed)?.to_string(), "63.85");
/// # Ok::<(), pms_core::money::MoneyError>(())
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Money(i64);

impl Money {
    /// Nothing owed.
    pub const ZERO: Self = Self(0);
    /// The least there is.
    pub const CENT: Self = Self(1);
    /// The largest amount: some 92 quadrillion dollars.
    pub const MAX: Self = Self(i64::MAX);
    /// The smallest amount. One cent short of `i64`, so that every amount has its negative.
    pub const MIN: Self = Self(-i64::MAX);

    /// An amount from whole cents.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] for `i64::MIN`, which has no negative.
    pub fn from_cents(cents: i64) -> Result<Self, MoneyError> {
        if cents == i64::MIN {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self(cents))
    }

    /// The amount in whole cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Both amounts together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.0
            .checked_add(other.0)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::from_cents)
    }

    /// What is left after `other` is taken away; below zero where `other` is more.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the difference does not fit.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(other.negated())
    }

    /// This amount `count` times.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the product does not fit.
    pub fn times(self, count: i64) -> Result<Self, MoneyError> {
        self.0
            .checked_mul(count)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::from_cents)
    }

    /// The same amount owed the other way round.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }

    /// How much it is, whoever owes it.
    #[must_use]
    pub const fn magnitude(self) -> Self {
        Self(self.0.abs())
    }

    /// Nothing is owed either way.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The practice owes it.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// It is owed to the practice.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The part of this amount that `rate` names, to the cent.
    ///
    /// The product is exact and rounded once. The caller names the rounding: contracts differ, and
    /// a default would hide that.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the share does not fit.
    ///
    /// ```
    /// # use pms_core::money::{Money, Rate, Rounding};
    /// let allowed: Money = "86.15".parse()?;
    /// let rate: Rate = "0.20".parse()?;
    /// assert_eq!(allowed.share(rate, Rounding::HalfUp)?, "17.23".parse()?);
    /// # Ok::<(), pms_core::money::MoneyError>(())
    /// ```
    pub fn share(self, rate: Rate, rounding: Rounding) -> Result<Self, MoneyError> {
        let product = i128::from(self.0)
            .checked_mul(i128::from(rate.millionths()))
            .ok_or(MoneyError::OutOfRange)?;
        Self::from_quotient(product, i128::from(Rate::ONE.millionths()), rounding)
    }

    /// An exact decimal amount of dollars, rounded to the cent by the rounding that is named.
    ///
    /// For products of several exact factors (a fee from relative values): multiply first, round
    /// once, here.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the amount does not fit.
    ///
    /// ```
    /// # use pms_core::money::{Money, Rounding};
    /// let limiting = "491.625".parse()?;
    /// assert_eq!(Money::round(limiting, Rounding::HalfUp)?.to_string(), "491.63");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn round(exact: Decimal, rounding: Rounding) -> Result<Self, MoneyError> {
        let hundred_fold = exact
            .mantissa()
            .checked_mul(100)
            .ok_or(MoneyError::OutOfRange)?;
        let scale = 10_i128
            .checked_pow(exact.scale())
            .ok_or(MoneyError::OutOfRange)?;
        Self::from_quotient(hundred_fold, scale, rounding)
    }

    /// The multiple of `step` that is nearest by the rounding that is named: for figures that are shown
    /// in whole dollars or hundreds, as on a summary of benefits.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the multiple does not fit, and for a step of zero.
    ///
    /// ```
    /// # use pms_core::money::{Money, Rounding};
    /// let shown = "1980.00".parse::<Money>()?.nearest("100.00".parse()?, Rounding::HalfUp)?;
    /// assert_eq!(shown, "2000.00".parse()?);
    /// # Ok::<(), pms_core::money::MoneyError>(())
    /// ```
    pub fn nearest(self, step: Self, rounding: Rounding) -> Result<Self, MoneyError> {
        let count = Self::from_quotient(self.0.into(), step.0.into(), rounding)?;
        step.times(count.0)
    }

    /// All amounts together.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts
            .into_iter()
            .try_fold(Self::ZERO, |sum, amount| sum.plus(amount))
    }

    pub(super) fn from_quotient(
        numerator: i128,
        denominator: i128,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        rounding
            .divide(numerator, denominator)
            .and_then(|cents| i64::try_from(cents).ok())
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::from_cents)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        scaled(text, 2).and_then(Self::from_cents)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", cents / 100, cents % 100))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Money> for Decimal {
    fn from(amount: Money) -> Self {
        Self::new(amount.0, 2)
    }
}

/// Takes the amount as it is: a third decimal place other than zero is refused, never rounded.
impl TryFrom<Decimal> for Money {
    type Error = MoneyError;

    fn try_from(exact: Decimal) -> Result<Self, MoneyError> {
        let normal = exact.normalize();
        if normal.scale() > 2 {
            return Err(MoneyError::TooPrecise { places: 2 });
        }
        Self::round(normal, Rounding::Down)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Plain decimal notation as a whole number of the smallest place: `12.5` with 2 places is 1250.
pub(super) fn scaled(text: &str, places: u32) -> Result<i64, MoneyError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(fraction) {
        return Err(MoneyError::Syntax);
    }
    if fraction.len() > places as usize {
        return Err(MoneyError::TooPrecise { places });
    }
    let padding = places as usize - fraction.len();
    let magnitude = whole
        .bytes()
        .chain(fraction.bytes())
        .chain(iter::repeat_n(b'0', padding))
        .try_fold(0_i64, |number, digit| {
            number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
        })
        .ok_or(MoneyError::OutOfRange)?;
    Ok(if negative { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[rustfmt::skip] // a table
    fn text_is_plain_decimal_notation() {
        //     text          cents or code
        reads("0",           Ok(0));
        reads("12.5",        Ok(1_250));
        reads("-12.50",      Ok(-1_250));
        reads("007.00",      Ok(700));
        reads("-0.00",       Ok(0));
        reads("92233720368547758.07", Ok(i64::MAX));
        reads("92233720368547758.08", Err("money.out_of_range"));
        reads("1.005",       Err("money.too_precise"));
        reads("",            Err("money.syntax"));
        reads("-",           Err("money.syntax"));
        reads(".5",          Err("money.syntax"));
        reads("5.",          Err("money.syntax"));
        reads("+5",          Err("money.syntax"));
        reads("--5",         Err("money.syntax"));
        reads("1e2",         Err("money.syntax"));
        reads("1,000.00",    Err("money.syntax"));
        reads(" 1.00",       Err("money.syntax"));
        reads("١.00",        Err("money.syntax"));
        reads("NaN",         Err("money.syntax"));
    }

    #[track_caller]
    fn reads(text: &str, wanted: Result<i64, &str>) {
        let got = text.parse::<Money>().map(Money::cents);
        assert_eq!(got.map_err(|e| e.code()), wanted, "{text}");
    }

    #[test]
    fn json_holds_a_string_and_nothing_else() {
        let amount: Money = serde_json::from_str("\"-0.05\"").unwrap();
        assert_eq!(amount.cents(), -5);
        assert_eq!(serde_json::to_string(&amount).unwrap(), "\"-0.05\"");
        assert!(serde_json::from_str::<Money>("0.05").is_err());
        assert!(serde_json::from_str::<Money>("5").is_err());
        assert!(serde_json::from_str::<Money>("null").is_err());
    }

    #[test]
    fn p21_a_decimal_is_never_rounded_silently() {
        let exact = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(Money::try_from(exact("10.500")).unwrap().cents(), 1_050);
        assert_eq!(
            Money::try_from(exact("10.505")),
            Err(MoneyError::TooPrecise { places: 2 })
        );
        assert_eq!(Money::try_from(Decimal::MAX), Err(MoneyError::OutOfRange));
    }

    /// Source: the non-participating example in docs/SOURCES.md, 450 x 0.95 x 1.15.
    #[test]
    fn products_are_exact_and_rounded_once() {
        let fee = Decimal::from(450);
        let exact = fee * Decimal::new(95, 2) * Decimal::new(115, 2);
        assert_eq!(
            Money::round(exact, Rounding::HalfUp).unwrap().to_string(),
            "491.63"
        );
        let down = Money::round(exact, Rounding::Down).unwrap();
        assert_eq!(down.to_string(), "491.62");
    }

    #[test]
    fn the_ends_of_the_range_are_guarded() {
        let cent = Money::from_cents(1).unwrap();
        assert_eq!(Money::MAX.plus(cent), Err(MoneyError::OutOfRange));
        assert_eq!(Money::MIN.minus(cent), Err(MoneyError::OutOfRange));
        assert_eq!(Money::MAX.times(2), Err(MoneyError::OutOfRange));
        assert_eq!(Money::from_cents(i64::MIN), Err(MoneyError::OutOfRange));
        assert_eq!(Money::MIN.negated(), Money::MAX);
    }

    fn any_money() -> impl Strategy<Value = Money> {
        (-i64::MAX..=i64::MAX).prop_map(|cents| Money::from_cents(cents).unwrap())
    }

    proptest! {
        #[test]
        fn text_and_back(amount in any_money()) {
            prop_assert_eq!(amount.to_string().parse::<Money>().unwrap(), amount);
            prop_assert_eq!(Money::try_from(Decimal::from(amount)).unwrap(), amount);
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = text.parse::<Money>();
        }

        #[test]
        fn a_reversal_mirrors_its_share(amount in any_money(), millionths in 0..=2_000_000_i64) {
            let rate = Rate::from_millionths(millionths).unwrap();
            for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down, Rounding::Up] {
                let there = amount.share(rate, rounding).map(Money::negated);
                prop_assert_eq!(there, amount.negated().share(rate, rounding));
            }
        }

        /// Against decimal arithmetic, one step at a time.
        #[test]
        fn shares_agree_with_decimals(cents in -1_000_000_000_i64..1_000_000_000, millionths in 0..=2_000_000_i64) {
            use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            let amount = Money::from_cents(cents).unwrap();
            let rate = Rate::from_millionths(millionths).unwrap();
            let exact = Decimal::from(amount) * Decimal::from(rate);
            let wanted = exact.round_dp_with_strategy(2, MidpointAwayFromZero);
            let got = amount.share(rate, Rounding::HalfUp).unwrap();
            prop_assert_eq!(Decimal::from(got), wanted);
        }
    }
}

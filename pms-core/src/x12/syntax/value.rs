use chrono::NaiveDate;

use crate::money::{Money, Units};

use super::segment::Element;

/// Why an element does not hold what it should.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Not a decimal number of dollars and cents.
    #[error("not an amount of dollars and cents")]
    Amount,
    /// Not a number of units, or one below zero.
    #[error("not a number of units")]
    Units,
    /// Not a date of the calendar.
    #[error("not a date")]
    Date,
    /// Not a part of a whole, or one below zero or finer than a millionth.
    #[error("not a part of a whole")]
    Rate,
}

impl ValueError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Amount => "x12.amount",
            Self::Units => "x12.units",
            Self::Date => "x12.date",
            Self::Rate => "x12.rate",
        }
    }
}

impl Element<'_> {
    /// The amount in it: `-12.5`, `.5`, `12.` and `12.500` are amounts, `1.005` is none.
    ///
    /// # Errors
    ///
    /// [`ValueError::Amount`] where it is empty or not dollars and cents.
    pub fn money(&self) -> Result<Money, ValueError> {
        let cents = decimal(self.bytes().trim_ascii(), 2).ok_or(ValueError::Amount)?;
        Money::from_cents(cents).map_err(|_| ValueError::Amount)
    }

    /// The number of units in it.
    ///
    /// # Errors
    ///
    /// [`ValueError::Units`] where it is empty, below zero or no number of thousandths.
    pub fn units(&self) -> Result<Units, ValueError> {
        let thousandths = decimal(self.bytes().trim_ascii(), 3).ok_or(ValueError::Units)?;
        Units::from_thousandths(thousandths).map_err(|_| ValueError::Units)
    }

    /// The date in it, as `20260801`.
    ///
    /// # Errors
    ///
    /// [`ValueError::Date`] where it is empty or no day of the calendar.
    pub fn date(&self) -> Result<NaiveDate, ValueError> {
        day(self.bytes().trim_ascii()).ok_or(ValueError::Date)
    }

    /// The first and the last date in it, as `20260801-20260803`.
    ///
    /// # Errors
    ///
    /// [`ValueError::Date`] where one of them is no day of the calendar.
    pub fn dates(&self) -> Result<(NaiveDate, NaiveDate), ValueError> {
        let mut days = self.bytes().trim_ascii().splitn(2, |&b| b == b'-');
        let mut next = || days.next().and_then(day).ok_or(ValueError::Date);
        Ok((next()?, next()?))
    }
}

fn day(digits: &[u8]) -> Option<NaiveDate> {
    if digits.len() != 8 {
        return None;
    }
    let number = |part: Option<&[u8]>| {
        part?.iter().try_fold(0_u32, |number, digit| {
            let digit = char::from(*digit).to_digit(10)?;
            Some(number * 10 + digit)
        })
    };
    let year = i32::try_from(number(digits.get(..4))?).ok()?;
    NaiveDate::from_ymd_opt(year, number(digits.get(4..6))?, number(digits.get(6..))?)
}

/// A day as its number from 1970-01-01.
pub(in crate::x12) fn day_number(digits: &[u8]) -> Option<i32> {
    Some(day(digits)?.to_epoch_days())
}

/// A decimal number as a whole number of the smallest place. Zeros behind it are allowed.
#[inline]
pub(in crate::x12) fn decimal(bytes: &[u8], places: usize) -> Option<i64> {
    let (negative, digits) = match bytes.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, bytes),
    };
    let point = digits.iter().position(|&b| b == b'.');
    let (whole, fraction) = match point.and_then(|point| digits.split_at_checked(point)) {
        Some((whole, point)) => (whole, point.get(1..)?),
        None => (digits, &[][..]),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut number = whole.iter().try_fold(0, then_digit)?;
    for place in 0..places {
        number = then_digit(number, fraction.get(place).unwrap_or(&b'0'))?;
    }
    let beyond = fraction.get(places..).unwrap_or_default();
    let zeros = beyond.iter().all(|&b| b == b'0');
    zeros.then_some(if negative { -number } else { number })
}

#[inline]
fn then_digit(number: i64, byte: &u8) -> Option<i64> {
    let digit = byte.wrapping_sub(b'0');
    if digit > 9 {
        return None;
    }
    number.checked_mul(10)?.checked_add(i64::from(digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[rustfmt::skip] // a table
    fn an_amount_is_dollars_and_cents() {
        //     text          cents
        reads("0",           Some(0));
        reads("150",         Some(15_000));
        reads("-12.5",       Some(-1_250));
        reads(".5",          Some(50));
        reads("12.",         Some(1_200));
        reads("12.340",      Some(1_234));
        reads("007",         Some(700));
        reads("1.005",       None);
        reads("",            None);
        reads("-",           None);
        reads(".",           None);
        reads("1,000",       None);
        reads("+5",          None);
        reads("1e2",         None);
        reads("1.2.3",       None);
        reads("99999999999999999999", None);
    }

    #[track_caller]
    fn reads(text: &str, wanted: Option<i64>) {
        assert_eq!(decimal(text.as_bytes(), 2), wanted, "{text}");
    }

    proptest! {
        #[test]
        fn plain_amounts_read_as_money_reads_them(cents in -99_999_999_999_i64..99_999_999_999) {
            let amount = Money::from_cents(cents).unwrap();
            prop_assert_eq!(decimal(amount.to_string().as_bytes(), 2), Some(cents));
        }
    }
}

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
}

impl ValueError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Amount => "x12.amount",
            Self::Units => "x12.units",
            Self::Date => "x12.date",
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

/// A decimal number as a whole number of the smallest place. Zeros behind it are allowed.
fn decimal(bytes: &[u8], places: u32) -> Option<i64> {
    let (negative, digits) = match bytes.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, bytes),
    };
    let mut number = 0_i64;
    let mut missing = None;
    let mut seen = false;
    for byte in digits {
        match (byte, missing) {
            (b'.', None) => missing = Some(places),
            (b'0', Some(0)) => {}
            (b'0'..=b'9', None) => {
                number = number
                    .checked_mul(10)?
                    .checked_add(i64::from(byte - b'0'))?;
                seen = true;
            }
            (b'0'..=b'9', Some(left)) if left > 0 => {
                number = number
                    .checked_mul(10)?
                    .checked_add(i64::from(byte - b'0'))?;
                missing = Some(left - 1);
                seen = true;
            }
            _ => return None,
        }
    }
    if !seen {
        return None;
    }
    let number = number.checked_mul(10_i64.checked_pow(missing.unwrap_or(places))?)?;
    Some(if negative { -number } else { number })
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

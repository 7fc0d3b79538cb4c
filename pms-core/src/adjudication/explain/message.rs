use core::fmt;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::money::{Money, Rate, Units};

/// One sentence, apart from its text: what is said, and with which values.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Message {
    /// A stable name of what is said, such as `copay.rest`; never reused, never translated.
    pub key: &'static str,
    /// The values, each under the name by which a template asks for it. Every message of a key has the
    /// same names.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Message {
    pub(super) const fn new(key: &'static str) -> Self {
        Self {
            key,
            arguments: Vec::new(),
        }
    }

    pub(super) fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        self.arguments.push((name, argument.into()));
        self
    }

    /// A value by its name.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        let named = self.arguments.iter().find(|(known, _)| *known == name);
        named.map(|(_, argument)| argument)
    }
}

/// A value in a [`Message`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Argument {
    /// An amount, as in `$1,234.50`.
    Money(Money),
    /// A part of a whole, as in `20%`.
    Rate(Rate),
    /// A day, as in `03/02/2026`.
    Date(NaiveDate),
    /// A count: of units, a rank, parts of a cent.
    Number(Decimal),
    /// A code as it stands on a claim, such as a modifier.
    Code(String),
    /// The host's own word for something, such as a fee schedule.
    Text(String),
}

impl Argument {
    /// What kind of value it is, for who shows it in a way of their own: `money`, `rate`, `date`,
    /// `number`, `code` or `text`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Money(_) => "money",
            Self::Rate(_) => "rate",
            Self::Date(_) => "date",
            Self::Number(_) => "number",
            Self::Code(_) => "code",
            Self::Text(_) => "text",
        }
    }

    /// The bare value, in no language's way: `1234.5`, `0.2`, `2026-03-02`.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Money(amount) => amount.to_string(),
            Self::Rate(rate) => rate.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Code(text) | Self::Text(text) => text.clone(),
        }
    }
}

/// As Americans write it.
impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Money(amount) => f.write_str(&dollars(*amount)),
            Self::Rate(rate) => write!(f, "{}%", Decimal::new(rate.millionths(), 4).normalize()),
            Self::Date(date) => {
                write!(
                    f,
                    "{:02}/{:02}/{:04}",
                    date.month(),
                    date.day(),
                    date.year()
                )
            }
            Self::Number(number) => write!(f, "{number}"),
            Self::Code(text) | Self::Text(text) => f.write_str(text),
        }
    }
}

/// `-$1,234.50`.
fn dollars(amount: Money) -> String {
    let sign = if amount.is_negative() { "-" } else { "" };
    let plain = amount.magnitude().to_string();
    let (whole, cents) = plain.split_once('.').unwrap_or((&plain, "00"));
    let mut grouped = String::with_capacity(plain.len() * 2);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}${grouped}.{cents}")
}

impl From<Money> for Argument {
    fn from(amount: Money) -> Self {
        Self::Money(amount)
    }
}

impl From<Rate> for Argument {
    fn from(rate: Rate) -> Self {
        Self::Rate(rate)
    }
}

impl From<NaiveDate> for Argument {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<Units> for Argument {
    fn from(units: Units) -> Self {
        Self::Number(Decimal::new(units.thousandths(), 3).normalize())
    }
}

impl From<Decimal> for Argument {
    fn from(number: Decimal) -> Self {
        Self::Number(number.normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_value_is_shown_as_americans_write_it() {
        let money = |text: &str| Argument::from(text.parse::<Money>().unwrap());
        let rate = |text: &str| Argument::from(text.parse::<Rate>().unwrap());
        //    value                shown             bare              kind
        check(money("0"),          "$0.00",          "0.00",           "money");
        check(money("999.99"),     "$999.99",        "999.99",         "money");
        check(money("1234.5"),     "$1,234.50",      "1234.50",        "money");
        check(money("-1234567"),   "-$1,234,567.00", "-1234567.00",    "money");
        check(rate("0.2"),         "20%",            "0.2",            "rate");
        check(rate("0.625"),       "62.5%",          "0.625",          "rate");
        check(rate("1.15"),        "115%",           "1.15",           "rate");
        check(rate("1"),           "100%",           "1",              "rate");
        check(Units::ONE.into(),   "1",              "1",              "number");
        check("2.5".parse::<Units>().unwrap().into(), "2.5", "2.5",    "number");
        check("2026-03-02".parse::<NaiveDate>().unwrap().into(), "03/02/2026", "2026-03-02", "date");
        check(Argument::Code("26".into()),    "26",    "26",    "code");
        check(Argument::Text("Basic".into()), "Basic", "Basic", "text");
    }

    #[track_caller]
    fn check(argument: Argument, shown: &str, bare: &str, kind: &str) {
        assert_eq!(argument.to_string(), shown);
        assert_eq!((argument.value().as_str(), argument.kind()), (bare, kind));
    }
}

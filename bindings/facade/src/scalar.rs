use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, SubsecRound, Utc};
use pms_core::money;
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::PmsError;

/// Between the code and the sentence of a scalar's refusal while it travels inside a serde error.
pub(crate) const SEAM: char = '\u{1f}';

/// A scalar that is text at every door and one value inside.
macro_rules! scalar {
    ($($(#[$meta:meta])* $name:ident($inner:ty) = $typescript:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
        pub struct $name(#[cfg_attr(feature = "wasm", tsify(type = $typescript))] pub(crate) $inner);

        impl $name {
            /// The value inside.
            #[must_use]
            pub fn inner(self) -> $inner {
                self.0
            }
        }

        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(|e: PmsError| {
                    D::Error::custom(format_args!("{}{SEAM}{}", e.code(), e.detail()))
                })
            }
        }

        #[cfg(feature = "uniffi")]
        uniffi::custom_type!($name, String, {
            lower: |scalar| scalar.to_string(),
            try_lift: |text| text.parse::<$name>().map_err(Into::into),
        });
    )+};
}

scalar! {
    /// An amount of dollars to the cent: `"-1234.50"`. Strict decimal text, never a number.
    Amount(money::Money) = "DecimalString";
    /// An exact part of a whole: 20 % is `"0.2"`. At most six decimal places, never below zero.
    Rate(money::Rate) = "DecimalString";
    /// A count of services: `"2.5"`. At most three decimal places, never below zero.
    Units(money::Units) = "DecimalString";
    /// An exact number, of at most 28 digits and without zeros at its end: `"42.5"`.
    Exact(Decimal) = "DecimalString";
    /// A civil date: `"2026-03-01"`.
    Day(NaiveDate) = "IsoDate";
    /// A point in time, in whole microseconds; finer parts are cut off: `"2026-03-01T15:00:00Z"`.
    Instant(DateTime<Utc>) = "IsoInstant";
    /// What a clock on the wall shows, to the second and in no zone: `"2026-03-01T09:00:00"`.
    LocalTime(NaiveDateTime) = "IsoLocalTime";
}

/// The bytes of a file, in whatever letters it was written. In JSON they are text of which each character
/// is one byte, U+0000 to U+00FF.
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
pub struct Bytes(#[cfg_attr(feature = "wasm", tsify(type = "Uint8Array"))] pub(crate) Vec<u8>);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: String = self.0.iter().copied().map(char::from).collect();
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
        bytes.map(Self).map_err(|_| {
            let says = "a character that is no byte";
            D::Error::custom(format_args!("scalar.bytes{SEAM}{says}"))
        })
    }
}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(Bytes, Vec<u8>, {
    lower: |bytes| bytes.0,
    try_lift: |bytes| Ok(Bytes(bytes)),
});

macro_rules! decimal {
    ($($name:ident($inner:ty)),+) => {$(
        impl FromStr for $name {
            type Err = PmsError;

            fn from_str(text: &str) -> Result<Self, PmsError> {
                let read: Result<$inner, _> = text.parse();
                read.map(Self)
                    .map_err(|e| PmsError::invalid("", e.code(), e.to_string()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    )+};
}

decimal!(Amount(money::Money), Rate(money::Rate), Units(money::Units));

impl FromStr for Exact {
    type Err = PmsError;

    fn from_str(text: &str) -> Result<Self, PmsError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.ends_with(|c: char| c.is_ascii_digit());
        Some(text)
            .filter(|_| plain)
            .and_then(|text| Decimal::from_str_exact(text).ok())
            .map(Self)
            .ok_or_else(|| PmsError::invalid("", "money.syntax", "not a plain decimal number"))
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

impl FromStr for Day {
    type Err = PmsError;

    fn from_str(text: &str) -> Result<Self, PmsError> {
        let shaped = text.len() == 10;
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| shaped)
            .map(Self)
            .ok_or_else(|| {
                PmsError::invalid("", "scalar.date", "not a date of the form 2026-03-01")
            })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Instant {
    type Err = PmsError;

    fn from_str(text: &str) -> Result<Self, PmsError> {
        DateTime::parse_from_rfc3339(text)
            .map(|at| Self(at.with_timezone(&Utc).trunc_subsecs(6)))
            .map_err(|_| {
                PmsError::invalid(
                    "",
                    "scalar.instant",
                    "not an instant with its offset from UTC",
                )
            })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.timestamp_subsec_micros() == 0;
        let places = if whole {
            SecondsFormat::Secs
        } else {
            SecondsFormat::Micros
        };
        f.write_str(&self.0.to_rfc3339_opts(places, true))
    }
}

impl FromStr for LocalTime {
    type Err = PmsError;

    fn from_str(text: &str) -> Result<Self, PmsError> {
        let shaped = text.len() == 19;
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S")
            .ok()
            .filter(|local| shaped && local.and_utc().timestamp_subsec_nanos() == 0)
            .map(Self)
            .ok_or_else(|| {
                PmsError::invalid(
                    "",
                    "scalar.local_time",
                    "not a local time like 2026-03-01T09:00:00",
                )
            })
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn scalars_are_strict() {
        reads::<Amount>("-0.05",                     Ok("-0.05"));
        reads::<Amount>("7",                         Ok("7.00"));
        reads::<Amount>("33.335",                    Err("money.too_precise"));
        reads::<Amount>("1e2",                       Err("money.syntax"));
        reads::<Rate>("0.20",                        Ok("0.2"));
        reads::<Units>("-1",                         Err("money.out_of_range"));
        reads::<Exact>("042.50",                     Ok("42.5"));
        reads::<Exact>("1_000",                      Err("money.syntax"));
        reads::<Exact>("1e3",                        Err("money.syntax"));
        reads::<Day>("2024-02-29",                   Ok("2024-02-29"));
        reads::<Day>("2023-02-29",                   Err("scalar.date"));
        reads::<Day>("2024-2-29",                    Err("scalar.date"));
        reads::<Instant>("2026-03-01T15:00:00Z",     Ok("2026-03-01T15:00:00Z"));
        reads::<Instant>("2026-03-01T10:00:00-05:00", Ok("2026-03-01T15:00:00Z"));
        reads::<Instant>("2026-03-01T15:00:00.123456789Z", Ok("2026-03-01T15:00:00.123456Z"));
        reads::<Instant>("2026-03-01T15:00:00",      Err("scalar.instant"));
        reads::<LocalTime>("2026-03-01T09:00:00",    Ok("2026-03-01T09:00:00"));
        reads::<LocalTime>("2026-03-01T09:00:60",    Err("scalar.local_time"));
        reads::<LocalTime>("2026-03-01T09:00:00Z",   Err("scalar.local_time"));
    }

    #[track_caller]
    fn reads<T: FromStr<Err = PmsError> + fmt::Display>(text: &str, wanted: Result<&str, &str>) {
        let got = text.parse::<T>().map(|scalar| scalar.to_string());
        let got = got.as_deref().map_err(PmsError::code);
        assert_eq!(got, wanted, "{text}");
    }
}

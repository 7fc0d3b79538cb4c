use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::error::TimeError;

/// Civil days from the first to the last, both included; without a last day it stays open.
///
/// Source: FHIR R4 Period, with days.
///
/// ```
/// # use pms_core::time::Period;
/// # use chrono::NaiveDate;
/// let year = Period::new("2026-01-01".parse()?, "2026-12-31".parse()?)?;
/// assert!(year.contains("2026-12-31".parse()?));
/// assert!(!year.contains("2027-01-01".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Period {
    start: NaiveDate,
    end: Option<NaiveDate>,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    start: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<NaiveDate>,
}

impl Period {
    /// The days from `start` to `end`, both included.
    ///
    /// # Errors
    ///
    /// [`TimeError::Reversed`] where `end` is before `start`.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, TimeError> {
        if end < start {
            return Err(TimeError::Reversed);
        }
        Ok(Self {
            start,
            end: Some(end),
        })
    }

    /// The days from `start` on, without an end.
    #[must_use]
    pub const fn since(start: NaiveDate) -> Self {
        Self { start, end: None }
    }

    /// One day.
    #[must_use]
    pub const fn day(date: NaiveDate) -> Self {
        Self {
            start: date,
            end: Some(date),
        }
    }

    /// The first day.
    #[must_use]
    pub const fn start(self) -> NaiveDate {
        self.start
    }

    /// The last day, if there is one.
    #[must_use]
    pub const fn end(self) -> Option<NaiveDate> {
        self.end
    }

    /// Whether `date` is one of its days.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        self.start <= date && self.end.is_none_or(|end| date <= end)
    }

    /// The days that both have.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let end = match (self.end, other.end) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        end.is_none_or(|end| start <= end)
            .then_some(Self { start, end })
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.intersect(other).is_some()
    }

    /// Its days in order; an open period goes on to the end of chrono's calendar.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.start
            .iter_days()
            .take_while(move |date| self.contains(*date))
    }
}

impl TryFrom<Parts> for Period {
    type Error = TimeError;

    fn try_from(parts: Parts) -> Result<Self, TimeError> {
        match parts.end {
            Some(end) => Self::new(parts.start, end),
            None => Ok(Self::since(parts.start)),
        }
    }
}

impl From<Period> for Parts {
    fn from(period: Period) -> Self {
        Self {
            start: period.start,
            end: period.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Period {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        match text.split_once("..").unwrap() {
            (start, "") => Period::since(date(start)),
            (start, end) => Period::new(date(start), date(end)).unwrap(),
        }
    }

    #[test]
    #[rustfmt::skip] // a table
    fn periods_include_both_ends() {
        shared("2026-01-01..2026-06-30", "2026-06-30..",           Some("2026-06-30..2026-06-30"));
        shared("2026-01-01..2026-06-30", "2026-07-01..",           None);
        shared("2026-01-01..",           "2025-01-01..",           Some("2026-01-01.."));
        shared("2026-01-01..2026-12-31", "2026-03-01..2026-03-31", Some("2026-03-01..2026-03-31"));
    }

    #[track_caller]
    fn shared(one: &str, other: &str, wanted: Option<&str>) {
        assert_eq!(of(one).intersect(of(other)), wanted.map(of));
        assert_eq!(of(other).intersect(of(one)), wanted.map(of));
        assert_eq!(of(one).overlaps(of(other)), wanted.is_some());
    }

    #[test]
    fn a_period_reads_only_in_order() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let reversed = Period::new(date("2026-01-02"), date("2026-01-01"));
        assert_eq!(reversed, Err(TimeError::Reversed));
        let text = r#"{"start":"2026-01-02","end":"2026-01-01"}"#;
        assert!(serde_json::from_str::<Period>(text).is_err());
        let open = Period::since(date("2026-01-01"));
        let text = serde_json::to_string(&open).unwrap();
        assert_eq!(text, r#"{"start":"2026-01-01"}"#);
        assert_eq!(serde_json::from_str::<Period>(&text).unwrap(), open);
        assert_eq!(of("2024-02-28..2024-03-01").days().count(), 3);
    }
}

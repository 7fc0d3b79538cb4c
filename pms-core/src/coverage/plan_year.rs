use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::error::CoverageError;

/// When a plan counts anew: a year from the first day of some month.
///
/// Benefits belong to the plan's year, which need not be the calendar's.
///
/// ```
/// # use pms_core::coverage::PlanYear;
/// # use chrono::NaiveDate;
/// let july = PlanYear::from_month(7)?;
/// let visit: NaiveDate = "2026-06-30".parse()?;
/// assert_eq!(july.first_day(visit), "2025-07-01".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct PlanYear {
    month: u32,
}

impl PlanYear {
    /// From January to December.
    pub const CALENDAR: Self = Self { month: 1 };

    /// The year that begins with the first day of a month, 1 to 12.
    ///
    /// # Errors
    ///
    /// [`CoverageError::PlanYearMonth`] for any other number.
    pub fn from_month(month: u32) -> Result<Self, CoverageError> {
        if (1..=12).contains(&month) {
            Ok(Self { month })
        } else {
            Err(CoverageError::PlanYearMonth)
        }
    }

    /// The month with which the year begins, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The first day of the plan year in which `date` lies.
    #[must_use]
    pub fn first_day(self, date: NaiveDate) -> NaiveDate {
        let year = if date.month() < self.month {
            date.year() - 1
        } else {
            date.year()
        };
        // The year before the earliest that a date can name begins with that earliest day.
        NaiveDate::from_ymd_opt(year, self.month, 1).unwrap_or(NaiveDate::MIN)
    }
}

impl TryFrom<u32> for PlanYear {
    type Error = CoverageError;

    fn try_from(month: u32) -> Result<Self, CoverageError> {
        Self::from_month(month)
    }
}

impl From<PlanYear> for u32 {
    fn from(year: PlanYear) -> Self {
        year.month
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn e12_a_plan_year_begins_in_any_month() {
        //    month  visit         first day
        check(1,     "2026-01-01", "2026-01-01");
        check(1,     "2026-12-31", "2026-01-01");
        check(7,     "2026-06-30", "2025-07-01");
        check(7,     "2026-07-01", "2026-07-01");
        check(12,    "2026-11-30", "2025-12-01");
        check(3,     "2024-02-29", "2023-03-01");
    }

    #[track_caller]
    fn check(month: u32, visit: &str, first: &str) {
        let year = PlanYear::from_month(month).unwrap();
        assert_eq!(
            year.first_day(visit.parse().unwrap()),
            first.parse().unwrap()
        );
    }

    #[test]
    fn a_month_is_a_month() {
        assert_eq!(PlanYear::from_month(0), Err(CoverageError::PlanYearMonth));
        assert!(serde_json::from_str::<PlanYear>("13").is_err());
        assert_eq!(serde_json::to_string(&PlanYear::CALENDAR).unwrap(), "1");
        assert_eq!(PlanYear::CALENDAR.first_day(NaiveDate::MIN), NaiveDate::MIN);
    }
}

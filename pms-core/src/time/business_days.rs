use core::iter;
use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::error::TimeError;
use super::federal_holiday;

/// The days on which business is done: neither weekend nor holiday, nor closed by the practice.
///
/// ```
/// # use pms_core::time::BusinessDays;
/// let days = BusinessDays::us_federal();
/// let thursday = "2026-07-02".parse()?;
/// // Saturday is the 4th of July, so Friday is free.
/// assert_eq!(days.add(thursday, 1)?, "2026-07-06".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BusinessDays {
    /// The days of the week that are always free.
    pub weekend: Vec<Weekday>,
    /// By whose rule there are holidays.
    pub holidays: Option<HolidayRule>,
    /// What the practice adds: its own closed days.
    #[serde(default)]
    pub closed: BTreeSet<NaiveDate>,
}

/// Whose holidays are kept.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HolidayRule {
    /// Those of the United States, on the days on which federal offices keep them.
    UsFederal,
}

impl BusinessDays {
    /// Monday to Friday without the federal holidays of the United States.
    ///
    /// Source: 5 U.S.C. 6103.
    #[must_use]
    pub fn us_federal() -> Self {
        Self {
            weekend: vec![Weekday::Sat, Weekday::Sun],
            holidays: Some(HolidayRule::UsFederal),
            closed: BTreeSet::new(),
        }
    }

    /// Whether business is done on a day.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        let holiday = match self.holidays {
            Some(HolidayRule::UsFederal) => federal_holiday::observed(day),
            None => false,
        };
        !holiday && !self.weekend.contains(&day.weekday()) && !self.closed.contains(&day)
    }

    /// The last of so many business days after a day, which itself does not count; with none, the day.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] where there are not so many up to the year 9999.
    pub fn add(&self, day: NaiveDate, count: u32) -> Result<NaiveDate, TimeError> {
        self.walk(day, count, NaiveDate::succ_opt)
    }

    /// The first of so many business days before a day, which itself does not count; with none, the day.
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] where there are not so many since the year 1.
    pub fn back(&self, day: NaiveDate, count: u32) -> Result<NaiveDate, TimeError> {
        self.walk(day, count, NaiveDate::pred_opt)
    }

    /// How many business days there are after one day up to and with another.
    #[must_use]
    pub fn between(&self, after: NaiveDate, until: NaiveDate) -> usize {
        let days = after.iter_days().skip(1);
        days.take_while(|day| *day <= until)
            .filter(|day| self.contains(*day))
            .count()
    }

    fn walk(
        &self,
        from: NaiveDate,
        count: u32,
        step: fn(&NaiveDate) -> Option<NaiveDate>,
    ) -> Result<NaiveDate, TimeError> {
        let Some(last) = count.checked_sub(1) else {
            return Ok(from);
        };
        let last = usize::try_from(last).map_err(|_| TimeError::OutOfRange)?;
        iter::successors(Some(from), step)
            .skip(1)
            .take_while(|day| (1..=9999).contains(&day.year()))
            .filter(|day| self.contains(*day))
            .nth(last)
            .ok_or(TimeError::OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The days as the Office of Personnel Management publishes them, Inauguration Day left out.
    #[test]
    #[rustfmt::skip] // a table
    fn g6_federal_holidays_are_those_that_opm_publishes() {
        //          New Year King    Washington Memorial Juneteenth July 4  Labor   Columbus Veterans Thanksgiving Christmas
        year(2012, "01-02 01-16 02-20 05-28       07-04 09-03 10-08 11-12 11-22 12-25");
        year(2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31");
        year(2022, "      01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26");
        year(2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25");
        year(2024, "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25");
        year(2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25");
        year(2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31");
        year(2028, "      01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25");
    }

    #[track_caller]
    fn year(year: i32, wanted: &str) {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        let kept: Vec<String> = days
            .filter(|day| federal_holiday::observed(*day))
            .map(|day| day.format("%m-%d").to_string())
            .collect();
        assert_eq!(
            kept,
            wanted.split_whitespace().collect::<Vec<_>>(),
            "{year}"
        );
    }

    #[test]
    fn a_practice_adds_its_own_days() {
        let mut days = BusinessDays::us_federal();
        days.closed.insert(date("2026-11-27"));
        assert_eq!(days.add(date("2026-11-25"), 1).unwrap(), date("2026-11-30"));
        assert_eq!(
            days.back(date("2026-11-30"), 1).unwrap(),
            date("2026-11-25")
        );
        let text = serde_json::to_string(&days).unwrap();
        assert_eq!(serde_json::from_str::<BusinessDays>(&text).unwrap(), days);
        days.weekend = "Mon Tue Wed Thu Fri Sat Sun"
            .split(' ')
            .map(|day| day.parse().unwrap())
            .collect();
        assert_eq!(days.add(date("9990-01-01"), 1), Err(TimeError::OutOfRange));
    }

    proptest! {
        #[test]
        fn g6_days_that_are_added_are_counted(start in 0..20_000_i64, count in 1..40_u32, more in 1..40_u32) {
            let day = date("1990-01-01") + chrono::TimeDelta::days(start);
            let days = BusinessDays::us_federal();
            let last = days.add(day, count).unwrap();
            prop_assert!(days.contains(last) && last > day);
            prop_assert_eq!(days.between(day, last), usize::try_from(count).unwrap());
            prop_assert_eq!(days.add(last, more).unwrap(), days.add(day, count + more).unwrap());
            prop_assert_eq!(days.back(days.add(last, more).unwrap(), more).unwrap(), last);
            let mut closed = days.clone();
            closed.closed.insert(last);
            prop_assert!(closed.add(day, count).unwrap() > last);
        }
    }
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::time::{BusinessDays, TimeError};

/// When a visit was scheduled, and for which day. A visit that is booked anew was scheduled anew.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Scheduling {
    /// On which day the time was agreed, in the practice's zone.
    pub on: NaiveDate,
    /// For which day.
    pub service: NaiveDate,
}

/// What asks for a good-faith estimate.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Duty {
    /// A visit was scheduled.
    Scheduled,
    /// The patient asked for one, or for a price.
    Requested,
    /// What was estimated changed.
    Changed,
}

/// By when a good-faith estimate has to be given.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Due {
    /// The last day.
    pub by: NaiveDate,
    /// Since when.
    pub since: NaiveDate,
    /// Why.
    pub duty: Duty,
}

/// How a duty was met.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DueStatus {
    /// Not given, and there is time.
    Open,
    /// Not given, and the last day is past.
    Overdue,
    /// Given by the last day.
    InTime,
    /// Given after it.
    Late,
}

impl Due {
    /// By when an estimate is due: the first of what the scheduling and a request ask for; none where
    /// neither does.
    ///
    /// A visit at least 10 business days ahead gives 3 business days, one at least 3 ahead gives 1, each
    /// from the day of scheduling; business days ahead are counted back from the day of service. A
    /// request, or a question for the price, gives 3 business days.
    ///
    /// Source: 45 CFR 149.610(b)(1)(vi).
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] at the ends of the calendar.
    ///
    /// ```
    /// # use pms_core::billing::{Due, Scheduling};
    /// # use pms_core::time::BusinessDays;
    /// let days = BusinessDays::us_federal();
    /// let booked = Scheduling { on: "2026-11-23".parse()?, service: "2026-12-01".parse()? };
    /// let due = Due::first(Some(booked), None, &days)?.ok_or("none is due")?;
    /// assert_eq!(due.by, "2026-11-24".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn first(
        scheduling: Option<Scheduling>,
        requested: Option<NaiveDate>,
        days: &BusinessDays,
    ) -> Result<Option<Self>, TimeError> {
        let scheduled = match scheduling {
            Some(scheduling) => Self::of_scheduling(scheduling, days)?,
            None => None,
        };
        let requested = match requested {
            Some(since) => Some(Self {
                by: days.add(since, 3)?,
                since,
                duty: Duty::Requested,
            }),
            None => None,
        };
        let all = scheduled.into_iter().chain(requested);
        Ok(all.min_by_key(|due| due.by))
    }

    fn of_scheduling(
        Scheduling { on, service }: Scheduling,
        days: &BusinessDays,
    ) -> Result<Option<Self>, TimeError> {
        let within = if on <= days.back(service, 10)? {
            3
        } else if on <= days.back(service, 3)? {
            1
        } else {
            return Ok(None);
        };
        Ok(Some(Self {
            by: days.add(on, within)?,
            since: on,
            duty: Duty::Scheduled,
        }))
    }

    /// By when a new version is due after a change: 1 business day before the service. None where the
    /// change is known too late for that; then the version before stays in force.
    ///
    /// Source: 45 CFR 149.610(b)(1)(vii), (viii).
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] at the start of the calendar.
    pub fn after_change(
        changed: NaiveDate,
        service: NaiveDate,
        days: &BusinessDays,
    ) -> Result<Option<Self>, TimeError> {
        let by = days.back(service, 1)?;
        Ok((changed <= by).then_some(Self {
            by,
            since: changed,
            duty: Duty::Changed,
        }))
    }

    /// By when co-providers must be asked for what they expect to charge: within 1 business day.
    ///
    /// Source: 45 CFR 149.610(b)(1)(v).
    ///
    /// # Errors
    ///
    /// [`TimeError::OutOfRange`] at the end of the calendar.
    pub fn ask_co_providers_by(&self, days: &BusinessDays) -> Result<NaiveDate, TimeError> {
        days.add(self.since, 1)
    }

    /// How it was met, by the days on which estimates were given. What was given before the duty arose
    /// answers something else.
    #[must_use]
    pub fn status(
        &self,
        given: impl IntoIterator<Item = NaiveDate>,
        today: NaiveDate,
    ) -> DueStatus {
        let given = given.into_iter().filter(|day| *day >= self.since).min();
        match given {
            Some(day) if day <= self.by => DueStatus::InTime,
            Some(_) => DueStatus::Late,
            None if today <= self.by => DueStatus::Open,
            None => DueStatus::Overdue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        format!("2026-{text}").parse().unwrap()
    }

    /// Thanksgiving is Thursday, 2026-11-26; Monday, 2026-11-23 begins its week.
    #[test]
    #[rustfmt::skip] // a table
    fn g2_the_clock_depends_on_how_far_ahead_the_visit_is() {
        //    scheduled  service  requested  due by
        check("11-02",   "11-04", "",        "");      // two business days ahead
        check("11-02",   "11-05", "",        "11-03"); // three
        check("11-02",   "11-16", "",        "11-03"); // nine: the 11th is Veterans Day
        check("11-02",   "11-17", "",        "11-05"); // ten
        check("11-23",   "11-26", "",        "11-24"); // three, to a holiday
        check("11-23",   "11-25", "",        "");
        check("11-24",   "11-30", "",        "11-25"); // 24, 25, 27
        check("11-25",   "11-30", "",        "");      // 25, 27
        check("11-25",   "12-01", "",        "11-27"); // 25, 27, 30
        check("11-06",   "11-10", "",        "");      // over a weekend
        check("11-07",   "11-11", "",        "");      // from a Saturday: 9, 10
        check("11-07",   "11-12", "",        "");      // Veterans Day between
        check("11-07",   "11-13", "",        "11-09");
        check("11-02",   "11-02", "",        "");      // the same day
        check("",        "",      "11-24",   "11-30"); // 25, 27, 30
        check("11-23",   "11-24", "11-23",   "11-27"); // too near, but asked for
        check("11-02",   "11-20", "11-02",   "11-05"); // both on one day
        check("11-03",   "11-20", "11-02",   "11-05"); // the first duty
        check("11-02",   "11-05", "11-02",   "11-03");
    }

    #[track_caller]
    fn check(on: &str, service: &str, requested: &str, wanted: &str) {
        let scheduling = (!on.is_empty()).then(|| Scheduling {
            on: day(on),
            service: day(service),
        });
        let requested = (!requested.is_empty()).then(|| day(requested));
        let due = Due::first(scheduling, requested, &BusinessDays::us_federal()).unwrap();
        let wanted = (!wanted.is_empty()).then(|| day(wanted));
        assert_eq!(due.map(|due| due.by), wanted, "{on} for {service}");
    }

    #[test]
    fn g3_a_change_is_told_a_business_day_before() {
        let days = BusinessDays::us_federal();
        let due = |changed| Due::after_change(day(changed), day("11-30"), &days).unwrap();
        assert_eq!(due("11-20").unwrap().by, day("11-27"));
        assert_eq!(due("11-27").unwrap().by, day("11-27"));
        assert_eq!(due("11-28"), None, "too late: the version before stays");
    }

    #[test]
    fn g6_a_visit_that_is_booked_anew_begins_a_new_clock() {
        let days = BusinessDays::us_federal();
        let due = |on, service| {
            let scheduling = Scheduling {
                on: day(on),
                service: day(service),
            };
            Due::first(Some(scheduling), None, &days).unwrap().unwrap()
        };
        let (first, anew) = (due("11-02", "11-20"), due("11-12", "11-18"));
        assert_eq!((first.by, anew.by), (day("11-05"), day("11-13")));
        assert_eq!(anew.ask_co_providers_by(&days).unwrap(), day("11-13"));
        let status = |due: Due, given: &str, today: &str| {
            due.status(given.split_whitespace().map(day), day(today))
        };
        assert_eq!(status(first, "11-04", "11-20"), DueStatus::InTime);
        assert_eq!(status(first, "11-06", "11-20"), DueStatus::Late);
        assert_eq!(status(anew, "11-04", "11-13"), DueStatus::Open);
        assert_eq!(status(anew, "11-04", "11-14"), DueStatus::Overdue);
        assert_eq!(status(anew, "11-04 11-13", "11-20"), DueStatus::InTime);
    }
}

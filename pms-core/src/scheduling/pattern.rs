use core::num::NonZeroU8;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::weekdays::Weekdays;

/// The days on which something repeats, counted from its first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "unit")]
#[non_exhaustive]
pub enum Pattern {
    /// Every so many days.
    Daily {
        /// How many days apart.
        every: NonZeroU8,
    },
    /// On some days of every so many weeks; weeks begin on Monday.
    Weekly {
        /// How many weeks apart.
        every: NonZeroU8,
        /// On which days of the week.
        on: Weekdays,
    },
    /// On a day of every so many months.
    MonthlyDay {
        /// How many months apart; 12 for once a year.
        every: NonZeroU8,
        /// Which day: 1 to 31.
        day: u8,
        /// What becomes of it in a month that has no such day.
        #[serde(default)]
        short: ShortMonth,
    },
    /// On the first, second .. or last Monday, Tuesday .. of every so many months.
    MonthlyWeekday {
        /// How many months apart; 12 for once a year.
        every: NonZeroU8,
        /// Which of them.
        nth: Nth,
        /// Which day of the week.
        weekday: Weekday,
    },
}

impl Pattern {
    /// Whether it falls on a day, counted from its `first`: never before that.
    #[must_use]
    pub fn falls_on(self, first: NaiveDate, date: NaiveDate) -> bool {
        first <= date && Walk::new(first, self).since(date).next() == Some(date)
    }
}

/// What becomes of day 29, 30 or 31 in a month that has no such day.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortMonth {
    /// The month's last day stands in.
    #[default]
    LastDay,
    /// That month is passed over.
    ///
    /// Source: RFC 5545 3.3.10, invalid dates.
    Skip,
}

/// Which of the four or five of a weekday that a month has.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The fifth; a month without one is passed over.
    Fifth,
    /// The last, be it the fourth or the fifth.
    Last,
}

/// The days of a pattern, by turns: a turn is a day, a week or a month in which it may fall.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    from: NaiveDate,
    pattern: Pattern,
}

impl Walk {
    pub(super) const fn new(from: NaiveDate, pattern: Pattern) -> Self {
        Self { from, pattern }
    }

    /// The days of the pattern from `date` on, in order, to the end of the calendar.
    pub(super) fn since(self, date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let date = date.max(self.from);
        (self.turn_of(date)..)
            .map_while(move |turn| self.days(turn))
            .flatten()
            .flatten()
            .skip_while(move |day| *day < date)
    }

    /// In which turn a day lies, or after which.
    fn turn_of(self, date: NaiveDate) -> i64 {
        let number = match self.pattern {
            Pattern::Daily { .. } => (date - self.from).num_days(),
            Pattern::Weekly { .. } => (date - monday(self.from)).num_days().div_euclid(7),
            Pattern::MonthlyDay { .. } | Pattern::MonthlyWeekday { .. } => {
                month(date) - month(self.from)
            }
        };
        number.div_euclid(self.every())
    }

    /// The days of a turn; none beyond the calendar. A turn may have no day.
    fn days(self, turn: i64) -> Option<[Option<NaiveDate>; 7]> {
        let number = turn.checked_mul(self.every())?;
        let mut days = [None; 7];
        match self.pattern {
            Pattern::Daily { .. } => days[0] = Some(after(self.from, number)?),
            Pattern::Weekly { on, .. } => {
                let week = after(monday(self.from), number.checked_mul(7)?)?;
                for (day, n) in days.iter_mut().zip(0..) {
                    *day = after(week, n).filter(|date| on.has(*date));
                }
            }
            Pattern::MonthlyDay { day, short, .. } => {
                let first = first_of(month(self.from).checked_add(number)?)?;
                let date = first.with_day(day.into());
                days[0] = match short {
                    ShortMonth::Skip => date,
                    ShortMonth::LastDay if day > 31 => None,
                    ShortMonth::LastDay => date.or_else(|| last_day(first)),
                };
            }
            Pattern::MonthlyWeekday { nth, weekday, .. } => {
                let first = first_of(month(self.from).checked_add(number)?)?;
                days[0] = nth_weekday(first, nth, weekday);
            }
        }
        Some(days)
    }

    fn every(self) -> i64 {
        match self.pattern {
            Pattern::Daily { every }
            | Pattern::Weekly { every, .. }
            | Pattern::MonthlyDay { every, .. }
            | Pattern::MonthlyWeekday { every, .. } => i64::from(every.get()),
        }
    }
}

/// Months since the year 0.
fn month(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

/// The first day of a month, up to the year 9999.
fn first_of(month: i64) -> Option<NaiveDate> {
    let year = i32::try_from(month.div_euclid(12)).ok()?;
    let month = u32::try_from(month.rem_euclid(12) + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, 1).filter(|date| date.year() <= 9_999)
}

/// The last day of the month of a date.
pub(super) fn last_day(date: NaiveDate) -> Option<NaiveDate> {
    (28..=31).rev().find_map(|day| date.with_day(day))
}

/// A weekday of the month that begins on `first`.
fn nth_weekday(first: NaiveDate, nth: Nth, weekday: Weekday) -> Option<NaiveDate> {
    let week = match nth {
        Nth::First => 1,
        Nth::Second => 2,
        Nth::Third => 3,
        Nth::Fourth => 4,
        Nth::Fifth => 5,
        Nth::Last => {
            let fifth = nth_weekday(first, Nth::Fifth, weekday);
            return fifth.or_else(|| nth_weekday(first, Nth::Fourth, weekday));
        }
    };
    NaiveDate::from_weekday_of_month_opt(first.year(), first.month(), weekday, week)
}

pub(super) fn monday(date: NaiveDate) -> NaiveDate {
    date.week(Weekday::Mon).checked_first_day().unwrap_or(date)
}

/// So many days later, up to the year 9999.
fn after(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(u64::try_from(days).ok()?))
        .filter(|date| date.year() <= 9_999)
}

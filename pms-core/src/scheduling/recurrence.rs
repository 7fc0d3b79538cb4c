use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::time::{BookedTime, ClockTime, Fold, Gap, Period, TimeError, Zone, ZoneRules};

use super::error::Refused;
use super::pattern::{Pattern, Walk};

/// When something repeats, by the wall clock of a place: 09:00 stays 09:00, whatever the clocks do.
///
/// Any stretch of days is answered without walking there from the first.
///
/// ```
/// # use pms_core::scheduling::{Limit, Pattern, Recurrence, Weekdays};
/// # use pms_core::time::Period;
/// # use chrono::Weekday;
/// let every_other = Pattern::Weekly { every: 2.try_into()?, on: Weekday::Tue.into() };
/// let visits = Recurrence::new("2026-03-03T09:00:00".parse()?, every_other, Limit::Count(8))?
///     .except(["2026-03-17".parse()?]);
/// let spring = Period::new("2026-03-01".parse()?, "2026-04-30".parse()?)?;
/// let days: Vec<String> = visits.occurrences(spring).map(|at| at.date().to_string()).collect();
/// assert_eq!(days, ["2026-03-03", "2026-03-31", "2026-04-14", "2026-04-28"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Recurrence {
    start: NaiveDateTime,
    pattern: Pattern,
    limit: Limit,
    exceptions: BTreeSet<NaiveDate>,
    in_gap: InGap,
    first: NaiveDate,
    last: Option<NaiveDate>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    start: NaiveDateTime,
    pattern: Pattern,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    exceptions: BTreeSet<NaiveDate>,
    #[serde(default)]
    in_gap: InGap,
}

/// When it ends.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// It goes on.
    #[default]
    Open,
    /// After so many, those counted that are excepted.
    ///
    /// Source: RFC 5545 3.3.10, COUNT; 3.8.5.1, EXDATE.
    Count(u16),
    /// After this day, which may still be one.
    Until(NaiveDate),
}

/// What becomes of an occurrence whose local time the clocks skip.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InGap {
    /// It is as much later as the clocks jump.
    #[default]
    Shift,
    /// It does not take place.
    Skip,
    /// A person says when.
    Ask,
}

/// One of the times at which something repeats.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Occurrence {
    /// The local time by the rule; which occurrence this is, wherever it is moved.
    pub original: NaiveDateTime,
    /// When it takes place. None where the clocks skip the time and a person has to say.
    pub time: Option<BookedTime>,
}

impl Recurrence {
    /// A rule that repeats from `start` on. The first occurrence is the first day at or after it
    /// that fits the pattern.
    ///
    /// # Errors
    ///
    /// [`Refused::NeverRecurs`] where no day fits; [`TimeError::NotAMinute`] for a start with
    /// seconds.
    pub fn new(start: NaiveDateTime, pattern: Pattern, limit: Limit) -> Result<Self, Refused> {
        ClockTime::try_from(start.time())?;
        let days = Walk::new(start.date(), pattern);
        let first = days.since(start.date()).next();
        let last = match limit {
            Limit::Open => None,
            Limit::Until(date) => Some(date),
            Limit::Count(count) => days.since(start.date()).take(count.into()).last(),
        };
        let none = limit == Limit::Count(0);
        match first {
            Some(first) if !none && last.is_none_or(|last| first <= last) => Ok(Self {
                start,
                pattern,
                limit,
                exceptions: BTreeSet::new(),
                in_gap: InGap::default(),
                first,
                last,
            }),
            _ => Err(Refused::NeverRecurs),
        }
    }

    /// The same without some days. They still count towards a [`Limit::Count`].
    #[must_use]
    pub fn except(mut self, dates: impl IntoIterator<Item = NaiveDate>) -> Self {
        self.exceptions.extend(dates);
        self
    }

    /// The same with another policy for times that the clocks skip.
    #[must_use]
    pub fn in_gap(self, in_gap: InGap) -> Self {
        Self { in_gap, ..self }
    }

    /// The local times of the occurrences on some days, in order. An open period goes on as long
    /// as the rule, which may be to the end of the calendar.
    pub fn occurrences(&self, window: Period) -> impl Iterator<Item = NaiveDateTime> + '_ {
        let time = self.start.time();
        Walk::new(self.start.date(), self.pattern)
            .since(window.start().max(self.first))
            .take_while(move |date| {
                window.contains(*date) && self.last.is_none_or(|last| *date <= last)
            })
            .filter(|date| !self.exceptions.contains(date))
            .map(move |date| date.and_time(time))
    }

    /// The occurrences on some days as instants in a zone: a time that the clocks skip is treated
    /// as the rule says, of one that they show twice it is the first.
    ///
    /// Each is an error where the zone rules do not know the zone or do not reach that far.
    pub fn booked<'a>(
        &'a self,
        window: Period,
        zone: &'a Zone,
        rules: &'a dyn ZoneRules,
    ) -> impl Iterator<Item = Result<Occurrence, TimeError>> + 'a {
        let policy = match self.in_gap {
            InGap::Shift => Gap::Shift,
            InGap::Skip | InGap::Ask => Gap::Refuse,
        };
        self.occurrences(window).filter_map(move |original| {
            match BookedTime::new(original, zone.clone(), policy, Fold::First, rules) {
                Ok(time) => Some(Ok(Occurrence {
                    original,
                    time: Some(time),
                })),
                Err(TimeError::InGap { .. }) => {
                    (self.in_gap == InGap::Ask).then_some(Ok(Occurrence {
                        original,
                        time: None,
                    }))
                }
                Err(error) => Some(Err(error)),
            }
        })
    }

    /// Whether the rule falls on a day, excepted or not.
    #[must_use]
    pub fn falls_on(&self, date: NaiveDate) -> bool {
        let found = Walk::new(self.start.date(), self.pattern)
            .since(date)
            .next();
        date >= self.first && self.last.is_none_or(|last| date <= last) && found == Some(date)
    }

    /// From when on, and at which time of the day.
    #[must_use]
    pub const fn start(&self) -> NaiveDateTime {
        self.start
    }

    /// On which days.
    #[must_use]
    pub const fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// When it ends.
    #[must_use]
    pub const fn limit(&self) -> Limit {
        self.limit
    }

    /// The days that are left out.
    #[must_use]
    pub const fn exceptions(&self) -> &BTreeSet<NaiveDate> {
        &self.exceptions
    }

    /// What becomes of times that the clocks skip.
    #[must_use]
    pub const fn policy_in_gap(&self) -> InGap {
        self.in_gap
    }

    /// The first day that fits the pattern, excepted or not.
    #[must_use]
    pub const fn first(&self) -> NaiveDate {
        self.first
    }

    /// The last day on which there may be an occurrence; none where it goes on.
    #[must_use]
    pub const fn last(&self) -> Option<NaiveDate> {
        self.last
    }
}

impl TryFrom<Parts> for Recurrence {
    type Error = Refused;

    fn try_from(parts: Parts) -> Result<Self, Refused> {
        Ok(Self::new(parts.start, parts.pattern, parts.limit)?
            .except(parts.exceptions)
            .in_gap(parts.in_gap))
    }
}

impl From<Recurrence> for Parts {
    fn from(rule: Recurrence) -> Self {
        Self {
            start: rule.start,
            pattern: rule.pattern,
            limit: rule.limit,
            exceptions: rule.exceptions,
            in_gap: rule.in_gap,
        }
    }
}

#[cfg(test)]
mod tests {
    use core::num::NonZeroU8;

    use super::super::pattern::monday;
    use super::*;
    use crate::scheduling::{Nth, ShortMonth, Weekdays};
    use chrono::{Datelike, Days, Weekday};
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn every(n: u8) -> NonZeroU8 {
        n.try_into().unwrap()
    }

    fn on(text: &str) -> Weekdays {
        text.split(' ')
            .map(|day| day.parse::<Weekday>().unwrap())
            .collect()
    }

    fn days(start: &str, pattern: Pattern, limit: Limit, window: &str) -> Vec<String> {
        let (from, to) = window.split_once("..").unwrap();
        Recurrence::new(date(start).and_hms_opt(9, 0, 0).unwrap(), pattern, limit)
            .unwrap()
            .occurrences(Period::new(date(from), date(to)).unwrap())
            .map(|at| at.format("%m-%d").to_string())
            .collect()
    }

    #[test]
    #[rustfmt::skip] // a table
    fn patterns_repeat_as_people_say_them() {
        use Limit::{Count, Open, Until};
        let weekly = |n, days| Pattern::Weekly { every: every(n), on: on(days) };
        let day = |n, day, short| Pattern::MonthlyDay { every: every(n), day, short };
        let nth = |n, nth, weekday| Pattern::MonthlyWeekday { every: every(n), nth, weekday };
        //     from          pattern                           ends                        asked for                 days
        check("2026-03-03", weekly(1, "Tue"),                  Count(3),                   "2026-01-01..2026-12-31", "03-03 03-10 03-17");
        check("2026-03-03", weekly(1, "Mon Thu"),              Count(3),                   "2026-01-01..2026-12-31", "03-05 03-09 03-12"); // begins on a Tuesday
        check("2026-03-03", weekly(2, "Mon Thu"),              Count(3),                   "2026-01-01..2026-12-31", "03-05 03-16 03-19");
        check("2026-03-03", weekly(3, "Tue"),                  Until(date("2026-04-14")),  "2026-01-01..2026-12-31", "03-03 03-24 04-14");
        check("2026-03-03", weekly(2, "Tue"),                  Open,                       "2036-03-01..2036-03-31", "03-04 03-18");
        check("2026-03-03", Pattern::Daily { every: every(10) }, Open,                     "2026-03-20..2026-04-15", "03-23 04-02 04-12");
        check("2026-01-31", day(1, 31, ShortMonth::Skip),      Count(4),                   "2026-01-01..2026-12-31", "01-31 03-31 05-31 07-31");
        check("2026-01-31", day(1, 31, ShortMonth::LastDay),   Count(4),                   "2026-01-01..2026-12-31", "01-31 02-28 03-31 04-30");
        check("2024-02-29", day(12, 29, ShortMonth::Skip),     Open,                       "2024-01-01..2030-12-31", "02-29 02-29");
        check("2024-02-29", day(12, 29, ShortMonth::LastDay),  Open,                       "2024-01-01..2027-12-31", "02-29 02-28 02-28 02-28");
        check("2026-03-03", nth(1, Nth::First, Weekday::Mon),  Count(3),                   "2026-01-01..2026-12-31", "04-06 05-04 06-01"); // 2 March is past
        check("2026-03-03", nth(1, Nth::Last, Weekday::Fri),   Count(3),                   "2026-01-01..2026-12-31", "03-27 04-24 05-29");
        check("2026-03-03", nth(1, Nth::Fifth, Weekday::Fri),  Count(3),                   "2026-01-01..2026-12-31", "05-29 07-31 10-30");
    }

    #[track_caller]
    fn check(start: &str, pattern: Pattern, limit: Limit, window: &str, wanted: &str) {
        assert_eq!(days(start, pattern, limit, window).join(" "), wanted);
    }

    #[test]
    fn a_rule_without_a_day_is_refused() {
        let refused = |pattern, limit| {
            let start = date("2026-03-03").and_hms_opt(9, 0, 0).unwrap();
            Recurrence::new(start, pattern, limit).unwrap_err().code()
        };
        let never = "scheduling.never_recurs";
        let weekly = |on| Pattern::Weekly {
            every: every(1),
            on,
        };
        let yearly = |day, short| Pattern::MonthlyDay {
            every: every(12),
            day,
            short,
        };
        assert_eq!(refused(weekly(Weekdays::default()), Limit::Open), never);
        assert_eq!(refused(weekly(Weekdays::ALL), Limit::Count(0)), never);
        assert_eq!(
            refused(weekly(Weekdays::ALL), Limit::Until(date("2026-03-02"))),
            never
        );
        assert_eq!(refused(yearly(0, ShortMonth::Skip), Limit::Open), never);
        assert_eq!(refused(yearly(32, ShortMonth::LastDay), Limit::Open), never);
        let seconds = date("2026-03-03").and_hms_opt(9, 0, 1).unwrap();
        assert!(Recurrence::new(seconds, weekly(Weekdays::ALL), Limit::Open).is_err());
        let text =
            r#"{"start":"2026-03-03T09:00:00","pattern":{"unit":"weekly","every":1,"on":[]}}"#;
        assert!(serde_json::from_str::<Recurrence>(text).is_err());
    }

    #[cfg(feature = "tzdb")]
    fn clock(start: &str, zone: &str, in_gap: InGap, days: u16) -> Vec<String> {
        let rules = crate::time::Tzdb::bundled();
        let zone: Zone = zone.parse().unwrap();
        let daily = Pattern::Daily { every: every(1) };
        let rule = Recurrence::new(start.parse().unwrap(), daily, Limit::Count(days)).unwrap();
        rule.in_gap(in_gap)
            .booked(Period::since(date("2000-01-01")), &zone, &rules)
            .map(|occurrence| match occurrence.unwrap().time {
                Some(time) => format!("{} {}", time.civil().format("%H:%M"), time.at()),
                None => "?".to_owned(),
            })
            .collect()
    }

    /// The same clock on every day; the instants follow.
    #[test]
    #[cfg(feature = "tzdb")]
    #[rustfmt::skip] // a table
    fn s5_a_rule_repeats_by_the_wall_clock() {
        use InGap::{Ask, Shift, Skip};
        let (new_york, sao_paulo) = ("America/New_York", "America/Sao_Paulo");
        // the clocks jump from 02:00 to 03:00 on 8 March, and back on 1 November
        assert_eq!(clock("2026-03-07T09:00:00", new_york, Shift, 2), ["09:00 2026-03-07T14:00Z", "09:00 2026-03-08T13:00Z"]);
        assert_eq!(clock("2026-10-31T09:00:00", new_york, Shift, 2), ["09:00 2026-10-31T13:00Z", "09:00 2026-11-01T14:00Z"]);
        assert_eq!(clock("2026-03-07T02:30:00", new_york, Shift, 3), ["02:30 2026-03-07T07:30Z", "03:30 2026-03-08T07:30Z", "02:30 2026-03-09T06:30Z"]);
        assert_eq!(clock("2026-03-07T02:30:00", new_york, Skip,  3), ["02:30 2026-03-07T07:30Z", "02:30 2026-03-09T06:30Z"]);
        assert_eq!(clock("2026-03-07T02:30:00", new_york, Ask,   3), ["02:30 2026-03-07T07:30Z", "?", "02:30 2026-03-09T06:30Z"]);
        assert_eq!(clock("2026-11-01T01:30:00", new_york, Shift, 1), ["01:30 2026-11-01T05:30Z"]); // the first of two
        // midnight of 15 October 2017 does not exist; the day does
        assert_eq!(clock("2017-10-14T00:00:00", sao_paulo, Shift, 2), ["00:00 2017-10-14T03:00Z", "01:00 2017-10-15T03:00Z"]);
    }

    fn any_pattern() -> impl Strategy<Value = Pattern> {
        let nth = prop::sample::select(vec![
            Nth::First,
            Nth::Second,
            Nth::Third,
            Nth::Fourth,
            Nth::Fifth,
            Nth::Last,
        ]);
        let short = prop::sample::select(vec![ShortMonth::Skip, ShortMonth::LastDay]);
        let weekday = prop::sample::select(Weekdays::ALL.iter().collect::<Vec<_>>());
        prop_oneof![
            (1..20_u8).prop_map(|n| Pattern::Daily { every: every(n) }),
            (1..6_u8, 1..128_u8).prop_map(|(n, bits)| Pattern::Weekly {
                every: every(n),
                on: Weekdays::ALL
                    .iter()
                    .filter(|day| bits >> day.num_days_from_monday() & 1 == 1)
                    .collect(),
            }),
            (1..14_u8, 1..32_u8, short).prop_map(|(n, day, short)| Pattern::MonthlyDay {
                every: every(n),
                day,
                short
            }),
            (1..14_u8, nth, weekday).prop_map(|(n, nth, weekday)| Pattern::MonthlyWeekday {
                every: every(n),
                nth,
                weekday
            }),
        ]
    }

    /// What a person with a calendar on the wall would say of one day.
    fn fits(pattern: Pattern, start: NaiveDate, day: NaiveDate) -> bool {
        let months = (day.year() - start.year()) * 12 + day.month().cast_signed()
            - start.month().cast_signed();
        let in_month = |n: NonZeroU8| months % i32::from(n.get()) == 0;
        let tomorrow_is_next_month = day.succ_opt().unwrap().month() != day.month();
        let week_later = day.checked_add_days(Days::new(7)).unwrap();
        match pattern {
            Pattern::Daily { every } => (day - start).num_days() % i64::from(every.get()) == 0,
            Pattern::Weekly { every, on } => {
                let weeks = (monday(day) - monday(start)).num_days() / 7;
                weeks % i64::from(every.get()) == 0 && on.has(day)
            }
            Pattern::MonthlyDay {
                every,
                day: n,
                short,
            } => {
                let clamped =
                    short == ShortMonth::LastDay && tomorrow_is_next_month && day.day() < n.into();
                in_month(every) && (day.day() == u32::from(n) || clamped)
            }
            Pattern::MonthlyWeekday {
                every,
                nth,
                weekday,
            } => {
                let nth_fits = match nth {
                    Nth::Last => week_later.month() != day.month(),
                    nth => (day.day() - 1) / 7 == nth as u32,
                };
                in_month(every) && day.weekday() == weekday && nth_fits
            }
        }
    }

    proptest! {
        /// A jump to any window finds what a walk from the first day finds.
        #[test]
        fn a_jump_finds_what_a_walk_finds(
            pattern in any_pattern(), offset in 0..800_u64, count in 1..40_u16,
            from in 0..1_500_u64, long in 0..200_u64,
        ) {
            let later = |days| date("2024-01-01").checked_add_days(Days::new(days)).unwrap();
            let start = later(offset);
            let end = later(20_000);
            let walk: Vec<NaiveDate> = start.iter_days()
                .take_while(|day| *day <= end)
                .filter(|day| fits(pattern, start, *day))
                .take(count.into())
                .collect();
            prop_assume!(!walk.is_empty());
            let rule = Recurrence::new(start.and_hms_opt(9, 0, 0).unwrap(), pattern, Limit::Count(count)).unwrap();
            let except = walk[walk.len() / 2];
            let window = Period::new(later(from), later(from + long)).unwrap();
            let found: Vec<NaiveDate> = rule.clone().except([except]).occurrences(window).map(|at| at.date()).collect();
            let wanted: Vec<NaiveDate> = walk.iter().copied()
                .filter(|day| window.contains(*day) && *day != except)
                .collect();
            prop_assert_eq!(found, wanted);
            let text = serde_json::to_string(&rule).unwrap();
            prop_assert_eq!(serde_json::from_str::<Recurrence>(&text).unwrap(), rule);
        }
    }
}

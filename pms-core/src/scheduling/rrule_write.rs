use chrono::{NaiveDate, NaiveDateTime, Weekday};

use crate::time::{BookedTime, Fold, Gap, TimeError, Zone, ZoneRules};

use super::content_line::push;
use super::pattern::{Nth, Pattern, ShortMonth};
use super::recurrence::{InGap, Limit, Recurrence};
use super::rrule_finding::RruleFinding;
use super::weekdays::Weekdays;

/// A recurrence as others read it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rrule {
    /// DTSTART, RRULE and EXDATE, each line folded and ended as iCalendar wants it.
    pub text: String,
    /// What the text does not say.
    pub findings: Vec<RruleFinding>,
}

/// A recurrence as DTSTART, RRULE and EXDATE.
///
/// The first occurrence becomes DTSTART, since not all readers agree on one that does not fit its
/// rule. Exceptions that fall on no occurrence are left out.
///
/// Source: RFC 5545 3.3.10, 3.8.2.4, 3.8.5.1, 3.8.5.3.
///
/// ```
/// # use pms_core::scheduling::{Limit, Pattern, Recurrence, write_rrule};
/// # use pms_core::time::Tzdb;
/// # use chrono::Weekday;
/// let pattern = Pattern::Weekly { every: 2.try_into()?, on: Weekday::Tue.into() };
/// let rule = Recurrence::new("2026-03-03T09:00:00".parse()?, pattern, Limit::Count(8))?;
/// let written = write_rrule(&rule, &"America/New_York".parse()?, &Tzdb::bundled())?;
/// assert_eq!(
///     written.text,
///     "DTSTART;TZID=America/New_York:20260303T090000\r\n\
///      RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=8\r\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Whatever the zone rules refuse: the end of a rule is written in UTC.
pub fn write_rrule(
    rule: &Recurrence,
    zone: &Zone,
    rules: &dyn ZoneRules,
) -> Result<Rrule, TimeError> {
    let time = rule.start().time();
    let utc = zone.name() == "UTC";
    let stamp = |date: NaiveDate| {
        let civil = date.and_time(time).format("%Y%m%dT%H%M%S");
        if utc {
            format!("{civil}Z")
        } else {
            civil.to_string()
        }
    };
    let parameter = if utc {
        String::new()
    } else {
        format!(";TZID={zone}")
    };
    let mut text = String::new();
    push(
        &mut text,
        &format!("DTSTART{parameter}:{}", stamp(rule.first())),
    );
    let limit = match rule.limit() {
        Limit::Open => String::new(),
        Limit::Count(count) => format!(";COUNT={count}"),
        Limit::Until(date) => format!(";UNTIL={}", until(date.and_time(time), zone, rules)?),
    };
    push(
        &mut text,
        &format!("RRULE:{}{limit}", by_rule(rule.pattern())),
    );
    let on_rule = |date: &&NaiveDate| rule.falls_on(**date);
    let excepted: Vec<String> = rule
        .exceptions()
        .iter()
        .filter(on_rule)
        .map(|date| stamp(*date))
        .collect();
    if !excepted.is_empty() {
        push(
            &mut text,
            &format!("EXDATE{parameter}:{}", excepted.join(",")),
        );
    }
    let shifts = rule.policy_in_gap() == InGap::Shift;
    let findings = (!shifts).then_some(RruleFinding::GapPolicy);
    Ok(Rrule {
        text,
        findings: findings.into_iter().collect(),
    })
}

fn by_rule(pattern: Pattern) -> String {
    match pattern {
        Pattern::Daily { every } => format!("FREQ=DAILY{}", interval(every.get())),
        Pattern::Weekly { every, on } => {
            let days = days(on);
            format!("FREQ=WEEKLY{};BYDAY={days}", interval(every.get()))
        }
        Pattern::MonthlyDay { every, day, short } => {
            let days = match (short, day) {
                (ShortMonth::LastDay, 31) => "-1".to_owned(),
                (ShortMonth::LastDay, 29..) => {
                    let days: Vec<String> = (28..=day).map(|day| day.to_string()).collect();
                    format!("{};BYSETPOS=-1", days.join(","))
                }
                _ => day.to_string(),
            };
            format!("FREQ=MONTHLY{};BYMONTHDAY={days}", interval(every.get()))
        }
        Pattern::MonthlyWeekday {
            every,
            nth,
            weekday,
        } => {
            let (nth, day) = (ordinal(nth), two_letters(weekday));
            format!("FREQ=MONTHLY{};BYDAY={nth}{day}", interval(every.get()))
        }
    }
}

/// The last instant of an end that people name as a day.
fn until(civil: NaiveDateTime, zone: &Zone, rules: &dyn ZoneRules) -> Result<String, TimeError> {
    let at = BookedTime::new(civil, zone.clone(), Gap::Shift, Fold::First, rules)?.at();
    let utc = chrono::DateTime::<chrono::Utc>::from(at);
    Ok(utc.format("%Y%m%dT%H%M%SZ").to_string())
}

fn interval(every: u8) -> String {
    match every {
        1 => String::new(),
        every => format!(";INTERVAL={every}"),
    }
}

fn days(on: Weekdays) -> String {
    on.iter().map(two_letters).collect::<Vec<_>>().join(",")
}

const fn ordinal(nth: Nth) -> i8 {
    match nth {
        Nth::First => 1,
        Nth::Second => 2,
        Nth::Third => 3,
        Nth::Fourth => 4,
        Nth::Fifth => 5,
        Nth::Last => -1,
    }
}

pub(super) const fn two_letters(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

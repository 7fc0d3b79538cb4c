use core::num::NonZeroU8;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use crate::time::{BookedTime, Fold, Gap, Minute, Period, Zone, ZoneRules};

use super::pattern::{Nth, Pattern, ShortMonth};
use super::recurrence::{Limit, Recurrence};
use super::rrule_finding::RruleFinding;
use super::rrule_write::two_letters;
use super::weekdays::Weekdays;

/// A recurrence as it was read from others' text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReadRrule {
    /// The rule; none where it says what a recurrence cannot.
    pub rule: Option<Recurrence>,
    /// Where its clock hangs; none where the text leaves that open.
    pub zone: Option<Zone>,
    /// What could not be carried.
    pub findings: Vec<RruleFinding>,
}

/// The recurrence that DTSTART, RRULE and EXDATE describe; other lines are passed over.
///
/// What a [`Recurrence`] cannot say is a finding; where that would change the days of the rule, there
/// is no rule.
///
/// Source: RFC 5545 3.1, 3.3.10, 3.8.2.4, 3.8.5.
///
/// ```
/// # use pms_core::scheduling::{RruleFinding, read_rrule};
/// # use pms_core::time::Tzdb;
/// let text = "DTSTART;TZID=America/New_York:20260303T090000\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8";
/// let read = read_rrule(text, &Tzdb::bundled());
/// assert!(read.findings.is_empty() && read.rule.is_some());
///
/// let hourly = read_rrule("DTSTART:20260303T090000Z\nRRULE:FREQ=HOURLY", &Tzdb::bundled());
/// assert_eq!(hourly.rule, None);
/// assert_eq!(hourly.findings, [RruleFinding::NotCarried { part: "FREQ=HOURLY".to_owned() }]);
/// ```
#[must_use]
pub fn read_rrule(text: &str, rules: &dyn ZoneRules) -> ReadRrule {
    let mut reader = Reader {
        rules,
        zone: None,
        findings: Vec::new(),
    };
    let rule = match reader.read(text) {
        Ok(rule) => Some(rule),
        Err(finding) => {
            reader.findings.push(finding);
            None
        }
    };
    ReadRrule {
        rule,
        zone: reader.zone,
        findings: reader.findings,
    }
}

struct Reader<'a> {
    rules: &'a dyn ZoneRules,
    zone: Option<Zone>,
    findings: Vec<RruleFinding>,
}

/// A date or a local time as it stands in the text.
struct Stamp {
    civil: NaiveDateTime,
    zone: Option<Zone>,
    all_day: bool,
}

/// A line: its name, its parameters, its value.
struct Line<'a> {
    name: &'a str,
    parameters: &'a str,
    value: &'a str,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) -> Result<Recurrence, RruleFinding> {
        let text = text
            .replace("\r\n", "\n")
            .replace("\n ", "")
            .replace("\n\t", "");
        let lines: Vec<Line<'_>> = text.lines().filter_map(Line::of).collect();
        let all = |name: &'static str| {
            let same = move |line: &&Line<'_>| line.name.eq_ignore_ascii_case(name);
            lines.iter().filter(same)
        };
        let one = |name: &'static str| match (all(name).next(), all(name).nth(1)) {
            (Some(line), None) => Ok(line),
            (None, _) => Err(RruleFinding::Missing {
                line: name.to_owned(),
            }),
            (Some(_), Some(_)) => Err(not_carried(format!("a second {name}"))),
        };
        let dtstart = one("DTSTART")?;
        let start = self
            .stamp(dtstart.value, dtstart.zone())
            .ok_or_else(|| syntax("DTSTART"))?;
        self.zone.clone_from(&start.zone);
        if start.all_day {
            self.findings.push(RruleFinding::AllDay);
        }
        let rule = self.rule(one("RRULE")?.value, start.civil)?;
        if rule.first() != start.civil.date() {
            self.findings.push(RruleFinding::StartOffRule);
        }
        for name in ["RDATE", "EXRULE"] {
            for line in all(name) {
                let value = line.value.to_owned();
                self.findings.push(match name {
                    "RDATE" => RruleFinding::FurtherDate { value },
                    _ => not_carried(name),
                });
            }
        }
        let mut excepted = Vec::new();
        for line in all("EXDATE") {
            for value in line.value.split(',') {
                match self.excepted(&rule, value, line.zone()) {
                    Some(date) => excepted.push(date),
                    None => self.findings.push(RruleFinding::ExceptionElsewhere {
                        value: value.to_owned(),
                    }),
                }
            }
        }
        Ok(rule.except(excepted))
    }

    fn rule(&self, value: &str, start: NaiveDateTime) -> Result<Recurrence, RruleFinding> {
        let mut parts = Parts::of(value)?;
        let limit = match (parts.take("COUNT"), parts.take("UNTIL")) {
            (Some(_), Some(_)) => return Err(syntax("COUNT and UNTIL")),
            (Some(count), None) => Limit::Count(count.parse().map_err(|_| syntax("COUNT"))?),
            (None, Some(until)) => Limit::Until(self.until(until, start)?),
            (None, None) => Limit::Open,
        };
        let pattern = parts.pattern(start.date())?;
        if let Some((name, value)) = parts.0.first() {
            return Err(not_carried(format!("{name}={value}")));
        }
        match Recurrence::new(start, pattern, limit) {
            Ok(rule) => Ok(rule),
            Err(super::error::Refused::NeverRecurs) => Err(RruleFinding::Never),
            Err(_) => Err(syntax("DTSTART")),
        }
    }

    /// The last day of a rule that ends at an instant or on a day.
    fn until(&self, value: &str, start: NaiveDateTime) -> Result<NaiveDate, RruleFinding> {
        let wrong = || syntax("UNTIL");
        let until = self.stamp(value, None).ok_or_else(wrong)?;
        if until.all_day {
            return Ok(until.civil.date());
        }
        let civil = self.local(&until).ok_or_else(wrong)?;
        let date = civil.date();
        if civil.time() < start.time() {
            date.pred_opt().ok_or_else(wrong)
        } else {
            Ok(date)
        }
    }

    /// The day that an exception leaves out: it names the day, or the time of its occurrence.
    fn excepted(&self, rule: &Recurrence, value: &str, zone: Option<&str>) -> Option<NaiveDate> {
        let stamp = self.stamp(value.trim(), zone)?;
        if stamp.all_day {
            return Some(stamp.civil.date()).filter(|date| rule.falls_on(*date));
        }
        let civil = self.local(&stamp)?;
        let date = civil.date();
        let original = rule.occurrences(Period::day(date)).next()?;
        let shown = match &self.zone {
            None => original,
            Some(zone) => {
                BookedTime::new(original, zone.clone(), Gap::Shift, Fold::First, self.rules)
                    .ok()?
                    .civil()
            }
        };
        (civil == original || civil == shown).then_some(date)
    }

    /// What the rule's own clock shows at a time, to the minute.
    fn local(&self, stamp: &Stamp) -> Option<NaiveDateTime> {
        let civil = stamp.civil.with_second(0)?;
        match (&stamp.zone, &self.zone) {
            (Some(theirs), Some(own)) if theirs != own => {
                let at = self.rules.resolve(theirs, civil).ok()?;
                let at: Minute = at.pick(Gap::Shift, Fold::First).ok()?;
                self.rules.civil_at(own, at).ok()
            }
            _ => Some(civil),
        }
    }

    fn stamp(&self, value: &str, zone: Option<&str>) -> Option<Stamp> {
        let (value, utc) = match value.strip_suffix('Z') {
            Some(value) => (value, true),
            None => (value, false),
        };
        let zone = if utc { Some("UTC") } else { zone };
        let zone = match zone {
            Some(name) => Some(Zone::new(name).ok()?),
            None => None,
        };
        if let Some(zone) = &zone {
            self.rules.offset_at(zone, Minute::new(0).ok()?).ok()?;
        }
        if value.len() == 8 {
            let date = NaiveDate::parse_from_str(value, "%Y%m%d").ok()?;
            return Some(Stamp {
                civil: date.and_time(NaiveTime::MIN),
                zone,
                all_day: true,
            });
        }
        Some(Stamp {
            civil: NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").ok()?,
            zone,
            all_day: false,
        })
    }
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (head, value) = text.trim().split_once(':')?;
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        Some(Self {
            name,
            parameters,
            value,
        })
    }

    fn zone(&self) -> Option<&'a str> {
        let parameters = self.parameters.split(';');
        let mut zones = parameters.filter_map(|it| it.strip_prefix("TZID="));
        zones.next().map(|zone| zone.trim_matches('"'))
    }
}

/// The parts of a rule that are still to be understood.
struct Parts<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parts<'a> {
    fn of(value: &'a str) -> Result<Self, RruleFinding> {
        let mut parts = Vec::new();
        for part in value.trim().split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| syntax(part))?;
            if parts.iter().any(|(known, _)| *known == name) {
                return Err(syntax(part));
            }
            parts.push((name, value));
        }
        Ok(Self(parts))
    }

    fn take(&mut self, name: &str) -> Option<&'a str> {
        let at = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.remove(at).1)
    }

    fn pattern(&mut self, start: NaiveDate) -> Result<Pattern, RruleFinding> {
        let freq = self.take("FREQ").ok_or_else(|| syntax("RRULE"))?;
        let interval = self.take("INTERVAL").unwrap_or("1");
        let weeks_begin = self.take("WKST").unwrap_or("MO");
        let times: u32 = match freq {
            "YEARLY" => 12,
            "DAILY" | "WEEKLY" | "MONTHLY" => 1,
            _ => return Err(not_carried(format!("FREQ={freq}"))),
        };
        let count: u32 = interval.parse().map_err(|_| syntax("INTERVAL"))?;
        let every = count.checked_mul(times).and_then(|n| u8::try_from(n).ok());
        let every = every.and_then(NonZeroU8::new);
        let every = every.ok_or_else(|| not_carried(format!("INTERVAL={interval}")))?;
        match freq {
            "DAILY" => match self.take("BYDAY") {
                None => Ok(Pattern::Daily { every }),
                Some(days) if every == NonZeroU8::MIN => {
                    let on = weekdays(days)?;
                    Ok(Pattern::Weekly { every, on })
                }
                Some(days) => Err(not_carried(format!("BYDAY={days}"))),
            },
            "WEEKLY" => {
                let days = self.take("BYDAY").map(weekdays).transpose()?;
                let on = days.unwrap_or(start.weekday().into());
                let begin = weekday(weeks_begin).ok_or_else(|| syntax("WKST"))?;
                if every > NonZeroU8::MIN && !same_weeks(on, start.weekday(), begin) {
                    return Err(not_carried(format!("WKST={weeks_begin}")));
                }
                Ok(Pattern::Weekly { every, on })
            }
            _ => self.monthly(every, times == 12, start),
        }
    }

    fn monthly(
        &mut self,
        every: NonZeroU8,
        yearly: bool,
        start: NaiveDate,
    ) -> Result<Pattern, RruleFinding> {
        let by_day = self.take("BYDAY");
        let by_month_day = self.take("BYMONTHDAY");
        let position = self.take("BYSETPOS");
        if yearly && (by_day.is_some() || by_month_day.is_some()) || self.has("BYMONTH") {
            // A part of a year would otherwise fall into every month, or into another.
            let month = self.take("BYMONTH").unwrap_or("");
            if !yearly || month.parse() != Ok(start.month()) {
                return Err(not_carried(format!("BYMONTH={month}")));
            }
        }
        match (by_day, by_month_day) {
            (None, None) if position.is_none() => Ok(Pattern::MonthlyDay {
                every,
                day: u8::try_from(start.day()).unwrap_or(31),
                short: ShortMonth::Skip,
            }),
            (None, Some(days)) => month_day(every, days, position),
            (Some(day), None) => month_weekday(every, day, position),
            _ => Err(not_carried("BYDAY with BYMONTHDAY")),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == name)
    }
}

/// One day of the month, its last, or the last of 28, 29 .. that it has.
fn month_day(
    every: NonZeroU8,
    days: &str,
    position: Option<&str>,
) -> Result<Pattern, RruleFinding> {
    let cannot = || not_carried(format!("BYMONTHDAY={days}"));
    let listed = days.split(',').map(str::parse::<i8>);
    let listed: Vec<i8> = listed
        .collect::<Result<_, _>>()
        .map_err(|_| syntax("BYMONTHDAY"))?;
    let (day, short) = match (listed.as_slice(), position) {
        ([-1], None) => (31, ShortMonth::LastDay),
        ([day @ 1..=31], None) => (*day, ShortMonth::Skip),
        ([28, .., last @ 29..=31], Some("-1")) if (28..=*last).eq(listed.iter().copied()) => {
            (*last, ShortMonth::LastDay)
        }
        _ => return Err(cannot()),
    };
    let day = u8::try_from(day).map_err(|_| cannot())?;
    Ok(Pattern::MonthlyDay { every, day, short })
}

/// `2TU`, or `TU` with a position of 2.
fn month_weekday(
    every: NonZeroU8,
    day: &str,
    position: Option<&str>,
) -> Result<Pattern, RruleFinding> {
    let cannot = || not_carried(format!("BYDAY={day}"));
    let at = day.len().checked_sub(2).ok_or_else(|| syntax("BYDAY"))?;
    let (number, letters) = day.split_at_checked(at).ok_or_else(|| syntax("BYDAY"))?;
    let number = match (number, position) {
        ("", Some(position)) => position,
        (number, None) => number,
        _ => return Err(cannot()),
    };
    let nth = match number.trim_start_matches('+') {
        "1" => Nth::First,
        "2" => Nth::Second,
        "3" => Nth::Third,
        "4" => Nth::Fourth,
        "5" => Nth::Fifth,
        "-1" => Nth::Last,
        _ => return Err(cannot()),
    };
    let weekday = weekday(letters).ok_or_else(cannot)?;
    Ok(Pattern::MonthlyWeekday {
        every,
        nth,
        weekday,
    })
}

fn weekdays(days: &str) -> Result<Weekdays, RruleFinding> {
    let days: Option<Weekdays> = days.split(',').map(weekday).collect();
    days.ok_or_else(|| syntax("BYDAY"))
}

fn weekday(letters: &str) -> Option<Weekday> {
    let mut days = Weekdays::ALL.iter();
    days.find(|day| two_letters(*day) == letters)
}

/// Whether weeks that begin on `begin` hold the same days together as weeks that begin on Monday,
/// seen from the start.
fn same_weeks(on: Weekdays, start: Weekday, begin: Weekday) -> bool {
    let after = |day: Weekday, first: Weekday| day.days_since(first) >= start.days_since(first);
    on.iter()
        .all(|day| after(day, begin) == after(day, Weekday::Mon))
}

fn syntax(part: &str) -> RruleFinding {
    RruleFinding::Syntax {
        part: part.to_owned(),
    }
}

fn not_carried(part: impl Into<String>) -> RruleFinding {
    RruleFinding::NotCarried { part: part.into() }
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
#[path = "rrule_read_tests.rs"]
mod tests;

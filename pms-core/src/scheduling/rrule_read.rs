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
mod tests {
    use super::*;
    use crate::scheduling::write_rrule;
    use crate::time::Tzdb;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// What is read: the first days, then the findings.
    fn read(start: &str, rule: &str, more: &str) -> String {
        let text = format!("DTSTART;TZID=America/New_York:{start}\r\nRRULE:{rule}\r\n{more}\r\n");
        let read = read_rrule(&text, &Tzdb::bundled());
        let years = Period::new(date("2026-01-01"), date("2029-12-31")).unwrap();
        let days = read.rule.iter().flat_map(|rule| rule.occurrences(years));
        let mut said: Vec<String> = days
            .take(4)
            .map(|at| at.format("%y%m%d").to_string())
            .collect();
        said.extend(read.findings.iter().map(|finding| match finding {
            RruleFinding::NotCarried { part } => format!("no {part}"),
            finding => finding.code().to_owned(),
        }));
        said.join(" ")
    }

    /// The days are those that python-dateutil gives for the same text.
    #[test]
    #[rustfmt::skip] // a table
    fn others_rules_are_read_or_named() {
        //     from            rule                                          days, findings
        check("20260303", "FREQ=WEEKLY;COUNT=3",                             "260303 260310 260317");
        check("20260303", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4",      "260303 260305 260317 260319");
        check("20260303", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU;COUNT=2", "260303 260317"); // weeks from Sunday: the same days
        check("20260303", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",      "no WKST=SU");
        check("20260303", "FREQ=DAILY;INTERVAL=10;COUNT=3",                  "260303 260313 260323");
        check("20260303", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=4",         "260303 260304 260305 260306");
        check("20260303", "FREQ=MONTHLY;COUNT=3",                            "260303 260403 260503");
        check("20260131", "FREQ=MONTHLY;COUNT=3",                            "260131 260331 260531");
        check("20260131", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",              "260131 260228 260331");
        check("20260131", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=3", "260131 260228 260331");
        check("20260130", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;COUNT=3",    "260130 260228 260330");
        check("20260303", "FREQ=MONTHLY;BYDAY=1TU;COUNT=3",                  "260303 260407 260505");
        check("20260327", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3",                 "260327 260424 260529");
        check("20260303", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1;COUNT=3",        "260303 260407 260505");
        check("20260303", "FREQ=YEARLY;COUNT=3",                             "260303 270303 280303");
        check("20260303", "FREQ=YEARLY;BYMONTH=3;BYDAY=1TU;COUNT=3",         "260303 270302 280307");
        check("20260303", "FREQ=WEEKLY;UNTIL=20260317T130000Z",              "260303 260310 260317"); // 09:00 by the clock, the change included
        check("20260303", "FREQ=WEEKLY;UNTIL=20260317T125959Z",              "260303 260310");
        check("20260303", "FREQ=WEEKLY;UNTIL=20260317",                      "260303 260310 260317");
        check("20260303", "FREQ=HOURLY;COUNT=3",                             "no FREQ=HOURLY");
        check("20260303", "FREQ=DAILY;BYHOUR=9,15",                          "no BYHOUR=9,15");
        check("20260303", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2",             "no BYDAY=MO,TU");
        check("20260303", "FREQ=MONTHLY;BYDAY=-2TU",                         "no BYDAY=-2TU");
        check("20260303", "FREQ=MONTHLY;BYMONTHDAY=3,17",                    "no BYMONTHDAY=3,17");
        check("20260303", "FREQ=YEARLY;BYDAY=20MO",                          "no BYMONTH=");
        check("20260303", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3",              "no BYMONTH=5");
        check("20260303", "FREQ=WEEKLY;INTERVAL=300",                        "no INTERVAL=300");
        check("20260303", "FREQ=WEEKLY;COUNT=3;UNTIL=20260317",              "rrule.syntax");
        check("20260303", "FREQ=WEEKLY;UNTIL=20260101",                      "rrule.never");
        check("20260303", "FREQ=WEEKLY;BYDAY=XX",                            "rrule.syntax");
        check("20260303", "FREQ=WEEKLY;BYDAY=TH;COUNT=2",                    "260305 260312 rrule.start_off_rule");
    }

    #[track_caller]
    fn check(start: &str, rule: &str, wanted: &str) {
        assert_eq!(read(&format!("{start}T090000"), rule, ""), wanted);
    }

    /// What one widely used reader passes over in silence is honoured here, or named.
    #[test]
    #[rustfmt::skip] // a table
    fn exceptions_leave_out_what_they_name() {
        let weekly = |more: &str| read("20260303T090000", "FREQ=WEEKLY;COUNT=3", more);
        assert_eq!(weekly("EXDATE;TZID=America/New_York:20260310T090000"),  "260303 260317");
        assert_eq!(weekly("EXDATE;VALUE=DATE:20260310"),                    "260303 260317");
        assert_eq!(weekly("EXDATE:20260310T130000Z"),                       "260303 260317");
        assert_eq!(weekly("EXDATE:20260310T090000"),                        "260303 260317");
        assert_eq!(weekly("EXDATE;TZID=America/Chicago:20260310T080000"),   "260303 260317");
        assert_eq!(weekly("EXDATE:20260310T090000,\r\n 20260317T090000"),   "260303"); // folded
        assert_eq!(weekly("EXDATE:20260310T100000"),                        "260303 260310 260317 rrule.exception_elsewhere");
        assert_eq!(weekly("EXDATE;VALUE=DATE:20260311"),                    "260303 260310 260317 rrule.exception_elsewhere");
        assert_eq!(weekly("RDATE:20260312T090000"),                         "260303 260310 260317 rrule.further_date");
        assert_eq!(weekly("RRULE:FREQ=DAILY"),                              "no a second RRULE");
        assert_eq!(read("20260303", "FREQ=WEEKLY;COUNT=1", ""),             "260303 rrule.all_day");
        assert_eq!(read("20260303T090030", "FREQ=WEEKLY;COUNT=1", ""),      "rrule.syntax");
        // 02:30 does not exist on 8 March; others write the exception as the clock shows it
        let daily = |more: &str| read("20260307T023000", "FREQ=DAILY;COUNT=3", more);
        assert_eq!(daily("EXDATE;TZID=America/New_York:20260308T033000"),   "260307 260309");
        let nothing = read_rrule("no calendar at all", &Tzdb::bundled());
        assert_eq!(nothing.findings, [RruleFinding::Missing { line: "DTSTART".to_owned() }]);
    }

    fn any_rule() -> impl Strategy<Value = Recurrence> {
        let every = |most: u8| (1..most).prop_map(|n| NonZeroU8::new(n).unwrap());
        let nth = [
            Nth::First,
            Nth::Second,
            Nth::Third,
            Nth::Fourth,
            Nth::Fifth,
            Nth::Last,
        ];
        let days = Weekdays::ALL.iter().collect::<Vec<_>>();
        let short = [ShortMonth::Skip, ShortMonth::LastDay];
        let some_days = prop::sample::subsequence(days.clone(), 1..=7);
        let pattern = prop_oneof![
            every(30).prop_map(|every| Pattern::Daily { every }),
            (every(6), some_days).prop_map(|(every, on)| Pattern::Weekly {
                every,
                on: on.into()
            }),
            (every(14), 1..32_u8, prop::sample::select(short.to_vec()))
                .prop_map(|(every, day, short)| Pattern::MonthlyDay { every, day, short }),
            (
                every(14),
                prop::sample::select(nth.to_vec()),
                prop::sample::select(days)
            )
                .prop_map(|(every, nth, weekday)| Pattern::MonthlyWeekday {
                    every,
                    nth,
                    weekday
                }),
        ];
        let limit = prop_oneof![
            Just(Limit::Open),
            (1..60_u16).prop_map(Limit::Count),
            (900..2_000_u64).prop_map(|n| Limit::Until(date("2026-01-01") + chrono::Days::new(n))),
        ];
        (
            pattern,
            limit,
            0..800_u64,
            0..96_u32,
            prop::collection::vec(0..40_usize, 0..4),
        )
            .prop_filter_map(
                "never falls on a day",
                |(pattern, limit, day, quarter, except)| {
                    let start = date("2026-01-01") + chrono::Days::new(day);
                    let start = start.and_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap();
                    let rule = Recurrence::new(start, pattern, limit).ok()?;
                    let all: Vec<NaiveDate> = rule
                        .occurrences(Period::since(date("2026-01-01")))
                        .take(40)
                        .map(|at| at.date())
                        .collect();
                    Some(rule.except(except.into_iter().filter_map(|n| all.get(n).copied())))
                },
            )
    }

    proptest! {
        /// Whatever is written reads back as the same days.
        #[test]
        fn what_is_written_reads_back(rule in any_rule()) {
            let zone: Zone = "America/New_York".parse().unwrap();
            let written = write_rrule(&rule, &zone, &Tzdb::bundled()).unwrap();
            prop_assert!(written.findings.is_empty());
            prop_assert!(written.text.split("\r\n").all(|line| line.len() <= 75));
            let read = read_rrule(&written.text, &Tzdb::bundled());
            prop_assert_eq!(&read.findings, &[], "{}", written.text);
            prop_assert_eq!(read.zone, Some(zone));
            let all = Period::since(date("2026-01-01"));
            let days = |rule: &Recurrence| rule.occurrences(all).take(80).collect::<Vec<_>>();
            prop_assert_eq!(days(&read.rule.unwrap()), days(&rule), "{}", written.text);
        }
    }
}

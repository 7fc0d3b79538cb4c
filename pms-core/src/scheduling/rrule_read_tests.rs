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

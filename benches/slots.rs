//! What a search for open slots costs, per practitioner and day.
//!
//! A practitioner in New York works from Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00, four
//! fifths booked with visits of 15 to 60 minutes; a half-hour visit is looked for on the quarter
//! hour. `cold` starts from schedule and bookings as they come from a store, zone rules included.
//! Throughput is in days of one practitioner.

use std::hint::black_box;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pms_core::id::Uuid;
use pms_core::scheduling::{
    Calendar, Policy, Schedule, Search, VisitType, Week, Window, open_slots,
};
use pms_core::time::{Interval, IntervalSet, Minutes, Period, Tzdb, ZoneRules};

/// A practitioner's days from 2027-02-15 on, over the change of the clocks.
struct Practitioner {
    schedule: Schedule,
    busy: IntervalSet,
    window: Interval,
}

/// The same numbers in every run: xorshift.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

fn practitioner(number: u64, days: u64, rules: &Tzdb) -> Practitioner {
    let nil = Uuid::nil();
    let resource = Uuid::from_u128(number.into()).into();
    let window = |opens: &str, closes: &str| {
        Window::new(opens.parse().unwrap(), closes.parse().unwrap()).unwrap()
    };
    let hours = vec![window("08:00", "12:00"), window("13:00", "17:00")];
    let first = NaiveDate::from_ymd_opt(2027, 2, 15).unwrap();
    let last = first + chrono::Days::new(days - 1);
    let zone = "America/New_York".parse().unwrap();
    let schedule = Schedule::new(nil.into(), resource, nil.into(), zone)
        .publish(Period::since(first), Week::workdays(hours));
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (number + 1));
    let mut busy = Vec::new();
    for date in Period::new(first, last).unwrap().days() {
        let midnight = rules.day(&schedule.zone, date).unwrap().unwrap().start();
        if date.weekday().number_from_monday() > 5 {
            continue;
        }
        // The clocks change on Sundays, so that a workday has the hours of its midnight.
        for (mut at, end) in [(480, 720), (780, 1_020)] {
            while at < end {
                let long = [15, 20, 20, 30, 30, 30, 40, 45, 60][chance.below(9) as usize];
                let next = (at + long).min(end);
                if chance.below(10) < 8 {
                    let clock = |minute| midnight.plus(Minutes::new(minute));
                    busy.push(Interval::new(clock(at), clock(next)).unwrap());
                }
                at = next;
            }
        }
    }
    let edge = |date| rules.day(&schedule.zone, date).unwrap().unwrap();
    let window = Interval::new(edge(first).start(), edge(last).end()).unwrap();
    Practitioner {
        schedule,
        busy: busy.into(),
        window,
    }
}

fn slots(criterion: &mut Criterion) {
    let rules = Tzdb::bundled();
    let visit = VisitType::new(Uuid::nil().into(), "visit", Minutes::new(30)).unwrap();
    let policy = Policy::default();
    let now: DateTime<Utc> = "2027-02-01T00:00:00Z".parse().unwrap();
    let all_starts = |practitioner: &Practitioner| {
        let search = Search {
            calendars: &[Calendar {
                schedule: &practitioner.schedule,
                closures: &[],
                busy: &practitioner.busy,
            }],
            visit: &visit,
            policy: &policy,
            rules: &rules,
            now,
        };
        let open = open_slots(&search, practitioner.window).unwrap();
        open.starts().count()
    };
    let mut group = criterion.benchmark_group("slots");
    for (count, days) in [(1, 1), (1, 30), (1, 90), (1, 365), (50, 90)] {
        let pool: Vec<Practitioner> = (0..count)
            .map(|number| practitioner(number, days, &rules))
            .collect();
        group.throughput(Throughput::Elements(count * days));
        group.bench_function(format!("cold/{count}x{days}"), |bench| {
            bench.iter(|| black_box(&pool).iter().map(all_starts).sum::<usize>());
        });
    }
    group.finish();
}

criterion_group!(benches, slots);
criterion_main!(benches);

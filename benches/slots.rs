//! What a search for open slots costs, per practitioner and day.
//!
//! A practitioner in New York works from Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00, four
//! fifths booked with visits of 15 to 60 minutes. `cold` starts from schedule and bookings as they
//! come from a store, zone rules included, and finds every start of a half-hour visit on the quarter
//! hour. `visits` is what slot-calculator answers: the earliest half-hour visits that do not overlap,
//! from any five minutes; `slots.mjs` reads the same calendars from `target/bench` and must find as
//! many. They are those of `PMS_CORPUS/slots` where it has them. Throughput is in days of one
//! practitioner.
//!
//! `warm` asks a board that is drawn already, `first ten` for no more than is shown at once, and `why` for
//! what stands against the rest.

mod clock;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use criterion::{Throughput, criterion_group, criterion_main};
use pms_core::id::Uuid;
use pms_core::scheduling::{
    Board, BoardRole, Calendar, Layer, Openings, Policy, Schedule, Search, Step, VisitType, Week,
    Window, blame, open_slots,
};
use pms_core::time::{Interval, IntervalSet, Minute, Minutes, Period, Tzdb, ZoneRules};
use serde::Deserialize;

use crate::clock::Criterion;

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

/// The first of a practitioner's days.
fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 2, 15).unwrap()
}

fn schedule(number: u64) -> Schedule {
    let nil = Uuid::nil();
    let window = |opens: &str, closes: &str| {
        Window::new(opens.parse().unwrap(), closes.parse().unwrap()).unwrap()
    };
    let hours = vec![window("08:00", "12:00"), window("13:00", "17:00")];
    let resource = Uuid::from_u128(number.into()).into();
    let zone = "America/New_York".parse().unwrap();
    Schedule::new(nil.into(), resource, nil.into(), zone)
        .publish(Period::since(first()), Week::workdays(hours))
}

fn practitioner(number: u64, days: u64, rules: &Tzdb) -> Practitioner {
    let schedule = schedule(number);
    let last = first() + chrono::Days::new(days - 1);
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (number + 1));
    let mut busy = Vec::new();
    for date in Period::new(first(), last).unwrap().days() {
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
    let window = Interval::new(edge(first()).start(), edge(last).end()).unwrap();
    Practitioner {
        schedule,
        busy: busy.into(),
        window,
    }
}

/// Calendars in Unix seconds, as slots.mjs and the corpus have them.
#[derive(Deserialize)]
struct Fixture {
    from_: i64,
    to: i64,
    providers: Vec<Vec<(i64, i64)>>,
}

/// The practitioners of the corpus, where it has so many for so long.
fn known(count: u64, days: u64) -> Option<Vec<Practitioner>> {
    let corpus = std::env::var("PMS_CORPUS").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    let path = corpus.join(format!("slots/p{count}d{days}.json"));
    let fixture: Fixture = serde_json::from_str(&fs::read_to_string(path).ok()?).unwrap();
    let minute = |second: i64| Minute::new(second / 60).unwrap();
    let interval = |&(start, end): &(i64, i64)| Interval::new(minute(start), minute(end)).unwrap();
    let read = |(busy, number): (&Vec<(i64, i64)>, u64)| Practitioner {
        schedule: schedule(number),
        busy: busy.iter().map(interval).collect(),
        window: interval(&(fixture.from_, fixture.to)),
    };
    Some(fixture.providers.iter().zip(0..).map(read).collect())
}

/// Writes calendars, how many visits fit in them and how many start on a quarter hour, for slots.mjs,
/// board.mjs and board.py.
fn tell(name: &str, pool: &[Practitioner], visits: usize, openings: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench/slots");
    let seconds = |interval: Interval| {
        let second = |minute: Minute| minute.since_1970() * 60;
        (second(interval.start()), second(interval.end()))
    };
    let busy = |practitioner: &Practitioner| practitioner.busy.iter().map(seconds).collect();
    let providers: Vec<Vec<(i64, i64)>> = pool.iter().map(busy).collect();
    let (from, to) = seconds(pool[0].window);
    let told = serde_json::json!({
        "tz": pool[0].schedule.zone.to_string(),
        "from_": from,
        "to": to,
        "providers": providers,
        "visits": visits,
        "openings": openings,
    });
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.json")), told.to_string()).unwrap();
}

/// The earliest half-hour visits that do not overlap.
fn visits(open: &Openings) -> usize {
    let mut free = i64::MIN;
    let fits = |start: &Minute| {
        let fits = start.since_1970() >= free;
        if fits {
            free = start.since_1970() + 30;
        }
        fits
    };
    open.starts().filter(fits).count()
}

fn slots(criterion: &mut Criterion) {
    let rules = Tzdb::bundled();
    let visit = VisitType::new(Uuid::nil().into(), "visit", Minutes::new(30)).unwrap();
    let now: DateTime<Utc> = "2027-02-01T00:00:00Z".parse().unwrap();
    let search = |practitioner: &Practitioner, policy: &Policy| {
        let calendars = [Calendar {
            busy: &practitioner.busy,
            ..Calendar::of(&practitioner.schedule)
        }];
        let search = Search::of(&calendars, &visit, policy, &rules, now);
        open_slots(&search, practitioner.window).unwrap()
    };
    let mut group = criterion.benchmark_group("slots");
    for (count, days) in CURVE {
        let pool: Vec<Practitioner> = (0..count)
            .map(|number| practitioner(number, days, &rules))
            .collect();
        let quarter_hours = Policy::default();
        let starts = |practitioner| search(practitioner, &quarter_hours).starts().count();
        group.throughput(Throughput::Elements(count * days));
        group.sample_size(if count * days > 100_000 { 10 } else { 100 });
        group.bench_function(format!("cold/{count}x{days}"), |bench| {
            bench.iter(|| black_box(&pool).iter().map(starts).sum::<usize>());
        });
    }
    for (count, days) in [(1, 30), (1, 90), (50, 90)] {
        let pool = known(count, days).unwrap_or_else(|| {
            let drawn = |number| practitioner(number, days, &rules);
            (0..count).map(drawn).collect()
        });
        let five_minutes = Policy {
            step: Step::new(5).unwrap(),
            ..Policy::default()
        };
        let fit = |practitioner| visits(&search(practitioner, &five_minutes));
        let name = format!("{count}x{days}");
        let starts = |one| search(one, &Policy::default()).starts().count();
        let openings = pool.iter().map(starts).sum();
        tell(&name, &pool, pool.iter().map(fit).sum(), openings);
        group.throughput(Throughput::Elements(count * days));
        group.sample_size(100);
        group.bench_function(format!("visits/{name}"), |bench| {
            bench.iter(|| black_box(&pool).iter().map(fit).sum::<usize>());
        });
    }
    group.finish();
}

/// How many practitioners for how many days.
const CURVE: [(u64, u64); 6] = [(1, 1), (1, 30), (1, 90), (50, 90), (500, 365), (5_000, 365)];

/// A board of as many practitioners, from the same calendars.
fn board(count: u64, days: u64, visit: &VisitType, rules: &Tzdb) -> Board {
    let (policy, now) = (Policy::default(), DateTime::UNIX_EPOCH);
    let mut board = None;
    for number in 0..count {
        let practitioner = practitioner(number, days, rules);
        let zone = &practitioner.schedule.zone;
        let board =
            board.get_or_insert_with(|| Board::new(zone, practitioner.window, rules).unwrap());
        let calendars = [Calendar {
            busy: &practitioner.busy,
            ..Calendar::of(&practitioner.schedule)
        }];
        let search = Search::of(&calendars, visit, &policy, rules, now);
        let role = search.roles.iter().next().unwrap();
        board.lay_role(&search, role, &calendars[0]).unwrap();
    }
    board.unwrap()
}

/// What the same costs on the warm index: all starts counted, as packed columns, or the first ten.
fn warm(criterion: &mut Criterion) {
    let rules = Tzdb::bundled();
    let visit = VisitType::new(Uuid::nil().into(), "visit", Minutes::new(30)).unwrap();
    let now: DateTime<Utc> = "2027-02-01T00:00:00Z".parse().unwrap();
    let policy = Policy::default();
    let mut group = criterion.benchmark_group("slots");
    for (count, days) in [(1, 90), (50, 90), (5_000, 90), (5_000, 365)] {
        let board = board(count, days, &visit, &rules);
        let who = [BoardRole::whole(&visit, board.everyone())];
        let ask = || {
            let board = black_box(&board);
            board.finder(&who, board.window(), &policy, now, &rules)
        };
        let name = format!("{count}x{days}");
        group.sample_size(if count * days > 100_000 { 10 } else { 100 });
        group.throughput(Throughput::Elements(count * days));
        group.bench_function(format!("warm/{name}"), |bench| {
            bench.iter(|| ask().unwrap().count());
        });
        group.bench_function(format!("warm columns/{name}"), |bench| {
            bench.iter(|| ask().unwrap().all_by_row());
        });
        group.throughput(Throughput::Elements(1));
        group.sample_size(100);
        group.bench_function(format!("first ten/{name}"), |bench| {
            bench.iter(|| ask().unwrap().first(10));
        });
    }
    group.finish();
}

/// What it costs to say why there are the starts that there are in a practitioner's quarter.
fn why(criterion: &mut Criterion) {
    let rules = Tzdb::bundled();
    let visit = VisitType::new(Uuid::nil().into(), "visit", Minutes::new(30)).unwrap();
    let now: DateTime<Utc> = "2027-02-01T00:00:00Z".parse().unwrap();
    let practitioner = practitioner(0, 90, &rules);
    let calendars = [Calendar {
        busy: &practitioner.busy,
        ..Calendar::of(&practitioner.schedule)
    }];
    let policy = Policy::default();
    let search = Search::of(&calendars, &visit, &policy, &rules, now);
    let clocks = rules
        .offsets(&practitioner.schedule.zone, practitioner.window)
        .unwrap();
    // Ten layers, each as full as a practitioner's bookings.
    let layers = [Layer::Busy; 10].map(|layer| (layer, &practitioner.busy));
    let mut group = criterion.benchmark_group("slots");
    group.throughput(Throughput::Elements(1));
    group.bench_function("why/1x90", |bench| {
        bench.iter(|| search.why(black_box(practitioner.window)).unwrap());
    });
    group.bench_function("blame of ten layers/1x90", |bench| {
        let window = practitioner.window;
        bench.iter(|| blame(black_box(window), &clocks, policy.step, &layers).unwrap());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = clock::criterion();
    targets = slots, warm, why
}
criterion_main!(benches);

//! Slot search against outside numbers and against a search by hand, minute for minute.
//!
//! The fixtures are those of `PMS_CORPUS/slots`; their counts were found by three other engines.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use pms_core::id::Uuid;
use pms_core::scheduling::{
    Answer, Calendar, Cell, Closure, Exception, Hours, Layer, Policy, Schedule, Scope, Search,
    Step, VisitType, Week, Window, open_slots,
};
use pms_core::time::{
    ClockTime, Interval, IntervalSet, Minute, Minutes, Period, Tzdb, Zone, ZoneRules,
};
use proptest::prelude::*;
use serde::Deserialize;

fn minute(since_1970: i64) -> Minute {
    Minute::new(since_1970).unwrap()
}

fn interval(start: i64, end: i64) -> Interval {
    Interval::new(minute(start), minute(end)).unwrap()
}

fn hours(windows: &[(u16, u16)]) -> Hours {
    let clock = |minute| ClockTime::new(minute).unwrap();
    let windows: Vec<Window> = windows
        .iter()
        .map(|(opens, closes)| Window::new(clock(*opens), clock(*closes)).unwrap())
        .collect();
    windows.into()
}

fn schedule(zone: &str, resource: u128) -> Schedule {
    let resource = Uuid::from_u128(resource).into();
    let nil = Uuid::nil();
    Schedule::new(nil.into(), resource, nil.into(), zone.parse().unwrap())
}

fn visit(duration: u64, before: u64, after: u64) -> VisitType {
    let id = Uuid::nil().into();
    VisitType::new(id, "visit", Minutes::new(duration))
        .and_then(|visit| visit.with_buffers(Minutes::new(before), Minutes::new(after)))
        .unwrap()
}

fn policy(step: u16) -> Policy {
    Policy {
        step: Step::new(step).unwrap(),
        ..Policy::default()
    }
}

#[derive(Deserialize)]
struct Fixture {
    tz: String,
    from_: i64,
    to: i64,
    providers: Vec<Vec<(i64, i64)>>,
}

fn fixture(name: &str) -> Option<Fixture> {
    let corpus = std::env::var("PMS_CORPUS").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(corpus.join("slots").join(name)).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// How many half-hour visits can start, in all or with all providers together.
fn count(fixture: &Fixture, step: u16, together: bool) -> usize {
    let rules = Tzdb::bundled();
    let workday = hours(&[(8 * 60, 12 * 60), (13 * 60, 17 * 60)]);
    let valid = Period::since(NaiveDate::from_ymd_opt(2027, 1, 1).unwrap());
    let supply: Vec<(Schedule, IntervalSet)> = fixture
        .providers
        .iter()
        .zip(1..)
        .map(|(busy, resource)| {
            let schedule = schedule(&fixture.tz, resource);
            (
                schedule.publish(valid, Week::workdays(workday.clone())),
                busy.iter()
                    .map(|(start, end)| interval(start / 60, end / 60))
                    .collect(),
            )
        })
        .collect();
    let calendars: Vec<Calendar> = supply
        .iter()
        .map(|(schedule, busy)| Calendar {
            busy,
            ..Calendar::of(schedule)
        })
        .collect();
    let groups: Vec<&[Calendar]> = match together {
        true => vec![&calendars],
        false => calendars.chunks(1).collect(),
    };
    let window = interval(fixture.from_ / 60, fixture.to / 60);
    let mut starts = 0;
    for calendars in groups {
        let (visit, policy) = (visit(30, 0, 0), policy(step));
        let now = "2027-02-01T00:00:00Z".parse().unwrap();
        let search = Search::of(calendars, &visit, &policy, &rules, now);
        let open = open_slots(&search, window).unwrap();
        assert!(open.clips().is_empty());
        for start in open.starts() {
            let taken = interval(start.since_1970(), start.since_1970() + 30);
            for calendar in calendars.iter() {
                let free = IntervalSet::from(taken).intersect(calendar.busy).is_empty();
                assert!(free, "{start} overlaps");
            }
            starts += 1;
        }
    }
    starts
}

#[test]
#[rustfmt::skip] // a table
fn three_other_engines_find_as_many_starts() {
    let mut files = BTreeSet::new();
    let mut check = |name, together, quarter_hours, five_minutes| {
        let Some(fixture) = fixture(name) else { return };
        files.insert(name);
        assert_eq!(count(&fixture, 15, together), quarter_hours, "{name}");
        assert_eq!(count(&fixture, 5, together), five_minutes, "{name}");
    };
    //     fixture       together  15 min  5 min
    check("p1d30.json",  false,     78,    210);
    check("p1d90.json",  false,    208,    568);
    check("p3d30.json",  true,      16,     44);
    match files.len() {
        0 => println!("skipped: no slots in PMS_CORPUS"),
        ran => println!("{ran} files of slots"),
    }
}

/// A question of a few days in a zone whose clocks change then, with all layers.
#[derive(Clone, Debug)]
struct Question {
    zone: &'static str,
    first: NaiveDate,
    base: Vec<(u16, u16)>,
    instead: Option<(u64, Vec<(u16, u16)>)>,
    added: Option<(u64, (u16, u16))>,
    blocked: Option<(u64, (u16, u16))>,
    closed: Option<(u64, (u16, u16))>,
    busy: Vec<(i64, i64)>,
    visit: (u64, u64, u64),
    step: u16,
    notice: u64,
    horizon: Option<u16>,
    now: i64,
}

/// A long weekend around a change of the clocks.
const DAYS: u64 = 4;

const CHANGES: [(&str, (i32, u32, u32)); 9] = [
    ("America/New_York", (2026, 3, 6)),
    ("America/New_York", (2026, 10, 30)),
    ("America/New_York", (2026, 6, 1)),
    ("Australia/Lord_Howe", (2026, 10, 2)),
    ("Australia/Lord_Howe", (2026, 4, 3)),
    ("America/Sao_Paulo", (2017, 10, 13)),
    ("America/Sao_Paulo", (2018, 2, 16)),
    ("America/Havana", (2024, 11, 1)),
    ("Asia/Kathmandu", (2026, 1, 1)),
];

fn any_window() -> impl Strategy<Value = (u16, u16)> {
    // Rather at night, where the clocks change.
    let at = prop_oneof![0..36_u16, 0..288_u16];
    (at, 1..100_u16).prop_map(|(from, long)| (from * 5, ((from + long) * 5).min(1_440)))
}

prop_compose! {
    fn any_question()(
        (zone, (year, month, day)) in prop::sample::select(CHANGES.to_vec()),
        base in prop::collection::vec(any_window(), 0..3),
        instead in prop::option::of((0..DAYS, prop::collection::vec(any_window(), 0..2))),
        added in prop::option::of((0..DAYS, any_window())),
        blocked in prop::option::of((0..DAYS, any_window())),
        closed in prop::option::of((0..DAYS, any_window())),
        busy in prop::collection::vec((-300..6_000_i64, 1..200_i64), 0..12),
        visit in (1..120_u64, 0..20_u64, 0..20_u64),
        step in prop::sample::select(vec![1_u16, 5, 10, 15, 20, 25, 30, 45, 60, 480]),
        (notice, horizon) in (0..600_u64, prop::option::of(0..4_u16)),
        now in -1_000..3_000_i64,
    ) -> Question {
        let first = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        Question { zone, first, base, instead, added, blocked, closed, busy, visit, step, notice, horizon, now }
    }
}

/// What the clock shows at each minute around the days in question.
struct Wall {
    from: i64,
    shows: Vec<NaiveDateTime>,
}

impl Wall {
    fn of(zone: &Zone, from: i64, to: i64) -> Self {
        let clocks = Tzdb::bundled().offsets(zone, interval(from, to)).unwrap();
        Self {
            from,
            shows: (from..to)
                .map(|at| clocks.civil_at(minute(at)).unwrap())
                .collect(),
        }
    }

    fn at(&self, at: i64) -> NaiveDateTime {
        self.shows[usize::try_from(at - self.from).unwrap()]
    }

    /// The minutes of a window: from when the clock first reaches its opening until it last shows its
    /// closing, or, where it skips that, last was before it. The day itself ends as soon as it is
    /// midnight.
    fn minutes(&self, date: NaiveDate, window: (u16, u16)) -> std::ops::Range<i64> {
        let clock =
            |minute: u16| date.and_time(NaiveTime::MIN) + chrono::TimeDelta::minutes(minute.into());
        let reached =
            |time| self.from + self.shows.iter().position(|at| *at >= time).unwrap() as i64;
        let left =
            |time| self.from + self.shows.iter().rposition(|at| *at < time).unwrap() as i64 + 1;
        let last = |time| {
            let shown = self.shows.iter().rposition(|at| *at == time);
            shown.map_or_else(|| left(time), |at| self.from + at as i64)
        };
        let end = match window.1 {
            1_440 => reached(clock(1_440)),
            closes => last(clock(closes)),
        };
        reached(clock(window.0))..end
    }
}

impl Question {
    fn schedule(&self) -> Schedule {
        let day = |index: u64| Period::day(self.first + Days::new(index));
        let every = hours(&self.base);
        let week = Week {
            saturday: every.clone(),
            sunday: every.clone(),
            ..Week::workdays(every)
        };
        let published = Period::new(self.first, self.first + Days::new(DAYS - 1)).unwrap();
        let mut schedule = schedule(self.zone, 1).publish(published, week);
        if let Some((index, windows)) = &self.instead {
            let (on, hours) = (day(*index), hours(windows));
            schedule.exceptions.push(Exception::Instead { on, hours });
        }
        if let Some((index, window)) = self.added {
            let (on, hours) = (day(index), hours(&[window]));
            schedule.exceptions.push(Exception::Added { on, hours });
        }
        if let Some((index, window)) = self.blocked {
            let (on, hours, reason) = (day(index), hours(&[window]), "meeting".to_owned());
            schedule
                .exceptions
                .push(Exception::Blocked { on, hours, reason });
        }
        schedule
    }

    fn closures(&self) -> Vec<Closure> {
        let closed = self.closed.iter().map(|(index, window)| Closure {
            scope: Scope::Practice,
            on: Period::day(self.first + Days::new(*index)),
            hours: hours(&[*window]),
            reason: "holiday".to_owned(),
        });
        closed.collect()
    }

    /// The minutes in which somebody is there, and those that are taken, minute for minute.
    fn by_hand(&self, wall: &Wall, origin: i64) -> (BTreeSet<i64>, BTreeSet<i64>) {
        let mut there = BTreeSet::new();
        for index in 0..DAYS {
            let date = self.first + Days::new(index);
            let base = match &self.instead {
                Some((day, windows)) if *day == index => windows,
                _ => &self.base,
            };
            let added = self.added.filter(|(day, _)| *day == index);
            for window in base.iter().copied().chain(added.map(|(_, window)| window)) {
                there.extend(wall.minutes(date, window));
            }
        }
        for (index, window) in [self.blocked, self.closed].into_iter().flatten() {
            for minute in wall.minutes(self.first + Days::new(index), window) {
                there.remove(&minute);
            }
        }
        let cell = |at: i64| at.div_euclid(Cell::MINUTES);
        let taken = self.busy.iter().flat_map(|(from, long)| {
            let (first, last) = (origin + from, origin + from + long - 1);
            cell(first) * Cell::MINUTES..(cell(last) + 1) * Cell::MINUTES
        });
        (there, taken.collect())
    }

    /// The starts, by looking at every minute that each visit would touch.
    fn starts(&self, wall: &Wall, origin: i64, span: std::ops::Range<i64>) -> Vec<i64> {
        let (there, taken) = self.by_hand(wall, origin);
        let (duration, before, after) = self.visit;
        let (duration, before, after) = (duration as i64, before as i64, after as i64);
        let earliest = origin + self.now + self.notice as i64;
        let today = wall.at(origin + self.now).date();
        let admits = |start: &i64| {
            let shown = wall.at(*start);
            i64::from(shown.num_seconds_from_midnight() / 60) % i64::from(self.step) == 0
                && *start >= earliest
                && self
                    .horizon
                    .is_none_or(|days| shown.date() <= today + Days::new(days.into()))
                && (*start..start + duration).all(|at| there.contains(&at))
                && !(start - before..start + duration + after).any(|at| taken.contains(&at))
        };
        span.filter(admits).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Finder, validator and a search by hand agree on every minute, and nothing overlaps.
    #[test]
    fn a_search_by_hand_finds_the_same(question in any_question(), probes in prop::collection::vec(0..6_000_i64, 40)) {
        let rules = Tzdb::bundled();
        let schedule = question.schedule();
        let closures = question.closures();
        let day = |index| rules.day(&schedule.zone, question.first + Days::new(index)).unwrap().unwrap();
        let origin = day(0).start().since_1970();
        let window = Interval::new(day(0).start(), day(DAYS - 1).end()).unwrap();
        let wall = Wall::of(&schedule.zone, origin - 3_000, origin + 10_000);
        let busy: IntervalSet = question.busy.iter().map(|(from, long)| interval(origin + from, origin + from + long)).collect();
        let (duration, before, after) = question.visit;
        let calendars = [Calendar { closures: &closures, busy: &busy, ..Calendar::of(&schedule) }];
        let visit = visit(duration, before, after);
        let policy = Policy {
            notice: Minutes::new(question.notice),
            horizon_days: question.horizon,
            ..policy(question.step)
        };
        let now = DateTime::<Utc>::from(minute(origin + question.now));
        let search = Search::of(&calendars, &visit, &policy, &rules, now);
        let open = open_slots(&search, window).unwrap();
        let found: Vec<i64> = open.starts().map(Minute::since_1970).collect();
        let span = window.start().since_1970()..window.end().since_1970();
        let wanted = question.starts(&wall, origin, span.clone());
        prop_assert_eq!(&found, &wanted);
        for start in &found {
            let reach = interval(start - before as i64, start + (duration + after) as i64);
            prop_assert!(busy.within(reach).is_empty());
            let visit = interval(*start, start + duration as i64);
            prop_assert!(open.ranges().any(|range| range.covers(visit)));
        }
        for at in probes.into_iter().map(|probe| span.start + probe).filter(|at| span.contains(at)) {
            let verdict = search.admit(minute(at));
            prop_assert_eq!(verdict.is_ok(), wanted.contains(&at), "{:?}", verdict);
        }
    }
}

/// One Monday in New York, 08:00 to 12:00; what is asked for in a row is what is different.
struct Case {
    now: &'static str,
    window: (&'static str, &'static str),
    policy: Policy,
}

impl Case {
    fn answer(&self) -> (Answer, Vec<Layer>, usize) {
        let published = Period::new("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        let schedule = schedule("America/New_York", 1)
            .publish(published.unwrap(), Week::workdays(hours(&[(480, 720)])));
        let at = |text: &str| Minute::try_from(text.parse::<DateTime<Utc>>().unwrap()).unwrap();
        let calendars = [Calendar::of(&schedule)];
        let (visit, rules) = (visit(60, 0, 0), Tzdb::bundled());
        let now = self.now.parse().unwrap();
        let search = Search::of(&calendars, &visit, &self.policy, &rules, now);
        let window = Interval::new(at(self.window.0), at(self.window.1)).unwrap();
        let open = open_slots(&search, window).unwrap();
        (open.answer(), open.clips().to_vec(), open.starts().count())
    }
}

/// "Nothing free" and "we could not look there" are different answers.
#[test]
fn an_empty_answer_says_why() {
    let monday = ("2026-03-09T04:00:00Z", "2026-03-10T04:00:00Z");
    let sunday = ("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
    let new_year = ("2027-01-01T05:00:00Z", "2027-01-02T05:00:00Z");
    let check = |now, window, policy, wanted: (Answer, &[Layer], usize)| {
        let got = Case {
            now,
            window,
            policy,
        }
        .answer();
        assert_eq!((got.0, got.1.as_slice(), got.2), wanted);
    };
    let hour = policy(60);
    let now = "2026-03-01T00:00:00Z";
    check(now, monday, hour, (Answer::Open, &[], 4));
    check(now, sunday, hour, (Answer::NothingFree, &[], 0));
    check(
        now,
        new_year,
        hour,
        (Answer::Clipped, &[Layer::Unpublished], 0),
    );
    // 10:00:01 in New York: 11:00 is left. A start that has passed does not come back.
    check(
        "2026-03-09T14:00:01Z",
        monday,
        hour,
        (Answer::Open, &[Layer::Notice], 1),
    );
    check(
        "2026-03-09T14:00:00Z",
        monday,
        hour,
        (Answer::Open, &[Layer::Notice], 2),
    );
    check(
        "2026-03-11T00:00:00Z",
        monday,
        hour,
        (Answer::Clipped, &[Layer::Notice], 0),
    );
    let week = Policy {
        horizon_days: Some(7),
        ..hour
    };
    check(
        "2026-03-01T12:00:00Z",
        monday,
        week,
        (Answer::Clipped, &[Layer::Horizon], 0),
    );
    check("2026-03-02T12:00:00Z", monday, week, (Answer::Open, &[], 4));
    assert_eq!(
        "2026-03-09".parse::<NaiveDate>().unwrap().weekday(),
        chrono::Weekday::Mon
    );
}

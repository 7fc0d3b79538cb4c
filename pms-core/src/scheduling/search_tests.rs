use super::*;
use crate::id::Uuid;
use crate::scheduling::{Closure, Exception, Hours, Scope, Step, Week, Window};
use crate::time::Tzdb;

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn hours(opens: &str, closes: &str) -> Hours {
    vec![Window::new(opens.parse().unwrap(), closes.parse().unwrap()).unwrap()].into()
}

/// A resource at a location, there every day.
fn schedule(zone: &str, resource: u128, location: u128, hours: &Hours) -> Schedule {
    let week = Week {
        saturday: hours.clone(),
        sunday: hours.clone(),
        ..Week::workdays(hours.clone())
    };
    Schedule::new(id(1), id(resource), id(location), zone.parse().unwrap())
        .publish(Period::since("2010-01-01".parse().unwrap()), week)
}

/// The starts of a day as its clocks show them.
fn starts(schedule: &Schedule, closures: &[Closure], date: &str, step: u16) -> Vec<String> {
    let rules = Tzdb::bundled();
    let calendars = [Calendar {
        closures,
        ..Calendar::of(schedule)
    }];
    let visit = VisitType::new(id(1), "visit", Minutes::new(30)).unwrap();
    let policy = Policy {
        step: Step::new(step).unwrap(),
        ..Policy::default()
    };
    let now = "2010-01-01T00:00:00Z".parse().unwrap();
    let search = Search::of(&calendars, &visit, &policy, &rules, now);
    let day = rules.day(&schedule.zone, date.parse().unwrap()).unwrap();
    open_slots(&search, day.unwrap())
        .unwrap()
        .starts()
        .map(|at| rules.civil_at(&schedule.zone, at).unwrap())
        .map(|civil| civil.format("%H:%M").to_string())
        .collect()
}

/// The same starts on the wall in summer, in winter and on the day of the change.
#[test]
#[rustfmt::skip] // a table
fn s6_the_grid_hangs_on_the_local_wall() {
    //   zone                   date          hours               step  starts
    grid("Australia/Lord_Howe", "2026-07-01", ("09:00", "11:00"), 60, &["09:00", "10:00"]);
    grid("Australia/Lord_Howe", "2026-12-01", ("09:00", "11:00"), 60, &["09:00", "10:00"]);
    grid("Australia/Lord_Howe", "2026-10-04", ("01:00", "04:00"), 60, &["01:00", "03:00"]); // 02:00 is skipped
    grid("Asia/Kathmandu",      "2026-07-01", ("09:00", "11:00"), 60, &["09:00", "10:00"]);
    grid("America/New_York",    "2026-03-08", ("01:00", "04:00"), 30, &["01:00", "01:30", "03:00", "03:30"]);
    grid("America/New_York",    "2026-11-01", ("00:30", "02:30"), 30, &["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]);
    grid("America/Sao_Paulo",   "2017-10-15", ("00:00", "02:00"), 30, &["01:00", "01:30"]); // 00:00 is skipped
    grid("America/New_York",    "2027-03-14", ("13:00", "15:00"), 60, &["13:00", "14:00"]);
    grid("America/New_York",    "2026-07-01", ("08:00", "12:00"), 50, &["08:20", "09:10", "10:00", "10:50"]);
}

#[track_caller]
fn grid(zone: &str, date: &str, open: (&str, &str), step: u16, wanted: &[&str]) {
    let schedule = schedule(zone, 1, 1, &hours(open.0, open.1));
    assert_eq!(starts(&schedule, &[], date, step), wanted);
}

/// Practitioner 1 works at locations 1 and 2, practitioner 2 at location 1.
#[test]
fn s17_closures_of_people_and_places_are_apart() {
    let hours = hours("09:00", "10:00");
    let zone = "America/New_York";
    let at = |practitioner, place| schedule(zone, practitioner, place, &hours);
    let (here, elsewhere, colleague) = (at(1, 1), at(1, 2), at(2, 1));
    let date = "2026-07-01";
    let open = |schedule, scope| {
        let closure = Closure {
            scope,
            on: Period::day(date.parse().unwrap()),
            hours: Hours::all_day(),
            reason: "flood".to_owned(),
        };
        !starts(schedule, &[closure], date, 15).is_empty()
    };
    let check = |scope, wanted: [bool; 3]| {
        let got = [&here, &elsewhere, &colleague].map(|schedule| open(schedule, scope));
        assert_eq!(got, wanted, "{scope:?}");
    };
    //                                here   elsewhere colleague
    check(Scope::Location(id(1)), [false, true, false]);
    check(Scope::Resource(id(1)), [false, false, true]);
    check(Scope::Practice, [false, false, false]);
    check(Scope::Location(id(3)), [true, true, true]);
}

#[test]
fn s18_a_visit_is_in_the_zone_of_its_location() {
    let coast = |zone| starts_utc(&schedule(zone, 1, 1, &hours("09:00", "09:30")));
    assert_eq!(coast("America/New_York"), "2026-07-01T13:00Z");
    assert_eq!(coast("America/Los_Angeles"), "2026-07-01T16:00Z");
}

fn starts_utc(schedule: &Schedule) -> String {
    let rules = Tzdb::bundled();
    let calendars = [Calendar::of(schedule)];
    let visit = VisitType::new(id(1), "visit", Minutes::new(30)).unwrap();
    let policy = Policy::default();
    let now = "2010-01-01T00:00:00Z".parse().unwrap();
    let search = Search::of(&calendars, &visit, &policy, &rules, now);
    let day = rules.day(&schedule.zone, "2026-07-01".parse().unwrap());
    let open = open_slots(&search, day.unwrap().unwrap()).unwrap();
    open.starts().map(|at| at.to_string()).collect()
}

/// Template below, then what stands instead, what is added, what is blocked.
#[test]
fn exceptions_lie_in_order_on_the_template() {
    let mut schedule = schedule("America/New_York", 1, 1, &hours("09:00", "10:00"));
    let date = "2026-07-01";
    let on = Period::day(date.parse().unwrap());
    assert_eq!(starts(&schedule, &[], date, 30), ["09:00", "09:30"]);
    let late = hours("14:00", "15:00");
    schedule.exceptions.push(Exception::Blocked {
        on,
        hours: hours("14:30", "16:30"),
        reason: "meeting".to_owned(),
    });
    schedule.exceptions.push(Exception::Added {
        on,
        hours: hours("16:00", "17:00"),
    });
    assert_eq!(
        starts(&schedule, &[], date, 30),
        ["09:00", "09:30", "16:30"]
    );
    schedule
        .exceptions
        .push(Exception::Instead { on, hours: late });
    assert_eq!(starts(&schedule, &[], date, 30), ["14:00", "16:30"]);
    assert_eq!(starts(&schedule, &[], "2026-07-02", 30), ["09:00", "09:30"]);
}

#[test]
fn a_refusal_names_the_layer_and_whose_it_is() {
    let mut doctor = schedule("UTC", 1, 1, &hours("08:00", "12:00"));
    let room = schedule("UTC", 2, 1, &Hours::all_day());
    let on = Period::day("2026-07-01".parse().unwrap());
    doctor.exceptions.push(Exception::Blocked {
        on,
        hours: hours("11:00", "12:00"),
        reason: "meeting".to_owned(),
    });
    let closure = Closure {
        scope: Scope::Resource(id(2)),
        on,
        hours: hours("10:00", "11:00"),
        reason: "repair".to_owned(),
    };
    let at = |time: &str| -> Minute {
        let instant: DateTime<Utc> = format!("2026-07-01T{time}:00Z").parse().unwrap();
        instant.try_into().unwrap()
    };
    let busy = IntervalSet::from(Interval::new(at("09:00"), at("09:30")).unwrap());
    let (closures, none) = ([closure], IntervalSet::EMPTY);
    let calendar = |schedule, busy| Calendar {
        closures: &closures,
        busy,
        ..Calendar::of(schedule)
    };
    let calendars = [calendar(&doctor, &none), calendar(&room, &busy)];
    let visit = VisitType::new(id(1), "visit", Minutes::new(30)).unwrap();
    let (policy, rules) = (Policy::default(), Tzdb::bundled());
    let now = "2026-07-01T08:20:00Z".parse().unwrap();
    let search = Search::of(&calendars, &visit, &policy, &rules, now);
    let check = |time, wanted: Option<(Layer, u128)>| {
        let got = search.admit(at(time)).err().map(|refused| match refused {
            Refused::NotFree {
                layer, resource, ..
            } => (layer, resource),
            other => panic!("{other}"),
        });
        assert_eq!(got, wanted.map(|(layer, of)| (layer, id(of))), "{time}");
    };
    check("07:45", Some((Layer::Hours, 1)));
    check("08:15", Some((Layer::Notice, 1)));
    check("08:30", None);
    check("08:45", Some((Layer::Busy, 2)));
    check("09:30", None);
    check("08:25", Some((Layer::Grid, 1)));
    check("09:45", Some((Layer::Closure, 2)));
    check("11:00", Some((Layer::Block, 1)));
    let elsewhere = schedule("UTC", 1, 2, &Hours::all_day());
    let apart = [calendar(&room, &none), calendar(&elsewhere, &none)];
    let apart = Search {
        roles: Roles::Each(&apart),
        ..search
    };
    assert_eq!(apart.admit(at("09:00")), Err(Refused::LocationsDiffer));
    let nobody = Search {
        roles: Roles::Each(&[]),
        ..search
    };
    assert_eq!(nobody.admit(at("09:00")), Err(Refused::NoSchedule));
}

/// Busy until 08:58 keeps its cell until 09:00, so that a visit at 09:00 has no minute before it.
#[test]
fn what_ends_within_a_cell_keeps_the_whole_of_it() {
    let schedule = schedule("UTC", 1, 1, &hours("09:00", "10:00"));
    let at = |text: &str| Minute::try_from(text.parse::<DateTime<Utc>>().unwrap()).unwrap();
    let busy = Interval::new(at("2026-07-01T08:00:00Z"), at("2026-07-01T08:58:00Z"));
    let busy = IntervalSet::from(busy.unwrap());
    let calendars = [Calendar {
        busy: &busy,
        ..Calendar::of(&schedule)
    }];
    let minute = Minutes::new(1);
    let visit = VisitType::new(id(1), "visit", Minutes::new(30)).unwrap();
    let visit = visit.with_buffers(minute, Minutes::ZERO).unwrap();
    let (policy, rules) = (Policy::default(), Tzdb::bundled());
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let search = Search::of(&calendars, &visit, &policy, &rules, now);
    assert!(search.admit(at("2026-07-01T09:00:00Z")).is_err());
    assert!(search.admit(at("2026-07-01T09:15:00Z")).is_ok());
}

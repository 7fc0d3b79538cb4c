use core::num::NonZeroU8;

use chrono::{DateTime, Utc, Weekday};

use super::*;
use crate::id::{LocationId, ResourceId, Uuid};
use crate::scheduling::{
    Accepts, Answer, Attendance, Buffers, Calendar, Exception, Filter, Hours, Lane, Occupied,
    Override, Part, Pattern, Per, Pick, Quota, Relief, Role, Roles, Schedule, Service, Session,
    Slot, Standing, Travel, Trip, Visitor, Week, Window, stranded, what_if,
};
use crate::time::{ClockTime, Period, Tzdb};

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

/// A moment of Monday, 2026-03-09, in UTC.
fn at(time: &str) -> Minute {
    let moment: DateTime<Utc> = format!("2026-03-09T{time}:00Z").parse().unwrap();
    moment.try_into().unwrap()
}

fn span(from: &str, to: &str) -> Interval {
    Interval::new(at(from), at(to)).unwrap()
}

fn day() -> Interval {
    Interval::new(at("00:00"), at("00:00").plus(Minutes::new(1_440))).unwrap()
}

fn many(capacity: u8) -> NonZeroU8 {
    NonZeroU8::new(capacity).unwrap()
}

fn clock(text: &str) -> ClockTime {
    text.parse().unwrap()
}

fn hours(opens: &str, closes: &str) -> Hours {
    vec![Window::new(clock(opens), clock(closes)).unwrap()].into()
}

/// A resource that is at location 1 every workday from 09:00 to 12:00.
fn morning(resource: u128) -> Schedule {
    with_sessions(resource, Week::workdays(hours("09:00", "12:00")), vec![])
}

fn with_sessions(resource: u128, week: Week, sessions: Vec<Session>) -> Schedule {
    let since = Period::since("2026-01-01".parse().unwrap());
    Schedule::new(id(resource), id(resource), id(1), "UTC".parse().unwrap())
        .publish_sessions(since, week, sessions)
}

fn mondays(opens: &str, closes: &str) -> Session {
    let weekly = Pattern::Weekly {
        every: many(1),
        on: Weekday::Mon.into(),
    };
    let first = "2026-01-05".parse().unwrap();
    Session::new(first, weekly, clock(opens), clock(closes)).unwrap()
}

fn visit(kind: u128, minutes: u64) -> VisitType {
    VisitType::new(id(kind), "visit", Minutes::new(minutes)).unwrap()
}

/// A visit of type 1 at location 1 that bears `capacity` at once.
fn taken(from: &str, to: &str, capacity: u8) -> Occupied {
    Occupied {
        holder: Uuid::from_u128(9),
        time: span(from, to),
        before: Minutes::ZERO,
        after: Minutes::ZERO,
        capacity: many(capacity),
        starts: at(from),
        visit: id(1),
        location: id(1),
        kept: vec![(Lane::REGULAR, span(from, to))],
    }
}

/// A question about one resource's Monday, asked the Friday before.
struct Ask {
    schedule: Schedule,
    occupied: Vec<Occupied>,
    visit: VisitType,
    policy: Policy,
    quotas: Vec<Quota>,
    travel: Travel,
    visitor: Option<Visitor>,
    filter: Option<Filter>,
    now: &'static str,
    unknown: IntervalSet,
    licensed: Option<Vec<Period>>,
}

impl Ask {
    fn of(schedule: Schedule, visit: VisitType) -> Self {
        Self {
            schedule,
            occupied: vec![],
            visit,
            policy: Policy {
                step: Step::new(30).unwrap(),
                ..Policy::default()
            },
            quotas: vec![],
            travel: Travel::default(),
            visitor: None,
            filter: None,
            now: "2026-03-06T12:00:00Z",
            unknown: IntervalSet::EMPTY,
            licensed: None,
        }
    }

    fn ask<R>(&self, ask: impl FnOnce(&Search<'_>) -> R) -> R {
        let calendars = [Calendar {
            occupied: &self.occupied,
            unknown: &self.unknown,
            licensed: self.licensed.as_deref(),
            ..Calendar::of(&self.schedule)
        }];
        let rules = Tzdb::bundled();
        let now = self.now.parse().unwrap();
        ask(&Search {
            quotas: &self.quotas,
            travel: &self.travel,
            visitor: self.visitor.as_ref(),
            filter: self.filter.as_ref(),
            ..Search::of(&calendars, &self.visit, &self.policy, &rules, now)
        })
    }

    fn starts(&self) -> Vec<String> {
        self.ask(|search| shown(open_slots(search, day()).unwrap().starts()))
    }

    fn refused(&self, start: &str) -> Option<Layer> {
        match self.ask(|search| search.admit(at(start))) {
            Ok(()) => None,
            Err(Refused::NotFree { layer, .. }) => Some(layer),
            Err(other) => panic!("{other}"),
        }
    }
}

fn shown(starts: impl Iterator<Item = Minute>) -> Vec<String> {
    let clock = |at: Minute| DateTime::<Utc>::from(at).format("%H:%M").to_string();
    starts.map(clock).collect()
}

/// A newcomer from 09:00 to 10:00 that bears so many, beside those who are there.
#[test]
#[rustfmt::skip] // a table
fn s8_the_strictest_of_those_who_meet_decides() {
    //   newcomer  there                                     admitted
    s8(2,        &[],                                          true);
    s8(3,        &[("09:00", "10:00", 2)],                     true);
    s8(2,        &[("09:00", "10:00", 3)],                     true);
    s8(3,        &[("09:00", "10:00", 2), ("09:00", "10:00", 3)], false); // the first bears two
    s8(2,        &[("09:00", "10:00", 3), ("09:00", "10:00", 3)], false); // the newcomer bears two
    s8(3,        &[("09:00", "10:00", 3), ("09:00", "10:00", 3)], true);
    s8(1,        &[("09:00", "10:00", 3)],                     false); // it stands alone
    s8(3,        &[("09:00", "10:00", 1)],                     false); // the other does
}

/// As many at each instant, not as many as touch the hour.
#[test]
#[rustfmt::skip] // a table
fn s9_capacity_is_counted_per_instant() {
    s8(2,        &[("09:00", "09:30", 2), ("09:30", "10:00", 2)], true);
    s8(2,        &[("09:00", "09:35", 2), ("09:30", "10:00", 2)], false);
    s8(3,        &[("09:00", "09:30", 2), ("09:30", "10:00", 3)], true);
}

#[track_caller]
fn s8(capacity: u8, there: &[(&str, &str, u8)], wanted: bool) {
    let occupied: Vec<Occupied> = there.iter().map(|(a, b, c)| taken(a, b, *c)).collect();
    for occupied in [occupied.clone(), occupied.into_iter().rev().collect()] {
        let ask = Ask {
            occupied,
            ..Ask::of(morning(1), visit(1, 60).at_once(many(capacity)))
        };
        assert_eq!(ask.refused("09:00").is_none(), wanted);
        assert_eq!(ask.starts().contains(&"09:00".to_owned()), wanted);
    }
}

/// A hold, a booking that waits for approval and a buffer are in the way alike.
#[test]
#[rustfmt::skip] // a table
fn s10_a_neighbours_buffer_is_in_the_way() {
    use Buffers::{Max, Sum};
    // there: 09:00 to 10:00, 20 minutes after it; the newcomer's own before
    //       before  how   first start
    turnover(0,      Max,  "10:20");
    turnover(15,     Max,  "10:20"); // the longer of the two
    turnover(30,     Max,  "10:30");
    turnover(0,      Sum,  "10:20");
    turnover(15,     Sum,  "10:35"); // both
}

#[track_caller]
fn turnover(before: u64, buffers: Buffers, first: &str) {
    let there = Occupied {
        after: Minutes::new(20),
        kept: vec![(Lane::REGULAR, span("09:00", "10:20"))],
        ..taken("09:00", "10:00", 1)
    };
    let buffered = visit(1, 30).with_buffers(Minutes::new(before), Minutes::ZERO);
    let mut ask = Ask::of(morning(1), buffered.unwrap());
    ask.occupied = vec![there];
    ask.policy.buffers = buffers;
    ask.policy.step = Step::new(5).unwrap();
    assert_eq!(ask.starts().first().map(String::as_str), Some(first));
    let slot = ask.ask(|search| Slot::choose(search, at(first)).unwrap());
    for keep in slot.keeps() {
        assert!(
            !keep.time.overlaps(span("09:00", "10:20")),
            "one turnover, one claim"
        );
    }
}

/// What was stamped at booking counts, not what the type says by now.
#[test]
fn s19_the_stamped_capacity_counts() {
    let class = Ask::of(morning(1), visit(1, 60).at_once(many(3)));
    let slot = class.ask(|search| Slot::choose(search, at("09:00")).unwrap());
    let (_, there) = slot.takes(Uuid::from_u128(8)).next().unwrap();
    assert_eq!(there.capacity, many(3));
    let now_of_one = Ask {
        occupied: vec![there.clone()],
        ..Ask::of(morning(1), visit(1, 60))
    };
    assert_eq!(now_of_one.refused("09:00"), Some(Layer::Capacity));
    let now_of_five = Ask {
        occupied: vec![there.clone(), there.clone(), there],
        ..Ask::of(morning(1), visit(1, 60).at_once(many(5)))
    };
    assert_eq!(now_of_five.refused("09:00"), Some(Layer::Capacity));
}

/// The practitioner for the first 20 minutes, the assistant for the next 20.
#[test]
fn s23_the_practitioner_is_free_while_the_assistant_works() {
    let (doctor, assistant) = (morning(1), morning(2));
    let visit = visit(1, 40);
    let first = Slot::choose(&in_turn(&[], &[], &doctor, &assistant, &visit), at("09:00"));
    let mut kept: Vec<(ResourceId, Occupied)> = first.unwrap().takes(Uuid::from_u128(1)).collect();
    let (helper, of_doctor) = (kept.pop().unwrap().1, kept.pop().unwrap().1);
    assert_eq!(
        (of_doctor.time, helper.time),
        (span("09:00", "09:20"), span("09:20", "09:40"))
    );
    let check = |start, wanted| {
        let (of_doctor, helper) = ([of_doctor.clone()], [helper.clone()]);
        let search = in_turn(&of_doctor, &helper, &doctor, &assistant, &visit);
        assert_eq!(search.admit(at(start)).is_ok(), wanted, "{start}");
    };
    check("09:10", false); // the practitioner is with the first patient
    check("09:20", true); // with the second, while the assistant is with the first
    check("09:00", false);
}

fn in_turn<'a>(
    doctors: &'a [Occupied],
    helpers: &'a [Occupied],
    doctor: &'a Schedule,
    assistant: &'a Schedule,
    visit: &'a VisitType,
) -> Search<'a> {
    let calendar = |schedule, occupied| {
        Box::leak(Box::new([Calendar {
            occupied,
            ..Calendar::of(schedule)
        }]))
    };
    let roles = Box::leak(Box::new([
        Role {
            pool: calendar(doctor, doctors),
            part: Some(Part::between(0, 20).unwrap()),
        },
        Role {
            pool: calendar(assistant, helpers),
            part: Some(Part::between(20, 40).unwrap()),
        },
    ]));
    let policy = Box::leak(Box::new(Policy {
        step: Step::new(10).unwrap(),
        ..Policy::default()
    }));
    let rules = Box::leak(Box::new(Tzdb::bundled()));
    let now = "2026-03-06T12:00:00Z".parse().unwrap();
    Search::of(Roles::Filled(roles), visit, policy, rules, now)
}

/// Claims are taken in one order, whoever fills which role.
#[test]
fn s12_claims_come_in_one_order() {
    let (one, two) = (morning(2), morning(1));
    let calendars = [Calendar::of(&one), Calendar::of(&two)];
    let (visit, policy, rules) = (visit(1, 30), Policy::default(), Tzdb::bundled());
    let now = "2026-03-06T12:00:00Z".parse().unwrap();
    let cells = |roles: &[Calendar<'_>]| {
        let search = Search::of(roles, &visit, &policy, &rules, now);
        Slot::choose(&search, at("09:00")).unwrap().cells()
    };
    let reversed: Vec<Calendar<'_>> = calendars.iter().rev().copied().collect();
    assert!(cells(&calendars).is_sorted());
    assert_eq!(cells(&calendars), cells(&reversed));
}

/// 13:00 to 15:00 for type 2 alone, open to all 72 hours before.
#[test]
#[rustfmt::skip] // a table
fn a_session_is_for_whom_it_says_until_it_is_released() {
    let two_only = Accepts { visits: vec![id(2)], ..Accepts::default() };
    let session = || mondays("13:00", "15:00").only(two_only.clone()).released(Minutes::new(72 * 60));
    let schedule = || with_sessions(1, Week::default(), vec![session()]);
    let check = |kind, now, wanted: Option<Layer>| {
        let ask = Ask { now, ..Ask::of(schedule(), visit(kind, 30)) };
        assert_eq!(ask.refused("13:00"), wanted, "{kind} {now}");
        assert_eq!(ask.starts().len(), if wanted.is_none() { 4 } else { 0 });
    };
    //    type  now                     against it
    check(2,    "2026-03-01T00:00:00Z", None);
    check(1,    "2026-03-01T00:00:00Z", Some(Layer::Reserved));
    check(1,    "2026-03-06T12:59:00Z", Some(Layer::Reserved));
    check(1,    "2026-03-06T13:00:00Z", None);
}

#[test]
#[rustfmt::skip] // a table
fn a_session_knows_new_patients_and_who_books() {
    let new = Accepts { standing: Some(Standing::New), ..Accepts::default() };
    let schedules = [mondays("13:00", "14:00").only(new), mondays("13:00", "14:00").staff_only()]
        .map(|session| with_sessions(1, Week::default(), vec![session]));
    let seen = |last: Option<&str>, books| Some(Visitor { services: last.map(|day| Service { on: day.parse().unwrap(), specialty: None }).into_iter().collect(), books, ..Visitor::default() });
    let check = |visitor: Option<Visitor>, wanted: [bool; 2]| {
        let got = schedules.clone().map(|schedule| {
            Ask { visitor: visitor.clone(), ..Ask::of(schedule, visit(1, 30)) }.refused("13:00").is_none()
        });
        assert_eq!(got, wanted, "{visitor:?}");
    };
    //    patient                        new only, staff only
    check(None,                          [false, true]);
    check(seen(None, false),             [true,  true]);
    check(seen(Some("2025-01-01"), false), [false, true]);
    check(seen(Some("2020-01-01"), true), [true,  false]);
}

/// A session that takes two at once; past midnight it belongs to the day on which it opens.
#[test]
fn a_session_has_room_for_several_and_may_go_past_midnight() {
    let session = mondays("23:00", "01:00").at_once(many(2));
    let mut ask = Ask::of(
        with_sessions(1, Week::default(), vec![session]),
        visit(1, 60),
    );
    ask.policy.step = Step::new(60).unwrap();
    let night = Interval::new(at("22:00"), at("23:00").plus(Minutes::new(240))).unwrap();
    let found = |ask: &Ask| ask.ask(|search| shown(open_slots(search, night).unwrap().starts()));
    assert_eq!(found(&ask), ["23:00", "00:00"]);
    ask.occupied = vec![taken("23:00", "23:59", 2)];
    assert_eq!(found(&ask), ["23:00", "00:00"]);
    let second = ask.ask(|search| Slot::choose(search, at("23:00")).unwrap());
    let (_, second) = second.takes(Uuid::from_u128(2)).next().unwrap();
    assert_eq!((second.capacity, second.kept[0].0), (many(2), Lane(1)));
    ask.occupied.push(second);
    assert_eq!(found(&ask), ["00:00"]);
}

#[test]
fn dated_sessions_blocks_and_reservations_lie_on_the_template() {
    let mut schedule = morning(1);
    let year = Period::since("2026-01-01".parse().unwrap());
    schedule.exceptions = vec![
        Exception::BlockedEach {
            on: year,
            days: Pattern::MonthlyWeekday {
                every: many(1),
                nth: crate::scheduling::Nth::Second,
                weekday: Weekday::Mon,
            },
            hours: hours("09:00", "10:00"),
            reason: "meeting".to_owned(),
        },
        Exception::Session {
            on: Period::day("2026-03-09".parse().unwrap()),
            session: mondays("14:00", "15:00"),
        },
        Exception::Reserved {
            on: year,
            hours: hours("11:00", "12:00"),
            accepts: Accepts {
                visits: vec![id(2)],
                ..Accepts::default()
            },
            reason: "acute visits".to_owned(),
        },
    ];
    let ask = Ask::of(schedule, visit(1, 30));
    assert_eq!(ask.starts(), ["10:00", "10:30", "14:00", "14:30"]);
    assert_eq!(ask.refused("09:00"), Some(Layer::Block));
    assert_eq!(ask.refused("11:00"), Some(Layer::Reserved));
}

#[test]
#[rustfmt::skip] // a table
fn quotas_count_on_local_days_and_weeks() {
    let quota = |most, per, kind: Option<u128>, place: Option<u128>| Quota {
        most, per, resource: Some(id(1)), visit: kind.map(id), location: place.map(id),
    };
    let check = |quota: Quota, wanted: Option<Layer>| {
        let mut ask = Ask::of(morning(1), visit(1, 30));
        let mut before = taken("09:00", "09:30", 1); // on the Thursday before
        before.starts = before.starts.minus(Minutes::new(4 * 1_440));
        before.time = before.time.widened(Minutes::new(4 * 1_440), Minutes::ZERO);
        ask.occupied = vec![taken("09:00", "09:30", 1), taken("10:00", "10:30", 1)];
        ask.quotas = vec![quota];
        assert_eq!(ask.refused("11:00"), wanted, "{quota:?}");
    };
    //           most  per        type      location     against 11:00
    check(quota(2,    Per::Day,  None,     None),    Some(Layer::Quota));
    check(quota(3,    Per::Day,  None,     None),    None);
    check(quota(2,    Per::Day,  Some(1),  Some(1)), Some(Layer::Quota));
    check(quota(2,    Per::Day,  Some(2),  None),    None); // of another type
    check(quota(2,    Per::Day,  None,     Some(2)), None); // elsewhere
    check(quota(2,    Per::Week, None,     None),    Some(Layer::Quota));
    check(quota(3,    Per::Week, None,     None),    None);
    check(Quota { resource: Some(id(7)), ..quota(2, Per::Day, None, None) }, None); // another's
    check(Quota { resource: None, ..quota(2, Per::Day, None, None) }, Some(Layer::Quota));
    check(quota(0,    Per::Day,  None,     None),    Some(Layer::Quota));
}

/// 40 minutes from location 2 to location 1, where the practitioner was until 09:30; the patient
/// has to be at location 2 by 11:30.
#[test]
fn the_way_between_locations_takes_its_time() {
    let elsewhere = |from, to| Occupied {
        location: id::<LocationId>(2),
        ..taken(from, to, 1)
    };
    let mut ask = Ask::of(morning(1), visit(1, 30));
    ask.policy.step = Step::new(10).unwrap();
    ask.occupied = vec![elsewhere("08:00", "09:30")];
    assert_eq!(ask.starts().first().map(String::as_str), Some("09:30"));
    ask.travel = Travel::from(vec![Trip {
        from: id(2),
        to: id(1),
        takes: Minutes::new(40),
    }]);
    assert_eq!(ask.refused("10:00"), Some(Layer::Travel));
    assert_eq!(ask.starts().first().map(String::as_str), Some("10:10"));
    ask.visitor = Some(Visitor {
        visits: vec![Attendance {
            time: span("11:30", "12:00"),
            location: id(2),
            visit: None,
        }],
        ..Visitor::default()
    });
    assert_eq!(ask.refused("10:30"), Some(Layer::Patient));
    assert_eq!(ask.starts(), ["10:10", "10:20"]);
}

/// Mornings on the patient's clocks: New York is four hours behind.
#[test]
fn a_filter_is_on_the_clocks_that_it_names() {
    let mut ask = Ask::of(morning(1), visit(1, 30));
    ask.filter = Some(Filter {
        days: vec![Weekday::Mon],
        hours: hours("06:00", "07:30"),
        zone: Some("America/New_York".parse().unwrap()),
    });
    assert_eq!(ask.starts(), ["10:00", "10:30", "11:00"]);
    assert_eq!(ask.refused("09:00"), Some(Layer::Filter));
    ask.filter = Some(Filter {
        days: vec![Weekday::Tue],
        ..Filter::default()
    });
    assert_eq!(ask.starts(), [""; 0]);
}

#[test]
fn a_grid_may_begin_later_than_midnight() {
    let mut ask = Ask::of(morning(1), visit(1, 30));
    ask.policy.offset = 10;
    assert_eq!(ask.starts(), ["09:10", "09:40", "10:10", "10:40", "11:10"]);
    assert_eq!(ask.refused("09:30"), Some(Layer::Grid));
}

/// Nobody knows, nothing is free, and nobody looked are three answers.
#[test]
fn a_source_that_cannot_be_read_is_an_answer_of_its_own() {
    let mut ask = Ask::of(morning(1), visit(1, 30));
    let answer = |ask: &Ask| ask.ask(|search| open_slots(search, day()).unwrap().answer());
    assert_eq!(answer(&ask), Answer::Open);
    ask.unknown = span("09:00", "11:00").into();
    assert_eq!(
        (answer(&ask), ask.starts()),
        (Answer::Open, vec!["11:00".to_owned(), "11:30".to_owned()])
    );
    ask.unknown = Interval::ALWAYS.into();
    assert_eq!(answer(&ask), Answer::Unreachable);
    assert_eq!(ask.refused("09:00"), Some(Layer::Unreachable));
    let who = ask.ask(|search| open_slots(search, day()).unwrap().unreachable().to_vec());
    assert_eq!(who, [id(1)]);
    ask.unknown = IntervalSet::EMPTY;
    ask.occupied = vec![taken("09:00", "12:00", 1)];
    assert_eq!(answer(&ask), Answer::NothingFree);
    ask.now = "2026-03-10T00:00:00Z";
    assert_eq!(answer(&ask), Answer::Clipped);
}

/// Any one of two doctors and any one of two rooms, of which one doctor's own is one.
#[test]
fn roles_find_someone_of_their_own() {
    let schedules = [1, 2, 3].map(morning);
    let busy = [
        span("09:00", "10:00").into(),
        span("09:00", "11:00").into(),
        IntervalSet::EMPTY,
    ];
    let calendar = |n: usize| Calendar {
        busy: &busy[n],
        ..Calendar::of(&schedules[n])
    };
    let (either, also) = ([calendar(0), calendar(1)], [calendar(0), calendar(2)]);
    let role = |pool| Role { pool, part: None };
    let roles = [role(&either), role(&also)];
    let policy = Policy {
        step: Step::new(30).unwrap(),
        ..Policy::default()
    };
    let (visit, rules) = (visit(1, 30), Tzdb::bundled());
    let now = "2026-03-06T12:00:00Z".parse().unwrap();
    let search = Search::of(Roles::Filled(&roles), &visit, &policy, &rules, now);
    let open = open_slots(&search, day()).unwrap();
    assert_eq!(shown(open.starts()), ["10:00", "10:30", "11:00", "11:30"]);
    let fill = |start| open.fill(at(start)).unwrap();
    assert_eq!(fill("10:00"), [id(1), id(3)]); // the first could do both, and does one
    assert_eq!(fill("11:00"), [id(1), id(3)]);
    assert_eq!(shown(open.pick(Pick::First(2))), ["10:00", "10:30"]);
    let alone = [role(&either[..1]), role(&also[..1])];
    let twice = Search::of(Roles::Filled(&alone), &visit, &policy, &rules, now);
    assert_eq!(
        twice.admit(at("10:00")).unwrap_err().to_string(),
        "the time is not free: everyone who could is needed elsewhere in the visit"
    );
    let any = Search::of(Roles::Any(&either), &visit, &policy, &rules, now);
    let week = day().widened(Minutes::ZERO, Minutes::new(6 * 1_440));
    let open = open_slots(&any, week).unwrap();
    assert_eq!(open.pick(Pick::FirstPerDay).count(), 5);
    assert_eq!(
        open.members(0, at("11:00")).collect::<Vec<_>>(),
        [id(1), id(2)]
    );
}

fn overriding(layers: &[Layer]) -> Result<Override, Refused> {
    Override::new(layers, "emergency".parse().unwrap(), id(5))
}

/// Booked against the hours and over another, in a lane of its own; marked, so that nobody flags it
/// again.
#[test]
fn an_override_names_its_layers_and_takes_its_own_lane() {
    for layer in [Layer::Closure, Layer::Licence] {
        assert_eq!(overriding(&[layer]), Err(Refused::HardLayer { layer }));
    }
    let mut ask = Ask::of(morning(1), visit(1, 60));
    ask.occupied = vec![taken("11:30", "12:00", 1)];
    let given = overriding(&[Layer::Busy, Layer::Hours, Layer::Notice]).unwrap();
    let choose = |ask: &Ask, given: &Override, start| {
        ask.ask(|search| {
            let search = Search {
                overriding: Some(given),
                ..*search
            };
            Slot::choose(&search, at(start))
        })
    };
    let hours_only = overriding(&[Layer::Hours]).unwrap();
    assert!(choose(&ask, &hours_only, "11:30").is_err());
    let slot = choose(&ask, &given, "11:30").unwrap();
    let marked = slot.overridden().unwrap();
    assert_eq!(marked.layers(), [Layer::Hours, Layer::Busy]); // no more than stood against it
    let lanes: Vec<(Lane, Interval)> = slot.keeps().map(|keep| (keep.lane, keep.time)).collect();
    assert_eq!(
        lanes,
        [
            (Lane(100), span("11:30", "12:00")),
            (Lane::REGULAR, span("12:00", "12:30"))
        ]
    );
    let text = serde_json::to_string(&slot).unwrap();
    assert_eq!(serde_json::from_str::<Slot>(&text).unwrap(), slot);
    let now = "2026-03-06T12:00:00Z".parse().unwrap();
    let left_out = stranded(&ask.schedule, [&slot], &Tzdb::bundled(), now).unwrap();
    assert_eq!(left_out, []);
    ask.occupied
        .extend(slot.takes(Uuid::from_u128(1)).map(|(_, taken)| taken));
    let third = choose(&ask, &given, "11:30").unwrap_err();
    assert_eq!(third.code(), "scheduling.not_free"); // the policy has one lane above
    let free = choose(&ask, &given, "09:00").unwrap();
    assert_eq!((free.overridden(), free.lane()), (None, Lane::REGULAR));
}

#[test]
fn a_new_version_leaves_nobody_out_in_silence() {
    let before = morning(1);
    let ask = Ask::of(before.clone(), visit(1, 30));
    let choose = |start| ask.ask(|search| Slot::choose(search, at(start)).unwrap());
    let (early, late) = (choose("09:00"), choose("11:30"));
    let after = before.clone().publish_sessions(
        Period::since("2026-03-09".parse().unwrap()),
        Week::workdays(hours("09:00", "11:00")),
        vec![mondays("11:00", "12:00").only(Accepts {
            visits: vec![id(2)],
            ..Accepts::default()
        })],
    );
    let rules = Tzdb::bundled();
    let now = "2026-03-06T12:00:00Z".parse().unwrap();
    let left_out = stranded(&after, [&early, &late], &rules, now).unwrap();
    assert_eq!(left_out.len(), 1);
    assert_eq!(
        (left_out[0].slot, left_out[0].layer),
        (&late, Layer::Reserved)
    );
    let offers = what_if(
        &Calendar::of(&before),
        &Calendar::of(&after),
        &[visit(1, 30), visit(2, 30)],
        day(),
        &rules,
        now,
    );
    let minutes: Vec<(u64, u64)> = offers
        .unwrap()
        .iter()
        .map(|offer| (offer.before.count(), offer.after.count()))
        .collect();
    assert_eq!(minutes, [(180, 120), (180, 180)]);
}

/// From 09:00 to 12:00: taken until 11:00, blocked from 11:00; an hour is looked for.
#[test]
fn why_names_what_stands_alone_and_what_would_help() {
    let mut schedule = morning(1);
    schedule.exceptions = vec![Exception::Blocked {
        on: Period::day("2026-03-09".parse().unwrap()),
        hours: hours("11:00", "12:00"),
        reason: "meeting".to_owned(),
    }];
    let mut ask = Ask::of(schedule, visit(1, 60));
    ask.occupied = vec![taken("09:30", "11:00", 1)];
    let why = ask.ask(|search| search.why(day()).unwrap());
    assert_eq!(why.starts, 0);
    let alone = |layer| {
        why.against
            .iter()
            .find(|row| row.layer == layer)
            .map(|row| row.alone)
    };
    assert_eq!(alone(Layer::Block), Some(1)); // 11:00
    assert_eq!(alone(Layer::Busy), Some(3)); // 09:00, 09:30, 10:00
    assert_eq!(alone(Layer::Hours), Some(18 + 24)); // until 08:30, from 12:00
    let lift = |layer| Relief::Lift(vec![(layer, Some(id(1)))]);
    let shorter = Relief::Shorter(Minutes::new(30));
    let wanted = [
        (shorter, 1, at("09:00")), // all that is left before the taken time
        (lift(Layer::Block), 1, at("11:00")),
        (lift(Layer::Busy), 3, at("09:00")),
        (lift(Layer::Hours), 42, at("00:00")),
    ];
    let cheapest = why.relaxations.into_iter();
    let cheapest: Vec<(Relief, u64, Minute)> = cheapest
        .map(|one| (one.change, one.starts, one.first))
        .collect();
    assert_eq!(cheapest, wanted);
}

#[test]
fn a_refusal_offers_three_other_starts() {
    let mut ask = Ask::of(morning(1), visit(1, 30));
    ask.occupied = vec![taken("09:00", "10:00", 1)];
    let refused = ask.ask(|search| {
        let refused = search.admit(at("09:30")).unwrap_err();
        refused.offering(search.alternatives(at("09:30"), day()).unwrap())
    });
    assert_eq!(
        refused.to_string(),
        "the time is not free: already taken; next at 2026-03-09T10:00Z, 2026-03-09T10:30Z, 2026-03-09T11:00Z"
    );
}

/// 09:00 stays 09:00 over the change of the clocks, in a session as in weekly hours.
#[test]
fn s5_a_session_stays_where_it_is_on_the_wall() {
    let weekly = Pattern::Weekly {
        every: many(1),
        on: Weekday::Mon.into(),
    };
    let first = "2026-01-05".parse().unwrap();
    let session = Session::new(first, weekly, clock("09:00"), clock("10:00")).unwrap();
    let since = Period::since(first);
    let zone = "America/New_York".parse().unwrap();
    let schedule = Schedule::new(id(1), id(1), id(1), zone).publish_sessions(
        since,
        Week::default(),
        vec![session],
    );
    let ask = Ask {
        now: "2026-03-01T00:00:00Z",
        ..Ask::of(schedule, visit(1, 60))
    };
    let weeks = day().widened(Minutes::new(7 * 1_440), Minutes::ZERO);
    let found = ask.ask(|search| shown(open_slots(search, weeks).unwrap().starts()));
    assert_eq!(found, ["14:00", "13:00"]); // the clocks jumped on the Sunday between
}

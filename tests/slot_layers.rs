//! Search with roles, sessions, capacity, buffers, travel and quotas against a search by hand that
//! looks at every minute; and what is booked one after another, against each other.

use std::collections::BTreeSet;
use std::num::NonZeroU8;

use chrono::{DateTime, Utc, Weekday};
use pms_core::id::Uuid;
use pms_core::scheduling::{
    Accepts, Attendance, Buffers, Calendar, Cell, Layer, Occupied, Part, Pattern, Per, Policy,
    Quota, Role, Roles, Schedule, Search, Session, Slot, Spacing, Step, Travel, Trip, VisitType,
    Visitor, Week, Window, open_slots,
};
use pms_core::time::{ClockTime, Interval, IntervalSet, Minute, Minutes, Period, Tzdb};
use proptest::prelude::*;

/// Monday, 2026-06-01, 00:00 in UTC, and two days of five-minute cells.
const MONDAY: i64 = 29_671_200;
const DAYS: i64 = 2;

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn minute(after: i64) -> Minute {
    Minute::new(MONDAY + after).unwrap()
}

fn interval(from: i64, to: i64) -> Interval {
    Interval::new(minute(from), minute(to)).unwrap()
}

fn many(count: u8) -> NonZeroU8 {
    NonZeroU8::new(count).unwrap()
}

/// A resource: the same hours each day, a session beside them, and what it has on.
#[derive(Clone, Debug)]
struct Staff {
    hours: (i64, i64),
    session: Option<(i64, i64, bool, Option<u8>)>,
    taken: Vec<Taken>,
    busy: Vec<(i64, i64)>,
}

#[derive(Clone, Debug)]
struct Taken {
    from: i64,
    long: i64,
    before: i64,
    after: i64,
    capacity: u8,
    kind: u128,
    elsewhere: bool,
}

/// From which minute of the visit, and how long; none for all of it.
type Stretch = Option<(i64, i64)>;

#[derive(Clone, Debug)]
struct Asked {
    staff: Vec<Staff>,
    /// For each role, who could fill it, and in which part.
    roles: Vec<(BTreeSet<usize>, Stretch)>,
    visit: (i64, i64, i64, Option<u8>),
    sum: bool,
    step: u16,
    offset: u16,
    travel: i64,
    quota: Option<(u16, bool)>,
    patient: Option<(i64, i64)>,
    apart: Option<Apart>,
    notice: i64,
}

/// What keeps the patient's visits apart, and whether the patient's other visit is of the type meant.
#[derive(Clone, Debug)]
struct Apart {
    days: Option<u16>,
    self_booked: bool,
    books: bool,
    meant: bool,
}

fn any_taken() -> impl Strategy<Value = Taken> {
    let at = (0..2 * 1_440_i64, 5..90_i64, 0..20_i64, 0..20_i64);
    (at, 1..4_u8, 1..3_u128, prop::bool::weighted(0.2)).prop_map(
        |(at, capacity, kind, elsewhere)| {
            let (from, long, before, after) = at;
            Taken {
                from,
                long,
                before,
                after,
                capacity,
                kind,
                elsewhere,
            }
        },
    )
}

prop_compose! {
    fn any_staff()(
        hours in (0..200_i64, 30..150_i64),
        session in prop::option::of((0..200_i64, 10..80_i64, any::<bool>(), prop::option::of(1..4_u8))),
        taken in prop::collection::vec(any_taken(), 0..14),
        busy in prop::collection::vec((0..2 * 1_440_i64, 1..60_i64), 0..4),
    ) -> Staff {
        let clock = |(from, long): (i64, i64)| (from * 5, ((from + long) * 5).min(1_440));
        let session = session.map(|(from, long, open, capacity)| {
            let (from, to) = clock((from, long));
            (from, to, open, capacity)
        });
        Staff { hours: clock(hours), session, taken, busy }
    }
}

prop_compose! {
    fn any_asked()(
        staff in prop::collection::vec(any_staff(), 3),
        roles in prop::collection::vec((prop::collection::btree_set(0..3_usize, 1..3), prop::option::of((0..4_i64, 1..4_i64))), 1..3),
        visit in (20..60_i64, 0..20_i64, 0..20_i64, prop::option::of(1..4_u8)),
        (sum, travel, notice) in (any::<bool>(), 0..60_i64, 0..600_i64),
        (step, offset) in (prop::sample::select(vec![1_u16, 5, 10, 25]), 0..10_u16),
        quota in prop::option::of((0..5_u16, any::<bool>())),
        patient in prop::option::of((0..2 * 1_440_i64, 1..200_i64)),
        apart in prop::option::weighted(0.3, (prop::option::weighted(0.8, 0..2_u16), any::<bool>(), any::<bool>(), prop::bool::weighted(0.8))),
    ) -> Asked {
        let roles = roles.into_iter().map(|(pool, part)| (pool, part.map(|(from, long)| (from * 5, long * 5)).filter(|(from, long)| from + long <= visit.0))).collect();
        let apart = apart.map(|(days, self_booked, books, meant)| Apart { days, self_booked, books, meant });
        Asked { staff, roles, visit, sum, step, offset, travel, quota, patient, apart, notice }
    }
}

/// Whole cells around some minutes.
fn whole(from: i64, to: i64) -> (i64, i64) {
    (from.div_euclid(5) * 5, -(-to).div_euclid(5) * 5)
}

fn within(at: i64, span: (i64, i64)) -> bool {
    span.0 <= at && at < span.1
}

impl Taken {
    fn core(&self) -> (i64, i64) {
        whole(self.from, self.from + self.long)
    }

    fn whole(&self) -> (i64, i64) {
        whole(self.from - self.before, self.from + self.long + self.after)
    }

    fn occupied(&self) -> Occupied {
        let span = self.whole();
        Occupied {
            holder: Uuid::nil(),
            time: interval(self.from, self.from + self.long),
            before: Minutes::new(self.before as u64),
            after: Minutes::new(self.after as u64),
            capacity: many(self.capacity),
            starts: minute(self.from),
            visit: id(self.kind),
            location: id(if self.elsewhere { 2 } else { 1 }),
            kept: vec![(
                pms_core::scheduling::Lane::REGULAR,
                interval(span.0, span.1),
            )],
        }
    }
}

impl Asked {
    /// The part of a role: from, to, before, after, in minutes of the visit.
    fn part(&self, part: Stretch) -> (i64, i64, i64, i64) {
        match part {
            None => (0, self.visit.0, self.visit.1, self.visit.2),
            Some((from, long)) => (from, from + long, 0, 0),
        }
    }

    /// Whether a resource can do its part, minute by minute.
    fn can(&self, staff: &Staff, part: (i64, i64, i64, i64), start: i64) -> bool {
        let (from, to) = (start + part.0, start + part.1);
        let day = |at: i64| at.rem_euclid(1_440);
        let in_session = |at: i64| staff.session.filter(|one| within(day(at), (one.0, one.1)));
        let hours = |at: i64| within(day(at), staff.hours) && (0..7 * 1_440).contains(&at);
        let there = |at: i64| hours(at) || in_session(at).is_some_and(|one| one.2);
        let level = |at: i64| in_session(at).filter(|one| one.2).and_then(|one| one.3);
        let own = self.visit.3;
        let limit = (from..to).map(|at| match (own, level(at)) {
            (Some(own), Some(session)) => own.min(session),
            (own, session) => own.or(session).unwrap_or(1),
        });
        let limit = usize::from(limit.min().unwrap());
        let (before, after) = (from - part.2, to + part.3);
        let busy = |at: i64| {
            staff
                .busy
                .iter()
                .any(|(b, long)| within(at, whole(*b, b + long)))
        };
        let here = staff.taken.iter();
        let room = |at: i64| {
            let there: Vec<&Taken> = here.clone().filter(|one| within(at, one.core())).collect();
            let strictest = there.iter().map(|one| usize::from(one.capacity)).min();
            there.len() < strictest.unwrap_or(limit).min(limit)
        };
        let turnover = |at: i64| {
            here.clone()
                .any(|one| within(at, one.whole()) && !within(at, one.core()))
        };
        let core = |at: i64| here.clone().any(|one| within(at, one.core()));
        let spare = (before..from).chain(to..after);
        let apart = |one: &Taken| {
            let both = |mine: i64, theirs: i64| if self.sum { mine + theirs } else { 0 };
            let (to_them, from_them) = (
                self.travel + both(part.3, one.before),
                self.travel + both(part.2, one.after),
            );
            to + to_them <= one.from || one.from + one.long + from_them <= from
        };
        (from..to).all(|at| there(at) && room(at) && !turnover(at))
            && !(before..after).any(busy)
            && !spare
                .into_iter()
                .any(|at| core(at) || self.sum && turnover(at))
            && (self.travel == 0 || here.clone().filter(|one| one.elsewhere).all(apart))
            && self.quota.is_none_or(|(most, typed)| {
                let day = |at: i64| at.div_euclid(1_440);
                let counts =
                    |one: &&Taken| day(one.from) == day(start) && (!typed || one.kind == 1);
                here.clone().filter(counts).count() < usize::from(most)
            })
    }

    /// Whether everyone finds a role of their own, by trying them all.
    fn seated(&self, start: i64, seated: &mut Vec<usize>) -> bool {
        let Some((pool, part)) = self.roles.get(seated.len()) else {
            return true;
        };
        pool.iter().any(|one| {
            if seated.contains(one) || !self.can(&self.staff[*one], self.part(*part), start) {
                return false;
            }
            seated.push(*one);
            let rest = self.seated(start, seated);
            seated.pop();
            rest
        })
    }

    fn by_hand(&self) -> Vec<i64> {
        let on_grid = |at: i64| {
            (at.rem_euclid(1_440) - i64::from(self.offset)).rem_euclid(i64::from(self.step)) == 0
        };
        let shifted = |at: i64| {
            // Counted anew from each midnight.
            let shown = at.rem_euclid(1_440);
            let offset = i64::from(self.offset % self.step);
            shown >= offset && (shown - offset) % i64::from(self.step) == 0
        };
        let free = |at: i64| {
            self.patient.is_none_or(|(from, long)| {
                at + self.visit.0 + self.travel <= from || from + long + self.travel <= at
            })
        };
        let near = |at: i64, from: i64| {
            let between = (from.div_euclid(1_440) - at.div_euclid(1_440)).abs();
            self.apart.as_ref().is_some_and(|rule| {
                rule.meant
                    && (rule.books || !rule.self_booked)
                    && rule.days.is_none_or(|days| between <= i64::from(days))
            })
        };
        let kept_apart = |at: i64| self.patient.is_none_or(|(from, _)| !near(at, from));
        (0..DAYS * 1_440)
            .filter(|at| kept_apart(*at))
            .filter(|at| {
                *at >= self.notice && on_grid(*at) == shifted(*at) && shifted(*at) && free(*at)
            })
            .filter(|at| self.seated(*at, &mut Vec::new()))
            .collect()
    }

    fn schedules(&self) -> Vec<Schedule> {
        let clock = |at: i64| ClockTime::new(at.try_into().unwrap()).unwrap();
        let since =
            Period::new("2026-06-01".parse().unwrap(), "2026-06-07".parse().unwrap()).unwrap();
        let schedule =
            |(staff, number): (&Staff, u128)| {
                let hours = vec![Window::new(clock(staff.hours.0), clock(staff.hours.1)).unwrap()];
                let week = Week {
                    saturday: hours.clone().into(),
                    sunday: hours.clone().into(),
                    ..Week::workdays(hours)
                };
                let sessions = staff.session.iter().map(|(from, to, open, capacity)| {
                    let daily = Pattern::Daily { every: many(1) };
                    let first = "2026-06-01".parse().unwrap();
                    let session = Session::new(first, daily, clock(*from), clock(*to)).unwrap();
                    let session = capacity
                        .map_or(session.clone(), |capacity| session.at_once(many(capacity)));
                    session.only(Accepts {
                        visits: vec![id(if *open { 1 } else { 2 })],
                        ..Accepts::default()
                    })
                });
                Schedule::new(id(number), id(number), id(1), "UTC".parse().unwrap())
                    .publish_sessions(since, week, sessions.collect())
            };
        self.staff.iter().zip(1..).map(schedule).collect()
    }

    /// Asks the engine.
    fn ask<R>(&self, ask: impl FnOnce(&Search<'_>) -> R) -> R {
        let schedules = self.schedules();
        let occupied: Vec<Vec<Occupied>> = self
            .staff
            .iter()
            .map(|one| one.taken.iter().map(Taken::occupied).collect())
            .collect();
        let busy: Vec<IntervalSet> = self
            .staff
            .iter()
            .map(|one| {
                one.busy
                    .iter()
                    .map(|(from, long)| interval(*from, from + long))
                    .collect()
            })
            .collect();
        let calendar = |n: &usize| Calendar {
            busy: &busy[*n],
            occupied: &occupied[*n],
            ..Calendar::of(&schedules[*n])
        };
        let pools: Vec<Vec<Calendar>> = self
            .roles
            .iter()
            .map(|(pool, _)| pool.iter().map(calendar).collect())
            .collect();
        let parts = self.roles.iter().map(|(_, part)| {
            part.map(|(from, long)| Part::between(from as u64, (from + long) as u64).unwrap())
        });
        let roles: Vec<Role> = pools
            .iter()
            .zip(parts)
            .map(|(pool, part)| Role { pool, part })
            .collect();
        let minutes = |count: i64| Minutes::new(count as u64);
        let visit = VisitType::new(id(1), "visit", minutes(self.visit.0))
            .and_then(|it| it.with_buffers(minutes(self.visit.1), minutes(self.visit.2)))
            .unwrap();
        let visit = self
            .visit
            .3
            .map_or(visit.clone(), |capacity| visit.at_once(many(capacity)));
        let policy = Policy {
            step: Step::new(self.step).unwrap(),
            offset: self.offset,
            notice: minutes(self.notice),
            buffers: if self.sum { Buffers::Sum } else { Buffers::Max },
            ..Policy::default()
        };
        let quotas: Vec<Quota> = self
            .quota
            .iter()
            .map(|(most, typed)| Quota {
                most: *most,
                per: Per::Day,
                resource: None,
                visit: typed.then(|| id(1)),
                location: None,
            })
            .collect();
        let travel = Travel::from(vec![Trip {
            from: id(1),
            to: id(2),
            takes: minutes(self.travel),
        }]);
        let visitor = self.patient.map(|(from, long)| Visitor {
            visits: vec![Attendance {
                time: interval(from, from + long),
                location: id(2),
                visit: self
                    .apart
                    .as_ref()
                    .map(|rule| id(if rule.meant { 2 } else { 3 })),
            }],
            books: self.apart.as_ref().is_some_and(|rule| rule.books),
            ..Visitor::default()
        });
        let apart = self.apart.iter().map(|rule| Spacing {
            visits: vec![id(1)],
            others: vec![id(2)],
            days: rule.days,
            self_booked: rule.self_booked,
        });
        let spacings: Vec<Spacing> = apart.collect();
        let rules = Tzdb::bundled();
        ask(&Search {
            spacings: &spacings,
            quotas: &quotas,
            travel: &travel,
            visitor: visitor.as_ref(),
            ..Search::of(
                Roles::Filled(&roles),
                &visit,
                &policy,
                &rules,
                DateTime::<Utc>::from(minute(0)),
            )
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Finder, validator, chooser and explainer agree with a search by hand on every minute.
    #[test]
    fn a_search_by_hand_finds_the_same_with_every_layer(asked in any_asked(), probes in prop::collection::vec(0..DAYS * 1_440, 12)) {
        let wanted = asked.by_hand();
        let window = interval(0, DAYS * 1_440);
        asked.ask(|search| {
            let open = open_slots(search, window).unwrap();
            let found: Vec<i64> = open.starts().map(|at| at.since_1970() - MONDAY).collect();
            prop_assert_eq!(&found, &wanted);
            let why = search.why(window).unwrap();
            prop_assert_eq!(why.starts, wanted.len() as u64);
            for row in &why.against {
                prop_assert!(row.layer == Layer::Grid || row.removes > Minutes::ZERO);
                prop_assert!(row.alone == 0 || row.removes.count() >= row.alone);
            }
            for at in probes {
                prop_assert_eq!(search.admit(minute(at)).is_ok(), wanted.contains(&at), "{}", at);
            }
            for at in found.iter().step_by(17) {
                let slot = Slot::choose(search, minute(*at)).unwrap();
                let fill = open.fill(minute(*at)).unwrap();
                let distinct: BTreeSet<_> = fill.iter().copied().collect();
                prop_assert_eq!(fill.len(), asked.roles.len());
                prop_assert!(slot.resources().iter().copied().eq(distinct));
            }
            Ok(())
        })?;
    }

    /// Whatever is booked one after the other keeps to every limit at every instant, and no cell of
    /// a lane has two holders.
    #[test]
    fn whoever_is_booked_keeps_to_every_limit(wishes in prop::collection::vec((0..36_i64, 1..7_i64, prop::option::of(1..4_u8), 0..3_i64), 1..40), sum in any::<bool>()) {
        let mut taken: Vec<Occupied> = Vec::new();
        let mut cells: BTreeSet<Cell> = BTreeSet::new();
        let staff = Staff { hours: (0, 240), session: None, taken: vec![], busy: vec![] };
        let roles = vec![([0].into(), None)];
        let asked = Asked { staff: vec![staff], roles, visit: (5, 0, 0, None), sum, step: 5, offset: 0, travel: 0, quota: None, patient: None, apart: None, notice: 0 };
        let schedule = &asked.schedules()[0];
        for (n, (at, long, capacity, buffer)) in wishes.into_iter().enumerate() {
            let minutes = |count: i64| Minutes::new(count as u64 * 5);
            let visit = VisitType::new(id(1), "visit", minutes(long)).and_then(|it| it.with_buffers(minutes(0), minutes(buffer))).unwrap();
            let visit = capacity.map_or(visit.clone(), |capacity| visit.at_once(many(capacity)));
            let calendars = [Calendar { occupied: &taken, ..Calendar::of(schedule) }];
            let policy = Policy { step: Step::new(5).unwrap(), buffers: if sum { Buffers::Sum } else { Buffers::Max }, ..Policy::default() };
            let rules = Tzdb::bundled();
            let search = Search::of(&calendars, &visit, &policy, &rules, DateTime::<Utc>::from(minute(0)));
            let Ok(slot) = Slot::choose(&search, minute(at * 5)) else { continue };
            for cell in slot.cells() {
                prop_assert!(!cell.lane.is_overbooked());
                prop_assert!(cells.insert(cell), "{:?} has two holders", cell);
            }
            taken.extend(slot.takes(Uuid::from_u128(n as u128)).map(|(_, it)| it));
        }
        for at in 0..240 {
            let there: Vec<&Occupied> = taken.iter().filter(|one| one.time.contains(minute(at))).collect();
            for one in &there {
                prop_assert!(there.len() <= usize::from(one.capacity.get()));
            }
            let resting = taken.iter().filter(|one| one.time.widened(one.before, one.after).contains(minute(at)) && !one.time.contains(minute(at)));
            prop_assert!(there.is_empty() || resting.count() == 0, "somebody is in another's buffer");
        }
    }
}

#[test]
fn the_first_day_is_a_monday() {
    let first: DateTime<Utc> = minute(0).into();
    assert_eq!(first.to_rfc3339(), "2026-06-01T00:00:00+00:00");
    assert_eq!(chrono::Datelike::weekday(&first), Weekday::Mon);
}

use super::*;
use crate::id::{ResourceId, Uuid};
use crate::scheduling::{
    Authorised, Calendar, Fit, InGap, Layer, Pattern, Policy, Schedule, Search, SeriesMode,
    SeriesPlan, SeriesWish, VisitType, Week, Window, plan_series,
};
use crate::time::{IntervalSet, Minute, Minutes, Period, Tzdb, ZoneRules};
use proptest::prelude::*;

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn civil(text: &str) -> NaiveDateTime {
    format!("2026-{text}:00").parse().unwrap()
}

fn at(text: &str) -> Provenance {
    Provenance {
        by: id(5),
        at: text.parse().unwrap(),
    }
}

fn new_york() -> Zone {
    "America/New_York".parse().unwrap()
}

fn weekly(start: &str, limit: Limit) -> Recurrence {
    let start = civil(start);
    let on = chrono::Datelike::weekday(&start).into();
    let every = 1.try_into().unwrap();
    Recurrence::new(start, Pattern::Weekly { every, on }, limit).unwrap()
}

fn wish(recurrence: Recurrence, mode: SeriesMode) -> SeriesWish {
    SeriesWish {
        recurrence,
        mode,
        authorised: None,
    }
}

/// Practitioners 1 to n in New York, weekdays from 9 to 17; `taken` is what each has already, as
/// local starts of 60 minutes.
fn plan(wish: &SeriesWish, taken: &[&[&str]]) -> Result<SeriesPlan, Refused> {
    plan_around(wish, taken, &[])
}

fn plan_around(
    wish: &SeriesWish,
    taken: &[&[&str]],
    exceptions: &[NaiveDateTime],
) -> Result<SeriesPlan, Refused> {
    let rules = Tzdb::bundled();
    let window = Window::new("09:00".parse().unwrap(), "17:00".parse().unwrap()).unwrap();
    let schedules: Vec<Schedule> = (1..)
        .zip(taken)
        .map(|(n, _)| {
            let since = Period::since("2026-01-01".parse().unwrap());
            Schedule::new(id(n), id(n), id(1), new_york())
                .publish(since, Week::workdays(vec![window]))
        })
        .collect();
    let busy = |starts: &&[&str]| -> IntervalSet {
        let hour = |start: &&str| {
            let start = rules
                .resolve(&new_york(), civil(start))
                .unwrap()
                .exact()
                .unwrap();
            crate::time::Interval::new(start, start.plus(Minutes::new(60))).unwrap()
        };
        starts.iter().map(hour).collect()
    };
    let busy: Vec<IntervalSet> = taken.iter().map(busy).collect();
    let calendars: Vec<[Calendar<'_>; 1]> = schedules
        .iter()
        .zip(&busy)
        .map(|(schedule, busy)| {
            [Calendar {
                busy,
                ..Calendar::of(schedule)
            }]
        })
        .collect();
    let visit = VisitType::new(id(7), "therapy", Minutes::new(60)).unwrap();
    let policy = Policy::default();
    let now = "2026-02-20T12:00:00Z".parse().unwrap();
    let searches: Vec<Search<'_>> = calendars
        .iter()
        .map(|calendars| Search::of(calendars, &visit, &policy, &rules, now))
        .collect();
    plan_series(wish, &new_york(), &searches, exceptions)
}

fn told(plan: &SeriesPlan) -> String {
    let told = plan.answers.iter().map(|answer| {
        let when = |slot: &Slot| slot.time().civil().format("%m-%dT%H:%M").to_string();
        match &answer.fit {
            Fit::Free { slot } => when(slot),
            Fit::MovedTo { slot } => format!("-> {}", when(slot)),
            Fit::Conflict { layer, .. } => format!("{layer}"),
            Fit::NoSuchTime => "no such time".to_owned(),
            Fit::NotAuthorised => "not authorised".to_owned(),
            Fit::Exception => "exception".to_owned(),
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// Every visit is looked at before any is kept. The clocks change on 8 March.
#[test]
#[rustfmt::skip] // a table
fn s11_a_series_is_checked_as_a_whole() {
    use SeriesMode::{AllOrNothing, Nearest, Skip};
    let four = || weekly("03-03T09:00", Limit::Count(4));
    let taken: &[&str] = &["03-10T09:00", "03-24T09:00"];
    let whole_day: &[&str] = &["03-10T09:00", "03-10T10:00", "03-10T11:00", "03-10T12:00", "03-10T13:00", "03-10T14:00", "03-10T15:00", "03-10T16:00"];
    //    mode                  taken       answers                                                          kept
    check(AllOrNothing,         &[],        "03-03T09:00, 03-10T09:00, 03-17T09:00, 03-24T09:00",            true);
    check(AllOrNothing,         taken,      "03-03T09:00, already taken, 03-17T09:00, already taken",        false);
    check(Skip,                 taken,      "03-03T09:00, already taken, 03-17T09:00, already taken",        true);
    check(Nearest { days: 0 },  taken,      "03-03T09:00, already taken, 03-17T09:00, already taken",        true);
    check(Nearest { days: 1 },  taken,      "03-03T09:00, -> 03-10T10:00, 03-17T09:00, -> 03-24T10:00",      true);
    check(Nearest { days: 1 },  whole_day,  "03-03T09:00, -> 03-09T16:00, 03-17T09:00, 03-24T09:00",         true);
    check(Nearest { days: 7 },  &["03-03T09:00", "03-10T09:00"], "-> 03-03T10:00, -> 03-10T10:00, 03-17T09:00, 03-24T09:00", true);

    #[track_caller]
    fn check(mode: SeriesMode, taken: &[&str], wanted: &str, kept: bool) {
        let plan = plan(&wish(weekly("03-03T09:00", Limit::Count(4)), mode), &[taken]).unwrap();
        assert_eq!(told(&plan), wanted);
        assert_eq!(plan.allowed(mode).is_ok(), kept);
    }

    let refused = plan(&wish(four(), AllOrNothing), &[taken]).unwrap().allowed(AllOrNothing);
    assert_eq!(refused, Err(Refused::SeriesConflict { against: 2, of: 4 }));
    let nobody = plan(&wish(weekly("03-07T09:00", Limit::Count(2)), Skip), &[&[]]).unwrap(); // a Saturday
    assert_eq!(told(&nobody), "outside the hours, outside the hours");
    assert!(nobody.allowed(Skip).is_err(), "a series of nothing");
}

#[test]
#[rustfmt::skip] // a table
fn no_more_visits_than_were_authorised() {
    let until = |day: &str| Some(format!("2026-{day}").parse().unwrap());
    let taken: &[&str] = &["03-10T09:00"];
    //    visits until           taken  answers
    check(3,     None,           &[],   "03-03T09:00, 03-10T09:00, 03-17T09:00, not authorised");
    check(3,     None,           taken, "03-03T09:00, already taken, 03-17T09:00, 03-24T09:00"); // what is skipped is not used up
    check(8,     until("03-17"), &[],   "03-03T09:00, 03-10T09:00, 03-17T09:00, not authorised");
    check(0,     None,           &[],   "not authorised, not authorised, not authorised, not authorised");

    #[track_caller]
    fn check(visits: u16, until: Option<chrono::NaiveDate>, taken: &[&str], wanted: &str) {
        let wish = SeriesWish {
            authorised: Some(Authorised { visits, until }),
            ..wish(weekly("03-03T09:00", Limit::Count(4)), SeriesMode::Skip)
        };
        assert_eq!(told(&plan(&wish, &[taken]).unwrap()), wanted);
    }
}

#[test]
fn who_can_take_all_visits_is_preferred() {
    let taker = |taken: &[&[&str]]| {
        let four = weekly("03-03T09:00", Limit::Count(4));
        plan(&wish(four, SeriesMode::Skip), taken).unwrap().taker
    };
    let (one, two): (&[&str], &[&str]) = (&["03-10T09:00"], &["03-03T09:00", "03-10T09:00"]);
    assert_eq!(taker(&[&[], &[]]), 0);
    assert_eq!(taker(&[one, &[]]), 1);
    assert_eq!(taker(&[two, one, one]), 1);
}

#[test]
fn a_series_has_an_end_within_reach() {
    let too_long = |limit| {
        let wish = wish(weekly("03-03T09:00", limit), SeriesMode::Skip);
        plan(&wish, &[&[]]).unwrap_err() == Refused::SeriesTooLong
    };
    assert!(too_long(Limit::Open));
    assert!(too_long(Limit::Count(53)));
    assert!(too_long(Limit::Until("2027-12-01".parse().unwrap())));
    let year = wish(weekly("03-03T09:00", Limit::Count(52)), SeriesMode::Skip);
    assert_eq!(plan(&year, &[&[]]).unwrap().answers.len(), 52);
}

#[test]
fn s2_a_visit_in_the_gap_waits_for_a_person() {
    let daily = Pattern::Daily {
        every: 1.try_into().unwrap(),
    };
    let rule = Recurrence::new(civil("03-07T02:30"), daily, Limit::Count(3)).unwrap();
    let asks = wish(rule.in_gap(InGap::Ask), SeriesMode::Skip);
    let plan = plan(&asks, &[&[]]).unwrap();
    assert_eq!(plan.answers[1].fit, Fit::NoSuchTime);
}

struct Book {
    series: Series,
    visits: Vec<Appointment>,
}

/// Tuesdays at nine, four times from 3 March.
fn four() -> Book {
    let wish = wish(
        weekly("03-03T09:00", Limit::Count(4)),
        SeriesMode::AllOrNothing,
    );
    let plan = plan(&wish, &[&[]]).unwrap();
    let of = SeriesOf {
        id: id(100),
        patient: id(1),
        visit: id(7),
        schedules: vec![id(1)],
        zone: new_york(),
    };
    let mut next = 0;
    let mint = || {
        next += 1;
        id(next)
    };
    let done = at("2026-02-20T12:00:00Z");
    let (series, visits) = Series::book(of, wish.recurrence, &plan, mint, done);
    Book { series, visits }
}

const BECAUSE: fn() -> Because = || Because {
    by: Initiator::Practice,
    reason: "new-hours".parse().unwrap(),
};

impl Book {
    fn change(&self, from: &str, to: Recurrence, now: &str) -> Result<SeriesChange, Refused> {
        let because = BECAUSE();
        let edit = SeriesEdit {
            from: civil(from),
            appointments: &self.visits,
            because: &because,
            policy: &Policy::default(),
            done: at(now),
        };
        let wish = wish(to, SeriesMode::Skip);
        let originals = wish.originals(&new_york(), &Tzdb::bundled()).unwrap();
        let exceptions = self.series.exceptions(edit.from, &self.visits, &originals);
        let plan = plan_around(&wish, &[&[]], &exceptions).unwrap();
        let mut next = 50;
        let mint = || {
            next += 1;
            id(next)
        };
        self.series
            .change_from(&edit, id(200), &wish.recurrence, &plan, mint)
    }

    fn visit(&self, n: u128) -> Appointment {
        let known = self.visits.iter().find(|visit| visit.id() == id(n));
        known.unwrap().clone()
    }

    /// What becomes of a change: the appointments as they stand then.
    fn after(mut self, change: SeriesChange) -> (Option<Series>, Self) {
        for (_, after) in change.changed {
            self.visits.retain(|visit| visit.id() != after.id());
            self.visits.push(after);
        }
        self.visits.extend(change.booked);
        let series = change.after.unwrap();
        (change.before, Self { series, ..self })
    }

    fn move_one(&mut self, n: u128, start: &str) {
        let minute = Tzdb::bundled().resolve(&new_york(), civil(start)).unwrap();
        let slot = one_slot(minute.exact().unwrap());
        let now = at("2026-02-21T12:00:00Z");
        let moved = self.visit(n).reschedule(slot, Initiator::Patient, now);
        self.put(moved.unwrap());
    }

    fn drop_one(&mut self, n: u128) {
        let now = at("2026-02-21T12:00:00Z");
        let reason = "travel".parse().unwrap();
        let policy = Policy::default();
        let dropped = self
            .visit(n)
            .cancel(Initiator::Patient, reason, &policy, now);
        self.put(dropped.unwrap());
    }

    fn put(&mut self, visit: Appointment) {
        self.visits.retain(|known| known.id() != visit.id());
        self.visits.push(visit);
    }

    /// Each visit of the series: its original start, whose appointment, when it is and how it stands.
    fn told(&self) -> Vec<String> {
        let tell = |(original, visit): (&NaiveDateTime, &Option<AppointmentId>)| {
            let original = original.format("%m-%d %H").to_string();
            let Some(id) = visit else {
                return format!("{original} left out");
            };
            let visit = self.visits.iter().find(|visit| visit.id() == *id).unwrap();
            let time = visit.slot().time().civil().format("%m-%d %H");
            let (n, status) = (Uuid::from(*id).as_u128(), visit.status().fhir());
            format!("{original} = {n} {time} {status}")
        };
        self.series.visits().iter().map(tell).collect()
    }
}

fn one_slot(start: Minute) -> Slot {
    let rules = Tzdb::bundled();
    let schedule = Schedule::new(id(1), id(1), id(1), new_york()).publish(
        Period::since("2026-01-01".parse().unwrap()),
        Week::workdays(vec![Window::ALL_DAY]),
    );
    let visit = VisitType::new(id(7), "therapy", Minutes::new(60)).unwrap();
    let (calendars, policy) = ([Calendar::of(&schedule)], Policy::default());
    let now = "2026-02-20T12:00:00Z".parse().unwrap();
    let search = Search::of(&calendars, &visit, &policy, &rules, now);
    Slot::choose(&search, start).unwrap()
}

const BEFORE: &str = "2026-03-01T12:00:00Z";

#[test]
fn s13_a_series_changes_from_one_visit_on_and_no_visit_is_lost() {
    let book = four();
    let at_ten = weekly("03-17T10:00", Limit::Count(2));
    let change = book.change("03-17T09:00", at_ten, BEFORE).unwrap();
    assert_eq!((change.changed.len(), change.booked.len()), (2, 0));
    let (before, after) = book.after(change);
    let before = before.unwrap();
    assert_eq!((before.id(), before.visits().len()), (id(100), 2));
    assert_eq!(
        before.recurrence().last(),
        Some("2026-03-16".parse().unwrap())
    );
    assert_eq!(
        (after.series.id(), after.series.follows()),
        (id(200), Some(id(100)))
    );
    assert_eq!(
        after.told(),
        [
            "03-17 10 = 3 03-17 10 booked",
            "03-24 10 = 4 03-24 10 booked"
        ]
    );
    let moved = after.visit(3);
    assert_eq!((moved.sequence(), moved.moves().len()), (1, 1));
    assert_eq!(moved.series().unwrap().series, id(200));
}

#[test]
fn all_of_the_future_changes_in_place_where_nothing_is_past() {
    let book = four();
    let first = book.series.next(&book.visits, BEFORE.parse().unwrap());
    assert_eq!(first, Some(civil("03-03T09:00")));
    let thursdays = weekly("03-05T09:00", Limit::Count(5));
    let change = book.change("03-03T09:00", thursdays, BEFORE).unwrap();
    let (before, after) = book.after(change);
    assert_eq!((before, after.series.id()), (None, id(100)));
    let wanted = [
        "03-05 09 = 1 03-05 09 booked",
        "03-12 09 = 2 03-12 09 booked",
        "03-19 09 = 3 03-19 09 booked",
        "03-26 09 = 4 03-26 09 booked",
        "04-02 09 = 51 04-02 09 booked", // one more than before
    ];
    assert_eq!(after.told(), wanted);
    // And fewer, later on: a second change moves those that the first one moved.
    let twice = weekly("03-06T11:00", Limit::Count(2));
    let change = after.change("03-05T09:00", twice, BEFORE).unwrap();
    let cancelled = change
        .changed
        .iter()
        .filter(|(_, visit)| visit.status().meaning().ended);
    assert_eq!(cancelled.count(), 3);
    let (_, after) = after.after(change);
    assert_eq!(
        after.told(),
        [
            "03-06 11 = 1 03-06 11 booked",
            "03-13 11 = 2 03-13 11 booked"
        ]
    );
}

/// What was moved, dropped or left out by itself is what its series is not.
#[test]
fn exceptions_outlive_a_change_of_their_series() {
    let mut book = four();
    book.move_one(2, "03-11T15:00");
    book.drop_one(3);
    let at_ten = weekly("03-03T10:00", Limit::Count(4));
    let change = book.change("03-03T09:00", at_ten, BEFORE).unwrap();
    let (_, after) = book.after(change);
    let wanted = [
        "03-03 10 = 1 03-03 10 booked",
        "03-10 10 = 2 03-11 15 booked",
        "03-17 10 = 3 03-17 09 cancelled",
        "03-24 10 = 4 03-24 10 booked",
    ];
    assert_eq!(after.told(), wanted);
    // Once more: they are exceptions still.
    let at_eleven = weekly("03-03T11:00", Limit::Count(4));
    let change = after.change("03-03T10:00", at_eleven, BEFORE).unwrap();
    let (_, after) = after.after(change);
    assert_eq!(after.told()[1], "03-10 11 = 2 03-11 15 booked");
    assert_eq!(after.told()[2], "03-17 11 = 3 03-17 09 cancelled");
    assert_eq!(after.told()[3], "03-24 11 = 4 03-24 11 booked");
}

#[test]
fn what_has_begun_is_frozen() {
    let book = four();
    let now = "2026-03-12T12:00:00Z"; // the second is over
    let at_ten = || weekly("03-10T10:00", Limit::Count(3));
    let refused = book.change("03-10T09:00", at_ten(), now);
    assert_eq!(refused.unwrap_err(), Refused::VisitPast);
    let next = book.series.next(&book.visits, now.parse().unwrap());
    assert_eq!(next, Some(civil("03-17T09:00")));
    let nowhere = book.change("03-18T09:00", at_ten(), now);
    assert_eq!(nowhere.unwrap_err(), Refused::NoSuchVisit);
}

#[test]
fn a_series_ends_before_a_visit_but_for_its_exceptions() {
    let mut book = four();
    book.move_one(4, "03-25T15:00");
    let because = BECAUSE();
    let edit = SeriesEdit {
        from: civil("03-17T09:00"),
        appointments: &book.visits,
        because: &because,
        policy: &Policy::default(),
        done: at(BEFORE),
    };
    let change = book.series.end_before(&edit).unwrap();
    let ended: Vec<AppointmentId> = change.changed.iter().map(|(visit, _)| visit.id()).collect();
    assert_eq!(ended, [id(3)]);
    assert!(change.changed[0].1.cells().is_empty());
    assert_eq!(change.before.unwrap().visits().len(), 2);
}

#[test]
fn a_visit_that_was_dropped_is_had_after_all() {
    let mut book = four();
    book.drop_one(3);
    let start = Tzdb::bundled()
        .resolve(&new_york(), civil("03-17T09:00"))
        .unwrap();
    let slot = one_slot(start.exact().unwrap());
    let done = at(BEFORE);
    let again = |original: &str, standing: Appointment| {
        let original = civil(original);
        book.series
            .again(original, slot.clone(), Some(&standing), id(60), done)
    };
    assert_eq!(
        again("03-10T09:00", book.visit(2)).unwrap_err(),
        Refused::VisitStands
    );
    assert_eq!(
        again("03-18T09:00", book.visit(3)).unwrap_err(),
        Refused::NoSuchVisit
    );
    let (series, visit) = again("03-17T09:00", book.visit(3)).unwrap();
    assert_eq!(
        series.visits().get(&civil("03-17T09:00")),
        Some(&Some(id(60)))
    );
    assert_eq!(visit.series().unwrap().original, civil("03-17T09:00"));
    let text = serde_json::to_string(&series).unwrap();
    assert_eq!(serde_json::from_str::<Series>(&text).unwrap(), series);
}

proptest! {
    /// Whatever is taken: what a plan offers, booking grants; nothing of a series overlaps; what is
    /// moved is as near as it can be; and the mode decides whether anything is kept.
    #[test]
    fn a_plan_offers_what_can_be_had(
        taken in prop::collection::vec((0..28_u8, 9..17_u8), 0..60),
        days in 0..4_u8,
    ) {
        let first: chrono::NaiveDate = "2026-03-02".parse().unwrap();
        let texts: Vec<String> = taken
            .iter()
            .map(|(day, hour)| {
                let date = first + chrono::Days::new(u64::from(*day));
                format!("{}T{hour:02}:00", date.format("%m-%d"))
            })
            .collect();
        let taken: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mode = SeriesMode::Nearest { days };
        let wish = wish(weekly("03-03T11:00", Limit::Count(4)), mode);
        let plan = plan(&wish, &[&taken]).unwrap();
        let mut kept: Vec<crate::time::Interval> = Vec::new();
        for answer in &plan.answers {
            let text = answer.original.format("%m-%dT%H:%M").to_string();
            let is_free = !taken.contains(&text.as_str());
            prop_assert_eq!(matches!(answer.fit, Fit::Free { .. }), is_free);
            if let Some(slot) = answer.fit.slot() {
                let time = slot.time().civil();
                let hour = chrono::TimeDelta::hours(1);
                let clash = taken.iter().any(|start| (time - civil(start)).abs() < hour);
                prop_assert!(!clash);
                let far = (time - answer.original).abs();
                prop_assert!(far <= chrono::TimeDelta::days(days.into()) + chrono::TimeDelta::hours(1));
                prop_assert!(kept.iter().all(|other| !other.overlaps(slot.occupied())));
                kept.push(slot.occupied());
            } else {
                let resource: ResourceId = id(1);
                prop_assert_eq!(&answer.fit, &Fit::Conflict { layer: Layer::Busy, resource });
            }
        }
        prop_assert_eq!(plan.allowed(mode).is_ok(), !kept.is_empty());
        let whole = plan.answers.iter().all(|answer| matches!(answer.fit, Fit::Free { .. }));
        prop_assert_eq!(plan.allowed(SeriesMode::AllOrNothing).is_ok(), whole);
    }
}

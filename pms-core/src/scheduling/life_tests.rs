use super::*;
use chrono::TimeDelta;

use crate::id::Uuid;
use crate::scheduling::{
    Calendar, Hold, Schedule, Search, VisitType, Week, Window, open_slots, waits,
};
use crate::time::Interval;
use crate::time::{IntervalSet, Minute, Minutes, Period, Tzdb};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Somebody does something at a moment.
fn at(text: &str) -> Provenance {
    Provenance {
        by: id(5),
        at: moment(text),
    }
}

fn rules() -> Tzdb {
    Tzdb::bundled()
}

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn follow_up(minutes: u64) -> VisitType {
    VisitType::new(id(7), "follow-up", Minutes::new(minutes)).unwrap()
}

/// Works all of every day in UTC, with a room; looks at `busy`.
fn search<R>(busy: &IntervalSet, visit: &VisitType, ask: impl FnOnce(&Search<'_>) -> R) -> R {
    let schedule = |resource| {
        let week = Week::workdays(vec![Window::ALL_DAY]);
        Schedule::new(id(1), id(resource), id(1), "UTC".parse().unwrap())
            .publish(Period::since("2026-01-01".parse().unwrap()), week)
    };
    let (doctor, room) = (schedule(2), schedule(1));
    let calendar = |schedule| Calendar {
        busy,
        ..Calendar::of(schedule)
    };
    let calendars = [calendar(&doctor), calendar(&room)];
    let (policy, rules) = (Policy::default(), Tzdb::bundled());
    let now = moment("2026-06-01T08:00:00Z");
    ask(&Search::of(&calendars, visit, &policy, &rules, now))
}

fn slot(start: &str) -> Slot {
    let start = Minute::try_from(moment(start)).unwrap();
    let choose = |search: &Search<'_>| Slot::choose(search, start);
    search(&IntervalSet::EMPTY, &follow_up(30), choose).unwrap()
}

/// Booked for Tuesday at 10.
fn booked() -> Appointment {
    Appointment::book(
        id(1),
        id(1),
        slot("2026-06-02T10:00:00Z"),
        at("2026-05-20T09:00:00Z"),
    )
}

fn proposed() -> Appointment {
    let slot = slot("2026-06-02T10:00:00Z");
    Appointment::propose(id(1), id(1), slot, at("2026-05-20T09:00:00Z"))
}

fn requested() -> Appointment {
    let slot = slot("2026-06-02T10:00:00Z");
    Appointment::request(id(1), id(1), slot, at("2026-05-20T09:00:00Z"))
}

fn because(code: &str) -> ReasonCode {
    code.parse().unwrap()
}

#[test]
fn a_day_at_the_desk() {
    let seen = booked()
        .confirm(at("2026-06-01T18:00:00Z"))
        .and_then(|it| it.arrive(at("2026-06-02T09:50:00Z")))
        .and_then(|it| it.check_in(at("2026-06-02T09:55:00Z")))
        .and_then(|it| it.room(at("2026-06-02T10:02:00Z")))
        .unwrap();
    assert_eq!(
        *seen.status(),
        Status::Roomed {
            arrived: moment("2026-06-02T09:50:00Z"),
            at: moment("2026-06-02T10:02:00Z")
        }
    );
    let done = seen
        .begin(at("2026-06-02T10:05:00Z"))
        .and_then(|it| it.fulfil(id(9), at("2026-06-02T10:30:00Z")))
        .unwrap();
    assert_eq!(*done.status(), Status::Fulfilled { encounter: id(9) });
    let text = serde_json::to_string(&done).unwrap();
    assert_eq!(serde_json::from_str::<Appointment>(&text).unwrap(), done);
}

type Step = (
    &'static str,
    fn(Appointment) -> Result<Appointment, Refused>,
);

/// Every step from every state: which are allowed, and where they lead.
#[test]
#[rustfmt::skip] // a table
fn s14_a_status_moves_only_along_its_path() {
    const NOON: &str = "2026-06-02T12:00:00Z";
    let steps: [Step; 14] = [
        ("accept",     |it| it.accept(slot("2026-06-02T10:00:00Z"), at(NOON))),
        ("approve",    |it| it.approve(at(NOON))),
        ("confirm",    |it| it.confirm(at(NOON))),
        ("arrive",     |it| it.arrive(at(NOON))),
        ("check in",   |it| it.check_in(at(NOON))),
        ("room",       |it| it.room(at(NOON))),
        ("begin",      |it| it.begin(at(NOON))),
        ("fulfil",     |it| it.fulfil(id(9), at(NOON))),
        ("cancel",     |it| it.cancel(Initiator::Patient, because("ill"), &Policy::default(), at(NOON))),
        ("no-show",    |it| it.no_show(&Policy::default(), at(NOON))),
        ("come late",  |it| it.come_late(&rules(), at(NOON))),
        ("leave",      |it| it.leave(at(NOON))),
        ("undo",       |it| it.undo(&rules(), at(NOON))),
        ("reschedule", |it| it.reschedule(slot("2026-06-03T10:00:00Z"), Initiator::Patient, at(NOON))),
    ];
    let arrived = || booked().arrive(at(NOON)).unwrap();
    let cancelled = booked().cancel(Initiator::Practice, because("moved"), &Policy::default(), at(NOON)).unwrap();
    let noshow = booked().no_show(&Policy::default(), at(NOON)).unwrap();
    let check = |from: Appointment, wanted: &str| {
        let mut got = String::new();
        for (name, step) in &steps {
            match step(from.clone()) {
                Ok(now) => {
                    assert_eq!(now.history().len(), from.history().len() + 1, "{name} leaves a row");
                    got += &format!("{name} -> {}; ", now.status().fhir());
                }
                Err(refused) => assert_eq!(refused.code(), "scheduling.wrong_status", "{name}"),
            }
        }
        assert_eq!(got.trim_end(), wanted, "{:?}", from.status());
    };
    check(proposed(),                            "accept -> booked; cancel -> cancelled;");
    check(requested(),                           "approve -> booked; cancel -> cancelled; reschedule -> pending;");
    check(booked(),                              "confirm -> booked; arrive -> arrived; cancel -> cancelled; no-show -> noshow; reschedule -> booked;");
    check(arrived(),                             "check in -> checked-in; room -> checked-in; begin -> checked-in; fulfil -> fulfilled; leave -> cancelled; undo -> booked;");
    check(arrived().check_in(at(NOON)).unwrap(), "room -> checked-in; begin -> checked-in; fulfil -> fulfilled; leave -> cancelled;");
    check(arrived().room(at(NOON)).unwrap(),     "begin -> checked-in; fulfil -> fulfilled; leave -> cancelled;");
    check(arrived().begin(at(NOON)).unwrap(),    "fulfil -> fulfilled;");
    check(arrived().fulfil(id(9), at(NOON)).unwrap(), "");
    check(arrived().leave(at(NOON)).unwrap(),    "undo -> arrived;");
    check(cancelled,                             "");
    check(noshow,                                "come late -> arrived; undo -> booked;");
    check(booked().enter_in_error(at(NOON)),     "");
}

/// A mistake is taken back on the day of the visit, by the clocks of its location, and stays on record.
#[test]
fn s14_what_was_done_by_mistake_is_undone_on_the_same_day() {
    let confirmed = booked().confirm(at("2026-06-01T18:00:00Z")).unwrap();
    let missed = confirmed
        .clone()
        .no_show(&Policy::default(), at("2026-06-02T10:20:00Z"))
        .unwrap();
    assert_eq!(missed.cells(), []);
    let back = missed
        .clone()
        .undo(&rules(), at("2026-06-02T23:59:59Z"))
        .unwrap();
    assert_eq!(back.status(), confirmed.status());
    assert_eq!(back.cells(), confirmed.cells());
    let last = back.history().last().unwrap();
    assert_eq!(last.transition, Transition::Undo);
    assert_eq!(last.before, Some(missed.status().clone()));
    assert_eq!(last.provenance, at("2026-06-02T23:59:59Z"));

    let day = "2026-06-02".parse().unwrap();
    let over = Err(Refused::DayOver { day });
    let tomorrow = at("2026-06-03T00:00:00Z");
    assert_eq!(missed.clone().undo(&rules(), tomorrow), over);
    assert_eq!(missed.come_late(&rules(), tomorrow), over);
    let arrived = confirmed.arrive(at("2026-06-02T09:50:00Z")).unwrap();
    assert_eq!(arrived.clone().undo(&rules(), tomorrow), over);

    let roomed = arrived.room(at("2026-06-02T09:55:00Z")).unwrap();
    let left = roomed.clone().leave(at("2026-06-02T10:40:00Z")).unwrap();
    assert_eq!((left.cells(), left.status().fhir()), (vec![], "cancelled"));
    let found = left.undo(&rules(), at("2026-06-02T10:45:00Z")).unwrap();
    assert_eq!(found.status(), roomed.status());
}

/// What was written before steps were kept still reads.
#[test]
fn an_appointment_of_an_earlier_release_reads() {
    let now = booked().arrive(at("2026-06-02T09:50:00Z")).unwrap();
    let mut json = serde_json::to_value(&now).unwrap();
    json.as_object_mut().unwrap().remove("history");
    let old: Appointment = serde_json::from_value(json).unwrap();
    assert_eq!(old.status(), now.status());
    let back = old.undo(&rules(), at("2026-06-02T09:51:00Z")).unwrap();
    assert_eq!(*back.status(), Status::Booked { confirmed: None });
}

#[test]
#[rustfmt::skip] // a table
fn waits_are_counted_from_the_steps() {
    let minutes = |text: &str| TimeDelta::minutes(text.parse().unwrap());
    let check = |visit: Appointment, wanted: [&str; 6]| {
        let waits = waits(&visit);
        let got = [waits.late, waits.at_desk, waits.to_room, waits.to_be_seen, waits.in_visit, waits.here];
        let wanted = wanted.map(|text| (!text.is_empty()).then(|| minutes(text)));
        assert_eq!(got, wanted);
        assert_eq!(waits.lead, Some(TimeDelta::minutes(13 * 1_440 + 60)));
    };
    let early = booked().arrive(at("2026-06-02T09:40:00Z")).unwrap();
    let seen = early.clone().check_in(at("2026-06-02T09:44:00Z")).unwrap()
        .room(at("2026-06-02T09:58:00Z")).unwrap()
        .begin(at("2026-06-02T10:12:00Z")).unwrap()
        .fulfil(id(9), at("2026-06-02T10:37:00Z")).unwrap();
    let undone = early.clone().undo(&rules(), at("2026-06-02T09:41:00Z")).unwrap();
    let again = undone.clone().arrive(at("2026-06-02T10:05:00Z")).unwrap()
        .begin(at("2026-06-02T10:06:00Z")).unwrap();
    let left = early.clone().leave(at("2026-06-02T10:40:00Z")).unwrap();
    let found = left.clone().undo(&rules(), at("2026-06-02T10:41:00Z")).unwrap();
    //            late   at desk to room to be seen in visit here
    check(booked(), ["",    "",     "",     "",        "",      ""]);
    check(early,    ["-20", "",     "",     "",        "",      ""]);
    check(seen,     ["-20", "4",    "18",   "12",      "25",    "57"]);
    check(undone,   ["",    "",     "",     "",        "",      ""]);
    check(again,    ["5",   "",     "",     "1",       "",      ""]);
    check(left,     ["-20", "",     "",     "",        "",      "60"]);
    check(found,    ["-20", "",     "",     "",        "",      ""]);
}

#[test]
fn s14_a_no_show_is_waited_for() {
    let policy = Policy::default();
    let early = booked().no_show(&policy, at("2026-06-02T10:14:59Z"));
    let from = moment("2026-06-02T10:15:00Z");
    assert_eq!(early, Err(Refused::TooEarly { from }));
    assert!(
        booked()
            .no_show(&policy, at("2026-06-02T10:15:00Z"))
            .is_ok()
    );
}

/// What stands in somebody's way: every state, holds, and the buffers of each.
#[test]
fn s10_whatever_keeps_its_time_counts() {
    let noon = at("2026-06-02T12:00:00Z");
    let policy = Policy::default();
    let slot = || slot("2026-06-02T10:00:00Z");
    let ten = slot().interval();
    for kept in [
        requested(),
        booked(),
        booked().arrive(noon).unwrap(),
        booked().arrive(noon).and_then(|it| it.begin(noon)).unwrap(),
    ] {
        assert_eq!(kept.occupied(), Some(ten));
        assert_eq!(kept.cells().len(), 2 * 6);
    }
    let hold = Hold::place(id(1), slot(), id(1), Minutes::new(10), noon.at).unwrap();
    assert_eq!(hold.cells(), slot().cells());
    let cancel = |it: Appointment| it.cancel(Initiator::Patient, because("ill"), &policy, noon);
    for free in [
        proposed(),
        cancel(booked()).unwrap(),
        cancel(requested()).unwrap(),
        booked().no_show(&policy, noon).unwrap(),
        booked().arrive(noon).and_then(|it| it.leave(noon)).unwrap(),
        booked().enter_in_error(noon),
    ] {
        assert_eq!((free.occupied(), free.cells()), (None, vec![]));
    }

    let cleaning = follow_up(30).with_buffers(Minutes::new(10), Minutes::new(15));
    let start = Minute::try_from(moment("2026-06-02T10:00:00Z")).unwrap();
    let kept = search(&IntervalSet::EMPTY, &cleaning.unwrap(), |search| {
        Slot::choose(search, start).unwrap().occupied()
    });
    let buffered = ten.widened(Minutes::new(10), Minutes::new(15));
    assert_eq!(kept, buffered);
    let day = ten.widened(Minutes::new(600), Minutes::new(600));
    search(&kept.into(), &follow_up(30), |search| {
        for start in open_slots(search, day).unwrap().starts() {
            let visit = Interval::new(start, start.plus(Minutes::new(30))).unwrap();
            assert!(!visit.overlaps(buffered), "{start}");
        }
    });
}

#[test]
fn s13_a_move_keeps_the_appointment_and_voids_its_confirmation() {
    let confirmed = booked().confirm(at("2026-06-01T09:00:00Z")).unwrap();
    let now = at("2026-06-01T10:00:00Z");
    let to = slot("2026-06-03T10:00:00Z");
    let moved = confirmed
        .clone()
        .reschedule(to.clone(), Initiator::Patient, now)
        .unwrap();
    assert_eq!((moved.id(), moved.sequence()), (confirmed.id(), 1));
    assert_eq!(*moved.status(), Status::Booked { confirmed: None });
    assert_eq!(*moved.slot(), to);
    assert_eq!(moved.moves()[0].from, *confirmed.slot().time());
    assert_ne!(moved.cells(), confirmed.cells());

    let over = booked().arrive(now).unwrap();
    let refused = over.reschedule(to, Initiator::Patient, now).unwrap_err();
    assert_eq!(refused.code(), "scheduling.wrong_status");
}

/// The old time is not in the way of a move to a time that overlaps it.
#[test]
fn s13_an_appointment_does_not_block_its_own_move() {
    let kept = booked();
    let busy: IntervalSet = kept.occupied().into_iter().collect();
    let later = Minute::try_from(moment("2026-06-02T10:15:00Z")).unwrap();
    let visit = follow_up(30);
    let blocked = search(&busy, &visit, |search| Slot::choose(search, later));
    assert_eq!(blocked.unwrap_err().code(), "scheduling.not_free");
    let own: IntervalSet = kept.occupied().into_iter().collect();
    let to = search(&busy.subtract(&own), &visit, |search| {
        Slot::choose(search, later)
    });
    assert!(to.is_ok());
}

#[test]
#[rustfmt::skip] // a table
fn s15_late_is_a_class_of_its_own() {
    //   cancelled               late     start: 2026-06-02 10:00, cut-off 24 hours
    late("2026-06-01T09:59:59Z", false);
    late("2026-06-01T10:00:00Z", false);
    late("2026-06-01T10:00:01Z", true);
    late("2026-06-02T11:00:00Z", true);
}

#[track_caller]
fn late(when: &str, wanted: bool) {
    let cancelled = booked()
        .cancel(
            Initiator::Patient,
            because("ill"),
            &Policy::default(),
            at(when),
        )
        .unwrap();
    assert!(
        matches!(cancelled.status(), Status::Cancelled { late, .. } if *late == wanted),
        "{when}"
    );
}

#[test]
fn s16_who_cancelled_stays_apart_from_why() {
    let now = at("2026-06-01T09:00:00Z");
    for by in [
        Initiator::Patient,
        Initiator::Practice,
        Initiator::Practitioner,
        Initiator::Payer,
    ] {
        let reason = because("weather");
        let cancelled = booked().cancel(by, reason.clone(), &Policy::default(), now);
        let wanted = Status::Cancelled {
            by,
            reason,
            late: false,
            at: now.at,
        };
        assert_eq!(*cancelled.unwrap().status(), wanted);
    }
    for text in ["", "patient said so", "Ill", "a\n", &"x".repeat(65)] {
        assert!(text.parse::<ReasonCode>().is_err(), "{text}");
    }
}

#[test]
fn s19_a_booking_keeps_the_visit_type_as_it_was() {
    let kept = booked();
    let longer = follow_up(45);
    assert_eq!(longer.id(), kept.slot().visit().id());
    assert_eq!(kept.slot().visit().duration(), Minutes::new(30));
    let other = VisitType::new(id(8), "other", Minutes::new(30)).unwrap();
    let start = Minute::try_from(moment("2026-06-03T10:00:00Z")).unwrap();
    let to = search(&IntervalSet::EMPTY, &other, |search| {
        Slot::choose(search, start)
    });
    let refused = kept.reschedule(to.unwrap(), Initiator::Patient, at("2026-06-01T09:00:00Z"));
    assert_eq!(refused, Err(Refused::OtherVisitType));
}

#[test]
fn a_hold_ends_by_itself() {
    let now = moment("2026-06-01T09:00:00Z");
    let slot = slot("2026-06-02T10:00:00Z");
    let hold = Hold::place(id(1), slot.clone(), id(1), Minutes::new(10), now).unwrap();
    let (before, at) = (
        moment("2026-06-01T09:09:59Z"),
        moment("2026-06-01T09:10:00Z"),
    );
    assert_eq!(hold.clone().take(before), Ok(slot));
    assert_eq!(hold.clone().take(at), Err(Refused::HoldExpired { at }));
    assert!(hold.clone().extend(Minutes::new(10), at).is_err());
    let extended = hold.extend(Minutes::new(10), before).unwrap();
    assert!(extended.is_live(at));
}

/// However many come at once, a holder has no more holds than the practice allows.
#[test]
fn s10_a_holder_has_no_more_holds_than_allowed() {
    let policy = Policy {
        most_holds: Some(2),
        ..Policy::default()
    };
    let place = |number: u128, holder| {
        let slot = slot("2026-06-02T10:00:00Z");
        let now = moment("2026-06-01T09:00:00Z");
        Hold::place(id(number), slot, id(holder), Minutes::new(10), now).unwrap()
    };
    let first = place(1, 1).among(&[], &policy).unwrap();
    let second = place(2, 1)
        .among(core::slice::from_ref(&first), &policy)
        .unwrap();
    assert_eq!([first.number(), second.number()], [Some(0), Some(1)]);
    let both = [first, second];
    let third = place(3, 1).among(&both, &policy);
    assert_eq!(third, Err(Refused::TooManyHolds { most: 2 }));
    assert!(
        place(3, 2).among(&both, &policy).is_ok(),
        "another's count apart"
    );
    let freed = place(3, 1).among(&both[1..], &policy).unwrap();
    assert_eq!(freed.number(), Some(0));
    assert_eq!(both[0].clone().asked_by(id(2)), Err(Refused::NotHolder));
    assert!(both[0].clone().asked_by(id(1)).is_ok());
}

#[test]
fn cells_come_in_one_order_whoever_asks() {
    let cells = slot("2026-06-02T10:00:00Z").cells();
    assert!(cells.is_sorted());
    assert_eq!(cells.len(), 2 * 6);
}

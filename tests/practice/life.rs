//! What happens at the desk between booking and the visit: holds, steps, mistakes, reasons.

use super::*;
use pms_core::practice::{Overriding, Settings};
use pms_core::scheduling::{
    Appointment, CancelReason, CancelReasons, Closure, Layer, Per, Quota, Refused, Scope, Status,
    Transition, Window, waits,
};
use pms_core::time::Period;

impl House {
    fn as_somebody(&mut self, who: u128, role: Role, now: &str) -> Call {
        let mut call = self.call(role, now);
        call.actor.id = Uuid::from_u128(who).into();
        call
    }

    fn booked(&mut self, start: &str) -> Appointment {
        let patient = self.insured();
        let call = self.call(Role::FrontDesk, MORNING);
        let booking = Booking::Chosen(self.choice(start));
        pollster::block_on(self.practice.book(&call, patient, &booking)).unwrap()
    }

    fn step(
        &mut self,
        role: Role,
        visit: &Appointment,
        now: &str,
        step: Step,
    ) -> Result<Appointment, PracticeError> {
        let call = self.call(role, now);
        pollster::block_on(self.practice.step(&call, visit.id(), &step))
    }
}

const NINE: &str = "2026-01-06T14:00:00Z";

#[test]
fn s10_a_hold_is_its_holders_alone() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let patient = house.insured();
    let choice = house.choice(NINE);
    let ten_minutes = Minutes::new(10);
    let (patient_at_the_portal, another) =
        (Role::Patient(patient), Role::Patient(house.ids.mint()));

    let call = house.as_somebody(1, patient_at_the_portal, MORNING);
    let hold = pollster::block_on(practice.hold(&call, &choice, ten_minutes)).unwrap();
    let again = pollster::block_on(practice.hold(&call, &choice, ten_minutes)).unwrap();
    assert_eq!(again, hold, "the key gives the first hold again");

    let booking = Booking::Held(hold.id());
    let thief = house.as_somebody(2, patient_at_the_portal, MORNING);
    let stolen = pollster::block_on(practice.book(&thief, patient, &booking));
    assert_eq!(stolen.unwrap_err().code(), "scheduling.not_holder");
    let thief = house.as_somebody(2, another, MORNING);
    let let_go = pollster::block_on(practice.release_hold(&thief, hold.id()));
    assert_eq!(let_go.unwrap_err().code(), "scheduling.not_holder");

    let call = house.as_somebody(1, patient_at_the_portal, "2026-01-05T12:09:00Z");
    let longer = pollster::block_on(practice.extend_hold(&call, hold.id(), ten_minutes)).unwrap();
    assert_eq!(longer.expires().to_string(), "2026-01-05 12:19:00 UTC");
    let call = house.as_somebody(1, patient_at_the_portal, "2026-01-05T12:15:00Z");
    pollster::block_on(practice.release_hold(&call, hold.id())).unwrap();
    let call = house.as_somebody(1, patient_at_the_portal, "2026-01-05T12:15:30Z");
    let gone = pollster::block_on(practice.extend_hold(&call, hold.id(), ten_minutes));
    assert_eq!(gone.unwrap_err().code(), "scheduling.hold_expired");

    // Whoever may change holds books from another's: a colleague at the desk.
    let call = house.as_somebody(3, Role::FrontDesk, "2026-01-05T12:16:00Z");
    let hold = pollster::block_on(practice.hold(&call, &choice, ten_minutes)).unwrap();
    let call = house.as_somebody(4, Role::FrontDesk, "2026-01-05T12:17:00Z");
    let booking = Booking::Held(hold.id());
    let booked = pollster::block_on(practice.book(&call, patient, &booking)).unwrap();
    assert_eq!(booked.slot(), hold.slot());
}

#[test]
fn s10_one_who_hoards_holds_is_stopped_until_they_run_out() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let starts = [
        "14:00", "14:30", "15:00", "15:30", "16:00", "16:30", "18:30",
    ];
    let starts = starts.map(|at| format!("2026-01-06T{at}:00Z"));
    let hold = |house: &mut House, who, n: usize, now| {
        let call = house.as_somebody(who, Role::FrontDesk, now);
        let choice = house.choice(&starts[n]);
        pollster::block_on(practice.hold(&call, &choice, Minutes::new(10)))
    };
    for n in 0..5 {
        assert_eq!(
            hold(&mut house, 1, n, MORNING).unwrap().number(),
            u16::try_from(n).ok()
        );
    }
    let sixth = hold(&mut house, 1, 5, MORNING).unwrap_err();
    assert_eq!(sixth.code(), "scheduling.too_many_holds");
    assert_eq!(hold(&mut house, 2, 5, MORNING).unwrap().number(), Some(0));
    let later = hold(&mut house, 1, 6, "2026-01-05T12:10:00Z").unwrap();
    assert_eq!(later.number(), Some(0), "the first five have run out");
}

#[test]
fn s14_a_day_at_the_desk_leaves_its_rows() {
    let mut house = House::open();
    let visit = house.booked(NINE);
    let desk = Role::FrontDesk;
    for (step, now) in [
        (Step::Confirm, "2026-01-05T18:00:00Z"),
        (Step::Arrive, "2026-01-06T13:50:00Z"),
        (Step::CheckIn, "2026-01-06T13:55:00Z"),
        (Step::Room, "2026-01-06T14:03:00Z"),
        (Step::Begin, "2026-01-06T14:10:00Z"),
    ] {
        house.step(desk, &visit, now, step).unwrap();
    }
    let call = house.call(desk, "2026-01-06T14:11:00Z");
    let (visit, _) =
        pollster::block_on(house.practice.load::<Appointment>(&call, visit.id())).unwrap();
    assert_eq!(visit.history().len(), 6);
    let by_staff =
        |change: &&pms_core::scheduling::Change| change.provenance.by == house.sample.staff;
    assert_eq!(visit.history().iter().filter(by_staff).count(), 6);
    assert_eq!(waits(&visit).to_be_seen.unwrap().num_minutes(), 10);
}

#[test]
fn s14_an_undo_takes_its_own_permission_and_the_time_anew() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let visit = house.booked(NINE);
    let (given_up, back) = ("2026-01-06T14:20:00Z", "2026-01-06T14:30:00Z");
    house
        .step(Role::FrontDesk, &visit, given_up, Step::NoShow)
        .unwrap();
    for role in [Role::Program, Role::Patient(visit.patient())] {
        let refused = house.step(role, &visit, back, Step::Undo).unwrap_err();
        assert_eq!(refused.code(), "access.not_granted");
    }
    let late = house
        .step(Role::FrontDesk, &visit, back, Step::ComeLate)
        .unwrap();
    assert!(matches!(late.status(), Status::Arrived { .. }));
    assert_eq!(
        late.history().last().unwrap().transition,
        Transition::ComeLate
    );
    house
        .step(Role::FrontDesk, &visit, back, Step::Leave)
        .unwrap();

    // The time is another's by now.
    let patient = house.sample.patients[3].id;
    let call = house.call(Role::FrontDesk, "2026-01-06T13:45:00Z");
    let booking = Booking::Chosen(house.choice(NINE));
    pollster::block_on(practice.book(&call, patient, &booking)).unwrap();
    let refused = house
        .step(Role::FrontDesk, &visit, back, Step::Undo)
        .unwrap_err();
    assert_eq!(refused.code(), "scheduling.not_free");
}

/// A visit that gave its time up has it again as a booking would: by the day's number, the patient's
/// other visits, the closures; and against them where somebody answers for it.
#[test]
#[rustfmt::skip] // a table
fn s14_a_step_back_is_asked_what_a_booking_is() {
    type Meanwhile = fn(&mut House, &Appointment);
    let check = |meanwhile: Meanwhile, wanted: Option<Layer>, against: Result<(), &str>| {
        for step in [Step::Undo, Step::ComeLate] {
            let mut house = House::open();
            let visit = house.booked(NINE);
            let (given_up, back) = ("2026-01-06T14:20:00Z", "2026-01-06T14:30:00Z");
            house.step(Role::FrontDesk, &visit, given_up, Step::NoShow).unwrap();
            meanwhile(&mut house, &visit);
            let refused = match house.step(Role::FrontDesk, &visit, back, step.clone()) {
                Err(PracticeError::Scheduling(Refused::NotFree { layer, .. })) => Some(layer),
                Err(other) => panic!("{other}"),
                Ok(visit) => { assert!(!visit.cells().is_empty()); None }
            };
            assert_eq!(refused, wanted);
            let Some(layer) = wanted else { continue };
            let call = house.call(Role::Manager, back);
            let given = Overriding { layers: vec![layer], reason: "patient-is-here".parse().unwrap() };
            let done = house.practice.step_against(&call, visit.id(), &step, &given);
            let done = pollster::block_on(done);
            assert_eq!(done.as_ref().map(|_| ()).map_err(PracticeError::code), against);
            if let Ok(visit) = done {
                assert_eq!(visit.slot().overridden().unwrap().layers(), [layer]);
            }
        }
    };
    fn another(house: &mut House, patient: PatientId, choice: &Choice) {
        let call = house.call(Role::FrontDesk, MORNING);
        let booking = Booking::Chosen(choice.clone());
        pollster::block_on(house.practice.book(&call, patient, &booking)).unwrap();
    }
    fn set(house: &mut House, change: impl FnOnce(&mut Settings)) {
        let mut settings = house.sample.settings.clone();
        change(&mut settings);
        let call = house.call(Role::Manager, MORNING);
        pollster::block_on(house.practice.register(&call, &settings, Expected::Any)).unwrap();
    }
    check(|_, _| (), None, Ok(()));
    check(|house, _| another(house, house.sample.patients[3].id, &house.choice(NINE)), Some(Layer::Busy), Ok(()));
    check(|house, _| {
        set(house, |settings| settings.quotas = vec![Quota { most: 1, per: Per::Day, resource: None, visit: None, location: None }]);
        another(house, house.sample.patients[3].id, &house.choice("2026-01-06T16:00:00Z"));
    }, Some(Layer::Quota), Ok(()));
    check(|house, visit| {
        let elsewhere = Choice { schedules: vec![house.sample.schedules[1].id], ..house.choice(NINE) };
        another(house, visit.patient(), &elsewhere);
    }, Some(Layer::Patient), Ok(()));
    check(|house, _| set(house, |settings| settings.closures.push(Closure {
        scope: Scope::Practice,
        on: Period::day("2026-01-06".parse().unwrap()),
        hours: vec![Window::ALL_DAY].into(),
        reason: "storm".to_owned(),
    })), Some(Layer::Closure), Err("scheduling.hard_layer"));
}

#[test]
fn s16_each_side_has_its_own_reasons() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let visit = house.booked(NINE);
    let reason = |code: &str| CancelReason {
        code: code.parse().unwrap(),
        display: code.to_owned(),
    };
    let mut settings = house.sample.settings.clone();
    settings.cancel_reasons = CancelReasons::new(
        [
            (
                Initiator::Patient,
                vec![reason("no-transport"), reason("better")],
            ),
            (Initiator::Practitioner, vec![reason("called-away")]),
        ]
        .into(),
    )
    .unwrap();
    let call = house.call(Role::Manager, MORNING);
    pollster::block_on(practice.register(&call, &settings, Expected::Exact(1))).unwrap();
    let mut cancel = |role, by, code: &str| {
        let reason = code.parse().unwrap();
        house.step(role, &visit, MORNING, Step::Cancel { by, reason })
    };
    let patient = Role::Patient(visit.patient());
    let refused = cancel(Role::FrontDesk, Initiator::Patient, "called-away").unwrap_err();
    assert_eq!(refused.code(), "scheduling.reason_not_listed");
    let refused = cancel(Role::FrontDesk, Initiator::Practice, "better").unwrap_err();
    assert_eq!(refused.code(), "scheduling.reason_not_listed");
    let refused = cancel(patient, Initiator::Practitioner, "called-away").unwrap_err();
    assert_eq!(refused.code(), "scheduling.other_side");
    let done = cancel(patient, Initiator::Patient, "better").unwrap();
    assert!(matches!(
        done.status(),
        Status::Cancelled {
            by: Initiator::Patient,
            ..
        }
    ));
}

/// A mother books for her child at the portal; the child's father pays.
#[test]
fn s22_who_books_is_neither_the_patient_nor_the_payer() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let child = house.insured();
    let mother = house.as_somebody(77, Role::Patient(child), MORNING);
    let booking = Booking::Chosen(house.choice(NINE));
    let visit = pollster::block_on(practice.book(&mother, child, &booking)).unwrap();
    assert_eq!(visit.patient(), child);
    let booked = &visit.history()[0];
    assert_eq!(booked.provenance.by, mother.actor.id);
    assert_ne!(Uuid::from(booked.provenance.by), Uuid::from(child));
    let another = house
        .sample
        .patients
        .iter()
        .find(|p| p.id != child)
        .unwrap()
        .id;
    let call = house.as_somebody(77, Role::Patient(child), MORNING);
    let booking = Booking::Chosen(house.choice("2026-01-06T15:00:00Z"));
    let refused = pollster::block_on(practice.book(&call, another, &booking)).unwrap_err();
    assert_eq!(refused.code(), "access.not_own");
}

/// Those who are here have their turn as booked; who is late or walks in, as they came.
#[test]
fn s14_who_walks_in_has_a_place_in_the_queue() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let resource = house.sample.schedules[0].resource;
    let mut booked = |patient: usize, start: &str, now: &str, against: bool| {
        let role = if against {
            Role::Manager
        } else {
            Role::FrontDesk
        };
        let call = house.call(role, now);
        let mut choice = house.choice(start);
        choice.overriding = against.then(|| Overriding {
            layers: vec![Layer::Grid, Layer::Busy],
            reason: "walk-in".parse().unwrap(),
        });
        let patient = house.sample.patients[patient].id;
        let booking = Booking::Chosen(choice);
        pollster::block_on(practice.book(&call, patient, &booking)).unwrap()
    };
    let late = booked(0, NINE, MORNING, false);
    let second = booked(1, "2026-01-06T14:30:00Z", MORNING, false);
    let walked_in = booked(2, "2026-01-06T14:10:00Z", "2026-01-06T14:10:00Z", true);
    let not_here = booked(3, "2026-01-06T16:00:00Z", MORNING, false);
    for (visit, came) in [
        (&second, "2026-01-06T13:40:00Z"),
        (&walked_in, "2026-01-06T14:10:00Z"),
        (&late, "2026-01-06T14:20:00Z"),
    ] {
        house
            .step(Role::FrontDesk, visit, came, Step::Arrive)
            .unwrap();
    }
    let line = |house: &mut House| -> Vec<_> {
        let call = house.call(Role::FrontDesk, "2026-01-06T14:25:00Z");
        let queue = pollster::block_on(house.practice.queue(&call, &[resource, resource])).unwrap();
        assert!(queue.iter().all(|one| one.appointment != not_here.id()));
        queue
            .iter()
            .map(|one| (one.place, one.appointment))
            .collect()
    };
    let (walked_in, late, second) = (walked_in.id(), late, second.id());
    assert_eq!(
        line(&mut house),
        [(1, walked_in), (2, late.id()), (3, second)]
    );
    house
        .step(
            Role::FrontDesk,
            &late,
            "2026-01-06T14:26:00Z",
            Step::CheckIn,
        )
        .unwrap();
    house
        .step(Role::FrontDesk, &late, "2026-01-06T14:27:00Z", Step::Room)
        .unwrap();
    assert_eq!(line(&mut house), [(1, walked_in), (2, second)]);
}

/// After a no-show there is work, until it turns out to have been none; after a cancellation only
/// where the practice puts somebody off, and not for each reason.
#[test]
fn s33_a_missed_visit_leaves_work_and_goes_with_it() {
    let mut house = House::open();
    let mut settings = house.sample.settings.clone();
    let rule = |text: &str| serde_json::from_str(text).unwrap();
    settings.follow_ups = vec![
        rule(r#"{ "after": "no_show", "within_days": 14 }"#),
        rule(
            r#"{ "after": "cancelled", "by": ["practice"], "except": ["closing-down"], "within_days": 30 }"#,
        ),
    ];
    let call = house.call(Role::Manager, MORNING);
    let practice = house.practice.clone();
    pollster::block_on(practice.register(&call, &settings, Expected::Any)).unwrap();
    let work = |house: &mut House| {
        let call = house.call(Role::FrontDesk, MORNING);
        pollster::block_on(practice.unscheduled(&call)).unwrap()
    };
    let desk = Role::FrontDesk;
    let visit = house.booked(NINE);
    let missed = house.step(desk, &visit, "2026-01-06T14:30:00Z", Step::NoShow);
    let [planned] = &work(&mut house)[..] else {
        panic!("one piece of work");
    };
    assert_eq!(missed.unwrap().planned(), Some(planned.id()));
    assert_eq!(planned.patient(), visit.patient());
    let days = Period::new("2026-01-06".parse().unwrap(), "2026-01-20".parse().unwrap());
    assert_eq!(planned.within(), days.unwrap());
    let again = house.step(desk, &visit, "2026-01-06T14:40:00Z", Step::ComeLate);
    assert!(matches!(again.unwrap().status(), Status::Arrived { .. }));
    assert_eq!(work(&mut house), []);

    let rows = [
        ("2026-01-07T14:00:00Z", Initiator::Patient, "travel", 0),
        (
            "2026-01-08T14:00:00Z",
            Initiator::Practice,
            "closing-down",
            0,
        ),
        ("2026-01-09T14:00:00Z", Initiator::Practice, "flood", 1),
    ];
    for (start, by, reason, left) in rows {
        let visit = house.booked(start);
        let reason = reason.parse().unwrap();
        let cancel = Step::Cancel { by, reason };
        house.step(desk, &visit, MORNING, cancel).unwrap();
        assert_eq!(work(&mut house).len(), left, "{start}");
    }
}

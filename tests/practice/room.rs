//! Room for several, a day's number, the patient's own time, and what is booked all the same.

use super::*;
use core::num::NonZeroU8;
use pms_core::practice::{Overriding, Settings};
use pms_core::scheduling::{Appointment, Layer, Per, Quota, Refused, VisitType};

impl House {
    /// The practice sets itself something else.
    fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let call = self.call(Role::Manager, MORNING);
        let id = self.sample.practice;
        let (mut settings, version) =
            pollster::block_on(self.practice.load::<Settings>(&call, id)).unwrap();
        change(&mut settings);
        let call = self.call(Role::Manager, MORNING);
        let expected = Expected::Exact(version);
        pollster::block_on(self.practice.register(&call, &settings, expected)).unwrap();
    }

    fn book(
        &mut self,
        role: Role,
        patient: usize,
        choice: &Choice,
    ) -> Result<Appointment, Refused> {
        let call = self.call(role, MORNING);
        let patient = self.sample.patients[patient].id;
        let booking = Booking::Chosen(choice.clone());
        match pollster::block_on(self.practice.book(&call, patient, &booking)) {
            Ok(appointment) => Ok(appointment),
            Err(PracticeError::Scheduling(refused)) => Err(refused),
            Err(other) => panic!("{other}"),
        }
    }
}

fn in_twos(visit: &VisitType) -> VisitType {
    visit.clone().at_once(NonZeroU8::new(2).unwrap())
}

fn against(refused: Result<Appointment, Refused>) -> (Layer, usize) {
    match refused {
        Err(Refused::NotFree {
            layer,
            alternatives,
            ..
        }) => (layer, alternatives.len()),
        other => panic!("{other:?}"),
    }
}

/// Two at once, each in a lane of its own; a third is told when else.
#[test]
fn s8_a_type_for_two_takes_two_and_tells_the_third_when_else() {
    for mut house in House::over_each_store("room") {
        house.set(|settings| {
            let first = in_twos(&settings.visit_types[0]);
            settings.visit_types[0] = first;
        });
        let choice = house.choice("2026-01-06T14:00:00Z");
        let first = house.book(Role::FrontDesk, 0, &choice).unwrap();
        let second = house.book(Role::FrontDesk, 1, &choice).unwrap();
        let lane = |visit: &Appointment| visit.cells()[0].lane.0;
        assert_eq!((lane(&first), lane(&second)), (0, 1));
        let third = house.book(Role::FrontDesk, 2, &choice);
        assert_eq!(against(third), (Layer::Capacity, 3));
    }
}

#[test]
fn a_day_has_its_number() {
    let mut house = House::open();
    house.set(|settings| {
        settings.quotas = vec![Quota {
            most: 1,
            per: Per::Day,
            resource: None,
            visit: None,
            location: None,
        }];
    });
    let (early, late) = ("2026-01-06T14:00:00Z", "2026-01-06T18:00:00Z");
    house
        .book(Role::FrontDesk, 0, &house.choice(early))
        .unwrap();
    let refused = house.book(Role::FrontDesk, 1, &house.choice(late));
    assert_eq!(against(refused), (Layer::Quota, 3)); // on the next day
    let next = house.choice("2026-01-07T14:00:00Z");
    assert!(house.book(Role::FrontDesk, 1, &next).is_ok());
}

/// Nobody is with two practitioners at once, by a hold neither.
#[test]
fn a_patient_is_in_one_place() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let first = house.choice("2026-01-06T14:00:00Z");
    house.book(Role::FrontDesk, 0, &first).unwrap();
    let other = Choice {
        schedules: vec![house.sample.schedules[1].id],
        ..first
    };
    let refused = house.book(Role::FrontDesk, 0, &other);
    assert_eq!(against(refused).0, Layer::Patient);
    let call = house.call(Role::FrontDesk, MORNING);
    let hold = pollster::block_on(practice.hold(&call, &other, Minutes::new(10))).unwrap();
    let call = house.call(Role::FrontDesk, MORNING);
    let held = Booking::Held(hold.id());
    let patient = house.sample.patients[0].id;
    let refused = pollster::block_on(practice.book(&call, patient, &held)).unwrap_err();
    assert_eq!(refused.code(), "scheduling.not_free");
    let patient = house.sample.patients[1].id;
    let call = house.call(Role::FrontDesk, MORNING);
    assert!(pollster::block_on(practice.book(&call, patient, &held)).is_ok());
}

/// A clinician books over a visit, says why, and has one lane for it; the desk may not.
#[test]
fn whoever_books_against_a_rule_answers_for_it() {
    let mut house = House::open();
    let plain = house.choice("2026-01-06T14:00:00Z");
    house.book(Role::FrontDesk, 0, &plain).unwrap();
    let over = |layer| Choice {
        overriding: Some(Overriding {
            layers: vec![layer],
            reason: "emergency".parse().unwrap(),
        }),
        ..plain.clone()
    };
    let call = house.call(Role::FrontDesk, MORNING);
    let patient = house.sample.patients[1].id;
    let booking = Booking::Chosen(over(Layer::Busy));
    let refused = pollster::block_on(house.practice.book(&call, patient, &booking)).unwrap_err();
    assert_eq!(refused.code(), "access.not_granted");
    let hard = house.book(Role::Clinician, 1, &over(Layer::Closure));
    assert_eq!(hard.unwrap_err().code(), "scheduling.hard_layer");
    let booked = house.book(Role::Clinician, 1, &over(Layer::Busy)).unwrap();
    let marked = booked.slot().overridden().unwrap();
    assert_eq!(
        (marked.layers(), marked.actor()),
        ([Layer::Busy].as_slice(), house.sample.staff)
    );
    assert!(booked.slot().lane().is_overbooked());
    let again = house.book(Role::Clinician, 2, &over(Layer::Busy));
    assert_eq!(again.unwrap_err().code(), "scheduling.not_free");
}

/// Any one of two practitioners: the second visit goes to the second, and why there is no third.
#[test]
fn any_one_of_a_pool_takes_the_visit() {
    let mut house = House::open();
    let choice = house.choice("2026-01-06T14:00:00Z");
    let either = Choice {
        schedules: vec![],
        any_of: vec![house.sample.schedules[0].id, house.sample.schedules[1].id],
        ..choice.clone()
    };
    let resource = |n: usize, house: &House| house.sample.schedules[n].resource;
    for n in 0..2 {
        let booked = house.book(Role::FrontDesk, n, &either).unwrap();
        assert_eq!(booked.slot().resources(), [resource(n, &house)]);
    }
    assert_eq!(
        against(house.book(Role::FrontDesk, 2, &either)),
        (Layer::Busy, 3)
    );
    let wish = FindSlots {
        any_of: either.any_of.clone(),
        ..FindSlots::of(
            vec![],
            either.visit,
            "2026-01-06T14:00:00Z".parse().unwrap(),
            "2026-01-06T14:15:00Z".parse().unwrap(),
        )
    };
    let call = house.call(Role::FrontDesk, MORNING);
    let why = pollster::block_on(house.practice.why(&call, &wish)).unwrap();
    assert_eq!(why.starts, 0);
    let busy = why.against.iter().filter(|row| row.layer == Layer::Busy);
    assert_eq!(busy.map(|row| row.alone).collect::<Vec<_>>(), [1, 1]);
}

/// The list on a screen is older than what was booked meanwhile. A start of it is had where it is
/// still free, and refused with others where it is not.
#[test]
fn s20_an_answer_that_is_old_is_asked_again() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let choice = house.choice("2026-01-06T14:00:00Z");
    let wish = FindSlots::of(
        choice.schedules.clone(),
        choice.visit,
        "2026-01-06T14:00:00Z".parse().unwrap(),
        "2026-01-06T15:00:00Z".parse().unwrap(),
    );
    let call = house.call(Role::FrontDesk, MORNING);
    let list = pollster::block_on(practice.find_slots(&call, &wish)).unwrap();
    let at = |n| Choice {
        start: list.starts().nth(n).unwrap(),
        ..choice.clone()
    };
    // Nine o'clock goes to another, and with it a quarter past, for five minutes.
    house.book(Role::FrontDesk, 1, &at(0)).unwrap();
    for n in [0, 1] {
        let refused = house.book(Role::FrontDesk, 0, &at(n));
        assert_eq!(against(refused), (Layer::Busy, 3));
    }
    assert!(house.book(Role::FrontDesk, 0, &at(2)).is_ok());
}

/// Nine o'clock is called off at ten past: it does not come back.
#[test]
fn a_start_that_has_passed_stays_past() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let choice = house.choice("2026-01-06T14:00:00Z");
    let visit = house.book(Role::FrontDesk, 0, &choice).unwrap();
    let late = "2026-01-06T14:10:00Z";
    let cancel = Step::Cancel {
        by: Initiator::Patient,
        reason: "ill".parse().unwrap(),
    };
    let call = house.call(Role::FrontDesk, late);
    pollster::block_on(practice.step(&call, visit.id(), &cancel)).unwrap();
    let wish = FindSlots::of(
        choice.schedules.clone(),
        choice.visit,
        "2026-01-06T14:00:00Z".parse().unwrap(),
        "2026-01-06T14:45:00Z".parse().unwrap(),
    );
    let call = house.call(Role::FrontDesk, late);
    let open = pollster::block_on(practice.find_slots(&call, &wish)).unwrap();
    let starts: Vec<String> = open.starts().map(|at| at.to_string()).collect();
    assert_eq!(starts, ["2026-01-06T14:15Z", "2026-01-06T14:30Z"]);
    let call = house.call(Role::FrontDesk, late);
    let patient = house.sample.patients[1].id;
    let booking = Booking::Chosen(choice);
    let refused = pollster::block_on(practice.book(&call, patient, &booking));
    match refused.unwrap_err() {
        PracticeError::Scheduling(Refused::NotFree { layer, .. }) => {
            assert_eq!(layer, Layer::Notice);
        }
        other => panic!("{other}"),
    }
}

//! A fee that covers the visits which follow the one that it was charged for.

use super::*;
use pms_core::encounter::{Encounter, FeeValidity, Pointers};

/// The fee of a visit covers so many others for two weeks.
fn covering(mut house: House, opened_by: &str, visits: u32) -> House {
    house.sample.settings.fee_validities = vec![FeeValidity {
        opened_by: vec![opened_by.parse().unwrap()],
        covers: vec!["99213".parse().unwrap()],
        visits: visits.try_into().unwrap(),
        days: 14,
        same_practitioner: true,
    }];
    let call = house.call(Role::Manager, "2026-01-02T13:00:00Z");
    let settings = house.sample.settings.clone();
    let replaces = Expected::Exact(1);
    pollster::block_on(house.practice.register(&call, &settings, replaces)).unwrap();
    house
}

/// A visit that is over, and the call that writes it down.
fn kept(house: &mut House, start: &str, self_pay: bool) -> (Call, Visit) {
    let patient = house.insured();
    let call = house.call(Role::FrontDesk, MORNING);
    let booking = Booking::Chosen(house.choice(start));
    let booked = pollster::block_on(house.practice.book(&call, patient, &booking)).unwrap();
    let call = house.call(Role::FrontDesk, start);
    pollster::block_on(house.practice.step(&call, booked.id(), &Step::Arrive)).unwrap();
    let visit = Visit {
        appointment: booked.id(),
        practitioner: house.sample.practitioners[0].id,
        diagnoses: vec!["I10".parse().unwrap()],
        services: vec![Done {
            procedure: "99213".parse().unwrap(),
            modifiers: vec![],
            pointers: Pointers::new([1]).unwrap(),
            units: Units::ONE,
            amount: None,
        }],
        accident: None,
        self_pay,
    };
    (house.call(Role::Clinician, "2026-01-30T20:00:00Z"), visit)
}

fn fulfilled(house: &mut House, start: &str, self_pay: bool) -> Encounter {
    let (call, visit) = kept(house, start, self_pay);
    pollster::block_on(house.practice.fulfil(&call, &visit)).unwrap()
}

#[test]
fn f58_a_patients_fee_covers_the_visits_that_follow() {
    for house in House::over_each_store("fee-validity") {
        let mut house = covering(house, "99213", 1);
        let opener = fulfilled(&mut house, "2026-01-06T14:00:00Z", true);
        assert_eq!(opener.total().unwrap().to_string(), "145.00");

        let free = fulfilled(&mut house, "2026-01-08T14:00:00Z", true);
        assert_eq!(free.total().unwrap(), Money::ZERO);
        assert_eq!(free.charges()[0].covered_by(), Some(opener.id()));
        let spent = fulfilled(&mut house, "2026-01-09T14:00:00Z", true);
        assert_eq!(spent.total().unwrap().to_string(), "145.00");

        let owed = house.owed(|who| who == Responsible::Patient);
        assert_eq!(owed.to_string(), "290.00");
        let (call, mut named) = kept(&mut house, "2026-01-12T14:00:00Z", true);
        named.services[0].amount = Some("20.00".parse().unwrap());
        let named = pollster::block_on(house.practice.fulfil(&call, &named)).unwrap();
        assert_eq!(named.total().unwrap().to_string(), "20.00");
        assert_eq!(named.charges()[0].covered_by(), None);
        let billed = fulfilled(&mut house, "2026-01-13T14:00:00Z", false);
        assert_eq!(billed.total().unwrap().to_string(), "145.00", "a payer's");
    }
}

/// Six visits are written down at once; the fee covers two of them, whoever comes first.
#[test]
fn f58_a_fee_covers_no_more_visits_however_many_are_written_down_at_once() {
    let mut house = covering(House::open(), "99204", 2);
    let (call, mut opener) = kept(&mut house, "2026-01-06T14:00:00Z", true);
    opener.services[0].procedure = "99204".parse().unwrap();
    opener.services[0].amount = Some("260.00".parse().unwrap());
    pollster::block_on(house.practice.fulfil(&call, &opener)).unwrap();
    let starts = ["14:00", "14:30", "15:00", "15:30", "16:00", "16:30"];
    let visits = starts.map(|at| kept(&mut house, &format!("2026-01-08T{at}:00Z"), true));
    let practice = &house.practice;
    let covered = std::thread::scope(|scope| {
        let written = visits.map(|(call, visit)| {
            scope.spawn(move || pollster::block_on(practice.fulfil(&call, &visit)).unwrap())
        });
        let written = written.map(|thread| thread.join().unwrap());
        let covered = |visit: &&Encounter| visit.charges()[0].covered_by().is_some();
        written.iter().filter(covered).count()
    });
    assert_eq!(covered, 2);
}

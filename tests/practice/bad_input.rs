//! Identifiers that nobody knows, stale versions and another practice's records: a typed refusal
//! with its code, and nothing is changed.

use pms_core::claim::ClaimVersion;
use pms_core::encounter::{Encounter, Pointers};
use pms_core::id::{AppointmentId, ClaimId, EncounterId, EntryId, RemittanceId};
use pms_core::scheduling::Appointment;

use super::books::{STRAY, kept};
use super::*;

/// What the records of a practice are called.
struct Names {
    patient: PatientId,
    appointment: AppointmentId,
    encounter: EncounterId,
    claim: ClaimId,
    remittance: RemittanceId,
    entry: EntryId,
    choice: Choice,
}

/// A visit from its booking to the patient's payment of a copay.
fn a_visit(house: &mut House) -> Names {
    let patient = house.insured();
    let choice = house.choice("2026-01-06T14:00:00Z");
    let practice = house.practice.clone();
    let call = house.call(Role::FrontDesk, MORNING);
    let booking = Booking::Chosen(choice.clone());
    let booked = pollster::block_on(practice.book(&call, patient, &booking)).unwrap();
    let call = house.call(Role::FrontDesk, "2026-01-06T13:55:00Z");
    pollster::block_on(practice.step(&call, booked.id(), &Step::Arrive)).unwrap();
    let visit = visit(house, booked.id());
    let call = house.call(Role::Clinician, "2026-01-06T15:00:00Z");
    let encounter = pollster::block_on(practice.fulfil(&call, &visit)).unwrap();
    let call = house.call(Role::Biller, "2026-01-07T15:00:00Z");
    let drawn = pollster::block_on(practice.draw_claim(&call, encounter.id())).unwrap();
    let call = house.call(Role::Biller, "2026-01-07T16:00:00Z");
    let payment = payment(patient, "R-1");
    let day = "2026-01-07".parse().unwrap();
    let paid = pollster::block_on(practice.pay(&call, &payment, day)).unwrap();
    Names {
        patient,
        appointment: booked.id(),
        encounter: encounter.id(),
        claim: drawn.claim.claim().id,
        remittance: house.ids.mint(),
        entry: paid.id(),
        choice,
    }
}

fn visit(house: &House, appointment: AppointmentId) -> Visit {
    Visit {
        appointment,
        practitioner: house.sample.practitioners[0].id,
        diagnoses: vec!["E119".parse().unwrap()],
        services: vec![Done {
            procedure: "99213".parse().unwrap(),
            modifiers: vec![],
            pointers: Pointers::new([1]).unwrap(),
            units: Units::ONE,
            amount: None,
        }],
        accident: None,
        self_pay: false,
    }
}

fn payment(patient: PatientId, receipt: &str) -> PatientPayment {
    PatientPayment {
        receipt: receipt.to_owned(),
        patient,
        amount: "30.00".parse().unwrap(),
        allocation: Allocation::OldestFirst,
    }
}

/// Every command that names a record, on these names: what each is refused for.
async fn refusals(
    house: &mut House,
    practice: &Practice,
    names: &Names,
) -> Vec<(&'static str, &'static str)> {
    let day = "2026-02-02".parse().unwrap();
    let part = pms_core::practice::Part {
        patient: names.patient,
        charge: house.ids.mint(),
        owed_by: Responsible::Patient,
        amount: "1.00".parse().unwrap(),
    };
    let ask = Ask {
        patient: names.patient,
        day,
        days_to_pay: 21,
    };
    let visit = visit(house, names.appointment);
    let stray = t835::read(STRAY.as_bytes()).advices.remove(0).remittance;
    let payer = match names.patient == house.insured() {
        true => house.sample.payers[0].id,
        false => house.ids.mint(),
    };
    let allocation = Allocation::OldestFirst;
    let chosen = Booking::Chosen(names.choice.clone());
    let mut codes = Vec::new();
    macro_rules! refused {
        ($($command:ident($($argument:expr),*);)+) => {$(
            let call = house.call(Role::Manager, "2026-02-02T15:00:00Z");
            let refused = practice.$command(&call, $($argument),*).await;
            codes.push((stringify!($command), refused.map(|_| ()).unwrap_err().code()));
        )+};
    }
    refused! {
        book(names.patient, &chosen);
        reschedule(names.appointment, &names.choice, Initiator::Patient);
        step(names.appointment, &Step::Confirm);
        fulfil(&visit);
        draw_claim(names.encounter);
        submit_claims(&[names.claim]);
        post_remittance(payer, &stray, day);
        deposit(names.remittance, day);
        pay(&payment(names.patient, "R-2"), day);
        enter(names.patient, &[]);
        apply_unapplied(names.entry, &allocation, day);
        owe_refund(names.entry, "1.00".parse().unwrap(), day);
        pay_refund(names.entry, day);
        transfer(&part, Responsible::Patient, day);
        write_off(&part, AccountKind::BadDebt, day);
        take_back(names.entry, day);
        balance(names.patient, AsOf::EVERYTHING);
    }
    macro_rules! unread {
        ($($record:ident: $id:expr;)+) => {$(
            let call = house.call(Role::Manager, "2026-02-02T15:00:00Z");
            let refused = practice.load::<$record>(&call, $id).await;
            codes.push((stringify!($record), refused.map(|_| ()).unwrap_err().code()));
        )+};
    }
    unread! {
        Patient: names.patient;
        Appointment: names.appointment;
        Encounter: names.encounter;
        ClaimVersion: names.claim;
    }
    let call = house.call(Role::Manager, "2026-02-02T15:00:00Z");
    let refused = practice.issue_statement(&call, &ask).await.unwrap_err();
    codes.push(("issue_statement", refused.code()));
    codes
}

#[track_caller]
fn all_unknown(codes: &[(&str, &str)]) {
    for (what, code) in codes {
        assert_eq!(*code, "practice.unknown", "{what}");
    }
}

#[test]
fn names_that_nobody_knows_change_nothing() {
    for mut house in House::over_each_store("unknown") {
        let known = a_visit(&mut house);
        let names = Names {
            patient: house.ids.mint(),
            appointment: house.ids.mint(),
            encounter: house.ids.mint(),
            claim: house.ids.mint(),
            remittance: house.ids.mint(),
            entry: house.ids.mint(),
            choice: known.choice,
        };
        let practice = house.practice.clone();
        let before = kept(&practice);
        let codes = pollster::block_on(refusals(&mut house, &practice, &names));
        all_unknown(&codes);
        assert!(kept(&practice) == before, "something changed");
    }
}

#[test]
fn a13_another_practice_in_the_same_store_sees_and_changes_nothing() {
    for mut house in House::over_each_store("tenant") {
        let names = a_visit(&mut house);
        let own = house.practice.clone();
        let (store, rules) = (own.store().clone(), Arc::new(Tzdb::bundled()));
        let other = Practice::new(house.ids.mint(), store, rules);
        let before = kept(&own);
        let codes = pollster::block_on(refusals(&mut house, &other, &names));
        all_unknown(&codes);
        assert!(kept(&own) == before, "something changed");
        assert_eq!(kept(&other), (vec![], vec![]));
    }
}

#[test]
fn a_version_that_is_not_the_newest_is_not_overwritten() {
    for mut house in House::over_each_store("stale") {
        let practice = house.practice.clone();
        let mut patient = house.sample.patients[0].clone();
        let call = house.call(Role::FrontDesk, MORNING);
        pollster::block_on(practice.register(&call, &patient, Expected::Exact(1))).unwrap();
        let before = kept(&practice);
        patient.death = Some("2026-01-04".parse().unwrap());
        for expected in [
            Expected::New,
            Expected::Exact(0),
            Expected::Exact(1),
            Expected::Exact(3),
        ] {
            let call = house.call(Role::FrontDesk, MORNING);
            let stale = pollster::block_on(practice.register(&call, &patient, expected));
            assert_eq!(
                stale.unwrap_err().code(),
                "store.version_conflict",
                "{expected:?}"
            );
        }
        assert!(kept(&practice) == before, "something changed");
        let call = house.call(Role::FrontDesk, MORNING);
        let (kept, _) = pollster::block_on(practice.load::<Patient>(&call, patient.id)).unwrap();
        assert_eq!(kept.death, None);
    }
}

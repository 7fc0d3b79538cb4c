//! One visit through the house, from an open slot to a posted payment; what a biller decides later;
//! and what bad input changes: nothing.

#[path = "practice/bad_input.rs"]
mod bad_input;
#[path = "practice/books.rs"]
mod books;
#[path = "practice/fee_validity.rs"]
mod fee_validity;
#[path = "practice/group.rs"]
mod group;
#[path = "practice/life.rs"]
mod life;
#[path = "practice/one_road.rs"]
mod one_road;
#[path = "practice/outside.rs"]
mod outside;
#[path = "../examples/practice_day/payer.rs"]
#[expect(dead_code, reason = "the example uses the rest")]
mod payer;
#[path = "practice/publish.rs"]
mod publish;
#[path = "practice/room.rs"]
mod room;
#[path = "practice/rotation.rs"]
mod rotation;
#[path = "../examples/practice_day/sample.rs"]
#[expect(dead_code, reason = "the example uses the rest")]
mod sample;
#[path = "practice/series.rs"]
mod series;
#[path = "practice/waiting.rs"]
mod waiting;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use pms_core::access::{Actor, Purpose, Role};
use pms_core::claim::Claim;
use pms_core::id::{ExternalId, Ids, PatientId, Uuid};
use pms_core::ledger::{AccountKind, Allocation, Responsible};
use pms_core::money::{Money, Units};
use pms_core::party::Patient;
use pms_core::posting::PatientPayment;
use pms_core::practice::{
    Ask, Booking, Call, Choice, Done, FindSlots, Practice, PracticeError, Step, Visit,
};
use pms_core::remittance::Remittance;
use pms_core::scheduling::{Answer, Initiator};
use pms_core::store::{Expected, Memory, Store};
use pms_core::time::{AsOf, Minutes, Tzdb};

use pms_core::x12::syntax::{Characters, Envelope, Usage};
use pms_core::x12::t837p::{Office, Submission};
use pms_core::x12::{t835, t837p};
use pms_storage::sqlite::Sqlite;

use payer::PayerDesk;
use sample::{Sample, sample};

struct House {
    practice: Practice,
    sample: Sample,
    ids: Ids,
    calls: u32,
}

impl House {
    fn open() -> Self {
        Self::over(Arc::new(Memory::new()))
    }

    /// The same house over memory and over a SQLite file of this name.
    fn over_each_store(name: &str) -> [Self; 2] {
        static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
        let runtime = RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().unwrap());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("practice-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let file = runtime.block_on(Sqlite::open(folder.join("practice.db")));
        [Self::open(), Self::over(Arc::new(file.unwrap()))]
    }

    fn over(store: Arc<dyn Store>) -> Self {
        let sample = sample(7, 20).unwrap();
        let practice = Practice::new(sample.practice, store, Arc::new(Tzdb::bundled()));
        let ids = Ids::from(Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0001));
        let mut house = Self {
            practice,
            sample,
            ids,
            calls: 0,
        };
        house.register();
        house
    }

    fn register(&mut self) {
        macro_rules! keep {
            ($record:expr) => {
                let call = self.call(Role::Manager, "2026-01-01T13:00:00Z");
                let record = $record.clone();
                pollster::block_on(self.practice.register(&call, &record, Expected::New)).unwrap();
            };
        }
        keep!(self.sample.settings);
        keep!(self.sample.organization);
        keep!(self.sample.location);
        for n in 0..2 {
            keep!(self.sample.practitioners[n]);
            keep!(self.sample.schedules[n]);
        }
        for n in 0..3 {
            keep!(self.sample.payers[n]);
            keep!(self.sample.plans[n]);
        }
        for n in 0..self.sample.patients.len() {
            keep!(self.sample.patients[n]);
        }
        for n in 0..self.sample.coverages.len() {
            keep!(self.sample.coverages[n]);
        }
    }

    fn call(&mut self, role: Role, now: &str) -> Call {
        self.calls += 1;
        // Far apart: each call counts on from its own.
        let fresh: Uuid = self.ids.mint();
        let fresh = Uuid::from_u128(fresh.as_u128() ^ (u128::from(self.calls) << 40));
        Call {
            actor: Actor {
                id: self.sample.staff,
                role,
            },
            purpose: Purpose::Operations,
            key: format!("call {}", self.calls),
            now: now.parse().unwrap(),
            fresh,
        }
    }

    fn choice(&self, start: &str) -> Choice {
        let start: DateTime<Utc> = start.parse().unwrap();
        Choice::of(
            vec![self.sample.schedules[0].id],
            self.sample.settings.visit_types[0].id(),
            pms_core::time::Minute::containing(start),
        )
    }

    /// A patient under the commercial plan.
    fn insured(&self) -> PatientId {
        let payer = self.sample.payers[0].id;
        let coverage = self
            .sample
            .coverages
            .iter()
            .find(|c| c.terms().payer == payer);
        coverage.unwrap().patient()
    }

    fn owed(&mut self, responsible: impl Fn(Responsible) -> bool) -> Money {
        let call = self.call(Role::Manager, "2026-12-01T13:00:00Z");
        let books = pollster::block_on(self.practice.books(&call, AsOf::EVERYTHING)).unwrap();
        let items = books.open_items(AsOf::EVERYTHING).unwrap();
        let amounts = items.iter().filter(|item| responsible(item.responsible));
        Money::sum(amounts.map(|item| item.amount)).unwrap()
    }
}

const MORNING: &str = "2026-01-05T12:00:00Z";

#[test]
fn one_visit_from_an_open_slot_to_a_posted_payment() {
    let mut house = House::open();
    let patient = house.insured();
    let practice = house.practice.clone();

    let wish = FindSlots::of(
        vec![house.sample.schedules[0].id],
        house.sample.settings.visit_types[0].id(),
        "2026-01-06T05:00:00Z".parse().unwrap(),
        "2026-01-07T05:00:00Z".parse().unwrap(),
    );
    let call = house.call(Role::FrontDesk, MORNING);
    let open = pollster::block_on(practice.find_slots(&call, &wish)).unwrap();
    assert_eq!(open.answer(), Answer::Open);
    let start = open.starts().next().unwrap();
    let choice = Choice {
        start,
        ..house.choice("2026-01-06T13:30:00Z")
    };

    let call = house.call(Role::FrontDesk, MORNING);
    let hold = pollster::block_on(practice.hold(&call, &choice, Minutes::new(10))).unwrap();
    let other = house.call(Role::FrontDesk, MORNING);
    let refused =
        pollster::block_on(practice.book(&other, patient, &Booking::Chosen(choice.clone())));
    assert_eq!(refused.unwrap_err().code(), "scheduling.not_free");

    let book = house.call(Role::FrontDesk, MORNING);
    let held = Booking::Held(hold.id());
    let appointment = pollster::block_on(practice.book(&book, patient, &held)).unwrap();
    let again = pollster::block_on(practice.book(&book, patient, &held)).unwrap();
    assert_eq!(again, appointment, "the same call gives the same answer");

    let call = house.call(Role::FrontDesk, "2026-01-06T13:25:00Z");
    pollster::block_on(practice.step(&call, appointment.id(), &Step::Arrive)).unwrap();
    let visit = Visit {
        appointment: appointment.id(),
        practitioner: house.sample.practitioners[0].id,
        diagnoses: vec!["E119".parse().unwrap(), "I10".parse().unwrap()],
        services: vec![Done {
            procedure: "99213".parse().unwrap(),
            modifiers: vec![],
            pointers: pms_core::encounter::Pointers::new([1, 2]).unwrap(),
            units: Units::ONE,
            amount: None,
        }],
        accident: None,
        self_pay: false,
    };
    let call = house.call(Role::Clinician, "2026-01-06T14:00:00Z");
    let encounter = pollster::block_on(practice.fulfil(&call, &visit)).unwrap();
    assert_eq!(encounter.total().unwrap().to_string(), "145.00");
    let owed = house.owed(|who| matches!(who, Responsible::Payer(_)));
    assert_eq!(owed.to_string(), "145.00");

    let call = house.call(Role::Biller, "2026-01-07T14:00:00Z");
    let drawn = pollster::block_on(practice.draw_claim(&call, encounter.id())).unwrap();
    assert_eq!(drawn.claim.state().name(), "ready", "{:?}", drawn.findings);
    let call = house.call(Role::Biller, "2026-01-07T14:05:00Z");
    let twice = pollster::block_on(practice.draw_claim(&call, encounter.id()));
    assert_eq!(twice.unwrap_err().code(), "store.claim_taken");
    let call = house.call(Role::Biller, "2026-01-07T15:00:00Z");
    let sent =
        pollster::block_on(practice.submit_claims(&call, &[drawn.claim.claim().id])).unwrap();
    assert_eq!(sent[0].state().name(), "submitted");
    answered(&mut house, sent[0].claim());
}

/// The claim goes out as a file, the payer answers with another, and what it leaves is paid.
fn answered(house: &mut House, claim: &Claim) {
    let practice = house.practice.clone();
    let payer = claim.payer.id;
    let remittance = remittance(house, claim);
    let answer = &remittance.claims[0];
    let share = answer.patient_share().unwrap();
    assert!(share.is_positive() && answer.denials().is_empty());

    let day = "2026-02-02".parse().unwrap();
    let call = house.call(Role::Biller, "2026-02-02T15:00:00Z");
    let posted =
        pollster::block_on(practice.post_remittance(&call, payer, &remittance, day)).unwrap();
    assert!(posted.plan.entries().count() > 0);
    let at_payers = house.owed(|who| matches!(who, Responsible::Payer(_)));
    let at_patients = house.owed(|who| who == Responsible::Patient);
    assert_eq!((at_payers, at_patients), (Money::ZERO, share));

    // The same remittance again, under another key: the first posting, and no entry more.
    let again = house.call(Role::Biller, "2026-02-03T15:00:00Z");
    let twice =
        pollster::block_on(practice.post_remittance(&again, payer, &remittance, day)).unwrap();
    assert_eq!(twice, posted);
    let call = house.call(Role::Biller, "2026-02-03T16:00:00Z");
    let deposit = pollster::block_on(practice.deposit(&call, posted.id, day)).unwrap();
    assert_eq!(deposit.is_some(), remittance.amount.is_positive());

    let month_end = "2026-02-28T23:00:00Z";
    let as_of = AsOf::new("2026-02-28".parse().unwrap(), month_end.parse().unwrap());
    let call = house.call(Role::Biller, month_end);
    let balance = pollster::block_on(practice.balance(&call, claim.patient, as_of)).unwrap();
    assert_eq!(balance.due, share);
    let ask = Ask {
        patient: claim.patient,
        day: "2026-02-28".parse().unwrap(),
        days_to_pay: 21,
    };
    let call = house.call(Role::Biller, month_end);
    let statement = pollster::block_on(practice.issue_statement(&call, &ask)).unwrap();
    assert_eq!(statement.totals().to_pay, share);

    let payment = PatientPayment {
        receipt: "R-7".to_owned(),
        patient: claim.patient,
        amount: share,
        allocation: Allocation::OldestFirst,
    };
    let call = house.call(Role::Biller, "2026-03-05T15:00:00Z");
    pollster::block_on(practice.pay(&call, &payment, "2026-03-05".parse().unwrap())).unwrap();
    assert_eq!(house.owed(|_| true), Money::ZERO);
    let call = house.call(Role::Biller, "2026-03-06T15:00:00Z");
    let again = pollster::block_on(practice.pay(&call, &payment, "2026-03-06".parse().unwrap()));
    assert_eq!(again.unwrap_err().code(), "store.claim_taken");
}

/// What the payer answers to the claim's file, as it is read from the answer's file.
fn remittance(house: &House, claim: &Claim) -> Remittance {
    let sample = &house.sample;
    let contract = sample.settings.contracts[0].clone();
    let mut desk = PayerDesk::new(sample.payers[0].clone(), sample.plans[0].clone(), contract);
    let envelope = Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "PRACTICE".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "PAYER".to_owned(),
        group_sender: "PRACTICE".to_owned(),
        group_receiver: "PAYER".to_owned(),
        written: "2026-01-07T15:00:00".parse().unwrap(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    };
    let office = |name: &str| Office {
        name: name.parse().unwrap(),
        number: "CEDAR01".to_owned(),
    };
    let submission = Submission {
        envelope: envelope.clone(),
        submitter: office("Cedar Street Family Practice"),
        contact: "Billing Office".parse().unwrap(),
        phone: "6145550140".parse().unwrap(),
        receiver: office("Buckeye Mutual"),
        batch: "1".to_owned(),
    };
    let file = t837p::write(&[claim], &submission, Characters::Refuse).unwrap();
    let received = t837p::read(&file);
    let mut dice = fastrand::Rng::with_seed(3);
    let day = "2026-02-02".parse().unwrap();
    let answer = desk.answer(&received.claims, day, &mut dice).unwrap();
    let file = t835::write(&[answer], &envelope, Characters::Refuse).unwrap();
    let mut read = t835::read(&file);
    assert!(read.advices[0].is_sound(), "{:?}", read.all_findings());
    read.advices.remove(0).remittance
}

#[test]
fn s13_the_old_time_is_given_up_only_for_a_new_one() {
    let mut house = House::open();
    let patient = house.insured();
    let practice = house.practice.clone();
    let [nine, ten] = ["2026-01-06T14:00:00Z", "2026-01-06T15:00:00Z"].map(|at| house.choice(at));
    let book = |house: &mut House, choice: &Choice| {
        let call = house.call(Role::FrontDesk, MORNING);
        let booking = Booking::Chosen(choice.clone());
        pollster::block_on(practice.book(&call, patient, &booking))
    };
    let first = book(&mut house, &nine).unwrap();
    let second = book(&mut house, &ten).unwrap();
    let call = house.call(Role::FrontDesk, MORNING);
    let onto = pollster::block_on(practice.reschedule(&call, first.id(), &ten, Initiator::Patient));
    assert_eq!(onto.unwrap_err().code(), "scheduling.not_free");
    assert_eq!(
        book(&mut house, &nine).unwrap_err().code(),
        "scheduling.not_free"
    );

    let call = house.call(Role::FrontDesk, MORNING);
    let cancel = Step::Cancel {
        by: Initiator::Patient,
        reason: "no-transport".to_owned().try_into().unwrap(),
    };
    pollster::block_on(practice.step(&call, second.id(), &cancel)).unwrap();
    let call = house.call(Role::FrontDesk, MORNING);
    let moved =
        pollster::block_on(practice.reschedule(&call, first.id(), &ten, Initiator::Patient))
            .unwrap();
    assert_eq!((moved.id(), moved.sequence()), (first.id(), 1));
    assert!(book(&mut house, &nine).is_ok());
}

#[test]
fn s10_a_hold_that_ran_out_gives_its_time_to_the_next_writer() {
    let mut house = House::open();
    let patient = house.insured();
    let practice = house.practice.clone();
    let choice = house.choice("2026-01-06T14:00:00Z");
    let call = house.call(Role::FrontDesk, MORNING);
    let hold = pollster::block_on(practice.hold(&call, &choice, Minutes::new(10))).unwrap();

    let booking = Booking::Chosen(choice);
    let call = house.call(Role::FrontDesk, "2026-01-05T12:09:59Z");
    let early = pollster::block_on(practice.book(&call, patient, &booking));
    assert_eq!(early.unwrap_err().code(), "scheduling.not_free");
    let call = house.call(Role::FrontDesk, "2026-01-05T12:10:00Z");
    assert!(pollster::block_on(practice.book(&call, patient, &booking)).is_ok());
    let call = house.call(Role::FrontDesk, "2026-01-05T12:10:00Z");
    let late = pollster::block_on(practice.book(&call, patient, &Booking::Held(hold.id())));
    assert_eq!(late.unwrap_err().code(), "scheduling.hold_expired");
}

#[test]
fn p2_what_a_patient_pays_too_much_stays_theirs() {
    let mut house = House::open();
    let patient = house.insured();
    let payment = PatientPayment {
        receipt: "R-1".to_owned(),
        patient,
        amount: "25.00".parse().unwrap(),
        allocation: Allocation::OldestFirst,
    };
    let call = house.call(Role::FrontDesk, MORNING);
    let day = "2026-01-05".parse().unwrap();
    let refused = pollster::block_on(house.practice.pay(&call, &payment, day));
    assert_eq!(refused.unwrap_err().code(), "access.not_granted");
    let call = house.call(Role::Biller, MORNING);
    let entry = pollster::block_on(house.practice.pay(&call, &payment, day)).unwrap();
    let held = entry.effect(|account| account.kind == AccountKind::UnappliedPatient);
    assert_eq!(held.unwrap().to_string(), "-25.00");
}

#[test]
fn a1_another_systems_name_means_one_record() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let name = ExternalId::new("mrn", "M-1").unwrap();
    let mut patient = house.sample.patients[0].clone();
    patient.external.push(name.clone());
    let call = house.call(Role::FrontDesk, MORNING);
    let version =
        pollster::block_on(practice.register(&call, &patient, Expected::Exact(1))).unwrap();
    assert_eq!(version, 2);
    let call = house.call(Role::FrontDesk, MORNING);
    let (found, _) = pollster::block_on(practice.find::<Patient>(&call, &name))
        .unwrap()
        .unwrap();
    assert_eq!(found.id, patient.id);

    let mut other = house.sample.patients[1].clone();
    other.external.push(name);
    let call = house.call(Role::FrontDesk, MORNING);
    let taken = pollster::block_on(practice.register(&call, &other, Expected::Exact(1)));
    assert_eq!(taken.unwrap_err().code(), "store.claim_taken");
    let call = house.call(Role::FrontDesk, MORNING);
    let stale = pollster::block_on(practice.register(&call, &patient, Expected::Exact(1)));
    assert_eq!(stale.unwrap_err().code(), "store.version_conflict");
}

#[test]
fn a3_a_key_belongs_to_one_request() {
    let mut house = House::open();
    let patient = house.insured();
    let [nine, ten] = ["2026-01-06T14:00:00Z", "2026-01-06T15:00:00Z"].map(|at| house.choice(at));
    let call = house.call(Role::FrontDesk, MORNING);
    let book = |choice: &Choice| {
        let booking = Booking::Chosen(choice.clone());
        pollster::block_on(house.practice.book(&call, patient, &booking))
    };
    let first = book(&nine).unwrap();
    assert_eq!(book(&nine).unwrap(), first);
    assert_eq!(book(&ten).unwrap_err().code(), "store.idem_mismatch");
}

#[test]
fn what_is_not_there_is_named() {
    let mut house = House::open();
    let call = house.call(Role::FrontDesk, MORNING);
    let nobody: PatientId = house.ids.mint();
    let booking = Booking::Chosen(house.choice("2026-01-06T14:00:00Z"));
    let refused = pollster::block_on(house.practice.book(&call, nobody, &booking)).unwrap_err();
    assert!(
        matches!(refused, PracticeError::Unknown { .. }),
        "{refused}"
    );
    assert_eq!(refused.code(), "practice.unknown");
}

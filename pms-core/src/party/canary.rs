//! A person filled with canaries, shown in every way: none sings.

use core::fmt::Debug;

use crate::id::{ExternalId, Uuid};

use super::address::Address;
use super::contact::{Contact, Email, Phone};
use super::guarantor::Guarantor;
use super::location::Location;
use super::name::PersonName;
use super::organization::Organization;
use super::patient::Patient;
use super::payer::Payer;
use super::practitioner::Practitioner;
use super::sex::Sex;
use super::text::Text;

const CANARIES: [&str; 10] = [
    "Canary", "Yellow", "Q", "Feather", "Cagetown", "43210", "0123", "1980", "tweet", "MRN-77",
];

fn id<I: From<Uuid>>() -> I {
    I::from("018f2d5c-0000-7000-8000-0000000000ff".parse().unwrap())
}

fn name() -> PersonName {
    let mut name = PersonName::new("Canary", "Yellow").unwrap();
    name.middle = Some("Q".parse().unwrap());
    name
}

fn address() -> Address {
    let (state, zip) = ("OH".parse().unwrap(), "43210-0123".parse().unwrap());
    Address::new("1 Feather Lane", "Cagetown", state, zip).unwrap()
}

fn contact() -> Contact {
    Contact {
        phone: Some(phone()),
        mobile: Some(phone()),
        email: Some(email()),
    }
}

fn phone() -> Phone {
    "614-555-0123".parse().unwrap()
}

fn email() -> Email {
    "tweet@canary.example".parse().unwrap()
}

fn external() -> Vec<ExternalId> {
    vec![ExternalId::new("mrn", "MRN-77").unwrap()]
}

fn patient() -> Patient {
    let birth = "1980-02-29".parse().unwrap();
    let mut patient = Patient::new(id(), name(), birth, Sex::Female);
    patient.external = external();
    patient.death = Some(birth);
    patient.address = Some(address());
    patient.contact = contact();
    patient
}

fn guarantor() -> Guarantor {
    let mut guarantor = Guarantor::new(id(), name());
    guarantor.external = external();
    guarantor.address = Some(address());
    guarantor.contact = contact();
    guarantor
}

#[track_caller]
fn silent(what: &impl Debug) {
    for shown in [format!("{what:?}"), format!("{what:#?}")] {
        for canary in CANARIES {
            assert!(!shown.contains(canary), "{canary} sings in {shown}");
        }
    }
}

#[test]
fn no_person_prints() {
    silent(&patient());
    silent(&guarantor());
    silent(&Practitioner::new(id(), name()));
    silent(&name());
    silent(&address());
    silent(&address().region);
    silent(&contact());
    silent(&phone());
    silent(&email());
    let text: Text = "Canary".parse().unwrap();
    silent(&text);
    silent(&Organization::new(id(), text.clone()));
    let zone = "America/New_York".parse().unwrap();
    let place = "11".parse().unwrap();
    silent(&Location::new(id(), id(), text.clone(), place, zone));
    let number = "Feather".parse().unwrap();
    silent(&Payer::new(id(), text, number, "CI".parse().unwrap()));
}

#[test]
fn no_refusal_repeats_its_input() {
    silent(&"Canary\n".repeat(2).parse::<Text>().unwrap_err());
    let long = "Canary".repeat(20);
    for refusal in [
        long.parse::<Text>().unwrap_err().to_string(),
        long.parse::<Phone>().unwrap_err().to_string(),
        long.parse::<Email>().unwrap_err().to_string(),
        PersonName::new(&long, "Yellow").unwrap_err().to_string(),
        serde_json::from_str::<Text>(&format!("\"{long}\""))
            .unwrap_err()
            .to_string(),
    ] {
        silent(&refusal);
    }
}

#[test]
fn people_come_back_from_storage() {
    let json = serde_json::to_string(&patient()).unwrap();
    assert_eq!(serde_json::from_str::<Patient>(&json).unwrap(), patient());
    let json = serde_json::to_string(&guarantor()).unwrap();
    assert_eq!(
        serde_json::from_str::<Guarantor>(&json).unwrap(),
        guarantor()
    );
    let bad = r#"{"family":" ","given":"x"}"#;
    assert!(serde_json::from_str::<PersonName>(bad).is_err());
}

//! A visit of the Riveras, for the tests of this room.

use chrono::{DateTime, Utc};

use crate::code::{FilingIndicator, PlaceOfService, Relationship, TaxId};
use crate::coverage::{Coverage, Plan, Standing, Subscriber, SubscriberPerson, Terms};
use crate::encounter::{Charge, Encounter, Measure, NewCharge, Pointers};
use crate::id::{ClaimId, Uuid};
use crate::money::Units;
use crate::party::{
    Address, Location, Organization, Patient, Payer, PersonName, Practitioner, Sex,
};
use crate::time::Period;

use super::draw::Sources;
use super::number::ClaimNumber;
use super::snapshot::Claim;

/// Everything that a claim is drawn from.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) encounter: Encounter,
    pub(super) patient: Patient,
    pub(super) coverage: Coverage,
    pub(super) plan: Plan,
    pub(super) payer: Payer,
    pub(super) billing: Organization,
    pub(super) rendering: Practitioner,
    pub(super) location: Location,
}

pub(super) fn id<I: From<Uuid>>(number: u128) -> I {
    I::from(Uuid::from_u128(number))
}

pub(super) fn now() -> DateTime<Utc> {
    "2026-03-05T15:00:00Z".parse().unwrap()
}

fn address(line: &str, zip: &str) -> Address {
    let (state, zip) = ("OH".parse().unwrap(), zip.parse().unwrap());
    Address::new(line, "Columbus", state, zip).unwrap()
}

fn charge(number: u128, procedure: &str, amount: &str) -> Charge {
    let day = "2026-03-02".parse().unwrap();
    let new = NewCharge {
        id: id(number),
        from: day,
        to: day,
        procedure: procedure.parse().unwrap(),
        modifiers: Vec::new(),
        pointers: Pointers::new([1, 2]).unwrap(),
        measure: Measure::Units(Units::ONE),
        amount: amount.parse().unwrap(),
        place: PlaceOfService::OFFICE,
        covered_by: None,
    };
    Charge::new(new).unwrap()
}

pub(super) fn visit() -> Visit {
    let born = "1980-02-29".parse().unwrap();
    let mut patient = Patient::new(
        id(1),
        PersonName::new("Rivera", "Ana").unwrap(),
        born,
        Sex::Female,
    );
    patient.address = Some(address("12 Elm Street", "43210"));
    let name = "Buckeye Mutual".parse().unwrap();
    let payer = Payer::new(
        id(2),
        name,
        "31147".parse().unwrap(),
        FilingIndicator::Commercial,
    );
    let plan = Plan::new(
        id(3),
        payer.id,
        "Gold".parse().unwrap(),
        FilingIndicator::Ppo,
    );
    let mut billing = Organization::new(id(4), "Elm Street Family Practice".parse().unwrap());
    billing.npi = Some("1234567893".parse().unwrap());
    billing.tax_id = Some(TaxId::employer("98-7654321").unwrap());
    billing.address = Some(address("100 Main Street", "432101234"));
    let mut rendering = Practitioner::new(id(5), PersonName::new("Okafor", "Chidi").unwrap());
    rendering.npi = Some("1245319599".parse().unwrap());
    let zone = "America/New_York".parse().unwrap();
    let name = "Main Street".parse().unwrap();
    let mut location = Location::new(id(6), billing.id, name, PlaceOfService::OFFICE, zone);
    location.address = billing.address.clone();
    let terms = Terms {
        payer: payer.id,
        plan: plan.id,
        member_id: "W123456789".parse().unwrap(),
        group: None,
        subscriber: Subscriber::Patient,
        standing: Standing::default(),
    };
    let year = Period::since("2026-01-01".parse().unwrap());
    let coverage = Coverage::new(id(7), patient.id, terms, year);
    let day = "2026-03-02".parse().unwrap();
    let encounter = Encounter::new(id(8), patient.id, rendering.id, location.id, day)
        .diagnose("J45.909".parse().unwrap())
        .and_then(|visit| visit.diagnose("I10".parse().unwrap()))
        .and_then(|visit| visit.charge(charge(21, "99213", "125.00")))
        .and_then(|visit| visit.charge(charge(22, "94010", "60.00")))
        .and_then(|visit| visit.finish(now()))
        .unwrap();
    Visit {
        encounter,
        patient,
        coverage,
        plan,
        payer,
        billing,
        rendering,
        location,
    }
}

/// The same visit, of a child whose parent holds the contract.
pub(super) fn child(dependent_id: Option<&str>) -> Visit {
    let mut visit = visit();
    visit.patient.birth = "2015-05-05".parse().unwrap();
    visit.patient.name = PersonName::new("Rivera", "Leo").unwrap();
    let subscriber = Subscriber::Other {
        relationship: Relationship::Child,
        person: Box::new(SubscriberPerson {
            name: PersonName::new("Rivera", "Ana").unwrap(),
            birth: "1980-02-29".parse().unwrap(),
            sex: Sex::Female,
            address: None,
        }),
        dependent_id: dependent_id.map(|own| own.parse().unwrap()),
    };
    let terms = Terms {
        subscriber,
        ..visit.coverage.terms().clone()
    };
    let held = &visit.coverage;
    visit.coverage = Coverage::new(held.id(), held.patient(), terms, held.period());
    visit
}

impl Visit {
    pub(super) fn sources(&self) -> Sources<'_> {
        Sources {
            encounter: &self.encounter,
            patient: &self.patient,
            coverage: &self.coverage,
            plan: &self.plan,
            payer: &self.payer,
            billing: &self.billing,
            rendering: &self.rendering,
            location: &self.location,
        }
    }
}

/// A claim for the visit without anything wrong with it.
pub(super) fn claim() -> Claim {
    numbered(31)
}

/// The same claim under another number.
pub(super) fn numbered(number: u128) -> Claim {
    let id: ClaimId = id(number);
    Claim::draw(id, ClaimNumber::from(id), visit().sources()).unwrap()
}

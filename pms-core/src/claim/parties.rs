use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Npi, Relationship, TaxId, Taxonomy};
use crate::coverage::{MemberId, SubscriberPerson};
use crate::id::PayerId;
use crate::party::{Address, Patient, PersonName, Phone, Sex, Text};

/// Who bills, and to whom the payer pays.
///
/// Source: 005010X222A1, loops 2010AA and 2010AB.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BillingProvider {
    /// Name, number and field of work.
    pub provider: Provider,
    /// The number under which it is taxed.
    pub tax_id: TaxId,
    /// Its street address: no box, and with all nine digits of its ZIP code.
    pub address: Address,
    /// Where payments go, where that is elsewhere.
    #[serde(default)]
    pub pay_to: Option<Address>,
    /// Its billing office's telephone.
    #[serde(default)]
    pub phone: Option<Phone>,
}

/// One who treats or bills, as a claim names them.
///
/// Source: 005010X222A1, loops 2010AA, 2310B and 2420A.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Provider {
    /// What they are called.
    pub name: ProviderName,
    /// Their national number.
    pub npi: Npi,
    /// Their field of work.
    #[serde(default)]
    pub taxonomy: Option<Taxonomy>,
}

/// A person's name or a body's.
///
/// Source: 005010X222A1, NM102.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderName {
    /// 1: a person.
    Person(PersonName),
    /// 2: a body.
    Organization(Text),
}

/// Where the service took place, where that is not the billing provider's address.
///
/// Source: 005010X222A1, loop 2310C.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ServiceLocation {
    /// What the place is called.
    pub name: Text,
    /// A national number of its own, where it has one.
    #[serde(default)]
    pub npi: Option<Npi>,
    /// Its street address.
    pub address: Address,
}

/// A person as a claim names them. `Debug` shows nothing.
///
/// Source: 005010X222A1, loops 2010BA, 2010CA and 2330A.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Person {
    /// What the person is called.
    pub name: PersonName,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Administrative sex.
    pub sex: Sex,
    /// Home address.
    #[serde(default)]
    pub address: Option<Address>,
}

impl From<&Patient> for Person {
    fn from(patient: &Patient) -> Self {
        Self {
            name: patient.name.clone(),
            birth: patient.birth,
            sex: patient.sex,
            address: patient.address.clone(),
        }
    }
}

impl From<&SubscriberPerson> for Person {
    fn from(subscriber: &SubscriberPerson) -> Self {
        Self {
            name: subscriber.name.clone(),
            birth: subscriber.birth,
            sex: subscriber.sex,
            address: subscriber.address.clone(),
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(..)")
    }
}

/// Whom the payer knows by a number: the holder of the contract, or a patient with one of their own.
///
/// Source: 005010X222A1, loops 2000B and 2010BA.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SubscriberOnClaim {
    /// Who it is.
    pub person: Person,
    /// The number on the card.
    pub member_id: MemberId,
    /// The number of the employer or group.
    #[serde(default)]
    pub group: Option<Text>,
}

/// The patient, where the payer knows them only through the subscriber.
///
/// Source: 005010X222A1, loops 2000C and 2010CA.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Dependent {
    /// What the patient is to the subscriber.
    pub relationship: Relationship,
    /// Who it is.
    pub person: Person,
}

/// A payer as a claim names it.
///
/// Source: 005010X222A1, loops 2010BB and 2330B.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClaimPayer {
    /// Which payer of the practice's it is.
    pub id: PayerId,
    /// What it is called.
    pub name: Text,
    /// The number under which claims reach it.
    pub number: Text,
    /// Where it takes post.
    #[serde(default)]
    pub address: Option<Address>,
}

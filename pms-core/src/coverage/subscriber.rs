use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Relationship;
use crate::party::{Address, PersonName, Sex};

use super::member_id::MemberId;

/// Who holds the contract with the plan.
///
/// Source: 005010X222A1, loops 2000B and 2000C.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "held_by")]
pub enum Subscriber {
    /// The patient.
    Patient,
    /// Somebody else, on whom the patient depends.
    Other {
        /// What the patient is to the subscriber, in that direction: 19 says that the patient is the
        /// subscriber's child.
        relationship: Relationship,
        /// Who the subscriber is.
        person: Box<SubscriberPerson>,
        /// The patient's own number, where the plan gives each dependent one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dependent_id: Option<MemberId>,
    },
}

/// The person of a subscriber who is not the patient, as a claim names them. `Debug` shows nothing.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct SubscriberPerson {
    /// What the subscriber is called.
    pub name: PersonName,
    /// Date of birth; the birthday decides between parents' plans.
    pub birth: NaiveDate,
    /// Administrative sex.
    pub sex: Sex,
    /// Home address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

impl fmt::Debug for SubscriberPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubscriberPerson(..)")
    }
}

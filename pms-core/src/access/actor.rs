use serde::{Deserialize, Serialize};

use crate::id::ActorId;
use crate::id::PatientId;

/// Who acts, and as what. The host has made sure of it: there is no act without an identifier.
///
/// Source: 45 CFR 164.312(a)(2)(i), unique user identification.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Actor {
    /// The person or program.
    pub id: ActorId,
    /// As what they act now.
    pub role: Role,
}

/// As what somebody acts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Answers the phone, books and greets.
    FrontDesk,
    /// Treats, and writes down what was done.
    Clinician,
    /// Sends claims, posts payments, writes to patients about money.
    Biller,
    /// Runs the practice: everything but rewriting the trail.
    Manager,
    /// Reads everything, changes nothing.
    Auditor,
    /// A patient at the portal, who sees what is their own.
    Patient(PatientId),
    /// A program of the host: reminders, imports, the clearinghouse's answers.
    Program,
}

impl Role {
    /// The word that is shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::FrontDesk => "front desk",
            Self::Clinician => "clinician",
            Self::Biller => "biller",
            Self::Manager => "manager",
            Self::Auditor => "auditor",
            Self::Patient(_) => "patient",
            Self::Program => "program",
        }
    }

    /// Works at the practice, as a person.
    pub(super) const fn is_staff(self) -> bool {
        !matches!(self, Self::Patient(_) | Self::Program)
    }
}

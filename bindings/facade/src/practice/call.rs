#[cfg(not(target_arch = "wasm32"))]
use std::time::SystemTime;

use pms_core::access::Actor;
use pms_core::access::Purpose;
use pms_core::access::Role;
use pms_core::id::Uuid;
use pms_core::practice;

use crate::error::PmsError;
use crate::identity::read;
use crate::scalar::Instant;

record! {
    /// As what somebody acts.
    pub enum RoleName {
        /// Answers the phone, books and greets.
        FrontDesk,
        /// Treats, and writes down what was done.
        Clinician,
        /// Sends claims, posts payments, writes to patients about money.
        Biller,
        /// Runs the practice.
        Manager,
        /// Reads everything, changes nothing.
        Auditor,
        /// A patient at the portal: the actor's identifier is the patient's.
        Patient,
        /// A program of the host.
        Program,
    }
}

record! {
    /// What an act is for.
    pub enum PurposeName {
        /// Care, and all that leads to a visit.
        Treatment,
        /// Claims, remittances, statements.
        Payment,
        /// Running the practice.
        Operations,
        /// The patient, or who stands for them, asked.
        PatientRequest,
    }
}

record! {
    /// What every command brings beside what it asks for. Send the same again when an answer is lost.
    pub struct Call {
        /// Who acts; the host has made sure of it.
        pub actor: String,
        /// As what.
        pub role: RoleName,
        /// What for.
        pub purpose: PurposeName,
        /// The idempotency key: the command is done once, however often it is sent with it.
        pub key: String,
        /// The time now.
        pub now: Instant,
        /// A fresh UUID of version 7; what the command makes is numbered from it.
        pub fresh: String,
    }
}

/// A call at the time that this machine shows, with a key and a fresh identifier of its own. Not in
/// JavaScript, whose hosts have both.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn new_call(actor: String, role: RoleName, purpose: PurposeName) -> Call {
    Call {
        actor,
        role,
        purpose,
        key: fresh().to_string(),
        now: Instant::from(now()),
        fresh: fresh().to_string(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::disallowed_methods,
    reason = "the host asks for its machine's clock"
)]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::SubsecRound::trunc_subsecs(chrono::DateTime::from(SystemTime::now()), 6)
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::disallowed_methods,
    reason = "the host asks for a fresh identifier"
)]
fn fresh() -> Uuid {
    Uuid::now_v7()
}

impl Call {
    /// The call in the core's words.
    pub(super) fn core(self) -> Result<practice::Call, PmsError> {
        let role = match self.role {
            RoleName::FrontDesk => Role::FrontDesk,
            RoleName::Clinician => Role::Clinician,
            RoleName::Biller => Role::Biller,
            RoleName::Manager => Role::Manager,
            RoleName::Auditor => Role::Auditor,
            RoleName::Patient => Role::Patient(read(&self.actor, || "call.actor".to_owned())?),
            RoleName::Program => Role::Program,
        };
        let purpose = match self.purpose {
            PurposeName::Treatment => Purpose::Treatment,
            PurposeName::Payment => Purpose::Payment,
            PurposeName::Operations => Purpose::Operations,
            PurposeName::PatientRequest => Purpose::PatientRequest,
        };
        let fresh: Uuid = self
            .fresh
            .parse()
            .map_err(|_| PmsError::invalid("call.fresh", "id.syntax", "not an identifier"))?;
        Ok(practice::Call {
            actor: Actor {
                id: read(&self.actor, || "call.actor".to_owned())?,
                role,
            },
            purpose,
            key: self.key,
            now: self.now.inner(),
            fresh,
        })
    }
}

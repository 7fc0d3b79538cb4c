use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::PatientId;
use crate::id::Uuid;

use super::actor::Actor;
use super::noun::Permission;
use super::policy::{Decision, Request};
use super::purpose::Purpose;

/// One row of the trail: who did what to whose record, when, from where, what for, and how it
/// ended. It names records and holds nothing that stands in them.
///
/// Source: 45 CFR 164.312(b), audit controls; ASTM E2147-18.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AuditRecord {
    /// When, by the clock of the host.
    pub at: DateTime<Utc>,
    /// Who, and as what.
    pub actor: Actor,
    /// What was done or asked for.
    pub permission: Permission,
    /// To which record, where it was one.
    pub record: Option<Uuid>,
    /// Whose record it is, where it is a patient's.
    pub patient: Option<PatientId>,
    /// What for; with the reason where the glass was broken.
    pub purpose: Purpose,
    /// From where, as the host tells it: a device, an address.
    pub place: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
}

/// How an act ended.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was not allowed: the code of the refusal.
    Refused(String),
    /// It was allowed and went wrong: the code of the error.
    Failed(String),
}

impl Request {
    /// The row that this request leaves when it is decided so.
    ///
    /// ```
    /// # use pms_core::access::*;
    /// # use pms_core::id::{ActorId, Uuid};
    /// # let actor = Actor { id: ActorId::from(Uuid::from_u128(7)), role: Role::FrontDesk };
    /// let request = Request {
    ///     actor,
    ///     permission: "read ledger".parse()?,
    ///     patient: None,
    ///     purpose: Purpose::Operations,
    /// };
    /// let decision = Roles.decide(&request);
    /// let row = request.audited(decision, "2026-03-02T09:00:00Z".parse()?, None);
    /// assert_eq!(row.outcome, Outcome::Done); // the front desk may tell a balance
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn audited(
        &self,
        decision: Decision,
        now: DateTime<Utc>,
        record: Option<Uuid>,
    ) -> AuditRecord {
        AuditRecord {
            at: now,
            actor: self.actor,
            permission: self.permission,
            record,
            patient: self.patient,
            purpose: self.purpose.clone(),
            place: None,
            outcome: match decision {
                Decision::Allowed(_) => Outcome::Done,
                Decision::Refused(refusal) => Outcome::Refused(refusal.code().to_owned()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Policy, Role, Roles};
    use crate::id::ActorId;

    #[test]
    fn b1_what_was_refused_is_recorded_too() {
        let role = Role::FrontDesk;
        let actor = Actor {
            id: ActorId::from(Uuid::from_u128(7)),
            role,
        };
        let permission = "release claim".parse().unwrap();
        let request = Request {
            actor,
            permission,
            patient: None,
            purpose: Purpose::Payment,
        };
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let row = request.audited(Roles.decide(&request), now, Some(Uuid::from_u128(1)));
        assert_eq!(
            row.outcome,
            Outcome::Refused("access.not_granted".to_owned())
        );
        let text = serde_json::to_string(&row).unwrap();
        assert_eq!(serde_json::from_str::<AuditRecord>(&text).unwrap(), row);
    }
}

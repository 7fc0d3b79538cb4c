use chrono::{DateTime, Utc};

use crate::access::Actor;
use crate::access::Purpose;
use crate::id::Uuid;
use crate::scheduling::Provenance;

/// What every command brings beside what it asks for.
///
/// Who acts and what for go to the audit trail. The key makes the command happen once, however
/// often it is sent. Clock and fresh identifier come from the host.
#[derive(Clone, Debug)]
pub struct Call {
    /// Who acts.
    pub actor: Actor,
    /// What for.
    pub purpose: Purpose,
    /// The idempotency key: the same when the command is sent again, 1 to 200 characters.
    pub key: String,
    /// The time now.
    pub now: DateTime<Utc>,
    /// A fresh UUID of version 7. Whatever the command makes is numbered from it.
    pub fresh: Uuid,
}

impl Call {
    /// Who does it and when, as a record keeps it.
    pub(super) const fn provenance(&self) -> Provenance {
        Provenance {
            by: self.actor.id,
            at: self.now,
        }
    }
}

use serde::{Deserialize, Serialize};

use crate::id::VisitTypeId;

use super::appointment::Appointment;
use super::reason::{Initiator, ReasonCode};
use super::status::Status;

/// How a visit came not to take place.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// The patient did not come.
    NoShow,
    /// It was called off.
    Cancelled,
    /// The patient went before anybody had seen them.
    Left,
}

/// A rule of a practice: after which visits that did not take place somebody has work to do, and
/// how soon the patient is to be seen. The work is a [`PlannedVisit`](super::PlannedVisit) without a
/// time, on the list of those that are to be scheduled.
///
/// ```
/// # use pms_core::scheduling::FollowUp;
/// // Whoever does not come is to be seen within two weeks.
/// let rule: FollowUp = serde_json::from_str(r#"{ "after": "no_show", "within_days": 14 }"#)?;
/// // So is whom the practice puts off; who has recovered is not.
/// let rule: FollowUp = serde_json::from_str(
///     r#"{ "after": "cancelled", "by": ["practice", "patient"], "except": ["recovered"], "within_days": 14 }"#,
/// )?;
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// How the visit came not to take place.
    pub after: Missed,
    /// Within how many days the patient is to be seen; 0 is the same day.
    pub within_days: u16,
    /// Called off on whose part; on anybody's where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Initiator>,
    /// Called off for one of these reasons, nothing is left to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<ReasonCode>,
    /// For visits of these types; of all where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<VisitTypeId>,
}

impl FollowUp {
    /// Whether an appointment, as it stands, leaves this work.
    #[must_use]
    pub fn concerns(&self, appointment: &Appointment) -> bool {
        let missed = match appointment.status() {
            Status::NoShow { .. } => Missed::NoShow,
            Status::LeftWithoutBeingSeen { .. } => Missed::Left,
            Status::Cancelled { by, reason, .. } => {
                if !(self.by.is_empty() || self.by.contains(by)) || self.except.contains(reason) {
                    return false;
                }
                Missed::Cancelled
            }
            _ => return false,
        };
        let kind = appointment.slot().visit().id();
        missed == self.after && (self.visits.is_empty() || self.visits.contains(&kind))
    }
}

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::id::ActorId;

use super::appointment::Appointment;
use super::status::{Status, Transition};

/// Who took a step, and when.
///
/// Source: FHIR R4 Provenance, agent.who and recorded.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Provenance {
    /// Who: often not the patient, nor the one who pays.
    pub by: ActorId,
    /// When.
    pub at: DateTime<Utc>,
}

/// One step that an appointment has taken.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Change {
    /// Which step.
    pub transition: Transition,
    /// Who took it, and when.
    #[serde(flatten)]
    pub provenance: Provenance,
    /// How the appointment stood before; nothing before its first step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Status>,
}

/// How long a patient waited, as far as it is known. A step that was taken back does not count.
///
/// Source: the timestamps that ambulatory flow is measured by; an arrival before the hour of the
/// visit is no wait of the practice's making, so that [`to_be_seen`](Self::to_be_seen) counts from
/// the later of the two.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Waits {
    /// From the booking to the hour of the visit.
    pub lead: Option<TimeDelta>,
    /// From the hour of the visit to the arrival; negative for who came early.
    pub late: Option<TimeDelta>,
    /// From the arrival until the desk was done.
    pub at_desk: Option<TimeDelta>,
    /// From the arrival until they were shown in.
    pub to_room: Option<TimeDelta>,
    /// From the arrival or the hour of the visit, whichever is later, until the practitioner came.
    /// Negative where the visit began before its hour.
    pub to_be_seen: Option<TimeDelta>,
    /// From the practitioner's coming to the end of the visit.
    pub in_visit: Option<TimeDelta>,
    /// From the arrival to the end of the visit, or until they left unseen.
    pub here: Option<TimeDelta>,
}

/// The waits of a visit, from the steps that it has taken.
///
/// ```
/// # use pms_core::scheduling::{Appointment, waits};
/// fn minutes_to_be_seen(visit: &Appointment) -> Option<i64> {
///     waits(visit).to_be_seen.map(|wait| wait.num_minutes())
/// }
/// ```
#[must_use]
pub fn waits(appointment: &Appointment) -> Waits {
    let start: DateTime<Utc> = appointment.slot().time().at().into();
    let mut booked = None;
    let [mut arrived, mut done, mut roomed, mut begun, mut ended] = [None; 5];
    for change in appointment.history() {
        let at = Some(change.provenance.at);
        match change.transition {
            Transition::Propose | Transition::Request | Transition::Book => booked = at,
            Transition::Arrive | Transition::ComeLate => arrived = at,
            Transition::CheckIn => done = at,
            Transition::Room => roomed = at,
            Transition::Begin => begun = at,
            Transition::Fulfil | Transition::Leave => ended = at,
            Transition::Undo => match change.before {
                Some(Status::Arrived { .. }) => arrived = None,
                Some(Status::LeftWithoutBeingSeen { .. }) => ended = None,
                _ => {}
            },
            _ => {}
        }
    }
    let between = |from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>| Some(to? - from?);
    Waits {
        lead: between(booked, Some(start)),
        late: between(Some(start), arrived),
        at_desk: between(arrived, done),
        to_room: between(arrived, roomed),
        to_be_seen: between(arrived.map(|at| at.max(start)), begun),
        in_visit: between(begun, ended),
        here: between(arrived, ended),
    }
}

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, PatientId};
use crate::time::Minute;

use super::appointment::Appointment;
use super::status::Status;

/// One who is here and waits to be shown in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct InQueue {
    /// Their visit.
    pub appointment: AppointmentId,
    /// Who.
    pub patient: PatientId,
    /// Which place they have, from 1.
    pub place: u32,
    /// Since when they are here.
    pub arrived: DateTime<Utc>,
    /// When their turn is: as booked, and no sooner than they came.
    pub due: Minute,
}

/// Those who are here and wait to be shown in, in turn: who came early waits for the time that was
/// booked, who came late or walked in stands where they came. Of two who are due at once, who was
/// here first.
///
/// `visits` are those of a day of a department, a room or a practitioner, in any order; a patient is
/// in the queue from arrival until they are shown in, or leave.
pub fn queue<'a>(visits: impl IntoIterator<Item = &'a Appointment>) -> Vec<InQueue> {
    let mut waiting: Vec<InQueue> = Vec::new();
    for visit in visits {
        let arrived = match *visit.status() {
            Status::Arrived { at } => at,
            Status::CheckedIn { arrived, .. } => arrived,
            _ => continue,
        };
        waiting.push(InQueue {
            appointment: visit.id(),
            patient: visit.patient(),
            place: 0,
            arrived,
            due: visit.slot().time().at().max(Minute::containing(arrived)),
        });
    }
    waiting.sort_by_key(|one| (one.due, one.arrived, one.appointment));
    waiting.dedup_by_key(|one| one.appointment);
    for (place, one) in (1..).zip(&mut waiting) {
        one.place = place;
    }
    waiting
}

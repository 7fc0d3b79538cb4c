use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, ExternalId, GroupId, PatientId, PlannedVisitId};
use crate::time::{BookedTime, Interval, TimeError, ZoneRules};

use super::cell::Cell;
use super::history::{Change, Provenance};
use super::reason::Initiator;
use super::series::InSeries;
use super::slot::Slot;
use super::status::{Status, Transition};

/// A visit that is planned, from the request to its end.
///
/// Each step consumes the appointment and gives it back as it stands then, or refuses; each leaves a
/// row in its [`history`](Self::history).
///
/// Source: FHIR R4 Appointment; iCalendar SEQUENCE (RFC 5545 3.8.7.4).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Appointment {
    pub(super) id: AppointmentId,
    pub(super) patient: PatientId,
    pub(super) slot: Slot,
    pub(super) sequence: u32,
    pub(super) status: Status,
    #[serde(default)]
    pub(super) moves: Vec<Move>,
    #[serde(default)]
    pub(super) history: Vec<Change>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) series: Option<InSeries>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) group: Option<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) planned: Option<PlannedVisitId>,
    /// What other systems call it.
    #[serde(default)]
    pub identifiers: Vec<ExternalId>,
}

/// One time at which an appointment was to be before it was moved.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Move {
    /// The time that was given up.
    pub from: BookedTime,
    /// On whose part.
    pub by: Initiator,
    /// When it was moved.
    pub at: DateTime<Utc>,
}

impl Appointment {
    /// Somebody would like the slot; it is not kept for them.
    #[must_use]
    pub fn propose(id: AppointmentId, patient: PatientId, slot: Slot, done: Provenance) -> Self {
        Self::first(
            id,
            patient,
            slot,
            Status::Proposed,
            Transition::Propose,
            done,
        )
    }

    /// Keeps the slot until the practice approves.
    #[must_use]
    pub fn request(id: AppointmentId, patient: PatientId, slot: Slot, done: Provenance) -> Self {
        Self::first(
            id,
            patient,
            slot,
            Status::Pending,
            Transition::Request,
            done,
        )
    }

    /// Books the slot.
    #[must_use]
    pub fn book(id: AppointmentId, patient: PatientId, slot: Slot, done: Provenance) -> Self {
        let status = Status::Booked { confirmed: None };
        Self::first(id, patient, slot, status, Transition::Book, done)
    }

    fn first(
        id: AppointmentId,
        patient: PatientId,
        slot: Slot,
        status: Status,
        transition: Transition,
        provenance: Provenance,
    ) -> Self {
        Self {
            id,
            patient,
            slot,
            sequence: 0,
            status,
            moves: Vec::new(),
            history: vec![Change {
                transition,
                provenance,
                before: None,
            }],
            series: None,
            group: None,
            planned: None,
            identifiers: Vec::new(),
        }
    }

    /// The same promise under other zone rules: the local time stays, the instant may move. What
    /// was sent about it stays true.
    ///
    /// # Errors
    ///
    /// [`TimeError::InGap`] where the rules skip the local time.
    pub fn under(self, rules: &dyn ZoneRules) -> Result<Self, TimeError> {
        Ok(Self {
            slot: self.slot.under(rules)?,
            ..self
        })
    }

    /// The same promise in a slot that keeps it: had again in another lane, or told by other clocks.
    pub(crate) fn again_in(self, slot: Slot) -> Self {
        Self { slot, ..self }
    }

    /// Which appointment this is.
    #[must_use]
    pub const fn id(&self) -> AppointmentId {
        self.id
    }

    /// Who is to be seen.
    #[must_use]
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// When, where and as what; with the type of visit as it was at booking.
    #[must_use]
    pub const fn slot(&self) -> &Slot {
        &self.slot
    }

    /// Where it stands.
    #[must_use]
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// How often it was moved. What was sent about an earlier number is void.
    #[must_use]
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// The times that it had before, oldest first.
    #[must_use]
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// Every step that it has taken, oldest first: who, when, and how it stood before. Empty for what
    /// was written before steps were kept.
    #[must_use]
    pub fn history(&self) -> &[Change] {
        &self.history
    }

    /// Which visit of which series it is.
    #[must_use]
    pub const fn series(&self) -> Option<InSeries> {
        self.series
    }

    /// The group in which it is a seat.
    #[must_use]
    pub const fn group(&self) -> Option<GroupId> {
        self.group
    }

    /// The planned visit that it came from.
    #[must_use]
    pub const fn planned(&self) -> Option<PlannedVisitId> {
        self.planned
    }

    /// The time that it keeps from others as it stands. A seat in a group keeps none: the group does.
    #[must_use]
    pub fn occupied(&self) -> Option<Interval> {
        self.keeps().then(|| self.slot.occupied())
    }

    /// The claims that it needs as it stands, in order.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        match self.keeps() {
            true => self.slot.cells(),
            false => Vec::new(),
        }
    }

    const fn keeps(&self) -> bool {
        self.status.meaning().occupies && self.group.is_none()
    }
}

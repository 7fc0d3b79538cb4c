use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, PatientId, PlannedVisitId, VisitTypeId};
use crate::time::Period;

use super::appointment::Appointment;
use super::error::Refused;
use super::history::Provenance;
use super::reason::{Initiator, ReasonCode};
use super::slot::Slot;

/// A visit that is to take place and has no time yet.
///
/// Source: FHIR R4 Appointment with status proposed and requestedPeriod; a practice's lists of
/// planned and of unscheduled visits.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PlannedVisit {
    id: PlannedVisitId,
    patient: PatientId,
    visit: VisitTypeId,
    within: Period,
    planned: Provenance,
    status: PlannedStatus,
}

/// Where a planned visit stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum PlannedStatus {
    /// It has no time.
    Unscheduled {
        /// The appointment that it had before, which did not take place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<AppointmentId>,
    },
    /// It has a time.
    Scheduled {
        /// The appointment.
        appointment: AppointmentId,
    },
    /// It is not needed any more.
    Dropped {
        /// On whose part.
        by: Initiator,
        /// Why.
        reason: ReasonCode,
        /// When.
        at: DateTime<Utc>,
    },
}

impl PlannedVisit {
    /// The word under which a store lists those that have no time.
    pub const UNSCHEDULED: &'static str = "unscheduled";

    /// A visit of a kind, on one of some days.
    #[must_use]
    pub const fn plan(
        id: PlannedVisitId,
        patient: PatientId,
        visit: VisitTypeId,
        within: Period,
        planned: Provenance,
    ) -> Self {
        Self {
            id,
            patient,
            visit,
            within,
            planned,
            status: PlannedStatus::Unscheduled { before: None },
        }
    }

    /// The work that a visit leaves which did not take place: the patient is to be seen all the same.
    /// Where the visit takes place after all, it is done.
    #[must_use]
    pub fn follow_up(
        id: PlannedVisitId,
        missed: Appointment,
        within: Period,
        planned: Provenance,
    ) -> (Self, Appointment) {
        let kind = missed.slot.visit().id();
        let before = Some(missed.id);
        let followed = Self {
            status: PlannedStatus::Unscheduled { before },
            ..Self::plan(id, missed.patient, kind, within, planned)
        };
        let missed = Appointment {
            planned: Some(id),
            ..missed
        };
        (followed, missed)
    }

    /// It gets a time, and becomes an appointment.
    ///
    /// # Errors
    ///
    /// [`Refused::NotUnscheduled`] where it has one, or was dropped; [`Refused::OtherVisitType`].
    pub fn schedule(
        self,
        appointment: AppointmentId,
        slot: Slot,
        done: Provenance,
    ) -> Result<(Self, Appointment), Refused> {
        self.waits()?;
        if slot.visit().id() != self.visit {
            return Err(Refused::OtherVisitType);
        }
        let visit = Appointment {
            planned: Some(self.id),
            ..Appointment::book(appointment, self.patient, slot, done)
        };
        let status = PlannedStatus::Scheduled { appointment };
        Ok((Self { status, ..self }, visit))
    }

    /// Its appointment did not take place: it waits for a time again.
    #[must_use]
    pub fn reopen(self, gone: AppointmentId) -> Self {
        let status = match self.status {
            PlannedStatus::Scheduled { appointment } if appointment == gone => {
                let before = Some(gone);
                PlannedStatus::Unscheduled { before }
            }
            status => status,
        };
        Self { status, ..self }
    }

    /// Its appointment stands again: what had reopened it was a mistake.
    #[must_use]
    pub fn restore(self, back: AppointmentId) -> Self {
        let status = match self.status {
            PlannedStatus::Unscheduled { before } if before == Some(back) => {
                let appointment = back;
                PlannedStatus::Scheduled { appointment }
            }
            status => status,
        };
        Self { status, ..self }
    }

    /// It is not needed any more.
    ///
    /// # Errors
    ///
    /// [`Refused::NotUnscheduled`] where it has a time, or was dropped before.
    pub fn call_off(
        self,
        by: Initiator,
        reason: ReasonCode,
        at: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        self.waits()?;
        Ok(Self {
            status: PlannedStatus::Dropped { by, reason, at },
            ..self
        })
    }

    fn waits(&self) -> Result<(), Refused> {
        match self.status {
            PlannedStatus::Unscheduled { .. } => Ok(()),
            _ => Err(Refused::NotUnscheduled),
        }
    }

    /// Which planned visit this is.
    #[must_use]
    pub const fn id(&self) -> PlannedVisitId {
        self.id
    }

    /// Who is to be seen.
    #[must_use]
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// As what.
    #[must_use]
    pub const fn visit(&self) -> VisitTypeId {
        self.visit
    }

    /// On one of which days.
    #[must_use]
    pub const fn within(&self) -> Period {
        self.within
    }

    /// Who planned it, and when.
    #[must_use]
    pub const fn planned(&self) -> Provenance {
        self.planned
    }

    /// Where it stands.
    #[must_use]
    pub const fn status(&self) -> &PlannedStatus {
        &self.status
    }
}

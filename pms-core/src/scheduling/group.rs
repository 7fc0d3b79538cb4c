use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, GroupId, PatientId};
use crate::time::Interval;

use super::appointment::Appointment;
use super::cell::Cell;
use super::error::Refused;
use super::history::Provenance;
use super::reason::{Initiator, ReasonCode};
use super::slot::Slot;

/// A visit of several patients at once: a class, group therapy.
///
/// The group holds the room and the practitioner; each member has an [`Appointment`] of their own in
/// it, which holds nothing but goes its own way from booked to an encounter and a bill. A member who
/// calls off frees a seat, not the room.
///
/// Source: FHIR R4 Slot, "may carry several appointments".
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Group {
    id: GroupId,
    slot: Slot,
    size: GroupSize,
    decide_by: DateTime<Utc>,
    status: GroupStatus,
    seats: Vec<Seat>,
    waiting: Vec<Waiting>,
}

/// How many members a group needs, and how many it takes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Sizes", into = "Sizes")]
pub struct GroupSize {
    least: u16,
    most: u16,
}

#[derive(Deserialize, Serialize)]
struct Sizes {
    least: u16,
    most: u16,
}

/// Where a group stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum GroupStatus {
    /// It takes members; whether it takes place is not decided.
    Open,
    /// Enough have come together: it takes place.
    GoesAhead {
        /// When that was decided.
        at: DateTime<Utc>,
    },
    /// It does not take place.
    CalledOff {
        /// On whose part.
        by: Initiator,
        /// Why.
        reason: ReasonCode,
        /// When.
        at: DateTime<Utc>,
    },
}

/// A member's place in a group.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Seat {
    /// Who.
    pub patient: PatientId,
    /// Their appointment.
    pub appointment: AppointmentId,
}

/// One who would like a seat when one is free.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Waiting {
    /// Who.
    pub patient: PatientId,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// What became of one who wanted to join a group.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Joined {
    /// They have a seat.
    Seated(Box<Appointment>),
    /// The group is full: they wait, and so many are before them.
    Waiting {
        /// How many are before them.
        before: usize,
    },
}

impl GroupSize {
    /// From so many members to so many.
    ///
    /// # Errors
    ///
    /// [`Refused::GroupSize`] unless it takes one at least, and as many as it needs.
    pub fn new(least: u16, most: u16) -> Result<Self, Refused> {
        if 1 <= most && least <= most {
            Ok(Self { least, most })
        } else {
            Err(Refused::GroupSize)
        }
    }

    /// How many it needs.
    #[must_use]
    pub const fn least(self) -> u16 {
        self.least
    }

    /// How many it takes.
    #[must_use]
    pub const fn most(self) -> u16 {
        self.most
    }
}

impl TryFrom<Sizes> for GroupSize {
    type Error = Refused;

    fn try_from(sizes: Sizes) -> Result<Self, Refused> {
        Self::new(sizes.least, sizes.most)
    }
}

impl From<GroupSize> for Sizes {
    fn from(size: GroupSize) -> Self {
        Self {
            least: size.least,
            most: size.most,
        }
    }
}

impl Group {
    /// A group without members, about which is decided at a moment before it begins.
    ///
    /// # Errors
    ///
    /// [`Refused::DecideLate`] where that is after its start.
    pub fn open(
        id: GroupId,
        slot: Slot,
        size: GroupSize,
        decide_by: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        if decide_by > DateTime::from(slot.time().at()) {
            return Err(Refused::DecideLate);
        }
        Ok(Self {
            id,
            slot,
            size,
            decide_by,
            status: GroupStatus::Open,
            seats: Vec::new(),
            waiting: Vec::new(),
        })
    }

    /// Gives a patient a seat, or a place among those who wait for one.
    ///
    /// # Errors
    ///
    /// [`Refused::GroupOver`] once it is called off or has begun; [`Refused::InGroup`] for one who is
    /// in it or waits already.
    pub fn join(
        mut self,
        patient: PatientId,
        appointment: AppointmentId,
        done: Provenance,
    ) -> Result<(Self, Joined), Refused> {
        self.takes_members(done.at)?;
        let seated = self.seats.iter().map(|seat| seat.patient);
        let waits = self.waiting.iter().map(|waiting| waiting.patient);
        if seated.chain(waits).any(|known| known == patient) {
            return Err(Refused::InGroup);
        }
        if self.has_room() {
            let visit = self.seat(patient, appointment, done);
            return Ok((self, Joined::Seated(Box::new(visit))));
        }
        let before = self.waiting.len();
        let since = done.at;
        self.waiting.push(Waiting { patient, since });
        Ok((self, Joined::Waiting { before }))
    }

    /// A member's seat is free again. As long as the group takes members, it goes to the one who has
    /// waited longest of those who are not `elsewhere` then, whose new appointment is given back.
    ///
    /// # Errors
    ///
    /// [`Refused::NotInGroup`].
    pub fn leave(
        mut self,
        member: AppointmentId,
        successor: AppointmentId,
        elsewhere: &[PatientId],
        done: Provenance,
    ) -> Result<(Self, Option<Appointment>), Refused> {
        let seats = self.seats.len();
        self.seats.retain(|seat| seat.appointment != member);
        if self.seats.len() == seats {
            return Err(Refused::NotInGroup);
        }
        let mut waiting = self.waiting.iter();
        let next = waiting.position(|one| !elsewhere.contains(&one.patient));
        let Some(next) = next.filter(|_| self.takes_members(done.at).is_ok()) else {
            return Ok((self, None));
        };
        let next = self.waiting.remove(next).patient;
        let visit = self.seat(next, successor, done);
        Ok((self, Some(visit)))
    }

    /// The group takes place at another time, with the same members; it is decided by `decide_by`
    /// whether it does, where that is not decided yet.
    ///
    /// # Errors
    ///
    /// [`Refused::GroupOver`] once it is called off or has begun; [`Refused::OtherVisitType`];
    /// [`Refused::DecideLate`].
    pub fn reschedule(
        self,
        slot: Slot,
        decide_by: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        self.takes_members(now)?;
        if slot.visit().id() != self.slot.visit().id() {
            return Err(Refused::OtherVisitType);
        }
        let late = decide_by > DateTime::from(slot.time().at());
        if late && self.status == GroupStatus::Open {
            return Err(Refused::DecideLate);
        }
        Ok(Self {
            slot,
            decide_by,
            ..self
        })
    }

    /// The same promise under other zone rules, with the same members: it is its own slot, told by
    /// other clocks. What is decided about it is decided by its start at the latest.
    #[must_use]
    pub fn told_by(self, slot: Slot) -> Self {
        let decide_by = self.decide_by.min(slot.time().at().into());
        Self {
            slot,
            decide_by,
            ..self
        }
    }

    /// One who waits does so no longer.
    ///
    /// # Errors
    ///
    /// [`Refused::NotInGroup`].
    pub fn stop_waiting(mut self, patient: PatientId) -> Result<Self, Refused> {
        let before = self.waiting.len();
        self.waiting.retain(|waiting| waiting.patient != patient);
        if self.waiting.len() == before {
            return Err(Refused::NotInGroup);
        }
        Ok(self)
    }

    /// Whether it takes place: it does where it has as many members as it needs, and is called off
    /// on the practice's part, for `reason`, where it has not.
    ///
    /// # Errors
    ///
    /// [`Refused::NotYetDecided`] before the moment of the decision; [`Refused::GroupOver`] where it
    /// was called off.
    pub fn decide(self, reason: ReasonCode, now: DateTime<Utc>) -> Result<Self, Refused> {
        if now < self.decide_by {
            let from = self.decide_by;
            return Err(Refused::NotYetDecided { from });
        }
        match self.status {
            GroupStatus::CalledOff { .. } => Err(Refused::GroupOver),
            GroupStatus::GoesAhead { .. } => Ok(self),
            GroupStatus::Open if self.seats.len() >= usize::from(self.size.least) => Ok(Self {
                status: GroupStatus::GoesAhead { at: now },
                ..self
            }),
            GroupStatus::Open => self.call_off(Initiator::Practice, reason, now),
        }
    }

    /// It does not take place, and its time is free. The members' appointments are to be cancelled on
    /// the same part, for the same reason.
    ///
    /// # Errors
    ///
    /// [`Refused::GroupOver`] where it was called off before, or has begun.
    pub fn call_off(
        self,
        by: Initiator,
        reason: ReasonCode,
        at: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        self.takes_members(at)?;
        Ok(Self {
            status: GroupStatus::CalledOff { by, reason, at },
            waiting: Vec::new(),
            ..self
        })
    }

    fn takes_members(&self, now: DateTime<Utc>) -> Result<(), Refused> {
        let begun = DateTime::from(self.slot.time().at()) <= now;
        if begun || matches!(self.status, GroupStatus::CalledOff { .. }) {
            Err(Refused::GroupOver)
        } else {
            Ok(())
        }
    }

    fn has_room(&self) -> bool {
        self.seats.len() < usize::from(self.size.most)
    }

    fn seat(&mut self, patient: PatientId, id: AppointmentId, done: Provenance) -> Appointment {
        let appointment = id;
        self.seats.push(Seat {
            patient,
            appointment,
        });
        let visit = Appointment::book(id, patient, self.slot.clone(), done);
        Appointment {
            group: Some(self.id),
            ..visit
        }
    }

    /// Which group this is.
    #[must_use]
    pub const fn id(&self) -> GroupId {
        self.id
    }

    /// When, where and as what.
    #[must_use]
    pub const fn slot(&self) -> &Slot {
        &self.slot
    }

    /// How many it needs and takes.
    #[must_use]
    pub const fn size(&self) -> GroupSize {
        self.size
    }

    /// When it is decided whether it takes place.
    #[must_use]
    pub const fn decide_by(&self) -> DateTime<Utc> {
        self.decide_by
    }

    /// Where it stands.
    #[must_use]
    pub const fn status(&self) -> &GroupStatus {
        &self.status
    }

    /// Its members, in the order in which they joined.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// Who waits for a seat, the longest first.
    #[must_use]
    pub fn waiting(&self) -> &[Waiting] {
        &self.waiting
    }

    /// The time that it keeps from others as it stands.
    #[must_use]
    pub fn occupied(&self) -> Option<Interval> {
        let held = !matches!(self.status, GroupStatus::CalledOff { .. });
        held.then(|| self.slot.occupied())
    }

    /// The claims that it needs as it stands, in order.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        match self.status {
            GroupStatus::CalledOff { .. } => Vec::new(),
            _ => self.slot.cells(),
        }
    }
}

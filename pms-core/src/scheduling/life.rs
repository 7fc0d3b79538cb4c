//! The steps of an appointment's life: which may follow which.

use chrono::{DateTime, Utc};

use crate::id::EncounterId;
use crate::time::{Minute, ZoneRules};

use super::appointment::{Appointment, Move};
use super::error::Refused;
use super::group::Group;
use super::history::{Change, Provenance};
use super::hold::later;
use super::policy::Policy;
use super::reason::{Initiator, ReasonCode};
use super::slot::Slot;
use super::status::{Status, Transition};

impl Appointment {
    /// A proposal gets a time, the one that was wished or another.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is proposed.
    pub fn accept(self, slot: Slot, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::Proposed => {
                let status = Status::Booked { confirmed: None };
                let booked = self.stands(status, Transition::Accept, done);
                Ok(Self { slot, ..booked })
            }
            status => Err(wrong(Transition::Accept, status)),
        }
    }

    /// The practice approves what was requested.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is pending.
    pub fn approve(self, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::Pending => {
                let status = Status::Booked { confirmed: None };
                Ok(self.stands(status, Transition::Approve, done))
            }
            status => Err(wrong(Transition::Approve, status)),
        }
    }

    /// The patient says that they will come.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is booked.
    pub fn confirm(self, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::Booked { .. } => {
                let confirmed = Some(done.at);
                Ok(self.stands(Status::Booked { confirmed }, Transition::Confirm, done))
            }
            status => Err(wrong(Transition::Confirm, status)),
        }
    }

    /// The patient is here.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless it is booked.
    pub fn arrive(self, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::Booked { .. } => {
                Ok(self.stands(Status::Arrived { at: done.at }, Transition::Arrive, done))
            }
            status => Err(wrong(Transition::Arrive, status)),
        }
    }

    /// The desk is done with them.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient has arrived.
    pub fn check_in(self, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::Arrived { at: arrived } => {
                let at = done.at;
                let status = Status::CheckedIn { arrived, at };
                Ok(self.stands(status, Transition::CheckIn, done))
            }
            status => Err(wrong(Transition::CheckIn, status)),
        }
    }

    /// The patient is shown in.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient has arrived or is checked in.
    pub fn room(self, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::Arrived { at: arrived } | Status::CheckedIn { arrived, .. } => {
                let at = done.at;
                Ok(self.stands(Status::Roomed { arrived, at }, Transition::Room, done))
            }
            status => Err(wrong(Transition::Room, status)),
        }
    }

    /// The practitioner sees the patient.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient is here and waits.
    pub fn begin(self, done: Provenance) -> Result<Self, Refused> {
        match self.waiting_since() {
            Some(arrived) => {
                let at = done.at;
                let status = Status::InProgress { arrived, at };
                Ok(self.stands(status, Transition::Begin, done))
            }
            None => Err(wrong(Transition::Begin, self.status)),
        }
    }

    /// The visit took place and lives on as an encounter.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient is here.
    pub fn fulfil(self, encounter: EncounterId, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::Arrived { .. }
            | Status::CheckedIn { .. }
            | Status::Roomed { .. }
            | Status::InProgress { .. } => {
                Ok(self.stands(Status::Fulfilled { encounter }, Transition::Fulfil, done))
            }
            status => Err(wrong(Transition::Fulfil, status)),
        }
    }

    /// It will not take place. A booked one that is cancelled within the policy's time before its
    /// start, or after it, is late.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] once the patient has arrived or its life is over.
    pub fn cancel(
        self,
        by: Initiator,
        reason: ReasonCode,
        policy: &Policy,
        done: Provenance,
    ) -> Result<Self, Refused> {
        let at = done.at;
        let late = match self.status {
            Status::Proposed | Status::Pending => false,
            Status::Booked { .. } => later(at, policy.late_cancel)? > self.start(),
            status => return Err(wrong(Transition::Cancel, status)),
        };
        let status = Status::Cancelled {
            by,
            reason,
            late,
            at,
        };
        Ok(self.stands(status, Transition::Cancel, done))
    }

    /// The patient did not come.
    ///
    /// # Errors
    ///
    /// [`Refused::TooEarly`] before the start and the grace after it have passed;
    /// [`Refused::WrongStatus`] unless it is booked.
    pub fn no_show(self, policy: &Policy, done: Provenance) -> Result<Self, Refused> {
        if !matches!(self.status, Status::Booked { .. }) {
            return Err(wrong(Transition::NoShow, self.status));
        }
        let from = later(self.start(), policy.grace)?;
        if done.at < from {
            return Err(Refused::TooEarly { from });
        }
        Ok(self.stands(Status::NoShow { at: done.at }, Transition::NoShow, done))
    }

    /// The patient went before anybody had seen them.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`] unless the patient is here and waits.
    pub fn leave(self, done: Provenance) -> Result<Self, Refused> {
        match self.waiting_since() {
            Some(arrived) => {
                let at = done.at;
                let status = Status::LeftWithoutBeingSeen { arrived, at };
                Ok(self.stands(status, Transition::Leave, done))
            }
            None => Err(wrong(Transition::Leave, self.status)),
        }
    }

    /// Moves it to another slot. It stays the same appointment; the patient has to confirm anew.
    ///
    /// The old time is given up by the same act that takes the new one: what is released and what
    /// is acquired are the [`cells`](Self::cells) before and after. When the new slot is chosen,
    /// leave this appointment's own time out of what is busy, or it blocks its own move.
    ///
    /// # Errors
    ///
    /// [`Refused::OtherVisitType`]; [`Refused::InGroup`] for a seat, which is where its group is;
    /// [`Refused::WrongStatus`] unless it is pending or booked.
    pub fn reschedule(self, slot: Slot, by: Initiator, done: Provenance) -> Result<Self, Refused> {
        match self.group {
            Some(_) => Err(Refused::InGroup),
            None => self.moved(slot, by, done),
        }
    }

    /// A seat moves with its group.
    ///
    /// # Errors
    ///
    /// [`Refused::NotInGroup`]; as [`reschedule`](Self::reschedule).
    pub fn move_with(
        self,
        group: &Group,
        by: Initiator,
        done: Provenance,
    ) -> Result<Self, Refused> {
        match self.group == Some(group.id()) {
            true => self.moved(group.slot().clone(), by, done),
            false => Err(Refused::NotInGroup),
        }
    }

    fn moved(mut self, slot: Slot, by: Initiator, done: Provenance) -> Result<Self, Refused> {
        let status = match self.status {
            Status::Pending => Status::Pending,
            Status::Booked { .. } => Status::Booked { confirmed: None },
            status => return Err(wrong(Transition::Reschedule, status)),
        };
        if slot.visit().id() != self.slot.visit().id() {
            return Err(Refused::OtherVisitType);
        }
        self.moves.push(Move {
            from: self.slot.time().clone(),
            by,
            at: done.at,
        });
        let sequence = self.sequence + 1;
        let moved = self.stands(status, Transition::Reschedule, done);
        Ok(Self {
            slot,
            sequence,
            ..moved
        })
    }

    /// The patient came after all, on the day on which they had been given up. Their time was free
    /// meanwhile: its cells have to be acquired again.
    ///
    /// # Errors
    ///
    /// [`Refused::DayOver`]; [`Refused::WrongStatus`] unless it is a no-show.
    pub fn come_late(self, rules: &dyn ZoneRules, done: Provenance) -> Result<Self, Refused> {
        match self.status {
            Status::NoShow { .. } => {
                self.same_day(rules, done.at)?;
                Ok(self.stands(Status::Arrived { at: done.at }, Transition::ComeLate, done))
            }
            status => Err(wrong(Transition::ComeLate, status)),
        }
    }

    /// Takes back an arrival, a no-show or a patient's leaving that was a mistake, on the local day
    /// of the visit: it stands again as it did before. The time of the latter two was free meanwhile:
    /// its cells have to be acquired again.
    ///
    /// # Errors
    ///
    /// [`Refused::DayOver`]; [`Refused::WrongStatus`] unless it is one of the three.
    pub fn undo(self, rules: &dyn ZoneRules, done: Provenance) -> Result<Self, Refused> {
        let before = match self.status {
            Status::Arrived { .. } | Status::NoShow { .. } => Status::Booked {
                confirmed: self.confirmed(),
            },
            Status::LeftWithoutBeingSeen { arrived, .. } => self
                .stood_before(Transition::Leave)
                .unwrap_or(Status::Arrived { at: arrived }),
            status => return Err(wrong(Transition::Undo, status)),
        };
        self.same_day(rules, done.at)?;
        Ok(self.stands(before, Transition::Undo, done))
    }

    /// It should never have been written, whatever its state.
    #[must_use]
    pub fn enter_in_error(self, done: Provenance) -> Self {
        let status = Status::EnteredInError { at: done.at };
        self.stands(status, Transition::EnterInError, done)
    }

    /// Since when the patient is here without being seen.
    fn waiting_since(&self) -> Option<DateTime<Utc>> {
        match self.status {
            Status::Arrived { at: arrived }
            | Status::CheckedIn { arrived, .. }
            | Status::Roomed { arrived, .. } => Some(arrived),
            _ => None,
        }
    }

    /// When the patient last confirmed the time that it has now.
    fn confirmed(&self) -> Option<DateTime<Utc>> {
        let mut befores = self.history.iter().rev().map(|change| &change.before);
        befores.find_map(|before| match before {
            Some(Status::Booked { confirmed }) => Some(*confirmed),
            _ => None,
        })?
    }

    fn stood_before(&self, transition: Transition) -> Option<Status> {
        let mut last = self.history.iter().rev();
        let change = last.find(|change| change.transition == transition)?;
        change.before.clone()
    }

    fn same_day(&self, rules: &dyn ZoneRules, at: DateTime<Utc>) -> Result<(), Refused> {
        let time = self.slot.time();
        let day = time.civil().date();
        let today = rules.civil_at(time.zone(), Minute::containing(at))?.date();
        if today == day {
            Ok(())
        } else {
            Err(Refused::DayOver { day })
        }
    }

    fn stands(mut self, status: Status, transition: Transition, provenance: Provenance) -> Self {
        let before = Some(core::mem::replace(&mut self.status, status));
        self.history.push(Change {
            transition,
            provenance,
            before,
        });
        self
    }

    fn start(&self) -> DateTime<Utc> {
        self.slot.time().at().into()
    }
}

const fn wrong(transition: Transition, status: Status) -> Refused {
    Refused::WrongStatus { transition, status }
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
#[path = "life_tests.rs"]
mod tests;

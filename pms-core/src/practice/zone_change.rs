use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::access::Noun;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::id::GroupId;
use crate::scheduling::Appointment;
use crate::scheduling::Group;
use crate::scheduling::Initiator;
use crate::scheduling::KeepTime;
use crate::scheduling::Refused;
use crate::scheduling::Slot;
use crate::scheduling::Status;
use crate::scheduling::ZoneChange;
use crate::scheduling::zone_change;
use crate::store::Rows;
use crate::store::Scan;
use crate::time::TimeError;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};
use super::visit::{exchange, swap};

impl Practice {
    /// Whether the caller may say which zone rules are in force, which their host puts there.
    ///
    /// # Errors
    ///
    /// Where the permission refuses: it takes that to change what the practice has set for itself.
    pub async fn may_set_clocks(&self, call: &Call) -> Result<(), PracticeError> {
        let act = Act::new(Verb::Update, Noun::Policy);
        self.begin(call, act, &"zone rules").await?;
        Ok(())
    }

    /// What the zone rules in force mean for the visits from a day on: which were booked under other
    /// rules and move, and which would then lie over each other.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses, or the rules do not know a zone.
    pub async fn zone_change(
        &self,
        call: &Call,
        from: NaiveDate,
    ) -> Result<ZoneChange, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Report);
        self.begin(call, act, &from).await?;
        let scan = Scan::Dated {
            noun: Noun::Appointment,
            on: from..=NaiveDate::from_ymd_opt(9_999, 12, 31).unwrap_or(from),
        };
        let mut appointments: Vec<Appointment> = Vec::new();
        self.scan(&scan, |rows| {
            if let Rows::Documents(page) = rows {
                for stored in &page {
                    appointments.push(stored.record()?);
                }
            }
            Ok(())
        })
        .await?;
        Ok(zone_change(&appointments, self.rules())?)
    }

    /// Takes visits over to the zone rules in force, all or none: each keeps its local time, or its
    /// instant, which counts as a move by the practice. With a seat in a group the group is taken
    /// over, and all who are booked in it.
    ///
    /// Visits that follow each other are to be taken over together, since each needs the time that
    /// another leaves.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`] names the resource where a visit would lie over one that stays;
    /// `time.in_gap` where the clocks skip a local time.
    pub async fn keep_time(
        &self,
        call: &Call,
        visits: &[AppointmentId],
        keep: KeepTime,
    ) -> Result<Vec<Appointment>, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Appointment);
        let mut attempt = self.begin(call, act, &(visits, keep)).await?;
        loop {
            if let Some(done) = attempt.replay().await? {
                return Ok(done);
            }
            let mut changes = Changes::default();
            let mut groups = BTreeSet::new();
            let mut done = Vec::with_capacity(visits.len());
            for id in visits {
                let (before, version) = attempt.record::<Appointment>(*id).await?;
                if let Some(group) = before.group() {
                    if groups.insert(group) {
                        let seats = self.keep_group(&mut attempt, call, group, keep, &mut changes);
                        done.extend(seats.await?);
                    }
                    continue;
                }
                let slot = self.kept(before.slot(), keep)?;
                let after = match keep {
                    KeepTime::WallClock => before.clone().again_in(slot),
                    KeepTime::Instant => {
                        let by = Initiator::Practice;
                        before.clone().reschedule(slot, by, call.provenance())?
                    }
                };
                swap(&mut changes, &before, &after);
                changes.replace(&after, version, "appointment.zone_changed")?;
                done.push(after);
            }
            match attempt.commit(changes, &done).await {
                Ok(Some(done)) => return Ok(done),
                Ok(None) => {}
                Err(error) => return Err(refused(error, &done)),
            }
        }
    }
}

impl Practice {
    /// What a slot is under the zone rules in force.
    fn kept(&self, slot: &Slot, keep: KeepTime) -> Result<Slot, TimeError> {
        match keep {
            KeepTime::WallClock => slot.under(self.rules()),
            KeepTime::Instant => slot.shown_by(self.rules()),
        }
    }

    /// A group is taken over with all who are booked in it, and stays theirs.
    async fn keep_group(
        &self,
        attempt: &mut Attempt<'_>,
        call: &Call,
        group: GroupId,
        keep: KeepTime,
        changes: &mut Changes,
    ) -> Result<Vec<Appointment>, PracticeError> {
        let (before, version) = attempt.record::<Group>(group).await?;
        let slot = self.kept(before.slot(), keep)?;
        let after = before.clone().told_by(slot.clone());
        exchange(changes, group.into(), &before.cells(), &after.cells());
        changes.replace(&after, version, "group.zone_changed")?;
        let mut seats = Vec::with_capacity(after.seats().len());
        for seat in after.seats() {
            let (visit, version) = attempt.record::<Appointment>(seat.appointment).await?;
            if !matches!(visit.status(), Status::Booked { .. }) {
                continue;
            }
            let visit = match keep {
                KeepTime::WallClock => visit.again_in(slot.clone()),
                KeepTime::Instant => {
                    visit.move_with(&after, Initiator::Practice, call.provenance())?
                }
            };
            changes.replace(&visit, version, "appointment.zone_changed")?;
            seats.push(visit);
        }
        Ok(seats)
    }
}

/// Whose time is not free, in the words of scheduling.
fn refused(error: PracticeError, wanted: &[Appointment]) -> PracticeError {
    let Some(resource) = error.taken_from() else {
        return error;
    };
    let mut visits = wanted.iter().map(Appointment::slot);
    match visits.find(|slot| slot.resources().contains(&resource)) {
        Some(slot) => Refused::NotFree {
            layer: crate::scheduling::Layer::Busy,
            resource,
            visit: slot.interval(),
            alternatives: Vec::new(),
        }
        .into(),
        None => error,
    }
}

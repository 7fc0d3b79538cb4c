use chrono::{DateTime, Utc};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::id::GroupId;
use crate::id::PatientId;
use crate::scheduling::Appointment;
use crate::scheduling::Because;
use crate::scheduling::Group;
use crate::scheduling::GroupSize;
use crate::scheduling::GroupStatus;
use crate::scheduling::Initiator;
use crate::scheduling::Joined;
use crate::scheduling::Layer;
use crate::scheduling::ReasonCode;
use crate::scheduling::Refused;
use crate::scheduling::Status;
use crate::time::ZoneRules;

use super::call::Call;
use super::changes::Changes;
use super::choose::{Chosen, commit_chosen};
use super::error::PracticeError;
use super::planned::leave_work;
use super::shell::{Act, Attempt, Practice};
use super::visit::{Choice, exchange, place, take};

impl Practice {
    /// Opens a group at a start, about which is decided at a moment: it holds its time from now on.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`]; [`Refused::DecideLate`].
    pub async fn open_group(
        &self,
        call: &Call,
        choice: &Choice,
        size: GroupSize,
        decide_by: DateTime<Utc>,
    ) -> Result<Group, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Group);
        let mut attempt = self.begin(call, act, &(choice, size, decide_by)).await?;
        loop {
            if let Some(group) = attempt.replay().await? {
                return Ok(group);
            }
            let mut changes = Changes::default();
            let slot = self.choose(&mut attempt, choice, &mut changes).await?;
            let id = attempt.ids().mint();
            let group = Group::open(id, slot, size, decide_by)?;
            take(&mut changes, &group.cells(), id.into());
            changes.add(&group, "group.opened")?;
            let slot = group.slot().clone();
            if let Some(group) = commit_chosen(&mut attempt, changes, &slot, &group).await? {
                return Ok(group);
            }
        }
    }

    /// Moves a group to another time, with all its members: it stays the same group, and each visit
    /// the same appointment. Its old time is given up only where the new one is had, and where each
    /// member can be there, unless the choice overrides [`Layer::Patient`]. Without a moment of its own
    /// it is decided when it was to be.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`]; [`Refused::GroupOver`]; [`Refused::DecideLate`];
    /// [`Refused::OtherVisitType`].
    pub async fn move_group(
        &self,
        call: &Call,
        group: GroupId,
        choice: &Choice,
        decide_by: Option<DateTime<Utc>>,
        by: Initiator,
    ) -> Result<Group, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Group).on(group);
        let asked = (group, choice, decide_by, by);
        let mut attempt = self.begin(call, act, &asked).await?;
        loop {
            if let Some(group) = attempt.replay().await? {
                return Ok(group);
            }
            let (before, version) = attempt.record::<Group>(group).await?;
            let mut changes = Changes::default();
            let own = [group.into()];
            let chosen = Chosen {
                choice,
                visit: before.slot().visit(),
                patient: None,
                except: &own,
            };
            let slot = self.take_up(&mut attempt, chosen, &mut changes).await?;
            let decide_by = decide_by.unwrap_or(before.decide_by());
            let after = before.clone().reschedule(slot, decide_by, call.now)?;
            exchange(&mut changes, group.into(), &before.cells(), &after.cells());
            let given = choice.overriding.iter();
            let apart = given
                .flat_map(|it| &it.layers)
                .any(|it| *it == Layer::Patient);
            for seat in after.seats() {
                let own = [seat.appointment.into()];
                if !apart {
                    attempt
                        .be_there(after.slot(), (seat.patient, &own), &mut changes)
                        .await?;
                }
                let (visit, version) = attempt.record::<Appointment>(seat.appointment).await?;
                let moved = visit.move_with(&after, by, call.provenance())?;
                changes.replace(&moved, version, "appointment.rescheduled")?;
            }
            changes.replace(&after, version, "group.moved")?;
            let slot = after.slot().clone();
            if let Some(group) = commit_chosen(&mut attempt, changes, &slot, &after).await? {
                return Ok(group);
            }
        }
    }

    /// Gives a patient a seat in a group, or a place among those who wait for one.
    ///
    /// # Errors
    ///
    /// [`Refused::InGroup`]; [`Refused::GroupOver`]; [`Refused::NotFree`] where there is a seat and the
    /// patient is elsewhere.
    pub async fn join_group(
        &self,
        call: &Call,
        group: GroupId,
        patient: PatientId,
    ) -> Result<Joined, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Appointment)
            .of(patient)
            .on(group);
        let mut attempt = self.begin(call, act, &(group, patient)).await?;
        loop {
            if let Some(joined) = attempt.replay().await? {
                return Ok(joined);
            }
            attempt.must_exist(Noun::Patient, patient).await?;
            let (known, version) = attempt.record::<Group>(group).await?;
            let id = attempt.ids().mint();
            let (after, joined) = known.join(patient, id, call.provenance())?;
            let mut changes = Changes::default();
            changes.replace(&after, version, "group.joined")?;
            if let Joined::Seated(visit) = &joined {
                attempt
                    .be_there(visit.slot(), (patient, &[]), &mut changes)
                    .await?;
                changes.add(visit.as_ref(), "appointment.booked")?;
            }
            if let Some(joined) = attempt.commit(changes, &joined).await? {
                return Ok(joined);
            }
        }
    }

    /// One who waits for a seat does so no longer.
    ///
    /// # Errors
    ///
    /// [`Refused::NotInGroup`].
    pub async fn leave_group_queue(
        &self,
        call: &Call,
        group: GroupId,
        patient: PatientId,
    ) -> Result<Group, PracticeError> {
        let act = Act::new(Verb::Cancel, Noun::Appointment)
            .of(patient)
            .on(group);
        let mut attempt = self.begin(call, act, &(group, patient)).await?;
        loop {
            if let Some(group) = attempt.replay().await? {
                return Ok(group);
            }
            let (known, version) = attempt.record::<Group>(group).await?;
            let after = known.stop_waiting(patient)?;
            let mut changes = Changes::default();
            changes.replace(&after, version, "group.left")?;
            if let Some(group) = attempt.commit(changes, &after).await? {
                return Ok(group);
            }
        }
    }

    /// Decides whether a group takes place. Where too few have come together it is called off, with
    /// its members' visits, and its time is free.
    ///
    /// # Errors
    ///
    /// [`Refused::NotYetDecided`] before its moment.
    pub async fn decide_group(
        &self,
        call: &Call,
        group: GroupId,
        too_few: &ReasonCode,
    ) -> Result<Group, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Group).on(group);
        let mut attempt = self.begin(call, act, &(group, too_few)).await?;
        loop {
            if let Some(group) = attempt.replay().await? {
                return Ok(group);
            }
            let (before, version) = attempt.record::<Group>(group).await?;
            let after = before.clone().decide(too_few.clone(), call.now)?;
            if let Some(group) = end(&mut attempt, self.rules(), &before, &after, version).await? {
                return Ok(group);
            }
        }
    }

    /// Calls a group off, with its members' visits; its time is free.
    ///
    /// # Errors
    ///
    /// [`Refused::GroupOver`].
    pub async fn call_off_group(
        &self,
        call: &Call,
        group: GroupId,
        because: &Because,
    ) -> Result<Group, PracticeError> {
        let act = Act::new(Verb::Cancel, Noun::Group).on(group);
        let mut attempt = self.begin(call, act, &(group, because)).await?;
        loop {
            if let Some(group) = attempt.replay().await? {
                return Ok(group);
            }
            let settings = attempt.settings().await?;
            let Because { by, reason } = because;
            settings.cancel_reasons.check(*by, reason)?;
            let (before, version) = attempt.record::<Group>(group).await?;
            let after = before.clone().call_off(*by, reason.clone(), call.now)?;
            if let Some(group) = end(&mut attempt, self.rules(), &before, &after, version).await? {
                return Ok(group);
            }
        }
    }
}

/// Commits what was decided about a group, and calls its members' visits off with it.
async fn end(
    attempt: &mut Attempt<'_>,
    rules: &dyn ZoneRules,
    before: &Group,
    after: &Group,
    version: u64,
) -> Result<Option<Group>, PracticeError> {
    let mut changes = Changes::default();
    if before == after {
        return attempt.commit(changes, after).await;
    }
    let GroupStatus::CalledOff { by, reason, .. } = after.status() else {
        changes.replace(after, version, "group.goes_ahead")?;
        return attempt.commit(changes, after).await;
    };
    let settings = attempt.settings().await?;
    let booking = &settings.booking;
    for cell in before.cells() {
        changes.release(place(cell), before.id());
    }
    for seat in after.seats() {
        let (visit, version) = attempt.record::<Appointment>(seat.appointment).await?;
        if matches!(visit.status(), Status::Booked { .. }) {
            let cancelled =
                visit.cancel(*by, reason.clone(), booking, attempt.call().provenance())?;
            let cancelled = leave_work(attempt, cancelled, (&settings, rules), &mut changes)?;
            changes.replace(&cancelled, version, "appointment.cancelled")?;
        }
    }
    changes.replace(after, version, "group.called_off")?;
    attempt.commit(changes, after).await
}

/// A member's visit is called off: the seat is free, and whoever has waited longest has it, of those
/// who can be there.
pub(super) async fn free_seat(
    attempt: &mut Attempt<'_>,
    call: &Call,
    member: AppointmentId,
    group: GroupId,
    changes: &mut Changes,
) -> Result<(), PracticeError> {
    let (known, version) = attempt.record::<Group>(group).await?;
    let mut elsewhere = Vec::new();
    for waiting in known.waiting() {
        let patient = waiting.patient;
        let there = attempt.be_there(known.slot(), (patient, &[]), changes);
        match there.await {
            Ok(()) => break,
            Err(PracticeError::Scheduling(Refused::NotFree { .. })) => elsewhere.push(patient),
            Err(error) => return Err(error),
        }
    }
    let successor = attempt.ids().mint();
    let (after, promoted) = known.leave(member, successor, &elsewhere, call.provenance())?;
    changes.replace(&after, version, "group.left")?;
    if let Some(visit) = promoted {
        changes.add(&visit, "appointment.booked")?;
    }
    Ok(())
}

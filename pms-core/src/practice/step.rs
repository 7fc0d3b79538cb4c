use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Role;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::id::ScheduleId;
use crate::scheduling::Appointment;
use crate::scheduling::Initiator;
use crate::scheduling::Override;
use crate::scheduling::Policy;
use crate::scheduling::ReasonCode;
use crate::scheduling::Refused;
use crate::scheduling::Search;
use crate::scheduling::Slot;
use crate::scheduling::Status;

use super::calendar::{Calendars, Cast, Wanted};
use super::call::Call;
use super::changes::Changes;
use super::choose::{commit_chosen, overriding};
use super::error::PracticeError;
use super::group::free_seat;
use super::planned::{follow, leave_work};
use super::shell::{Act, Attempt, Practice};
use super::visit::{Overriding, give_back, minute, swap};

/// A step in an appointment's life that needs no other record.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// The practice approves what was requested.
    Approve,
    /// The patient says that they will come.
    Confirm,
    /// The patient is here.
    Arrive,
    /// The desk is done with them.
    CheckIn,
    /// The patient is shown in.
    Room,
    /// The practitioner sees them.
    Begin,
    /// It will not take place.
    Cancel {
        /// On whose part.
        by: Initiator,
        /// Why, by the practice's own list.
        reason: ReasonCode,
    },
    /// The patient did not come.
    NoShow,
    /// The patient came after they had been given up.
    ComeLate,
    /// The patient went before anybody had seen them.
    Leave,
    /// An arrival, a no-show or a leaving was a mistake.
    Undo,
    /// It should never have been written.
    EnterInError,
}

impl Step {
    /// What it takes: what was an end is not opened again by whoever may take an ordinary step.
    const fn verb(&self) -> Verb {
        match self {
            Self::Cancel { .. } => Verb::Cancel,
            Self::Undo | Self::ComeLate | Self::EnterInError => Verb::Undo,
            _ => Verb::Update,
        }
    }

    /// What the journal says has happened.
    const fn happened(&self) -> &'static str {
        match self {
            Self::Approve => "appointment.approved",
            Self::Confirm => "appointment.confirmed",
            Self::Arrive => "appointment.arrived",
            Self::CheckIn => "appointment.checked_in",
            Self::Room => "appointment.roomed",
            Self::Begin => "appointment.begun",
            Self::Cancel { .. } => "appointment.cancelled",
            Self::NoShow => "appointment.no_show",
            Self::ComeLate => "appointment.came_late",
            Self::Leave => "appointment.left",
            Self::Undo => "appointment.undone",
            Self::EnterInError => "appointment.in_error",
        }
    }
}

impl Practice {
    /// Takes an appointment one step further.
    ///
    /// A step back, [`Step::Undo`], [`Step::ComeLate`] and [`Step::EnterInError`], takes the
    /// permission to undo. Where the visit had given its time up, it is asked what a booking is.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`]; [`Refused::TooEarly`]; [`Refused::DayOver`];
    /// [`Refused::ReasonNotListed`]; after a step back, [`Refused::NotFree`] where the time cannot be
    /// had any more: see [`step_against`](Self::step_against).
    pub async fn step(
        &self,
        call: &Call,
        id: AppointmentId,
        step: &Step,
    ) -> Result<Appointment, PracticeError> {
        let patient = self.patient_of(id).await?;
        let act = Act::new(step.verb(), Noun::Appointment).of(patient).on(id);
        let attempt = self.begin(call, act, &(id, step)).await?;
        self.taking(attempt, call, (id, step), None).await
    }

    /// Takes a step back against what stands in the way of its time by now;
    /// it takes the permission to override schedules besides.
    ///
    /// # Errors
    ///
    /// As [`step`](Self::step); [`Refused::HardLayer`].
    pub async fn step_against(
        &self,
        call: &Call,
        id: AppointmentId,
        step: &Step,
        given: &Overriding,
    ) -> Result<Appointment, PracticeError> {
        let patient = self.patient_of(id).await?;
        let act = Act::new(step.verb(), Noun::Appointment).of(patient).on(id);
        let attempt = self.begin(call, act, &(id, step, given)).await?;
        self.taking(attempt, call, (id, step), Some(given)).await
    }

    async fn taking(
        &self,
        mut attempt: Attempt<'_>,
        call: &Call,
        (id, step): (AppointmentId, &Step),
        given: Option<&Overriding>,
    ) -> Result<Appointment, PracticeError> {
        loop {
            if let Some(appointment) = attempt.replay().await? {
                return Ok(appointment);
            }
            let settings = attempt.settings().await?;
            if let Step::Cancel { by, reason } = step {
                own_side(call, *by)?;
                settings.cancel_reasons.check(*by, reason)?;
            }
            let (before, version) = attempt.record::<Appointment>(id).await?;
            let mut after = self.stepped(call, before.clone(), step, &settings.booking)?;
            let mut changes = Changes::default();
            if after.status().meaning().occupies && !before.status().meaning().occupies {
                let slot = self.had_again(&mut attempt, &after, given, &mut changes);
                after = after.clone().again_in(slot.await?);
            }
            swap(&mut changes, &before, &after);
            tell(&mut attempt, call, &before, &after, &mut changes).await?;
            let kept = (&settings, self.rules());
            let after = leave_work(&mut attempt, after, kept, &mut changes)?;
            changes.replace(&after, version, step.happened())?;
            let slot = after.slot().clone();
            if let Some(done) = commit_chosen(&mut attempt, changes, &slot, &after).await? {
                return Ok(done);
            }
        }
    }

    /// The slot of a visit that had given its time up, by all that is asked of a booking but for
    /// notice, horizon and grid. What it was booked against does not stand against it anew.
    async fn had_again(
        &self,
        attempt: &mut Attempt<'_>,
        visit: &Appointment,
        given: Option<&Overriding>,
        changes: &mut Changes,
    ) -> Result<Slot, PracticeError> {
        let (slot, own) = (visit.slot(), [visit.id().into()]);
        if visit.group().is_some() {
            let patient = (visit.patient(), own.as_slice());
            attempt.be_there(slot, patient, changes).await?;
            return Ok(slot.clone());
        }
        let given = match (overriding(attempt, given)?, slot.overridden()) {
            (Some(given), Some(before)) => {
                let layers = [given.layers(), before.layers()].concat();
                Some(Override::new(
                    layers,
                    given.reason().clone(),
                    given.actor(),
                )?)
            }
            (given, before) => given.or_else(|| before.cloned()),
        };
        let start = slot.time().at();
        let schedules = attempt.schedules_of(slot).await?;
        let schedules: Vec<ScheduleId> = schedules.iter().map(|one| one.id).collect();
        let cast = Cast {
            schedules: &schedules,
            any_of: &[],
            patient: Some((visit.patient(), false)),
            anybody: false,
        };
        let windows = [minute(start)?];
        let wanted = Wanted {
            schedules: &[],
            windows: &windows,
            except: &own,
            now: attempt.now(),
        };
        let calendars = Calendars::cast(attempt, cast, &[], wanted).await?;
        give_back(changes, &calendars)?;
        let now = attempt.now().min(start.into()); // the time may have come: it is no new start
        let again = calendars.ask_again(slot, self.rules(), now, |search| {
            let overriding = given.as_ref();
            let search = Search {
                overriding,
                ..*search
            };
            Slot::choose(&search, start)
        })?;
        calendars.settle(attempt, changes, &again)?;
        Ok(again)
    }

    fn stepped(
        &self,
        call: &Call,
        before: Appointment,
        step: &Step,
        policy: &Policy,
    ) -> Result<Appointment, Refused> {
        let done = call.provenance();
        match step {
            Step::Approve => before.approve(done),
            Step::Confirm => before.confirm(done),
            Step::Arrive => before.arrive(done),
            Step::CheckIn => before.check_in(done),
            Step::Room => before.room(done),
            Step::Begin => before.begin(done),
            Step::NoShow => before.no_show(policy, done),
            Step::ComeLate => before.come_late(self.rules(), done),
            Step::Leave => before.leave(done),
            Step::Undo => before.undo(self.rules(), done),
            Step::Cancel { by, reason } => before.cancel(*by, reason.clone(), policy, done),
            Step::EnterInError => Ok(before.enter_in_error(done)),
        }
    }
}

/// A visit that is called off frees its seat in a group; the visit that was planned follows it.
async fn tell(
    attempt: &mut Attempt<'_>,
    call: &Call,
    before: &Appointment,
    after: &Appointment,
    changes: &mut Changes,
) -> Result<(), PracticeError> {
    let occupies = |visit: &Appointment| visit.status().meaning().occupies;
    if occupies(before) == occupies(after) {
        return Ok(());
    }
    let gone = matches!(
        after.status(),
        Status::Cancelled { .. } | Status::EnteredInError { .. }
    );
    if let Some(group) = after.group().filter(|_| gone) {
        free_seat(attempt, call, after.id(), group, changes).await?;
    }
    match after.planned() {
        Some(planned) => follow(attempt, after, planned, changes).await,
        None => Ok(()),
    }
}

/// A patient at the portal calls off on the patient's part alone: fees hang on it.
pub(super) fn own_side(call: &Call, by: Initiator) -> Result<(), Refused> {
    match call.actor.role {
        Role::Patient(_) if by != Initiator::Patient => Err(Refused::OtherSide),
        _ => Ok(()),
    }
}

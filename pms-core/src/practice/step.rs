use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Role;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::scheduling::Appointment;
use crate::scheduling::Initiator;
use crate::scheduling::Policy;
use crate::scheduling::ReasonCode;
use crate::scheduling::Refused;
use crate::scheduling::Status;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::group::free_seat;
use super::planned::follow;
use super::shell::{Act, Attempt, Practice};
use super::visit::{commit, swap};

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
    /// permission to undo.
    ///
    /// # Errors
    ///
    /// [`Refused::WrongStatus`]; [`Refused::TooEarly`]; [`Refused::DayOver`];
    /// [`Refused::ReasonNotListed`]; after a step back, [`Refused::NotFree`] where somebody else has
    /// the time by now.
    pub async fn step(
        &self,
        call: &Call,
        id: AppointmentId,
        step: &Step,
    ) -> Result<Appointment, PracticeError> {
        let patient = self.patient_of(id).await?;
        let act = Act::new(step.verb(), Noun::Appointment).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, step)).await?;
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
            let after = self.stepped(call, before.clone(), step, &settings.booking)?;
            let mut changes = Changes::default();
            swap(&mut changes, &before, &after);
            tell(&mut attempt, call, &before, &after, &mut changes).await?;
            changes.replace(&after, version, step.happened())?;
            let slot = after.slot().clone();
            if let Some(done) = commit(&mut attempt, changes, &slot, &after).await? {
                return Ok(done);
            }
        }
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

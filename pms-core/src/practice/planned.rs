use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::PatientId;
use crate::id::PlannedVisitId;
use crate::id::VisitTypeId;
use crate::scheduling::Appointment;
use crate::scheduling::Because;
use crate::scheduling::PlannedVisit;
use crate::time::Minute;
use crate::time::Period;
use crate::time::ZoneRules;

use super::call::Call;
use super::changes::Changes;
use super::choose::commit_chosen;
use super::error::PracticeError;
use super::settings::Settings;
use super::shell::{Act, Attempt, Practice};
use super::step::own_side;
use super::visit::{Choice, take};

/// A visit that is to take place, without a time.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Plan {
    /// Who is to be seen.
    pub patient: PatientId,
    /// As what.
    pub visit: VisitTypeId,
    /// On one of which days.
    pub within: Period,
}

impl Practice {
    /// Notes that a patient is to be seen, without a time.
    ///
    /// # Errors
    ///
    /// [`PracticeError::UnknownVisitType`]; [`PracticeError::Unknown`] for a patient who is not there.
    pub async fn plan_visit(
        &self,
        call: &Call,
        plan: &Plan,
    ) -> Result<PlannedVisit, PracticeError> {
        let patient = plan.patient;
        let act = Act::new(Verb::Create, Noun::PlannedVisit).of(patient);
        let mut attempt = self.begin(call, act, plan).await?;
        loop {
            if let Some(planned) = attempt.replay().await? {
                return Ok(planned);
            }
            attempt.must_exist(Noun::Patient, patient).await?;
            let settings = attempt.settings().await?;
            let id = plan.visit;
            if settings.visit_type(id).is_none() {
                return Err(PracticeError::UnknownVisitType { id });
            }
            let id = attempt.ids().mint();
            let done = call.provenance();
            let planned = PlannedVisit::plan(id, patient, plan.visit, plan.within, done);
            let mut changes = Changes::default();
            changes.add(&planned, "planned_visit.planned")?;
            if let Some(planned) = attempt.commit(changes, &planned).await? {
                return Ok(planned);
            }
        }
    }

    /// Gives a planned visit its time. Where the visit does not take place, it is planned again.
    ///
    /// # Errors
    ///
    /// [`NotFree`](crate::scheduling::Refused::NotFree); [`NotUnscheduled`](crate::scheduling::Refused::NotUnscheduled);
    /// [`OtherVisitType`](crate::scheduling::Refused::OtherVisitType) for another kind of visit than was planned.
    pub async fn book_planned(
        &self,
        call: &Call,
        id: PlannedVisitId,
        choice: &Choice,
    ) -> Result<Appointment, PracticeError> {
        let patient = self.owner::<PlannedVisit>(id).await?;
        let act = Act::new(Verb::Create, Noun::Appointment).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, choice)).await?;
        loop {
            if let Some(visit) = attempt.replay().await? {
                return Ok(visit);
            }
            let (planned, version) = attempt.record::<PlannedVisit>(id).await?;
            let mut changes = Changes::default();
            let patient = Some(patient);
            let slot = self
                .choose_for(&mut attempt, choice, patient, &mut changes)
                .await?;
            let new = attempt.ids().mint();
            let (planned, visit) = planned.schedule(new, slot, call.provenance())?;
            take(&mut changes, &visit.cells(), new.into());
            changes.add(&visit, "appointment.booked")?;
            changes.replace(&planned, version, "planned_visit.scheduled")?;
            let slot = visit.slot().clone();
            if let Some(visit) = commit_chosen(&mut attempt, changes, &slot, &visit).await? {
                return Ok(visit);
            }
        }
    }

    /// A planned visit is not needed any more.
    ///
    /// # Errors
    ///
    /// [`NotUnscheduled`](crate::scheduling::Refused::NotUnscheduled).
    pub async fn drop_planned(
        &self,
        call: &Call,
        id: PlannedVisitId,
        because: &Because,
    ) -> Result<PlannedVisit, PracticeError> {
        own_side(call, because.by)?;
        let patient = self.owner::<PlannedVisit>(id).await?;
        let act = Act::new(Verb::Cancel, Noun::PlannedVisit)
            .of(patient)
            .on(id);
        let mut attempt = self.begin(call, act, &(id, because)).await?;
        loop {
            if let Some(planned) = attempt.replay().await? {
                return Ok(planned);
            }
            let (planned, version) = attempt.record::<PlannedVisit>(id).await?;
            let Because { by, reason } = because;
            let dropped = planned.call_off(*by, reason.clone(), call.now)?;
            let mut changes = Changes::default();
            changes.replace(&dropped, version, "planned_visit.dropped")?;
            if let Some(planned) = attempt.commit(changes, &dropped).await? {
                return Ok(planned);
            }
        }
    }

    /// The visits that are planned and have no time, oldest first: what is still to be scheduled.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn unscheduled(&self, call: &Call) -> Result<Vec<PlannedVisit>, PracticeError> {
        let act = Act::new(Verb::Read, Noun::PlannedVisit);
        self.begin(call, act, &"unscheduled").await?;
        self.all_standing(Some(PlannedVisit::UNSCHEDULED)).await
    }
}

/// The appointment of a planned visit does not take place, and it is to be scheduled again; or it
/// does take place after all.
pub(super) async fn follow(
    attempt: &mut Attempt<'_>,
    visit: &Appointment,
    planned: PlannedVisitId,
    changes: &mut Changes,
) -> Result<(), PracticeError> {
    let (known, version) = attempt.record::<PlannedVisit>(planned).await?;
    let (followed, happened) = match visit.status().meaning().occupies {
        false => (known.clone().reopen(visit.id()), "planned_visit.reopened"),
        true => (known.clone().restore(visit.id()), "planned_visit.scheduled"),
    };
    if followed != known {
        changes.replace(&followed, version, happened)?;
    }
    Ok(())
}

/// An appointment that does not take place leaves work where a rule of the practice says so. One that
/// was planned is planned again without it.
pub(super) fn leave_work(
    attempt: &mut Attempt<'_>,
    missed: Appointment,
    (settings, rules): (&Settings, &dyn ZoneRules),
    changes: &mut Changes,
) -> Result<Appointment, PracticeError> {
    let mut follow_ups = settings.follow_ups.iter();
    let rule = follow_ups.find(|rule| rule.concerns(&missed));
    let Some(rule) = rule.filter(|_| missed.planned().is_none()) else {
        return Ok(missed);
    };
    let now = Minute::containing(attempt.now());
    let today = rules.civil_at(missed.slot().time().zone(), now)?.date();
    let last = today.checked_add_days(Days::new(rule.within_days.into()));
    let within = Period::new(today, last.unwrap_or(NaiveDate::MAX))?;
    let (id, done) = (attempt.ids().mint(), attempt.call().provenance());
    let (planned, missed) = PlannedVisit::follow_up(id, missed, within, done);
    changes.add(&planned, "planned_visit.follow_up")?;
    Ok(missed)
}

use pms_core::practice::Plan;
use pms_core::scheduling;
use pms_core::scheduling::Because;
use pms_core::scheduling::PlannedStatus;
use pms_core::time::Period;

use crate::error::{At, PmsError, parse};
use crate::identity::read;
use crate::scalar::Day;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{BookedVisit, Side, VisitChoice, chosen, visit, word};

record! {
    /// A visit that is to take place, without a time.
    pub struct VisitPlan {
        /// Who is to be seen.
        pub patient: String,
        /// The type of visit.
        pub visit: String,
        /// Not before this day.
        pub first_day: Day,
    }
    optional {
        /// Not after this one.
        pub last_day: Option<Day>,
    }
}

record! {
    /// A planned visit, as it stands.
    pub struct PlannedVisit {
        /// The planned visit.
        pub id: String,
        /// Who is to be seen.
        pub patient: String,
        /// The type of visit.
        pub visit: String,
        /// Not before this day.
        pub first_day: Day,
        /// Not after this one.
        pub last_day: Option<Day>,
        /// Where it stands: `unscheduled`, `scheduled`, `dropped`.
        pub state: String,
        /// Its appointment; where it is to be scheduled again, the one that did not take place.
        pub appointment: Option<String>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Notes that a patient is to be seen, without a time.
    ///
    /// # Errors
    ///
    /// `practice.unknown`, `practice.unknown_visit_type`; `time.reversed`.
    pub async fn plan_visit(&self, call: Call, plan: VisitPlan) -> Result<PlannedVisit, PmsError> {
        let first = plan.first_day.0;
        let plan = Plan {
            patient: read(&plan.patient, || "plan.patient".to_owned())?,
            visit: read(&plan.visit, || "plan.visit".to_owned())?,
            within: match plan.last_day {
                Some(last) => Period::new(first, last.0).at("plan.lastDay")?,
                None => Period::since(first),
            },
        };
        let planned = self.core.plan_visit(&call.core()?, &plan).await;
        Ok(row(&planned.map_err(told)?))
    }

    /// Gives a planned visit its time. Where the visit does not take place, it is planned again.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.not_unscheduled`, `scheduling.other_visit_type`,
    /// `scheduling.not_free`.
    pub async fn book_planned(
        &self,
        call: Call,
        planned: String,
        choice: VisitChoice,
    ) -> Result<BookedVisit, PmsError> {
        let id = read(&planned, || "planned".to_owned())?;
        let (choice, call) = (chosen(&choice)?, call.core()?);
        let booked = self.core.book_planned(&call, id, &choice).await;
        Ok(visit(&booked.map_err(told)?))
    }

    /// A planned visit is not needed any more.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.not_unscheduled`; `scheduling.other_side` where a patient acts
    /// on the practice's part.
    pub async fn drop_planned(
        &self,
        call: Call,
        planned: String,
        by: Side,
        reason: String,
    ) -> Result<PlannedVisit, PmsError> {
        let id = read(&planned, || "planned".to_owned())?;
        let because = Because {
            by: by.into(),
            reason: parse(&reason, "reason")?,
        };
        let dropped = self.core.drop_planned(&call.core()?, id, &because).await;
        Ok(row(&dropped.map_err(told)?))
    }

    /// The visits that are planned and have no time, oldest first: what is still to be scheduled.
    ///
    /// # Errors
    ///
    /// Whatever the permission refuses.
    pub async fn unscheduled(&self, call: Call) -> Result<Vec<PlannedVisit>, PmsError> {
        let planned = self.core.unscheduled(&call.core()?).await.map_err(told)?;
        Ok(planned.iter().map(row).collect())
    }
}

fn row(planned: &scheduling::PlannedVisit) -> PlannedVisit {
    let appointment = match planned.status() {
        PlannedStatus::Unscheduled { before } => *before,
        PlannedStatus::Scheduled { appointment } => Some(*appointment),
        PlannedStatus::Dropped { .. } => None,
    };
    PlannedVisit {
        id: planned.id().to_string(),
        patient: planned.patient().to_string(),
        visit: planned.visit().to_string(),
        first_day: Day(planned.within().start()),
        last_day: planned.within().end().map(Day::from),
        state: word(planned.status()),
        appointment: appointment.map(|id| id.to_string()),
    }
}

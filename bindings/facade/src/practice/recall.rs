use pms_core::practice;
use pms_core::practice::Enrol;
use pms_core::scheduling::Recall;
use pms_core::scheduling::TakesPart;

use crate::error::PmsError;
use crate::identity::{read, read_option};
use crate::scalar::Day;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{BookedVisit, VisitChoice, chosen, visit, word};
use super::waitlist::cursor;

record! {
    /// A patient for a programme, which is one of the practice's settings.
    pub struct Enrolment {
        /// Who.
        pub patient: String,
        /// For which programme.
        pub programme: String,
        /// The day from which the first interval counts: the last visit, an operation, a birth.
        pub anchor: Day,
    }
    optional {
        /// Who is told together with others: a household by its guarantor.
        pub household: Option<String>,
    }
}

record! {
    /// What is said about a recall.
    pub enum RecallStep {
        /// The next visit is due on the day named, whatever the interval says.
        SetDue,
        /// Nothing is due before the day named.
        DisableUntil,
        /// The patient was reminded today.
        Reminded,
        /// The patient does not want to be recalled.
        Decline,
        /// The practice stops it.
        Stop,
        /// The patient takes part again.
        Resume,
        /// Nothing was said; visits have changed since it was last written.
        Settle,
    }
}

record! {
    /// A patient's place in a programme, as it is kept.
    pub struct RecallRow {
        /// The recall.
        pub id: String,
        /// Whose.
        pub patient: String,
        /// In which programme the patient was enrolled.
        pub programme: String,
        /// Who is told together with others.
        pub household: Option<String>,
        /// Whether the patient takes part: `yes`, `declined`, `inactive`.
        pub takes_part: String,
        /// How often the patient was reminded.
        pub reminded: u32,
        /// From which day on it is worth looking at.
        pub look_from: Option<Day>,
    }
}

record! {
    /// A recall that wants something to be done.
    pub struct DueRecallRow {
        /// The recall.
        pub recall: RecallRow,
        /// The programme that counts, which a birthday may have changed.
        pub programme: String,
        /// When the next visit is due by the interval alone.
        pub calculated: Day,
        /// When it is due, as somebody has set it or as calculated.
        pub due: Day,
        /// What that means today: `not_due`, `due`, `overdue`.
        pub state: String,
        /// When the patient is to be reminded next; none where nothing is to be said.
        pub remind: Option<Day>,
    }
}

record! {
    /// Some recalls that want something to be done.
    pub struct DueRecallPage {
        /// The recalls.
        pub due: Vec<DueRecallRow>,
        /// Where to go on; none where all was read.
        pub next: Option<String>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// A patient is enrolled in a programme, at most once.
    ///
    /// # Errors
    ///
    /// `scheduling.no_programme`; `store.claim_taken` where the patient is enrolled already.
    pub async fn enrol(
        &self,
        call: Call,
        wish: Enrolment,
        today: Day,
    ) -> Result<RecallRow, PmsError> {
        let household = wish.household.as_deref();
        let wish = Enrol {
            patient: read(&wish.patient, || "wish.patient".to_owned())?,
            programme: read(&wish.programme, || "wish.programme".to_owned())?,
            anchor: wish.anchor.0,
            household: read_option(household, || "wish.household".to_owned())?,
        };
        let recall = self.core.enrol(&call.core()?, &wish, today.0).await;
        Ok(row(&recall.map_err(told)?))
    }

    /// Notes what is said about a recall. `day` is for [`RecallStep::SetDue`] and
    /// [`RecallStep::DisableUntil`] alone.
    ///
    /// # Errors
    ///
    /// `scheduling.recall_day`; `practice.unknown`; `scheduling.no_programme`.
    pub async fn recall_step(
        &self,
        call: Call,
        recall: String,
        step: RecallStep,
        day: Option<Day>,
        today: Day,
    ) -> Result<RecallRow, PmsError> {
        let id = read(&recall, || "recall".to_owned())?;
        let (step, call) = (said(step, day)?, call.core()?);
        let recall = self.core.recall_step(&call, id, step, today.0).await;
        Ok(row(&recall.map_err(told)?))
    }

    /// The recalls that are due or overdue today, or of which the patient is to be reminded, one page
    /// of those that are worth looking at. Whether a visit is booked or took place is read anew each
    /// time: nobody is reminded of what they have.
    ///
    /// # Errors
    ///
    /// `store.invalid` for a page of another list; whatever the permission refuses.
    pub async fn due_recalls(
        &self,
        call: Call,
        today: Day,
        after: Option<String>,
    ) -> Result<DueRecallPage, PmsError> {
        let (after, call) = (cursor(after.as_deref())?, call.core()?);
        // Whoever does not meet the host's own conditions is passed over by the host.
        let eligible = |_: &Recall| true;
        let page = self.core.due_recalls(&call, today.0, after, &eligible);
        let page = page.await.map_err(told)?;
        Ok(DueRecallPage {
            due: page.due.iter().map(due_row).collect(),
            next: page.next.map(|next| next.to_string()),
        })
    }

    /// Books the visit that a recall is about: of a type of its programme, not too far ahead.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `practice.unknown_visit_type` where the type is not of the programme;
    /// `scheduling.recall_ahead`; `scheduling.not_free`.
    pub async fn schedule_recall(
        &self,
        call: Call,
        recall: String,
        choice: VisitChoice,
        today: Day,
    ) -> Result<BookedVisit, PmsError> {
        let id = read(&recall, || "recall".to_owned())?;
        let (choice, call) = (chosen(&choice)?, call.core()?);
        let booked = self.core.schedule_recall(&call, id, &choice, today.0);
        Ok(visit(&booked.await.map_err(told)?))
    }
}

fn said(step: RecallStep, day: Option<Day>) -> Result<practice::RecallStep, PmsError> {
    match (step, day) {
        (RecallStep::SetDue, Some(day)) => Ok(practice::RecallStep::SetDue(day.0)),
        (RecallStep::DisableUntil, Some(day)) => Ok(practice::RecallStep::DisableUntil(day.0)),
        (RecallStep::Reminded, None) => Ok(practice::RecallStep::Reminded),
        (RecallStep::Decline, None) => Ok(practice::RecallStep::Decline),
        (RecallStep::Stop, None) => Ok(practice::RecallStep::Stop),
        (RecallStep::Resume, None) => Ok(practice::RecallStep::Resume),
        (RecallStep::Settle, None) => Ok(practice::RecallStep::Settle),
        _ => Err(PmsError::invalid(
            "day",
            "scheduling.recall_day",
            "a day is named where one is set or waited for, and nowhere else",
        )),
    }
}

fn row(recall: &Recall) -> RecallRow {
    RecallRow {
        id: recall.id.to_string(),
        patient: recall.patient.to_string(),
        programme: recall.programme.to_string(),
        household: recall.household.map(|id| id.to_string()),
        takes_part: match recall.takes_part {
            TakesPart::Yes => "yes",
            TakesPart::Declined(_) => "declined",
            TakesPart::Inactive(_) => "inactive",
        }
        .to_owned(),
        reminded: u32::try_from(recall.reminded.len()).unwrap_or(u32::MAX),
        look_from: recall.look_from.map(Day::from),
    }
}

fn due_row(due: &practice::DueRecall) -> DueRecallRow {
    let standing = &due.standing;
    DueRecallRow {
        recall: row(&due.recall),
        programme: standing.programme.to_string(),
        calculated: Day(standing.calculated),
        due: Day(standing.due),
        state: word(&standing.state),
        remind: due.remind.map(Day::from),
    }
}

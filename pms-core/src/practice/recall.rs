use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::id::GuarantorId;
use crate::id::PatientId;
use crate::id::ProgrammeId;
use crate::id::RecallId;
use crate::party::Patient;
use crate::scheduling::Appointment;
use crate::scheduling::Programme;
use crate::scheduling::Recall;
use crate::scheduling::RecallFacts;
use crate::scheduling::RecallStanding;
use crate::scheduling::RecallState;
use crate::scheduling::RecallVisit;
use crate::scheduling::Refused;
use crate::scheduling::SetDue;
use crate::scheduling::TakesPart;
use crate::store::Answers;
use crate::store::Cursor;
use crate::store::Key;
use crate::store::Place;
use crate::store::Question;
use crate::store::Scan;

use super::call::Call;
use super::changes::Changes;
use super::choose::commit_chosen;
use super::error::PracticeError;
use super::settings::Settings;
use super::shell::{Act, Attempt, Practice};
use super::visit::{Choice, take};

/// A patient for a programme.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Enrol {
    /// Who.
    pub patient: PatientId,
    /// For which programme.
    pub programme: ProgrammeId,
    /// The day from which the first interval counts.
    pub anchor: NaiveDate,
    /// Who is told together with others of the household.
    #[serde(default)]
    pub household: Option<GuarantorId>,
}

/// What is said about a recall.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecallStep {
    /// The next visit is due on this day, whatever the interval says.
    SetDue(NaiveDate),
    /// Nothing is due before this day.
    DisableUntil(NaiveDate),
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

/// A recall that wants something to be done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DueRecall {
    /// The recall.
    pub recall: Recall,
    /// Where it stands.
    pub standing: RecallStanding,
    /// When the patient is to be reminded next; none where nothing is to be said.
    pub remind: Option<NaiveDate>,
}

/// Some recalls that want something to be done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DuePage {
    /// The recalls.
    pub due: Vec<DueRecall>,
    /// Where to go on; none where all was read.
    pub next: Option<Cursor>,
}

/// How many recalls one page looks at.
const PAGE: u32 = 200;

impl Practice {
    /// A patient is enrolled in a programme, at most once.
    ///
    /// # Errors
    ///
    /// [`Refused::NoProgramme`]; [`PracticeError::Commit`] with `store.claim_taken` where the patient
    /// is enrolled already.
    pub async fn enrol(
        &self,
        call: &Call,
        wish: &Enrol,
        today: NaiveDate,
    ) -> Result<Recall, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Recall).of(wish.patient);
        let mut attempt = self.begin(call, act, &(wish, today)).await?;
        loop {
            if let Some(recall) = attempt.replay().await? {
                return Ok(recall);
            }
            let id: RecallId = attempt.ids().mint();
            let mut recall = Recall::enrol(id, wish.patient, wish.programme, wish.anchor);
            recall.household = wish.household;
            let recall = self.settled(&mut attempt, recall, today).await?;
            let mut changes = Changes::default();
            let once = Place::Number {
                name: "recall".to_owned(),
                value: format!("{}/{}", wish.patient, wish.programme),
            };
            changes.take(once, id);
            changes.add(&recall, "recall.enrolled")?;
            if let Some(recall) = attempt.commit(changes, &recall).await? {
                return Ok(recall);
            }
        }
    }

    /// Notes what is said about a recall.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; [`Refused::NoProgramme`].
    pub async fn recall_step(
        &self,
        call: &Call,
        id: RecallId,
        step: RecallStep,
        today: NaiveDate,
    ) -> Result<Recall, PracticeError> {
        let patient = self.recalled(id).await?;
        let act = Act::new(Verb::Update, Noun::Recall).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, step, today)).await?;
        loop {
            if let Some(recall) = attempt.replay().await? {
                return Ok(recall);
            }
            let (mut recall, version) = attempt.record::<Recall>(id).await?;
            match step {
                RecallStep::SetDue(due) => recall.set = Some(SetDue { due, on: today }),
                RecallStep::DisableUntil(until) => recall.disabled_until = Some(until),
                RecallStep::Reminded => recall.reminded.push(today),
                RecallStep::Decline => recall.takes_part = TakesPart::Declined(today),
                RecallStep::Stop => recall.takes_part = TakesPart::Inactive(today),
                RecallStep::Resume => recall.takes_part = TakesPart::Yes,
                RecallStep::Settle => {}
            }
            let recall = self.settled(&mut attempt, recall, today).await?;
            let mut changes = Changes::default();
            changes.replace(&recall, version, "recall.changed")?;
            if let Some(recall) = attempt.commit(changes, &recall).await? {
                return Ok(recall);
            }
        }
    }

    /// The recalls that are due or overdue today, or of which the patient is to be reminded, one
    /// page of those that are worth looking at. `eligible` holds the host's own conditions.
    ///
    /// Whether a visit is booked or took place is read anew each time: nobody is reminded of what
    /// they have.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn due_recalls(
        &self,
        call: &Call,
        today: NaiveDate,
        after: Option<Cursor>,
        eligible: &(dyn Fn(&Recall) -> bool + Sync),
    ) -> Result<DuePage, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Recall);
        let mut attempt = self.begin(call, act, &(today, &after)).await?;
        let settings = attempt.settings().await?;
        let scan = Scan::Dated {
            noun: Noun::Recall,
            on: NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(today)..=today,
        };
        let store = self.store();
        let page = store.scan(self.id(), &scan, after.as_ref(), PAGE).await?;
        let mut recalls = Vec::new();
        for stored in page.documents() {
            let recall: Recall = stored.record()?;
            if recall.takes_part == TakesPart::Yes {
                recalls.push(recall);
            }
        }
        let mut due = Vec::new();
        for some in recalls.chunks(50) {
            let questions: Vec<Question> = some.iter().flat_map(|it| about(it.patient)).collect();
            let answers = self.ask(&questions).await?;
            for (n, recall) in some.iter().enumerate() {
                let known = Known::of(&answers, n * 2, eligible(recall))?;
                due.extend(known.due(recall, &settings, today)?);
            }
        }
        let next = page.next;
        Ok(DuePage { due, next })
    }

    /// Books the visit that a recall is about: of a type of its programme, not too far ahead.
    ///
    /// # Errors
    ///
    /// [`Refused::RecallAhead`]; [`PracticeError::UnknownVisitType`] where the type is not of the
    /// programme; [`Refused::NotFree`].
    pub async fn schedule_recall(
        &self,
        call: &Call,
        id: RecallId,
        choice: &Choice,
        today: NaiveDate,
    ) -> Result<Appointment, PracticeError> {
        let patient = self.recalled(id).await?;
        let act = Act::new(Verb::Create, Noun::Appointment).of(patient);
        let mut attempt = self.begin(call, act, &(id, choice, today)).await?;
        loop {
            if let Some(appointment) = attempt.replay().await? {
                return Ok(appointment);
            }
            let (recall, _) = attempt.record::<Recall>(id).await?;
            let settings = attempt.settings().await?;
            let answers = attempt.ask(&about(patient)).await?;
            let known = Known::of(&answers, 0, true)?;
            let standing = recall.stands(&known.facts(&settings, today))?;
            let programme = programme(&settings, standing.programme)?;
            if !programme.visits.contains(&choice.visit) {
                return Err(PracticeError::UnknownVisitType { id: choice.visit });
            }
            let mut changes = Changes::default();
            let whom = Some(patient);
            let slot = self
                .choose_for(&mut attempt, choice, whom, &mut changes)
                .await?;
            recall.may_book(programme, slot.time().civil().date(), today)?;
            let id: AppointmentId = attempt.ids().mint();
            let booked = Appointment::book(id, patient, slot, call.provenance());
            take(&mut changes, &booked.cells(), id.into());
            changes.add(&booked, "appointment.booked")?;
            let slot = booked.slot().clone();
            if let Some(done) = commit_chosen(&mut attempt, changes, &slot, &booked).await? {
                return Ok(done);
            }
        }
    }

    async fn settled(
        &self,
        attempt: &mut Attempt<'_>,
        recall: Recall,
        today: NaiveDate,
    ) -> Result<Recall, PracticeError> {
        let settings = attempt.settings().await?;
        let answers = attempt.ask(&about(recall.patient)).await?;
        let known = Known::of(&answers, 0, true)?;
        Ok(recall.settled(&known.facts(&settings, today))?)
    }

    async fn recalled(&self, id: RecallId) -> Result<PatientId, PracticeError> {
        let key = Key::new(Noun::Recall, id);
        let answers = self.ask(&[Question::Document(key)]).await?;
        let found: Option<(Recall, u64)> = answers.record(0)?;
        let (recall, _) = found.ok_or(PracticeError::Unknown { key })?;
        Ok(recall.patient)
    }
}

/// What has to be known of a patient to say where a recall stands.
fn about(patient: PatientId) -> [Question; 2] {
    let noun = Noun::Appointment;
    [
        Question::Document(Key::new(Noun::Patient, patient)),
        Question::OfPatient { noun, patient },
    ]
}

/// What is known of a patient.
struct Known {
    born: Option<NaiveDate>,
    visits: Vec<RecallVisit>,
    eligible: bool,
}

impl Known {
    fn of(answers: &Answers, at: usize, eligible: bool) -> Result<Self, PracticeError> {
        let patient: Option<(Patient, u64)> = answers.record(at)?;
        let appointments: Vec<Appointment> = answers.records(at + 1)?;
        let patient = patient.map(|(patient, _)| patient);
        let lives = patient.as_ref().is_none_or(|it| it.death.is_none());
        Ok(Self {
            born: patient.map(|it| it.birth),
            visits: appointments.iter().filter_map(RecallVisit::of).collect(),
            eligible: eligible && lives,
        })
    }

    fn facts<'a>(&'a self, settings: &'a Settings, today: NaiveDate) -> RecallFacts<'a> {
        RecallFacts {
            born: self.born,
            visits: &self.visits,
            eligible: self.eligible,
            programmes: &settings.programmes,
            today,
        }
    }

    /// The recall, where it is due or the patient is to be reminded by today.
    fn due(
        &self,
        recall: &Recall,
        settings: &Settings,
        today: NaiveDate,
    ) -> Result<Option<DueRecall>, PracticeError> {
        let standing = recall.stands(&self.facts(settings, today))?;
        let programme = programme(settings, standing.programme)?;
        let remind = recall.next_reminder(&standing, programme, today);
        let due = matches!(standing.state, RecallState::Due | RecallState::Overdue);
        let wanted = due || remind.is_some_and(|on| on <= today);
        Ok(wanted.then(|| DueRecall {
            recall: recall.clone(),
            standing,
            remind,
        }))
    }
}

fn programme(settings: &Settings, id: ProgrammeId) -> Result<&Programme, PracticeError> {
    let mut programmes = settings.programmes.iter();
    let found = programmes.find(|it| it.id == id);
    found.ok_or_else(|| Refused::NoProgramme.into())
}

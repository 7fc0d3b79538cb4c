use crate::access::Noun;
use crate::code::State;
use crate::code::Taxonomy;
use crate::id::PatientId;
use crate::party::Location;
use crate::party::Patient;
use crate::party::Practitioner;
use crate::scheduling::Layer;
use crate::scheduling::Modality;
use crate::scheduling::Refused;
use crate::scheduling::Schedule;
use crate::scheduling::Slot;
use crate::store::Key;
use crate::store::Question;
use crate::store::Term;
use crate::time::Period;

use super::error::PracticeError;
use super::shell::Attempt;

/// On which days one who treats may see a patient; none where nobody says.
#[derive(Debug, Default)]
pub(super) struct Licensed {
    in_person: Option<Vec<Period>>,
    /// By video or telephone, where the patient is.
    from_afar: Option<Vec<Period>>,
    /// What they treat, by which a patient is new to them or not.
    pub(super) specialty: Option<Taxonomy>,
}

impl Licensed {
    pub(super) fn days(&self, modality: Modality) -> Option<&[Period]> {
        match modality {
            Modality::InPerson => self.in_person.as_deref(),
            Modality::Video | Modality::Phone => self.from_afar.as_deref(),
        }
    }

    /// Where it is not known in which state the patient would be, no licence covers it; for nobody in
    /// particular nothing is asked from afar.
    fn of(one: &Practitioner, here: Option<State>, there: Option<Option<State>>) -> Self {
        if one.licences.is_empty() {
            return Self {
                specialty: one.taxonomy,
                ..Self::default()
            };
        }
        let days = |state: Option<State>| -> Vec<Period> {
            let licences = one.licences.iter();
            let valid = licences.filter(|licence| Some(licence.state) == state);
            valid.map(|licence| licence.valid).collect()
        };
        Self {
            in_person: Some(days(here)),
            from_afar: there.map(days),
            specialty: one.taxonomy,
        }
    }
}

impl Attempt<'_> {
    /// When those who treat in some schedules may see a patient, schedule by schedule.
    pub(super) async fn licensed(
        &mut self,
        schedules: &[Schedule],
        patient: Option<PatientId>,
    ) -> Result<Vec<Licensed>, PracticeError> {
        let mut questions = Vec::new();
        for schedule in schedules {
            if let Some(practitioner) = schedule.practitioner {
                questions.push(Question::Document(Key::new(
                    Noun::Practitioner,
                    practitioner,
                )));
                let location = schedule.location;
                questions.push(Question::Document(Key::new(Noun::Location, location)));
            }
        }
        let of_patient = questions.len();
        if of_patient == 0 {
            return Ok(schedules.iter().map(|_| Licensed::default()).collect());
        }
        let patient = patient.map(|patient| Key::new(Noun::Patient, patient));
        questions.extend(patient.map(Question::Document));
        let answers = self.read(&questions).await?;
        let found: Option<(Patient, u64)> = answers.record(of_patient)?;
        let address = found.and_then(|(patient, _)| patient.address);
        let there = patient.map(|_| address.and_then(|address| address.state()));
        let mut all = Vec::with_capacity(schedules.len());
        let mut at = 0;
        for schedule in schedules {
            let Some(practitioner) = schedule.practitioner else {
                all.push(Licensed::default());
                continue;
            };
            let key = Key::new(Noun::Practitioner, practitioner);
            let found: Option<(Practitioner, u64)> = answers.record(at)?;
            let (who, _) = found.ok_or(PracticeError::Unknown { key })?;
            let location: Option<(Location, u64)> = answers.record(at + 1)?;
            let address = location.and_then(|(location, _)| location.address);
            let here = address.and_then(|address| address.state());
            all.push(Licensed::of(&who, here, there));
            at += 2;
        }
        Ok(all)
    }

    /// Whoever treats in a slot that was chosen for nobody may see this patient. The schedules of the
    /// slot, with the specialty of each.
    pub(super) async fn may_see(
        &mut self,
        slot: &Slot,
        patient: PatientId,
    ) -> Result<Vec<(Schedule, Option<Taxonomy>)>, PracticeError> {
        let schedules = self.schedules_of(slot).await?;
        let date = slot.time().civil().date();
        let licensed = self.licensed(&schedules, Some(patient)).await?;
        for (schedule, licensed) in schedules.iter().zip(&licensed) {
            let days = licensed.days(slot.visit().modality());
            if days.is_some_and(|days| !days.iter().any(|period| period.contains(date))) {
                return Err(Refused::NotFree {
                    layer: Layer::Licence,
                    resource: schedule.resource,
                    visit: slot.interval(),
                    alternatives: Vec::new(),
                }
                .into());
            }
        }
        let specialties = licensed.into_iter().map(|one| one.specialty);
        Ok(schedules.into_iter().zip(specialties).collect())
    }

    /// The schedules whose time a slot takes, in the order of its resources.
    pub(super) async fn schedules_of(&self, slot: &Slot) -> Result<Vec<Schedule>, PracticeError> {
        let noun = Noun::Schedule;
        let resources = slot.resources().iter();
        let of = |resource| Question::ByTerm {
            noun,
            term: Term::resource(resource),
        };
        let questions: Vec<Question> = resources.copied().map(of).collect();
        let answers = self.ask(&questions).await?;
        let mut schedules: Vec<Schedule> = Vec::new();
        for n in 0..questions.len() {
            schedules.extend(answers.records::<Schedule>(n)?);
        }
        schedules.retain(|one| one.location == slot.location());
        Ok(schedules)
    }
}

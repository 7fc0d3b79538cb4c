use crate::access::Noun;
use crate::code::State;
use crate::code::Taxonomy;
use crate::coverage::Coverage;
use crate::coverage::Plan;
use crate::coverage::first_payers;
use crate::id::PatientId;
use crate::id::PayerId;
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

/// On which days one who treats may see a patient, and is with who pays; none where nobody says.
#[derive(Debug, Default)]
pub(super) struct Licensed {
    in_person: Option<Vec<Period>>,
    /// By video or telephone, where the patient is.
    from_afar: Option<Vec<Period>>,
    /// What they treat, by which a patient is new to them or not.
    pub(super) specialty: Option<Taxonomy>,
    with_payer: Option<Vec<Period>>,
}

/// What bears on who may see a patient.
#[derive(Clone, Copy)]
struct Seen<'a> {
    /// The state of the location.
    here: Option<State>,
    /// The patient's, where there is one.
    there: Option<Option<State>>,
    /// Who pays first for them, and when.
    payers: &'a [(Period, Option<PayerId>)],
}

impl Licensed {
    pub(super) fn days(&self, modality: Modality) -> Option<&[Period]> {
        match modality {
            Modality::InPerson => self.in_person.as_deref(),
            Modality::Video | Modality::Phone => self.from_afar.as_deref(),
        }
    }

    pub(super) fn with_payer(&self) -> Option<&[Period]> {
        self.with_payer.as_deref()
    }

    fn of(one: &Practitioner, seen: Seen<'_>) -> Self {
        let (in_person, from_afar) = licensed(one, seen);
        Self {
            in_person,
            from_afar,
            specialty: one.taxonomy,
            with_payer: with_payer(one, seen.payers),
        }
    }
}

/// Where it is not known in which state the patient would be, no licence covers it; for nobody in
/// particular nothing is asked from afar.
fn licensed(one: &Practitioner, seen: Seen<'_>) -> (Option<Vec<Period>>, Option<Vec<Period>>) {
    if one.licences.is_empty() {
        return (None, None);
    }
    let days = |state: Option<State>| -> Vec<Period> {
        let licences = one.licences.iter();
        let valid = licences.filter(|licence| Some(licence.state) == state);
        valid.map(|licence| licence.valid).collect()
    };
    (Some(days(seen.here)), seen.there.map(days))
}

/// The days on which nobody pays, and those on which one is with who pays first.
fn with_payer(one: &Practitioner, payers: &[(Period, Option<PayerId>)]) -> Option<Vec<Period>> {
    if one.credentials.is_empty() || payers.is_empty() {
        return None;
    }
    let mut days = Vec::new();
    for (stretch, payer) in payers {
        let Some(payer) = payer else {
            days.push(*stretch);
            continue;
        };
        let theirs = one.credentials.iter().filter(|own| own.payer == *payer);
        days.extend(theirs.filter_map(|own| own.valid.intersect(*stretch)));
    }
    Some(days)
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
        let whose = patient;
        let patient = patient.map(|patient| Key::new(Noun::Patient, patient));
        questions.extend(patient.map(Question::Document));
        let answers = self.read(&questions).await?;
        let found: Option<(Patient, u64)> = answers.record(of_patient)?;
        let address = found.and_then(|(patient, _)| patient.address);
        let there = patient.map(|_| address.and_then(|address| address.state()));
        let payers = match whose {
            Some(patient) => self.payers_of(patient).await?,
            None => Vec::new(),
        };
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
            let payers = payers.as_slice();
            all.push(Licensed::of(
                &who,
                Seen {
                    here,
                    there,
                    payers,
                },
            ));
            at += 2;
        }
        Ok(all)
    }

    /// Who pays first for a patient, and when.
    async fn payers_of(
        &mut self,
        patient: PatientId,
    ) -> Result<Vec<(Period, Option<PayerId>)>, PracticeError> {
        let noun = Noun::Coverage;
        let answers = self.read(&[Question::OfPatient { noun, patient }]).await?;
        let coverages: Vec<Coverage> = answers.records(0)?;
        let plans = coverages
            .iter()
            .map(|one| Key::new(Noun::Plan, one.terms().plan));
        let questions: Vec<Question> = plans.map(Question::Document).collect();
        let answers = self.read(&questions).await?;
        let mut plans: Vec<Plan> = Vec::with_capacity(questions.len());
        for n in 0..questions.len() {
            plans.extend(answers.record::<Plan>(n)?.map(|(plan, _)| plan));
        }
        Ok(first_payers(&coverages, &plans))
    }

    /// Whoever treats in a slot that was chosen for nobody may see this patient, and is with who pays
    /// for them, unless the slot was booked against that. The schedules of the slot, with the specialty
    /// of each.
    pub(super) async fn may_see(
        &mut self,
        slot: &Slot,
        patient: PatientId,
    ) -> Result<Vec<(Schedule, Option<Taxonomy>)>, PracticeError> {
        let schedules = self.schedules_of(slot).await?;
        let date = slot.time().civil().date();
        let licensed = self.licensed(&schedules, Some(patient)).await?;
        let given = slot.overridden().map_or(&[][..], |given| given.layers());
        for (schedule, licensed) in schedules.iter().zip(&licensed) {
            let rows = [
                (Layer::Licence, licensed.days(slot.visit().modality())),
                (Layer::Credential, licensed.with_payer()),
            ];
            let bars = |days: &[Period]| !days.iter().any(|period| period.contains(date));
            let mut rows = rows.into_iter().filter(|(layer, _)| !given.contains(layer));
            if let Some((layer, _)) = rows.find(|(_, days)| days.is_some_and(bars)) {
                return Err(Refused::NotFree {
                    layer,
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

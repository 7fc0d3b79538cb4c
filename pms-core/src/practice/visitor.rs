use std::collections::BTreeMap;

use crate::access::Noun;
use crate::code::Taxonomy;
use crate::encounter::Encounter;
use crate::encounter::Status as Seen;
use crate::id::PatientId;
use crate::id::PractitionerId;
use crate::id::Uuid;
use crate::party::Practitioner;
use crate::scheduling::Appointment;
use crate::scheduling::Attendance;
use crate::scheduling::Modality;
use crate::scheduling::Service;
use crate::scheduling::Visitor;
use crate::store::Answers;
use crate::store::Key;
use crate::store::Question;

use super::error::PracticeError;
use super::shell::Attempt;

/// In which specialty each of some practitioners treats, where that is known.
pub(super) type Specialties = BTreeMap<PractitionerId, Taxonomy>;

/// What has to be asked to know where a patient is to be, and when they were last seen.
pub(super) fn about(patient: PatientId) -> [Question; 2] {
    [Noun::Appointment, Noun::Encounter].map(|noun| Question::OfPatient { noun, patient })
}

/// What the answers tell, from the first on; visits of `except` apart.
pub(super) fn visitor(
    answers: &Answers,
    at: usize,
    except: &[Uuid],
    specialties: &Specialties,
) -> Result<Visitor, PracticeError> {
    let visits: Vec<Appointment> = answers.records(at)?;
    let encounters: Vec<Encounter> = answers.records(at + 1)?;
    let counts = |visit: &&Appointment| {
        visit.status().meaning().occupies && !except.contains(&visit.id().into())
    };
    let attendance = |visit: &Appointment| Attendance {
        time: visit.slot().interval(),
        location: visit.slot().location(),
        visit: Some(visit.slot().visit().id()),
    };
    let by_telephone = |encounter: &Encounter| {
        let mut kept = visits.iter();
        let kept = kept.find(|visit| Some(visit.id()) == encounter.appointment());
        kept.is_some_and(|visit| visit.slot().visit().modality() == Modality::Phone)
    };
    let met = encounters.iter().filter(|encounter| {
        !matches!(encounter.status(), Seen::Cancelled { .. }) && !by_telephone(encounter)
    });
    let service = |encounter: &Encounter| Service {
        on: encounter.date(),
        specialty: specialties.get(&encounter.practitioner()).copied(),
    };
    Ok(Visitor {
        visits: visits.iter().filter(counts).map(attendance).collect(),
        services: met.map(service).collect(),
        ..Visitor::default()
    })
}

impl Attempt<'_> {
    /// In which specialty those treat whom the answers about some patients name, each of which
    /// begins at one of `starts`.
    pub(super) async fn specialties(
        &self,
        answers: &Answers,
        starts: impl IntoIterator<Item = usize> + Send,
    ) -> Result<Specialties, PracticeError> {
        let mut treated = Vec::new();
        for at in starts {
            let encounters: Vec<Encounter> = answers.records(at + 1)?;
            treated.extend(encounters.iter().map(Encounter::practitioner));
        }
        treated.sort_unstable();
        treated.dedup();
        if treated.is_empty() {
            return Ok(Specialties::new());
        }
        let document = |id: &PractitionerId| Question::Document(Key::new(Noun::Practitioner, *id));
        let questions: Vec<Question> = treated.iter().map(document).collect();
        let answers = self.ask(&questions).await?;
        let mut specialties = Specialties::new();
        for (n, id) in treated.into_iter().enumerate() {
            let found: Option<(Practitioner, u64)> = answers.record(n)?;
            let taxonomy = found.and_then(|(one, _)| one.taxonomy);
            specialties.extend(taxonomy.map(|taxonomy| (id, taxonomy)));
        }
        Ok(specialties)
    }
}

use crate::access::Noun;
use crate::access::Role;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::scheduling::NoteText;
use crate::scheduling::VisitNote;
use crate::scheduling::VisitNotes;
use crate::store::Expected;
use crate::store::Key;
use crate::store::Question;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Practice};

impl Practice {
    /// Says something about a visit, to the patient or among the practice; in place of what was said
    /// there before, which stays in the journal. Without a text, nothing is said any more.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; whatever the permission refuses: a patient writes no notes.
    pub async fn note_visit(
        &self,
        call: &Call,
        id: AppointmentId,
        note: VisitNote,
        text: Option<&NoteText>,
    ) -> Result<VisitNotes, PracticeError> {
        let patient = self.patient_of(id).await?;
        let act = Act::new(Verb::Update, Noun::VisitNotes).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, note, text)).await?;
        loop {
            if let Some(notes) = attempt.replay().await? {
                return Ok(notes);
            }
            let key = Key::new(Noun::VisitNotes, id);
            let answers = attempt.read(&[Question::Document(key)]).await?;
            let (notes, expected) = match answers.record(0)? {
                Some((notes, version)) => (notes, Expected::Exact(version)),
                None => (VisitNotes::none(id, patient), Expected::New),
            };
            let notes = notes.say(note, text.cloned());
            let mut changes = Changes::default();
            changes.put(&notes, expected, "visit_notes.said")?;
            if let Some(notes) = attempt.commit(changes, &notes).await? {
                return Ok(notes);
            }
        }
    }

    /// What is said about a visit. A patient reads what is said to them, and nothing else.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`]; whatever the permission refuses.
    pub async fn visit_notes(
        &self,
        call: &Call,
        id: AppointmentId,
    ) -> Result<VisitNotes, PracticeError> {
        let patient = self.patient_of(id).await?;
        let act = Act::new(Verb::Read, Noun::VisitNotes).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, "notes")).await?;
        attempt.note().await?;
        let key = Key::new(Noun::VisitNotes, id);
        let answers = attempt.read(&[Question::Document(key)]).await?;
        let notes = match answers.record(0)? {
            Some((notes, _)) => notes,
            None => VisitNotes::none(id, patient),
        };
        Ok(match call.actor.role {
            Role::Patient(_) => notes.for_patient(),
            _ => notes,
        })
    }
}

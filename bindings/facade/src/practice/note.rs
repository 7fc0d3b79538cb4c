use pms_core::scheduling;
use pms_core::scheduling::NoteText;

use crate::error::{PmsError, parse};
use crate::identity::read;

use super::call::Call;
use super::shell::{Practice, told};

record! {
    /// To whom something is said about a visit.
    pub enum VisitNote {
        /// Among the practice: no patient reads it.
        Comment,
        /// To the patient: how to get ready, what to bring.
        PatientInstruction,
    }
}

record! {
    /// What is said about a visit beside what is booked.
    pub struct VisitNotes {
        /// The appointment.
        pub appointment: String,
        /// Whose.
        pub patient: String,
        /// What the practice says to itself; a patient is not told.
        pub comment: Option<String>,
        /// What it says to the patient.
        pub patient_instruction: Option<String>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Says something about a visit, to the patient or among the practice, in place of what was said
    /// there before. Without a text, nothing is said any more.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.note_text` for more than 4,000 characters, or none.
    pub async fn note_visit(
        &self,
        call: Call,
        appointment: String,
        note: VisitNote,
        text: Option<String>,
    ) -> Result<VisitNotes, PmsError> {
        let id = read(&appointment, || "appointment".to_owned())?;
        let text = text.map(|text| parse(&text, "text")).transpose()?;
        let note = match note {
            VisitNote::Comment => scheduling::VisitNote::Comment,
            VisitNote::PatientInstruction => scheduling::VisitNote::PatientInstruction,
        };
        let call = call.core()?;
        let notes = self.core.note_visit(&call, id, note, text.as_ref()).await;
        Ok(row(&notes.map_err(told)?))
    }

    /// What is said about a visit. A patient reads what is said to them, and nothing else.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; whatever the permission refuses.
    pub async fn visit_notes(
        &self,
        call: Call,
        appointment: String,
    ) -> Result<VisitNotes, PmsError> {
        let id = read(&appointment, || "appointment".to_owned())?;
        let notes = self.core.visit_notes(&call.core()?, id).await;
        Ok(row(&notes.map_err(told)?))
    }
}

fn row(notes: &scheduling::VisitNotes) -> VisitNotes {
    let text = |text: Option<&NoteText>| text.map(|text| text.as_str().to_owned());
    VisitNotes {
        appointment: notes.appointment().to_string(),
        patient: notes.patient().to_string(),
        comment: text(notes.comment()),
        patient_instruction: text(notes.patient_instruction()),
    }
}

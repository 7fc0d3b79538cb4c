use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, PatientId};

use super::error::Refused;

/// What somebody wrote about a visit: 1 to 4,000 characters in one or more lines, no blanks at the
/// ends.
///
/// May be about a patient, so `Debug` does not show it.
///
/// ```
/// # use pms_core::scheduling::NoteText;
/// let text: NoteText = " Nothing to eat from midnight on.\nBring the old films. ".parse()?;
/// assert_eq!(text.as_str().lines().count(), 2);
/// assert!(" ".parse::<NoteText>().is_err());
/// # Ok::<(), pms_core::scheduling::Refused>(())
/// ```
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct NoteText(String);

impl NoteText {
    /// The most characters there may be.
    pub const MOST: usize = 4_000;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NoteText {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let text = text.trim();
        let fits = (1..=Self::MOST).contains(&text.chars().count());
        let plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        match fits && text.chars().all(plain) {
            true => Ok(Self(text.to_owned())),
            false => Err(Refused::NoteText),
        }
    }
}

impl TryFrom<String> for NoteText {
    type Error = Refused;

    fn try_from(text: String) -> Result<Self, Refused> {
        text.parse()
    }
}

impl From<NoteText> for String {
    fn from(text: NoteText) -> Self {
        text.0
    }
}

impl fmt::Debug for NoteText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NoteText(..)")
    }
}

/// To whom something is said about a visit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitNote {
    /// Among the practice: no patient reads it.
    ///
    /// Source: FHIR R4 Appointment.comment.
    Comment,
    /// To the patient: how to get ready, what to bring.
    ///
    /// Source: FHIR R4 Appointment.patientInstruction.
    PatientInstruction,
}

/// What is said about one visit beside what is booked. It is no part of the appointment, so that
/// whoever is given an appointment is not given what the practice says to itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct VisitNotes {
    appointment: AppointmentId,
    patient: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comment: Option<NoteText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    patient_instruction: Option<NoteText>,
}

impl VisitNotes {
    /// Nothing is said yet.
    #[must_use]
    pub const fn none(appointment: AppointmentId, patient: PatientId) -> Self {
        Self {
            appointment,
            patient,
            comment: None,
            patient_instruction: None,
        }
    }

    /// The same with one of the two said otherwise, or, without a text, no more.
    #[must_use]
    pub fn say(mut self, note: VisitNote, text: Option<NoteText>) -> Self {
        match note {
            VisitNote::Comment => self.comment = text,
            VisitNote::PatientInstruction => self.patient_instruction = text,
        }
        self
    }

    /// What the patient may read of it.
    #[must_use]
    pub fn for_patient(self) -> Self {
        self.say(VisitNote::Comment, None)
    }

    /// About which appointment.
    #[must_use]
    pub const fn appointment(&self) -> AppointmentId {
        self.appointment
    }

    /// Whose.
    #[must_use]
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// What the practice says to itself.
    #[must_use]
    pub const fn comment(&self) -> Option<&NoteText> {
        self.comment.as_ref()
    }

    /// What it says to the patient.
    #[must_use]
    pub const fn patient_instruction(&self) -> Option<&NoteText> {
        self.patient_instruction.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;

    #[test]
    fn s34_a_patient_is_not_told_what_the_practice_says_to_itself() {
        let [appointment, patient] = [1, 2].map(Uuid::from_u128);
        let said = VisitNotes::none(appointment.into(), patient.into())
            .say(VisitNote::Comment, "Owes for the last visit.".parse().ok())
            .say(VisitNote::PatientInstruction, "Come fasting.".parse().ok());
        let read = serde_json::to_string(&said.clone().for_patient()).unwrap();
        assert!(read.contains("fasting") && !read.contains("Owes"));
        let silent = said.clone().say(VisitNote::PatientInstruction, None);
        assert_eq!(
            (silent.comment(), silent.patient_instruction()),
            (said.comment(), None)
        );
    }

    #[test]
    fn a_note_is_text_of_a_few_lines_at_most() {
        let most = "x".repeat(NoteText::MOST);
        for (text, reads) in [
            ("Wheelchair", true),
            ("line\nline\r\n\tline", true),
            (most.as_str(), true),
            ("", false),
            (" \n ", false),
            ("bell \u{7}", false),
            (&format!("{most}x"), false),
        ] {
            assert_eq!(text.parse::<NoteText>().is_ok(), reads, "{text:.20}");
        }
    }
}

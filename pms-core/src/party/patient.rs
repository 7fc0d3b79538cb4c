use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{ExternalId, GuarantorId, PatientId};

use super::address::Address;
use super::contact::Contact;
use super::name::PersonName;
use super::sex::Sex;
use super::text::shows_id_alone;

/// One who is treated. `Debug` shows the identifier alone.
///
/// Source: FHIR R4 Patient.
///
/// ```
/// # use chrono::NaiveDate;
/// # use pms_core::id::PatientId;
/// # use pms_core::party::{Patient, PersonName, Sex};
/// let id: PatientId = "018f2d5c-0000-7000-8000-000000000001".parse()?;
/// let born = NaiveDate::from_ymd_opt(1980, 2, 29).ok_or("no such day")?;
/// let patient = Patient::new(id, PersonName::new("Rivera", "Ana")?, born, Sex::Female);
/// assert_eq!(format!("{patient:?}"), "Patient(018f2d5c-0000-7000-8000-000000000001)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Patient {
    /// The patient's own identifier.
    pub id: PatientId,
    /// What other systems call the patient: record numbers, the host's key.
    #[serde(default)]
    pub external: Vec<ExternalId>,
    /// What the patient is called.
    pub name: PersonName,
    /// Date of birth.
    pub birth: NaiveDate,
    /// Date of death, where it is known.
    #[serde(default)]
    pub death: Option<NaiveDate>,
    /// Administrative sex.
    pub sex: Sex,
    /// Home address.
    #[serde(default)]
    pub address: Option<Address>,
    /// How to reach the patient.
    #[serde(default)]
    pub contact: Contact,
    /// Who answers for the bill; the patient, where nobody is named.
    #[serde(default)]
    pub guarantor: Option<GuarantorId>,
}

impl Patient {
    /// A patient of whom no more is known than the desk must ask.
    #[must_use]
    pub fn new(id: PatientId, name: PersonName, birth: NaiveDate, sex: Sex) -> Self {
        Self {
            id,
            external: Vec::new(),
            name,
            birth,
            death: None,
            sex,
            address: None,
            contact: Contact::default(),
            guarantor: None,
        }
    }

    /// Whole years of age on a day; none before birth.
    ///
    /// One who was born on 29 February ages on 1 March of other years.
    #[must_use]
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        day.years_since(self.birth)
    }
}

shows_id_alone!(Patient);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn age_is_in_whole_years() {
        //   born          on            years
        ages("1980-02-29", "2025-02-28", Some(44));
        ages("1980-02-29", "2025-03-01", Some(45));
        ages("1980-06-15", "2025-06-14", Some(44));
        ages("1980-06-15", "2025-06-15", Some(45));
        ages("2025-06-15", "2025-06-15", Some(0));
        ages("2025-06-15", "2025-06-14", None);
    }

    #[track_caller]
    fn ages(born: &str, on: &str, wanted: Option<u32>) {
        let id = "018f2d5c-0000-7000-8000-000000000001".parse().unwrap();
        let name = PersonName::single("X").unwrap();
        let patient = Patient::new(id, name, born.parse().unwrap(), Sex::Unknown);
        assert_eq!(patient.age_on(on.parse().unwrap()), wanted, "{born} {on}");
    }
}

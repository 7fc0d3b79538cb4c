use core::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::code::Icd10Cm;
use crate::id::{AppointmentId, EncounterId, ExternalId, LocationId, PatientId, PractitionerId};
use crate::money::{Money, MoneyError};

use super::accident::Accident;
use super::charge::Charge;
use super::diagnosis::{Diagnoses, Pointer};
use super::error::EncounterError;

/// A visit that took place, with what was found and what was done.
///
/// Every charge points to diagnoses that are there. `Debug` shows the identifier alone.
///
/// Source: FHIR R4 Encounter.
///
/// ```
/// # use chrono::NaiveDate;
/// # use pms_core::encounter::Encounter;
/// # use pms_core::id::{Ids, Uuid};
/// # let mut ids = Ids::from("018f2d5c-0000-7000-8000-000000000001".parse::<Uuid>()?);
/// # let day = NaiveDate::from_ymd_opt(2026, 3, 2).ok_or("no such day")?;
/// let visit = Encounter::new(ids.mint(), ids.mint(), ids.mint(), ids.mint(), day);
/// let visit = visit.diagnose("J45.909".parse()?)?;
/// assert_eq!(visit.diagnoses().codes().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Encounter(Stored);

#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
struct Stored {
    id: EncounterId,
    #[serde(default)]
    external: Vec<ExternalId>,
    patient: PatientId,
    practitioner: PractitionerId,
    location: LocationId,
    #[serde(default)]
    appointment: Option<AppointmentId>,
    date: NaiveDate,
    #[serde(default)]
    accident: Option<Accident>,
    diagnoses: Diagnoses,
    charges: Vec<Charge>,
    status: Status,
}

/// Where a visit stands.
///
/// Source: FHIR R4 EncounterStatus.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Diagnoses and charges are still being written down.
    InProgress,
    /// All is written down; it may be billed.
    Finished {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// It did not take place after all.
    Cancelled {
        /// Since when.
        at: DateTime<Utc>,
    },
}

impl Encounter {
    /// A visit in progress, on its date of service: the day in the location's zone.
    #[must_use]
    pub fn new(
        id: EncounterId,
        patient: PatientId,
        practitioner: PractitionerId,
        location: LocationId,
        date: NaiveDate,
    ) -> Self {
        Self(Stored {
            id,
            external: Vec::new(),
            patient,
            practitioner,
            location,
            appointment: None,
            date,
            accident: None,
            diagnoses: Diagnoses::default(),
            charges: Vec::new(),
            status: Status::InProgress,
        })
    }

    /// The same visit, kept from an appointment.
    #[must_use]
    pub fn with_appointment(mut self, appointment: AppointmentId) -> Self {
        self.0.appointment = Some(appointment);
        self
    }

    /// The same visit, known to another system under this name too.
    #[must_use]
    pub fn with_external(mut self, external: ExternalId) -> Self {
        self.0.external.push(external);
        self
    }

    /// The visit followed an accident.
    ///
    /// # Errors
    ///
    /// [`EncounterError::NotInProgress`].
    pub fn after_accident(mut self, accident: Accident) -> Result<Self, EncounterError> {
        self.in_progress()?;
        self.0.accident = Some(accident);
        Ok(self)
    }

    /// One more diagnosis, behind the others.
    ///
    /// # Errors
    ///
    /// [`EncounterError::NotInProgress`]; [`EncounterError::TooManyDiagnoses`] above twelve;
    /// [`EncounterError::DiagnosisTwice`].
    pub fn diagnose(mut self, code: Icd10Cm) -> Result<Self, EncounterError> {
        self.in_progress()?;
        self.0.diagnoses.add(code)?;
        Ok(self)
    }

    /// One more charge.
    ///
    /// # Errors
    ///
    /// [`EncounterError::NotInProgress`]; [`EncounterError::ChargeTwice`];
    /// [`EncounterError::NoSuchDiagnosis`] where it points to one that is not there.
    pub fn charge(mut self, charge: Charge) -> Result<Self, EncounterError> {
        self.in_progress()?;
        self.0.add(charge)?;
        Ok(self)
    }

    /// All is written down.
    ///
    /// # Errors
    ///
    /// [`EncounterError::NotInProgress`].
    pub fn finish(mut self, now: DateTime<Utc>) -> Result<Self, EncounterError> {
        self.in_progress()?;
        self.0.status = Status::Finished { at: now };
        Ok(self)
    }

    /// The visit did not take place after all.
    ///
    /// # Errors
    ///
    /// [`EncounterError::NotInProgress`]; [`EncounterError::HasCharges`].
    pub fn cancel(mut self, now: DateTime<Utc>) -> Result<Self, EncounterError> {
        self.in_progress()?;
        if !self.0.charges.is_empty() {
            return Err(EncounterError::HasCharges);
        }
        self.0.status = Status::Cancelled { at: now };
        Ok(self)
    }

    fn in_progress(&self) -> Result<(), EncounterError> {
        match self.0.status {
            Status::InProgress => Ok(()),
            Status::Finished { .. } | Status::Cancelled { .. } => {
                Err(EncounterError::NotInProgress)
            }
        }
    }

    /// What all its charges come to.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn total(&self) -> Result<Money, MoneyError> {
        Money::sum(self.charges().iter().map(Charge::amount))
    }

    /// The visit's own identifier.
    #[must_use]
    pub fn id(&self) -> EncounterId {
        self.0.id
    }

    /// What other systems call the visit.
    #[must_use]
    pub fn external(&self) -> &[ExternalId] {
        &self.0.external
    }

    /// Who was treated.
    #[must_use]
    pub fn patient(&self) -> PatientId {
        self.0.patient
    }

    /// Who treated.
    #[must_use]
    pub fn practitioner(&self) -> PractitionerId {
        self.0.practitioner
    }

    /// Where.
    #[must_use]
    pub fn location(&self) -> LocationId {
        self.0.location
    }

    /// The appointment that was kept, if there was one.
    #[must_use]
    pub fn appointment(&self) -> Option<AppointmentId> {
        self.0.appointment
    }

    /// The date of service, in the location's zone.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.0.date
    }

    /// The accident behind the visit, if there was one.
    #[must_use]
    pub fn accident(&self) -> Option<Accident> {
        self.0.accident
    }

    /// What was found.
    #[must_use]
    pub fn diagnoses(&self) -> &Diagnoses {
        &self.0.diagnoses
    }

    /// What was done.
    #[must_use]
    pub fn charges(&self) -> &[Charge] {
        &self.0.charges
    }

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.status
    }
}

impl Stored {
    fn add(&mut self, charge: Charge) -> Result<(), EncounterError> {
        if self.charges.iter().any(|before| before.id() == charge.id()) {
            let charge = charge.id();
            return Err(EncounterError::ChargeTwice { charge });
        }
        let absent = |pointer: &&Pointer| self.diagnoses.at(**pointer).is_none();
        if let Some(pointer) = charge.pointers().as_slice().iter().find(absent) {
            let pointer = pointer.number();
            return Err(EncounterError::NoSuchDiagnosis { pointer });
        }
        self.charges.push(charge);
        Ok(())
    }
}

impl TryFrom<Stored> for Encounter {
    type Error = EncounterError;

    fn try_from(mut stored: Stored) -> Result<Self, EncounterError> {
        for charge in core::mem::take(&mut stored.charges) {
            stored.add(charge)?;
        }
        Ok(Self(stored))
    }
}

impl From<Encounter> for Stored {
    fn from(encounter: Encounter) -> Self {
        encounter.0
    }
}

impl fmt::Debug for Encounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encounter({})", self.0.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::PlaceOfService;
    use crate::encounter::{Measure, NewCharge, Pointers};
    use crate::id::{ChargeId, Ids, Uuid};
    use crate::money::Units;

    fn visit() -> (Encounter, Ids) {
        let fresh: Uuid = "018f2d5c-0000-7000-8000-000000000001".parse().unwrap();
        let mut ids = Ids::from(fresh);
        let day = "2026-03-02".parse().unwrap();
        let visit = Encounter::new(ids.mint(), ids.mint(), ids.mint(), ids.mint(), day);
        let visit = visit.diagnose("J45.909".parse().unwrap()).unwrap();
        (visit.diagnose("I10".parse().unwrap()).unwrap(), ids)
    }

    fn charge(id: ChargeId, pointers: &[u8], amount: &str) -> Charge {
        let day = "2026-03-02".parse().unwrap();
        let new = NewCharge {
            id,
            from: day,
            to: day,
            procedure: "99213".parse().unwrap(),
            modifiers: Vec::new(),
            pointers: Pointers::new(pointers.iter().copied()).unwrap(),
            measure: Measure::Units(Units::ONE),
            amount: amount.parse().unwrap(),
            place: PlaceOfService::OFFICE,
            covered_by: None,
        };
        Charge::new(new).unwrap()
    }

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    #[test]
    fn a_charge_points_to_a_diagnosis_that_is_there() {
        let (visit, mut ids) = visit();
        let refused = visit.clone().charge(charge(ids.mint(), &[1, 3], "125.00"));
        assert_eq!(refused, Err(EncounterError::NoSuchDiagnosis { pointer: 3 }));
        let id = ids.mint();
        let visit = visit.charge(charge(id, &[2, 1], "125.00")).unwrap();
        let again = visit.clone().charge(charge(id, &[1], "1.00"));
        assert_eq!(again, Err(EncounterError::ChargeTwice { charge: id }));
        let visit = visit.charge(charge(ids.mint(), &[1], "40.50")).unwrap();
        assert_eq!(visit.total(), Ok("165.50".parse().unwrap()));
    }

    #[test]
    fn a_visit_changes_only_while_it_is_in_progress() {
        let (open, mut ids) = visit();
        let finished = open.clone().finish(now()).unwrap();
        let cancelled = open.clone().cancel(now()).unwrap();
        let line = charge(ids.mint(), &[1], "125.00");
        for over in [finished, cancelled] {
            let refused = Err(EncounterError::NotInProgress);
            assert_eq!(over.clone().charge(line.clone()), refused);
            assert_eq!(over.clone().diagnose("E11.9".parse().unwrap()), refused);
            assert_eq!(over.clone().finish(now()), refused);
            assert_eq!(over.cancel(now()), refused);
        }
        let charged = open.charge(line).unwrap();
        assert_eq!(charged.cancel(now()), Err(EncounterError::HasCharges));
    }

    #[test]
    fn k18_a_charge_keeps_the_amount_that_it_was_stamped_with() {
        let (visit, mut ids) = visit();
        let stamped = charge(ids.mint(), &[1], "125.00");
        let visit = visit
            .charge(stamped.clone())
            .unwrap()
            .finish(now())
            .unwrap();
        let stored = serde_json::to_string(&visit).unwrap();
        let back: Encounter = serde_json::from_str(&stored).unwrap();
        assert_eq!(back.charges(), [stamped]);
        assert_eq!(back, visit);
    }

    #[test]
    fn what_is_stored_is_checked_when_it_comes_back() {
        let (visit, mut ids) = visit();
        let visit = visit.charge(charge(ids.mint(), &[2], "125.00")).unwrap();
        let stored = serde_json::to_string(&visit).unwrap();
        let broken = stored.replace(r#""pointers":[2]"#, r#""pointers":[3]"#);
        assert_ne!(stored, broken);
        assert!(serde_json::from_str::<Encounter>(&broken).is_err());
        assert!(!format!("{visit:?}{:?}", visit.charges()).contains("J45"));
    }
}

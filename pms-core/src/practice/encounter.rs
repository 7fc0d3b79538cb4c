use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::code::Icd10Cm;
use crate::code::Modifier;
use crate::code::ProcedureCode;
use crate::coverage::Coverage;
use crate::coverage::OrderRule;
use crate::coverage::Plan;
use crate::coverage::covering;
use crate::coverage::order_of_benefits;
use crate::encounter::Accident;
use crate::encounter::Charge;
use crate::encounter::Encounter;
use crate::encounter::Measure;
use crate::encounter::NewCharge;
use crate::encounter::Pointers;
use crate::id::AppointmentId;
use crate::id::EncounterId;
use crate::id::PatientId;
use crate::id::PractitionerId;
use crate::ledger::Responsible;
use crate::money::Money;
use crate::money::Units;
use crate::party::Location;
use crate::posting::Booking;
use crate::posting::book_charge;
use crate::scheduling::Appointment;
use crate::store::Question;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::settings::Settings;
use super::shell::{Act, Attempt, Practice};
use super::visit::swap;

/// What took place at a visit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Visit {
    /// The appointment that was kept.
    pub appointment: AppointmentId,
    /// Who treated.
    pub practitioner: PractitionerId,
    /// What was found, the chief diagnosis first.
    pub diagnoses: Vec<Icd10Cm>,
    /// What was done.
    pub services: Vec<Done>,
    /// The accident behind the visit, if there was one.
    #[serde(default)]
    pub accident: Option<Accident>,
    /// The patient pays, although insured: nothing goes to a payer.
    #[serde(default)]
    pub self_pay: bool,
}

/// One service that was done.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Done {
    /// What.
    pub procedure: ProcedureCode,
    /// What is told beside it.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// Which diagnoses it was for, counted from 1, the weightiest first.
    pub pointers: Pointers,
    /// How much of it.
    pub units: Units,
    /// What it costs; without it the practice's price of the day.
    #[serde(default)]
    pub amount: Option<Money>,
}

impl Practice {
    /// The visit took place: the appointment lives on in an encounter, its charges are priced, and
    /// they are owed from now on by the payer that comes first, or by the patient.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoRate`](crate::fee::FeeError::NoRate) where the practice has no price, so that
    /// nothing is billed at nothing; whatever appointment and encounter refuse.
    pub async fn fulfil(&self, call: &Call, visit: &Visit) -> Result<Encounter, PracticeError> {
        let patient = self.patient_of(visit.appointment).await?;
        let act = Act::new(Verb::Create, Noun::Encounter)
            .of(patient)
            .on(visit.appointment);
        let mut attempt = self.begin(call, act, visit).await?;
        loop {
            if let Some(encounter) = attempt.replay().await? {
                return Ok(encounter);
            }
            let settings = attempt.settings().await?;
            let (before, version) = attempt.record::<Appointment>(visit.appointment).await?;
            let (location, _) = attempt.record::<Location>(before.slot().location()).await?;
            attempt
                .must_exist(Noun::Practitioner, visit.practitioner)
                .await?;
            let id: EncounterId = attempt.ids().mint();
            let after = before.clone().fulfil(id, call.provenance())?;
            let date = before.slot().time().civil().date();
            let begun = Encounter::new(id, patient, visit.practitioner, location.id, date)
                .with_appointment(visit.appointment);
            let encounter =
                write_down(begun, visit, &location, &settings, &mut attempt)?.finish(call.now)?;
            let first = match visit.self_pay {
                true => None,
                false => attempt.first_coverage(patient, &encounter).await?,
            };
            let owes = first.map_or(Responsible::Patient, |(coverage, _)| {
                Responsible::Payer(coverage.terms().payer)
            });
            let mut changes = Changes::default();
            let booking = Booking::new(date, call.now);
            for charge in encounter.charges() {
                changes.enter(book_charge(
                    &encounter,
                    charge,
                    owes,
                    booking,
                    attempt.ids(),
                )?);
            }
            swap(&mut changes, &before, &after);
            changes.replace(&after, version, "appointment.fulfilled")?;
            changes.add(&encounter, "encounter.finished")?;
            if let Some(done) = attempt.commit(changes, &encounter).await? {
                return Ok(done);
            }
        }
    }
}

impl Attempt<'_> {
    /// The coverage that pays first for a visit, with its plan; none where the patient has none
    /// that day.
    pub(super) async fn first_coverage(
        &mut self,
        patient: PatientId,
        encounter: &Encounter,
    ) -> Result<Option<(Coverage, Plan)>, PracticeError> {
        let noun = Noun::Coverage;
        let answers = self.read(&[Question::OfPatient { noun, patient }]).await?;
        let coverages: Vec<Coverage> = answers.records(0)?;
        let mut held: Vec<(Coverage, Plan)> = Vec::new();
        for coverage in covering(&coverages, encounter.date()) {
            let (plan, _) = self.record::<Plan>(coverage.terms().plan).await?;
            held.push((coverage.clone(), plan));
        }
        let pairs: Vec<(&Coverage, &Plan)> = held.iter().map(|(c, p)| (c, p)).collect();
        let turns = order_of_benefits(&pairs, OrderRule::STANDARD);
        let first = turns.first().map(|turn| turn.coverage);
        Ok(held
            .into_iter()
            .find(|(coverage, _)| Some(coverage.id()) == first))
    }
}

/// Diagnoses and priced charges.
fn write_down(
    mut encounter: Encounter,
    visit: &Visit,
    location: &Location,
    settings: &Settings,
    attempt: &mut Attempt<'_>,
) -> Result<Encounter, PracticeError> {
    if let Some(accident) = visit.accident {
        encounter = encounter.after_accident(accident)?;
    }
    for code in &visit.diagnoses {
        encounter = encounter.diagnose(*code)?;
    }
    let (date, place) = (encounter.date(), location.place);
    for done in &visit.services {
        let Done {
            procedure,
            modifiers,
            units,
            ..
        } = done;
        let priced = || {
            settings
                .charges
                .price(*procedure, modifiers, place, date, *units)
        };
        let amount = done.amount.map_or_else(priced, Ok)?;
        encounter = encounter.charge(Charge::new(NewCharge {
            id: attempt.ids().mint(),
            from: date,
            to: date,
            procedure: *procedure,
            modifiers: modifiers.clone(),
            pointers: done.pointers.clone(),
            measure: Measure::Units(*units),
            amount,
            place,
        })?)?;
    }
    Ok(encounter)
}

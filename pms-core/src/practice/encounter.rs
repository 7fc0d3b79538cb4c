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
use crate::id::Ids;
use crate::id::PatientId;
use crate::id::PractitionerId;
use crate::ledger::Responsible;
use crate::money::Money;
use crate::money::Units;
use crate::party::Location;
use crate::posting::Booking;
use crate::posting::book_charge;
use crate::scheduling::Appointment;
use crate::store::Place;
use crate::store::Question;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::settings::Settings;
use super::shell::{Act, Attempt, FEE_NUMBER, Practice};
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
    /// they are owed from now on by the payer that comes first, or by the patient. Where the patient
    /// owes, the fee of an earlier visit may cover it: see [`Settings::fee_validities`].
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
            let first = match visit.self_pay {
                true => None,
                false => attempt.first_coverage(patient, &begun).await?,
            };
            let earlier = match first {
                Some(_) => Vec::new(),
                None => attempt.paid_before(patient, &settings).await?,
            };
            let prices = Prices {
                settings: &settings,
                location: &location,
                earlier: &earlier,
            };
            let mut changes = Changes::default();
            let encounter = write_down(begun, visit, prices, attempt.ids())?.finish(call.now)?;
            use_up(&mut changes, &encounter, &earlier);
            let owes = first.map_or(Responsible::Patient, |(coverage, _)| {
                Responsible::Payer(coverage.terms().payer)
            });
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

    /// The patient's visits whose fee may still cover another; not asked for where no fee does.
    async fn paid_before(
        &mut self,
        patient: PatientId,
        settings: &Settings,
    ) -> Result<Vec<Encounter>, PracticeError> {
        if settings.fee_validities.is_empty() {
            return Ok(Vec::new());
        }
        let noun = Noun::Encounter;
        let answers = self.ask(&[Question::OfPatient { noun, patient }]).await?;
        Ok(answers.records(0)?)
    }
}

/// What a service costs at a visit: the practice's prices, and the fees that cover it already.
#[derive(Clone, Copy)]
struct Prices<'a> {
    settings: &'a Settings,
    location: &'a Location,
    earlier: &'a [Encounter],
}

impl Prices<'_> {
    /// What is asked for a service, and by which earlier fee it is covered. An amount that somebody
    /// named stands as it is.
    fn of(
        self,
        visit: &Encounter,
        done: &Done,
    ) -> Result<(Money, Option<EncounterId>), PracticeError> {
        if let Some(amount) = done.amount {
            return Ok((amount, None));
        }
        let procedure = done.procedure;
        let mut rules = self.settings.fee_validities.iter();
        let covered = rules.find_map(|rule| rule.covering(visit, procedure, self.earlier));
        if covered.is_some() {
            return Ok((Money::ZERO, covered));
        }
        let (date, place) = (visit.date(), self.location.place);
        let charges = &self.settings.charges;
        let price = charges.price(procedure, &done.modifiers, place, date, done.units)?;
        Ok((price, None))
    }
}

/// Of two visits written down at once only one is the next that a fee covers.
fn use_up(changes: &mut Changes, visit: &Encounter, earlier: &[Encounter]) {
    let covering = |charge: &Charge| charge.covered_by();
    let mut openers: Vec<EncounterId> = visit.charges().iter().filter_map(covering).collect();
    openers.sort_unstable();
    openers.dedup();
    for opener in openers {
        let by = |other: &&Encounter| {
            let mut charges = other.charges().iter();
            charges.any(|charge| charge.covered_by() == Some(opener))
        };
        let place = Place::Number {
            name: FEE_NUMBER.to_owned(),
            value: format!("{opener}/{}", earlier.iter().filter(by).count()),
        };
        changes.take(place, visit.id());
    }
}

/// Diagnoses and priced charges.
fn write_down(
    mut encounter: Encounter,
    visit: &Visit,
    prices: Prices<'_>,
    ids: &mut Ids,
) -> Result<Encounter, PracticeError> {
    if let Some(accident) = visit.accident {
        encounter = encounter.after_accident(accident)?;
    }
    for code in &visit.diagnoses {
        encounter = encounter.diagnose(*code)?;
    }
    let date = encounter.date();
    for done in &visit.services {
        let (amount, covered_by) = prices.of(&encounter, done)?;
        encounter = encounter.charge(Charge::new(NewCharge {
            id: ids.mint(),
            from: date,
            to: date,
            procedure: done.procedure,
            modifiers: done.modifiers.clone(),
            pointers: done.pointers.clone(),
            measure: Measure::Units(done.units),
            amount,
            place: prices.location.place,
            covered_by,
        })?)?;
    }
    Ok(encounter)
}

use pms_core::id::PatientId;
use pms_core::practice;
use pms_core::practice::Booking;
use pms_core::practice::Choice;
use pms_core::practice::Step;
use pms_core::scheduling::Appointment;
use pms_core::scheduling::Hold;
use pms_core::scheduling::InQueue;
use pms_core::scheduling::Initiator;
use pms_core::scheduling::Layer;
use pms_core::scheduling::ReasonCode;
use pms_core::scheduling::Slot;
use pms_core::time::Minute;
use pms_core::time::Minutes;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;

use crate::error::{PmsError, parse};
use crate::identity::read;
use crate::scalar::{Instant, LocalTime};
use crate::time::instant;

use super::call::Call;
use super::shell::{Practice, told};

record! {
    /// One start, for one type of visit.
    pub struct VisitChoice {
        /// The schedules that are needed together.
        pub schedules: Vec<String>,
        /// The type of visit.
        pub visit: String,
        /// When it starts: a whole minute.
        pub start: Instant,
    }
    optional {
        /// Any one of these schedules besides, those who are preferred first.
        pub any_of: Vec<String>,
        /// Against what it is booked all the same; it takes the permission to override schedules.
        pub overriding: Option<Overriding>,
    }
}

record! {
    /// The layers that somebody books against, and why. The caller answers for it.
    pub struct Overriding {
        /// Which layers: `hours`, `busy`, `quota`.
        pub layers: Vec<String>,
        /// Why: a code of the practice's own list.
        pub reason: String,
    }
}

record! {
    /// A start that is kept for a while.
    pub struct HeldTime {
        /// The hold.
        pub id: String,
        /// When the visit would start.
        pub start: Instant,
        /// When it would end.
        pub end: Instant,
        /// From when on it is kept no longer.
        pub expires: Instant,
        /// Whose time is kept.
        pub resources: Vec<String>,
    }
}

record! {
    /// A visit that is planned.
    pub struct BookedVisit {
        /// The appointment.
        pub id: String,
        /// Who is to be seen.
        pub patient: String,
        /// Where.
        pub location: String,
        /// When it starts.
        pub start: Instant,
        /// When it ends.
        pub end: Instant,
        /// When it starts by the clocks there.
        pub local: LocalTime,
        /// The zone of those clocks.
        pub zone: String,
        /// Where it stands: `booked`, `arrived`, `cancelled`.
        pub status: String,
        /// How often it was moved.
        pub sequence: u32,
        /// Whose time it takes.
        pub resources: Vec<String>,
        /// The layers that stood against it and were overridden.
        pub overridden: Vec<String>,
    }
}

record! {
    /// One who is here and waits to be shown in.
    pub struct QueueRow {
        /// Their visit.
        pub appointment: String,
        /// Who.
        pub patient: String,
        /// Which place they have, from 1.
        pub place: u32,
        /// Since when they are here.
        pub arrived: Instant,
        /// When their turn is: as booked, and no sooner than they came.
        pub due: Instant,
    }
}

record! {
    /// A step in an appointment's life.
    pub enum VisitStep {
        /// The patient says that they will come.
        Confirm,
        /// The patient is here.
        Arrive,
        /// The desk is done with them.
        CheckIn,
        /// The patient is shown in.
        Room,
        /// The practitioner sees them.
        Begin,
        /// The patient did not come.
        NoShow,
        /// The patient came after they had been given up.
        ComeLate,
        /// The patient went before anybody had seen them.
        Leave,
        /// An arrival, a no-show or a leaving was a mistake.
        Undo,
        /// It should never have been written.
        EnterInError,
    }
}

record! {
    /// On whose part an appointment is cancelled or moved.
    pub enum Side {
        /// The patient, or who speaks for them.
        Patient,
        /// The practice: closed, double-booked, moved.
        Practice,
        /// The practitioner: ill, called away.
        Practitioner,
        /// The payer: no authorisation.
        Payer,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Keeps a start for the caller, for so many minutes.
    ///
    /// # Errors
    ///
    /// `scheduling.not_free`.
    pub async fn hold(
        &self,
        call: Call,
        choice: VisitChoice,
        minutes: u16,
    ) -> Result<HeldTime, PmsError> {
        let (call, choice) = (call.core()?, chosen(&choice)?);
        let length = Minutes::new(minutes.into());
        let hold = self.core.hold(&call, &choice, length);
        Ok(held(&hold.await.map_err(told)?))
    }

    /// Keeps a hold until so many minutes from now, as long as it is live.
    ///
    /// # Errors
    ///
    /// `scheduling.hold_expired`; `scheduling.not_holder` where it is another's and the caller may not
    /// change holds; `practice.unknown`.
    pub async fn extend_hold(
        &self,
        call: Call,
        hold: String,
        minutes: u16,
    ) -> Result<HeldTime, PmsError> {
        let id = read(&hold, || "hold".to_owned())?;
        let (call, length) = (call.core()?, Minutes::new(minutes.into()));
        let hold = self.core.extend_hold(&call, id, length);
        Ok(held(&hold.await.map_err(told)?))
    }

    /// Lets go of a hold: others may have its time at once.
    ///
    /// # Errors
    ///
    /// As `extend_hold`.
    pub async fn release_hold(&self, call: Call, hold: String) -> Result<HeldTime, PmsError> {
        let id = read(&hold, || "hold".to_owned())?;
        let call = call.core()?;
        let hold = self.core.release_hold(&call, id);
        Ok(held(&hold.await.map_err(told)?))
    }

    /// Books what a hold keeps.
    ///
    /// # Errors
    ///
    /// `scheduling.hold_expired`; `practice.unknown`.
    pub async fn book_held(
        &self,
        call: Call,
        patient: String,
        hold: String,
    ) -> Result<BookedVisit, PmsError> {
        let booking = Booking::Held(read(&hold, || "hold".to_owned())?);
        self.booked(call.core()?, &patient, &booking).await
    }

    /// Books a start that nobody keeps; it is checked anew.
    ///
    /// # Errors
    ///
    /// `scheduling.not_free`; `practice.unknown`.
    pub async fn book(
        &self,
        call: Call,
        patient: String,
        choice: VisitChoice,
    ) -> Result<BookedVisit, PmsError> {
        let booking = Booking::Chosen(chosen(&choice)?);
        self.booked(call.core()?, &patient, &booking).await
    }

    /// Moves an appointment. Its old time is given up only where the new one is had.
    ///
    /// # Errors
    ///
    /// `scheduling.not_free`; `scheduling.wrong_status`.
    pub async fn reschedule(
        &self,
        call: Call,
        appointment: String,
        choice: VisitChoice,
        by: Side,
    ) -> Result<BookedVisit, PmsError> {
        let id = read(&appointment, || "appointment".to_owned())?;
        let (call, choice) = (call.core()?, chosen(&choice)?);
        let moved = self.core.reschedule(&call, id, &choice, by.into());
        Ok(visit(&moved.await.map_err(told)?))
    }

    /// Takes an appointment one step further.
    ///
    /// # Errors
    ///
    /// `scheduling.wrong_status`; `scheduling.too_early`; `scheduling.day_over`.
    pub async fn step(
        &self,
        call: Call,
        appointment: String,
        step: VisitStep,
    ) -> Result<BookedVisit, PmsError> {
        self.stepped(call.core()?, &appointment, &step.into()).await
    }

    /// Takes a step back, `undo`, `come_late` or `enter_in_error`, against what stands in the way of
    /// the visit's time by now; it takes the permission to override schedules besides.
    ///
    /// # Errors
    ///
    /// As `step`; `scheduling.hard_layer`.
    pub async fn step_against(
        &self,
        call: Call,
        appointment: String,
        step: VisitStep,
        overriding: Overriding,
    ) -> Result<BookedVisit, PmsError> {
        let id = read(&appointment, || "appointment".to_owned())?;
        let given = against(&overriding, "overriding")?;
        let (call, step) = (call.core()?, step.into());
        let stepped = self.core.step_against(&call, id, &step, &given).await;
        Ok(visit(&stepped.map_err(told)?))
    }

    /// Those who are here and wait for some practitioners, rooms or a whole department, in turn.
    ///
    /// # Errors
    ///
    /// Whatever the permission refuses.
    pub async fn queue(
        &self,
        call: Call,
        resources: Vec<String>,
    ) -> Result<Vec<QueueRow>, PmsError> {
        let ids = identifiers(&resources, "resources")?;
        let queue = self.core.queue(&call.core()?, &ids).await;
        Ok(queue.map_err(told)?.iter().map(in_queue).collect())
    }

    /// The visit will not take place. The reason is a code of the practice's own list, such as
    /// `no-transport`.
    ///
    /// # Errors
    ///
    /// `scheduling.wrong_status`; `scheduling.reason_code`; `scheduling.reason_not_listed`.
    pub async fn cancel(
        &self,
        call: Call,
        appointment: String,
        by: Side,
        reason: String,
    ) -> Result<BookedVisit, PmsError> {
        let reason = parse::<ReasonCode>(&reason, "reason")?;
        let by = by.into();
        self.stepped(call.core()?, &appointment, &Step::Cancel { by, reason })
            .await
    }
}

impl Practice {
    async fn booked(
        &self,
        call: practice::Call,
        patient: &str,
        booking: &Booking,
    ) -> Result<BookedVisit, PmsError> {
        let patient: PatientId = read(patient, || "patient".to_owned())?;
        let booked = self.core.book(&call, patient, booking).await;
        Ok(visit(&booked.map_err(told)?))
    }

    async fn stepped(
        &self,
        call: practice::Call,
        appointment: &str,
        step: &Step,
    ) -> Result<BookedVisit, PmsError> {
        let id = read(appointment, || "appointment".to_owned())?;
        let stepped = self.core.step(&call, id, step).await;
        Ok(visit(&stepped.map_err(told)?))
    }
}

impl From<VisitStep> for Step {
    fn from(step: VisitStep) -> Self {
        match step {
            VisitStep::Confirm => Self::Confirm,
            VisitStep::Arrive => Self::Arrive,
            VisitStep::CheckIn => Self::CheckIn,
            VisitStep::Room => Self::Room,
            VisitStep::Begin => Self::Begin,
            VisitStep::ComeLate => Self::ComeLate,
            VisitStep::Leave => Self::Leave,
            VisitStep::NoShow => Self::NoShow,
            VisitStep::Undo => Self::Undo,
            VisitStep::EnterInError => Self::EnterInError,
        }
    }
}

impl From<Side> for Initiator {
    fn from(side: Side) -> Self {
        match side {
            Side::Patient => Self::Patient,
            Side::Practice => Self::Practice,
            Side::Practitioner => Self::Practitioner,
            Side::Payer => Self::Payer,
        }
    }
}

pub(super) fn whole_minute(at: Instant, field: &str) -> Result<Minute, PmsError> {
    let start = Minute::containing(at.inner());
    if instant(start) != at {
        return Err(PmsError::invalid(
            field,
            "time.not_a_minute",
            "not a whole minute",
        ));
    }
    Ok(start)
}

pub(super) fn chosen(choice: &VisitChoice) -> Result<Choice, PmsError> {
    let start = whole_minute(choice.start, "choice.start")?;
    let overriding = choice.overriding.as_ref();
    let mut chosen = Choice::of(
        identifiers(&choice.schedules, "choice.schedules")?,
        read(&choice.visit, || "choice.visit".to_owned())?,
        start,
    );
    chosen.any_of = identifiers(&choice.any_of, "choice.anyOf")?;
    chosen.overriding = overriding
        .map(|given| against(given, "choice.overriding"))
        .transpose()?;
    Ok(chosen)
}

fn against(given: &Overriding, field: &str) -> Result<practice::Overriding, PmsError> {
    let layers = given.layers.iter().enumerate().map(|(n, layer)| {
        let word: StrDeserializer<'_, serde::de::value::Error> = layer.as_str().into_deserializer();
        Layer::deserialize(word).map_err(|_| {
            let field = format!("{field}.layers[{n}]");
            PmsError::invalid(field, "scheduling.layer", "there is no such layer")
        })
    });
    Ok(practice::Overriding {
        layers: layers.collect::<Result<_, _>>()?,
        reason: parse(&given.reason, &format!("{field}.reason"))?,
    })
}

pub(super) fn identifiers<I>(texts: &[String], field: &str) -> Result<Vec<I>, PmsError>
where
    I: core::str::FromStr<Err = pms_core::id::IdError>,
{
    texts
        .iter()
        .enumerate()
        .map(|(n, text)| read(text, || format!("{field}[{n}]")))
        .collect()
}

fn held(hold: &Hold) -> HeldTime {
    let (start, end) = span(hold.slot());
    HeldTime {
        id: hold.id().to_string(),
        start,
        end,
        expires: Instant::from(hold.expires()),
        resources: resources(hold.slot()),
    }
}

pub(super) fn visit(appointment: &Appointment) -> BookedVisit {
    let slot = appointment.slot();
    let (start, end) = span(slot);
    let overridden = slot.overridden().map_or(&[][..], |given| given.layers());
    BookedVisit {
        id: appointment.id().to_string(),
        patient: appointment.patient().to_string(),
        location: slot.location().to_string(),
        start,
        end,
        local: LocalTime::from(slot.time().civil()),
        zone: slot.time().zone().to_string(),
        status: word(appointment.status()),
        sequence: appointment.sequence(),
        resources: resources(slot),
        overridden: overridden.iter().map(word).collect(),
    }
}

pub(super) fn resources(slot: &Slot) -> Vec<String> {
    slot.resources().iter().map(ToString::to_string).collect()
}

pub(super) fn span(slot: &Slot) -> (Instant, Instant) {
    let interval = slot.interval();
    (instant(interval.start()), instant(interval.end()))
}

/// The word for where something stands, as it is written in JSON.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(status) => status
            .get("state")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        Err(_) => String::new(),
    }
}

fn in_queue(one: &InQueue) -> QueueRow {
    QueueRow {
        appointment: one.appointment.to_string(),
        patient: one.patient.to_string(),
        place: one.place,
        arrived: Instant::from(one.arrived),
        due: instant(one.due),
    }
}

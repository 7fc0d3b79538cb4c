use pms_core::id::PatientId;
use pms_core::practice;
use pms_core::practice::Booking;
use pms_core::practice::Choice;
use pms_core::practice::FindSlots;
use pms_core::practice::Step;
use pms_core::scheduling::Appointment;
use pms_core::scheduling::Initiator;
use pms_core::scheduling::ReasonCode;
use pms_core::scheduling::Slot;
use pms_core::time::Minute;
use pms_core::time::Minutes;

use crate::error::PmsError;
use crate::identity::read;
use crate::scalar::{Instant, LocalTime};

use super::call::Call;
use super::shell::{Practice, told};

record! {
    /// A wish for a visit: whose time, what kind, between when.
    pub struct VisitWish {
        /// The schedules that are needed together.
        pub schedules: Vec<String>,
        /// The type of visit.
        pub visit: String,
        /// Starts from here on.
        pub start: Instant,
        /// Starts before this.
        pub end: Instant,
    }
}

record! {
    /// When the visit could start.
    pub struct OpenTimes {
        /// The starts, in order.
        pub starts: Vec<Instant>,
        /// What part of the wish could not be searched: `unpublished`, `too_soon` and the like.
        pub clipped: Vec<String>,
    }
}

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
    /// Every time at which the visit could start.
    ///
    /// # Errors
    ///
    /// `id.syntax`; `time.backwards`; `practice.unknown`, `practice.unknown_visit_type`.
    pub async fn find_times(&self, call: Call, wish: VisitWish) -> Result<OpenTimes, PmsError> {
        let wish = FindSlots::of(
            identifiers(&wish.schedules, "wish.schedules")?,
            read(&wish.visit, || "wish.visit".to_owned())?,
            wish.start.inner(),
            wish.end.inner(),
        );
        let call = call.core()?;
        let open = self.core.find_slots(&call, &wish).await.map_err(told)?;
        Ok(OpenTimes {
            starts: open.starts().map(instant).collect(),
            clipped: open.clips().iter().map(word).collect(),
        })
    }

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
        let hold = hold.await.map_err(told)?;
        let (start, end) = span(hold.slot());
        Ok(HeldTime {
            id: hold.id().to_string(),
            start,
            end,
            expires: Instant::from(hold.expires()),
        })
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
        let step = match step {
            VisitStep::Confirm => Step::Confirm,
            VisitStep::Arrive => Step::Arrive,
            VisitStep::CheckIn => Step::CheckIn,
            VisitStep::Room => Step::Room,
            VisitStep::Begin => Step::Begin,
            VisitStep::ComeLate => Step::ComeLate,
            VisitStep::Leave => Step::Leave,
            VisitStep::NoShow => Step::NoShow,
            VisitStep::Undo => Step::Undo,
            VisitStep::EnterInError => Step::EnterInError,
        };
        self.stepped(call.core()?, &appointment, &step).await
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
        let reason = reason
            .parse::<ReasonCode>()
            .map_err(|e| PmsError::invalid("reason", e.code(), e.to_string()))?;
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

fn chosen(choice: &VisitChoice) -> Result<Choice, PmsError> {
    let start = Minute::containing(choice.start.inner());
    if instant(start) != choice.start {
        return Err(PmsError::invalid(
            "choice.start",
            "time.not_a_minute",
            "not a whole minute",
        ));
    }
    Ok(Choice::of(
        identifiers(&choice.schedules, "choice.schedules")?,
        read(&choice.visit, || "choice.visit".to_owned())?,
        start,
    ))
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

fn visit(appointment: &Appointment) -> BookedVisit {
    let slot = appointment.slot();
    let (start, end) = span(slot);
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
    }
}

fn span(slot: &Slot) -> (Instant, Instant) {
    let interval = slot.interval();
    (instant(interval.start()), instant(interval.end()))
}

fn instant(minute: Minute) -> Instant {
    Instant::from(chrono::DateTime::from(minute))
}

/// The word for where something stands, as it is written in JSON.
fn word(value: &impl serde::Serialize) -> String {
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

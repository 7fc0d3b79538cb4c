use std::collections::BTreeSet;

use pms_core::scheduling::Cascade;
use pms_core::scheduling::Freed;
use pms_core::scheduling::OfferState;
use pms_core::scheduling::Origin;
use pms_core::scheduling::PassedOver;
use pms_core::scheduling::Reply;
use pms_core::scheduling::TimeOffer;
use pms_core::scheduling::WhyNot;
use pms_core::time::Minutes;

use crate::error::PmsError;
use crate::identity::read;
use crate::scalar::Instant;
use crate::scheduling::interval;
use crate::time::instant;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{identifiers, word};

record! {
    /// The visit that gave time up, by moving away or not taking place.
    pub struct FreedBy {
        /// The appointment.
        pub appointment: String,
        /// How often it had been moved when it had this time.
        pub sequence: u32,
        /// Of which type it is.
        pub visit: String,
    }
}

record! {
    /// Time that became free, and may be offered to those who wait.
    pub struct FreedTime {
        /// The schedules whose time it is, all of them together.
        pub schedules: Vec<String>,
        /// Its first minute.
        pub start: Instant,
        /// The minute after its last.
        pub end: Instant,
    }
    optional {
        /// What visit gave it up, where it was one: nobody is asked twice about that.
        pub freed_by: Option<FreedBy>,
    }
}

record! {
    /// What is done with a run of offers.
    pub enum CascadeStep {
        /// It goes on: what has run out ends, the offers that are due are made. When it wakes, and
        /// after each answer.
        Advance,
        /// The practice ends it, and takes back what can still be answered.
        Stop,
    }
}

record! {
    /// What is said about an offer.
    pub enum OfferStep {
        /// The patient says yes.
        Accept,
        /// The patient says no, but perhaps to another.
        Decline,
        /// The patient says no, and to no other for this visit.
        DeclineAndStop,
        /// The practice approves what the patient accepted: it is booked.
        Approve,
        /// The practice takes it back, accepted or not.
        Withdraw,
    }
}

record! {
    /// A time that is offered to one who waits.
    pub struct TimeOfferRow {
        /// The offer.
        pub id: String,
        /// The entry of the waitlist.
        pub entry: String,
        /// Who is asked.
        pub patient: String,
        /// The type of the visit.
        pub visit: String,
        /// When it would start.
        pub start: Instant,
        /// By how many minutes the patient's visit would become earlier, where it is moved.
        pub gain: Option<u64>,
        /// Whether a person calls; otherwise a message goes out.
        pub by_call: bool,
        /// The first moment at which it can no longer be answered.
        pub expires: Instant,
        /// What keeps the time for it. None where the first of several to accept has it.
        pub hold: Option<String>,
        /// Where it stands: `live`, `accepted`, `booked`, `declined`, `expired`, `withdrawn`,
        /// `failed`.
        pub state: String,
        /// The visit that it became.
        pub appointment: Option<String>,
    }
}

record! {
    /// One who waits and is not offered the time.
    pub struct PassedOverRow {
        /// The entry of the waitlist.
        pub entry: String,
        /// Why: `no_consent`, `hours`, `not_earlier`, `not_free` and the like.
        pub why: String,
        /// What the search says where the time is not free for them: `hours`, `busy` and the like.
        pub layer: Option<String>,
    }
}

record! {
    /// A run of offers for time that became free, as it stands.
    pub struct CascadeRow {
        /// The run.
        pub id: String,
        /// The schedules whose time it is.
        pub schedules: Vec<String>,
        /// The first minute of the time.
        pub start: Instant,
        /// The minute after its last.
        pub end: Instant,
        /// How many moved visits led here: 0 for a cancellation or an opening that somebody found.
        pub depth: u8,
        /// Where it stands: `running`, `filled`, `exhausted`, `stopped`.
        pub state: String,
        /// When it is to be advanced; none once it is over.
        pub wake: Option<Instant>,
        /// Every offer that it made, in order.
        pub offers: Vec<TimeOfferRow>,
        /// Why the others were not asked, when it was last looked.
        pub passed_over: Vec<PassedOverRow>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Starts a run of offers for time that became free, and makes its first. Nothing is sent: the
    /// host tells the patients, by the offers that are `live`.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `store.claim_taken` where there is a run for it already.
    pub async fn offer_freed(&self, call: Call, freed: FreedTime) -> Result<CascadeRow, PmsError> {
        let freed = freed_time(&freed)?;
        let run = self.core.offer_freed(&call.core()?, &freed).await;
        Ok(row(&run.map_err(told)?))
    }

    /// A run goes on, or is ended.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.cascade_over`.
    pub async fn cascade_step(
        &self,
        call: Call,
        cascade: String,
        step: CascadeStep,
    ) -> Result<CascadeRow, PmsError> {
        let id = read(&cascade, || "cascade".to_owned())?;
        let call = call.core()?;
        let run = match step {
            CascadeStep::Advance => self.core.advance_cascade(&call, id).await,
            CascadeStep::Stop => self.core.stop_cascade(&call, id).await,
        };
        Ok(row(&run.map_err(told)?))
    }

    /// What the patient or the practice says to an offer. A yes is booked, or its time is kept until
    /// the practice approves, by the practice's rules; where it cannot be booked the offer is
    /// `failed`, and the run goes on.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.offer_over`; `access.not_own` where one patient answers for
    /// another.
    pub async fn offer_step(
        &self,
        call: Call,
        cascade: String,
        offer: String,
        step: OfferStep,
    ) -> Result<CascadeRow, PmsError> {
        let id = read(&cascade, || "cascade".to_owned())?;
        let offer = read(&offer, || "offer".to_owned())?;
        let call = call.core()?;
        let reply = match step {
            OfferStep::Accept => Some(Reply::Accept),
            OfferStep::Decline => Some(Reply::Decline),
            OfferStep::DeclineAndStop => Some(Reply::DeclineAndStop),
            OfferStep::Approve | OfferStep::Withdraw => None,
        };
        let run = match reply {
            Some(reply) => self.core.answer_offer(&call, id, offer, reply).await,
            None if step == OfferStep::Approve => self.core.approve_offer(&call, id, offer).await,
            None => self.core.withdraw_offer(&call, id, offer).await,
        };
        Ok(row(&run.map_err(told)?))
    }

    /// The runs that want to be advanced by now.
    ///
    /// # Errors
    ///
    /// Whatever the permission refuses.
    pub async fn due_cascades(&self, call: Call) -> Result<Vec<String>, PmsError> {
        let due = self.core.due_cascades(&call.core()?).await.map_err(told)?;
        Ok(due.iter().map(ToString::to_string).collect())
    }
}

fn freed_time(freed: &FreedTime) -> Result<Freed, PmsError> {
    let origin = |by: &FreedBy| {
        Ok(Origin {
            appointment: read(&by.appointment, || "freed.freedBy.appointment".to_owned())?,
            sequence: by.sequence,
            visit: read(&by.visit, || "freed.freedBy.visit".to_owned())?,
        })
    };
    Ok(Freed {
        time: interval(freed.start, freed.end, "freed.end")?,
        schedules: identifiers(&freed.schedules, "freed.schedules")?,
        origin: freed.freed_by.as_ref().map(origin).transpose()?,
        depth: 0,
        excluded: BTreeSet::new(),
    })
}

fn row(run: &Cascade) -> CascadeRow {
    let freed = run.freed();
    CascadeRow {
        id: run.id().to_string(),
        schedules: freed.schedules.iter().map(ToString::to_string).collect(),
        start: instant(freed.time.start()),
        end: instant(freed.time.end()),
        depth: freed.depth,
        state: word(&run.state()),
        wake: run.wake().map(Instant::from),
        offers: run.offers().iter().map(offer_row).collect(),
        passed_over: run.passed_over().iter().map(passed_over_row).collect(),
    }
}

fn offer_row(offer: &TimeOffer) -> TimeOfferRow {
    TimeOfferRow {
        id: offer.id.to_string(),
        entry: offer.entry.to_string(),
        patient: offer.patient.to_string(),
        visit: offer.visit.to_string(),
        start: instant(offer.start),
        gain: offer.gain.map(Minutes::count),
        by_call: offer.call,
        expires: Instant::from(offer.expires),
        hold: offer.hold.map(|id| id.to_string()),
        state: word(&offer.state),
        appointment: match offer.state {
            OfferState::Booked { appointment, .. } => Some(appointment.to_string()),
            _ => None,
        },
    }
}

fn passed_over_row(passed: &PassedOver) -> PassedOverRow {
    let (why, layer) = match passed.why {
        WhyNot::NotFree(layer) => ("not_free".to_owned(), Some(word(&layer))),
        why => (word(&why), None),
    };
    PassedOverRow {
        entry: passed.entry.to_string(),
        why,
        layer,
    }
}

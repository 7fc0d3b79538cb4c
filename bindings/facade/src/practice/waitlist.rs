use chrono::{NaiveDate, Weekday};
use pms_core::practice::JoinWaitlist;
use pms_core::scheduling;
use pms_core::scheduling::Contact;
use pms_core::scheduling::EntryState;
use pms_core::scheduling::Hours;
use pms_core::scheduling::Target;
use pms_core::scheduling::WaitlistEntry;
use pms_core::scheduling::Window;
use pms_core::scheduling::WishedTime;
use pms_core::scheduling::Wishes;
use pms_core::store::Cursor;
use pms_core::time::Minutes;
use pms_core::time::Period;

use crate::error::{At, PmsError, parse};
use crate::identity::{read, read_option};
use crate::metrics::{Figure, figure};
use crate::scalar::{Day, Instant};
use crate::scheduling::WorkingHours;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{Side, identifiers, word};

record! {
    /// How urgent a visit is; what is more urgent comes first, whoever waits longer.
    pub enum Urgency {
        /// It can wait.
        Routine,
        /// It should not wait long.
        Soon,
        /// It must not wait.
        Urgent,
    }
}

record! {
    /// By which means an offer is told.
    pub enum Channel {
        /// A text to a mobile telephone.
        Text,
        /// A call with a recorded voice.
        Voice,
        /// An e-mail.
        Email,
        /// A message in the practice's portal or app.
        Portal,
        /// A person of the practice calls.
        Desk,
    }
}

record! {
    /// Who waits, for what, and what would suit. What is empty or missing suits in any way.
    pub struct WaitlistWish {
        /// Who waits.
        pub patient: String,
        /// How offers reach the patient.
        pub channel: Channel,
        /// How urgent it is, as a clinician has judged.
        pub urgency: Urgency,
    }
    optional {
        /// For a visit of one of these types, the one preferred first; empty where a visit that is
        /// booked is to be earlier.
        pub visits: Vec<String>,
        /// For an earlier time of this appointment.
        pub earlier: Option<String>,
        /// When the patient agreed to it; a call by a person needs no consent.
        pub consented: Option<Instant>,
        /// Where the patient's clock hangs; the location's zone where it is not known.
        pub zone: Option<String>,
        /// Any of these practitioners, rooms or devices.
        pub resources: Vec<String>,
        /// Any of these locations.
        pub locations: Vec<String>,
        /// The whole visit within one of these, by the clock of the location.
        pub times: Vec<WorkingHours>,
        /// Not before this day of the location.
        pub first_day: Option<Day>,
        /// Not after this one.
        pub last_day: Option<Day>,
        /// How many minutes before a visit the patient has to know.
        pub notice: u32,
        /// Whether the patient goes on waiting for a still earlier time once the visit was moved.
        pub keep: bool,
    }
}

record! {
    /// One who waits, as it stands.
    pub struct WaitlistRow {
        /// The entry of the list.
        pub id: String,
        /// Who waits.
        pub patient: String,
        /// Since when.
        pub created: Instant,
        /// Where it stands: `waiting`, `offered`, `booked`, `left`, `aged_out`.
        pub state: String,
        /// The run in which it is offered a time.
        pub cascade: Option<String>,
        /// That offer.
        pub offer: Option<String>,
        /// The visit that it has in the end.
        pub appointment: Option<String>,
    }
}

record! {
    /// What a reading of the list for entries that waited too long has ended.
    pub struct AgedOutPage {
        /// The entries that were ended.
        pub entries: Vec<String>,
        /// Where to go on; none where all was read.
        pub next: Option<String>,
    }
}

record! {
    /// How long those waited who have a visit now.
    pub struct VisitWait {
        /// The type of visit.
        pub visit: String,
        /// The median in minutes, from joining the list to the booking.
        pub minutes: u64,
    }
}

record! {
    /// What the list does for the practice. Times are medians, in minutes.
    pub struct WaitlistFigures {
        /// Runs that led to a visit ÷ runs that are over, those aside that the practice stopped.
        pub fill_rate: Figure,
        /// Offers that were accepted ÷ offers that ended by the patient's answer or silence.
        pub acceptance: Figure,
        /// From the start of a run to its visit.
        pub time_to_fill: Option<u64>,
        /// By how much visits that were moved became earlier.
        pub gain: Option<u64>,
        /// How long those waited who waited for a visit, by its type.
        pub waits: Vec<VisitWait>,
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// A patient begins to wait for a visit, or for an earlier time of one.
    ///
    /// # Errors
    ///
    /// `scheduling.no_wish`, `scheduling.two_wishes`; `practice.unknown`; `store.claim_taken` where
    /// the patient waits for the same already.
    pub async fn join_waitlist(
        &self,
        call: Call,
        wish: WaitlistWish,
    ) -> Result<WaitlistRow, PmsError> {
        let wish = wished(&wish)?;
        let entry = self.core.join_waitlist(&call.core()?, &wish).await;
        Ok(row(&entry.map_err(told)?))
    }

    /// A patient waits no longer.
    ///
    /// # Errors
    ///
    /// `practice.unknown`; `scheduling.not_waiting` where an offer is out, which is to be declined
    /// first.
    pub async fn leave_waitlist(
        &self,
        call: Call,
        entry: String,
        by: Side,
    ) -> Result<WaitlistRow, PmsError> {
        let id = read(&entry, || "entry".to_owned())?;
        let entry = self.core.leave_waitlist(&call.core()?, id, by.into()).await;
        Ok(row(&entry.map_err(told)?))
    }

    /// Ends entries that have waited longer than the practice's rules say, of one page of the list. To
    /// be called each night, from where the page before ended, until there is none.
    ///
    /// # Errors
    ///
    /// `store.invalid` for a page of another list; whatever the permission refuses.
    pub async fn age_out_waitlist(
        &self,
        call: Call,
        after: Option<String>,
    ) -> Result<AgedOutPage, PmsError> {
        let after = cursor(after.as_deref())?;
        let page = self.core.age_out_waitlist(&call.core()?, after).await;
        let page = page.map_err(told)?;
        Ok(AgedOutPage {
            entries: page.entries.iter().map(ToString::to_string).collect(),
            next: page.next.map(|next| next.to_string()),
        })
    }

    /// What the list does for the practice, of all runs of offers and all entries until now.
    ///
    /// # Errors
    ///
    /// Whatever the permission refuses.
    pub async fn waitlist_figures(&self, call: Call) -> Result<WaitlistFigures, PmsError> {
        let call = call.core()?;
        let figures = self.core.waitlist_figures(&call, call.now).await;
        let figures = figures.map_err(told)?;
        let waits = figures.wait.iter().map(|(visit, wait)| VisitWait {
            visit: visit.to_string(),
            minutes: wait.count(),
        });
        Ok(WaitlistFigures {
            fill_rate: figure(&figures.fill_rate),
            acceptance: figure(&figures.acceptance),
            time_to_fill: figures.time_to_fill.map(Minutes::count),
            gain: figures.gain.map(Minutes::count),
            waits: waits.collect(),
        })
    }
}

/// Where to go on reading.
pub(super) fn cursor(after: Option<&str>) -> Result<Option<Cursor>, PmsError> {
    let read = |text: &str| {
        text.parse::<Cursor>()
            .map_err(|e| PmsError::invalid("after", e.code(), e.to_string()))
    };
    after.map(read).transpose()
}

fn wished(wish: &WaitlistWish) -> Result<JoinWaitlist, PmsError> {
    Ok(JoinWaitlist {
        patient: read(&wish.patient, || "wish.patient".to_owned())?,
        target: target(wish)?,
        contact: Contact {
            channel: match wish.channel {
                Channel::Text => scheduling::Channel::Text,
                Channel::Voice => scheduling::Channel::Voice,
                Channel::Email => scheduling::Channel::Email,
                Channel::Portal => scheduling::Channel::Portal,
                Channel::Desk => scheduling::Channel::Desk,
            },
            consented: wish.consented.map(Instant::inner),
            zone: match wish.zone.as_deref() {
                Some(zone) => Some(parse(zone, "wish.zone")?),
                None => None,
            },
        },
        wishes: Wishes {
            resources: identifiers(&wish.resources, "wish.resources")?,
            locations: identifiers(&wish.locations, "wish.locations")?,
            times: times(&wish.times)?,
            days: days(wish.first_day, wish.last_day)?,
            notice: Minutes::new(wish.notice.into()),
        },
        urgency: match wish.urgency {
            Urgency::Routine => scheduling::Urgency::Routine,
            Urgency::Soon => scheduling::Urgency::Soon,
            Urgency::Urgent => scheduling::Urgency::Urgent,
        },
        keep: wish.keep,
    })
}

fn target(wish: &WaitlistWish) -> Result<Target, PmsError> {
    let earlier = read_option(wish.earlier.as_deref(), || "wish.earlier".to_owned())?;
    match earlier {
        None => Ok(Target::Visit(identifiers(&wish.visits, "wish.visits")?)),
        Some(earlier) if wish.visits.is_empty() => Ok(Target::Earlier(earlier)),
        Some(_) => Err(PmsError::invalid(
            "wish.earlier",
            "scheduling.two_wishes",
            "who waits for a visit and for an earlier time of another waits twice",
        )),
    }
}

fn times(hours: &[WorkingHours]) -> Result<Vec<WishedTime>, PmsError> {
    let wished = hours.iter().enumerate().map(|(n, hours)| {
        let field = format!("wish.times[{n}]");
        let (opens, closes) = (parse(&hours.opens, &field)?, parse(&hours.closes, &field)?);
        let window = Window::new(opens, closes).at(&field)?;
        Ok(WishedTime {
            on: Weekday::from(hours.day).into(),
            hours: Hours::from(vec![window]),
        })
    });
    wished.collect()
}

fn days(first: Option<Day>, last: Option<Day>) -> Result<Option<Period>, PmsError> {
    match (first, last) {
        (None, None) => Ok(None),
        (Some(first), None) => Ok(Some(Period::since(first.0))),
        (first, Some(last)) => {
            // Any day before, for whoever names the last one alone.
            let begin = NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(last.0);
            let first = first.map_or(begin, |first| first.0);
            Period::new(first, last.0).at("wish.lastDay").map(Some)
        }
    }
}

fn row(entry: &WaitlistEntry) -> WaitlistRow {
    let state = entry.state();
    let (cascade, offer) = match state {
        EntryState::Offered { cascade, offer } => (Some(cascade), Some(offer)),
        _ => (None, None),
    };
    WaitlistRow {
        id: entry.id().to_string(),
        patient: entry.patient().to_string(),
        created: Instant::from(entry.created()),
        state: word(&state),
        cascade: cascade.map(|id| id.to_string()),
        offer: offer.map(|id| id.to_string()),
        appointment: match state {
            EntryState::Booked { appointment, .. } => Some(appointment.to_string()),
            _ => None,
        },
    }
}

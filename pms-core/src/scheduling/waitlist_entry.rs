use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{
    AppointmentId, CascadeId, LocationId, OfferId, PatientId, ResourceId, VisitTypeId,
    WaitlistEntryId,
};
use crate::time::{Minutes, Period, Zone};

use super::error::Refused;
use super::hold::later;
use super::hours::Hours;
use super::reason::Initiator;
use super::weekdays::Weekdays;

/// A patient who waits for a visit, or for an earlier time of one that is booked.
///
/// Each step consumes the entry and gives it back as it stands then, or refuses.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct WaitlistEntry {
    id: WaitlistEntryId,
    patient: PatientId,
    target: Target,
    created: DateTime<Utc>,
    state: EntryState,
    #[serde(default)]
    past: Vec<PastOffer>,
    /// What would suit.
    #[serde(default)]
    pub wishes: Wishes,
    /// How urgent it is, as a clinician has judged.
    #[serde(default)]
    pub urgency: Urgency,
    /// How offers reach the patient.
    pub contact: Contact,
    /// Whether the patient goes on waiting for a still earlier time once this one was moved.
    #[serde(default)]
    pub keep: bool,
}

/// What an entry waits for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A visit of one of these types, the one preferred first.
    Visit(Vec<VisitTypeId>),
    /// An earlier time for this appointment.
    Earlier(AppointmentId),
}

/// What would suit a patient. What is empty or missing suits in any way.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wishes {
    /// Any of these practitioners, rooms or devices.
    pub resources: Vec<ResourceId>,
    /// Any of these locations.
    pub locations: Vec<LocationId>,
    /// The whole visit within one of these, by the clock of the location.
    pub times: Vec<WishedTime>,
    /// Only on these civil days of the location.
    pub days: Option<Period>,
    /// How long before a visit the patient has to know.
    pub notice: Minutes,
}

/// Hours on some days of the week.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct WishedTime {
    /// On which days.
    pub on: Weekdays,
    /// In which hours.
    pub hours: Hours,
}

/// How urgent a visit is; what is more urgent comes first, whoever waits longer.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It can wait.
    #[default]
    Routine,
    /// It should not wait long.
    Soon,
    /// It must not wait.
    Urgent,
}

/// How an offer reaches a patient.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// By which means.
    pub channel: Channel,
    /// When the patient agreed to it; a call by a person needs no consent.
    #[serde(default)]
    pub consented: Option<DateTime<Utc>>,
    /// Where the patient's clock hangs; the location's zone where it is not known.
    #[serde(default)]
    pub zone: Option<Zone>,
}

/// By which means an offer is told.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
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

/// Where an entry stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
#[non_exhaustive]
pub enum EntryState {
    /// It may be offered what fits.
    Waiting,
    /// It is offered a time and nothing else meanwhile.
    Offered {
        /// In which run.
        cascade: CascadeId,
        /// Which offer.
        offer: OfferId,
    },
    /// It has what it waited for.
    Booked {
        /// The visit.
        appointment: AppointmentId,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// It waits no longer.
    Left {
        /// On whose part.
        by: Initiator,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// It waited for so long that the practice asks anew.
    AgedOut {
        /// Since when.
        at: DateTime<Utc>,
    },
}

/// An offer that an entry had, and what became of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PastOffer {
    /// Which one.
    pub offer: OfferId,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// How it ended; none while it can be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// How an offer ended for the one who had it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The visit is theirs.
    Booked,
    /// They said no.
    Declined,
    /// They did not answer in time.
    Unanswered,
    /// Somebody else had the time first, or the practice took the offer back.
    Withdrawn,
    /// They said yes, and it could not be booked.
    Failed,
}

impl WaitlistEntry {
    /// A patient begins to wait.
    ///
    /// # Errors
    ///
    /// [`Refused::NoWish`] where it is for no type of visit.
    pub fn join(
        id: WaitlistEntryId,
        patient: PatientId,
        target: Target,
        contact: Contact,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        if matches!(&target, Target::Visit(types) if types.is_empty()) {
            return Err(Refused::NoWish);
        }
        Ok(Self {
            id,
            patient,
            target,
            created: now,
            state: EntryState::Waiting,
            past: Vec::new(),
            wishes: Wishes::default(),
            urgency: Urgency::default(),
            contact,
            keep: false,
        })
    }

    /// It is offered a time, and nothing else until that is answered.
    ///
    /// # Errors
    ///
    /// [`Refused::NotWaiting`].
    pub fn offered(
        mut self,
        cascade: CascadeId,
        offer: OfferId,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        if self.state != EntryState::Waiting {
            return Err(Refused::NotWaiting);
        }
        self.past.push(PastOffer {
            offer,
            made: now,
            ended: None,
        });
        Ok(Self {
            state: EntryState::Offered { cascade, offer },
            ..self
        })
    }

    /// Its offer ended without a visit: it waits on, or leaves where the patient said so.
    ///
    /// # Errors
    ///
    /// [`Refused::NotWaiting`] unless it is offered this.
    pub fn passed(
        self,
        offer: OfferId,
        ended: Ended,
        stop: bool,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        let state = if stop {
            let by = Initiator::Patient;
            EntryState::Left { by, at: now }
        } else {
            EntryState::Waiting
        };
        Ok(Self {
            state,
            ..self.end(offer, ended)?
        })
    }

    /// Its offer became a visit. An entry that is kept waits on for a still earlier time.
    ///
    /// # Errors
    ///
    /// [`Refused::NotWaiting`] unless it is offered this.
    pub fn booked(
        self,
        offer: OfferId,
        appointment: AppointmentId,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        let entry = self.end(offer, Ended::Booked)?;
        let moves_on = entry.keep && matches!(entry.target, Target::Earlier(_));
        let state = if moves_on {
            EntryState::Waiting
        } else {
            EntryState::Booked {
                appointment,
                at: now,
            }
        };
        Ok(Self { state, ..entry })
    }

    fn end(mut self, offer: OfferId, ended: Ended) -> Result<Self, Refused> {
        match self.state {
            EntryState::Offered { offer: live, .. } if live == offer => {
                for past in self.past.iter_mut().filter(|past| past.offer == offer) {
                    past.ended = Some(ended);
                }
                Ok(self)
            }
            _ => Err(Refused::NotWaiting),
        }
    }

    /// It waits no longer.
    ///
    /// # Errors
    ///
    /// [`Refused::NotWaiting`] where it is offered something, which is to be declined first, or
    /// its wait is over.
    pub fn leave(self, by: Initiator, now: DateTime<Utc>) -> Result<Self, Refused> {
        match self.state {
            EntryState::Waiting => Ok(Self {
                state: EntryState::Left { by, at: now },
                ..self
            }),
            _ => Err(Refused::NotWaiting),
        }
    }

    /// The same, ended where it has waited for longer than `most`.
    ///
    /// # Errors
    ///
    /// [`Refused::Time`] beyond the calendar.
    pub fn age_out(self, most: Minutes, now: DateTime<Utc>) -> Result<Self, Refused> {
        if self.state == EntryState::Waiting && later(self.created, most)? <= now {
            return Ok(Self {
                state: EntryState::AgedOut { at: now },
                ..self
            });
        }
        Ok(self)
    }

    /// Which entry this is.
    #[must_use]
    pub const fn id(&self) -> WaitlistEntryId {
        self.id
    }

    /// Who waits.
    #[must_use]
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// For what.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Since when.
    #[must_use]
    pub const fn created(&self) -> DateTime<Utc> {
        self.created
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> EntryState {
        self.state
    }

    /// What it was offered, oldest first; the last one may still be open.
    #[must_use]
    pub fn past(&self) -> &[PastOffer] {
        &self.past
    }

    /// What keeps one patient from waiting twice for the same.
    #[must_use]
    pub fn wish_key(&self) -> String {
        let patient = self.patient;
        match &self.target {
            Target::Earlier(appointment) => format!("{patient}/{appointment}"),
            Target::Visit(types) => {
                let mut types: Vec<String> = types.iter().map(ToString::to_string).collect();
                types.sort_unstable();
                format!("{patient}/{}", types.join(","))
            }
        }
    }

    /// Whether it still waits, offered something or not.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, EntryState::Waiting | EntryState::Offered { .. })
    }
}

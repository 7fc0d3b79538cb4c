use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, HoldId, OfferId, PatientId, VisitTypeId, WaitlistEntryId};
use crate::time::{Minute, Minutes};

use super::waitlist_entry::Ended;

/// A time that is offered to one who waits.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TimeOffer {
    /// Which offer.
    pub id: OfferId,
    /// To which entry.
    pub entry: WaitlistEntryId,
    /// Of whom.
    pub patient: PatientId,
    /// The type of the visit.
    pub visit: VisitTypeId,
    /// When it would start.
    pub start: Minute,
    /// By how much the patient's visit would become earlier, where it is moved.
    pub gain: Option<Minutes>,
    /// Whether a person calls; otherwise a message goes out.
    pub call: bool,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// The first moment at which it can no longer be answered.
    pub expires: DateTime<Utc>,
    /// What keeps the time for it. None where the first of several to accept has it.
    pub hold: Option<HoldId>,
    /// Where it stands.
    pub state: OfferState,
}

/// Where an offer stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
#[non_exhaustive]
pub enum OfferState {
    /// It can be answered until it runs out.
    Live,
    /// The patient said yes, and the practice has to approve.
    Accepted {
        /// When the patient did.
        at: DateTime<Utc>,
        /// Until when the practice has to.
        until: DateTime<Utc>,
    },
    /// It became a visit.
    Booked {
        /// Which.
        appointment: AppointmentId,
        /// When.
        at: DateTime<Utc>,
    },
    /// The patient said no.
    Declined {
        /// When.
        at: DateTime<Utc>,
        /// And wants no further offer for this visit.
        stop: bool,
    },
    /// Nobody answered in time.
    Expired {
        /// When it ran out.
        at: DateTime<Utc>,
    },
    /// Somebody else had the time first, or the practice took it back.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
    /// The patient said yes, and it could not be booked: somebody has to tell them.
    Failed {
        /// When.
        at: DateTime<Utc>,
    },
}

/// What a patient says to an offer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Yes.
    Accept,
    /// No, but perhaps to another.
    Decline,
    /// No, and to no other for this visit.
    DeclineAndStop,
}

impl TimeOffer {
    /// Whether it may still become a visit.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, OfferState::Live | OfferState::Accepted { .. })
    }

    /// How it ended for the one who had it; none while it is open.
    #[must_use]
    pub const fn ended(&self) -> Option<Ended> {
        match self.state {
            OfferState::Live | OfferState::Accepted { .. } => None,
            OfferState::Booked { .. } => Some(Ended::Booked),
            OfferState::Declined { .. } => Some(Ended::Declined),
            OfferState::Expired { .. } => Some(Ended::Unanswered),
            OfferState::Withdrawn { .. } => Some(Ended::Withdrawn),
            OfferState::Failed { .. } => Some(Ended::Failed),
        }
    }
}

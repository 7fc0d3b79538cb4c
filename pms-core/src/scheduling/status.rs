use core::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::EncounterId;

use super::reason::{Initiator, ReasonCode};

/// Where an appointment stands.
///
/// Source: FHIR R4 AppointmentStatus; `roomed`, `in progress` and `left without being seen` are ours
/// and are told by the code of [`fhir`](Self::fhir).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state")]
#[non_exhaustive]
pub enum Status {
    /// Somebody asked for the time; it is not kept.
    Proposed,
    /// The time is kept until the practice approves.
    Pending,
    /// The time is the patient's.
    Booked {
        /// When they last said that they will come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed: Option<DateTime<Utc>>,
    },
    /// The patient is waiting to be seen.
    Arrived {
        /// When the desk saw them.
        at: DateTime<Utc>,
    },
    /// The desk is done with them.
    CheckedIn {
        /// When the desk saw them.
        arrived: DateTime<Utc>,
        /// When it was done.
        at: DateTime<Utc>,
    },
    /// The patient is in a room.
    Roomed {
        /// When the desk saw them.
        arrived: DateTime<Utc>,
        /// When they were shown in.
        at: DateTime<Utc>,
    },
    /// The practitioner is with them.
    InProgress {
        /// When the desk saw them.
        arrived: DateTime<Utc>,
        /// When it began.
        at: DateTime<Utc>,
    },
    /// The visit lives on in its encounter.
    Fulfilled {
        /// Where billing begins.
        encounter: EncounterId,
    },
    /// It will not take place.
    Cancelled {
        /// On whose part.
        by: Initiator,
        /// Why, by the practice's own list.
        reason: ReasonCode,
        /// So close to the start that the time could hardly be given to another.
        late: bool,
        /// When it was cancelled.
        at: DateTime<Utc>,
    },
    /// The patient did not come.
    NoShow {
        /// When they were given up.
        at: DateTime<Utc>,
    },
    /// The patient came, waited and went before anybody had seen them.
    LeftWithoutBeingSeen {
        /// When the desk saw them.
        arrived: DateTime<Utc>,
        /// When they were found to be gone.
        at: DateTime<Utc>,
    },
    /// It should never have been written.
    EnteredInError {
        /// When that was found.
        at: DateTime<Utc>,
    },
}

/// What it means for an appointment to stand where it does.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Meaning {
    /// It keeps its time from others.
    pub occupies: bool,
    /// It counts to the quota of its day.
    pub counts: bool,
    /// Charges may arise from it.
    pub billable: bool,
    /// Reminders may be sent about it.
    pub messages: bool,
    /// Its life is over.
    pub ended: bool,
}

impl Status {
    /// What it means to stand here: the one table.
    #[must_use]
    #[rustfmt::skip] // a table
    pub const fn meaning(&self) -> Meaning {
        let (occupies, counts, billable, messages, ended) = match self {
            //                                   occupies counts billable messages ended
            Self::Proposed                    => (false,  false,  false,  false,   false),
            Self::Pending                     => (true,   true,   false,  false,   false),
            Self::Booked { .. }               => (true,   true,   false,  true,    false),
            Self::Arrived { .. }              => (true,   true,   true,   false,   false),
            Self::CheckedIn { .. }            => (true,   true,   true,   false,   false),
            Self::Roomed { .. }               => (true,   true,   true,   false,   false),
            Self::InProgress { .. }           => (true,   true,   true,   false,   false),
            Self::Fulfilled { .. }            => (true,   true,   true,   false,   true),
            Self::Cancelled { .. }            => (false,  false,  false,  false,   true),
            Self::NoShow { .. }               => (false,  false,  false,  false,   true),
            Self::LeftWithoutBeingSeen { .. } => (false,  false,  false,  false,   true),
            Self::EnteredInError { .. }       => (false,  false,  false,  false,   true),
        };
        Meaning { occupies, counts, billable, messages, ended }
    }

    /// The code by which others know it. A patient who left is told as cancelled: say why beside it.
    ///
    /// Source: FHIR R4 AppointmentStatus. Its `waitlist` is no state here: who waits has no time yet.
    #[must_use]
    pub const fn fhir(&self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Pending => "pending",
            Self::Booked { .. } => "booked",
            Self::Arrived { .. } => "arrived",
            Self::CheckedIn { .. } | Self::Roomed { .. } | Self::InProgress { .. } => "checked-in",
            Self::Fulfilled { .. } => "fulfilled",
            Self::Cancelled { .. } | Self::LeftWithoutBeingSeen { .. } => "cancelled",
            Self::NoShow { .. } => "noshow",
            Self::EnteredInError { .. } => "entered-in-error",
        }
    }
}

/// A step in an appointment's life.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Transition {
    /// Somebody would like the time.
    Propose,
    /// The time is kept until the practice approves.
    Request,
    /// The time is the patient's.
    Book,
    /// A proposal gets its time.
    Accept,
    /// The practice approves.
    Approve,
    /// The patient says that they will come.
    Confirm,
    /// The patient is here.
    Arrive,
    /// The desk is done.
    CheckIn,
    /// The patient is shown in.
    Room,
    /// The practitioner sees them.
    Begin,
    /// The visit became an encounter.
    Fulfil,
    /// It will not take place.
    Cancel,
    /// The patient did not come.
    NoShow,
    /// The patient came after they had been given up.
    ComeLate,
    /// The patient went before anybody had seen them.
    Leave,
    /// It takes place at another time.
    Reschedule,
    /// The last step was a mistake.
    Undo,
    /// All of it was a mistake.
    EnterInError,
}

impl fmt::Display for Transition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Propose => "be proposed",
            Self::Request => "be requested",
            Self::Book => "be booked",
            Self::Accept => "be accepted",
            Self::Approve => "be approved",
            Self::Confirm => "be confirmed",
            Self::Arrive => "arrive",
            Self::CheckIn => "be checked in",
            Self::Room => "be roomed",
            Self::Begin => "begin",
            Self::Fulfil => "be fulfilled",
            Self::Cancel => "be cancelled",
            Self::NoShow => "be a no-show",
            Self::ComeLate => "come late",
            Self::Leave => "be left without being seen",
            Self::Reschedule => "be rescheduled",
            Self::Undo => "be undone",
            Self::EnterInError => "be entered in error",
        })
    }
}

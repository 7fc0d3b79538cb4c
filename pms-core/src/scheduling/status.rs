use core::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::EncounterId;

use super::reason::{Initiator, ReasonCode};

/// Where an appointment stands.
///
/// Source: FHIR R4 AppointmentStatus; `roomed` is ours and is told as checked-in.
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
            //                             occupies counts billable messages ended
            Self::Proposed              => (false,  false,  false,  false,   false),
            Self::Pending               => (true,   true,   false,  false,   false),
            Self::Booked { .. }         => (true,   true,   false,  true,    false),
            Self::Arrived { .. }        => (true,   true,   true,   false,   false),
            Self::CheckedIn { .. }      => (true,   true,   true,   false,   false),
            Self::Roomed { .. }         => (true,   true,   true,   false,   false),
            Self::Fulfilled { .. }      => (true,   true,   true,   false,   true),
            Self::Cancelled { .. }      => (false,  false,  false,  false,   true),
            Self::NoShow { .. }         => (false,  false,  false,  false,   true),
            Self::EnteredInError { .. } => (false,  false,  false,  false,   true),
        };
        Meaning { occupies, counts, billable, messages, ended }
    }

    /// The code by which others know it.
    ///
    /// Source: FHIR R4 AppointmentStatus.
    #[must_use]
    pub const fn fhir(&self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Pending => "pending",
            Self::Booked { .. } => "booked",
            Self::Arrived { .. } => "arrived",
            Self::CheckedIn { .. } | Self::Roomed { .. } => "checked-in",
            Self::Fulfilled { .. } => "fulfilled",
            Self::Cancelled { .. } => "cancelled",
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
    /// The visit became an encounter.
    Fulfil,
    /// It will not take place.
    Cancel,
    /// The patient did not come.
    NoShow,
    /// It takes place at another time.
    Reschedule,
    /// The arrival or the no-show was a mistake.
    Undo,
}

impl fmt::Display for Transition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accept => "be accepted",
            Self::Approve => "be approved",
            Self::Confirm => "be confirmed",
            Self::Arrive => "arrive",
            Self::CheckIn => "be checked in",
            Self::Room => "be roomed",
            Self::Fulfil => "be fulfilled",
            Self::Cancel => "be cancelled",
            Self::NoShow => "be a no-show",
            Self::Reschedule => "be rescheduled",
            Self::Undo => "be undone",
        })
    }
}

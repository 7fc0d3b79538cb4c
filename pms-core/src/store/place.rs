use core::fmt;

use serde::{Deserialize, Serialize};

use crate::id::ExternalId;
use crate::id::ResourceId;
use crate::id::Uuid;
use crate::ledger::{Entry, SourceKind};

/// What one holder at a time may have. Two batches that want the same place cannot both commit:
/// this is what keeps a practice from booking twice.
///
/// Stores take places in their order here, so that two batches never wait for one another.
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Five minutes of one lane of a resource.
    Cell {
        /// Whose time.
        resource: ResourceId,
        /// Which of the visits that it can have at once, counted from 0.
        lane: u16,
        /// Which five minutes, counted from 1970 in UTC.
        cell: i64,
    },
    /// A number that must be unique in the practice.
    Number {
        /// What kind of number.
        name: String,
        /// The number, or its blind index where it is personal.
        value: String,
    },
}

impl Place {
    /// The place that keeps what another system calls a thing from naming two.
    #[must_use]
    pub fn external(id: &ExternalId) -> Self {
        Self::Number {
            name: format!("id:{}", id.system()),
            value: id.value().to_owned(),
        }
    }

    /// What an entry of the ledger holds: the event that it comes from.
    ///
    /// [`Question::Holder`] tells the entry that posted an event.
    ///
    /// [`Question::Holder`]: super::question::Question::Holder
    #[must_use]
    pub fn source(kind: &SourceKind, id: &str) -> Self {
        Self::Number {
            name: format!("source:{}", kind.name()),
            value: id.to_owned(),
        }
    }

    /// What an entry holds in the ledger: its event, and the entry that it takes back.
    pub(super) fn of_entry(entry: &Entry) -> impl Iterator<Item = Self> {
        let source = Self::source(entry.source().kind(), entry.source().id());
        let reversed = entry.reverses().map(|reversed| Self::Number {
            name: "reverses".to_owned(),
            value: reversed.to_string(),
        });
        core::iter::once(source).chain(reversed)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell {
                resource,
                lane,
                cell,
            } => f
                .debug_struct("Cell")
                .field("resource", resource)
                .field("lane", lane)
                .field("cell", cell)
                .finish(),
            Self::Number { name, .. } => write!(f, "Number({name})"),
        }
    }
}

/// A cell of a resource's time and who has it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Taken {
    /// Which five minutes, counted from 1970 in UTC.
    pub cell: i64,
    /// Which lane.
    pub lane: u16,
    /// The appointment or hold that has it.
    pub holder: Uuid,
}

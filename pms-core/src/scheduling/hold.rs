use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{ActorId, HoldId};
use crate::time::{Minutes, TimeError};

use super::cell::Cell;
use super::error::Refused;
use super::slot::Slot;

/// A slot that is kept for somebody until a moment, and keeps everybody else out meanwhile.
///
/// Nothing ends it when it expires: the next writer finds that it has, and takes its cells.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Hold {
    id: HoldId,
    slot: Slot,
    holder: ActorId,
    expires: DateTime<Utc>,
}

impl Hold {
    /// Keeps `slot` for `holder` until `length` from now.
    ///
    /// # Errors
    ///
    /// [`Refused::Time`] where that is beyond the calendar.
    pub fn place(
        id: HoldId,
        slot: Slot,
        holder: ActorId,
        length: Minutes,
        now: DateTime<Utc>,
    ) -> Result<Self, Refused> {
        Ok(Self {
            id,
            slot,
            holder,
            expires: later(now, length)?,
        })
    }

    /// Keeps it until `length` from now instead, as long as it is live.
    ///
    /// # Errors
    ///
    /// [`Refused::HoldExpired`].
    pub fn extend(self, length: Minutes, now: DateTime<Utc>) -> Result<Self, Refused> {
        self.live(now)?;
        let expires = later(now, length)?;
        Ok(Self { expires, ..self })
    }

    /// Gives the slot up to a booking or a move; the hold is gone with it.
    ///
    /// # Errors
    ///
    /// [`Refused::HoldExpired`]: the time may be another's by now, and has to be chosen again.
    pub fn take(self, now: DateTime<Utc>) -> Result<Slot, Refused> {
        self.live(now)?;
        Ok(self.slot)
    }

    /// Whether it still keeps others out.
    #[must_use]
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        now < self.expires
    }

    /// Which hold this is.
    #[must_use]
    pub const fn id(&self) -> HoldId {
        self.id
    }

    /// What is kept.
    #[must_use]
    pub const fn slot(&self) -> &Slot {
        &self.slot
    }

    /// For whom.
    #[must_use]
    pub const fn holder(&self) -> ActorId {
        self.holder
    }

    /// The first moment at which it no longer keeps anybody out.
    #[must_use]
    pub const fn expires(&self) -> DateTime<Utc> {
        self.expires
    }

    /// The claims that it has, in order; an expired one too, until the next writer takes them.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        self.slot.cells()
    }

    fn live(&self, now: DateTime<Utc>) -> Result<(), Refused> {
        if self.is_live(now) {
            Ok(())
        } else {
            Err(Refused::HoldExpired { at: self.expires })
        }
    }
}

/// The moment `length` after `now`.
pub(super) fn later(now: DateTime<Utc>, length: Minutes) -> Result<DateTime<Utc>, TimeError> {
    i64::try_from(length.count())
        .ok()
        .and_then(TimeDelta::try_minutes)
        .and_then(|delta| now.checked_add_signed(delta))
        .ok_or(TimeError::OutOfRange)
}

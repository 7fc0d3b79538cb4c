use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{ActorId, HoldId};
use crate::time::{Minutes, TimeError};

use super::cell::Cell;
use super::error::Refused;
use super::policy::Policy;
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u16>,
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
            number: None,
        })
    }

    /// The same as one of the holder's, beside those that they have: with the least number that is
    /// free. A store lets only one hold of a holder have a number, so that the limit holds however
    /// many come at once.
    ///
    /// # Errors
    ///
    /// [`Refused::TooManyHolds`].
    pub fn among(self, live: &[Self], policy: &Policy) -> Result<Self, Refused> {
        let Some(most) = policy.most_holds else {
            return Ok(self);
        };
        let of_holder = live.iter().filter(|hold| hold.holder == self.holder);
        let used: Vec<Option<u16>> = of_holder.map(|hold| hold.number).collect();
        let number = (0..most)
            .find(|number| !used.contains(&Some(*number)))
            .filter(|_| used.len() < usize::from(most))
            .ok_or(Refused::TooManyHolds { most })?;
        Ok(Self {
            number: Some(number),
            ..self
        })
    }

    /// The same, asked for by somebody.
    ///
    /// # Errors
    ///
    /// [`Refused::NotHolder`] where it is kept for another.
    pub fn asked_by(self, actor: ActorId) -> Result<Self, Refused> {
        if self.holder == actor {
            Ok(self)
        } else {
            Err(Refused::NotHolder)
        }
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

    /// Which of the holder's it is; none where holds are not counted.
    #[must_use]
    pub const fn number(&self) -> Option<u16> {
        self.number
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

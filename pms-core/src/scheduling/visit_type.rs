use core::num::NonZeroU8;

use serde::{Deserialize, Serialize};

use crate::id::VisitTypeId;
use crate::time::Minutes;

use super::error::Refused;
use super::role::Need;
use super::session::Modality;

/// What a visit is for and how much time it takes. A booking keeps the whole of it as it was then.
///
/// ```
/// # use pms_core::scheduling::VisitType;
/// # use pms_core::id::Uuid;
/// # use pms_core::time::Minutes;
/// let (half_hour, cleaning) = (Minutes::new(30), Minutes::new(5));
/// let visit = VisitType::new(Uuid::nil().into(), "follow-up", half_hour)?
///     .with_buffers(Minutes::ZERO, cleaning)?;
/// assert_eq!(visit.after(), cleaning);
/// # Ok::<(), pms_core::scheduling::Refused>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct VisitType {
    id: VisitTypeId,
    name: String,
    duration: Minutes,
    before: Minutes,
    after: Minutes,
    capacity: Option<NonZeroU8>,
    modality: Modality,
    needs: Vec<Need>,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    id: VisitTypeId,
    name: String,
    duration: Minutes,
    #[serde(default)]
    before: Minutes,
    #[serde(default)]
    after: Minutes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<NonZeroU8>,
    #[serde(default, skip_serializing_if = "in_person")]
    modality: Modality,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    needs: Vec<Need>,
}

fn in_person(modality: &Modality) -> bool {
    *modality == Modality::InPerson
}

impl VisitType {
    /// The longest visit, and the longest buffer.
    const DAY: Minutes = Minutes::new(1_440);

    /// A type of visit without buffers.
    ///
    /// # Errors
    ///
    /// [`Refused::VisitLength`] where it lasts no time or longer than a day.
    pub fn new(
        id: VisitTypeId,
        name: impl Into<String>,
        duration: Minutes,
    ) -> Result<Self, Refused> {
        if duration == Minutes::ZERO || duration > Self::DAY {
            return Err(Refused::VisitLength);
        }
        Ok(Self {
            id,
            name: name.into(),
            duration,
            before: Minutes::ZERO,
            after: Minutes::ZERO,
            capacity: None,
            modality: Modality::InPerson,
            needs: Vec::new(),
        })
    }

    /// The same with time that is kept free before and after: setting up, cleaning, notes.
    ///
    /// # Errors
    ///
    /// [`Refused::VisitLength`] where one is longer than a day.
    pub fn with_buffers(self, before: Minutes, after: Minutes) -> Result<Self, Refused> {
        if before > Self::DAY || after > Self::DAY {
            return Err(Refused::VisitLength);
        }
        Ok(Self {
            before,
            after,
            ..self
        })
    }

    /// The same, where a resource takes so many of them at once. Of visits that meet, the strictest
    /// decides.
    #[must_use]
    pub fn at_once(self, capacity: NonZeroU8) -> Self {
        Self {
            capacity: Some(capacity),
            ..self
        }
    }

    /// The same, held so.
    #[must_use]
    pub fn held(self, modality: Modality) -> Self {
        Self { modality, ..self }
    }

    /// The same with what it needs.
    ///
    /// # Errors
    ///
    /// [`Refused::Part`] where a part lies outside the visit.
    pub fn needing(self, needs: Vec<Need>) -> Result<Self, Refused> {
        let fit = needs
            .iter()
            .all(|need| need.part.is_none_or(|part| part.fits(&self)));
        if fit {
            Ok(Self { needs, ..self })
        } else {
            Err(Refused::Part)
        }
    }

    /// Which type this is.
    #[must_use]
    pub const fn id(&self) -> VisitTypeId {
        self.id
    }

    /// What the practice calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How long the visit is.
    #[must_use]
    pub const fn duration(&self) -> Minutes {
        self.duration
    }

    /// The time kept free before it.
    #[must_use]
    pub const fn before(&self) -> Minutes {
        self.before
    }

    /// The time kept free after it.
    #[must_use]
    pub const fn after(&self) -> Minutes {
        self.after
    }

    /// How many of them a resource takes at once, where the type says so; otherwise the session
    /// does, and where that is silent, one.
    #[must_use]
    pub const fn capacity(&self) -> Option<NonZeroU8> {
        self.capacity
    }

    /// How patient and practitioner meet.
    #[must_use]
    pub const fn modality(&self) -> Modality {
        self.modality
    }

    /// What it needs besides those who are asked for.
    #[must_use]
    pub fn needs(&self) -> &[Need] {
        &self.needs
    }

    /// The same in so much time, where there is any.
    pub(super) fn lasting(&self, duration: Minutes) -> Option<Self> {
        (duration > Minutes::ZERO).then(|| Self {
            duration,
            ..self.clone()
        })
    }
}

impl TryFrom<Parts> for VisitType {
    type Error = Refused;

    fn try_from(parts: Parts) -> Result<Self, Refused> {
        let plain = Self::new(parts.id, parts.name, parts.duration)?;
        let visit = plain.with_buffers(parts.before, parts.after)?;
        let visit = visit.held(parts.modality).needing(parts.needs)?;
        Ok(Self {
            capacity: parts.capacity,
            ..visit
        })
    }
}

impl From<VisitType> for Parts {
    fn from(visit: VisitType) -> Self {
        Self {
            id: visit.id,
            name: visit.name,
            duration: visit.duration,
            before: visit.before,
            after: visit.after,
            capacity: visit.capacity,
            modality: visit.modality,
            needs: visit.needs,
        }
    }
}

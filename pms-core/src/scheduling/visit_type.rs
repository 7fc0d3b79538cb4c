use serde::{Deserialize, Serialize};

use crate::id::VisitTypeId;
use crate::time::Minutes;

use super::error::Refused;

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
}

impl TryFrom<Parts> for VisitType {
    type Error = Refused;

    fn try_from(parts: Parts) -> Result<Self, Refused> {
        Self::new(parts.id, parts.name, parts.duration)?.with_buffers(parts.before, parts.after)
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
        }
    }
}

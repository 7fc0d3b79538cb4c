use core::num::NonZeroU8;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::VisitTypeId;
use crate::time::{ClockTime, Minutes, TimeError};

use super::offer_rules::Refill;
use super::pattern::Pattern;
use super::standing::Standing;

/// One stretch of working hours that comes again from its first day on, and for whom it is.
///
/// Its hours are what the clocks of the location show. Hours that close no later than they open go
/// past midnight, and belong to the day on which they open.
///
/// ```
/// # use pms_core::scheduling::{Accepts, Pattern, Session};
/// # use pms_core::id::Uuid;
/// # use pms_core::time::Minutes;
/// # use chrono::Weekday;
/// let second_tuesdays = Pattern::Weekly { every: 2.try_into()?, on: Weekday::Tue.into() };
/// let first = "2026-03-10".parse()?;
/// let new_patients = Session::new(first, second_tuesdays, "13:00".parse()?, "15:00".parse()?)?
///     .only(Accepts { visits: vec![Uuid::nil().into()], ..Accepts::default() })
///     .released(Minutes::new(72 * 60));
/// assert!(new_patients.is_on("2026-03-24".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Session {
    first: NaiveDate,
    pattern: Pattern,
    opens: ClockTime,
    closes: ClockTime,
    accepts: Accepts,
    capacity: Option<NonZeroU8>,
    staff_only: bool,
    release: Option<Minutes>,
    refill: Refill,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    first: NaiveDate,
    pattern: Pattern,
    opens: ClockTime,
    closes: ClockTime,
    #[serde(default, skip_serializing_if = "Accepts::is_open")]
    accepts: Accepts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<NonZeroU8>,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    staff_only: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    release: Option<Minutes>,
    #[serde(default, skip_serializing_if = "Refill::is_plain")]
    refill: Refill,
}

/// Which visits a stretch of time is for. Whatever is left empty takes all.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Accepts {
    /// These types of visit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<VisitTypeId>,
    /// Visits that take place so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modalities: Vec<Modality>,
    /// New patients, or established ones. Where nobody says who the patient is, neither fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
}

/// How patient and practitioner meet.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// At the location.
    #[default]
    InPerson,
    /// By video.
    Video,
    /// By telephone.
    Phone,
}

/// The visit that asks whether a stretch of time is for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub(super) visit: VisitTypeId,
    pub(super) modality: Modality,
    pub(super) whom: Whom,
    /// Whether the patient books, and no one of the practice.
    pub(super) by_patient: bool,
}

/// What is known of the patient.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whom {
    /// Nothing.
    Unknown,
    /// When they were last seen, if they were.
    Seen(Option<NaiveDate>),
    /// It does not matter: what is asked is whether anybody could come.
    Anybody,
}

impl Accepts {
    /// Whether it takes every visit.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn takes(&self, asking: Asking, date: NaiveDate) -> bool {
        let fits = |wanted: Standing| match asking.whom {
            Whom::Unknown => false,
            Whom::Seen(seen) => Standing::on(date, seen) == wanted,
            Whom::Anybody => true,
        };
        (self.visits.is_empty() || self.visits.contains(&asking.visit))
            && (self.modalities.is_empty() || self.modalities.contains(&asking.modality))
            && self.standing.is_none_or(fits)
    }
}

impl Session {
    /// Hours for every visit and everybody.
    ///
    /// # Errors
    ///
    /// [`TimeError::Reversed`] where it closes as it opens, or opens at 24:00.
    pub fn new(
        first: NaiveDate,
        pattern: Pattern,
        opens: ClockTime,
        closes: ClockTime,
    ) -> Result<Self, TimeError> {
        if opens == closes || opens == ClockTime::END_OF_DAY {
            return Err(TimeError::Reversed);
        }
        Ok(Self {
            first,
            pattern,
            opens,
            closes,
            accepts: Accepts::default(),
            capacity: None,
            staff_only: false,
            release: None,
            refill: Refill::default(),
        })
    }

    /// The same for certain visits only.
    #[must_use]
    pub fn only(self, accepts: Accepts) -> Self {
        Self { accepts, ..self }
    }

    /// The same for several visits at once.
    #[must_use]
    pub fn at_once(self, capacity: NonZeroU8) -> Self {
        Self {
            capacity: Some(capacity),
            ..self
        }
    }

    /// The same for the practice alone to book: patients do not see it.
    #[must_use]
    pub fn staff_only(self) -> Self {
        Self {
            staff_only: true,
            ..self
        }
    }

    /// The same, open to every visit as soon as it begins within so much elapsed time.
    #[must_use]
    pub fn released(self, before: Minutes) -> Self {
        Self {
            release: Some(before),
            ..self
        }
    }

    /// The same with rules of its own for time that becomes free in it.
    #[must_use]
    pub fn refilled(self, refill: Refill) -> Self {
        Self { refill, ..self }
    }

    /// Whether it begins on a day.
    #[must_use]
    pub fn is_on(&self, date: NaiveDate) -> bool {
        self.pattern.falls_on(self.first, date)
    }

    /// When it opens.
    #[must_use]
    pub const fn opens(&self) -> ClockTime {
        self.opens
    }

    /// When it closes: on the next day where that is no later than it opens.
    #[must_use]
    pub const fn closes(&self) -> ClockTime {
        self.closes
    }

    /// Which visits it is for.
    #[must_use]
    pub const fn accepts(&self) -> &Accepts {
        &self.accepts
    }

    /// How many visits it takes at once, where it says so.
    #[must_use]
    pub const fn capacity(&self) -> Option<NonZeroU8> {
        self.capacity
    }

    /// Whether only the practice books it.
    #[must_use]
    pub const fn is_staff_only(&self) -> bool {
        self.staff_only
    }

    /// How long before it begins it opens to every visit, where it does.
    #[must_use]
    pub const fn release(&self) -> Option<Minutes> {
        self.release
    }

    /// What it says of time that becomes free in it.
    #[must_use]
    pub const fn refill(&self) -> &Refill {
        &self.refill
    }
}

impl TryFrom<Parts> for Session {
    type Error = TimeError;

    fn try_from(parts: Parts) -> Result<Self, TimeError> {
        Ok(Self {
            accepts: parts.accepts,
            capacity: parts.capacity,
            staff_only: parts.staff_only,
            release: parts.release,
            refill: parts.refill,
            ..Self::new(parts.first, parts.pattern, parts.opens, parts.closes)?
        })
    }
}

impl From<Session> for Parts {
    fn from(session: Session) -> Self {
        Self {
            first: session.first,
            pattern: session.pattern,
            opens: session.opens,
            closes: session.closes,
            accepts: session.accepts,
            capacity: session.capacity,
            staff_only: session.staff_only,
            release: session.release,
            refill: session.refill,
        }
    }
}

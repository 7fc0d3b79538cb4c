use serde::{Deserialize, Serialize};

use crate::id::ScheduleId;
use crate::time::{Interval, Minute, Minutes};

use super::calendar::Calendar;
use super::error::Refused;
use super::visit_type::VisitType;

/// The part of a visit in which one resource is needed, such as a device from minute 10 to 25.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// How long after the visit starts.
    pub from: Minutes,
    /// For how long.
    pub length: Minutes,
    /// What is kept free before it.
    #[serde(default)]
    pub before: Minutes,
    /// What is kept free after it.
    #[serde(default)]
    pub after: Minutes,
}

impl Part {
    /// The whole of a visit, with its buffers.
    #[must_use]
    pub const fn whole(visit: &VisitType) -> Self {
        Self {
            from: Minutes::ZERO,
            length: visit.duration(),
            before: visit.before(),
            after: visit.after(),
        }
    }

    /// From one minute of a visit until before another, without buffers.
    ///
    /// # Errors
    ///
    /// [`Refused::Part`] where it does not end after it begins.
    pub fn between(from: u64, to: u64) -> Result<Self, Refused> {
        let length = to.checked_sub(from).filter(|length| *length > 0);
        Ok(Self {
            from: Minutes::new(from),
            length: Minutes::new(length.ok_or(Refused::Part)?),
            before: Minutes::ZERO,
            after: Minutes::ZERO,
        })
    }

    /// Its time in a visit that starts at `start`, without buffers.
    #[must_use]
    pub fn of(self, start: Minute) -> Interval {
        let from = start.plus(self.from);
        Interval::between(from, from.plus(self.length)).unwrap_or(Interval::ALWAYS)
    }

    /// How far into the visit it reaches, without buffers.
    #[must_use]
    pub const fn end(self) -> Minutes {
        self.from.plus(self.length)
    }

    /// Whether it lies in the visit and takes time.
    pub(super) fn fits(self, visit: &VisitType) -> bool {
        self.length > Minutes::ZERO && self.end() <= visit.duration()
    }
}

/// What a type of visit needs besides those who are asked for.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Any one of these schedules. None at all: those who are asked for, and this is their part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<ScheduleId>,
    /// In which part of the visit; without it in all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

/// One who is needed in a visit: any of a pool, in all of it or in a part.
#[derive(Clone, Copy, Debug)]
pub struct Role<'a> {
    /// Who can fill it, those who are preferred first.
    pub pool: &'a [Calendar<'a>],
    /// In which part of the visit; without it in all of it.
    pub part: Option<Part>,
}

/// All who are needed.
#[derive(Clone, Copy, Debug)]
pub enum Roles<'a> {
    /// Each of these, in the whole visit.
    Each(&'a [Calendar<'a>]),
    /// Any one of these, in the whole visit.
    Any(&'a [Calendar<'a>]),
    /// These roles, each filled by another.
    Filled(&'a [Role<'a>]),
}

impl<'a> Roles<'a> {
    /// The roles, one by one.
    pub fn iter(self) -> impl Iterator<Item = Role<'a>> {
        let (each, any, filled) = match self {
            Self::Each(calendars) => (calendars, None, &[] as &[Role<'a>]),
            Self::Any(pool) => (&[] as &[Calendar<'a>], Some(pool), &[] as &[Role<'a>]),
            Self::Filled(roles) => (&[] as &[Calendar<'a>], None, roles),
        };
        let whole = |pool| Role { pool, part: None };
        let one_each = each.chunks(1).map(whole);
        one_each.chain(any.map(whole)).chain(filled.iter().copied())
    }

    /// Everyone who could fill a role.
    pub fn calendars(self) -> impl Iterator<Item = &'a Calendar<'a>> {
        self.iter().flat_map(|role| role.pool)
    }
}

impl<'a> From<&'a [Calendar<'a>]> for Roles<'a> {
    /// Each of them.
    fn from(calendars: &'a [Calendar<'a>]) -> Self {
        Self::Each(calendars)
    }
}

impl<'a, const N: usize> From<&'a [Calendar<'a>; N]> for Roles<'a> {
    /// Each of them.
    fn from(calendars: &'a [Calendar<'a>; N]) -> Self {
        Self::Each(calendars)
    }
}

impl<'a> From<&'a Vec<Calendar<'a>>> for Roles<'a> {
    /// Each of them.
    fn from(calendars: &'a Vec<Calendar<'a>>) -> Self {
        Self::Each(calendars)
    }
}

impl<'a> From<&'a [Role<'a>]> for Roles<'a> {
    fn from(roles: &'a [Role<'a>]) -> Self {
        Self::Filled(roles)
    }
}

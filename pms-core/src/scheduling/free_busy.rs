use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{FreeBusyId, ResourceId};
use crate::time::{Interval, IntervalSet, Minutes};

use super::hold::later;

/// What a calendar of another house says of a resource's time: a practitioner's own, a hospital's.
///
/// Nothing is kept but when somebody is busy. It counts for the stretch of time that was read, and for
/// a while; about any other time nobody knows, which is neither free nor taken. A host whose reading
/// fails writes nothing, and the last one runs out.
///
/// Source: RFC 5545 3.6.4, VFREEBUSY.
///
/// ```
/// # use pms_core::id::Uuid;
/// # use pms_core::scheduling::FreeBusy;
/// # use pms_core::time::{Interval, Minute, Minutes};
/// # let minute = |text: &str| Ok::<_, chrono::ParseError>(Minute::containing(text.parse()?));
/// let march = Interval::new(minute("2026-03-01T00:00:00Z")?, minute("2026-04-01T00:00:00Z")?)?;
/// let hospital = FreeBusy {
///     id: Uuid::from_u128(1).into(),
///     resource: Uuid::from_u128(2).into(),
///     read: "2026-03-02T09:00:00Z".parse()?,
///     good_for: Minutes::new(15),
///     within: march,
///     busy: vec![Interval::new(minute("2026-03-02T14:00:00Z")?, minute("2026-03-02T15:00:00Z")?)?].into(),
/// };
/// let noon = minute("2026-03-02T12:00:00Z")?;
/// assert!(!hospital.unknown("2026-03-02T09:14:59Z".parse()?).contains(noon));
/// assert!(hospital.unknown("2026-03-02T09:15:00Z".parse()?).contains(noon));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FreeBusy {
    /// Which calendar it is.
    pub id: FreeBusyId,
    /// Whose time.
    pub resource: ResourceId,
    /// When it was read.
    pub read: DateTime<Utc>,
    /// How long that counts.
    pub good_for: Minutes,
    /// From when to when it was read.
    pub within: Interval,
    /// When the resource is busy.
    pub busy: IntervalSet,
}

impl FreeBusy {
    /// The time about which nobody knows: what was not read, and all of it once the reading no longer
    /// counts.
    #[must_use]
    pub fn unknown(&self, now: DateTime<Utc>) -> IntervalSet {
        let always = IntervalSet::from(Interval::ALWAYS);
        match later(self.read, self.good_for) {
            Ok(until) if now < until => always.subtract(&self.within.into()),
            _ => always,
        }
    }
}

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The two times at which books are read: what had taken effect by a day, as it was known at an
/// instant.
///
/// The same pair gives the same figures for ever, whatever is learnt later.
///
/// ```
/// # use pms_core::time::AsOf;
/// let as_of = AsOf {
///     effective: "2026-03-31".parse()?,
///     recorded: "2026-04-05T12:00:00Z".parse()?,
/// };
/// assert!(as_of.sees("2026-03-31".parse()?, "2026-04-01T09:00:00Z".parse()?));
/// assert!(!as_of.sees("2026-03-31".parse()?, "2026-04-06T09:00:00Z".parse()?));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct AsOf {
    /// The last day whose events count.
    pub effective: NaiveDate,
    /// The last instant whose knowledge counts.
    pub recorded: DateTime<Utc>,
}

impl AsOf {
    /// Everything that is in the books.
    pub const EVERYTHING: Self = Self {
        effective: NaiveDate::MAX,
        recorded: DateTime::<Utc>::MAX_UTC,
    };

    /// Everything that is known by `now` of what has taken effect by `effective`.
    #[must_use]
    pub fn new(effective: NaiveDate, recorded: DateTime<Utc>) -> Self {
        Self {
            effective,
            recorded,
        }
    }

    /// Whether an event of that day, recorded at that instant, counts.
    #[must_use]
    pub fn sees(&self, effective: NaiveDate, recorded: DateTime<Utc>) -> bool {
        effective <= self.effective && recorded <= self.recorded
    }
}

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::error::TimeError;
use super::minute::Minute;
use super::resolved::{Fold, Gap, Resolved};
use super::rules::ZoneRules;
use super::zone::Zone;

/// A time that was promised to somebody: what the clock will show, where, and which instant that
/// was when it was promised.
///
/// The instant decides what overlaps; the local time is the promise. Where governments change the
/// clocks, [`under`](Self::under) keeps the local time and finds the new instant.
///
/// ```
/// # use pms_core::time::{BookedTime, Fold, Gap, Tzdb};
/// let rules = Tzdb::bundled();
/// let local = "2026-03-09T09:00:00".parse()?;
/// let zone = "America/New_York".parse()?;
/// let booked = BookedTime::new(local, zone, Gap::Refuse, Fold::First, &rules)?;
/// assert_eq!(booked.at().to_string(), "2026-03-09T13:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct BookedTime {
    civil: NaiveDateTime,
    zone: Zone,
    version: String,
    at: Minute,
    fold: Fold,
}

impl BookedTime {
    /// A local time in a zone, by the caller's policy for gaps and folds. A time that is moved out
    /// of a gap is promised as the clock will show it.
    ///
    /// # Errors
    ///
    /// [`TimeError::InGap`] under [`Gap::Refuse`]; whatever the rules refuse.
    pub fn new(
        civil: NaiveDateTime,
        zone: Zone,
        gap: Gap,
        fold: Fold,
        rules: &dyn ZoneRules,
    ) -> Result<Self, TimeError> {
        let at = rules.resolve(&zone, civil)?.pick(gap, fold)?;
        Self::at_instant(at, zone, rules)
    }

    /// The local time that the clocks of `zone` show at an instant.
    ///
    /// # Errors
    ///
    /// Whatever the rules refuse.
    pub fn at_instant(at: Minute, zone: Zone, rules: &dyn ZoneRules) -> Result<Self, TimeError> {
        let civil = rules.civil_at(&zone, at)?;
        let fold = match rules.resolve(&zone, civil)? {
            Resolved::Fold { second, .. } if second == at => Fold::Second,
            _ => Fold::First,
        };
        Ok(Self {
            civil,
            zone,
            version: rules.version().to_owned(),
            at,
            fold,
        })
    }

    /// The same promise under other rules: the local time stays, the instant may move.
    ///
    /// # Errors
    ///
    /// [`TimeError::InGap`] where the new rules skip the local time: a person has to decide.
    pub fn under(&self, rules: &dyn ZoneRules) -> Result<Self, TimeError> {
        let at = rules
            .resolve(&self.zone, self.civil)?
            .pick(Gap::Refuse, self.fold)?;
        Ok(Self {
            at,
            version: rules.version().to_owned(),
            ..self.clone()
        })
    }

    /// What the clock will show.
    #[must_use]
    pub const fn civil(&self) -> NaiveDateTime {
        self.civil
    }

    /// Where the clock hangs.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The version of the rules that led to the instant.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The instant.
    #[must_use]
    pub const fn at(&self) -> Minute {
        self.at
    }

    /// Which of two instants was chosen, where the clock shows the local time twice.
    #[must_use]
    pub const fn fold(&self) -> Fold {
        self.fold
    }
}

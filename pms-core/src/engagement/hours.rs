use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::time::{ClockTime, Fold, Gap, Minute, TimeError, Zone, ZoneRules};

use super::error::EngagementError;

/// The hours of the receiver's day in which messages may reach them; the rest is quiet.
///
/// ```
/// # use pms_core::engagement::Hours;
/// let hours = Hours::new("08:00".parse()?, "21:00".parse()?)?;
/// assert!(Hours::new("21:00".parse()?, "08:00".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Hours {
    from: ClockTime,
    until: ClockTime,
}

#[derive(Deserialize, Serialize)]
struct Written {
    from: ClockTime,
    until: ClockTime,
}

impl Hours {
    /// From the one time up to, but not including, the other.
    ///
    /// # Errors
    ///
    /// [`EngagementError::Hours`] where they end no later than they begin.
    pub fn new(from: ClockTime, until: ClockTime) -> Result<Self, EngagementError> {
        if from < until {
            Ok(Self { from, until })
        } else {
            Err(EngagementError::Hours)
        }
    }

    /// `at`, or the next opening of the hours where `at` is quiet in `zone`.
    ///
    /// # Errors
    ///
    /// Whatever the rules refuse.
    pub fn next(self, at: Minute, zone: &Zone, rules: &dyn ZoneRules) -> Result<Minute, TimeError> {
        let local = rules.civil_at(zone, at)?;
        let time = ClockTime::try_from(local.time())?;
        if time < self.from {
            self.opening(local.date(), zone, rules)
        } else if time < self.until {
            Ok(at)
        } else {
            let tomorrow = local.date().succ_opt().ok_or(TimeError::OutOfRange)?;
            self.opening(tomorrow, zone, rules)
        }
    }

    fn opening(
        self,
        day: NaiveDate,
        zone: &Zone,
        rules: &dyn ZoneRules,
    ) -> Result<Minute, TimeError> {
        let minutes = u32::from(self.from.minute_of_day());
        let opens = day
            .and_hms_opt(minutes / 60, minutes % 60, 0)
            .ok_or(TimeError::OutOfRange)?;
        rules.resolve(zone, opens)?.pick(Gap::Edge, Fold::First)
    }
}

impl TryFrom<Written> for Hours {
    type Error = EngagementError;

    fn try_from(written: Written) -> Result<Self, EngagementError> {
        Self::new(written.from, written.until)
    }
}

impl From<Hours> for Written {
    fn from(hours: Hours) -> Self {
        Self {
            from: hours.from,
            until: hours.until,
        }
    }
}

use chrono::{Datelike, Days, Weekday};
use serde::{Deserialize, Serialize};

use crate::time::{Interval, IntervalSet, Minutes, Offsets, Period, TimeError, Zone, ZoneRules};

use super::calendar::lay;
use super::hours::Hours;

/// Which starts somebody would like: `mornings`, `Tuesdays and Thursdays after five`.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// On these days of the week; none for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// Starts within these hours of the day; none for all.
    #[serde(skip_serializing_if = "Hours::is_empty")]
    pub hours: Hours,
    /// On whose clocks: the patient's. Without it, those of the location.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
}

impl Filter {
    /// Whether it takes every start.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.hours.is_empty()
    }

    /// The starts in `span` that it takes, on its own clocks or on those of the location.
    pub(super) fn starts(
        &self,
        location: &Offsets,
        rules: &dyn ZoneRules,
        span: Interval,
    ) -> Result<IntervalSet, TimeError> {
        let own;
        let clocks = match &self.zone {
            None => location,
            Some(zone) => {
                let spare = Minutes::new(4 * 1_440);
                own = rules.offsets(zone, span.widened(spare, spare))?;
                &own
            }
        };
        let day = Days::new(1);
        let date = |at| clocks.civil_at(at).map(|civil| civil.date());
        let (first, last) = (date(span.start())?, date(span.end())?);
        let first = first.checked_sub_days(day).unwrap_or(first);
        let mut parts = Vec::new();
        for date in Period::new(first, last)?.days() {
            if self.days.is_empty() || self.days.contains(&date.weekday()) {
                match self.hours.is_empty() {
                    true => parts.extend(clocks.day(date)?),
                    false => lay(&mut parts, clocks, date, &self.hours)?,
                }
            }
        }
        Ok(IntervalSet::from(parts).within(span))
    }
}

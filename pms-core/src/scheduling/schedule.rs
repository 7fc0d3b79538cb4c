use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{LocationId, PractitionerId, ResourceId, ScheduleId};
use crate::time::{Period, Zone};

use super::exception::Exception;
use super::hours::{Hours, Week};
use super::session::Session;

/// When a resource is there at a location.
///
/// Who works at two locations has two schedules. What is booked belongs to the resource, so that
/// neither can book over the other.
///
/// Source: FHIR R4 Schedule; the hours within are ours, since FHIR has none.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Schedule {
    /// Which schedule this is.
    pub id: ScheduleId,
    /// Whose time it is.
    pub resource: ResourceId,
    /// Where.
    pub location: LocationId,
    /// The zone of the location: all hours are what its clocks show.
    pub zone: Zone,
    /// Who treats, where it is the time of one who does: their licences then count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerId>,
    /// What changes on dated days; of two that replace the same day the later one counts.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
    /// The versions of the weekly hours, oldest first.
    templates: Vec<Template>,
}

/// One version of the weekly hours.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Template {
    version: u32,
    valid: Period,
    #[serde(default)]
    week: Week,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sessions: Vec<Session>,
}

/// The hours of a day before anything is added or taken away.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base<'a> {
    /// For every visit.
    pub(super) hours: &'a Hours,
    /// Sessions of which some come on the day.
    pub(super) sessions: &'a [Session],
}

impl Template {
    /// Its number in the schedule, counted from 1.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The days for which it was published.
    #[must_use]
    pub const fn valid(&self) -> Period {
        self.valid
    }

    /// The hours of each day of the week that are for every visit.
    #[must_use]
    pub const fn week(&self) -> &Week {
        &self.week
    }

    /// The hours that are for certain visits, or come otherwise than each week.
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }
}

impl Schedule {
    /// A schedule of a resource at a location, without hours yet.
    #[must_use]
    pub const fn new(
        id: ScheduleId,
        resource: ResourceId,
        location: LocationId,
        zone: Zone,
    ) -> Self {
        Self {
            id,
            resource,
            location,
            zone,
            practitioner: None,
            exceptions: Vec::new(),
            templates: Vec::new(),
        }
    }

    /// Publishes a new version of the weekly hours. It counts on every day for which it is valid;
    /// on others the earlier versions go on.
    #[must_use]
    pub fn publish(self, valid: Period, week: Week) -> Self {
        self.publish_sessions(valid, week, Vec::new())
    }

    /// Publishes a new version with hours for every visit, and sessions beside them.
    ///
    /// Visits that are booked already stay booked: [`stranded`](super::stranded) lists those that
    /// the new hours leave out.
    #[must_use]
    pub fn publish_sessions(mut self, valid: Period, week: Week, sessions: Vec<Session>) -> Self {
        let version = self.templates.last().map_or(1, |last| last.version + 1);
        self.templates.push(Template {
            version,
            valid,
            week,
            sessions,
        });
        self
    }

    /// The version that counts on a day: the newest that is valid then.
    #[must_use]
    pub fn template(&self, date: NaiveDate) -> Option<&Template> {
        self.templates
            .iter()
            .rev()
            .find(|template| template.valid.contains(date))
    }

    /// Whether some of its sessions take several visits at once.
    #[must_use]
    pub fn takes_several(&self) -> bool {
        let mut sessions = self.templates.iter().flat_map(Template::sessions);
        let dated = |change: &Exception| matches!(change, Exception::Session { .. });
        sessions.any(|session| session.capacity().is_some_and(|many| many.get() > 1))
            || self.exceptions.iter().any(dated)
    }

    /// All versions, oldest first.
    #[must_use]
    pub fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// The hours of a day before anything is added or taken away: what stands instead of the
    /// template, or else the template's. `None` where neither knows the day.
    #[must_use]
    pub(super) fn base(&self, date: NaiveDate) -> Option<Base<'_>> {
        let instead = self
            .exceptions
            .iter()
            .rev()
            .find_map(|change| match change {
                Exception::Instead { on, hours } if on.contains(date) => Some(hours),
                _ => None,
            });
        if let Some(hours) = instead {
            return Some(Base {
                hours,
                sessions: &[],
            });
        }
        let template = self.template(date)?;
        Some(Base {
            hours: template.week.on(date.weekday()),
            sessions: &template.sessions,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::scheduling::Window;

    #[test]
    fn the_newest_version_counts_where_it_is_valid() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let zone = "America/New_York".parse().unwrap();
        let nobody = Uuid::nil();
        let schedule = Schedule::new(nobody.into(), nobody.into(), nobody.into(), zone)
            .publish(Period::since(date("2026-01-01")), Week::default())
            .publish(
                Period::new(date("2026-07-01"), date("2026-07-31")).unwrap(),
                Week::workdays(vec![Window::ALL_DAY]),
            );
        let version = |text| schedule.template(date(text)).map(Template::version);
        assert_eq!(version("2025-12-31"), None);
        assert_eq!(version("2026-06-30"), Some(1));
        assert_eq!(version("2026-07-01"), Some(2));
        assert_eq!(version("2026-08-01"), Some(1));
        let text = serde_json::to_string(&schedule).unwrap();
        assert_eq!(serde_json::from_str::<Schedule>(&text).unwrap(), schedule);
    }
}

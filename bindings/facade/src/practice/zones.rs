use std::sync::OnceLock;

use chrono::{NaiveDate, NaiveDateTime};
use pms_core::scheduling;
use pms_core::time::Interval;
use pms_core::time::Minute;
use pms_core::time::Offset;
use pms_core::time::Offsets;
use pms_core::time::Resolved;
use pms_core::time::TimeError;
use pms_core::time::Tzdb;
use pms_core::time::Zone;
use pms_core::time::ZoneRules;
use pms_core::time::ZoneTable;

use crate::error::{At, PmsError, parse};
use crate::scalar::{Day, Instant, LocalTime};
use crate::time::instant;

use super::call::Call;
use super::shell::{Practice, told};
use super::visit::{BookedVisit, identifiers, visit};

record! {
    /// From when on the clocks of a zone show another time.
    pub struct ClockChange {
        /// From when on.
        pub at: Instant,
        /// How many minutes they are east of UTC then.
        pub offset: i16,
    }
}

record! {
    /// What the clocks of a zone do during a span of time.
    pub struct ZoneClocks {
        /// The zone: `America/Vancouver`.
        pub zone: String,
        /// From when on it is known.
        pub start: Instant,
        /// Until when.
        pub end: Instant,
        /// How many minutes they are east of UTC at its start.
        pub offset: i16,
        /// Each change after that, in order.
        pub changes: Vec<ClockChange>,
    }
}

record! {
    /// A visit whose local time is another instant under the rules in force.
    pub struct MovedVisit {
        /// The appointment.
        pub appointment: String,
        /// The local time that was promised.
        pub local: LocalTime,
        /// The zone of those clocks.
        pub zone: String,
        /// The version of the rules that were in force then.
        pub booked_under: String,
        /// The instant that it was.
        pub start: Instant,
        /// The instant of the promised local time now; none where the clocks skip it.
        pub by_wall_clock: Option<Instant>,
        /// What the clocks show now at the old instant.
        pub by_instant: LocalTime,
    }
}

record! {
    /// Two visits that want the same time of a resource.
    pub struct VisitOverlap {
        /// One visit.
        pub one: String,
        /// The other.
        pub other: String,
        /// Whose time.
        pub resource: String,
    }
}

record! {
    /// What the zone rules in force mean for the visits that are booked.
    pub struct ZoneChange {
        /// The version of the rules.
        pub version: String,
        /// How many visits keep their instant.
        pub unmoved: u64,
        /// Those whose local time is another instant now.
        pub moved: Vec<MovedVisit>,
        /// Those that would lie over each other if each kept its local time.
        pub conflicts: Vec<VisitOverlap>,
    }
}

record! {
    /// What becomes of a visit whose local time is another instant now.
    pub enum KeepTime {
        /// The local time stays, as it was promised.
        WallClock,
        /// The instant stays, and the patient is told another local time.
        Instant,
    }
}

/// The zone rules of a practice: those that come with the library, and what the host has said since.
/// What was in force once is kept, since somebody may be at work with it.
pub(super) struct Zones {
    bundled: Tzdb,
    said: OnceLock<Box<Said>>,
}

/// What a host has said at once of some zones.
struct Said {
    table: ZoneTable,
    zones: Vec<Zone>,
    next: OnceLock<Box<Said>>,
}

impl Zones {
    pub(super) fn bundled() -> Self {
        Self {
            bundled: Tzdb::bundled(),
            said: OnceLock::new(),
        }
    }

    fn last(&self) -> Option<&Said> {
        let mut last = self.said.get()?;
        while let Some(next) = last.next.get() {
            last = next;
        }
        Some(last)
    }

    /// From now on these count. Whoever comes at the same time comes before or after.
    fn say(&self, said: Said) {
        let mut place = &self.said;
        let mut said = Box::new(said);
        while let Err(back) = place.set(said) {
            said = back;
            match place.get() {
                Some(next) => place = &next.next,
                None => return,
            }
        }
    }

    /// Those that know a zone best.
    fn of(&self, zone: &Zone) -> &dyn ZoneRules {
        match self.last() {
            Some(said) if said.zones.contains(zone) => &said.table,
            _ => &self.bundled,
        }
    }
}

impl ZoneRules for Zones {
    fn version(&self) -> &str {
        match self.last() {
            Some(said) => said.table.version(),
            None => self.bundled.version(),
        }
    }

    fn offsets(&self, zone: &Zone, within: Interval) -> Result<Offsets, TimeError> {
        self.of(zone).offsets(zone, within)
    }

    fn offset_at(&self, zone: &Zone, at: Minute) -> Result<Offset, TimeError> {
        self.of(zone).offset_at(zone, at)
    }

    fn civil_at(&self, zone: &Zone, at: Minute) -> Result<NaiveDateTime, TimeError> {
        self.of(zone).civil_at(zone, at)
    }

    fn resolve(&self, zone: &Zone, civil: NaiveDateTime) -> Result<Resolved, TimeError> {
        self.of(zone).resolve(zone, civil)
    }

    fn day(&self, zone: &Zone, date: NaiveDate) -> Result<Option<Interval>, TimeError> {
        self.of(zone).day(zone, date)
    }
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Puts other zone rules in force for this practice as it is open here: what its host knows of
    /// some zones, under a version of the host's. Other zones stay as the library knows them. Say so
    /// again whenever the practice is opened; nothing that is booked moves by this.
    ///
    /// # Errors
    ///
    /// Whatever the permission refuses: it takes that to change what the practice has set for itself;
    /// `time.syntax` where changes are not in order or not in the span; `time.reversed`.
    pub async fn use_clocks(
        &self,
        call: Call,
        version: String,
        zones: Vec<ZoneClocks>,
    ) -> Result<String, PmsError> {
        let mut clocks = Vec::with_capacity(zones.len());
        for (n, zone) in zones.iter().enumerate() {
            clocks.push(offsets(zone, &format!("zones[{n}]"))?);
        }
        let call = call.core()?;
        self.core.may_set_clocks(&call).await.map_err(told)?;
        self.zones.say(Said {
            zones: clocks.iter().map(|one| one.zone().clone()).collect(),
            table: ZoneTable::new(version, clocks),
            next: OnceLock::new(),
        });
        Ok(self.zones.version().to_owned())
    }

    /// What the zone rules in force mean for the visits from a day on: which were booked under other
    /// rules and move, and which would then lie over each other. Changes nothing.
    ///
    /// # Errors
    ///
    /// Whatever the permission refuses: it takes that to read reports; `time.beyond_rules`.
    pub async fn zone_change(&self, call: Call, first: Day) -> Result<ZoneChange, PmsError> {
        let change = self.core.zone_change(&call.core()?, first.0).await;
        let change = change.map_err(told)?;
        Ok(ZoneChange {
            version: change.version,
            unmoved: change.unmoved,
            moved: change.moved.iter().map(moved).collect(),
            conflicts: change.conflicts.iter().map(overlap).collect(),
        })
    }

    /// Takes visits over to the zone rules in force, all of these or none. Visits that follow each
    /// other belong together, since each needs the time that another leaves.
    ///
    /// # Errors
    ///
    /// `scheduling.not_free`; `practice.unknown`; `time.in_gap` where the clocks skip a local time.
    pub async fn keep_time(
        &self,
        call: Call,
        visits: Vec<String>,
        keep: KeepTime,
    ) -> Result<Vec<BookedVisit>, PmsError> {
        let ids = identifiers(&visits, "visits")?;
        let keep = match keep {
            KeepTime::WallClock => scheduling::KeepTime::WallClock,
            KeepTime::Instant => scheduling::KeepTime::Instant,
        };
        let kept = self.core.keep_time(&call.core()?, &ids, keep).await;
        Ok(kept.map_err(told)?.iter().map(visit).collect())
    }
}

fn offsets(clocks: &ZoneClocks, place: &str) -> Result<Offsets, PmsError> {
    let minute = |at: &Instant| Minute::containing(at.inner());
    let zone = parse(&clocks.zone, &format!("{place}.zone"))?;
    let span = Interval::new(minute(&clocks.start), minute(&clocks.end));
    let first = Offset::new(clocks.offset).at(&format!("{place}.offset"))?;
    let mut changes = Vec::with_capacity(clocks.changes.len());
    for (n, change) in clocks.changes.iter().enumerate() {
        let offset = Offset::new(change.offset);
        let offset = offset.at(&format!("{place}.changes[{n}].offset"))?;
        changes.push((minute(&change.at), offset));
    }
    let span = span.at(&format!("{place}.end"))?;
    Offsets::new(zone, span, first, changes).at(&format!("{place}.changes"))
}

fn moved(one: &scheduling::MovedVisit) -> MovedVisit {
    MovedVisit {
        appointment: one.appointment.to_string(),
        local: LocalTime(one.before.civil()),
        zone: one.before.zone().to_string(),
        booked_under: one.before.version().to_owned(),
        start: instant(one.before.at()),
        by_wall_clock: one.wall_clock.map(instant),
        by_instant: LocalTime(one.instant.civil()),
    }
}

fn overlap(one: &scheduling::Overlap) -> VisitOverlap {
    VisitOverlap {
        one: one.one.to_string(),
        other: one.other.to_string(),
        resource: one.resource.to_string(),
    }
}

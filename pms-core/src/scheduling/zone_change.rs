use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, ResourceId};
use crate::time::{BookedTime, Minute, TimeError, ZoneRules};

use super::appointment::Appointment;
use super::cell::Cell;

/// What other zone rules mean for visits that are booked.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct ZoneChange {
    /// The version of the rules that were asked.
    pub version: String,
    /// How many visits keep their instant.
    pub unmoved: u64,
    /// The visits whose local time is another instant now.
    pub moved: Vec<MovedVisit>,
    /// The visits that would lie over another if each kept its local time.
    pub conflicts: Vec<Overlap>,
}

/// A visit whose local time is another instant under other rules.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct MovedVisit {
    /// Which visit.
    pub appointment: AppointmentId,
    /// What was promised, and the instant that it was.
    pub before: BookedTime,
    /// The instant of the promised local time now. None where the clocks skip it: a person has to
    /// say when.
    pub wall_clock: Option<Minute>,
    /// What the clock will show at the old instant.
    pub instant: BookedTime,
}

/// Two visits that want the same time of a resource.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Overlap {
    /// One visit.
    pub one: AppointmentId,
    /// The other.
    pub other: AppointmentId,
    /// Whose time.
    pub resource: ResourceId,
}

/// What becomes of a visit whose local time is another instant now.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepTime {
    /// The local time stays, as it was promised.
    #[default]
    WallClock,
    /// The instant stays, and the patient is told another local time.
    Instant,
}

/// What other zone rules mean for visits that keep time: which move, and which would then lie over
/// each other. Visits that are over or keep no time are passed over; members of a group count as one.
///
/// Ask about all visits of the resources from now on; a visit that is not there cannot be in the way.
///
/// # Errors
///
/// [`TimeError::UnknownZone`] or [`TimeError::BeyondRules`] where the new rules cannot answer.
pub fn zone_change<'a>(
    appointments: impl IntoIterator<Item = &'a Appointment>,
    rules: &dyn ZoneRules,
) -> Result<ZoneChange, TimeError> {
    let mut change = ZoneChange {
        version: rules.version().to_owned(),
        ..ZoneChange::default()
    };
    let mut taken: BTreeMap<Cell, &Appointment> = BTreeMap::new();
    let mut overlaps = BTreeSet::new();
    for appointment in appointments {
        let meaning = appointment.status().meaning();
        if !meaning.occupies || meaning.ended {
            continue;
        }
        let before = appointment.slot().time();
        let after = match appointment.slot().under(rules) {
            Ok(slot) => Some(slot),
            Err(TimeError::InGap { .. }) => None,
            Err(error) => return Err(error),
        };
        let at = after.as_ref().map(|slot| slot.time().at());
        if at == Some(before.at()) {
            change.unmoved += 1;
        } else {
            change.moved.push(MovedVisit {
                appointment: appointment.id(),
                before: before.clone(),
                wall_clock: at,
                instant: BookedTime::at_instant(before.at(), before.zone().clone(), rules)?,
            });
        }
        let cells = after.map_or_else(|| appointment.cells(), |slot| slot.cells());
        for cell in cells {
            let other = taken.insert(cell, appointment);
            // Those in one group share its time.
            let together = |other: &&Appointment| {
                other.group().is_some() && other.group() == appointment.group()
            };
            if let Some(other) = other.filter(|other| !together(other)) {
                overlaps.insert(Overlap {
                    one: other.id().min(appointment.id()),
                    other: other.id().max(appointment.id()),
                    resource: cell.resource,
                });
            }
        }
    }
    change.conflicts = overlaps.into_iter().collect();
    Ok(change)
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests {
    use super::*;
    use crate::id::{PatientId, Uuid};
    use crate::scheduling::{
        Calendar, Policy, Provenance, Schedule, Search, Slot, VisitType, Week, Window,
    };
    use crate::time::{Interval, Minutes, Offset, Offsets, Period, Tzdb, Zone, ZoneTable};
    use chrono::{DateTime, Utc};

    fn id<I: From<Uuid>>(number: u128) -> I {
        Uuid::from_u128(number).into()
    }

    fn minute(text: &str) -> Minute {
        Minute::containing(text.parse::<DateTime<Utc>>().unwrap())
    }

    /// Clocks of 2026 as British Columbia had them by the old law: back by an hour on 1 November.
    /// Phoenix never changes.
    fn old_law() -> ZoneTable {
        let zone = |name: &str| name.parse::<Zone>().unwrap();
        let span = Interval::new(
            minute("2026-05-01T00:00:00Z"),
            minute("2027-03-01T00:00:00Z"),
        );
        let span = span.unwrap();
        let offset = |hours: i16| Offset::new(hours * 60).unwrap();
        let change = vec![(minute("2026-11-01T09:00:00Z"), offset(-8))];
        let vancouver = Offsets::new(zone("America/Vancouver"), span, offset(-7), change);
        let phoenix = Offsets::new(zone("America/Phoenix"), span, offset(-7), vec![]);
        ZoneTable::new("2025b", [vancouver.unwrap(), phoenix.unwrap()])
    }

    /// A visit of half an hour with a resource, booked under the old law.
    fn booked(number: u128, resource: u128, zone: &str, at: &str) -> Appointment {
        let old = old_law();
        let zone: Zone = zone.parse().unwrap();
        let schedule = Schedule::new(id(1), id(resource), id(1), zone.clone()).publish(
            Period::since("2026-01-01".parse().unwrap()),
            Week::workdays(vec![Window::ALL_DAY]),
        );
        let start = old
            .resolve(&zone, at.parse().unwrap())
            .unwrap()
            .exact()
            .unwrap();
        let visit = VisitType::new(id(1), "visit", Minutes::new(30)).unwrap();
        let (calendars, policy) = ([Calendar::of(&schedule)], Policy::default());
        let now = "2026-06-01T08:00:00Z".parse().unwrap();
        let search = Search::of(&calendars, &visit, &policy, &old, now);
        let slot = Slot::choose(&search, start).unwrap();
        let patient: PatientId = id(100 + number);
        let done = Provenance { by: id(1), at: now };
        Appointment::book(id(number), patient, slot, done)
    }

    /// British Columbia stays on daylight time from 2026 on: what was booked for winter by the old
    /// law is an hour earlier as an instant, and the same by the clock on the wall.
    #[test]
    fn s1_a_new_law_moves_instants_and_is_reported() {
        let vancouver = "America/Vancouver";
        let visits = [
            booked(1, 1, vancouver, "2026-10-01T09:00:00"), // before the law makes a difference
            booked(2, 1, vancouver, "2026-12-01T09:00:00"),
            booked(3, 1, vancouver, "2026-12-01T10:00:00"), // follows an hour later, as before
            booked(4, 2, vancouver, "2026-12-01T09:00:00"),
            booked(5, 2, "America/Phoenix", "2026-12-01T09:00:00"), // the same resource, elsewhere
        ];
        let change = zone_change(&visits, &Tzdb::bundled()).unwrap();
        assert_eq!(change.version, Tzdb::bundled().version());
        assert_eq!(change.unmoved, 2);
        let moved: Vec<String> = change
            .moved
            .iter()
            .map(|it| {
                let after = it.wall_clock.unwrap();
                let number = it.appointment.uuid().as_u128();
                let shown = it.instant.civil().format("%H:%M");
                format!("{number}: {} -> {after}, or {shown}", it.before.at())
            })
            .collect();
        assert_eq!(
            moved,
            [
                "2: 2026-12-01T17:00Z -> 2026-12-01T16:00Z, or 10:00",
                "3: 2026-12-01T18:00Z -> 2026-12-01T17:00Z, or 11:00",
                "4: 2026-12-01T17:00Z -> 2026-12-01T16:00Z, or 10:00",
            ]
        );
        // 09:00 in Vancouver is now 09:00 in Phoenix: one of the two has to go elsewhere.
        let overlap = Overlap {
            one: id(4),
            other: id(5),
            resource: id(2),
        };
        assert_eq!(change.conflicts, [overlap]);

        let kept = visits[1].clone().under(&Tzdb::bundled()).unwrap();
        assert_eq!(kept.slot().time().civil(), visits[1].slot().time().civil());
        assert_eq!(kept.slot().time().at(), minute("2026-12-01T16:00:00Z"));
        assert_eq!(kept.sequence(), 0);
        let again = zone_change([&kept], &Tzdb::bundled()).unwrap();
        assert_eq!((again.unmoved, again.moved.len()), (1, 0));
    }
}

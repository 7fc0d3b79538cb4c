use core::num::NonZeroU8;

use serde::{Deserialize, Serialize};

use crate::id::{LocationId, ResourceId, Uuid};
use crate::time::{BookedTime, Interval, Minute, Minutes, TimeError, ZoneRules};

use super::cell::{Cell, Lane};
use super::error::Refused;
use super::keep::Keep;
use super::layer::Layer;
use super::occupied::Occupied;
use super::overriding::Override;
use super::pool::matching;
use super::role::Part;
use super::search::Search;
use super::supply::{Supply, lanes};
use super::visit_type::VisitType;

/// A time for a visit: when, where, whose, and as what, all as it was when it was chosen.
///
/// Source: FHIR R4 Slot; one slot here holds all resources that the visit needs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Slot {
    location: LocationId,
    resources: Vec<ResourceId>,
    lane: Lane,
    time: BookedTime,
    visit: VisitType,
    /// Those who fill their role otherwise than in the whole visit and one lane.
    filled: Vec<Filled>,
    overridden: Option<Override>,
}

#[derive(Deserialize, Serialize)]
struct Parts {
    location: LocationId,
    resources: Vec<ResourceId>,
    lane: Lane,
    time: BookedTime,
    visit: VisitType,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    filled: Vec<Filled>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    overridden: Option<Override>,
}

/// How one resource is engaged in a slot.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Filled {
    /// Whose time.
    pub resource: ResourceId,
    /// In which part of the visit.
    pub part: Part,
    /// How many visits at once it bears there, itself included.
    pub capacity: NonZeroU8,
    /// What it keeps from others, lane by lane; what a neighbour's buffer keeps already is left
    /// out.
    pub kept: Vec<(Lane, Interval)>,
}

impl Slot {
    /// The slot that starts at `start`, if the visit can take place then. Roles that several could
    /// fill go to those who come first in their pools, against the fewest layers where some are
    /// overridden.
    ///
    /// # Errors
    ///
    /// As [`Search::admit`]: what the finder offers is granted, and nothing else. Where a booking
    /// over others finds no lane, [`Refused::NotFree`] too.
    pub fn choose(search: &Search<'_>, start: Minute) -> Result<Self, Refused> {
        let open = search.admitted(start)?;
        let minute = Interval::new(start, start.plus(Minutes::new(1)))?;
        let mut able = Vec::new();
        let mut roles = Vec::new();
        for (n, role) in search.roles.iter().enumerate() {
            let mut supplies = Vec::new();
            for resource in open.members(n, start) {
                let mut pool = role.pool.iter();
                if let Some(calendar) = pool.find(|one| one.schedule.resource == resource) {
                    let supply = search.supply(role, calendar, &open.clocks, minute)?;
                    let against = against(supply.rows(minute), start);
                    supplies.push((supply, against));
                }
            }
            supplies.sort_by_key(|(_, against)| against.len());
            able.push(supplies.iter().map(|(one, _)| one.resource()).collect());
            roles.push(supplies);
        }
        let chosen = matching(&able).ok_or(Refused::NoSchedule)?;
        let mut layers = against(search.rows(&open.clocks, minute)?, start);
        layers.extend(search.off_grid(&open.clocks, start).then_some(Layer::Grid));
        let mut filled = Vec::with_capacity(roles.len());
        for (supplies, resource) in roles.into_iter().zip(chosen) {
            let mut supplies = supplies.into_iter();
            if let Some((supply, against)) = supplies.find(|(one, _)| one.resource() == resource) {
                filled.push(Filled::by(&supply, search, start)?);
                layers.extend(against);
            }
        }
        let schedule = search.schedule()?;
        Self::try_from(Parts {
            location: schedule.location,
            resources: filled.iter().map(|one| one.resource).collect(),
            lane: Lane::REGULAR,
            time: BookedTime::at_instant(start, schedule.zone.clone(), search.rules)?,
            visit: search.visit.clone(),
            filled,
            overridden: search.overriding.and_then(|given| given.narrowed(&layers)),
        })
    }

    /// The same slot under other zone rules: the local time stays, the instant may move. Whether
    /// the time is free there is for the store to say.
    ///
    /// # Errors
    ///
    /// [`TimeError::InGap`] where the rules skip the local time.
    pub fn under(&self, rules: &dyn ZoneRules) -> Result<Self, TimeError> {
        Ok(self.moved_to(self.time.under(rules)?))
    }

    /// The same slot as the clocks show it under other zone rules: the instant stays, the local
    /// time may change.
    ///
    /// # Errors
    ///
    /// Whatever the rules refuse.
    pub fn shown_by(&self, rules: &dyn ZoneRules) -> Result<Self, TimeError> {
        let zone = self.time.zone().clone();
        Ok(Self {
            time: BookedTime::at_instant(self.time.at(), zone, rules)?,
            ..self.clone()
        })
    }

    /// The same with all that it keeps, at another time.
    fn moved_to(&self, time: BookedTime) -> Self {
        let (old, new) = (self.time.at(), time.at());
        let shift = |at: Minute| match old <= new {
            true => at.plus(Minutes::between(old, new)),
            false => at.minus(Minutes::between(new, old)),
        };
        let mut moved = self.clone();
        moved.time = time;
        for (_, kept) in moved.filled.iter_mut().flat_map(|one| &mut one.kept) {
            let there = Interval::between(shift(kept.start()), shift(kept.end()));
            *kept = there.map_or(*kept, Cell::whole);
        }
        moved
    }

    /// Where the visit takes place.
    #[must_use]
    pub const fn location(&self) -> LocationId {
        self.location
    }

    /// Who and what it needs, in the order of their identifiers.
    #[must_use]
    pub fn resources(&self) -> &[ResourceId] {
        &self.resources
    }

    /// How each of them is engaged, in the same order.
    pub fn filled(&self) -> impl Iterator<Item = Filled> + '_ {
        self.resources.iter().map(|resource| {
            let mut special = self.filled.iter();
            special
                .find(|one| one.resource == *resource)
                .cloned()
                .unwrap_or_else(|| self.plain(*resource))
        })
    }

    /// The highest lane in which it keeps time: regular, or which overbooking.
    #[must_use]
    pub fn lane(&self) -> Lane {
        let special = self.filled.iter().flat_map(|one| &one.kept);
        special
            .map(|(lane, _)| *lane)
            .filter(|lane| lane.is_overbooked())
            .fold(self.lane, Lane::max)
    }

    /// When it starts.
    #[must_use]
    pub const fn time(&self) -> &BookedTime {
        &self.time
    }

    /// What the visit is, as it was when the slot was chosen.
    #[must_use]
    pub const fn visit(&self) -> &VisitType {
        &self.visit
    }

    /// Against which layers it was booked, why, and who answers for it. Whoever looks at the slot
    /// later does not flag these again.
    #[must_use]
    pub const fn overridden(&self) -> Option<&Override> {
        self.overridden.as_ref()
    }

    /// The time of the visit itself. It ends by elapsed time, whatever the clocks do meanwhile.
    #[must_use]
    pub fn interval(&self) -> Interval {
        let start = self.time.at();
        Interval::between(start, start.plus(self.visit.duration())).unwrap_or(Interval::ALWAYS)
    }

    /// The time of the visit with its buffers, in whole cells.
    #[must_use]
    pub fn occupied(&self) -> Interval {
        let visit = &self.visit;
        Cell::whole(self.interval().widened(visit.before(), visit.after()))
    }

    /// What it keeps from others, by resource.
    pub fn keeps(&self) -> impl Iterator<Item = Keep> + '_ {
        self.filled().flat_map(|one| {
            let resource = one.resource;
            one.kept.into_iter().map(move |(lane, time)| Keep {
                resource,
                lane,
                time,
            })
        })
    }

    /// The claims that it needs, in order.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self.keeps().flat_map(Keep::cells).collect();
        cells.sort_unstable();
        cells
    }

    /// Its time as a [`Calendar`](super::Calendar) of each resource shows it, for `holder`.
    pub fn takes(
        &self,
        holder: impl Into<Uuid>,
    ) -> impl Iterator<Item = (ResourceId, Occupied)> + '_ {
        let holder = holder.into();
        let start = self.time.at();
        self.filled().map(move |one| {
            let occupied = Occupied {
                holder,
                time: one.part.of(start),
                before: one.part.before,
                after: one.part.after,
                capacity: one.capacity,
                starts: start,
                visit: self.visit.id(),
                location: self.location,
                kept: one.kept,
            };
            (one.resource, occupied)
        })
    }

    /// One who has the whole visit to itself.
    fn plain(&self, resource: ResourceId) -> Filled {
        Filled {
            resource,
            part: Part::whole(&self.visit),
            capacity: self.visit.capacity().unwrap_or(NonZeroU8::MIN),
            kept: vec![(self.lane, self.occupied())],
        }
    }
}

impl Filled {
    /// How a resource is engaged in a visit that starts at `start`.
    fn by(supply: &Supply<'_>, search: &Search<'_>, start: Minute) -> Result<Self, Refused> {
        let part = supply.part;
        let time = part.of(start);
        let schedule = supply.calendar.schedule;
        let own = Occupied {
            holder: Uuid::nil(),
            time,
            before: part.before,
            after: part.after,
            capacity: supply.capacity(search, time),
            starts: start,
            visit: search.visit.id(),
            location: schedule.location,
            kept: Vec::new(),
        };
        let cells = lanes(supply, &own, search.policy);
        let kept = cells.ok_or_else(|| Refused::NotFree {
            layer: Layer::Busy,
            resource: schedule.resource,
            visit: time,
            alternatives: Vec::new(),
        })?;
        let keeps = Keep::joined(schedule.resource, kept);
        Ok(Self {
            resource: schedule.resource,
            part,
            capacity: own.capacity,
            kept: keeps
                .into_iter()
                .map(|keep| (keep.lane, keep.time))
                .collect(),
        })
    }
}

/// The layers that bar a start.
fn against(rows: Vec<(Layer, crate::time::IntervalSet)>, start: Minute) -> Vec<Layer> {
    let rows = rows.into_iter();
    rows.filter(|(_, barred)| barred.contains(start))
        .map(|(layer, _)| layer)
        .collect()
}

impl TryFrom<Parts> for Slot {
    type Error = Refused;

    fn try_from(mut parts: Parts) -> Result<Self, Refused> {
        parts.resources.sort_unstable();
        parts.resources.dedup();
        if parts.resources.is_empty() {
            return Err(Refused::NoSchedule);
        }
        if !parts.filled.iter().all(|one| one.part.fits(&parts.visit)) {
            return Err(Refused::Part);
        }
        let mut slot = Self {
            location: parts.location,
            resources: parts.resources,
            lane: parts.lane,
            time: parts.time,
            visit: parts.visit,
            filled: Vec::new(),
            overridden: parts.overridden,
        };
        let special = parts.filled.into_iter();
        slot.filled = special
            .filter(|one| *one != slot.plain(one.resource))
            .collect();
        Ok(slot)
    }
}

impl From<Slot> for Parts {
    fn from(slot: Slot) -> Self {
        Self {
            location: slot.location,
            resources: slot.resources,
            lane: slot.lane,
            time: slot.time,
            visit: slot.visit,
            filled: slot.filled,
            overridden: slot.overridden,
        }
    }
}

//! One resource in one role: every layer as a set of starts.

use core::num::NonZeroU8;

use crate::id::ResourceId;
use crate::time::{Interval, IntervalSet, Minutes, TimeError};

use super::calendar::Calendar;
use super::cell::{Cell, Lane};
use super::granted::{Granted, Ground, touching};
use super::layer::Layer;
use super::occupied::{Occupied, crowded};
use super::policy::{Buffers, Policy};
use super::quota::Quota;
use super::role::Part;
use super::search::Search;

/// What stands for and against a visit of one resource in one part of it.
///
/// The visit itself lies in time that is granted and not taken away; with its buffers it touches
/// nothing that is busy. Finder, validator and explainer all ask here.
#[derive(Debug)]
pub(super) struct Supply<'a> {
    pub(super) calendar: &'a Calendar<'a>,
    pub(super) part: Part,
    pub(super) granted: Granted,
    /// Starts that bookings, distances and quotas bar.
    bars: Vec<(Layer, IntervalSet)>,
}

/// The minutes of a part, counted from the start of its visit.
#[derive(Clone, Copy)]
struct Reach {
    before: i64,
    from: i64,
    to: i64,
    after: i64,
}

impl Reach {
    fn of(part: Part) -> Self {
        let count = |minutes: Minutes| i64::try_from(minutes.count()).unwrap_or(i64::MAX / 4);
        let (from, to) = (count(part.from), count(part.end()));
        Self {
            before: from - count(part.before),
            from,
            to,
            after: to + count(part.after),
        }
    }
}

impl<'a> Supply<'a> {
    pub(super) fn of(
        calendar: &'a Calendar<'a>,
        part: Part,
        search: &Search<'_>,
        ground: Ground<'_>,
    ) -> Result<Self, TimeError> {
        let granted = Granted::of(calendar, ground)?;
        let mut supply = Self {
            calendar,
            part,
            granted,
            bars: Vec::new(),
        };
        if !calendar.occupied.is_empty() {
            supply.bar_occupied(search);
            supply.bar_travel(search);
        }
        supply.bar_quotas(search, ground)?;
        Ok(supply)
    }

    pub(super) fn resource(&self) -> ResourceId {
        self.calendar.schedule.resource
    }

    /// The starts that bookings, distances and quotas bar.
    pub(super) fn barred(&self) -> IntervalSet {
        let bars = self.bars.iter();
        bars.fold(IntervalSet::EMPTY, |all, (_, bar)| all.union(bar))
    }

    /// Every minute in `span` at which the visit could start as far as this resource is concerned,
    /// if the layers in `lifted` did not count.
    pub(super) fn starts(&self, span: Interval, lifted: &[Layer]) -> IntervalSet {
        if lifted.is_empty() {
            return self.walk();
        }
        let mut starts = IntervalSet::from(span);
        for (layer, barred) in self.rows(span) {
            if !lifted.contains(&layer) {
                starts = starts.subtract(&barred);
            }
        }
        starts
    }

    /// Every layer that bars a start in `span`, with the starts that it bars, in the layers' order.
    pub(super) fn rows(&self, span: Interval) -> Vec<(Layer, IntervalSet)> {
        let reach = Reach::of(self.part);
        let there = fitting(&self.granted.hours, self.part);
        let nobody = IntervalSet::from(span).subtract(&there);
        let unknown: IntervalSet =
            touching(&self.granted.unpublished, reach.from, reach.to).collect();
        let mut rows = vec![
            (Layer::Unpublished, nobody.intersect(&unknown)),
            (Layer::Hours, nobody.subtract(&unknown)),
        ];
        for (layer, taken) in &self.granted.takes {
            rows.push((*layer, touching(taken, reach.from, reach.to).collect()));
        }
        let busy = touching(whole(self.calendar.busy), reach.before, reach.after);
        rows.push((Layer::Busy, busy.collect()));
        rows.extend(self.bars.iter().cloned());
        rows.sort_by_key(|(layer, _)| *layer);
        rows.dedup_by(|next, row| {
            let same = next.0 == row.0;
            if same {
                row.1 = row.1.union(&next.1);
            }
            same
        });
        for (_, barred) in &mut rows {
            *barred = barred.within(span);
        }
        rows.retain(|(_, barred)| !barred.is_empty());
        rows
    }

    /// All starts, by one walk along what is granted and what is barred.
    fn walk(&self) -> IntervalSet {
        let free = self.granted.free();
        let Some(first) = free.iter().next() else {
            return IntervalSet::EMPTY;
        };
        let part = self.part;
        let reach = Reach::of(part);
        // What ends within a cell before keeps the whole of it.
        let cell = Minutes::new(Cell::MINUTES.unsigned_abs());
        let busy = self
            .calendar
            .busy
            .ending_after(first.start().minus(part.before.plus(cell)));
        let barred = touching(busy.map(Cell::whole), reach.before, reach.after);
        match self.bars.split_first() {
            None => starts_in(&free, barred, part),
            Some(((_, bar), more)) => {
                let mut all = bar.union(&barred.collect());
                for (_, bar) in more {
                    all = all.union(bar);
                }
                starts_in(&free, all.iter(), part)
            }
        }
    }

    fn bar(&mut self, layer: Layer, starts: impl IntoIterator<Item = Interval>) {
        let starts: IntervalSet = starts.into_iter().collect();
        if !starts.is_empty() {
            self.bars.push((layer, starts));
        }
    }

    /// Visits and holds, as many at once as the strictest allows; nobody in another's buffer.
    fn bar_occupied(&mut self, search: &Search<'_>) {
        let reach = Reach::of(self.part);
        let occupied = self.calendar.occupied;
        let (mut taken, mut full) = (IntervalSet::EMPTY, IntervalSet::EMPTY);
        let mut stricter = IntervalSet::EMPTY;
        for (capacity, time) in self.capacities(search) {
            let here: IntervalSet = touching(&time, reach.from, reach.to).collect();
            let here = here.subtract(&stricter);
            let crowded = crowded(occupied, capacity);
            let bars = |parts| -> IntervalSet { touching(parts, reach.from, reach.to).collect() };
            taken = taken.union(&bars(crowded.taken).intersect(&here));
            full = full.union(&bars(crowded.full).intersect(&here));
            stricter = stricter.union(&here);
        }
        let mut turnover: Vec<Interval> = Vec::new();
        let sum = search.policy.buffers == Buffers::Sum;
        for one in occupied {
            let (core, whole) = (one.core(), one.whole());
            let reaches = [(reach.before, reach.from), (reach.to, reach.after)];
            for (from, to) in reaches.into_iter().filter(|(from, to)| from < to) {
                turnover.extend(touching([if sum { whole } else { core }], from, to));
            }
            turnover.extend(touching(one.buffers(), reach.from, reach.to));
        }
        self.bar(Layer::Busy, taken.iter().chain(turnover));
        self.bar(Layer::Capacity, &full);
    }

    /// How many visits at once a visit of the type bears, strictest first, and when: as its type
    /// and the session say, one where neither does.
    fn capacities(&self, search: &Search<'_>) -> Vec<(NonZeroU8, IntervalSet)> {
        let own = search.visit.capacity();
        let mut sessions = self.granted.capacities.clone();
        sessions.sort_by_key(|(capacity, _)| *capacity);
        let mut levels: Vec<(NonZeroU8, IntervalSet)> = Vec::new();
        let mut said = IntervalSet::EMPTY;
        for (capacity, time) in sessions {
            let time = IntervalSet::from(time).subtract(&said);
            said = said.union(&time);
            levels.push((own.map_or(capacity, |own| own.min(capacity)), time));
        }
        let elsewhere = IntervalSet::from(Interval::ALWAYS).subtract(&said);
        levels.push((own.unwrap_or(NonZeroU8::MIN), elsewhere));
        levels.sort_by_key(|(capacity, _)| *capacity);
        levels.dedup_by(|next, level| {
            let same = next.0 == level.0;
            if same {
                level.1 = level.1.union(&next.1);
            }
            same
        });
        levels
    }

    /// How many visits at once one bears whose part lies in `time`: the strictest of what holds.
    pub(super) fn capacity(&self, search: &Search<'_>, time: Interval) -> NonZeroU8 {
        self.capacities(search)
            .into_iter()
            .find(|(_, during)| !during.within(time).is_empty())
            .map_or(NonZeroU8::MIN, |(capacity, _)| capacity)
    }

    /// Visits elsewhere, with the way from and to them.
    fn bar_travel(&mut self, search: &Search<'_>) {
        let here = self.calendar.schedule.location;
        if !search.travel.concerns(here) {
            return;
        }
        let part = self.part;
        let besides = |one: Minutes, other: Minutes| match search.policy.buffers {
            Buffers::Max => Minutes::ZERO,
            Buffers::Sum => one.plus(other),
        };
        let mut bars = Vec::new();
        for one in self.calendar.occupied {
            let there = |to: bool| match to {
                true => search.travel.between(here, one.location),
                false => search.travel.between(one.location, here),
            };
            let (to, back) = (there(true), there(false));
            if (to, back) == (Minutes::ZERO, Minutes::ZERO) {
                continue;
            }
            let apart = one.time.widened(
                to.plus(besides(part.after, one.before)),
                back.plus(besides(part.before, one.after)),
            );
            let reach = Reach::of(part);
            bars.extend(touching([apart], reach.from, reach.to));
        }
        self.bar(Layer::Travel, bars);
    }

    /// Days and weeks that have as many visits as they may.
    fn bar_quotas(&mut self, search: &Search<'_>, ground: Ground<'_>) -> Result<(), TimeError> {
        let schedule = self.calendar.schedule;
        let (resource, visit) = (schedule.resource, search.visit.id());
        let mine = |quota: &&Quota| quota.counts(resource, visit, schedule.location);
        let mut bars = Vec::new();
        for quota in search.quotas.iter().filter(mine) {
            let mut counted = std::collections::BTreeMap::<i32, u16>::new();
            for one in self.calendar.occupied {
                if quota.counts(resource, one.visit, one.location)
                    && ground.clocks.within().contains(one.starts)
                {
                    let date = ground.clocks.civil_at(one.starts)?.date();
                    let count = counted.entry(quota.per.number(date)).or_default();
                    *count = count.saturating_add(1);
                }
            }
            for date in ground.days.days() {
                let count = counted.get(&quota.per.number(date));
                if count.copied().unwrap_or_default() >= quota.most {
                    bars.extend(ground.clocks.day(date)?);
                }
            }
        }
        self.bar(Layer::Quota, bars);
        Ok(())
    }
}

/// Busy time, drawn out to the cells that keep it.
fn whole(busy: &IntervalSet) -> impl Iterator<Item = Interval> + '_ {
    busy.iter().map(Cell::whole)
}

/// The starts at which a part lies wholly in `hours`.
fn fitting(hours: &IntervalSet, part: Part) -> IntervalSet {
    starts_in(hours, core::iter::empty(), part)
}

/// The starts at which a part fits into what is granted, and that nothing bars: one walk along
/// both. Bars come in order.
fn starts_in(
    granted: &IntervalSet,
    barred: impl Iterator<Item = Interval>,
    part: Part,
) -> IntervalSet {
    let minute = Minutes::new(1);
    let mut barred = barred.peekable();
    let mut starts = Vec::with_capacity(granted.iter().len() * 2);
    for time in granted {
        let mut from = time.start().minus(part.from);
        let end = time.end().plus(minute).minus(part.end());
        while let Some(bar) = barred.peek().copied().filter(|bar| bar.start() < end) {
            starts.extend(Interval::between(from, bar.start()));
            from = from.max(bar.end());
            if bar.end() > end {
                break; // it may reach into the next part too
            }
            barred.next();
        }
        starts.extend(Interval::between(from, end));
    }
    starts.into()
}

/// The cells of a part that nobody has yet, in the lowest lanes that are free; where there is no
/// room, in the lowest free lanes above, as far as the policy goes.
pub(super) fn lanes(
    supply: &Supply<'_>,
    own: &Occupied,
    policy: &Policy,
) -> Option<Vec<(Lane, Interval)>> {
    let (core, resource) = (own.core(), supply.resource());
    let mut kept = Vec::new();
    for cell in Cell::of(resource, Lane::REGULAR, own.whole()) {
        let time = cell.time().ok()?;
        let there = |one: &&Occupied| one.whole().overlaps(time);
        let others = supply.calendar.occupied.iter().filter(there);
        let shared = policy.buffers == Buffers::Max && !core.overlaps(time);
        let turnover = |one: &Occupied| !one.core().overlaps(time);
        if shared && others.clone().any(turnover) && others.clone().all(turnover) {
            continue; // a neighbour's buffer keeps it
        }
        let taken: Vec<Lane> = others
            .clone()
            .flat_map(|one| &one.kept)
            .filter(|(_, kept)| kept.overlaps(time))
            .map(|(lane, _)| *lane)
            .collect();
        let strictest = others.map(|one| one.capacity).min();
        let room = strictest.map_or(own.capacity, |other| other.min(own.capacity));
        let clear = supply.calendar.busy.within(time).is_empty();
        let mut regular = (0..room.get()).map(Lane);
        let lane = match regular.find(|lane| clear && !taken.contains(lane)) {
            Some(lane) => lane,
            None => Lane::overbooked()
                .take(policy.overbook.into())
                .find(|lane| !taken.contains(lane))?,
        };
        kept.push((lane, time));
    }
    Some(kept)
}

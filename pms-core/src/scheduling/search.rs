use chrono::{DateTime, Days, NaiveTime, Utc};

use crate::time::{
    Fold, Gap, Interval, IntervalSet, Minute, Minutes, Offsets, Period, TimeError, Zone, ZoneRules,
};

use super::calendar::Calendar;
use super::error::Refused;
use super::filter::Filter;
use super::granted::{Ground, days_around, touching};
use super::grid::{Grid, Step};
use super::layer::Layer;
use super::occupied::Occupied;
use super::openings::Openings;
use super::overriding::Override;
use super::policy::Policy;
use super::pool::{Member, matched, shared};
use super::quota::Quota;
use super::role::{Part, Role, Roles};
use super::schedule::Schedule;
use super::session::{Asking, Whom};
use super::spacing::Spacing;
use super::supply::Supply;
use super::travel::Travel;
use super::visit_type::VisitType;
use super::visitor::Visitor;

/// What is looked for, where, and under which policy: the question that finder, validator and
/// explainer share.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// Those who are needed, all at one location.
    pub roles: Roles<'a>,
    /// What the visit takes.
    pub visit: &'a VisitType,
    /// How the practice books.
    pub policy: &'a Policy,
    /// What local time means.
    pub rules: &'a dyn ZoneRules,
    /// When the question is asked.
    pub now: DateTime<Utc>,
    /// How many visits a day or a week may have.
    pub quotas: &'a [Quota],
    /// How long it takes from one location to another.
    pub travel: &'a Travel,
    /// Which visits of one patient keep a distance.
    pub spacings: &'a [Spacing],
    /// For whom; without it for nobody in particular.
    pub visitor: Option<&'a Visitor>,
    /// Which starts would be liked; without it all.
    pub filter: Option<&'a Filter>,
    /// Whoever books against some layers, and answers for it.
    pub overriding: Option<&'a Override>,
}

/// Every time in `window` at which the visit could start.
///
/// A start lies in the window; the visit may end after it.
///
/// ```
/// # use pms_core::id::Uuid;
/// # use pms_core::scheduling::*;
/// # use pms_core::time::{Minutes, Period, Tzdb, ZoneRules};
/// # let id = Uuid::nil();
/// let hours = vec![Window::new("08:00".parse()?, "12:00".parse()?)?];
/// let schedule = Schedule::new(id.into(), id.into(), id.into(), "America/New_York".parse()?)
///     .publish(Period::since("2026-01-01".parse()?), Week::workdays(hours));
/// let rules = Tzdb::bundled();
/// let monday = rules.day(&schedule.zone, "2026-03-09".parse()?)?.ok_or("no such day")?;
/// let visit = VisitType::new(id.into(), "follow-up", Minutes::new(30))?;
/// let policy = Policy::default();
/// let now = "2026-03-01T00:00:00Z".parse()?;
/// let doctor = [Calendar::of(&schedule)];
/// let search = Search::of(&doctor, &visit, &policy, &rules, now);
/// let open = open_slots(&search, monday)?;
/// assert_eq!(open.ranges().count(), 1);
/// assert_eq!(open.starts().count(), 15); // 08:00, 08:15 .. 11:30
/// assert_eq!(open.pick(Pick::First(2)).count(), 2);
/// assert_eq!(open.answer(), Answer::Open);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Refused::NoSchedule`], [`Refused::LocationsDiffer`], [`Refused::Part`] where a role's part lies
/// outside the visit, or [`Refused::Time`] where the zone rules do not know the zone or do not reach
/// that far.
pub fn open_slots(search: &Search<'_>, window: Interval) -> Result<Openings, Refused> {
    let schedule = search.schedule()?;
    let clocks = search.clocks(&schedule.zone, window)?;
    let bounds = search.bounds(&schedule.zone)?;
    let mut open = Openings {
        starts: IntervalSet::EMPTY,
        clips: bounds.clips(window),
        clocks,
        step: search.step(),
        offset: search.policy.offset,
        duration: search.visit.duration(),
        roles: Vec::new(),
        unreachable: Vec::new(),
    };
    if let Some(span) = bounds.within(window) {
        search.open(span, &mut open)?;
    }
    Ok(open)
}

impl<'a> Search<'a> {
    /// A search for those who are needed, nothing else asked: each of some calendars, or roles.
    pub fn of(
        roles: impl Into<Roles<'a>>,
        visit: &'a VisitType,
        policy: &'a Policy,
        rules: &'a dyn ZoneRules,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            roles: roles.into(),
            visit,
            policy,
            rules,
            now,
            quotas: &[],
            spacings: &[],
            travel: Travel::NONE,
            visitor: None,
            filter: None,
            overriding: None,
        }
    }

    /// Whether the visit can start at `start`: true of each start that [`open_slots`] gives, and of
    /// no other.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`] with the first layer that stands against it and whose it is; and as
    /// [`open_slots`].
    pub fn admit(&self, start: Minute) -> Result<(), Refused> {
        self.admitted(start).map(|_| ())
    }

    /// Asks the same with other visits in the calendars than they show.
    pub(super) fn over<R>(
        &self,
        occupied: impl Fn(&Calendar<'_>) -> Vec<Occupied>,
        ask: impl FnOnce(&Search<'_>) -> R,
    ) -> R {
        let others = self
            .roles
            .iter()
            .map(|role| role.pool.iter().map(&occupied));
        let others: Vec<Vec<Vec<Occupied>>> = others.map(Iterator::collect).collect();
        let mut pools: Vec<(Vec<Calendar<'_>>, Option<Part>)> = Vec::with_capacity(others.len());
        for (role, others) in self.roles.iter().zip(&others) {
            let calendars = role.pool.iter().zip(others);
            let calendars = calendars.map(|(one, occupied)| Calendar { occupied, ..*one });
            pools.push((calendars.collect(), role.part));
        }
        let roles = pools.iter().map(|(pool, part)| Role { pool, part: *part });
        let roles: Vec<Role<'_>> = roles.collect();
        ask(&Search {
            roles: Roles::Filled(&roles),
            ..*self
        })
    }

    /// The next starts after `start` in `window`, three at most: what a refusal offers instead.
    ///
    /// # Errors
    ///
    /// As [`open_slots`].
    pub fn alternatives(&self, start: Minute, window: Interval) -> Result<Vec<Minute>, Refused> {
        let Some(later) = Interval::between(start.max(window.start()), window.end()) else {
            return Ok(Vec::new());
        };
        Ok(open_slots(self, later)?.starts().take(3).collect())
    }

    /// The answer for the one minute, where the visit can start then.
    pub(super) fn admitted(&self, start: Minute) -> Result<Openings, Refused> {
        let minute = Interval::new(start, start.plus(Minutes::new(1)))?;
        let open = open_slots(self, minute)?;
        if open.contains(start) {
            Ok(open)
        } else {
            Err(self.against(start, minute)?)
        }
    }

    /// The first layer that stands against a start, and whose it is.
    fn against(&self, start: Minute, minute: Interval) -> Result<Refused, Refused> {
        let schedule = self.schedule()?;
        let clocks = self.clocks(&schedule.zone, minute)?;
        let lifted = self.lifted();
        let first = |rows: Vec<(Layer, IntervalSet)>| {
            let mut rows = rows
                .into_iter()
                .filter(|(layer, _)| !lifted.contains(layer));
            rows.find(|(_, barred)| barred.contains(start))
                .map(|(layer, _)| layer)
        };
        for role in self.roles.iter() {
            let mut stands = None;
            let mut free = false;
            for calendar in role.pool {
                let supply = self.supply(role, calendar, &clocks, minute)?;
                match first(supply.rows(minute)) {
                    None => free = true,
                    Some(layer) => stands = stands.or(Some((layer, calendar.schedule))),
                }
            }
            if let (false, Some((layer, of))) = (free, stands) {
                return self.not_free(layer, of, start);
            }
        }
        let layer = first(self.rows(&clocks, minute)?);
        let unmatched = open_slots(self, minute)?.starts.is_empty();
        let layer = layer.unwrap_or(if unmatched { Layer::Pool } else { Layer::Grid });
        self.not_free(layer, schedule, start)
    }

    fn not_free(&self, layer: Layer, of: &Schedule, start: Minute) -> Result<Refused, Refused> {
        Ok(Refused::NotFree {
            layer,
            resource: of.resource,
            visit: Interval::new(start, start.plus(self.visit.duration()))?,
            alternatives: Vec::new(),
        })
    }

    /// Fills the answer for a span in which the practice books.
    fn open(&self, span: Interval, open: &mut Openings) -> Result<(), Refused> {
        let lifted = self.lifted();
        open.starts = span.into();
        for role in self.roles.iter() {
            let mut pool = Vec::with_capacity(role.pool.len());
            let mut anyone = IntervalSet::EMPTY;
            for calendar in role.pool {
                let supply = self.supply(role, calendar, &open.clocks, span)?;
                let starts = supply.starts(span, lifted);
                let unpublished = &supply.granted.unpublished;
                if !unpublished.within(span).is_empty()
                    && open.clips.first() != Some(&Layer::Unpublished)
                {
                    open.clips.insert(0, Layer::Unpublished);
                }
                if !calendar.unknown.within(span).is_empty() {
                    open.unreachable.push(supply.resource());
                }
                let resource = supply.resource();
                let alone = role.pool.len() == 1;
                pool.push(Member {
                    resource,
                    starts: (!alone).then(|| starts.clone()),
                });
                anyone = match alone {
                    true => starts,
                    false => anyone.union(&starts),
                };
            }
            open.starts = open.starts.intersect(&anyone);
            open.roles.push(pool);
        }
        for (layer, barred) in self.asked(&open.clocks, span)? {
            if !lifted.contains(&layer) {
                open.starts = open.starts.subtract(&barred);
            }
        }
        if shared(&open.roles) {
            open.starts = matched(&open.roles, &open.starts);
        }
        Ok(())
    }

    /// What a resource has for and against its part of the visit.
    pub(super) fn supply(
        &self,
        role: Role<'a>,
        calendar: &'a Calendar<'a>,
        clocks: &Offsets,
        span: Interval,
    ) -> Result<Supply<'a>, Refused> {
        let part = role.part.unwrap_or(Part::whole(self.visit));
        if !part.fits(self.visit) {
            return Err(Refused::Part);
        }
        let ground = Ground {
            clocks,
            days: self.days(clocks, span)?,
            asking: self.asking(calendar),
            now: self.now,
        };
        Ok(Supply::of(calendar, part, self, ground)?)
    }

    /// The layers that are nobody's in particular, each with the starts in `span` that it bars.
    pub(super) fn rows(
        &self,
        clocks: &Offsets,
        span: Interval,
    ) -> Result<Vec<(Layer, IntervalSet)>, Refused> {
        let mut rows = self.asked(clocks, span)?;
        let plain = Self {
            overriding: None,
            ..*self
        };
        let bounds = plain.bounds(clocks.zone())?;
        let soon = Interval::between(span.start(), span.end().min(bounds.earliest));
        let far = Interval::between(span.start().max(bounds.end), span.end());
        rows.push((Layer::Notice, soon.into_iter().collect()));
        rows.push((Layer::Horizon, far.into_iter().collect()));
        rows.retain(|(_, barred)| !barred.is_empty());
        rows.sort_by_key(|(layer, _)| *layer);
        Ok(rows)
    }

    /// Those of them that hang on who asks and what is wished.
    fn asked(
        &self,
        clocks: &Offsets,
        span: Interval,
    ) -> Result<Vec<(Layer, IntervalSet)>, Refused> {
        let mut rows = Vec::new();
        if let Some(visitor) = self.visitor {
            rows.push((Layer::Patient, self.elsewhere(visitor)?.within(span)));
            if !self.spacings.is_empty() {
                rows.push((Layer::Spacing, self.too_near(visitor, clocks, span)?));
            }
        }
        if let Some(filter) = self.filter.filter(|filter| !filter.is_empty()) {
            let wanted = filter.starts(clocks, self.rules, span)?;
            rows.push((Layer::Filter, IntervalSet::from(span).subtract(&wanted)));
        }
        Ok(rows)
    }

    /// Whether a start is none of those that the practice offers.
    pub(super) fn off_grid(&self, clocks: &Offsets, start: Minute) -> bool {
        !Grid::new(clocks, self.policy.step, self.policy.offset).has(start)
    }

    /// The starts at which the patient is elsewhere, or cannot be there in time.
    fn elsewhere(&self, visitor: &Visitor) -> Result<IntervalSet, Refused> {
        let here = self.schedule()?.location;
        let length = i64::try_from(self.visit.duration().count()).unwrap_or(i64::MAX / 4);
        let elsewhere = visitor.elsewhere(here, self.travel);
        Ok(touching(elsewhere, 0, length).collect())
    }

    /// The days on which the visit would come too near to another of the patient.
    fn too_near(
        &self,
        visitor: &Visitor,
        clocks: &Offsets,
        span: Interval,
    ) -> Result<IntervalSet, TimeError> {
        let zone = clocks.zone();
        let told = |at: Minute| Ok(self.rules.civil_at(zone, at)?.date());
        let now = Minute::containing(self.now);
        let mut barred = Vec::new();
        for date in self.days(clocks, span)?.days() {
            if visitor.too_near((self.visit.id(), date), self.spacings, now, told)? {
                barred.extend(clocks.day(date)?);
            }
        }
        Ok(IntervalSet::from(barred).within(span))
    }

    /// The schedule whose location and zone are those of the visit.
    pub(super) fn schedule(&self) -> Result<&'a Schedule, Refused> {
        let mut calendars = self.roles.calendars();
        let first = calendars.next().ok_or(Refused::NoSchedule)?.schedule;
        let together = calendars.all(|calendar| {
            let schedule = calendar.schedule;
            schedule.location == first.location && schedule.zone == first.zone
        });
        if together {
            Ok(first)
        } else {
            Err(Refused::LocationsDiffer)
        }
    }

    /// The clocks of the zone for a window, the visit that starts last, and the days around.
    pub(super) fn clocks(&self, zone: &Zone, window: Interval) -> Result<Offsets, TimeError> {
        let days = if self.quotas.is_empty() { 4 } else { 9 };
        let spare = Minutes::new(days * 1_440);
        let after = spare.plus(self.visit.duration());
        self.rules.offsets(zone, window.widened(spare, after))
    }

    /// The civil days on which a visit could lie that starts in `span`, and one more either way
    /// for the clocks that are set back over midnight.
    fn days(&self, clocks: &Offsets, span: Interval) -> Result<Period, TimeError> {
        days_around(clocks, span.widened(Minutes::ZERO, self.visit.duration()))
    }

    /// From when to when the practice books, as of now.
    pub(super) fn bounds(&self, zone: &Zone) -> Result<Bounds, TimeError> {
        Bounds::of(self.policy, self.lifted(), self.now, zone, self.rules)
    }

    /// The layers that somebody answers for.
    pub(super) fn lifted(&self) -> &'a [Layer] {
        self.overriding.map_or(&[], Override::layers)
    }

    /// How far the starts are apart: a minute where the grid is overridden.
    pub(super) fn step(&self) -> Step {
        match self.lifted().contains(&Layer::Grid) {
            true => Step::MINUTE,
            false => self.policy.step,
        }
    }

    fn asking(&self, calendar: &Calendar<'_>) -> Asking {
        Asking {
            visit: self.visit.id(),
            modality: self.visit.modality(),
            whom: match self.visitor {
                None => Whom::Unknown,
                Some(visitor) => visitor.whom(calendar.specialty),
            },
            by_patient: self.visitor.is_some_and(|visitor| visitor.books),
        }
    }
}

/// From when to when starts are offered at all.
pub(super) struct Bounds {
    earliest: Minute,
    end: Minute,
}

impl Bounds {
    /// As of `at`, but for the layers that somebody answers for.
    pub(super) fn of(
        policy: &Policy,
        lifted: &[Layer],
        at: DateTime<Utc>,
        zone: &Zone,
        rules: &dyn ZoneRules,
    ) -> Result<Self, TimeError> {
        let mut now = Minute::containing(at);
        if DateTime::from(now) < at {
            now = now.plus(Minutes::new(1));
        }
        let earliest = match lifted.contains(&Layer::Notice) {
            true => Minute::MIN,
            false => now.plus(policy.notice),
        };
        let horizon = policy.horizon_days;
        let end = match horizon.filter(|_| !lifted.contains(&Layer::Horizon)) {
            None => Minute::MAX,
            Some(days) => rules
                .civil_at(zone, now)?
                .date()
                .checked_add_days(Days::new(u64::from(days) + 1))
                .map_or(Ok(Minute::MAX), |date| {
                    rules
                        .resolve(zone, date.and_time(NaiveTime::MIN))?
                        .pick(Gap::Edge, Fold::First)
                })?,
        };
        Ok(Self { earliest, end })
    }

    pub(super) fn within(&self, window: Interval) -> Option<Interval> {
        Interval::between(
            window.start().max(self.earliest),
            window.end().min(self.end),
        )
    }

    pub(super) fn clips(&self, window: Interval) -> Vec<Layer> {
        let soon = (window.start() < self.earliest).then_some(Layer::Notice);
        let far = (self.end < window.end()).then_some(Layer::Horizon);
        soon.into_iter().chain(far).collect()
    }
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
#[path = "search_tests.rs"]
mod tests;

#[cfg(test)]
#[cfg(feature = "tzdb")]
#[path = "layer_tests.rs"]
mod layer_tests;

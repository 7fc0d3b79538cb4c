use serde::{Deserialize, Serialize};

use crate::id::ResourceId;
use crate::time::{Interval, IntervalSet, Minute, Minutes, Offsets};

use super::error::Refused;
use super::grid::{Grid, Step};
use super::layer::Layer;
use super::pool::{Member, matched, shared};
use super::search::{Search, open_slots};

/// Why a search finds what it finds: each layer, what it takes, and what would help.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Explanation {
    /// How many starts there are: as many as [`open_slots`] gives.
    pub starts: u64,
    /// The layers that stand against some minute of the window, resource by resource.
    pub against: Vec<Against>,
    /// What would open further starts, the cheapest first: asking otherwise, then a rule, then
    /// somebody's time, then longer hours; of these the most starts, and the nearest. What nobody
    /// may override is not among them.
    pub relaxations: Vec<Relaxation>,
}

/// What one layer of one resource takes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Against {
    /// Which layer.
    pub layer: Layer,
    /// Whose it is; nobody's in particular where it is the patient's, the policy's or the wish's.
    pub resource: Option<ResourceId>,
    /// At how many minutes of the window the visit could not start for this, whatever else stands
    /// against them too.
    pub removes: Minutes,
    /// How many starts would be open if this layer alone did not count. For the grid, those that a
    /// grid of five minutes would have besides.
    pub alone: u64,
}

/// Something that would open further starts.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Relaxation {
    /// What would be otherwise.
    pub change: Relief,
    /// How many starts that would open.
    pub starts: u64,
    /// The first of them.
    pub first: Minute,
}

/// What would be otherwise.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Relief {
    /// These layers of these resources did not count.
    Lift(Vec<(Layer, Option<ResourceId>)>),
    /// The visit lasted no longer than this.
    Shorter(Minutes),
}

impl Search<'_> {
    /// Why there are the starts in `window` that [`open_slots`] gives, and no others.
    ///
    /// # Errors
    ///
    /// As [`open_slots`].
    pub fn why(&self, window: Interval) -> Result<Explanation, Refused> {
        let clocks = self.clocks(&self.schedule()?.zone, window)?;
        let question = Question::of(self, &clocks, window)?;
        let total = question.open(&[]);
        let mut against = Vec::new();
        let mut relaxations = Vec::new();
        for (row, without) in question.leave_one_out() {
            let gained = without.subtract(&total);
            let alone = question.count(&gained);
            against.push(Against {
                layer: row.layer,
                resource: row.resource,
                removes: row.barred.length(),
                alone,
            });
            if !row.layer.is_hard() {
                let lift = Relief::Lift(vec![(row.layer, row.resource)]);
                relaxations.extend(question.relaxed(lift, &gained, alone));
            }
        }
        let starts = question.count(&total);
        against.extend(question.off_grid(&total, starts));
        if starts == 0 {
            relaxations.extend(self.shorter(window)?);
        }
        if starts == 0 && relaxations.is_empty() {
            relaxations.extend(question.pairs());
        }
        relaxations.sort_by_key(|one| {
            (
                one.change.price(),
                core::cmp::Reverse(one.starts),
                one.first,
            )
        });
        Ok(Explanation {
            starts,
            against,
            relaxations,
        })
    }

    /// The longest visit, in steps of five minutes down to half of this one, that finds a start.
    fn shorter(&self, window: Interval) -> Result<Option<Relaxation>, Refused> {
        let whole = self.visit.duration().count();
        for less in (5..=whole / 2).step_by(5) {
            let Some(visit) = self.visit.lasting(Minutes::new(whole - less)) else {
                break;
            };
            if !self
                .roles
                .iter()
                .all(|role| role.part.is_none_or(|part| part.fits(&visit)))
            {
                break;
            }
            let search = Search {
                visit: &visit,
                roles: self.roles,
                ..*self
            };
            let open = open_slots(&search, window)?;
            if let Some(first) = open.starts().next() {
                return Ok(Some(Relaxation {
                    change: Relief::Shorter(visit.duration()),
                    starts: open.starts().count().try_into().unwrap_or(u64::MAX),
                    first,
                }));
            }
        }
        Ok(None)
    }
}

impl Relief {
    /// What it costs a practice, as an order: to ask otherwise is cheaper than to move a rule, that
    /// is cheaper than to move somebody, and that than to work longer.
    fn price(&self) -> usize {
        match self {
            Self::Lift(layers) => layers.iter().map(|(layer, _)| price(*layer)).sum(),
            Self::Shorter(_) => 2,
        }
    }
}

const fn price(layer: Layer) -> usize {
    match layer {
        Layer::Filter | Layer::Grid => 1,
        Layer::Reserved | Layer::Quota | Layer::Notice | Layer::Horizon => 2,
        Layer::Block | Layer::Capacity | Layer::Travel | Layer::Patient | Layer::Spacing => 3,
        Layer::Busy | Layer::Unreachable => 4,
        Layer::Hours | Layer::Unpublished | Layer::Credential => 5,
        Layer::Closure | Layer::Licence | Layer::Pool => 6,
    }
}

/// One layer of one resource, or nobody's, and the starts that it bars.
struct Row {
    layer: Layer,
    resource: Option<ResourceId>,
    barred: IntervalSet,
}

/// A search as rows: for each role those of each member of its pool, and those that are nobody's.
struct Question<'a> {
    clocks: &'a Offsets,
    step: Step,
    offset: u16,
    span: IntervalSet,
    roles: Vec<Vec<(ResourceId, Vec<Row>)>>,
    rest: Vec<Row>,
}

impl<'a> Question<'a> {
    fn of(search: &Search<'_>, clocks: &'a Offsets, window: Interval) -> Result<Self, Refused> {
        let lifted = search.lifted();
        let rows = |rows: Vec<(Layer, IntervalSet)>, resource| -> Vec<Row> {
            let kept = rows
                .into_iter()
                .filter(|(layer, _)| !lifted.contains(layer));
            kept.map(|(layer, barred)| Row {
                layer,
                resource,
                barred,
            })
            .collect()
        };
        let mut roles = Vec::new();
        for role in search.roles.iter() {
            let mut pool = Vec::with_capacity(role.pool.len());
            for calendar in role.pool {
                let supply = search.supply(role, calendar, clocks, window)?;
                let resource = supply.resource();
                pool.push((resource, rows(supply.rows(window), Some(resource))));
            }
            roles.push(pool);
        }
        Ok(Self {
            clocks,
            step: search.step(),
            offset: search.policy.offset,
            span: window.into(),
            roles,
            rest: rows(search.rows(clocks, window)?, None),
        })
    }

    /// How many starts lie in a set.
    fn count(&self, set: &IntervalSet) -> u64 {
        self.grid(self.step).count(set)
    }

    fn grid(&self, step: Step) -> Grid<'_> {
        Grid::new(self.clocks, step, self.offset)
    }

    /// The starts that are open if the rows named by `lifted` did not count.
    fn open(&self, lifted: &[(Layer, Option<ResourceId>)]) -> IntervalSet {
        let clear = |rows: &[Row]| {
            let counts = rows
                .iter()
                .filter(|row| !lifted.contains(&(row.layer, row.resource)));
            counts.fold(self.span.clone(), |open, row| open.subtract(&row.barred))
        };
        let roles: Vec<Vec<(ResourceId, IntervalSet)>> = self
            .roles
            .iter()
            .map(|pool| {
                let pool = pool.iter();
                pool.map(|(resource, rows)| (*resource, clear(rows)))
                    .collect()
            })
            .collect();
        self.together(roles, clear(&self.rest))
    }

    /// The starts at which every role has someone of its own, and nothing else stands against them.
    fn together(
        &self,
        roles: Vec<Vec<(ResourceId, IntervalSet)>>,
        rest: IntervalSet,
    ) -> IntervalSet {
        let mut open = rest;
        let mut pools = Vec::with_capacity(roles.len());
        for pool in roles {
            let anyone = pool
                .iter()
                .map(|(_, starts)| starts)
                .fold(IntervalSet::EMPTY, |all, starts| all.union(starts));
            open = open.intersect(&anyone);
            let members = pool.into_iter().map(|(resource, starts)| Member {
                resource,
                starts: Some(starts),
            });
            pools.push(members.collect::<Vec<_>>());
        }
        if shared(&pools) {
            open = matched(&pools, &open);
        }
        open
    }

    /// Each row, with what is open if it alone did not count.
    fn leave_one_out(&self) -> Vec<(&Row, IntervalSet)> {
        let everyone = || self.roles.iter().flatten();
        let mut seen: Vec<ResourceId> = Vec::new();
        let twice = everyone().any(|(resource, _)| {
            let again = seen.contains(resource);
            seen.push(*resource);
            again
        });
        if twice {
            return self.one_by_one();
        }
        let open = |rows: &[Row]| {
            rows.iter()
                .fold(self.span.clone(), |open, row| open.subtract(&row.barred))
        };
        let rest = open(&self.rest);
        let members: Vec<Vec<IntervalSet>> = self
            .roles
            .iter()
            .map(|pool| pool.iter().map(|(_, rows)| open(rows)).collect())
            .collect();
        let anyone: Vec<IntervalSet> = members
            .iter()
            .map(|pool| {
                pool.iter()
                    .fold(IntervalSet::EMPTY, |all, one| all.union(one))
            })
            .collect();
        let others = all_but_one(&anyone, &self.span, IntervalSet::intersect);
        let mut found = Vec::new();
        for ((pool, others), sets) in self.roles.iter().zip(&others).zip(&members) {
            let colleagues = all_but_one(sets, &IntervalSet::EMPTY, IntervalSet::union);
            for ((_, rows), colleagues) in pool.iter().zip(&colleagues) {
                for (row, barred) in rows.iter().zip(barred_but_one(rows)) {
                    let role = self.span.subtract(&barred).union(colleagues);
                    found.push((row, role.intersect(others).intersect(&rest)));
                }
            }
        }
        let roles = anyone
            .iter()
            .fold(self.span.clone(), |all, one| all.intersect(one));
        for (row, barred) in self.rest.iter().zip(barred_but_one(&self.rest)) {
            found.push((row, roles.subtract(&barred)));
        }
        found
    }

    /// The same where one resource could fill several roles: asked anew for each row.
    fn one_by_one(&self) -> Vec<(&Row, IntervalSet)> {
        let mut named: Vec<(Layer, Option<ResourceId>)> = Vec::new();
        let members = self.roles.iter().flatten().flat_map(|(_, rows)| rows);
        let mut found = Vec::new();
        for row in members.chain(&self.rest) {
            let name = (row.layer, row.resource);
            if !named.contains(&name) {
                named.push(name);
                found.push((row, self.open(&[name])));
            }
        }
        found
    }

    /// What the grid takes of the minutes that are open.
    fn off_grid(&self, total: &IntervalSet, starts: u64) -> Option<Against> {
        let both = self.grid(self.step.on_cells()).count(total);
        let finer = self.grid(Step::CELL).count(total) - both;
        let removes = total.length().count().saturating_sub(starts);
        (removes > 0).then(|| Against {
            layer: Layer::Grid,
            resource: None,
            removes: Minutes::new(removes),
            alone: finer,
        })
    }

    /// What opens `starts` of the minutes that are gained; nothing where it opens none.
    fn relaxed(&self, change: Relief, gained: &IntervalSet, starts: u64) -> Option<Relaxation> {
        let first = self.grid(self.step).cut(gained).next()?;
        Some(Relaxation {
            change,
            starts,
            first,
        })
    }

    /// Two layers that help together, where no one does.
    fn pairs(&self) -> Vec<Relaxation> {
        let members = self.roles.iter().flatten().flat_map(|(_, rows)| rows);
        let mut names: Vec<(Layer, Option<ResourceId>)> = members
            .chain(&self.rest)
            .map(|row| (row.layer, row.resource))
            .filter(|(layer, _)| !layer.is_hard())
            .collect();
        names.sort_unstable();
        names.dedup();
        let mut found = Vec::new();
        for (n, one) in names.iter().enumerate() {
            for other in names.iter().skip(n + 1) {
                let both = vec![*one, *other];
                let open = self.open(&both);
                let starts = self.count(&open);
                found.extend(self.relaxed(Relief::Lift(both), &open, starts));
            }
        }
        found
    }
}

/// For each row, what all the others bar.
fn barred_but_one(rows: &[Row]) -> Vec<IntervalSet> {
    let barred: Vec<IntervalSet> = rows.iter().map(|row| row.barred.clone()).collect();
    all_but_one(&barred, &IntervalSet::EMPTY, IntervalSet::union)
}

/// For each set, all the others joined: what comes before it and what comes after, each joined once.
fn all_but_one(
    sets: &[IntervalSet],
    none: &IntervalSet,
    join: impl Fn(&IntervalSet, &IntervalSet) -> IntervalSet,
) -> Vec<IntervalSet> {
    let mut after = vec![none.clone()];
    for set in sets.iter().rev() {
        let last = after.last().unwrap_or(none);
        after.push(join(last, set));
    }
    let mut before = none.clone();
    let after = after.iter().rev().skip(1);
    sets.iter()
        .zip(after)
        .map(|(set, after)| {
            let others = join(&before, after);
            before = join(&before, set);
            others
        })
        .collect()
}

use chrono::{Months, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::id::{ResourceId, Uuid};
use crate::time::{Interval, Minute, Minutes, Period, Zone, ZoneRules};

use super::calendar::Calendar;
use super::error::Refused;
use super::layer::Layer;
use super::occupied::Occupied;
use super::recurrence::{Limit, Occurrence, Recurrence};
use super::search::{Search, open_slots};
use super::slot::Slot;
use super::visitor::{Attendance, Visitor};

/// What a series of visits is to be: when, how firmly, and how many are paid for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SeriesWish {
    /// When the visits recur.
    pub recurrence: Recurrence,
    /// What becomes of the visits that cannot be had.
    #[serde(default)]
    pub mode: SeriesMode,
    /// What was authorised; without it as many as recur.
    #[serde(default)]
    pub authorised: Option<Authorised>,
}

impl SeriesWish {
    /// When the visits recur, by the clocks of `zone`: which visits of the series there are.
    ///
    /// # Errors
    ///
    /// [`Refused::SeriesTooLong`]; what the rules refuse.
    pub fn originals(
        &self,
        zone: &Zone,
        rules: &dyn ZoneRules,
    ) -> Result<Vec<NaiveDateTime>, Refused> {
        let visits = occurrences(&self.recurrence, zone, rules)?;
        Ok(visits.into_iter().map(|visit| visit.original).collect())
    }

    /// The stretches of time in which visits may start: what a plan has to know of calendars.
    ///
    /// # Errors
    ///
    /// As [`originals`](Self::originals).
    pub fn windows(&self, zone: &Zone, rules: &dyn ZoneRules) -> Result<Vec<Interval>, Refused> {
        let reach = match self.mode {
            SeriesMode::Nearest { days } => Minutes::new(u64::from(days) * 1_440),
            SeriesMode::AllOrNothing | SeriesMode::Skip => Minutes::ZERO,
        };
        let visits = occurrences(&self.recurrence, zone, rules)?;
        let starts = visits.iter().filter_map(|visit| visit.time.as_ref());
        let minute = Minutes::new(1);
        starts
            .map(|time| {
                Ok(Interval::new(
                    time.at().minus(reach),
                    time.at().plus(reach).plus(minute),
                )?)
            })
            .collect()
    }
}

/// How many visits somebody agreed to: "8 visits until 31 May".
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Authorised {
    /// How many.
    pub visits: u16,
    /// The last day on which one counts.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// What becomes of a series of which some visits cannot be had.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesMode {
    /// All visits at their time, or none.
    #[default]
    AllOrNothing,
    /// Those that can be had; the answer lists the others.
    Skip,
    /// Each as near to its time as it can be had, so many days either way; the answer lists what
    /// was moved and what could not be had at all.
    Nearest {
        /// How many days either way.
        days: u8,
    },
}

/// What would become of a whole series: an answer for each of its visits, before any is kept.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SeriesPlan {
    /// Which of the calendars that were offered, counted from 0, takes the series.
    pub taker: usize,
    /// An answer for each visit, in the order of their times.
    pub answers: Vec<SeriesAnswer>,
}

/// What would become of one visit of a series.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SeriesAnswer {
    /// When it recurs, by the clocks of the location: which visit of the series it is.
    pub original: NaiveDateTime,
    /// What would become of it.
    pub fit: Fit,
}

/// What would become of one visit of a series.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "answer")]
pub enum Fit {
    /// It can be had at its time.
    Free {
        /// The time, with all that it takes.
        slot: Slot,
    },
    /// It can be had at another time, near its own.
    MovedTo {
        /// The time, with all that it takes.
        slot: Slot,
    },
    /// It cannot be had.
    Conflict {
        /// What stands against its time.
        layer: Layer,
        /// Whose time it is.
        resource: ResourceId,
    },
    /// The clocks skip its time, and a person is to say what then.
    NoSuchTime,
    /// More than was authorised.
    NotAuthorised,
    /// It was moved, or dropped, by itself before, and stays as it is.
    Exception,
}

impl Fit {
    /// The time at which it would take place.
    #[must_use]
    pub const fn slot(&self) -> Option<&Slot> {
        match self {
            Self::Free { slot } | Self::MovedTo { slot } => Some(slot),
            _ => None,
        }
    }

    /// It takes place at its time, or needs none.
    const fn as_wished(&self) -> bool {
        matches!(self, Self::Free { .. } | Self::Exception)
    }
}

impl SeriesPlan {
    /// The most visits that one series has; a longer treatment is another series.
    pub const MOST: usize = 52;

    /// How far the last visit may lie behind the first.
    pub const REACH: Months = Months::new(18);

    /// The visits that would take place.
    pub fn slots(&self) -> impl Iterator<Item = (NaiveDateTime, &Slot)> {
        self.answers
            .iter()
            .filter_map(|answer| Some((answer.original, answer.fit.slot()?)))
    }

    /// Whether it may be kept as it is: in every mode but all-or-nothing, as long as one visit takes
    /// place.
    ///
    /// # Errors
    ///
    /// [`Refused::SeriesConflict`] tells how many of how many visits stand against it.
    pub fn allowed(&self, mode: SeriesMode) -> Result<(), Refused> {
        let against = match mode {
            SeriesMode::AllOrNothing => self.answers.iter().filter(|a| !a.fit.as_wished()).count(),
            _ if self.slots().next().is_none() => self.answers.len(),
            _ => 0,
        };
        match against {
            0 => Ok(()),
            against => Err(Refused::SeriesConflict {
                against,
                of: self.answers.len(),
            }),
        }
    }

    /// How well it fits: visits that take place, and those of them at their own time.
    fn fitness(&self) -> (usize, usize) {
        let own = self.answers.iter().filter(|answer| answer.fit.as_wished());
        (self.slots().count(), own.count())
    }
}

/// An answer for each visit of a series, asked of calendars in the order in which they are preferred:
/// whoever can take all visits takes the series, else who can take most.
///
/// Nothing is kept, but the whole series is looked at: every visit by the predicate that booking
/// asks, as if those before it were booked already, so that it counts them and none lies across
/// another. `exceptions` are visits that are left alone.
///
/// # Errors
///
/// [`Refused::SeriesTooLong`] beyond [`SeriesPlan::MOST`] visits or [`SeriesPlan::REACH`];
/// [`Refused::NoSchedule`] without calendars; whatever the search itself refuses.
pub fn plan_series(
    wish: &SeriesWish,
    zone: &Zone,
    pool: &[Search<'_>],
    exceptions: &[NaiveDateTime],
) -> Result<SeriesPlan, Refused> {
    let mut best: Option<SeriesPlan> = None;
    for (taker, search) in pool.iter().enumerate() {
        let visits = occurrences(&wish.recurrence, zone, search.rules)?;
        let mut kept = Kept::none(search);
        let mut answers = regular(&mut kept, &visits, exceptions)?;
        if let SeriesMode::Nearest { days } = wish.mode {
            nearest(&mut kept, &visits, &mut answers, days)?;
        }
        if let Some(authorised) = wish.authorised {
            authorise(&mut answers, authorised);
        }
        let plan = SeriesPlan { taker, answers };
        let whole = plan.answers.iter().all(|answer| answer.fit.as_wished());
        if best
            .as_ref()
            .is_none_or(|best| best.fitness() < plan.fitness())
        {
            best = Some(plan);
        }
        if whole {
            break;
        }
    }
    best.ok_or(Refused::NoSchedule)
}

/// The visits of a recurrence that has an end within reach.
pub(super) fn occurrences(
    recurrence: &Recurrence,
    zone: &Zone,
    rules: &dyn ZoneRules,
) -> Result<Vec<Occurrence>, Refused> {
    let first = recurrence.first();
    let reach = first.checked_add_months(SeriesPlan::REACH);
    let last = recurrence.last().filter(|last| {
        recurrence.limit() != Limit::Open && reach.is_some_and(|reach| *last <= reach)
    });
    let window = Period::new(first, last.ok_or(Refused::SeriesTooLong)?)?;
    let visits = recurrence.booked(window, zone, rules);
    let visits: Vec<Occurrence> = visits
        .take(SeriesPlan::MOST + 1)
        .collect::<Result<_, _>>()?;
    if visits.len() > SeriesPlan::MOST {
        return Err(Refused::SeriesTooLong);
    }
    Ok(visits)
}

/// The visits of a series that have a time so far, and the question with them in the way.
struct Kept<'a> {
    search: &'a Search<'a>,
    times: Vec<Interval>,
    visits: Vec<Attendance>,
    taken: Vec<(ResourceId, Occupied)>,
}

impl<'a> Kept<'a> {
    /// As far from a start as a buffer, a way or a week's number reaches.
    const NEAR: Minutes = Minutes::new(10 * 1_440);

    const fn none(search: &'a Search<'a>) -> Self {
        Self {
            search,
            times: Vec::new(),
            visits: Vec::new(),
            taken: Vec::new(),
        }
    }

    fn keep(&mut self, slot: &Slot) {
        self.times.push(slot.interval());
        self.visits.push(Attendance {
            time: slot.interval(),
            location: slot.location(),
            visit: Some(slot.visit().id()),
        });
        self.taken.extend(slot.takes(Uuid::nil()));
    }

    fn ask<R>(&self, window: Interval, ask: impl FnOnce(&Search<'_>) -> R) -> R {
        let near = window.widened(Self::NEAR, Self::NEAR);
        let occupied = |calendar: &Calendar<'_>| {
            let resource = calendar.schedule.resource;
            let own = self.taken.iter().filter(|(of, _)| *of == resource);
            let all = calendar.occupied.iter().chain(own.map(|(_, one)| one));
            all.filter(|one| one.time.overlaps(near)).cloned().collect()
        };
        let visitor = self
            .search
            .visitor
            .filter(|_| !self.search.spacings.is_empty());
        let visitor = visitor.map(|known| Visitor {
            visits: known.visits.iter().chain(&self.visits).copied().collect(),
            ..known.clone()
        });
        self.search.over(occupied, |search| {
            let visitor = visitor.as_ref().or(search.visitor);
            ask(&Search { visitor, ..*search })
        })
    }

    /// Whether a visit fits at a time. Of one series no two take place at once, whoever takes them.
    fn fit(&self, start: Minute) -> Result<Fit, Refused> {
        let minute = Interval::new(start, start.plus(Minutes::new(1)))?;
        let clashes = |slot: &Slot| self.times.iter().any(|one| one.overlaps(slot.interval()));
        match self.ask(minute, |search| Slot::choose(search, start)) {
            Ok(slot) => match slot.resources().first() {
                Some(resource) if clashes(&slot) => Ok(Fit::Conflict {
                    layer: Layer::Patient,
                    resource: *resource,
                }),
                _ => Ok(Fit::Free { slot }),
            },
            Err(Refused::NotFree {
                layer, resource, ..
            }) => Ok(Fit::Conflict { layer, resource }),
            Err(refused) => Err(refused),
        }
    }
}

/// Each visit at its own time.
fn regular(
    kept: &mut Kept<'_>,
    visits: &[Occurrence],
    exceptions: &[NaiveDateTime],
) -> Result<Vec<SeriesAnswer>, Refused> {
    let mut answers = Vec::with_capacity(visits.len());
    for visit in visits {
        let original = visit.original;
        let fit = match &visit.time {
            _ if exceptions.contains(&original) => Fit::Exception,
            None => Fit::NoSuchTime,
            Some(time) => kept.fit(time.at())?,
        };
        if let Some(slot) = fit.slot() {
            kept.keep(slot);
        }
        answers.push(SeriesAnswer { original, fit });
    }
    Ok(answers)
}

/// What cannot be had at its time is put as near to it as it can be had, clear of all others.
fn nearest(
    kept: &mut Kept<'_>,
    visits: &[Occurrence],
    answers: &mut [SeriesAnswer],
    days: u8,
) -> Result<(), Refused> {
    let reach = Minutes::new(u64::from(days) * 1_440);
    for (visit, answer) in visits.iter().zip(answers) {
        let (Some(time), Fit::Conflict { .. }) = (&visit.time, &answer.fit) else {
            continue;
        };
        let at = time.at();
        let minute = Minutes::new(1);
        let window = Interval::new(at.minus(reach), at.plus(reach).plus(minute))?;
        let open = kept.ask(window, |search| open_slots(search, window))?;
        let mut starts: Vec<Minute> = open.starts().collect();
        let far = |start: Minute| (start.since_1970() - at.since_1970()).unsigned_abs();
        starts.sort_by_key(|start| (far(*start), *start));
        for start in starts {
            if let Fit::Free { slot } = kept.fit(start)? {
                kept.keep(&slot);
                answer.fit = Fit::MovedTo { slot };
                break;
            }
        }
    }
    Ok(())
}

/// Visits beyond what was authorised are not had, whoever is free.
fn authorise(answers: &mut [SeriesAnswer], authorised: Authorised) {
    let mut left = authorised.visits;
    for answer in answers {
        let Some(slot) = answer.fit.slot() else {
            continue;
        };
        let day = slot.time().civil().date();
        if left == 0 || authorised.until.is_some_and(|until| day > until) {
            answer.fit = Fit::NotAuthorised;
        } else {
            left -= 1;
        }
    }
}

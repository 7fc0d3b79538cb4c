use chrono::{DateTime, Days, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::time::{
    Fold, Gap, Interval, IntervalSet, Minute, Minutes, Offsets, Period, TimeError, Zone, ZoneRules,
};

use super::calendar::{Calendar, Layers};
use super::error::Refused;
use super::grid::{Grid, Step};
use super::layer::Layer;
use super::policy::Policy;
use super::schedule::Schedule;
use super::visit_type::VisitType;

/// What is looked for, where, and under which policy: the question that finder and validator share.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// Those who are needed, all at the same time and at one location.
    pub calendars: &'a [Calendar<'a>],
    /// What the visit takes.
    pub visit: &'a VisitType,
    /// How the practice books.
    pub policy: &'a Policy,
    /// What local time means.
    pub rules: &'a dyn ZoneRules,
    /// When the question is asked.
    pub now: DateTime<Utc>,
}

/// Every time in `window` at which the visit could start.
///
/// A start lies in the window; the visit may end after it.
///
/// ```
/// # use pms_core::id::Uuid;
/// # use pms_core::scheduling::*;
/// # use pms_core::time::{Interval, IntervalSet, Minutes, Period, Tzdb, ZoneRules};
/// # let id = Uuid::nil();
/// let hours = vec![Window::new("08:00".parse()?, "12:00".parse()?)?];
/// let schedule = Schedule::new(id.into(), id.into(), id.into(), "America/New_York".parse()?)
///     .publish(Period::since("2026-01-01".parse()?), Week::workdays(hours));
/// let rules = Tzdb::bundled();
/// let monday = rules.day(&schedule.zone, "2026-03-09".parse()?)?.ok_or("no such day")?;
/// let nobody = IntervalSet::EMPTY;
/// let calendar = Calendar { schedule: &schedule, closures: &[], busy: &nobody };
/// let search = Search {
///     calendars: &[calendar],
///     visit: &VisitType::new(id.into(), "follow-up", Minutes::new(30))?,
///     policy: &Policy::default(),
///     rules: &rules,
///     now: "2026-03-01T00:00:00Z".parse()?,
/// };
/// let open = open_slots(&search, monday)?;
/// assert_eq!(open.ranges().count(), 1);
/// assert_eq!(open.starts().count(), 15); // 08:00, 08:15 .. 11:30
/// assert_eq!(open.answer(), Answer::Open);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Refused::NoSchedule`], [`Refused::LocationsDiffer`], or [`Refused::Time`] where the zone rules
/// do not know the zone or do not reach that far.
pub fn open_slots(search: &Search<'_>, window: Interval) -> Result<Openings, Refused> {
    let schedule = search.schedule()?;
    let clocks = search.clocks(&schedule.zone, window)?;
    let bounds = search.bounds(&schedule.zone)?;
    let mut clips = bounds.clips(window);
    let mut starts = IntervalSet::EMPTY;
    if let Some(span) = bounds.within(window) {
        let days = search.days(&clocks, span)?;
        starts = span.into();
        for calendar in search.calendars {
            let layers = calendar.layers(&clocks, days)?;
            if !layers.unpublished.within(span).is_empty() {
                clips.insert(0, Layer::Unpublished);
            }
            let open = layers.starts(calendar.busy, search.visit, Layer::Busy);
            starts = starts.intersect(&open);
        }
    }
    clips.dedup();
    Ok(Openings {
        starts,
        clips,
        clocks,
        step: search.policy.step,
        duration: search.visit.duration(),
    })
}

impl<'a> Search<'a> {
    /// Whether the visit can start at `start`: true of each start that [`open_slots`] gives, and of
    /// no other.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`] with the first layer that stands against it and whose it is; and as
    /// [`open_slots`].
    pub fn admit(&self, start: Minute) -> Result<(), Refused> {
        let minute = Interval::new(start, start.plus(Minutes::new(1)))?;
        if open_slots(self, minute)?.contains(start) {
            return Ok(());
        }
        let schedule = self.schedule()?;
        let clocks = self.clocks(&schedule.zone, minute)?;
        let days = self.days(&clocks, minute)?;
        for calendar in self.calendars {
            let layers = calendar.layers(&clocks, days)?;
            if layers.unpublished.contains(start) {
                return Err(self.not_free(Layer::Unpublished, calendar.schedule, start));
            }
            for layer in Layers::ORDER {
                let open = layers.starts(calendar.busy, self.visit, layer);
                if !open.contains(start) {
                    return Err(self.not_free(layer, calendar.schedule, start));
                }
            }
        }
        let clips = self.bounds(&schedule.zone)?.clips(minute);
        let layer = clips.first().copied().unwrap_or(Layer::Grid);
        Err(self.not_free(layer, schedule, start))
    }

    fn not_free(&self, layer: Layer, schedule: &Schedule, start: Minute) -> Refused {
        match Interval::new(start, start.plus(self.visit.duration())) {
            Ok(visit) => Refused::NotFree {
                layer,
                resource: schedule.resource,
                visit,
            },
            Err(error) => error.into(),
        }
    }

    /// The schedule whose location and zone are those of the visit.
    pub(super) fn schedule(&self) -> Result<&'a Schedule, Refused> {
        let first = self.calendars.first().ok_or(Refused::NoSchedule)?.schedule;
        let together = self.calendars.iter().all(|calendar| {
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
    fn clocks(&self, zone: &Zone, window: Interval) -> Result<Offsets, TimeError> {
        let spare = Minutes::new(4 * 1_440);
        let after = spare.plus(self.visit.duration());
        self.rules.offsets(zone, window.widened(spare, after))
    }

    /// The civil days on which a visit could lie that starts in `span`, and one more either way
    /// for the clocks that are set back over midnight.
    fn days(&self, clocks: &Offsets, span: Interval) -> Result<Period, TimeError> {
        let first = clocks.civil_at(span.start())?.date();
        let last = clocks
            .civil_at(span.end().plus(self.visit.duration()))?
            .date();
        let day = Days::new(1);
        Period::new(
            first.checked_sub_days(day).unwrap_or(first),
            last.checked_add_days(day).unwrap_or(last),
        )
    }

    /// From when to when the practice books, as of now.
    fn bounds(&self, zone: &Zone) -> Result<Bounds, TimeError> {
        let mut now = Minute::containing(self.now);
        if DateTime::from(now) < self.now {
            now = now.plus(Minutes::new(1));
        }
        let end = match self.policy.horizon_days {
            None => Minute::MAX,
            Some(days) => self
                .rules
                .civil_at(zone, now)?
                .date()
                .checked_add_days(Days::new(u64::from(days) + 1))
                .map_or(Ok(Minute::MAX), |date| {
                    self.rules
                        .resolve(zone, date.and_time(NaiveTime::MIN))?
                        .pick(Gap::Edge, Fold::First)
                })?,
        };
        Ok(Bounds {
            earliest: now.plus(self.policy.notice),
            end,
        })
    }
}

/// From when to when starts are offered at all.
struct Bounds {
    earliest: Minute,
    end: Minute,
}

impl Bounds {
    fn within(&self, window: Interval) -> Option<Interval> {
        Interval::between(
            window.start().max(self.earliest),
            window.end().min(self.end),
        )
    }

    fn clips(&self, window: Interval) -> Vec<Layer> {
        let soon = (window.start() < self.earliest).then_some(Layer::Notice);
        let far = (self.end < window.end()).then_some(Layer::Horizon);
        soon.into_iter().chain(far).collect()
    }
}

/// The answer of a search: free ranges, and the starts in them, cut only when asked for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Openings {
    /// Every minute at which the visit could start, grid apart.
    starts: IntervalSet,
    clips: Vec<Layer>,
    clocks: Offsets,
    step: Step,
    duration: Minutes,
}

/// What an answer without starts means.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answer {
    /// There are starts.
    Open,
    /// The whole window was searched, and nothing is free.
    NothingFree,
    /// Nothing is free in the part of the window that could be searched; the rest is too soon, too
    /// far ahead or not published. See [`Openings::clips`].
    Clipped,
}

impl Openings {
    /// The free ranges, in order: the visit fits wherever it starts on the grid in one of them.
    pub fn ranges(&self) -> impl Iterator<Item = Interval> + '_ {
        let minute = Minutes::new(1);
        self.starts.iter().map(move |starts| {
            let last = starts.end().minus(minute);
            starts.widened(
                Minutes::ZERO,
                Minutes::between(starts.end(), last.plus(self.duration)),
            )
        })
    }

    /// The starts, in order, cut one at a time.
    pub fn starts(&self) -> impl Iterator<Item = Minute> + '_ {
        let mut grid = Grid::new(&self.clocks, self.step);
        let mut ranges = self.starts.iter();
        let mut left = None;
        core::iter::from_fn(move || {
            loop {
                let range: Interval = match left.take() {
                    Some(range) => range,
                    None => ranges.next()?,
                };
                if let Some(at) = grid
                    .at_or_after(range.start())
                    .filter(|at| *at < range.end())
                {
                    left = Interval::between(at.plus(Minutes::new(1)), range.end());
                    return Some(at);
                }
            }
        })
    }

    /// Whether the visit can start at `start`.
    #[must_use]
    pub fn contains(&self, start: Minute) -> bool {
        self.starts.contains(start) && Grid::new(&self.clocks, self.step).has(start)
    }

    /// Whether there are starts, and if not, what that means.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self.starts().next() {
            Some(_) => Answer::Open,
            None if self.clips.is_empty() => Answer::NothingFree,
            None => Answer::Clipped,
        }
    }

    /// Why part of the window was not searched: notice, horizon or unpublished days. Empty where
    /// all of it was.
    #[must_use]
    pub fn clips(&self) -> &[Layer] {
        &self.clips
    }
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::scheduling::{Closure, Exception, Hours, Scope, Week, Window};
    use crate::time::Tzdb;

    fn id<I: From<Uuid>>(number: u128) -> I {
        Uuid::from_u128(number).into()
    }

    fn hours(opens: &str, closes: &str) -> Hours {
        vec![Window::new(opens.parse().unwrap(), closes.parse().unwrap()).unwrap()].into()
    }

    /// A resource at a location, there every day.
    fn schedule(zone: &str, resource: u128, location: u128, hours: &Hours) -> Schedule {
        let week = Week {
            saturday: hours.clone(),
            sunday: hours.clone(),
            ..Week::workdays(hours.clone())
        };
        Schedule::new(id(1), id(resource), id(location), zone.parse().unwrap())
            .publish(Period::since("2010-01-01".parse().unwrap()), week)
    }

    /// The starts of a day as its clocks show them.
    fn starts(schedule: &Schedule, closures: &[Closure], date: &str, step: u16) -> Vec<String> {
        let rules = Tzdb::bundled();
        let search = Search {
            calendars: &[Calendar {
                schedule,
                closures,
                busy: &IntervalSet::EMPTY,
            }],
            visit: &VisitType::new(id(1), "visit", Minutes::new(30)).unwrap(),
            policy: &Policy {
                step: Step::new(step).unwrap(),
                ..Policy::default()
            },
            rules: &rules,
            now: "2010-01-01T00:00:00Z".parse().unwrap(),
        };
        let day = rules.day(&schedule.zone, date.parse().unwrap()).unwrap();
        open_slots(&search, day.unwrap())
            .unwrap()
            .starts()
            .map(|at| rules.civil_at(&schedule.zone, at).unwrap())
            .map(|civil| civil.format("%H:%M").to_string())
            .collect()
    }

    /// The same starts on the wall in summer, in winter and on the day of the change.
    #[test]
    #[rustfmt::skip] // a table
    fn s6_the_grid_hangs_on_the_local_wall() {
        //   zone                   date          hours               step  starts
        grid("Australia/Lord_Howe", "2026-07-01", ("09:00", "11:00"), 60, &["09:00", "10:00"]);
        grid("Australia/Lord_Howe", "2026-12-01", ("09:00", "11:00"), 60, &["09:00", "10:00"]);
        grid("Australia/Lord_Howe", "2026-10-04", ("01:00", "04:00"), 60, &["01:00", "03:00"]); // 02:00 is skipped
        grid("Asia/Kathmandu",      "2026-07-01", ("09:00", "11:00"), 60, &["09:00", "10:00"]);
        grid("America/New_York",    "2026-03-08", ("01:00", "04:00"), 30, &["01:00", "01:30", "03:00", "03:30"]);
        grid("America/New_York",    "2026-11-01", ("00:30", "02:30"), 30, &["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]);
        grid("America/Sao_Paulo",   "2017-10-15", ("00:00", "02:00"), 30, &["01:00", "01:30"]); // 00:00 is skipped
        grid("America/New_York",    "2027-03-14", ("13:00", "15:00"), 60, &["13:00", "14:00"]);
        grid("America/New_York",    "2026-07-01", ("08:00", "12:00"), 50, &["08:20", "09:10", "10:00", "10:50"]);
    }

    #[track_caller]
    fn grid(zone: &str, date: &str, open: (&str, &str), step: u16, wanted: &[&str]) {
        let schedule = schedule(zone, 1, 1, &hours(open.0, open.1));
        assert_eq!(starts(&schedule, &[], date, step), wanted);
    }

    /// Practitioner 1 works at locations 1 and 2, practitioner 2 at location 1.
    #[test]
    fn s17_closures_of_people_and_places_are_apart() {
        let hours = hours("09:00", "10:00");
        let zone = "America/New_York";
        let at = |practitioner, place| schedule(zone, practitioner, place, &hours);
        let (here, elsewhere, colleague) = (at(1, 1), at(1, 2), at(2, 1));
        let date = "2026-07-01";
        let open = |schedule, scope| {
            let closure = Closure {
                scope,
                on: Period::day(date.parse().unwrap()),
                hours: Hours::all_day(),
                reason: "flood".to_owned(),
            };
            !starts(schedule, &[closure], date, 15).is_empty()
        };
        let check = |scope, wanted: [bool; 3]| {
            let got = [&here, &elsewhere, &colleague].map(|schedule| open(schedule, scope));
            assert_eq!(got, wanted, "{scope:?}");
        };
        //                                here   elsewhere colleague
        check(Scope::Location(id(1)), [false, true, false]);
        check(Scope::Resource(id(1)), [false, false, true]);
        check(Scope::Practice, [false, false, false]);
        check(Scope::Location(id(3)), [true, true, true]);
    }

    #[test]
    fn s18_a_visit_is_in_the_zone_of_its_location() {
        let coast = |zone| starts_utc(&schedule(zone, 1, 1, &hours("09:00", "09:30")));
        assert_eq!(coast("America/New_York"), "2026-07-01T13:00Z");
        assert_eq!(coast("America/Los_Angeles"), "2026-07-01T16:00Z");
    }

    fn starts_utc(schedule: &Schedule) -> String {
        let rules = Tzdb::bundled();
        let search = Search {
            calendars: &[Calendar {
                schedule,
                closures: &[],
                busy: &IntervalSet::EMPTY,
            }],
            visit: &VisitType::new(id(1), "visit", Minutes::new(30)).unwrap(),
            policy: &Policy::default(),
            rules: &rules,
            now: "2010-01-01T00:00:00Z".parse().unwrap(),
        };
        let day = rules.day(&schedule.zone, "2026-07-01".parse().unwrap());
        let open = open_slots(&search, day.unwrap().unwrap()).unwrap();
        open.starts().map(|at| at.to_string()).collect()
    }

    /// Template below, then what stands instead, what is added, what is blocked.
    #[test]
    fn exceptions_lie_in_order_on_the_template() {
        let mut schedule = schedule("America/New_York", 1, 1, &hours("09:00", "10:00"));
        let date = "2026-07-01";
        let on = Period::day(date.parse().unwrap());
        assert_eq!(starts(&schedule, &[], date, 30), ["09:00", "09:30"]);
        let late = hours("14:00", "15:00");
        schedule.exceptions.push(Exception::Blocked {
            on,
            hours: hours("14:30", "16:30"),
            reason: "meeting".to_owned(),
        });
        schedule.exceptions.push(Exception::Added {
            on,
            hours: hours("16:00", "17:00"),
        });
        assert_eq!(
            starts(&schedule, &[], date, 30),
            ["09:00", "09:30", "16:30"]
        );
        schedule
            .exceptions
            .push(Exception::Instead { on, hours: late });
        assert_eq!(starts(&schedule, &[], date, 30), ["14:00", "16:30"]);
        assert_eq!(starts(&schedule, &[], "2026-07-02", 30), ["09:00", "09:30"]);
    }

    #[test]
    fn a_refusal_names_the_layer_and_whose_it_is() {
        let mut doctor = schedule("UTC", 1, 1, &hours("08:00", "12:00"));
        let room = schedule("UTC", 2, 1, &Hours::all_day());
        let on = Period::day("2026-07-01".parse().unwrap());
        doctor.exceptions.push(Exception::Blocked {
            on,
            hours: hours("11:00", "12:00"),
            reason: "meeting".to_owned(),
        });
        let closure = Closure {
            scope: Scope::Resource(id(2)),
            on,
            hours: hours("10:00", "11:00"),
            reason: "repair".to_owned(),
        };
        let at = |time: &str| -> Minute {
            let instant: DateTime<Utc> = format!("2026-07-01T{time}:00Z").parse().unwrap();
            instant.try_into().unwrap()
        };
        let busy = IntervalSet::from(Interval::new(at("09:00"), at("09:30")).unwrap());
        let (closures, none) = ([closure], IntervalSet::EMPTY);
        let calendar = |schedule, busy| Calendar {
            schedule,
            closures: &closures,
            busy,
        };
        let search = Search {
            calendars: &[calendar(&doctor, &none), calendar(&room, &busy)],
            visit: &VisitType::new(id(1), "visit", Minutes::new(30)).unwrap(),
            policy: &Policy::default(),
            rules: &Tzdb::bundled(),
            now: "2026-07-01T08:20:00Z".parse().unwrap(),
        };
        let check = |time, wanted: Option<(Layer, u128)>| {
            let got = search.admit(at(time)).err().map(|refused| match refused {
                Refused::NotFree {
                    layer, resource, ..
                } => (layer, resource),
                other => panic!("{other}"),
            });
            assert_eq!(got, wanted.map(|(layer, of)| (layer, id(of))), "{time}");
        };
        check("07:45", Some((Layer::Hours, 1)));
        check("08:15", Some((Layer::Notice, 1)));
        check("08:30", None);
        check("08:45", Some((Layer::Busy, 2)));
        check("09:30", None);
        check("08:25", Some((Layer::Grid, 1)));
        check("09:45", Some((Layer::Closure, 2)));
        check("11:00", Some((Layer::Block, 1)));
        let elsewhere = schedule("UTC", 1, 2, &Hours::all_day());
        let apart = [calendar(&room, &none), calendar(&elsewhere, &none)];
        let apart = Search {
            calendars: &apart,
            ..search
        };
        assert_eq!(apart.admit(at("09:00")), Err(Refused::LocationsDiffer));
        let nobody = Search {
            calendars: &[],
            ..search
        };
        assert_eq!(nobody.admit(at("09:00")), Err(Refused::NoSchedule));
    }
}

use chrono::{DateTime, Utc};

use crate::access::Noun;
use crate::id::ScheduleId;
use crate::id::Uuid;
use crate::scheduling::Calendar;
use crate::scheduling::Cell;
use crate::scheduling::Hold;
use crate::scheduling::Lane;
use crate::scheduling::Schedule;
use crate::scheduling::Search;
use crate::scheduling::VisitType;
use crate::store::Key;
use crate::store::Question;
use crate::store::Taken;
use crate::store::Term;
use crate::time::Interval;
use crate::time::IntervalSet;
use crate::time::Minutes;
use crate::time::ZoneRules;

use super::error::PracticeError;
use super::settings::Settings;
use super::shell::Attempt;

/// What is known of some resources' time, as of one instant.
pub(super) struct Calendars {
    pub(super) settings: Settings,
    schedules: Vec<Schedule>,
    busy: Vec<IntervalSet>,
    /// Holds that have run out and still have their cells, with their versions: the next writer
    /// gives the cells back.
    pub(super) expired: Vec<(Hold, u64)>,
}

/// Whose time, when, and whose own time does not count.
pub(super) struct Wanted<'a> {
    pub(super) schedules: &'a [ScheduleId],
    pub(super) windows: &'a [Interval],
    pub(super) except: &'a [Uuid],
    pub(super) now: DateTime<Utc>,
}

impl Calendars {
    /// Reads the schedules, then what is taken of their resources' time.
    pub(super) async fn read(
        attempt: &mut Attempt<'_>,
        wanted: Wanted<'_>,
    ) -> Result<Self, PracticeError> {
        let settings = attempt.settings().await?;
        let keys: Vec<Key> = wanted
            .schedules
            .iter()
            .map(|id| Key::new(Noun::Schedule, *id))
            .collect();
        let questions: Vec<Question> = keys.iter().copied().map(Question::Document).collect();
        let answers = attempt.read(&questions).await?;
        let mut schedules: Vec<Schedule> = Vec::with_capacity(keys.len());
        for (n, key) in keys.into_iter().enumerate() {
            let (schedule, _) = answers.record(n)?.ok_or(PracticeError::Unknown { key })?;
            schedules.push(schedule);
        }
        let mut calendars = Self {
            settings,
            schedules,
            busy: Vec::new(),
            expired: Vec::new(),
        };
        calendars.read_taken(attempt, &wanted).await?;
        Ok(calendars)
    }

    async fn read_taken(
        &mut self,
        attempt: &mut Attempt<'_>,
        wanted: &Wanted<'_>,
    ) -> Result<(), PracticeError> {
        // A visit that starts at the edge of a window lies outside it, with its buffers.
        let day = Minutes::new(1_440);
        let around = wanted.windows.iter().map(|w| w.widened(day, day.plus(day)));
        let around: IntervalSet = around.collect();
        let each = 1 + around.iter().len();
        let mut questions = Vec::with_capacity(self.schedules.len() * each);
        for schedule in &self.schedules {
            questions.push(Question::ByTerm {
                noun: Noun::Hold,
                term: Term::resource(schedule.resource),
            });
            questions.extend(around.iter().map(|part| {
                let first = part.start().since_1970().div_euclid(Cell::MINUTES);
                let end = part.end().since_1970().div_euclid(Cell::MINUTES) + 1;
                Question::Occupancy {
                    resource: schedule.resource,
                    cells: first..end,
                }
            }));
        }
        let answers = attempt.read(&questions).await?;
        for (n, schedule) in self.schedules.iter().enumerate() {
            for stored in answers.documents(n * each) {
                let hold: Hold = stored.record()?;
                let known = self.expired.iter().any(|(old, _)| old.id() == hold.id());
                if !known && !hold.is_live(wanted.now) {
                    self.expired.push((hold, stored.version));
                }
            }
            let gone = |holder: Uuid| {
                wanted.except.contains(&holder)
                    || self
                        .expired
                        .iter()
                        .any(|(old, _)| old.id().uuid() == holder)
            };
            let taken = (1..each).flat_map(|part| answers.occupancy(n * each + part));
            let busy = taken
                .filter(|taken| taken.lane == u16::from(Lane::REGULAR.0) && !gone(taken.holder))
                .filter_map(|taken| time_of(schedule, *taken))
                .collect::<Vec<_>>();
            self.busy.push(busy.into());
        }
        Ok(())
    }

    /// The calendars, for a search.
    pub(super) fn list(&self) -> Vec<Calendar<'_>> {
        self.schedules
            .iter()
            .zip(&self.busy)
            .map(|(schedule, busy)| Calendar {
                closures: &self.settings.closures,
                busy,
                ..Calendar::of(schedule)
            })
            .collect()
    }

    /// The question that finder and validator share.
    pub(super) fn search<'a>(
        &'a self,
        calendars: &'a [Calendar<'a>],
        visit: &'a VisitType,
        rules: &'a dyn ZoneRules,
        now: DateTime<Utc>,
    ) -> Search<'a> {
        Search::of(calendars, visit, &self.settings.booking, rules, now)
    }
}

fn time_of(schedule: &Schedule, taken: Taken) -> Option<Interval> {
    let cell = Cell {
        resource: schedule.resource,
        lane: Lane::REGULAR,
        cell: taken.cell,
    };
    cell.time().ok()
}

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::PatientId;
use crate::id::ScheduleId;
use crate::id::SeriesId;
use crate::id::Uuid;
use crate::id::VisitTypeId;
use crate::scheduling::Appointment;
use crate::scheduling::Because;
use crate::scheduling::Calendar;
use crate::scheduling::Recurrence;
use crate::scheduling::Refused;
use crate::scheduling::Schedule;
use crate::scheduling::Search;
use crate::scheduling::Series;
use crate::scheduling::SeriesAnswer;
use crate::scheduling::SeriesChange;
use crate::scheduling::SeriesEdit;
use crate::scheduling::SeriesOf;
use crate::scheduling::SeriesPlan;
use crate::scheduling::SeriesWish;
use crate::scheduling::Slot;
use crate::scheduling::plan_series;
use crate::store::Key;
use crate::store::Question;
use crate::time::Minute;
use crate::time::Zone;

use super::calendar::{Calendars, Wanted};
use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};
use super::step::own_side;
use super::visit::{give_back, minute, swap, take, visit_type};

/// Visits that are to recur.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SeriesRequest {
    /// Whose time, as the schedules that are needed together: the first that can take every visit
    /// takes the series, else who can take most.
    pub pool: Vec<Vec<ScheduleId>>,
    /// What kind of visit.
    pub visit: VisitTypeId,
    /// When, how firmly, and how many are paid for.
    pub wish: SeriesWish,
}

/// A series that is to change from one visit on.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SeriesRevision {
    /// The first visit that changes, by the time at which it recurs; without it all that have not
    /// begun.
    #[serde(default)]
    pub from: Option<NaiveDateTime>,
    /// When it recurs from there on; without it the series ends.
    #[serde(default)]
    pub to: Option<SeriesWish>,
    /// On whose part, and why: for visits that are called off or moved.
    pub because: Because,
}

/// What was kept of a series, with an answer for each of its visits.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SeriesKept {
    /// The series; where it was split, the later one, and where it ends, what is left of it.
    pub series: Option<Series>,
    /// The appointments that were booked, moved or called off.
    pub appointments: Vec<Appointment>,
    /// What became of each visit that was asked for.
    pub answers: Vec<SeriesAnswer>,
}

impl Practice {
    /// What would become of each visit of a series, without keeping any.
    ///
    /// # Errors
    ///
    /// [`Refused::SeriesTooLong`]; [`PracticeError::Unknown`] for a schedule or visit type that is
    /// not there.
    pub async fn plan_series(
        &self,
        call: &Call,
        request: &SeriesRequest,
    ) -> Result<SeriesPlan, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Schedule);
        let mut attempt = self.begin(call, act, request).await?;
        let asked = Asked::read(&mut attempt, self, request, &[]).await?;
        asked.plan(self, request, &[])
    }

    /// Books a series for a patient, all in one commit, by the mode of the wish.
    ///
    /// # Errors
    ///
    /// [`Refused::SeriesConflict`] where the mode does not allow what cannot be had; nothing is kept
    /// then, and [`plan_series`](Self::plan_series) tells which visits it is.
    pub async fn book_series(
        &self,
        call: &Call,
        patient: PatientId,
        request: &SeriesRequest,
    ) -> Result<SeriesKept, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Series).of(patient);
        let mut attempt = self.begin(call, act, &(patient, request)).await?;
        loop {
            if let Some(kept) = attempt.replay().await? {
                return Ok(kept);
            }
            attempt.must_exist(Noun::Patient, patient).await?;
            let asked = Asked::read(&mut attempt, self, request, &[]).await?;
            let plan = asked.plan(self, request, &[])?;
            plan.allowed(request.wish.mode)?;
            let of = SeriesOf {
                id: attempt.ids().mint(),
                patient,
                visit: request.visit,
                schedules: request.pool.get(plan.taker).cloned().unwrap_or_default(),
                zone: asked.zone,
            };
            let recurrence = request.wish.recurrence.clone();
            let mint = || attempt.ids().mint();
            let (series, booked) = Series::book(of, recurrence, &plan, mint, call.provenance());
            let mut changes = Changes::default();
            give_back(&mut changes, &asked.calendars)?;
            add(&mut changes, &booked)?;
            changes.add(&series, "series.booked")?;
            let kept = SeriesKept {
                series: Some(series),
                appointments: booked,
                answers: plan.answers,
            };
            if let Some(kept) = commit(&mut attempt, changes, &kept).await? {
                return Ok(kept);
            }
        }
    }

    /// Changes a series from one visit on, or ends it there, all in one commit. What is before stays
    /// as it was; what has begun is never touched.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchVisit`]; [`Refused::VisitPast`]; [`Refused::SeriesConflict`].
    pub async fn change_series(
        &self,
        call: &Call,
        id: SeriesId,
        revision: &SeriesRevision,
    ) -> Result<SeriesKept, PracticeError> {
        own_side(call, revision.because.by)?;
        let patient = self.owner::<Series>(id).await?;
        let act = Act::new(Verb::Update, Noun::Series).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, revision)).await?;
        loop {
            if let Some(kept) = attempt.replay().await? {
                return Ok(kept);
            }
            let (series, version) = attempt.record::<Series>(id).await?;
            let visits = visits(&mut attempt, &series).await?;
            let appointments: Vec<Appointment> = visits.iter().map(|(v, _)| v.clone()).collect();
            let settings = attempt.settings().await?;
            let Because { by, reason } = &revision.because;
            settings.cancel_reasons.check(*by, reason)?;
            let from = revision
                .from
                .or_else(|| series.next(&appointments, call.now));
            let edit = SeriesEdit {
                from: from.ok_or(Refused::VisitPast)?,
                appointments: &appointments,
                because: &revision.because,
                policy: &settings.booking,
                done: call.provenance(),
            };
            let mut changes = Changes::default();
            let (change, answers) = match &revision.to {
                None => (series.end_before(&edit)?, Vec::new()),
                Some(wish) => {
                    let asked = Around {
                        series: &series,
                        wish,
                        edit: &edit,
                    };
                    self.replan(&mut attempt, asked, &mut changes).await?
                }
            };
            write(&mut changes, &change, &series, version, &visits)?;
            let SeriesChange {
                before,
                after,
                changed,
                booked,
            } = change;
            let moved = changed.into_iter().map(|(_, after)| after);
            let kept = SeriesKept {
                series: after.or(before),
                appointments: moved.chain(booked).collect(),
                answers,
            };
            if let Some(kept) = commit(&mut attempt, changes, &kept).await? {
                return Ok(kept);
            }
        }
    }

    /// A visit of a series that was left out or called off takes place after all, at `start`.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchVisit`]; [`Refused::VisitStands`]; [`Refused::NotFree`].
    pub async fn book_again(
        &self,
        call: &Call,
        id: SeriesId,
        original: NaiveDateTime,
        start: Minute,
    ) -> Result<Appointment, PracticeError> {
        let patient = self.owner::<Series>(id).await?;
        let act = Act::new(Verb::Update, Noun::Series).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, original, start)).await?;
        loop {
            if let Some(visit) = attempt.replay().await? {
                return Ok(visit);
            }
            let (series, version) = attempt.record::<Series>(id).await?;
            let known = series.visits().get(&original).copied().flatten();
            let standing = match known {
                Some(visit) => Some(attempt.record::<Appointment>(visit).await?.0),
                None => None,
            };
            let wanted = Wanted {
                schedules: series.schedules(),
                windows: &[minute(start)?],
                except: &[],
                now: call.now,
            };
            let calendars = Calendars::read(&mut attempt, wanted).await?;
            let list = calendars.list();
            let visit = visit_type(&calendars, series.visit())?;
            let search = calendars.search(&list, visit, self.rules(), call.now);
            let slot = Slot::choose(&search, start)?;
            let new = attempt.ids().mint();
            let done = call.provenance();
            let (series, visit) = series.again(original, slot, standing.as_ref(), new, done)?;
            let mut changes = Changes::default();
            give_back(&mut changes, &calendars)?;
            add(&mut changes, std::slice::from_ref(&visit))?;
            changes.replace(&series, version, "series.changed")?;
            if let Some(visit) = commit(&mut attempt, changes, &visit).await? {
                return Ok(visit);
            }
        }
    }

    async fn replan(
        &self,
        attempt: &mut Attempt<'_>,
        asked: Around<'_>,
        changes: &mut Changes,
    ) -> Result<(SeriesChange, Vec<SeriesAnswer>), PracticeError> {
        let Around { series, wish, edit } = asked;
        let request = SeriesRequest {
            pool: vec![series.schedules().to_vec()],
            visit: series.visit(),
            wish: wish.clone(),
        };
        let own: Vec<Uuid> = series
            .movable(edit.from, edit.appointments)
            .map(|visit| visit.id().into())
            .collect();
        let originals = wish.originals(series.zone(), self.rules())?;
        let exceptions = series.exceptions(edit.from, edit.appointments, &originals);
        let asked = Asked::read(attempt, self, &request, &own).await?;
        let plan = asked.plan(self, &request, &exceptions)?;
        plan.allowed(wish.mode)?;
        give_back(changes, &asked.calendars)?;
        let recurrence: &Recurrence = &wish.recurrence;
        let id = attempt.ids().mint();
        let mint = || attempt.ids().mint();
        let change = series.change_from(edit, id, recurrence, &plan, mint)?;
        Ok((change, plan.answers))
    }
}

/// A series that is to recur otherwise from one visit on.
#[derive(Clone, Copy)]
struct Around<'a> {
    series: &'a Series,
    wish: &'a SeriesWish,
    edit: &'a SeriesEdit<'a>,
}

/// All that a plan of a series asks of the store.
struct Asked {
    zone: Zone,
    calendars: Calendars,
    now: chrono::DateTime<chrono::Utc>,
}

impl Asked {
    async fn read(
        attempt: &mut Attempt<'_>,
        practice: &Practice,
        request: &SeriesRequest,
        own: &[Uuid],
    ) -> Result<Self, PracticeError> {
        let mut schedules: Vec<ScheduleId> = request.pool.concat();
        schedules.sort_unstable();
        schedules.dedup();
        let first = *schedules.first().ok_or(Refused::NoSchedule)?;
        let (schedule, _) = attempt.record::<Schedule>(first).await?;
        let wanted = Wanted {
            schedules: &schedules,
            windows: &request.wish.windows(&schedule.zone, practice.rules())?,
            except: own,
            now: attempt.now(),
        };
        Ok(Self {
            calendars: Calendars::read(attempt, wanted).await?,
            zone: schedule.zone,
            now: attempt.now(),
        })
    }

    fn plan(
        &self,
        practice: &Practice,
        request: &SeriesRequest,
        exceptions: &[NaiveDateTime],
    ) -> Result<SeriesPlan, PracticeError> {
        let visit = visit_type(&self.calendars, request.visit)?;
        let list = self.calendars.list();
        let together = |schedules: &Vec<ScheduleId>| -> Vec<Calendar<'_>> {
            let needed = |calendar: &&Calendar<'_>| schedules.contains(&calendar.schedule.id);
            list.iter().filter(needed).copied().collect()
        };
        let pool: Vec<Vec<Calendar<'_>>> = request.pool.iter().map(together).collect();
        let searches: Vec<Search<'_>> = pool
            .iter()
            .map(|calendars| {
                self.calendars
                    .search(calendars, visit, practice.rules(), self.now)
            })
            .collect();
        Ok(plan_series(
            &request.wish,
            &self.zone,
            &searches,
            exceptions,
        )?)
    }
}

/// The appointments of a series and their versions.
async fn visits(
    attempt: &mut Attempt<'_>,
    series: &Series,
) -> Result<Vec<(Appointment, u64)>, PracticeError> {
    let known = series.visits().values().flatten();
    let keys: Vec<Key> = known.map(|id| Key::new(Noun::Appointment, *id)).collect();
    let questions: Vec<Question> = keys.iter().copied().map(Question::Document).collect();
    let answers = attempt.read(&questions).await?;
    let record = |(n, key): (usize, Key)| answers.record(n)?.ok_or(PracticeError::Unknown { key });
    keys.into_iter().enumerate().map(record).collect()
}

/// What a change of a series leaves to be written.
fn write(
    changes: &mut Changes,
    change: &SeriesChange,
    series: &Series,
    version: u64,
    visits: &[(Appointment, u64)],
) -> Result<(), PracticeError> {
    for (before, after) in &change.changed {
        let known = visits.iter().find(|(visit, _)| visit.id() == before.id());
        let Some((_, version)) = known.filter(|_| before != after) else {
            continue;
        };
        swap(changes, before, after);
        let happened = match after.sequence() == before.sequence() {
            _ if after.status().meaning().ended && !before.status().meaning().ended => {
                "appointment.cancelled"
            }
            true => "appointment.joined_series",
            false => "appointment.rescheduled",
        };
        changes.replace(after, *version, happened)?;
    }
    add(changes, &change.booked)?;
    match (&change.before, &change.after) {
        (Some(before), after) => {
            changes.replace(before, version, "series.ended")?;
            if let Some(after) = after {
                changes.add(after, "series.booked")?;
            }
        }
        (None, Some(after)) => changes.replace(after, version, "series.changed")?,
        (None, None) => changes.replace(series, version, "series.ended")?,
    }
    Ok(())
}

fn add(changes: &mut Changes, booked: &[Appointment]) -> Result<(), PracticeError> {
    for visit in booked {
        take(changes, &visit.cells(), visit.id().into());
        changes.add(visit, "appointment.booked")?;
    }
    Ok(())
}

/// Commits; where somebody took one of the times meanwhile, the whole series is planned anew.
async fn commit<T: Serialize + serde::de::DeserializeOwned>(
    attempt: &mut Attempt<'_>,
    changes: Changes,
    kept: &T,
) -> Result<Option<T>, PracticeError> {
    match attempt.commit(changes, kept).await {
        Err(error) if error.taken_from().is_some() && attempt.tries_again() => Ok(None),
        done => done,
    }
}

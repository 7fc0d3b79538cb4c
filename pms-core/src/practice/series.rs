use core::slice::from_ref;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::id::PatientId;
use crate::id::ScheduleId;
use crate::id::SeriesId;
use crate::id::Uuid;
use crate::id::VisitTypeId;
use crate::scheduling::Appointment;
use crate::scheduling::Because;
use crate::scheduling::Recurrence;
use crate::scheduling::Refused;
use crate::scheduling::Schedule;
use crate::scheduling::Series;
use crate::scheduling::SeriesAnswer;
use crate::scheduling::SeriesChange;
use crate::scheduling::SeriesEdit;
use crate::scheduling::SeriesOf;
use crate::scheduling::SeriesPlan;
use crate::scheduling::SeriesWish;
use crate::scheduling::VisitType;
use crate::scheduling::plan_series;
use crate::store::Key;
use crate::store::Question;
use crate::time::Minute;
use crate::time::Zone;

use super::calendar::{Calendars, Cast, Wanted};
use super::call::Call;
use super::changes::Changes;
use super::choose::{commit_chosen, whom};
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};
use super::step::own_side;
use super::visit::{Choice, give_back, swap, take};

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
    /// For whom it is planned: their other visits are then in the way, and sessions know who they
    /// are. Whoever books a series names the patient there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientId>,
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
        let mut act = Act::new(Verb::Read, Noun::Schedule);
        if let Some(patient) = request.patient {
            act = act.of(patient);
        }
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
        let request = &SeriesRequest {
            patient: Some(patient),
            ..request.clone()
        };
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
                zone: asked.zone.clone(),
            };
            let recurrence = request.wish.recurrence.clone();
            let mint = || attempt.ids().mint();
            let (series, booked) = Series::book(of, recurrence, &plan, mint, call.provenance());
            let mut changes = Changes::default();
            asked.settle(&mut attempt, &mut changes, &plan)?;
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
            let choice = Choice::of(series.schedules().to_vec(), series.visit(), start);
            let mut changes = Changes::default();
            let whom = Some(patient);
            let slot = self
                .choose_for(&mut attempt, &choice, whom, &mut changes)
                .await?;
            let new = attempt.ids().mint();
            let done = call.provenance();
            let (series, visit) = series.again(original, slot, standing.as_ref(), new, done)?;
            add(&mut changes, from_ref(&visit))?;
            changes.replace(&series, version, "series.changed")?;
            let slot = visit.slot().clone();
            if let Some(visit) = commit_chosen(&mut attempt, changes, &slot, &visit).await? {
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
            patient: Some(series.patient()),
        };
        let originals = wish.originals(series.zone(), self.rules())?;
        let exceptions = series.exceptions(edit.from, edit.appointments, &originals);
        // What cannot be placed anew keeps its time, which is then in the way of the others.
        let mut stays: BTreeSet<AppointmentId> = BTreeSet::new();
        let (asked, plan) = loop {
            let movable = series.movable(edit.from, edit.appointments);
            let own = movable
                .map(Appointment::id)
                .filter(|id| !stays.contains(id));
            let own: Vec<Uuid> = own.map(Uuid::from).collect();
            let asked = Asked::read(attempt, self, &request, &own).await?;
            let plan = asked.plan(self, &request, &exceptions)?;
            plan.allowed(wish.mode)?;
            let before = stays.len();
            stays.extend(series.unplaced(edit.from, edit.appointments, &plan));
            if stays.len() == before {
                break (asked, plan);
            }
        };
        asked.settle(attempt, changes, &plan)?;
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
    visit: VisitType,
    patient: Option<(PatientId, bool)>,
    calendars: Calendars,
    now: DateTime<Utc>,
}

impl Asked {
    async fn read(
        attempt: &mut Attempt<'_>,
        practice: &Practice,
        request: &SeriesRequest,
        own: &[Uuid],
    ) -> Result<Self, PracticeError> {
        let everyone: Vec<ScheduleId> = request.pool.concat();
        let first = *everyone.first().ok_or(Refused::NoSchedule)?;
        let (schedule, _) = attempt.record::<Schedule>(first).await?;
        let visit = attempt.visit_type(request.visit).await?;
        let cast = Cast {
            schedules: &everyone,
            any_of: &[],
            patient: whom(attempt.call(), request.patient),
            anybody: false,
        };
        let wanted = Wanted {
            schedules: &[],
            windows: &request.wish.windows(&schedule.zone, practice.rules())?,
            except: own,
            now: attempt.now(),
        };
        Ok(Self {
            calendars: Calendars::cast(attempt, cast, from_ref(&visit), wanted).await?,
            zone: schedule.zone,
            patient: cast.patient,
            visit,
            now: attempt.now(),
        })
    }

    fn plan(
        &self,
        practice: &Practice,
        request: &SeriesRequest,
        exceptions: &[NaiveDateTime],
    ) -> Result<SeriesPlan, PracticeError> {
        let cast = |schedules| Cast {
            schedules,
            any_of: &[],
            patient: self.patient,
            anybody: false,
        };
        let pool = request.pool.iter();
        let pool: Vec<_> = pool.map(|who| (cast(who), &self.visit)).collect();
        let plan = self
            .calendars
            .ask_all(&pool, practice.rules(), self.now, |searches| {
                plan_series(&request.wish, &self.zone, searches, exceptions)
            });
        Ok(plan?)
    }

    /// What the visits of a plan were chosen by has to be so still when they are written.
    fn settle(
        &self,
        attempt: &mut Attempt<'_>,
        changes: &mut Changes,
        plan: &SeriesPlan,
    ) -> Result<(), PracticeError> {
        give_back(changes, &self.calendars)?;
        for (_, slot) in plan.slots() {
            self.calendars.settle(attempt, changes, slot)?;
        }
        Ok(())
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

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AppointmentId, PatientId, ScheduleId, SeriesId, VisitTypeId};
use crate::time::Zone;

use super::appointment::Appointment;
use super::error::Refused;
use super::history::Provenance;
use super::policy::Policy;
use super::reason::{Initiator, ReasonCode};
use super::recurrence::{Limit, Recurrence};
use super::series_plan::{Fit, SeriesAnswer, SeriesPlan};
use super::slot::Slot;
use super::status::Status;

/// Visits of one patient that recur, each an appointment of its own.
///
/// A visit of a series is known by the local time at which it was to recur, wherever it is moved:
/// so that one that was moved or dropped stays so when the others change, and one that was left out
/// can be had after all.
///
/// Source: FHIR R5 Appointment.recurrenceTemplate, originatingAppointment, occurrenceChanged.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Series {
    id: SeriesId,
    patient: PatientId,
    visit: VisitTypeId,
    schedules: Vec<ScheduleId>,
    zone: Zone,
    recurrence: Recurrence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    follows: Option<SeriesId>,
    visits: BTreeMap<NaiveDateTime, Option<AppointmentId>>,
}

/// Which visit of which series an appointment is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct InSeries {
    /// The series.
    pub series: SeriesId,
    /// When it was to recur, by the clocks of the location.
    pub original: NaiveDateTime,
    /// The local time that the series gave it; none where it got a time of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<NaiveDateTime>,
}

impl InSeries {
    /// The same, with a time of its own.
    const fn apart(self) -> Self {
        Self {
            given: None,
            ..self
        }
    }
}

/// Whose series, and what kind of visits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeriesOf {
    /// Which series it is to be.
    pub id: SeriesId,
    /// Who is to be seen.
    pub patient: PatientId,
    /// As what.
    pub visit: VisitTypeId,
    /// The schedules that take it.
    pub schedules: Vec<ScheduleId>,
    /// The zone of the location.
    pub zone: Zone,
}

/// On whose part visits are called off or moved, and why.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Because {
    /// On whose part.
    pub by: Initiator,
    /// Why, by the practice's own list.
    pub reason: ReasonCode,
}

/// A change of a series from one visit on.
#[derive(Clone, Copy, Debug)]
pub struct SeriesEdit<'a> {
    /// The first visit that changes.
    pub from: NaiveDateTime,
    /// The appointments of the series.
    pub appointments: &'a [Appointment],
    /// On whose part, and why.
    pub because: &'a Because,
    /// How the practice books.
    pub policy: &'a Policy,
    /// Who does it, and when.
    pub done: Provenance,
}

/// What a change of a series leaves to be written, all of it at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeriesChange {
    /// What stays as it was before the change, where anything does.
    pub before: Option<Series>,
    /// The series from the change on; nothing where it ends.
    pub after: Option<Series>,
    /// Appointments that are moved, called off or only belong to another series now: as each was and
    /// as it is to be.
    pub changed: Vec<(Appointment, Appointment)>,
    /// Visits that are new.
    pub booked: Vec<Appointment>,
}

impl Series {
    /// The series that a plan makes, and its appointments. What the plan could not place is left out
    /// and can be had later, by [`again`](Self::again).
    pub fn book(
        of: SeriesOf,
        recurrence: Recurrence,
        plan: &SeriesPlan,
        mut mint: impl FnMut() -> AppointmentId,
        done: Provenance,
    ) -> (Self, Vec<Appointment>) {
        let mut series = Self {
            id: of.id,
            patient: of.patient,
            visit: of.visit,
            schedules: of.schedules,
            zone: of.zone,
            recurrence,
            follows: None,
            visits: BTreeMap::new(),
        };
        let mut booked = Vec::new();
        for answer in &plan.answers {
            match answer.fit.slot() {
                Some(slot) => booked.push(series.take(answer, slot, mint(), done)),
                None => {
                    series.place(answer, None);
                }
            }
        }
        (series, booked)
    }

    /// From one visit on the series recurs otherwise; those before it stay as they are, in a series
    /// that ends there, and `id` names the one that follows. Where none is before it, the series
    /// itself changes.
    ///
    /// The visits from there on, in their order, become those of the new recurrence: they move and
    /// stay the same appointments. What was moved, dropped or left out by itself stays so, and what
    /// the plan cannot place keeps the time that it has. Visits that are too many are called off,
    /// those that are too few are booked.
    ///
    /// The plan was made for the new recurrence with [`exceptions`](Self::exceptions), and with the
    /// own times of [`movable`](Self::movable) left out of what is busy.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchVisit`]; [`Refused::VisitPast`] for a visit that has begun; whatever a move
    /// or a cancellation refuses.
    pub fn change_from(
        &self,
        edit: &SeriesEdit<'_>,
        id: SeriesId,
        recurrence: &Recurrence,
        plan: &SeriesPlan,
        mut mint: impl FnMut() -> AppointmentId,
    ) -> Result<SeriesChange, Refused> {
        let (before, following) = self.split(edit)?;
        let mut after = Self {
            id: before.as_ref().map_or(self.id, |_| id),
            recurrence: recurrence.clone(),
            follows: before.as_ref().map_or(self.follows, |_| Some(self.id)),
            visits: BTreeMap::new(),
            ..self.clone()
        };
        let (mut changed, mut booked) = (Vec::new(), Vec::new());
        let mut old = following.into_iter();
        for answer in &plan.answers {
            match (old.next(), answer.fit.slot()) {
                (Some(Some(visit)), slot) => {
                    let place = after.place(answer, Some(visit.id));
                    let moved = match slot.filter(|_| visit.is_regular()) {
                        Some(slot) if slot == visit.slot() => visit.clone().within(place),
                        Some(slot) => edit.move_to(visit, slot)?.within(place),
                        None => visit.clone().within(place.apart()),
                    };
                    changed.push((visit.clone(), moved));
                }
                (None, Some(slot)) => booked.push(after.take(answer, slot, mint(), edit.done)),
                (Some(None), _) | (None, None) => {
                    after.place(answer, None);
                }
            }
        }
        for surplus in old.flatten().filter(|visit| visit.is_regular()) {
            changed.push((surplus.clone(), edit.cancel(surplus)?));
        }
        Ok(SeriesChange {
            before,
            after: Some(after),
            changed,
            booked,
        })
    }

    /// The series ends before one visit: that one and those that follow are called off, but for those
    /// that were moved by themselves.
    ///
    /// # Errors
    ///
    /// As [`change_from`](Self::change_from).
    pub fn end_before(&self, edit: &SeriesEdit<'_>) -> Result<SeriesChange, Refused> {
        let (before, following) = self.split(edit)?;
        let mut changed = Vec::new();
        for visit in following.into_iter().flatten().filter(|v| v.is_regular()) {
            changed.push((visit.clone(), edit.cancel(visit)?));
        }
        Ok(SeriesChange {
            before,
            after: None,
            changed,
            booked: Vec::new(),
        })
    }

    /// A visit that was left out, or called off, takes place after all, at a slot of its own.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchVisit`] for a time at which the series does not recur;
    /// [`Refused::VisitStands`] where it takes place as it is.
    pub fn again(
        &self,
        original: NaiveDateTime,
        slot: Slot,
        standing: Option<&Appointment>,
        id: AppointmentId,
        done: Provenance,
    ) -> Result<(Self, Appointment), Refused> {
        let known = self.visits.get(&original).ok_or(Refused::NoSuchVisit)?;
        if standing.is_some_and(|visit| Some(visit.id) == *known && !visit.is_dropped()) {
            return Err(Refused::VisitStands);
        }
        let mut series = self.clone();
        let fit = Fit::Free { slot: slot.clone() };
        let visit = series.take(&SeriesAnswer { original, fit }, &slot, id, done);
        Ok((series, visit))
    }

    /// The visits from one on that were moved, dropped or left out by themselves, as positions of a new
    /// recurrence: what to plan around.
    #[must_use]
    pub fn exceptions(
        &self,
        from: NaiveDateTime,
        appointments: &[Appointment],
        visits: &[NaiveDateTime],
    ) -> Vec<NaiveDateTime> {
        let following = self.following(from, appointments);
        let pairs = following.into_iter().zip(visits);
        pairs
            .filter(|(visit, _)| !visit.is_some_and(Appointment::is_regular))
            .map(|(_, original)| *original)
            .collect()
    }

    /// The appointments from a visit on that move with their series: their own times are not in the
    /// way of a plan.
    pub fn movable<'a>(
        &self,
        from: NaiveDateTime,
        appointments: &'a [Appointment],
    ) -> impl Iterator<Item = &'a Appointment> {
        let following = self.following(from, appointments).into_iter();
        following.flatten().filter(|visit| visit.is_regular())
    }

    /// Those of them for which a plan has no other time: they keep the one that they have.
    pub fn unplaced<'a>(
        &self,
        from: NaiveDateTime,
        appointments: &'a [Appointment],
        plan: &'a SeriesPlan,
    ) -> impl Iterator<Item = AppointmentId> + 'a {
        let following = self.following(from, appointments).into_iter();
        let placed = following.zip(&plan.answers);
        placed.filter_map(|(visit, answer)| {
            let visit = visit.filter(|visit| visit.is_regular())?;
            answer.fit.slot().is_none().then_some(visit.id)
        })
    }

    /// The first visit that has not begun: from there on all of the future is changed.
    #[must_use]
    pub fn next(&self, appointments: &[Appointment], now: DateTime<Utc>) -> Option<NaiveDateTime> {
        let begun =
            |id: &AppointmentId| appointments.iter().any(|a| a.id == *id && a.has_begun(now));
        let mut visits = self.visits.iter().rev();
        let last_begun = visits.find(|(_, visit)| visit.as_ref().is_some_and(begun));
        let after = last_begun.map(|(original, _)| *original);
        let mut originals = self.visits.keys();
        originals
            .find(|at| after.is_none_or(|after| **at > after))
            .copied()
    }

    fn take(
        &mut self,
        answer: &SeriesAnswer,
        slot: &Slot,
        id: AppointmentId,
        done: Provenance,
    ) -> Appointment {
        let place = self.place(answer, Some(id));
        Appointment::book(id, self.patient, slot.clone(), done).within(place)
    }

    /// Notes what a visit of the series is, and says where in it that is.
    fn place(&mut self, answer: &SeriesAnswer, id: Option<AppointmentId>) -> InSeries {
        self.visits.insert(answer.original, id);
        InSeries {
            series: self.id,
            original: answer.original,
            given: match &answer.fit {
                Fit::Free { slot } => Some(slot.time().civil()),
                _ => None,
            },
        }
    }

    /// What stays before a visit, and the visits from there on; none of these may have begun.
    fn split<'a>(
        &self,
        edit: &SeriesEdit<'a>,
    ) -> Result<(Option<Self>, Vec<Option<&'a Appointment>>), Refused> {
        let from = edit.from;
        if !self.visits.contains_key(&from) {
            return Err(Refused::NoSuchVisit);
        }
        let following = self.following(from, edit.appointments);
        let mut regular = following.iter().flatten().filter(|v| v.is_regular());
        if regular.any(|visit| visit.has_begun(edit.done.at)) {
            return Err(Refused::VisitPast);
        }
        let visits: BTreeMap<_, _> = self.visits.range(..from).map(|(k, v)| (*k, *v)).collect();
        if visits.is_empty() {
            return Ok((None, following));
        }
        let rule = &self.recurrence;
        let end = from.date().checked_sub_days(Days::new(1));
        let end = Limit::Until(end.ok_or(Refused::NoSuchVisit)?);
        let recurrence = Recurrence::new(rule.start(), rule.pattern(), end)?
            .except(rule.exceptions().iter().copied())
            .in_gap(rule.policy_in_gap());
        let before = Self {
            recurrence,
            visits,
            ..self.clone()
        };
        Ok((Some(before), following))
    }

    fn following<'a>(
        &self,
        from: NaiveDateTime,
        appointments: &'a [Appointment],
    ) -> Vec<Option<&'a Appointment>> {
        let find = |id: AppointmentId| appointments.iter().find(|visit| visit.id == id);
        self.visits
            .range(from..)
            .map(|(_, visit)| visit.and_then(find))
            .collect()
    }

    /// Which series this is.
    #[must_use]
    pub const fn id(&self) -> SeriesId {
        self.id
    }

    /// Who is to be seen.
    #[must_use]
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// As what.
    #[must_use]
    pub const fn visit(&self) -> VisitTypeId {
        self.visit
    }

    /// The schedules that take it.
    #[must_use]
    pub fn schedules(&self) -> &[ScheduleId] {
        &self.schedules
    }

    /// The zone in which it recurs.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// When it recurs.
    #[must_use]
    pub const fn recurrence(&self) -> &Recurrence {
        &self.recurrence
    }

    /// The series from which this one was split off.
    #[must_use]
    pub const fn follows(&self) -> Option<SeriesId> {
        self.follows
    }

    /// Its visits by the time at which each was to recur; nothing for one that was left out.
    #[must_use]
    pub const fn visits(&self) -> &BTreeMap<NaiveDateTime, Option<AppointmentId>> {
        &self.visits
    }
}

impl SeriesEdit<'_> {
    fn move_to(&self, visit: &Appointment, slot: &Slot) -> Result<Appointment, Refused> {
        visit
            .clone()
            .reschedule(slot.clone(), self.because.by, self.done)
    }

    fn cancel(&self, visit: &Appointment) -> Result<Appointment, Refused> {
        let Because { by, reason } = self.because;
        visit
            .clone()
            .cancel(*by, reason.clone(), self.policy, self.done)
    }
}

impl Appointment {
    /// The same as a visit of a series.
    fn within(self, place: InSeries) -> Self {
        Self {
            series: Some(place),
            ..self
        }
    }

    /// It stands where its series has it, and follows when that changes.
    fn is_regular(&self) -> bool {
        let own = |place: InSeries| place.given == Some(self.slot.time().civil());
        let waits = matches!(self.status, Status::Booked { .. } | Status::Pending);
        waits && self.series.is_some_and(own)
    }

    fn is_dropped(&self) -> bool {
        !self.status.meaning().occupies
    }

    /// Past: its time has come, or the patient has.
    fn has_begun(&self, now: DateTime<Utc>) -> bool {
        let here = !matches!(
            self.status,
            Status::Proposed | Status::Pending | Status::Booked { .. } | Status::Cancelled { .. }
        );
        here || DateTime::from(self.slot.time().at()) <= now
    }
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
#[path = "series_tests.rs"]
mod tests;

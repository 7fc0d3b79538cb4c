use core::slice::from_ref;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::access::Verb;
use crate::id::AppointmentId;
use crate::id::HoldId;
use crate::id::PatientId;
use crate::id::ScheduleId;
use crate::id::Uuid;
use crate::id::VisitTypeId;
use crate::scheduling::Appointment;
use crate::scheduling::Cell;
use crate::scheduling::Explanation;
use crate::scheduling::Filter;
use crate::scheduling::Hold;
use crate::scheduling::Initiator;
use crate::scheduling::Layer;
use crate::scheduling::Openings;
use crate::scheduling::ReasonCode;
use crate::scheduling::Refused;
use crate::scheduling::Search;
use crate::scheduling::Slot;
use crate::scheduling::open_slots;
use crate::store::Key;
use crate::store::Place;
use crate::time::Interval;
use crate::time::Minute;
use crate::time::Minutes;

use super::calendar::{Calendars, Wanted};
use super::call::Call;
use super::changes::Changes;
use super::choose::{Chosen, commit_chosen, whom};
use super::error::PracticeError;
use super::shell::{Act, Attempt, HOLD_NUMBER, Practice};

/// A wish for a visit: whose time, what kind, between when.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FindSlots {
    /// The schedules that are needed together.
    pub schedules: Vec<ScheduleId>,
    /// What kind of visit.
    pub visit: VisitTypeId,
    /// Starts from here on.
    pub from: DateTime<Utc>,
    /// Starts before this.
    pub to: DateTime<Utc>,
    /// Any one of these besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<ScheduleId>,
    /// For whom: their own visits are then in the way, and sessions know who they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientId>,
    /// Which starts would be liked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
}

impl FindSlots {
    /// A wish for these schedules together, and nothing else.
    #[must_use]
    pub fn of(
        schedules: Vec<ScheduleId>,
        visit: VisitTypeId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Self {
        Self {
            schedules,
            visit,
            from,
            to,
            any_of: Vec::new(),
            patient: None,
            filter: None,
        }
    }
}

/// One start, for one kind of visit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Choice {
    /// The schedules that are needed together.
    pub schedules: Vec<ScheduleId>,
    /// What kind of visit.
    pub visit: VisitTypeId,
    /// When it starts.
    pub start: Minute,
    /// Any one of these besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<ScheduleId>,
    /// Against what it is booked all the same; it takes the permission to override schedules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overriding: Option<Overriding>,
}

/// The layers that somebody books against, and why. The caller answers for it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Overriding {
    /// Which layers.
    pub layers: Vec<Layer>,
    /// Why, by the practice's own list.
    pub reason: ReasonCode,
}

impl Choice {
    /// A start of these schedules together, and nothing else.
    #[must_use]
    pub fn of(schedules: Vec<ScheduleId>, visit: VisitTypeId, start: Minute) -> Self {
        Self {
            schedules,
            visit,
            start,
            any_of: Vec::new(),
            overriding: None,
        }
    }
}

/// What is to be booked.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Booking {
    /// What a hold keeps.
    Held(HoldId),
    /// A start that nobody keeps; it is checked anew.
    Chosen(Choice),
}

impl Practice {
    /// Every time at which the visit could start, by the same rule that booking asks. A patient at
    /// the portal asks for themselves, and sees free time alone.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Unknown`] for a schedule or visit type that is not there; whatever
    /// [`open_slots`] refuses.
    pub async fn find_slots(
        &self,
        call: &Call,
        wish: &FindSlots,
    ) -> Result<Openings, PracticeError> {
        self.searching(call, wish, open_slots).await
    }

    /// Why there are the starts that [`find_slots`](Self::find_slots) gives, and no others: what
    /// each layer takes, and what would help. It takes the permission to read appointments besides,
    /// since it tells what others have.
    ///
    /// # Errors
    ///
    /// As [`find_slots`](Self::find_slots).
    pub async fn why(&self, call: &Call, wish: &FindSlots) -> Result<Explanation, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Appointment);
        self.begin(call, act, wish).await?;
        self.searching(call, wish, |search, window| search.why(window))
            .await
    }

    /// Asks something of the search that a wish stands for.
    async fn searching<T>(
        &self,
        call: &Call,
        wish: &FindSlots,
        ask: impl FnOnce(&Search<'_>, Interval) -> Result<T, Refused> + Send,
    ) -> Result<T, PracticeError> {
        let mut act = Act::new(Verb::Read, Noun::Schedule);
        if let Some(patient) = wish.patient {
            act = act.of(patient);
        }
        let mut attempt = self.begin(call, act, wish).await?;
        let window = Interval::new(Minute::containing(wish.from), Minute::containing(wish.to))?;
        let visit = attempt.visit_type(wish.visit).await?;
        let cast = wish.cast(call);
        let wanted = Wanted {
            schedules: &[],
            windows: &[window],
            except: &[],
            now: call.now,
        };
        let calendars = Calendars::cast(&mut attempt, cast, from_ref(&visit), wanted).await?;
        Ok(
            calendars.ask(cast, &visit, self.rules(), call.now, |search| {
                let filter = wish.filter.as_ref();
                ask(&Search { filter, ..*search }, window)
            })?,
        )
    }

    /// Books a visit for a patient: what a hold keeps, or a start that is checked anew.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`] says whose time is not free and why; [`Refused::HoldExpired`];
    /// [`Refused::NotHolder`] where the hold is another's and the caller may not change holds.
    pub async fn book(
        &self,
        call: &Call,
        patient: PatientId,
        booking: &Booking,
    ) -> Result<Appointment, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Appointment).of(patient);
        let mut attempt = self.begin(call, act, &(patient, booking)).await?;
        loop {
            if let Some(appointment) = attempt.replay().await? {
                return Ok(appointment);
            }
            attempt.must_exist(Noun::Patient, patient).await?;
            let mut changes = Changes::default();
            let slot = match booking {
                Booking::Chosen(choice) => {
                    let patient = Some(patient);
                    self.choose_for(&mut attempt, choice, patient, &mut changes)
                        .await?
                }
                Booking::Held(id) => {
                    let (hold, version) = attempt.own_hold(*id).await?;
                    end_hold(&mut changes, &hold, version)?;
                    let slot = hold.take(call.now)?;
                    attempt
                        .be_there(&slot, (patient, &[]), &mut changes)
                        .await?;
                    slot
                }
            };
            let id: AppointmentId = attempt.ids().mint();
            let appointment = Appointment::book(id, patient, slot, call.provenance());
            take(&mut changes, &appointment.cells(), id.into());
            changes.add(&appointment, "appointment.booked")?;
            let slot = appointment.slot().clone();
            if let Some(done) = commit_chosen(&mut attempt, changes, &slot, &appointment).await? {
                return Ok(done);
            }
        }
    }

    /// Moves an appointment. Its old time is given up only where the new one is had.
    ///
    /// # Errors
    ///
    /// [`Refused::NotFree`]; [`Refused::WrongStatus`].
    pub async fn reschedule(
        &self,
        call: &Call,
        id: AppointmentId,
        choice: &Choice,
        by: Initiator,
    ) -> Result<Appointment, PracticeError> {
        let patient = self.patient_of(id).await?;
        let act = Act::new(Verb::Update, Noun::Appointment).of(patient).on(id);
        let mut attempt = self.begin(call, act, &(id, choice, by)).await?;
        loop {
            if let Some(appointment) = attempt.replay().await? {
                return Ok(appointment);
            }
            let (before, version) = attempt.record::<Appointment>(id).await?;
            let mut changes = Changes::default();
            let own = [id.into()];
            let chosen = Chosen {
                choice,
                visit: before.slot().visit(),
                patient: whom(call, Some(patient)),
                except: &own,
            };
            let slot = self.take_up(&mut attempt, chosen, &mut changes).await?;
            let after = before.clone().reschedule(slot, by, call.provenance())?;
            swap(&mut changes, &before, &after);
            changes.replace(&after, version, "appointment.rescheduled")?;
            let slot = after.slot().clone();
            if let Some(done) = commit_chosen(&mut attempt, changes, &slot, &after).await? {
                return Ok(done);
            }
        }
    }
}

pub(super) fn minute(start: Minute) -> Result<Interval, PracticeError> {
    Ok(Interval::new(start, start.plus(Minutes::new(1)))?)
}

pub(super) fn place(cell: Cell) -> Place {
    Place::Cell {
        resource: cell.resource,
        lane: u16::from(cell.lane.0),
        cell: cell.cell,
    }
}

pub(super) fn take(changes: &mut Changes, cells: &[Cell], holder: Uuid) {
    for cell in cells {
        changes.take(place(*cell), holder);
    }
}

/// Which of its holder's holds it is: a place, so that no two have one number.
pub(super) fn numbered(hold: &Hold) -> Option<Place> {
    let number = hold.number()?;
    Some(Place::Number {
        name: HOLD_NUMBER.to_owned(),
        value: format!("{} {number}", hold.holder()),
    })
}

/// What an appointment kept before and no longer needs is given back, what it needs now is taken.
pub(super) fn swap(changes: &mut Changes, before: &Appointment, after: &Appointment) {
    exchange(changes, after.id().into(), &before.cells(), &after.cells());
}

/// The same of cells.
pub(super) fn exchange(changes: &mut Changes, holder: Uuid, old: &[Cell], new: &[Cell]) {
    for cell in old.iter().filter(|cell| !new.contains(cell)) {
        changes.release(place(*cell), holder);
    }
    for cell in new.iter().filter(|cell| !old.contains(cell)) {
        changes.take(place(*cell), holder);
    }
}

/// Holds that have run out lose their cells to whoever writes next.
pub(super) fn give_back(changes: &mut Changes, calendars: &Calendars) -> Result<(), PracticeError> {
    for (hold, version) in &calendars.expired {
        if !changes.writes(Key::new(Noun::Hold, hold.id())) {
            end_hold(changes, hold, *version)?;
        }
    }
    Ok(())
}

pub(super) fn end_hold(
    changes: &mut Changes,
    hold: &Hold,
    version: u64,
) -> Result<(), PracticeError> {
    for cell in hold.cells() {
        changes.release(place(cell), hold.id());
    }
    if let Some(number) = numbered(hold) {
        changes.release(number, hold.id());
    }
    changes.end_hold(hold, version)?;
    Ok(())
}

/// Commits; who comes too late for the time is told in the words of scheduling.
pub(super) async fn commit<T: Serialize + serde::de::DeserializeOwned>(
    attempt: &mut Attempt<'_>,
    changes: Changes,
    slot: &Slot,
    reply: &T,
) -> Result<Option<T>, PracticeError> {
    attempt
        .commit(changes, reply)
        .await
        .map_err(|error| match error.taken_from() {
            Some(resource) => Refused::NotFree {
                layer: Layer::Busy,
                resource,
                visit: slot.interval(),
                alternatives: Vec::new(),
            }
            .into(),
            None => error,
        })
}

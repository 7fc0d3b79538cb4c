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
use crate::scheduling::Hold;
use crate::scheduling::Initiator;
use crate::scheduling::Openings;
use crate::scheduling::Refused;
use crate::scheduling::Slot;
use crate::scheduling::VisitType;
use crate::scheduling::open_slots;
use crate::store::Place;
use crate::time::Interval;
use crate::time::Minute;
use crate::time::Minutes;

use super::calendar::{Calendars, Wanted};
use super::call::Call;
use super::changes::Changes;
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
    /// Every time at which the visit could start, by the same rule that booking asks.
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
        let act = Act::new(Verb::Read, Noun::Schedule);
        let mut attempt = self.begin(call, act, wish).await?;
        let window = Interval::new(Minute::containing(wish.from), Minute::containing(wish.to))?;
        let wanted = Wanted {
            schedules: &wish.schedules,
            windows: &[window],
            except: &[],
            now: call.now,
        };
        let calendars = Calendars::read(&mut attempt, wanted).await?;
        let visit = visit_type(&calendars, wish.visit)?;
        let list = calendars.list();
        let search = calendars.search(&list, visit, self.rules(), call.now);
        Ok(open_slots(&search, window)?)
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
                Booking::Chosen(choice) => self.choose(&mut attempt, choice, &mut changes).await?,
                Booking::Held(id) => {
                    let (hold, version) = attempt.own_hold(*id).await?;
                    end_hold(&mut changes, &hold, version)?;
                    hold.take(call.now)?
                }
            };
            let id: AppointmentId = attempt.ids().mint();
            let appointment = Appointment::book(id, patient, slot, call.provenance());
            take(&mut changes, &appointment.cells(), id.into());
            changes.add(&appointment, "appointment.booked")?;
            let slot = appointment.slot().clone();
            if let Some(done) = commit(&mut attempt, changes, &slot, &appointment).await? {
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
            let wanted = Wanted {
                schedules: &choice.schedules,
                windows: &[minute(choice.start)?],
                except: &[id.into()],
                now: call.now,
            };
            let calendars = Calendars::read(&mut attempt, wanted).await?;
            give_back(&mut changes, &calendars)?;
            let list = calendars.list();
            let visit = before.slot().visit();
            let search = calendars.search(&list, visit, self.rules(), call.now);
            let slot = Slot::choose(&search, choice.start)?;
            let after = before.clone().reschedule(slot, by, call.provenance())?;
            swap(&mut changes, &before, &after);
            changes.replace(&after, version, "appointment.rescheduled")?;
            let slot = after.slot().clone();
            if let Some(done) = commit(&mut attempt, changes, &slot, &after).await? {
                return Ok(done);
            }
        }
    }

    pub(super) async fn choose(
        &self,
        attempt: &mut Attempt<'_>,
        choice: &Choice,
        changes: &mut Changes,
    ) -> Result<Slot, PracticeError> {
        let now = attempt.now();
        let wanted = Wanted {
            schedules: &choice.schedules,
            windows: &[minute(choice.start)?],
            except: &[],
            now,
        };
        let calendars = Calendars::read(attempt, wanted).await?;
        give_back(changes, &calendars)?;
        let visit = visit_type(&calendars, choice.visit)?;
        let list = calendars.list();
        let search = calendars.search(&list, visit, self.rules(), now);
        Ok(Slot::choose(&search, choice.start)?)
    }
}

pub(super) fn visit_type(
    calendars: &Calendars,
    id: VisitTypeId,
) -> Result<&VisitType, PracticeError> {
    let settings = &calendars.settings;
    settings
        .visit_type(id)
        .ok_or(PracticeError::UnknownVisitType { id })
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
    let holder: Uuid = after.id().into();
    let (old, new) = (before.cells(), after.cells());
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
        end_hold(changes, hold, *version)?;
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
                layer: crate::scheduling::Layer::Busy,
                resource,
                visit: slot.interval(),
                alternatives: Vec::new(),
            }
            .into(),
            None => error,
        })
}

use core::slice::from_ref;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::access::Noun;
use crate::access::Permission;
use crate::access::Role;
use crate::access::Verb;
use crate::id::PatientId;
use crate::id::ResourceId;
use crate::id::Uuid;
use crate::id::VisitTypeId;
use crate::scheduling::Calendar;
use crate::scheduling::Layer;
use crate::scheduling::Override;
use crate::scheduling::Refused;
use crate::scheduling::Search;
use crate::scheduling::Slot;
use crate::scheduling::VisitType;
use crate::time::Interval;
use crate::time::Minutes;

use super::calendar::{Calendars, Cast, Wanted};
use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Attempt, Practice};
use super::visit::{Choice, FindSlots, Overriding, commit, give_back, minute};

/// How far ahead a refusal looks for other starts.
const LOOKAHEAD: Minutes = Minutes::new(14 * 1_440);

/// A start that somebody chose, for whom, and what it is measured by.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub(super) choice: &'a Choice,
    /// As it is now, or as it was stamped.
    pub(super) visit: &'a VisitType,
    /// For whom, and whether they book for themselves.
    pub(super) patient: Option<(PatientId, bool)>,
    /// Whose own time is not in the way.
    pub(super) except: &'a [Uuid],
}

impl Practice {
    /// The slot of a start for nobody yet, if it is free by all that is known. Who they are is asked
    /// when it is booked: see [`Attempt::be_there`].
    pub(super) async fn choose(
        &self,
        attempt: &mut Attempt<'_>,
        choice: &Choice,
        changes: &mut Changes,
    ) -> Result<Slot, PracticeError> {
        self.choose_for(attempt, choice, None, changes).await
    }

    /// The same for a patient, whose other visits are in the way.
    pub(super) async fn choose_for(
        &self,
        attempt: &mut Attempt<'_>,
        choice: &Choice,
        patient: Option<PatientId>,
        changes: &mut Changes,
    ) -> Result<Slot, PracticeError> {
        let visit = &attempt.visit_type(choice.visit).await?;
        let chosen = Chosen {
            choice,
            visit,
            patient: whom(attempt.call(), patient),
            except: &[],
        };
        self.take_up(attempt, chosen, changes).await
    }

    /// The slot of a start, and what has to be so still when it is written.
    pub(super) async fn take_up(
        &self,
        attempt: &mut Attempt<'_>,
        chosen: Chosen<'_>,
        changes: &mut Changes,
    ) -> Result<Slot, PracticeError> {
        let Chosen { choice, visit, .. } = chosen;
        let given = overriding(attempt, choice.overriding.as_ref())?;
        let cast = chosen.cast();
        let wanted = chosen.wanted(attempt);
        let windows = [minute(choice.start)?];
        let wanted = Wanted {
            windows: &windows,
            ..wanted
        };
        let calendars = Calendars::cast(attempt, cast, from_ref(visit), wanted).await?;
        let slot = calendars.ask(cast, visit, self.rules(), attempt.now(), |search| {
            let overriding = given.as_ref();
            let search = Search {
                overriding,
                ..*search
            };
            Slot::choose(&search, choice.start)
        });
        match slot {
            Ok(slot) => {
                give_back(changes, &calendars)?;
                calendars.settle(attempt, changes, &slot)?;
                Ok(slot)
            }
            Err(refused) => Err(self.offering(attempt, chosen, refused).await?.into()),
        }
    }

    /// A refusal with the next starts instead.
    async fn offering(
        &self,
        attempt: &mut Attempt<'_>,
        chosen: Chosen<'_>,
        refused: Refused,
    ) -> Result<Refused, PracticeError> {
        if !matches!(refused, Refused::NotFree { .. }) {
            return Ok(refused);
        }
        let start = chosen.choice.start;
        let window = Interval::new(start, start.plus(LOOKAHEAD))?;
        let cast = chosen.cast();
        let windows = [window];
        let wanted = Wanted {
            windows: &windows,
            ..chosen.wanted(attempt)
        };
        let visit = chosen.visit;
        let calendars = Calendars::cast(attempt, cast, from_ref(visit), wanted).await?;
        let next = calendars.ask(cast, visit, self.rules(), attempt.now(), |search| {
            search.alternatives(start, window)
        });
        Ok(refused.offering(next.unwrap_or_default()))
    }
}

impl<'a> Chosen<'a> {
    const fn cast(self) -> Cast<'a> {
        Cast {
            schedules: self.choice.schedules.as_slice(),
            any_of: self.choice.any_of.as_slice(),
            patient: self.patient,
            anybody: true,
        }
    }

    fn wanted(self, attempt: &Attempt<'_>) -> Wanted<'a> {
        Wanted {
            schedules: &[],
            windows: &[],
            except: self.except,
            now: attempt.now(),
        }
    }
}

impl FindSlots {
    pub(super) fn cast(&self, call: &Call) -> Cast<'_> {
        Cast {
            schedules: &self.schedules,
            any_of: &self.any_of,
            patient: whom(call, self.patient),
            anybody: false,
        }
    }
}

/// For whom a visit is, and whether they book for themselves: at the portal, nobody else.
pub(super) fn whom(call: &Call, patient: Option<PatientId>) -> Option<(PatientId, bool)> {
    match call.actor.role {
        Role::Patient(own) => Some((patient.unwrap_or(own), true)),
        _ => patient.map(|patient| (patient, false)),
    }
}

pub(super) fn overriding(
    attempt: &Attempt<'_>,
    given: Option<&Overriding>,
) -> Result<Option<Override>, PracticeError> {
    let Some(given) = given else {
        return Ok(None);
    };
    attempt.may(Permission::new(Verb::Override, Noun::Schedule))?;
    let actor = attempt.call().actor.id;
    let given = Override::new(given.layers.clone(), given.reason.clone(), actor)?;
    Ok(Some(given))
}

impl Attempt<'_> {
    /// A patient is not in two places: what a hold or a group keeps is measured by their other
    /// visits, those of `except` apart, when it is booked for them; whoever treats may see them, and
    /// hours that are for others, new patients or established ones, are not theirs.
    pub(super) async fn be_there(
        &mut self,
        slot: &Slot,
        (patient, except): (PatientId, &[Uuid]),
        changes: &mut Changes,
    ) -> Result<(), PracticeError> {
        let treating = self.may_see(slot, patient).await?;
        let wanted = Wanted {
            schedules: &[],
            windows: &[],
            except,
            now: self.now(),
        };
        let cast = Cast {
            schedules: &[],
            any_of: &[],
            patient: whom(self.call(), Some(patient)),
            anybody: false,
        };
        let calendars = Calendars::cast(self, cast, &[], wanted).await?;
        let given = slot.overridden().map_or(&[][..], Override::layers);
        let against = |layer, resource: Option<ResourceId>| -> Result<Refused, Refused> {
            Ok(Refused::NotFree {
                layer,
                resource: resource.ok_or(Refused::NoSchedule)?,
                visit: slot.interval(),
                alternatives: Vec::new(),
            })
        };
        for (schedule, specialty) in treating
            .iter()
            .filter(|_| !given.contains(&Layer::Reserved))
        {
            let calendar = Calendar {
                specialty: *specialty,
                ..Calendar::of(schedule)
            };
            let asked = calendars.visitor().map(|one| (slot.visit(), one));
            let mut mine = slot
                .filled()
                .filter(|one| one.resource == schedule.resource);
            let time = mine.next().map(|one| one.part.of(slot.time().at()));
            if let (Some(time), Some(asked)) = (time, asked)
                && calendar.reserves(time, asked, self.rules(), self.now())?
            {
                return Err(against(Layer::Reserved, Some(schedule.resource))?.into());
            }
        }
        let clash = calendars.clashes(slot, self.rules(), self.now())?;
        if let Some(layer) = clash.filter(|layer| !given.contains(layer)) {
            return Err(against(layer, slot.resources().first().copied())?.into());
        }
        calendars.settle(self, changes, slot)
    }

    /// A type of visit as the practice has it now.
    pub(super) async fn visit_type(&mut self, id: VisitTypeId) -> Result<VisitType, PracticeError> {
        let settings = self.settings().await?;
        let visit = settings.visit_type(id).cloned();
        visit.ok_or(PracticeError::UnknownVisitType { id })
    }
}

/// Commits what was chosen. Where somebody took the very lane meanwhile, all is read and decided
/// anew: there may be another lane or another of the pool, and if not, a refusal that offers others.
pub(super) async fn commit_chosen<T: Serialize + DeserializeOwned>(
    attempt: &mut Attempt<'_>,
    changes: Changes,
    slot: &Slot,
    reply: &T,
) -> Result<Option<T>, PracticeError> {
    match commit(attempt, changes, slot, reply).await {
        Err(PracticeError::Scheduling(Refused::NotFree { .. })) if attempt.tries_again() => {
            Ok(None)
        }
        done => done,
    }
}

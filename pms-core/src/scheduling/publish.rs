//! What a new version of a schedule would change: visits that it leaves out, and time that it offers.

use chrono::{DateTime, Utc};

use crate::id::VisitTypeId;
use crate::time::{Interval, IntervalSet, Minutes, TimeError, ZoneRules};

use super::calendar::Calendar;
use super::error::Refused;
use super::granted::{Granted, Ground, days_around};
use super::layer::Layer;
use super::schedule::Schedule;
use super::session::{Asking, Modality, Whom};
use super::slot::Slot;
use super::visit_type::VisitType;
use super::visitor::Visitor;

/// A booked visit that a schedule leaves out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stranded<'a> {
    /// When and as what it is booked.
    pub slot: &'a Slot,
    /// What the schedule says against it.
    pub layer: Layer,
}

/// Those of some booked slots that `schedule` leaves out: outside its hours, in a block, or in
/// hours that are now for other visits. Nothing is cancelled by that; somebody has to decide.
///
/// Slots of other resources and locations are passed over, and so is what was booked against the
/// very layer by somebody who answers for it.
///
/// # Errors
///
/// [`Refused::Time`] where the zone rules do not reach that far.
pub fn stranded<'a>(
    schedule: &Schedule,
    slots: impl IntoIterator<Item = &'a Slot>,
    rules: &dyn ZoneRules,
    now: DateTime<Utc>,
) -> Result<Vec<Stranded<'a>>, Refused> {
    let calendar = Calendar::of(schedule);
    let mut left_out = Vec::new();
    for slot in slots {
        let here = slot.location() == schedule.location;
        let mine = slot.filled().find(|one| one.resource == schedule.resource);
        let Some(mine) = mine.filter(|_| here) else {
            continue;
        };
        let time = mine.part.of(slot.time().at());
        let granted = granted(&calendar, slot.visit(), time, rules, now)?;
        let overridden = slot
            .overridden()
            .map_or(&[] as &[Layer], |given| given.layers());
        let against = granted.against(time).into_iter();
        let mut layers = against.filter(|layer| !overridden.contains(layer));
        if let Some(layer) = layers.next() {
            left_out.push(Stranded { slot, layer });
        }
    }
    Ok(left_out)
}

/// How much time two versions of a schedule offer to a type of visit, bookings apart.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Offer {
    /// To which type.
    pub visit: VisitTypeId,
    /// How many minutes before, counted where the visit fits.
    pub before: Minutes,
    /// How many after.
    pub after: Minutes,
}

/// What would change for each type of visit during `window` if `after` stood for `before`.
///
/// # Errors
///
/// [`Refused::Time`] where the zone rules do not reach that far.
pub fn what_if(
    before: &Calendar<'_>,
    after: &Calendar<'_>,
    visits: &[VisitType],
    window: Interval,
    rules: &dyn ZoneRules,
    now: DateTime<Utc>,
) -> Result<Vec<Offer>, Refused> {
    let minutes = |calendar: &Calendar<'_>, visit: &VisitType| -> Result<Minutes, TimeError> {
        let granted = granted(calendar, visit, window, rules, now)?;
        let free = granted.free().within(window);
        let fits = free.iter().map(Interval::length);
        Ok(fits
            .filter(|length| *length >= visit.duration())
            .fold(Minutes::ZERO, Minutes::plus))
    };
    visits
        .iter()
        .map(|visit| {
            Ok(Offer {
                visit: visit.id(),
                before: minutes(before, visit)?,
                after: minutes(after, visit)?,
            })
        })
        .collect()
}

impl Calendar<'_> {
    /// Whether some time is kept for other visits than one of a type, of whom much or nothing is
    /// known.
    ///
    /// # Errors
    ///
    /// [`TimeError`] where the zone rules do not reach that far.
    pub fn reserves(
        &self,
        time: Interval,
        (visit, visitor): (&VisitType, &Visitor),
        rules: &dyn ZoneRules,
        now: DateTime<Utc>,
    ) -> Result<bool, TimeError> {
        let asking = Asking {
            visit: visit.id(),
            modality: visit.modality(),
            whom: visitor.whom(self.specialty),
            by_patient: visitor.books,
        };
        let granted = asked(self, asking, time, rules, now)?;
        Ok(granted.against(time).contains(&Layer::Reserved))
    }

    /// The time in `window` in which the resource is there for visits of whatever kind: its hours
    /// without blocks and closures, bookings apart.
    ///
    /// # Errors
    ///
    /// [`TimeError`] where the zone rules do not reach that far.
    pub fn offered(
        &self,
        window: Interval,
        rules: &dyn ZoneRules,
    ) -> Result<IntervalSet, TimeError> {
        let asking = Asking {
            visit: VisitTypeId::from(crate::id::Uuid::nil()),
            modality: Modality::InPerson,
            whom: Whom::Anybody,
            by_patient: false,
        };
        let granted = asked(self, asking, window, rules, DateTime::UNIX_EPOCH)?;
        let takes = granted.takes.iter();
        let counts = takes.filter(|(layer, _)| matches!(layer, Layer::Block | Layer::Closure));
        let free = counts.fold(granted.hours.clone(), |free, (_, taken)| {
            free.subtract(taken)
        });
        Ok(free.within(window))
    }
}

fn granted(
    calendar: &Calendar<'_>,
    visit: &VisitType,
    window: Interval,
    rules: &dyn ZoneRules,
    now: DateTime<Utc>,
) -> Result<Granted, TimeError> {
    let asking = Asking {
        visit: visit.id(),
        modality: visit.modality(),
        whom: Whom::Anybody,
        by_patient: false,
    };
    asked(calendar, asking, window, rules, now)
}

fn asked(
    calendar: &Calendar<'_>,
    asking: Asking,
    window: Interval,
    rules: &dyn ZoneRules,
    now: DateTime<Utc>,
) -> Result<Granted, TimeError> {
    let spare = Minutes::new(4 * 1_440);
    let clocks = rules.offsets(&calendar.schedule.zone, window.widened(spare, spare))?;
    let ground = Ground {
        clocks: &clocks,
        days: days_around(&clocks, window)?,
        asking,
        now,
    };
    Granted::of(calendar, ground)
}

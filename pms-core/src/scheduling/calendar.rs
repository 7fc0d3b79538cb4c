use chrono::NaiveDate;

use crate::code::Taxonomy;
use crate::time::{
    ClockTime, Fold, Gap, Interval, IntervalSet, Minute, Minutes, Offsets, TimeError,
};

use super::closure::Closure;
use super::hours::{Hours, Window};
use super::occupied::Occupied;
use super::schedule::Schedule;
use crate::time::Period;

/// All that is known of one resource's time at a location: what a search is handed.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// When it is there.
    pub schedule: &'a Schedule,
    /// What may be closed; closures that do not concern the schedule are passed over.
    pub closures: &'a [Closure],
    /// What is taken whatever is asked for: what other calendars say, and whatever has no more than
    /// its time. For an appointment that is to be moved, without its own time.
    pub busy: &'a IntervalSet,
    /// The visits and holds of the resource, wherever they are, in any order; without the one that
    /// is to be moved. For a quota, all of the days or weeks that are searched.
    pub occupied: &'a [Occupied],
    /// The time for which a calendar that counts could not be read; all of it where
    /// [`Interval::ALWAYS`] is in it.
    pub unknown: &'a IntervalSet,
    /// The days on which the resource is licensed to see the patient; without it all.
    pub licensed: Option<&'a [Period]>,
    /// In which specialty the resource treats: whether a patient is new is asked of it alone.
    pub specialty: Option<Taxonomy>,
    /// The days on which the resource is with the payer of the patient, or no payer is asked; without
    /// it all.
    pub credentialed: Option<&'a [Period]>,
}

impl<'a> Calendar<'a> {
    /// A resource of whom nothing is known but when they work.
    #[must_use]
    pub const fn of(schedule: &'a Schedule) -> Self {
        const NONE: &IntervalSet = &IntervalSet::EMPTY;
        Self {
            schedule,
            closures: &[],
            busy: NONE,
            occupied: &[],
            unknown: NONE,
            licensed: None,
            specialty: None,
            credentialed: None,
        }
    }
}

/// Adds the hours of a day. What opens in a gap opens as the clocks jump, and what closes in one
/// closes then; what opens in a fold opens the first time, and what closes in one the second time.
pub(super) fn lay(
    parts: &mut Vec<Interval>,
    clocks: &Offsets,
    date: NaiveDate,
    hours: &Hours,
) -> Result<(), TimeError> {
    if hours.is_empty() {
        return Ok(());
    }
    let steady = clocks.steady_midnight(date);
    for window in hours.windows() {
        parts.extend(match steady {
            Some(midnight) => {
                let at = |time: ClockTime| midnight.plus(Minutes::new(time.minute_of_day().into()));
                Interval::between(at(window.opens()), at(window.closes()))
            }
            None => instants(clocks, date, window)?,
        });
    }
    Ok(())
}

fn instants(
    clocks: &Offsets,
    date: NaiveDate,
    window: Window,
) -> Result<Option<Interval>, TimeError> {
    Ok(Interval::between(
        opening(clocks, date, window.opens())?,
        closing(clocks, date, window.closes())?,
    ))
}

/// When hours open that open at a time of a day.
pub(super) fn opening(
    clocks: &Offsets,
    date: NaiveDate,
    time: ClockTime,
) -> Result<Minute, TimeError> {
    clocks
        .resolve_clock(date, time)?
        .pick(Gap::Edge, Fold::First)
}

/// When hours close that close at a time of a day.
pub(super) fn closing(
    clocks: &Offsets,
    date: NaiveDate,
    time: ClockTime,
) -> Result<Minute, TimeError> {
    // 24:00 is the start of the next day, which begins the first time that it is midnight.
    let fold = match time {
        ClockTime::END_OF_DAY => Fold::First,
        _ => Fold::Second,
    };
    clocks.resolve_clock(date, time)?.pick(Gap::Edge, fold)
}

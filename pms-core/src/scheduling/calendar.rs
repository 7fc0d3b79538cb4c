use chrono::NaiveDate;

use crate::time::{
    ClockTime, Fold, Gap, Interval, IntervalSet, Minute, Minutes, Offsets, Period, TimeError,
};

use super::cell::Cell;
use super::closure::Closure;
use super::hours::{Hours, Window};
use super::layer::Layer;
use super::schedule::{Exception, Schedule};
use super::visit_type::VisitType;

/// All that is known of one resource's time at a location: what a search is handed.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// When it is there.
    pub schedule: &'a Schedule,
    /// What may be closed; closures that do not concern the schedule are passed over.
    pub closures: &'a [Closure],
    /// What is taken, buffers included: appointments and holds wherever they are, and what other
    /// calendars say. For an appointment that is to be moved, without its own time.
    pub busy: &'a IntervalSet,
}

impl Calendar<'_> {
    /// The time that each layer grants or takes on some days.
    pub(super) fn layers(&self, clocks: &Offsets, days: Period) -> Result<Layers, TimeError> {
        let mut hours = Vec::with_capacity(256);
        let mut unpublished = Vec::new();
        for date in days.days() {
            match self.schedule.base_hours(date) {
                Some(base) => lay(&mut hours, clocks, date, base)?,
                None => unpublished.extend(clocks.day(date)?),
            }
        }
        let mut added = Vec::new();
        let mut blocked = Vec::new();
        for exception in &self.schedule.exceptions {
            match exception {
                Exception::Instead { .. } => {}
                Exception::Added { on, hours } => {
                    lay_on(&mut added, clocks, days.intersect(*on), hours)?;
                }
                Exception::Blocked { on, hours, .. } => {
                    lay_on(&mut blocked, clocks, days.intersect(*on), hours)?;
                }
            }
        }
        let mut closed = Vec::new();
        for closure in self.closures.iter().filter(|c| c.concerns(self.schedule)) {
            lay_on(
                &mut closed,
                clocks,
                days.intersect(closure.on),
                &closure.hours,
            )?;
        }
        let added: IntervalSet = added.into();
        let hours: IntervalSet = hours.into();
        Ok(Layers {
            unpublished: IntervalSet::from(unpublished).subtract(&added),
            hours: if added.is_empty() {
                hours
            } else {
                hours.union(&added)
            },
            blocked: blocked.into(),
            closed: closed.into(),
        })
    }
}

/// What each layer of a calendar says about some days.
#[derive(Debug)]
pub(super) struct Layers {
    pub(super) unpublished: IntervalSet,
    hours: IntervalSet,
    blocked: IntervalSet,
    closed: IntervalSet,
}

impl Layers {
    /// The layers of a calendar that decide on a start, in order.
    pub(super) const ORDER: [Layer; 4] = [Layer::Hours, Layer::Block, Layer::Closure, Layer::Busy];

    /// Every minute at which the visit could start if no layer after `last` counted.
    ///
    /// The visit itself lies in time that is granted and not taken away; with its buffers it
    /// touches nothing that is busy. Finder and validator both ask here.
    pub(super) fn starts(&self, busy: &IntervalSet, visit: &VisitType, last: Layer) -> IntervalSet {
        let mut granted = std::borrow::Cow::Borrowed(&self.hours);
        for (layer, taken) in [
            (Layer::Block, &self.blocked),
            (Layer::Closure, &self.closed),
        ] {
            if layer <= last && !taken.is_empty() {
                granted = std::borrow::Cow::Owned(granted.subtract(taken));
            }
        }
        let none = IntervalSet::EMPTY;
        let busy = if last < Layer::Busy { &none } else { busy };
        starts_in(&granted, busy, visit)
    }
}

/// The starts at which a visit fits into what is granted and stays clear of what is busy: one walk
/// along both.
fn starts_in(granted: &IntervalSet, busy: &IntervalSet, visit: &VisitType) -> IntervalSet {
    let minute = Minutes::new(1);
    let after_all = visit.duration().plus(visit.after());
    // The starts at which the visit would reach into something busy.
    let mut barred = granted
        .iter()
        .next()
        .into_iter()
        .flat_map(|first| busy.ending_after(first.start().minus(visit.before())))
        .map(Cell::whole)
        .map(|busy| {
            (
                busy.start().minus(after_all).plus(minute),
                busy.end().plus(visit.before()),
            )
        })
        .peekable();
    let mut starts = Vec::with_capacity(granted.iter().len() * 2);
    for part in granted {
        let mut from = part.start();
        let end = part.end().plus(minute).minus(visit.duration());
        while let Some((bar, free)) = barred.peek().copied().filter(|(bar, _)| *bar < end) {
            starts.extend(Interval::between(from, bar));
            from = from.max(free);
            if free > end {
                break; // it may reach into the next part too
            }
            barred.next();
        }
        starts.extend(Interval::between(from, end));
    }
    starts.into()
}

fn lay_on(
    parts: &mut Vec<Interval>,
    clocks: &Offsets,
    days: Option<Period>,
    hours: &Hours,
) -> Result<(), TimeError> {
    for date in days.into_iter().flat_map(Period::days) {
        lay(parts, clocks, date, hours)?;
    }
    Ok(())
}

/// Adds the hours of a day. What opens in a gap opens as the clocks jump, and what closes in one
/// closes then; what opens in a fold opens the first time, and what closes in one the second time.
fn lay(
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
    let at = |time: ClockTime, fold: Fold| -> Result<Minute, TimeError> {
        clocks.resolve_clock(date, time)?.pick(Gap::Edge, fold)
    };
    // 24:00 is the start of the next day, which begins the first time that it is midnight.
    let closing = match window.closes() {
        ClockTime::END_OF_DAY => Fold::First,
        _ => Fold::Second,
    };
    Ok(Interval::between(
        at(window.opens(), Fold::First)?,
        at(window.closes(), closing)?,
    ))
}

//! What a schedule grants and takes on some days, as sets of minutes.

use core::num::NonZeroU8;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::time::{Interval, IntervalSet, Minute, Minutes, Offsets, Period, TimeError, ZoneRules};

use super::calendar::{Calendar, closing, lay, opening};
use super::exception::Exception;
use super::hours::Hours;
use super::layer::Layer;
use super::offer_rules::Refill;
use super::schedule::Schedule;
use super::session::{Asking, Session};

/// Whose time is asked about, when, and by which clocks.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) clocks: &'a Offsets,
    pub(super) days: Period,
    pub(super) asking: Asking,
    pub(super) now: DateTime<Utc>,
}

/// What a schedule and what closes it say about some days.
#[derive(Debug)]
pub(super) struct Granted {
    /// Days that no template covers, and on which nothing is added.
    pub(super) unpublished: IntervalSet,
    /// When the resource is there, for whatever visit.
    pub(super) hours: IntervalSet,
    /// What is taken away from that, and by which layer: in none of it may the visit lie.
    pub(super) takes: Vec<(Layer, IntervalSet)>,
    /// How many visits at once a session says that the resource takes, and when.
    pub(super) capacities: Vec<(NonZeroU8, Interval)>,
}

/// Stretches of time as they are laid, day after day.
#[derive(Default)]
struct Laid {
    hours: Vec<Interval>,
    unpublished: Vec<Interval>,
    added: Vec<Interval>,
    blocked: Vec<Interval>,
    /// Sessions that take the visit, and those that do not.
    open: Vec<Interval>,
    others: Vec<Interval>,
    /// What is reserved for other visits by a dated exception.
    reserved: Vec<Interval>,
    capacities: Vec<(NonZeroU8, Interval)>,
}

impl Granted {
    /// What `calendar` grants and takes, bookings apart.
    pub(super) fn of(calendar: &Calendar<'_>, ground: Ground<'_>) -> Result<Self, TimeError> {
        let mut laid = Laid {
            hours: Vec::with_capacity(256),
            ..Laid::default()
        };
        for date in ground.days.days() {
            match calendar.schedule.base(date) {
                Some(base) => {
                    lay(&mut laid.hours, ground.clocks, date, base.hours)?;
                    for session in base.sessions {
                        laid.session(session, date, ground)?;
                    }
                }
                None => laid.unpublished.extend(ground.clocks.day(date)?),
            }
        }
        for exception in &calendar.schedule.exceptions {
            laid.exception(exception, ground)?;
        }
        let mut granted = laid.granted();
        granted.take(Layer::Closure, closed(calendar, ground)?);
        let allowed = [
            (Layer::Licence, calendar.licensed),
            (Layer::Credential, calendar.credentialed),
        ];
        for (layer, days) in allowed {
            if let Some(days) = days {
                granted.take(layer, other_days(days, ground)?);
            }
        }
        if !calendar.unknown.is_empty() {
            granted
                .takes
                .push((Layer::Unreachable, calendar.unknown.clone()));
        }
        Ok(granted)
    }

    fn take(&mut self, layer: Layer, parts: Vec<Interval>) {
        if !parts.is_empty() {
            self.takes.push((layer, parts.into()));
        }
    }

    /// The layers that stand against a time, in their order.
    pub(super) fn against(&self, time: Interval) -> Vec<Layer> {
        let mut against = Vec::new();
        if !self.hours.covers(time) {
            let unknown = !self.unpublished.within(time).is_empty();
            against.push(if unknown {
                Layer::Unpublished
            } else {
                Layer::Hours
            });
        }
        let takes = self.takes.iter();
        let taken = takes.filter(|(_, taken)| !taken.within(time).is_empty());
        against.extend(taken.map(|(layer, _)| *layer));
        against
    }

    /// When the resource is there for the visit that asks, and nothing is in the way but bookings.
    pub(super) fn free(&self) -> std::borrow::Cow<'_, IntervalSet> {
        let mut free = std::borrow::Cow::Borrowed(&self.hours);
        for (_, taken) in &self.takes {
            free = std::borrow::Cow::Owned(free.subtract(taken));
        }
        free
    }
}

impl Laid {
    fn session(
        &mut self,
        session: &Session,
        date: NaiveDate,
        ground: Ground<'_>,
    ) -> Result<(), TimeError> {
        if !session.is_on(date) {
            return Ok(());
        }
        let Some(time) = stretch(session, date, ground.clocks)? else {
            return Ok(());
        };
        let asking = ground.asking;
        let released = session
            .release()
            .is_some_and(|before| time.start().minus(before) <= Minute::containing(ground.now));
        let seen = !(asking.by_patient && session.is_staff_only());
        if seen && (released || session.accepts().takes(asking, date)) {
            self.open.push(time);
            self.capacities
                .extend(session.capacity().map(|capacity| (capacity, time)));
        } else {
            self.others.push(time);
        }
        Ok(())
    }

    fn exception(&mut self, exception: &Exception, ground: Ground<'_>) -> Result<(), TimeError> {
        let (clocks, days) = (ground.clocks, ground.days);
        match exception {
            Exception::Instead { .. } => {}
            Exception::Added { on, hours } => {
                lay_on(&mut self.added, clocks, days.intersect(*on), hours)?;
            }
            Exception::Blocked { on, hours, .. } => {
                lay_on(&mut self.blocked, clocks, days.intersect(*on), hours)?;
            }
            Exception::BlockedEach {
                on,
                days: pattern,
                hours,
                ..
            } => {
                for date in
                    dates(days.intersect(*on)).filter(|date| pattern.falls_on(on.start(), *date))
                {
                    lay(&mut self.blocked, clocks, date, hours)?;
                }
            }
            Exception::Session { on, session } => {
                for date in dates(days.intersect(*on)) {
                    self.session(session, date, ground)?;
                }
            }
            Exception::Reserved {
                on, hours, accepts, ..
            } => {
                let others = |date: &NaiveDate| !accepts.takes(ground.asking, *date);
                for date in dates(days.intersect(*on)).filter(others) {
                    lay(&mut self.reserved, clocks, date, hours)?;
                }
            }
        }
        Ok(())
    }

    /// The layers, in the order in which a refusal names them.
    fn granted(self) -> Granted {
        let mut hours = IntervalSet::from(self.hours);
        let mut unpublished = IntervalSet::from(self.unpublished);
        let mut reserved = IntervalSet::from(self.reserved);
        let added = IntervalSet::from(self.added);
        if !added.is_empty() {
            hours = hours.union(&added);
        }
        if !(self.open.is_empty() && self.others.is_empty()) {
            let (open, others) = (IntervalSet::from(self.open), IntervalSet::from(self.others));
            let for_it = hours.union(&open);
            reserved = reserved.union(&others.subtract(&for_it));
            hours = for_it.union(&others);
        }
        if !unpublished.is_empty() {
            unpublished = unpublished.subtract(&hours);
        }
        let mut granted = Granted {
            unpublished,
            hours,
            takes: Vec::new(),
            capacities: self.capacities,
        };
        if !reserved.is_empty() {
            granted.takes.push((Layer::Reserved, reserved));
        }
        granted.take(Layer::Block, self.blocked);
        granted
    }
}

impl Schedule {
    /// What its sessions say of time that becomes free in them, where some of it lies in `time`.
    ///
    /// # Errors
    ///
    /// Where the zone rules do not reach that far.
    pub fn refills(
        &self,
        time: Interval,
        rules: &dyn ZoneRules,
    ) -> Result<Vec<&Refill>, TimeError> {
        let spare = Minutes::new(4 * 1_440);
        let clocks = rules.offsets(&self.zone, time.widened(spare, spare))?;
        let mut found = Vec::new();
        for date in days_around(&clocks, time)?.days() {
            let dated = self.exceptions.iter().filter_map(|change| match change {
                Exception::Session { on, session } if on.contains(date) => Some(session),
                _ => None,
            });
            let weekly = self.base(date).map_or(&[][..], |base| base.sessions);
            let sessions = weekly.iter().chain(dated);
            for session in sessions.filter(|session| session.is_on(date)) {
                if stretch(session, date, &clocks)?.is_some_and(|span| span.overlaps(time)) {
                    found.push(session.refill());
                }
            }
        }
        Ok(found)
    }
}

/// From when to when a session lasts that begins on a day.
fn stretch(
    session: &Session,
    date: NaiveDate,
    clocks: &Offsets,
) -> Result<Option<Interval>, TimeError> {
    let past_midnight = session.closes() <= session.opens();
    let last = match past_midnight {
        true => date.succ_opt().ok_or(TimeError::OutOfRange)?,
        false => date,
    };
    Ok(Interval::between(
        opening(clocks, date, session.opens())?,
        closing(clocks, last, session.closes())?,
    ))
}

fn closed(calendar: &Calendar<'_>, ground: Ground<'_>) -> Result<Vec<Interval>, TimeError> {
    let mut closed = Vec::new();
    let closures = calendar.closures.iter();
    for closure in closures.filter(|closure| closure.concerns(calendar.schedule)) {
        let days = ground.days.intersect(closure.on);
        lay_on(&mut closed, ground.clocks, days, &closure.hours)?;
    }
    Ok(closed)
}

fn other_days(days: &[Period], ground: Ground<'_>) -> Result<Vec<Interval>, TimeError> {
    let mut barred = Vec::new();
    for date in ground.days.days() {
        if !days.iter().any(|period| period.contains(date)) {
            barred.extend(ground.clocks.day(date)?);
        }
    }
    Ok(barred)
}

fn lay_on(
    parts: &mut Vec<Interval>,
    clocks: &Offsets,
    days: Option<Period>,
    hours: &Hours,
) -> Result<(), TimeError> {
    for date in dates(days) {
        lay(parts, clocks, date, hours)?;
    }
    Ok(())
}

fn dates(days: Option<Period>) -> impl Iterator<Item = NaiveDate> {
    days.into_iter().flat_map(Period::days)
}

/// The civil days of a span, and one more either way for the clocks that are set back over midnight.
pub(super) fn days_around(clocks: &Offsets, span: Interval) -> Result<Period, TimeError> {
    let first = clocks.civil_at(span.start())?.date();
    let last = clocks.civil_at(span.end())?.date();
    let day = Days::new(1);
    Period::new(
        first.checked_sub_days(day).unwrap_or(first),
        last.checked_add_days(day).unwrap_or(last),
    )
}

/// The starts at which some minutes of a visit, from `from` until before `to` after its start,
/// would lie in `taken`. Minutes before the start are negative.
pub(super) fn touching(
    taken: impl IntoIterator<Item = Interval>,
    from: i64,
    to: i64,
) -> impl Iterator<Item = Interval> {
    let earlier = move |at: Minute, by: i64| {
        let minutes = Minutes::new(by.unsigned_abs());
        if by < 0 {
            at.plus(minutes)
        } else {
            at.minus(minutes)
        }
    };
    taken.into_iter().filter_map(move |taken| {
        Interval::between(earlier(taken.start(), to - 1), earlier(taken.end(), from))
    })
}

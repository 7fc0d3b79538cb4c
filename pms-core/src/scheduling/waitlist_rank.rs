use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{
    AppointmentId, LocationId, PatientId, ResourceId, ScheduleId, Uuid, VisitTypeId,
    WaitlistEntryId,
};
use crate::time::{Interval, Minute, Minutes, Zone};

use super::appointment::Appointment;
use super::calendar::Calendar;
use super::error::Refused;
use super::layer::Layer;
use super::offer_rules::{OfferRules, Order};
use super::search::{Search, open_slots};
use super::status::Status;
use super::visit_type::VisitType;
use super::visitor::Visitor;
use super::waitlist_entry::{Channel, Ended, EntryState, Target, Urgency, WaitlistEntry};
use super::waitlist_wish::suits;

/// Time that became free, and may be offered to those who wait.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Freed {
    /// When.
    pub time: Interval,
    /// The schedules whose time it is, all of them together.
    pub schedules: Vec<ScheduleId>,
    /// What visit gave it up, where it was one.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// How many moved visits led here: 0 for a cancellation or an opening that somebody found.
    #[serde(default)]
    pub depth: u8,
    /// Who is not asked: those who declined in the runs that led here.
    #[serde(default)]
    pub excluded: BTreeSet<WaitlistEntryId>,
}

/// The visit that gave time up, by moving away or not taking place.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Origin {
    /// Which visit.
    pub appointment: AppointmentId,
    /// How often it had been moved when it had this time.
    pub sequence: u32,
    /// Of which type it is.
    pub visit: VisitTypeId,
}

impl Freed {
    /// The time that a visit on some schedules gave up by not taking place; none while it keeps its
    /// time, or once it is over.
    #[must_use]
    pub fn by(appointment: &Appointment, schedules: Vec<ScheduleId>) -> Option<Self> {
        let gave_up = matches!(
            appointment.status(),
            Status::Cancelled { .. } | Status::NoShow { .. }
        );
        let slot = appointment.slot();
        gave_up.then(|| Self {
            time: slot.interval(),
            schedules,
            origin: Some(Origin {
                appointment: appointment.id(),
                sequence: appointment.sequence(),
                visit: slot.visit().id(),
            }),
            depth: 0,
            excluded: BTreeSet::new(),
        })
    }

    /// Whether one who waits comes into question for it at all, by what the entry says alone: for
    /// those who do not, nothing more has to be known.
    ///
    /// # Errors
    ///
    /// [`WhyNot`], the first of the reasons.
    pub fn concerns(
        &self,
        entry: &WaitlistEntry,
        resources: &[ResourceId],
        location: LocationId,
    ) -> Result<(), WhyNot> {
        let wishes = &entry.wishes;
        let any = |wanted: &[ResourceId]| wanted.iter().any(|it| resources.contains(it));
        let consents = entry.contact.channel == Channel::Desk || entry.contact.consented.is_some();
        if entry.state() != EntryState::Waiting {
            Err(WhyNot::NotWaiting)
        } else if self.excluded.contains(&entry.id()) {
            Err(WhyNot::Declined)
        } else if !wishes.resources.is_empty() && !any(&wishes.resources) {
            Err(WhyNot::Resource)
        } else if !wishes.locations.is_empty() && !wishes.locations.contains(&location) {
            Err(WhyNot::Location)
        } else if !consents {
            Err(WhyNot::NoConsent)
        } else {
            Ok(())
        }
    }

    /// What keeps one run to one freed time.
    #[must_use]
    pub fn key(&self) -> String {
        match self.origin {
            Some(origin) => format!("{}/{}", origin.appointment, origin.sequence),
            None => {
                let schedules = self.schedules.iter().map(ToString::to_string);
                let schedules: Vec<String> = schedules.collect();
                format!("{}/{}", schedules.join(","), self.time.start())
            }
        }
    }
}

/// One who waits, with the appointment that is to become earlier, where there is one.
#[derive(Clone, Copy, Debug)]
pub struct WaitingEntry<'a> {
    /// The entry.
    pub entry: &'a WaitlistEntry,
    /// The appointment of [`Target::Earlier`], as it stands.
    pub appointment: Option<&'a Appointment>,
    /// What is known of the patient, without that appointment.
    pub visitor: Option<&'a Visitor>,
}

/// One who can be offered a start in the freed time.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Candidate {
    /// Which entry.
    pub entry: WaitlistEntryId,
    /// Whose.
    pub patient: PatientId,
    /// The type of the visit.
    pub visit: VisitTypeId,
    /// When it would start.
    pub start: Minute,
    /// How much of the freed time would stay unused.
    pub unused: Minutes,
    /// By how much the patient's visit would become earlier, where it is moved.
    pub gain: Option<Minutes>,
    /// Whether a person calls.
    pub call: bool,
    /// From when on the patient may be told.
    pub reachable: DateTime<Utc>,
}

/// Who is offered freed time, best first, and why the others are not.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ranking {
    /// Those who can be offered it, best first.
    pub candidates: Vec<Candidate>,
    /// Those who cannot, by entry.
    pub passed_over: Vec<PassedOver>,
}

/// One who is not offered freed time.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PassedOver {
    /// Which entry.
    pub entry: WaitlistEntryId,
    /// Why.
    pub why: WhyNot,
}

/// Why one who waits is not offered freed time: the layers above those of the search, in the order
/// in which they are looked at.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WhyNot {
    /// The entry has an offer, a visit, or has left.
    NotWaiting,
    /// The patient declined in this run.
    Declined,
    /// The appointment that was to become earlier is not booked any more.
    VisitGone,
    /// The practice has no such type of visit any more.
    VisitType,
    /// The time was freed by a visit of another type, to which it is kept.
    Protected,
    /// Not one of the wished practitioners, rooms or devices.
    Resource,
    /// Not one of the wished locations.
    Location,
    /// The patient has not agreed to messages by this channel.
    NoConsent,
    /// The patient has had as many offers today as the practice makes.
    OfferedToday,
    /// The patient had an offer just now.
    OfferedJustNow,
    /// The search refuses every start: the visit is too long, the time is taken, closed, too soon.
    NotFree(Layer),
    /// Not on a wished day.
    Day,
    /// Not in the wished hours.
    Hours,
    /// Too soon for the patient, or for the practice to make an offer.
    Notice,
    /// Not early enough before the visit that is booked.
    NotEarlier,
    /// When the patient may be told it will be too late.
    QuietHours,
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotWaiting => "not waiting",
            Self::Declined => "declined in this run",
            Self::VisitGone => "the visit to be moved is not booked",
            Self::VisitType => "no such type of visit",
            Self::Protected => "the time is kept to another type of visit",
            Self::Resource => "not a wished practitioner",
            Self::Location => "not a wished location",
            Self::NoConsent => "no consent to messages",
            Self::OfferedToday => "enough offers today",
            Self::OfferedJustNow => "had an offer just now",
            Self::NotFree(layer) => return write!(f, "not free: {layer}"),
            Self::Day => "not on a wished day",
            Self::Hours => "not in the wished hours",
            Self::Notice => "too soon",
            Self::NotEarlier => "not earlier than the visit that is booked",
            Self::QuietHours => "cannot be told in time",
        })
    }
}

/// Who is offered freed time, best first, and why the others are not.
///
/// `searches` are the question about the freed schedules as of now, one for each type of visit that
/// the practice offers. Each entry is asked about with what is known of its patient and without the
/// visit that would move, so that an offer is a start that [`Search::admit`] grants. `all` are the
/// entries that are open, offered ones too; the limits a day are counted over them.
///
/// Order: urgency, then the practice's [`Order`], then who leaves least of the time unused, then the
/// identifier.
///
/// # Errors
///
/// As [`open_slots`].
pub fn rank(
    searches: &[Search<'_>],
    freed: &Freed,
    all: &[WaitingEntry<'_>],
    rules: &OfferRules,
) -> Result<Ranking, Refused> {
    let mut ranking = Ranking::default();
    let Some(first) = searches.first() else {
        let nobody = |waiting: &WaitingEntry<'_>| PassedOver {
            entry: waiting.entry.id(),
            why: WhyNot::VisitType,
        };
        ranking.passed_over = all.iter().map(nobody).collect();
        return Ok(ranking);
    };
    let desk = Desk::new(first, searches, freed, all, rules)?;
    let mut ranked = Vec::new();
    for waiting in all {
        match desk.consider(*waiting)? {
            Ok(candidate) => ranked.push((desk.place(*waiting, &candidate), candidate)),
            Err(why) => {
                let entry = waiting.entry.id();
                ranking.passed_over.push(PassedOver { entry, why });
            }
        }
    }
    ranked.sort_by_key(|(place, _)| *place);
    ranking.candidates = ranked.into_iter().map(|(_, candidate)| candidate).collect();
    Ok(ranking)
}

/// Where a candidate stands: less comes first.
type Place = (core::cmp::Reverse<Urgency>, i64, Minutes, WaitlistEntryId);

/// All that one freed time is judged by.
struct Desk<'a> {
    /// Any of the searches: where and when all of them ask.
    search: &'a Search<'a>,
    searches: &'a [Search<'a>],
    freed: &'a Freed,
    rules: &'a OfferRules,
    location: LocationId,
    zone: &'a Zone,
    resources: Vec<ResourceId>,
    /// How many offers each patient had today, and when the last.
    offers: BTreeMap<PatientId, (u8, DateTime<Utc>)>,
}

impl<'a> Desk<'a> {
    fn new(
        search: &'a Search<'a>,
        searches: &'a [Search<'a>],
        freed: &'a Freed,
        all: &[WaitingEntry<'_>],
        rules: &'a OfferRules,
    ) -> Result<Self, Refused> {
        let schedule = search.schedule()?;
        let calendars = search.roles.calendars();
        let mut desk = Self {
            search,
            searches,
            freed,
            rules,
            location: schedule.location,
            zone: &schedule.zone,
            resources: calendars.map(|c| c.schedule.resource).collect(),
            offers: BTreeMap::new(),
        };
        let today = desk.date(search.now)?;
        for waiting in all {
            for past in waiting.entry.past() {
                let patient = waiting.entry.patient();
                let (count, last) = desk.offers.entry(patient).or_insert((0, past.made));
                *last = past.made.max(*last);
                let made = search
                    .rules
                    .civil_at(&schedule.zone, Minute::containing(past.made))?;
                *count = count.saturating_add(u8::from(made.date() == today));
            }
        }
        Ok(desk)
    }

    fn date(&self, at: DateTime<Utc>) -> Result<NaiveDate, Refused> {
        let civil = self
            .search
            .rules
            .civil_at(self.zone, Minute::containing(at))?;
        Ok(civil.date())
    }

    /// Whether and when one who waits can be offered the time.
    fn consider(&self, waiting: WaitingEntry<'_>) -> Result<Result<Candidate, WhyNot>, Refused> {
        let entry = waiting.entry;
        if let Err(why) = self.may_ask(entry)? {
            return Ok(Err(why));
        }
        let (visits, moved) = match (entry.target(), waiting.appointment) {
            (Target::Visit(types), _) => {
                let known = types.iter().filter_map(|id| self.search_for(*id));
                (known.map(|search| (search, search.visit)).collect(), None)
            }
            (Target::Earlier(_), Some(it)) if matches!(it.status(), Status::Booked { .. }) => {
                let visit = it.slot().visit();
                // What it needs is asked of the calendars that the search has.
                let known = self.search_for(visit.id());
                let known = known.filter(|search| search.visit.needs() == visit.needs());
                (
                    known.map(|search| (search, visit)).into_iter().collect(),
                    Some(it),
                )
            }
            (Target::Earlier(_), _) => return Ok(Err(WhyNot::VisitGone)),
        };
        let visits: Vec<(&Search<'_>, &VisitType)> = visits;
        let mut why = WhyNot::VisitType;
        for (search, visit) in visits {
            let search = Search {
                visit,
                visitor: waiting.visitor,
                ..*search
            };
            let fits = match moved {
                None => self.fit(entry, &search, None),
                Some(moved) => {
                    let own: Uuid = moved.id().into();
                    let others = |calendar: &Calendar<'_>| {
                        let all = calendar.occupied.iter();
                        all.filter(|one| one.holder != own).cloned().collect()
                    };
                    let booked = moved.slot().time().at();
                    search.over(others, |search| self.fit(entry, search, Some(booked)))
                }
            };
            match fits? {
                Ok(candidate) => return Ok(Ok(candidate)),
                Err(reason) => why = reason,
            }
        }
        Ok(Err(why))
    }

    fn search_for(&self, id: VisitTypeId) -> Option<&'a Search<'a>> {
        self.searches.iter().find(|search| search.visit.id() == id)
    }

    /// What does not depend on the start.
    fn may_ask(&self, entry: &WaitlistEntry) -> Result<Result<(), WhyNot>, Refused> {
        if let Err(why) = self.freed.concerns(entry, &self.resources, self.location) {
            return Ok(Err(why));
        }
        let (today, last) = match self.offers.get(&entry.patient()) {
            Some((count, last)) => (*count, Some(*last)),
            None => (0, None),
        };
        let again = last.map(|last| super::hold::later(last, self.rules.repeat_after));
        let again = again.transpose()?;
        Ok(if today >= self.rules.most_a_day {
            Err(WhyNot::OfferedToday)
        } else if again.is_some_and(|again| self.search.now < again) {
            Err(WhyNot::OfferedJustNow)
        } else {
            Ok(())
        })
    }

    /// The best start of one type of visit.
    fn fit(
        &self,
        entry: &WaitlistEntry,
        search: &Search<'_>,
        booked: Option<Minute>,
    ) -> Result<Result<Candidate, WhyNot>, Refused> {
        let visit = search.visit;
        if let Some(origin) = self.freed.origin
            && self.rules.protected.contains(&origin.visit)
            && origin.visit != visit.id()
        {
            return Ok(Err(WhyNot::Protected));
        }
        let mut starts = self.starts(search)?;
        if starts.is_empty() {
            return match search.admit(self.freed.time.start()) {
                Err(Refused::NotFree { layer, .. }) => Ok(Err(WhyNot::NotFree(layer))),
                Err(error) => Err(error),
                Ok(()) => Ok(Err(WhyNot::NotFree(Layer::Grid))),
            };
        }
        if let Err(why) = suits(&mut starts, &entry.wishes, search, self.zone)? {
            return Ok(Err(why));
        }
        let zone = entry.contact.zone.as_ref().unwrap_or(self.zone);
        let reachable = self.rules.reachable(zone, search.rules, search.now)?;
        let soonest = Minute::containing(search.now).plus(self.rules.least_lead);
        starts.retain(|start| *start >= soonest);
        if starts.is_empty() {
            return Ok(Err(WhyNot::Notice));
        }
        let gain = |start: Minute| booked.map(|booked| Minutes::between(start, booked));
        starts.retain(|start| {
            gain(*start).is_none_or(|gain| gain >= self.rules.least_gain.max(Minutes::new(1)))
        });
        if starts.is_empty() {
            return Ok(Err(WhyNot::NotEarlier));
        }
        let soonest = Minute::containing(reachable).plus(self.rules.least_lead);
        starts.retain(|start| *start >= soonest);
        let used = |start: Minute| {
            let time = Interval::between(start, start.plus(visit.duration()));
            time.and_then(|time| time.intersect(self.freed.time))
                .map_or(Minutes::ZERO, Interval::length)
        };
        let best = starts
            .into_iter()
            .max_by_key(|start| (used(*start), core::cmp::Reverse(*start)));
        let Some(start) = best else {
            return Ok(Err(WhyNot::QuietHours));
        };
        Ok(Ok(Candidate {
            entry: entry.id(),
            patient: entry.patient(),
            visit: visit.id(),
            start,
            unused: minus(self.freed.time.length(), used(start)),
            gain: gain(start),
            call: entry.contact.channel == Channel::Desk,
            reachable,
        }))
    }

    /// The starts at which the visit would use some of the freed time; what is free beside it
    /// counts too.
    fn starts(&self, search: &Search<'_>) -> Result<Vec<Minute>, Refused> {
        let freed = self.freed.time;
        let before = minus(search.visit.duration(), Minutes::new(1));
        let window = Interval::new(freed.start().minus(before), freed.end())?;
        Ok(open_slots(search, window)?.starts().collect())
    }

    fn place(&self, waiting: WaitingEntry<'_>, candidate: &Candidate) -> Place {
        let entry = waiting.entry;
        let booked = waiting
            .appointment
            .map(|it| it.slot().time().at().since_1970());
        let order = match (self.rules.order, booked) {
            (Order::Waiting, _) => self.waits_since(entry),
            (Order::FurthestVisit | Order::NearestVisit, None) => i64::MIN,
            (Order::FurthestVisit, Some(at)) => -at,
            (Order::NearestVisit, Some(at)) => at,
        };
        (
            core::cmp::Reverse(entry.urgency),
            order,
            candidate.unused,
            entry.id(),
        )
    }

    /// Since when it waits, set back for each offer that came to nothing on the patient's part.
    fn waits_since(&self, entry: &WaitlistEntry) -> i64 {
        let refused = |ended| matches!(ended, Some(Ended::Declined | Ended::Unanswered));
        let times = entry
            .past()
            .iter()
            .filter(|past| refused(past.ended))
            .count();
        let times = u64::try_from(times).unwrap_or(u64::MAX);
        let back = self.rules.setback.count().saturating_mul(times);
        Minute::containing(entry.created())
            .plus(Minutes::new(back))
            .since_1970()
    }
}

fn minus(one: Minutes, other: Minutes) -> Minutes {
    Minutes::new(one.count().saturating_sub(other.count()))
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
#[path = "waitlist_rank_tests.rs"]
mod tests;

use core::num::NonZeroU8;
use core::ops::Range;

use chrono::{DateTime, Utc};

use crate::access::Noun;
use crate::id::PatientId;
use crate::id::ResourceId;
use crate::id::ScheduleId;
use crate::id::Uuid;
use crate::scheduling::Appointment;
use crate::scheduling::Calendar;
use crate::scheduling::Cell;
use crate::scheduling::Filled;
use crate::scheduling::FreeBusy;
use crate::scheduling::Group;
use crate::scheduling::Hold;
use crate::scheduling::Lane;
use crate::scheduling::Layer;
use crate::scheduling::Modality;
use crate::scheduling::Occupied;
use crate::scheduling::Part;
use crate::scheduling::Role;
use crate::scheduling::Roles;
use crate::scheduling::Schedule;
use crate::scheduling::Search;
use crate::scheduling::Slot;
use crate::scheduling::VisitType;
use crate::scheduling::Visitor;
use crate::store::Answers;
use crate::store::Expected;
use crate::store::Key;
use crate::store::Question;
use crate::store::Stamp;
use crate::store::Stored;
use crate::store::Taken;
use crate::store::Term;
use crate::time::Interval;
use crate::time::IntervalSet;
use crate::time::Minute;
use crate::time::Minutes;
use crate::time::TimeError;
use crate::time::ZoneRules;

use super::changes::Changes;
use super::error::PracticeError;
use super::licence::Licensed;
use super::settings::Settings;
use super::sheet::Sheet;
use super::shell::Attempt;
use super::visitor::{about, visitor};

/// Who could fill each role, and in which part of the visit.
type Pools<'a> = Vec<(Vec<Calendar<'a>>, Option<Part>)>;

/// What is found by its resource, whenever it is.
const OF_EACH: [Noun; 3] = [Noun::Hold, Noun::Group, Noun::FreeBusy];
/// How much time one question is about at least, where there is as much.
const PART: Minutes = Minutes::new(28 * 1_440);
/// In how many questions a stretch of time is read at most, and one more.
const MOST_PARTS: u64 = 50;

/// What is known of some resources' time, as of one instant.
pub(super) struct Calendars {
    pub(super) settings: Settings,
    schedules: Vec<Schedule>,
    known: Vec<Known>,
    licensed: Vec<Licensed>,
    visitor: Option<Visitor>,
    /// The patient's sheet, as of the reading of their visits.
    own_sheet: Option<(Sheet, Expected)>,
    /// Holds that have run out and still have their cells, with their versions: the next writer
    /// gives the cells back.
    pub(super) expired: Vec<(Hold, u64)>,
}

/// What is taken of one resource's time.
#[derive(Default)]
struct Known {
    /// What other calendars say, and the cells of holders of whom nothing else is known.
    busy: IntervalSet,
    /// The time for which another calendar could not be read.
    unknown: IntervalSet,
    /// Visits, groups and holds.
    occupied: Vec<Occupied>,
    /// The resource's sheet, as of the same instant.
    sheet: Option<(Sheet, Expected)>,
    /// Which records these are, with their versions and their time.
    records: Vec<(Key, u64, Interval)>,
}

/// Whose time, when, and whose own time does not count.
pub(super) struct Wanted<'a> {
    pub(super) schedules: &'a [ScheduleId],
    pub(super) windows: &'a [Interval],
    pub(super) except: &'a [Uuid],
    pub(super) now: DateTime<Utc>,
}

/// For whom a visit is, and who is asked for.
#[derive(Clone, Copy)]
pub(super) struct Cast<'a> {
    pub(super) schedules: &'a [ScheduleId],
    pub(super) any_of: &'a [ScheduleId],
    /// The patient, and whether they book for themselves.
    pub(super) patient: Option<(PatientId, bool)>,
    /// Where it is nobody yet: whether it is kept for one who is named later.
    pub(super) anybody: bool,
}

impl Calendars {
    /// Reads the schedules, then what is taken of their resources' time.
    pub(super) async fn read(
        attempt: &mut Attempt<'_>,
        wanted: Wanted<'_>,
    ) -> Result<Self, PracticeError> {
        let settings = attempt.settings().await?;
        let schedules = attempt.schedules(wanted.schedules).await?;
        let mut calendars = Self {
            settings,
            schedules,
            known: Vec::new(),
            licensed: Vec::new(),
            visitor: None,
            own_sheet: None,
            expired: Vec::new(),
        };
        calendars.read_taken(attempt, &wanted).await?;
        Ok(calendars)
    }

    /// The same with all whom some types of visit need besides, and with the patient's other visits.
    pub(super) async fn cast(
        attempt: &mut Attempt<'_>,
        cast: Cast<'_>,
        visits: &[VisitType],
        wanted: Wanted<'_>,
    ) -> Result<Self, PracticeError> {
        let needs = visits.iter().flat_map(VisitType::needs);
        let needed = needs.flat_map(|need| &need.any_of);
        let everyone = cast.schedules.iter().chain(cast.any_of).chain(needed);
        let mut schedules: Vec<ScheduleId> = everyone.copied().collect();
        schedules.sort_unstable();
        schedules.dedup();
        let wanted = Wanted {
            schedules: &schedules,
            ..wanted
        };
        let except = wanted.except;
        let mut calendars = Self::read(attempt, wanted).await?;
        let patient = cast.patient.map(|(patient, _)| patient);
        calendars.licensed = attempt.licensed(&calendars.schedules, patient).await?;
        if let Some((patient, books)) = cast.patient {
            let mut questions = about(patient).to_vec();
            questions.push(Sheet::question(patient));
            let answers = attempt.ask(&questions).await?;
            calendars.own_sheet = Some(Sheet::read(patient, &answers, 2));
            let specialties = attempt.specialties(&answers, [0]).await?;
            let visitor = visitor(&answers, 0, except, &specialties)?;
            calendars.visitor = Some(Visitor { books, ..visitor });
        } else if cast.anybody {
            let anybody = true;
            calendars.visitor = Some(Visitor {
                anybody,
                ..Visitor::default()
            });
        }
        Ok(calendars)
    }

    async fn read_taken(
        &mut self,
        attempt: &mut Attempt<'_>,
        wanted: &Wanted<'_>,
    ) -> Result<(), PracticeError> {
        let around = self.around(wanted.windows);
        let each = OF_EACH.len() + 1 + around.len() * 2;
        let mut questions = Vec::with_capacity(self.schedules.len() * each);
        for schedule in &self.schedules {
            let resource = schedule.resource;
            for noun in OF_EACH {
                let term = Term::resource(resource);
                questions.push(Question::ByTerm { noun, term });
            }
            questions.push(Sheet::question(resource));
            for part in &around {
                let first = part.start().since_1970().div_euclid(Cell::MINUTES);
                let end = part.end().since_1970().div_euclid(Cell::MINUTES) + 1;
                let cells = first..end;
                questions.push(Question::Occupancy { resource, cells });
                let stamp = |at| Stamp::from(DateTime::from(at));
                let within = stamp(part.start())..stamp(part.end());
                questions.push(Question::Appointments { resource, within });
            }
        }
        let answers = attempt.ask(&questions).await?;
        for n in 0..self.schedules.len() {
            for stored in answers.documents(n * each) {
                let hold: Hold = stored.record()?;
                let known = self.expired.iter().any(|(old, _)| old.id() == hold.id());
                if !known && !hold.is_live(wanted.now) {
                    self.expired.push((hold, stored.version));
                }
            }
        }
        let resources: Vec<ResourceId> = self.schedules.iter().map(|s| s.resource).collect();
        for (n, resource) in resources.into_iter().enumerate() {
            let gone = |holder: Uuid| {
                let mut expired = self.expired.iter();
                wanted.except.contains(&holder) || expired.any(|(old, _)| old.id().uuid() == holder)
            };
            let asked = n * each..(n + 1) * each;
            let known = Known::of(resource, &answers, asked, wanted.now, gone)?;
            self.known.push(known);
        }
        Ok(())
    }

    /// The time that is read: a visit that starts at the edge of a window lies outside it, with its
    /// buffers; a quota counts all of its days or weeks. In parts, since a store answers each question
    /// with so many rows at most.
    fn around(&self, windows: &[Interval]) -> Vec<Interval> {
        let days = if self.settings.quotas.is_empty() {
            1
        } else {
            8
        };
        let (before, after) = (Minutes::new(days * 1_440), Minutes::new((days + 1) * 1_440));
        let whole: IntervalSet = windows.iter().map(|w| w.widened(before, after)).collect();
        let mut parts = Vec::with_capacity(whole.iter().len());
        for time in &whole {
            let mut from = time.start();
            let most = PART.max(Minutes::new(time.length().count() / MOST_PARTS));
            while let Some(part) = Interval::between(from, time.end().min(from.plus(most))) {
                parts.push(part);
                from = part.end();
            }
        }
        parts
    }

    /// Asks the question that finder and validator share, with everything that is known.
    pub(super) fn ask<R>(
        &self,
        cast: Cast<'_>,
        visit: &VisitType,
        rules: &dyn ZoneRules,
        now: DateTime<Utc>,
        ask: impl FnOnce(&Search<'_>) -> R,
    ) -> R {
        let pools = self.pools(cast, visit);
        let roles = roles(&pools);
        ask(&self.search(&roles, visit, rules, now))
    }

    /// Asks whether a slot can be had again: of those who fill it, each in its part.
    pub(super) fn ask_again<R>(
        &self,
        slot: &Slot,
        rules: &dyn ZoneRules,
        now: DateTime<Utc>,
        ask: impl FnOnce(&Search<'_>) -> R,
    ) -> R {
        let modality = slot.visit().modality();
        let mut pools: Pools<'_> = Vec::new();
        for filled in slot.filled() {
            let own = self
                .schedules
                .iter()
                .filter(|it| it.resource == filled.resource);
            let own = own.filter_map(|schedule| self.calendar(schedule.id, modality));
            pools.push((own.take(1).collect(), Some(filled.part)));
        }
        let policy = self.settings.booking.had_before();
        let roles = roles(&pools);
        ask(&Search {
            policy: &policy,
            ..self.search(&roles, slot.visit(), rules, now)
        })
    }

    /// Asks several such questions together: of each of these, for a visit of that type.
    pub(super) fn ask_all<R>(
        &self,
        asked: &[(Cast<'_>, &VisitType)],
        rules: &dyn ZoneRules,
        now: DateTime<Utc>,
        ask: impl FnOnce(&[Search<'_>]) -> R,
    ) -> R {
        let pools = asked.iter().map(|(cast, visit)| self.pools(*cast, visit));
        let pools: Vec<Pools<'_>> = pools.collect();
        let roles: Vec<Vec<Role<'_>>> = pools.iter().map(|pools| roles(pools)).collect();
        let questions = roles.iter().zip(asked);
        let questions = questions.map(|(roles, (_, visit))| self.search(roles, visit, rules, now));
        ask(&questions.collect::<Vec<_>>())
    }

    fn search<'a>(
        &'a self,
        roles: &'a [Role<'a>],
        visit: &'a VisitType,
        rules: &'a dyn ZoneRules,
        now: DateTime<Utc>,
    ) -> Search<'a> {
        Search {
            quotas: &self.settings.quotas,
            spacings: &self.settings.spacings,
            travel: &self.settings.travel,
            visitor: self.visitor.as_ref(),
            ..Search::of(
                Roles::Filled(roles),
                visit,
                &self.settings.booking,
                rules,
                now,
            )
        }
    }

    /// Who could fill each role: those who are asked for in their part, then what the type needs, at
    /// the location of the first.
    fn pools(&self, cast: Cast<'_>, visit: &VisitType) -> Pools<'_> {
        let calendars = |ids: &[ScheduleId]| -> Vec<Calendar<'_>> {
            let modality = visit.modality();
            let found = ids.iter().filter_map(|id| self.calendar(*id, modality));
            found.collect()
        };
        let own = visit.needs().iter().filter(|need| need.any_of.is_empty());
        let own: Vec<Option<Part>> = own.map(|need| need.part).collect();
        let part = |n: usize| own.get(n).or(own.last()).copied().flatten();
        let mut pools: Pools<'_> = Vec::new();
        for (n, id) in cast.schedules.iter().enumerate() {
            pools.push((calendars(&[*id]), part(n)));
        }
        if !cast.any_of.is_empty() {
            pools.push((calendars(cast.any_of), part(pools.len())));
        }
        let first = pools.iter().flat_map(|(pool, _)| pool).next();
        let home = first.map(|calendar| calendar.schedule.location);
        for need in visit.needs().iter().filter(|need| !need.any_of.is_empty()) {
            let mut pool = calendars(&need.any_of);
            pool.retain(|one| home.is_none_or(|home| one.schedule.location == home));
            pools.push((pool, need.part));
        }
        pools
    }

    fn calendar(&self, id: ScheduleId, modality: Modality) -> Option<Calendar<'_>> {
        let all = self.schedules.iter().zip(&self.known);
        let mut all = all.zip(&self.licensed);
        let ((schedule, known), licensed) = all.find(|((one, _), _)| one.id == id)?;
        Some(Calendar {
            closures: &self.settings.closures,
            busy: &known.busy,
            unknown: &known.unknown,
            occupied: &known.occupied,
            licensed: licensed.days(modality),
            specialty: licensed.specialty,
            credentialed: licensed.with_payer(),
            ..Calendar::of(schedule)
        })
    }

    /// The schedules as they were named, each with what is booked of its resource's time in a window.
    pub(super) fn booked(&self, window: Interval) -> impl Iterator<Item = (&Schedule, Minutes)> {
        self.schedules
            .iter()
            .zip(&self.known)
            .map(move |(schedule, known)| {
                let times = known.occupied.iter().map(|one| one.time);
                let within = times.filter_map(|time| time.intersect(window));
                let sum = within.fold(Minutes::ZERO, |sum, time| sum.plus(time.length()));
                (schedule, sum)
            })
    }

    /// What is known of the patient.
    pub(super) const fn visitor(&self) -> Option<&Visitor> {
        self.visitor.as_ref()
    }

    /// What of the patient's other visits stands against a slot: they are elsewhere then, or cannot
    /// be there in time, or it is too near to one of them.
    pub(super) fn clashes(
        &self,
        slot: &Slot,
        rules: &dyn ZoneRules,
        now: DateTime<Utc>,
    ) -> Result<Option<Layer>, TimeError> {
        let Some(visitor) = &self.visitor else {
            return Ok(None);
        };
        let mut elsewhere = visitor.elsewhere(slot.location(), &self.settings.travel);
        if elsewhere.any(|span| span.overlaps(slot.interval())) {
            return Ok(Some(Layer::Patient));
        }
        let (time, spacings) = (slot.time(), &self.settings.spacings);
        let told = |at| Ok(rules.civil_at(time.zone(), at)?.date());
        let asked = (slot.visit().id(), time.civil().date());
        let near = visitor.too_near(asked, spacings, Minute::containing(now), told)?;
        Ok(near.then_some(Layer::Spacing))
    }

    /// What a slot was chosen by has to be so still when it is written. Neighbours that it leans on
    /// are guarded; where more than its own cells decided, others who decide so come after it.
    pub(super) fn settle(
        &self,
        attempt: &mut Attempt<'_>,
        changes: &mut Changes,
        slot: &Slot,
    ) -> Result<(), PracticeError> {
        let records = self.known.iter().flat_map(|known| &known.records);
        for (key, version, time) in records {
            if time.overlaps(slot.occupied()) {
                attempt.guard(*key, *version);
            }
        }
        for filled in slot.filled().filter(|one| self.leans(slot, one)) {
            let mut all = self.schedules.iter().zip(&self.known);
            let found = all.find(|(schedule, _)| schedule.resource == filled.resource);
            if let Some((sheet, expected)) = found.and_then(|(_, known)| known.sheet) {
                sheet.turn(expected, changes)?;
            }
        }
        if let Some((sheet, expected)) = self.own_sheet {
            sheet.turn(expected, changes)?;
        }
        Ok(())
    }

    /// Whether more than the cells of a resource decided.
    fn leans(&self, slot: &Slot, filled: &Filled) -> bool {
        let settings = &self.settings;
        let (visit, location) = (slot.visit().id(), slot.location());
        let mut quotas = settings.quotas.iter();
        let mut types = settings.visit_types.iter();
        let several = |capacity: Option<NonZeroU8>| capacity.is_some_and(|many| many.get() > 1);
        quotas.any(|quota| quota.counts(filled.resource, visit, location))
            || settings.travel.concerns(location)
            || filled.capacity.get() > 1
            || types.any(|kind| several(kind.capacity()))
            || self.schedules.iter().any(Schedule::takes_several)
    }
}

impl Attempt<'_> {
    /// Some schedules, in the order in which they are named.
    pub(super) async fn schedules(
        &mut self,
        ids: &[ScheduleId],
    ) -> Result<Vec<Schedule>, PracticeError> {
        let keys = ids.iter().map(|id| Key::new(Noun::Schedule, *id));
        let keys: Vec<Key> = keys.collect();
        let questions: Vec<Question> = keys.iter().copied().map(Question::Document).collect();
        let answers = self.read(&questions).await?;
        let mut schedules: Vec<Schedule> = Vec::with_capacity(keys.len());
        for (n, key) in keys.into_iter().enumerate() {
            let (schedule, _) = answers.record(n)?.ok_or(PracticeError::Unknown { key })?;
            schedules.push(schedule);
        }
        Ok(schedules)
    }
}

impl Known {
    /// What some answers tell of a resource: what is of each, its sheet, then cells and appointments
    /// by turns.
    fn of(
        resource: ResourceId,
        answers: &Answers,
        mut asked: Range<usize>,
        now: DateTime<Utc>,
        gone: impl Fn(Uuid) -> bool,
    ) -> Result<Self, PracticeError> {
        let mut known = Self::default();
        let mut holders: Vec<Uuid> = Vec::new();
        let mut add = |known: &mut Self, slot: &Slot, stored: &Stored| {
            let holder = stored.document.key.id;
            if holders.contains(&holder) {
                return;
            }
            holders.push(holder);
            if gone(holder) {
                return;
            }
            let mine = slot.takes(holder).filter(|(of, _)| *of == resource);
            known.occupied.extend(mine.map(|(_, occupied)| occupied));
            let record = (stored.document.key, stored.version, slot.occupied());
            known.records.push(record);
        };
        for stored in asked.next().into_iter().flat_map(|n| answers.documents(n)) {
            let hold: Hold = stored.record()?;
            add(&mut known, hold.slot(), stored);
        }
        for stored in asked.next().into_iter().flat_map(|n| answers.documents(n)) {
            let group: Group = stored.record()?;
            if group.occupied().is_some() {
                add(&mut known, group.slot(), stored);
            }
        }
        for stored in asked.next().into_iter().flat_map(|n| answers.documents(n)) {
            let other: FreeBusy = stored.record()?;
            known.busy = known.busy.union(&other.busy);
            known.unknown = known.unknown.union(&other.unknown(now));
            let record = (stored.document.key, stored.version, Interval::ALWAYS);
            known.records.push(record);
        }
        known.sheet = asked.next().map(|n| Sheet::read(resource, answers, n));
        let asked: Vec<usize> = asked.collect();
        for stored in asked.iter().flat_map(|n| answers.documents(*n)) {
            let appointment: Appointment = stored.record()?;
            if appointment.occupied().is_some() {
                add(&mut known, appointment.slot(), stored);
            }
        }
        let cells = asked.iter().flat_map(|n| answers.occupancy(*n));
        let strange = cells.filter(|one| !gone(one.holder) && !holders.contains(&one.holder));
        let strange = strange.filter_map(|one| time_of(resource, *one));
        known.busy = known.busy.union(&strange.collect());
        Ok(known)
    }
}

fn roles<'a>(pools: &'a Pools<'a>) -> Vec<Role<'a>> {
    let role = |(pool, part): &'a (Vec<Calendar<'a>>, Option<Part>)| Role { pool, part: *part };
    pools.iter().map(role).collect()
}

fn time_of(resource: ResourceId, taken: Taken) -> Option<Interval> {
    let cell = Cell {
        resource,
        lane: Lane::REGULAR,
        cell: taken.cell,
    };
    cell.time().ok()
}

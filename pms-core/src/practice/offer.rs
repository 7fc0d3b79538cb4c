use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::access::Noun;
use crate::id::AppointmentId;
use crate::id::CascadeId;
use crate::id::HoldId;
use crate::id::OfferId;
use crate::id::ScheduleId;
use crate::id::WaitlistEntryId;
use crate::scheduling::Appointment;
use crate::scheduling::Attendance;
use crate::scheduling::Cascade;
use crate::scheduling::Effect;
use crate::scheduling::Hold;
use crate::scheduling::Initiator;
use crate::scheduling::OfferState;
use crate::scheduling::Ranking;
use crate::scheduling::Schedule;
use crate::scheduling::Slot;
use crate::scheduling::Status;
use crate::scheduling::Target;
use crate::scheduling::TimeOffer;
use crate::scheduling::VisitType;
use crate::scheduling::Visitor;
use crate::scheduling::WaitingEntry;
use crate::scheduling::WaitlistEntry;
use crate::scheduling::rank;
use crate::store::Question;
use crate::store::Term;
use crate::time::Interval;
use crate::time::Minute;
use crate::time::Minutes;

use super::calendar::{Calendars, Wanted};
use super::call::Call;
use super::error::PracticeError;
use super::shell::{Attempt, Practice};
use super::turn::{Turn, hold_key, run_of};
use super::visit::{end_hold, give_back, swap, take};

impl Practice {
    /// Ranks those who wait and makes the offers that are due.
    pub(super) async fn make_offers(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
    ) -> Result<(), PracticeError> {
        let now = attempt.now();
        let freed = turn.cascade.freed().clone();
        let calendars = self
            .calendars_of(attempt, &freed.schedules, freed.time)
            .await?;
        give_back(&mut turn.changes, &calendars)?;
        let waitlist = self.waitlist().await?;
        let expired = turn.cascade.expire(now);
        for (entry, version) in waitlist {
            turn.entries.insert(entry.id(), (entry, version));
        }
        self.carry_out(attempt, turn, &expired).await?;
        let known = self.known(turn).await?;
        let ranking = {
            let list = calendars.list();
            let settings = &calendars.settings;
            let all: Vec<WaitingEntry<'_>> = turn
                .entries
                .values()
                .map(|(entry, _)| WaitingEntry {
                    entry,
                    appointment: known.get(&entry.id()).and_then(|it| it.moved.as_ref()),
                    visitor: known.get(&entry.id()).map(|it| &it.visitor),
                })
                .collect();
            let over = freed.time.end() <= Minute::containing(now);
            match settings.visit_types.first().filter(|_| !over) {
                None => Ranking::default(),
                Some(any) => {
                    let search = calendars.search(&list, any, self.rules(), now);
                    let rules = turn.cascade.rules();
                    rank(&search, &freed, &all, &settings.visit_types, rules)?
                }
            }
        };
        let effects = turn.cascade.advance(&ranking, attempt.ids(), now)?;
        self.carry_out(attempt, turn, &effects).await
    }

    /// What is known of those who wait: the appointment that they want to have earlier, and their
    /// others.
    async fn known(&self, turn: &Turn) -> Result<BTreeMap<WaitlistEntryId, Known>, PracticeError> {
        let entries: Vec<&WaitlistEntry> = turn.entries.values().map(|(entry, _)| entry).collect();
        let mut known = BTreeMap::new();
        for some in entries.chunks(100) {
            let of = |entry: &&WaitlistEntry| Question::OfPatient {
                noun: Noun::Appointment,
                patient: entry.patient(),
            };
            let answers = self.ask(&some.iter().map(of).collect::<Vec<_>>()).await?;
            for (n, entry) in some.iter().enumerate() {
                known.insert(entry.id(), Known::of(entry, answers.records(n)?));
            }
        }
        Ok(known)
    }

    async fn calendars_of(
        &self,
        attempt: &mut Attempt<'_>,
        schedules: &[ScheduleId],
        window: Interval,
    ) -> Result<Calendars, PracticeError> {
        let wanted = Wanted {
            schedules,
            windows: &[window],
            except: &[],
            now: attempt.now(),
        };
        Calendars::read(attempt, wanted).await
    }

    pub(super) async fn carry_out(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
        effects: &[Effect],
    ) -> Result<(), PracticeError> {
        let now = attempt.now();
        for effect in effects {
            match effect {
                Effect::Made(id) => {
                    let offer = turn.cascade.find(*id)?.clone();
                    if offer.hold.is_some() {
                        self.place_hold(attempt, turn, &offer, offer.expires)
                            .await?;
                    }
                    let cascade = turn.cascade.id();
                    let offered = |entry: WaitlistEntry| entry.offered(cascade, offer.id, now);
                    turn.entry(attempt, offer.entry, offered, "waitlist.offered")
                        .await?;
                }
                Effect::Kept(id) => {
                    let offer = turn.cascade.find(*id)?.clone();
                    if let OfferState::Accepted { until, .. } = offer.state {
                        self.place_hold(attempt, turn, &offer, until).await?;
                    }
                }
                Effect::Over(id) => {
                    let offer = turn.cascade.find(*id)?.clone();
                    turn.end_hold(attempt, &offer).await?;
                    if let Some(ended) = offer.ended() {
                        let stop = matches!(offer.state, OfferState::Declined { stop: true, .. });
                        let passed =
                            |entry: WaitlistEntry| entry.passed(offer.id, ended, stop, now);
                        turn.entry(attempt, offer.entry, passed, "waitlist.offer_ended")
                            .await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Holds the time of an offer until then, or longer where it is held already.
    async fn place_hold(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
        offer: &TimeOffer,
        until: DateTime<Utc>,
    ) -> Result<(), PracticeError> {
        let now = attempt.now();
        let length = Minutes::between(Minute::containing(now), Minute::containing(until));
        if let Some((hold, version)) = turn.live_hold(attempt, offer).await? {
            let hold = hold.extend(length, now)?;
            turn.changes.replace(&hold, version, "hold.extended")?;
            return Ok(());
        }
        let (entry, _) = turn.waits(attempt, offer.entry).await?;
        let moved = self.moved_by(attempt, &entry).await?;
        let visit = moved.as_ref().map(|(it, _)| it.slot().visit());
        let slot = self.slot_of(attempt, turn, offer, visit).await?;
        let id = match offer.hold {
            Some(id) => id,
            None => {
                let id: HoldId = attempt.ids().mint();
                turn.cascade.hold(offer.id, id)?;
                id
            }
        };
        let hold = Hold::place(id, slot, attempt.actor(), length, now)?;
        take(&mut turn.changes, &hold.cells(), id.into());
        turn.changes.add(&hold, "hold.placed")?;
        Ok(())
    }

    /// The time of an offer, chosen anew.
    async fn slot_of(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
        offer: &TimeOffer,
        visit: Option<&VisitType>,
    ) -> Result<Slot, PracticeError> {
        let schedules = turn.cascade.freed().schedules.clone();
        let window = Interval::new(offer.start, offer.start.plus(Minutes::new(1)))?;
        let wanted = Wanted {
            schedules: &schedules,
            windows: &[window],
            except: &[],
            now: attempt.now(),
        };
        let calendars = Calendars::read(attempt, wanted).await?;
        for (hold, version) in &calendars.expired {
            if !turn.changes.writes(hold_key(hold)) {
                end_hold(&mut turn.changes, hold, *version)?;
            }
        }
        let list = calendars.list();
        let id = offer.visit;
        let visit = match visit {
            Some(visit) => visit,
            None => calendars
                .settings
                .visit_type(id)
                .ok_or(PracticeError::UnknownVisitType { id })?,
        };
        let search = calendars.search(&list, visit, self.rules(), attempt.now());
        Ok(Slot::choose(&search, offer.start)?)
    }

    /// The visit of an offer: the one that is moved, or a new one. What a moved visit gives up is
    /// offered in turn.
    pub(super) async fn book_offer(
        &self,
        call: &Call,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
        id: OfferId,
    ) -> Result<(), PracticeError> {
        let offer = turn.cascade.find(id)?.clone();
        let (entry, _) = turn.waits(attempt, offer.entry).await?;
        let before = self.moved_by(attempt, &entry).await?;
        let slot = match turn.live_hold(attempt, &offer).await? {
            Some((hold, version)) => {
                end_hold(&mut turn.changes, &hold, version)?;
                hold.take(call.now)?
            }
            None => {
                let visit = before.as_ref().map(|(it, _)| it.slot().visit());
                self.slot_of(attempt, turn, &offer, visit).await?
            }
        };
        let appointment: AppointmentId = match before {
            Some((before, version)) => {
                let by = Initiator::Patient;
                let after = before.clone().reschedule(slot, by, call.provenance())?;
                swap(&mut turn.changes, &before, &after);
                turn.changes
                    .replace(&after, version, "appointment.rescheduled")?;
                self.offer_in_turn(attempt, turn, &offer, &before).await?;
                before.id()
            }
            None => {
                let id: AppointmentId = attempt.ids().mint();
                let booked = Appointment::book(id, offer.patient, slot, call.provenance());
                take(&mut turn.changes, &booked.cells(), id.into());
                turn.changes.add(&booked, "appointment.booked")?;
                id
            }
        };
        let effects = turn.cascade.fill(id, appointment, call.now)?;
        let booked = |entry: WaitlistEntry| entry.booked(offer.id, appointment, call.now);
        turn.entry(attempt, offer.entry, booked, "waitlist.booked")
            .await?;
        self.carry_out(attempt, turn, &effects).await
    }

    /// The visit that an entry wants to have earlier, and its version.
    async fn moved_by(
        &self,
        attempt: &mut Attempt<'_>,
        entry: &WaitlistEntry,
    ) -> Result<Option<(Appointment, u64)>, PracticeError> {
        match entry.target() {
            Target::Earlier(id) => attempt.record(*id).await.map(Some),
            Target::Visit(_) => Ok(None),
        }
    }

    async fn offer_in_turn(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
        offer: &TimeOffer,
        before: &Appointment,
    ) -> Result<(), PracticeError> {
        let questions: Vec<Question> = before
            .slot()
            .resources()
            .iter()
            .map(|resource| Question::ByTerm {
                noun: Noun::Schedule,
                term: Term::resource(*resource),
            })
            .collect();
        let answers = attempt.ask(&questions).await?;
        let mut schedules = Vec::new();
        for n in 0..questions.len() {
            let found: Vec<Schedule> = answers.records(n)?;
            let here = |schedule: &&Schedule| schedule.location == before.slot().location();
            schedules.extend(found.iter().find(here).map(|schedule| schedule.id));
        }
        let Some(freed) = turn.cascade.next(offer, before, schedules) else {
            return Ok(());
        };
        let id: CascadeId = attempt.ids().mint();
        let next = Cascade::start(id, freed, turn.cascade.rules().clone(), attempt.now());
        turn.changes.take(run_of(next.freed()), id);
        turn.changes.add(&next, "cascade.started")?;
        Ok(())
    }
}

/// What is known of one who waits.
struct Known {
    moved: Option<Appointment>,
    visitor: Visitor,
}

impl Known {
    fn of(entry: &WaitlistEntry, appointments: Vec<Appointment>) -> Self {
        let mut known = Self {
            moved: None,
            visitor: Visitor::default(),
        };
        for it in appointments {
            let time = it.slot().time();
            if matches!(it.status(), Status::Fulfilled { .. }) {
                let seen = Some(time.civil().date());
                known.visitor.last_service = known.visitor.last_service.max(seen);
            }
            if *entry.target() == Target::Earlier(it.id()) {
                known.moved = Some(it);
            } else if it.status().meaning().occupies {
                known.visitor.visits.push(Attendance {
                    time: it.slot().interval(),
                    location: it.slot().location(),
                });
            }
        }
        known
    }
}

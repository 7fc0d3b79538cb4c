use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::access::Noun;
use crate::access::Verb;
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
use crate::scheduling::Freed;
use crate::scheduling::Hold;
use crate::scheduling::Initiator;
use crate::scheduling::Offer;
use crate::scheduling::OfferState;
use crate::scheduling::Ranking;
use crate::scheduling::Refused;
use crate::scheduling::Reply;
use crate::scheduling::Schedule;
use crate::scheduling::Slot;
use crate::scheduling::Status;
use crate::scheduling::Target;
use crate::scheduling::VisitType;
use crate::scheduling::Visitor;
use crate::scheduling::Waiting;
use crate::scheduling::WaitlistEntry;
use crate::scheduling::rank;
use crate::store::Key;
use crate::store::Place;
use crate::store::Question;
use crate::store::Rows;
use crate::store::Scan;
use crate::store::Term;
use crate::time::Interval;
use crate::time::Minute;
use crate::time::Minutes;

use super::calendar::{Calendars, Wanted};
use super::call::Call;
use super::changes::{Changes, ENDED};
use super::error::PracticeError;
use super::shell::{Act, Attempt, Practice};
use super::visit::{end_hold, give_back, swap, take};
use super::waitlist::once;

/// How often a run looks anew where others take the time that it is about to hold.
const MOST_RACES: u32 = 8;

impl Practice {
    /// Starts a run of offers for time that became free, and makes its first.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Commit`] with `store.claim_taken` where there is a run for it already.
    pub async fn offer_freed(&self, call: &Call, freed: &Freed) -> Result<Cascade, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Cascade);
        let mut attempt = self.begin(call, act, freed).await?;
        for race in 0.. {
            if let Some(cascade) = attempt.replay().await? {
                return Ok(cascade);
            }
            let rules = attempt.settings().await?.offers;
            let id: CascadeId = attempt.ids().mint();
            let mut turn = Turn {
                cascade: Cascade::start(id, freed.clone(), rules, call.now),
                changes: Changes::default(),
                entries: BTreeMap::new(),
            };
            self.make_offers(&mut attempt, &mut turn).await?;
            if turn.keeps_its_place() {
                turn.changes.take(run_of(freed), id);
            }
            turn.changes.add(&turn.cascade, "cascade.started")?;
            match attempt.commit(turn.changes, &turn.cascade).await {
                Ok(Some(cascade)) => return Ok(cascade),
                Err(error) if error.taken_from().is_none() || race > MOST_RACES => {
                    return Err(error);
                }
                _ => {}
            }
        }
        Err(PracticeError::Request)
    }

    /// Goes on with a run: ends what has run out, makes the offers that are due, books nothing. To be
    /// called when it wakes and after each answer.
    ///
    /// # Errors
    ///
    /// [`Refused::CascadeOver`].
    pub async fn advance_cascade(
        &self,
        call: &Call,
        id: CascadeId,
    ) -> Result<Cascade, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Cascade).on(id);
        let mut attempt = self.begin(call, act, &id).await?;
        for race in 0.. {
            if let Some(cascade) = attempt.replay().await? {
                return Ok(cascade);
            }
            let (mut turn, version) = Turn::read(&mut attempt, id).await?;
            self.make_offers(&mut attempt, &mut turn).await?;
            match turn.commit(&mut attempt, version, "cascade.advanced").await {
                Ok(Some(cascade)) => return Ok(cascade),
                Err(error) if error.taken_from().is_none() || race > MOST_RACES => {
                    return Err(error);
                }
                _ => {}
            }
        }
        Err(PracticeError::Request)
    }

    /// What a patient says to an offer. A yes is booked, or its time is kept until the practice
    /// approves; where it cannot be booked the offer has failed, and the run goes on.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub async fn answer_offer(
        &self,
        call: &Call,
        id: CascadeId,
        offer: OfferId,
        reply: Reply,
    ) -> Result<Cascade, PracticeError> {
        let whose = self.offer_of(id, offer).await?;
        let act = Act::new(Verb::Update, Noun::Waitlist);
        let act = act.of(whose.patient).on(whose.entry);
        let request = (id, offer, reply);
        self.turn(call, act, &request, id, |turn| {
            let (book, effects) = turn.cascade.answer(offer, reply, call.now)?;
            let accepted = reply == Reply::Accept;
            let may_fail = accepted.then_some(offer);
            Ok(Said {
                book,
                may_fail,
                effects,
            })
        })
        .await
    }

    /// The practice approves what a patient accepted: it is booked, or the offer has failed.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub async fn approve_offer(
        &self,
        call: &Call,
        id: CascadeId,
        offer: OfferId,
    ) -> Result<Cascade, PracticeError> {
        let whose = self.offer_of(id, offer).await?;
        let act = Act::new(Verb::Update, Noun::Cascade)
            .of(whose.patient)
            .on(id);
        self.turn(call, act, &(id, offer, "approve"), id, |turn| {
            turn.cascade.approve(offer, call.now)?;
            let may_fail = Some(offer);
            Ok(Said {
                book: true,
                may_fail,
                effects: Vec::new(),
            })
        })
        .await
    }

    /// The practice takes an offer back, accepted or not; the next is asked.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub async fn withdraw_offer(
        &self,
        call: &Call,
        id: CascadeId,
        offer: OfferId,
    ) -> Result<Cascade, PracticeError> {
        let whose = self.offer_of(id, offer).await?;
        let act = Act::new(Verb::Update, Noun::Cascade)
            .of(whose.patient)
            .on(id);
        self.turn(call, act, &(id, offer, "withdraw"), id, |turn| {
            let effects = turn.cascade.withdraw(offer, call.now)?;
            Ok(Said {
                book: false,
                may_fail: None,
                effects,
            })
        })
        .await
    }

    /// The practice ends a run and takes back what can still be answered.
    ///
    /// # Errors
    ///
    /// [`Refused::CascadeOver`].
    pub async fn stop_cascade(&self, call: &Call, id: CascadeId) -> Result<Cascade, PracticeError> {
        let act = Act::new(Verb::Cancel, Noun::Cascade).on(id);
        self.turn(call, act, &id, id, |turn| {
            let effects = turn.cascade.stop(call.now)?;
            Ok(Said {
                book: false,
                may_fail: None,
                effects,
            })
        })
        .await
    }

    /// The runs that want to be advanced by now.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn due_cascades(&self, call: &Call) -> Result<Vec<CascadeId>, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Cascade);
        self.begin(call, act, &call.now).await?;
        let scan = Scan::Documents {
            noun: Noun::Cascade,
            status: Some("running".to_owned()),
        };
        let mut due = Vec::new();
        self.scan(&scan, |rows| {
            if let Rows::Documents(page) = rows {
                for stored in &page {
                    let cascade: Cascade = stored.record()?;
                    if cascade.wake().is_some_and(|wake| wake <= call.now) {
                        due.push(cascade.id());
                    }
                }
            }
            Ok(())
        })
        .await?;
        Ok(due)
    }

    /// One step of a run that makes no offer: what is said, what follows, all in one commit. Where
    /// the visit cannot be booked after all, that the offer has failed is committed instead.
    async fn turn(
        &self,
        call: &Call,
        act: Act,
        request: &impl serde::Serialize,
        id: CascadeId,
        step: impl Fn(&mut Turn) -> Result<Said, Refused> + Send + Sync,
    ) -> Result<Cascade, PracticeError> {
        let mut attempt = self.begin(call, act, request).await?;
        let mut failed = None;
        loop {
            if let Some(cascade) = attempt.replay().await? {
                return Ok(cascade);
            }
            let (mut turn, version) = Turn::read(&mut attempt, id).await?;
            let said = match failed {
                None => step(&mut turn)?,
                Some(offer) => Said {
                    book: false,
                    may_fail: None,
                    effects: turn.cascade.fail(offer, call.now)?,
                },
            };
            let booking = said.may_fail.filter(|_| said.book);
            let done = match booking {
                Some(offer) => self.book_offer(call, &mut attempt, &mut turn, offer).await,
                None => self.carry_out(&mut attempt, &mut turn, &said.effects).await,
            };
            let done = match done {
                Ok(()) => turn.commit(&mut attempt, version, "cascade.answered").await,
                Err(error) => Err(error),
            };
            match done {
                Ok(Some(cascade)) => return Ok(cascade),
                Ok(None) => {}
                Err(error) if said.may_fail.is_some() && cannot_be_booked(&error) => {
                    failed = said.may_fail;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn offer_of(&self, id: CascadeId, offer: OfferId) -> Result<Offer, PracticeError> {
        let key = Key::new(Noun::Cascade, id);
        let answers = self.ask(&[Question::Document(key)]).await?;
        let found: Option<(Cascade, u64)> = answers.record(0)?;
        let (cascade, _) = found.ok_or(PracticeError::Unknown { key })?;
        Ok(cascade.find(offer)?.clone())
    }

    /// Ranks those who wait and makes the offers that are due.
    async fn make_offers(
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
            let all: Vec<Waiting<'_>> = turn
                .entries
                .values()
                .map(|(entry, _)| Waiting {
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
            window,
            except: None,
            now: attempt.now(),
        };
        Calendars::read(attempt, wanted).await
    }

    async fn carry_out(
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
        offer: &Offer,
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
        offer: &Offer,
        visit: Option<&VisitType>,
    ) -> Result<Slot, PracticeError> {
        let schedules = turn.cascade.freed().schedules.clone();
        let window = Interval::new(offer.start, offer.start.plus(Minutes::new(1)))?;
        let wanted = Wanted {
            schedules: &schedules,
            window,
            except: None,
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
    async fn book_offer(
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
        offer: &Offer,
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

/// What a step of a run says.
struct Said {
    /// A visit is to be booked.
    book: bool,
    /// The offer that fails where its time cannot be had.
    may_fail: Option<OfferId>,
    effects: Vec<Effect>,
}

/// A run in the middle of a step, with what is to be written.
struct Turn {
    cascade: Cascade,
    changes: Changes,
    entries: BTreeMap<WaitlistEntryId, (WaitlistEntry, u64)>,
}

impl Turn {
    async fn read(attempt: &mut Attempt<'_>, id: CascadeId) -> Result<(Self, u64), PracticeError> {
        let (cascade, version) = attempt.record::<Cascade>(id).await?;
        let turn = Self {
            cascade,
            changes: Changes::default(),
            entries: BTreeMap::new(),
        };
        Ok((turn, version))
    }

    async fn commit(
        mut self,
        attempt: &mut Attempt<'_>,
        version: u64,
        happened: &'static str,
    ) -> Result<Option<Cascade>, PracticeError> {
        if !self.keeps_its_place() {
            let run = run_of(self.cascade.freed());
            self.changes.release(run, self.cascade.id());
        }
        self.changes.replace(&self.cascade, version, happened)?;
        attempt.commit(self.changes, &self.cascade).await
    }

    /// Whether no other run may be started for the same time.
    fn keeps_its_place(&self) -> bool {
        self.cascade.wake().is_some() || self.cascade.freed().origin.is_some()
    }

    /// An entry and its version.
    async fn waits(
        &self,
        attempt: &mut Attempt<'_>,
        id: WaitlistEntryId,
    ) -> Result<(WaitlistEntry, u64), PracticeError> {
        match self.entries.get(&id) {
            Some(known) => Ok(known.clone()),
            None => attempt.record(id).await,
        }
    }

    /// A step of an entry, to be written.
    async fn entry(
        &mut self,
        attempt: &mut Attempt<'_>,
        id: WaitlistEntryId,
        step: impl FnOnce(WaitlistEntry) -> Result<WaitlistEntry, Refused> + Send,
        happened: &'static str,
    ) -> Result<(), PracticeError> {
        let (entry, version) = self.waits(attempt, id).await?;
        let entry = step(entry)?;
        if !entry.is_open() {
            self.changes.release(once(&entry), id);
        }
        self.changes.replace(&entry, version, happened)?;
        self.entries.insert(id, (entry, version));
        Ok(())
    }

    /// The hold of an offer, where it still keeps its time.
    async fn live_hold(
        &self,
        attempt: &mut Attempt<'_>,
        offer: &Offer,
    ) -> Result<Option<(Hold, u64)>, PracticeError> {
        let Some(id) = offer.hold else {
            return Ok(None);
        };
        let key = Key::new(Noun::Hold, id);
        if self.changes.writes(key) {
            return Ok(None);
        }
        let answers = attempt.read(&[Question::Document(key)]).await?;
        let Some(stored) = answers.documents(0).first() else {
            return Ok(None);
        };
        if stored.document.columns.status.as_deref() == Some(ENDED) {
            return Ok(None);
        }
        Ok(Some((stored.record()?, stored.version)))
    }

    async fn end_hold(
        &mut self,
        attempt: &mut Attempt<'_>,
        offer: &Offer,
    ) -> Result<(), PracticeError> {
        if let Some((hold, version)) = self.live_hold(attempt, offer).await? {
            end_hold(&mut self.changes, &hold, version)?;
        }
        Ok(())
    }
}

fn hold_key(hold: &Hold) -> Key {
    Key::new(Noun::Hold, hold.id())
}

/// The place that keeps one run to one freed time. That of a visit that gave its time up stays for
/// ever, so that nobody is asked twice about it.
fn run_of(freed: &Freed) -> Place {
    Place::Number {
        name: "cascade".to_owned(),
        value: freed.key(),
    }
}

/// Whether a visit cannot be had, and not the command or the store is at fault.
fn cannot_be_booked(error: &PracticeError) -> bool {
    let refused = matches!(
        error,
        PracticeError::Scheduling(
            Refused::NotFree { .. }
                | Refused::HoldExpired { .. }
                | Refused::WrongStatus { .. }
                | Refused::OtherVisitType
        )
    );
    refused || error.taken_from().is_some()
}

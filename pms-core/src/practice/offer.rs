use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::id::AppointmentId;
use crate::id::CascadeId;
use crate::id::HoldId;
use crate::id::OfferId;
use crate::id::ResourceId;
use crate::id::Uuid;
use crate::id::VisitTypeId;
use crate::id::WaitlistEntryId;
use crate::scheduling::Appointment;
use crate::scheduling::Cascade;
use crate::scheduling::Effect;
use crate::scheduling::Hold;
use crate::scheduling::Initiator;
use crate::scheduling::OfferRules;
use crate::scheduling::OfferState;
use crate::scheduling::Ranking;
use crate::scheduling::Refused;
use crate::scheduling::Schedule;
use crate::scheduling::Slot;
use crate::scheduling::Target;
use crate::scheduling::TimeOffer;
use crate::scheduling::VisitType;
use crate::scheduling::Visitor;
use crate::scheduling::WaitingEntry;
use crate::scheduling::WaitlistEntry;
use crate::scheduling::rank;
use crate::store::Answers;
use crate::time::Interval;
use crate::time::Minute;
use crate::time::Minutes;

use super::calendar::{Calendars, Cast, Wanted};
use super::call::Call;
use super::choose::Chosen;
use super::error::PracticeError;
use super::shell::{Attempt, Practice};
use super::turn::{Turn, run_of};
use super::visit::{Choice, end_hold, give_back, swap, take};
use super::visitor::{Specialties, about, visitor};

impl Practice {
    /// Ranks those who wait and makes the offers that are due.
    pub(super) async fn make_offers(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
    ) -> Result<(), PracticeError> {
        let now = attempt.now();
        let freed = turn.cascade.freed().clone();
        let expired = turn.cascade.expire(now);
        self.carry_out(attempt, turn, &expired).await?;
        if !turn.cascade.looks(now)? {
            return Ok(turn.cascade.rest(now)?);
        }
        for (entry, version) in self.waitlist().await? {
            turn.entries.entry(entry.id()).or_insert((entry, version));
        }
        let schedules = attempt.schedules(&freed.schedules).await?;
        let known = known(attempt, turn, &schedules).await?;
        let types = attempt.settings().await?.visit_types;
        let wanted = |visit: &VisitType| known.values().any(|one| one.types.contains(&visit.id()));
        let (types, others): (Vec<VisitType>, Vec<VisitType>) = types.into_iter().partition(wanted);
        // Where nobody comes into question, any type tells why not.
        let types = if types.is_empty() { others } else { types };
        let cast = Cast {
            schedules: &freed.schedules,
            any_of: &[],
            patient: None,
            anybody: false,
        };
        let wanted = Wanted {
            schedules: &[],
            windows: &[freed.time],
            except: &[],
            now,
        };
        let calendars = Calendars::cast(attempt, cast, &types, wanted).await?;
        give_back(&mut turn.changes, &calendars)?;
        let entries = turn.entries.values().map(|(entry, _)| entry);
        let waiting = entries.map(|entry| {
            let known = known.get(&entry.id());
            WaitingEntry {
                entry,
                appointment: known.and_then(|known| known.moved.as_ref()),
                visitor: known.map(|known| &known.visitor),
            }
        });
        let all: Vec<WaitingEntry<'_>> = waiting.filter(|one| one.entry.is_open()).collect();
        let asked: Vec<_> = types.iter().map(|visit| (cast, visit)).collect();
        let rules = turn.cascade.rules();
        let over = freed.time.end() <= Minute::containing(now);
        let ranking = match over {
            true => Ranking::default(),
            false => calendars.ask_all(&asked, self.rules(), now, |searches| {
                rank(searches, &freed, &all, rules)
            })?,
        };
        let effects = turn.cascade.advance(&ranking, attempt.ids(), now)?;
        self.carry_out(attempt, turn, &effects).await
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
                    let cascade = turn.cascade.id();
                    let offered = |entry: WaitlistEntry| entry.offered(cascade, offer.id, now);
                    turn.entry(attempt, offer.entry, offered, "waitlist.offered")
                        .await?;
                    if offer.hold.is_none() {
                        continue;
                    }
                    let placed = self.place_hold(attempt, turn, &offer, offer.expires);
                    match placed.await {
                        // More is known of one patient than of all who wait: the next is asked.
                        Err(PracticeError::Scheduling(Refused::NotFree { .. })) => {
                            turn.cascade.fail(offer.id, now)?;
                            self.pass(attempt, turn, offer.id).await?;
                        }
                        placed => placed?,
                    }
                }
                Effect::Kept(id) => {
                    let offer = turn.cascade.find(*id)?.clone();
                    if let OfferState::Accepted { until, .. } = offer.state {
                        self.place_hold(attempt, turn, &offer, until).await?;
                    }
                }
                Effect::Over(id) => self.pass(attempt, turn, *id).await?,
            }
        }
        Ok(())
    }

    /// An offer that is over keeps no time, and its entry waits on or leaves.
    async fn pass(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
        id: OfferId,
    ) -> Result<(), PracticeError> {
        let now = attempt.now();
        let offer = turn.cascade.find(id)?.clone();
        turn.end_hold(attempt, &offer).await?;
        if let Some(ended) = offer.ended() {
            let stop = matches!(offer.state, OfferState::Declined { stop: true, .. });
            let passed = |entry: WaitlistEntry| entry.passed(offer.id, ended, stop, now);
            turn.entry(attempt, offer.entry, passed, "waitlist.offer_ended")
                .await?;
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
        let moved = moved.as_ref().map(|(it, _)| it);
        let slot = self.slot_of(attempt, turn, offer, moved).await?;
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

    /// The time of an offer, chosen anew for the patient, whose own visit is not in the way where it
    /// is the one that moves. The practice offers it: what it alone books can be had.
    async fn slot_of(
        &self,
        attempt: &mut Attempt<'_>,
        turn: &mut Turn,
        offer: &TimeOffer,
        moved: Option<&Appointment>,
    ) -> Result<Slot, PracticeError> {
        let schedules = turn.cascade.freed().schedules.clone();
        let own: Vec<Uuid> = moved.iter().map(|it| it.id().into()).collect();
        let visit = match moved {
            Some(moved) => moved.slot().visit().clone(),
            None => attempt.visit_type(offer.visit).await?,
        };
        let chosen = Chosen {
            choice: &Choice::of(schedules, offer.visit, offer.start),
            visit: &visit,
            patient: Some((offer.patient, false)),
            except: &own,
        };
        self.take_up(attempt, chosen, &mut turn.changes).await
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
                let slot = hold.take(call.now)?;
                let own: Vec<Uuid> = before.iter().map(|(it, _)| it.id().into()).collect();
                let patient = (offer.patient, own.as_slice());
                attempt.be_there(&slot, patient, &mut turn.changes).await?;
                slot
            }
            None => {
                let moved = before.as_ref().map(|(it, _)| it);
                self.slot_of(attempt, turn, &offer, moved).await?
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
        let kept = attempt.schedules_of(before.slot()).await?;
        let mut schedules: Vec<Schedule> = Vec::new();
        for resource in before.slot().resources() {
            let first = kept.iter().find(|one| one.resource == *resource);
            schedules.extend(first.cloned());
        }
        let named = schedules.iter().map(|one| one.id).collect();
        let Some(freed) = turn.cascade.next(offer, before, named) else {
            return Ok(());
        };
        let Some(rules) = attempt.offer_rules(freed.time, &schedules).await? else {
            return Ok(());
        };
        let id: CascadeId = attempt.ids().mint();
        let next = Cascade::start(id, freed, rules, attempt.now());
        turn.changes.take(run_of(next.freed()), id);
        turn.changes.add(&next, "cascade.started")?;
        Ok(())
    }
}

impl Attempt<'_> {
    /// How time that became free is offered: as the practice has it, and as the sessions say in which
    /// it lies. None where it is kept from those who wait.
    pub(super) async fn offer_rules(
        &mut self,
        time: Interval,
        schedules: &[Schedule],
    ) -> Result<Option<OfferRules>, PracticeError> {
        let offers = self.settings().await?.offers;
        let mut said = Vec::new();
        for schedule in schedules {
            said.extend(schedule.refills(time, self.rules())?);
        }
        Ok(offers.within(said))
    }
}

/// What is known of those who come into question: the appointment that they want to have earlier, and
/// their others.
async fn known(
    attempt: &Attempt<'_>,
    turn: &Turn,
    schedules: &[Schedule],
) -> Result<BTreeMap<WaitlistEntryId, Known>, PracticeError> {
    let resources: Vec<ResourceId> = schedules.iter().map(|one| one.resource).collect();
    let location = schedules.first().ok_or(Refused::NoSchedule)?.location;
    let freed = turn.cascade.freed();
    let entries = turn.entries.values().map(|(entry, _)| entry);
    let entries = entries.filter(|entry| freed.concerns(entry, &resources, location).is_ok());
    let entries: Vec<&WaitlistEntry> = entries.collect();
    let mut known = BTreeMap::new();
    for some in entries.chunks(100) {
        let about = some.iter().flat_map(|entry| about(entry.patient()));
        let answers = attempt.ask(&about.collect::<Vec<_>>()).await?;
        let starts = (0..some.len()).map(|n| n * 2);
        let specialties = attempt.specialties(&answers, starts).await?;
        for (n, entry) in some.iter().enumerate() {
            known.insert(entry.id(), Known::of(entry, &answers, n * 2, &specialties)?);
        }
    }
    Ok(known)
}

/// What is known of one who waits.
struct Known {
    types: Vec<VisitTypeId>,
    moved: Option<Appointment>,
    visitor: Visitor,
}

impl Known {
    fn of(
        entry: &WaitlistEntry,
        answers: &Answers,
        at: usize,
        specialties: &Specialties,
    ) -> Result<Self, PracticeError> {
        let own = match entry.target() {
            Target::Earlier(id) => vec![Uuid::from(*id)],
            Target::Visit(_) => Vec::new(),
        };
        let appointments: Vec<Appointment> = answers.records(at)?;
        let mut all = appointments.iter();
        let moved = all.find(|it| own.contains(&it.id().into())).cloned();
        Ok(Self {
            visitor: visitor(answers, at, &own, specialties)?,
            types: match (entry.target(), &moved) {
                (Target::Visit(types), _) => types.clone(),
                (Target::Earlier(_), moved) => {
                    moved.iter().map(|it| it.slot().visit().id()).collect()
                }
            },
            moved,
        })
    }
}

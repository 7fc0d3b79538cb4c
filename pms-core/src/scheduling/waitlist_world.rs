//! A morning's time, visits, holds and those who wait, driven at random through the same functions
//! that a practice calls.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::id::{AppointmentId, HoldId, Ids, OfferId, Uuid, WaitlistEntryId};
use crate::time::{Interval, IntervalSet, Minute, Minutes, Period, Tzdb};

fn id<I: From<Uuid>>(number: u128) -> I {
    Uuid::from_u128(number).into()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A doctor's workdays from 08:00 to 12:00, with visits of half an hour.
struct World {
    schedule: Schedule,
    visits: Vec<VisitType>,
    now: DateTime<Utc>,
    ids: Ids,
    appointments: BTreeMap<AppointmentId, Appointment>,
    holds: BTreeMap<HoldId, Hold>,
    entries: BTreeMap<WaitlistEntryId, WaitlistEntry>,
    runs: Vec<Cascade>,
    rules: OfferRules,
}

impl World {
    /// Two days with every slot booked; each patient of the second day wants to come earlier, and
    /// three more wait for any visit.
    fn new(rules: OfferRules) -> Self {
        let hours = Window::new("08:00".parse().unwrap(), "12:00".parse().unwrap()).unwrap();
        let schedule = Schedule::new(id(1), id(1), id(1), "UTC".parse().unwrap()).publish(
            Period::since("2026-01-01".parse().unwrap()),
            Week::workdays(vec![hours]),
        );
        let mut world = Self {
            schedule,
            visits: vec![VisitType::new(id(1), "visit", Minutes::new(30)).unwrap()],
            now: moment("2026-03-02T08:00:00Z"),
            ids: Ids::from(Uuid::from_u128(1_000)),
            appointments: BTreeMap::new(),
            holds: BTreeMap::new(),
            entries: BTreeMap::new(),
            runs: Vec::new(),
            rules,
        };
        for (n, day) in ["2026-03-05T08:00:00Z", "2026-03-10T08:00:00Z"]
            .iter()
            .enumerate()
        {
            for slot in 0..8 {
                let start = moment(day) + TimeDelta::minutes(30 * slot);
                let booked = world.book(Minute::containing(start));
                if n == 1 {
                    world.wait(Target::Earlier(booked));
                }
            }
        }
        for _ in 0..3 {
            world.wait(Target::Visit(vec![id(1)]));
        }
        world
    }

    fn busy(&self) -> IntervalSet {
        let visits = self.appointments.values().filter_map(Appointment::occupied);
        let holds = self.holds.values().filter(|hold| hold.is_live(self.now));
        visits
            .chain(holds.map(|hold| hold.slot().occupied()))
            .collect()
    }

    fn search<R>(&self, ask: impl FnOnce(&Search<'_>) -> R) -> R {
        let busy = self.busy();
        let calendars = [Calendar {
            busy: &busy,
            ..Calendar::of(&self.schedule)
        }];
        let (policy, rules) = (Policy::default(), Tzdb::bundled());
        let visit = &self.visits[0];
        ask(&Search::of(&calendars, visit, &policy, &rules, self.now))
    }

    fn done(&self) -> Provenance {
        Provenance {
            by: id(1),
            at: self.now,
        }
    }

    fn book(&mut self, start: Minute) -> AppointmentId {
        let slot = self.search(|search| Slot::choose(search, start)).unwrap();
        let number: AppointmentId = self.ids.mint();
        let patient = self.ids.mint();
        let booked = Appointment::book(number, patient, slot, self.done());
        self.appointments.insert(number, booked);
        number
    }

    fn wait(&mut self, target: Target) {
        let contact = Contact {
            channel: Channel::Desk,
            consented: None,
            zone: None,
        };
        let patient = match &target {
            Target::Earlier(id) => self.appointments[id].patient(),
            Target::Visit(_) => self.ids.mint(),
        };
        let entry: WaitlistEntryId = self.ids.mint();
        let joined = WaitlistEntry::join(entry, patient, target, contact, self.now).unwrap();
        self.entries.insert(entry, joined);
    }

    /// A visit is cancelled, and its time is offered.
    fn cancel(&mut self, n: usize) {
        let booked: Vec<AppointmentId> = self
            .appointments
            .values()
            .filter(|it| {
                matches!(it.status(), Status::Booked { .. })
                    && it.slot().time().at() > Minute::containing(self.now)
            })
            .map(Appointment::id)
            .collect();
        let Some(number) = booked.get(n % booked.len().max(1)) else {
            return;
        };
        let because = "patient".parse().unwrap();
        let cancelled = self.appointments[number]
            .clone()
            .cancel(Initiator::Patient, because, &Policy::default(), self.done())
            .unwrap();
        let freed = Freed::by(&cancelled, vec![id(1)]).unwrap();
        self.appointments.insert(*number, cancelled);
        let run = Cascade::start(self.ids.mint(), freed, self.rules.clone(), self.now);
        self.runs.push(run);
    }

    fn advance(&mut self) {
        for n in 0..self.runs.len() {
            if self.runs[n].wake().is_none_or(|wake| wake > self.now) {
                continue;
            }
            let mut run = self.runs[n].clone();
            let expired = run.expire(self.now);
            self.carry_out(&mut run, &expired);
            let waiting: Vec<WaitingEntry<'_>> = self
                .entries
                .values()
                .map(|entry| WaitingEntry {
                    entry,
                    appointment: match entry.target() {
                        Target::Earlier(id) => self.appointments.get(id),
                        Target::Visit(_) => None,
                    },
                    visitor: None,
                })
                .collect();
            let ranking = self
                .search(|search| {
                    let each = |visit| Search { visit, ..*search };
                    let searches: Vec<Search<'_>> = self.visits.iter().map(each).collect();
                    rank(&searches, run.freed(), &waiting, &self.rules)
                })
                .unwrap();
            let effects = run.advance(&ranking, &mut self.ids, self.now).unwrap();
            self.carry_out(&mut run, &effects);
            self.runs[n] = run;
        }
    }

    fn carry_out(&mut self, run: &mut Cascade, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Made(id) => {
                    let offer = run.find(*id).unwrap().clone();
                    let offered =
                        self.entries[&offer.entry]
                            .clone()
                            .offered(run.id(), offer.id, self.now);
                    self.entries.insert(offer.entry, offered.unwrap());
                    if let Some(hold) = offer.hold {
                        self.hold(hold, offer.start, offer.expires);
                    }
                }
                Effect::Kept(id) => {
                    let offer = run.find(*id).unwrap().clone();
                    let OfferState::Accepted { until, .. } = offer.state else {
                        panic!("not accepted")
                    };
                    match offer.hold {
                        Some(hold) => {
                            self.holds.remove(&hold);
                            self.hold(hold, offer.start, until);
                        }
                        None => {
                            let hold = self.ids.mint();
                            run.hold(offer.id, hold).unwrap();
                            self.hold(hold, offer.start, until);
                        }
                    }
                }
                Effect::Over(id) => {
                    let offer = run.find(*id).unwrap().clone();
                    if let Some(hold) = offer.hold {
                        self.holds.remove(&hold);
                    }
                    let stop = matches!(offer.state, OfferState::Declined { stop: true, .. });
                    let entry = self.entries[&offer.entry].clone();
                    let passed = entry.passed(offer.id, offer.ended().unwrap(), stop, self.now);
                    self.entries.insert(offer.entry, passed.unwrap());
                }
            }
        }
    }

    fn hold(&mut self, number: HoldId, start: Minute, until: DateTime<Utc>) {
        let slot = self.search(|search| Slot::choose(search, start)).unwrap();
        let length = Minutes::between(Minute::containing(self.now), Minute::containing(until));
        let hold = Hold::place(number, slot, id(1), length, self.now).unwrap();
        self.holds.insert(number, hold);
    }

    fn open_offers(&self) -> Vec<(usize, OfferId)> {
        let runs = self.runs.iter().enumerate();
        let offers = runs.flat_map(|(n, run)| run.offers().iter().map(move |offer| (n, offer)));
        let open = offers.filter(|(_, offer)| offer.is_open());
        open.map(|(n, offer)| (n, offer.id)).collect()
    }

    /// A patient answers, or the practice approves what was accepted.
    fn answer(&mut self, n: usize, reply: Reply) {
        let open = self.open_offers();
        let Some((at, offer)) = open.get(n % open.len().max(1)).copied() else {
            return;
        };
        let mut run = self.runs[at].clone();
        let book = if run.approve(offer, self.now).is_ok() {
            true
        } else {
            match run.answer(offer, reply, self.now) {
                Ok((book, effects)) => {
                    // Where the time of a broadcast is gone, the practice lets the offer fail.
                    if effects.contains(&Effect::Kept(offer)) && !self.can_be_had(&run, offer) {
                        run = self.runs[at].clone();
                        let effects = run.fail(offer, self.now).unwrap();
                        self.carry_out(&mut run, &effects);
                    } else {
                        self.carry_out(&mut run, &effects);
                    }
                    book
                }
                Err(refused) => {
                    assert_eq!(refused, Refused::OfferOver);
                    return;
                }
            }
        };
        if book && self.can_be_had(&run, offer) {
            self.fill(&mut run, offer);
        } else if book {
            let effects = run.fail(offer, self.now).unwrap();
            self.carry_out(&mut run, &effects);
        }
        self.runs[at] = run;
    }

    fn can_be_had(&self, run: &Cascade, offer: OfferId) -> bool {
        let offer = run.find(offer).unwrap();
        let live = |hold: &HoldId| {
            self.holds
                .get(hold)
                .is_some_and(|hold| hold.is_live(self.now))
        };
        let moved = match self.entries[&offer.entry].target() {
            Target::Earlier(id) => matches!(self.appointments[id].status(), Status::Booked { .. }),
            Target::Visit(_) => true,
        };
        let free = || self.search(|search| search.admit(offer.start)).is_ok();
        moved && (offer.hold.as_ref().is_some_and(live) || free())
    }

    fn fill(&mut self, run: &mut Cascade, id: OfferId) {
        let offer = run.find(id).unwrap().clone();
        let held = offer.hold.and_then(|hold| self.holds.remove(&hold));
        let slot = match held {
            Some(hold) => hold.take(self.now).unwrap(),
            None => self
                .search(|search| Slot::choose(search, offer.start))
                .unwrap(),
        };
        let number = match self.entries[&offer.entry].target().clone() {
            Target::Earlier(number) => {
                let before = self.appointments[&number].clone();
                let after = before
                    .clone()
                    .reschedule(slot, Initiator::Patient, self.done());
                self.appointments.insert(number, after.unwrap());
                if let Some(freed) = run.next(&offer, &before, vec![self.schedule.id]) {
                    let next = Cascade::start(self.ids.mint(), freed, self.rules.clone(), self.now);
                    self.runs.push(next);
                }
                number
            }
            Target::Visit(_) => {
                let number = self.ids.mint();
                let booked = Appointment::book(number, offer.patient, slot, self.done());
                self.appointments.insert(number, booked);
                number
            }
        };
        let effects = run.fill(id, number, self.now).unwrap();
        let entry = self.entries[&offer.entry].clone();
        let entry = entry.booked(id, number, self.now).unwrap();
        self.entries.insert(offer.entry, entry);
        self.carry_out(run, &effects);
    }

    /// What holds after every step.
    fn check(&self) -> Result<(), TestCaseError> {
        let mut offered = BTreeSet::new();
        for run in &self.runs {
            prop_assert!(run.freed().depth <= self.rules.depth, "too deep");
            let mut asked = BTreeSet::new();
            for offer in run.offers() {
                prop_assert!(asked.insert(offer.entry), "asked twice in one run");
                prop_assert!(
                    !run.freed().excluded.contains(&offer.entry),
                    "asked after a no"
                );
                if !offer.is_open() {
                    continue;
                }
                prop_assert!(offered.insert(offer.entry), "two live offers");
                let state = EntryState::Offered {
                    cascade: run.id(),
                    offer: offer.id,
                };
                prop_assert_eq!(self.entries[&offer.entry].state(), state);
                let broadcast = matches!(self.rules.manner, Manner::Broadcast(_));
                let hold = offer.hold.and_then(|hold| self.holds.get(&hold));
                prop_assert!(hold.is_some() || broadcast, "an offer without a hold");
                if let Some(hold) = hold {
                    prop_assert_eq!(hold.slot().time().at(), offer.start);
                }
            }
        }
        for entry in self.entries.values() {
            let live = matches!(entry.state(), EntryState::Offered { .. });
            prop_assert_eq!(
                live,
                offered.contains(&entry.id()),
                "an entry without its offer"
            );
        }
        let offers = self.runs.iter().flat_map(Cascade::offers);
        let kept: BTreeSet<HoldId> = offers
            .filter(|offer| offer.is_open())
            .filter_map(|offer| offer.hold)
            .collect();
        prop_assert!(
            self.holds.keys().all(|hold| kept.contains(hold)),
            "a hold that nobody has"
        );
        let visits = self.appointments.values().filter_map(Appointment::occupied);
        let holds = self.holds.values().filter(|hold| hold.is_live(self.now));
        let taken: Vec<Interval> = visits
            .chain(holds.map(|hold| hold.slot().occupied()))
            .collect();
        let apart: u64 = taken.iter().map(|time| time.length().count()).sum();
        prop_assert_eq!(apart, self.busy().length().count(), "time that two have");
        Ok(())
    }

    /// Time that became free is held, booked, or free for anybody to book.
    fn no_time_is_lost(&self) -> Result<(), TestCaseError> {
        let busy = self.busy();
        for run in &self.runs {
            let start = run.freed().time.start();
            if start <= Minute::containing(self.now) {
                continue;
            }
            let taken = !IntervalSet::from(run.freed().time)
                .intersect(&busy)
                .is_empty();
            let free = self.search(|search| search.admit(start)).is_ok();
            prop_assert!(taken || free, "neither taken nor free");
        }
        Ok(())
    }
}

#[derive(Clone, Debug)]
enum Act {
    Wait(i64),
    Cancel(usize),
    Answer(usize, Reply),
}

fn any_act() -> impl Strategy<Value = Act> {
    let replies = vec![
        Reply::Accept,
        Reply::Accept,
        Reply::Decline,
        Reply::DeclineAndStop,
    ];
    prop_oneof![
        (1..400_i64).prop_map(Act::Wait),
        (0..20_usize).prop_map(Act::Cancel),
        (0..5_usize, prop::sample::select(replies)).prop_map(|(n, reply)| Act::Answer(n, reply)),
        (0..5_usize).prop_map(|n| Act::Answer(n, Reply::Accept)),
    ]
}

fn any_rules() -> impl Strategy<Value = OfferRules> {
    let modes = vec![Mode::Approval, Mode::Book, Mode::Call];
    let manners = vec![
        Manner::OneByOne,
        Manner::OneByOne,
        Manner::Broadcast(2),
        Manner::Broadcast(5),
    ];
    (
        prop::sample::select(modes),
        prop::sample::select(manners),
        0..4_u8,
        0..3_000_u64,
    )
        .prop_map(|(mode, manner, depth, unattended)| OfferRules {
            mode,
            manner,
            depth,
            least_lead_unattended: Minutes::new(unattended),
            most_a_day: 20,
            repeat_after: Minutes::ZERO,
            ..OfferRules::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Never two live offers for one who waits, never an offer without a hold unless it says so,
    /// never one time twice, never a run too deep, and no time lost, whatever happens in which order.
    #[test]
    fn s25_moved_visits_are_backfilled_within_bounds(
        rules in any_rules(), acts in prop::collection::vec(any_act(), 1..40),
    ) {
        let mut world = World::new(rules);
        let before = world.appointments.len();
        for act in acts {
            match act {
                Act::Wait(minutes) => world.now += TimeDelta::minutes(minutes),
                Act::Cancel(n) => world.cancel(n),
                Act::Answer(n, reply) => world.answer(n, reply),
            }
            world.advance();
            world.check()?;
            world.no_time_is_lost()?;
        }
        prop_assert!(world.appointments.len() <= before + 3);
    }
}

/// Each moved visit frees an earlier-booked time, until the runs are as deep as they may be. Who said
/// no in a run is not asked in those that follow from it.
#[test]
fn s25_a_chain_ends_and_leaves_out_who_declined() {
    let rules = OfferRules {
        mode: Mode::Call,
        depth: 2,
        least_gain: Minutes::new(1),
        ..OfferRules::default()
    };
    let mut world = World::new(rules);
    world.cancel(0);
    world.advance();
    world.answer(0, Reply::Decline);
    let declined = world.runs[0].offers()[0].entry;
    world.advance();
    for _ in 0..4 {
        world.answer(0, Reply::Accept);
        world.advance();
    }
    let depths: Vec<u8> = world.runs.iter().map(|run| run.freed().depth).collect();
    assert_eq!(depths, [0, 1, 2]);
    for run in &world.runs[1..] {
        assert!(run.freed().excluded.contains(&declined));
        assert!(run.offers().iter().all(|offer| offer.entry != declined));
    }
    assert!(world.check().is_ok() && world.no_time_is_lost().is_ok());
}

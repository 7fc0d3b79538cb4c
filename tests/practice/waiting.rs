//! Freed time goes down the waitlist, recalls come due, and the clocks' law changes.

use super::*;
use chrono::NaiveDate;
use pms_core::practice::{Enrol, JoinWaitlist, RecallStep};
use pms_core::scheduling::{
    Appointment, Cascade, CascadeState, Channel, Contact, EntryState, Every, Freed, Group,
    GroupSize, Joined, KeepTime, Mode, OfferRules, OfferState, Pattern, Programme, Refill, Reply,
    Session, Target, Urgency, WaitlistEntry, Week, Window, Wishes,
};
use pms_core::time::{Interval, Minute, Offset, Offsets, Period, Zone, ZoneTable};

impl House {
    fn visit_of(&mut self, patient: PatientId, start: &str) -> Appointment {
        let call = self.call(Role::FrontDesk, MORNING);
        let booking = Booking::Chosen(self.choice(start));
        pollster::block_on(self.practice.book(&call, patient, &booking)).unwrap()
    }

    fn cancelled(&mut self, visit: &Appointment, now: &str) -> Appointment {
        let call = self.call(Role::FrontDesk, now);
        let by = Initiator::Patient;
        let reason = "patient".parse().unwrap();
        let step = Step::Cancel { by, reason };
        pollster::block_on(self.practice.step(&call, visit.id(), &step)).unwrap()
    }

    fn waits(&mut self, patient: PatientId, target: Target, now: &str) -> WaitlistEntry {
        let wish = JoinWaitlist {
            patient,
            target,
            contact: Contact {
                channel: Channel::Text,
                consented: Some(now.parse().unwrap()),
                zone: None,
            },
            wishes: Wishes::default(),
            urgency: Urgency::Routine,
            keep: false,
        };
        let call = self.call(Role::Patient(patient), now);
        pollster::block_on(self.practice.join_waitlist(&call, &wish)).unwrap()
    }

    fn advance(&mut self, run: &Cascade, now: &str) -> Cascade {
        let call = self.call(Role::Program, now);
        pollster::block_on(self.practice.advance_cascade(&call, run.id())).unwrap()
    }

    fn entry(&mut self, entry: &WaitlistEntry) -> WaitlistEntry {
        let call = self.call(Role::FrontDesk, MORNING);
        let (entry, _) = pollster::block_on(self.practice.load(&call, entry.id())).unwrap();
        entry
    }
}

const TUESDAY: &str = "2026-01-06T14:00:00Z";
const FRIDAY: &str = "2026-01-09T15:00:00Z";

/// Tuesday's patient cancels. Friday's patient moves up, and Friday's time goes to one who waits.
#[test]
fn s24_freed_time_is_held_for_one_after_the_other() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let [ann, bob, cho] = [0, 1, 2].map(|n| house.sample.patients[n].id);
    let (tuesday, friday) = (house.visit_of(ann, TUESDAY), house.visit_of(bob, FRIDAY));
    let earlier = house.waits(bob, Target::Earlier(friday.id()), "2026-01-05T12:05:00Z");
    let types = vec![house.sample.settings.visit_types[0].id()];
    let any = house.waits(cho, Target::Visit(types), "2026-01-05T12:10:00Z");

    let cancelled = house.cancelled(&tuesday, "2026-01-05T13:00:00Z");
    let schedules = vec![house.sample.schedules[0].id];
    let freed = Freed::by(&cancelled, schedules).unwrap();
    let call = house.call(Role::Program, "2026-01-05T13:01:00Z");
    let run = pollster::block_on(practice.offer_freed(&call, &freed)).unwrap();
    let offer = run.offers()[0].clone();
    assert_eq!(
        (offer.patient, offer.start),
        (bob, tuesday.slot().time().at())
    );

    // The time is held: nobody else has it, and there is no second run for it.
    let call = house.call(Role::FrontDesk, "2026-01-05T13:02:00Z");
    let booking = Booking::Chosen(house.choice(TUESDAY));
    let taken = pollster::block_on(practice.book(&call, ann, &booking)).unwrap_err();
    assert_eq!(taken.code(), "scheduling.not_free");
    let call = house.call(Role::Program, "2026-01-05T13:02:00Z");
    let twice = pollster::block_on(practice.offer_freed(&call, &freed)).unwrap_err();
    assert_eq!(twice.code(), "store.claim_taken");
    let call = house.call(Role::FrontDesk, "2026-01-05T13:02:00Z");
    let by = Initiator::Patient;
    let left = pollster::block_on(practice.leave_waitlist(&call, earlier.id(), by)).unwrap_err();
    assert_eq!(left.code(), "scheduling.not_waiting");

    // The patient says yes, and nobody else may say it for them; the desk approves.
    let call = house.call(Role::Patient(cho), "2026-01-05T13:05:00Z");
    let stranger =
        pollster::block_on(practice.answer_offer(&call, run.id(), offer.id, Reply::Accept));
    assert_eq!(stranger.unwrap_err().code(), "access.not_own");
    let call = house.call(Role::Patient(bob), "2026-01-05T13:05:00Z");
    let run = pollster::block_on(practice.answer_offer(&call, run.id(), offer.id, Reply::Accept))
        .unwrap();
    assert!(matches!(run.offers()[0].state, OfferState::Accepted { .. }));
    let call = house.call(Role::FrontDesk, "2026-01-05T14:00:00Z");
    let run = pollster::block_on(practice.approve_offer(&call, run.id(), offer.id)).unwrap();
    assert!(matches!(run.state(), CascadeState::Filled { .. }));
    let call = house.call(Role::FrontDesk, MORNING);
    let (moved, _) = pollster::block_on(practice.load::<Appointment>(&call, friday.id())).unwrap();
    assert_eq!(moved.slot().time().at(), tuesday.slot().time().at());
    assert_eq!(moved.moves().len(), 1);
    assert!(matches!(
        house.entry(&earlier).state(),
        EntryState::Booked { .. }
    ));

    // Friday's time is offered in turn. Nobody answers; then it is free, and the run is over.
    let call = house.call(Role::Program, "2026-01-05T14:01:00Z");
    let due = pollster::block_on(practice.due_cascades(&call)).unwrap();
    assert_eq!(due.len(), 1);
    let call = house.call(Role::Program, "2026-01-05T14:01:00Z");
    let next = pollster::block_on(practice.advance_cascade(&call, due[0])).unwrap();
    assert_eq!((next.freed().depth, next.offers()[0].patient), (1, cho));
    assert!(next.offers().iter().all(|offer| offer.hold.is_some()));
    let next = house.advance(&next, "2026-01-05T18:01:00Z");
    assert!(matches!(next.offers()[0].state, OfferState::Expired { .. }));
    assert!(matches!(next.state(), CascadeState::Exhausted { .. }));
    assert_eq!(house.entry(&any).state(), EntryState::Waiting);
    house.visit_of(ann, FRIDAY);

    let call = house.call(Role::Manager, "2026-01-06T12:00:00Z");
    let figures = pollster::block_on(practice.waitlist_figures(&call, call.now)).unwrap();
    assert_eq!(figures.fill_rate.value().unwrap().to_string(), "0.50");
    assert_eq!(figures.time_to_fill, Some(Minutes::new(59)));
    assert_eq!(figures.gain, Some(Minutes::new(3 * 1_440 + 60)));

    let call = house.call(Role::Program, "2026-12-01T12:00:00Z");
    let aged = pollster::block_on(practice.age_out_waitlist(&call, None)).unwrap();
    assert_eq!((aged.entries, aged.next), (vec![any.id()], None));
}

/// The visit was cancelled meanwhile: the yes has failed, is told so, and the time is free.
#[test]
fn a_yes_that_cannot_be_booked_is_kept_as_failed() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let [ann, bob] = [0, 1].map(|n| house.sample.patients[n].id);
    let (tuesday, friday) = (house.visit_of(ann, TUESDAY), house.visit_of(bob, FRIDAY));
    let entry = house.waits(bob, Target::Earlier(friday.id()), MORNING);
    let cancelled = house.cancelled(&tuesday, "2026-01-05T13:00:00Z");
    let freed = Freed::by(&cancelled, vec![house.sample.schedules[0].id]).unwrap();
    let call = house.call(Role::Program, "2026-01-05T13:01:00Z");
    let run = pollster::block_on(practice.offer_freed(&call, &freed)).unwrap();
    let offer = run.offers()[0].id;
    let call = house.call(Role::Patient(bob), "2026-01-05T13:05:00Z");
    let run =
        pollster::block_on(practice.answer_offer(&call, run.id(), offer, Reply::Accept)).unwrap();
    house.cancelled(&friday, "2026-01-05T13:06:00Z");
    let call = house.call(Role::FrontDesk, "2026-01-05T13:07:00Z");
    let run = pollster::block_on(practice.approve_offer(&call, run.id(), offer)).unwrap();
    assert!(matches!(run.offers()[0].state, OfferState::Failed { .. }));
    assert_eq!(house.entry(&entry).state(), EntryState::Waiting);
    let run = house.advance(&run, "2026-01-05T13:08:00Z");
    assert!(matches!(run.state(), CascadeState::Exhausted { .. }));
    house.visit_of(ann, TUESDAY);
}

#[test]
fn a_recall_is_due_until_it_is_booked_and_due_again_when_that_is_cancelled() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let patient = house.sample.patients[0].id;
    let mut settings = house.sample.settings.clone();
    let visit = settings.visit_types[0].id();
    let check_up = house.ids.mint();
    let every = Every::Months(6);
    settings.programmes = vec![Programme::new(check_up, "check-up", every, vec![visit])];
    let call = house.call(Role::Manager, MORNING);
    pollster::block_on(practice.register(&call, &settings, Expected::Any)).unwrap();
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let today = date("2026-01-05");
    let wish = Enrol {
        patient,
        programme: check_up,
        anchor: date("2025-07-05"),
        household: None,
    };
    let call = house.call(Role::FrontDesk, MORNING);
    let recall = pollster::block_on(practice.enrol(&call, &wish, today)).unwrap();
    let call = house.call(Role::FrontDesk, MORNING);
    let twice = pollster::block_on(practice.enrol(&call, &wish, today)).unwrap_err();
    assert_eq!(twice.code(), "store.claim_taken");

    let due = |house: &mut House, today| {
        let call = house.call(Role::FrontDesk, MORNING);
        let page = pollster::block_on(practice.due_recalls(&call, today, None, &|_| true));
        page.unwrap().due.len()
    };
    assert_eq!(due(&mut house, date("2026-01-04")), 0);
    assert_eq!(due(&mut house, today), 1);

    let call = house.call(Role::FrontDesk, MORNING);
    let far = house.choice("2026-05-05T14:00:00Z");
    let ahead = pollster::block_on(practice.schedule_recall(&call, recall.id, &far, today));
    assert_eq!(ahead.unwrap_err().code(), "scheduling.recall_ahead");
    let call = house.call(Role::FrontDesk, MORNING);
    let choice = house.choice(TUESDAY);
    let booked = pollster::block_on(practice.schedule_recall(&call, recall.id, &choice, today));
    let booked = booked.unwrap();
    assert_eq!(due(&mut house, today), 0);
    house.cancelled(&booked, "2026-01-05T13:00:00Z");
    assert_eq!(due(&mut house, today), 1);

    let call = house.call(Role::FrontDesk, MORNING);
    let later = RecallStep::DisableUntil(date("2026-03-01"));
    let recall = pollster::block_on(practice.recall_step(&call, recall.id, later, today)).unwrap();
    assert_eq!(recall.look_from, Some(date("2026-03-01")));
    assert_eq!(due(&mut house, date("2026-02-28")), 0);
    assert_eq!(due(&mut house, date("2026-03-01")), 1);
}

/// A practice in Vancouver books for winter under the law of 2025, and learns of the new one.
#[test]
fn s1_visits_are_taken_over_to_the_new_law() {
    let mut house = House::open();
    let vancouver: Zone = "America/Vancouver".parse().unwrap();
    let minute = |text: &str| Minute::containing(text.parse().unwrap());
    let span = Interval::new(
        minute("2025-12-01T00:00:00Z"),
        minute("2027-03-01T00:00:00Z"),
    );
    let hours = |hours: i16| Offset::new(hours * 60).unwrap();
    let changes = vec![
        (minute("2026-03-08T10:00:00Z"), hours(-7)),
        (minute("2026-11-01T09:00:00Z"), hours(-8)),
    ];
    let old = Offsets::new(vancouver.clone(), span.unwrap(), hours(-8), changes).unwrap();
    let old = ZoneTable::new("2025b", [old]);
    let store = Arc::clone(house.practice.store());
    let before = Practice::new(house.sample.practice, Arc::clone(&store), Arc::new(old));
    let week = Week::workdays(vec![
        Window::new("09:00".parse().unwrap(), "12:00".parse().unwrap()).unwrap(),
    ]);
    let schedule = pms_core::scheduling::Schedule::new(
        house.ids.mint(),
        house.ids.mint(),
        house.sample.location.id,
        vancouver,
    );
    let schedule = schedule.publish(Period::since("2026-01-01".parse().unwrap()), week);
    let call = house.call(Role::Manager, MORNING);
    pollster::block_on(before.register(&call, &schedule, Expected::New)).unwrap();

    // 09:00, 09:30 and 10:00 by the clock on the wall: 17:00Z .. by the old law.
    let mut booked = Vec::new();
    for (n, start) in ["17:00", "17:30", "18:00"].into_iter().enumerate() {
        let choice = Choice {
            schedules: vec![schedule.id],
            ..house.choice(&format!("2026-12-01T{start}:00Z"))
        };
        let patient = house.sample.patients[n].id;
        let call = house.call(Role::FrontDesk, MORNING);
        let visit = pollster::block_on(before.book(&call, patient, &Booking::Chosen(choice)));
        booked.push(visit.unwrap());
    }
    let after = house.practice.clone();
    let from: NaiveDate = "2026-01-05".parse().unwrap();
    let call = house.call(Role::Manager, MORNING);
    let change = pollster::block_on(after.zone_change(&call, from)).unwrap();
    assert_eq!(
        (change.unmoved, change.moved.len(), change.conflicts.len()),
        (0, 3, 0)
    );
    assert_eq!(
        change.moved[0].wall_clock,
        Some(minute("2026-12-01T16:00:00Z"))
    );

    // Two keep what the clock shows, together; the third keeps its instant and is told 11:00.
    let call = house.call(Role::Manager, MORNING);
    let two = [booked[0].id(), booked[1].id()];
    let kept = pollster::block_on(after.keep_time(&call, &two, KeepTime::WallClock)).unwrap();
    let shown: Vec<String> = kept
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it.slot().time().civil().format("%H:%M"),
                it.slot().time().at()
            )
        })
        .collect();
    assert_eq!(
        shown,
        ["09:00 2026-12-01T16:00Z", "09:30 2026-12-01T16:30Z"]
    );
    let call = house.call(Role::Manager, MORNING);
    let third = pollster::block_on(after.keep_time(&call, &[booked[2].id()], KeepTime::Instant));
    let third = third.unwrap().remove(0);
    assert_eq!(
        third.slot().time().civil().format("%H:%M").to_string(),
        "11:00"
    );
    assert_eq!(third.slot().time().at(), booked[2].slot().time().at());
    assert_eq!((third.sequence(), third.moves().len()), (1, 1));
    let call = house.call(Role::Manager, MORNING);
    let change = pollster::block_on(after.zone_change(&call, from)).unwrap();
    assert_eq!((change.unmoved, change.moved.len()), (3, 0));

    // A group of two: with one seat, the group and the other seat are taken over, and its time is
    // another's where it was.
    let at = |house: &House, start: &str| Choice {
        schedules: vec![schedule.id],
        ..house.choice(start)
    };
    let two = GroupSize::new(1, 2).unwrap();
    let (choice, call) = (at(&house, "2026-12-02T17:00:00Z"), house.desk());
    let decide_by = "2026-12-02T17:00:00Z".parse().unwrap();
    let group = pollster::block_on(before.open_group(&call, &choice, two, decide_by)).unwrap();
    let mut seats = Vec::new();
    for n in [4, 5] {
        let (call, patient) = (house.desk(), house.sample.patients[n].id);
        match pollster::block_on(before.join_group(&call, group.id(), patient)).unwrap() {
            Joined::Seated(visit) => seats.push(visit.id()),
            Joined::Waiting { .. } => panic!("full"),
        }
    }
    let call = house.call(Role::Manager, MORNING);
    let change = pollster::block_on(after.zone_change(&call, from)).unwrap();
    assert_eq!((change.moved.len(), change.conflicts.len()), (2, 0));
    let call = house.call(Role::Manager, MORNING);
    let one = [seats[1]];
    let kept = pollster::block_on(after.keep_time(&call, &one, KeepTime::WallClock)).unwrap();
    assert_eq!(kept.iter().map(Appointment::id).collect::<Vec<_>>(), seats);
    let (group, _) = pollster::block_on(after.load::<Group>(&house.desk(), group.id())).unwrap();
    let nine = minute("2026-12-02T16:00:00Z");
    assert!(kept.iter().all(|seat| seat.slot() == group.slot()));
    assert_eq!(group.slot().time().at(), nine);
    assert_eq!(group.decide_by(), DateTime::<Utc>::from(nine));
    for (start, free) in [
        ("2026-12-02T16:00:00Z", false),
        ("2026-12-02T17:00:00Z", true),
    ] {
        let (call, choice) = (house.desk(), at(&house, start));
        let patient = house.sample.patients[6].id;
        let booked = pollster::block_on(after.book(&call, patient, &Booking::Chosen(choice)));
        assert_eq!(booked.is_ok(), free, "{start}");
    }
}

/// A session says for itself whether and how its time is offered to those who wait.
#[test]
#[rustfmt::skip] // a table
fn s24_a_session_has_its_own_rules_for_those_who_wait() {
    let check = |refill: Refill, wanted: &str| {
        let mut house = House::open();
        let practice = house.practice.clone();
        let [ann, bob] = [0, 1].map(|n| house.sample.patients[n].id);
        let mut settings = house.sample.settings.clone();
        settings.offers = OfferRules { mode: Mode::Book, least_lead_unattended: Minutes::ZERO, ..OfferRules::default() };
        let call = house.call(Role::Manager, MORNING);
        pollster::block_on(practice.register(&call, &settings, Expected::Any)).unwrap();
        let first: NaiveDate = "2026-01-06".parse().unwrap();
        let tuesdays = Pattern::Weekly { every: 1.try_into().unwrap(), on: chrono::Weekday::Tue.into() };
        let session = Session::new(first, tuesdays, "08:00".parse().unwrap(), "12:00".parse().unwrap());
        let session = session.unwrap().refilled(refill);
        let schedule = house.sample.schedules[0].clone();
        let schedule = schedule.publish_sessions(Period::since(first), Week::default(), vec![session]);
        let call = house.call(Role::Manager, MORNING);
        pollster::block_on(practice.register(&call, &schedule, Expected::Any)).unwrap();
        let visit = house.visit_of(ann, TUESDAY);
        let other = settings.visit_types[1].id();
        house.waits(bob, Target::Visit(vec![other]), "2026-01-05T12:05:00Z");
        let cancelled = house.cancelled(&visit, "2026-01-05T13:00:00Z");
        let freed = Freed::by(&cancelled, vec![schedule.id]).unwrap();
        let call = house.call(Role::Program, "2026-01-05T13:01:00Z");
        let got = match pollster::block_on(practice.offer_freed(&call, &freed)) {
            Err(refused) => refused.code().to_owned(),
            Ok(run) => match run.offers().first().map(|offer| offer.id) {
                None => run.passed_over()[0].why.to_string(),
                Some(offer) => {
                    let call = house.call(Role::Patient(bob), "2026-01-05T13:05:00Z");
                    let run = practice.answer_offer(&call, run.id(), offer, Reply::Accept);
                    let run = pollster::block_on(run).unwrap();
                    word(&run.offers()[0].state)
                }
            },
        };
        assert_eq!(got, wanted);
    };
    let first = visit_type(0);
    let week = Some(Minutes::new(7 * 1_440));
    let plain = Refill::default();
    check(plain.clone(),                                                      "booked");
    check(Refill { never: true, ..plain.clone() },                            "scheduling.not_offered");
    check(Refill { attended: true, ..plain.clone() },                         "accepted");
    check(Refill { least_lead_unattended: week, ..plain.clone() },            "accepted");
    check(Refill { least_lead: week, ..plain.clone() },                       "too soon");
    check(Refill { protected: Some(vec![first]), ..plain.clone() },           "the time is kept to another type of visit");
    check(Refill { protected: Some(vec![]), ..plain },                        "booked");
}

fn visit_type(n: usize) -> pms_core::id::VisitTypeId {
    House::open().sample.settings.visit_types[n].id()
}

fn word(state: &OfferState) -> String {
    serde_json::to_value(state).unwrap()["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

//! Visits that recur, visits of several patients, and visits that have no time yet.

use super::*;
use chrono::NaiveDateTime;
use pms_core::practice::{Plan, SeriesRequest, SeriesRevision};
use pms_core::scheduling::{
    Appointment, Because, Fit, Group, GroupSize, GroupStatus, Joined, Limit, Pattern,
    PlannedStatus, Recurrence, SeriesMode, SeriesWish, Status,
};
use pms_core::time::Period;

fn local(text: &str) -> NaiveDateTime {
    format!("2026-{text}:00").parse().unwrap()
}

/// Tuesdays, so many times.
fn tuesdays(start: &str, count: u16) -> Recurrence {
    let on = chrono::Weekday::Tue.into();
    let every = 1.try_into().unwrap();
    let weekly = Pattern::Weekly { every, on };
    Recurrence::new(local(start), weekly, Limit::Count(count)).unwrap()
}

fn because(code: &str) -> Because {
    Because {
        by: Initiator::Practice,
        reason: code.parse().unwrap(),
    }
}

impl House {
    fn request(&self, start: &str, count: u16, mode: SeriesMode) -> SeriesRequest {
        SeriesRequest {
            pool: vec![
                vec![self.sample.schedules[0].id],
                vec![self.sample.schedules[1].id],
            ],
            visit: self.sample.settings.visit_types[0].id(),
            wish: SeriesWish {
                recurrence: tuesdays(start, count),
                mode,
                authorised: None,
            },
            patient: None,
        }
    }

    fn loaded<R: pms_core::store::Record>(&mut self, id: impl Into<Uuid>) -> R {
        let call = self.call(Role::Manager, MORNING);
        pollster::block_on(self.practice.load(&call, id)).unwrap().0
    }
}

/// Every visit or none, by the one who can take them all; the visits are kept in one commit.
#[test]
fn s11_a_series_is_booked_whole_or_not_at_all() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let patient = house.insured();
    let first_only = |house: &House, request: SeriesRequest| SeriesRequest {
        pool: vec![vec![house.sample.schedules[0].id]],
        ..request
    };
    // The first practitioner has one of the Tuesdays taken.
    let call = house.call(Role::FrontDesk, MORNING);
    let booking = Booking::Chosen(house.choice("2026-01-20T14:00:00Z"));
    pollster::block_on(practice.book(&call, house.sample.patients[4].id, &booking)).unwrap();

    let request = house.request("01-06T09:00", 4, SeriesMode::AllOrNothing);
    let alone = first_only(&house, request.clone());
    let call = house.call(Role::FrontDesk, MORNING);
    let refused = pollster::block_on(practice.book_series(&call, patient, &alone)).unwrap_err();
    assert_eq!(refused.code(), "scheduling.series_conflict");
    let call = house.call(Role::FrontDesk, MORNING);
    assert_eq!(
        pollster::block_on(practice.of_patient::<Appointment>(&call, patient)).unwrap(),
        []
    );
    let call = house.call(Role::FrontDesk, MORNING);
    let plan = pollster::block_on(practice.plan_series(&call, &alone)).unwrap();
    assert!(matches!(plan.answers[2].fit, Fit::Conflict { .. }));

    let call = house.call(Role::FrontDesk, MORNING);
    let kept = pollster::block_on(practice.book_series(&call, patient, &request)).unwrap();
    let again = pollster::block_on(practice.book_series(&call, patient, &request)).unwrap();
    assert_eq!(again, kept, "the same call gives the same answer");
    let series = kept.series.unwrap();
    assert_eq!(series.schedules(), [house.sample.schedules[1].id]);
    assert_eq!(kept.appointments.len(), 4);
    let own = |visit: &Appointment| visit.series().unwrap().series == series.id();
    assert!(kept.appointments.iter().all(own));
    let call = house.call(Role::FrontDesk, MORNING);
    let all = pollster::block_on(practice.of_patient::<Appointment>(&call, patient)).unwrap();
    assert_eq!(all, kept.appointments);
}

#[test]
fn s13_a_series_moves_from_one_visit_on_and_a_dropped_visit_comes_back() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let patient = house.insured();
    let request = house.request("01-06T09:00", 4, SeriesMode::AllOrNothing);
    let call = house.call(Role::FrontDesk, MORNING);
    let kept = pollster::block_on(practice.book_series(&call, patient, &request)).unwrap();
    let series = kept.series.unwrap();
    let cancel = Step::Cancel {
        by: Initiator::Patient,
        reason: "travel".parse().unwrap(),
    };
    let call = house.call(Role::FrontDesk, MORNING);
    let dropped = kept.appointments[3].id();
    pollster::block_on(practice.step(&call, dropped, &cancel)).unwrap();

    // A quarter of an hour later from the third on: it overlaps its own old time.
    let revision = SeriesRevision {
        from: Some(local("01-20T09:00")),
        to: Some(SeriesWish {
            recurrence: tuesdays("01-20T09:15", 3),
            mode: SeriesMode::AllOrNothing,
            authorised: None,
        }),
        because: because("new-hours"),
    };
    let call = house.call(Role::FrontDesk, MORNING);
    let changed = practice.change_series(&call, series.id(), &revision);
    let changed = pollster::block_on(changed).unwrap();
    let later = changed.series.unwrap();
    assert_eq!(later.follows(), Some(series.id()));
    let third: Appointment = house.loaded(kept.appointments[2].id());
    assert_eq!(third.slot().time().civil(), local("01-20T09:15"));
    assert_eq!(third.sequence(), 1);
    let first: Appointment = house.loaded(kept.appointments[0].id());
    assert_eq!(
        first, kept.appointments[0],
        "what is before stays as it was"
    );
    let still: Appointment = house.loaded(dropped);
    assert!(matches!(still.status(), Status::Cancelled { .. }));

    let start = "2026-01-27T14:15:00Z".parse::<DateTime<Utc>>().unwrap();
    let start = pms_core::time::Minute::containing(start);
    let original = local("01-27T09:15");
    let call = house.call(Role::FrontDesk, MORNING);
    let back = practice.book_again(&call, later.id(), original, start);
    let back = pollster::block_on(back).unwrap();
    assert_eq!(back.series().unwrap().original, original);

    let revision = SeriesRevision {
        from: None,
        to: None,
        because: because("discharged"),
    };
    let call = house.call(Role::FrontDesk, "2026-01-21T12:00:00Z");
    let ended = practice.change_series(&call, later.id(), &revision);
    let ended = pollster::block_on(ended).unwrap();
    let stops = ended.appointments.iter().map(Appointment::id);
    assert_eq!(stops.count(), 2, "the one that came back, and the last");
    let third: Appointment = house.loaded(third.id());
    assert!(matches!(third.status(), Status::Booked { .. }), "past");
}

impl House {
    fn group(&mut self, least: u16, most: u16) -> Group {
        let call = self.call(Role::FrontDesk, MORNING);
        let size = GroupSize::new(least, most).unwrap();
        let decide_by = "2026-01-05T20:00:00Z".parse().unwrap();
        let choice = self.choice("2026-01-06T14:00:00Z");
        pollster::block_on(self.practice.open_group(&call, &choice, size, decide_by)).unwrap()
    }

    fn join(&mut self, group: &Group, n: usize) -> Joined {
        let patient = self.sample.patients[n].id;
        let call = self.call(Role::FrontDesk, MORNING);
        pollster::block_on(self.practice.join_group(&call, group.id(), patient)).unwrap()
    }

    fn seated(&mut self, group: &Group, n: usize) -> Appointment {
        match self.join(group, n) {
            Joined::Seated(visit) => *visit,
            Joined::Waiting { .. } => panic!("full"),
        }
    }

    fn is_free(&mut self, start: &str) -> bool {
        let call = self.call(Role::FrontDesk, MORNING);
        let choice = self.choice(start);
        let hold = self.practice.hold(&call, &choice, Minutes::new(1));
        pollster::block_on(hold).is_ok()
    }
}

/// One who calls off frees a seat for who waits; the room stays the group's.
#[test]
fn s10_a_group_keeps_its_time_and_its_members_their_seats() {
    let mut house = House::open();
    let group = house.group(2, 2);
    let [ann, _bob] = [0, 1].map(|n| house.seated(&group, n));
    assert_eq!(ann.cells(), []);
    let refused = {
        let call = house.call(Role::FrontDesk, MORNING);
        let patient = house.sample.patients[0].id;
        pollster::block_on(house.practice.join_group(&call, group.id(), patient)).unwrap_err()
    };
    assert_eq!(refused.code(), "scheduling.in_group");
    assert_eq!(house.join(&group, 2), Joined::Waiting { before: 0 });
    assert_eq!(house.join(&group, 3), Joined::Waiting { before: 1 });
    assert!(!house.is_free("2026-01-06T14:00:00Z"));

    let call = house.call(Role::FrontDesk, MORNING);
    let cancel = Step::Cancel {
        by: Initiator::Patient,
        reason: "ill".parse().unwrap(),
    };
    pollster::block_on(house.practice.step(&call, ann.id(), &cancel)).unwrap();
    let after: Group = house.loaded(group.id());
    let [first, second, third] = [1, 2, 3].map(|n: usize| house.sample.patients[n].id);
    let seats: Vec<PatientId> = after.seats().iter().map(|seat| seat.patient).collect();
    assert_eq!(seats, [first, second]);
    assert_eq!(after.waiting()[0].patient, third);
    let promoted: Appointment = house.loaded(after.seats()[1].appointment);
    assert_eq!(
        (promoted.patient(), promoted.group()),
        (second, Some(group.id()))
    );
    assert!(
        !house.is_free("2026-01-06T14:00:00Z"),
        "a seat is free, not the room"
    );

    // Each goes their own way: one does not come, one is seen and billed.
    let no_show = house.call(Role::FrontDesk, "2026-01-06T14:20:00Z");
    let seat = after.seats()[0].appointment;
    let missed = pollster::block_on(house.practice.step(&no_show, seat, &Step::NoShow)).unwrap();
    assert!(matches!(missed.status(), Status::NoShow { .. }));
    let arrive = house.call(Role::FrontDesk, "2026-01-06T14:01:00Z");
    let here = pollster::block_on(house.practice.step(&arrive, promoted.id(), &Step::Arrive));
    assert!(here.is_ok());
    assert!(!house.is_free("2026-01-06T14:00:00Z"));
}

#[test]
fn a_group_that_is_too_small_is_called_off_and_its_time_is_free() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let group = house.group(2, 5);
    let alone = house.seated(&group, 0);
    let reason = "too-few".parse().unwrap();
    let early = house.call(Role::FrontDesk, "2026-01-05T19:59:59Z");
    let refused = pollster::block_on(practice.decide_group(&early, group.id(), &reason));
    assert_eq!(refused.unwrap_err().code(), "scheduling.not_yet_decided");
    let call = house.call(Role::FrontDesk, "2026-01-05T20:00:00Z");
    let off = pollster::block_on(practice.decide_group(&call, group.id(), &reason)).unwrap();
    assert!(matches!(
        off.status(),
        GroupStatus::CalledOff {
            by: Initiator::Practice,
            ..
        }
    ));
    let visit: Appointment = house.loaded(alone.id());
    assert!(matches!(
        visit.status(),
        Status::Cancelled {
            by: Initiator::Practice,
            ..
        }
    ));
    assert!(house.is_free("2026-01-06T14:00:00Z"));
}

#[test]
fn a_group_that_is_large_enough_goes_ahead() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let group = house.group(2, 5);
    for n in [0, 1] {
        house.seated(&group, n);
    }
    let reason = "too-few".parse().unwrap();
    let call = house.call(Role::FrontDesk, "2026-01-05T20:00:00Z");
    let on = pollster::block_on(practice.decide_group(&call, group.id(), &reason)).unwrap();
    assert!(matches!(on.status(), GroupStatus::GoesAhead { .. }));
    let call = house.call(Role::FrontDesk, "2026-01-05T21:00:00Z");
    let because = because("practitioner-ill");
    let off = pollster::block_on(practice.call_off_group(&call, group.id(), &because)).unwrap();
    for seat in off.seats() {
        let visit: Appointment = house.loaded(seat.appointment);
        assert!(matches!(visit.status(), Status::Cancelled { .. }));
    }
    assert!(house.is_free("2026-01-06T14:00:00Z"));
}

/// A visit without a time is on the list until it has one, and again when that comes to nothing.
#[test]
fn a_planned_visit_waits_for_a_time() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let patient = house.insured();
    let visit = house.sample.settings.visit_types[0].id();
    let day = |text: &str| text.parse().unwrap();
    let within = Period::new(day("2026-01-05"), day("2026-02-28")).unwrap();
    let plan = Plan {
        patient,
        visit,
        within,
    };
    let call = house.call(Role::Clinician, MORNING);
    let planned = pollster::block_on(practice.plan_visit(&call, &plan)).unwrap();
    let listed = |house: &mut House| {
        let call = house.call(Role::FrontDesk, MORNING);
        pollster::block_on(practice.unscheduled(&call))
            .unwrap()
            .len()
    };
    assert_eq!(listed(&mut house), 1);
    let choice = house.choice("2026-01-06T14:00:00Z");
    let call = house.call(Role::FrontDesk, MORNING);
    let booked = practice.book_planned(&call, planned.id(), &choice);
    let booked = pollster::block_on(booked).unwrap();
    assert_eq!(
        (booked.patient(), booked.planned()),
        (patient, Some(planned.id()))
    );
    assert_eq!(listed(&mut house), 0);

    let call = house.call(Role::FrontDesk, "2026-01-06T14:20:00Z");
    pollster::block_on(practice.step(&call, booked.id(), &Step::NoShow)).unwrap();
    assert_eq!(listed(&mut house), 1);
    let call = house.call(Role::FrontDesk, "2026-01-06T14:25:00Z");
    pollster::block_on(practice.step(&call, booked.id(), &Step::ComeLate)).unwrap();
    assert_eq!(listed(&mut house), 0);
    let call = house.call(Role::FrontDesk, "2026-01-06T14:40:00Z");
    pollster::block_on(practice.step(&call, booked.id(), &Step::Leave)).unwrap();
    assert_eq!(listed(&mut house), 1);
    let call = house.call(Role::FrontDesk, "2026-01-06T15:00:00Z");
    let because = because("moved-away");
    let dropped = practice.drop_planned(&call, planned.id(), &because);
    let dropped = pollster::block_on(dropped).unwrap();
    assert!(matches!(dropped.status(), PlannedStatus::Dropped { .. }));
    assert_eq!(listed(&mut house), 0);
}

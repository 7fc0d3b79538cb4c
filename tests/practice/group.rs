//! Visits of several patients at once: who has a seat, and what becomes of all when the group moves.

use super::one_road::layer;
use super::*;
use pms_core::scheduling::{Appointment, Group, GroupSize, Joined, Layer, Seat};

const TUESDAY: &str = "2026-01-06T14:00:00Z";
const NEXT: &str = "2026-01-13T14:00:00Z";

impl House {
    pub(super) fn group_at(&mut self, choice: &Choice) -> Result<Group, PracticeError> {
        let call = self.desk();
        let size = GroupSize::new(1, 2).unwrap();
        let decide_by = MORNING.parse().unwrap();
        pollster::block_on(self.practice.open_group(&call, choice, size, decide_by))
    }

    pub(super) fn joined(
        &mut self,
        group: &Group,
        patient: usize,
    ) -> Result<Joined, PracticeError> {
        let call = self.desk();
        let patient = self.sample.patients[patient].id;
        pollster::block_on(self.practice.join_group(&call, group.id(), patient))
    }
}

/// A group is moved with everybody in it: the same group, the same appointments, the old time free.
#[test]
fn s13_a_group_moves_with_its_members() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let choice = house.choice(TUESDAY);
    let group = house.group_at(&choice).unwrap();
    let mut seats = Vec::new();
    for n in [1, 2] {
        let Joined::Seated(visit) = house.joined(&group, n).unwrap() else {
            panic!("full")
        };
        seats.push(*visit);
    }
    house.joined(&group, 3).unwrap();
    let call = house.desk();
    let next = house.choice(NEXT);
    let alone = practice.reschedule(&call, seats[0].id(), &next, Initiator::Patient);
    assert_eq!(
        pollster::block_on(alone).unwrap_err().code(),
        "scheduling.in_group"
    );

    // Ten minutes later it lies across its own old time, which is not in the way.
    let shift = |house: &mut House, choice: &Choice| {
        let call = house.desk();
        let by = Initiator::Practice;
        pollster::block_on(practice.move_group(&call, group.id(), choice, None, by))
    };
    let later = house.choice("2026-01-06T14:15:00Z");
    let moved = shift(&mut house, &later).unwrap();
    assert_eq!(
        (moved.id(), moved.seats()),
        (group.id(), group_seats(&seats).as_slice())
    );
    assert_eq!(moved.waiting().len(), 1);
    for seat in &seats {
        let call = house.call(Role::Manager, MORNING);
        let (now, _) = pollster::block_on(practice.load::<Appointment>(&call, seat.id())).unwrap();
        assert_eq!(now.slot(), moved.slot());
        assert_eq!((now.sequence(), now.moves().len()), (1, 1));
    }
    let early = house.choice("2026-01-06T13:45:00Z");
    house.visit(4, &early).unwrap(); // until 09:05, over what the group had
    // A member is elsewhere at the next time, and one who waits finds no seat there either.
    let other = Choice {
        schedules: vec![house.sample.schedules[1].id],
        ..house.choice(NEXT)
    };
    house.visit(2, &other).unwrap();
    let refused = shift(&mut house, &next);
    assert_eq!(layer(refused), Err(Layer::Patient));
    let call = house.call(Role::Manager, MORNING);
    let (still, _) = pollster::block_on(practice.load::<Group>(&call, group.id())).unwrap();
    assert_eq!(
        still, moved,
        "the old time is given up only for the new one"
    );
}

fn group_seats(seats: &[Appointment]) -> Vec<Seat> {
    let seat = |visit: &Appointment| Seat {
        patient: visit.patient(),
        appointment: visit.id(),
    };
    seats.iter().map(seat).collect()
}

/// Of two who wait, the first is with another practitioner then: the seat is the second's.
#[test]
fn s10_a_seat_goes_to_one_who_can_be_there() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let choice = house.choice(TUESDAY);
    let group = house.group_at(&choice).unwrap();
    let Joined::Seated(visit) = house.joined(&group, 1).unwrap() else {
        panic!("full")
    };
    for n in [2, 3, 4] {
        house.joined(&group, n).unwrap();
    }
    let other = Choice {
        schedules: vec![house.sample.schedules[1].id],
        ..choice.clone()
    };
    house.visit(3, &other).unwrap();
    house
        .visit(
            5,
            &Choice {
                start: choice.start.plus(Minutes::new(30)),
                ..other
            },
        )
        .unwrap();
    let cancel = Step::Cancel {
        by: Initiator::Patient,
        reason: "ill".parse().unwrap(),
    };
    let call = house.desk();
    pollster::block_on(practice.step(&call, visit.id(), &cancel)).unwrap();
    let call = house.call(Role::Manager, MORNING);
    let (after, _) = pollster::block_on(practice.load::<Group>(&call, group.id())).unwrap();
    let [two, three, four] = [2, 3, 4].map(|n: usize| house.sample.patients[n].id);
    let seated: Vec<PatientId> = after.seats().iter().map(|seat| seat.patient).collect();
    assert_eq!(seated, [two, four]);
    assert_eq!(after.waiting()[0].patient, three);
    // Who is elsewhere has no seat to begin with.
    let single = house.group_at(&Choice {
        start: choice.start.plus(Minutes::new(30)),
        ..choice
    });
    let elsewhere = house.joined(&single.unwrap(), 5);
    assert_eq!(layer(elsewhere), Err(Layer::Patient));
}

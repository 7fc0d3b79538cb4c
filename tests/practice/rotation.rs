//! Whose turn it is among several who could have a visit.

use super::*;
use pms_core::practice::{Rotation, Share, Turn};
use pms_core::time::Period;

impl House {
    /// What each of the two schedules is told to have, in turn: schedule, booked, counted.
    fn turns(&mut self, weights: [u32; 2]) -> Vec<(usize, u64, u64)> {
        let ids = [0, 1].map(|n| self.sample.schedules[n].id);
        let share = |n: usize| Share {
            schedule: ids[n],
            weight: weights[n],
        };
        let rotation = Rotation {
            among: vec![share(0), share(1)],
            visit: self.sample.settings.visit_types[0].id(),
            from: "2026-01-05T05:00:00Z".parse().unwrap(),
            to: "2026-01-12T05:00:00Z".parse().unwrap(),
        };
        let call = self.call(Role::FrontDesk, MORNING);
        let turns = pollster::block_on(self.practice.whose_turn(&call, &rotation)).unwrap();
        let told = |turn: &Turn| {
            let n = ids.iter().position(|id| *id == turn.schedule).unwrap();
            (n, turn.booked.count(), turn.counted.count())
        };
        turns.iter().map(told).collect()
    }

    fn book_with(&mut self, schedules: &[usize], start: &str) {
        let ids = schedules.iter().map(|n| self.sample.schedules[*n].id);
        let choice = Choice {
            schedules: vec![],
            any_of: ids.collect(),
            ..self.choice(start)
        };
        let patient = self.insured();
        let call = self.call(Role::FrontDesk, MORNING);
        let booking = Booking::Chosen(choice);
        pollster::block_on(self.practice.book(&call, patient, &booking)).unwrap();
    }
}

#[test]
fn f27_visits_go_round_by_weight_however_they_were_booked() {
    for mut house in House::over_each_store("rotation") {
        let visit = house.sample.settings.visit_types[0].duration().count();
        assert_eq!(house.turns([1, 1]), [(0, 0, 0), (1, 0, 0)], "as named");
        house.book_with(&[0], "2026-01-06T14:00:00Z");
        assert_eq!(house.turns([1, 1]), [(1, 0, 0), (0, visit, visit)]);
        // Of two thirds and one third: two visits and one would be even.
        assert_eq!(house.turns([2, 1]), [(0, visit, visit), (1, 0, 0)]);
        assert_eq!(house.turns([1, 0]), [(0, visit, visit), (1, 0, 0)]);
        house.book_with(&[1, 0], "2026-01-06T15:00:00Z");
        house.book_with(&[1, 0], "2026-01-06T16:00:00Z");
        let twice = 2 * visit;
        assert_eq!(
            house.turns([1, 1]),
            [(0, visit, visit), (1, twice, twice)],
            "the first of `any_of` was booked"
        );
    }
}

#[test]
fn f27_who_joins_later_starts_where_the_others_are() {
    let mut house = House::open();
    let visit = house.sample.settings.visit_types[0].duration().count();
    let later = house.sample.schedules[1].clone();
    let week = later.templates()[0].week().clone();
    let valid = Period::since("2026-01-08".parse().unwrap());
    let mut stored = serde_json::to_value(&later).unwrap();
    stored["templates"] = serde_json::json!([]);
    let bare: pms_core::scheduling::Schedule = serde_json::from_value(stored).unwrap();
    let later = bare.publish(valid, week);
    let call = house.call(Role::Manager, MORNING);
    let replaces = Expected::Exact(1);
    pollster::block_on(house.practice.register(&call, &later, replaces)).unwrap();
    for start in ["14:00", "15:00", "16:00"] {
        house.book_with(&[0], &format!("2026-01-06T{start}:00Z"));
    }
    let three = 3 * visit;
    assert_eq!(house.turns([1, 1]), [(0, three, three), (1, 0, three)]);
    assert_eq!(house.turns([2, 1]), [(0, three, three), (1, 0, three / 2)]);
}

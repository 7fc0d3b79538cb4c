//! New hours: what they would change, and whom they leave without a place.

use super::*;
use pms_core::practice::Published;
use pms_core::scheduling::{Appointment, Layer, Schedule, Week, Window};
use pms_core::time::Period;

/// Visits of Tuesday, 3 February, and of the Friday before, at 08:30 to 16:30 in New York.
const FRIDAY: &str = "2026-01-30T18:00:00Z";
const EARLY: &str = "2026-02-03T13:30:00Z";
const ACROSS_ELEVEN: &str = "2026-02-03T15:45:00Z";
const AFTERNOON: &str = "2026-02-03T18:00:00Z";

impl House {
    /// The first schedule, from February on until eleven o'clock.
    fn until_eleven(&self) -> Schedule {
        let window = Window::new("08:30".parse().unwrap(), "11:00".parse().unwrap()).unwrap();
        let february = Period::since("2026-02-01".parse().unwrap());
        let schedule = self.sample.schedules[0].clone();
        schedule.publish(february, Week::workdays(vec![window]))
    }

    fn put(&mut self, start: &str) -> Result<Appointment, PracticeError> {
        let patient = self.insured();
        let call = self.call(Role::FrontDesk, MORNING);
        let booking = Booking::Chosen(self.choice(start));
        pollster::block_on(self.practice.book(&call, patient, &booking))
    }

    fn publish(&mut self, schedule: &Schedule, version: u64) -> Result<Published, PracticeError> {
        let call = self.call(Role::Manager, MORNING);
        let expected = Expected::Exact(version);
        pollster::block_on(self.practice.publish(&call, schedule, expected))
    }
}

/// Worked by hand from the hours above.
#[test]
fn new_hours_leave_nobody_out_in_silence() {
    for mut house in House::over_each_store("publish") {
        let visits: Vec<Appointment> = [FRIDAY, EARLY, ACROSS_ELEVEN, AFTERNOON]
            .map(|start| house.put(start).unwrap())
            .into();
        let after = house.until_eleven();
        let (from, to) = ("2026-02-03T05:00:00Z", "2026-02-04T05:00:00Z");
        let call = house.call(Role::FrontDesk, MORNING);
        let asked =
            house
                .practice
                .what_if(&call, &after, from.parse().unwrap(), to.parse().unwrap());
        let asked = pollster::block_on(asked).unwrap();
        let minutes = asked.offers.iter();
        let minutes: Vec<_> = minutes
            .map(|offer| (offer.before.count(), offer.after.count()))
            .collect();
        assert_eq!(minutes, [(420, 150), (420, 150)]); // 3.5 h twice; 2.5 h
        assert!(house.put("2026-02-04T18:00:00Z").is_ok(), "nothing is kept");

        let published = house.publish(&after, 1).unwrap();
        let named = |visit: &Appointment| (visit.id(), Layer::Hours);
        let left_out = published.stranded.iter();
        let left_out: Vec<_> = left_out
            .map(|one| (one.appointment.id(), one.layer))
            .collect();
        assert_eq!(published.version, 2);
        assert_eq!(left_out[..2], [named(&visits[2]), named(&visits[3])]);
        assert_eq!(left_out.len(), asked.stranded.len() + 1, "and one since");
        let gone = house.put("2026-02-05T18:00:00Z").unwrap_err();
        assert_eq!(gone.code(), "scheduling.not_free");

        let stale = house.publish(&after, 1).unwrap_err();
        assert_eq!(stale.code(), "store.version_conflict");
        let call = house.call(Role::FrontDesk, MORNING);
        let denied = house.practice.publish(&call, &after, Expected::Exact(2));
        let denied = pollster::block_on(denied).unwrap_err();
        assert_eq!(denied.code(), "access.not_granted");

        // Somebody decides; the list of the same call gets shorter.
        let by = Initiator::Practice;
        for (visit, start) in [(&visits[2], "14:00"), (&visits[3], "14:30")] {
            let choice = house.choice(&format!("2026-02-03T{start}:00Z"));
            let call = house.call(Role::FrontDesk, MORNING);
            let moved = house.practice.reschedule(&call, visit.id(), &choice, by);
            pollster::block_on(moved).unwrap();
        }
        let again = house.publish(&after, 2).unwrap();
        assert_eq!((again.version, again.stranded.len()), (3, 1));
    }
}

#[test]
fn a_schedule_that_is_not_there_yet_is_compared_with_no_hours() {
    let mut house = House::open();
    let mut new = house.sample.schedules[0].clone();
    (new.id, new.resource) = (house.ids.mint(), house.ids.mint());
    let (from, to) = ("2026-02-03T05:00:00Z", "2026-02-04T05:00:00Z");
    let ask = |call: &Call, from: &str, to: &str| {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        pollster::block_on(house.practice.what_if(call, &new, from, to))
    };
    let [desk, biller] = [Role::FrontDesk, Role::Biller].map(|role| Call {
        actor: Actor {
            id: house.sample.staff,
            role,
        },
        purpose: Purpose::Operations,
        key: format!("{role:?}"),
        now: MORNING.parse().unwrap(),
        fresh: Uuid::from_u128(1),
    });
    let offer = ask(&desk, from, to).unwrap().offers[0];
    assert_eq!((offer.before.count(), offer.after.count()), (0, 420));
    let denied = ask(&biller, from, to).unwrap_err();
    assert_eq!(denied.code(), "access.not_granted");
    let backwards = ask(&desk, to, from).unwrap_err();
    assert_eq!(backwards.code(), "time.reversed");
}

/// Whoever books while new hours are published either sees them or is on the list.
#[test]
fn who_books_meanwhile_is_refused_or_listed() {
    for mut house in House::over_each_store("publish-race") {
        let after = house.until_eleven();
        let days = (2..=27).filter(|day| (day - 2) % 7 < 5);
        let starts: Vec<String> = days
            .map(|day| format!("2026-02-{day:02}T19:00:00Z"))
            .collect();
        let patient = house.insured();
        let bookings: Vec<(Call, Booking)> = starts
            .iter()
            .map(|start| {
                let call = house.call(Role::FrontDesk, MORNING);
                (call, Booking::Chosen(house.choice(start)))
            })
            .collect();
        let manager = house.call(Role::Manager, MORNING);
        let practice = &house.practice;
        let (booked, published) = std::thread::scope(|scope| {
            let racing: Vec<_> = bookings
                .chunks(5)
                .map(|some| {
                    scope.spawn(move || {
                        let book = |(call, booking): &(Call, Booking)| {
                            pollster::block_on(practice.book(call, patient, booking))
                        };
                        some.iter().map(book).collect::<Vec<_>>()
                    })
                })
                .collect();
            let publishing = practice.publish(&manager, &after, Expected::Exact(1));
            let published = pollster::block_on(publishing).unwrap();
            let answers = racing.into_iter().flat_map(|one| one.join().unwrap());
            (answers.collect::<Vec<_>>(), published)
        });
        let mut kept = Vec::new();
        for answer in booked {
            match answer {
                Ok(visit) => kept.push(visit.id()),
                Err(refused) => assert_eq!(refused.code(), "scheduling.not_free"),
            }
        }
        let mut listed: Vec<_> = published
            .stranded
            .iter()
            .map(|one| one.appointment.id())
            .collect();
        kept.sort_unstable();
        listed.sort_unstable();
        assert_eq!(kept, listed);
    }
}

/// A file of hours is shown first, with where somebody is there already; nothing is kept until it is
/// agreed to, and only what was shown.
#[test]
fn s11_hours_are_imported_as_they_were_shown() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let (own, other) = (house.sample.schedules[0].id, house.sample.schedules[1].id);
    // 2026-01-10 is a Saturday.
    let file = format!(
        "schedule,date,opens,closes\n\
         {own},2026-01-10,09:00,11:00\n\
         {own},2026-01-06,08:00,09:30\n\
         {other},2026-01-10,09:00\n"
    );
    let file = file.as_bytes();
    let call = house.call(Role::Manager, MORNING);
    let seen = pollster::block_on(practice.preview_hours(&call, file)).unwrap();
    let overlaps: Vec<u64> = seen.overlaps.iter().map(|one| one.line).collect();
    let refused: Vec<u64> = seen.refused.iter().map(|one| one.line).collect();
    assert_eq!((overlaps, refused), (vec![3], vec![4]));
    assert_eq!(seen.schedules, [(own, 1)]);

    let saturday = house.choice("2026-01-10T14:00:00Z");
    let books = |house: &mut House| {
        let call = house.call(Role::FrontDesk, MORNING);
        let patient = house.sample.patients[1].id;
        let booking = Booking::Chosen(saturday.clone());
        pollster::block_on(practice.book(&call, patient, &booking)).map(|_| ())
    };
    assert_eq!(books(&mut house).unwrap_err().code(), "scheduling.not_free");

    // Somebody else changes the schedule: what was shown is no longer so.
    let schedule = house.sample.schedules[0].clone();
    let call = house.call(Role::Manager, MORNING);
    pollster::block_on(practice.register(&call, &schedule, Expected::Exact(1))).unwrap();
    let call = house.call(Role::Manager, MORNING);
    let stale = practice.import_hours(&call, file, &seen.schedules);
    let stale = pollster::block_on(stale).unwrap_err();
    assert_eq!(stale.code(), "store.version_conflict");
    let call = house.call(Role::Manager, MORNING);
    let seen = pollster::block_on(practice.preview_hours(&call, file)).unwrap();
    let call = house.call(Role::Manager, MORNING);
    for _ in 0..2 {
        let done = practice.import_hours(&call, file, &seen.schedules);
        assert_eq!(
            pollster::block_on(done).unwrap(),
            seen,
            "sent twice, done once"
        );
    }
    books(&mut house).unwrap();
}

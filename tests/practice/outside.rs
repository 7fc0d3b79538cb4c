//! What others say: a calendar of another house, and a state that lets somebody treat.

use super::one_road::layer;
use super::*;
use chrono::Weekday;
use pms_core::encounter::Encounter;
use pms_core::party::{Address, Licence};
use pms_core::practice::JoinWaitlist;
use pms_core::scheduling::{
    Accepts, Appointment, Calendar, CascadeState, Channel, Contact, FreeBusy, Freed, Layer,
    Modality, OfferState, Override, Pattern, Policy, Provenance, Refused, Search, Session, Slot,
    Standing, Target, Urgency, Week, Wishes,
};
use pms_core::time::{Interval, Minute, Period};

const TUESDAY: &str = "2026-01-06T14:00:00Z";

fn span(from: &str, to: &str) -> Interval {
    let minute = |text: &str| Minute::containing(text.parse().unwrap());
    Interval::new(minute(from), minute(to)).unwrap()
}

impl House {
    fn keep<R: pms_core::store::Record>(&mut self, record: &R) {
        let call = self.call(Role::Manager, MORNING);
        pollster::block_on(self.practice.register(&call, record, Expected::Any)).unwrap();
    }

    /// The first practitioner's own calendar: Tuesday from ten to eleven is taken.
    fn hospital(&mut self, read: &str, within: Interval) {
        let calendar = FreeBusy {
            id: Uuid::from_u128(77).into(),
            resource: self.sample.schedules[0].resource,
            read: read.parse().unwrap(),
            good_for: Minutes::new(15),
            within,
            busy: vec![span("2026-01-06T15:00:00Z", "2026-01-06T16:00:00Z")].into(),
        };
        let call = self.call(Role::Program, MORNING);
        pollster::block_on(self.practice.register(&call, &calendar, Expected::Any)).unwrap();
    }

    fn tuesday(&mut self, now: &str) -> (Answer, Vec<String>) {
        let choice = self.choice(TUESDAY);
        let day = span("2026-01-06T05:00:00Z", "2026-01-07T05:00:00Z");
        let (from, to) = (day.start().into(), day.end().into());
        let wish = FindSlots::of(choice.schedules, choice.visit, from, to);
        let call = self.call(Role::FrontDesk, now);
        let open = pollster::block_on(self.practice.find_slots(&call, &wish)).unwrap();
        let starts = open
            .starts()
            .map(|start| start.to_string()[11..16].to_owned());
        (open.answer(), starts.collect())
    }

    fn books(&mut self, patient: usize, start: &str) -> Result<(), Layer> {
        let call = self.call(Role::FrontDesk, MORNING);
        let patient = self.sample.patients[patient].id;
        let booking = Booking::Chosen(self.choice(start));
        layer(pollster::block_on(
            self.practice.book(&call, patient, &booking),
        ))
    }
}

/// Follow-ups of twenty minutes with ten to clean after each: none from 9:45 on, until eleven.
#[test]
fn s10_buffers_keep_clear_of_what_another_calendar_says() {
    let mut house = House::open();
    let ten = Minutes::new(10);
    let mut settings = house.sample.settings.clone();
    let visit = settings.visit_types[0].clone();
    settings.visit_types[0] = visit.with_buffers(Minutes::ZERO, ten).unwrap();
    house.keep(&settings);
    house.hospital(
        MORNING,
        span("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
    );
    let (answer, starts) = house.tuesday(MORNING);
    assert_eq!(answer, Answer::Open);
    // 8:30 by the clocks of the location is 13:30Z.
    assert_eq!(
        starts[..6],
        ["13:30", "13:45", "14:00", "14:15", "14:30", "16:00"]
    );
    assert_eq!(house.books(0, "2026-01-06T14:45:00Z"), Err(Layer::Busy));
    assert_eq!(house.books(0, "2026-01-06T14:30:00Z"), Ok(()));
}

/// A reading counts for a quarter of an hour and for the time that was read. After that, and about
/// other time, nobody knows: that is neither free nor taken.
#[test]
fn a_calendar_that_could_not_be_read_is_neither_free_nor_full() {
    let mut house = House::open();
    let january = span("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    house.hospital(MORNING, january);
    let (answer, fresh) = house.tuesday(MORNING);
    assert_eq!((answer, fresh.is_empty()), (Answer::Open, false));
    let (answer, stale) = house.tuesday("2026-01-05T12:15:00Z");
    assert_eq!((answer, stale.len()), (Answer::Unreachable, 0));

    house.hospital("2026-01-05T11:45:00Z", january);
    assert_eq!(house.books(0, TUESDAY), Err(Layer::Unreachable));
    house.hospital(
        MORNING,
        span("2026-01-07T00:00:00Z", "2026-02-01T00:00:00Z"),
    );
    assert_eq!(house.books(0, TUESDAY), Err(Layer::Unreachable));
    assert_eq!(house.books(0, "2026-01-07T14:00:00Z"), Ok(()));
    house.hospital(MORNING, january);
    assert_eq!(house.books(0, TUESDAY), Ok(()));
}

/// Licensed in Ohio until the tenth, in Kentucky after that. At the location, Ohio counts; by video,
/// where the patient is, and who has said nothing of that is nowhere.
#[test]
fn s18_a_licence_counts_where_the_patient_is() {
    let mut house = House::open();
    let mut doctor = house.sample.practitioners[0].clone();
    let date = |text: &str| text.parse().unwrap();
    let (ohio, kentucky) = ("OH".parse().unwrap(), "KY".parse().unwrap());
    doctor.licences = vec![
        Licence {
            state: ohio,
            valid: Period::new(date("2020-01-01"), date("2026-01-10")).unwrap(),
        },
        Licence {
            state: kentucky,
            valid: Period::since(date("2026-01-11")),
        },
    ];
    house.keep(&doctor);
    let mut schedule = house.sample.schedules[0].clone();
    schedule.practitioner = Some(doctor.id);
    house.keep(&schedule);
    let mut away = house.sample.patients[1].clone();
    let covington = Address::new(
        "5 Main Street",
        "Covington",
        kentucky,
        "410111234".parse().unwrap(),
    );
    away.address = Some(covington.unwrap());
    house.keep(&away);
    let mut nowhere = house.sample.patients[2].clone();
    nowhere.address = None;
    house.keep(&nowhere);

    const LATER: &str = "2026-01-13T14:00:00Z";
    let no = Err(Layer::Licence);
    assert_eq!(house.books(1, TUESDAY), Ok(()));
    assert_eq!(house.books(1, LATER), no);

    let mut settings = house.sample.settings.clone();
    let visit = settings.visit_types[0].clone();
    settings.visit_types[0] = visit.held(Modality::Video);
    house.keep(&settings);
    let (ten, later_ten) = ("2026-01-06T15:00:00Z", "2026-01-13T15:00:00Z");
    assert_eq!(house.books(0, ten), Ok(())); // at home in Ohio
    assert_eq!(house.books(0, later_ten), no);
    assert_eq!(house.books(1, later_ten), Ok(()));
    assert_eq!(house.books(2, "2026-01-06T16:00:00Z"), no);
    assert_eq!(house.books(2, "2026-01-13T16:00:00Z"), no);

    // A hold that was placed for nobody is not the way around it.
    let practice = house.practice.clone();
    let call = house.call(Role::FrontDesk, MORNING);
    let choice = house.choice("2026-01-06T18:00:00Z");
    let hold = pollster::block_on(practice.hold(&call, &choice, Minutes::new(10))).unwrap();
    let call = house.call(Role::FrontDesk, MORNING);
    let booking = Booking::Held(hold.id());
    let refused = pollster::block_on(practice.book(&call, away.id, &booking)).unwrap_err();
    assert!(matches!(
        refused,
        PracticeError::Scheduling(Refused::NotFree {
            layer: Layer::Licence,
            ..
        })
    ));

    // Freed time by video: the first who waits is in the wrong state, and the next is asked.
    for patient in [away.id, house.sample.patients[0].id] {
        let wish = JoinWaitlist {
            patient,
            target: Target::Visit(vec![choice.visit]),
            contact: Contact {
                channel: Channel::Desk,
                consented: None,
                zone: None,
            },
            wishes: Wishes::default(),
            urgency: Urgency::Routine,
            keep: false,
        };
        let call = house.call(Role::FrontDesk, MORNING);
        pollster::block_on(practice.join_waitlist(&call, &wish)).unwrap();
    }
    let freed = Freed {
        time: span("2026-01-07T14:00:00Z", "2026-01-07T14:20:00Z"),
        schedules: choice.schedules,
        origin: None,
        depth: 0,
        excluded: std::collections::BTreeSet::new(),
    };
    let call = house.call(Role::Program, MORNING);
    let run = pollster::block_on(practice.offer_freed(&call, &freed)).unwrap();
    assert_eq!(run.offers()[0].patient, away.id);
    assert!(matches!(run.offers()[0].state, OfferState::Failed { .. }));
    let call = house.call(Role::Program, MORNING);
    let due = pollster::block_on(practice.due_cascades(&call)).unwrap();
    assert_eq!(due, [run.id()]);
    let call = house.call(Role::Program, MORNING);
    let run = pollster::block_on(practice.advance_cascade(&call, run.id())).unwrap();
    assert_eq!(run.offers()[1].patient, house.sample.patients[0].id);
    assert!(matches!(run.offers()[1].state, OfferState::Live));
    assert!(matches!(run.state(), CascadeState::Running { .. }));
}

/// Whether a patient is new is a matter of the practitioner's own specialty. Who holds new patients'
/// time for nobody yet is asked when it is said who they are.
#[test]
#[rustfmt::skip] // a table
fn s21_new_is_new_to_the_specialty_and_asked_when_a_hold_is_booked() {
    let (skin, heart) = ("207N00000X", "207RC0000X");
    let check = |by: Option<(usize, &str)>, modality: Modality, wanted: Result<(), Layer>| {
        let mut house = House::open();
        let mut schedule = house.sample.schedules[0].clone();
        schedule.practitioner = Some(house.sample.practitioners[0].id);
        let tuesdays = Pattern::Weekly { every: 1.try_into().unwrap(), on: Weekday::Tue.into() };
        let (opens, closes) = ("09:00".parse().unwrap(), "10:00".parse().unwrap());
        let first = "2026-01-06".parse().unwrap();
        let new = Session::new(first, tuesdays, opens, closes).unwrap()
            .only(Accepts { standing: Some(Standing::New), ..Accepts::default() });
        house.keep(&schedule.publish_sessions(Period::since(first), Week::default(), vec![new]));
        for (n, taxonomy) in [(0, heart), (1, skin)] {
            let mut practitioner = house.sample.practitioners[n].clone();
            practitioner.taxonomy = Some(taxonomy.parse().unwrap());
            house.keep(&practitioner);
        }
        if let Some((by, on)) = by {
            house.seen(1, by, on, modality);
        }
        assert_eq!(house.books(1, TUESDAY), wanted, "chosen");
        let taken = if wanted.is_ok() { Err(Layer::Busy) } else { Ok(()) };
        assert_eq!(house.books(2, TUESDAY), taken, "one never seen");

        let call = house.call(Role::FrontDesk, MORNING);
        let choice = house.choice("2026-01-13T14:00:00Z");
        let hold = house.practice.hold(&call, &choice, Minutes::new(10));
        let booking = Booking::Held(pollster::block_on(hold).unwrap().id());
        let call = house.call(Role::FrontDesk, MORNING);
        let patient = house.sample.patients[1].id;
        let booked = pollster::block_on(house.practice.book(&call, patient, &booking));
        assert_eq!(layer(booked), wanted, "held");
    };
    use Modality::{InPerson, Phone};
    //    seen by     on              how       in new patients' hours
    check(None,                       InPerson, Ok(()));
    check(Some((0, "2025-06-01")),    InPerson, Err(Layer::Reserved));
    check(Some((0, "2022-06-01")),    InPerson, Ok(()));
    check(Some((1, "2025-06-01")),    InPerson, Ok(()));
    check(Some((0, "2025-06-01")),    Phone,    Ok(()));
}

impl House {
    /// A patient was seen by a practitioner on a day.
    fn seen(&mut self, patient: usize, by: usize, on: &str, modality: Modality) {
        let (patient, location) = (self.sample.patients[patient].id, self.sample.location.id);
        let by = self.sample.practitioners[by].id;
        let mut encounter =
            Encounter::new(self.ids.mint(), patient, by, location, on.parse().unwrap());
        if modality != Modality::InPerson {
            let visit = self.sample.settings.visit_types[0].clone().held(modality);
            let schedule = self.sample.schedules[0].clone();
            let calendars = [Calendar::of(&schedule)];
            let given = Override::new(
                [Layer::Hours, Layer::Unpublished],
                "old".parse().unwrap(),
                self.sample.staff,
            );
            let start = Minute::containing(format!("{on}T15:00:00Z").parse().unwrap());
            let (rules, policy, given) = (Tzdb::bundled(), Policy::default(), given.unwrap());
            let now = start.into();
            let search = Search {
                overriding: Some(&given),
                ..Search::of(&calendars, &visit, &policy, &rules, now)
            };
            let slot = Slot::choose(&search, start).unwrap();
            let done = Provenance {
                by: self.sample.staff,
                at: now,
            };
            let kept = Appointment::book(self.ids.mint(), patient, slot, done);
            encounter = encounter.with_appointment(kept.id());
            self.keep(&kept);
        }
        self.keep(&encounter);
    }
}

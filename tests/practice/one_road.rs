//! Every way to a visit asks the same predicate: what the finder does not give, none of them has.

use super::*;
use core::num::NonZeroU8;
use pms_core::coverage::Coverage;
use pms_core::id::CoverageId;
use pms_core::party::Credential;
use pms_core::practice::{Enrol, JoinWaitlist, Plan, SeriesRequest, Settings};
use pms_core::scheduling::{
    Appointment, CascadeState, Channel, Contact, Every, Fit, Freed, Layer, Limit, Manner, Mode,
    OfferState, Pattern, Per, Programme, Quota, Recurrence, Refused, Reply, Schedule, SeriesMode,
    SeriesWish, Spacing, Target, Travel, Trip, Urgency, Week, Window, Wishes,
};
use pms_core::time::{Interval, Minute, Period};

/// Nine o'clock on a Tuesday and the Tuesday after, at which nothing stands against a visit.
const TUESDAY: &str = "2026-01-06T14:00:00Z";
const NEXT: &str = "2026-01-13T14:00:00Z";

/// Somebody would like to be seen, by the first practitioner, and is no one of those in the way.
const ANN: usize = 0;

type Way = fn(&mut House, &Choice) -> Result<(), Layer>;

/// Every command that gives a visit its time.
const WAYS: [(&str, Way); 9] = [
    ("find", House::find),
    ("book", House::direct),
    ("hold, then book", House::held),
    ("move", House::moved),
    ("planned", House::planned),
    ("recall", House::recalled),
    ("series", House::in_series),
    ("series, again", House::again),
    ("offer", House::offered),
];

impl House {
    fn told(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.sample.settings);
        let settings = self.sample.settings.clone();
        let call = self.call(Role::Manager, MORNING);
        pollster::block_on(self.practice.register(&call, &settings, Expected::Any)).unwrap();
    }

    /// The first practitioner is with the payer of Ann, or with another, since a day.
    fn credential(&mut self, since: &[(bool, &str)]) {
        let mut doctor = self.sample.practitioners[0].clone();
        let id = self.coverage_of_ann();
        let mut coverages = self.sample.coverages.iter();
        let own = coverages.find(|one| one.id() == id).unwrap();
        let own = own.terms().payer;
        let mut payers = self.sample.payers.iter().map(|payer| payer.id);
        let other = payers.find(|payer| *payer != own).unwrap();
        let credential = |(theirs, day): &(bool, &str)| Credential {
            payer: if *theirs { own } else { other },
            valid: Period::since(day.parse().unwrap()),
        };
        doctor.credentials = since.iter().map(credential).collect();
        let mut schedule = self.sample.schedules[0].clone();
        schedule.practitioner = Some(doctor.id);
        let practice = self.practice.clone();
        let call = self.call(Role::Manager, MORNING);
        pollster::block_on(practice.register(&call, &doctor, Expected::Any)).unwrap();
        let call = self.call(Role::Manager, MORNING);
        pollster::block_on(practice.register(&call, &schedule, Expected::Any)).unwrap();
    }

    fn coverage_of_ann(&self) -> CoverageId {
        let mut coverages = self.sample.coverages.iter();
        coverages
            .find(|one| one.patient() == self.ann())
            .unwrap()
            .id()
    }

    fn ann(&self) -> PatientId {
        self.sample.patients[ANN].id
    }

    pub(super) fn desk(&mut self) -> Call {
        self.call(Role::FrontDesk, MORNING)
    }

    pub(super) fn visit(
        &mut self,
        patient: usize,
        choice: &Choice,
    ) -> Result<Appointment, PracticeError> {
        let call = self.desk();
        let patient = self.sample.patients[patient].id;
        let booking = Booking::Chosen(choice.clone());
        pollster::block_on(self.practice.book(&call, patient, &booking))
    }

    fn find(&mut self, choice: &Choice) -> Result<(), Layer> {
        let call = self.desk();
        let minute: DateTime<Utc> = choice.start.into();
        let wish = FindSlots {
            patient: Some(self.ann()),
            ..FindSlots::of(
                choice.schedules.clone(),
                choice.visit,
                minute,
                minute + chrono::TimeDelta::minutes(1),
            )
        };
        let found = pollster::block_on(self.practice.find_slots(&call, &wish)).unwrap();
        let why = pollster::block_on(self.practice.why(&call, &wish)).unwrap();
        assert_eq!(found.starts().count(), usize::try_from(why.starts).unwrap());
        match found.starts().next() {
            Some(_) => Ok(()),
            None => Err(why.against[0].layer),
        }
    }

    fn direct(&mut self, choice: &Choice) -> Result<(), Layer> {
        layer(self.visit(ANN, choice))
    }

    fn held(&mut self, choice: &Choice) -> Result<(), Layer> {
        let call = self.desk();
        let hold = self.practice.hold(&call, choice, Minutes::new(10));
        let hold = match pollster::block_on(hold) {
            Ok(hold) => hold,
            refused => return layer(refused),
        };
        let call = self.desk();
        let booking = Booking::Held(hold.id());
        layer(pollster::block_on(self.practice.book(
            &call,
            self.ann(),
            &booking,
        )))
    }

    fn moved(&mut self, choice: &Choice) -> Result<(), Layer> {
        let elsewhere = Choice {
            start: Minute::containing("2026-02-03T14:00:00Z".parse().unwrap()),
            ..choice.clone()
        };
        let visit = self.visit(ANN, &elsewhere).unwrap();
        let call = self.desk();
        let by = Initiator::Patient;
        layer(pollster::block_on(self.practice.reschedule(
            &call,
            visit.id(),
            choice,
            by,
        )))
    }

    fn planned(&mut self, choice: &Choice) -> Result<(), Layer> {
        let within = Period::since("2026-01-05".parse().unwrap());
        let plan = Plan {
            patient: self.ann(),
            visit: choice.visit,
            within,
        };
        let call = self.call(Role::Clinician, MORNING);
        let planned = pollster::block_on(self.practice.plan_visit(&call, &plan)).unwrap();
        let call = self.desk();
        layer(pollster::block_on(self.practice.book_planned(
            &call,
            planned.id(),
            choice,
        )))
    }

    fn recalled(&mut self, choice: &Choice) -> Result<(), Layer> {
        let programme = self.ids.mint();
        let visits = vec![choice.visit];
        self.told(|settings| {
            let check_up = Programme::new(programme, "check-up", Every::Months(6), visits);
            settings.programmes = vec![check_up];
        });
        let wish = Enrol {
            patient: self.ann(),
            programme,
            anchor: "2025-07-05".parse().unwrap(),
            household: None,
        };
        let today = "2026-01-05".parse().unwrap();
        let call = self.desk();
        let recall = pollster::block_on(self.practice.enrol(&call, &wish, today)).unwrap();
        let call = self.desk();
        let booked = self
            .practice
            .schedule_recall(&call, recall.id, choice, today);
        layer(pollster::block_on(booked))
    }

    fn series(&self, choice: &Choice, recurrence: Recurrence, mode: SeriesMode) -> SeriesRequest {
        SeriesRequest {
            pool: vec![choice.schedules.clone()],
            visit: choice.visit,
            wish: SeriesWish {
                recurrence,
                mode,
                authorised: None,
            },
            patient: Some(self.ann()),
        }
    }

    /// One visit, on the day of the start.
    fn in_series(&mut self, choice: &Choice) -> Result<(), Layer> {
        let once = recurring(choice.start, 1, 1);
        let request = self.series(choice, once, SeriesMode::AllOrNothing);
        let call = self.desk();
        let plan = pollster::block_on(self.practice.plan_series(&call, &request)).unwrap();
        let call = self.desk();
        let kept = pollster::block_on(self.practice.book_series(&call, self.ann(), &request));
        match &plan.answers[0].fit {
            Fit::Free { .. } => assert!(kept.is_ok()),
            Fit::Conflict { layer, .. } => {
                assert_eq!(kept.unwrap_err().code(), "scheduling.series_conflict");
                return Err(*layer);
            }
            other => panic!("{other:?}"),
        }
        Ok(())
    }

    /// A visit that was left out of a series in February, at the start after all.
    fn again(&mut self, choice: &Choice) -> Result<(), Layer> {
        let far = Minute::containing("2026-02-03T14:00:00Z".parse().unwrap());
        let first = Choice {
            start: far,
            ..choice.clone()
        };
        let with_another = Choice {
            schedules: vec![self.sample.schedules[1].id],
            ..first.clone()
        };
        let blocked = self.visit(ANN, &with_another).unwrap();
        let request = self.series(&first, recurring(far, 7, 2), SeriesMode::Skip);
        let call = self.desk();
        let kept = pollster::block_on(self.practice.book_series(&call, self.ann(), &request));
        let series = kept.unwrap().series.unwrap();
        let original = blocked.slot().time().civil();
        assert_eq!(series.visits()[&original], None);
        let call = self.desk();
        let again = self
            .practice
            .book_again(&call, series.id(), original, choice.start);
        layer(pollster::block_on(again))
    }

    fn waiting(&mut self, choice: &Choice) {
        let wish = JoinWaitlist {
            patient: self.ann(),
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
        let call = self.desk();
        pollster::block_on(self.practice.join_waitlist(&call, &wish)).unwrap();
    }

    /// Time for one visit that somebody found open.
    fn freed(choice: &Choice) -> Freed {
        let end = choice.start.plus(Minutes::new(20));
        Freed {
            time: Interval::new(choice.start, end).unwrap(),
            schedules: choice.schedules.clone(),
            origin: None,
            depth: 0,
            excluded: std::collections::BTreeSet::new(),
        }
    }

    fn offered(&mut self, choice: &Choice) -> Result<(), Layer> {
        self.told(|settings| settings.offers.mode = Mode::Book);
        self.waiting(choice);
        let call = self.call(Role::Program, MORNING);
        let freed = Self::freed(choice);
        let run = pollster::block_on(self.practice.offer_freed(&call, &freed)).unwrap();
        let mut offers = run.offers().iter();
        let Some(offer) = offers.find(|one| !matches!(one.state, OfferState::Failed { .. })) else {
            // Nobody was asked: why, the finder says.
            return Err(self.find(choice).unwrap_err());
        };
        assert_eq!(offer.start, choice.start);
        let call = self.desk();
        let answer = self
            .practice
            .answer_offer(&call, run.id(), offer.id, Reply::Accept);
        let run = pollster::block_on(answer).unwrap();
        assert!(matches!(run.state(), CascadeState::Filled { .. }));
        Ok(())
    }

    /// The first practitioner works at another place too, in the afternoon; the way takes an hour.
    fn works_elsewhere(&mut self) -> Choice {
        let mut other = self.sample.location.clone();
        other.id = self.ids.mint();
        let call = self.call(Role::Manager, MORNING);
        pollster::block_on(self.practice.register(&call, &other, Expected::New)).unwrap();
        let hours = Window::new("08:00".parse().unwrap(), "17:00".parse().unwrap()).unwrap();
        let resource = self.sample.schedules[0].resource;
        let schedule = Schedule::new(self.ids.mint(), resource, other.id, other.zone).publish(
            Period::since("2026-01-01".parse().unwrap()),
            Week::workdays(vec![hours]),
        );
        let call = self.call(Role::Manager, MORNING);
        pollster::block_on(self.practice.register(&call, &schedule, Expected::New)).unwrap();
        let trip = Trip {
            from: self.sample.location.id,
            to: other.id,
            takes: Minutes::new(60),
        };
        self.told(|settings| settings.travel = Travel::from(vec![trip]));
        Choice {
            schedules: vec![schedule.id],
            ..self.choice("2026-01-06T14:45:00Z")
        }
    }
}

fn recurring(start: Minute, days: u8, count: u16) -> Recurrence {
    let local = DateTime::<Utc>::from(start).naive_utc() - chrono::TimeDelta::hours(5);
    let every = days.try_into().unwrap();
    Recurrence::new(local, Pattern::Daily { every }, Limit::Count(count)).unwrap()
}

#[track_caller]
pub(super) fn layer<T>(done: Result<T, PracticeError>) -> Result<(), Layer> {
    match done {
        Ok(_) => Ok(()),
        Err(PracticeError::Scheduling(Refused::NotFree { layer, .. })) => Err(layer),
        Err(other) => panic!("{other}"),
    }
}

/// Whatever stands against nine o'clock on Tuesday stands against it on every way; and none of them
/// is barred a week later.
#[track_caller]
fn every_way_meets(wanted: Layer, before: impl Fn(&mut House)) {
    for (name, way) in WAYS {
        let mut house = House::open();
        before(&mut house);
        let choice = house.choice(TUESDAY);
        assert_eq!(way(&mut house, &choice), Err(wanted), "{name}");
        let mut house = House::open();
        before(&mut house);
        let next = house.choice(NEXT);
        assert_eq!(way(&mut house, &next), Ok(()), "{name}");
    }
}

#[test]
fn s11_what_is_taken_is_taken_on_every_way() {
    every_way_meets(Layer::Busy, |house| {
        let choice = house.choice(TUESDAY);
        house.visit(1, &choice).unwrap();
    });
}

#[test]
fn s8_every_way_shares_time_and_finds_it_full() {
    every_way_meets(Layer::Capacity, |house| {
        house.told(|settings| {
            let two = NonZeroU8::new(2).unwrap();
            settings.visit_types[0] = settings.visit_types[0].clone().at_once(two);
        });
        let (choice, next) = (house.choice(TUESDAY), house.choice(NEXT));
        house.visit(1, &choice).unwrap();
        house.visit(2, &choice).unwrap();
        house.visit(1, &next).unwrap(); // one is there, and bears another
    });
}

#[test]
fn every_way_counts_the_day() {
    every_way_meets(Layer::Quota, |house| {
        house.told(|settings| settings.quotas = vec![one_a(Per::Day)]);
        let noon = house.choice("2026-01-06T18:00:00Z");
        house.visit(1, &noon).unwrap();
    });
}

#[test]
fn a_group_counts_as_one_visit_on_every_way() {
    every_way_meets(Layer::Quota, |house| {
        house.told(|settings| settings.quotas = vec![one_a(Per::Day)]);
        let noon = house.choice("2026-01-06T18:00:00Z");
        let group = house.group_at(&noon).unwrap();
        house.joined(&group, 1).unwrap();
        house.joined(&group, 2).unwrap();
    });
}

#[test]
fn every_way_knows_how_far_it_is() {
    every_way_meets(Layer::Travel, |house| {
        let elsewhere = house.works_elsewhere();
        house.visit(1, &elsewhere).unwrap();
    });
}

/// With the patient's payer from the twelfth on, and with another's all the time.
#[test]
fn s32_every_way_asks_whether_who_treats_is_with_the_payer() {
    every_way_meets(Layer::Credential, |house| {
        house.credential(&[(true, "2026-01-12"), (false, "2020-01-01")]);
    });
}

/// Against a licence nobody books; a patient may pay for themselves, and somebody answers for it.
#[test]
fn s32_who_is_not_with_the_payer_is_booked_by_an_override() {
    let mut house = House::open();
    house.credential(&[(true, "2026-01-12")]);
    let practice = house.practice.clone();
    let choice = Choice {
        overriding: Some(pms_core::practice::Overriding {
            layers: vec![Layer::Credential],
            reason: "pays-alone".parse().unwrap(),
        }),
        ..house.choice(TUESDAY)
    };
    let booking = Booking::Chosen(choice);
    let call = house.call(Role::Clinician, MORNING);
    let visit = pollster::block_on(practice.book(&call, house.ann(), &booking)).unwrap();
    let given = visit.slot().overridden().unwrap();
    assert_eq!(given.layers(), [Layer::Credential]);
    // On a day on which nobody pays, nobody is asked.
    let call = house.call(Role::Manager, MORNING);
    let coverage = house.coverage_of_ann();
    let (kept, version) = pollster::block_on(practice.load::<Coverage>(&call, coverage)).unwrap();
    let ended = kept.end("2026-01-06".parse().unwrap()).unwrap();
    let call = house.call(Role::Manager, MORNING);
    let expected = Expected::Exact(version);
    pollster::block_on(practice.register(&call, &ended, expected)).unwrap();
    let wednesday = house.choice("2026-01-07T14:00:00Z");
    assert_eq!(house.direct(&wednesday), Ok(()));
    let tuesday = house.choice("2026-01-06T15:00:00Z");
    assert_eq!(house.direct(&tuesday), Err(Layer::Credential));
}

#[test]
fn a_patient_is_in_one_place_on_every_way() {
    every_way_meets(Layer::Patient, |house| {
        let with_another = Choice {
            schedules: vec![house.sample.schedules[1].id],
            ..house.choice(TUESDAY)
        };
        house.visit(ANN, &with_another).unwrap();
    });
}

/// A visit of the kind on the same day is one too many; also where it is the patient's own of a
/// series.
#[test]
fn s11_a_patients_visits_keep_their_distance_on_every_way() {
    let apart = |house: &mut House, days| {
        let visits = vec![house.sample.settings.visit_types[0].id()];
        let spacing = Spacing {
            visits,
            days,
            ..Spacing::default()
        };
        house.told(|settings| settings.spacings = vec![spacing]);
    };
    every_way_meets(Layer::Spacing, |house| {
        apart(house, Some(0));
        let noon = house.choice("2026-01-06T18:00:00Z");
        house.visit(ANN, &noon).unwrap();
    });
    let mut house = House::open();
    apart(&mut house, Some(2));
    let choice = house.choice(TUESDAY);
    let daily = recurring(choice.start, 1, 4);
    let request = house.series(&choice, daily, SeriesMode::AllOrNothing);
    let call = house.desk();
    let plan = pollster::block_on(house.practice.plan_series(&call, &request)).unwrap();
    let free: Vec<bool> = plan
        .answers
        .iter()
        .map(|it| it.fit.slot().is_some())
        .collect();
    assert_eq!(free, [true, false, false, true]);
}

/// At the portal a patient has one urgent visit at a time; the desk may book another.
#[test]
fn s11_a_second_urgent_visit_waits_for_the_first_to_be_over() {
    let mut house = House::open();
    let visits = vec![house.sample.settings.visit_types[0].id()];
    let spacing = Spacing {
        visits,
        self_booked: true,
        ..Spacing::default()
    };
    house.told(|settings| settings.spacings = vec![spacing]);
    let ann = house.ann();
    let mut books = |role: Role, start: &str, now: &str| {
        let call = house.call(role, now);
        let booking = Booking::Chosen(house.choice(start));
        layer(pollster::block_on(
            house.practice.book(&call, ann, &booking),
        ))
    };
    let portal = Role::Patient(ann);
    assert_eq!(books(portal, TUESDAY, MORNING), Ok(()));
    assert_eq!(books(portal, NEXT, MORNING), Err(Layer::Spacing));
    assert_eq!(books(portal, NEXT, "2026-01-06T15:00:00Z"), Ok(()));
    assert_eq!(
        books(Role::FrontDesk, "2026-01-20T14:00:00Z", MORNING),
        Ok(())
    );
}

const fn one_a(per: Per) -> Quota {
    Quota {
        most: 1,
        per,
        resource: None,
        visit: None,
        location: None,
    }
}

/// Tuesday, Wednesday and Thursday at nine: with one visit a week the second is one too many, and is
/// nowhere within two days; with two a day each is free.
#[test]
fn s11_the_visits_of_a_series_count_against_each_other() {
    let mut house = House::open();
    house.told(|settings| settings.quotas = vec![one_a(Per::Week)]);
    let choice = house.choice(TUESDAY);
    let daily = recurring(choice.start, 1, 3);
    let request = house.series(&choice, daily.clone(), SeriesMode::AllOrNothing);
    let layers = |house: &mut House, request: &SeriesRequest| -> Vec<Option<Layer>> {
        let call = house.desk();
        let plan = pollster::block_on(house.practice.plan_series(&call, request)).unwrap();
        let layer = |fit: &Fit| match fit {
            Fit::Conflict { layer, .. } => Some(*layer),
            _ => None,
        };
        plan.answers.iter().map(|it| layer(&it.fit)).collect()
    };
    let full = Some(Layer::Quota);
    assert_eq!(layers(&mut house, &request), [None, full, full]);
    let near = house.series(&choice, daily, SeriesMode::Nearest { days: 2 });
    assert_eq!(layers(&mut house, &near), [None, full, full]);
    // Five days either way there is the week after for Wednesday and Thursday, once.
    let weekly = recurring(choice.start, 1, 2);
    let near = house.series(&choice, weekly, SeriesMode::Nearest { days: 5 });
    assert_eq!(layers(&mut house, &near), [None, None]);
    let call = house.desk();
    let kept = pollster::block_on(house.practice.book_series(&call, house.ann(), &near)).unwrap();
    let days: Vec<String> = kept
        .appointments
        .iter()
        .map(|it| it.slot().time().civil().format("%m-%d").to_string())
        .collect();
    assert_eq!(days, ["01-06", "01-12"]);
    // Another patient's series finds the week full, at an hour when nobody is there.
    let later = house.choice("2026-01-06T15:00:00Z");
    let daily = recurring(later.start, 1, 3);
    let other = SeriesRequest {
        patient: None,
        ..house.series(&later, daily, SeriesMode::AllOrNothing)
    };
    assert_eq!(layers(&mut house, &other), [full, full, full]);
}

/// Two series of a type for two share each Tuesday, each in a lane of its own; the third is refused.
#[test]
fn s8_two_series_share_their_time_and_a_third_does_not() {
    let mut house = House::open();
    house.told(|settings| {
        let two = NonZeroU8::new(2).unwrap();
        settings.visit_types[0] = settings.visit_types[0].clone().at_once(two);
    });
    let choice = house.choice(TUESDAY);
    let weekly = recurring(choice.start, 7, 4);
    let request = house.series(&choice, weekly, SeriesMode::AllOrNothing);
    let book = |house: &mut House, n: usize| {
        let call = house.desk();
        let patient = house.sample.patients[n].id;
        pollster::block_on(house.practice.book_series(&call, patient, &request))
    };
    for (n, lane) in [(0, 0), (1, 1)] {
        let kept = book(&mut house, n).unwrap();
        let lanes = kept.appointments.iter().map(|it| it.cells()[0].lane.0);
        assert_eq!(lanes.collect::<Vec<_>>(), [lane; 4]);
    }
    let third = book(&mut house, 2).unwrap_err();
    assert_eq!(third.code(), "scheduling.series_conflict");
}

/// Wednesday is another's, so that Wednesday's visit stays where it is: what moves goes around it.
#[test]
fn s13_what_a_changed_series_cannot_place_keeps_its_time_and_counts() {
    let mut house = House::open();
    let practice = house.practice.clone();
    let choice = house.choice(TUESDAY);
    let daily = recurring(choice.start, 1, 2);
    let request = house.series(&choice, daily, SeriesMode::AllOrNothing);
    let call = house.desk();
    let kept = pollster::block_on(practice.book_series(&call, house.ann(), &request)).unwrap();
    let [first, second] = [0, 1].map(|n| kept.appointments[n].clone());
    // Both a day later: Tuesday's would come to Wednesday, Wednesday's to Thursday, which is taken.
    let thursday = house.choice("2026-01-08T14:00:00Z");
    house.visit(3, &thursday).unwrap();
    let wednesday = house.choice("2026-01-07T14:00:00Z");
    let revision = pms_core::practice::SeriesRevision {
        from: None,
        to: Some(SeriesWish {
            recurrence: recurring(wednesday.start, 1, 2),
            mode: SeriesMode::Nearest { days: 0 },
            authorised: None,
        }),
        because: pms_core::scheduling::Because {
            by: Initiator::Practice,
            reason: "new-hours".parse().unwrap(),
        },
    };
    let call = house.desk();
    let changed = practice.change_series(&call, kept.series.unwrap().id(), &revision);
    // Neither finds a place: Wednesday is kept by its own, and Tuesday stays with it.
    assert_eq!(
        pollster::block_on(changed).unwrap_err().code(),
        "scheduling.series_conflict"
    );
    for visit in [first, second] {
        let call = house.call(Role::Manager, MORNING);
        let (now, _) = pollster::block_on(practice.load::<Appointment>(&call, visit.id())).unwrap();
        assert_eq!(now, visit);
    }
}

/// A day's number is reached between the offer and the yes: first come, first served, and the yes is
/// kept as failed.
#[test]
fn s24_a_yes_without_a_hold_is_measured_anew() {
    let mut house = House::open();
    house.told(|settings| {
        settings.quotas = vec![one_a(Per::Day)];
        settings.offers.manner = Manner::Broadcast(3);
        settings.offers.mode = Mode::Book;
        settings.offers.least_lead_unattended = Minutes::ZERO;
    });
    let choice = house.choice(TUESDAY);
    house.waiting(&choice);
    let call = house.call(Role::Program, MORNING);
    let freed = House::freed(&choice);
    let practice = house.practice.clone();
    let run = pollster::block_on(practice.offer_freed(&call, &freed)).unwrap();
    let offer = run.offers()[0].clone();
    assert_eq!(offer.hold, None);
    let noon = house.choice("2026-01-06T18:00:00Z");
    house.visit(3, &noon).unwrap();
    let call = house.desk();
    let run = practice.answer_offer(&call, run.id(), offer.id, Reply::Accept);
    let run = pollster::block_on(run).unwrap();
    assert!(matches!(run.offers()[0].state, OfferState::Failed { .. }));
}

//! Bookings that race for what cells cannot say: as many at once, so many a day, one patient in one
//! place. Each is decided from a sheet, and no two from the same.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use core::num::NonZeroU8;
use std::sync::Arc;

use bench::child::{Process, open, say, told, wait};
use bench::{Folder, fresh, server};
use chrono::{DateTime, Utc};
use pms_core::access::{Actor, Noun, Purpose, Role};
use pms_core::id::{PatientId, ResourceId, ScheduleId, Uuid, VisitTypeId};
use pms_core::party::{Patient, PersonName, Sex};
use pms_core::practice::{Booking, Call, Choice, Practice, PracticeError, Settings};
use pms_core::scheduling::{Appointment, Per, Quota, Refused, Schedule, VisitType, Week, Window};
use pms_core::store::{Expected, Memory, Question, Record, Stamp, Store};
use pms_core::time::{Minute, Minutes, Period, Tzdb};

const RACERS: u64 = 8;
/// How often each racer tries for the shared room, and for the doctor's day.
const TRIES: u64 = 9;
/// What the room bears at once, and the doctor in a day.
const AT_ONCE: u8 = 3;
const A_DAY: u16 = 5;

/// A room for three at once; a doctor for five a day; and a doctor for each racer, whom all want to
/// see the same patient.
struct House {
    practice: Practice,
    racer: u64,
    calls: u64,
}

const ROOM: u64 = 1;
const DOCTOR: u64 = 2;

fn id<I: From<Uuid>>(kind: u128, n: u64) -> I {
    Uuid::from_u128(kind << 64 | u128::from(n)).into()
}

fn type_of(resource: u64) -> VisitTypeId {
    id(5, u64::from(resource == ROOM))
}

/// Tuesday from nine in New York.
fn at(minutes: u64) -> Minute {
    let nine: DateTime<Utc> = "2026-01-06T14:00:00Z".parse().unwrap();
    Minute::containing(nine).plus(Minutes::new(minutes))
}

impl House {
    fn new(store: Arc<dyn Store>, seed: Uuid, racer: u64) -> Self {
        Self {
            practice: Practice::new(seed.into(), store, Arc::new(Tzdb::bundled())),
            racer,
            calls: 0,
        }
    }

    fn call(&mut self, role: Role) -> Call {
        self.calls += 1;
        let own = u128::from(self.racer) << 48 | u128::from(self.calls) << 20;
        Call {
            actor: Actor { id: id(6, 1), role },
            purpose: Purpose::Operations,
            key: format!("{} {}", self.racer, self.calls),
            now: "2026-01-05T12:00:00Z".parse().unwrap(),
            fresh: Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0000 | own),
        }
    }

    async fn register<R: Record + Clone + Send + Sync>(&mut self, record: R) {
        let call = self.call(Role::Manager);
        let kept = self.practice.register(&call, &record, Expected::New).await;
        kept.unwrap();
    }

    async fn open(&mut self) {
        let mut settings = Settings::new(self.practice.id(), id(7, 1));
        let visit =
            |resource, name| VisitType::new(type_of(resource), name, Minutes::new(20)).unwrap();
        let class = visit(ROOM, "class").at_once(NonZeroU8::new(AT_ONCE).unwrap());
        settings.visit_types = vec![class, visit(DOCTOR, "follow-up")];
        settings.quotas = vec![Quota {
            most: A_DAY,
            per: Per::Day,
            resource: Some(id::<ResourceId>(3, DOCTOR)),
            visit: None,
            location: None,
        }];
        self.register(settings).await;
        let own = (0..RACERS).map(|racer| 10 + racer);
        for n in [ROOM, DOCTOR].into_iter().chain(own) {
            let hours = Window::new("09:00".parse().unwrap(), "17:00".parse().unwrap()).unwrap();
            let zone = "America/New_York".parse().unwrap();
            let since = Period::since("2026-01-01".parse().unwrap());
            let schedule = Schedule::new(id(4, n), id(3, n), id(8, 1), zone)
                .publish(since, Week::workdays(vec![hours]));
            self.register(schedule).await;
        }
        for n in 0..=RACERS * 2 * TRIES {
            let name = PersonName::new("Doe", "Jo").unwrap();
            let born = "1980-01-01".parse().unwrap();
            self.register(Patient::new(id(2, n), name, born, Sex::Female))
                .await;
        }
    }

    /// Whether the visit was had; else its time is not free.
    async fn book(&mut self, patient: u64, resource: u64, start: Minute) -> bool {
        let schedule: ScheduleId = id(4, resource);
        let choice = Choice::of(vec![schedule], type_of(resource), start);
        let patient: PatientId = id(2, patient);
        for _ in 0..100 {
            let call = self.call(Role::FrontDesk);
            let booking = Booking::Chosen(choice.clone());
            match self.practice.book(&call, patient, &booking).await {
                Ok(_) => return true,
                Err(PracticeError::Scheduling(Refused::NotFree { .. })) => return false,
                Err(PracticeError::Scheduling(refused)) => panic!("{refused}"),
                Err(_) => {} // the store was too busy for this call
            }
        }
        panic!("a hundred calls came to nothing")
    }

    /// What one racer does, and how much of each it had.
    async fn race(&mut self) -> [u64; 3] {
        let mut won = [0; 3];
        let racer = self.racer;
        won[0] += u64::from(self.book(0, 10 + racer, at(0)).await);
        for n in 0..TRIES {
            let patient = 1 + racer * 2 * TRIES + 2 * n;
            // Nine o'clock and a quarter past lie over each other for five minutes.
            let start = at(15 * ((racer + n) % 2));
            won[1] += u64::from(self.book(patient, ROOM, start).await);
            let start = at(30 * ((racer * 2 + n) % 16));
            won[2] += u64::from(self.book(patient + 1, DOCTOR, start).await);
        }
        won
    }

    /// What stands in the store, counted anew.
    async fn holds(&self) {
        let day = Stamp::from(DateTime::from(at(0)))..Stamp::from(DateTime::from(at(480)));
        let visits = |n| Question::Appointments {
            resource: id(3, n),
            within: day.clone(),
        };
        let noun = Noun::Appointment;
        let patient = id(2, 0);
        let asked = [
            visits(ROOM),
            visits(DOCTOR),
            Question::OfPatient { noun, patient },
        ];
        let answers = self.practice.store().read(self.practice.id(), &asked).await;
        let answers = answers.unwrap();
        let [room, doctor, own]: [Vec<Appointment>; 3] =
            [0, 1, 2].map(|n| answers.records(n).unwrap());
        let peak = (0..480).map(|minute| {
            let here = |it: &&Appointment| it.slot().interval().contains(at(minute));
            room.iter().filter(here).count()
        });
        assert_eq!(peak.max(), Some(usize::from(AT_ONCE)));
        assert_eq!(doctor.len(), usize::from(A_DAY));
        assert_eq!(own.len(), 1);
    }
}

/// All that there was to have was had, and no more.
fn told_all(won: [u64; 3]) {
    assert_eq!(won, [1, u64::from(AT_ONCE), u64::from(A_DAY)]);
}

fn sum(all: impl IntoIterator<Item = [u64; 3]>) -> [u64; 3] {
    let add = |sum: [u64; 3], one: [u64; 3]| [0, 1, 2].map(|n: usize| sum[n] + one[n]);
    all.into_iter().fold([0; 3], add)
}

/// What a child does; by itself, nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn child() {
    let Some(told) = told() else { return };
    let [target, seed, racer] = told.try_into().unwrap();
    let store = open(&target).await;
    let mut house = House::new(store, seed.parse().unwrap(), racer.parse().unwrap());
    say("ready");
    wait();
    let won = house.race().await;
    say(&won.map(|n| n.to_string()).join(" "));
}

async fn race(target: &str) {
    let seed = fresh();
    let mut house = House::new(open(target).await, seed, RACERS);
    house.open().await;
    let told = seed.to_string();
    let start = |n: u64| Process::start("child", &[target, &told, &n.to_string()]);
    let mut racers: Vec<Process> = (0..RACERS).map(start).collect();
    for racer in &mut racers {
        assert_eq!(racer.said().as_deref(), Some("ready"));
    }
    racers.iter_mut().for_each(Process::go);
    let said = racers.iter_mut().map(|racer| racer.said().unwrap());
    let won = said.map(|line| {
        let mut numbers = line.split(' ').map(|n| n.parse().unwrap());
        [0; 3].map(|_| numbers.next().unwrap())
    });
    told_all(sum(won.collect::<Vec<[u64; 3]>>()));
    racers.into_iter().for_each(Process::end);
    house.holds().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s11_shared_time_and_numbers_hold_in_memory() {
    if told().is_some() {
        return;
    }
    let store: Arc<dyn Store> = Arc::new(Memory::new());
    let seed = fresh();
    let mut house = House::new(Arc::clone(&store), seed, RACERS);
    house.open().await;
    let racers: Vec<_> = (0..RACERS)
        .map(|racer| {
            let mut house = House::new(Arc::clone(&store), seed, racer);
            tokio::spawn(async move { house.race().await })
        })
        .collect();
    let mut won = Vec::new();
    for racer in racers {
        won.push(racer.await.unwrap());
    }
    told_all(sum(won));
    house.holds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_shared_time_and_numbers_hold_on_sqlite() {
    if told().is_some() {
        return;
    }
    let folder = Folder::swift("shared");
    race(folder.file().to_str().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_shared_time_and_numbers_hold_on_postgres() {
    if told().is_some() {
        return;
    }
    if let Some(url) = server("shared time on postgres") {
        race(&url).await;
    }
}

//! Bookings that race for practitioners, rooms and devices, and the look that none overlaps.

use std::collections::{BTreeMap, BTreeSet};

use pms_core::access::Noun;
use pms_core::id::{ResourceId, Uuid};
use pms_core::store::{
    Columns, CommitBatch, CommitError, Document, Expected, Place, Put, Question, Rows, Scan, Stamp,
    Store, Taking, Term,
};

use super::child::{Process, open, say, told, wait};
use super::work::{Work, insist};

/// Bookings in all, each of three resources for half an hour, by so many at once.
pub const BOOKINGS: u64 = 10_000;
pub const RACERS: u64 = 8;
/// What they race for, at so many quarter hours: devices have room for one booking in 25.
const PRACTITIONERS: u64 = 6;
const ROOMS: u64 = 4;
const DEVICES: u64 = 2;
const STARTS: u64 = 400;
const CELLS: i64 = 6;

/// A booking, as a die throws it: the same for the same number.
fn booking(work: Work, n: u64) -> (CommitBatch, [ResourceId; 3], i64) {
    let mut dice = fastrand::Rng::with_seed(n);
    let resource = |kind: u128, of: u64| -> ResourceId {
        let practice: Uuid = work.practice().into();
        Uuid::from_u128(practice.as_u128() ^ kind << 96 ^ u128::from(of)).into()
    };
    let mut three = [
        resource(1, dice.u64(0..PRACTITIONERS)),
        resource(2, dice.u64(0..ROOMS)),
        resource(3, dice.u64(0..DEVICES)),
    ];
    dice.shuffle(&mut three);
    let cell = 3 * dice.i64(0..i64::try_from(STARTS).unwrap());
    let key = work.visit(n);
    let mut batch = work.batch(&format!("book {n}"), n % RACERS);
    let stamp = |cell: i64| {
        let since = chrono::TimeDelta::minutes(cell * 5);
        Stamp::from(chrono::DateTime::UNIX_EPOCH + since)
    };
    batch.puts.push(Put {
        document: Document {
            key,
            columns: Columns {
                status: Some("booked".to_owned()),
                starts_at: Some(stamp(cell)),
                ends_at: Some(stamp(cell + CELLS)),
                ..Columns::default()
            },
            terms: three.iter().copied().map(Term::resource).collect(),
            schema: 1,
            body: b"{}".to_vec(),
        },
        expected: Expected::New,
    });
    // In any order: a store takes places in theirs.
    for resource in three {
        for cell in cell..cell + CELLS {
            let place = Place::Cell {
                resource,
                lane: 0,
                cell,
            };
            let holder = key.id;
            batch.take.push(Taking { place, holder });
        }
    }
    (batch, three, cell)
}

/// Every so-manieth booking, one after the other; how many were had.
pub async fn book(store: &dyn Store, work: Work, racer: u64, count: u64) -> u64 {
    let mut won = 0;
    for n in (racer..count).step_by(usize::try_from(RACERS).unwrap()) {
        let (batch, ..) = booking(work, n);
        match insist(store, &batch).await {
            Ok(_) => won += 1,
            Err(CommitError::ClaimTaken { .. }) => {}
            Err(error) => panic!("{}", error.code()),
        }
    }
    won
}

/// What a child does: its share of the bookings.
pub async fn child() {
    let Some(told) = told() else { return };
    let [target, seed, racer, count] = told.try_into().unwrap();
    let store = open(&target).await;
    say("ready");
    wait();
    let work = Work::new(seed.parse().unwrap());
    let (racer, count) = (racer.parse().unwrap(), count.parse().unwrap());
    let won = book(&*store, work, racer, count).await;
    say(&won.to_string());
}

/// The same server without waiting for its disk: what is raced for does not hang on that.
pub fn hasty(url: &str) -> String {
    let sep = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sep}options=-c%20synchronous_commit%3Doff")
}

/// Processes race on a store; how many bookings were had.
pub fn race(target: &str, seed: Uuid, count: u64) -> u64 {
    let (seed, count) = (seed.to_string(), count.to_string());
    let start = |n: u64| Process::start("child", &[target, &seed, &n.to_string(), &count]);
    let mut racers: Vec<Process> = (0..RACERS).map(start).collect();
    for racer in &mut racers {
        assert_eq!(racer.said().as_deref(), Some("ready"));
    }
    racers.iter_mut().for_each(Process::go);
    let won = racers.iter_mut().map(|racer| racer.said().unwrap());
    let won = won.map(|won| won.parse::<u64>().unwrap()).sum();
    racers.into_iter().for_each(Process::end);
    won
}

/// Looks at the visits themselves, not at the places: on no resource do two overlap. Every visit
/// has its places, all of them, and there are no others.
pub async fn nobody_overlaps(store: &dyn Store, work: Work, won: u64, count: u64) {
    let noun = Noun::Appointment;
    let mut visits = BTreeSet::new();
    let mut after = None;
    loop {
        let scan = Scan::Documents { noun, status: None };
        let page = store.scan(work.practice(), &scan, after.as_ref(), 2_000);
        let page = page.await.unwrap();
        let Rows::Documents(rows) = page.rows else {
            unreachable!()
        };
        visits.extend(rows.into_iter().map(|stored| stored.document.key.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(u64::try_from(visits.len()).unwrap(), won);
    let mut days: BTreeMap<ResourceId, BTreeMap<i64, Uuid>> = BTreeMap::new();
    for n in 0..count {
        let (batch, three, cell) = booking(work, n);
        let visit = batch.puts[0].document.key.id;
        for resource in three.into_iter().filter(|_| visits.contains(&visit)) {
            let day = days.entry(resource).or_default();
            let near = day.range(cell - CELLS + 1..cell + CELLS).next();
            assert_eq!(near, None, "{visit} overlaps on {resource}");
            day.insert(cell, visit);
        }
    }
    for (resource, day) in &days {
        let cells = 0..3 * i64::try_from(STARTS).unwrap() + CELLS;
        let resource = *resource;
        let question = [Question::Occupancy { resource, cells }];
        let answers = store.read(work.practice(), &question).await.unwrap();
        let taken: Vec<(i64, Uuid)> = answers
            .occupancy(0)
            .iter()
            .map(|t| (t.cell, t.holder))
            .collect();
        let each = |(cell, visit): (&i64, &Uuid)| {
            let (cell, visit) = (*cell, *visit);
            (cell..cell + CELLS).map(move |cell| (cell, visit))
        };
        let wanted: Vec<(i64, Uuid)> = day.iter().flat_map(each).collect();
        assert_eq!(taken, wanted);
    }
    eprintln!("{won} of {count} had, of three resources each; none overlaps");
    assert!(won > 200, "too few to have raced");
}

//! 10,000 bookings race; no two overlap in the end.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use std::sync::Arc;

use bench::child::{open, told};
use bench::rush::{BOOKINGS, RACERS, book, hasty, nobody_overlaps, race};
use bench::work::Work;
use bench::{Folder, fresh, server};
use pms_core::store::{Memory, Store};

/// What a child does; by itself, nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn child() {
    bench::rush::child().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s12_of_10000_bookings_that_race_none_overlaps_in_memory() {
    if told().is_some() {
        return;
    }
    let store: Arc<dyn Store> = Arc::new(Memory::new());
    let work = Work::new(fresh());
    let racers: Vec<_> = (0..RACERS)
        .map(|racer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { book(&*store, work, racer, BOOKINGS).await })
        })
        .collect();
    let mut won = 0;
    for racer in racers {
        won += racer.await.unwrap();
    }
    nobody_overlaps(&*store, work, won, BOOKINGS).await;
}

/// In one file whoever writes has it alone, and the others look again and again: it takes the better
/// part of a minute. `PMS_BOOKINGS` says how many where that is too long.
#[tokio::test(flavor = "multi_thread")]
async fn s12_of_10000_bookings_that_race_none_overlaps_on_sqlite() {
    if told().is_some() {
        return;
    }
    let told = std::env::var("PMS_BOOKINGS").ok();
    let count = told.map_or(BOOKINGS, |count| count.parse().unwrap());
    let folder = Folder::swift("overlap");
    let target = folder.file();
    let store = open(target.to_str().unwrap()).await;
    let seed = fresh();
    let won = race(target.to_str().unwrap(), seed, count);
    nobody_overlaps(&*store, Work::new(seed), won, count).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_of_10000_bookings_that_race_none_overlaps_on_postgres() {
    if told().is_some() {
        return;
    }
    if let Some(url) = server("10,000 racing bookings on postgres") {
        let url = hasty(&url);
        let store = open(&url).await;
        let seed = fresh();
        let won = race(&url, seed, BOOKINGS);
        nobody_overlaps(&*store, Work::new(seed), won, BOOKINGS).await;
    }
}

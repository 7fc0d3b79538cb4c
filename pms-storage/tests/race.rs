//! 64 processes want one time; one gets it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use bench::child::{Process, open, say, told, wait};
use bench::work::{Work, insist};
use bench::{Folder, fresh, server};
use pms_core::store::{CommitError, Question};

const RACERS: u64 = 64;

/// What a child does; by itself, nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn child() {
    let Some(told) = told() else { return };
    let [target, seed, n] = told.try_into().unwrap();
    let (work, n): (Work, u64) = (Work::new(seed.parse().unwrap()), n.parse().unwrap());
    let store = open(&target).await;
    say("ready");
    wait();
    let mut batch = work.nth(1_000 + n, n);
    batch.take = (0..6).map(|cell| work.taking(cell, n)).collect();
    match insist(&*store, &batch).await {
        Ok(_) => say("won"),
        Err(CommitError::ClaimTaken { .. }) => say("taken"),
        Err(error) => say(error.code()),
    }
}

async fn race(target: &str) {
    let seed = fresh();
    let work = Work::new(seed);
    let store = open(target).await;
    let told = seed.to_string();
    let start = |n: u64| Process::start("child", &[target, &told, &n.to_string()]);
    let mut racers: Vec<Process> = (0..RACERS).map(start).collect();
    for racer in &mut racers {
        assert_eq!(racer.said().as_deref(), Some("ready"));
    }
    racers.iter_mut().for_each(Process::go);
    let mut results: Vec<String> = racers.iter_mut().map(|r| r.said().unwrap()).collect();
    racers.into_iter().for_each(Process::end);
    results.sort();
    let mut wanted = vec!["taken"; 63];
    wanted.push("won");
    assert_eq!(results, wanted);
    let resource = match work.taking(0, 0).place {
        pms_core::store::Place::Cell { resource, .. } => resource,
        pms_core::store::Place::Number { .. } => unreachable!(),
    };
    let cells = 0..100;
    let question = [Question::Occupancy { resource, cells }];
    let answers = store.read(work.practice(), &question).await.unwrap();
    let taken = answers.occupancy(0);
    assert_eq!(taken.len(), 6);
    assert!(
        taken
            .windows(2)
            .all(|pair| pair[0].holder == pair[1].holder)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_of_64_processes_one_wins_on_sqlite() {
    if told().is_some() {
        return;
    }
    let folder = Folder::new("race");
    race(folder.file().to_str().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_of_64_processes_one_wins_on_postgres() {
    if told().is_some() {
        return;
    }
    if let Some(url) = server("64 processes on postgres") {
        race(&url).await;
    }
}

//! Killed in the middle of commits, again and again: what was acknowledged is there, nothing is
//! there by half, and nothing twice.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bench::child::{Process, open, say, told};
use bench::server::Server;
use bench::work::{Work, insist};
use bench::{Folder, fresh};
use pms_storage::postgres::Postgres;
use pms_storage::sqlite::Sqlite;
use sqlx::Connection;

/// What a child does until it is killed; by itself, nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn child() {
    let Some(told) = told() else { return };
    let [target, seed, from] = told.try_into().unwrap();
    let (work, from): (Work, u64) = (Work::new(seed.parse().unwrap()), from.parse().unwrap());
    let store = open(&target).await;
    for n in from.. {
        insist(&*store, &work.nth(n, 0)).await.unwrap();
        say(&n.to_string());
    }
}

/// How often the writer is killed; `PMS_KILLS` says otherwise, for a night.
fn kills(usual: u64) -> u64 {
    let told = std::env::var("PMS_KILLS").ok();
    told.map_or(usual, |told| told.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_killed_500_times_leaves_nothing_by_half_on_sqlite() {
    let folder = Folder::new("kill");
    let path = folder.file();
    let target = path.to_str().unwrap();
    let seed = fresh();
    let work = Work::new(seed);
    drop(Sqlite::open(&path).await.unwrap());
    let mut next = 0;
    let mut unsaid = 0;
    for round in 0..kills(500) {
        let told = [target, &seed.to_string(), &next.to_string()];
        let mut writer = Process::start("child", &told);
        let first = writer.said().unwrap();
        assert_eq!(first, next.to_string());
        // Somewhere in the next few commits.
        tokio::time::sleep(Duration::from_micros(round * 7_919 % 9_000)).await;
        let said = writer.kill();
        let last: u64 = said.last().unwrap_or(&first).parse().unwrap();
        let store = Sqlite::open(&path).await.unwrap();
        for n in next..=last {
            assert!(work.is_kept(&store, n).await, "batch {n} was acknowledged");
        }
        unsaid += u64::from(work.is_kept(&store, last + 1).await);
        assert!(!work.is_kept(&store, last + 2).await, "nothing runs ahead");
        next = last + 1;
        store.close().await;
    }
    let store = Sqlite::open(&path).await.unwrap();
    let extra = u64::from(work.is_kept(&store, next).await);
    work.all_kept(&store, next + extra, 1).await;
    store.close().await;
    let mut file = sqlx::SqliteConnection::connect(target).await.unwrap();
    let sound: String = sqlx::query_scalar("pragma integrity_check")
        .fetch_one(&mut file)
        .await
        .unwrap();
    assert_eq!(sound, "ok");
    println!(
        "sqlite: {} batches kept, {unsaid} of them kept unsaid",
        next + extra
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_15_times_leaves_nothing_by_half_on_postgres() {
    if told().is_some() {
        return;
    }
    let Some(mut server) = Server::start() else {
        return;
    };
    let store = Arc::new(Postgres::open(&server.url()).await.unwrap());
    let work = Work::new(fresh());
    let next = Arc::new(AtomicU64::new(0));
    let over = Arc::new(AtomicBool::new(false));
    let write = |who: u64| {
        let (store, next, over) = (Arc::clone(&store), Arc::clone(&next), Arc::clone(&over));
        tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                let n = next.fetch_add(1, Ordering::Relaxed);
                insist(&*store, &work.nth(n, who)).await.unwrap();
            }
        })
    };
    let writers: Vec<_> = (0..16).map(write).collect();
    let rounds = kills(15);
    for round in 0..rounds {
        tokio::time::sleep(Duration::from_millis(200 + round * 37 % 200)).await;
        let before = next.load(Ordering::Relaxed);
        server.kill();
        server.restart();
        let mut waited = 0;
        while next.load(Ordering::Relaxed) < before + 17 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            waited += 1;
            assert!(waited < 1_200, "the store serves again within a minute");
        }
    }
    over.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    let count = next.load(Ordering::Relaxed);
    work.all_kept(&*store, count, 16).await;
    store.close().await;
    println!("postgres: {count} batches kept over {rounds} kills");
}

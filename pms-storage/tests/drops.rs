//! A caller who loses interest at any moment leaves no connection in the middle of a transaction.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use bench::work::{Work, insist};
use bench::{Folder, fresh, server};
use pms_core::store::{Question, Store};
use pms_storage::postgres::Postgres;
use pms_storage::sqlite::Sqlite;
use sqlx::Connection;

const DROPS: u64 = 1_000;

/// Polls a future a few times, some time apart, and drops it.
async fn lose_interest<F: Future>(future: F, polls: u64, apart: Duration) {
    let mut future = pin!(future);
    for _ in 0..polls {
        let polled = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        if polled.is_ready() {
            return;
        }
        tokio::time::sleep(apart).await;
    }
}

async fn storm(store: &dyn Store, work: Work) {
    for n in 0..DROPS {
        let apart = Duration::from_micros(n * 7_919 % 1_500);
        lose_interest(store.commit(work.nth(n, 0)), n % 5, apart).await;
        let questions = [Question::Document(work.visit(n))];
        lose_interest(store.read(work.practice(), &questions), n % 3, apart).await;
    }
    for n in 0..DROPS {
        insist(store, &work.nth(n, 0)).await.unwrap();
    }
    work.all_kept(store, DROPS, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn futures_dropped_at_any_poll_poison_nothing_on_sqlite() {
    let folder = Folder::new("drops");
    let store = Sqlite::open(folder.file()).await.unwrap();
    storm(&store, Work::new(fresh())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn futures_dropped_at_any_poll_poison_nothing_on_postgres() {
    let Some(url) = server("dropping futures on postgres") else {
        return;
    };
    let store = Postgres::open(&url).await.unwrap();
    storm(&store, Work::new(fresh())).await;
    let mut watcher = sqlx::PgConnection::connect(&url).await.unwrap();
    let stuck: i64 = sqlx::query_scalar(
        "select count(*) from pg_stat_activity
         where application_name = 'pms' and state like 'idle in transaction%'",
    )
    .fetch_one(&mut watcher)
    .await
    .unwrap();
    assert_eq!(stuck, 0, "connections left in a transaction");
}

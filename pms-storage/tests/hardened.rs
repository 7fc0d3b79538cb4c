//! What Postgres holds beyond the portable tables: nobody twice at one time, and one practice's rows
//! alone. The suite passes with it as it does without.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use std::sync::Arc;

use bench::child::{open, told};
use bench::rush::{BOOKINGS, hasty, nobody_overlaps, race};
use bench::work::Work;
use bench::{fresh, server};
use pms_core::id::Uuid;
use pms_core::store::Store;
use pms_core::store::conformance::{cases, run};
use pms_storage::postgres::Postgres;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};

/// A hardened database of the test's own, and a clerk: a role that owns nothing.
struct Hardened {
    server: PgConnectOptions,
    name: String,
}

impl Hardened {
    async fn make(test: &str) -> Option<Self> {
        let server: PgConnectOptions = server(test)?.parse().unwrap();
        let name = format!("pms_hardened_{}", fresh().simple());
        let made = Self { server, name };
        let mut connection = PgConnection::connect_with(&made.server).await.unwrap();
        let name = &made.name;
        connection
            .execute(AssertSqlSafe(format!("create database {name}")))
            .await
            .unwrap();
        let store = made.store(made.owner()).await;
        store.harden().await.unwrap();
        store.harden().await.unwrap();
        store.close().await;
        let clerk = format!(
            "create role {name} nologin; grant usage on schema public to {name};
             grant select, insert, update, delete on all tables in schema public to {name}"
        );
        let mut owner = made.connect(made.owner()).await;
        sqlx::raw_sql(AssertSqlSafe(clerk))
            .execute(&mut owner)
            .await
            .unwrap();
        Some(made)
    }

    fn owner(&self) -> PgConnectOptions {
        self.server.clone().database(&self.name)
    }

    fn clerk(&self) -> PgConnectOptions {
        self.owner().options([("role", &self.name)])
    }

    async fn store(&self, role: PgConnectOptions) -> Postgres {
        let pool = PgPoolOptions::new().max_connections(16).connect_with(role);
        Postgres::on(pool.await.unwrap()).await.unwrap()
    }

    async fn connect(&self, role: PgConnectOptions) -> PgConnection {
        PgConnection::connect_with(&role).await.unwrap()
    }

    /// Places that the ranges do not have, or ranges that the places do not.
    async fn differ(&self) -> i64 {
        let mut owner = self.connect(self.owner()).await;
        let places =
            "select practice_id, resource_id, lane, holder, range_agg(numrange(cell, cell::numeric + 1))
            from pms_occupancy group by 1, 2, 3, 4";
        let ranges = "select practice_id, resource_id, lane, holder, range_agg(cells)
            from pms_occupied group by 1, 2, 3, 4";
        let differ = format!(
            "select count(*) from ((({places}) except ({ranges})) union (({ranges}) except ({places}))) as d"
        );
        sqlx::query_scalar(AssertSqlSafe(differ))
            .fetch_one(&mut owner)
            .await
            .unwrap()
    }

    async fn drop(self) {
        let mut connection = PgConnection::connect_with(&self.server).await.unwrap();
        let name = &self.name;
        let base = format!("drop database {name} with (force)");
        connection.execute(AssertSqlSafe(base)).await.unwrap();
        connection
            .execute(AssertSqlSafe(format!("drop role {name}")))
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_suite_passes_as_a_clerk_on_a_hardened_server() {
    if told().is_some() {
        return;
    }
    let Some(hardened) = Hardened::make("conformance on a hardened postgres").await else {
        return;
    };
    let report = run(fresh(), || async {
        let store: Arc<dyn Store> = Arc::new(hardened.store(hardened.clerk()).await);
        store
    });
    let report = report.await;
    println!("hardened postgres: {report}");
    assert!(report.failed.is_empty(), "{report}");
    assert_eq!(report.passed, cases().count());
    assert_eq!(hardened.differ().await, 0, "the ranges are the places");
    hardened.drop().await;
}

async fn code(connection: &mut PgConnection, sql: String) -> Option<String> {
    let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await;
    let error = done.err()?;
    let code = error.as_database_error().and_then(|error| error.code());
    code.map(|code| code.into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_one_time_are_refused_whoever_writes() {
    let Some(hardened) = Hardened::make("the exclusion constraint").await else {
        return;
    };
    let [practice, resource, ann, bob] = [fresh(), fresh(), fresh(), fresh()];
    let mut owner = hardened.connect(hardened.owner()).await;
    let place = |cells: std::ops::Range<i64>, lane: i64, holder: Uuid| {
        format!(
            "insert into pms_occupancy (practice_id, resource_id, cell, lane, holder)
             select '{practice}', '{resource}', n, {lane}, '{holder}'
             from generate_series({}, {}) as n",
            cells.start,
            cells.end - 1
        )
    };
    let range = |cells: std::ops::Range<i64>, lane: i64| {
        format!(
            "insert into pms_occupied (practice_id, resource_id, lane, cells, holder)
             values ('{practice}', '{resource}', {lane}, numrange({}, {}), '{bob}')",
            cells.start, cells.end
        )
    };
    assert_eq!(code(&mut owner, place(10..16, 0, ann)).await, None);
    let overlap = Some("23P01".to_owned());
    assert_eq!(code(&mut owner, range(15..20, 0)).await, overlap);
    assert_eq!(code(&mut owner, range(16..20, 0)).await, None, "half-open");
    assert_eq!(
        code(&mut owner, range(10..16, 1)).await,
        None,
        "another lane"
    );
    assert_eq!(
        code(&mut owner, place(19..22, 0, ann)).await,
        overlap,
        "behind the places"
    );
    let moved = format!("update pms_occupancy set cell = cell + 1 where holder = '{ann}'");
    assert_eq!(code(&mut owner, moved).await, Some("42501".to_owned()));
    // What is given back in the middle leaves both ends.
    let given = format!("delete from pms_occupancy where holder = '{ann}' and cell in (12, 13)");
    assert_eq!(code(&mut owner, given).await, None);
    assert_eq!(code(&mut owner, range(12..14, 0)).await, None);
    assert_eq!(code(&mut owner, range(11..12, 0)).await, overlap);
    assert_eq!(code(&mut owner, range(14..15, 0)).await, overlap);
    hardened.drop().await;
}

/// Even raw SQL in the role of the library sees one practice, or nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a13_a_transaction_sees_one_practice() {
    let Some(hardened) = Hardened::make("row-level security").await else {
        return;
    };
    let store = hardened.store(hardened.clerk()).await;
    let [ours, theirs] = [Work::new(fresh()), Work::new(fresh())];
    for work in [ours, theirs] {
        store.commit(work.nth(1, 0)).await.unwrap();
    }
    let mut clerk = hardened.connect(hardened.clerk()).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.columns
         where table_schema = 'public' and column_name = 'practice_id' order by 1",
    )
    .fetch_all(&mut clerk)
    .await
    .unwrap();
    assert!(tables.len() >= 13, "{tables:?}");
    for table in &tables {
        let all = format!("select practice_id from {table}");
        let nobody = code(&mut clerk, all.clone()).await;
        assert!(nobody.is_some(), "{table} without a practice");
        let mut transaction = clerk.begin().await.unwrap();
        let name = format!("set local pms.practice = '{}'", ours.practice());
        transaction.execute(AssertSqlSafe(name)).await.unwrap();
        let seen: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(all.clone()))
            .fetch_all(&mut *transaction)
            .await
            .unwrap();
        let own = |practice: &Uuid| *practice == Uuid::from(ours.practice());
        assert!(seen.iter().all(own), "{table}");
        transaction.commit().await.unwrap();
        let after = code(&mut clerk, all).await;
        assert!(after.is_some(), "{table} after a transaction");
    }
    let foreign = format!(
        "begin; set local pms.practice = '{}';
         insert into pms_number (practice_id, name, value, holder)
         values ('{}', 'forged', '1', '{}')",
        ours.practice(),
        theirs.practice(),
        fresh()
    );
    assert_eq!(code(&mut clerk, foreign).await, Some("42501".to_owned()));
    hardened.drop().await;
}

/// What a child does; by itself, nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn child() {
    bench::rush::child().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s12_of_10000_bookings_none_overlaps_behind_the_constraint() {
    if told().is_some() {
        return;
    }
    let Some(hardened) = Hardened::make("10,000 racing bookings on a hardened postgres").await
    else {
        return;
    };
    let url = hasty(hardened.owner().to_url_lossy().as_str());
    let seed = fresh();
    let won = race(&url, seed, BOOKINGS);
    nobody_overlaps(&*open(&url).await, Work::new(seed), won, BOOKINGS).await;
    assert_eq!(hardened.differ().await, 0, "the ranges are the places");
    hardened.drop().await;
}

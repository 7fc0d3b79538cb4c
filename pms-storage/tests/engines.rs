//! What the engines are held to beside the suite: statements, schema, the host's own transaction.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it saw"
)]

mod bench;

use std::path::Path;

use bench::work::Work;
use bench::{Folder, fresh, server};
use pms_core::store::{CommitError, Store};
use pms_storage::OpenError;
use pms_storage::postgres::{Postgres, commit_in};
use pms_storage::sql::ALL;
use pms_storage::sqlite::Sqlite;
use sqlx::{Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

#[tokio::test]
async fn every_statement_is_prepared_on_sqlite() {
    let folder = Folder::new("statements");
    Sqlite::open(folder.file()).await.unwrap().close().await;
    let mut file = connect(&folder.file()).await;
    for (name, sql) in ALL {
        let prepared = file.prepare(sql.into_sql_str()).await;
        assert!(prepared.is_ok(), "{name}: {prepared:?}");
    }
    assert!(ALL.len() > 40);
}

#[tokio::test]
async fn every_statement_is_prepared_on_postgres() {
    let Some(url) = server("preparing statements on postgres") else {
        return;
    };
    Postgres::open(&url).await.unwrap().close().await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    for (name, sql) in ALL {
        let prepared = connection.prepare(sql.into_sql_str()).await;
        assert!(prepared.is_ok(), "{name}: {prepared:?}");
    }
}

async fn connect(path: &Path) -> SqliteConnection {
    SqliteConnection::connect(path.to_str().unwrap())
        .await
        .unwrap()
}

/// The base tables keep to what distributed engines understand as well.
#[test]
fn the_base_migration_is_portable_sql() {
    let text = include_str!("../migrations/base/0001_books.sql");
    let code: String = text
        .lines()
        .filter(|line| !line.starts_with("--"))
        .map(|line| line.to_lowercase() + "\n")
        .collect();
    let beyond = [
        "serial",
        "identity",
        "sequence",
        "trigger",
        "deferrable",
        "exclude",
        "range",
        "domain",
        "enum",
        "json",
        "array",
        "references",
        "generated",
        "autoincrement",
        "listen",
        "notify",
    ];
    for word in beyond {
        assert!(!code.contains(word), "{word}");
    }
    let tables = code.matches("create table").count();
    let keys = code.matches("primary key (practice_id").count();
    assert_eq!(tables, keys, "the practice leads every key");
}

#[tokio::test]
async fn the_books_are_append_only_on_sqlite() {
    let folder = Folder::new("append");
    let store = Sqlite::open(folder.file()).await.unwrap();
    store.commit(Work::new(fresh()).nth(1, 0)).await.unwrap();
    let mut file = connect(&folder.file()).await;
    for sql in FORGERIES {
        let forged = file.execute(*sql).await;
        assert!(forged.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn the_books_are_append_only_on_postgres() {
    let Some(url) = server("append-only tables on postgres") else {
        return;
    };
    let store = Postgres::open(&url).await.unwrap();
    store.commit(Work::new(fresh()).nth(1, 0)).await.unwrap();
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let truncates = [
        "truncate pms_event",
        "truncate pms_entry",
        "truncate pms_posting",
    ];
    for sql in FORGERIES.iter().chain(&truncates) {
        let forged = connection.execute(*sql).await;
        assert!(forged.is_err(), "{sql}");
    }
}

const FORGERIES: &[&str] = &[
    "update pms_event set kind = 'forged'",
    "delete from pms_event",
    "update pms_entry set effective_on = '2020-01-01'",
    "delete from pms_entry",
    "update pms_posting set amount_cents = 1",
    "delete from pms_posting",
];

#[tokio::test]
async fn a_closed_store_has_let_go_of_its_file() {
    let folder = Folder::new("closed");
    let store = Sqlite::open(folder.file()).await.unwrap();
    let work = Work::new(fresh());
    store.commit(work.nth(1, 0)).await.unwrap();
    let mut log = folder.file().into_os_string();
    log.push("-wal");
    assert!(Path::new(&log).exists());
    store.close().await;
    assert!(
        !Path::new(&log).exists(),
        "the last connection takes the log with it"
    );
    let refused = store.commit(work.nth(2, 0)).await.unwrap_err();
    assert!(matches!(refused, CommitError::Retryable), "{refused:?}");
    store.close().await;
    let again = Sqlite::open(folder.file()).await.unwrap();
    assert!(work.is_kept(&again, 1).await);
}

#[tokio::test]
async fn tables_of_a_later_release_are_left_alone() {
    let folder = Folder::new("later");
    Sqlite::open(folder.file()).await.unwrap().close().await;
    let mut file = connect(&folder.file()).await;
    file.execute("insert into pms_migration (number) values (999)")
        .await
        .unwrap();
    let refused = Sqlite::open(folder.file()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer(999)), "{refused:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let folder = Folder::new("no-database");
    let text = "not a database, but long enough to have a header ".repeat(100);
    std::fs::write(folder.file(), &text).unwrap();
    let refused = Sqlite::open(folder.file()).await.unwrap_err();
    assert_eq!(refused.code(), "storage.database");
    assert_eq!(std::fs::read_to_string(folder.file()).unwrap(), text);
}

/// Source: 45 CFR 164.312(e), transmission security.
#[tokio::test]
async fn a_server_elsewhere_is_not_reached_in_plain_text() {
    for url in [
        "postgres://pms@db.example/pms",
        "postgres://pms@db.example/pms?sslmode=require",
        "postgres://pms@192.0.2.7/pms?sslmode=prefer",
    ] {
        let refused = Postgres::open(url).await.unwrap_err();
        assert!(matches!(refused, OpenError::Plain), "{url}: {refused:?}");
    }
}

#[test]
fn a_store_needs_a_runtime() {
    let folder = Folder::new("no-runtime");
    let mut open = std::pin::pin!(Sqlite::open(folder.file()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(refused)) = open.as_mut().poll(&mut context) else {
        panic!("opened without a runtime");
    };
    assert_eq!(refused.code(), "storage.no_runtime");
}

/// What the host writes and what the practice writes are kept together or not at all.
#[tokio::test]
async fn a10_the_hosts_transaction_is_joined() {
    let Some(url) = server("the host's transaction on postgres") else {
        return;
    };
    let store = Postgres::open(&url).await.unwrap();
    let mut host = PgConnection::connect(&url).await.unwrap();
    host.execute("create temporary table visit (n bigint)")
        .await
        .unwrap();
    let work = Work::new(fresh());

    let mut change = host.begin().await.unwrap();
    change
        .execute("insert into visit values (1)")
        .await
        .unwrap();
    commit_in(&mut change, work.nth(1, 0)).await.unwrap();
    change.rollback().await.unwrap();
    assert!(!work.is_kept(&store, 1).await);
    assert_eq!(visits(&mut host).await, 0);

    let mut change = host.begin().await.unwrap();
    change
        .execute("insert into visit values (1)")
        .await
        .unwrap();
    commit_in(&mut change, work.nth(1, 0)).await.unwrap();
    change.commit().await.unwrap();
    assert!(work.is_kept(&store, 1).await);
    assert_eq!(visits(&mut host).await, 1);

    let mut change = host.begin().await.unwrap();
    change
        .execute("insert into visit values (2)")
        .await
        .unwrap();
    let mut wants_the_same = work.nth(2, 0);
    wants_the_same.take = vec![work.taking(3, 2)];
    let refused = commit_in(&mut change, wants_the_same).await.unwrap_err();
    assert!(matches!(refused, CommitError::ClaimTaken { .. }));
    change.commit().await.unwrap();
    assert!(!work.is_kept(&store, 2).await);
    assert_eq!(
        visits(&mut host).await,
        2,
        "a refusal leaves the host's rows"
    );
}

async fn visits(host: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select count(*) from visit")
        .fetch_one(host)
        .await
        .unwrap()
}

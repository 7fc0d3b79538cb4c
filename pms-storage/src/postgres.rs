//! A server that several machines share.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pms_core::id::{PracticeId, Uuid};
use pms_core::store::{
    Answers, Capabilities, CommitBatch, CommitError, Cursor, Event, Key, Leased, Page, Question,
    Receipt, Scan, Stamp, Store, StoreError,
};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row as _, SqlSafeStr, TypeInfo, ValueRef};
use tokio::runtime::Handle;

use crate::engine::{Engine, Value, bound};
use crate::fault::{Fault, OpenError};
use crate::row::Row;
use crate::schema::{PG_WORDS, Set};
use crate::{answer, outbox, page, row, schema, sql, unit};

/// A store on a Postgres server, 15 or newer, in the tables `pms_*` of the connection's schema.
///
/// Places are taken in one order by inserts that give way instead of waiting in a circle, so that
/// writers who want the same time queue and one gets it. Decisions are read from the server that is
/// written to; do not point the store at a replica.
#[derive(Clone, Debug)]
pub struct Postgres {
    runtime: Handle,
    pool: PgPool,
}

impl Postgres {
    /// Connects to a server and brings its tables up to date. On another machine, `sslmode` must be
    /// `verify-full` (and the host's build of sqlx must have TLS).
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    ///
    /// Source: 45 CFR 164.312(e), transmission security.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let options: PgConnectOptions = url.parse()?;
        let host = options.get_host();
        let here = options.get_socket().is_some()
            || host.starts_with('/')
            || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(&host);
        if !here && !matches!(options.get_ssl_mode(), PgSslMode::VerifyFull) {
            return Err(OpenError::Plain);
        }
        let options = options
            .application_name("pms")
            .options([("idle_in_transaction_session_timeout", "60s")])
            .statement_cache_capacity(128)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(20))
            .connect_with(options)
            .await?;
        Self::on(pool).await
    }

    /// A store on a pool that the host has made, with its TLS, its limits and its schema.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub async fn on(pool: PgPool) -> Result<Self, OpenError> {
        let runtime = Handle::try_current().map_err(|_| OpenError::NoRuntime)?;
        bring_up(&pool, "pms_migration", &PG_WORDS.tables()).await?;
        Ok(Self { runtime, pool })
    }

    /// Adds what Postgres can hold beyond the portable tables: an exclusion constraint behind the
    /// places, and row-level security, by which a transaction sees the rows of one practice alone.
    ///
    /// It takes the owner of the tables, who may create the extension `btree_gist`. The library may
    /// work as a role that owns nothing and is granted select, insert, update and delete. No answer
    /// changes; a second time changes nothing.
    ///
    /// # Errors
    ///
    /// [`OpenError::Database`]; [`OpenError::Newer`].
    pub async fn harden(&self) -> Result<(), OpenError> {
        bring_up(&self.pool, "pms_hardening", &Set::hardening()).await
    }

    /// Closes the pool once what is under way has ended.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Keeps a batch within a transaction that the host has begun on its own connection, so that the
/// host's rows and the practice's are kept together or not at all. A refusal leaves the transaction
/// as it was before; it is the host who commits.
///
/// The future must not be dropped half-way: run it in the task that owns the connection.
///
/// # Errors
///
/// As [`Store::commit`]; what the host's own COMMIT says comes on top.
pub async fn commit_in(
    connection: &mut PgConnection,
    batch: CommitBatch,
) -> Result<Receipt, CommitError> {
    let batch = batch.checked()?;
    run(connection, "savepoint pms").await?;
    run(connection, of_practice(batch.batch().practice)).await?;
    let receipt = unit::write(&mut On(connection), batch.batch()).await;
    if receipt.is_err() {
        run(connection, "rollback to savepoint pms").await?;
    }
    run(connection, "release savepoint pms").await?;
    receipt
}

#[async_trait]
impl Store for Postgres {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            name: "postgres",
            durable: true,
            shared: true,
        }
    }

    async fn read(
        &self,
        practice: PracticeId,
        questions: &[Question],
    ) -> Result<Answers, StoreError> {
        let pool = self.pool.clone();
        let questions = questions.to_vec();
        let task = self.runtime.spawn(async move {
            let mut reader = Unit::begin(&pool, SNAPSHOT, practice).await?;
            let answers = answer::read(&mut reader.engine()?, practice, &questions).await;
            reader.end(answers).await.map_err(Ended::into_store)
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }

    async fn commit(&self, batch: CommitBatch) -> Result<Receipt, CommitError> {
        let batch = batch.checked()?;
        let pool = self.pool.clone();
        let task = self.runtime.spawn(async move {
            let practice = batch.batch().practice;
            let mut unit = Unit::begin(&pool, WRITE, practice).await?;
            let receipt = unit::write(&mut unit.engine()?, batch.batch()).await;
            unit.end(receipt).await.map_err(Ended::into_commit)
        });
        task.await.unwrap_or(Err(CommitError::Unknown))
    }

    async fn scan(
        &self,
        practice: PracticeId,
        scan: &Scan,
        after: Option<&Cursor>,
        most: u32,
    ) -> Result<Page, StoreError> {
        let pool = self.pool.clone();
        let (scan, after) = (scan.clone(), after.copied());
        let task = self.runtime.spawn(async move {
            let mut reader = Unit::begin(&pool, SNAPSHOT, practice).await?;
            let mut engine = reader.engine()?;
            let page = page::scan(&mut engine, practice, &scan, after.as_ref(), most).await;
            reader.end(page).await.map_err(Ended::into_store)
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }

    async fn outbox_claim(
        &self,
        practice: PracticeId,
        now: DateTime<Utc>,
        lease: Duration,
        most: u32,
    ) -> Result<Vec<Leased>, StoreError> {
        let now = Stamp::from(now);
        let until = now.later(lease)?;
        let pool = self.pool.clone();
        let task = self.runtime.spawn(async move {
            let mut unit = Unit::begin(&pool, WRITE, practice).await?;
            let lent = outbox::lend(&mut unit.engine()?, practice, now, until, most).await;
            unit.end(lent).await.map_err(Ended::into_store)
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }

    async fn outbox_ack(&self, practice: PracticeId, ids: &[Uuid]) -> Result<(), StoreError> {
        let pool = self.pool.clone();
        let ids = ids.to_vec();
        let task = self.runtime.spawn(async move {
            let mut unit = Unit::begin(&pool, WRITE, practice).await?;
            let forgotten = outbox::forget(&mut unit.engine()?, practice, &ids).await;
            unit.end(forgotten).await.map_err(Ended::into_store)
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }

    async fn journal(
        &self,
        practice: PracticeId,
        stream: Key,
        after: u64,
        most: u32,
    ) -> Result<Vec<Event>, StoreError> {
        let pool = self.pool.clone();
        let task = self.runtime.spawn(async move {
            let mut reader = Unit::begin(&pool, SNAPSHOT, practice).await?;
            let mut engine = reader.engine()?;
            let events = answer::journal(&mut engine, practice, stream, after, most).await;
            reader.end(events).await.map_err(Ended::into_store)
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

/// Each statement sees what was kept before it; rows that matter are locked or compared.
const WRITE: &str = "begin isolation level read committed";
const SNAPSHOT: &str = "begin isolation level repeatable read read only";

/// A connection inside a transaction. It goes back to the pool only when the server has said that
/// the transaction is over; however else it ends, the connection is thrown away.
struct Unit {
    connection: Option<PoolConnection<sqlx::Postgres>>,
}

/// How a unit of work failed.
enum Ended<E> {
    /// Before COMMIT was sent: surely not kept.
    Before(E),
    /// COMMIT was refused: not kept.
    Refused(Fault),
    /// The connection was lost while COMMIT was under way.
    InCommit,
}

impl Ended<CommitError> {
    fn into_commit(self) -> CommitError {
        match self {
            Self::Before(error) => error,
            Self::Refused(fault) => fault.into(),
            Self::InCommit => CommitError::Unknown,
        }
    }
}

impl Ended<StoreError> {
    fn into_store(self) -> StoreError {
        match self {
            Self::Before(error) => error,
            Self::Refused(fault) => fault.into(),
            Self::InCommit => StoreError::Unavailable,
        }
    }
}

impl Unit {
    /// Begins a transaction that sees one practice, in one round trip.
    async fn begin(pool: &PgPool, sql: &'static str, practice: PracticeId) -> Result<Self, Fault> {
        let connection = Some(pool.acquire().await?);
        let mut unit = Self { connection };
        let named = of_practice(practice).0;
        unit.run(AssertSqlSafe(format!("{sql}; {named}"))).await?;
        Ok(unit)
    }

    /// Keeps what went well, takes back what did not.
    async fn end<T, E>(mut self, done: Result<T, E>) -> Result<T, Ended<E>> {
        let sql = if done.is_ok() { "commit" } else { "rollback" };
        let ended = self.run(sql).await;
        if ended.is_ok() {
            drop(self.connection.take());
        }
        let done = done.map_err(Ended::Before)?;
        match ended {
            Ok(()) => Ok(done),
            Err(Fault::Lost) => Err(Ended::InCommit),
            Err(fault) => Err(Ended::Refused(fault)),
        }
    }

    async fn run(&mut self, sql: impl SqlSafeStr) -> Result<(), Fault> {
        run(self.connection.as_mut().ok_or(Fault::Lost)?, sql).await
    }

    fn engine(&mut self) -> Result<On<'_>, Fault> {
        let connection = self.connection.as_mut().ok_or(Fault::Lost)?;
        Ok(On(connection))
    }
}

impl Drop for Unit {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(connection.detach());
        }
    }
}

/// Names the practice whose rows the transaction sees, where row-level security asks.
fn of_practice(practice: PracticeId) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("set local pms.practice = '{practice}'"))
}

async fn run(connection: &mut PgConnection, sql: impl SqlSafeStr) -> Result<(), Fault> {
    sqlx::raw_sql(sql).execute(connection).await?;
    Ok(())
}

/// Brings a set of migrations up to date, whoever else does at the same moment.
async fn bring_up(pool: &PgPool, table: &str, set: &Set) -> Result<(), OpenError> {
    let mut connection = pool.acquire().await?;
    let mut tries = 0;
    while let Err(error) = migrate(&mut connection, table, set).await {
        tries += 1;
        if tries == 5 || !is_race(&error) {
            return Err(error);
        }
    }
    Ok(())
}

/// What is left of a set of migrations, all or nothing. Who may not make tables does not try to.
async fn migrate(connection: &mut PgConnection, table: &str, set: &Set) -> Result<(), OpenError> {
    let mut change = connection.begin().await?;
    let there: Option<String> = sqlx::query_scalar("select to_regclass($1)::text")
        .bind(table)
        .fetch_one(&mut *change)
        .await?;
    if there.is_none() {
        sqlx::raw_sql(set.make).execute(&mut *change).await?;
    }
    schema::catch_up!(change, set);
    Ok(())
}

/// Another process made the tables at the same moment.
fn is_race(error: &OpenError) -> bool {
    let OpenError::Database(sqlx::Error::Database(database)) = error else {
        return false;
    };
    let code = database.code();
    code.is_some_and(|code| ["23505", "42P07", "42710", "42723"].contains(&&*code))
}

struct On<'c>(&'c mut PgConnection);

impl Engine for On<'_> {
    const GUARD: &'static str = sql::GUARD_FOR_UPDATE;

    async fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Fault> {
        let done = bound!(sql, values, core::convert::identity)
            .execute(&mut *self.0)
            .await?;
        Ok(done.rows_affected())
    }

    async fn fetch(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        let rows = bound!(sql, values, core::convert::identity)
            .fetch_all(&mut *self.0)
            .await?;
        rows.iter().map(cells).collect()
    }
}

fn cells(row: &PgRow) -> Result<Row, Fault> {
    row::cells!(row, "INT8" => Int, "TEXT" => Text, "BYTEA" => Bytes, "UUID" => Id)
}

//! One file on this machine.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pms_core::id::{PracticeId, Uuid};
use pms_core::store::{
    Answers, Capabilities, CommitBatch, CommitError, Cursor, Event, Key, Leased, Page, Question,
    Receipt, Scan, Stamp, Store, StoreError,
};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row as _, TypeInfo, ValueRef};
use tokio::runtime::Handle;
use tokio::sync::Mutex;

use crate::engine::{Engine, Value, bound};
use crate::fault::{Fault, OpenError};
use crate::row::Row;
use crate::{answer, outbox, page, row, schema, sql, unit};

/// A store in one file, with the SQLite that is built into this crate.
///
/// One connection writes, so that writers in this process queue instead of colliding; others read
/// meanwhile. Writers in other processes are waited for. What is kept survives a loss of power
/// (write-ahead log, synced at each commit).
///
/// ```
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// use pms_core::store::Store;
/// use pms_storage::sqlite::Sqlite;
///
/// let folder = std::env::temp_dir().join(format!("pms-doc-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let store = Sqlite::open(folder.join("practice.db")).await?;
/// assert!(store.capabilities().durable);
/// # store.close().await;
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sqlite {
    runtime: Handle,
    writer: Arc<Mutex<Writer>>,
    readers: SqlitePool,
}

/// The one connection that writes; none once the store is closed.
type Writer = Option<SqliteConnection>;

/// The oldest SQLite that does not damage a database whose log two connections reset at once.
///
/// Source: sqlite.org/wal.html, the WAL-reset bug.
const OLDEST: (u32, u32, u32) = (3, 51, 3);

/// How long another process may keep the file locked.
const PATIENCE: Duration = Duration::from_secs(20);

impl Sqlite {
    /// Opens the file, makes it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        let runtime = Handle::try_current().map_err(|_| OpenError::NoRuntime)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .busy_timeout(PATIENCE)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .statement_cache_capacity(128)
            .disable_statement_logging();
        let mut writer = options.connect().await?;
        sound(&mut writer).await?;
        migrate(&mut writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true))
            .await?;
        let writer = Arc::new(Mutex::new(Some(writer)));
        Ok(Self {
            runtime,
            writer,
            readers,
        })
    }

    /// Lets go of the file once what is under way has ended. Whatever is asked of the store from
    /// then on finds no connection.
    pub async fn close(&self) {
        self.readers.close().await;
        let writer = Arc::clone(&self.writer);
        let task = self.runtime.spawn(async move {
            if let Some(mut writer) = writer.lock().await.take() {
                let checkpoint = sqlx::query("pragma wal_checkpoint(truncate)");
                let _left_to_the_next = checkpoint.execute(&mut writer).await;
                let _gone = writer.close().await;
            }
        });
        let _closed = task.await;
    }
}

#[async_trait]
impl Store for Sqlite {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            name: "sqlite",
            durable: true,
            shared: true,
        }
    }

    async fn read(
        &self,
        practice: PracticeId,
        questions: &[Question],
    ) -> Result<Answers, StoreError> {
        let readers = self.readers.clone();
        let questions = questions.to_vec();
        let task = self.runtime.spawn(async move {
            let mut reader = readers.acquire().await.map_err(Fault::from)?;
            run(&mut reader, "begin").await?;
            let answers = answer::read(&mut On(&mut reader), practice, &questions).await;
            end(&mut reader, answers).await
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }

    async fn commit(&self, batch: CommitBatch) -> Result<Receipt, CommitError> {
        let batch = batch.checked()?;
        let writer = Arc::clone(&self.writer);
        let task = self.runtime.spawn(async move {
            let mut writer = writer.lock().await;
            let writer = begin(&mut writer).await?;
            let receipt = unit::write(&mut On(writer), batch.batch()).await;
            end(writer, receipt).await
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
        let readers = self.readers.clone();
        let (scan, after) = (scan.clone(), after.copied());
        let task = self.runtime.spawn(async move {
            let mut reader = readers.acquire().await.map_err(Fault::from)?;
            page::scan(&mut On(&mut reader), practice, &scan, after.as_ref(), most).await
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
        let writer = Arc::clone(&self.writer);
        let task = self.runtime.spawn(async move {
            let mut writer = writer.lock().await;
            let writer = begin(&mut writer).await?;
            let lent = outbox::lend(&mut On(writer), practice, now, until, most).await;
            end(writer, lent).await
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }

    async fn outbox_ack(&self, practice: PracticeId, ids: &[Uuid]) -> Result<(), StoreError> {
        let ids = ids.to_vec();
        let writer = Arc::clone(&self.writer);
        let task = self.runtime.spawn(async move {
            let mut writer = writer.lock().await;
            let writer = begin(&mut writer).await?;
            let forgotten = outbox::forget(&mut On(writer), practice, &ids).await;
            end(writer, forgotten).await
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
        let readers = self.readers.clone();
        let task = self.runtime.spawn(async move {
            let mut reader = readers.acquire().await.map_err(Fault::from)?;
            answer::journal(&mut On(&mut reader), practice, stream, after, most).await
        });
        task.await.unwrap_or(Err(StoreError::Unavailable))
    }
}

/// A transaction that writes from its first statement, so that it never has to start over. What an
/// earlier one may have left open is taken back first.
async fn begin(writer: &mut Writer) -> Result<&mut SqliteConnection, Fault> {
    let writer = writer.as_mut().ok_or(Fault::Lost)?;
    match run(writer, "begin immediate").await {
        Ok(()) => Ok(writer),
        Err(Fault::Busy) => Err(Fault::Busy),
        Err(_) => {
            let _nothing_open = run(writer, "rollback").await;
            run(writer, "begin immediate").await?;
            Ok(writer)
        }
    }
}

/// Keeps what went well, takes back what did not.
async fn end<T, E: From<Fault>>(
    connection: &mut SqliteConnection,
    done: Result<T, E>,
) -> Result<T, E> {
    let kept = match &done {
        Ok(_) => run(connection, "commit").await,
        Err(_) => Err(Fault::Busy),
    };
    if kept.is_err() {
        let _nothing_open = run(connection, "rollback").await;
    }
    let done = done?;
    kept?;
    Ok(done)
}

async fn run(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), Fault> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

/// The SQLite that is linked, which another crate may have brought.
async fn sound(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let version: String = sqlx::query_scalar("select sqlite_version()")
        .fetch_one(connection)
        .await?;
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    if (part(), part(), part()) < OLDEST {
        return Err(OpenError::TooOld(version));
    }
    Ok(())
}

/// Brings the tables up to date; of several processes that open the file at once, one does.
async fn migrate(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let mut change = connection.begin_with("begin immediate").await?;
    let set = schema::SQLITE_WORDS.tables();
    sqlx::raw_sql(set.make).execute(&mut *change).await?;
    schema::catch_up!(change, set);
    Ok(())
}

struct On<'c>(&'c mut SqliteConnection);

/// UUIDs are kept as their 16 bytes.
fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

impl Engine for On<'_> {
    const GUARD: &'static str = sql::VERSION;

    async fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, Fault> {
        let done = bound!(sql, values, bytes).execute(&mut *self.0).await?;
        Ok(done.rows_affected())
    }

    async fn fetch(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        let rows = bound!(sql, values, bytes).fetch_all(&mut *self.0).await?;
        rows.iter().map(cells).collect()
    }
}

fn cells(row: &SqliteRow) -> Result<Row, Fault> {
    row::cells!(row, "INTEGER" => Int, "TEXT" => Text, "BLOB" => Bytes)
}

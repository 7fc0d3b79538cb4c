use sqlx::AssertSqlSafe;
use sqlx::SqlSafeStr;
use sqlx::SqlStr;

const BASE: &[&str] = &[include_str!("../migrations/base/0001_books.sql")];
#[cfg(feature = "sqlite")]
const SQLITE: &[&str] = &[include_str!("../migrations/sqlite/0001_append_only.sql")];
#[cfg(feature = "postgres")]
const PG: &[&str] = &[include_str!("../migrations/pg/0001_append_only.sql")];

/// An engine's words for the types of the base tables.
pub(crate) struct Words {
    id: &'static str,
    int: &'static str,
    text: &'static str,
    bytes: &'static str,
    table: &'static str,
    keyed: &'static str,
    hardening: &'static [&'static str],
}

#[cfg(feature = "sqlite")]
pub(crate) const SQLITE_WORDS: Words = Words {
    id: "blob",
    int: "integer",
    text: "text",
    bytes: "blob",
    table: " strict",
    keyed: " strict, without rowid",
    hardening: SQLITE,
};

#[cfg(feature = "postgres")]
pub(crate) const PG_WORDS: Words = Words {
    id: "uuid",
    int: "bigint",
    text: "text",
    bytes: "bytea",
    table: "",
    keyed: "",
    hardening: PG,
};

impl Words {
    /// The migrations that come after `done`, each with its number: first the portable tables, then
    /// what only this engine has.
    pub(crate) fn after(&self, done: i64) -> impl Iterator<Item = (i64, SqlStr)> {
        let pairs = BASE.iter().zip(self.hardening);
        (1..)
            .zip(pairs)
            .filter(move |(number, _)| *number > done)
            .map(|(number, (base, hardening))| {
                let base = base
                    .replace("{id}", self.id)
                    .replace("{int}", self.int)
                    .replace("{text}", self.text)
                    .replace("{bytes}", self.bytes)
                    .replace("{table}", self.table)
                    .replace("{keyed}", self.keyed);
                let text = format!("{base}\n{hardening}");
                (number, AssertSqlSafe(text).into_sql_str())
            })
    }

    /// The number of the last migration.
    pub(crate) fn newest() -> i64 {
        i64::try_from(BASE.len()).unwrap_or(i64::MAX)
    }
}

/// Which migrations were done.
pub(crate) const TABLE: &str =
    "create table if not exists pms_migration (number bigint primary key)";
pub(crate) const DONE: &str = "select coalesce(max(number), 0) from pms_migration";
pub(crate) const NOTE: &str = "insert into pms_migration (number) values ($1)";

/// Applies what the database does not have yet, within the transaction that notes it, and commits.
macro_rules! catch_up {
    ($change:expr, $words:expr) => {{
        let done: i64 = sqlx::query_scalar($crate::schema::DONE)
            .fetch_one(&mut *$change)
            .await?;
        if done > $crate::schema::Words::newest() {
            return Err($crate::fault::OpenError::Newer(done));
        }
        for (number, text) in $words.after(done) {
            sqlx::raw_sql(text).execute(&mut *$change).await?;
            sqlx::query($crate::schema::NOTE)
                .bind(number)
                .execute(&mut *$change)
                .await?;
        }
        $change.commit().await?;
    }};
}
pub(crate) use catch_up;

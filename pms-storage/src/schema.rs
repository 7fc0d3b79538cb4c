use sqlx::AssertSqlSafe;
use sqlx::SqlSafeStr;
use sqlx::SqlStr;

const BASE: &[&str] = &[include_str!("../migrations/base/0001_books.sql")];
#[cfg(feature = "sqlite")]
const SQLITE: &[&str] = &[include_str!("../migrations/sqlite/0001_append_only.sql")];
#[cfg(feature = "postgres")]
const PG: &[&str] = &[include_str!("../migrations/pg/0001_append_only.sql")];
#[cfg(feature = "postgres")]
const HARDENING: &[&str] = &[
    include_str!("../migrations/hardening/0001_exclusion.sql"),
    include_str!("../migrations/hardening/0002_practice.sql"),
];

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
    /// The migrations of the tables: first the portable tables, then what only this engine has.
    pub(crate) fn tables(&self) -> Set {
        let pairs = BASE.iter().zip(self.hardening);
        let texts = pairs.map(|(base, hardening)| {
            let base = base
                .replace("{id}", self.id)
                .replace("{int}", self.int)
                .replace("{text}", self.text)
                .replace("{bytes}", self.bytes)
                .replace("{table}", self.table)
                .replace("{keyed}", self.keyed);
            AssertSqlSafe(format!("{base}\n{hardening}")).into_sql_str()
        });
        Set {
            make: "create table if not exists pms_migration (number bigint primary key)",
            done: "select coalesce(max(number), 0) from pms_migration",
            note: "insert into pms_migration (number) values ($1)",
            texts: texts.collect(),
        }
    }
}

/// Migrations that are done one after the other, each once, and the table that notes which were.
pub(crate) struct Set {
    pub(crate) make: &'static str,
    pub(crate) done: &'static str,
    pub(crate) note: &'static str,
    texts: Vec<SqlStr>,
}

impl Set {
    /// What Postgres can hold beyond the portable tables, for who wants it.
    #[cfg(feature = "postgres")]
    pub(crate) fn hardening() -> Self {
        Self {
            make: "create table if not exists pms_hardening (number bigint primary key)",
            done: "select coalesce(max(number), 0) from pms_hardening",
            note: "insert into pms_hardening (number) values ($1)",
            texts: HARDENING.iter().map(|text| text.into_sql_str()).collect(),
        }
    }

    /// The migrations that come after `done`, each with its number.
    pub(crate) fn after(&self, done: i64) -> impl Iterator<Item = (i64, SqlStr)> {
        let numbered = (1..).zip(self.texts.iter().cloned());
        numbered.filter(move |(number, _)| *number > done)
    }

    /// The number of the last migration.
    pub(crate) fn newest(&self) -> i64 {
        i64::try_from(self.texts.len()).unwrap_or(i64::MAX)
    }
}

/// Applies what the database does not have yet, within the transaction that notes it, and commits.
macro_rules! catch_up {
    ($change:expr, $set:expr) => {{
        let done: i64 = sqlx::query_scalar($set.done)
            .fetch_one(&mut *$change)
            .await?;
        if done > $set.newest() {
            return Err($crate::fault::OpenError::Newer(done));
        }
        for (number, text) in $set.after(done) {
            sqlx::raw_sql(text).execute(&mut *$change).await?;
            sqlx::query($set.note)
                .bind(number)
                .execute(&mut *$change)
                .await?;
        }
        $change.commit().await?;
    }};
}
pub(crate) use catch_up;

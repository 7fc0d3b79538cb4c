use pms_core::store::{CommitError, StoreError};

/// What went wrong in a database, before anyone asks what it means for a batch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    /// Locked, deadlocked, not serialisable, out of connections: nothing was kept.
    Busy,
    /// The connection is gone; nothing was kept unless COMMIT was under way.
    Lost,
    /// No space is left.
    Full,
    /// The database user may not do it.
    Denied,
    /// What is there is not what this library wrote, or cannot be read.
    Damaged,
}

impl From<Fault> for CommitError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Busy | Fault::Lost => Self::Retryable,
            Fault::Full => Self::Full,
            Fault::Denied => Self::Denied,
            Fault::Damaged => Self::Corrupt,
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Busy | Fault::Lost | Fault::Full => Self::Unavailable,
            Fault::Denied => Self::Denied,
            Fault::Damaged => Self::Damaged,
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => {
                let code = database.code();
                code.map_or(Self::Damaged, |code| Self::of_code(&code))
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_) => Self::Lost,
            _ => Self::Damaged,
        }
    }
}

impl Fault {
    /// An SQLSTATE, or an extended result code of SQLite in decimals.
    ///
    /// Source: PostgreSQL, Appendix A; SQLite, Result and Error Codes.
    fn of_code(code: &str) -> Self {
        if let Ok(extended) = code.parse::<u32>()
            && code.len() < 5
        {
            return match extended & 0xff {
                5 | 6 => Self::Busy,
                3 | 8 | 23 => Self::Denied,
                13 => Self::Full,
                10 | 14 => Self::Lost,
                _ => Self::Damaged,
            };
        }
        match code {
            "40001" | "40P01" | "55P03" | "53300" | "57014" => Self::Busy,
            "53100" | "53200" | "53400" => Self::Full,
            "42501" | "28000" | "28P01" | "25006" => Self::Denied,
            code if code.starts_with("08") || code.starts_with("57P") => Self::Lost,
            code if code.starts_with("25P") => Self::Lost,
            _ => Self::Damaged,
        }
    }
}

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The linked SQLite is older than 3.51.3, which may damage a database in write-ahead mode.
    #[error("SQLite {0} is too old; 3.51.3 or newer is needed")]
    TooOld(String),
    /// A server elsewhere must be reached through TLS with its certificate verified.
    #[error("a server on another machine needs sslmode=verify-full")]
    Plain,
    /// A later release of the library has changed the tables.
    #[error("the tables are those of a later release ({0})")]
    Newer(i64),
    /// There is no tokio runtime to work on.
    #[error("a store is opened inside a tokio runtime")]
    NoRuntime,
    /// The database refuses, or cannot be reached.
    #[error("the database cannot be opened")]
    Database(#[source] sqlx::Error),
}

impl OpenError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooOld(_) => "storage.too_old",
            Self::Plain => "storage.plain",
            Self::Newer(_) => "storage.newer",
            Self::NoRuntime => "storage.no_runtime",
            Self::Database(_) => "storage.database",
        }
    }
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    #[rustfmt::skip] // a table
    fn a_code_tells_whether_to_try_again() {
        check("40001", Fault::Busy);    // serialization failure
        check("40P01", Fault::Busy);    // deadlock
        check("5",     Fault::Busy);    // SQLITE_BUSY
        check("517",   Fault::Busy);    // SQLITE_BUSY_SNAPSHOT
        check("53100", Fault::Full);    // disk full
        check("13",    Fault::Full);    // SQLITE_FULL
        check("42501", Fault::Denied);  // insufficient privilege
        check("8",     Fault::Denied);  // SQLITE_READONLY
        check("1544",  Fault::Denied);  // SQLITE_READONLY_DIRECTORY
        check("08006", Fault::Lost);    // connection failure
        check("57P01", Fault::Lost);    // the administrator shut the server down
        check("23505", Fault::Damaged); // a row that the statements never write twice
        check("11",    Fault::Damaged); // SQLITE_CORRUPT
    }

    #[track_caller]
    fn check(code: &str, wanted: Fault) {
        assert_eq!(Fault::of_code(code), wanted, "{code}");
    }
}

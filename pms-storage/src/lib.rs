//! SQLite and Postgres behind the store of [`pms_core`].
//!
//! [`Sqlite`](sqlite::Sqlite) keeps a practice in one file of the machine; [`Postgres`](postgres::Postgres)
//! shares a server, the host's own pool and, with [`commit_in`](postgres::commit_in), the host's own
//! transaction. Both write the same rows by the same statements: what is written once here is the
//! algorithm, and an engine is no more than a way to run a statement.
//!
//! Each unit of work runs in a task of its own on the runtime that the store was opened in. A future
//! that is dropped half-way leaves its task to finish, so that no connection is left in the middle.
//!
//! Features: `sqlite`, `postgres`.
#![forbid(unsafe_code)]

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod answer;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod engine;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod fault;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod outbox;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod page;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod row;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod schema;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod sql;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod unit;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use fault::OpenError;

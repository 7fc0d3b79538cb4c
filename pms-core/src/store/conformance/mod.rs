//! What every store must do, as plain functions that need no runtime.
//!
//! A maker of a store awaits [`run`] in whatever executor there is and prints the [`Report`]: the
//! same cases, and so the same count, for memory, SQLite, Postgres and a store behind a language
//! border. Each case works in practices of its own, so that a store may be used again.

mod atomicity;
mod cancellation;
mod crowd;
mod desk;
mod documents;
mod idempotency;
mod instants;
mod journals;
mod ledgers;
mod limits;
mod messages;
mod pages;
mod places;
mod reopening;
mod snapshots;
mod suite;
mod tenants;
mod together;
mod versions;

pub use desk::{Desk, Failure};
pub use suite::{Case, Report, Running, Step, cases, run};

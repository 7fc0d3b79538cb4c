use core::fmt;
use core::pin::Pin;
use std::sync::Arc;

use crate::id::Uuid;
use crate::store::contract::Store;

use super::desk::{Desk, Failure};
use super::{
    atomicity, cancellation, crowd, documents, idempotency, instants, journals, ledgers, limits,
    messages, pages, places, reopening, snapshots, tenants, versions,
};

/// A step under way.
#[cfg(not(target_family = "wasm"))]
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;
/// A step under way.
#[cfg(target_family = "wasm")]
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + 'a>>;

/// One step of a case.
pub type Step = for<'a> fn(Desk<'a>) -> Running<'a>;

/// One thing that every store must do.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What it is about.
    pub group: &'static str,
    /// What must be so.
    pub name: &'static str,
    /// What shows it; the store is opened anew between two steps.
    pub steps: &'static [Step],
}

/// Every case, in the order in which they run.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    [
        atomicity::CASES,
        versions::CASES,
        documents::CASES,
        limits::CASES,
        idempotency::CASES,
        places::CASES,
        ledgers::CASES,
        journals::CASES,
        messages::CASES,
        pages::CASES,
        tenants::CASES,
        instants::CASES,
        snapshots::CASES,
        reopening::CASES,
        crowd::CASES,
        cancellation::CASES,
    ]
    .into_iter()
    .flatten()
}

/// How the cases went.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many went well.
    pub passed: usize,
    /// Those that did not, and why.
    pub failed: Vec<(&'static Case, Failure)>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (case, failure) in &self.failed {
            writeln!(f, "{}: {}: {failure}", case.group, case.name)?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed.len())
    }
}

/// Runs every case. `open` opens the store, each time with what was kept in it; a store that does
/// not last gives itself again. `seed` names practices that no earlier run has used.
pub async fn run<F>(seed: Uuid, mut open: impl FnMut() -> F) -> Report
where
    F: Future<Output = Arc<dyn Store>>,
{
    let mut report = Report::default();
    let mut store = open().await;
    for case in cases() {
        let mut done = Ok(());
        for (n, step) in case.steps.iter().enumerate() {
            if n > 0 {
                drop(store);
                store = open().await;
            }
            done = step(Desk::new(&*store, seed, case)).await;
            if done.is_err() {
                break;
            }
        }
        match done {
            Ok(()) => report.passed = report.passed.saturating_add(1),
            Err(failure) => report.failed.push((case, failure)),
        }
    }
    report
}

/// A table of cases: what must be so, and the function that shows it.
macro_rules! table {
    ($group:literal, $desk:ident; $($name:literal => $first:expr $(, then $more:expr)*;)+) => {
        pub(super) const CASES: &[super::suite::Case] = &[$(super::suite::Case {
            group: $group,
            name: $name,
            steps: &[|$desk| Box::pin($first) $(, |$desk| Box::pin($more))*],
        },)+];
    };
}
pub(super) use table;

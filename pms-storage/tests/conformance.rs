//! Every store does what the suite asks, and each counts the same.

#![allow(clippy::print_stdout, reason = "the counts are to be seen")]

mod bench;

use std::sync::Arc;

use bench::{Folder, fresh, server};
use pms_core::store::conformance::{Report, cases, run};
use pms_core::store::{Memory, Store};
use pms_storage::postgres::Postgres;
use pms_storage::sqlite::Sqlite;

#[track_caller]
fn all_passed(name: &str, report: &Report) {
    println!("{name}: {report}");
    assert!(report.failed.is_empty(), "{name}:\n{report}");
    assert_eq!(report.passed, cases().count());
    assert!(report.passed >= 120);
}

#[test]
fn names_are_told_apart() {
    let names: std::collections::BTreeSet<_> =
        cases().map(|case| (case.group, case.name)).collect();
    assert_eq!(names.len(), cases().count());
}

#[tokio::test]
async fn memory() {
    let store: Arc<dyn Store> = Arc::new(Memory::new());
    let report = run(fresh(), || std::future::ready(Arc::clone(&store))).await;
    all_passed("memory", &report);
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    let folder = Folder::new("conformance");
    let report = run(fresh(), || async {
        let store: Arc<dyn Store> = Arc::new(Sqlite::open(folder.file()).await.unwrap());
        store
    });
    all_passed("sqlite", &report.await);
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    let Some(url) = server("postgres conformance") else {
        return;
    };
    let report = run(fresh(), || async {
        let store: Arc<dyn Store> = Arc::new(Postgres::open(&url).await.unwrap());
        store
    });
    all_passed("postgres", &report.await);
}

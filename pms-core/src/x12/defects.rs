//! What tests of checks share: a file without a finding, and rows that each break one thing in it.

use super::check;
use super::check::tests::{broken_claims, broken_payments};
use super::{eligibility, status};

/// The transaction in its envelope, its segments counted.
pub(super) fn file(kind: &str, version: &str, transaction: &str) -> String {
    let count = transaction.matches('~').count();
    let transaction = transaction.replacen("SE*0*", &format!("SE*{count}*"), 1);
    format!(
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260801*1200*^*00501*000000001*0*T*:~\
         GS*{kind}*SENDER*RECEIVER*20260801*1200*1*X*{version}~{transaction}GE*1*1~IEA*1*000000001~"
    )
}

pub(super) fn found(file: &str) -> Vec<String> {
    let checked = check(file.as_bytes());
    let findings = checked.all_findings().into_iter();
    findings.map(|f| format!("{} {}", f.code, f.path)).collect()
}

/// The rows of a table: what stands there, what stands there instead, and the finding with its place.
pub(super) fn defects(table: &str) -> impl Iterator<Item = [&str; 3]> {
    let rows = table.lines().map(str::trim).filter(|row| !row.is_empty());
    rows.map(|row| {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        <[&str; 3]>::try_from(cells).unwrap_or_else(|_| panic!("three cells: {row}"))
    })
}

/// Every row of a table is caught, each at its place.
#[track_caller]
pub(super) fn all_caught(base: &str, envelope: fn(&str) -> String, table: &str) -> usize {
    assert_eq!(found(&envelope(base)), [""; 0], "nothing is wrong before");
    let mut missed = Vec::new();
    let mut rows = 0;
    let broken = broken(base, envelope, table);
    for ([from, to, wanted], broken) in defects(table).zip(broken) {
        rows += 1;
        let found = found(&broken);
        if !found.iter().any(|each| each == wanted) {
            missed.push(format!("{from} | {to} | {wanted}\n    found {found:?}"));
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {rows} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
    rows
}

/// The file with each single defect of a table.
pub(super) fn broken(base: &str, envelope: fn(&str) -> String, table: &str) -> Vec<String> {
    let rows = defects(table).map(|[from, to, _]| {
        let whole = envelope(base);
        // A defect of the envelope stands outside of what is counted.
        match base.contains(from) {
            true => envelope(&base.replacen(from, to, 1)),
            false if whole.contains(from) => whole.replacen(from, to, 1),
            false => panic!("not there: {from}"),
        }
    });
    rows.collect()
}

/// Every row of every table of defects as a file.
pub(super) fn every_broken_file() -> Vec<String> {
    let mut files = broken_claims();
    files.extend(broken_payments());
    files.extend(eligibility::check::tests::broken_files());
    files.extend(status::tests::broken_files());
    files
}

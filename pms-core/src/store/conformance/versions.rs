use crate::access::Noun;
use crate::store::batch::{Expected, Guard, Put};
use crate::store::error::CommitError;
use crate::store::key::Key;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "versions", desk;
    "a new document has version 1" => write(desk, &[(Expected::New, Ok(1))]);
    "a document is new once" => write(desk, &[(Expected::New, Ok(1)), (Expected::New, Err(Some(1)))]);
    "the version that was read goes up by one" =>
        write(desk, &[(Expected::New, Ok(1)), (Expected::Exact(1), Ok(2)), (Expected::Exact(2), Ok(3))]);
    "a version that is gone is refused, and the one found is told" =>
        write(desk, &[(Expected::New, Ok(1)), (Expected::Exact(1), Ok(2)), (Expected::Exact(1), Err(Some(2)))]);
    "a version to come is refused" =>
        write(desk, &[(Expected::New, Ok(1)), (Expected::Exact(2), Err(Some(1)))]);
    "a version of what is not there is refused" => write(desk, &[(Expected::Exact(1), Err(None))]);
    "whatever is there may be nothing" => write(desk, &[(Expected::Any, Ok(1))]);
    "whatever is there goes up by one" =>
        write(desk, &[(Expected::New, Ok(1)), (Expected::Any, Ok(2)), (Expected::Any, Ok(3))]);
    "after a refusal the version found is the one to expect" =>
        write(desk, &[(Expected::Any, Ok(1)), (Expected::Exact(9), Err(Some(1))), (Expected::Exact(1), Ok(2))]);
    "a guard lets through what has not changed" => guard(desk, 1, None);
    "a guard stops at what has changed" => guard(desk, 2, Some(Some(1)));
    "a guard changes nothing" => guard_leaves(desk);
    "a guard stops at what is not there" => guard_missing(desk);
    "of two documents with one stale, neither is written" => neither(desk);
    "two nouns may bear one identifier" => two_nouns(desk);
    "a receipt tells each version, in the order of keys" => told(desk);
    "version 0 is refused" => zero(desk);
    "a document written twice in a batch is refused" => twice(desk);
    "a guard beside a put of the same document is refused" => both(desk);
}

/// Writes one document again and again; each time the new version, or the one found.
async fn write(
    desk: Desk<'_>,
    steps: &[(Expected, Result<u64, Option<u64>>)],
) -> Result<(), Failure> {
    let key = desk.key(Noun::Patient, 1);
    let mut last = None;
    for (n, (expected, wanted)) in steps.iter().enumerate() {
        let mut batch = desk.batch(&format!("write {n}"));
        let mut document = desk.plain(Noun::Patient, 1);
        document.body = format!("{n}").into_bytes();
        let body = document.body.clone();
        batch.puts.push(Put {
            document,
            expected: *expected,
        });
        let done = desk.store.commit(batch).await;
        let found = match done {
            Ok(receipt) => Ok(receipt.version(key).unwrap_or(0)),
            Err(CommitError::VersionConflict { key: of, found }) => {
                same("the document refused", of, key)?;
                Err(found)
            }
            Err(error) => return Err(error.into()),
        };
        same("the outcome", found, *wanted)?;
        if let Ok(version) = wanted {
            last = Some((*version, body));
        }
    }
    let kept = desk.document(key).await?;
    same(
        "what is kept",
        kept.map(|kept| (kept.version, kept.document.body)),
        last,
    )
}

async fn guard(desk: Desk<'_>, version: u64, found: Option<Option<u64>>) -> Result<(), Failure> {
    let key = desk.key(Noun::Schedule, 1);
    desk.put("schedule", desk.plain(Noun::Schedule, 1), Expected::New)
        .await?;
    let mut batch = desk.batch("book");
    batch.guards.push(Guard { key, version });
    let refused = match desk.store.commit(batch).await {
        Ok(_) => None,
        Err(CommitError::VersionConflict { found, .. }) => Some(found),
        Err(error) => return Err(error.into()),
    };
    same("the refusal", refused, found)
}

async fn guard_leaves(desk: Desk<'_>) -> Result<(), Failure> {
    guard(desk, 1, None).await?;
    let kept = desk.document(desk.key(Noun::Schedule, 1)).await?;
    same("the version", kept.map(|kept| kept.version), Some(1))
}

async fn guard_missing(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("book");
    let key = desk.key(Noun::Schedule, 1);
    batch.guards.push(Guard { key, version: 1 });
    let error = desk.refused(batch, "store.version_conflict").await?;
    same(
        "the refusal",
        error,
        CommitError::VersionConflict { key, found: None },
    )
}

async fn neither(desk: Desk<'_>) -> Result<(), Failure> {
    desk.put("first", desk.plain(Noun::Patient, 2), Expected::New)
        .await?;
    let mut batch = desk.batch("both");
    for (n, expected) in [(1, Expected::New), (2, Expected::New), (3, Expected::New)] {
        let document = desk.plain(Noun::Patient, n);
        batch.puts.push(Put { document, expected });
    }
    desk.refused(batch, "store.version_conflict").await?;
    let first = desk.document(desk.key(Noun::Patient, 1)).await?;
    same("the one before", first, None)?;
    let third = desk.document(desk.key(Noun::Patient, 3)).await?;
    same("the one after", third, None)
}

async fn two_nouns(desk: Desk<'_>) -> Result<(), Failure> {
    desk.put("patient", desk.plain(Noun::Patient, 1), Expected::New)
        .await?;
    desk.put("guarantor", desk.plain(Noun::Guarantor, 1), Expected::New)
        .await?;
    let patient = desk.document(desk.key(Noun::Patient, 1)).await?;
    same("the patient", patient.map(|kept| kept.version), Some(1))
}

async fn told(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("many");
    for n in [3, 1, 2] {
        let document = desk.plain(Noun::Charge, n);
        let expected = Expected::New;
        batch.puts.push(Put { document, expected });
    }
    let receipt = desk.keep(batch).await?;
    let wanted: Vec<(Key, u64)> = (1..=3).map(|n| (desk.key(Noun::Charge, n), 1)).collect();
    same("the versions", receipt.versions, wanted)
}

async fn zero(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("zero");
    let document = desk.plain(Noun::Patient, 1);
    let expected = Expected::Exact(0);
    batch.puts.push(Put { document, expected });
    desk.refused(batch, "store.invalid").await?;
    Ok(())
}

async fn twice(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("twice");
    for expected in [Expected::New, Expected::Any] {
        let document = desk.plain(Noun::Patient, 1);
        batch.puts.push(Put { document, expected });
    }
    desk.refused(batch, "store.invalid").await?;
    Ok(())
}

async fn both(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("both");
    let document = desk.plain(Noun::Patient, 1);
    let guard = Guard {
        key: document.key,
        version: 1,
    };
    let expected = Expected::New;
    batch.puts.push(Put { document, expected });
    batch.guards.push(guard);
    desk.refused(batch, "store.invalid").await?;
    Ok(())
}

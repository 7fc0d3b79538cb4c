use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::access::Noun;
use crate::store::batch::{Expected, Put};
use crate::store::key::Stamp;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "instants", desk;
    "the first instant of 1970 is kept" => instant(desk, "1970-01-01T00:00:00Z");
    "the last microsecond before 1970 is kept" => instant(desk, "1969-12-31T23:59:59.999999Z");
    "an instant long ago is kept" => instant(desk, "0001-01-01T00:00:00Z");
    "an instant far ahead is kept" => instant(desk, "9999-12-31T23:59:59.999999Z");
    "a leap day is kept" => instant(desk, "2028-02-29T12:00:00.000001Z");
    "the first instant there is is kept" => edge(desk, Stamp::MIN);
    "the last instant there is is kept" => edge(desk, Stamp::MAX);
    "what is finer than a microsecond is cut off" => finer(desk);
    "the first day there is is kept" => date(desk, NaiveDate::from_ymd_opt(0, 1, 1), true);
    "the last day there is is kept" => date(desk, NaiveDate::from_ymd_opt(9_999, 12, 31), true);
    "a leap day counts" => date(desk, NaiveDate::from_ymd_opt(2_028, 2, 29), true);
    "a day before the first is refused" => date(desk, NaiveDate::from_ymd_opt(-1, 12, 31), false);
    "a day after the last is refused" => date(desk, NaiveDate::from_ymd_opt(10_000, 1, 1), false);
}

async fn instant(desk: Desk<'_>, text: &str) -> Result<(), Failure> {
    let instant: DateTime<Utc> = text.parse().map_err(|_| Failure::new("an instant"))?;
    edge(desk, Stamp::from(instant)).await?;
    let found = desk.document(desk.key(Noun::Hold, 1)).await?;
    let kept = found.and_then(|found| found.document.columns.starts_at);
    same("the instant", kept.map(Stamp::instant), Some(instant))
}

async fn edge(desk: Desk<'_>, stamp: Stamp) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Hold, 1);
    document.columns.starts_at = Some(stamp);
    let mut batch = desk.batch("put");
    batch.audit.at = stamp.instant();
    let expected = Expected::New;
    batch.puts.push(Put { document, expected });
    let receipt = desk.keep(batch).await?;
    same("when it was kept", receipt.at, stamp)?;
    let found = desk.document(desk.key(Noun::Hold, 1)).await?;
    let kept = found.and_then(|found| found.document.columns.starts_at);
    same("the instant", kept, Some(stamp))
}

async fn finer(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("put");
    batch.audit.at += TimeDelta::nanoseconds(999);
    let receipt = desk.keep(batch).await?;
    same("the instant", receipt.at.instant(), desk.nine())
}

async fn date(desk: Desk<'_>, on: Option<NaiveDate>, kept: bool) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Charge, 1);
    document.columns.on = on;
    let mut batch = desk.batch("put");
    let expected = Expected::New;
    batch.puts.push(Put { document, expected });
    if !kept {
        desk.refused(batch, "store.invalid").await?;
        return Ok(());
    }
    desk.keep(batch).await?;
    let found = desk.document(desk.key(Noun::Charge, 1)).await?;
    same(
        "the day",
        found.and_then(|found| found.document.columns.on),
        on,
    )
}

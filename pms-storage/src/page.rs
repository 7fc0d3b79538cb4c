use chrono::{Datelike, NaiveDate};
use pms_core::id::PracticeId;
use pms_core::store::{Cursor, Page, Scan, Stamp, StoreError};

use crate::answer::{document, entries};
use crate::engine::{Engine, Value};
use crate::fault::Fault;
use crate::sql;

/// One page of a scan.
pub(crate) async fn scan<E: Engine>(
    engine: &mut E,
    practice: PracticeId,
    scan: &Scan,
    after: Option<&Cursor>,
    most: u32,
) -> Result<Page, StoreError> {
    scan.check(most)?;
    let practice = Value::Id(practice.uuid());
    let limit = Value::Int(i64::from(most));
    let rows = match scan {
        Scan::Documents { noun, status } => {
            let noun = Value::Text(noun.word());
            let seen = after.map(Cursor::document).transpose()?.map(Value::Id);
            match (status, seen) {
                (None, None) => {
                    let values = [practice, noun, limit];
                    engine.fetch(sql::SCAN_FIRST, &values).await?
                }
                (None, Some(seen)) => {
                    let values = [practice, noun, seen, limit];
                    engine.fetch(sql::SCAN, &values).await?
                }
                (Some(status), None) => {
                    let values = [practice, noun, Value::Text(status), limit];
                    engine.fetch(sql::SCAN_STATUS_FIRST, &values).await?
                }
                (Some(status), Some(seen)) => {
                    let values = [practice, noun, Value::Text(status), seen, limit];
                    engine.fetch(sql::SCAN_STATUS, &values).await?
                }
            }
        }
        Scan::Dated { noun, on } => {
            let noun = Value::Text(noun.word());
            let (first, last) = (ordered(*on.start()), ordered(*on.end()));
            let (first, last) = (Value::Text(&first), Value::Text(&last));
            match after.map(Cursor::dated).transpose()? {
                None => {
                    let values = [practice, noun, first, last, limit];
                    engine.fetch(sql::SCAN_DATED_FIRST, &values).await?
                }
                Some((seen, id)) => {
                    let seen = seen.to_string();
                    let values = [
                        practice,
                        noun,
                        Value::Text(&seen),
                        Value::Id(id),
                        last,
                        limit,
                    ];
                    engine.fetch(sql::SCAN_DATED, &values).await?
                }
            }
        }
        Scan::Entries(as_of) => {
            let recorded = Value::Int(Stamp::from(as_of.recorded).micros());
            let effective = ordered(as_of.effective);
            let effective = Value::Text(&effective);
            let rows = match after.map(Cursor::entry).transpose()? {
                None => {
                    let values = [practice, recorded, effective, limit];
                    engine.fetch(sql::SCAN_ENTRIES_FIRST, &values).await?
                }
                Some((at, id)) => {
                    let (at, id) = (Value::Int(at.micros()), Value::Id(id.uuid()));
                    let values = [practice, at, id, recorded, effective, limit];
                    engine.fetch(sql::SCAN_ENTRIES, &values).await?
                }
            };
            return Ok(Page::of_entries(entries(rows)?, most));
        }
        _ => return Err(StoreError::Invalid("a scan of a later release")),
    };
    let documents: Result<_, Fault> = rows.into_iter().map(document).collect();
    Ok(Page::of_documents(scan, documents?, most))
}

/// A day as text that sorts by time. What is kept has four digits in its year, so a bound beyond
/// them is drawn in to the first or last of those days.
fn ordered(day: NaiveDate) -> String {
    match day.year() {
        ..0 => "0000-01-01".to_owned(),
        0..=9999 => day.to_string(),
        _ => "9999-12-31".to_owned(),
    }
}

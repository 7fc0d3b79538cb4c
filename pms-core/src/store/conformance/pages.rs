use chrono::NaiveDate;

use crate::access::Noun;
use crate::store::batch::Expected;
use crate::store::error::StoreError;
use crate::store::scan::{Cursor, Page, Rows, Scan};
use crate::time::AsOf;

use super::desk::{Desk, Failure, numbers, same};
use super::suite::table;

table! { "pages", desk;
    "documents come by age, page by page" => all(desk, 7, 3);
    "one row a page" => all(desk, 3, 1);
    "as many rows as a page takes" => all(desk, 4, 4);
    "fewer rows than a page takes" => all(desk, 2, 10);
    "a noun without documents has one empty page" => all(desk, 0, 3);
    "a page of nothing is refused" => nothing(desk);
    "a row written behind the cursor is passed over" => behind(desk);
    "a row written before the cursor is met" => ahead(desk);
    "a row changed between pages comes once" => changed(desk);
    "a status has its own pages" => by_status(desk);
    "days have their own pages" => by_day(desk, (1, 2), &[2, 3, 4, 5]);
    "one day has its own pages" => by_day(desk, (1, 1), &[2, 3]);
    "days without documents are empty" => by_day(desk, (8, 9), &[]);
    "days the wrong way round are empty" => by_day(desk, (2, 1), &[]);
    "entries have their own pages" => entries(desk);
    "a cursor is a text and back" => text(desk);
    "a text that is no cursor is refused" => no_cursor(desk);
    "a cursor of another scan is refused" => another(desk);
}

async fn put(desk: Desk<'_>, n: u64) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Charge, n);
    let odd = if n % 2 == 1 { "open" } else { "billed" };
    document.columns.status = Some(odd.to_owned());
    let day = i64::try_from(n / 2).unwrap_or(0);
    document.columns.on = Some(desk.day(day));
    desk.put(&format!("put {n}"), document, Expected::New)
        .await?;
    Ok(())
}

async fn page(
    desk: Desk<'_>,
    scan: &Scan,
    after: Option<&Cursor>,
    most: u32,
) -> Result<Page, Failure> {
    Ok(desk.store.scan(desk.practice(), scan, after, most).await?)
}

/// All rows of a scan, page by page; a store that turns in a circle is stopped.
async fn walk<T>(
    desk: Desk<'_>,
    scan: &Scan,
    most: u32,
    rows: fn(&Page) -> Vec<T>,
) -> Result<Vec<T>, Failure> {
    let mut found = Vec::new();
    let mut after = None;
    for _ in 0..100 {
        let page = page(desk, scan, after.as_ref(), most).await?;
        found.extend(rows(&page));
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(found),
        }
    }
    Err(Failure::new("the pages have no end"))
}

async fn through(desk: Desk<'_>, scan: &Scan, most: u32) -> Result<Vec<u128>, Failure> {
    walk(desk, scan, most, |page| numbers(page.documents())).await
}

fn charges(status: Option<&str>) -> Scan {
    Scan::Documents {
        noun: Noun::Charge,
        status: status.map(str::to_owned),
    }
}

async fn all(desk: Desk<'_>, count: u64, most: u32) -> Result<(), Failure> {
    for n in (1..=count).rev() {
        put(desk, n).await?;
    }
    let found = through(desk, &charges(None), most).await?;
    same("the rows", found, (1..=u128::from(count)).collect())
}

async fn nothing(desk: Desk<'_>) -> Result<(), Failure> {
    let refused = desk
        .store
        .scan(desk.practice(), &charges(None), None, 0)
        .await;
    same(
        "the refusal",
        refused.map_err(|error| error.code()),
        Err("store.invalid"),
    )
}

/// Two of the rows 2, 4, 6, 8 are seen, another is written, and the rest is seen.
async fn between(desk: Desk<'_>, written: u64, wanted: &[u128]) -> Result<(), Failure> {
    for n in [2, 4, 6, 8] {
        put(desk, n).await?;
    }
    let first = page(desk, &charges(None), None, 2).await?;
    put(desk, written).await?;
    let second = page(desk, &charges(None), first.next.as_ref(), 10).await?;
    same("the first page", numbers(first.documents()), vec![2, 4])?;
    same("the second", numbers(second.documents()), wanted.to_vec())
}

async fn behind(desk: Desk<'_>) -> Result<(), Failure> {
    between(desk, 3, &[6, 8]).await
}

async fn ahead(desk: Desk<'_>) -> Result<(), Failure> {
    between(desk, 7, &[6, 7, 8]).await
}

async fn changed(desk: Desk<'_>) -> Result<(), Failure> {
    for n in [2, 4, 6] {
        put(desk, n).await?;
    }
    let first = page(desk, &charges(None), None, 2).await?;
    for n in [2, 6] {
        let document = desk.plain(Noun::Charge, n);
        desk.put(&format!("change {n}"), document, Expected::Exact(1))
            .await?;
    }
    let second = page(desk, &charges(None), first.next.as_ref(), 2).await?;
    same("the second page", numbers(second.documents()), vec![6])
}

async fn by_status(desk: Desk<'_>) -> Result<(), Failure> {
    for n in 1..=7 {
        put(desk, n).await?;
    }
    let open = through(desk, &charges(Some("open")), 2).await?;
    same("open", open, vec![1, 3, 5, 7])?;
    let billed = through(desk, &charges(Some("billed")), 3).await?;
    same("billed", billed, vec![2, 4, 6])?;
    same(
        "void",
        through(desk, &charges(Some("void")), 3).await?,
        vec![],
    )
}

/// Rows 1 to 5 are of the days 0, 1, 1, 2, 2 after the Monday.
async fn by_day(desk: Desk<'_>, (first, last): (i64, i64), wanted: &[u128]) -> Result<(), Failure> {
    for n in (1..=5).rev() {
        put(desk, n).await?;
    }
    let on = desk.day(first)..=desk.day(last);
    let scan = Scan::Dated {
        noun: Noun::Charge,
        on,
    };
    for most in [1, 2, 10] {
        same(
            "the rows",
            through(desk, &scan, most).await?,
            wanted.to_vec(),
        )?;
    }
    Ok(())
}

async fn entries(desk: Desk<'_>) -> Result<(), Failure> {
    for n in 1..=7 {
        let minutes = i64::try_from(n / 2).unwrap_or(0);
        let mut batch = desk.batch(&format!("{n}"));
        batch.entries.push(desk.entry(n, 50, 100, (0, minutes))?);
        desk.keep(batch).await?;
    }
    let scan = Scan::Entries(AsOf {
        effective: desk.day(0),
        recorded: desk.nine() + chrono::TimeDelta::minutes(100),
    });
    let ids = |page: &Page| page.entries().iter().map(|entry| entry.id()).collect();
    let found = walk(desk, &scan, 2, ids).await?;
    same("the entries", found, (1..=7).map(|n| desk.id(n)).collect())
}

/// A cursor of each scan.
async fn cursors(desk: Desk<'_>) -> Result<Vec<(Scan, Cursor)>, Failure> {
    put(desk, 1).await?;
    let mut batch = desk.batch("entry");
    batch.entries.push(desk.entry(1, 50, 100, (0, 0))?);
    desk.keep(batch).await?;
    let on = desk.day(0)..=desk.day(9);
    let as_of = AsOf {
        effective: desk.day(9),
        recorded: desk.nine(),
    };
    let scans = [
        charges(None),
        Scan::Dated {
            noun: Noun::Charge,
            on,
        },
        Scan::Entries(as_of),
    ];
    let mut cursors = Vec::new();
    for scan in scans {
        let page = page(desk, &scan, None, 1).await?;
        let next = page.next.ok_or_else(|| Failure::new("no cursor"))?;
        cursors.push((scan, next));
    }
    Ok(cursors)
}

async fn text(desk: Desk<'_>) -> Result<(), Failure> {
    for (scan, cursor) in cursors(desk).await? {
        let read: Cursor = cursor.to_string().parse()?;
        same("the cursor", read, cursor)?;
        let rest = page(desk, &scan, Some(&read), 10).await?;
        let rows = match rest.rows {
            Rows::Documents(documents) => documents.len(),
            Rows::Entries(entries) => entries.len(),
        };
        same("after the last row", rows, 0)?;
    }
    Ok(())
}

async fn no_cursor(_: Desk<'_>) -> Result<(), Failure> {
    let id = "018f2d5c-0000-7000-8000-000000000001";
    let texts = [
        "",
        "/",
        "@",
        "1@2",
        "2026-02-30/018f2d5c-0000-7000-8000-000000000001",
        "99999999999999999999@018f2d5c-0000-7000-8000-000000000001",
        "9223372036854775807@018f2d5c-0000-7000-8000-000000000001",
        "018f2d5c-0000-7000-8000-00000000000",
    ];
    for text in texts {
        let refused: Result<Cursor, StoreError> = text.parse();
        same(
            text,
            refused.map_err(|error| error.code()),
            Err("store.invalid"),
        )?;
    }
    let sound: Cursor = id.parse()?;
    let date = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default();
    let dated: Cursor = format!("{date}/{id}").parse()?;
    same("two cursors", sound == dated, false)
}

async fn another(desk: Desk<'_>) -> Result<(), Failure> {
    let cursors = cursors(desk).await?;
    for (n, (scan, _)) in cursors.iter().enumerate() {
        for (m, (_, cursor)) in cursors.iter().enumerate() {
            let page = desk
                .store
                .scan(desk.practice(), scan, Some(cursor), 5)
                .await;
            let wanted = if n == m { Ok(()) } else { Err("store.invalid") };
            same(
                "the page",
                page.map(|_| ()).map_err(|error| error.code()),
                wanted,
            )?;
        }
    }
    Ok(())
}

use std::collections::BTreeSet;

use crate::access::{Digest, Noun};
use crate::store::batch::{CommitBatch, Expected, Put};
use crate::store::error::CommitError;
use crate::store::event::verify_events;
use crate::store::key::Key;
use crate::store::receipt::Receipt;

use super::desk::{Desk, Failure, same};
use super::suite::table;
use super::together::together;

/// How many come at once.
const CROWD: u64 = 64;

table! { "crowd", desk;
    "of 64 who want one time, one gets it" => one_wins(desk);
    "64 who want different times all get theirs" => all_win(desk);
    "64 who count one up miss none" => counted(desk);
    "64 who send one command do it once" => one_command(desk);
    "64 who post one event post it once" => one_event(desk);
    "64 who deliver get each message once" => each_once(desk);
    "64 in one journal leave a chain that holds" => one_journal(desk);
    "64 who want two times in either order never wait for ever" => either_order(desk);
    "64 who change places pairwise end in order" => handed_round(desk);
}

/// Sends a batch until the store has an answer: a crowd may be told to come again.
async fn insist(desk: Desk<'_>, batch: CommitBatch) -> Result<Receipt, CommitError> {
    for _ in 0..200 {
        match desk.store.commit(batch.clone()).await {
            Err(error) if error.is_retryable() => {}
            done => return done,
        }
    }
    Err(CommitError::Retryable)
}

async fn one_wins(desk: Desk<'_>) -> Result<(), Failure> {
    let book = |n: u64| async move {
        let mut batch = desk.batch(&format!("book {n}"));
        let cells = (0..6).map(|cell| desk.taking(desk.cell(cell), n));
        batch.take.extend(cells);
        let document = desk.visit(n, 0, 30);
        let expected = Expected::New;
        batch.puts.push(Put { document, expected });
        insist(desk, batch).await
    };
    let done = together((1..=CROWD).map(book)).await;
    let won = done.iter().filter(|done| done.is_ok()).count();
    same("winners", won, 1)?;
    for refused in done.into_iter().filter_map(Result::err) {
        same("the others", refused.code(), "store.claim_taken")?;
    }
    let taken = desk.occupancy(0..6).await?;
    let holders: BTreeSet<_> = taken.iter().map(|taken| taken.holder).collect();
    same("holders", (taken.len(), holders.len()), (6, 1))
}

async fn all_win(desk: Desk<'_>) -> Result<(), Failure> {
    let book = |n: u64| async move {
        let mut batch = desk.batch(&format!("book {n}"));
        let cell = i64::try_from(n).unwrap_or(0);
        batch.take.push(desk.taking(desk.cell(cell), n));
        insist(desk, batch).await
    };
    let done = together((1..=CROWD).map(book)).await;
    same("refused", done.into_iter().find_map(Result::err), None)?;
    same("taken", desk.occupancy(0..100).await?.len(), 64)
}

async fn counted(desk: Desk<'_>) -> Result<(), Failure> {
    desk.put("begin", desk.plain(Noun::Policy, 1), Expected::New)
        .await?;
    let count_up = |n: u64| async move {
        let mut version = 1;
        for _ in 0..10_000 {
            let mut batch = desk.batch(&format!("count {n}"));
            let document = desk.plain(Noun::Policy, 1);
            let expected = Expected::Exact(version);
            batch.puts.push(Put { document, expected });
            match insist(desk, batch).await {
                Err(CommitError::VersionConflict {
                    found: Some(found), ..
                }) => version = found,
                done => return done.map(|_| ()).map_err(Failure::from),
            }
        }
        Err(Failure::new("never my turn"))
    };
    let done = together((1..=CROWD).map(count_up)).await;
    done.into_iter().collect::<Result<Vec<()>, Failure>>()?;
    let found = desk.document(desk.key(Noun::Policy, 1)).await?;
    same(
        "the count",
        found.map(|found| found.version),
        Some(CROWD + 1),
    )
}

async fn one_command(desk: Desk<'_>) -> Result<(), Failure> {
    let send = |_| async move {
        insist(desk, desk.everything("book", 10)?)
            .await
            .map_err(Failure::from)
    };
    let done = together((1..=CROWD).map(send)).await;
    let receipts: Vec<_> = done.into_iter().collect::<Result<_, Failure>>()?;
    let first = receipts.first();
    same(
        "one receipt",
        receipts.iter().all(|receipt| Some(receipt) == first),
        true,
    )?;
    same("of each", desk.count("book", 10).await?, [1; 9])
}

async fn one_event(desk: Desk<'_>) -> Result<(), Failure> {
    let post = |n: u64| async move {
        let mut batch = desk.batch(&format!("post {n}"));
        let charged = desk.entry(1, 50, 100, (0, 0))?;
        let source = charged.source().clone();
        let other = desk.entry(100 + n, 50, 100, (0, 0))?;
        let (day, now) = (desk.day(0), desk.nine());
        batch
            .entries
            .push(other.reversal(desk.id(200 + n), day, now, source));
        let posted = insist(desk, batch).await;
        Ok(posted.map_err(|error| error.code()).err())
    };
    let done = together((1..=CROWD).map(post)).await;
    let refused: Vec<_> = done.into_iter().collect::<Result<_, Failure>>()?;
    let won = refused.iter().filter(|code| code.is_none()).count();
    same("posted", won, 1)?;
    let taken = refused
        .iter()
        .flatten()
        .all(|code| *code == "store.claim_taken");
    same("the others are told", taken, true)
}

async fn each_once(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("send");
    for n in 1..=CROWD {
        let stream = desk.key(Noun::Reminder, n % 8);
        batch.messages.push(desk.message(stream, 100 + n));
    }
    desk.keep(batch).await?;
    let deliver = |_| async move {
        let mut mine = Vec::new();
        for _ in 0..200 {
            match desk.lend(0, 1).await {
                Ok(lent) => mine.extend(lent.into_iter().map(|leased| leased.message.id)),
                Err(_) => continue,
            }
            break;
        }
        mine
    };
    let lent: Vec<_> = together((1..=CROWD).map(deliver)).await.concat();
    let distinct: BTreeSet<_> = lent.iter().collect();
    same("lent once each", distinct.len(), lent.len())?;
    same("one of each stream", lent.len(), 8)
}

async fn one_journal(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = desk.key(Noun::Claim, 1);
    let tell = |n: u64| async move {
        let mut batch = desk.batch(&format!("tell {n}"));
        batch.events.push(desk.happened(stream, "claim.noted"));
        insist(desk, batch).await
    };
    let done = together((1..=CROWD).map(tell)).await;
    same("refused", done.into_iter().find_map(Result::err), None)?;
    for stream in [stream, Key::new(Noun::Actor, desk.actor())] {
        let events = desk.journal(stream).await?;
        same("events", events.len(), 64)?;
        let head = verify_events(desk.practice(), stream, Digest::START, &events);
        same("the chain holds", head.is_ok(), true)?;
    }
    Ok(())
}

async fn either_order(desk: Desk<'_>) -> Result<(), Failure> {
    let book = |n: u64| async move {
        let mut batch = desk.batch(&format!("book {n}"));
        let mut cells = [desk.cell(1), desk.cell(2), desk.number("1")];
        if n.is_multiple_of(2) {
            cells.reverse();
        }
        batch.take.extend(cells.map(|place| desk.taking(place, n)));
        insist(desk, batch).await
    };
    let done = together((1..=CROWD).map(book)).await;
    same(
        "winners",
        done.iter().filter(|done| done.is_ok()).count(),
        1,
    )
}

/// Each hands a cell on to the next, who may be too early; in the end one has it.
async fn handed_round(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("first", [desk.cell(1)], 0).await?;
    let pass = |n: u64| async move {
        for attempt in 0..10_000 {
            let mut batch = desk.batch(&format!("pass {n} {attempt}"));
            batch.release.push(desk.taking(desk.cell(1), n));
            batch.take.push(desk.taking(desk.cell(1), n + 1));
            match insist(desk, batch).await {
                Err(CommitError::ClaimTaken { .. }) => {}
                done => return done.map(|_| ()).map_err(Failure::from),
            }
        }
        Err(Failure::new("never my turn"))
    };
    let done = together((0..8).map(pass)).await;
    done.into_iter().collect::<Result<Vec<()>, Failure>>()?;
    same(
        "the last",
        desk.holder(desk.cell(1)).await?,
        Some(desk.id(8)),
    )
}

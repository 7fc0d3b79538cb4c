use core::time::Duration;

use crate::access::{Digest, Noun};
use crate::id::Uuid;
use crate::store::event::verify_events;
use crate::store::key::Key;
use crate::store::question::Question;
use crate::store::scan::Scan;

use super::desk::{Desk, Failure, same};
use super::suite::table;
use super::together::dropped_after;

/// How many polls a future lives at most before it is dropped.
const POLLS: usize = 8;

table! { "cancellation", desk;
    "a commit dropped at any poll is kept whole or not at all" => commit(desk);
    "a commit dropped many times over leaves a chain that holds" => many_commits(desk);
    "a read dropped at any poll harms nobody" => read(desk);
    "a scan dropped at any poll harms nobody" => scan(desk);
    "a journal dropped at any poll harms nobody" => journal(desk);
    "a loan dropped at any poll ends by itself" => lend(desk);
    "a delivery dropped at any poll may be told again" => deliver(desk);
}

/// Sent again under its key, the batch is kept once, whatever became of the first.
async fn commit(desk: Desk<'_>) -> Result<(), Failure> {
    for polls in 0..POLLS {
        let n = 1_000 + 20 * u64::try_from(polls).unwrap_or(0);
        let key = format!("book {polls}");
        let batch = desk.everything(&key, n)?;
        let _lost = dropped_after(polls, desk.store.commit(batch.clone())).await;
        desk.keep(batch).await?;
        same("of each", desk.count(&key, n).await?, [1; 9])?;
        let kept = desk.document(desk.key(Noun::Appointment, n)).await?;
        same("its version", kept.map(|kept| kept.version), Some(1))?;
    }
    Ok(())
}

async fn many_commits(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = desk.key(Noun::Claim, 1);
    for n in 0..100 {
        let mut batch = desk.batch(&format!("tell {n}"));
        batch.events.push(desk.happened(stream, "claim.noted"));
        let _lost = dropped_after(n % POLLS, desk.store.commit(batch)).await;
    }
    for n in 0..100 {
        let mut batch = desk.batch(&format!("tell {n}"));
        batch.events.push(desk.happened(stream, "claim.noted"));
        desk.keep(batch).await?;
    }
    for stream in [stream, Key::new(Noun::Actor, desk.actor())] {
        let events = desk.journal(stream).await?;
        same("events", events.len(), 100)?;
        let head = verify_events(desk.practice(), stream, Digest::START, &events);
        same("the chain holds", head.is_ok(), true)?;
    }
    Ok(())
}

/// The store serves the next caller as before.
async fn serves(desk: Desk<'_>, key: &str) -> Result<(), Failure> {
    desk.keep(desk.batch(key)).await?;
    same(
        "the documents",
        desk.count("book", 10).await?.first(),
        Some(&1),
    )
}

async fn read(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let questions = [Question::Document(desk.key(Noun::Appointment, 10))];
    for n in 0..40 {
        let read = desk.store.read(desk.practice(), &questions);
        let _lost = dropped_after(n % POLLS, read).await;
        serves(desk, &format!("{n}")).await?;
    }
    Ok(())
}

async fn scan(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let noun = Noun::Appointment;
    let scan = Scan::Documents { noun, status: None };
    for n in 0..40 {
        let page = desk.store.scan(desk.practice(), &scan, None, 5);
        let _lost = dropped_after(n % POLLS, page).await;
        serves(desk, &format!("{n}")).await?;
    }
    Ok(())
}

async fn journal(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let stream = desk.key(Noun::Appointment, 10);
    for n in 0..40 {
        let events = desk.store.journal(desk.practice(), stream, 0, 5);
        let _lost = dropped_after(n % POLLS, events).await;
        serves(desk, &format!("{n}")).await?;
    }
    Ok(())
}

async fn lend(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("send");
    batch
        .messages
        .push(desk.message(desk.key(Noun::Reminder, 1), 10));
    desk.keep(batch).await?;
    for n in 0..POLLS {
        let lease = Duration::from_secs(60);
        let lent = desk
            .store
            .outbox_claim(desk.practice(), desk.nine(), lease, 5);
        let _lost = dropped_after(n, lent).await;
    }
    let lent = desk.lend(60, 5).await?;
    same("lent an hour later", lent.len(), 1)
}

async fn deliver(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("send");
    batch
        .messages
        .push(desk.message(desk.key(Noun::Reminder, 1), 10));
    desk.keep(batch).await?;
    let ids = [desk.id::<Uuid>(10)];
    for n in 0..POLLS {
        let ack = desk.store.outbox_ack(desk.practice(), &ids);
        let _lost = dropped_after(n, ack).await;
    }
    desk.store.outbox_ack(desk.practice(), &ids).await?;
    same("lent", desk.lend(0, 5).await?.len(), 0)
}

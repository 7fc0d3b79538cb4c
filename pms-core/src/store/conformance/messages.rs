use core::time::Duration;

use crate::access::Noun;
use crate::id::Uuid;
use crate::store::outbox::Leased;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "messages", desk;
    "a message is lent as it was written" => as_written(desk);
    "what is lent is not lent again" => not_again(desk);
    "when its time is over it is lent again, and counted" => over(desk);
    "its time is over at its last instant" => last_instant(desk);
    "what was delivered is gone" => delivered(desk);
    "delivering what is gone changes nothing" => gone(desk);
    "delivering late is still delivering" => late(desk);
    "messages of a stream keep their order" => in_order(desk);
    "a message waits for the earlier ones of its stream" => waits(desk);
    "another stream does not wait" => does_not_wait(desk);
    "when the earlier one is delivered the next is due" => next(desk);
    "no more are lent than are asked for" => most(desk);
    "none asked for, none lent" => none(desk);
    "a message is sent once" => once(desk);
    "a message twice in a batch is refused" => twice(desk);
    "a lease that never ends is refused" => endless(desk);
}

async fn send(desk: Desk<'_>, key: &str, messages: &[(u64, u64)]) -> Result<(), Failure> {
    let mut batch = desk.batch(key);
    for (stream, n) in messages {
        let stream = desk.key(Noun::Appointment, *stream);
        batch.messages.push(desk.message(stream, *n));
    }
    desk.keep(batch).await?;
    Ok(())
}

fn ids(lent: &[Leased]) -> Vec<Uuid> {
    lent.iter().map(|leased| leased.message.id).collect()
}

async fn lent(desk: Desk<'_>, minutes: i64, most: u32, wanted: &[u64]) -> Result<(), Failure> {
    let lent = desk.lend(minutes, most).await?;
    let wanted: Vec<Uuid> = wanted.iter().map(|n| desk.id(*n)).collect();
    same(&format!("lent at {minutes}"), ids(&lent), wanted)
}

async fn ack(desk: Desk<'_>, ids: &[u64]) -> Result<(), Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|n| desk.id(*n)).collect();
    Ok(desk.store.outbox_ack(desk.practice(), &ids).await?)
}

async fn as_written(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    let lent = desk.lend(0, 10).await?;
    let leased = lent.first().ok_or_else(|| Failure::new("no message"))?;
    let message = desk.message(desk.key(Noun::Appointment, 1), 10);
    same("the message", &leased.message, &message)?;
    same("the attempt", leased.attempt, 1)?;
    let until = desk.nine() + chrono::TimeDelta::minutes(5);
    same("until", leased.until.instant(), until)
}

async fn not_again(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    lent(desk, 0, 10, &[10]).await?;
    lent(desk, 0, 10, &[]).await?;
    lent(desk, 4, 10, &[]).await
}

async fn over(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    for (minutes, attempt) in [(0, 1), (6, 2), (12, 3)] {
        let lent = desk.lend(minutes, 10).await?;
        let found = lent.first().map(|leased| leased.attempt);
        same("the attempt", found, Some(attempt))?;
    }
    Ok(())
}

async fn last_instant(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    lent(desk, 0, 10, &[10]).await?;
    lent(desk, 5, 10, &[10]).await
}

async fn delivered(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "two", &[(1, 10), (2, 11)]).await?;
    ack(desk, &[10]).await?;
    lent(desk, 0, 10, &[11]).await?;
    ack(desk, &[11]).await?;
    lent(desk, 60, 10, &[]).await
}

async fn gone(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    ack(desk, &[10]).await?;
    ack(desk, &[10, 99]).await?;
    ack(desk, &[]).await?;
    lent(desk, 0, 10, &[]).await
}

async fn late(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    lent(desk, 0, 10, &[10]).await?;
    lent(desk, 10, 10, &[10]).await?;
    ack(desk, &[10]).await?;
    lent(desk, 60, 10, &[]).await
}

async fn in_order(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "first", &[(1, 30), (1, 20)]).await?;
    send(desk, "second", &[(1, 10)]).await?;
    lent(desk, 0, 10, &[30, 20, 10]).await
}

async fn waits(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "first", &[(1, 10)]).await?;
    lent(desk, 0, 10, &[10]).await?;
    send(desk, "second", &[(1, 11)]).await?;
    lent(desk, 1, 10, &[]).await?;
    lent(desk, 5, 10, &[10, 11]).await
}

async fn does_not_wait(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "first", &[(1, 10)]).await?;
    lent(desk, 0, 10, &[10]).await?;
    send(desk, "second", &[(2, 11)]).await?;
    lent(desk, 1, 10, &[11]).await
}

async fn next(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "both", &[(1, 10), (1, 11)]).await?;
    lent(desk, 0, 1, &[10]).await?;
    lent(desk, 0, 1, &[]).await?;
    ack(desk, &[10]).await?;
    lent(desk, 0, 1, &[11]).await
}

async fn most(desk: Desk<'_>) -> Result<(), Failure> {
    let many: Vec<(u64, u64)> = (1..=5).map(|n| (n, 10 + n)).collect();
    send(desk, "many", &many).await?;
    let mut all = Vec::new();
    for wanted in [2, 2, 1, 0] {
        let lent = desk.lend(0, 2).await?;
        same("lent", lent.len(), wanted)?;
        all.extend(ids(&lent));
    }
    all.sort_unstable();
    let wanted: Vec<Uuid> = (11..=15).map(|n| desk.id(n)).collect();
    same("all", all, wanted)
}

async fn none(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    lent(desk, 0, 0, &[]).await?;
    lent(desk, 0, 1, &[10]).await
}

async fn once(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    let mut batch = desk.batch("two");
    let stream = desk.key(Noun::Appointment, 2);
    batch.messages.push(desk.message(stream, 10));
    desk.refused(batch, "store.invalid").await?;
    lent(desk, 0, 10, &[10]).await
}

async fn twice(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("two");
    let stream = desk.key(Noun::Appointment, 1);
    batch.messages = vec![desk.message(stream, 10), desk.message(stream, 10)];
    desk.refused(batch, "store.invalid").await?;
    lent(desk, 0, 10, &[]).await
}

async fn endless(desk: Desk<'_>) -> Result<(), Failure> {
    send(desk, "one", &[(1, 10)]).await?;
    let lent = desk
        .store
        .outbox_claim(desk.practice(), desk.nine(), Duration::MAX, 1);
    let refused = lent.await.map_err(|error| error.code());
    same("the refusal", refused, Err("store.invalid"))
}

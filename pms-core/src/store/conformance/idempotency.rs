use crate::access::Noun;
use crate::store::batch::{Expected, Put};
use crate::store::key::Key;
use crate::store::question::Question;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "idempotency", desk;
    "the same command gets the same receipt" => again(desk);
    "the same command is done once" => once(desk);
    "the first answer stands when the world has moved on" => later(desk);
    "another command under the key is refused" => mismatch(desk);
    "a refused command leaves its key free" => free(desk);
    "the practice next door has its own keys" => next_door(desk);
    "a receipt is found by its key" => found(desk);
    "there is no receipt without a command" => no_receipt(desk);
    "what the command answered is kept" => reply(desk);
    "a key counts to the letter" => letter(desk);
}

async fn again(desk: Desk<'_>) -> Result<(), Failure> {
    let first = desk.keep(desk.everything("book", 10)?).await?;
    let second = desk.keep(desk.everything("book", 10)?).await?;
    same("the receipt", second, first)
}

async fn once(desk: Desk<'_>) -> Result<(), Failure> {
    for _ in 0..3 {
        desk.keep(desk.everything("book", 10)?).await?;
    }
    same("of each", desk.count("book", 10).await?, [1; 9])?;
    let kept = desk.document(desk.key(Noun::Appointment, 10)).await?;
    same("the version", kept.map(|kept| kept.version), Some(1))?;
    let trail = desk.journal(Key::new(Noun::Actor, desk.actor())).await?;
    same("the trail", trail.len(), 1)
}

async fn later(desk: Desk<'_>) -> Result<(), Failure> {
    let first = desk.keep(desk.everything("book", 10)?).await?;
    desk.put("move", desk.visit(10, 60, 30), Expected::Exact(1))
        .await?;
    let second = desk.keep(desk.everything("book", 10)?).await?;
    same("the receipt", second, first)?;
    let kept = desk.document(desk.key(Noun::Appointment, 10)).await?;
    same("the version", kept.map(|kept| kept.version), Some(2))
}

async fn mismatch(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let mut other = desk.everything("book", 30)?;
    other.idempotency.request = desk.request("another");
    desk.refused(other, "store.idem_mismatch").await?;
    same("of the other", desk.count("none", 30).await?, [0; 9])
}

async fn free(desk: Desk<'_>) -> Result<(), Failure> {
    desk.put("there", desk.plain(Noun::Patient, 1), Expected::New)
        .await?;
    let mut batch = desk.batch("again");
    batch.puts.push(Put {
        document: desk.plain(Noun::Patient, 1),
        expected: Expected::New,
    });
    desk.refused(batch, "store.version_conflict").await?;
    let mut other = desk.batch("again");
    other.idempotency.request = desk.request("another");
    desk.keep(other).await?;
    Ok(())
}

async fn next_door(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.batch("key")).await?;
    let mut other = desk.next_door().batch("key");
    other.idempotency.request = desk.request("another");
    desk.keep(other).await?;
    Ok(())
}

async fn found(desk: Desk<'_>) -> Result<(), Failure> {
    let receipt = desk.keep(desk.everything("book", 10)?).await?;
    let answers = desk.ask(&[Question::Receipt("book".to_owned())]).await?;
    let recorded = answers.receipt(0);
    same(
        "the receipt",
        recorded.map(|recorded| &recorded.receipt),
        Some(&receipt),
    )?;
    let request = recorded.map(|recorded| recorded.request);
    same("the request", request, Some(desk.request("book")))
}

async fn no_receipt(desk: Desk<'_>) -> Result<(), Failure> {
    let answers = desk.ask(&[Question::Receipt("never".to_owned())]).await?;
    same("the receipt", answers.receipt(0), None)
}

async fn reply(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("ask");
    batch.reply = (0..=255).collect();
    desk.keep(batch.clone()).await?;
    let receipt = desk.keep(batch.clone()).await?;
    same("the answer", receipt.reply, batch.reply)
}

async fn letter(desk: Desk<'_>) -> Result<(), Failure> {
    for (key, n) in [("key", 10), ("Key", 30), ("key ", 50)] {
        desk.keep(desk.everything(key, n)?).await?;
    }
    for (key, n) in [("key", 10), ("Key", 30), ("key ", 50)] {
        let found = desk.document(desk.key(Noun::Appointment, n)).await?;
        same(key, found.map(|found| found.version), Some(1))?;
    }
    Ok(())
}

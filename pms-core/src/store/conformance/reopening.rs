use crate::access::{Digest, Noun};
use crate::store::event::verify_events;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "reopening", desk;
    "what was kept is there again" => keep(desk), then there(desk);
    "what was lent is still lent" => lend(desk), then still_lent(desk);
    "a command sent again gets its receipt" => keep(desk), then again(desk);
    "a place is still held" => keep(desk), then held(desk);
    "a journal goes on where it ended" => keep(desk), then goes_on(desk);
    "what was refused is not there" => refuse(desk), then not_there(desk);
}

async fn keep(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    Ok(())
}

async fn there(desk: Desk<'_>) -> Result<(), Failure> {
    same("of each", desk.count("book", 10).await?, [1; 9])
}

async fn lend(desk: Desk<'_>) -> Result<(), Failure> {
    keep(desk).await?;
    same("lent", desk.lend(0, 10).await?.len(), 1)
}

async fn still_lent(desk: Desk<'_>) -> Result<(), Failure> {
    same("lent again", desk.lend(1, 10).await?.len(), 0)?;
    let lent = desk.lend(6, 10).await?;
    same(
        "its attempt",
        lent.first().map(|leased| leased.attempt),
        Some(2),
    )
}

async fn again(desk: Desk<'_>) -> Result<(), Failure> {
    let receipt = desk.keep(desk.everything("book", 10)?).await?;
    let version = receipt.version(desk.key(Noun::Appointment, 10));
    same("the version", version, Some(1))?;
    same("of each", desk.count("book", 10).await?, [1; 9])
}

async fn held(desk: Desk<'_>) -> Result<(), Failure> {
    let refused = desk.take("other", [desk.cell(10)], 2).await;
    let code = refused.map_err(|error| error.code()).err();
    same("the refusal", code, Some("store.claim_taken"))
}

async fn goes_on(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = desk.key(Noun::Appointment, 10);
    let mut batch = desk.batch("arrive");
    batch
        .events
        .push(desk.happened(stream, "appointment.arrived"));
    desk.keep(batch).await?;
    let events = desk.journal(stream).await?;
    same("its events", events.len(), 2)?;
    let head = verify_events(desk.practice(), stream, Digest::START, &events);
    same("the chain holds", head.is_ok(), true)
}

async fn refuse(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("first", [desk.cell(10)], 1).await?;
    desk.refused(desk.everything("book", 10)?, "store.claim_taken")
        .await?;
    Ok(())
}

async fn not_there(desk: Desk<'_>) -> Result<(), Failure> {
    same(
        "its cell's holder",
        desk.holder(desk.cell(10)).await?,
        Some(desk.id(1)),
    )?;
    let mut found = desk.count("book", 10).await?;
    if let Some(cells) = found.get_mut(3) {
        *cells = 0;
    }
    same("of each", found, [0; 9])
}

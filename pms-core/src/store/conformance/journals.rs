use crate::access::{AuditRecord, Digest, Noun};
use crate::store::event::{Event, verify_events};
use crate::store::key::{Key, Stamp};

use super::desk::{Desk, Failure, same, so};
use super::suite::table;

table! { "journals", desk;
    "events are numbered from 1 without a gap" => numbered(desk);
    "an event comes back as it was told" => comes_back(desk);
    "events of one batch keep their order" => keep_order(desk);
    "a journal without events is empty" => empty(desk);
    "two journals are numbered apart" => apart(desk);
    "a journal's chain holds" => holds(desk);
    "a changed event is found" => changed(desk, |event| event.body.push(b'!'));
    "a changed kind is found" => changed(desk, |event| event.kind.push('!'));
    "a changed actor is found" => changed(desk, |event| event.actor = uuid::Uuid::nil().into());
    "a changed instant is found" => changed(desk, |event| event.at = Stamp::MAX);
    "an event that was taken out is found" => taken_out(desk);
    "a journal is read in pieces" => pieces(desk);
    "after the last event there is nothing" => after_the_last(desk);
    "a receipt tells where its journals end" => heads(desk);
    "each batch is in its actor's trail" => trail(desk);
}

async fn tell(desk: Desk<'_>, count: u64) -> Result<Key, Failure> {
    let stream = desk.key(Noun::Claim, 1);
    for n in 1..=count {
        let mut batch = desk.batch(&format!("{n}"));
        batch
            .events
            .push(desk.happened(stream, &format!("claim.{n}")));
        desk.keep(batch).await?;
    }
    Ok(stream)
}

fn shown(events: &[Event]) -> Vec<(u64, &str)> {
    events
        .iter()
        .map(|event| (event.n, event.kind.as_str()))
        .collect()
}

async fn numbered(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = tell(desk, 4).await?;
    let events = desk.journal(stream).await?;
    let wanted = vec![
        (1, "claim.1"),
        (2, "claim.2"),
        (3, "claim.3"),
        (4, "claim.4"),
    ];
    same("the journal", shown(&events), wanted)
}

async fn comes_back(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("one");
    let stream = desk.key(Noun::Claim, 1);
    let mut told = desk.happened(stream, "claim.sent");
    told.body = (0..=255).collect();
    batch.events.push(told.clone());
    desk.keep(batch).await?;
    let events = desk.journal(stream).await?;
    let event = events
        .into_iter()
        .next()
        .ok_or_else(|| Failure::new("no event"))?;
    same("its journal", event.stream, stream)?;
    same("its kind", event.kind, told.kind)?;
    same("its body", event.body, told.body)?;
    same("its actor", event.actor, desk.actor())?;
    same("its instant", event.at, Stamp::from(desk.nine()))
}

async fn keep_order(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("many");
    let (one, other) = (desk.key(Noun::Claim, 1), desk.key(Noun::Charge, 1));
    for (stream, kind) in [(one, "c"), (other, "x"), (one, "a"), (one, "b")] {
        batch.events.push(desk.happened(stream, kind));
    }
    desk.keep(batch).await?;
    let events = desk.journal(one).await?;
    same(
        "the journal",
        shown(&events),
        vec![(1, "c"), (2, "a"), (3, "b")],
    )
}

async fn empty(desk: Desk<'_>) -> Result<(), Failure> {
    let events = desk.journal(desk.key(Noun::Claim, 1)).await?;
    same("the journal", events, vec![])
}

async fn apart(desk: Desk<'_>) -> Result<(), Failure> {
    tell(desk, 2).await?;
    let mut batch = desk.batch("other");
    let other = desk.key(Noun::Claim, 2);
    batch.events.push(desk.happened(other, "claim.1"));
    desk.keep(batch).await?;
    let events = desk.journal(other).await?;
    same("the other", shown(&events), vec![(1, "claim.1")])
}

async fn holds(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = tell(desk, 10).await?;
    let events = desk.journal(stream).await?;
    let head = verify_events(desk.practice(), stream, Digest::START, &events);
    let last = events.last().map(|event| event.hash);
    same("the head", head.ok(), last)
}

async fn changed(desk: Desk<'_>, change: fn(&mut Event)) -> Result<(), Failure> {
    let stream = tell(desk, 5).await?;
    let mut events = desk.journal(stream).await?;
    events.iter_mut().skip(2).take(1).for_each(change);
    let broken = verify_events(desk.practice(), stream, Digest::START, &events);
    same(
        "the first bad one",
        broken.err().map(|broken| broken.n),
        Some(3),
    )
}

async fn taken_out(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = tell(desk, 5).await?;
    let mut events = desk.journal(stream).await?;
    events.retain(|event| event.n != 3);
    let broken = verify_events(desk.practice(), stream, Digest::START, &events);
    same(
        "the first bad one",
        broken.err().map(|broken| broken.n),
        Some(3),
    )
}

async fn pieces(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = tell(desk, 7).await?;
    let mut found = Vec::new();
    let mut head = Digest::START;
    for _ in 0..100 {
        let after = u64::try_from(found.len()).unwrap_or(u64::MAX);
        let piece = desk
            .store
            .journal(desk.practice(), stream, after, 3)
            .await?;
        if piece.is_empty() {
            break;
        }
        so("a piece is at most as long as asked", piece.len() <= 3)?;
        let verified = verify_events(desk.practice(), stream, head, &piece);
        head = verified.map_err(|broken| Failure::new(broken.to_string()))?;
        found.extend(piece);
    }
    same("the pieces", found, desk.journal(stream).await?)
}

async fn after_the_last(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = tell(desk, 2).await?;
    for after in [2, 3, u64::MAX] {
        let events = desk
            .store
            .journal(desk.practice(), stream, after, 10)
            .await?;
        same("after it", events, vec![])?;
    }
    let none = desk.store.journal(desk.practice(), stream, 0, 0).await?;
    same("none asked", none, vec![])
}

async fn heads(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("two");
    for n in [2, 1] {
        let stream = desk.key(Noun::Claim, n);
        batch.events.push(desk.happened(stream, "claim.sent"));
    }
    let receipt = desk.keep(batch).await?;
    let streams: Vec<Key> = receipt.heads.iter().map(|head| head.stream).collect();
    let actor = Key::new(Noun::Actor, desk.actor());
    let wanted = vec![actor, desk.key(Noun::Claim, 1), desk.key(Noun::Claim, 2)];
    same("the journals", streams, wanted)?;
    for head in receipt.heads {
        let events = desk.journal(head.stream).await?;
        let last = events.last().map(|event| (event.n, event.hash));
        same("its end", last, Some((head.n, head.hash)))?;
    }
    Ok(())
}

async fn trail(desk: Desk<'_>) -> Result<(), Failure> {
    let batch = desk.batch("look");
    let audit = batch.audit.clone();
    desk.keep(batch).await?;
    let rows = desk.journal(Key::new(Noun::Actor, desk.actor())).await?;
    let row = rows.first().ok_or_else(|| Failure::new("no row"))?;
    same("its kind", row.kind.as_str(), "audit")?;
    let read: Option<AuditRecord> = serde_json::from_slice(&row.body).ok();
    same("the row", read, Some(audit))
}

use chrono::TimeDelta;

use crate::access::Noun;
use crate::id::Uuid;
use crate::store::batch::{Expected, Guard, Put};
use crate::store::document::Term;
use crate::store::error::CommitError;
use crate::store::key::{Key, Stamp};
use crate::store::question::{Answer, Question};
use crate::store::scan::{Rows, Scan};
use crate::time::AsOf;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "tenants", desk;
    "a document of the practice next door is not there" => unseen(desk, |d| Question::Document(d.key(Noun::Appointment, 10)));
    "a term of the practice next door finds nothing" => unseen(desk, by_term);
    "a patient of the practice next door has no documents" => unseen(desk, of_patient);
    "a resource of the practice next door has no appointments" => unseen(desk, appointments);
    "a resource of the practice next door is free" => unseen(desk, occupancy);
    "a cell of the practice next door has no holder" => unseen(desk, |d| Question::Holder(d.cell(10)));
    "a number of the practice next door has no holder" => unseen(desk, |d| Question::Holder(d.number("10")));
    "an entry of the practice next door is not there" => unseen(desk, |d| Question::Entry(d.id(12)));
    "a patient of the practice next door has no entries" => unseen(desk, |d| Question::Entries(d.id(11)));
    "a key of the practice next door has no receipt" => unseen(desk, |_| Question::Receipt("book".to_owned()));
    "a scan meets no documents of the practice next door" => not_met(desk, documents);
    "a scan by day meets no documents of the practice next door" => not_met(desk, dated);
    "a scan meets no entries of the practice next door" => not_met(desk, entries);
    "a cursor of the practice next door leads nowhere" => cursor(desk);
    "a journal of the practice next door is empty" => journal(desk, |d| d.key(Noun::Appointment, 10));
    "a trail of the practice next door is empty" => journal(desk, |d| Key::new(Noun::Actor, d.actor()));
    "a message of the practice next door is not lent" => not_lent(desk);
    "a message of the practice next door is not delivered" => not_delivered(desk);
    "the practice next door writes the same identifiers" => same_ids(desk);
    "the practice next door takes the same places" => same_places(desk);
    "a document of the practice next door has no version to expect" => no_version(desk);
    "a document of the practice next door guards nothing" => no_guard(desk);
    "a place of the practice next door is not given back" => not_given_back(desk);
    "an event of the practice next door is not posted" => posted(desk);
    "a journal next door goes on by itself" => own_chain(desk);
}

fn by_term(_: Desk<'_>) -> Question {
    let term = Term::new("number", "10");
    Question::ByTerm {
        noun: Noun::Appointment,
        term,
    }
}

fn of_patient(desk: Desk<'_>) -> Question {
    let patient = desk.id(11);
    Question::OfPatient {
        noun: Noun::Appointment,
        patient,
    }
}

fn appointments(desk: Desk<'_>) -> Question {
    let resource = desk.resource();
    let from = Stamp::from(desk.nine());
    let to = Stamp::from(desk.nine() + TimeDelta::hours(1));
    Question::Appointments {
        resource,
        within: from..to,
    }
}

fn occupancy(desk: Desk<'_>) -> Question {
    let resource = desk.resource();
    Question::Occupancy {
        resource,
        cells: 0..100,
    }
}

fn found(answer: Option<&Answer>) -> usize {
    match answer {
        Some(Answer::Documents(documents)) => documents.len(),
        Some(Answer::Occupancy(taken)) => taken.len(),
        Some(Answer::Entries(entries)) => entries.len(),
        Some(Answer::Holder(holder)) => usize::from(holder.is_some()),
        Some(Answer::Receipt(receipt)) => usize::from(receipt.is_some()),
        None => 0,
    }
}

/// One of everything in one practice; the other asks for it by its own identifiers.
async fn unseen(desk: Desk<'_>, question: fn(Desk<'_>) -> Question) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let questions = [question(desk)];
    let own = desk.ask(&questions).await?;
    same("in its own practice", found(own.iter().next()), 1)?;
    let other = desk.next_door().ask(&questions).await?;
    same("next door", found(other.iter().next()), 0)
}

fn documents(_: Desk<'_>) -> Scan {
    Scan::Documents {
        noun: Noun::Appointment,
        status: None,
    }
}

fn dated(desk: Desk<'_>) -> Scan {
    let on = desk.day(-5)..=desk.day(5);
    Scan::Dated {
        noun: Noun::Appointment,
        on,
    }
}

fn entries(desk: Desk<'_>) -> Scan {
    Scan::Entries(AsOf {
        effective: desk.day(5),
        recorded: desk.nine(),
    })
}

async fn met(desk: Desk<'_>, scan: &Scan) -> Result<usize, Failure> {
    let page = desk.store.scan(desk.practice(), scan, None, 10).await?;
    Ok(match page.rows {
        Rows::Documents(documents) => documents.len(),
        Rows::Entries(entries) => entries.len(),
    })
}

async fn not_met(desk: Desk<'_>, scan: fn(Desk<'_>) -> Scan) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let scan = scan(desk);
    same("in its own practice", met(desk, &scan).await?, 1)?;
    same("next door", met(desk.next_door(), &scan).await?, 0)
}

async fn cursor(desk: Desk<'_>) -> Result<(), Failure> {
    for n in [10, 30, 50] {
        desk.keep(desk.everything(&format!("{n}"), n)?).await?;
    }
    let scan = documents(desk);
    let page = desk.store.scan(desk.practice(), &scan, None, 1).await?;
    let other = desk.next_door().practice();
    let led = desk
        .store
        .scan(other, &scan, page.next.as_ref(), 10)
        .await?;
    same("next door", led.documents().len(), 0)
}

async fn journal(desk: Desk<'_>, stream: fn(Desk<'_>) -> Key) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let own = desk.journal(stream(desk)).await?;
    same("in its own practice", own.len(), 1)?;
    let other = desk.next_door().journal(stream(desk)).await?;
    same("next door", other.len(), 0)
}

async fn not_lent(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    same("next door", desk.next_door().lend(0, 10).await?.len(), 0)?;
    same("in its own practice", desk.lend(0, 10).await?.len(), 1)
}

async fn not_delivered(desk: Desk<'_>) -> Result<(), Failure> {
    desk.keep(desk.everything("book", 10)?).await?;
    let ids = [desk.id::<Uuid>(13)];
    let other = desk.next_door().practice();
    desk.store.outbox_ack(other, &ids).await?;
    same("in its own practice", desk.lend(0, 10).await?.len(), 1)
}

async fn same_ids(desk: Desk<'_>) -> Result<(), Failure> {
    let other = desk.next_door();
    desk.keep(desk.everything("book", 10)?).await?;
    other.keep(other.everything("book", 10)?).await?;
    same("in the one", desk.count("book", 10).await?, [1; 9])?;
    same("in the other", other.count("book", 10).await?, [1; 9])
}

async fn same_places(desk: Desk<'_>) -> Result<(), Failure> {
    let places = [desk.cell(5), desk.number("5")];
    desk.take("one", places.clone(), 1).await?;
    desk.next_door().take("two", places.clone(), 2).await?;
    for place in places {
        let own = desk.holder(place.clone()).await?;
        same("in the one", own, Some(desk.id(1)))?;
        let other = desk.next_door().holder(place).await?;
        same("in the other", other, Some(desk.id(2)))?;
    }
    Ok(())
}

async fn no_version(desk: Desk<'_>) -> Result<(), Failure> {
    let document = desk.plain(Noun::Patient, 1);
    let key = document.key;
    desk.put("put", document.clone(), Expected::New).await?;
    let mut batch = desk.next_door().batch("put");
    let expected = Expected::Exact(1);
    batch.puts.push(Put { document, expected });
    let error = desk.refused(batch, "store.version_conflict").await?;
    same(
        "found",
        error,
        CommitError::VersionConflict { key, found: None },
    )
}

async fn no_guard(desk: Desk<'_>) -> Result<(), Failure> {
    let document = desk.plain(Noun::Patient, 1);
    let key = document.key;
    desk.put("put", document, Expected::New).await?;
    let mut batch = desk.next_door().batch("look");
    batch.guards.push(Guard { key, version: 1 });
    desk.refused(batch, "store.version_conflict").await?;
    Ok(())
}

async fn not_given_back(desk: Desk<'_>) -> Result<(), Failure> {
    desk.take("take", [desk.cell(5), desk.number("5")], 1)
        .await?;
    let mut batch = desk.next_door().batch("back");
    batch.release.push(desk.taking(desk.cell(5), 1));
    batch.release.push(desk.taking(desk.number("5"), 1));
    desk.keep(batch).await?;
    same(
        "the cell",
        desk.holder(desk.cell(5)).await?,
        Some(desk.id(1)),
    )?;
    same(
        "the number",
        desk.holder(desk.number("5")).await?,
        Some(desk.id(1)),
    )
}

async fn posted(desk: Desk<'_>) -> Result<(), Failure> {
    for desk in [desk, desk.next_door()] {
        let mut batch = desk.batch("post");
        batch.entries.push(desk.entry(1, 50, 100, (0, 0))?);
        desk.keep(batch).await?;
    }
    Ok(())
}

async fn own_chain(desk: Desk<'_>) -> Result<(), Failure> {
    let stream = desk.key(Noun::Claim, 1);
    let mut ends = Vec::new();
    for desk in [desk, desk.next_door()] {
        let mut batch = desk.batch("tell");
        batch.events.push(desk.happened(stream, "claim.sent"));
        let receipt = desk.keep(batch).await?;
        let head = receipt.heads.iter().find(|head| head.stream == stream);
        ends.push(head.map(|head| (head.n, head.hash)));
    }
    let numbers: Vec<_> = ends.iter().flatten().map(|(n, _)| *n).collect();
    same("their numbers", numbers, vec![1, 1])?;
    same("one digest for both", ends.first() == ends.last(), false)
}

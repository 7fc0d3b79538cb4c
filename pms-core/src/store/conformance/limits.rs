use crate::access::Noun;
use crate::store::batch::{CommitBatch, Expected, Put};
use crate::store::check::{MAX_BODY, MAX_TEXT};
use crate::store::document::Term;
use crate::store::error::StoreError;
use crate::store::place::Place;
use crate::store::question::Question;

use super::desk::{Desk, Failure, numbers, same};
use super::suite::table;

table! { "limits", desk;
    "an accent survives" => survives(desk, "José Núñez");
    "a combining accent survives" => survives(desk, "Jose\u{301}");
    "a script from right to left survives" => survives(desk, "עברית العربية");
    "signs beyond the first plane survive" => survives(desk, "🩺👩🏽‍⚕️");
    "quotes and statements survive" => survives(desk, "'; drop table pms_document; --\"`");
    "backslashes and wildcards survive" => survives(desk, "\\%_?$1{}");
    "line breaks and tabs survive" => survives(desk, "a\r\n\tb");
    "blanks around survive" => survives(desk, "  a  ");
    "the last sign before surrogates survives" => survives(desk, "\u{d7ff}\u{e000}\u{10ffff}");
    "case makes another value" => differ(desk, "m-1", "M-1");
    "a combining accent makes another value" => differ(desk, "é", "e\u{301}");
    "a blank at the end makes another value" => differ(desk, "m", "m ");
    "the longest text survives" => longest(desk);
    "NUL in an idempotency key is refused" => refused(desk, "a\0b", key);
    "NUL in a status is refused" => refused(desk, "a\0b", status);
    "NUL in a term's name is refused" => refused(desk, "a\0b", term_name);
    "NUL in a term's value is refused" => refused(desk, "a\0b", term_value);
    "NUL in a number is refused" => refused(desk, "a\0b", number);
    "NUL in a kind of event is refused" => refused(desk, "a\0b", kind);
    "NUL in a topic is refused" => refused(desk, "a\0b", topic);
    "an empty idempotency key is refused" => refused(desk, "", key);
    "an empty status is refused" => refused(desk, "", status);
    "an empty number is refused" => refused(desk, "", number);
    "an idempotency key that is too long is refused" => refused(desk, too_long(), key);
    "a term that is too long is refused" => refused(desk, too_long(), term_value);
    "a topic that is too long is refused" => refused(desk, too_long(), topic);
    "the largest body survives" => largest(desk);
    "a larger body is refused" => larger(desk);
    "a question with NUL is refused" => question(desk);
    "a batch of too many rows is refused" => too_many_rows(desk);
}

async fn survives(desk: Desk<'_>, text: &str) -> Result<(), Failure> {
    let mut batch = desk.batch(text);
    let mut document = desk.plain(Noun::Patient, 1);
    document.columns.status = Some(text.to_owned());
    document.terms = vec![Term::new(text, text)];
    document.body = text.as_bytes().to_vec();
    let key = document.key;
    let expected = Expected::New;
    batch.puts.push(Put {
        document: document.clone(),
        expected,
    });
    batch.take.push(desk.taking(desk.number(text), 1));
    batch.events.push(desk.happened(key, text));
    let mut message = desk.message(key, 2);
    message.topic = text.to_owned();
    batch.messages.push(message.clone());
    let receipt = desk.keep(batch).await?;
    same("the key", receipt.key.as_str(), text)?;
    let noun = Noun::Patient;
    let questions = [
        Question::ByTerm {
            noun,
            term: Term::new(text, text),
        },
        Question::Holder(desk.number(text)),
        Question::Receipt(text.to_owned()),
    ];
    let answers = desk.ask(&questions).await?;
    let found = answers.documents(0).first().map(|stored| &stored.document);
    same("the document", found, Some(&document))?;
    same("the holder", answers.holder(1), Some(desk.id(1)))?;
    let recorded = answers.receipt(2).map(|recorded| &recorded.receipt);
    same("the receipt", recorded, Some(&receipt))?;
    let events = desk.journal(key).await?;
    same(
        "the kind",
        events.first().map(|event| event.kind.as_str()),
        Some(text),
    )?;
    let lent = desk.lend(0, 10).await?;
    same(
        "the message",
        lent.first().map(|leased| &leased.message),
        Some(&message),
    )
}

/// Two values that look alike are two terms, two numbers and two keys.
async fn differ(desk: Desk<'_>, one: &str, other: &str) -> Result<(), Failure> {
    for (n, text) in [(1, one), (2, other)] {
        let mut batch = desk.batch(text);
        let mut document = desk.plain(Noun::Patient, n);
        document.terms = vec![Term::new("mrn", text)];
        let expected = Expected::New;
        batch.puts.push(Put { document, expected });
        batch.take.push(desk.taking(desk.number(text), n));
        desk.keep(batch).await?;
    }
    for (n, text) in [(1, one), (2, other)] {
        let term = Term::new("mrn", text);
        let found = desk
            .documents(Question::ByTerm {
                noun: Noun::Patient,
                term,
            })
            .await?;
        same("found", numbers(&found), vec![n])?;
    }
    Ok(())
}

async fn longest(desk: Desk<'_>) -> Result<(), Failure> {
    survives(desk, &"é".repeat(MAX_TEXT / 2)).await
}

fn too_long() -> String {
    "é".repeat(MAX_TEXT / 2 + 1)
}

fn document(desk: Desk<'_>, batch: &mut CommitBatch, status: Option<&str>, terms: Vec<Term>) {
    let mut document = desk.plain(Noun::Patient, 1);
    document.columns.status = status.map(str::to_owned);
    document.terms = terms;
    let expected = Expected::New;
    batch.puts.push(Put { document, expected });
}

fn key(_: Desk<'_>, batch: &mut CommitBatch, text: &str) {
    batch.idempotency.key = text.to_owned();
}

fn status(desk: Desk<'_>, batch: &mut CommitBatch, text: &str) {
    document(desk, batch, Some(text), vec![]);
}

fn term_name(desk: Desk<'_>, batch: &mut CommitBatch, text: &str) {
    document(desk, batch, None, vec![Term::new(text, "value")]);
}

fn term_value(desk: Desk<'_>, batch: &mut CommitBatch, text: &str) {
    document(desk, batch, None, vec![Term::new("name", text)]);
}

fn number(desk: Desk<'_>, batch: &mut CommitBatch, text: &str) {
    batch.take.push(desk.taking(desk.number(text), 1));
}

fn kind(desk: Desk<'_>, batch: &mut CommitBatch, text: &str) {
    batch
        .events
        .push(desk.happened(desk.key(Noun::Patient, 1), text));
}

fn topic(desk: Desk<'_>, batch: &mut CommitBatch, text: &str) {
    let mut message = desk.message(desk.key(Noun::Patient, 1), 2);
    message.topic = text.to_owned();
    batch.messages.push(message);
}

async fn refused(
    desk: Desk<'_>,
    text: impl Into<String>,
    spoil: fn(Desk<'_>, &mut CommitBatch, &str),
) -> Result<(), Failure> {
    let mut batch = desk.batch("spoilt");
    spoil(desk, &mut batch, &text.into());
    desk.refused(batch, "store.invalid").await?;
    Ok(())
}

async fn largest(desk: Desk<'_>) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Remittance, 1);
    document.body = vec![0; MAX_BODY];
    desk.put("put", document.clone(), Expected::New).await?;
    let found = desk.document(document.key).await?;
    let length = found.map(|found| found.document.body.len());
    same("its length", length, Some(MAX_BODY))
}

async fn larger(desk: Desk<'_>) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Remittance, 1);
    document.body = vec![0; MAX_BODY + 1];
    let mut batch = desk.batch("put");
    let expected = Expected::New;
    batch.puts.push(Put { document, expected });
    desk.refused(batch, "store.invalid").await?;
    Ok(())
}

async fn question(desk: Desk<'_>) -> Result<(), Failure> {
    let place = Place::Number {
        name: "a\0b".to_owned(),
        value: "1".to_owned(),
    };
    let questions = [Question::Holder(place)];
    let refused = desk.store.read(desk.practice(), &questions).await;
    same(
        "the refusal",
        refused.map_err(|error: StoreError| error.code()),
        Err("store.invalid"),
    )
}

async fn too_many_rows(desk: Desk<'_>) -> Result<(), Failure> {
    let mut batch = desk.batch("many");
    let cells = (0..20_001).map(|cell| desk.taking(desk.cell(cell), 1));
    batch.take.extend(cells);
    desk.refused(batch, "store.invalid").await?;
    same("taken", desk.occupancy(0..30_000).await?.len(), 0)
}

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::id::ExternalId;
use crate::id::Uuid;
use crate::money::Money;
use crate::store::batch::Expected;
use crate::store::document::{Columns, Document, Stored, Term};
use crate::store::error::StoreError;
use crate::store::key::Stamp;
use crate::store::question::Question;
use crate::store::record::Record;

use super::desk::{Desk, Failure, numbers, same, so};
use super::suite::table;

table! { "documents", desk;
    "what was never written is not there" => absent(desk);
    "a document without columns comes back" => comes_back(desk, |_, _| {});
    "a status comes back" => comes_back(desk, |_, d| d.columns.status = Some("ready".to_owned()));
    "a start comes back" => comes_back(desk, |desk, d| d.columns.starts_at = Some(desk.nine().into()));
    "a span comes back" => comes_back(desk, span);
    "a date comes back" => comes_back(desk, |desk, d| d.columns.on = Some(desk.day(3)));
    "a patient comes back" => comes_back(desk, |desk, d| d.columns.patient = Some(desk.id(9)));
    "a practitioner comes back" => comes_back(desk, |desk, d| d.columns.practitioner = Some(desk.id(9)));
    "a payer comes back" => comes_back(desk, |desk, d| d.columns.payer = Some(desk.id(9)));
    "a location comes back" => comes_back(desk, |desk, d| d.columns.location = Some(desk.id(9)));
    "an amount comes back" => comes_back(desk, |_, d| d.columns.amount = Money::from_cents(-8_615).ok());
    "the largest amount comes back" => comes_back(desk, |_, d| d.columns.amount = Some(Money::MAX));
    "the smallest amount comes back" => comes_back(desk, |_, d| d.columns.amount = Some(Money::MIN));
    "all columns at once come back" => comes_back(desk, all);
    "terms come back" => comes_back(desk, |_, d| d.terms = vec![Term::new("a", "1"), Term::new("b", "2")]);
    "an empty body comes back" => comes_back(desk, |_, d| d.body = Vec::new());
    "any byte comes back" => comes_back(desk, |_, d| d.body = (0..=255).collect());
    "the highest form comes back" => comes_back(desk, |_, d| d.schema = u16::MAX);
    "writing again takes columns away" => columns_go(desk);
    "writing again takes terms away" => terms_go(desk);
    "a term finds its documents, by age" => by_term(desk);
    "a term of another noun finds nothing" => other_noun(desk);
    "a term needs its name and its value" => name_and_value(desk);
    "an external identifier finds its document" => external(desk);
    "a patient's documents are found, by age" => of_patient(desk);
    "a document that changes its patient is the other's" => changes_patient(desk);
    "answers come in the order of questions" => in_order(desk);
    "no questions, no answers" => no_questions(desk);
    "a record comes back as itself" => record(desk);
    "a record of a later form is not misread" => newer(desk);
    "a record that does not read is told" => corrupt(desk);
}

async fn absent(desk: Desk<'_>) -> Result<(), Failure> {
    let found = desk.document(desk.key(Noun::Patient, 1)).await?;
    same("what is there", found, None)
}

fn span(desk: Desk<'_>, document: &mut Document) {
    document.columns.starts_at = Some(desk.nine().into());
    document.columns.ends_at = Some((desk.nine() + TimeDelta::microseconds(1)).into());
}

fn all(desk: Desk<'_>, document: &mut Document) {
    document.columns = Columns {
        status: Some("fulfilled".to_owned()),
        starts_at: Some(desk.nine().into()),
        ends_at: Some((desk.nine() + TimeDelta::hours(1)).into()),
        on: Some(desk.day(0)),
        patient: Some(desk.id(1)),
        practitioner: Some(desk.id(2)),
        payer: Some(desk.id(3)),
        location: Some(desk.id(4)),
        amount: Money::from_cents(15_000).ok(),
    };
}

async fn comes_back(desk: Desk<'_>, fill: fn(Desk<'_>, &mut Document)) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Encounter, 1);
    fill(desk, &mut document);
    desk.put("put", document.clone(), Expected::New).await?;
    let found = desk.document(document.key).await?;
    same(
        "what is kept",
        found,
        Some(Stored {
            version: 1,
            document,
        }),
    )
}

async fn columns_go(desk: Desk<'_>) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Encounter, 1);
    all(desk, &mut document);
    desk.put("all", document, Expected::New).await?;
    let document = desk.plain(Noun::Encounter, 1);
    desk.put("none", document.clone(), Expected::Exact(1))
        .await?;
    let found = desk.document(document.key).await?;
    same(
        "what is kept",
        found,
        Some(Stored {
            version: 2,
            document,
        }),
    )?;
    let noun = Noun::Encounter;
    let patient = desk.id(1);
    let of = desk
        .documents(Question::OfPatient { noun, patient })
        .await?;
    same("the patient's", of.len(), 0)
}

async fn found_by(desk: Desk<'_>, noun: Noun, term: Term) -> Result<Vec<u128>, Failure> {
    Ok(numbers(
        &desk.documents(Question::ByTerm { noun, term }).await?,
    ))
}

async fn terms_go(desk: Desk<'_>) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Claim, 1);
    document.terms = vec![Term::new("number", "1"), Term::new("number", "2")];
    desk.put("two", document.clone(), Expected::New).await?;
    document.terms = vec![Term::new("number", "2"), Term::new("number", "3")];
    desk.put("others", document, Expected::Any).await?;
    for (value, wanted) in [("1", vec![]), ("2", vec![1]), ("3", vec![1])] {
        let found = found_by(desk, Noun::Claim, Term::new("number", value)).await?;
        same("found", found, wanted)?;
    }
    Ok(())
}

async fn by_term(desk: Desk<'_>) -> Result<(), Failure> {
    for n in [3, 1, 2] {
        let mut document = desk.visit(n, i64::try_from(10 - n).unwrap_or(0), 5);
        document.terms.push(Term::new("batch", "7"));
        desk.put(&format!("put {n}"), document, Expected::New)
            .await?;
    }
    let found = found_by(desk, Noun::Appointment, Term::new("batch", "7")).await?;
    same("found", found, vec![1, 2, 3])
}

async fn with_term(desk: Desk<'_>) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Claim, 1);
    document.terms = vec![Term::new("number", "7")];
    desk.put("put", document, Expected::New).await?;
    Ok(())
}

async fn other_noun(desk: Desk<'_>) -> Result<(), Failure> {
    with_term(desk).await?;
    let found = found_by(desk, Noun::Charge, Term::new("number", "7")).await?;
    same("found", found, vec![])
}

async fn name_and_value(desk: Desk<'_>) -> Result<(), Failure> {
    with_term(desk).await?;
    for (name, value) in [("number", "70"), ("numbe", "r7"), ("number", "")] {
        let term = Term::new(name, value);
        let question = Question::ByTerm {
            noun: Noun::Claim,
            term,
        };
        let found = desk.documents(question).await.unwrap_or_default();
        same("found", numbers(&found), vec![])?;
    }
    Ok(())
}

async fn external(desk: Desk<'_>) -> Result<(), Failure> {
    let id = |value| ExternalId::new("https://ehr.example/mrn", value);
    let wrong = |_| Failure::new("an external identifier");
    let mut document = desk.plain(Noun::Patient, 1);
    document
        .terms
        .push(Term::external(&id("M-1").map_err(wrong)?));
    desk.put("put", document, Expected::New).await?;
    for (value, wanted) in [("M-1", vec![1]), ("M-2", vec![])] {
        let term = Term::external(&id(value).map_err(wrong)?);
        same("found", found_by(desk, Noun::Patient, term).await?, wanted)?;
    }
    Ok(())
}

async fn of(desk: Desk<'_>, patient: u64) -> Result<Vec<u128>, Failure> {
    let noun = Noun::Coverage;
    let patient = desk.id(patient);
    Ok(numbers(
        &desk
            .documents(Question::OfPatient { noun, patient })
            .await?,
    ))
}

async fn of_patient(desk: Desk<'_>) -> Result<(), Failure> {
    for (n, patient) in [(3, 50), (1, 50), (2, 51)] {
        let mut document = desk.plain(Noun::Coverage, n);
        document.columns.patient = Some(desk.id(patient));
        desk.put(&format!("put {n}"), document, Expected::New)
            .await?;
    }
    same("of one", of(desk, 50).await?, vec![1, 3])?;
    same("of the other", of(desk, 51).await?, vec![2])?;
    same("of a third", of(desk, 52).await?, vec![])
}

async fn changes_patient(desk: Desk<'_>) -> Result<(), Failure> {
    let mut document = desk.plain(Noun::Coverage, 1);
    document.columns.patient = Some(desk.id(50));
    desk.put("one", document.clone(), Expected::New).await?;
    document.columns.patient = Some(desk.id(51));
    desk.put("other", document, Expected::Exact(1)).await?;
    same("of the first", of(desk, 50).await?, vec![])?;
    same("of the second", of(desk, 51).await?, vec![1])
}

async fn in_order(desk: Desk<'_>) -> Result<(), Failure> {
    for n in 1..=3 {
        let document = desk.plain(Noun::Payer, n);
        desk.put(&format!("put {n}"), document, Expected::New)
            .await?;
    }
    let questions = [2, 9, 3, 1, 2].map(|n| Question::Document(desk.key(Noun::Payer, n)));
    let answers = desk.ask(&questions).await?;
    let found: Vec<_> = (0..5).map(|n| numbers(answers.documents(n))).collect();
    same(
        "found",
        found,
        vec![vec![2], vec![], vec![3], vec![1], vec![2]],
    )
}

async fn no_questions(desk: Desk<'_>) -> Result<(), Failure> {
    let answers = desk.ask(&[]).await?;
    same("answers", answers.iter().count(), 0)
}

/// A noun that tells how it is kept.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Note {
    id: Uuid,
    text: String,
}

impl Record for Note {
    const NOUN: Noun = Noun::Consent;
    const SCHEMA: u16 = 2;

    fn id(&self) -> Uuid {
        self.id
    }

    fn columns(&self) -> Columns {
        Columns {
            starts_at: Stamp::from_micros(0).ok(),
            ..Columns::default()
        }
    }
}

async fn record(desk: Desk<'_>) -> Result<(), Failure> {
    let note = Note {
        id: desk.id(1),
        text: "no calls after six".to_owned(),
    };
    desk.put("note", note.to_document()?, Expected::New).await?;
    let answers = desk.ask(&[Question::Document(note.key())]).await?;
    same("the note", answers.record(0)?, Some((note, 1)))
}

async fn misread(desk: Desk<'_>, spoil: fn(&mut Document)) -> Result<StoreError, Failure> {
    let note = Note {
        id: desk.id(1),
        text: String::new(),
    };
    let mut document = note.to_document()?;
    spoil(&mut document);
    desk.put("note", document, Expected::New).await?;
    let answers = desk.ask(&[Question::Document(note.key())]).await?;
    match answers.record::<Note>(0) {
        Ok(read) => Err(Failure::new(format!("read as {read:?}"))),
        Err(error) => Ok(error),
    }
}

async fn newer(desk: Desk<'_>) -> Result<(), Failure> {
    let error = misread(desk, |document| document.schema = 3).await?;
    same("the refusal", error.code(), "store.newer")
}

async fn corrupt(desk: Desk<'_>) -> Result<(), Failure> {
    let error = misread(desk, |document| document.body.truncate(3)).await?;
    so(
        "a corrupt record is told",
        matches!(error, StoreError::Corrupt { .. }),
    )
}

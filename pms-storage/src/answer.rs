use pms_core::access::{Digest, Noun};
use pms_core::id::{PracticeId, Uuid};
use pms_core::ledger::Entry;
use pms_core::money::Money;
use pms_core::store::{
    Answer, Answers, Columns, Document, Event, Key, LONGEST_SPAN, MAX_ANSWER, Place, Question,
    Recorded, Stamp, StoreError, Stored, Taken, Term,
};

use crate::engine::{Engine, Value};
use crate::fault::Fault;
use crate::row::Row;
use crate::sql;

/// One more than may be answered, to know that there are too many.
const LIMIT: Value<'static> = Value::Int(20_001);

/// The answers to all questions, inside one snapshot.
pub(crate) async fn read<E: Engine>(
    engine: &mut E,
    practice: PracticeId,
    questions: &[Question],
) -> Result<Answers, StoreError> {
    let mut answers = Vec::with_capacity(questions.len());
    for question in questions {
        answers.push(answer(engine, practice, question).await?);
    }
    Ok(Answers::new(answers))
}

async fn answer<E: Engine>(
    engine: &mut E,
    practice: PracticeId,
    question: &Question,
) -> Result<Answer, StoreError> {
    question.check()?;
    let practice = Value::Id(practice.uuid());
    Ok(match question {
        Question::Document(key) => {
            let values = [practice, Value::Text(key.noun.word()), Value::Id(key.id)];
            documents(engine.fetch(sql::DOCUMENT, &values).await?)?
        }
        Question::ByTerm { noun, term } => {
            let (name, value) = (Value::Text(&term.name), Value::Text(&term.value));
            let values = [practice, Value::Text(noun.word()), name, value, LIMIT];
            documents(engine.fetch(sql::DOCUMENTS_BY_TERM, &values).await?)?
        }
        Question::OfPatient { noun, patient } => {
            let noun = Value::Text(noun.word());
            let values = [practice, noun, Value::Id(patient.uuid()), LIMIT];
            documents(engine.fetch(sql::DOCUMENTS_OF_PATIENT, &values).await?)?
        }
        Question::Appointments { resource, within } => {
            let term = Term::resource(*resource);
            let (from, to) = (within.start.micros(), within.end.micros());
            let longest = LONGEST_SPAN.num_microseconds().unwrap_or(i64::MAX);
            let values = [
                practice,
                Value::Text(Noun::Appointment.word()),
                Value::Text(&term.name),
                Value::Text(&term.value),
                Value::Int(from.saturating_sub(longest)),
                Value::Int(from),
                Value::Int(to),
                LIMIT,
            ];
            documents(engine.fetch(sql::APPOINTMENTS, &values).await?)?
        }
        Question::Occupancy { resource, cells } => {
            let (from, to) = (Value::Int(cells.start), Value::Int(cells.end));
            let values = [practice, Value::Id(resource.uuid()), from, to, LIMIT];
            let rows = bounded(engine.fetch(sql::OCCUPANCY, &values).await?)?;
            let taken: Result<_, Fault> = rows.into_iter().map(taken).collect();
            Answer::Occupancy(taken?)
        }
        Question::Entry(id) => {
            let values = [practice, Value::Id(id.uuid())];
            Answer::Entries(entries(engine.fetch(sql::ENTRY, &values).await?)?)
        }
        Question::Entries(patient) => {
            let values = [practice, Value::Id(patient.uuid()), LIMIT];
            let rows = bounded(engine.fetch(sql::ENTRIES, &values).await?)?;
            let mut entries = entries(rows)?;
            entries.sort_by_key(|entry| (entry.recorded(), entry.id()));
            Answer::Entries(entries)
        }
        Question::Holder(place) => Answer::Holder(holder(engine, practice, place).await?),
        Question::Receipt(key) => {
            let rows = engine
                .fetch(sql::RECEIPT, &[practice, Value::Text(key)])
                .await?;
            Answer::Receipt(rows.into_iter().next().map(recorded).transpose()?)
        }
        _ => return Err(StoreError::Invalid("a question of a later release")),
    })
}

async fn holder<E: Engine>(
    engine: &mut E,
    practice: Value<'_>,
    place: &Place,
) -> Result<Option<Uuid>, Fault> {
    let rows = match place {
        Place::Cell {
            resource,
            lane,
            cell,
        } => {
            let (cell, lane) = (Value::Int(*cell), Value::Int(i64::from(*lane)));
            let values = [practice, Value::Id(resource.uuid()), cell, lane];
            engine.fetch(sql::CELL_HOLDER, &values).await?
        }
        Place::Number { name, value } => {
            let values = [practice, Value::Text(name), Value::Text(value)];
            engine.fetch(sql::NUMBER_HOLDER, &values).await?
        }
    };
    rows.into_iter().next().map(|mut row| row.id()).transpose()
}

fn bounded(rows: Vec<Row>) -> Result<Vec<Row>, StoreError> {
    if rows.len() > MAX_ANSWER {
        Err(StoreError::TooMany)
    } else {
        Ok(rows)
    }
}

fn documents(rows: Vec<Row>) -> Result<Answer, StoreError> {
    let documents: Result<_, Fault> = bounded(rows)?.into_iter().map(document).collect();
    Ok(Answer::Documents(documents?))
}

/// A row of `document!` in [`sql`].
pub(crate) fn document(mut row: Row) -> Result<Stored, Fault> {
    let version = row.count()?;
    let key = Key {
        noun: row.word()?,
        id: row.id()?,
    };
    let columns = Columns {
        status: row.maybe_text()?,
        starts_at: stamp(row.maybe_int()?)?,
        ends_at: stamp(row.maybe_int()?)?,
        on: row
            .maybe_text()?
            .map(|on| on.parse().map_err(|_| Fault::Damaged))
            .transpose()?,
        patient: row.maybe_id()?,
        practitioner: row.maybe_id()?,
        payer: row.maybe_id()?,
        location: row.maybe_id()?,
        amount: row
            .maybe_int()?
            .map(|cents| Money::from_cents(cents).map_err(|_| Fault::Damaged))
            .transpose()?,
    };
    let terms: Vec<(String, String)> =
        serde_json::from_str(&row.text()?).map_err(|_| Fault::Damaged)?;
    let document = Document {
        key,
        columns,
        terms: terms
            .into_iter()
            .map(|(name, value)| Term { name, value })
            .collect(),
        schema: u16::try_from(row.int()?).map_err(|_| Fault::Damaged)?,
        body: row.bytes()?,
    };
    Ok(Stored { version, document })
}

fn stamp(micros: Option<i64>) -> Result<Option<Stamp>, Fault> {
    micros
        .map(|micros| Stamp::from_micros(micros).map_err(|_| Fault::Damaged))
        .transpose()
}

fn taken(mut row: Row) -> Result<Taken, Fault> {
    Ok(Taken {
        cell: row.int()?,
        lane: u16::try_from(row.int()?).map_err(|_| Fault::Damaged)?,
        holder: row.id()?,
    })
}

/// Rows of an entry's body alone.
pub(crate) fn entries(rows: Vec<Row>) -> Result<Vec<Entry>, Fault> {
    rows.into_iter()
        .map(|mut row| serde_json::from_slice(&row.bytes()?).map_err(|_| Fault::Damaged))
        .collect()
}

fn recorded(mut row: Row) -> Result<Recorded, Fault> {
    let request = Digest::try_from(row.bytes()?.as_slice()).map_err(|_| Fault::Damaged)?;
    let receipt = serde_json::from_slice(&row.bytes()?).map_err(|_| Fault::Damaged)?;
    Ok(Recorded { request, receipt })
}

/// The events of a journal after event `after`.
pub(crate) async fn journal<E: Engine>(
    engine: &mut E,
    practice: PracticeId,
    stream: Key,
    after: u64,
    most: u32,
) -> Result<Vec<Event>, StoreError> {
    let values = [
        Value::Id(practice.uuid()),
        Value::Text(stream.noun.word()),
        Value::Id(stream.id),
        Value::Int(i64::try_from(after).unwrap_or(i64::MAX)),
        Value::Int(i64::from(most)),
    ];
    let rows = engine.fetch(sql::JOURNAL, &values).await?;
    let events: Result<_, Fault> = rows.into_iter().map(|row| event(stream, row)).collect();
    Ok(events?)
}

fn event(stream: Key, mut row: Row) -> Result<Event, Fault> {
    Ok(Event {
        stream,
        n: row.count()?,
        kind: row.text()?,
        at: Stamp::from_micros(row.int()?).map_err(|_| Fault::Damaged)?,
        actor: row.id()?,
        body: row.bytes()?,
        hash: Digest::try_from(row.bytes()?.as_slice()).map_err(|_| Fault::Damaged)?,
    })
}

//! One batch, written row by row in the one order that all stores keep: receipt, documents by key,
//! places in their order, entries, journals by key. Whoever waits for a row holds only rows before
//! it, so that two batches never wait for one another.

use pms_core::access::Digest;
use pms_core::ledger::{Account, Entry};
use pms_core::store::{
    CommitBatch, CommitError, Document, Expected, Head, Key, Place, Put, Receipt, Seal, Stamp,
    Taking, Term,
};

use crate::engine::{Engine, Value};
use crate::fault::Fault;
use crate::sql;

/// Writes a checked batch inside a transaction; the caller keeps it or takes it back.
pub(crate) async fn write<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
) -> Result<Receipt, CommitError> {
    if let Some(receipt) = open_receipt(engine, batch).await? {
        return Ok(receipt);
    }
    let versions = write_documents(engine, batch).await?;
    move_places(engine, batch).await?;
    for entry in &batch.entries {
        enter(engine, batch, entry).await?;
    }
    let heads = add_to_journals(engine, batch).await?;
    let receipt = Receipt {
        key: batch.idempotency.key.clone(),
        at: Stamp::from(batch.audit.at),
        versions,
        heads,
        reply: batch.reply.clone(),
    };
    let body = serde_json::to_vec(&receipt).map_err(|_| Fault::Damaged)?;
    let values = [id(batch), Value::Text(&receipt.key), Value::Bytes(&body)];
    engine.execute(sql::CLOSE_RECEIPT, &values).await?;
    Ok(receipt)
}

fn id(batch: &CommitBatch) -> Value<'_> {
    Value::Id(batch.practice.uuid())
}

/// Puts a receipt under the key; if there is one already, the same request gets it again.
async fn open_receipt<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
) -> Result<Option<Receipt>, CommitError> {
    let key = Value::Text(&batch.idempotency.key);
    let request = batch.idempotency.request;
    let at = Value::Int(Stamp::from(batch.audit.at).micros());
    let values = [
        id(batch),
        key,
        Value::Bytes(request.bytes()),
        at,
        Value::Bytes(b""),
    ];
    if engine.execute(sql::OPEN_RECEIPT, &values).await? == 1 {
        return Ok(None);
    }
    let rows = engine.fetch(sql::RECEIPT, &[id(batch), key]).await?;
    let mut row = rows.into_iter().next().ok_or(CommitError::Retryable)?;
    if row.bytes()? != request.bytes() {
        return Err(CommitError::IdemMismatch);
    }
    let receipt = serde_json::from_slice(&row.bytes()?).map_err(|_| Fault::Damaged)?;
    Ok(Some(receipt))
}

/// Writes the documents and looks at the guarded ones, all in the order of keys.
async fn write_documents<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
) -> Result<Vec<(Key, u64)>, CommitError> {
    let mut guards = batch.guards.iter().peekable();
    let mut versions = Vec::with_capacity(batch.puts.len());
    for put in &batch.puts {
        let key = put.document.key;
        while let Some(guard) = guards.next_if(|guard| guard.key < key) {
            expect(engine, batch, guard.key, guard.version).await?;
        }
        versions.push((key, write_document(engine, batch, put).await?));
    }
    for guard in guards {
        expect(engine, batch, guard.key, guard.version).await?;
    }
    Ok(versions)
}

async fn expect<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    key: Key,
    version: u64,
) -> Result<(), CommitError> {
    let found = found(engine, E::GUARD, batch, key).await?;
    if found == Some(version) {
        Ok(())
    } else {
        Err(CommitError::VersionConflict { key, found })
    }
}

async fn found<E: Engine>(
    engine: &mut E,
    sql: &'static str,
    batch: &CommitBatch,
    key: Key,
) -> Result<Option<u64>, Fault> {
    let values = [id(batch), Value::Text(key.noun.word()), Value::Id(key.id)];
    let rows = engine.fetch(sql, &values).await?;
    rows.into_iter()
        .next()
        .map(|mut row| row.count())
        .transpose()
}

async fn write_document<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    put: &Put,
) -> Result<u64, CommitError> {
    let Document {
        key,
        columns,
        terms,
        schema,
        body,
    } = &put.document;
    let on = columns.on.map(|on| on.to_string());
    let terms = terms_text(terms)?;
    let mut values = vec![
        id(batch),
        Value::Text(key.noun.word()),
        Value::Id(key.id),
        Value::MaybeText(columns.status.as_deref()),
        Value::MaybeInt(columns.starts_at.map(Stamp::micros)),
        Value::MaybeInt(columns.ends_at.map(Stamp::micros)),
        Value::MaybeText(on.as_deref()),
        columns.patient.into(),
        columns.practitioner.into(),
        columns.payer.into(),
        columns.location.into(),
        Value::MaybeInt(columns.amount.map(|amount| amount.cents())),
        Value::Text(&terms),
        Value::Int(i64::from(*schema)),
        Value::Bytes(body),
    ];
    let version = match put.expected {
        Expected::New => {
            let written = engine.execute(sql::INSERT_DOCUMENT, &values).await?;
            (written == 1).then_some(1)
        }
        Expected::Exact(version) => {
            values.push(Value::Int(i64::try_from(version).unwrap_or(i64::MAX)));
            let written = engine.execute(sql::UPDATE_DOCUMENT, &values).await?;
            (written == 1).then(|| version.saturating_add(1))
        }
        Expected::Any => {
            let rows = engine.fetch(sql::UPSERT_DOCUMENT, &values).await?;
            let row = rows.into_iter().next();
            row.map(|mut row| row.count()).transpose()?
        }
    };
    let Some(version) = version else {
        let key = *key;
        let found = found(engine, sql::VERSION, batch, key).await?;
        return Err(CommitError::VersionConflict { key, found });
    };
    list(engine, batch, &put.document, version).await?;
    Ok(version)
}

fn terms_text(terms: &[Term]) -> Result<String, Fault> {
    let pairs: Vec<_> = terms.iter().map(|term| (&term.name, &term.value)).collect();
    serde_json::to_string(&pairs).map_err(|_| Fault::Damaged)
}

/// The index terms of a document as it is now.
async fn list<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    document: &Document,
    version: u64,
) -> Result<(), Fault> {
    let (noun, key) = (
        Value::Text(document.key.noun.word()),
        Value::Id(document.key.id),
    );
    if version > 1 {
        engine
            .execute(sql::CLEAR_TERMS, &[id(batch), noun, key])
            .await?;
    }
    let starts_at = document.columns.starts_at.map_or(0, Stamp::micros);
    for Term { name, value } in &document.terms {
        let (name, value) = (Value::Text(name), Value::Text(value));
        let values = [id(batch), noun, name, value, Value::Int(starts_at), key];
        engine.execute(sql::INSERT_TERM, &values).await?;
    }
    Ok(())
}

/// Gives places back and takes others, all in the order of places; what is both, first the former.
async fn move_places<E: Engine>(engine: &mut E, batch: &CommitBatch) -> Result<(), CommitError> {
    let mut release = batch.release.iter().peekable();
    let mut run: Vec<&Taking> = Vec::new();
    for taking in &batch.take {
        while let Some(given) = release.next_if(|given| given.place <= taking.place) {
            take(engine, batch, &run).await?;
            run.clear();
            give_back(engine, batch, given).await?;
        }
        run.push(taking);
    }
    take(engine, batch, &run).await?;
    for given in release {
        give_back(engine, batch, given).await?;
    }
    Ok(())
}

async fn give_back<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    given: &Taking,
) -> Result<(), Fault> {
    let mut values = place_values(batch, &given.place);
    values.push(Value::Id(given.holder));
    let sql = match given.place {
        Place::Cell { .. } => sql::FREE_CELL,
        Place::Number { .. } => sql::FREE_NUMBER,
    };
    engine.execute(sql, &values).await?;
    Ok(())
}

fn place_values<'a>(batch: &'a CommitBatch, place: &'a Place) -> Vec<Value<'a>> {
    match place {
        Place::Cell {
            resource,
            lane,
            cell,
        } => vec![
            id(batch),
            Value::Id(resource.uuid()),
            Value::Int(*cell),
            Value::Int(i64::from(*lane)),
        ],
        Place::Number { name, value } => vec![id(batch), Value::Text(name), Value::Text(value)],
    }
}

/// Takes places that lie next to one another in their order: cells many at once.
async fn take<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    run: &[&Taking],
) -> Result<(), CommitError> {
    for chunk in run.chunks(sql::CELLS) {
        let cells = chunk
            .iter()
            .all(|taking| matches!(taking.place, Place::Cell { .. }));
        if cells && chunk.len() > 1 {
            take_cells(engine, batch, chunk).await?;
        } else {
            for taking in chunk {
                take_one(engine, batch, taking).await?;
            }
        }
    }
    Ok(())
}

/// One statement for up to [`sql::CELLS`] cells. Where not all were free, each is looked at: the
/// first that somebody else has is the answer.
async fn take_cells<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    chunk: &[&Taking],
) -> Result<(), CommitError> {
    let mut values = vec![id(batch)];
    let last = chunk.last();
    for taking in chunk
        .iter()
        .chain(last.into_iter().cycle())
        .take(sql::CELLS)
    {
        values.extend(place_values(batch, &taking.place).into_iter().skip(1));
        values.push(Value::Id(taking.holder));
    }
    let taken = engine.execute(sql::TAKE_CELLS, &values).await?;
    if usize::try_from(taken).is_ok_and(|taken| taken == chunk.len()) {
        return Ok(());
    }
    for taking in chunk {
        held(engine, batch, taking).await?;
    }
    Ok(())
}

async fn take_one<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    taking: &Taking,
) -> Result<(), CommitError> {
    let mut values = place_values(batch, &taking.place);
    values.push(Value::Id(taking.holder));
    let sql = match taking.place {
        Place::Cell { .. } => sql::TAKE_CELL,
        Place::Number { .. } => sql::TAKE_NUMBER,
    };
    if engine.execute(sql, &values).await? == 1 {
        return Ok(());
    }
    held(engine, batch, taking).await
}

/// Whether the place is this holder's.
async fn held<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    taking: &Taking,
) -> Result<(), CommitError> {
    let sql = match taking.place {
        Place::Cell { .. } => sql::CELL_HOLDER,
        Place::Number { .. } => sql::NUMBER_HOLDER,
    };
    let rows = engine
        .fetch(sql, &place_values(batch, &taking.place))
        .await?;
    let mut row = rows.into_iter().next().ok_or(CommitError::Retryable)?;
    let holder = row.id()?;
    if holder == taking.holder {
        return Ok(());
    }
    let place = taking.place.clone();
    Err(CommitError::ClaimTaken { place, holder })
}

async fn enter<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    entry: &Entry,
) -> Result<(), CommitError> {
    let entry_id = Value::Id(entry.id().uuid());
    let recorded_at = Value::Int(Stamp::from(entry.recorded()).micros());
    let effective_on = entry.effective().to_string();
    let service_on = entry.service().map(|on| on.to_string());
    let body = serde_json::to_vec(entry).map_err(|_| Fault::Damaged)?;
    let values = [
        id(batch),
        entry_id,
        recorded_at,
        Value::Text(&effective_on),
        Value::MaybeText(service_on.as_deref()),
        entry.reverses().into(),
        Value::Bytes(&body),
    ];
    if engine.execute(sql::INSERT_ENTRY, &values).await? != 1 {
        return Err(CommitError::Invalid("an entry is posted once"));
    }
    for (n, posting) in (1..).zip(entry.postings()) {
        let amount = Value::Int(posting.amount().cents());
        let mut values = vec![id(batch), entry_id, Value::Int(n), recorded_at];
        values.extend([Value::Text(&effective_on), amount]);
        values.extend(account(posting.debit()));
        values.extend(account(posting.credit()));
        engine.execute(sql::INSERT_POSTING, &values).await?;
    }
    let accounts = entry
        .postings()
        .iter()
        .flat_map(|posting| [posting.debit(), posting.credit()]);
    let patients: std::collections::BTreeSet<_> =
        accounts.filter_map(|account| account.patient).collect();
    for patient in patients {
        let values = [id(batch), Value::Id(patient.uuid()), recorded_at, entry_id];
        engine.execute(sql::INSERT_ENTRY_PATIENT, &values).await?;
    }
    Ok(())
}

fn account(account: &Account) -> [Value<'static>; 6] {
    [
        Value::Text(account.kind.name()),
        account.patient.into(),
        account.payer.into(),
        account.charge.into(),
        account.practitioner.into(),
        account.location.into(),
    ]
}

/// Adds events and messages, journal by journal.
async fn add_to_journals<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
) -> Result<Vec<Head>, CommitError> {
    let events = batch.events.iter().map(|event| event.stream);
    let messages = batch.messages.iter().map(|message| message.stream);
    let streams: std::collections::BTreeSet<Key> = events.chain(messages).collect();
    let mut heads = Vec::new();
    for stream in streams {
        heads.extend(add_to_journal(engine, batch, stream).await?);
    }
    Ok(heads)
}

async fn add_to_journal<E: Engine>(
    engine: &mut E,
    batch: &CommitBatch,
    stream: Key,
) -> Result<Option<Head>, CommitError> {
    let (noun, key) = (Value::Text(stream.noun.word()), Value::Id(stream.id));
    let start = Value::Bytes(Digest::START.bytes());
    let rows = engine
        .fetch(sql::HOLD_STREAM, &[id(batch), noun, key, start])
        .await?;
    let mut row = rows.into_iter().next().ok_or(Fault::Damaged)?;
    let (before, mut messages) = (row.count()?, row.int()?);
    let head = Digest::try_from(row.bytes()?.as_slice()).map_err(|_| Fault::Damaged)?;
    let mut seal = Seal::new(batch.practice, stream, before, head);
    let at = Stamp::from(batch.audit.at);
    let actor = batch.audit.actor.id;
    for new in batch.events.iter().filter(|event| event.stream == stream) {
        let event = seal.add(new.kind.clone(), new.body.clone(), at, actor);
        let values = [
            id(batch),
            noun,
            key,
            Value::Int(counted(event.n)),
            Value::Text(&event.kind),
            Value::Int(at.micros()),
            Value::Id(actor.uuid()),
            Value::Bytes(&event.body),
            Value::Bytes(event.hash.bytes()),
        ];
        engine.execute(sql::INSERT_EVENT, &values).await?;
    }
    for message in batch
        .messages
        .iter()
        .filter(|message| message.stream == stream)
    {
        messages = messages.saturating_add(1);
        let values = [
            id(batch),
            noun,
            key,
            Value::Int(messages),
            Value::Id(message.id),
            Value::Text(&message.topic),
            Value::Bytes(&message.body),
        ];
        if engine.execute(sql::INSERT_MESSAGE, &values).await? != 1 {
            return Err(CommitError::Invalid("a message is sent once"));
        }
    }
    let (n, hash) = (seal.n(), seal.head());
    let ends = [
        Value::Int(counted(n)),
        Value::Int(messages),
        Value::Bytes(hash.bytes()),
    ];
    let values: Vec<_> = [id(batch), noun, key].into_iter().chain(ends).collect();
    engine.execute(sql::MOVE_STREAM, &values).await?;
    Ok((n > before).then_some(Head { stream, n, hash }))
}

fn counted(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

use pms_core::id::{PracticeId, Uuid};
use pms_core::store::{Key, Leased, Message, Stamp, StoreError};

use crate::engine::{Engine, Value};
use crate::fault::Fault;
use crate::row::Row;
use crate::sql;

/// Lends messages that are due. One lender at a time in a practice, so that no message overtakes
/// an earlier one of its stream.
pub(crate) async fn lend<E: Engine>(
    engine: &mut E,
    practice: PracticeId,
    now: Stamp,
    until: Stamp,
    most: u32,
) -> Result<Vec<Leased>, StoreError> {
    let practice = Value::Id(practice.uuid());
    engine.execute(sql::TAKE_TURN, &[practice]).await?;
    let values = [
        practice,
        Value::Int(now.micros()),
        Value::Int(i64::from(most)),
    ];
    let mut lent = Vec::new();
    for row in engine.fetch(sql::DUE_MESSAGES, &values).await? {
        let leased = leased(row, until)?;
        let id = Value::Id(leased.message.id);
        let values = [practice, id, Value::Int(until.micros())];
        if engine.execute(sql::LEND_MESSAGE, &values).await? == 1 {
            lent.push(leased);
        }
    }
    Ok(lent)
}

fn leased(mut row: Row, until: Stamp) -> Result<Leased, Fault> {
    let stream = Key {
        noun: row.word()?,
        id: row.id()?,
    };
    let message = Message {
        id: row.id()?,
        stream,
        topic: row.text()?,
        body: row.bytes()?,
    };
    let before = u32::try_from(row.int()?).map_err(|_| Fault::Damaged)?;
    Ok(Leased {
        message,
        attempt: before.saturating_add(1),
        until,
    })
}

/// These messages were delivered. By identifier, so that two who do so never wait for one another.
pub(crate) async fn forget<E: Engine>(
    engine: &mut E,
    practice: PracticeId,
    ids: &[Uuid],
) -> Result<(), StoreError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    for id in ids {
        let values = [Value::Id(practice.uuid()), Value::Id(id)];
        engine.execute(sql::FORGET_MESSAGE, &values).await?;
    }
    Ok(())
}

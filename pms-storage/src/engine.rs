use pms_core::id::Uuid;

use crate::fault::Fault;
use crate::row::Row;

/// A way to run a statement inside a transaction: all that the algorithms know of a database.
pub(crate) trait Engine: Send {
    /// Reads a document's version and keeps others from changing it until the transaction ends.
    const GUARD: &'static str;

    /// Runs a statement; how many rows it wrote.
    fn execute(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, Fault>> + Send;

    /// Runs a statement; the rows that it gave.
    fn fetch(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<Vec<Row>, Fault>> + Send;
}

/// What is handed to a statement.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Int(i64),
    MaybeInt(Option<i64>),
    Text(&'a str),
    MaybeText(Option<&'a str>),
    Bytes(&'a [u8]),
    Id(Uuid),
    MaybeId(Option<Uuid>),
}

impl<I: Into<Uuid>> From<Option<I>> for Value<'_> {
    fn from(id: Option<I>) -> Self {
        Self::MaybeId(id.map(Into::into))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<i64> for Value<'_> {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<Uuid> for Value<'_> {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

/// Binds each value by its own type; an absent one too, so that the server knows what is absent.
macro_rules! bound {
    ($sql:expr, $values:expr, $id:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match *value {
                $crate::engine::Value::Int(int) => query.bind(int),
                $crate::engine::Value::MaybeInt(int) => query.bind(int),
                $crate::engine::Value::Text(text) => query.bind(text.to_owned()),
                $crate::engine::Value::MaybeText(text) => query.bind(text.map(str::to_owned)),
                $crate::engine::Value::Bytes(bytes) => query.bind(bytes.to_vec()),
                $crate::engine::Value::Id(id) => query.bind($id(id)),
                $crate::engine::Value::MaybeId(id) => query.bind(id.map($id)),
            };
        }
        query
    }};
}
pub(crate) use bound;

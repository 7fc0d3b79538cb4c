use pms_core::id::Uuid;

use crate::fault::Fault;

/// One value of a row, as the engine gave it.
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    #[cfg(feature = "postgres")]
    Id(Uuid),
}

/// The cells of an engine's row, each by the engine's own name for its type.
macro_rules! cells {
    ($row:expr, $($name:literal => $cell:ident),+) => {{
        let cell = |n: usize| {
            let value = $row.try_get_raw(n)?;
            if value.is_null() {
                return Ok($crate::row::Cell::Null);
            }
            Ok(match value.type_info().name() {
                $($name => $crate::row::Cell::$cell($row.try_get(n)?),)+
                _ => return Err($crate::fault::Fault::Damaged),
            })
        };
        (0..$row.len()).map(cell).collect::<Result<_, _>>().map($crate::row::Row::new)
    }};
}
pub(crate) use cells;

/// A row, taken from left to right.
pub(crate) struct Row(std::vec::IntoIter<Cell>);

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self(cells.into_iter())
    }

    fn cell(&mut self) -> Result<Cell, Fault> {
        self.0.next().ok_or(Fault::Damaged)
    }

    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>, Fault> {
        match self.cell()? {
            Cell::Null => Ok(None),
            Cell::Int(int) => Ok(Some(int)),
            _ => Err(Fault::Damaged),
        }
    }

    pub(crate) fn int(&mut self) -> Result<i64, Fault> {
        self.maybe_int()?.ok_or(Fault::Damaged)
    }

    /// A count or a version, which is never below zero.
    pub(crate) fn count(&mut self) -> Result<u64, Fault> {
        u64::try_from(self.int()?).map_err(|_| Fault::Damaged)
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, Fault> {
        match self.cell()? {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text)),
            _ => Err(Fault::Damaged),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String, Fault> {
        self.maybe_text()?.ok_or(Fault::Damaged)
    }

    /// A word of the house, such as a noun.
    pub(crate) fn word<T: std::str::FromStr>(&mut self) -> Result<T, Fault> {
        self.text()?.parse().map_err(|_| Fault::Damaged)
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, Fault> {
        match self.cell()? {
            Cell::Bytes(bytes) => Ok(bytes),
            _ => Err(Fault::Damaged),
        }
    }

    pub(crate) fn maybe_id<I: From<Uuid>>(&mut self) -> Result<Option<I>, Fault> {
        match self.cell()? {
            Cell::Null => Ok(None),
            Cell::Bytes(bytes) => Uuid::from_slice(&bytes)
                .map(|id| Some(id.into()))
                .map_err(|_| Fault::Damaged),
            #[cfg(feature = "postgres")]
            Cell::Id(id) => Ok(Some(id.into())),
            _ => Err(Fault::Damaged),
        }
    }

    pub(crate) fn id<I: From<Uuid>>(&mut self) -> Result<I, Fault> {
        self.maybe_id()?.ok_or(Fault::Damaged)
    }
}

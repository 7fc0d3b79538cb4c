use crate::time::Minute;

/// A time at which a visit could start, and the row that would be booked for its first part.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Opening {
    /// When it would start.
    pub start: Minute,
    /// Whose time it would be: a row of the board.
    pub row: u32,
}

/// Openings packed into two columns, as they go through a language boundary; each one is made when
/// it is looked at.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Columns {
    pub(super) rows: Vec<u32>,
    pub(super) starts: Vec<i64>,
    pub(super) version: u64,
}

impl Columns {
    /// The row of each opening.
    #[must_use]
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// When each opening starts, in minutes since 1970 in UTC.
    #[must_use]
    pub fn starts(&self) -> &[i64] {
        &self.starts
    }

    /// Both columns, rows first.
    #[must_use]
    pub fn into_parts(self) -> (Vec<u32>, Vec<i64>) {
        (self.rows, self.starts)
    }

    /// Which version of the board answered.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// How many openings there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// One opening.
    #[must_use]
    pub fn opening(&self, index: usize) -> Option<Opening> {
        let start = Minute::new(*self.starts.get(index)?).ok()?;
        let row = *self.rows.get(index)?;
        Some(Opening { start, row })
    }

    /// The openings, in order, made one at a time.
    pub fn iter(&self) -> impl Iterator<Item = Opening> + '_ {
        let pairs = self.rows.iter().zip(&self.starts);
        pairs.filter_map(|(row, start)| {
            let start = Minute::new(*start).ok()?;
            Some(Opening { start, row: *row })
        })
    }

    pub(super) fn push(&mut self, row: u32, start: i64) {
        self.rows.push(row);
        self.starts.push(start);
    }

    /// More openings of one row.
    pub(super) fn extend(&mut self, row: u32, starts: impl Iterator<Item = i64>) {
        self.starts.extend(starts);
        self.rows.resize(self.starts.len(), row);
    }
}

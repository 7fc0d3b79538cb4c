use core::fmt;
use core::ops::RangeInclusive;
use core::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::id::EntryId;
use crate::id::Uuid;
use crate::ledger::Entry;
use crate::time::AsOf;

use super::document::Stored;
use super::error::StoreError;
use super::key::Stamp;

/// What is too much for one answer, page by page.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Scan {
    /// All documents of a noun, by age of identifier; of one status, where one is named.
    Documents {
        /// Which noun.
        noun: Noun,
        /// Where they stand.
        status: Option<String>,
    },
    /// The documents of a noun that count for these days, by date.
    Dated {
        /// Which noun.
        noun: Noun,
        /// The days, both included.
        on: RangeInclusive<NaiveDate>,
    },
    /// What had taken effect by a day, as it was known at an instant, in the order of recording.
    Entries(AsOf),
}

/// Some rows of a scan and where to go on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Page {
    /// The rows.
    pub rows: Rows,
    /// Where the next page begins; none where this was the last.
    pub next: Option<Cursor>,
}

/// The rows of a page.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Rows {
    /// Documents.
    Documents(Vec<Stored>),
    /// Entries of the ledger.
    Entries(Vec<Entry>),
}

impl Page {
    /// The page of a scan that asked for at most `most` rows and found these documents.
    #[must_use]
    pub fn of_documents(scan: &Scan, documents: Vec<Stored>, most: u32) -> Self {
        let next = last(&documents, most).map(|stored| Cursor {
            by: match (scan, stored.document.columns.on) {
                (Scan::Dated { .. }, Some(on)) => By::Date(on),
                _ => By::Id,
            },
            id: stored.document.key.id,
        });
        let rows = Rows::Documents(documents);
        Self { rows, next }
    }

    /// The page of a scan that asked for at most `most` rows and found these entries.
    #[must_use]
    pub fn of_entries(entries: Vec<Entry>, most: u32) -> Self {
        let next = last(&entries, most).map(|entry| Cursor {
            by: By::Stamp(Stamp::from(entry.recorded())),
            id: entry.id().uuid(),
        });
        let rows = Rows::Entries(entries);
        Self { rows, next }
    }

    /// The entries of the page; none where it has other rows.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.rows {
            Rows::Entries(entries) => entries,
            Rows::Documents(_) => &[],
        }
    }

    /// The documents of the page; none where it has other rows.
    #[must_use]
    pub fn documents(&self) -> &[Stored] {
        match &self.rows {
            Rows::Documents(documents) => documents,
            Rows::Entries(_) => &[],
        }
    }
}

/// The last row, where the page is full: there may be more.
fn last<T>(rows: &[T], most: u32) -> Option<&T> {
    let full = u32::try_from(rows.len()).is_ok_and(|found| found >= most);
    rows.last().filter(|_| full)
}

/// Where a scan goes on: after the last row that was seen. Rows written meanwhile neither move it
/// nor make it miss what was there before.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor {
    by: By,
    id: Uuid,
}

/// What the rows are ordered by before their identifier.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum By {
    Id,
    Date(NaiveDate),
    Stamp(Stamp),
}

impl Cursor {
    const OTHER: StoreError = StoreError::Invalid("a cursor of another scan");

    /// After the document with this identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] where the cursor is of another scan.
    pub fn document(&self) -> Result<Uuid, StoreError> {
        match self.by {
            By::Id => Ok(self.id),
            _ => Err(Self::OTHER),
        }
    }

    /// After the document of this date with this identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] where the cursor is of another scan.
    pub fn dated(&self) -> Result<(NaiveDate, Uuid), StoreError> {
        match self.by {
            By::Date(on) => Ok((on, self.id)),
            _ => Err(Self::OTHER),
        }
    }

    /// After the entry that was recorded then, with this identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] where the cursor is of another scan.
    pub fn entry(&self) -> Result<(Stamp, EntryId), StoreError> {
        match self.by {
            By::Stamp(at) => Ok((at, self.id.into())),
            _ => Err(Self::OTHER),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.by {
            By::Id => write!(f, "{}", self.id),
            By::Date(on) => write!(f, "{on}/{}", self.id),
            By::Stamp(at) => write!(f, "{}@{}", at.micros(), self.id),
        }
    }
}

impl FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let read = || {
            let (by, id) = if let Some((on, id)) = text.split_once('/') {
                (By::Date(on.parse().ok()?), id)
            } else if let Some((at, id)) = text.split_once('@') {
                (By::Stamp(Stamp::from_micros(at.parse().ok()?).ok()?), id)
            } else {
                (By::Id, text)
            };
            let id = id.parse().ok()?;
            Some(Self { by, id })
        };
        read().ok_or(StoreError::Invalid("not a cursor of this library"))
    }
}

impl TryFrom<String> for Cursor {
    type Error = StoreError;

    fn try_from(text: String) -> Result<Self, StoreError> {
        text.parse()
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        cursor.to_string()
    }
}

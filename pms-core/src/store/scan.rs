use core::fmt;
use core::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::id::Uuid;

use super::document::Stored;
use super::error::StoreError;

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
}

impl Page {
    /// A page of a scan over documents that asked for at most `most` rows and found these.
    #[must_use]
    pub fn of_documents(scan: &Scan, documents: Vec<Stored>, most: usize) -> Self {
        let last = documents.last().filter(|_| documents.len() >= most);
        let next = last.map(|stored| {
            let on = match scan {
                Scan::Dated { .. } => stored.document.columns.on,
                Scan::Documents { .. } => None,
            };
            Cursor::after(on, stored.document.key.id)
        });
        let rows = Rows::Documents(documents);
        Self { rows, next }
    }

    /// The documents of the page; none where it has other rows.
    #[must_use]
    pub fn documents(&self) -> &[Stored] {
        match &self.rows {
            Rows::Documents(documents) => documents,
        }
    }
}

/// Where a scan goes on: after the last row that was seen. Rows written meanwhile neither move it
/// nor make it miss what was there before.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor {
    on: Option<NaiveDate>,
    id: Uuid,
}

impl Cursor {
    /// After the row with this identifier, on this date where the scan goes by date.
    #[must_use]
    pub fn after(on: Option<NaiveDate>, id: Uuid) -> Self {
        Self { on, id }
    }

    /// The date of the last row, where the scan goes by date.
    #[must_use]
    pub fn on(&self) -> Option<NaiveDate> {
        self.on
    }

    /// The identifier of the last row.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.on {
            Some(on) => write!(f, "{on}/{}", self.id),
            None => write!(f, "{}", self.id),
        }
    }
}

impl core::str::FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let bad = StoreError::Invalid("not a cursor of this library");
        let (on, id) = match text.split_once('/') {
            Some((on, id)) => (Some(on), id),
            None => (None, text),
        };
        let on = match on.map(str::parse).transpose() {
            Ok(on) => on,
            Err(_) => return Err(bad),
        };
        let id = id.parse().map_err(|_| bad)?;
        Ok(Self { on, id })
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

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::access::Noun;
use crate::id::Uuid;

use super::document::{Columns, Document, Stored, Term};
use super::error::StoreError;
use super::key::Key;

/// How a noun of the house is kept as a [`Document`].
pub trait Record: Serialize + DeserializeOwned {
    /// Which noun it is.
    const NOUN: Noun;
    /// The form of its body. Count up where older readers would misread it.
    const SCHEMA: u16 = 1;

    /// Which one.
    fn id(&self) -> Uuid;

    /// What it is listed and filtered by.
    fn columns(&self) -> Columns;

    /// What else it is found by.
    fn terms(&self) -> Vec<Term> {
        Vec::new()
    }

    /// Its key.
    fn key(&self) -> Key {
        Key::new(Self::NOUN, self.id())
    }

    /// The document that keeps it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] where it has no form in JSON.
    fn to_document(&self) -> Result<Document, StoreError> {
        let body = serde_json::to_vec(self)
            .map_err(|_| StoreError::Invalid("a record that has no form in JSON"))?;
        Ok(Document {
            key: self.key(),
            columns: self.columns(),
            terms: self.terms(),
            schema: Self::SCHEMA,
            body,
        })
    }

    /// The noun back from its document.
    ///
    /// # Errors
    ///
    /// [`StoreError::Newer`] where a later release wrote it, [`StoreError::Corrupt`] where it is
    /// another noun's or does not read.
    fn from_document(document: &Document) -> Result<Self, StoreError> {
        let key = document.key;
        if document.schema > Self::SCHEMA {
            let schema = document.schema;
            return Err(StoreError::Newer { key, schema });
        }
        let record: Self =
            serde_json::from_slice(&document.body).map_err(|_| StoreError::Corrupt { key })?;
        if record.key() == key {
            Ok(record)
        } else {
            Err(StoreError::Corrupt { key })
        }
    }
}

impl Stored {
    /// The noun that is kept here.
    ///
    /// # Errors
    ///
    /// As [`Record::from_document`].
    pub fn record<R: Record>(&self) -> Result<R, StoreError> {
        R::from_document(&self.document)
    }
}

//! 276, the question how claims stand.
//!
//! [`ask`] makes a question of claims that were sent, [`write()`] sends it, [`read`] takes questions as a payer reads them.
//!
//! Terms: 005010X212.

pub use super::status::ask;
use super::status::{Kind, Notice, Read};
use super::syntax::{Characters, Envelope, WriteError};

/// Reads every question about claims of a file; other transactions are passed over.
#[must_use]
pub fn read(bytes: &[u8]) -> Read {
    super::status::read(bytes, Kind::Request)
}

/// Writes questions as one interchange, a transaction each, numbered from 1.
///
/// # Errors
///
/// The first [`WriteError`]: a text with a character that X12 cannot carry, a number that is
/// missing or too long, an amount of more than ten digits.
pub fn write(
    notices: &[Notice],
    envelope: &Envelope,
    characters: Characters,
) -> Result<Vec<u8>, WriteError> {
    super::status::write(notices, Kind::Request, envelope, characters)
}

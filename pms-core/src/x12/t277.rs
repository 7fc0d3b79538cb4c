//! 277, the answer to a question how claims stand.
//!
//! [`read`] takes what a payer answers, [`write()`] answers. An answer names the question by its
//! numbers: its own (BHT03) and that of each claim (TRN02).
//!
//! Terms: 005010X212.

use super::status::{Kind, Notice, Read};
use super::syntax::{Characters, Envelope, WriteError};

/// Reads every answer about claims of a file; other transactions, acknowledgments of claims among
/// them, are passed over.
#[must_use]
pub fn read(bytes: &[u8]) -> Read {
    super::status::read(bytes, Kind::Response)
}

/// Writes answers as one interchange, a transaction each, numbered from 1.
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
    super::status::write(notices, Kind::Response, envelope, characters)
}

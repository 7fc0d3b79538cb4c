use core::str::FromStr;

use pms_core::id::IdError;
use pms_core::id::PatientId;

use crate::error::{At, PmsError, parse};

/// An identifier as it is kept, lower-case and hyphenated.
///
/// # Errors
///
/// `id.syntax`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn read_identifier(text: String) -> Result<String, PmsError> {
    let id = parse::<PatientId>(&text, "text")?;
    Ok(id.to_string())
}

/// An identifier of some noun, or which field is none.
pub(crate) fn read<I: FromStr<Err = IdError>>(
    text: &str,
    field: impl FnOnce() -> String,
) -> Result<I, PmsError> {
    text.parse::<I>().or_else(|e| Err(e).at(&field()))
}

/// The same, where there may be none.
pub(crate) fn read_option<I: FromStr<Err = IdError>>(
    text: Option<&str>,
    field: impl FnOnce() -> String,
) -> Result<Option<I>, PmsError> {
    text.map(|text| read(text, field)).transpose()
}

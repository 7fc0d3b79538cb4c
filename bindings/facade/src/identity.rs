use pms_core::id::PatientId;

use crate::error::{At, PmsError};

/// An identifier as it is kept, lower-case and hyphenated.
///
/// # Errors
///
/// `id.syntax`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn read_identifier(text: String) -> Result<String, PmsError> {
    let id = text.parse::<PatientId>().at("text")?;
    Ok(id.to_string())
}

use serde::{Deserialize, Serialize};

/// A patient's sex as payers and registries hold it.
///
/// Source: FHIR R4 AdministrativeGender; 005010X222A1, DMG03 (F, M, else U).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Neither of the two.
    Other,
    /// Not known.
    #[default]
    Unknown,
}

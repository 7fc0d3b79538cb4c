use serde::{Deserialize, Serialize};

use crate::id::PayerId;
use crate::time::Period;

/// A payer's word that a practitioner may treat those whom it covers, on some days.
///
/// Source: FHIR R4 PractitionerRole, of a payer's network, with its period.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Which payer's.
    pub payer: PayerId,
    /// On which days it holds.
    pub valid: Period,
}

use serde::{Deserialize, Serialize};

use crate::code::State;
use crate::time::Period;

/// A state's permission to treat those who are in it, on some days.
///
/// Source: FHIR R4 Practitioner.qualification.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Which state's.
    pub state: State,
    /// On which days it is valid.
    pub valid: Period,
}

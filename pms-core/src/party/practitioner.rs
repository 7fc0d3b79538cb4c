use serde::{Deserialize, Serialize};

use crate::code::{Npi, Taxonomy};
use crate::id::{ExternalId, PractitionerId};

use super::credential::Credential;
use super::licence::Licence;
use super::name::PersonName;
use super::text::shows_id_alone;

/// One who treats. `Debug` shows the identifier alone.
///
/// Source: FHIR R4 Practitioner; 005010X222A1, loop 2310B.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Practitioner {
    /// The practitioner's own identifier.
    pub id: PractitionerId,
    /// What other systems call the practitioner.
    #[serde(default)]
    pub external: Vec<ExternalId>,
    /// What the practitioner is called.
    pub name: PersonName,
    /// The national number; some who treat have none.
    #[serde(default)]
    pub npi: Option<Npi>,
    /// Field of work.
    #[serde(default)]
    pub taxonomy: Option<Taxonomy>,
    /// Where they may treat, and when. None at all: nobody says, and nothing is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<Licence>,
    /// With which payers they are, and when. None at all: nobody says, and nothing is asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<Credential>,
}

impl Practitioner {
    /// A practitioner of whom no more is known than the name.
    #[must_use]
    pub fn new(id: PractitionerId, name: PersonName) -> Self {
        Self {
            id,
            external: Vec::new(),
            name,
            npi: None,
            taxonomy: None,
            licences: Vec::new(),
            credentials: Vec::new(),
        }
    }
}

shows_id_alone!(Practitioner);

use serde::{Deserialize, Serialize};

use crate::id::{ExternalId, GuarantorId};

use super::address::Address;
use super::contact::Contact;
use super::name::PersonName;
use super::text::shows_id_alone;

/// One who answers for a patient's bill. `Debug` shows the identifier alone.
///
/// Source: FHIR R4 Account.guarantor.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Guarantor {
    /// The guarantor's own identifier.
    pub id: GuarantorId,
    /// What other systems call the guarantor.
    #[serde(default)]
    pub external: Vec<ExternalId>,
    /// What the guarantor is called.
    pub name: PersonName,
    /// Where statements go.
    #[serde(default)]
    pub address: Option<Address>,
    /// How to reach the guarantor.
    #[serde(default)]
    pub contact: Contact,
}

impl Guarantor {
    /// A guarantor of whom no more is known than the name.
    #[must_use]
    pub fn new(id: GuarantorId, name: PersonName) -> Self {
        Self {
            id,
            external: Vec::new(),
            name,
            address: None,
            contact: Contact::default(),
        }
    }
}

shows_id_alone!(Guarantor);

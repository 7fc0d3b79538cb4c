use serde::{Deserialize, Serialize};

use crate::code::{Npi, TaxId, Taxonomy};
use crate::id::{ExternalId, OrganizationId};

use super::address::Address;
use super::contact::Contact;
use super::text::{Text, shows_id_alone};

/// A group practice, hospital or laboratory: who bills, and to whom payers pay.
///
/// Source: FHIR R4 Organization; 005010X222A1, loop 2010AA.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Organization {
    /// The organisation's own identifier.
    pub id: OrganizationId,
    /// What other systems call the organisation.
    #[serde(default)]
    pub external: Vec<ExternalId>,
    /// What the organisation is called, as it is registered with its NPI.
    pub name: Text,
    /// The national number.
    #[serde(default)]
    pub npi: Option<Npi>,
    /// The number under which it is taxed.
    #[serde(default)]
    pub tax_id: Option<TaxId>,
    /// Field of work.
    #[serde(default)]
    pub taxonomy: Option<Taxonomy>,
    /// Its street address.
    #[serde(default)]
    pub address: Option<Address>,
    /// Where payers send payments, where that is elsewhere.
    #[serde(default)]
    pub pay_to: Option<Address>,
    /// How to reach its billing office.
    #[serde(default)]
    pub contact: Contact,
}

impl Organization {
    /// An organisation of which no more is known than the name.
    #[must_use]
    pub fn new(id: OrganizationId, name: Text) -> Self {
        Self {
            id,
            external: Vec::new(),
            name,
            npi: None,
            tax_id: None,
            taxonomy: None,
            address: None,
            pay_to: None,
            contact: Contact::default(),
        }
    }
}

shows_id_alone!(Organization);

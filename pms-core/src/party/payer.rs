use serde::{Deserialize, Serialize};

use crate::code::FilingIndicator;
use crate::id::{ExternalId, PayerId};

use super::address::Address;
use super::text::{Text, shows_id_alone};

/// One who insures or pays for others.
///
/// Source: FHIR R4 Coverage.payor; 005010X222A1, loop 2010BB.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Payer {
    /// The payer's own identifier.
    pub id: PayerId,
    /// What other systems call the payer.
    #[serde(default)]
    pub external: Vec<ExternalId>,
    /// What the payer is called.
    pub name: Text,
    /// The number under which claims reach it (NM109 with PI).
    pub number: Text,
    /// What kind of payer it is on a claim.
    pub filing: FilingIndicator,
    /// Where it takes post.
    #[serde(default)]
    pub address: Option<Address>,
}

impl Payer {
    /// A payer that claims can reach.
    #[must_use]
    pub fn new(id: PayerId, name: Text, number: Text, filing: FilingIndicator) -> Self {
        Self {
            id,
            external: Vec::new(),
            name,
            number,
            filing,
            address: None,
        }
    }
}

shows_id_alone!(Payer);

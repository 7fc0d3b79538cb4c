use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::code::{Npi, PlaceOfService};
use crate::id::{ExternalId, LocationId, OrganizationId};
use crate::time::{Minute, TimeError, Zone, ZoneRules};

use super::address::Address;
use super::contact::Contact;
use super::text::{Text, shows_id_alone};

/// Where visits take place.
///
/// Source: FHIR R4 Location; 005010X222A1, loop 2310C.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Location {
    /// The location's own identifier.
    pub id: LocationId,
    /// What other systems call the location.
    #[serde(default)]
    pub external: Vec<ExternalId>,
    /// Whose rooms they are.
    pub organization: OrganizationId,
    /// What the location is called.
    pub name: Text,
    /// What kind of place it is on a claim.
    pub place: PlaceOfService,
    /// The time zone that its clocks and its dates of service follow.
    pub zone: Zone,
    /// A national number of its own, where it has one.
    #[serde(default)]
    pub npi: Option<Npi>,
    /// Its street address.
    #[serde(default)]
    pub address: Option<Address>,
    /// How to reach its desk.
    #[serde(default)]
    pub contact: Contact,
}

impl Location {
    /// A location of which no more is known than the name, its kind and its zone.
    #[must_use]
    pub fn new(
        id: LocationId,
        organization: OrganizationId,
        name: Text,
        place: PlaceOfService,
        zone: Zone,
    ) -> Self {
        Self {
            id,
            external: Vec::new(),
            organization,
            name,
            place,
            zone,
            npi: None,
            address: None,
            contact: Contact::default(),
        }
    }

    /// Which day it is there at an instant: the date of service of a visit that begins then.
    ///
    /// ```
    /// # use pms_core::id::{Ids, Uuid};
    /// # use pms_core::party::Location;
    /// # use pms_core::time::Tzdb;
    /// # let mut ids = Ids::from("018f2d5c-0000-7000-8000-000000000001".parse::<Uuid>()?);
    /// # let (name, zone) = ("Main Street".parse()?, "America/New_York".parse()?);
    /// let office = Location::new(ids.mint(), ids.mint(), name, "11".parse()?, zone);
    /// let late = "2026-03-03T01:30:00Z".parse()?;
    /// assert_eq!(office.date_at(late, &Tzdb::bundled())?.to_string(), "2026-03-02");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Whatever the rules refuse: a zone that they do not know or that they do not reach.
    pub fn date_at(
        &self,
        at: DateTime<Utc>,
        rules: &dyn ZoneRules,
    ) -> Result<NaiveDate, TimeError> {
        let local = rules.civil_at(&self.zone, Minute::containing(at))?;
        Ok(local.date())
    }
}

shows_id_alone!(Location);

use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Locality, Modifier, PlaceOfService, ProcedureCode};
use crate::money::{Money, Units};

use super::error::FeeError;
use super::table::Asked;

/// One service as it is priced: what was done, where, when, how often and for how much.
///
/// What was done to somebody and when is theirs, so `Debug` does not show it.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Service {
    /// The day of service; it decides which row holds.
    pub date: NaiveDate,
    /// What was done.
    pub procedure: ProcedureCode,
    /// What was special about it, as billed.
    pub modifiers: Vec<Modifier>,
    /// Where.
    pub place: PlaceOfService,
    /// How often.
    pub units: Units,
    /// For how many minutes, where that is what counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Units>,
    /// In which of Medicare's localities, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<Locality>,
    /// By whom.
    #[serde(default)]
    pub provider: ProviderClass,
    /// What is charged for all units.
    pub billed: Money,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Service(..)")
    }
}

impl Service {
    /// One unit by a physician.
    #[must_use]
    pub const fn new(
        procedure: ProcedureCode,
        date: NaiveDate,
        place: PlaceOfService,
        billed: Money,
    ) -> Self {
        Self {
            date,
            procedure,
            modifiers: Vec::new(),
            place,
            units: Units::ONE,
            minutes: None,
            locality: None,
            provider: ProviderClass::Physician,
            billed,
        }
    }

    /// What a table of rates is asked for it.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            procedure: self.procedure,
            modifiers: &self.modifiers,
            place: self.place.into(),
            locality: self.locality,
            provider: self.provider,
            date: self.date,
        }
    }

    pub(super) const fn no_rate(&self) -> FeeError {
        FeeError::NoRate {
            procedure: self.procedure,
            date: self.date,
        }
    }
}

/// Who treats, as rates tell them apart.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProviderClass {
    /// A physician, or anyone who is paid as one.
    #[default]
    Physician,
    /// A nurse practitioner, physician assistant or clinical nurse specialist.
    NonPhysician,
    /// A clinical social worker.
    SocialWorker,
}

/// Whether another bears the cost of the place.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceClass {
    /// A hospital or the like bears it; the practitioner's fee is lower.
    Facility,
    /// The practice bears it.
    NonFacility,
}

impl From<PlaceOfService> for PlaceClass {
    /// The class of a place of service.
    ///
    /// Source: CMS Publication 100-04, chapter 12, 20.4.2, with telehealth (02) at the facility rate.
    fn from(place: PlaceOfService) -> Self {
        match place.as_str() {
            "02" | "19" | "21" | "22" | "23" | "24" | "26" | "31" | "34" | "41" | "42" | "51"
            | "52" | "53" | "56" | "61" => Self::Facility,
            _ => Self::NonFacility,
        }
    }
}

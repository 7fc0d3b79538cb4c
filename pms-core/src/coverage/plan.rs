use serde::{Deserialize, Serialize};

use crate::code::FilingIndicator;
use crate::id::{PayerId, PlanId};
use crate::party::Text;

use super::benefits::Benefits;
use super::plan_year::PlanYear;

/// What a plan pays where another paid before it. Never more than the patient would still owe.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Coordination {
    /// Its own benefit.
    #[default]
    Standard,
    /// What its own benefit is above the earlier payment (non-duplication).
    CarveOut,
}

/// A product of a payer: what it covers and how it counts.
///
/// Limits belong to the plan and its year, not to the payer and not to the calendar.
///
/// Source: FHIR R4 InsurancePlan.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// The plan's own identifier.
    pub id: PlanId,
    /// Whose product it is.
    pub payer: PayerId,
    /// What it is called.
    pub name: Text,
    /// What kind of plan it is on a claim.
    pub filing: FilingIndicator,
    /// When its limits begin anew.
    pub year: PlanYear,
    /// How it shares the cost of services.
    pub benefits: Benefits,
    /// What it pays after another.
    #[serde(default)]
    pub coordination: Coordination,
}

impl Plan {
    /// A plan of the calendar year that has no benefits yet.
    #[must_use]
    pub fn new(id: PlanId, payer: PayerId, name: Text, filing: FilingIndicator) -> Self {
        Self {
            id,
            payer,
            name,
            filing,
            year: PlanYear::CALENDAR,
            benefits: Benefits::default(),
            coordination: Coordination::Standard,
        }
    }
}

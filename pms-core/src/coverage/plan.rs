use serde::{Deserialize, Serialize};

use crate::code::FilingIndicator;
use crate::id::{PayerId, PlanId};
use crate::party::Text;

use super::benefits::Benefits;
use super::plan_year::PlanYear;

/// What a plan pays where another paid before it. Never more than was charged and is not yet paid.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Coordination {
    /// Its own benefit, at most what the patient would still owe.
    #[default]
    Standard,
    /// Its own benefit, at most what is not yet paid of the charge: it pays into what was written off
    /// before.
    FullCharge,
    /// Its own benefit, at most what its own allowed amount is above the earlier payment.
    Basic,
    /// What its own benefit is above the earlier payment (non-duplication).
    CarveOut,
    /// Its own benefit for what its allowed amount is above the earlier payment (maintenance of
    /// benefits).
    Maintenance,
    /// The least of its own benefit, of what the practice must accept as full less the earlier payment,
    /// and of the higher of both allowed amounts less the earlier payment.
    ///
    /// Source: 42 CFR 411.33(a).
    MedicareSecondary,
    /// The least of its own benefit, of what the patient would still owe and of what its own rate is
    /// above the earlier payment; the patient owes nothing more (Medicaid's lesser-of).
    ///
    /// Source: 42 CFR 447.15; Social Security Act 1902(n).
    Medicaid,
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
    /// Whether what it saves behind another plan is kept for the patient until the plan year ends, and
    /// pays what both plans leave open (benefit reserve). Each person's is kept under
    /// [`Measure::Reserve`](super::Measure::Reserve).
    #[serde(default)]
    pub reserve: bool,
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
            reserve: false,
        }
    }

    /// The plan as it holds for one patient: rows of the patient's own stand before the plan's, so that
    /// theirs decide where one fits and the plan's wherever none does.
    #[must_use]
    pub fn for_patient(&self, own: &Benefits) -> Self {
        Self {
            benefits: own.before(&self.benefits),
            ..self.clone()
        }
    }
}

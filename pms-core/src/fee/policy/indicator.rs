use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::ProcedureCode;
use crate::fee::{RateRow, RateTable, Service, Sound};
use crate::money::Rate;

use super::edit::{Bundle, UnitLimit};
use super::terms::Surgeon;

/// Which rule for several services on a day touches a service.
///
/// Source: CMS physician fee schedule, relative value file, MULT PROC.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Multiple {
    /// None.
    #[default]
    None,
    /// Operations (2).
    Surgery,
    /// Endoscopies of a family (3).
    Endoscopy,
    /// Diagnostic imaging (4).
    Imaging,
    /// Therapy (5).
    Therapy,
    /// Diagnostic cardiology (6).
    Cardiology,
    /// Diagnostic ophthalmology (7).
    Ophthalmology,
}

/// What both sides of the body come to.
///
/// Source: CMS physician fee schedule, relative value file, BILAT SURG.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bilateral {
    /// No more than one (0).
    Single,
    /// More than one by the contract's rate (1).
    Both,
    /// The amount is for both (2).
    Included,
    /// Each is paid by itself (3).
    Each,
    /// The service has no sides (9).
    #[default]
    NotApplicable,
}

/// Whether somebody who takes part is paid.
///
/// Source: CMS physician fee schedule, relative value file, ASST SURG, CO-SURG, TEAM SURG.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowance {
    /// Never.
    Never,
    /// If the record shows the need.
    Documented,
    /// Yes.
    Payable,
    /// The question does not arise.
    #[default]
    NotApplicable,
}

/// Which reductions touch a service.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Indicators {
    /// Several services on a day.
    pub multiple: Multiple,
    /// Both sides.
    pub bilateral: Bilateral,
    /// An assistant at surgery.
    pub assistant: Allowance,
    /// Two surgeons.
    pub co_surgeon: Allowance,
    /// A team of them.
    pub team: Allowance,
    /// The endoscopy of which others of its family are extensions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<ProcedureCode>,
    /// The parts of the care before, during and after an operation.
    pub care: [Rate; 3],
}

impl Indicators {
    /// Whether a surgeon in a role is paid.
    #[must_use]
    pub const fn allows(&self, role: Surgeon) -> Allowance {
        match role {
            Surgeon::Assistant => self.assistant,
            Surgeon::Co => self.co_surgeon,
            Surgeon::Team => self.team,
        }
    }
}

impl Sound for Indicators {
    fn is_sound(&self) -> bool {
        true // a rate is never below zero
    }
}

/// Which reduction and which edit touches which service on which day.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct PolicyTables {
    /// Of each service.
    pub indicators: RateTable<Indicators>,
    /// How many units a line or day can have.
    pub units: RateTable<UnitLimit>,
    /// What is part of another service.
    bundles: Bundles,
}

#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(from = "Vec<Bundle>", into = "Vec<Bundle>")]
struct Bundles(BTreeMap<(ProcedureCode, ProcedureCode), Vec<Bundle>>);

impl From<Vec<Bundle>> for Bundles {
    fn from(rows: Vec<Bundle>) -> Self {
        let mut all = Self::default();
        for row in rows {
            all.0
                .entry((row.column_one, row.column_two))
                .or_default()
                .push(row);
        }
        all
    }
}

impl From<Bundles> for Vec<Bundle> {
    fn from(bundles: Bundles) -> Self {
        bundles.0.into_values().flatten().collect()
    }
}

impl PolicyTables {
    /// One more service that is part of another.
    pub fn bundle(&mut self, row: Bundle) {
        let rows = self
            .bundles
            .0
            .entry((row.column_one, row.column_two))
            .or_default();
        rows.push(row);
    }

    /// Why a service is part of another on a day, if it is.
    #[must_use]
    pub fn bundled(
        &self,
        one: ProcedureCode,
        two: ProcedureCode,
        date: NaiveDate,
    ) -> Option<&Bundle> {
        let rows = self.bundles.0.get(&(one, two))?;
        rows.iter().find(|row| row.period.contains(date))
    }

    pub(super) fn of(&self, service: &Service) -> Option<&RateRow<Indicators>> {
        self.indicators.find(&service.asked())
    }
}

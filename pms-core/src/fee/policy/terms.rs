use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Modifier;
use crate::fee::ProviderClass;
use crate::money::Rate;
use crate::time::Period;

use super::indicator::Multiple;

/// How a payer reduces a day's lines: versions by date of service, of which the first that holds
/// decides. None at all: nothing is reduced.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Policy {
    /// The versions.
    pub versions: Vec<PolicyVersion>,
}

impl Policy {
    /// The version that holds on a day.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Option<&PolicyVersion> {
        self.versions
            .iter()
            .find(|version| version.period.contains(date))
    }

    /// Whether nothing is ever reduced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }
}

/// What holds for some days of service.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PolicyVersion {
    /// The days of service.
    pub period: Period,
    /// What is done about more units than a day can have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<UnitEdits>,
    /// What is done about a service that is part of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundling: Option<Bundling>,
    /// What is done to the amounts, in order.
    pub reductions: Vec<Reduction>,
    /// By which part the plan's payment, after all that the patient owes, is left under a modifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub payment: BTreeMap<Modifier, Rate>,
}

/// What becomes of units above a limit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OverLimit {
    /// The units within the limit are paid.
    PayWithin,
    /// No unit is paid.
    DenyAll,
}

/// What is done about more units than a line or a day can have.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct UnitEdits {
    /// Where the limit is a line's.
    pub line: OverLimit,
    /// Where it is a day's.
    pub day: OverLimit,
    /// The modifier that says that more was needed, which a limit for clinical reasons lets pass.
    pub documented: Option<Modifier>,
}

/// What lets a service stand beside the one of which it is a part.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Bundling {
    /// The modifiers that say so.
    pub bypass: BTreeSet<Modifier>,
    /// Whether it may stand on the other service as well.
    pub on_either: bool,
}

/// A step of policy: what is done to the amounts of a day.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "reduction")]
#[non_exhaustive]
pub enum Reduction {
    /// Both sides of the body, by the service's indicator.
    Bilateral {
        /// For both sides of a service that is usually done on one.
        both: Rate,
        /// For both sides of one of which each is paid by itself.
        each: Rate,
    },
    /// Several services of a kind on one day.
    Multiple {
        /// By kind, in order.
        rows: Vec<MultipleRow>,
    },
    /// More than one surgeon.
    Surgeons {
        /// By modifier.
        rows: Vec<SurgeonRow>,
    },
    /// A part of the care around an operation (54, 55, 56), by the service's own percentages.
    GlobalSplit,
    /// Who treated.
    Provider {
        /// The part that a class of provider is paid.
        rates: BTreeMap<ProviderClass, Rate>,
        /// Modifiers that say that somebody of a class treated, where the line's own does not.
        marks: BTreeMap<Modifier, ProviderClass>,
    },
    /// What a modifier leaves of the amount.
    Modifiers {
        /// By modifier.
        rates: BTreeMap<Modifier, Rate>,
    },
    /// The practice does not participate.
    NonParticipating {
        /// What is left.
        rate: Rate,
    },
}

/// Which part of an amount is reduced.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// All of it.
    Whole,
    /// What it is above the base of its family.
    OverBase,
    /// The technical part.
    Technical,
    /// The professional part.
    Professional,
    /// The practice's expense; every unit is a service of its own.
    Expense,
}

/// What is paid for a service that stands behind the last rate of its list.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// The last rate.
    LastRate,
    /// Nobody knows before the payer has read the report.
    ByReport,
}

/// How several services of a kind are paid: the dearest by the first rate, the next by the second.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct MultipleRow {
    /// Of which kind.
    pub kind: Multiple,
    /// What of each is ranked and reduced.
    pub of: Component,
    /// Which part of each is paid, by rank.
    pub rates: Vec<Rate>,
    /// What is paid behind the last of them.
    pub beyond: Beyond,
}

/// In which way another surgeon takes part.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Surgeon {
    /// As assistant.
    Assistant,
    /// As one of two.
    Co,
    /// As one of a team.
    Team,
}

/// What a modifier of surgeons leaves of the amount.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SurgeonRow {
    /// The modifier.
    pub modifier: Modifier,
    /// Which of the service's indicators allows it.
    pub role: Surgeon,
    /// What is left; by report where none is agreed.
    pub rate: Option<Rate>,
}

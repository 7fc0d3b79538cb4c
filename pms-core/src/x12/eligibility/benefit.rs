use core::fmt;

use serde::Serialize;

use crate::money::{Money, Rate, Units};

use super::part::says_its_kind_alone;

/// What is asked (EQ).
///
/// Source: 005010X279A1, EQ of loop 2110.
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Question {
    /// Kinds of service (EQ01), as `30` for the plan as a whole or `98` for an office visit.
    pub services: Vec<String>,
    /// A procedure (EQ02).
    pub procedure: Option<Procedure>,
    /// `FAM` where the whole family is meant (EQ03).
    pub level: String,
    /// For which diagnoses of HI, from 1 (EQ05).
    pub pointers: Vec<String>,
}

/// One entry of the answer (EB): a status, a share of the patient's, a limit, another payer.
///
/// An entry says no more than it says: an element that is empty is unknown, and two entries that
/// differ are both kept.
///
/// Source: 005010X279A1, EB of loop 2110.
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Benefit {
    /// What it tells (EB01): `1` active, `6` inactive, `A` coinsurance, `B` copay, `C` deductible,
    /// `G` out-of-pocket limit, `F` limits, `I` not covered, `R` another payer.
    pub kind: String,
    /// For whom (EB02): `IND`, `FAM`, `EMP`, `ESP`, `ECH`, `SPO`, `SPC`, `CHD`, `DEP`.
    pub level: String,
    /// For which kinds of service (EB03); all in one entry.
    pub services: Vec<String>,
    /// What kind of insurance it is (EB04), as `HM`, `PR`, `MB`.
    pub insurance: String,
    /// What the plan is called (EB05).
    pub plan: String,
    /// For which period (EB06): `23` calendar year, `27` visit, `29` what remains, `32` lifetime.
    pub period: String,
    /// How much (EB07), in cents.
    pub amount: Option<Money>,
    /// Which part the patient pays (EB08), exact: 20 % is 0.2.
    pub share: Option<Rate>,
    /// What is counted (EB09), as `VS` visits.
    pub unit: String,
    /// How many of them (EB10).
    pub quantity: Option<Units>,
    /// Whether it must be authorised (EB11): `Y`, `N`, `U` unknown.
    pub authorization: String,
    /// Whether it holds within the plan's network (EB12): `Y`, `N`, `W` either way, `U` unknown.
    pub in_network: String,
    /// For which procedure (EB13).
    pub procedure: Option<Procedure>,
    /// For which diagnoses of HI, from 1 (EB14).
    pub pointers: Vec<String>,
}

impl Benefit {
    /// It tells that coverage is active (EB01 `1` to `5`).
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.kind.as_str(), "1" | "2" | "3" | "4" | "5")
    }

    /// It tells that coverage is inactive (EB01 `6` to `8`).
    #[must_use]
    pub fn is_inactive(&self) -> bool {
        matches!(self.kind.as_str(), "6" | "7" | "8")
    }
}

/// A procedure (EB13, EQ02).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Procedure {
    /// Which list it is from, as `HC` or `AD`.
    pub qualifier: String,
    /// The code.
    pub code: String,
    /// Up to four modifiers.
    pub modifiers: Vec<String>,
}

/// How often and in which pattern a service is covered (HSD).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Delivery {
    /// What is counted (HSD01), as `VS` visits.
    pub unit: String,
    /// How many (HSD02).
    pub quantity: Option<Units>,
    /// In how long (HSD03), as `WK`.
    pub each: String,
    /// How many of them (HSD04).
    pub every: Option<Units>,
    /// For which period (HSD05), as EB06.
    pub period: String,
    /// How many of them (HSD06).
    pub periods: Option<u32>,
    /// On which days (HSD07).
    pub pattern: String,
    /// At which time of day (HSD08).
    pub time: String,
}

/// Where or for which condition an entry holds (III).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Detail {
    /// Which list the code is from (III01): `ZZ` places of service, `GR` and `NI` injuries.
    pub list: String,
    /// The code (III02).
    pub code: String,
    /// `44` where a text follows (III03).
    pub category: String,
    /// What kind of injury (III04).
    pub text: String,
}

says_its_kind_alone!(Benefit, Delivery, Detail, Procedure, Question);

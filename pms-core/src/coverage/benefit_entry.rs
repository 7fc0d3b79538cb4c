use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{Money, Rate, Units};

/// Whether an entry holds for those who have a contract with the plan.
///
/// Source: 005010X279A1, EB12.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InNetwork {
    /// With a contract alone.
    Yes,
    /// Without one alone.
    No,
    /// The payer does not know.
    Unknown,
    /// With and without alike: the plan does not tell them apart.
    NotApplicable,
}

/// What a payer tells in one entry, of which a practice reckons with.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Figure {
    /// A fixed amount that the patient owes.
    Copay,
    /// The part that the patient owes.
    Coinsurance,
    /// The deductible as a whole.
    Deductible,
    /// What has been counted toward the deductible.
    DeductibleUsed,
    /// What is left of the deductible.
    DeductibleLeft,
    /// The most that a patient pays, as a whole.
    OutOfPocket,
    /// What has been counted toward it.
    OutOfPocketUsed,
    /// What is left of it.
    OutOfPocketLeft,
    /// How much or how many the plan covers: an amount, or visits, days and the like.
    Limit,
    /// What has been used of that.
    LimitUsed,
    /// What is left of that.
    LimitLeft,
}

/// Days of which an entry, or a whole answer, is told. Which days they are is kept as it was sent.
///
/// Source: 005010X279A1, DTP of loops 2100C and 2110C.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ToldDays {
    /// What they mean, as the payer codes it: `291` plan, `346` plan begins, `347` plan ends.
    pub meaning: String,
    /// The first day.
    pub first: NaiveDate,
    /// The last; the first where a single day was told.
    pub last: NaiveDate,
}

impl ToldDays {
    /// Whether coverage may hold on a day, as far as these days tell. A single day of a plan or of
    /// eligibility is the one since when it holds.
    #[must_use]
    pub fn may_hold(&self, day: NaiveDate) -> bool {
        match self.meaning.as_str() {
            "346" | "348" | "356" => self.first <= day,
            "347" | "349" | "357" => day <= self.last,
            "291" | "292" | "307" if self.first == self.last => self.first <= day,
            "291" | "292" | "307" => self.first <= day && day <= self.last,
            _ => true,
        }
    }
}

/// One thing that a payer tells of a patient's benefits, kept as it was sent: what is absent is
/// unknown, and two entries that differ stand side by side.
///
/// Codes are the payer's own. `Debug` shows none of it.
///
/// Source: 005010X279A1, loop 2110C.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct BenefitEntry {
    /// What it tells: `1` to `5` active, `6` to `8` inactive, `A` coinsurance, `B` copay, `C`
    /// deductible, `F` limit, `G` out-of-pocket maximum, `I` not covered, `R` another payer.
    pub kind: String,
    /// For whom: `IND` one person, `FAM` the family.
    pub level: String,
    /// For which kinds of service, `30` being the plan as a whole.
    pub services: Vec<String>,
    /// What kind of insurance it is.
    pub insurance: String,
    /// What the plan is called.
    pub plan: String,
    /// For which period: `23` calendar year, `24` so far, `27` visit, `29` what is left.
    pub period: String,
    /// How much.
    pub amount: Option<Money>,
    /// Which part the patient pays.
    pub share: Option<Rate>,
    /// What is counted, as `VS` visits.
    pub unit: String,
    /// How many of them.
    pub quantity: Option<Units>,
    /// Whether it must be authorised; unknown where the payer does not say.
    pub authorization: Option<bool>,
    /// Whether it holds in the plan's network; absent where the payer does not say.
    pub in_network: Option<InNetwork>,
    /// For which procedure.
    pub procedure: String,
    /// At which places of service.
    pub places: Vec<String>,
    /// On which days.
    pub days: Vec<ToldDays>,
    /// Free text.
    pub messages: Vec<String>,
    /// The entry and all that came with it, piece by piece, in the form of the exchange.
    pub sent: Vec<String>,
}

impl BenefitEntry {
    /// It tells that coverage is active.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.kind.as_str(), "1" | "2" | "3" | "4" | "5")
    }

    /// It tells that coverage is inactive.
    #[must_use]
    pub fn is_inactive(&self) -> bool {
        matches!(self.kind.as_str(), "6" | "7" | "8")
    }

    /// It tells that something is not covered.
    #[must_use]
    pub fn is_exclusion(&self) -> bool {
        self.kind == "I"
    }

    /// It names this kind of service.
    #[must_use]
    pub fn names(&self, service: &str) -> bool {
        self.services.iter().any(|named| named == service)
    }

    /// It is of the plan as a whole: it names that, or no service and no procedure.
    #[must_use]
    pub fn is_general(&self) -> bool {
        self.names("30") || (self.services.is_empty() && self.procedure.is_empty())
    }

    /// The figure that it tells, if it tells one.
    #[must_use]
    pub fn figure(&self) -> Option<Figure> {
        let (whole, used, left) = match self.kind.as_str() {
            "A" => return Some(Figure::Coinsurance),
            "B" => return Some(Figure::Copay),
            "C" => (
                Figure::Deductible,
                Figure::DeductibleUsed,
                Figure::DeductibleLeft,
            ),
            "G" => (
                Figure::OutOfPocket,
                Figure::OutOfPocketUsed,
                Figure::OutOfPocketLeft,
            ),
            "F" => (Figure::Limit, Figure::LimitUsed, Figure::LimitLeft),
            _ => return None,
        };
        match self.period.as_str() {
            "24" => Some(used),
            "29" | "33" => Some(left),
            "30" | "31" => None,
            _ => Some(whole),
        }
    }

    /// Whether all days of which it is told let it hold on a day.
    #[must_use]
    pub fn may_hold(&self, day: NaiveDate) -> bool {
        self.days.iter().all(|told| told.may_hold(day))
    }
}

impl fmt::Debug for BenefitEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BenefitEntry(..)")
    }
}

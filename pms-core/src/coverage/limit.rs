use serde::{Deserialize, Serialize};

use crate::money::{Money, MoneyError};

use super::benefits::Network;

/// What a bucket counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// What the patient paid before the plan began to pay.
    Deductible,
    /// What the patient paid in all.
    OutOfPocket,
    /// What the plan paid.
    Paid,
    /// What the plan saved behind another and has not yet paid out of that: no limit, but what is at
    /// hand.
    Reserve,
}

/// A sum that a plan keeps within a plan year, and for whom: the name under which limits are counted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Bucket {
    /// What is counted.
    pub measure: Measure,
    /// For which network it is counted apart; absent where one sum serves all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    /// For which group of services it is counted apart, by the plan's own number; 0 is the general
    /// sum.
    #[serde(default)]
    pub services: u16,
}

impl Bucket {
    /// The plan's general sum, over all networks and services.
    #[must_use]
    pub const fn general(measure: Measure) -> Self {
        Self {
            measure,
            network: None,
            services: 0,
        }
    }

    /// The sum that is kept for one group of services alone.
    #[must_use]
    pub const fn services(measure: Measure, services: u16) -> Self {
        Self {
            measure,
            network: None,
            services,
        }
    }
}

/// How high a bucket may rise in a plan year, for a person and for all on one contract.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "form")]
pub enum Limit {
    /// Each person has a limit; the family has none.
    Individual {
        /// For each person.
        individual: Money,
    },
    /// Each person has a limit within the family's: whichever is reached first ends it.
    Embedded {
        /// For each person.
        individual: Money,
        /// For all together.
        family: Money,
    },
    /// The family has one limit, and nobody is through before it is reached.
    Aggregate {
        /// For all together.
        family: Money,
    },
}

impl Limit {
    /// What is left of the limit for a person who used `own` where all together used `family`.
    /// Never below zero.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a difference does not fit.
    ///
    /// ```
    /// # use pms_core::coverage::Limit;
    /// let limit = Limit::Embedded { individual: "75.00".parse()?, family: "150.00".parse()? };
    /// // Others in the family used 125.00.
    /// assert_eq!(limit.left("0.00".parse()?, "125.00".parse()?)?, "25.00".parse()?);
    /// # Ok::<(), pms_core::money::MoneyError>(())
    /// ```
    pub fn left(self, own: Money, family: Money) -> Result<Money, MoneyError> {
        let left = match self {
            Self::Individual { individual } => individual.minus(own)?,
            Self::Aggregate { family: limit } => limit.minus(family)?,
            Self::Embedded {
                individual,
                family: limit,
            } => individual.minus(own)?.min(limit.minus(family)?),
        };
        Ok(left.max(Money::ZERO))
    }

    pub(super) fn is_sound(self) -> bool {
        match self {
            Self::Individual { individual } => !individual.is_negative(),
            Self::Aggregate { family } => !family.is_negative(),
            Self::Embedded { individual, family } => {
                !individual.is_negative() && !family.is_negative()
            }
        }
    }
}

/// A bucket and its limit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Pool {
    /// What is counted.
    pub bucket: Bucket,
    /// How high it may rise.
    pub limit: Limit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn e7_an_embedded_limit_ends_for_one_and_an_aggregate_for_all() {
        let embedded = Limit::Embedded { individual: money("1500.00"), family: money("3000.00") };
        let aggregate = Limit::Aggregate { family: money("3000.00") };
        let individual = Limit::Individual { individual: money("1500.00") };
        //     limit       own        family     left
        check(embedded,   "1500.00", "1500.00", "0.00");
        check(embedded,   "0.00",    "2900.00", "100.00");
        check(embedded,   "1000.00", "1000.00", "500.00");
        check(aggregate,  "1600.00", "1600.00", "1400.00");
        check(aggregate,  "0.00",    "3000.00", "0.00");
        check(individual, "1400.00", "9000.00", "100.00");
        check(individual, "1700.00", "1700.00", "0.00"); // a payer's own figure may be above the limit
    }

    #[track_caller]
    fn check(limit: Limit, own: &str, family: &str, left: &str) {
        assert_eq!(limit.left(money(own), money(family)), Ok(money(left)));
    }

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }
}

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::ProcedureCode;
use crate::money::{Money, Rate};
use crate::time::Period;

use super::error::CoverageError;
use super::limit::Pool;

/// Whether the one who treats has a contract with the plan.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// With a contract.
    In,
    /// Without one.
    Out,
}

/// How often a copay is due.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Once a visit, however many lines it has.
    Visit,
    /// On every line.
    Line,
}

/// A share of the cost that a plan leaves to the patient by design.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CostShare {
    /// A fixed amount.
    Copay,
    /// What comes before the plan begins to pay.
    Deductible,
    /// A part of what is left.
    Coinsurance,
}

/// What becomes of the contract's discount once a maximum is spent.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MaximumSpent {
    /// The patient owes the allowed amount.
    #[default]
    KeepsDiscount,
    /// The patient owes the whole charge.
    EndsDiscount,
}

/// One step in sharing a line between patient and plan. Each takes from what the steps before it
/// left; what is left at the end, the plan pays.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "step")]
#[non_exhaustive]
pub enum Step {
    /// The patient owes a fixed amount, at most what is left.
    Copay {
        /// How much.
        amount: Money,
        /// How often. Once a visit: all its lines together owe no more than the highest copay among
        /// them.
        per: Per,
    },
    /// The patient owes all until the deductible is met.
    Deductible {
        /// What it counts toward, and is bounded by: a deductible for some services may count toward
        /// the general one.
        pools: Vec<Pool>,
    },
    /// The patient owes a part of what is left.
    Coinsurance {
        /// The patient's part, at most the whole.
        patient: Rate,
    },
    /// The plan pays until the maximum is reached; the patient owes the rest.
    Maximum {
        /// What it counts toward, and is bounded by.
        pools: Vec<Pool>,
        /// What becomes of the contract's discount on a line that finds nothing left.
        #[serde(default)]
        spent: MaximumSpent,
    },
}

/// The most that a patient pays in a plan year.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct OutOfPocket {
    /// What it counts toward, and is bounded by.
    pub pools: Vec<Pool>,
    /// Which shares count, and stop once it is reached.
    pub counts: Vec<CostShare>,
}

/// Which services a benefit is for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Services {
    /// All of them.
    All,
    /// These procedures alone.
    Procedures(BTreeSet<ProcedureCode>),
}

impl Services {
    fn include(&self, procedure: &ProcedureCode) -> bool {
        match self {
            Self::All => true,
            Self::Procedures(codes) => codes.contains(procedure),
        }
    }
}

/// How a plan shares the cost of some services in one network, and since when.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Benefit {
    /// The days of service for which it holds.
    pub period: Period,
    /// Whether it is for those with a contract or without.
    pub network: Network,
    /// Which services.
    pub services: Services,
    /// What is done to the allowed amount, in order. No step at all: the plan pays everything.
    pub steps: Vec<Step>,
    /// The most that the patient pays, if the plan has such a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of_pocket: Option<OutOfPocket>,
}

/// A plan's benefits: the first row that fits the service decides, so the special stands before the
/// general.
///
/// ```
/// # use pms_core::coverage::{Benefit, Benefits, Bucket, Limit, Measure, Network, Pool, Services, Step};
/// # use pms_core::time::Period;
/// let deductible = Pool {
///     bucket: Bucket::general(Measure::Deductible),
///     limit: Limit::Individual { individual: "500.00".parse()? },
/// };
/// let benefits = Benefits::new(vec![Benefit {
///     period: Period::since("2026-01-01".parse()?),
///     network: Network::In,
///     services: Services::All,
///     steps: vec![
///         Step::Deductible { pools: vec![deductible] },
///         Step::Coinsurance { patient: "0.20".parse()? },
///     ],
///     out_of_pocket: None,
/// }])?;
/// assert!(benefits.find(Network::In, "2026-03-02".parse()?, &"99213".parse()?).is_some());
/// assert!(benefits.find(Network::Out, "2026-03-02".parse()?, &"99213".parse()?).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Vec<Benefit>", into = "Vec<Benefit>")]
pub struct Benefits {
    rows: Vec<Benefit>,
}

impl Benefits {
    /// Benefits from their rows, the special before the general.
    ///
    /// # Errors
    ///
    /// [`CoverageError::NegativeAmount`] and [`CoverageError::RateAboveOne`] where a row would have
    /// the patient owe less than nothing or more than everything, [`CoverageError::NoPool`] where a
    /// limit counts nothing.
    pub fn new(rows: Vec<Benefit>) -> Result<Self, CoverageError> {
        rows.iter().try_for_each(check)?;
        Ok(Self { rows })
    }

    /// The row that decides for a service: the first that fits.
    #[must_use]
    pub fn find(
        &self,
        network: Network,
        date: NaiveDate,
        procedure: &ProcedureCode,
    ) -> Option<&Benefit> {
        self.rows.iter().find(|row| {
            row.network == network && row.period.contains(date) && row.services.include(procedure)
        })
    }

    /// These rows and then others: where both fit, these decide.
    pub(super) fn before(&self, others: &Self) -> Self {
        Self {
            rows: self.rows.iter().chain(&others.rows).cloned().collect(),
        }
    }

    /// All rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[Benefit] {
        &self.rows
    }
}

impl TryFrom<Vec<Benefit>> for Benefits {
    type Error = CoverageError;

    fn try_from(rows: Vec<Benefit>) -> Result<Self, CoverageError> {
        Self::new(rows)
    }
}

impl From<Benefits> for Vec<Benefit> {
    fn from(benefits: Benefits) -> Self {
        benefits.rows
    }
}

fn check(row: &Benefit) -> Result<(), CoverageError> {
    if let Some(out_of_pocket) = &row.out_of_pocket {
        check_pools(&out_of_pocket.pools)?;
    }
    row.steps.iter().try_for_each(|step| match step {
        Step::Copay { amount, .. } if amount.is_negative() => Err(CoverageError::NegativeAmount),
        Step::Coinsurance { patient } if *patient > Rate::ONE => Err(CoverageError::RateAboveOne),
        Step::Deductible { pools } | Step::Maximum { pools, .. } => check_pools(pools),
        Step::Copay { .. } | Step::Coinsurance { .. } => Ok(()),
    })
}

fn check_pools(pools: &[Pool]) -> Result<(), CoverageError> {
    if pools.is_empty() {
        Err(CoverageError::NoPool)
    } else if pools.iter().all(|pool| pool.limit.is_sound()) {
        Ok(())
    } else {
        Err(CoverageError::NegativeAmount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::{Bucket, Limit, Measure, Plan};
    use crate::id::Uuid;

    fn row(services: Services, steps: Vec<Step>) -> Benefit {
        Benefit {
            period: Period::since("2026-01-01".parse().unwrap()),
            network: Network::In,
            services,
            steps,
            out_of_pocket: None,
        }
    }

    fn copay(amount: &str) -> Vec<Step> {
        vec![Step::Copay {
            amount: amount.parse().unwrap(),
            per: Per::Visit,
        }]
    }

    #[test]
    fn e11_some_services_owe_no_copay() {
        let preventive = Services::Procedures(["99396".parse().unwrap()].into());
        let rows = vec![row(preventive, vec![]), row(Services::All, copay("25.00"))];
        let benefits = Benefits::new(rows).unwrap();
        let steps = |code: &str| {
            let found = benefits.find(
                Network::In,
                "2026-05-04".parse().unwrap(),
                &code.parse().unwrap(),
            );
            found.unwrap().steps.clone()
        };
        assert_eq!(steps("99396"), []);
        assert_eq!(steps("99213"), copay("25.00"));
    }

    #[test]
    fn f155_a_patients_own_benefit_goes_before_the_plans() {
        let visit = Services::Procedures(["99213".parse().unwrap()].into());
        let of_plan = vec![row(Services::All, copay("25.00"))];
        let mut plan = Plan::new(
            Uuid::from_u128(1).into(),
            Uuid::from_u128(2).into(),
            "Choice".parse().unwrap(),
            "CI".parse().unwrap(),
        );
        plan.benefits = Benefits::new(of_plan).unwrap();
        let own = Benefits::new(vec![row(visit, copay("10.00"))]).unwrap();
        let theirs = plan.for_patient(&own);
        let steps = |plan: &Plan, code: &str| {
            let day = "2026-05-04".parse().unwrap();
            let found = plan.benefits.find(Network::In, day, &code.parse().unwrap());
            found.unwrap().steps.clone()
        };
        assert_eq!(steps(&theirs, "99213"), copay("10.00"));
        assert_eq!(steps(&theirs, "99214"), copay("25.00"));
        assert_eq!(steps(&plan, "99213"), copay("25.00"));
        let before = own.rows().first().map(|row| row.period.start());
        let early = before.and_then(|first| first.pred_opt()).unwrap();
        let code = "99213".parse().unwrap();
        assert!(theirs.benefits.find(Network::In, early, &code).is_none());
    }

    #[test]
    fn nobody_owes_less_than_nothing_or_more_than_everything() {
        let refused = |steps| {
            Benefits::new(vec![row(Services::All, steps)])
                .unwrap_err()
                .code()
        };
        assert_eq!(refused(copay("-0.01")), "coverage.negative_amount");
        let above = vec![Step::Coinsurance {
            patient: "1.000001".parse().unwrap(),
        }];
        assert_eq!(refused(above), "coverage.rate_above_one");
        let pool = Pool {
            bucket: Bucket::general(Measure::Deductible),
            limit: Limit::Aggregate {
                family: "-1".parse().unwrap(),
            },
        };
        let below = vec![Step::Deductible { pools: vec![pool] }];
        assert_eq!(refused(below), "coverage.negative_amount");
        let endless = vec![Step::Deductible { pools: vec![] }];
        assert_eq!(refused(endless), "coverage.no_pool");
    }

    #[test]
    fn json_is_checked_too() {
        let benefits = Benefits::new(vec![row(Services::All, copay("25.00"))]).unwrap();
        let json = serde_json::to_string(&benefits).unwrap();
        assert_eq!(serde_json::from_str::<Benefits>(&json).unwrap(), benefits);
        let broken = json.replace("25.00", "-25.00");
        assert!(serde_json::from_str::<Benefits>(&broken).is_err());
    }
}

//! The small world in which tables and laws hold.

use crate::coverage::{
    Accrual, AccumulatorEvent, Accumulators, Benefit, Benefits, Bucket, CostShare, Limit,
    MaximumSpent, Measure, Meter, Network, OutOfPocket, Per, Plan, Pool, Services, Step,
};
use crate::fee::{
    Agreement, Contract, Excess, LesserOf, Method, RateRow, RateTable, Schedules, Service,
};
use crate::id::{PatientId, Uuid};
use crate::money::{Money, Rate};
use crate::time::Period;

use super::{Adjudication, AdjudicationError, Case, Line, Prior, adjudicate};

/// A plan, a contract that allows every line what the line says, and what was used.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) plan: Plan,
    pub(super) contract: Contract,
    pub(super) used: Accumulators,
}

pub(super) fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

pub(super) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// The patient of every table.
pub(super) fn ana() -> PatientId {
    id(7)
}

impl World {
    /// A plan in words: `copay 25`, `copay 25 each` (line), `deductible 1500`, `deductible 1500/3000`
    /// (embedded), `deductible family 3000` (aggregate), `coinsurance 20` (per cent), `maximum 1000`,
    /// `out-of-pocket 6000` (stops all three); steps in order, apart by commas.
    pub(super) fn new(plan: &str) -> Self {
        let period = Period::since("2020-01-01".parse().unwrap());
        let mut benefit = Benefit {
            period,
            network: Network::In,
            services: Services::All,
            steps: vec![],
            out_of_pocket: None,
        };
        for step in plan
            .split(',')
            .map(str::trim)
            .filter(|step| !step.is_empty())
        {
            let (what, how) = step.split_once(' ').unwrap();
            match what {
                "copay" => benefit.steps.push(Step::Copay {
                    amount: money(how.trim_end_matches(" each")),
                    per: if how.ends_with("each") {
                        Per::Line
                    } else {
                        Per::Visit
                    },
                }),
                "deductible" => benefit.steps.push(Step::Deductible {
                    pools: vec![pool(Measure::Deductible, how)],
                }),
                "coinsurance" => benefit.steps.push(Step::Coinsurance {
                    patient: Rate::from_percent(how.parse().unwrap()).unwrap(),
                }),
                "maximum" => benefit.steps.push(Step::Maximum {
                    pools: vec![pool(Measure::Paid, how)],
                    spent: MaximumSpent::KeepsDiscount,
                }),
                "out-of-pocket" => {
                    benefit.out_of_pocket = Some(OutOfPocket {
                        pools: vec![pool(Measure::OutOfPocket, how)],
                        counts: vec![
                            CostShare::Copay,
                            CostShare::Deductible,
                            CostShare::Coinsurance,
                        ],
                    });
                }
                other => panic!("no step {other}"),
            }
        }
        let name = "Choice".parse().unwrap();
        let mut plan = Plan::new(id(1), id(2), name, "CI".parse().unwrap());
        plan.benefits = Benefits::new(vec![benefit]).unwrap();
        let contract = Contract {
            id: id(3),
            payer: plan.payer,
            plans: [].into(),
            period,
            agreement: Agreement {
                rates: RateTable::default(),
                lesser_of_billed: LesserOf::PerLine,
                excess: Excess::WrittenOff,
                sequestration: None,
                policy: Default::default(),
            },
        };
        Self {
            plan,
            contract,
            used: Accumulators::default(),
        }
    }

    /// What a member has used of a measure in 2026, as the payer reports it.
    pub(super) fn met(mut self, member: PatientId, measure: Measure, amount: &str) -> Self {
        let meter = Meter::Year {
            year: "2026-01-01".parse().unwrap(),
            bucket: Bucket::general(measure),
        };
        let accruals = vec![Accrual {
            member,
            meter,
            amount: money(amount),
        }];
        let as_of = "2026-02-01".parse().unwrap();
        self.used
            .record(AccumulatorEvent::Reported { as_of, accruals })
            .unwrap();
        self
    }

    pub(super) fn with_excess(mut self, excess: Excess) -> Self {
        self.contract.agreement.excess = excess;
        self
    }

    /// One visit's lines, each a charge, its date and what the contract allows for it.
    pub(super) fn decide(
        &self,
        visit: u128,
        lines: &[Told],
    ) -> Result<Adjudication, AdjudicationError> {
        let mut contract = self.contract.clone();
        for (number, told) in lines.iter().enumerate() {
            let row = RateRow {
                procedure: code(number),
                modifiers: vec![],
                place: None,
                locality: None,
                provider: None,
                period: contract.period,
                rate: Method::Fixed {
                    amount: told.allowed,
                },
            };
            contract.agreement.rates.insert(row).unwrap();
        }
        let lines: Vec<Line> = lines
            .iter()
            .enumerate()
            .map(|(n, told)| told.line(n))
            .collect();
        let case = Case {
            patient: ana(),
            visit: id(visit),
            plan: &self.plan,
            network: Network::In,
            protected: false,
            contract: &contract,
            schedules: &Schedules::default(),
            used: &self.used,
        };
        adjudicate(&case, &lines)
    }
}

/// A line in a table.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) charge: u128,
    pub(super) date: &'static str,
    pub(super) billed: Money,
    pub(super) allowed: Money,
    pub(super) prior: Option<Prior>,
}

impl Told {
    pub(super) fn new(charge: u128, billed: &str, allowed: &str) -> Self {
        Self {
            charge,
            date: "2026-03-02",
            billed: money(billed),
            allowed: money(allowed),
            prior: None,
        }
    }

    fn line(&self, number: usize) -> Line {
        Line {
            charge: id(self.charge),
            service: Service {
                date: self.date.parse().unwrap(),
                procedure: code(number).unwrap(),
                modifiers: vec![],
                place: "11".parse().unwrap(),
                units: "1".parse().unwrap(),
                minutes: None,
                locality: None,
                provider: Default::default(),
                billed: self.billed,
            },
            prior: self.prior,
        }
    }
}

fn code(number: usize) -> Option<crate::code::ProcedureCode> {
    format!("{:05}", 90_000 + number).parse().ok()
}

fn pool(measure: Measure, how: &str) -> Pool {
    let limit = match (how.strip_prefix("family "), how.split_once('/')) {
        (Some(family), _) => Limit::Aggregate {
            family: money(family),
        },
        (None, Some((individual, family))) => Limit::Embedded {
            individual: money(individual),
            family: money(family),
        },
        (None, None) => Limit::Individual {
            individual: money(how),
        },
    };
    Pool {
        bucket: Bucket::general(measure),
        limit,
    }
}

//! A plan, a contract and a claim, from the few numbers of a case.

use pms_core::adjudication::{Adjudication, Case, Line, Prior, adjudicate};
use pms_core::coverage::{
    AccumulatorEvent, Accumulators, Benefit, Benefits, Bucket, Coordination, CostShare, Limit,
    MaximumSpent, Measure, Network, OutOfPocket, Per, Plan, Pool, Services, Step,
};
use pms_core::fee::policy::Policy;
use pms_core::fee::{
    Agreement, Contract, Excess, LesserOf, Method, RateRow, RateTable, Schedules, Service,
};
use pms_core::id::Uuid;
use pms_core::money::{Money, Rate, Units};
use pms_core::time::Period;
use serde_json::Value;

pub(crate) fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

pub(crate) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// The amount in a field.
pub(crate) fn amount(value: &Value) -> Money {
    money(value.as_str().unwrap())
}

pub(crate) fn amounts(value: &Value) -> Vec<Money> {
    value.as_array().unwrap().iter().map(amount).collect()
}

pub(crate) fn shown(amount: Money) -> Value {
    Value::String(amount.to_string())
}

pub(crate) fn shown_all(amounts: impl IntoIterator<Item = Money>) -> Value {
    amounts.into_iter().map(shown).collect()
}

pub(crate) fn rate(value: &Value) -> Rate {
    value.as_str().unwrap().parse().unwrap()
}

/// The patient's part where a case tells the plan's.
pub(crate) fn patients_part(value: &Value) -> Rate {
    Rate::from_millionths(Rate::ONE.millionths() - rate(value).millionths()).unwrap()
}

pub(crate) fn pool(measure: Measure, limit: Limit) -> Pool {
    let bucket = Bucket::general(measure);
    Pool { bucket, limit }
}

pub(crate) fn individual(limit: Money) -> Limit {
    Limit::Individual { individual: limit }
}

pub(crate) fn copay(amount: Money) -> Step {
    Step::Copay {
        amount,
        per: Per::Visit,
    }
}

pub(crate) fn deductible(limit: Limit) -> Step {
    Step::Deductible {
        pools: vec![pool(Measure::Deductible, limit)],
    }
}

pub(crate) fn coinsurance(patient: Rate) -> Step {
    Step::Coinsurance { patient }
}

pub(crate) fn maximum(limit: Limit, spent: MaximumSpent) -> Step {
    Step::Maximum {
        pools: vec![pool(Measure::Paid, limit)],
        spent,
    }
}

/// What a case says of plan and contract.
pub(crate) struct World {
    pub(crate) steps: Vec<Step>,
    /// Steps of the line with this number, where it has its own.
    pub(crate) own_steps: Vec<(usize, Vec<Step>)>,
    pub(crate) out_of_pocket: Option<Limit>,
    pub(crate) excess: Excess,
    pub(crate) lesser_of_billed: LesserOf,
    pub(crate) sequestration: Option<Rate>,
    pub(crate) policy: Policy,
    pub(crate) coordination: Coordination,
    pub(crate) reserve: bool,
    pub(crate) used: Accumulators,
}

/// A line of a claim: whose, charged, allowed, settled before.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    pub(crate) member: u128,
    pub(crate) billed: Money,
    pub(crate) allowed: Money,
    pub(crate) prior: Option<Prior>,
}

impl Told {
    pub(crate) fn new(billed: Money, allowed: Money) -> Self {
        Self {
            member: 1,
            billed,
            allowed,
            prior: None,
        }
    }

    pub(crate) fn plain(amount: Money) -> Self {
        Self::new(amount, amount)
    }
}

impl World {
    pub(crate) fn new(steps: Vec<Step>) -> Self {
        Self {
            steps,
            own_steps: vec![],
            out_of_pocket: None,
            excess: Excess::WrittenOff,
            lesser_of_billed: LesserOf::PerLine,
            sequestration: None,
            policy: Policy::default(),
            coordination: Coordination::Standard,
            reserve: false,
            used: Accumulators::default(),
        }
    }

    /// The lines of one member's claim, numbered from `first`, decided and recorded.
    pub(crate) fn decide(&mut self, first: usize, lines: &[Told]) -> Adjudication {
        let plan = self.plan();
        let contract = self.contract(&plan, first, lines);
        let member = lines.first().map_or(1, |line| line.member);
        let asked: Vec<Line> = lines
            .iter()
            .enumerate()
            .map(|(n, told)| line(first + n, told))
            .collect();
        let case = Case {
            patient: id(member),
            visit: id(first as u128),
            plan: &plan,
            network: Network::In,
            protected: false,
            contract: &contract,
            schedules: &Schedules::default(),
            used: &self.used,
        };
        let decided = adjudicate(&case, &asked).unwrap();
        let events: Vec<AccumulatorEvent> = decided.events().collect();
        for event in events {
            self.used.record(event).unwrap();
        }
        decided
    }

    fn plan(&self) -> Plan {
        let row = |services, steps| Benefit {
            period: always(),
            network: Network::In,
            services,
            steps,
            out_of_pocket: self.out_of_pocket.map(|limit| OutOfPocket {
                pools: vec![pool(Measure::OutOfPocket, limit)],
                counts: vec![
                    CostShare::Copay,
                    CostShare::Deductible,
                    CostShare::Coinsurance,
                ],
            }),
        };
        let own = self.own_steps.iter().map(|(number, steps)| {
            let services = Services::Procedures([procedure(*number)].into());
            row(services, steps.clone())
        });
        let general = row(Services::All, self.steps.clone());
        let name = "Plan".parse().unwrap();
        let mut plan = Plan::new(id(11), id(12), name, "CI".parse().unwrap());
        plan.benefits = Benefits::new(own.chain([general]).collect()).unwrap();
        plan.coordination = self.coordination;
        plan.reserve = self.reserve;
        plan
    }

    fn contract(&self, plan: &Plan, first: usize, lines: &[Told]) -> Contract {
        let rows = lines.iter().enumerate().map(|(n, told)| RateRow {
            procedure: Some(procedure(first + n)),
            modifiers: vec![],
            place: None,
            locality: None,
            provider: None,
            period: always(),
            rate: Method::Fixed {
                amount: told.allowed,
            },
        });
        Contract {
            id: id(13),
            payer: plan.payer,
            plans: [].into(),
            period: always(),
            agreement: Agreement {
                rates: RateTable::new(rows).unwrap(),
                lesser_of_billed: self.lesser_of_billed,
                excess: self.excess,
                sequestration: self.sequestration,
                policy: self.policy.clone(),
            },
        }
    }
}

pub(crate) fn always() -> Period {
    Period::since("2026-01-01".parse().unwrap())
}

pub(crate) fn procedure(number: usize) -> pms_core::code::ProcedureCode {
    format!("{:05}", 90_000 + number).parse().unwrap()
}

fn line(number: usize, told: &Told) -> Line {
    Line {
        charge: id(100 + number as u128),
        service: Service {
            date: "2026-03-02".parse().unwrap(),
            procedure: procedure(number),
            modifiers: vec![],
            place: "11".parse().unwrap(),
            units: Units::ONE,
            minutes: None,
            locality: None,
            provider: Default::default(),
            billed: told.billed,
        },
        prior: told.prior,
    }
}

//! What one line costs: the contract's row alone, a whole line with its trace, a visit of four lines,
//! and taking a decision back.

mod clock;

use criterion::{BatchSize, Throughput, criterion_group, criterion_main};
use pms_core::adjudication::{Case, Line, adjudicate};
use pms_core::coverage::{
    AccumulatorEvent, Accumulators, Benefit, Benefits, Bucket, CostShare, Limit, Measure, Network,
    OutOfPocket, Per, Plan, Pool, Services, Step,
};
use pms_core::fee::{
    Agreement, Contract, Excess, LesserOf, Method, PastService, ProviderClass, RateRow, RateTable,
    Repriced, Schedules, Service, reprice,
};
use pms_core::id::Uuid;
use pms_core::money::{Money, Units};
use pms_core::time::Period;
use std::hint::black_box;

use crate::clock::Criterion;

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn always() -> Period {
    Period::since("2026-01-01".parse().unwrap())
}

fn pool(measure: Measure, individual: &str, family: &str) -> Pool {
    Pool {
        bucket: Bucket::general(measure),
        limit: Limit::Embedded {
            individual: money(individual),
            family: money(family),
        },
    }
}

/// Copay, embedded deductible, coinsurance, embedded out-of-pocket maximum.
fn plan() -> Plan {
    let mut plan = Plan::new(
        id(1),
        id(2),
        "Choice".parse().unwrap(),
        "CI".parse().unwrap(),
    );
    plan.benefits = Benefits::new(vec![Benefit {
        period: always(),
        network: Network::In,
        services: Services::All,
        steps: vec![
            Step::Copay {
                amount: money("25.00"),
                per: Per::Visit,
            },
            Step::Deductible {
                pools: vec![pool(Measure::Deductible, "1500.00", "3000.00")],
            },
            Step::Coinsurance {
                patient: "0.20".parse().unwrap(),
            },
        ],
        out_of_pocket: Some(OutOfPocket {
            pools: vec![pool(Measure::OutOfPocket, "6000.00", "12000.00")],
            counts: vec![
                CostShare::Copay,
                CostShare::Deductible,
                CostShare::Coinsurance,
            ],
        }),
    }])
    .unwrap();
    plan
}

/// Eight thousand procedures, each with a row of its own and one for a modifier.
fn contract(plan: &Plan) -> Contract {
    let row = |code: u32, modifier: Option<&str>| RateRow {
        procedure: format!("{code:05}").parse().ok(),
        modifiers: modifier.iter().map(|m| m.parse().unwrap()).collect(),
        place: None,
        locality: None,
        provider: None,
        period: always(),
        rate: Method::Fixed {
            amount: Money::from_cents(i64::from(code % 300) * 100 + 33).unwrap(),
        },
    };
    let rows = (90_000..98_000).flat_map(|code| [row(code, None), row(code, Some("26"))]);
    Contract {
        id: id(3),
        payer: plan.payer,
        plans: [].into(),
        period: always(),
        agreement: Agreement {
            rates: RateTable::new(rows).unwrap(),
            lesser_of_billed: LesserOf::PerLine,
            excess: Excess::WrittenOff,
            sequestration: None,
            policy: Default::default(),
        },
    }
}

fn line(number: u32) -> Line {
    Line {
        charge: id(1_000 + u128::from(number)),
        service: Service {
            date: "2026-03-02".parse().unwrap(),
            procedure: format!("{:05}", 90_117 + number * 997).parse().unwrap(),
            modifiers: vec!["25".parse().unwrap()],
            place: "11".parse().unwrap(),
            units: Units::ONE,
            minutes: None,
            locality: None,
            provider: ProviderClass::Physician,
            billed: money("450.00"),
        },
        prior: None,
    }
}

fn benches(criterion: &mut Criterion) {
    let plan = plan();
    let contract = contract(&plan);
    let schedules = Schedules::default();
    let used = used(&plan, &contract);
    let case = Case {
        patient: id(7),
        visit: id(8),
        plan: &plan,
        network: Network::In,
        protected: false,
        contract: &contract,
        schedules: &schedules,
        used: &used,
    };
    let one = [line(0)];
    let four: Vec<Line> = (0..4).map(line).collect();

    let mut group = criterion.benchmark_group("adjudicate");
    group.bench_function("contract row, 16,000 rows", |bencher| {
        bencher.iter(|| contract.allow(black_box(&one[0].service), &schedules));
    });
    group.bench_function("one line with trace", |bencher| {
        bencher.iter(|| adjudicate(black_box(&case), black_box(&one)));
    });
    group.bench_function("visit of four lines with trace", |bencher| {
        bencher.iter(|| adjudicate(black_box(&case), black_box(&four)));
    });
    let procedures: Vec<String> = (90_000..98_000).map(|code| code.to_string()).collect();
    let history: Vec<PastService<'_>> = (0..100_000_u64)
        .zip(procedures.iter().cycle().step_by(97))
        .map(|(number, procedure)| past(number / 3, procedure))
        .collect();
    group.throughput(Throughput::Elements(100_000));
    group.bench_function("history under another contract", |bencher| {
        bencher.iter(|| {
            let mut cents = 0;
            reprice(
                &contract,
                &schedules,
                black_box(&history).iter().copied(),
                |answer| {
                    if let Repriced::Allowed(amount) = answer {
                        cents += amount.cents();
                    }
                },
            );
            assert!(cents > 0);
            cents
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("record and take back", |bencher| {
        let events: Vec<AccumulatorEvent> = adjudicate(&case, &one).unwrap().events().collect();
        let charge = one[0].charge;
        bencher.iter_batched_ref(
            || (used.clone(), events.clone()),
            |(used, events)| {
                for event in events.drain(..) {
                    used.record(event).unwrap();
                }
                used.record(AccumulatorEvent::Reversed { charge }).unwrap();
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn past(claim: u64, procedure: &str) -> PastService<'_> {
    PastService {
        claim,
        date: "2026-03-02".parse().unwrap(),
        procedure,
        modifiers: if claim.is_multiple_of(4) { "25" } else { "" },
        place: "11",
        locality: "",
        units: Units::ONE,
        billed: money("450.00"),
    }
}

/// What two members of the family have used in twenty visits.
fn used(plan: &Plan, contract: &Contract) -> Accumulators {
    let schedules = Schedules::default();
    let mut used = Accumulators::default();
    for visit in 0..20 {
        let asked = Line {
            charge: id(2_000 + visit),
            ..line(1)
        };
        let case = Case {
            patient: id(7 + visit % 2 * 2),
            visit: id(100 + visit),
            plan,
            network: Network::In,
            protected: false,
            contract,
            schedules: &schedules,
            used: &used,
        };
        let decided = adjudicate(&case, &[asked]).unwrap();
        let events: Vec<AccumulatorEvent> = decided.events().collect();
        for event in events {
            used.record(event).unwrap();
        }
    }
    used
}

criterion_group! {
    name = all;
    config = clock::criterion();
    targets = benches
}
criterion_main!(all);

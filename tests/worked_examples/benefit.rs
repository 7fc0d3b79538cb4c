//! Copay, deductible, coinsurance and maximums of one plan.

use pms_core::adjudication::{AdjudicatedLine, Rule};
use pms_core::coverage::{
    Accrual, AccumulatorEvent, Accumulators, Bucket, Limit, MaximumSpent, Measure, Meter, Step,
};
use pms_core::fee::Excess;
use pms_core::money::{Money, Rate, Rounding};
use serde_json::Value;

use crate::Answers;
use crate::world::{
    Told, World, amount, amounts, coinsurance, copay, deductible, id, individual, maximum, money,
    patients_part, pool, rate, shown, shown_all,
};

const PLAN_YEAR: &str = "2026-01-01";

fn one(mut world: World, line: Told) -> AdjudicatedLine {
    world.decide(0, &[line]).lines.remove(0)
}

fn owes(line: &AdjudicatedLine) -> Money {
    line.owes.total().unwrap()
}

pub(crate) fn cost_share(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![
        copay(amount(&inputs["copay"])),
        deductible(individual(amount(&inputs["deductible_remaining"]))),
        coinsurance(rate(&inputs["coins_rate"])),
    ]);
    world.out_of_pocket = Some(individual(amount(&inputs["oop_remaining"])));
    let line = one(world, Told::plain(amount(&inputs["allowed"])));
    Some(Answers::from([
        ("copay", shown(line.owes.copay)),
        ("deductible", shown(line.owes.deductible)),
        ("coinsurance", shown(line.owes.coinsurance)),
        ("plan", shown(line.plan_pays)),
        ("patient", shown(owes(&line))),
        (
            "sbc_display_coinsurance",
            shown(displayed(line.owes.coinsurance)),
        ),
        (
            "sbc_display_total",
            shown(
                displayed(line.owes.deductible)
                    .plus(displayed(line.owes.coinsurance))
                    .unwrap(),
            ),
        ),
    ]))
}

/// As a summary of benefits and coverage shows it.
fn displayed(amount: Money) -> Money {
    amount.nearest(money("100"), Rounding::HalfUp).unwrap()
}

pub(crate) fn coinsurance_oop(inputs: &Value) -> Option<Answers> {
    let most = amount(&inputs["oop_max"]);
    let decide = |allowed: Money| {
        let mut world = World::new(vec![
            deductible(individual(amount(&inputs["deductible"]))),
            coinsurance(rate(&inputs["coins_rate"])),
        ]);
        world.out_of_pocket = Some(individual(most));
        one(world, Told::plain(allowed))
    };
    // A line so large that the maximum is reached on it, and the least one in whole dollars.
    let line = decide(most.times(1_000).unwrap());
    let (mut below, mut reaches) = (0, most.cents() * 10);
    let dollars = |count: i64| money("1").times(count).unwrap();
    while reaches - below > 1 {
        let middle = i64::midpoint(below, reaches);
        if owes(&decide(dollars(middle))) == most {
            reaches = middle;
        } else {
            below = middle;
        }
    }
    Some(Answers::from([
        ("coinsurance_until_oop", shown(line.owes.coinsurance)),
        ("allowed_until_oop", shown(dollars(reaches))),
    ]))
}

pub(crate) fn sequestration(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![
        deductible(individual(amount(&inputs["deductible"]))),
        coinsurance(rate(&inputs["coins_rate"])),
    ]);
    world.sequestration = Some(rate(&inputs["seq_rate"]));
    let line = one(world, Told::plain(amount(&inputs["allowed"])));
    let cut = line.trace.last().unwrap();
    assert!(matches!(cut.rule, Rule::Sequestration { .. }));
    Some(Answers::from([
        ("patient_deductible", shown(line.owes.deductible)),
        ("patient_coinsurance", shown(line.owes.coinsurance)),
        ("pre_seq_payment", shown(cut.before)),
        ("sequestration", shown(cut.taken().unwrap())),
        ("paid", shown(line.plan_pays)),
    ]))
}

pub(crate) fn balance_bill(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![]);
    world.excess = Excess::Patient;
    let line = one(
        world,
        Told::new(amount(&inputs["billed"]), amount(&inputs["allowed"])),
    );
    Some(Answers::from([("balance", shown(line.owes.above_allowed))]))
}

pub(crate) fn copay_ded_pct(inputs: &Value) -> Option<Answers> {
    let world = World::new(vec![
        copay(amount(&inputs["copay"])),
        deductible(individual(amount(&inputs["deductible"]))),
        coinsurance(patients_part(&inputs["rate"])),
    ]);
    let line = one(
        world,
        Told::new(amount(&inputs["fee"]), amount(&inputs["allowed"])),
    );
    Some(Answers::from([
        ("pay", shown(line.plan_pays)),
        ("writeoff", shown(line.written_off)),
        ("patient", shown(owes(&line))),
    ]))
}

pub(crate) fn line_seq(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![
        deductible(individual(amount(&inputs["deductible"]))),
        coinsurance(patients_part(&inputs["rate"])),
        maximum(
            individual(amount(&inputs["max"])),
            MaximumSpent::KeepsDiscount,
        ),
    ]);
    let told: Vec<Told> = amounts(&inputs["lines"])
        .into_iter()
        .map(Told::plain)
        .collect();
    let lines = world.decide(0, &told).lines;
    Some(Answers::from([
        (
            "ded",
            shown_all(lines.iter().map(|line| line.owes.deductible)),
        ),
        ("pay", shown_all(lines.iter().map(|line| line.plan_pays))),
        ("patient", shown_all(lines.iter().map(owes))),
    ]))
}

pub(crate) fn ded_nested(inputs: &Value) -> Option<Answers> {
    let general = pool(Measure::Deductible, individual(amount(&inputs["general"])));
    let mut world = World::new(vec![Step::Deductible {
        pools: vec![general],
    }]);
    let told = inputs["lines"].as_array().unwrap();
    for (number, line) in told.iter().enumerate() {
        if !line["own"].is_null() {
            let mut own = pool(Measure::Deductible, individual(amount(&line["own"])));
            own.bucket = Bucket::services(Measure::Deductible, number as u16 + 1);
            let pools = vec![own, general];
            world
                .own_steps
                .push((number, vec![Step::Deductible { pools }]));
        }
    }
    let told: Vec<Told> = told
        .iter()
        .map(|line| Told::plain(amount(&line["fee"])))
        .collect();
    let lines = world.decide(0, &told).lines;
    let applied = lines.iter().map(|line| line.owes.deductible);
    Some(Answers::from([("ded", shown_all(applied))]))
}

pub(crate) fn family_oop(inputs: &Value) -> Option<Answers> {
    let (own, family) = (
        amount(&inputs["individual_limit"]),
        amount(&inputs["family_limit"]),
    );
    let bills = amounts(&inputs["cost_sharing"]);
    let decide = |limit| {
        let mut world = World::new(vec![coinsurance(Rate::ONE)]);
        world.out_of_pocket = Some(limit);
        let lines = bills.iter().enumerate().map(|(number, bill)| {
            let told = Told {
                member: number as u128 + 1,
                ..Told::plain(*bill)
            };
            world.decide(number, &[told]).lines.remove(0)
        });
        lines.collect::<Vec<_>>()
    };
    let sums = |lines: &[AdjudicatedLine]| {
        let owed = Money::sum(lines.iter().map(owes)).unwrap();
        (
            owed,
            Money::sum(lines.iter().map(|line| line.plan_pays)).unwrap(),
        )
    };
    let embedded = decide(Limit::Embedded {
        individual: own,
        family,
    });
    let alone = decide(individual(own));
    let ((owed, paid), (owed_alone, paid_alone)) = (sums(&embedded), sums(&alone));
    Some(Answers::from([
        ("individual1_patient", shown(owes(&embedded[0]))),
        ("individual1_plan_bears", shown(embedded[0].plan_pays)),
        ("after_individual", shown(owed_alone)),
        ("family_patient", shown(owed)),
        ("family_plan_bears", shown(paid.minus(paid_alone).unwrap())),
    ]))
}

pub(crate) fn family_deductible(inputs: &Value) -> Option<Answers> {
    let family = amount(&inputs["family"]);
    let limit = if inputs["individual"].is_null() {
        Limit::Aggregate { family }
    } else {
        let individual = amount(&inputs["individual"]);
        Limit::Embedded { individual, family }
    };
    let mut world = World::new(vec![deductible(limit)]);
    let mut names: Vec<&str> = vec![];
    let mut applied = vec![];
    for (number, expense) in inputs["expenses"].as_array().unwrap().iter().enumerate() {
        let name = expense[0].as_str().unwrap();
        if !names.contains(&name) {
            names.push(name);
        }
        let member = names.iter().position(|known| *known == name).unwrap() as u128 + 1;
        let told = Told {
            member,
            ..Told::plain(amount(&expense[1]))
        };
        applied.push(world.decide(number, &[told]).lines[0].owes.deductible);
    }
    Some(Answers::from([
        ("deductible_applied", shown_all(applied)),
        ("family_met", shown(world.used.family(deductible_meter()))),
    ]))
}

fn deductible_meter() -> Meter {
    Meter::Year {
        year: PLAN_YEAR.parse().unwrap(),
        bucket: Bucket::general(Measure::Deductible),
    }
}

pub(crate) fn family_deductible_remaining(inputs: &Value) -> Option<Answers> {
    let used = [amount(&inputs["used_self"])]
        .into_iter()
        .chain(amounts(&inputs["used_by_others"]));
    let accruals = used.zip(1..).map(|(amount, member)| Accrual {
        member: id(member),
        meter: deductible_meter(),
        amount,
    });
    let mut sums = Accumulators::default();
    sums.record(AccumulatorEvent::Reported {
        as_of: "2026-03-01".parse().unwrap(),
        accruals: accruals.collect(),
    })
    .unwrap();
    let limit = Limit::Embedded {
        individual: amount(&inputs["individual"]),
        family: amount(&inputs["family"]),
    };
    let pool = pool(Measure::Deductible, limit);
    let left = sums.left(&pool, id(1), PLAN_YEAR.parse().unwrap()).unwrap();
    Some(Answers::from([("remaining", shown(left))]))
}

pub(crate) fn annual_max(inputs: &Value) -> Option<Answers> {
    let limit = Limit::Embedded {
        individual: amount(&inputs["individual_remaining"]),
        family: amount(&inputs["family_remaining"]),
    };
    let world = World::new(vec![maximum(limit, MaximumSpent::KeepsDiscount)]);
    let line = one(world, Told::plain(amount(&inputs["benefit"])));
    Some(Answers::from([("pay", shown(line.plan_pays))]))
}

pub(crate) fn annual_max_seq(inputs: &Value) -> Option<Answers> {
    let general = individual(amount(&inputs["general_max"]));
    let mut world = World::new(vec![maximum(general, MaximumSpent::KeepsDiscount)]);
    let told = inputs["lines"].as_array().unwrap();
    for (number, line) in told.iter().enumerate() {
        if !line["own_max"].is_null() {
            let mut own = pool(Measure::Paid, individual(amount(&line["own_max"])));
            own.bucket = Bucket::services(Measure::Paid, number as u16 + 1);
            let step = Step::Maximum {
                pools: vec![own],
                spent: MaximumSpent::KeepsDiscount,
            };
            world.own_steps.push((number, vec![step]));
        }
    }
    let told: Vec<Told> = told
        .iter()
        .map(|line| Told::plain(amount(&line["benefit"])))
        .collect();
    let lines = world.decide(0, &told).lines;
    let paid = lines.iter().map(|line| line.plan_pays);
    Some(Answers::from([("pay", shown_all(paid))]))
}

pub(crate) fn ppo_annual_max(inputs: &Value) -> Option<Answers> {
    let spent = if inputs["zero_writeoff_after_max"] == true {
        MaximumSpent::EndsDiscount
    } else {
        MaximumSpent::KeepsDiscount
    };
    let mut world = World::new(vec![
        coinsurance(patients_part(&inputs["rate"])),
        maximum(individual(amount(&inputs["max"])), spent),
    ]);
    let line = Told::new(amount(&inputs["fee"]), amount(&inputs["allowed"]));
    let count = inputs["n"].as_u64().unwrap() as usize;
    let lines = world.decide(0, &vec![line; count]).lines;
    Some(Answers::from([
        ("pay", shown_all(lines.iter().map(|line| line.plan_pays))),
        (
            "writeoff",
            shown_all(lines.iter().map(|line| line.written_off)),
        ),
        ("patient", shown_all(lines.iter().map(owes))),
    ]))
}

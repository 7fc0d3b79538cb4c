//! Two plans, one after the other.

use pms_core::adjudication::{AdjudicatedLine, Prior};
use pms_core::coverage::{Coordination, MaximumSpent, Step};
use pms_core::fee::Excess;
use pms_core::money::Money;
use serde_json::Value;

use crate::Answers;
use crate::world::{
    Told, World, amount, coinsurance, deductible, individual, maximum, patients_part, shown,
};

/// The methods that a plan can have.
fn method(inputs: &Value) -> Option<Coordination> {
    match inputs["method"].as_str() {
        Some("standard") => Some(Coordination::Standard),
        Some("nondup") => Some(Coordination::CarveOut),
        _ => None,
    }
}

fn alone(steps: Vec<Step>, line: Told) -> AdjudicatedLine {
    World::new(steps).decide(0, &[line]).lines.remove(0)
}

/// The second plan's answer. Its own discount is not taken again: the sources leave what it does not
/// pay with the patient.
fn second(
    steps: Vec<Step>,
    coordination: Coordination,
    line: Told,
    prior: Prior,
) -> AdjudicatedLine {
    let mut world = World::new(steps);
    world.coordination = coordination;
    world.excess = Excess::Patient;
    world.lesser_of_billed = false;
    let line = Told {
        prior: Some(prior),
        ..line
    };
    world.decide(0, &[line]).lines.remove(0)
}

pub(crate) fn cob(inputs: &Value) -> Option<Answers> {
    let method = method(inputs)?;
    let steps = |rate: &Value, most: &Value| {
        let mut steps = vec![coinsurance(patients_part(rate))];
        if !most.is_null() {
            let limit = individual(amount(most));
            steps.push(maximum(limit, MaximumSpent::KeepsDiscount));
        }
        steps
    };
    let line = Told::plain(amount(&inputs["allowable"]));
    let first = alone(steps(&inputs["primary_rate"], &inputs["primary_max"]), line);
    let prior = Prior {
        paid: first.plan_pays,
        written_off: first.written_off,
    };
    let steps = steps(&inputs["secondary_rate"], &inputs["secondary_max"]);
    let second = second(steps, method, line, prior);
    Some(Answers::from([
        ("primary", shown(first.plan_pays)),
        ("secondary", shown(second.plan_pays)),
        ("patient", shown(second.owes.total().unwrap())),
    ]))
}

pub(crate) fn cob2(inputs: &Value) -> Option<Answers> {
    let method = method(inputs)?;
    let fee = amount(&inputs["fee"]);
    let prior = if inputs["pay1_given"].is_null() {
        let steps = vec![coinsurance(patients_part(&inputs["r1"]))];
        let first = alone(steps, Told::new(fee, amount(&inputs["a1"])));
        Prior {
            paid: first.plan_pays,
            written_off: first.written_off,
        }
    } else {
        Prior {
            paid: amount(&inputs["pay1_given"]),
            written_off: fee.minus(amount(&inputs["a1"])).unwrap(),
        }
    };
    let steps = vec![coinsurance(patients_part(&inputs["r2"]))];
    let line = Told::new(fee, amount(&inputs["a2"]));
    let second = second(steps, method, line, prior);
    let written_off = Money::sum([prior.written_off, second.written_off]).unwrap();
    Some(Answers::from([
        ("pay1", shown(prior.paid)),
        ("pay2", shown(second.plan_pays)),
        ("wo1", shown(prior.written_off)),
        ("writeoff", shown(written_off)),
        ("patient", shown(second.owes.total().unwrap())),
    ]))
}

pub(crate) fn cob_ded(inputs: &Value) -> Option<Answers> {
    let steps = || {
        vec![
            deductible(individual(amount(&inputs["ded"]))),
            coinsurance(patients_part(&inputs["rate"])),
        ]
    };
    let line = Told::plain(amount(&inputs["fee"]));
    let first = alone(steps(), line);
    let prior = Prior {
        paid: first.plan_pays,
        written_off: first.written_off,
    };
    let second = second(steps(), Coordination::Standard, line, prior);
    Some(Answers::from([
        ("pay1", shown(first.plan_pays)),
        ("pay2", shown(second.plan_pays)),
        ("patient", shown(second.owes.total().unwrap())),
    ]))
}

//! Two plans, one after the other.

use pms_core::adjudication::{AdjudicatedLine, Bound, Prior, Rule};
use pms_core::coverage::{Bucket, Coordination, MaximumSpent, Measure, Meter, Step};
use pms_core::fee::{Excess, LesserOf};
use pms_core::money::Money;
use serde_json::Value;

use crate::Answers;
use crate::world::{
    Told, World, amount, coinsurance, copay, deductible, id, individual, maximum, money,
    patients_part, shown,
};

/// The methods that a plan can have.
fn method(inputs: &Value) -> Option<Coordination> {
    match inputs["method"].as_str() {
        Some("standard") => Some(Coordination::Standard),
        Some("standard_total") => Some(Coordination::FullCharge),
        Some("basic") => Some(Coordination::Basic),
        Some("nondup") => Some(Coordination::CarveOut),
        Some("mob") => Some(Coordination::Maintenance),
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
    world.lesser_of_billed = LesserOf::None;
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
    let prior = Prior::new(first.plan_pays, first.written_off);
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
    // Some sources leave the charge out; it is no less than what either plan allows.
    let allowed = [amount(&inputs["a1"]), amount(&inputs["a2"])];
    let fee = allowed.into_iter().fold(amount(&inputs["fee"]), Money::max);
    let prior = if inputs["pay1_given"].is_null() {
        let steps = vec![coinsurance(patients_part(&inputs["r1"]))];
        alone(steps, Told::new(fee, allowed[0])).settled().unwrap()
    } else {
        Prior::new(
            amount(&inputs["pay1_given"]),
            fee.minus(allowed[0]).unwrap(),
        )
    };
    let steps = vec![coinsurance(patients_part(&inputs["r2"]))];
    let second = second(steps, method, Told::new(fee, allowed[1]), prior);
    let settled = second.settled().unwrap();
    Some(Answers::from([
        ("pay1", shown(prior.paid)),
        ("pay2", shown(second.plan_pays)),
        ("wo1", shown(second.prior.unwrap().written_off)),
        ("writeoff", shown(settled.written_off)),
        ("patient", shown(second.owes.total().unwrap())),
    ]))
}

/// The secondary programme's rate is what both payments come to.
pub(crate) fn cob_medicaid(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![]);
    world.coordination = Coordination::Medicaid;
    let paid = amount(&inputs["pay1"]);
    let rate = paid.plus(amount(&inputs["pay2"])).unwrap();
    let line = Told {
        prior: Some(Prior::new(paid, amount(&inputs["wo1"]))),
        ..Told::new(amount(&inputs["fee"]), rate)
    };
    let second = world.decide(0, &[line]).lines.remove(0);
    Some(Answers::from([
        ("pay2", shown(second.plan_pays)),
        ("wo2", shown(second.written_off)),
        ("patient", shown(second.owes.total().unwrap())),
    ]))
}

pub(crate) fn medicare_secondary(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![
        deductible(individual(amount(&inputs["medicare_unmet_deductible"]))),
        coinsurance(patients_part(&inputs["medicare_pct"])),
    ]);
    world.coordination = Coordination::MedicareSecondary;
    let (billed, allowed) = (
        amount(&inputs["billed"]),
        amount(&inputs["primary_allowed"]),
    );
    let in_full = inputs["otaf"].as_str().map(money);
    let line = Told {
        prior: Some(Prior {
            allowed: Some(allowed),
            in_full,
            ..Prior::new(
                amount(&inputs["primary_paid"]),
                billed.minus(allowed).unwrap(),
            )
        }),
        ..Told::new(billed, amount(&inputs["medicare_allowed"]))
    };
    let line = world.decide(0, &[line]).lines.remove(0);
    let bounds = line.trace.iter().find_map(|step| match &step.rule {
        Rule::Secondary { bounds, .. } => Some(bounds),
        _ => None,
    });
    let step = |wanted| {
        let found = bounds.unwrap().iter().find(|(bound, _)| *bound == wanted);
        shown(found.unwrap().1)
    };
    Some(Answers::from([
        ("step1", step(Bound::FullLessPaid)),
        ("step2", step(Bound::OwnBenefit)),
        ("step3", step(Bound::HigherAllowedLessPaid)),
        ("medicare_pays", shown(line.plan_pays)),
    ]))
}

/// A plan that covers everything saves on the first service, and pays what is left open of a later one.
pub(crate) fn benefit_bank(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![]);
    world.reserve = true;
    let own = amount(&inputs["would_have_paid"]);
    let before = own.minus(amount(&inputs["paid"])).unwrap();
    let first = Told {
        prior: Some(Prior::new(before, Money::ZERO)),
        ..Told::plain(own)
    };
    world.decide(0, &[first]);
    let meter = Meter::Year {
        year: "2026-01-01".parse().unwrap(),
        bucket: Bucket::general(Measure::Reserve),
    };
    let credited = world.used.own(id(1), meter);

    // Of the later one the plan itself owes no more: its copay is what both plans leave open.
    let allowable = amount(&inputs["later_allowable"]);
    let paid = amount(&inputs["later_paid_by_plans"]);
    world.steps = vec![copay(allowable)];
    let later = Told {
        prior: Some(Prior::new(paid, Money::ZERO)),
        ..Told::plain(allowable)
    };
    let later = world.decide(1, &[later]).lines.remove(0);
    Some(Answers::from([
        ("credited", shown(credited)),
        ("draw", shown(later.plan_pays)),
        ("reserve_after", shown(world.used.own(id(1), meter))),
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
    let prior = Prior::new(first.plan_pays, first.written_off);
    let second = second(steps(), Coordination::Standard, line, prior);
    Some(Answers::from([
        ("pay1", shown(first.plan_pays)),
        ("pay2", shown(second.plan_pays)),
        ("patient", shown(second.owes.total().unwrap())),
    ]))
}

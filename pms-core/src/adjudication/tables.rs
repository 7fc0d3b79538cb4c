//! Tables that a biller can read.

use crate::coverage::{
    Accumulators, Benefits, Coordination, CostShare, MaximumSpent, Measure, Meter, PlanYear, Step,
};
use crate::fee::Excess;
use crate::money::Money;

use super::world::{Told, World, ana, id, money};
use super::{AdjudicatedLine, Adjudication, AdjudicationError, Adjustment, Prior};

fn told(line: &AdjudicatedLine) -> [String; 5] {
    let owes = line.owes;
    [
        owes.copay,
        owes.deductible,
        owes.coinsurance,
        line.plan_pays,
        line.written_off,
    ]
    .map(|amount| amount.to_string())
}

/// One line: charge, allowed, deductible met, out-of-pocket met, then copay, deductible, coinsurance,
/// plan pays, written off.
#[track_caller]
fn check(plan: &str, given: [&str; 4], wanted: [&str; 5]) {
    let [charge, allowed, deductible, out_of_pocket] = given;
    let world = World::new(plan)
        .met(ana(), Measure::Deductible, deductible)
        .met(ana(), Measure::OutOfPocket, out_of_pocket);
    let got = world.decide(1, &[Told::new(1, charge, allowed)]).unwrap();
    assert_eq!(told(&got.lines[0]), wanted, "{plan}");
}

#[test]
#[rustfmt::skip] // a table
fn e8_the_deductible_is_bounded_by_what_is_left() {
    let plan = "deductible 500, coinsurance 20";
    //           charge    allowed   met       oop      copay   deduct.   coins.   plan     off
    check(plan, ["150.00", "100.00", "500.00", "0.00"], ["0.00", "0.00",   "20.00", "80.00", "50.00"]);
    check(plan, ["150.00", "100.00", "450.00", "0.00"], ["0.00", "50.00",  "10.00", "40.00", "50.00"]); // 20 % of 50
    check(plan, ["150.00", "100.00", "0.00",   "0.00"], ["0.00", "100.00", "0.00",  "0.00",  "50.00"]);
    check(plan, ["300.00", "300.00", "400.00", "0.00"], ["0.00", "100.00", "40.00", "160.00", "0.00"]); // crosses
    check(plan, ["80.00",  "100.00", "500.00", "0.00"], ["0.00", "0.00",   "16.00", "64.00", "0.00"]);  // lesser of
    check(plan, ["0.00",   "100.00", "0.00",   "0.00"], ["0.00", "0.00",   "0.00",  "0.00",  "0.00"]);
    check(plan, ["10.00",  "0.12",   "500.00", "0.00"], ["0.00", "0.00",   "0.02",  "0.10",  "9.88"]);  // 0.024
    check(plan, ["10.00",  "0.13",   "500.00", "0.00"], ["0.00", "0.00",   "0.03",  "0.10",  "9.87"]);  // 0.026
}

#[test]
#[rustfmt::skip] // a table
fn e9_the_order_of_steps_is_the_plans() {
    let first = "copay 25, deductible 500, coinsurance 20";
    let last = "deductible 500, coinsurance 20, copay 25";
    //            charge    allowed   met       oop       copay    deduct.  coins.   plan     off
    check(first, ["200.00", "200.00", "380.00", "0.00"], ["25.00", "120.00", "11.00", "44.00", "0.00"]);
    check(last,  ["200.00", "200.00", "380.00", "0.00"], ["25.00", "120.00", "16.00", "39.00", "0.00"]);
    check("copay 25",      ["200.00", "120.00", "0.00", "0.00"], ["25.00", "0.00", "0.00", "95.00", "80.00"]);
    check("",              ["200.00", "120.00", "0.00", "0.00"], ["0.00",  "0.00", "0.00", "120.00", "80.00"]);
    check("deductible 500, coinsurance 20",
                           ["200.00", "200.00", "380.00", "0.00"], ["0.00", "120.00", "16.00", "64.00", "0.00"]);
}

#[test]
#[rustfmt::skip] // a table
fn e8_the_out_of_pocket_maximum_stops_every_share() {
    let plan = "out-of-pocket 1000, copay 25, deductible 500, coinsurance 30";
    //           charge     allowed    met       oop        copay    deduct.   coins.   plan      off
    check(plan, ["1000.00", "1000.00", "300.00", "750.00"],  ["25.00", "200.00", "25.00", "750.00", "0.00"]);
    check(plan, ["1000.00", "1000.00", "300.00", "1000.00"], ["0.00",  "0.00",   "0.00",  "1000.00", "0.00"]);
    check(plan, ["1000.00", "1000.00", "300.00", "990.00"],  ["10.00", "0.00",   "0.00",  "990.00", "0.00"]);
    check(plan, ["1000.00", "1000.00", "300.00", "900.00"],  ["25.00", "75.00",  "0.00",  "900.00", "0.00"]);
    check("out-of-pocket 100, deductible 500, coinsurance 20",
                ["200.00",  "200.00",  "380.00", "0.00"],    ["0.00",  "100.00", "0.00",  "100.00", "0.00"]);
}

#[test]
fn e8_what_the_maximum_does_not_count_goes_on() {
    let mut world = World::new("out-of-pocket 100, copay 25, coinsurance 20");
    let mut rows = world.plan.benefits.rows().to_vec();
    let counted = rows[0].out_of_pocket.as_mut().unwrap();
    counted.counts = vec![CostShare::Coinsurance];
    world.plan.benefits = Benefits::new(rows).unwrap();
    let world = world.met(ana(), Measure::OutOfPocket, "100.00");
    let got = world.decide(1, &[Told::new(1, "200", "200")]).unwrap();
    assert_eq!(
        told(&got.lines[0]),
        ["25.00", "0.00", "0.00", "175.00", "0.00"]
    );
}

#[test]
#[rustfmt::skip] // a table
fn e7_a_family_meets_its_deductible_together() {
    let embedded = "deductible 1500/3000";
    let aggregate = "deductible family 3000";
    let check = |plan, own, others, wanted: &str| {
        let world = World::new(plan)
            .met(ana(), Measure::Deductible, own)
            .met(id(8), Measure::Deductible, others);
        let got = world.decide(1, &[Told::new(1, "5000", "5000")]).unwrap();
        assert_eq!(got.lines[0].owes.deductible, money(wanted), "{plan} {own} {others}");
    };
    //    plan       own        others     deductible of 5,000
    check(embedded,  "0.00",    "0.00",    "1500.00");
    check(embedded,  "1500.00", "0.00",    "0.00");
    check(embedded,  "0.00",    "2000.00", "1000.00");
    check(embedded,  "1000.00", "1900.00", "100.00");
    check(aggregate, "1600.00", "0.00",    "1400.00");
    check(aggregate, "0.00",    "3000.00", "0.00");
}

#[test]
fn e10_a_visit_owes_one_copay() {
    let lines = [
        Told::new(1, "100.00", "18.00"),
        Told::new(2, "100.00", "60.00"),
        Told::new(3, "100.00", "60.00"),
    ];
    let copays = |plan, visit, used: &Accumulators| {
        let world = World {
            used: used.clone(),
            ..World::new(plan)
        };
        let got = world.decide(visit, &lines).unwrap();
        let copays = got.lines.iter().map(|line| line.owes.copay.to_string());
        copays.collect::<Vec<_>>()
    };
    let none = Accumulators::default();
    // No line bears more than its allowed amount, the visit no more than the copay.
    assert_eq!(copays("copay 25", 1, &none), ["18.00", "7.00", "0.00"]);
    assert_eq!(
        copays("copay 25 each", 1, &none),
        ["18.00", "25.00", "25.00"]
    );

    // A later claim for the same visit finds the copay taken; another visit does not.
    let mut used = Accumulators::default();
    let earlier = World::new("copay 25")
        .decide(1, &[Told::new(9, "50", "50")])
        .unwrap();
    for event in earlier.events() {
        used.record(event).unwrap();
    }
    assert_eq!(copays("copay 25", 1, &used), ["0.00", "0.00", "0.00"]);
    assert_eq!(copays("copay 25", 2, &used), ["18.00", "7.00", "0.00"]);
}

#[test]
fn lines_take_from_the_limits_by_day_of_service() {
    let world = World::new("deductible 100, coinsurance 20");
    let later = Told::new(1, "80", "80");
    let earlier = Told {
        date: "2026-02-27",
        ..Told::new(2, "80", "80")
    };
    let got = world.decide(1, &[later, earlier]).unwrap();
    assert_eq!(got.order, [id(2), id(1)]);
    assert_eq!(got.lines[0].charge, id(1));
    assert_eq!(got.lines[0].owes.deductible, money("20.00"));
    assert_eq!(got.lines[1].owes.deductible, money("80.00"));
    assert_eq!(got.plan_pays().unwrap(), money("48.00"));
    assert_eq!(got.patient_owes().unwrap(), money("112.00"));
}

#[test]
fn e12_each_plan_year_has_its_own_limits() {
    let mut world = World::new("deductible 100");
    world.plan.year = PlanYear::from_month(7).unwrap();
    let june = Told {
        date: "2026-06-30",
        ..Told::new(1, "150", "150")
    };
    let july = Told {
        date: "2026-07-01",
        ..Told::new(2, "150", "150")
    };
    let got = world.decide(1, &[june, july]).unwrap();
    assert_eq!(got.lines[0].owes.deductible, money("100.00"));
    assert_eq!(got.lines[1].owes.deductible, money("100.00"));
}

#[test]
#[rustfmt::skip] // a table
fn a_maximum_ends_what_the_plan_pays() {
    let line = |n| Told::new(n, "110", "90");
    let check = |spent, wanted: [[&str; 3]; 3]| {
        let mut world = World::new("coinsurance 10, maximum 100");
        let mut rows = world.plan.benefits.rows().to_vec();
        if let Some(Step::Maximum { spent: what, .. }) = rows[0].steps.last_mut() {
            *what = spent;
        }
        world.plan.benefits = Benefits::new(rows).unwrap();
        let got = world.decide(1, &[line(1), line(2), line(3)]).unwrap();
        for (line, wanted) in got.lines.iter().zip(wanted) {
            let owes = line.owes.total().unwrap();
            assert_eq!([line.plan_pays, owes, line.written_off], wanted.map(money));
        }
    };
    //                                  plan     patient   off
    check(MaximumSpent::KeepsDiscount, [["81.00", "9.00",   "20.00"],
                                        ["19.00", "71.00",  "20.00"],
                                        ["0.00",  "90.00",  "20.00"]]);
    check(MaximumSpent::EndsDiscount,  [["81.00", "9.00",   "20.00"],
                                        ["19.00", "71.00",  "20.00"],
                                        ["0.00",  "110.00", "0.00"]]);
}

#[test]
fn a_payer_would_report_the_same() {
    let world = World::new("copay 25, deductible 500, coinsurance 20").met(
        ana(),
        Measure::Deductible,
        "450",
    );
    let got = world.decide(1, &[Told::new(1, "150", "125")]).unwrap();
    assert_eq!(
        reported(&got.lines[0]),
        ["CO-45 25.00", "PR-3 25.00", "PR-1 50.00", "PR-2 10.00"]
    );
    let open = world.with_excess(Excess::Patient);
    let got = open.decide(1, &[Told::new(1, "150", "125")]).unwrap();
    assert_eq!(reported(&got.lines[0])[0], "PR-45 25.00");
    assert_eq!(got.lines[0].owes.above_allowed, money("25.00"));
}

fn reported(line: &AdjudicatedLine) -> Vec<String> {
    let one = |a: &Adjustment| format!("{}-{} {}", a.group, a.reason, a.amount);
    line.adjustments().unwrap().iter().map(one).collect()
}

#[test]
fn sequestration_cuts_the_payment_and_nothing_else() {
    let mut world = World::new("deductible 50, coinsurance 20");
    world.contract.agreement.sequestration = Some("0.02".parse().unwrap());
    let got = world.decide(1, &[Told::new(1, "100", "100")]).unwrap();
    let line = &got.lines[0];
    assert_eq!(reported(line), ["PR-1 50.00", "PR-2 10.00", "CO-253 0.80"]);
    assert_eq!(line.plan_pays, money("39.20"));
}

/// Source: Open Dental's and Delta Dental's published examples, see docs/SOURCES.md.
#[test]
#[rustfmt::skip] // a table
fn e14_a_second_payer_pays_into_what_is_still_open() {
    use Coordination::{Basic, CarveOut, FullCharge, Maintenance, Medicaid, MedicareSecondary, Standard};
    use Excess::{Patient, WrittenOff};
    let check = |method, coinsurance: &str, excess, given: [&str; 4], wanted: [&str; 3]| {
        let [charge, allowed, paid, off] = given;
        let mut world = World::new(&format!("coinsurance {coinsurance}")).with_excess(excess);
        world.plan.coordination = method;
        let prior = Some(Prior::new(money(paid), money(off)));
        let line = Told { prior, ..Told::new(1, charge, allowed) };
        let got = world.decide(1, &[line]).unwrap();
        let line = &got.lines[0];
        let owes = line.owes.total().unwrap();
        assert_eq!([line.plan_pays, owes, line.written_off], wanted.map(money));
    };
    //    method    coins. excess       charge     allowed    paid      off        pays      owes      off
    check(Standard, "50", Patient,    ["1200.00", "650.00",  "450.00", "300.00"], ["325.00", "125.00", "0.00"]);
    check(Standard, "50", WrittenOff, ["1200.00", "650.00",  "450.00", "300.00"], ["325.00", "0.00",   "125.00"]);
    check(Standard, "20", WrittenOff, ["130.00",  "130.00",  "104.00", "0.00"],   ["26.00",  "0.00",   "0.00"]);
    check(CarveOut, "20", WrittenOff, ["1600.00", "1600.00", "800.00", "0.00"],   ["480.00", "320.00", "0.00"]);
    check(CarveOut, "20", WrittenOff, ["100.00",  "80.00",   "80.00",  "0.00"],   ["0.00",   "0.00",   "20.00"]);
    check(Basic,    "20", WrittenOff, ["110.00",  "110.00",  "80.00",  "10.00"],  ["30.00",  "0.00",   "0.00"]);
    check(Basic,    "50", Patient,    ["1200.00", "650.00",  "450.00", "300.00"], ["200.00", "250.00", "0.00"]);
    check(FullCharge, "50", Patient,  ["250.00",  "220.00",  "160.00", "50.00"],  ["90.00",  "0.00",   "0.00"]);
    check(Maintenance, "25", Patient, ["150.00",  "125.00",  "75.00",  "25.00"],  ["37.50",  "12.50",  "0.00"]);
    check(MedicareSecondary, "20", WrittenOff, ["175.00", "125.00", "120.00", "25.00"], ["30.00", "0.00", "0.00"]);
    check(MedicareSecondary, "20", WrittenOff, ["300.00", "250.00", "160.00", "100.00"], ["90.00", "0.00", "0.00"]);
    check(Medicaid, "0",  WrittenOff, ["100.00",  "50.00",   "35.00",  "30.00"],  ["15.00",  "0.00",   "20.00"]);
    check(Medicaid, "0",  WrittenOff, ["100.00",  "30.00",   "35.00",  "30.00"],  ["0.00",   "0.00",   "35.00"]);
    // The first payer paid nothing: the second decides as if it were alone.
    check(Standard, "20", WrittenOff, ["150.00",  "100.00",  "0.00",   "0.00"],   ["80.00",  "20.00",  "50.00"]);
    check(Standard, "20", WrittenOff, ["150.00",  "100.00",  "90.00",  "60.00"],  ["0.00",   "0.00",   "0.00"]);
}

#[test]
fn a_second_payer_counts_what_is_truly_owed_and_paid() {
    let world = World::new("out-of-pocket 1000, deductible 50, coinsurance 20, maximum 1000");
    let prior = Some(Prior::new(money("90"), money("20")));
    let line = Told {
        prior,
        ..Told::new(1, "150", "150")
    };
    let got = world.decide(1, &[line]).unwrap();
    // Alone: deductible 50, coinsurance 20, plan 80. Still open: 40, which the plan pays.
    let line = &got.lines[0];
    assert_eq!(line.plan_pays, money("40.00"));
    assert_eq!(line.owes.total().unwrap(), Money::ZERO);
    let counted: Vec<(Measure, String)> = line
        .accruals
        .iter()
        .filter_map(|accrual| match accrual.meter {
            Meter::Year { bucket, .. } => Some((bucket.measure, accrual.amount.to_string())),
            Meter::Visit { .. } => None,
        })
        .collect();
    assert_eq!(
        counted,
        [
            (Measure::Deductible, "50.00".to_owned()),
            (Measure::Paid, "40.00".to_owned()),
        ]
    );
    assert_eq!(line.alone.last().unwrap().after, money("80.00"));
}

#[test]
fn what_cannot_be_judged_is_refused() {
    let world = World::new("coinsurance 20");
    let one = Told::new(1, "100", "80");
    let code = |got: Result<Adjudication, AdjudicationError>| got.unwrap_err().code();

    assert_eq!(
        code(world.decide(1, &[one.clone(), one.clone()])),
        "adjudication.twice"
    );
    let below = Told {
        billed: money("-100"),
        ..one.clone()
    };
    assert_eq!(code(world.decide(1, &[below])), "adjudication.negative");
    let early = Told {
        date: "2019-12-31",
        ..one.clone()
    };
    assert_eq!(code(world.decide(1, &[early])), "fee.no_rate");
    let prior = Some(Prior::new(money("60"), money("40.01")));
    let too_much = Told {
        prior,
        ..one.clone()
    };
    assert_eq!(
        code(world.decide(1, &[too_much])),
        "adjudication.prior_above_charge"
    );

    let mut counted = world.clone();
    for event in world
        .decide(1, core::slice::from_ref(&one))
        .unwrap()
        .events()
    {
        counted.used.record(event).unwrap();
    }
    assert_eq!(
        code(counted.decide(1, core::slice::from_ref(&one))),
        "adjudication.already_counted"
    );
    let mut silent = world.clone();
    silent.plan.benefits = Benefits::default();
    assert_eq!(
        code(silent.decide(1, core::slice::from_ref(&one))),
        "adjudication.no_benefit"
    );
    let mut other = world.clone();
    other.contract.payer = id(99);
    assert_eq!(
        code(other.decide(1, core::slice::from_ref(&one))),
        "adjudication.other_contract"
    );
    let mut other = world;
    other.contract.plans = [id(99)].into();
    assert_eq!(code(other.decide(1, &[one])), "adjudication.other_contract");
}

#[test]
fn it_survives_storing() {
    let world = World::new("copay 25, deductible 500, coinsurance 20, maximum 1000");
    let prior = Some(Prior::new(money("10"), money("20")));
    let second = Told {
        prior,
        ..Told::new(2, "150", "125")
    };
    let got = world
        .decide(1, &[Told::new(1, "150", "125"), second])
        .unwrap();
    let json = serde_json::to_string(&got).unwrap();
    assert_eq!(serde_json::from_str::<Adjudication>(&json).unwrap(), got);
}

//! What is true of any plan, contract and charge.

use proptest::prelude::*;

use crate::coverage::{AccumulatorEvent, Accumulators, Coordination, Measure, Meter};
use crate::fee::{Excess, LesserOf};
use crate::money::Money;

use super::explain::sound;
use super::world::{Told, World, ana, id, money};
use super::{AdjudicatedLine, Adjudication, Adjustment, Argument, Owes, Prior};

fn any_cents() -> impl Strategy<Value = Money> {
    prop_oneof![Just(0), 0..200_i64, 0..300_000_i64]
        .prop_map(|cents| Money::from_cents(cents).unwrap())
}

prop_compose! {
    fn any_line()(billed in any_cents(), allowed in any_cents(), day in 0..3_usize) -> Told {
        Told {
            charge: 0,
            date: ["2026-03-02", "2026-03-09", "2025-12-31"][day],
            billed,
            allowed,
            prior: None,
        }
    }
}

/// Up to four lines with charges of their own, some of them settled in part.
fn any_lines(prior: bool) -> impl Strategy<Value = Vec<Told>> {
    let one = (any_line(), 0..=100_i64, 0..=100_i64);
    prop::collection::vec(one, 1..5).prop_map(move |lines| {
        let numbered = lines.into_iter().zip(1..);
        numbered
            .map(|((mut line, paid, off), charge)| {
                line.charge = charge;
                let part =
                    |percent: i64| Money::from_cents(line.billed.cents() * percent / 200).unwrap();
                if prior && paid % 2 == 0 {
                    line.prior = Some(Prior::new(part(paid), part(off)));
                }
                line
            })
            .collect()
    })
}

const METHODS: &[Coordination] = &[
    Coordination::Standard,
    Coordination::FullCharge,
    Coordination::Basic,
    Coordination::CarveOut,
    Coordination::Maintenance,
    Coordination::MedicareSecondary,
    Coordination::Medicaid,
];

prop_compose! {
    fn any_world()(
        deductible in prop_oneof![
            Just(""), Just("deductible 500,"), Just("deductible 300/500,"), Just("deductible family 500,"),
        ],
        copay in prop_oneof![Just(""), Just("copay 25,"), Just("copay 25 each,")],
        coinsurance in prop_oneof![Just(""), Just("coinsurance 20,"), Just("coinsurance 33,"), Just("coinsurance 100,")],
        order in 0..3_usize,
        maximum in prop_oneof![Just(""), Just("maximum 700,")],
        out_of_pocket in prop_oneof![Just(""), Just("out-of-pocket 800,"), Just("out-of-pocket 400/800,")],
        met in (0..60_000_i64, 0..60_000_i64, 0..90_000_i64),
        lesser in prop::sample::select(&[LesserOf::None, LesserOf::PerLine]),
        to_patient: bool,
        coordination in prop::sample::select(METHODS),
        reserve: bool,
        sequestration: bool,
    ) -> World {
        let steps = match order {
            0 => [copay, deductible, coinsurance],
            1 => [deductible, copay, coinsurance],
            _ => [deductible, coinsurance, copay],
        };
        let text = format!("{out_of_pocket}{}{maximum}", steps.concat());
        let cents = |cents| Money::from_cents(cents).unwrap().to_string();
        let mut world = World::new(&text)
            .met(ana(), Measure::Deductible, &cents(met.0))
            .met(id(8), Measure::Deductible, &cents(met.1))
            .met(ana(), Measure::OutOfPocket, &cents(met.2));
        world.contract.agreement.lesser_of_billed = lesser;
        if to_patient {
            world.contract.agreement.excess = Excess::Patient;
        }
        world.plan.coordination = coordination;
        world.plan.reserve = reserve;
        if sequestration {
            world.contract.agreement.sequestration = Some("0.02".parse().unwrap());
        }
        world
    }
}

fn record(used: &mut Accumulators, decided: &Adjudication) {
    for event in decided.events() {
        used.record(event).unwrap();
    }
}

fn owes(line: &AdjudicatedLine) -> Money {
    line.owes.total().unwrap()
}

proptest! {
    /// Source: 835 balancing; charge = payment + adjustments.
    #[test]
    fn every_cent_is_somewhere(world in any_world(), lines in any_lines(true)) {
        let decided = world.decide(1, &lines).unwrap();
        for line in &decided.lines {
            let settled = line.prior.unwrap_or_default().settled().unwrap();
            let sum = Money::sum([settled, line.plan_pays, owes(line), line.written_off]).unwrap();
            prop_assert_eq!(sum, line.billed);
            let adjusted = Adjustment::total(&line.adjustments().unwrap()).unwrap();
            prop_assert_eq!(line.billed.minus(adjusted).unwrap(), line.plan_pays);
        }
    }

    #[test]
    fn the_trace_leads_from_the_charge_to_the_payment(world in any_world(), lines in any_lines(true)) {
        for line in world.decide(1, &lines).unwrap().lines {
            for trace in [&line.trace, &line.alone] {
                let mut at = line.billed;
                for step in trace {
                    prop_assert_eq!(step.before, at);
                    at = step.after;
                }
            }
            prop_assert_eq!(line.trace.last().unwrap().after, line.plan_pays);
        }
    }

    /// Every step is said, with each value that its text shows.
    #[test]
    fn every_step_is_said(world in any_world(), lines in any_lines(true)) {
        for line in world.decide(1, &lines).unwrap().lines {
            for step in line.trace.iter().chain(&line.alone) {
                let said = step.explain().unwrap();
                prop_assert!(!said.is_empty());
                said.iter().for_each(sound);
            }
        }
    }

    /// What the patient is told names what is owed, name by name, and every cent of the charge.
    #[test]
    fn the_patient_is_told_what_is_owed(world in any_world(), lines in any_lines(true)) {
        for line in world.decide(1, &lines).unwrap().lines {
            let said = line.explain_to_patient().unwrap();
            said.iter().for_each(sound);
            let told = |key: &str| {
                let told = said.iter().filter(|message| message.key == format!("patient.{key}"));
                Money::sum(told.filter_map(|message| match message.argument("amount") {
                    Some(Argument::Money(amount)) => Some(*amount),
                    _ => None,
                })).unwrap()
            };
            let owed = Owes {
                copay: told("copay"),
                deductible: told("deductible"),
                coinsurance: told("coinsurance"),
                over_maximum: told("over_maximum"),
                above_allowed: told("above_allowed"),
            };
            prop_assert_eq!(owed, line.owes);
            prop_assert_eq!(told("total"), owes(&line));
            let others = ["plan_pays", "other_plans_paid", "other_plans_discount", "denied", "discount", "total"];
            let price = line.billed.plus(told("above_charge")).unwrap();
            prop_assert_eq!(Money::sum(others.map(told)).unwrap(), price);
        }
    }

    #[test]
    fn nothing_is_below_zero(world in any_world(), lines in any_lines(true)) {
        let lesser = world.contract.agreement.lesser_of_billed;
        for line in world.decide(1, &lines).unwrap().lines {
            prop_assert!(!line.plan_pays.is_negative());
            for kind in super::Owes::KINDS {
                prop_assert!(!line.owes.of(kind).is_negative());
            }
            prop_assert!(lesser == LesserOf::None || !line.written_off.is_negative());
            // Only what was saved is given back.
            let saved = |meter| matches!(meter, Meter::Year { bucket, .. } if bucket.measure == Measure::Reserve);
            for accrual in &line.accruals {
                let sound = accrual.amount.is_positive() || saved(accrual.meter);
                prop_assert!(sound);
            }
        }
    }

    #[test]
    fn more_deductible_met_never_costs_the_patient_more(
        world in any_world(), lines in any_lines(false), more in 0..40_000_i64,
    ) {
        let more = Money::from_cents(more).unwrap().to_string();
        let before = world.decide(1, &lines).unwrap().patient_owes().unwrap();
        let further = world.met(ana(), Measure::Deductible, &more);
        let after = further.decide(1, &lines).unwrap().patient_owes().unwrap();
        prop_assert!(after <= before, "{} after {}", after, before);
    }

    #[test]
    fn more_allowed_never_pays_less(world in any_world(), line in any_line(), more in 0..40_000_i64) {
        let line = Told { charge: 1, ..line };
        let more = Money::from_cents(more).unwrap();
        let higher = Told { allowed: line.allowed.plus(more).unwrap(), ..line.clone() };
        let decide = |line| world.decide(1, &[line]).unwrap().lines.remove(0);
        let (before, after) = (decide(line), decide(higher));
        prop_assert!(after.plan_pays >= before.plan_pays);
        let own = |line: &AdjudicatedLine| owes(line).minus(line.owes.above_allowed).unwrap();
        prop_assert!(own(&after) >= own(&before));
    }

    /// Lines one by one, each recorded, are as good as all at once.
    #[test]
    fn limits_are_handed_on(world in any_world(), lines in any_lines(true)) {
        let mut lines = lines;
        lines.sort_by_key(|line| line.date);
        let at_once = world.decide(1, &lines).unwrap();
        let mut running = world;
        for (line, wanted) in lines.iter().zip(&at_once.lines) {
            let got = running.decide(1, core::slice::from_ref(line)).unwrap();
            prop_assert_eq!(got.lines[0].owes, wanted.owes);
            prop_assert_eq!(got.lines[0].plan_pays, wanted.plan_pays);
            prop_assert_eq!(&got.lines[0].accruals, &wanted.accruals);
            record(&mut running.used, &got);
        }
    }

    /// Taken back and decided again, a charge comes to the same, whatever else was decided between.
    #[test]
    fn a_reversal_undoes_and_a_replay_repeats(
        world in any_world(), first in any_lines(true), second in any_lines(true),
    ) {
        let second: Vec<Told> = second.into_iter().map(|l| Told { charge: l.charge + 100, ..l }).collect();
        let mut running = world.clone();
        let decided = running.decide(1, &first).unwrap();
        record(&mut running.used, &decided);
        let later = running.decide(2, &second).unwrap();
        record(&mut running.used, &later);
        for line in later.lines.iter().chain(&decided.lines) {
            running.used.record(AccumulatorEvent::Reversed { charge: line.charge }).unwrap();
        }
        prop_assert_eq!(running.decide(1, &first).unwrap(), decided.clone());
        record(&mut running.used, &decided);
        prop_assert_eq!(running.decide(2, &second).unwrap(), later);
    }

    /// The limits hold over any number of visits.
    #[test]
    fn no_limit_is_passed(lines in prop::collection::vec(any_line(), 1..12)) {
        let mut world = World::new("out-of-pocket 400, copay 25, deductible 300, coinsurance 20, maximum 900");
        let (mut owed, mut paid, mut deductible) = (Money::ZERO, Money::ZERO, Money::ZERO);
        for (number, line) in lines.into_iter().enumerate() {
            let visit = number as u128 + 1;
            let line = Told { charge: visit, date: "2026-03-02", ..line };
            let got = world.decide(visit, &[line]).unwrap();
            record(&mut world.used, &got);
            let line = &got.lines[0];
            let counted = owes(line).minus(line.owes.over_maximum).unwrap();
            owed = owed.plus(counted).unwrap();
            paid = paid.plus(line.plan_pays).unwrap();
            deductible = deductible.plus(line.owes.deductible).unwrap();
        }
        prop_assert!(owed <= money("400"));
        prop_assert!(paid <= money("900"));
        prop_assert!(deductible <= money("300"));
    }
}

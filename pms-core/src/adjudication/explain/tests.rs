use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::adjudication::world::{Told, World, ana, id, money};
use crate::adjudication::{Bound, Prior, Rule, ShareKind, TraceStep};
use crate::coverage::{Benefits, Coordination, MaximumSpent, Measure, Step};
use crate::fee::policy::{
    Bilateral, Bundle, Component, Denial, Multiple, PolicyStep, UnitLimit, UnitScope, Why,
};
use crate::fee::{
    Allowed, Anesthesia, CasePer, Excess, LesserOf, Method, ProviderClass, TimeUnits,
};
use crate::money::{Money, Rate, Units};
use crate::time::Period;

use super::english::ENGLISH;
use super::templates::placeholders;
use super::{ExplainError, Message, Templates};

/// A message has the values that its English text shows, each once, and its key is listed.
#[track_caller]
pub(in crate::adjudication) fn sound(message: &Message) {
    let listed: Vec<_> = ENGLISH
        .iter()
        .filter(|(key, _)| *key == message.key)
        .collect();
    let [(_, text)] = listed[..] else {
        panic!("{} is listed {} times", message.key, listed.len());
    };
    let mut shown: Vec<&str> = placeholders(text).collect();
    let mut has: Vec<&str> = message.arguments.iter().map(|(name, _)| *name).collect();
    shown.sort_unstable();
    has.sort_unstable();
    assert_eq!(shown, has, "{}", message.key);
}

/// One step, and the keys of what is said of it.
type Row = (Rule, &'static str, &'static str, &'static str);

fn keys(messages: &[Message]) -> String {
    messages.iter().for_each(sound);
    let keys: Vec<&str> = messages.iter().map(|message| message.key).collect();
    keys.join(" ")
}

#[track_caller]
fn reach(rows: Vec<Row>, seen: &mut BTreeSet<&'static str>) {
    for (rule, before, after, wanted) in rows {
        let (before, after) = (money(before), money(after));
        let step = TraceStep {
            rule,
            before,
            after,
        };
        assert_eq!(keys(&step.explain().unwrap()), wanted, "{step:?}");
        seen.extend(wanted.split(' '));
    }
}

fn allowed(rate: &str, method: Method) -> Allowed {
    Allowed {
        amount: money(rate),
        rate_amount: money(rate),
        method,
        since: NaiveDate::MIN,
        residue: 0,
    }
}

fn allow(rate: &str, excess: Excess) -> Rule {
    let method = Method::Fixed {
        amount: money(rate),
    };
    Rule::Allowed {
        contract: id(3),
        allowed: allowed(rate, method),
        excess,
    }
}

fn by(method: Method) -> Rule {
    let allowed = allowed("100", method);
    Rule::Allowed {
        contract: id(3),
        allowed,
        excess: Excess::WrittenOff,
    }
}

fn policy(why: Why) -> Rule {
    let step = PolicyStep {
        why,
        rate: rate("0.5"),
        policy_since: NaiveDate::MIN,
        row_since: None,
        after: money("50"),
        residue: 0,
    };
    Rule::Policy {
        step,
        excess: Excess::WrittenOff,
    }
}

fn multiple(kind: Multiple, of: Component) -> Rule {
    policy(Why::Multiple { kind, of, rank: 2 })
}

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

fn day() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

fn units(scope: UnitScope) -> Rule {
    let limit = UnitLimit {
        most: Units::ONE,
        scope,
    };
    Rule::Denied {
        denial: Denial::Units {
            limit,
            since: NaiveDate::MIN,
        },
    }
}

fn bundled(modifier_allowed: bool) -> Rule {
    let bundle = Bundle {
        column_one: "80061".parse().unwrap(),
        column_two: "82465".parse().unwrap(),
        period: Period::since(day()),
        modifier_allowed,
    };
    Rule::Denied {
        denial: Denial::Bundled { bundle },
    }
}

fn copay(amount: &str, taken: &str, left: Option<&str>) -> Rule {
    Rule::Copay {
        amount: money(amount),
        taken: money(taken),
        out_of_pocket_left: left.map(money),
    }
}

fn deductible(left: &str, most: Option<&str>) -> Rule {
    Rule::Deductible {
        left: money(left),
        out_of_pocket_left: most.map(money),
    }
}

fn coinsurance(part: &str, residue: i64, left: Option<&str>) -> Rule {
    Rule::Coinsurance {
        rate: rate(part),
        residue,
        out_of_pocket_left: left.map(money),
    }
}

fn secondary(method: Coordination, bounds: &[Bound], reserve: &str) -> Rule {
    let bounds = bounds.iter().map(|bound| (*bound, money("40"))).collect();
    Rule::Secondary {
        method,
        bounds,
        reserve_drawn: money(reserve),
    }
}

fn stays(share: ShareKind) -> Rule {
    Rule::Coordinated {
        method: Coordination::Standard,
        share,
    }
}

/// Each key that staff can read, by a step of which it is said.
#[rustfmt::skip] // a table
fn steps() -> Vec<Row> {
    use Excess::{Limited, Patient, WrittenOff};
    let m = || "26".parse().unwrap();
    let (none, zero) = (None, "0");
    let anesthesia = Anesthesia {
        base: "5".parse().unwrap(), minutes_per_unit: 15, time: TimeUnits::Tenths, added: BTreeMap::new(),
        conversion: "20".parse().unwrap(),
    };
    let schedule = |round_base| by(Method::PercentOfSchedule { schedule: "Medicare".into(), rate: rate("1.2"), round_base });
    let case = |per| by(Method::Case { name: "birth".into(), amount: money("100"), per });
    let dated = |rule| match rule {
        Rule::Policy { mut step, .. } => {
            (step.policy_since, step.row_since, step.residue) = (day(), Some(day()), 400_000);
            Rule::Policy { step, excess: Patient }
        }
        rule => rule,
    };
    vec![
        //    rule                                                before   after    said
        (Rule::LimitingCharge { limit: money("115") },            "150",   "115",   "limiting_charge"),
        (Rule::LimitingCharge { limit: money("115") },            "110",   "110",   "limiting_charge.within"),
        (units(UnitScope::Line),                                  "150",   zero,    "denied.units_line"),
        (units(UnitScope::Day),                                   "150",   zero,    "denied.units_day"),
        (units(UnitScope::ClinicalDay),                           "150",   zero,    "denied.units_clinical_day"),
        (bundled(false),                                          "150",   zero,    "denied.bundled since"),
        (bundled(true),                                           "150",   zero,    "denied.bundled_unless_modifier since"),
        (Rule::Denied { denial: Denial::Surgeon { modifier: m() } }, "150", zero,   "denied.surgeon"),
        (allow("125", WrittenOff),                                "150",   "125",   "allowed.written_off rate.fixed"),
        (allow("125", Patient),                                   "150",   "125",   "allowed.patient rate.fixed"),
        (allow("125", Limited { rate: rate("1.15") }),            "140",   "125",   "allowed.limited rate.fixed"),
        (allow("150", WrittenOff),                                "150",   "150",   "allowed.in_full rate.fixed"),
        (allow("175", WrittenOff),                                "150",   "150",   "allowed.charge_lower rate.fixed"),
        (allow("175", WrittenOff),                                "150",   "175",   "allowed.above_charge rate.fixed"),
        (by(Method::PercentOfBilled { rate: rate("0.8") }),       "125",   "100",   "allowed.written_off rate.percent_of_billed"),
        (schedule(false),                                         "125",   "100",   "allowed.written_off rate.percent_of_schedule"),
        (schedule(true),                                          "125",   "100",   "allowed.written_off rate.percent_of_rounded_schedule"),
        (case(CasePer::Claim),                                    "125",   "100",   "allowed.written_off rate.case_claim"),
        (case(CasePer::Day),                                      "125",   "100",   "allowed.written_off rate.case_day"),
        (by(Method::Anesthesia(anesthesia)),                      "125",   "100",   "allowed.written_off rate.anesthesia"),
        (policy(Why::Units { within: Units::ONE }),               "100",   "50",    "policy.units policy.lowers.written_off"),
        (policy(Why::Bilateral { indicator: Bilateral::Both }),   "100",   "150",   "policy.bilateral policy.raises"),
        (policy(Why::Bilateral { indicator: Bilateral::Each }),   "100",   "200",   "policy.bilateral_each policy.raises"),
        (policy(Why::Bilateral { indicator: Bilateral::Single }), "100",   "100",   "policy.bilateral_once policy.keeps"),
        (multiple(Multiple::None, Component::Whole),              "100",   "50",    "policy.multiple_procedure policy.lowers.written_off"),
        (multiple(Multiple::Surgery, Component::Whole),           "100",   "50",    "policy.multiple_procedure policy.kind.surgery policy.lowers.written_off"),
        (multiple(Multiple::Endoscopy, Component::OverBase),      "100",   "50",    "policy.multiple_procedure.over_base policy.kind.endoscopy policy.lowers.written_off"),
        (multiple(Multiple::Imaging, Component::Professional),    "100",   "50",    "policy.multiple_procedure.professional policy.kind.imaging policy.lowers.written_off"),
        (multiple(Multiple::Therapy, Component::Expense),         "100",   "50",    "policy.multiple_procedure.expense policy.kind.therapy policy.lowers.written_off"),
        (multiple(Multiple::Cardiology, Component::Technical),    "100",   "50",    "policy.multiple_procedure.technical policy.kind.cardiology policy.lowers.written_off"),
        (multiple(Multiple::Ophthalmology, Component::Technical), "100",   "50",    "policy.multiple_procedure.technical policy.kind.ophthalmology policy.lowers.written_off"),
        (policy(Why::Surgeon { modifier: m() }),                  "100",   "50",    "policy.surgeon policy.lowers.written_off"),
        (policy(Why::GlobalSplit { modifier: m() }),              "100",   "50",    "policy.global_split policy.lowers.written_off"),
        (policy(Why::Provider { class: ProviderClass::Physician }),    "100", "50", "policy.provider.physician policy.lowers.written_off"),
        (policy(Why::Provider { class: ProviderClass::NonPhysician }), "100", "50", "policy.provider.non_physician policy.lowers.written_off"),
        (policy(Why::Provider { class: ProviderClass::SocialWorker }), "100", "50", "policy.provider.social_worker policy.lowers.written_off"),
        (policy(Why::Modifier { modifier: m() }),                 "100",   "50",    "policy.modifier policy.lowers.written_off"),
        (policy(Why::ClaimCharge { amounts: money("200"), charges: money("150") }), "100", "75", "policy.claim_charge policy.lowers.written_off"),
        (dated(policy(Why::NonParticipating)),                    "100",   "50",    "policy.non_participating policy.lowers.patient since since.row rounded.up"),
        (Rule::Maintained { paid: money("80") },                  "100",   "20",    "maintained"),
        (copay("25", zero, none),                                 "100",   "75",    "copay"),
        (copay("25", "18", none),                                 "100",   "93",    "copay.rest"),
        (copay("25", "25", none),                                 "100",   "100",   "copay.taken_by_other_lines"),
        (copay("25", zero, Some("10")),                           zero,    zero,    "copay.nothing_left"),
        (copay("25", zero, Some(zero)),                           "100",   "100",   "copay.out_of_pocket_met"),
        (copay("25", zero, Some("10")),                           "100",   "90",    "copay.out_of_pocket_left"),
        (copay("25", zero, none),                                 "18",    zero,    "copay.line_worth_less"),
        (deductible("50", none),                                  "100",   "50",    "deductible"),
        (deductible(zero, none),                                  "100",   "100",   "deductible.met"),
        (deductible("500", none),                                 "100",   zero,    "deductible.whole_line"),
        (deductible("500", none),                                 zero,    zero,    "deductible.nothing_left"),
        (deductible("500", Some(zero)),                           "100",   "100",   "deductible.out_of_pocket_met"),
        (deductible("500", Some("30")),                           "100",   "70",    "deductible.out_of_pocket_left"),
        (coinsurance("0.2", 0, none),                             "50",    "40",    "coinsurance"),
        (coinsurance("0.2", -400_000, none),                      "0.12",  "0.10",  "coinsurance rounded.down"),
        (coinsurance("1.2", 0, none),                             "50",    zero,    "coinsurance.whole_line"),
        (coinsurance("0.2", 0, none),                             zero,    zero,    "coinsurance.nothing_left"),
        (coinsurance("0.2", 0, Some(zero)),                       "50",    "50",    "coinsurance.out_of_pocket_met"),
        (coinsurance("0.2", 0, Some("4")),                        "50",    "46",    "coinsurance.out_of_pocket_left"),
        (Rule::DiscountEnded,                                     "90",    "110",   "discount_ended"),
        (Rule::Maximum { left: money("100") },                    "81",    "81",    "maximum.within"),
        (Rule::Maximum { left: money("19") },                     "81",    "19",    "maximum.reached"),
        (Rule::Maximum { left: money(zero) },                     "81",    zero,    "maximum.spent"),
        (prior("90", "20", zero),                                 "150",   "40",    "prior"),
        (prior(zero, zero, zero),                                 "150",   "150",   "prior.nothing"),
        (prior("90", "20", "30"),                                 "150",   "40",    "prior prior.returned"),
        (secondary(Coordination::Standard, &[Bound::OwnBenefit, Bound::PatientPart], zero), "40", "40",
            "secondary.standard bound.own_benefit bound.patient_part"),
        (secondary(Coordination::FullCharge, &[Bound::ChargeLessPaid], zero),  "40", "40", "secondary.full_charge bound.charge_less_paid"),
        (secondary(Coordination::Basic, &[Bound::AllowedLessPaid], "5"),       "45", "45", "secondary.basic bound.allowed_less_paid secondary.reserve"),
        (secondary(Coordination::CarveOut, &[Bound::BenefitLessPaid], zero),   "40", "40", "secondary.carve_out bound.benefit_less_paid"),
        (secondary(Coordination::Maintenance, &[Bound::PatientPart], zero),    "40", "40", "secondary.maintenance bound.patient_part"),
        (secondary(Coordination::MedicareSecondary, &[Bound::FullLessPaid, Bound::HigherAllowedLessPaid], zero), "40", "40",
            "secondary.medicare_secondary bound.full_less_paid bound.higher_allowed_less_paid"),
        (secondary(Coordination::Medicaid, &[], zero),                         "40", "40", "secondary.medicaid"),
        (Rule::SecondDiscount { allowed: money("125") },          "40",    "15",    "second_discount"),
        (Rule::SecondDiscount { allowed: money("125") },          "40",    "40",    "second_discount.none"),
        (stays(ShareKind::Copay),                                 "40",    "15",    "coordinated.copay"),
        (stays(ShareKind::Deductible),                            "40",    "15",    "coordinated.deductible"),
        (stays(ShareKind::Coinsurance),                           "40",    "15",    "coordinated.coinsurance"),
        (stays(ShareKind::OverMaximum),                           "40",    "15",    "coordinated.over_maximum"),
        (stays(ShareKind::AboveAllowed),                          "40",    "15",    "coordinated.above_allowed"),
        (Rule::PaymentPart { modifier: m(), rate: rate("0.85"), residue: 0 }, "40", "34", "payment_part"),
        (Rule::Sequestration { rate: rate("0.02"), residue: 0 },  "40",    "39.20", "sequestration"),
    ]
}

fn prior(paid: &str, written_off: &str, returned: &str) -> Rule {
    let [paid, written_off, returned] = [paid, written_off, returned].map(money);
    Rule::Prior {
        paid,
        written_off,
        returned,
    }
}

/// What patients are told, key by key.
#[track_caller]
fn told(world: &World, line: Told, wanted: &str, seen: &mut BTreeSet<&'static str>) {
    let decided = world.decide(1, &[line]).unwrap();
    let messages = decided.lines[0].explain_to_patient().unwrap();
    assert_eq!(keys(&messages).replace("patient.", ""), wanted);
    seen.extend(messages.iter().map(|message| message.key));
}

#[rustfmt::skip] // a table
fn patients(seen: &mut BTreeSet<&'static str>) {
    let line = |charge, allowed| Told::new(1, charge, allowed);
    let after = |charge, allowed, paid, off| {
        Told { prior: Some(Prior::new(money(paid), money(off))), ..Told::new(1, charge, allowed) }
    };
    let ends = |plan| {
        let mut world = World::new(plan);
        let mut rows = world.plan.benefits.rows().to_vec();
        if let Some(Step::Maximum { spent, .. }) = rows[0].steps.last_mut() {
            *spent = MaximumSpent::EndsDiscount;
        }
        world.plan.benefits = Benefits::new(rows).unwrap();
        world.met(ana(), Measure::Paid, "1000")
    };
    let mut generous = World::new("coinsurance 20");
    generous.contract.agreement.lesser_of_billed = LesserOf::None;
    let open = World::new("").with_excess(Excess::Patient);
    let met = World::new("out-of-pocket 100, coinsurance 20").met(ana(), Measure::OutOfPocket, "95");
    let all = World::new("copay 25, deductible 50, coinsurance 20");
    //   plan                            line                             told
    told(&World::new(""),                line("100", "100"),              "charge plan_pays nothing", seen);
    told(&all,                           line("150", "125"),              "charge discount plan_pays copay deductible coinsurance total", seen);
    told(&all,                           line("75", "75"),                "charge plan_pays_nothing copay deductible total", seen);
    told(&met,                           line("100", "100"),              "charge plan_pays limit_reached coinsurance total", seen);
    told(&open,                          line("150", "125"),              "charge plan_pays above_allowed total", seen);
    told(&generous,                      line("100", "120"),              "charge above_charge plan_pays coinsurance total", seen);
    told(&World::new("maximum 50"),      line("150", "125"),              "charge discount plan_pays over_maximum total", seen);
    told(&ends("maximum 1000"),          line("150", "125"),              "charge discount_ended plan_pays_nothing over_maximum total", seen);
    told(&World::new("coinsurance 20"),  after("150", "150", "90", "20"), "charge other_plans_paid other_plans_discount plan_pays nothing", seen);
    let mut denied = World::new("").decide(1, &[line("150", "125")]).unwrap().lines.remove(0);
    let rule = units(UnitScope::Line);
    denied.plan_pays = Money::ZERO;
    denied.trace = vec![TraceStep { rule, before: money("150"), after: Money::ZERO }];
    let messages = denied.explain_to_patient().unwrap();
    assert_eq!(keys(&messages), "patient.charge patient.denied patient.nothing");
    seen.extend(messages.iter().map(|message| message.key));
}

#[test]
fn every_key_is_said_somewhere_and_every_sentence_has_a_key() {
    let mut seen = BTreeSet::new();
    reach(steps(), &mut seen);
    patients(&mut seen);
    let listed: BTreeSet<&str> = ENGLISH.iter().map(|(key, _)| *key).collect();
    assert_eq!(listed.len(), ENGLISH.len(), "a key is listed twice");
    assert_eq!(listed, seen);
}

#[test]
#[rustfmt::skip] // a table
fn a_step_is_said_as_staff_would_say_it() {
    let check = |rule, before, after, wanted: &[&str]| {
        let step = TraceStep { rule, before: money(before), after: money(after) };
        let english = Templates::default();
        let said: Vec<String> = step.explain().unwrap().iter().map(|it| english.say(it)).collect();
        assert_eq!(said, wanted);
    };
    check(allow("175", Excess::WrittenOff), "150", "175", &[
        "The rate allows $175.00, which is $25.00 more than the charge of $150.00.",
        "The rate is $175.00 for each unit.",
    ]);
    check(Rule::DiscountEnded, "90", "110", &[
        "The plan's maximum is spent, and the contract's discount ends with it: $20.00 is no longer written off.",
    ]);
    check(coinsurance("0.2", -400_000, None), "0.12", "0.10", &[
        "The coinsurance is 20% of $0.12: the patient owes $0.02.",
        "Rounding to the cent took off 0.4 of a cent.",
    ]);
    check(secondary(Coordination::Standard, &[Bound::OwnBenefit, Bound::PatientPart], "5"), "45", "45", &[
        "This plan pays after another, by standard coordination: its own benefit, at most what the patient would still owe, so $40.00.",
        "Its own benefit would be $40.00.",
        "Neither paid nor written off before is $40.00.",
        "From what it saved before, the plan pays $5.00 more.",
    ]);
    check(bundled(true), "150", "0", &[
        "Denied: 82465 is part of 80061 on the same day, and no modifier says that it stands by itself. The practice writes off $150.00.",
        "This has been in force since 01/01/2026.",
    ]);
}

#[test]
#[rustfmt::skip] // a table
fn a_text_of_a_host_has_what_its_message_has() {
    let check = |key: &str, text: &str, wanted: Result<(), (&str, &str)>| {
        let got = Templates::new([(key.to_owned(), text.to_owned())].into()).map(|_| ());
        let got = got.map_err(|error| (error.code(), error.to_string()));
        assert_eq!(got, wanted.map_err(|(code, text)| (code, text.to_owned())));
    };
    //    key              text                          result
    check("copay",         "Copago: {amount}.",          Ok(()));
    check("copay",         "{amount}, {amount}!",        Ok(()));
    check("deductible.met", "Deducible cumplido.",       Ok(()));
    check("copays",        "Copago.",                    Err(("explain.unknown_key", "there is no message copays")));
    check("copay",         "Copago.",                    Err(("explain.missing_placeholder", "the message copay leaves out amount")));
    check("copay",         "Copago: {amount} {taken}.",  Err(("explain.unknown_placeholder", "the message copay has no taken")));
    check("copay",         "Copago: {amount} {am",       Err(("explain.unknown_placeholder", "the message copay has no am")));
}

#[test]
fn what_a_host_does_not_say_is_said_in_english() -> Result<(), ExplainError> {
    let own = [("copay".to_owned(), "Copago: {amount}.".to_owned())];
    let spanish = Templates::new(own.into())?;
    let said = |key| spanish.say(&Message::new(key).with("amount", money("25")));
    assert_eq!(said("copay"), "Copago: $25.00.");
    assert_eq!(said("patient.total"), "In all, you pay $25.00.");
    Ok(())
}

/// What a patient reads names no code and no term of the trade.
#[test]
fn patients_are_told_in_plain_words() {
    for (key, text) in Templates::built_in().filter(|(key, _)| key.starts_with("patient.")) {
        let lower = text.to_lowercase();
        for term in [
            "allowed", "adjust", "write", "claim", "benefit", "contract", "payer", "modifier",
        ] {
            assert!(!lower.contains(term), "{key}: {term}");
        }
        for sentence in text.split(". ") {
            assert!(sentence.split(' ').count() <= 20, "{key} is long");
        }
    }
}

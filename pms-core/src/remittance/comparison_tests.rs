//! Was it paid right? Tables of answers beside what was expected, and what is true of all of them.

use proptest::prelude::*;

use crate::adjudication::{Adjustment, Case, Line, Prior, ShareKind, adjudicate};
use crate::coverage::{
    Accumulators, Benefit, Benefits, Bucket, Limit, Measure, Network, Plan, Pool, Services, Step,
};
use crate::fee::{Agreement, Contract, Method, RateRow, RateTable, Schedules, Service};
use crate::id::{ChargeId, Uuid};
use crate::money::{Money, Units};
use crate::time::Period;

use super::cause::{Cause, Difference};
use super::claim_payment::{AmountOf, ClaimPayment};
use super::comparison::{AllowedBasis, Comparison, Decision, ExpectedLine, compare};
use super::example::{adjustment, claim, line};
use super::matching::LineKey;
use super::service_payment::{ServiceCode, ServicePayment};
use super::variance::{Tolerance, Variance};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn charge(number: u128) -> ChargeId {
    Uuid::from_u128(number).into()
}

fn key(number: u128, billed: Money) -> LineKey {
    LineKey {
        charge_id: charge(number),
        control: format!("L{number}"),
        procedure: "99213".to_owned(),
        modifiers: vec![],
        date: "2026-07-01".parse().unwrap(),
        charge: billed,
        units: Units::ONE,
    }
}

/// `150.00 CO-45-50.00 PR-2-20.00`: charge, adjustments; what is left is paid.
fn decision(text: &str) -> Decision {
    let mut words = text.split_whitespace();
    let billed = money(words.next().unwrap());
    let adjustments: Vec<Adjustment> = words.map(adjustment).collect();
    let paid = billed
        .minus(Adjustment::total(&adjustments).unwrap())
        .unwrap();
    Decision {
        billed,
        paid,
        adjustments,
    }
}

fn expected(number: u128, text: &str) -> ExpectedLine {
    let decision = decision(text);
    let groups = |each: &&Adjustment| ["45", "59", "97", "151"].contains(&each.reason.as_str());
    let lower = Adjustment::total(decision.adjustments.iter().filter(groups)).unwrap();
    ExpectedLine {
        charge: charge(number),
        allowed: decision.billed.minus(lower).unwrap(),
        decision,
    }
}

/// As [`decision`], with words of its own: `B6=90.00` states what is allowed, `paid=80.00` what is paid
/// against all adding up, `was=99214` the procedure as billed, `units=2/3` paid and billed units,
/// `line=1` the line it answers.
fn service(text: &str) -> ServicePayment {
    let (said, words): (Vec<&str>, Vec<&str>) =
        text.split_whitespace().partition(|word| word.contains('='));
    let Decision {
        billed,
        paid,
        adjustments,
    } = decision(&words.join(" "));
    let mut service = line(&billed.to_string(), &paid.to_string(), &[]);
    service.adjustments = adjustments;
    for word in said {
        let (what, how) = word.split_once('=').unwrap();
        match what {
            "B6" => service.amounts.push(AmountOf {
                qualifier: "B6".to_owned(),
                amount: money(how),
            }),
            "paid" => service.paid = money(how),
            "was" => {
                service.submitted = Some(ServiceCode {
                    code: how.to_owned(),
                    ..service.procedure.clone()
                })
            }
            "units" => {
                let (paid, billed) = how.split_once('/').unwrap();
                service.units = Some(paid.parse().unwrap());
                service.submitted_units = Some(billed.parse().unwrap());
            }
            "line" => service.line_control = Some(format!("L{how}")),
            other => panic!("no {other}"),
        }
    }
    service
}

fn answer(status: &str, services: &[&str]) -> ClaimPayment {
    let services: Vec<ServicePayment> = services.iter().map(|text| service(text)).collect();
    ClaimPayment::new("PCN1", status.into(), services).unwrap()
}

/// `allowed 10.00, deductible -2.00`.
fn told(causes: &[Difference]) -> String {
    let name = |cause: Cause| match cause {
        Cause::Denied { group, reason }
        | Cause::Bundled { group, reason }
        | Cause::Claim { group, reason } => {
            format!("{} {group}-{reason}", cause.code())
        }
        Cause::Share { kind } => match kind {
            ShareKind::Copay => "copay".to_owned(),
            ShareKind::Deductible => "deductible".to_owned(),
            ShareKind::Coinsurance => "coinsurance".to_owned(),
            ShareKind::OverMaximum => "over maximum".to_owned(),
            ShareKind::AboveAllowed => "above allowed".to_owned(),
        },
        Cause::OtherShare { reason } => format!("share {reason}"),
        other => other.code().replace('_', " "),
    };
    let each = causes
        .iter()
        .map(|each| format!("{} {}", name(each.cause), each.amount));
    each.collect::<Vec<_>>().join(", ")
}

/// The laws: of each line and of the claim, what is missing is the sum of the causes; what is missing of
/// a derived allowed amount is the sum of those that lower it.
#[track_caller]
fn holds(compared: &Comparison) {
    let sum = |causes: &[Difference]| Money::sum(causes.iter().map(|each| each.amount)).unwrap();
    for line in &compared.lines {
        assert_eq!(sum(&line.causes), line.difference().unwrap());
        if let Some(allowed) = line
            .allowed
            .filter(|allowed| allowed.basis == AllowedBasis::Derived)
        {
            let lowers = line
                .causes
                .iter()
                .filter(|each| each.cause.lowers_allowed() || each.cause == Cause::Charge);
            let lower = Money::sum(lowers.map(|each| each.amount)).unwrap();
            assert_eq!(lower, allowed.difference().unwrap());
        }
    }
    assert_eq!(
        sum(&compared.causes().unwrap()),
        compared.difference().unwrap()
    );
}

/// One line: expected, answered; less paid and why; what was allowed by whose word.
#[track_caller]
fn check(ours: &str, theirs: &str, less: &str, causes: &str, allowed: &str) {
    let ours = expected(1, ours);
    let key = key(1, ours.decision.billed);
    let compared = compare(&[ours], &[key], &[&answer("1", &[theirs])]).unwrap();
    holds(&compared);
    let line = &compared.lines[0];
    assert_eq!(told(&line.causes), causes);
    assert_eq!(line.difference().unwrap(), money(less));
    let shown = line
        .allowed
        .map(|it| format!("{:?} {} {}", it.basis, it.expected, it.reported));
    assert_eq!(shown.unwrap_or_default(), allowed);
}

#[test]
#[rustfmt::skip] // a table
fn k7_what_was_paid_less_has_its_causes() {
    //    expected                                  answered                                    less     why                                          allowed
    let visit = "150.00 CO-45-50.00 PR-2-20.00";
    check(visit,                                   "150.00 CO-45-50.00 PR-2-20.00",             "0.00",  "",                                          "Derived 100.00 100.00");
    check(visit,                                   "150.00 CO-45-60.00 PR-2-18.00",             "8.00",  "allowed 10.00, coinsurance -2.00",          "Derived 100.00 90.00");
    check(visit,                                   "150.00 CO-45-40.00 PR-2-22.00",             "-8.00", "allowed -10.00, coinsurance 2.00",          "Derived 100.00 110.00");
    check(visit,                                   "150.00 CO-45-60.00 PR-2-18.00 B6=90.00",    "8.00",  "allowed 10.00, coinsurance -2.00",          "Stated 100.00 90.00");
    check(visit,                                   "150.00 CO-45-50.00 PR-1-100.00",            "80.00", "deductible 100.00, coinsurance -20.00",     "Derived 100.00 100.00");
    check(visit,                                   "150.00 CO-45-50.00 PR-3-25.00 PR-2-15.00",  "20.00", "copay 25.00, coinsurance -5.00",            "Derived 100.00 100.00");
    check(visit,                                   "150.00 CO-45-50.00 PR-2-20.00 CO-253-1.60", "1.60",  "sequestration 1.60",                        "Derived 100.00 100.00");
    check(visit,                                   "150.00 CO-45-50.00 PR-119-100.00",          "80.00", "over maximum 100.00, coinsurance -20.00",   "Derived 100.00 100.00");
    check(visit,                                   "150.00 CO-45-50.00 PR-187-100.00",          "80.00", "share 187 100.00, coinsurance -20.00",      "Derived 100.00 100.00");
    check(visit,                                   "150.00 PR-45-50.00 PR-2-20.00",             "0.00",  "above allowed 50.00, allowed -50.00",       "Derived 100.00 100.00");
    check(visit,                                   "150.00 OA-23-90.00 CO-45-50.00",            "70.00", "prior payer 90.00, coinsurance -20.00",     "");
    check(visit,                                   "150.00 CO-45-60.00 PR-2-18.00 paid=70.00",  "10.00", "allowed 10.00, coinsurance -2.00, unbalanced 2.00", "");
    check(visit,                                   "100.00 CO-45-0.00 PR-2-20.00",              "0.00",  "charge 50.00, allowed -50.00",              "Derived 100.00 100.00");
    // Several procedures: the second at half by the contract, and not by the payer's word.
    check("600.00 CO-45-100.00 CO-59-250.00",      "600.00 CO-45-100.00 CO-59-375.00",          "125.00", "allowed 125.00",                           "Derived 250.00 125.00");
    check("600.00 CO-45-100.00 CO-59-250.00",      "600.00 CO-45-350.00",                       "0.00",  "",                                          "Derived 250.00 250.00");
}

#[test]
#[rustfmt::skip] // a table
fn k8_a_denial_costs_what_was_allowed_of_the_line() {
    let visit = "150.00 CO-45-50.00 PR-2-20.00";
    check(visit, "150.00 CO-197-150.00",                     "80.00",  "denied CO-197 100.00, coinsurance -20.00",                       "Derived 100.00 0.00");
    check(visit, "150.00 CO-45-50.00 CO-197-100.00",         "80.00",  "denied CO-197 100.00, coinsurance -20.00",                       "Derived 100.00 0.00");
    check(visit, "150.00 CO-45-150.00",                      "80.00",  "denied CO-45 100.00, coinsurance -20.00",                        "Derived 100.00 0.00"); // a denial in disguise
    check(visit, "150.00 CO-97-150.00",                      "80.00",  "bundled CO-97 100.00, coinsurance -20.00",                       "Derived 100.00 0.00");
    check(visit, "150.00 PR-96-150.00",                      "80.00",  "denied PR-96 100.00, coinsurance -20.00",                        "Derived 100.00 0.00");
    check(visit, "150.00 CO-16-90.00 CO-96-60.00",           "80.00",  "denied CO-16 60.00, denied CO-96 40.00, coinsurance -20.00",     "Derived 100.00 0.00");
    check(visit, "150.00 CO-45-50.00 CO-50-30.00 PR-2-14.00", "24.00", "denied CO-50 30.00, coinsurance -6.00",                          "Derived 100.00 70.00");
    // An allowed amount that is stated of a denied line is none that was paid.
    check(visit, "150.00 CO-45-50.00 CO-197-100.00 B6=100.00", "80.00", "denied CO-197 100.00, coinsurance -20.00",                      "Derived 100.00 0.00");
    // What was expected to be denied, and was paid.
    check("150.00 CO-97-150.00", "150.00 CO-45-50.00 PR-2-20.00", "-80.00", "coinsurance 20.00, bundled CO-97 -100.00",                  "Derived 0.00 100.00");
    check("150.00 CO-97-150.00", "150.00 CO-97-150.00",      "0.00",   "",                                                               "Derived 0.00 0.00");
}

#[test]
#[rustfmt::skip] // a table
fn what_the_payer_changed_of_a_line_is_the_cause() {
    let visit = "150.00 CO-45-50.00";
    check(visit, "150.00 CO-45-80.00 was=99213",             "30.00", "allowed 30.00", "Derived 100.00 70.00"); // told again, not changed
    check(visit, "150.00 CO-45-80.00 units=2/3",             "30.00", "units 30.00",   "Derived 100.00 70.00");
    check(visit, "150.00 CO-45-30.00 CO-151-50.00 units=2/3", "30.00", "units 30.00",  "Derived 100.00 70.00");
    check(visit, "150.00 CO-45-30.00 CO-222-50.00",          "30.00", "units 30.00",   "Derived 100.00 70.00");
    let down = "150.00 CO-45-80.00 was=99214 line=1";
    check(visit, down,                                       "30.00", "recoded 30.00", "Derived 100.00 70.00");
}

/// Lines of a claim: what was expected of each, what was answered, and the causes of each; `;` between.
#[track_caller]
fn claims(ours: &[&str], answers: &[(&str, &[&str])], causes: &str) -> Comparison {
    let ours: Vec<ExpectedLine> = ours
        .iter()
        .zip(1..)
        .map(|(text, number)| expected(number, text))
        .collect();
    let keys: Vec<LineKey> = ours
        .iter()
        .zip(1..)
        .map(|(line, number)| key(number, line.decision.billed))
        .collect();
    let payments: Vec<ClaimPayment> = answers
        .iter()
        .map(|(status, services)| answer(status, services))
        .collect();
    let payments: Vec<&ClaimPayment> = payments.iter().collect();
    let compared = compare(&ours, &keys, &payments).unwrap();
    holds(&compared);
    let lines: Vec<String> = compared
        .lines
        .iter()
        .map(|line| told(&line.causes))
        .collect();
    assert_eq!(lines.join("; "), causes);
    compared
}

#[test]
#[rustfmt::skip] // a table
fn lines_that_cannot_be_compared_say_so() {
    let two = ["150.00 CO-45-50.00", "90.00 CO-45-30.00"];
    claims(&two, &[("1", &["150.00 CO-45-50.00", "90.00 CO-45-30.00"])], "; ");
    claims(&two, &[("1", &["150.00 CO-45-50.00"])], "; not answered 60.00");
    claims(&two, &[("1", &["150.00 CO-45-50.00", "90.00 CO-45-30.00", "20.00"])], "; ; not billed -20.00");
    // Split over two services by the line's own number; which line the third is, nobody can say.
    claims(&two, &[("1", &["75.00 CO-45-25.00 line=1", "75.00 CO-45-25.00 line=1", "90.00 CO-45-30.00 line=2"])], "; ");
    claims(&two, &[("1", &["10.00"])], "not answered 100.00; not answered 60.00; ambiguous -10.00");
    claims(&two, &[], "not answered 100.00; not answered 60.00");
    claims(&two, &[("25", &["150.00 CO-45-150.00", "90.00 CO-45-90.00"])], "not answered 100.00; not answered 60.00"); // what would be
}

#[test]
fn a_line_of_which_nothing_was_expected_says_so() {
    let keys = [key(1, money("150.00")), key(2, money("90.00"))];
    let payment = answer("1", &["150.00 CO-45-50.00", "90.00 CO-45-30.00"]);
    let compared = compare(&[expected(1, "150.00 CO-45-50.00")], &keys, &[&payment]).unwrap();
    holds(&compared);
    assert_eq!(told(&compared.lines[1].causes), "not expected -60.00");
    assert_eq!(compared.lines[1].charge, Some(charge(2)));
    let variance = compared.variance(Tolerance::CENT).unwrap();
    assert_eq!(variance.lines_not_compared, 1);
}

#[test]
#[rustfmt::skip] // a table
fn k9_original_reversal_and_correction_are_what_stands() {
    let one = ["150.00 CO-45-50.00 PR-2-20.00"];
    let low: (&str, &[&str]) = ("1", &["150.00 CO-45-60.00 PR-2-18.00"]);
    let back: (&str, &[&str]) = ("22", &["-150.00 CO-45--60.00 PR-2--18.00"]);
    let right: (&str, &[&str]) = ("1", &["150.00 CO-45-50.00 PR-2-20.00"]);
    let denied: (&str, &[&str]) = ("1", &["150.00 CO-197-150.00"]);
    claims(&one, &[low], "allowed 10.00, coinsurance -2.00");
    claims(&one, &[low, back, right], "");
    claims(&one, &[low, back, denied], "denied CO-197 100.00, coinsurance -20.00");
    claims(&one, &[low, back], "taken back 80.00");
    claims(&one, &[back], "taken back 152.00"); // the answer that it takes back was not given
}

#[test]
fn k9_what_is_stated_as_allowed_is_taken_back_with_its_answer() {
    for sign in ["", "-"] {
        let back = format!("-150.00 CO-45--60.00 B6={sign}90.00");
        let answers: [(&str, &[&str]); 3] = [
            ("1", &["150.00 CO-45-60.00 B6=90.00"]),
            ("22", &[&back]),
            ("1", &["150.00 CO-45-50.00 B6=100.00"]),
        ];
        let compared = claims(&["150.00 CO-45-50.00"], &answers, "");
        let allowed = compared.lines[0].allowed.unwrap();
        assert_eq!(
            (allowed.basis, allowed.reported),
            (AllowedBasis::Stated, money("100.00"))
        );
    }
}

#[test]
fn what_a_payer_takes_off_the_claim_stands_apart() {
    let lines = ["150.00 CO-45-50.00", "90.00 CO-45-30.00"];
    let ours = [expected(1, lines[0]), expected(2, lines[1])];
    let keys = [key(1, money("150.00")), key(2, money("90.00"))];
    let mut payment = answer("1", &lines);
    payment.adjustments.push(adjustment("OA-94-12.00"));
    payment.paid = money("147.00");
    let compared = compare(&ours, &keys, &[&payment]).unwrap();
    holds(&compared);
    assert_eq!(told(&compared.claim), "claim OA-94 12.00, unbalanced 1.00");
    assert!(compared.lines.iter().all(|line| line.causes.is_empty()));
    // A refusal of the claim is one of its lines; of which, nobody says.
    assert!(compared.lines.iter().all(|line| line.allowed.is_none()));

    let mut payment = answer("1", &lines);
    payment.adjustments.push(adjustment("CO-253-3.20"));
    payment.paid = money("156.80");
    let compared = compare(&ours, &keys, &[&payment]).unwrap();
    assert_eq!(told(&compared.claim), "claim CO-253 3.20");
    assert!(compared.lines.iter().all(|line| line.allowed.is_some()));
}

#[test]
fn a_claim_that_was_answered_without_lines_is_compared_as_a_whole() {
    let ours = [
        expected(1, "150.00 CO-45-50.00 PR-2-20.00"),
        expected(2, "90.00 CO-45-30.00 PR-2-12.00"),
    ];
    let keys = [key(1, money("150.00")), key(2, money("90.00"))];
    let mut payment = claim("1", "240.00", "120.00", vec![]);
    payment.adjustments = ["CO-45-90.00", "PR-2-30.00"].map(adjustment).to_vec();
    let compared = compare(&ours, &keys, &[&payment]).unwrap();
    holds(&compared);
    assert_eq!(
        told(&compared.lines[0].causes),
        "allowed 10.00, coinsurance -2.00"
    );
    let mut back = claim("22", "-240.00", "-120.00", vec![]);
    back.adjustments = ["CO-45--90.00", "PR-2--30.00"].map(adjustment).to_vec();
    let compared = compare(&ours, &keys, &[&payment, &back]).unwrap();
    holds(&compared);
    assert_eq!(told(&compared.lines[0].causes), "taken back 128.00");
}

/// Behind another payer: what was expected and answered bear its part, and allowed amounts are compared
/// where they are stated alone.
#[test]
#[rustfmt::skip] // a table
fn k7_a_second_payers_answer_is_compared_by_payment() {
    let behind = "150.00 OA-23-110.00 PR-2-4.00";
    check(behind, "150.00 OA-23-110.00 PR-2-4.00",           "0.00",  "",                                     "");
    check(behind, "150.00 OA-23-110.00 PR-2-4.00 B6=130.00", "0.00",  "",                                     "Stated 150.00 130.00");
    check(behind, "150.00 OA-23-120.00 PR-2-3.00",           "9.00",  "prior payer 10.00, coinsurance -1.00", "");
    check(behind, "150.00 CO-23-110.00 PR-2-4.00",           "0.00",  "",                                     ""); // the reason says it, not the group
}

/// A plan with a deductible, 20 % coinsurance and the sequester, alone and behind another payer: a payer
/// that answers as expected leaves no difference.
#[test]
fn an_adjudicated_line_is_expected_as_it_would_be_reported() {
    let first = adjudicated(None);
    assert_eq!(first.decision.paid, money("39.20"));
    let second = adjudicated(Some(Prior::new(money("60.00"), money("30.00"))));
    for ours in [first, second] {
        let mut service = line("150.00", &ours.decision.paid.to_string(), &[]);
        service.adjustments = ours.decision.adjustments.clone();
        let behind = service
            .adjustments
            .iter()
            .any(|each| each.reason.as_str() == "23");
        let payment = ClaimPayment::new("PCN1", "1".into(), vec![service]).unwrap();
        let keys = [key(1, money("150.00"))];
        let compared = compare(core::slice::from_ref(&ours), &keys, &[&payment]).unwrap();
        holds(&compared);
        assert_eq!(told(&compared.causes().unwrap()), "");
        let allowed = compared.lines[0].allowed.map(|it| it.reported);
        assert_eq!(allowed, (!behind).then(|| money("100.00")));
    }
}

fn adjudicated(prior: Option<Prior>) -> ExpectedLine {
    let period = Period::since("2026-01-01".parse().unwrap());
    let deductible = Pool {
        bucket: Bucket::general(Measure::Deductible),
        limit: Limit::Embedded {
            individual: money("50.00"),
            family: money("1000.00"),
        },
    };
    let name = "Choice".parse().unwrap();
    let id = Uuid::from_u128;
    let mut plan = Plan::new(id(2).into(), id(3).into(), name, "CI".parse().unwrap());
    plan.benefits = Benefits::new(vec![Benefit {
        period,
        network: Network::In,
        services: Services::All,
        steps: vec![
            Step::Deductible {
                pools: vec![deductible],
            },
            Step::Coinsurance {
                patient: "0.20".parse().unwrap(),
            },
        ],
        out_of_pocket: None,
    }])
    .unwrap();
    let rate = Method::Fixed {
        amount: money("100.00"),
    };
    let row = RateRow {
        procedure: None,
        modifiers: vec![],
        place: None,
        locality: None,
        provider: None,
        period,
        rate,
    };
    let mut agreement = Agreement::new(RateTable::new([row]).unwrap());
    agreement.sequestration = Some("0.02".parse().unwrap());
    let contract = Contract {
        id: id(4).into(),
        payer: plan.payer,
        plans: [].into(),
        period,
        agreement,
    };
    let day = "2026-07-01".parse().unwrap();
    let service = Service::new(
        "99213".parse().unwrap(),
        day,
        "11".parse().unwrap(),
        money("150.00"),
    );
    let case = Case {
        patient: id(5).into(),
        visit: id(6).into(),
        plan: &plan,
        network: Network::In,
        protected: false,
        contract: &contract,
        schedules: &Schedules::default(),
        used: &Accumulators::default(),
    };
    let asked = Line {
        charge: charge(1),
        service,
        prior,
    };
    let decided = adjudicate(&case, &[asked]).unwrap();
    ExpectedLine::try_from(&decided.lines[0]).unwrap()
}

/// Allowed 100.00 was expected of each line.
#[test]
#[rustfmt::skip] // a table
fn small_differences_are_nobodys_question() {
    //       allowed             cents   rate    underpaid overpaid  lines
    varies(&["100.00"],          "0.00", "0",    "0.00",   "0.00",   0);
    varies(&["99.99"],           "0.00", "0",    "0.01",   "0.00",   1);
    varies(&["99.99"],           "0.01", "0",    "0.00",   "0.00",   0);
    varies(&["99.98"],           "0.01", "0",    "0.02",   "0.00",   1); // all of it, not what is above
    varies(&["98.00"],           "0.01", "0.02", "0.00",   "0.00",   0); // the greater of both
    varies(&["97.99"],           "0.01", "0.02", "2.01",   "0.00",   1);
    varies(&["90.00", "110.00"], "0.01", "0",    "10.00",  "10.00",  1); // one does not make up for another
    varies(&["90.00", "80.00"],  "0.01", "0",    "30.00",  "0.00",   2);
}

#[track_caller]
fn varies(allowed: &[&str], amount: &str, rate: &str, under: &str, over: &str, lines: usize) {
    let line = |allowed: &&str| {
        let off = money("150.00").minus(money(allowed)).unwrap();
        format!("150.00 CO-45-{off}")
    };
    let services: Vec<String> = allowed.iter().map(line).collect();
    let services: Vec<&str> = services.iter().map(String::as_str).collect();
    let ours: Vec<ExpectedLine> = (1..)
        .take(allowed.len())
        .map(|number| expected(number, "150.00 CO-45-50.00"))
        .collect();
    let keys: Vec<LineKey> = (1..)
        .take(allowed.len())
        .map(|number| key(number, money("150.00")))
        .collect();
    let compared = compare(&ours, &keys, &[&answer("1", &services)]).unwrap();
    let tolerance = Tolerance {
        amount: money(amount),
        rate: rate.parse().unwrap(),
    };
    let got = compared.variance(tolerance).unwrap();
    let wanted = Variance {
        underpaid: money(under),
        overpaid: money(over),
        payment: compared.difference().unwrap(),
        lines_underpaid: lines,
        lines_not_compared: 0,
    };
    assert_eq!(got, wanted);
    assert_eq!(
        got.plus(got).unwrap().net().unwrap(),
        got.net().unwrap().times(2).unwrap()
    );
}

#[test]
fn it_survives_storing() {
    let ours = expected(1, "150.00 CO-45-50.00 PR-2-20.00");
    let json = serde_json::to_string(&ours).unwrap();
    assert_eq!(serde_json::from_str::<ExpectedLine>(&json).unwrap(), ours);
    let causes = [
        Cause::Denied {
            group: "CO".parse().unwrap(),
            reason: "197".parse().unwrap(),
        },
        Cause::Units,
    ];
    for cause in causes {
        let difference = Difference {
            cause,
            amount: money("1.00"),
        };
        let json = serde_json::to_string(&difference).unwrap();
        assert!(
            json.contains(&format!(r#""cause":"{}""#, cause.code())),
            "{json}"
        );
        assert_eq!(
            serde_json::from_str::<Difference>(&json).unwrap(),
            difference
        );
    }
}

fn any_decision() -> impl Strategy<Value = (i64, Vec<(usize, i64)>)> {
    (
        0..100_000_i64,
        prop::collection::vec((0..REASONS.len(), -5_000..60_000_i64), 0..5),
    )
}

const REASONS: [&str; 13] = [
    "CO-45-0", "CO-59-0", "PR-1-0", "PR-2-0", "PR-3-0", "PR-45-0", "PR-119-0", "CO-97-0",
    "CO-197-0", "CO-253-0", "CO-151-0", "PR-96-0", "OA-23-0",
];

fn cents(cents: i64) -> Money {
    Money::from_cents(cents).unwrap()
}

fn decided((billed, parts): &(i64, Vec<(usize, i64)>)) -> Decision {
    let mut adjustments: Vec<Adjustment> = Vec::new();
    for (reason, amount) in parts {
        let next = Adjustment {
            amount: cents(*amount),
            ..adjustment(REASONS[*reason])
        };
        if amount != &0
            && !adjustments
                .iter()
                .any(|one| (one.group, one.reason) == (next.group, next.reason))
        {
            adjustments.push(next);
        }
    }
    let billed = cents(*billed);
    let paid = billed
        .minus(Adjustment::total(&adjustments).unwrap())
        .unwrap();
    Decision {
        billed,
        paid,
        adjustments,
    }
}

fn answering(decision: &Decision, number: usize, off: i64) -> ServicePayment {
    let mut service = line("0.00", "0.00", &[]);
    service.charge = decision.billed;
    service.paid = decision.paid.plus(cents(off)).unwrap();
    service.adjustments = decision.adjustments.clone();
    service.line_control = Some(format!("L{number}"));
    service
}

fn expecting(decisions: &[Decision]) -> (Vec<ExpectedLine>, Vec<LineKey>) {
    let numbered = || decisions.iter().zip(1_u128..);
    let lines = numbered().map(|(decision, number)| ExpectedLine {
        charge: charge(number),
        allowed: decision
            .paid
            .plus(decision.patient_share().unwrap())
            .unwrap(),
        decision: decision.clone(),
    });
    (
        lines.collect(),
        numbered()
            .map(|(it, number)| key(number, it.billed))
            .collect(),
    )
}

proptest! {
    /// Whatever was expected and answered, to the lines, to others or to the claim, balanced or not.
    #[test]
    fn k5_every_cent_of_a_difference_has_its_cause(
        ours in prop::collection::vec(any_decision(), 0..5),
        theirs in prop::collection::vec((any_decision(), 0..7_usize, -3..3_i64), 0..7),
        of_claim in (0..REASONS.len(), -5_000..60_000_i64),
        reversal: bool,
    ) {
        let (lines, keys) = expecting(&ours.iter().map(decided).collect::<Vec<_>>());
        let services = theirs.iter().map(|(it, line, off)| answering(&decided(it), *line, *off)).collect();
        let mut first = claim(if reversal { "22" } else { "1" }, "0.00", "0.00", services);
        first.charge = Money::sum(first.services.iter().map(|it| it.charge)).unwrap();
        first.paid = cents(of_claim.1);
        first.adjustments = vec![Adjustment { amount: cents(of_claim.1), ..adjustment(REASONS[of_claim.0]) }];
        let second = ClaimPayment { status: "1".into(), ..first.clone() };
        for payments in [vec![&first], vec![&first, &second], vec![]] {
            let compared = compare(&lines, &keys, &payments).unwrap();
            holds(&compared);
            prop_assert_eq!(compared.paid, Money::sum(payments.iter().map(|it| it.paid)).unwrap());
        }
    }

    /// What is answered as expected has no cause; one amount more on a line is that cause and no other.
    #[test]
    fn k5_as_expected_there_is_nothing_and_one_amount_is_found(
        ours in prop::collection::vec(any_decision(), 1..5),
        which in any::<prop::sample::Index>(),
        reason in 0..7_usize,
        more in 1..5_000_i64,
    ) {
        let decisions: Vec<Decision> = ours.iter().map(decided).collect();
        let (lines, keys) = expecting(&decisions);
        let services = decisions.iter().zip(1..).map(|(it, number)| answering(it, number, 0)).collect();
        let mut payment = ClaimPayment::new("PCN1", "1".into(), services).unwrap();
        let compared = compare(&lines, &keys, &[&payment]).unwrap();
        holds(&compared);
        prop_assert_eq!(compared.causes().unwrap(), vec![]);
        prop_assert_eq!(compared.variance(Tolerance::default()).unwrap().net().unwrap(), Money::ZERO);

        let at = which.index(decisions.len());
        let service = &mut payment.services[at];
        let added = Adjustment { amount: cents(more), ..adjustment(REASONS[reason]) };
        service.adjustments.push(added);
        service.paid = service.paid.minus(cents(more)).unwrap();
        payment.paid = payment.paid.minus(cents(more)).unwrap();
        let compared = compare(&lines, &keys, &[&payment]).unwrap();
        holds(&compared);
        for (number, line) in compared.lines.iter().enumerate() {
            prop_assert_eq!(line.difference().unwrap(), if number == at { cents(more) } else { Money::ZERO });
        }
        // A discount of the whole charge means another thing than a part of it.
        if reason > 0 && compared.lines[at].reported.as_ref().is_some_and(|it| !it.paid.is_zero()) && !decisions[at].paid.is_zero() {
            let wanted = [Cause::Allowed, Cause::Allowed, share(ShareKind::Deductible), share(ShareKind::Coinsurance),
                share(ShareKind::Copay), share(ShareKind::AboveAllowed), share(ShareKind::OverMaximum)][reason];
            prop_assert_eq!(&compared.lines[at].causes, &vec![Difference { cause: wanted, amount: cents(more) }]);
        }
    }
}

fn share(kind: ShareKind) -> Cause {
    Cause::Share { kind }
}

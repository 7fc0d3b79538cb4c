//! What a biller reads: a day's lines, the tables' word for them, and what is allowed for each.

use crate::code::ProcedureCode;
use crate::fee::{
    Agreement, CasePer, Contract, Excess, LesserOf, Method, RateRow, RateTable, Schedules, Service,
    Sound,
};
use crate::id::Uuid;
use crate::money::{Money, Rate, Units};
use crate::time::Period;

use super::{
    Allowance, Bilateral, Bundle, Denial, Indicators, Multiple, Policy, PolicyTables, UnitLimit,
    UnitScope, Verdict, Why, price,
};

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn percent(percent: i64) -> Rate {
    Rate::from_percent(percent).unwrap()
}

fn always() -> Period {
    Period::since("2010-01-01".parse().unwrap())
}

fn code(text: &str) -> ProcedureCode {
    text.parse().unwrap()
}

fn row<T>(procedure: &str, modifiers: &[&str], rate: T) -> RateRow<T> {
    RateRow {
        procedure: Some(code(procedure)),
        modifiers: modifiers.iter().map(|m| m.parse().unwrap()).collect(),
        place: None,
        locality: None,
        provider: None,
        period: always(),
        rate,
    }
}

fn table<T: Sound>(rows: Vec<RateRow<T>>) -> RateTable<T> {
    RateTable::new(rows).unwrap()
}

fn fixed(procedure: &str, modifiers: &[&str], amount: &str) -> RateRow<Method> {
    let amount = money(amount);
    row(procedure, modifiers, Method::Fixed { amount })
}

/// Fees in round numbers: 10001.. for operations, 20001.. for endoscopies, 3.. with their parts.
fn contract() -> Contract {
    let rows = vec![
        fixed("10001", &[], "1000"),
        fixed("10002", &[], "800"),
        fixed("10003", &[], "600"),
        fixed("20000", &[], "200"),
        fixed("20001", &[], "500"),
        fixed("20002", &[], "375"),
        fixed("30001", &[], "500"),
        fixed("30001", &["TC"], "400"),
        fixed("30001", &["26"], "100"),
        fixed("30002", &[], "380"),
        fixed("30002", &["TC"], "300"),
        fixed("30002", &["26"], "80"),
        fixed("30003", &[], "100"),
        fixed("90001", &[], "40"),
        row(
            "50001",
            &[],
            Method::Case {
                name: "delivery".into(),
                amount: money("1000"),
                per: CasePer::Claim,
            },
        ),
        row(
            "50002",
            &[],
            Method::Case {
                name: "delivery".into(),
                amount: money("1000"),
                per: CasePer::Claim,
            },
        ),
    ];
    Contract {
        id: Uuid::from_u128(1).into(),
        payer: Uuid::from_u128(2).into(),
        plans: [].into(),
        period: always(),
        agreement: Agreement {
            policy: Policy::medicare(),
            ..Agreement::new(table(rows))
        },
    }
}

fn tables() -> PolicyTables {
    let surgery = Indicators {
        multiple: Multiple::Surgery,
        bilateral: Bilateral::Both,
        assistant: Allowance::Payable,
        co_surgeon: Allowance::Documented,
        care: [percent(10), percent(70), percent(20)],
        ..Indicators::default()
    };
    let scope = Indicators {
        multiple: Multiple::Endoscopy,
        assistant: Allowance::Never,
        base: Some(code("20000")),
        ..Indicators::default()
    };
    let imaging = Indicators {
        multiple: Multiple::Imaging,
        ..Indicators::default()
    };
    let heart = Indicators {
        multiple: Multiple::Cardiology,
        ..Indicators::default()
    };
    let mut tables = PolicyTables::default();
    tables.indicators = table(vec![
        row("10001", &[], surgery),
        row("10002", &[], surgery),
        row("10003", &[], surgery),
        row("20000", &[], scope),
        row("20001", &[], scope),
        row("20002", &[], scope),
        row("30001", &[], imaging),
        row("30002", &[], imaging),
        row("30003", &[], heart),
    ]);
    tables.units = table(vec![
        row(
            "90001",
            &[],
            UnitLimit {
                most: Units::whole(3),
                scope: UnitScope::Line,
            },
        ),
        row(
            "30003",
            &[],
            UnitLimit {
                most: Units::whole(2),
                scope: UnitScope::ClinicalDay,
            },
        ),
        row(
            "30002",
            &[],
            UnitLimit {
                most: Units::ONE,
                scope: UnitScope::Day,
            },
        ),
    ]);
    let bundle = |one, two, modifier_allowed, period| Bundle {
        column_one: code(one),
        column_two: code(two),
        period,
        modifier_allowed,
    };
    tables.bundle(bundle("10001", "90001", true, always()));
    tables.bundle(bundle("10002", "90001", false, always()));
    let ended = Period::new("2010-01-01".parse().unwrap(), "2026-03-01".parse().unwrap()).unwrap();
    tables.bundle(bundle("10003", "90001", false, ended));
    tables
}

/// Lines as `code[-modifier..][*units][@charge]`; what is allowed for each, or why not.
#[track_caller]
fn check(lines: &str, wanted: &str) {
    assert_eq!(asked(&contract(), lines), wanted, "{lines}");
}

fn asked(contract: &Contract, lines: &str) -> String {
    let mut schedules = Schedules::default();
    schedules.policy = tables();
    let services: Vec<Service> = lines.split_whitespace().map(service).collect();
    let services: Vec<&Service> = services.iter().collect();
    let verdicts = match price(contract, &schedules, &services) {
        Ok(verdicts) => verdicts,
        Err((number, error)) => return format!("line {}: {}", number + 1, error.code()),
    };
    let told = verdicts.into_iter().map(|verdict| match verdict {
        Verdict::Priced(priced) => {
            let last = priced
                .steps
                .last()
                .map_or(priced.row.amount, |step| step.after);
            assert_eq!(last, priced.amount);
            priced.amount.to_string()
        }
        Verdict::Denied(Denial::Units { .. }) => "units".to_owned(),
        Verdict::Denied(Denial::Bundled { bundle }) => format!("part of {}", bundle.column_one),
        Verdict::Denied(Denial::Surgeon { .. }) => "surgeon".to_owned(),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn service(text: &str) -> Service {
    let (text, charge) = text.split_once('@').unwrap_or((text, "9999"));
    let (text, units) = text.split_once('*').unwrap_or((text, "1"));
    let mut parts = text.split('-');
    let mut service = Service::new(
        code(parts.next().unwrap()),
        "2026-03-02".parse().unwrap(),
        "24".parse().unwrap(),
        money(charge),
    );
    service.units = units.parse().unwrap();
    service.modifiers = parts.map(|m| m.parse().unwrap()).collect();
    service
}

#[test]
#[rustfmt::skip] // a table
fn several_services_on_a_day() {
    //     lines                       allowed
    check("10001",                    "1000.00");
    check("10003 10001 10002",        "300.00, 1000.00, 400.00");          // ranked by fee, not by place
    check("10001@2000 10002@350",     "1000.00, 350.00");                  // the lesser after the reduction
    check("10001 10002 10002 10002 10002", "1000.00, 400.00, 400.00, 400.00, 400.00");
    check("10001 10002 10002 10002 10002 10003", "line 6: fee.by_report"); // the sixth
    check("20001 20002",              "500.00, 175.00");                   // 500 + (375 - 200)
    check("20000 20001",              "0.00, 500.00");                     // the base alone is part of it
    check("20001 20002 10003",        "500.00, 175.00, 300.00");           // the family ranks as one
    check("20001 20002 10001",        "250.00, 87.50, 1000.00");
    check("30001 30002",              "500.00, 226.00");                   // 300 x 50 % + 80 x 95 %
    check("30001 30002-26",           "500.00, 76.00");
    check("30001-TC 30002-TC",        "400.00, 150.00");
    check("30003",                    "100.00");
    check("30003 30003",              "line 1: fee.no_component");         // whose part nobody has said
}

#[test]
#[rustfmt::skip] // a table
fn both_sides_and_more_surgeons() {
    check("10001-50",                 "1500.00");
    check("10001-RT 10001-LT",        "750.00, 750.00");
    check("10001-RT@1000 10001-LT@200", "1000.00, 200.00");                // the lesser of 1500 and both charges
    check("10003-50 10001",           "450.00, 1000.00");                  // both sides before the rank
    check("10002-50 10001",           "1200.00, 500.00");
    check("10001-80",                 "160.00");
    check("10001-AS",                 "136.00");                           // 16 % of 85 %
    check("10001-62",                 "line 1: fee.by_report");
    check("20001-80",                 "surgeon");
    check("10001-54",                 "800.00");
    check("10001-55",                 "200.00");
    check("10001-56",                 "100.00");
}

#[test]
#[rustfmt::skip] // a table
fn units_and_parts_of_other_services() {
    check("90001*3",                  "120.00");
    check("90001*5",                  "120.00");                           // of a line: those within
    check("90001*3 90001*3",          "120.00, 120.00");
    check("30002 30002",              "units, units");                     // of a day: none
    check("30003*3",                  "units");
    check("30003-GD*3",               "300.00");                           // documented
    check("10001 90001",              "1000.00, part of 10001");
    check("90001 10001",              "part of 10001, 1000.00");
    check("10001 90001-59",           "1000.00, 40.00");
    check("10001-XU 90001",           "1000.00, 40.00");                   // on either, since July 2019
    check("10002 90001-59",           "800.00, part of 10002");            // no modifier helps
    check("10003 90001",              "600.00, 40.00");                    // the row has ended
}

#[test]
fn a_case_is_shared_out_by_charge() {
    check("50001@3000 50002@6000", "333.33, 666.67");
    check("50001@300 50002@900 90001@50", "250.00, 750.00, 40.00");
    check("50001@100 50002@200", "100.00, 200.00"); // the lesser of the case and its charges
}

/// Lines as above; what is allowed where the lesser of rates and charges is taken of the whole claim.
#[track_caller]
fn of_claim(lines: &str, wanted: &str) {
    let mut contract = contract();
    contract.agreement.lesser_of_billed = LesserOf::PerClaim;
    assert_eq!(asked(&contract, lines), wanted, "{lines}");
}

#[test]
#[rustfmt::skip] // a table
fn the_lesser_of_all_charges_is_taken_after_the_reductions() {
    //        lines                   allowed
    of_claim("10001@600",             "600.00");
    of_claim("10001@600 30003@500",   "1000.00, 100.00");                  // one leaves room for the other
    check("10001@600 30003@500",      "600.00, 100.00");                   // by the line it does not
    of_claim("10001@600 30003@40",    "581.82, 58.18");                    // 1100 for 640: by largest remainder
    of_claim("10001@700 10002@500",   "857.14, 342.86");                   // 1000 and half of 800, for 1200
    of_claim("10001@900 10002@500",   "1000.00, 400.00");                  // just as much
    of_claim("10001@0 30003@0",       "0.00, 0.00");
    of_claim("90001@500 10001@990",   "part of 10001, 990.00");            // what is denied leaves no room
    of_claim("50001@100 50002@200",   "100.00, 200.00");                   // a case of 1000
}

#[test]
fn what_the_claim_takes_off_a_line_is_its_last_step() {
    let mut contract = contract();
    contract.agreement.lesser_of_billed = LesserOf::PerClaim;
    let mut schedules = Schedules::default();
    schedules.policy = tables();
    let (first, second) = (service("10001@700"), service("10002@500"));
    let verdicts = price(&contract, &schedules, &[&first, &second]).unwrap();
    for (verdict, after) in verdicts.iter().zip(["857.14", "342.86"]) {
        let Verdict::Priced(priced) = verdict else {
            panic!("denied")
        };
        let last = priced.steps.last().unwrap();
        let (amounts, charges) = (money("1400.00"), money("1200.00"));
        assert_eq!(last.why, Why::ClaimCharge { amounts, charges });
        assert_eq!(
            (last.rate.to_string().as_str(), last.after),
            ("0.857142", money(after))
        );
    }
}

#[test]
fn every_step_says_since_when_and_what_rounding_added() {
    let mut schedules = Schedules::default();
    schedules.policy = tables();
    let mut contract = contract();
    contract.agreement.excess = Excess::Limited {
        rate: "1.15".parse().unwrap(),
    };
    let (first, second) = (service("10001"), service("10002-AS"));
    let verdicts = price(&contract, &schedules, &[&first, &second]).unwrap();
    let Verdict::Priced(priced) = &verdicts[1] else {
        panic!("denied")
    };
    let told: Vec<String> = priced
        .steps
        .iter()
        .map(|step| format!("{} {} {}", step.rate, step.after, step.policy_since))
        .collect();
    assert_eq!(
        told,
        [
            "0.5 400.00 2022-01-01",
            "0.16 64.00 2022-01-01",
            "0.85 54.40 2022-01-01"
        ]
    );
    assert_eq!(priced.limit, Some(money("62.56")));
    assert!(
        priced
            .steps
            .iter()
            .all(|step| step.row_since == Some(always().start()))
    );
    let json = serde_json::to_string(&verdicts).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<Verdict>>(&json).unwrap(),
        verdicts
    );
    let json = serde_json::to_string(&contract).unwrap();
    assert_eq!(serde_json::from_str::<Contract>(&json).unwrap(), contract);
    let json = serde_json::to_string(&schedules).unwrap();
    assert_eq!(serde_json::from_str::<Schedules>(&json).unwrap(), schedules);
}

#[test]
fn the_files_of_cms_are_read() {
    use super::{load_bundles, load_relative_values, load_unit_limits};
    let file = load_relative_values(
        b"HCPCS,MOD,DESCRIPTION,...\n\
          29881,,x,A,,7.03,6.50,NA,6.50,,1.41,14.94,14.94,0,090,0.10,0.69,.21,2,1,1,0,0,,36.0896,09,0,99,0,0,0\n\
          99999,,x,C,,0,0,,0,,0,0,0,0,XXX,0,0,0,0,0,9,9,9,,36.0896,09,0,99,0,0,0\n\
          29882,,x,A,,seven,6.50,NA,6.50,,1.41,14.94,14.94,0,090,0,0,0,2,1,1,0,0,,36.0896,09,0,99,0,0,0\n",
        always(),
    );
    // No values are no fee of zero.
    assert_eq!((file.values.len(), file.indicators.len()), (2, 2));
    let told: Vec<String> = file.refused.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["line 4: WORK RVU cannot be read"]);
    let marked = file
        .indicators
        .find(&service("29881").asked())
        .unwrap()
        .rate;
    assert_eq!(marked.multiple, Multiple::Surgery);
    assert_eq!(
        (marked.bilateral, marked.assistant),
        (Bilateral::Both, Allowance::Never)
    );
    assert_eq!(marked.care, [percent(10), percent(69), percent(21)]);

    let mut tables = PolicyTables::default();
    let limits = b"HCPCS/CPT Code,MUE Values,Indicator\n90001,3,3 Date of Service Edit\n90002,many,1 Line Edit\n";
    let refused = load_unit_limits(&mut tables, limits, always());
    assert_eq!(tables.units.len(), 1);
    assert_eq!(refused[0].to_string(), "line 3: units cannot be read");
    let pairs = b"Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\n10001\t90001\t\t20200101\t*\t1\tx\n";
    assert_eq!(load_bundles(&mut tables, pairs), []);
    let day = "2026-03-02".parse().unwrap();
    let edit = tables.bundled(code("10001"), code("90001"), day).unwrap();
    assert!(edit.modifier_allowed);
    assert!(tables.bundled(code("90001"), code("10001"), day).is_none());
}

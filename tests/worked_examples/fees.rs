//! What a contract and a payer's policy allow, and Medicare's own fees.

use pms_core::adjudication::Rule;
use pms_core::fee::policy::{
    Bilateral, Indicators, Multiple, Policy, PolicyVersion, Reduction, Surgeon, SurgeonRow,
    Verdict, price,
};
use pms_core::fee::{
    Agreement, Anesthesia, Contract, Excess, LocalFactor, Method, PlaceClass, PriceIndex,
    ProviderClass, RateRow, RateTable, RelativeSchedule, RelativeValue, Schedules, Service, Sound,
    TimeUnits,
};
use pms_core::money::{Money, Rate, Rounding, Units};
use serde_json::Value;

use crate::world::{
    Told, World, always, amount, amounts, coinsurance, id, money, procedure, rate, shown, shown_all,
};
use crate::{Answers, corpus};

const DAY: &str = "2026-03-02";

fn row<T>(number: usize, modifier: Option<&str>, rate: T) -> RateRow<T> {
    RateRow {
        procedure: Some(procedure(number)),
        modifiers: modifier.iter().map(|m| m.parse().unwrap()).collect(),
        place: None,
        locality: None,
        provider: None,
        period: always(),
        rate,
    }
}

fn table<T: Sound>(rows: impl IntoIterator<Item = RateRow<T>>) -> RateTable<T> {
    RateTable::new(rows).unwrap()
}

fn fixed(amount: Money) -> Method {
    Method::Fixed { amount }
}

fn contract(rows: impl IntoIterator<Item = RateRow<Method>>, policy: Policy) -> Contract {
    Contract {
        id: id(1),
        payer: id(2),
        plans: [].into(),
        period: always(),
        agreement: Agreement {
            policy,
            ..Agreement::new(table(rows))
        },
    }
}

/// A policy of one version and the reductions that a case tells.
fn policy(reductions: Vec<Reduction>) -> Policy {
    let version = PolicyVersion {
        period: always(),
        units: None,
        bundling: None,
        reductions,
        payment: [].into(),
    };
    Policy {
        versions: vec![version],
    }
}

fn service(number: usize, modifier: Option<&str>, billed: Money) -> Service {
    let mut service = Service::new(
        procedure(number),
        DAY.parse().unwrap(),
        "24".parse().unwrap(),
        billed,
    );
    service.modifiers = modifier.iter().map(|m| m.parse().unwrap()).collect();
    service
}

/// What is allowed for each service, all of them marked in the tables alike.
fn allowed(contract: &Contract, indicators: Indicators, services: &[Service]) -> Vec<Money> {
    let mut schedules = Schedules::default();
    let codes: std::collections::BTreeSet<_> =
        services.iter().map(|service| service.procedure).collect();
    let marked = codes.into_iter().map(|code| RateRow {
        procedure: Some(code),
        ..row(0, None, indicators)
    });
    schedules.policy.indicators = table(marked);
    let services: Vec<&Service> = services.iter().collect();
    let verdicts = price(contract, &schedules, &services).unwrap();
    let amount = |verdict: Verdict| match verdict {
        Verdict::Priced(priced) => priced.amount,
        Verdict::Denied(_) => Money::ZERO,
    };
    verdicts.into_iter().map(amount).collect()
}

fn total(amounts: Vec<Money>) -> Value {
    shown(Money::sum(amounts).unwrap())
}

pub(crate) fn pfs(inputs: &Value) -> Option<Answers> {
    let [work, expense, malpractice] = ["work", "pe", "mp"].map(|field| rate(&inputs[field]));
    let index = |place: usize| rate(&inputs["gpci"][place]);
    let schedule = RelativeSchedule {
        values: table([row(
            1,
            None,
            RelativeValue {
                work,
                expense,
                malpractice,
                cap: None,
            },
        )]),
        factors: vec![LocalFactor {
            locality: None,
            period: always(),
            index: PriceIndex {
                work: index(0),
                expense: index(1),
                malpractice: index(2),
            },
            conversion: inputs["cf"].as_str().unwrap().parse().unwrap(),
        }],
    };
    let fee = schedule.fee(&service(1, None, Money::ZERO)).unwrap();
    let fee = fee.amount.round(Rounding::HalfUp).unwrap();
    Some(Answers::from([("fee", shown(fee))]))
}

pub(crate) fn anesthesia(inputs: &Value) -> Option<Answers> {
    let read = |field: &str| {
        inputs[field]
            .as_str()
            .map(|text| text.parse::<Units>().unwrap())
    };
    let minutes = read("minutes").unwrap();
    let terms = Anesthesia {
        base: read("base").unwrap(),
        minutes_per_unit: 15,
        time: if inputs["decimals"].is_null() {
            TimeUnits::Thousandths
        } else {
            TimeUnits::Tenths
        },
        added: [].into(),
        conversion: inputs["cf"].as_str().unwrap_or("0").parse().unwrap(),
    };
    let mut service = service(1, None, money("99999"));
    service.minutes = Some(minutes);
    let text = |units: Units| Value::String(units.to_string());
    let mut answers = Answers::from([
        ("time_units", text(terms.time_units(minutes).unwrap())),
        ("units", text(terms.units(&service).unwrap())),
    ]);
    let contract = contract([row(1, None, Method::Anesthesia(terms))], Policy::default());
    let pays = contract.allow(&service, &Schedules::default()).unwrap();
    answers.insert("pay", shown(pays.amount));
    Some(answers)
}

/// A case tells the assistant's part and that of whoever assists.
pub(crate) fn assistant(inputs: &Value) -> Option<Answers> {
    let class = ProviderClass::NonPhysician;
    let policy = policy(vec![
        Reduction::Surgeons {
            rows: vec![SurgeonRow {
                modifier: "80".parse().unwrap(),
                role: Surgeon::Assistant,
                rate: Some(rate(&inputs["assistant_pct"])),
            }],
        },
        Reduction::Provider {
            rates: [(class, rate(&inputs["npp_pct"]))].into(),
            marks: [].into(),
        },
    ]);
    let fee = amount(&inputs["fee"]);
    let mut service = service(1, Some("80"), fee);
    service.provider = class;
    let contract = contract([row(1, None, fixed(fee))], policy);
    let pays = price(&contract, &Schedules::default(), &[&service]).unwrap();
    let Verdict::Priced(priced) = &pays[0] else {
        return None;
    };
    Some(Answers::from([("allowed", shown(priced.amount))]))
}

pub(crate) fn bilateral(inputs: &Value) -> Option<Answers> {
    let bilateral = match inputs["indicator"].as_str().unwrap() {
        "0" => Bilateral::Single,
        "1" => Bilateral::Both,
        "2" => Bilateral::Included,
        "3" => Bilateral::Each,
        _ => Bilateral::NotApplicable,
    };
    let contract = contract(
        [row(1, None, fixed(amount(&inputs["fee"])))],
        Policy::medicare(),
    );
    let charges = amounts(&inputs["charges"]);
    let sides: &[&str] = if charges.len() == 1 {
        &["50"]
    } else {
        &["RT", "LT"]
    };
    let services: Vec<Service> = charges
        .iter()
        .zip(sides)
        .map(|(charge, side)| service(1, Some(side), *charge))
        .collect();
    let indicators = Indicators {
        bilateral,
        ..Indicators::default()
    };
    Some(Answers::from([(
        "allowed",
        total(allowed(&contract, indicators, &services)),
    )]))
}

pub(crate) fn endoscopy(inputs: &Value) -> Option<Answers> {
    let fees = [vec![amount(&inputs["base"])], amounts(&inputs["codes"])].concat();
    let rows = fees
        .iter()
        .enumerate()
        .map(|(n, fee)| row(n, None, fixed(*fee)));
    let contract = contract(rows, Policy::medicare());
    let services: Vec<Service> = fees
        .iter()
        .enumerate()
        .skip(1)
        .map(|(n, fee)| service(n, None, *fee))
        .collect();
    let indicators = Indicators {
        multiple: Multiple::Endoscopy,
        base: Some(procedure(0)),
        ..Indicators::default()
    };
    Some(Answers::from([(
        "total",
        total(allowed(&contract, indicators, &services)),
    )]))
}

pub(crate) fn mppr_surgery(inputs: &Value) -> Option<Answers> {
    let fees = amounts(&inputs["fees"]);
    let rows = fees
        .iter()
        .enumerate()
        .map(|(n, fee)| row(n, None, fixed(*fee)));
    let contract = contract(rows, Policy::medicare());
    let charges = amounts(&inputs["charges"]);
    let services: Vec<Service> = charges
        .iter()
        .enumerate()
        .map(|(n, charge)| service(n, None, *charge))
        .collect();
    let indicators = Indicators {
        multiple: Multiple::Surgery,
        ..Indicators::default()
    };
    let lines = allowed(&contract, indicators, &services);
    Some(Answers::from([
        ("lines", shown_all(lines.clone())),
        ("total", total(lines)),
    ]))
}

/// Global services, of which the contract prices both parts by themselves.
pub(crate) fn mppr_imaging(inputs: &Value) -> Option<Answers> {
    let (professional, technical) = (amounts(&inputs["pc"]), amounts(&inputs["tc"]));
    let mut rows = vec![];
    let mut services = vec![];
    for (n, (pc, tc)) in professional.into_iter().zip(technical).enumerate() {
        let whole = pc.plus(tc).unwrap();
        rows.extend([
            row(n, None, fixed(whole)),
            row(n, Some("26"), fixed(pc)),
            row(n, Some("TC"), fixed(tc)),
        ]);
        services.push(service(n, None, whole));
    }
    let contract = contract(rows, Policy::medicare());
    let indicators = Indicators {
        multiple: Multiple::Imaging,
        ..Indicators::default()
    };
    Some(Answers::from([(
        "total",
        total(allowed(&contract, indicators, &services)),
    )]))
}

pub(crate) fn limiting_charge(inputs: &Value) -> Option<Answers> {
    let mut world = World::new(vec![coinsurance("0.20".parse().unwrap())]);
    world.policy = policy(vec![Reduction::NonParticipating {
        rate: "0.95".parse().unwrap(),
    }]);
    world.excess = Excess::Limited {
        rate: "1.15".parse().unwrap(),
    };
    let line = Told::new(amount(&inputs["billed"]), amount(&inputs["par_fee"]));
    let line = world.decide(0, &[line]).lines.remove(0);
    let limit = line.trace.iter().find_map(|step| match step.rule {
        Rule::LimitingCharge { limit } => Some(limit),
        _ => None,
    });
    Some(Answers::from([
        ("nonpar_allowed", shown(line.allowed)),
        ("limiting_charge", shown(limit.unwrap())),
        ("medicare_pays_patient", shown(line.plan_pays)),
        ("patient_total", shown(line.owes.total().unwrap())),
        ("writeoff", shown(line.written_off)),
    ]))
}

/// Source: CMS physician fee schedule 2020, Ohio: official fees of the carrier, and those of therapy
/// services that are not the day's first.
#[test]
fn medicares_own_fees_come_out_to_the_cent() {
    let Some(text) = corpus("mpfs_oracle_oh2020.csv") else {
        return;
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let year = pms_core::time::Period::since("2020-01-01".parse().unwrap());
    let (mut right, mut therapy) = (0, 0);
    let mut wrong = vec![];
    for record in &records {
        let read = |place: usize| record[place].parse::<Rate>().unwrap();
        let number: usize = record[0].parse().unwrap();
        let in_facility = &record[1] == "facility";
        let value = RateRow {
            procedure: format!("{number:05}").parse().ok(),
            place: Some(if in_facility {
                PlaceClass::Facility
            } else {
                PlaceClass::NonFacility
            }),
            period: year,
            ..row(
                0,
                None,
                RelativeValue {
                    work: read(2),
                    expense: read(3),
                    malpractice: read(4),
                    cap: None,
                },
            )
        };
        let factor = LocalFactor {
            locality: "1520200".parse().ok(),
            period: year,
            index: PriceIndex {
                work: read(5),
                expense: read(6),
                malpractice: read(7),
            },
            conversion: record[8].parse().unwrap(),
        };
        let whole = Method::PercentOfSchedule {
            schedule: "ohio".to_owned(),
            rate: Rate::ONE,
            round_base: false,
        };
        let all = RateRow {
            procedure: None,
            period: year,
            ..row(0, None, whole)
        };
        let mut contract = contract([all], Policy::medicare());
        contract.period = year;
        let mut schedules = Schedules::default();
        let (code, class) = (value.procedure.unwrap(), value.place);
        schedules.put(
            "ohio",
            RelativeSchedule {
                values: table([value]),
                factors: vec![factor],
            },
        );
        let kind = Indicators {
            multiple: Multiple::Therapy,
            ..Indicators::default()
        };
        schedules.policy.indicators = table([RateRow {
            procedure: Some(code),
            period: year,
            ..row(0, None, kind)
        }]);
        let mut service = service(0, None, money("999999"));
        service.procedure = code;
        service.date = "2020-03-02".parse().unwrap();
        service.locality = "1520200".parse().ok();
        service.place = if class == Some(PlaceClass::Facility) {
            "22"
        } else {
            "11"
        }
        .parse()
        .unwrap();

        let lines: &[&Service] = if record[10].is_empty() {
            &[&service]
        } else {
            &[&service, &service]
        };
        let amounts: Vec<Money> = price(&contract, &schedules, lines)
            .unwrap()
            .into_iter()
            .map(|verdict| match verdict {
                Verdict::Priced(priced) => priced.amount,
                Verdict::Denied(_) => Money::ZERO,
            })
            .collect();
        for (got, wanted, count) in [
            (amounts.first(), &record[9], &mut right),
            (amounts.get(1), &record[10], &mut therapy),
        ] {
            if got.is_some_and(|got| *got == money(wanted)) {
                *count += 1;
            } else if got.is_some() {
                wrong.push(format!(
                    "row {number} {}: {got:?} instead of {wanted}",
                    &record[1]
                ));
            }
        }
    }
    println!(
        "{right} of {} fees and {therapy} therapy fees",
        records.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!records.is_empty());
}

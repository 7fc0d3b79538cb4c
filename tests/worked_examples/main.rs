//! Published cases, each answered through the public face, to the cent.
//!
//! Reads `PMS_CORPUS` (`../shared/corpus` from the workspace), `money/worked_examples.json`; passes, and
//! says so, where it is absent. Each kind of case has one adapter, which answers the fields that the
//! library can say something about. What it cannot is counted by name, not passed over.

mod benefit;
mod books;
mod coordination;
mod fees;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pms_core::money::Money;
use serde_json::Value;

/// What an adapter says, by the name of the field.
pub(crate) type Answers = BTreeMap<&'static str, Value>;

/// Answers one kind of case from its inputs; `None` for a variant of the kind that is not modelled.
type Adapter = fn(&Value) -> Option<Answers>;

const ADAPTERS: &[(&str, Adapter)] = &[
    ("aging", books::aging),
    ("anesthesia", fees::anesthesia),
    ("assistant", fees::assistant),
    ("bilateral", fees::bilateral),
    ("endoscopy", fees::endoscopy),
    ("limiting_charge", fees::limiting_charge),
    ("mppr_imaging", fees::mppr_imaging),
    ("mppr_surgery", fees::mppr_surgery),
    ("pfs", fees::pfs),
    ("annual_max", benefit::annual_max),
    ("annual_max_seq", benefit::annual_max_seq),
    ("as_total", books::as_total),
    ("balance_835", books::balance_835),
    ("balance_bill", benefit::balance_bill),
    ("benefit_bank", coordination::benefit_bank),
    ("cob", coordination::cob),
    ("cob2", coordination::cob2),
    ("cob_medicaid", coordination::cob_medicaid),
    ("cob_ded", coordination::cob_ded),
    ("coinsurance_oop", benefit::coinsurance_oop),
    ("copay_ded_pct", benefit::copay_ded_pct),
    ("cost_share", benefit::cost_share),
    ("days_in_ar", books::days_in_ar),
    ("ded_nested", benefit::ded_nested),
    ("family_deductible", benefit::family_deductible),
    (
        "family_deductible_remaining",
        benefit::family_deductible_remaining,
    ),
    ("family_oop", benefit::family_oop),
    ("fifo", books::fifo),
    ("forward_balance", books::forward_balance),
    ("medicare_secondary", coordination::medicare_secondary),
    ("largest_remainder", books::largest_remainder),
    ("line_seq", benefit::line_seq),
    ("ppo_annual_max", benefit::ppo_annual_max),
    ("sequestration", benefit::sequestration),
];

fn cases() -> Option<Vec<Value>> {
    let whole: Value = serde_json::from_str(&corpus("worked_examples.json")?).unwrap();
    Some(whole["examples"].as_array().unwrap().clone())
}

/// A file of the corpus, where there is one.
fn corpus(file: &str) -> Option<String> {
    let given = std::env::var_os("PMS_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let file = given.unwrap_or(beside).join("money").join(file);
    let text = std::fs::read_to_string(&file).ok();
    if text.is_none() {
        println!("no corpus at {}: 0 cases ran", file.display());
    }
    text
}

/// The same to the cent, whatever the notation: amounts, truths, and lists of them.
fn same(got: &Value, wanted: &Value) -> bool {
    match (got, wanted) {
        (Value::Array(got), Value::Array(wanted)) => {
            got.len() == wanted.len() && got.iter().zip(wanted).all(|(g, w)| same(g, w))
        }
        (Value::String(got), Value::String(wanted)) => {
            match (got.parse::<Money>(), wanted.parse::<Money>()) {
                (Ok(got), Ok(wanted)) => got == wanted,
                _ => got == wanted,
            }
        }
        _ => got == wanted,
    }
}

#[test]
fn published_cases_come_out_to_the_cent() {
    let Some(cases) = cases() else { return };
    let adapters: BTreeMap<&str, Adapter> = ADAPTERS.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut whole = 0;
    let mut part = 0;
    let mut kinds = BTreeSet::new();
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    for case in &cases {
        let (id, kind) = (case["id"].as_str().unwrap(), case["rule"].as_str().unwrap());
        let Some(answers) = adapters
            .get(kind)
            .and_then(|answer| answer(&case["inputs"]))
        else {
            let method = case["inputs"]["method"].as_str();
            let name = match (adapters.contains_key(kind), method) {
                (true, Some(method)) => format!("{kind} ({method})"),
                _ => kind.to_owned(),
            };
            *missing.entry(name).or_default() += 1;
            continue;
        };
        let mut unanswered = 0;
        for (field, wanted) in case["expected"].as_object().unwrap() {
            match answers.get(field.as_str()) {
                None => {
                    unanswered += 1;
                    *missing.entry(format!("{kind}.{field}")).or_default() += 1;
                }
                Some(got) if same(got, wanted) => {}
                Some(got) => wrong.push(format!("{id} {field}: {got} instead of {wanted}")),
            }
        }
        kinds.insert(kind);
        if unanswered == 0 {
            whole += 1;
        } else {
            part += 1;
        }
    }
    println!(
        "{} of {} cases ran ({whole} whole, {part} in part), {} kinds; {} kinds, variants or fields not modelled:",
        whole + part,
        cases.len(),
        kinds.len(),
        missing.len()
    );
    for (name, count) in &missing {
        println!("  {name}: {count}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(
        whole > 0,
        "the file holds cases of the kinds that are modelled"
    );
}

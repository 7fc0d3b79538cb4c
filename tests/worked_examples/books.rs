//! Remittances that balance, money that is allocated, receivables that age.

use pms_core::ledger::{
    Account, AccountKind, Allocated, Allocation, OpenItem, Responsible, allocate,
};
use pms_core::metrics::{
    AgingBasis, DaysInReceivables, Outstanding, Receivables, Revenue, RevenueRow,
    days_in_receivables,
};
use pms_core::money::{Money, Rounding};
use pms_core::remittance::prove;
use pms_core::time::AsOf;
use pms_core::x12::t835;
use serde_json::Value;

use crate::Answers;
use crate::world::{amount, amounts, id, money, shown, shown_all};

const TODAY: &str = "2026-06-30";

fn as_of() -> AsOf {
    AsOf::new(
        TODAY.parse().unwrap(),
        "2026-06-30T20:00:00Z".parse().unwrap(),
    )
}

pub(crate) fn largest_remainder(inputs: &Value) -> Option<Answers> {
    let parts = amount(&inputs["total"]).split(&amounts(&inputs["weights"]));
    Some(Answers::from([("parts", shown_all(parts.unwrap()))]))
}

/// What a patient owes for a charge since some days ago.
fn open(number: usize, days: u64, amount: Money) -> OpenItem {
    let charge = id(number as u128);
    let since = as_of().effective - chrono::Days::new(days);
    OpenItem {
        charge,
        responsible: Responsible::Patient,
        patient: Some(id(1)),
        service: since,
        since,
        amount,
        account: Account::of(AccountKind::PatientReceivable)
            .on_charge(charge)
            .for_patient(id(1)),
    }
}

fn applied(allocated: &Allocated, item: &OpenItem) -> Money {
    let own = allocated
        .applications
        .iter()
        .filter(|application| application.item.charge == item.charge);
    Money::sum(own.map(|application| application.amount)).unwrap()
}

pub(crate) fn fifo(inputs: &Value) -> Option<Answers> {
    let charges = amounts(&inputs["charges"]);
    let count = charges.len() as u64;
    let items: Vec<OpenItem> = charges
        .into_iter()
        .enumerate()
        .map(|(number, charge)| open(number, count - number as u64, charge))
        .collect();
    let paid = allocate(amount(&inputs["money"]), &items, &Allocation::OldestFirst).unwrap();
    let of_each = |item: &OpenItem| applied(&paid, item);
    let left = |item: &OpenItem| item.amount.minus(applied(&paid, item)).unwrap();
    Some(Answers::from([
        ("applied", shown_all(items.iter().map(of_each))),
        ("left", shown_all(items.iter().map(left))),
        ("unapplied", shown(paid.unapplied)),
    ]))
}

/// Every debit is an item of its own and all credits are one payment, the oldest item first.
pub(crate) fn aging(inputs: &Value) -> Option<Answers> {
    let events = inputs["events"].as_array().unwrap();
    let told = events
        .iter()
        .map(|event| (event["age"].as_u64().unwrap(), amount(&event["amount"])));
    let (debits, credits): (Vec<_>, Vec<_>) = told.partition(|(_, amount)| amount.is_positive());
    let items: Vec<OpenItem> = debits
        .into_iter()
        .enumerate()
        .map(|(number, (age, amount))| open(number, age, amount))
        .collect();
    let credit = Money::sum(credits.into_iter().map(|(_, amount)| amount)).unwrap();
    let paid = allocate(credit.negated(), &items, &Allocation::OldestFirst).unwrap();

    let mut receivables = Receivables::new(AgingBasis::Service);
    for item in &items {
        let number = receivables.add_item(None, Some(item.service)).unwrap();
        let left = item.amount.minus(applied(&paid, item)).unwrap();
        let known = "2026-06-30T12:00:00Z".parse().unwrap();
        receivables.add(number, item.service, known, left).unwrap();
    }
    let aging = receivables.aging(as_of()).unwrap();
    let buckets = aging
        .lines
        .first()
        .map_or([Money::ZERO; 5], |line| line.buckets);
    let [first, second, third, fourth, beyond] = buckets;
    let over_90 = fourth.plus(beyond).unwrap();
    Some(Answers::from([(
        "pure_fifo_oldest_first",
        shown_all([first, second, third, over_90]),
    )]))
}

pub(crate) fn days_in_ar(inputs: &Value) -> Option<Answers> {
    let base = match inputs["credits"].as_str() {
        Some("subtract") => DaysInReceivables::AAFP,
        Some("ignore") => DaysInReceivables::MGMA,
        _ => return None,
    };
    let convention = DaysInReceivables {
        window: inputs["days"].as_str().unwrap().parse().unwrap(),
        ..base
    };
    let outstanding = Outstanding {
        owed: amount(&inputs["receivables"]),
        credits: amount(&inputs["credit_balance"]),
    };
    let charged = RevenueRow {
        kind: Revenue::Charge,
        payer: None,
        service: as_of().effective,
        effective: as_of().effective,
        recorded: "2026-06-30T12:00:00Z".parse().unwrap(),
        amount: amount(&inputs["gross_charges"]),
    };
    let ratio = days_in_receivables(outstanding, [&charged], convention, as_of()).unwrap();
    let days = ratio.rounded(2, Rounding::HalfUp).unwrap();
    Some(Answers::from([("days", Value::String(days.to_string()))]))
}

/// The claim as the payer would have sent it: read, and proved.
pub(crate) fn balance_835(inputs: &Value) -> Option<Answers> {
    let (charge, paid) = (amount(&inputs["clp_charge"]), amount(&inputs["clp_paid"]));
    let mut body = vec![
        format!("BPR*I*{paid}*C*CHK************20260630"),
        "TRN*1*1*1512345678".to_owned(),
        "N1*PR*PAYER".to_owned(),
        "N1*PE*PRACTICE*XX*1234567893".to_owned(),
        "LX*1".to_owned(),
        format!("CLP*P1*1*{charge}*{paid}**12*C1"),
    ];
    for line in inputs["lines"].as_array().unwrap() {
        let (charge, paid) = (amount(&line["charge"]), amount(&line["paid"]));
        body.push(format!("SVC*HC:99213*{charge}*{paid}"));
        for (cas, reason) in amounts(&line["cas"])
            .iter()
            .zip(["CO*45", "PR*1", "PR*2", "PR*3"])
        {
            body.push(format!("CAS*{reason}*{cas}"));
        }
    }
    let count = body.len() + 2;
    let file = format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260630*1200*^*00501*000000001*0*T*:~\
         GS*HP*PAYER*PRACTICE*20260630*1200*1*X*005010X221A1~ST*835*0001~{}~SE*{count}*0001~GE*1*1~IEA*1*000000001~",
        body.join("~")
    );
    let read = t835::read(file.as_bytes());
    let remittance = &read.advices[0].remittance;
    let unbalanced = prove(remittance)
        .iter()
        .any(|finding| finding.rule.is_balance());
    let claim = &remittance.claims[0];
    let all_refused = claim.is_denied() && claim.denials().len() == claim.services.len();
    assert_eq!(claim.charge, money(inputs["clp_charge"].as_str().unwrap()));
    Some(Answers::from([
        ("balanced", Value::Bool(!unbalanced)),
        ("co45_used_as_denial", Value::Bool(all_refused)),
    ]))
}

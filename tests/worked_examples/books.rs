//! Remittances that balance, money that is allocated, receivables that age.

use pms_core::ledger::{
    Account, AccountKind, Allocated, Allocation, OpenItem, Responsible, allocate,
};
use pms_core::metrics::{
    AgingBasis, DaysInReceivables, Outstanding, Receivables, Revenue, RevenueRow,
    days_in_receivables,
};
use pms_core::money::{Money, Rounding};
use pms_core::remittance::{Remittance, prove};
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

/// One check over charges in the order of the claim; what is too much goes to the first of them.
pub(crate) fn as_total(inputs: &Value) -> Option<Answers> {
    let charges = amounts(&inputs["charges"]);
    let count = charges.len() as u64;
    let items: Vec<OpenItem> = charges
        .into_iter()
        .enumerate()
        .map(|(number, charge)| open(number, count - number as u64, charge))
        .collect();
    let paid = allocate(amount(&inputs["money"]), &items, &Allocation::OldestFirst).unwrap();
    let mut each: Vec<Money> = items.iter().map(|item| applied(&paid, item)).collect();
    each[0] = each[0].plus(paid.unapplied).unwrap();
    Some(Answers::from([
        ("applied", shown_all(each)),
        ("overpay_to_first", shown(paid.unapplied)),
    ]))
}

/// A line of a patient's account: for which charge, since how many days, how much.
struct Event<'a> {
    charge: Option<&'a str>,
    age: u64,
    amount: Money,
}

/// Every debit is an item of its own. A credit for a charge first pays that charge's items of its own day,
/// then the charge's oldest, where credits count for their charge; the rest pays the oldest of all.
pub(crate) fn aging(inputs: &Value) -> Option<Answers> {
    let events: Vec<Event<'_>> = inputs["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| Event {
            charge: event["charge"].as_str(),
            age: event["age"].as_u64().unwrap(),
            amount: amount(&event["amount"]),
        })
        .collect();
    Some(Answers::from([
        (
            "attached_credits_offset_own_charge_first",
            aged(&events, true),
        ),
        ("pure_fifo_oldest_first", aged(&events, false)),
    ]))
}

fn aged(events: &[Event<'_>], attached: bool) -> Value {
    let (debits, credits): (Vec<_>, Vec<_>) =
        events.iter().partition(|event| event.amount.is_positive());
    let mut items: Vec<OpenItem> = debits
        .iter()
        .enumerate()
        .map(|(number, event)| open(number, event.age, event.amount))
        .collect();
    let mut free = Money::ZERO;
    for credit in credits {
        let mut left = credit.amount.negated();
        let own = |number: &usize| attached && debits[*number].charge == credit.charge;
        let mut order: Vec<usize> = (0..debits.len()).filter(own).collect();
        order.sort_by_key(|number| std::cmp::Reverse(debits[*number].age));
        let oldest = order.first().copied();
        order.retain(|number| debits[*number].age == credit.age);
        let targets = match credit.charge {
            Some(_) => order.into_iter().chain(oldest).collect(),
            None => vec![],
        };
        for number in targets {
            left = pay(left, std::slice::from_mut(&mut items[number]));
        }
        free = free.plus(left).unwrap();
    }
    pay(free, &mut items);

    let mut receivables = Receivables::new(AgingBasis::Service);
    for item in &items {
        let number = receivables.add_item(None, Some(item.service)).unwrap();
        let known = "2026-06-30T12:00:00Z".parse().unwrap();
        receivables
            .add(number, item.service, known, item.amount)
            .unwrap();
    }
    let aging = receivables.aging(as_of()).unwrap();
    let buckets = aging
        .lines
        .first()
        .map_or([Money::ZERO; 5], |line| line.buckets);
    let [first, second, third, fourth, beyond] = buckets;
    shown_all([first, second, third, fourth.plus(beyond).unwrap()])
}

/// Pays the oldest of some items and says what is left of the money.
fn pay(money: Money, items: &mut [OpenItem]) -> Money {
    if money.is_zero() {
        return money;
    }
    let paid = allocate(money, items, &Allocation::OldestFirst).unwrap();
    for item in items {
        item.amount = item.amount.minus(applied(&paid, item)).unwrap();
    }
    paid.unapplied
}

/// Each remittance takes a claim back and pays nothing: what it is short of balance is carried forward,
/// and comes back in the next one.
pub(crate) fn forward_balance(inputs: &Value) -> Option<Answers> {
    let mut carried = Money::ZERO;
    let mut all = vec![];
    for back in amounts(&inputs["reversed"]) {
        let claim = vec![format!("CLP*P1*22*-{back}*-{back}**12*C1")];
        let mut provider = vec![];
        if !carried.is_zero() {
            provider.push(format!("FB:BROUGHT*{carried}"));
        }
        let short = shortage(&advice(Money::ZERO, &claim, &provider));
        provider.push(format!("FB:CARRIED*{short}"));
        let whole = advice(Money::ZERO, &claim, &provider);
        assert_eq!(prove(&whole), [], "the forwarded balance closes it");
        carried = short.negated();
        all.push(carried);
    }
    Some(Answers::from([("fb_after", shown_all(all))]))
}

/// How far the claims of a remittance are from its payment.
fn shortage(remittance: &Remittance) -> Money {
    let found = prove(remittance);
    let finding = found.iter().find(|finding| finding.rule.is_balance());
    let finding = finding.unwrap();
    finding.expected.minus(finding.stated).unwrap()
}

pub(crate) fn days_in_ar(inputs: &Value) -> Option<Answers> {
    let base = match inputs["credits"].as_str() {
        Some("subtract") => DaysInReceivables::AAFP,
        Some("ignore" | "add_back") => DaysInReceivables::MGMA,
        _ => return None,
    };
    let convention = DaysInReceivables {
        window: inputs["days"].as_str().unwrap().parse().unwrap(),
        ..base
    };
    let (mut owed, credits) = (
        amount(&inputs["receivables"]),
        amount(&inputs["credit_balance"]),
    );
    if inputs["credits"] == "add_back" {
        owed = owed.plus(credits).unwrap(); // the figure was net of them
    }
    let outstanding = Outstanding { owed, credits };
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
    let mut body = vec![format!("CLP*P1*1*{charge}*{paid}**12*C1")];
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
    let remittance = advice(paid, &body, &[]);
    let unbalanced = prove(&remittance)
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

/// A remittance as a payer would send it, read.
fn advice(paid: Money, claims: &[String], provider: &[String]) -> Remittance {
    let head = [
        format!("BPR*I*{paid}*C*CHK************20260630"),
        "TRN*1*1*1512345678".to_owned(),
        "N1*PR*PAYER".to_owned(),
        "N1*PE*PRACTICE*XX*1234567893".to_owned(),
        "LX*1".to_owned(),
    ];
    let mut body = [&head[..], claims].concat();
    if !provider.is_empty() {
        body.push(format!("PLB*1234567893*20261231*{}", provider.join("*")));
    }
    let count = body.len() + 2;
    let file = format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260630*1200*^*00501*000000001*0*T*:~\
         GS*HP*PAYER*PRACTICE*20260630*1200*1*X*005010X221A1~ST*835*0001~{}~SE*{count}*0001~GE*1*1~IEA*1*000000001~",
        body.join("~")
    );
    t835::read(file.as_bytes()).advices.remove(0).remittance
}

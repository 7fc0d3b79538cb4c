//! Patients' money: balances, statements, payments; and the books as a whole.

use pms_core::access::Role;
use pms_core::ledger::{AccountKind, Allocation};
use pms_core::money::Money;
use pms_core::posting::PatientPayment;
use pms_core::practice::Ask;
use pms_core::time::AsOf;

use crate::sentence::{Sentence, Stop, Words, says};
use crate::world::World;

/// Every sentence about money.
pub(crate) const MONEY: &[Sentence] = &[
    says("balance of <patient>", balance),
    says("statement to <patient> with <count> days to pay", statement),
    says("<patient> pays <amount> by receipt <receipt>", pay),
    says("the books", books),
];

/// As of the line: its day, and what is known by then.
pub(crate) fn as_of(world: &World) -> Result<AsOf, Stop> {
    Ok(AsOf::new(world.today()?, world.now))
}

fn balance(world: &mut World, words: &Words) -> Result<String, Stop> {
    let patient = world.patient(&words.text("patient"))?.id;
    let as_of = as_of(world)?;
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let balance = world.wait(practice.balance(&call, patient, as_of))?;
    Ok(parts(&[
        ("due", balance.due),
        ("on hold", balance.on_hold),
        ("placed", balance.placed),
        ("credits", balance.credits),
        ("unapplied", balance.unapplied),
        ("with payers", balance.with_payers),
    ]))
}

/// What is not zero, with its name.
pub(crate) fn parts(named: &[(&str, Money)]) -> String {
    let told = named.iter().filter(|(_, amount)| !amount.is_zero());
    let told: Vec<String> = told
        .map(|(name, amount)| format!("{name} {amount}"))
        .collect();
    match told.as_slice() {
        [] => "nothing".to_owned(),
        told => told.join(", "),
    }
}

fn statement(world: &mut World, words: &Words) -> Result<String, Stop> {
    let ask = Ask {
        patient: world.patient(&words.text("patient"))?.id,
        day: world.today()?,
        days_to_pay: words.value("count")?,
    };
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let statement = world.wait(practice.issue_statement(&call, &ask))?;
    let mut told = format!("{} by {}", statement.totals().to_pay, statement.due_by());
    for line in statement.lines() {
        let label = line.label.as_deref().unwrap_or("a charge");
        let parts = parts(&[
            ("charged", line.charged),
            ("paid by payers", line.paid_by_payers),
            ("taken off", line.taken_off),
            ("paid by you", line.paid_by_patient),
            ("with others", line.with_others),
            ("due", line.due),
        ]);
        told += &format!("; {label} of {}: {parts}", line.service);
    }
    Ok(told)
}

fn pay(world: &mut World, words: &Words) -> Result<String, Stop> {
    let payment = PatientPayment {
        receipt: words.text("receipt"),
        patient: world.patient(&words.text("patient"))?.id,
        amount: words.value("amount")?,
        allocation: Allocation::OldestFirst,
    };
    let today = world.today()?;
    let call = world.call(Role::Biller);
    let practice = world.practice.clone();
    let entry = world.wait(practice.pay(&call, &payment, today))?;
    let credited = |kind: AccountKind| {
        let effect = entry.effect(|account| account.kind == kind);
        effect
            .map(Money::negated)
            .map_err(|error| Stop::Wrong(error.to_string()))
    };
    Ok(parts(&[
        ("applied", credited(AccountKind::PatientReceivable)?),
        ("unapplied", credited(AccountKind::UnappliedPatient)?),
    ]))
}

/// The trial balance: debits are positive, credits negative.
fn books(world: &mut World, _: &Words) -> Result<String, Stop> {
    let as_of = as_of(world)?;
    let call = world.call(Role::Manager);
    let practice = world.practice.clone();
    let books = world.wait(practice.books(&call, AsOf::EVERYTHING))?;
    let mut told = Vec::new();
    for kind in AccountKind::ALL {
        let balance = books.balance(as_of, |account| account.kind == kind);
        let balance = balance.map_err(|error| error.to_string())?;
        if !balance.is_zero() {
            told.push(format!("{} {balance}", kind.name().replace('_', " ")));
        }
    }
    Ok(match told.as_slice() {
        [] => "empty".to_owned(),
        told => told.join(", "),
    })
}

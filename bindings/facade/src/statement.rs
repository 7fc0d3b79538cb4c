use std::collections::BTreeMap;

use pms_core::billing::BillingError;
use pms_core::billing::NewStatement;
use pms_core::billing::Policy;
use pms_core::billing::Statement;
use pms_core::id::ChargeId;
use pms_core::ledger::Journal;
use pms_core::time::AsOf;

use crate::error::{At, PmsError};
use crate::identity::read;
use crate::ledger::{LedgerEntry, entries_of};
use crate::scalar::{Amount, Day, Instant};

record! {
    /// A patient is to be asked for what is due.
    pub struct StatementWish {
        /// The statement's identifier.
        pub id: String,
        /// Who is asked.
        pub patient: String,
        /// The day of the statement; the books are read as of it.
        pub issued: Day,
        /// As it was known at this instant.
        pub known_at: Instant,
        /// How many days there are to pay.
        pub days_to_pay: u32,
    }
}

record! {
    /// What a charge is called on a statement.
    pub struct ChargeLabel {
        /// Which charge.
        pub charge: String,
        /// Its name, in words that a patient knows.
        pub label: String,
    }
}

record! {
    /// One charge of a statement: what became of all of it.
    pub struct StatementRow {
        /// Which charge.
        pub charge: String,
        /// The day of service.
        pub service: Day,
        /// What it is called.
        pub label: Option<String>,
        /// At full fee.
        pub charged: Amount,
        /// Paid by payers.
        pub paid_by_payers: Amount,
        /// Taken off by contract or given up.
        pub taken_off: Amount,
        /// Paid by the patient.
        pub paid_by_patient: Amount,
        /// Owed by others still.
        pub with_others: Amount,
        /// Due from the patient.
        pub due: Amount,
        /// Since when the patient owes it.
        pub since: Day,
    }
}

record! {
    /// What a patient is asked to pay.
    pub struct StatementReport {
        /// Which statement it is.
        pub id: String,
        /// Who is asked.
        pub patient: String,
        /// The day of the statement.
        pub issued: Day,
        /// By when to pay.
        pub due_by: Day,
        /// The charges, oldest service first.
        pub lines: Vec<StatementRow>,
        /// Due for all charges.
        pub due: Amount,
        /// Paid, and for no charge yet.
        pub unapplied: Amount,
        /// What is asked: due less unapplied.
        pub to_pay: Amount,
        /// The statement in plain text, 82 columns, without a letterhead.
        pub text: String,
    }
}

/// What a patient is asked for, from the entries of the books that are about them. Nothing is
/// recorded.
///
/// # Errors
///
/// `billing.nothing_due` where the patient owes nothing that may be asked for now; `billing.due_day`;
/// `ledger.*` where an entry cannot stand.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn make_statement(
    wish: StatementWish,
    entries: Vec<LedgerEntry>,
    labels: Vec<ChargeLabel>,
) -> Result<StatementReport, PmsError> {
    let journal = Journal::of(entries_of(&entries)?).at("entries")?;
    let mut called = BTreeMap::<ChargeId, String>::new();
    for (n, label) in labels.into_iter().enumerate() {
        let charge = read(&label.charge, || format!("labels[{n}].charge"))?;
        called.insert(charge, label.label);
    }
    let new = NewStatement {
        id: read(&wish.id, || "wish.id".to_owned())?,
        patient: read(&wish.patient, || "wish.patient".to_owned())?,
        as_of: AsOf::new(wish.issued.0, wish.known_at.0),
        days_to_pay: wish.days_to_pay,
        policy: Policy::default(),
        previous: None,
    };
    let label = |charge: ChargeId| called.get(&charge).cloned();
    match Statement::issue(new, &journal, label) {
        Err(nothing @ BillingError::NothingDue) => Err(PmsError::Refused {
            code: nothing.code().to_owned(),
            detail: nothing.to_string(),
        }),
        issued => issued.at("wish").map(|statement| report(&statement)),
    }
}

pub(crate) fn report(statement: &Statement) -> StatementReport {
    let totals = statement.totals();
    let lines = statement.lines().iter().map(|line| StatementRow {
        charge: line.charge.to_string(),
        service: Day(line.service),
        label: line.label.clone(),
        charged: Amount(line.charged),
        paid_by_payers: Amount(line.paid_by_payers),
        taken_off: Amount(line.taken_off),
        paid_by_patient: Amount(line.paid_by_patient),
        with_others: Amount(line.with_others),
        due: Amount(line.due),
        since: Day(line.since),
    });
    StatementReport {
        id: statement.id().to_string(),
        patient: statement.patient().to_string(),
        issued: Day(statement.issued()),
        due_by: Day(statement.due_by()),
        lines: lines.collect(),
        due: Amount(totals.due),
        unapplied: Amount(totals.unapplied),
        to_pay: Amount(totals.to_pay),
        text: statement.to_string(),
    }
}

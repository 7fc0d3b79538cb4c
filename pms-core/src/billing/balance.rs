use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{ChargeId, PatientId};
use crate::ledger::{AccountKind, Journal, OpenItem, Responsible};
use crate::money::Money;
use crate::time::AsOf;

use super::error::BillingError;

/// When a patient is asked for a share.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Policy {
    /// A share is asked for although a payer still owes for its charge, once the patient has owed
    /// it for so many days. None waits for the payer however long it takes.
    pub pending_days: Option<u32>,
}

/// Why a share is not asked for yet.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// A payer still owes for the same charge; its answer may change the share.
    PayerPending {
        /// How much it owes.
        amount: Money,
    },
}

/// What a patient owes for one charge, and whether it is asked for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PatientItem {
    /// What is owed.
    pub item: OpenItem,
    /// Why it waits; none where it is due.
    pub hold: Option<Hold>,
}

/// What a patient owes, and what of it is due.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PatientBalance {
    /// As of when.
    pub as_of: AsOf,
    /// Item by item, oldest service first.
    pub items: Vec<PatientItem>,
    /// Asked for now.
    pub due: Money,
    /// Owed, and not asked for while payers are pending.
    pub on_hold: Money,
    /// With an agency.
    pub placed: Money,
    /// Paid too much for charges, as an amount above zero.
    pub credits: Money,
    /// Paid, and for no charge yet.
    pub unapplied: Money,
    /// What payers still owe for the patient's charges.
    pub with_payers: Money,
}

impl PatientBalance {
    /// What is left to pay once credits and unapplied payments are counted against what is due;
    /// below zero the patient is owed money.
    ///
    /// # Errors
    ///
    /// [`BillingError::Ledger`] where it does not fit.
    pub fn to_pay(&self) -> Result<Money, BillingError> {
        Ok(self.due.minus(self.credits)?.minus(self.unapplied)?)
    }
}

/// Tells what a patient owes.
///
/// # Errors
///
/// [`BillingError::Ledger`] where a sum does not fit.
///
/// ```
/// # use pms_core::billing::{Policy, patient_balance};
/// # use pms_core::id::{ChargeId, EntryId, PatientId, PayerId, Uuid};
/// # use pms_core::ledger::*;
/// # use pms_core::time::AsOf;
/// # let patient = PatientId::from(Uuid::from_u128(1));
/// # let visit = Account::of(AccountKind::PatientReceivable)
/// #     .for_patient(patient).on_charge(ChargeId::from(Uuid::from_u128(2)));
/// # let dates = Dates { service: None, effective: "2026-03-02".parse()?, recorded: "2026-03-02T17:00:00Z".parse()? };
/// # let source = Source::new(SourceKind::Charge, "1", Content::new().hash())?;
/// # let postings = vec![Posting::new(visit, Account::of(AccountKind::Revenue), "80.00".parse()?)?];
/// # let mut journal = Journal::default();
/// # journal.append(Entry::new(EntryId::from(Uuid::from_u128(3)), dates, source, postings)?)?;
/// let balance = patient_balance(patient, &journal, Policy::default(), AsOf::EVERYTHING)?;
/// assert_eq!(balance.due, "80.00".parse()?);
/// assert_eq!(balance.to_pay()?, "80.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn patient_balance(
    patient: PatientId,
    journal: &Journal,
    policy: Policy,
    as_of: AsOf,
) -> Result<PatientBalance, BillingError> {
    let mut open = journal.open_items(as_of)?;
    open.retain(|item| item.patient == Some(patient));
    let mut pending = BTreeMap::<ChargeId, Money>::new();
    for item in open.iter().filter(|item| item.amount.is_positive()) {
        if let Responsible::Payer(_) = item.responsible {
            let owed = pending.entry(item.charge).or_default();
            *owed = owed.plus(item.amount)?;
        }
    }
    let unapplied = journal.balance(as_of, |account| {
        account.kind == AccountKind::UnappliedPatient && account.patient == Some(patient)
    })?;
    let mut balance = PatientBalance {
        as_of,
        items: Vec::new(),
        due: Money::ZERO,
        on_hold: Money::ZERO,
        placed: Money::ZERO,
        credits: Money::ZERO,
        unapplied: unapplied.negated(),
        with_payers: Money::sum(pending.values().copied())?,
    };
    for item in open {
        match item.responsible {
            Responsible::Payer(_) => {}
            Responsible::Collections => balance.placed = balance.placed.plus(item.amount)?,
            Responsible::Patient if item.amount.is_negative() => {
                balance.credits = balance.credits.minus(item.amount)?;
            }
            Responsible::Patient => {
                let hold = hold(&item, &pending, policy, as_of);
                let sum = match hold {
                    Some(_) => &mut balance.on_hold,
                    None => &mut balance.due,
                };
                *sum = sum.plus(item.amount)?;
                balance.items.push(PatientItem { item, hold });
            }
        }
    }
    Ok(balance)
}

fn hold(
    item: &OpenItem,
    pending: &BTreeMap<ChargeId, Money>,
    policy: Policy,
    as_of: AsOf,
) -> Option<Hold> {
    let amount = *pending.get(&item.charge)?;
    let owed_for = as_of.effective.signed_duration_since(item.since).num_days();
    let long_enough = policy
        .pending_days
        .is_some_and(|days| owed_for >= i64::from(days));
    (!long_enough).then_some(Hold::PayerPending { amount })
}

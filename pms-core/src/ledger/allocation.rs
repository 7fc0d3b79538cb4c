use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::LedgerError;
use super::open_item::OpenItem;
use crate::id::ChargeId;
use crate::money::Money;

/// Which open items a payment pays.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Allocation {
    /// As much to each charge as the payer said.
    Explicit(Vec<(ChargeId, Money)>),
    /// The oldest service first.
    OldestFirst,
    /// To each in proportion to what is open, by largest remainder.
    Proportional,
}

/// Part of a payment, and what it pays.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Application {
    /// What is paid, as it stood.
    pub item: OpenItem,
    /// How much of it. Above zero, and never more than was open.
    pub amount: Money,
}

/// Where a payment goes: applications and the rest add up to it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Allocated {
    /// What it pays.
    pub applications: Vec<Application>,
    /// What pays nothing yet. Never below zero.
    pub unapplied: Money,
}

/// Says which open items a payment pays.
///
/// No item gets more than is open on it; what is too much stays unapplied. Items that are settled
/// or in credit get nothing. Whose items they are is the caller's choice: a payer's money never
/// pays another patient's charge.
///
/// # Errors
///
/// [`LedgerError::NotPositive`] unless the payment and every explicit part are above zero,
/// [`LedgerError::OverAllocated`] where the explicit parts are more than the payment.
///
/// ```
/// # use pms_core::id::{ChargeId, PatientId, Uuid};
/// # use pms_core::ledger::{Account, AccountKind, Allocation, OpenItem, Responsible, allocate};
/// # let open = |number, day: &str, amount: &str| -> Result<OpenItem, Box<dyn std::error::Error>> {
/// #     let (charge, patient) = (ChargeId::from(Uuid::from_u128(number)), PatientId::from(Uuid::nil()));
/// #     Ok(OpenItem {
/// #         charge, patient: Some(patient), responsible: Responsible::Patient, service: day.parse().unwrap(),
/// #         since: day.parse().unwrap(), amount: amount.parse()?,
/// #         account: Account::of(AccountKind::PatientReceivable).on_charge(charge).for_patient(patient),
/// #     })
/// # };
/// let items = [open(1, "2026-03-09", "40.00")?, open(2, "2026-02-02", "25.00")?];
/// let paid = allocate("50.00".parse()?, &items, &Allocation::OldestFirst)?;
/// let parts: Vec<_> = paid.applications.iter().map(|a| a.amount.to_string()).collect();
/// assert_eq!(parts, ["25.00", "25.00"]); // February first
/// assert_eq!(paid.unapplied, "0.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn allocate(
    payment: Money,
    items: &[OpenItem],
    allocation: &Allocation,
) -> Result<Allocated, LedgerError> {
    if !payment.is_positive() {
        return Err(LedgerError::NotPositive);
    }
    let mut open: Vec<OpenItem> = items
        .iter()
        .filter(|item| item.amount.is_positive())
        .copied()
        .collect();
    open.sort_by_key(|item| (item.service, item.charge, item.responsible));
    let applications = match allocation {
        Allocation::Explicit(parts) => explicit(payment, &open, parts)?,
        Allocation::OldestFirst => in_order(payment, &open)?,
        Allocation::Proportional => in_proportion(payment, &open)?,
    };
    let applied = Money::sum(applications.iter().map(|application| application.amount))?;
    Ok(Allocated {
        applications,
        unapplied: payment.minus(applied)?,
    })
}

fn explicit(
    payment: Money,
    open: &[OpenItem],
    parts: &[(ChargeId, Money)],
) -> Result<Vec<Application>, LedgerError> {
    let asked = Money::sum(parts.iter().map(|(_, part)| *part))?;
    if parts.iter().any(|(_, part)| !part.is_positive()) {
        return Err(LedgerError::NotPositive);
    }
    if asked > payment {
        return Err(LedgerError::OverAllocated {
            by: asked.minus(payment)?,
        });
    }
    let mut wanted = BTreeMap::<ChargeId, Money>::new();
    for (charge, part) in parts {
        let sum = wanted.entry(*charge).or_default();
        *sum = sum.plus(*part)?;
    }
    let mut applications = Vec::new();
    for (charge, part) in wanted {
        let of_charge: Vec<OpenItem> = open
            .iter()
            .filter(|item| item.charge == charge)
            .copied()
            .collect();
        applications.extend(in_order(part, &of_charge)?);
    }
    Ok(applications)
}

fn in_order(payment: Money, open: &[OpenItem]) -> Result<Vec<Application>, LedgerError> {
    let mut left = payment;
    let mut applications = Vec::new();
    for item in open {
        let amount = left.min(item.amount);
        if amount.is_zero() {
            break;
        }
        left = left.minus(amount)?;
        applications.push(Application {
            item: *item,
            amount,
        });
    }
    Ok(applications)
}

fn in_proportion(payment: Money, open: &[OpenItem]) -> Result<Vec<Application>, LedgerError> {
    let weights: Vec<Money> = open.iter().map(|item| item.amount).collect();
    let total = Money::sum(weights.iter().copied())?;
    if total.is_zero() {
        return Ok(Vec::new());
    }
    let parts = payment.min(total).split(&weights)?;
    Ok(open
        .iter()
        .zip(parts)
        .filter(|(_, amount)| amount.is_positive())
        .map(|(item, amount)| Application {
            item: *item,
            amount,
        })
        .collect())
}

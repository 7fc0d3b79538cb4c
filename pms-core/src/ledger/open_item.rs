use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::account::{Account, AccountKind};
use super::entry::{Entry, Posting};
use super::error::LedgerError;
use crate::id::{ChargeId, PatientId, PayerId};
use crate::money::Money;

/// Who owes the practice for a charge.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsible {
    /// A payer.
    Payer(PayerId),
    /// The patient.
    Patient,
    /// The patient, through an agency.
    Collections,
}

impl Responsible {
    /// Who owes what a receivable account holds; nobody owes what another account holds.
    #[must_use]
    pub fn of(account: &Account) -> Option<Self> {
        match account.kind {
            AccountKind::InsuranceReceivable => account.payer.map(Self::Payer),
            AccountKind::PatientReceivable => Some(Self::Patient),
            AccountKind::CollectionsReceivable => Some(Self::Collections),
            _ => None,
        }
    }
}

/// What one party owes for one charge.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct OpenItem {
    /// The charge line.
    pub charge: ChargeId,
    /// Who owes.
    pub responsible: Responsible,
    /// Whose treatment it was.
    pub patient: Option<PatientId>,
    /// When the service was: by the first entry that names the charge, or the day on which that
    /// took effect.
    pub service: NaiveDate,
    /// Since when the party has owed without a break.
    pub since: NaiveDate,
    /// How much; below zero is a credit.
    pub amount: Money,
    /// The receivable to credit when it is paid.
    pub account: Account,
}

/// Sums entries to what is owed, oldest service first. What is settled is left out.
pub(super) fn open_items<'a>(
    entries: impl Iterator<Item = &'a Entry>,
) -> Result<Vec<OpenItem>, LedgerError> {
    let mut services = HashMap::<ChargeId, NaiveDate>::new();
    let mut items = BTreeMap::<(ChargeId, Responsible), OpenItem>::new();
    // `since` is about the days on which things took effect, not about when they were recorded.
    let mut entries: Vec<&Entry> = entries
        .inspect(|entry| note_services(&mut services, entry))
        .collect();
    entries.sort_by_key(|entry| entry.effective());
    for entry in entries {
        for (account, gain) in entry.postings().iter().flat_map(Posting::sides) {
            let (Some(charge), Some(responsible)) = (account.charge, Responsible::of(account))
            else {
                continue;
            };
            let service = services.get(&charge).copied();
            let item = items
                .entry((charge, responsible))
                .or_insert_with(|| OpenItem {
                    charge,
                    responsible,
                    patient: account.patient,
                    service: service.unwrap_or(entry.effective()),
                    since: entry.effective(),
                    amount: Money::ZERO,
                    account: *account,
                });
            let before = item.amount;
            item.amount = before.plus(gain)?;
            if !before.is_positive() && item.amount.is_positive() {
                item.since = entry.effective();
            }
        }
    }
    let mut open: Vec<OpenItem> = items
        .into_values()
        .filter(|i| !i.amount.is_zero())
        .collect();
    open.sort_by_key(|item| (item.service, item.charge, item.responsible));
    Ok(open)
}

fn note_services(services: &mut HashMap<ChargeId, NaiveDate>, entry: &Entry) {
    let accounts = entry.postings().iter().flat_map(Posting::sides);
    for charge in accounts.filter_map(|(account, _)| account.charge) {
        services
            .entry(charge)
            .or_insert(entry.service().unwrap_or(entry.effective()));
    }
}

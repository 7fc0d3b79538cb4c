use std::collections::HashMap;

use chrono::NaiveDate;

use crate::id::{ChargeId, ClaimId, PayerId};
use crate::ledger::{Account, AccountKind, Entry, Journal, Posting, Responsible};
use crate::metrics::{Adjusted, DecisionRow, ReceivableRow, Revenue, RevenueRow};
use crate::remittance::Remittance;

use super::booking::Booking;
use super::plan::RemittancePlan;

/// The movements of everything that is owed, for the aging report.
///
/// A party's responsibility begins with the first entry that made it owe. When a charge was first
/// billed is not in the books: fill it in where it is known.
#[must_use]
pub fn receivable_rows(journal: &Journal) -> Vec<ReceivableRow> {
    let services = services(journal);
    let mut since = HashMap::<(ChargeId, Option<PayerId>), NaiveDate>::new();
    let mut rows = Vec::new();
    for entry in journal.entries() {
        for posting in entry.postings() {
            let sides = [
                (posting.debit(), posting.amount()),
                (posting.credit(), posting.amount().negated()),
            ];
            for (account, amount) in sides {
                let (Some(charge), Some(responsible)) = (account.charge, Responsible::of(account))
                else {
                    continue;
                };
                let payer = match responsible {
                    Responsible::Payer(payer) => Some(payer),
                    Responsible::Patient | Responsible::Collections => None,
                };
                let first = since.entry((charge, payer)).or_insert(entry.effective());
                rows.push(ReceivableRow {
                    charge,
                    payer,
                    service: services.get(&charge).copied().unwrap_or(entry.effective()),
                    first_billed: None,
                    responsible_since: Some(*first),
                    effective: entry.effective(),
                    recorded: entry.recorded(),
                    amount,
                });
            }
        }
    }
    rows
}

/// The movements of revenue: charges, what contracts took off, and what was paid for them. Money
/// that pays no charge yet is none.
#[must_use]
pub fn revenue_rows(journal: &Journal) -> Vec<RevenueRow> {
    let services = services(journal);
    let mut rows = Vec::new();
    for entry in journal.entries() {
        for posting in entry.postings() {
            let there =
                movement(posting.debit(), posting.credit()).map(|kind| (kind, posting.amount()));
            let back = || {
                let kind = movement(posting.credit(), posting.debit())?;
                Some((kind, posting.amount().negated()))
            };
            let Some((kind, amount)) = there.or_else(back) else {
                continue;
            };
            let about = about(posting);
            let service = about
                .charge
                .and_then(|charge| services.get(&charge).copied());
            rows.push(RevenueRow {
                kind,
                payer: about.payer,
                service: service.unwrap_or(entry.effective()),
                effective: entry.effective(),
                recorded: entry.recorded(),
                amount,
            });
        }
    }
    rows
}

/// What a payer decided, line by line, of the claims that a plan books. Claims that are in the books
/// already, are taken back or were not found are no decisions.
///
/// `first` tells whether it is the payer's first answer to the claim.
#[must_use]
pub fn decision_rows(
    remittance: &Remittance,
    plan: &RemittancePlan,
    payer: PayerId,
    booking: Booking,
    first: impl Fn(ClaimId) -> bool,
) -> Vec<DecisionRow> {
    let mut rows = Vec::new();
    for (answer, planned) in remittance.claims.iter().zip(&plan.claims) {
        let Some(claim) = planned.claim.filter(|_| !answer.is_reversal()) else {
            continue;
        };
        let row = |submitted, paid, adjusted: Vec<Adjusted>| DecisionRow {
            claim,
            payer,
            first: first(claim),
            effective: remittance.effective.unwrap_or(booking.effective),
            recorded: booking.recorded,
            submitted,
            paid,
            adjusted,
        };
        let adjusted = |wanted: Option<usize>| {
            let of_line = answer.all_adjustments().filter(|(line, _)| *line == wanted);
            let adjusted = of_line.map(|(_, adjustment)| Adjusted {
                group: adjustment.group,
                reason: adjustment.reason,
                amount: adjustment.amount,
            });
            adjusted.collect::<Vec<_>>()
        };
        if answer.services.is_empty() || !answer.adjustments.is_empty() {
            let all = answer.all_adjustments().map(|(line, _)| line);
            let lines: std::collections::BTreeSet<Option<usize>> = all.collect();
            let every = lines.into_iter().flat_map(adjusted).collect();
            rows.push(row(answer.charge, answer.paid, every));
            continue;
        }
        for (line, service) in answer.services.iter().enumerate() {
            rows.push(row(service.charge, service.paid, adjusted(Some(line))));
        }
    }
    rows
}

/// What a movement from one account to another means for revenue.
fn movement(debit: &Account, credit: &Account) -> Option<Revenue> {
    let money = |kind: AccountKind| {
        matches!(kind, AccountKind::Cash | AccountKind::Clearing) || kind.is_unapplied()
    };
    match (debit.kind, credit.kind) {
        (owed, AccountKind::Revenue) if owed.is_receivable() => Some(Revenue::Charge),
        (AccountKind::Contractual, owed) if owed.is_receivable() => Some(Revenue::Contractual),
        (from, owed) if money(from) && owed.is_receivable() => Some(Revenue::Payment),
        _ => None,
    }
}

/// The side of a movement that names a charge.
fn about(posting: &Posting) -> &Account {
    if posting.debit().kind.is_receivable() {
        posting.debit()
    } else {
        posting.credit()
    }
}

/// When the service of each charge was: by the first entry that names it.
fn services(journal: &Journal) -> HashMap<ChargeId, NaiveDate> {
    let mut services = HashMap::new();
    for entry in journal.entries() {
        note(&mut services, entry);
    }
    services
}

fn note(services: &mut HashMap<ChargeId, NaiveDate>, entry: &Entry) {
    let accounts = entry
        .postings()
        .iter()
        .flat_map(|posting| [posting.debit(), posting.credit()]);
    for charge in accounts.filter_map(|account| account.charge) {
        services
            .entry(charge)
            .or_insert(entry.service().unwrap_or(entry.effective()));
    }
}

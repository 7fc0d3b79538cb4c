use std::collections::HashMap;

use crate::id::{ChargeId, EntryId, PayerId};
use crate::ledger::{Account, AccountKind, Posting, Responsible};
use crate::money::Money;
use crate::remittance::Meaning;

use super::charge::receivable;
use super::error::PostingError;
use super::line::Line;
use super::plan::Notice;

/// The postings of one answer.
pub(super) struct Settled {
    pub(super) payer: PayerId,
    pub(super) next: Option<PayerId>,
    pub(super) entry: EntryId,
    /// What is left open of charges that the answer named before: a payer may split a line.
    pub(super) open: HashMap<ChargeId, Money>,
    pub(super) postings: Vec<Posting>,
    pub(super) notices: Vec<Notice>,
}

impl Settled {
    /// Settles one charge as far as it is open: what is paid first, then what is written off, then
    /// the share. What is paid beyond is held; what is taken off beyond is left alone.
    pub(super) fn line(
        &mut self,
        about: Account,
        open: Money,
        line: &Line,
    ) -> Result<(), PostingError> {
        let owed = receivable(about, Responsible::Payer(self.payer));
        let held = Account {
            patient: about.patient,
            ..Account::of(AccountKind::UnappliedInsurance)
                .at_payer(self.payer)
                .from_payment(self.entry)
        };
        let mut open = self.open.get(&line.charge).copied().unwrap_or(open);
        let mut moves = vec![(clearing(self.payer), Some(held), line.paid)];
        for kind in [
            Meaning::ContractDiscount,
            Meaning::Sequester,
            Meaning::PatientShare,
        ] {
            let to = self.takes(kind, owed);
            let adjusted = line.adjusted.iter().filter(|(_, meaning)| *meaning == kind);
            moves.extend(adjusted.map(|(adjustment, _)| (to, None, adjustment.amount)));
        }
        // What raises the receivable goes before what lowers it. The order is stable otherwise.
        moves.sort_by_key(|(_, _, amount)| !amount.is_negative());
        let mut beyond = Money::ZERO;
        for (to, rest, amount) in moves {
            let fits = amount.min(open.max(Money::ZERO));
            self.postings.extend(Posting::signed(to, owed, fits)?);
            open = open.minus(fits)?;
            let over = amount.minus(fits)?;
            beyond = beyond.plus(over)?;
            if let Some(held) = rest {
                self.postings.extend(Posting::signed(to, held, over)?);
            }
        }
        if beyond.is_positive() {
            let charge = line.charge;
            self.notices
                .push(Notice::MoreThanOpen { charge, by: beyond });
        }
        self.open.insert(line.charge, open);
        Ok(())
    }

    /// The account that takes what an adjustment takes off.
    pub(super) fn takes(&self, meaning: Meaning, owed: Account) -> Account {
        match meaning {
            Meaning::ContractDiscount => owed.as_kind(AccountKind::Contractual),
            Meaning::Sequester => owed.as_kind(AccountKind::Sequestration),
            _ => receivable(
                owed,
                self.next.map_or(Responsible::Patient, Responsible::Payer),
            ),
        }
    }
}

/// A payer's money between its advice and the bank.
pub(super) fn clearing(payer: PayerId) -> Account {
    Account::of(AccountKind::Clearing).at_payer(payer)
}

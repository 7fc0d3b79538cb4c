use serde::{Deserialize, Serialize};

use super::account::AccountKind;
use super::entry::Entry;
use super::error::LedgerError;
use crate::money::Money;

/// What each kind of account was debited and credited, and the proof that both sides agree.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TrialBalance {
    /// How many entries are in it.
    pub entries: u64,
    /// One line a kind of account, in the order of [`AccountKind::ALL`]; unused kinds are left out.
    pub lines: Vec<TrialLine>,
}

/// One kind of account in a trial balance.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TrialLine {
    /// The kind.
    pub kind: AccountKind,
    /// All that it was debited.
    pub debits: Money,
    /// All that it was credited.
    pub credits: Money,
}

impl TrialLine {
    /// What the kind holds: debits less credits.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where it does not fit.
    pub fn balance(&self) -> Result<Money, LedgerError> {
        Ok(self.debits.minus(self.credits)?)
    }
}

impl TrialBalance {
    pub(super) fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Result<Self, LedgerError> {
        let mut count = 0_u64;
        let mut lines = AccountKind::ALL.map(|kind| TrialLine {
            kind,
            debits: Money::ZERO,
            credits: Money::ZERO,
        });
        for entry in entries {
            count += 1;
            for posting in entry.postings() {
                for line in &mut lines {
                    if line.kind == posting.debit().kind {
                        line.debits = line.debits.plus(posting.amount())?;
                    }
                    if line.kind == posting.credit().kind {
                        line.credits = line.credits.plus(posting.amount())?;
                    }
                }
            }
        }
        let used = |line: &TrialLine| !(line.debits.is_zero() && line.credits.is_zero());
        Ok(Self {
            entries: count,
            lines: lines.into_iter().filter(used).collect(),
        })
    }

    /// All debits, which are also all credits.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where the sum does not fit.
    pub fn turnover(&self) -> Result<Money, LedgerError> {
        Ok(Money::sum(self.lines.iter().map(|line| line.debits))?)
    }

    /// What one kind of account holds: debits less credits.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Money`] where it does not fit.
    pub fn balance(&self, kind: AccountKind) -> Result<Money, LedgerError> {
        self.lines
            .iter()
            .find(|line| line.kind == kind)
            .map_or(Ok(Money::ZERO), TrialLine::balance)
    }
}

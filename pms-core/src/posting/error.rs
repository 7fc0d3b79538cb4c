use crate::id::EntryId;
use crate::ledger::{AccountKind, LedgerError};
use crate::money::{Money, MoneyError};

/// Why an event cannot be booked.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PostingError {
    /// The entries of a remittance would not come to its payment.
    #[error("the claims and adjustments come to {booked}, the payment is {stated}")]
    DoesNotNet {
        /// What the entries come to.
        booked: Money,
        /// What the payer states.
        stated: Money,
    },
    /// No such entry is in the books.
    #[error("there is no such entry")]
    UnknownEntry {
        /// The entry that was named.
        entry: EntryId,
    },
    /// The amount is not owed.
    #[error("no more than {open} is open")]
    MoreThanOpen {
        /// What is open.
        open: Money,
    },
    /// The payment has nothing left.
    #[error("nothing is left of the payment")]
    NothingLeft,
    /// What a payer paid too much goes back to the payer, never to what a patient owes.
    #[error("a payer's money does not pay what a patient owes")]
    PayersMoney,
    /// A refund that was paid out is no longer owed: its payment is taken back first.
    #[error("the refund has been paid out")]
    RefundPaid {
        /// The entry that paid it.
        by: EntryId,
    },
    /// Nothing that is owed would be given up to such an account.
    #[error("an amount that is given up goes to a write-off account")]
    NotAWriteOff {
        /// The kind that was named.
        kind: AccountKind,
    },
    /// The ledger does not take it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl PostingError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DoesNotNet { .. } => "posting.does_not_net",
            Self::UnknownEntry { .. } => "posting.unknown_entry",
            Self::MoreThanOpen { .. } => "posting.more_than_open",
            Self::NothingLeft => "posting.nothing_left",
            Self::PayersMoney => "posting.payers_money",
            Self::RefundPaid { .. } => "posting.refund_paid",
            Self::NotAWriteOff { .. } => "posting.not_a_write_off",
            Self::Ledger(error) => error.code(),
        }
    }
}

impl From<MoneyError> for PostingError {
    fn from(error: MoneyError) -> Self {
        Self::Ledger(error.into())
    }
}

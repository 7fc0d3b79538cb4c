use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::account::Account;
use super::error::LedgerError;
use super::source::Source;
use crate::id::EntryId;
use crate::money::{Money, MoneyError};

/// An amount that moves from one account to another: balanced by construction.
///
/// ```
/// # use pms_core::id::{ChargeId, PatientId, Uuid};
/// # use pms_core::ledger::{Account, AccountKind, Posting};
/// # let (patient, charge) = (PatientId::from(Uuid::from_u128(1)), ChargeId::from(Uuid::from_u128(2)));
/// let owed = Account::of(AccountKind::PatientReceivable).for_patient(patient).on_charge(charge);
/// let paid = Posting::new(Account::of(AccountKind::Cash), owed, "20.00".parse()?)?;
/// assert_eq!(paid.credit(), &owed);
///
/// let none = Posting::new(Account::of(AccountKind::Cash), owed, "0.00".parse()?);
/// assert_eq!(none.unwrap_err().code(), "ledger.not_positive");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "PostingWire")]
pub struct Posting {
    debit: Account,
    credit: Account,
    amount: Money,
}

#[derive(Deserialize)]
struct PostingWire {
    debit: Account,
    credit: Account,
    amount: Money,
}

impl Posting {
    /// Debits one account and credits the other.
    ///
    /// # Errors
    ///
    /// [`LedgerError::NotPositive`] unless the amount is above zero, [`LedgerError::SameAccount`],
    /// and [`LedgerError::MissingDimension`] where an account lacks what its kind needs.
    pub fn new(debit: Account, credit: Account, amount: Money) -> Result<Self, LedgerError> {
        if !amount.is_positive() {
            return Err(LedgerError::NotPositive);
        }
        if debit == credit {
            return Err(LedgerError::SameAccount);
        }
        debit.check()?;
        credit.check()?;
        Ok(Self {
            debit,
            credit,
            amount,
        })
    }

    /// The same movement for a signed amount: below zero the accounts change sides, zero moves
    /// nothing.
    ///
    /// # Errors
    ///
    /// As [`Posting::new`], but for the sign.
    pub fn signed(
        debit: Account,
        credit: Account,
        amount: Money,
    ) -> Result<Option<Self>, LedgerError> {
        if amount.is_zero() {
            return Ok(None);
        }
        if amount.is_negative() {
            return Self::new(credit, debit, amount.negated()).map(Some);
        }
        Self::new(debit, credit, amount).map(Some)
    }

    /// Where the amount goes.
    #[must_use]
    pub fn debit(&self) -> &Account {
        &self.debit
    }

    /// Where it comes from.
    #[must_use]
    pub fn credit(&self) -> &Account {
        &self.credit
    }

    /// How much. Always above zero.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.amount
    }

    /// The way back.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        Self {
            debit: self.credit,
            credit: self.debit,
            amount: self.amount,
        }
    }

    /// Both sides with what each gains: the debit gains the amount, the credit loses it.
    pub(super) fn sides(&self) -> [(&Account, Money); 2] {
        [
            (&self.debit, self.amount),
            (&self.credit, self.amount.negated()),
        ]
    }
}

impl TryFrom<PostingWire> for Posting {
    type Error = LedgerError;

    fn try_from(wire: PostingWire) -> Result<Self, LedgerError> {
        Self::new(wire.debit, wire.credit, wire.amount)
    }
}

/// The three dates of an entry.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Dates {
    /// When the service was; the earliest, where the entry is about several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<NaiveDate>,
    /// When the event took effect: the day of the deposit, of the explanation of benefits.
    pub effective: NaiveDate,
    /// When the practice came to know.
    pub recorded: DateTime<Utc>,
}

/// One event in the books. It never changes; it may be reversed, once.
///
/// Every entry balances, since each of its postings does.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "EntryWire")]
pub struct Entry {
    id: EntryId,
    dates: Dates,
    source: Source,
    postings: Vec<Posting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reverses: Option<EntryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct EntryWire {
    id: EntryId,
    dates: Dates,
    source: Source,
    postings: Vec<Posting>,
    #[serde(default)]
    reverses: Option<EntryId>,
    #[serde(default)]
    dated: Option<NaiveDate>,
}

impl Entry {
    /// An entry of one posting or more.
    ///
    /// # Errors
    ///
    /// [`LedgerError::EmptyEntry`] without a posting.
    pub fn new(
        id: EntryId,
        dates: Dates,
        source: Source,
        postings: Vec<Posting>,
    ) -> Result<Self, LedgerError> {
        if postings.is_empty() {
            return Err(LedgerError::EmptyEntry);
        }
        Ok(Self {
            id,
            dates,
            source,
            postings,
            reverses: None,
            dated: None,
        })
    }

    /// The entry that takes this one back: every posting the other way round.
    #[must_use]
    pub fn reversal(
        &self,
        id: EntryId,
        effective: NaiveDate,
        recorded: DateTime<Utc>,
        source: Source,
    ) -> Self {
        Self {
            id,
            dates: Dates {
                service: self.dates.service,
                effective,
                recorded,
            },
            source,
            postings: self.postings.iter().map(Posting::mirrored).collect(),
            reverses: Some(self.id),
            dated: None,
        }
    }

    /// This entry as it can be posted while the books are closed through a day: one of a closed
    /// period takes effect on the first open day and keeps the day that it would have had.
    #[must_use]
    pub fn in_open_period(self, closed_through: NaiveDate) -> Self {
        match closed_through.succ_opt() {
            Some(open) if self.dates.effective < open => Self {
                dated: Some(self.dated.unwrap_or(self.dates.effective)),
                dates: Dates {
                    effective: open,
                    ..self.dates
                },
                ..self
            },
            _ => self,
        }
    }

    /// Which entry it is.
    #[must_use]
    pub fn id(&self) -> EntryId {
        self.id
    }

    /// When the service was; the earliest, where the entry is about several.
    #[must_use]
    pub fn service(&self) -> Option<NaiveDate> {
        self.dates.service
    }

    /// When it takes effect in the books.
    #[must_use]
    pub fn effective(&self) -> NaiveDate {
        self.dates.effective
    }

    /// When it came to be known.
    #[must_use]
    pub fn recorded(&self) -> DateTime<Utc> {
        self.dates.recorded
    }

    /// The day that its own papers bear: another than [`Entry::effective`] only where the books
    /// were closed by then.
    #[must_use]
    pub fn dated(&self) -> NaiveDate {
        self.dated.unwrap_or(self.dates.effective)
    }

    /// Where it comes from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What it moves.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The entry that it takes back.
    #[must_use]
    pub fn reverses(&self) -> Option<EntryId> {
        self.reverses
    }

    /// What the accounts that are asked for gain by it: debits less credits.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn effect(&self, of: impl Fn(&Account) -> bool) -> Result<Money, MoneyError> {
        Money::sum(
            self.postings
                .iter()
                .flat_map(Posting::sides)
                .filter(|(account, _)| of(account))
                .map(|(_, gain)| gain),
        )
    }
}

impl TryFrom<EntryWire> for Entry {
    type Error = LedgerError;

    fn try_from(wire: EntryWire) -> Result<Self, LedgerError> {
        let entry = Self::new(wire.id, wire.dates, wire.source, wire.postings)?;
        Ok(Self {
            reverses: wire.reverses,
            dated: wire.dated,
            ..entry
        })
    }
}

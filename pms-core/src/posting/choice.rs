use crate::id::{EntryId, Ids};
use crate::ledger::{
    Account, AccountClass, AccountKind, Content, Entry, Journal, OpenItem, Posting, Responsible,
    Source, SourceKind,
};
use crate::money::Money;

use super::booking::Booking;
use super::charge::receivable;
use super::error::PostingError;
use super::patient::paid_as;

/// Makes another party responsible for part of an open item: the next payer, the patient, an agency.
///
/// `reference` names the act, so that it is done once.
///
/// # Errors
///
/// [`PostingError::MoreThanOpen`]; [`PostingError::Ledger`], as where the party owes it already.
pub fn transfer(
    item: &OpenItem,
    to: Responsible,
    amount: Money,
    reference: &str,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    let owed = receivable(item.account, to);
    settle(
        item,
        owed,
        amount,
        SourceKind::Transfer,
        reference,
        booking,
        ids,
    )
}

/// Gives up part of an open item: small balance, charity, denial, bad debt.
///
/// A credit cannot be given up: it is somebody's money. `reference` names the act, so that it is
/// done once.
///
/// # Errors
///
/// [`PostingError::NotAWriteOff`]; [`PostingError::MoreThanOpen`]; [`PostingError::Ledger`].
pub fn write_off(
    item: &OpenItem,
    kind: AccountKind,
    amount: Money,
    reference: &str,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    if kind.class() != AccountClass::Reduction {
        return Err(PostingError::NotAWriteOff { kind });
    }
    let lost = item.account.as_kind(kind);
    settle(
        item,
        lost,
        amount,
        SourceKind::WriteOff,
        reference,
        booking,
        ids,
    )
}

/// Takes an entry back by hand: a bounced check, a payment on the wrong account. What it did may be
/// posted anew.
///
/// # Errors
///
/// [`PostingError::UnknownEntry`]; [`PostingError::RefundPaid`]; the journal refuses the entry where
/// it was taken back before.
pub fn take_back(
    entry: EntryId,
    journal: &Journal,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    let original = journal
        .entry(entry)
        .ok_or(PostingError::UnknownEntry { entry })?;
    if let Some(paid) = journal.from_source(&SourceKind::Refund, &paid_as(entry, journal)) {
        return Err(PostingError::RefundPaid { by: paid.id() });
    }
    let told = Content::new().id(Some(entry)).hash();
    let source = Source::new(SourceKind::Reversal, entry.to_string(), told)?;
    Ok(booking.mirror(original, ids.mint(), source))
}

fn settle(
    item: &OpenItem,
    to: Account,
    amount: Money,
    kind: SourceKind,
    reference: &str,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    if amount > item.amount {
        return Err(PostingError::MoreThanOpen { open: item.amount });
    }
    let told = Content::new()
        .id(Some(item.charge))
        .text(to.kind.name())
        .id(to.payer)
        .money(amount)
        .hash();
    let source = Source::new(kind, reference, told)?;
    let posting = Posting::new(to, item.account, amount)?;
    Ok(booking.entry(ids.mint(), Some(item.service), source, vec![posting])?)
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{EntryId, Ids, PatientId};
use crate::ledger::{
    Account, AccountKind, Allocated, Allocation, Content, Entry, Journal, OpenItem, Posting,
    Responsible, Source, SourceKind, allocate,
};
use crate::money::Money;

use super::booking::Booking;
use super::error::PostingError;

/// Money that a patient has paid. What was only expected is no payment.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PatientPayment {
    /// What names the payment: the number of the receipt, of the card payment.
    pub receipt: String,
    /// Who paid.
    pub patient: PatientId,
    /// How much.
    pub amount: Money,
    /// Which open items it pays.
    pub allocation: Allocation,
}

/// Books a patient's payment: to the open items that the patient owes, by the payment's allocation;
/// what is too much stays unapplied. What payers owe is never paid by it.
///
/// # Errors
///
/// [`PostingError::Ledger`] where the amount or the allocation is not sound.
///
/// ```
/// # use pms_core::id::{Ids, Uuid};
/// # use pms_core::ledger::{Allocation, Journal};
/// # use pms_core::posting::{Booking, PatientPayment, book_patient_payment};
/// # use pms_core::time::AsOf;
/// # let mut ids = Ids::from("018f2d5c-0000-7000-8000-000000000001".parse::<Uuid>()?);
/// # let mut journal = Journal::default();
/// let payment = PatientPayment {
///     receipt: "R-1001".to_owned(),
///     patient: ids.mint(),
///     amount: "20.00".parse()?,
///     allocation: Allocation::OldestFirst,
/// };
/// let booking = Booking::new("2026-03-02".parse()?, "2026-03-02T17:00:00Z".parse()?);
/// let items = journal.open_items(AsOf::EVERYTHING)?; // none yet
/// let entry = book_patient_payment(&payment, &items, booking, &mut ids)?;
/// let id = entry.id();
/// journal.append(entry)?;
/// assert_eq!(journal.unapplied(id)?, "20.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn book_patient_payment(
    payment: &PatientPayment,
    items: &[OpenItem],
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    let id: EntryId = ids.mint();
    let cash = Account::of(AccountKind::Cash);
    let held = Account::of(AccountKind::UnappliedPatient)
        .for_patient(payment.patient)
        .from_payment(id);
    let allocated = allocate(payment.amount, &of_patients(items), &payment.allocation)?;
    let mut postings = applied(cash, &allocated)?;
    postings.extend(Posting::signed(cash, held, allocated.unapplied)?);
    let told = Content::new()
        .id(Some(payment.patient))
        .money(payment.amount)
        .hash();
    let source = Source::new(SourceKind::PatientPayment, payment.receipt.clone(), told)?;
    Ok(booking.entry(id, first_service(&allocated), source, postings)?)
}

/// Applies what is left of a patient's payment to open items that patients owe.
///
/// `reference` names the act, so that it is done once.
///
/// # Errors
///
/// [`PostingError::UnknownEntry`], [`PostingError::NothingLeft`] where nothing is left of the payment
/// or nothing is open, [`PostingError::PayersMoney`], [`PostingError::Ledger`].
pub fn apply_unapplied(
    payment: EntryId,
    reference: &str,
    journal: &Journal,
    items: &[OpenItem],
    allocation: &Allocation,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    let (held, left) = left_of(payment, journal)?;
    if held.kind != AccountKind::UnappliedPatient {
        return Err(PostingError::PayersMoney);
    }
    let allocated = allocate(left, &of_patients(items), allocation)?;
    let postings = applied(held, &allocated)?;
    if postings.is_empty() {
        return Err(PostingError::NothingLeft);
    }
    let told = Content::new().id(Some(payment)).hash();
    let source = Source::new(SourceKind::Application, reference, told)?;
    Ok(booking.entry(ids.mint(), first_service(&allocated), source, postings)?)
}

/// Decides that part of what is left of a payment goes back to the one who paid it, patient or
/// payer.
///
/// # Errors
///
/// [`PostingError::UnknownEntry`]; [`PostingError::MoreThanOpen`] where less is left;
/// [`PostingError::Ledger`].
pub fn owe_refund(
    payment: EntryId,
    reference: &str,
    amount: Money,
    journal: &Journal,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    let (held, left) = left_of(payment, journal)?;
    if amount > left {
        return Err(PostingError::MoreThanOpen { open: left });
    }
    let told = Content::new().id(Some(payment)).money(amount).hash();
    let source = Source::new(SourceKind::Refund, format!("owed/{reference}"), told)?;
    let posting = Posting::new(held, payable(held), amount)?;
    Ok(booking.entry(ids.mint(), None, source, vec![posting])?)
}

/// Pays out what [`owe_refund`] decided.
///
/// # Errors
///
/// [`PostingError::UnknownEntry`] where that entry is no refund in the books; [`PostingError::Ledger`].
pub fn pay_refund(
    owed: EntryId,
    journal: &Journal,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Entry, PostingError> {
    let unknown = PostingError::UnknownEntry { entry: owed };
    let decided = journal
        .entry(owed)
        .filter(|_| journal.reversal_of(owed).is_none());
    let decided = decided
        .into_iter()
        .flat_map(Entry::postings)
        .find(|posting| posting.credit().kind == AccountKind::RefundsPayable)
        .ok_or(unknown)?;
    let told = Content::new().money(decided.amount()).hash();
    let source = Source::new(SourceKind::Refund, paid_as(owed, journal), told)?;
    let cash = Account::of(AccountKind::Cash);
    let posting = Posting::new(*decided.credit(), cash, decided.amount())?;
    Ok(booking.entry(ids.mint(), None, source, vec![posting])?)
}

/// How the payment of a refund is called: the one that stands, or the next where each before it was
/// taken back.
pub(super) fn paid_as(owed: EntryId, journal: &Journal) -> String {
    let first = format!("paid/{owed}");
    let mut name = first.clone();
    let mut again = 1;
    while let Some(paid) = journal.from_source(&SourceKind::Refund, &name)
        && journal.reversal_of(paid.id()).is_some()
    {
        again += 1;
        name = format!("{first}/{again}");
    }
    name
}

/// The account that holds what is left of a payment, and how much that is.
fn left_of(payment: EntryId, journal: &Journal) -> Result<(Account, Money), PostingError> {
    let brought = journal
        .entry(payment)
        .ok_or(PostingError::UnknownEntry { entry: payment })?;
    let held = brought
        .postings()
        .iter()
        .map(Posting::credit)
        .find(|account| account.payment == Some(payment))
        .ok_or(PostingError::NothingLeft)?;
    let left = journal.unapplied(payment)?;
    if left.is_zero() {
        return Err(PostingError::NothingLeft);
    }
    Ok((*held, left))
}

/// A refund goes to the one who paid: the payer where a payer did, whoever was treated.
fn payable(held: Account) -> Account {
    let patient = match held.kind {
        AccountKind::UnappliedPatient => held.patient,
        _ => None,
    };
    Account {
        patient,
        ..held.as_kind(AccountKind::RefundsPayable)
    }
}

fn of_patients(items: &[OpenItem]) -> Vec<OpenItem> {
    let owed = |item: &&OpenItem| !matches!(item.responsible, Responsible::Payer(_));
    items.iter().filter(owed).copied().collect()
}

fn applied(from: Account, allocated: &Allocated) -> Result<Vec<Posting>, PostingError> {
    let applications = allocated.applications.iter();
    applications
        .map(|part| Ok(Posting::new(from, part.item.account, part.amount)?))
        .collect()
}

fn first_service(allocated: &Allocated) -> Option<NaiveDate> {
    let services = allocated.applications.iter();
    services.map(|part| part.item.service).min()
}

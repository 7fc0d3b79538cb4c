use crate::encounter::{Charge, Encounter};
use crate::id::Ids;
use crate::ledger::{
    Account, AccountKind, Content, Entry, Posting, Responsible, Source, SourceKind,
};

use super::booking::Booking;
use super::error::PostingError;

/// Books a charge of a visit: the party that is responsible first owes it at full fee.
///
/// A charge of nothing makes no entry.
///
/// # Errors
///
/// [`PostingError::Ledger`] where no entry can be made of it.
///
/// ```
/// # use pms_core::encounter::*;
/// # use pms_core::id::{Ids, PayerId, Uuid};
/// # use pms_core::ledger::{AccountKind, Responsible};
/// # use pms_core::money::Units;
/// # use pms_core::posting::{Booking, book_charge};
/// # let mut ids = Ids::from("018f2d5c-0000-7000-8000-000000000001".parse::<Uuid>()?);
/// # let day = "2026-03-02".parse()?;
/// # let visit = Encounter::new(ids.mint(), ids.mint(), ids.mint(), ids.mint(), day);
/// # let charge = Charge::new(NewCharge {
/// #     id: ids.mint(), from: day, to: day, procedure: "99213".parse()?, modifiers: vec![],
/// #     pointers: Pointers::new([1])?, measure: Measure::Units(Units::ONE), amount: "125.00".parse()?,
/// #     place: "11".parse()?,
/// #     covered_by: None,
/// # })?;
/// # let payer: PayerId = ids.mint();
/// let booking = Booking::new(day, "2026-03-02T17:00:00Z".parse()?);
/// let entry = book_charge(&visit, &charge, Responsible::Payer(payer), booking, &mut ids)?;
/// let entry = entry.ok_or("a charge of nothing")?;
/// let owed = entry.effect(|account| account.kind == AccountKind::InsuranceReceivable)?;
/// assert_eq!(owed, "125.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn book_charge(
    visit: &Encounter,
    charge: &Charge,
    owes: Responsible,
    booking: Booking,
    ids: &mut Ids,
) -> Result<Option<Entry>, PostingError> {
    if charge.amount().is_zero() {
        return Ok(None);
    }
    let about = Account::of(AccountKind::Revenue)
        .for_patient(visit.patient())
        .on_charge(charge.id())
        .by_practitioner(visit.practitioner())
        .at_location(visit.location());
    let owed = receivable(about, owes);
    let told = Content::new()
        .id(Some(visit.patient()))
        .id(owed.payer)
        .text(owed.kind.name())
        .text(charge.procedure().as_str())
        .date(Some(charge.from()))
        .money(charge.amount());
    let source = Source::new(SourceKind::Charge, charge.id().to_string(), told.hash())?;
    let revenue = Account {
        kind: AccountKind::Revenue,
        ..owed
    };
    let posting = Posting::new(owed, revenue, charge.amount())?;
    let entry = booking.entry(ids.mint(), Some(charge.from()), source, vec![posting])?;
    Ok(Some(entry))
}

/// The account of what a party owes for the charge that an account is about.
pub(super) fn receivable(about: Account, owes: Responsible) -> Account {
    match owes {
        Responsible::Payer(payer) => about
            .as_kind(AccountKind::InsuranceReceivable)
            .at_payer(payer),
        Responsible::Patient => Account {
            payer: None,
            ..about.as_kind(AccountKind::PatientReceivable)
        },
        Responsible::Collections => Account {
            payer: None,
            ..about.as_kind(AccountKind::CollectionsReceivable)
        },
    }
}

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::id::{ChargeId, EntryId, PatientId, PayerId, Uuid};
use crate::money::Money;
use crate::time::AsOf;

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// A day of March 2026.
fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + TimeDelta::days(i64::from(number) - 1)
}

/// Noon of that day.
fn noon(number: u32) -> DateTime<Utc> {
    day(number).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn all() -> AsOf {
    AsOf::new(day(900), noon(900))
}

fn charge(number: u128) -> ChargeId {
    Uuid::from_u128(1_000 + number).into()
}

fn entry_id(number: u128) -> EntryId {
    Uuid::from_u128(9_000 + number).into()
}

fn payer() -> PayerId {
    Uuid::from_u128(1).into()
}

fn patient() -> PatientId {
    Uuid::from_u128(2).into()
}

fn insurance(number: u128) -> Account {
    Account::of(AccountKind::InsuranceReceivable)
        .at_payer(payer())
        .for_patient(patient())
        .on_charge(charge(number))
}

fn own(number: u128) -> Account {
    insurance(number).as_kind(AccountKind::PatientReceivable)
}

fn plain(kind: AccountKind) -> Account {
    Account::of(kind)
}

fn unapplied(payment: u128) -> Account {
    Account::of(AccountKind::UnappliedPatient)
        .for_patient(patient())
        .from_payment(entry_id(payment))
}

fn source(id: &str, told: &str) -> Source {
    Source::new(
        SourceKind::Other("test".to_owned()),
        id,
        Content::new().text(told).hash(),
    )
    .unwrap()
}

/// An entry that takes effect on a day and is recorded on another, at noon.
fn entry(number: u128, effective: u32, recorded: u32, moves: &[(Account, Account, &str)]) -> Entry {
    let postings = moves
        .iter()
        .map(|(debit, credit, amount)| Posting::new(*debit, *credit, money(amount)).unwrap())
        .collect();
    let dates = Dates {
        service: None,
        effective: day(effective),
        recorded: noon(recorded),
    };
    Entry::new(
        entry_id(number),
        dates,
        source(&number.to_string(), "told"),
        postings,
    )
    .unwrap()
}

/// Charge 200.00, allowed 131.25: the payer pays 95.06, the patient owes 34.25, pays 50.00.
fn one_visit() -> Journal {
    use AccountKind::{Cash, Clearing, Contractual, Revenue, Sequestration};
    let mut journal = Journal::default();
    let charged = entry(1, 2, 2, &[(insurance(1), plain(Revenue), "200.00")]);
    let remitted = entry(
        2,
        16,
        17,
        &[
            (plain(Clearing), insurance(1), "95.06"),
            (plain(Contractual), insurance(1), "68.75"),
            (plain(Sequestration), insurance(1), "1.94"),
            (own(1), insurance(1), "34.25"),
        ],
    );
    let paid = entry(
        3,
        20,
        20,
        &[
            (plain(Cash), own(1), "34.25"),
            (plain(Cash), unapplied(3), "15.75"),
        ],
    );
    journal.append_all([charged, remitted, paid]).unwrap();
    journal
}

#[test]
#[rustfmt::skip] // a table
fn a_visit_ends_in_these_books() {
    use AccountKind::*;
    let trial = one_visit().trial_balance(all()).unwrap();
    let holds = |kind, amount| assert_eq!(trial.balance(kind).unwrap(), money(amount), "{kind:?}");
    //    account               debits less credits
    holds(InsuranceReceivable,  "0.00");
    holds(PatientReceivable,    "0.00");
    holds(Cash,                "50.00");
    holds(Clearing,            "95.06");
    holds(UnappliedPatient,   "-15.75");
    holds(Revenue,           "-200.00");
    holds(Contractual,         "68.75");
    holds(Sequestration,        "1.94");
    assert_eq!(trial.turnover().unwrap(), money("450.00"));
    assert_eq!(trial.entries, 3);
}

/// Responsibility moves by an entry, so the day since when the patient owes can be told.
#[test]
fn p5_responsibility_moves_by_an_entry() {
    let journal = one_visit();
    let at = |effective, recorded| {
        let items = journal.open_items(AsOf::new(day(effective), noon(recorded)));
        items
            .unwrap()
            .into_iter()
            .map(|i| (i.responsible, i.amount.to_string(), i.since))
            .collect::<Vec<_>>()
    };
    let insured = (Responsible::Payer(payer()), "200.00".to_owned(), day(2));
    assert_eq!(at(15, 30), std::slice::from_ref(&insured));
    assert_eq!(
        at(16, 16),
        [insured],
        "the advice of the 16th is known on the 17th"
    );
    assert_eq!(
        at(16, 17),
        [(Responsible::Patient, "34.25".to_owned(), day(16))]
    );
    assert_eq!(at(20, 20), []);
}

#[test]
fn p2_a_payment_gives_no_more_than_it_brought() {
    let mut journal = one_visit();
    assert_eq!(journal.unapplied(entry_id(3)).unwrap(), money("15.75"));
    let charged = entry(4, 21, 21, &[(own(2), plain(AccountKind::Revenue), "80.00")]);
    let too_much = entry(5, 21, 21, &[(unapplied(3), own(2), "15.76")]);
    let just_right = entry(6, 21, 21, &[(unapplied(3), own(2), "15.75")]);
    journal.append(charged).unwrap();
    let by = money("0.01");
    assert_eq!(journal.append(too_much), Err(LedgerError::Overdrawn { by }));
    assert_eq!(journal.append(just_right), Ok(Appended::Posted));
    assert_eq!(journal.unapplied(entry_id(3)).unwrap(), Money::ZERO);
}

#[test]
fn a_source_is_posted_once() {
    let mut journal = one_visit();
    let posted = entry_id(1);
    let again = entry(
        1,
        2,
        30,
        &[(insurance(1), plain(AccountKind::Revenue), "200.00")],
    );
    assert_eq!(journal.append(again), Ok(Appended::Replayed { posted }));
    let dates = Dates {
        service: None,
        effective: day(2),
        recorded: noon(30),
    };
    let postings =
        vec![Posting::new(insurance(1), plain(AccountKind::Revenue), money("1.00")).unwrap()];
    let other = Entry::new(entry_id(50), dates, source("1", "other"), postings.clone()).unwrap();
    assert_eq!(
        journal.append(other),
        Err(LedgerError::SourceConflict { posted })
    );
    let taken = Entry::new(posted, dates, source("new", "told"), postings).unwrap();
    assert_eq!(
        journal.append(taken),
        Err(LedgerError::EntryTaken { entry: posted })
    );
    assert_eq!(journal.entries().len(), 3);
}

#[test]
fn p1_a_correction_is_a_reversal_and_a_new_entry() {
    let mut journal = one_visit();
    let remitted = journal.entry(entry_id(2)).unwrap().clone();
    let back = |number: u128, effective, entry: &Entry| {
        entry.reversal(
            entry_id(number),
            day(effective),
            noon(40),
            source(&number.to_string(), "told"),
        )
    };
    let early = journal.append(back(10, 15, &remitted));
    assert_eq!(
        early,
        Err(LedgerError::ReversedTooEarly { effective: day(16) })
    );

    let reversal = back(11, 25, &remitted);
    journal.append(reversal.clone()).unwrap();
    let owed = journal.balance(all(), |a| a.kind == AccountKind::InsuranceReceivable);
    assert_eq!(owed.unwrap(), money("200.00"));
    assert_eq!(journal.reversal_of(entry_id(2)), Some(entry_id(11)));

    let twice = journal.append(back(12, 26, &remitted));
    assert_eq!(
        twice,
        Err(LedgerError::AlreadyReversed { by: entry_id(11) })
    );
    let of_reversal = journal.append(back(13, 26, &reversal));
    assert_eq!(
        of_reversal,
        Err(LedgerError::ReversesReversal {
            entry: entry_id(11)
        })
    );
    let unknown = back(
        14,
        26,
        &entry(77, 2, 2, &[(own(1), plain(AccountKind::Revenue), "1.00")]),
    );
    assert_eq!(
        journal.append(unknown),
        Err(LedgerError::UnknownEntry {
            entry: entry_id(77)
        })
    );
}

#[test]
fn a_reversal_mirrors_to_the_cent() {
    let mut journal = one_visit();
    let charged = journal.entry(entry_id(1)).unwrap();
    let reversal = charged.reversal(entry_id(20), day(30), noon(30), source("20", "told"));
    let text = serde_json::to_string(&reversal).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), reversal);
    let bent = text.replace("200.00", "199.99");
    let bent: Entry = serde_json::from_str(&bent).unwrap();
    let entry = entry_id(1);
    assert_eq!(journal.append(bent), Err(LedgerError::NotAMirror { entry }));
}

#[test]
fn p1_a_closed_period_stays_as_it_was() {
    let mut journal = one_visit();
    let closing = journal.close(AsOf::new(day(31), noon(35))).unwrap();
    let through = day(31);
    let late = entry(
        30,
        30,
        40,
        &[(own(3), plain(AccountKind::Revenue), "10.00")],
    );
    assert_eq!(
        journal.append(late.clone()),
        Err(LedgerError::PeriodClosed { through })
    );
    let moved = late.in_open_period(through);
    assert_eq!((moved.effective(), moved.dated()), (day(32), day(30)));
    journal.append(moved).unwrap();
    assert!(closing.still_holds(&journal).unwrap());
    let now = journal.trial_balance(AsOf::new(day(32), noon(40))).unwrap();
    assert_eq!(now.turnover().unwrap(), money("460.00"));

    let mut doctored = Journal::default();
    for entry in one_visit().entries() {
        let text = serde_json::to_string(entry)
            .unwrap()
            .replace("68.75", "68.76");
        doctored
            .append(serde_json::from_str(&text).unwrap())
            .unwrap();
    }
    assert!(!closing.still_holds(&doctored).unwrap());
}

#[test]
fn all_entries_stand_or_none() {
    let mut journal = one_visit();
    let sound = entry(40, 40, 40, &[(unapplied(3), own(1), "15.75")]);
    let overdrawn = entry(41, 40, 40, &[(unapplied(3), own(1), "0.01")]);
    assert!(journal.append_all([sound.clone(), overdrawn]).is_err());
    assert_eq!(journal.entries().len(), 3);
    assert_eq!(journal.unapplied(entry_id(3)).unwrap(), money("15.75"));
    assert_eq!(journal.append(sound), Ok(Appended::Posted));
    let backwards = entry(42, 40, 39, &[(own(1), plain(AccountKind::Cash), "1.00")]);
    assert_eq!(
        journal.append(backwards),
        Err(LedgerError::RecordedBackwards { last: noon(40) })
    );
}

#[test]
#[rustfmt::skip] // a table
fn an_account_names_what_it_must() {
    use AccountKind::*;
    //     kind                 lacking
    lacks(InsuranceReceivable,  "a charge");
    lacks(PatientReceivable,    "a charge");
    lacks(UnappliedPatient,     "a payment");
    lacks(UnappliedInsurance,   "a payment");
    lacks(RefundsPayable,       "a payer or a patient");
    lacks(PayerRecoupment,      "a payer");
}

#[track_caller]
fn lacks(kind: AccountKind, dimension: &'static str) {
    let refused = Posting::new(plain(kind), plain(AccountKind::Cash), money("1.00"));
    assert_eq!(
        refused,
        Err(LedgerError::MissingDimension { kind, dimension })
    );
    let text = format!(
        r#"{{"debit":{{"kind":"{}"}},"credit":{{"kind":"cash"}},"amount":"1.00"}}"#,
        kind.name()
    );
    assert!(serde_json::from_str::<Posting>(&text).is_err());
}

#[test]
fn names_are_the_names_in_json() {
    for kind in AccountKind::ALL {
        assert_eq!(
            serde_json::to_string(&kind).unwrap(),
            format!("\"{}\"", kind.name())
        );
    }
}

/// What is in the books already is taken as it comes; only what is new has to be in order.
#[test]
fn a_journal_is_made_of_what_is_in_the_books() {
    let written = one_visit();
    let mut loose = written.entries().to_vec();
    loose.reverse();
    loose.push(loose[0].clone());
    let mut journal = Journal::of(loose).unwrap();
    assert_eq!(journal.entries(), written.entries());
    assert_eq!(journal.unapplied(entry_id(3)).unwrap(), money("15.75"));

    let mut part = Journal::of(written.entries()[1..].to_vec()).unwrap();
    let earlier = written.entries()[0].clone();
    let last = noon(20);
    assert_eq!(
        part.append(earlier.clone()),
        Err(LedgerError::RecordedBackwards { last })
    );
    part.include([earlier]).unwrap();
    assert_eq!(part.entries(), written.entries());

    let reversal =
        written.entries()[1].reversal(entry_id(60), day(30), noon(30), source("60", "told"));
    journal.append(reversal.clone()).unwrap();
    let alone = Journal::of([reversal]).unwrap();
    assert_eq!(alone.reversal_of(entry_id(2)), Some(entry_id(60)));
}

fn item(number: u128, service: u32, amount: &str) -> OpenItem {
    OpenItem {
        charge: charge(number),
        responsible: Responsible::Patient,
        patient: Some(patient()),
        service: day(service),
        since: day(service),
        amount: money(amount),
        account: own(number),
    }
}

/// Open: charge 1 with 40.00 of the 9th, charge 2 with 25.00 of the 2nd, charge 3 in credit.
#[test]
#[rustfmt::skip] // a table
fn p4_the_order_of_application_is_policy() {
    use Allocation::{Explicit, OldestFirst, Proportional};
    let said = |parts: &[(u128, &str)]| Explicit(parts.iter().map(|(n, a)| (charge(*n), money(a))).collect());
    //     payment   policy                                  charge 1  charge 2  unapplied
    pays("50.00",   &OldestFirst,                           "25.00",  "25.00",  "0.00");
    pays("10.00",   &OldestFirst,                           "0.00",   "10.00",  "0.00");
    pays("70.00",   &OldestFirst,                           "40.00",  "25.00",  "5.00");
    pays("50.00",   &said(&[(1, "40.00"), (2, "10.00")]),   "40.00",  "10.00",  "0.00");
    pays("50.00",   &said(&[(1, "50.00")]),                 "40.00",  "0.00",   "10.00");
    pays("50.00",   &said(&[(1, "5.00"), (1, "5.00")]),     "10.00",  "0.00",   "40.00");
    pays("50.00",   &said(&[(9, "50.00")]),                 "0.00",   "0.00",   "50.00");
    pays("50.00",   &said(&[(3, "50.00")]),                 "0.00",   "0.00",   "50.00");
    pays("50.00",   &Proportional,                          "30.77",  "19.23",  "0.00");
    pays("70.00",   &Proportional,                          "40.00",  "25.00",  "5.00");
}

#[track_caller]
fn pays(payment: &str, allocation: &Allocation, first: &str, second: &str, rest: &str) {
    let items = [
        item(1, 9, "40.00"),
        item(2, 2, "25.00"),
        item(3, 1, "-12.00"),
    ];
    let allocated = allocate(money(payment), &items, allocation).unwrap();
    let to = |number| {
        let parts = allocated
            .applications
            .iter()
            .filter(|a| a.item.charge == charge(number));
        Money::sum(parts.map(|a| a.amount)).unwrap()
    };
    let got = (to(1), to(2), to(3), allocated.unapplied);
    assert_eq!(
        got,
        (money(first), money(second), Money::ZERO, money(rest)),
        "{payment} {allocation:?}"
    );
}

#[test]
fn an_allocation_is_sound_or_refused() {
    let explicit = |amount| Allocation::Explicit(vec![(charge(1), money(amount))]);
    let open = [item(1, 9, "40.00")];
    let refused = |payment, amount| allocate(money(payment), &open, &explicit(amount)).unwrap_err();
    assert_eq!(
        refused("10.00", "10.01"),
        LedgerError::OverAllocated { by: money("0.01") }
    );
    assert_eq!(refused("10.00", "-1.00"), LedgerError::NotPositive);
    assert_eq!(refused("0.00", "1.00"), LedgerError::NotPositive);
}

fn any_account() -> impl Strategy<Value = Account> {
    prop_oneof![
        (0..4_u128).prop_map(insurance),
        (0..4_u128).prop_map(own),
        Just(plain(AccountKind::Cash)),
        Just(plain(AccountKind::Revenue)),
        Just(plain(AccountKind::Contractual)),
    ]
}

prop_compose! {
    fn any_entry()(
        effective in 1..60_u32,
        late in 0..3_u32,
        moves in prop::collection::vec((any_account(), any_account(), 1..1_000_000_i64), 1..5),
    ) -> Option<(u32, u32, Vec<Posting>)> {
        let postings: Vec<Posting> = moves.into_iter()
            .filter_map(|(d, c, cents)| Posting::new(d, c, Money::from_cents(cents).unwrap()).ok())
            .collect();
        (!postings.is_empty()).then_some((effective, late, postings))
    }
}

/// Entries in the order in which they were recorded, some known late.
fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(any_entry(), 1..25).prop_map(|drafts| {
        let mut recorded = 0;
        drafts
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(place, (effective, late, postings))| {
                recorded += late;
                let dates = Dates {
                    service: None,
                    effective: day(effective),
                    recorded: noon(recorded),
                };
                let number = u128::try_from(place).unwrap();
                Entry::new(
                    entry_id(number),
                    dates,
                    source(&number.to_string(), "told"),
                    postings,
                )
                .unwrap()
            })
            .collect()
    })
}

fn journal_of(entries: &[Entry]) -> Journal {
    let mut journal = Journal::default();
    journal.append_all(entries.iter().cloned()).unwrap();
    journal
}

proptest! {
    #[test]
    fn the_books_sum_to_zero(entries in any_entries(), at in 0..60_u32, known in 0..80_u32) {
        let journal = journal_of(&entries);
        let as_of = AsOf::new(day(at), noon(known));
        prop_assert_eq!(journal.balance(as_of, |_| true).unwrap(), Money::ZERO);
        let trial = journal.trial_balance(as_of).unwrap();
        let credits = Money::sum(trial.lines.iter().map(|line| line.credits)).unwrap();
        prop_assert_eq!(trial.turnover().unwrap(), credits);
        let items = journal.open_items(as_of).unwrap();
        let control = journal.balance(as_of, |account| account.kind.is_receivable()).unwrap();
        prop_assert_eq!(Money::sum(items.iter().map(|item| item.amount)).unwrap(), control);
    }

    #[test]
    fn reversal_undoes(entries in any_entries(), which: prop::sample::Index) {
        let mut journal = journal_of(&entries);
        prop_assume!(!entries.is_empty());
        let undone = which.get(&entries);
        let reversal = undone.reversal(entry_id(777), day(100), noon(100), source("777", "told"));
        journal.append(reversal).unwrap();
        let rest: Vec<Entry> = entries.iter().filter(|e| e.id() != undone.id()).cloned().collect();
        prop_assert_eq!(journal.balances(all()).unwrap(), journal_of(&rest).balances(all()).unwrap());
    }

    #[test]
    fn replay_changes_nothing(entries in any_entries(), count: prop::sample::Index) {
        let mut journal = journal_of(&entries);
        let before = journal.balances(all()).unwrap();
        let again = &entries[..count.index(entries.len() + 1)];
        for appended in journal.append_all(again.iter().cloned()).unwrap() {
            prop_assert_ne!(appended, Appended::Posted);
        }
        prop_assert_eq!(journal.entries(), &entries[..]);
        prop_assert_eq!(journal.balances(all()).unwrap(), before);
    }

    /// X1: what was known at an instant is known so for ever.
    #[test]
    fn x1_the_past_is_unmoved_by_what_is_learnt_later(entries in any_entries(), at in 0..60_u32, known in 0..80_u32) {
        let as_of = AsOf::new(day(at), noon(known));
        let split = entries.partition_point(|entry| entry.recorded() <= as_of.recorded);
        let then = journal_of(&entries[..split]);
        let now = journal_of(&entries);
        prop_assert_eq!(then.balances(as_of).unwrap(), now.balances(as_of).unwrap());
        prop_assert_eq!(then.open_items(as_of).unwrap(), now.open_items(as_of).unwrap());
    }

    #[test]
    fn allocation_conserves(
        payment in 1..1_000_000_i64,
        amounts in prop::collection::vec((1..30_u32, -10_000..100_000_i64), 0..12),
        policy in 0..3_u8,
    ) {
        let payment = Money::from_cents(payment).unwrap();
        let items: Vec<OpenItem> = (0_u128..).zip(&amounts).map(|(number, (service, cents))| OpenItem {
            amount: Money::from_cents(*cents).unwrap(),
            ..item(number, *service, "0.00")
        }).collect();
        let allocation = match policy {
            0 => Allocation::OldestFirst,
            1 => Allocation::Proportional,
            _ => Allocation::Explicit(items.iter().take(1).map(|item| (item.charge, payment)).collect()),
        };
        let allocated = allocate(payment, &items, &allocation).unwrap();
        let applied = Money::sum(allocated.applications.iter().map(|a| a.amount)).unwrap();
        prop_assert_eq!(applied.plus(allocated.unapplied).unwrap(), payment);
        prop_assert!(!allocated.unapplied.is_negative());
        let mut paid = BTreeMap::<ChargeId, Money>::new();
        for application in &allocated.applications {
            prop_assert!(application.amount.is_positive());
            prop_assert!(application.amount <= application.item.amount);
            prop_assert!(paid.insert(application.item.charge, application.amount).is_none());
        }
        let open = items.iter().filter(|item| item.amount.is_positive()).map(|item| item.amount);
        let total = Money::sum(open).unwrap();
        if policy < 2 {
            prop_assert_eq!(applied, payment.min(total));
        }
    }
}

use chrono::TimeDelta;

use crate::id::{EntryId, PatientId};
use crate::ledger::{Account, AccountKind, Content, Dates, Entry, Journal, Posting};
use crate::ledger::{Source, SourceKind};
use crate::money::Money;
use crate::store::error::CommitError;
use crate::store::place::Place;
use crate::store::question::Question;
use crate::store::scan::Scan;
use crate::time::AsOf;

use super::desk::{Desk, Failure, same};
use super::suite::table;

table! { "ledger", desk;
    "an entry comes back as it was written" => comes_back(desk);
    "an entry that was never written is not there" => absent(desk);
    "the largest amount comes back" => largest(desk);
    "a patient's entries come in the order of recording" => in_order(desk);
    "an entry about two patients is both's" => two_patients(desk);
    "an entry about nobody is nobody's" => nobody(desk);
    "an event is posted once" => once(desk);
    "an event told otherwise is not posted again" => told_otherwise(desk);
    "who posted an event is found" => who_posted(desk);
    "an entry is taken back once" => reversed_once(desk);
    "an entry's identifier is used once" => same_id(desk);
    "an entry twice in a batch is refused" => twice(desk);
    "as of a day, later days do not count" => as_of(desk, 1, 1_000, &[1, 2]);
    "as of an instant, what was recorded later does not count" => as_of(desk, 100, 20, &[1, 2]);
    "as of an instant, what was recorded just then counts" => as_of(desk, 100, 30, &[1, 2, 3]);
    "as of a day and an instant, both count" => as_of(desk, 0, 20, &[1]);
    "as of a time before all, nothing counts" => as_of(desk, 100, -1, &[]);
    "as of the end of time, everything counts" => end_of_time(desk);
    "what is read adds up to zero" => zero(desk);
}

async fn post(desk: Desk<'_>, key: &str, entry: Entry) -> Result<(), Failure> {
    let mut batch = desk.batch(key);
    batch.entries.push(entry);
    desk.keep(batch).await?;
    Ok(())
}

async fn entry(desk: Desk<'_>, n: u64) -> Result<Vec<Entry>, Failure> {
    let question = Question::Entry(desk.id(n));
    Ok(desk.ask(&[question]).await?.entries(0).to_vec())
}

async fn of_patient(desk: Desk<'_>, n: u64) -> Result<Vec<EntryId>, Failure> {
    let question = Question::Entries(desk.id(n));
    let answers = desk.ask(&[question]).await?;
    Ok(answers.entries(0).iter().map(Entry::id).collect())
}

async fn comes_back(desk: Desk<'_>) -> Result<(), Failure> {
    let charged = desk.entry(1, 50, 15_000, (-3, 0))?;
    let back = charged.reversal(desk.id(2), desk.day(0), desk.nine(), source("back", "all")?);
    post(desk, "charge", charged.clone()).await?;
    post(desk, "back", back.clone()).await?;
    same("the entry", entry(desk, 1).await?, vec![charged])?;
    same("its reversal", entry(desk, 2).await?, vec![back])
}

fn source(id: &str, told: &str) -> Result<Source, Failure> {
    let content = Content::new().text(told).hash();
    Source::new(SourceKind::Reversal, id, content).map_err(|_| Failure::new("a source"))
}

async fn absent(desk: Desk<'_>) -> Result<(), Failure> {
    same("the entry", entry(desk, 1).await?, vec![])?;
    same("the patient's", of_patient(desk, 50).await?, vec![])
}

async fn largest(desk: Desk<'_>) -> Result<(), Failure> {
    let charged = desk.entry(1, 50, i64::MAX, (0, 0))?;
    post(desk, "charge", charged.clone()).await?;
    same("the entry", entry(desk, 1).await?, vec![charged])
}

async fn in_order(desk: Desk<'_>) -> Result<(), Failure> {
    for (n, minutes) in [(1, 30), (2, 10), (3, 20), (4, 10)] {
        let charged = desk.entry(n, 50, 100, (0, minutes))?;
        post(desk, &format!("{n}"), charged).await?;
    }
    let wanted = [2, 4, 3, 1].map(|n| desk.id::<EntryId>(n));
    same("the entries", of_patient(desk, 50).await?, wanted.to_vec())
}

/// A transfer between two accounts.
fn moved(desk: Desk<'_>, n: u64, from: Account, to: Account) -> Result<Entry, Failure> {
    let wrong = |_| Failure::new("an entry");
    let amount = Money::from_cents(100).map_err(|_| Failure::new("an amount"))?;
    let posting = Posting::new(to, from, amount).map_err(wrong)?;
    let dates = Dates {
        service: None,
        effective: desk.day(0),
        recorded: desk.nine(),
    };
    let source = source(&format!("move {n}"), "")?;
    Entry::new(desk.id(n), dates, source, vec![posting]).map_err(wrong)
}

async fn two_patients(desk: Desk<'_>) -> Result<(), Failure> {
    let revenue = |n| Account::of(AccountKind::Revenue).for_patient(desk.id::<PatientId>(n));
    post(desk, "move", moved(desk, 1, revenue(50), revenue(51))?).await?;
    let wanted = vec![desk.id::<EntryId>(1)];
    same("the one's", of_patient(desk, 50).await?, wanted.clone())?;
    same("the other's", of_patient(desk, 51).await?, wanted)
}

async fn nobody(desk: Desk<'_>) -> Result<(), Failure> {
    let (cash, revenue) = (AccountKind::Cash, AccountKind::Revenue);
    let deposit = moved(desk, 1, Account::of(revenue), Account::of(cash))?;
    post(desk, "deposit", deposit.clone()).await?;
    same("the entry", entry(desk, 1).await?, vec![deposit])?;
    same("a patient's", of_patient(desk, 50).await?, vec![])
}

/// Entry `n` that says it comes from the charge of entry 1.
fn from_the_same(desk: Desk<'_>, n: u64, cents: i64) -> Result<Entry, Failure> {
    let charged = desk.entry(1, 50, cents, (0, 0))?;
    let source = charged.source().clone();
    let other = desk.entry(60, 50, cents, (0, 0))?;
    Ok(other.reversal(desk.id(n), desk.day(0), desk.nine(), source))
}

async fn once(desk: Desk<'_>) -> Result<(), Failure> {
    post(desk, "charge", desk.entry(1, 50, 100, (0, 0))?).await?;
    let mut batch = desk.batch("again");
    batch.entries.push(from_the_same(desk, 2, 100)?);
    let error = desk.refused(batch, "store.claim_taken").await?;
    let place = Place::source(&SourceKind::Charge, "charge 1");
    let holder = desk.id(1);
    same(
        "the refusal",
        error,
        CommitError::ClaimTaken { place, holder },
    )?;
    same("the patient's", of_patient(desk, 50).await?.len(), 1)
}

async fn told_otherwise(desk: Desk<'_>) -> Result<(), Failure> {
    post(desk, "charge", desk.entry(1, 50, 100, (0, 0))?).await?;
    let mut batch = desk.batch("again");
    batch.entries.push(from_the_same(desk, 2, 999)?);
    desk.refused(batch, "store.claim_taken").await?;
    Ok(())
}

async fn who_posted(desk: Desk<'_>) -> Result<(), Failure> {
    post(desk, "charge", desk.entry(1, 50, 100, (0, 0))?).await?;
    let place = |id| Place::source(&SourceKind::Charge, id);
    let posted = desk.holder(place("charge 1")).await?;
    same("who posted it", posted, Some(desk.id(1)))?;
    same("another", desk.holder(place("charge 2")).await?, None)
}

async fn reversed_once(desk: Desk<'_>) -> Result<(), Failure> {
    let charged = desk.entry(1, 50, 100, (0, 0))?;
    post(desk, "charge", charged.clone()).await?;
    for (n, key) in [(2, "back"), (3, "back again")] {
        let back = charged.reversal(desk.id(n), desk.day(0), desk.nine(), source(key, "")?);
        let mut batch = desk.batch(key);
        batch.entries.push(back);
        if n == 2 {
            desk.keep(batch).await?;
        } else {
            desk.refused(batch, "store.claim_taken").await?;
        }
    }
    same("the patient's", of_patient(desk, 50).await?.len(), 2)
}

async fn same_id(desk: Desk<'_>) -> Result<(), Failure> {
    post(desk, "charge", desk.entry(1, 50, 100, (0, 0))?).await?;
    let mut batch = desk.batch("other");
    let other = desk.entry(2, 50, 100, (0, 0))?;
    let source = source("other", "")?;
    batch
        .entries
        .push(other.reversal(desk.id(1), desk.day(0), desk.nine(), source));
    desk.refused(batch, "store.invalid").await?;
    Ok(())
}

async fn twice(desk: Desk<'_>) -> Result<(), Failure> {
    let charged = desk.entry(1, 50, 100, (0, 0))?;
    let mut batch = desk.batch("twice");
    batch.entries = vec![charged.clone(), charged];
    desk.refused(batch, "store.invalid").await?;
    same("the entry", entry(desk, 1).await?, vec![])
}

/// Entries 1, 2, 3 take effect 0, 1, 2 days after the Monday and are recorded 10, 20, 30 minutes
/// after its nine o'clock.
async fn as_of(desk: Desk<'_>, days: i64, minutes: i64, wanted: &[u64]) -> Result<(), Failure> {
    for (n, days, minutes) in [(1, 0, 10), (2, 1, 20), (3, 2, 30)] {
        let charged = desk.entry(n, 50, 100, (days, minutes))?;
        post(desk, &format!("{n}"), charged).await?;
    }
    let scan = Scan::Entries(AsOf {
        effective: desk.day(days),
        recorded: desk.nine() + TimeDelta::minutes(minutes),
    });
    let page = desk.store.scan(desk.practice(), &scan, None, 100).await?;
    let found: Vec<EntryId> = page.entries().iter().map(Entry::id).collect();
    same(
        "the entries",
        found,
        wanted.iter().map(|n| desk.id(*n)).collect(),
    )
}

async fn end_of_time(desk: Desk<'_>) -> Result<(), Failure> {
    post(desk, "1", desk.entry(1, 50, 100, (0, 0))?).await?;
    let scan = Scan::Entries(AsOf::EVERYTHING);
    let page = desk.store.scan(desk.practice(), &scan, None, 100).await?;
    same("how many entries", page.entries().len(), 1)
}

async fn zero(desk: Desk<'_>) -> Result<(), Failure> {
    for n in 1..20 {
        let cents = i64::try_from(n * n * 37).unwrap_or(1);
        let charged = desk.entry(n, 50 + n % 3, cents, (0, 0))?;
        post(desk, &format!("{n}"), charged).await?;
    }
    let as_of = AsOf {
        effective: desk.day(0),
        recorded: desk.nine(),
    };
    let scan = Scan::Entries(as_of);
    let page = desk.store.scan(desk.practice(), &scan, None, 100).await?;
    let mut journal = Journal::default();
    let wrong = |_| Failure::new("a journal");
    journal.append_all(page.entries().to_vec()).map_err(wrong)?;
    let balances = journal.balances(as_of).map_err(wrong)?;
    let sum = Money::sum(balances.into_values()).map_err(|_| Failure::new("a sum"))?;
    same("the sum of all accounts", sum, Money::ZERO)
}

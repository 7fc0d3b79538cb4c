use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::aging::{Aging, AgingBasis, AgingLine, Bucket};
use super::error::MetricsError;
use super::fact::ReceivableRow;
use crate::id::{ChargeId, PayerId};
use crate::money::{Money, MoneyError};
use crate::time::AsOf;

/// The number of an item in [`Receivables`]: what one party owes for one charge.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Item(u32);

/// What is owed, and what was paid too much; never one less the other.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Outstanding {
    /// All items that are owed.
    pub owed: Money,
    /// All items in credit, as an amount above zero.
    pub credits: Money,
}

/// Receivables in columns: items with their dates, and movements in the order in which they were
/// recorded.
///
/// What was known at an instant is a front part of the movements, and an item is a number, so that
/// a balance is found without hashing. 24 bytes a movement, 6 an item.
///
/// ```
/// # use pms_core::id::{PayerId, Uuid};
/// # use pms_core::metrics::{AgingBasis, Bucket, Receivables};
/// # use pms_core::time::AsOf;
/// # let payer = PayerId::from(Uuid::from_u128(1));
/// let mut receivables = Receivables::new(AgingBasis::Service);
/// let charge = receivables.add_item(Some(payer), Some("2026-01-05".parse()?))?;
/// receivables.add(charge, "2026-01-05".parse()?, "2026-01-05T18:00:00Z".parse()?, "120.00".parse()?)?;
/// receivables.add(charge, "2026-02-01".parse()?, "2026-02-02T09:00:00Z".parse()?, "-80.00".parse()?)?;
///
/// let as_of = AsOf::new("2026-03-01".parse()?, "2026-03-01T23:00:00Z".parse()?);
/// let aging = receivables.aging(as_of)?;
/// assert_eq!(aging.lines[0].buckets[Bucket::UpTo60 as usize], "40.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Receivables {
    basis: AgingBasis,
    /// The party of each number, and back.
    parties: Vec<Option<PayerId>>,
    numbers: HashMap<Option<PayerId>, u16>,
    item_party: Vec<u16>,
    /// The day from which the item's age is counted, as days of the common era.
    item_since: Vec<i32>,
    item: Vec<u32>,
    effective: Vec<i32>,
    /// Microseconds since 1970, ascending.
    recorded: Vec<i64>,
    cents: Vec<i64>,
}

/// No day to count from.
const UNDATED: i32 = i32::MAX;

impl Receivables {
    /// No receivables yet, their ages to be counted from a basis.
    #[must_use]
    pub fn new(basis: AgingBasis) -> Self {
        Self {
            basis,
            parties: Vec::new(),
            numbers: HashMap::new(),
            item_party: Vec::new(),
            item_since: Vec::new(),
            item: Vec::new(),
            effective: Vec::new(),
            recorded: Vec::new(),
            cents: Vec::new(),
        }
    }

    /// The columns of rows, whatever their order.
    ///
    /// Where rows of one item tell different dates, those of the one that was recorded last count.
    ///
    /// # Errors
    ///
    /// [`MetricsError::TooMany`] beyond 65,536 payers or four billion items.
    pub fn of(rows: &[ReceivableRow], basis: AgingBasis) -> Result<Self, MetricsError> {
        let mut ordered: Vec<&ReceivableRow> = rows.iter().collect();
        ordered.sort_by_key(|row| row.recorded);
        let mut receivables = Self::new(basis);
        let mut items = HashMap::<(ChargeId, Option<PayerId>), Item>::new();
        for row in ordered {
            let since = row.counted_from(basis);
            let item = match items.get(&(row.charge, row.payer)) {
                Some(item) => *item,
                None => {
                    let item = receivables.add_item(row.payer, since)?;
                    items.insert((row.charge, row.payer), item);
                    item
                }
            };
            if let Some(known) = place(item.0).and_then(|i| receivables.item_since.get_mut(i)) {
                *known = number(since);
            }
            receivables.add(item, row.effective, row.recorded, row.amount)?;
        }
        Ok(receivables)
    }

    /// Numbers an item: what a payer, or the patient, owes for a charge, and since when by the
    /// basis. An item without that day is undated in the report.
    ///
    /// # Errors
    ///
    /// [`MetricsError::TooMany`] beyond 65,536 payers or four billion items.
    pub fn add_item(
        &mut self,
        payer: Option<PayerId>,
        since: Option<NaiveDate>,
    ) -> Result<Item, MetricsError> {
        let party = match self.numbers.get(&payer) {
            Some(party) => *party,
            None => {
                let party = u16::try_from(self.parties.len()).map_err(|_| MetricsError::TooMany)?;
                self.parties.push(payer);
                self.numbers.insert(payer, party);
                party
            }
        };
        let item = u32::try_from(self.item_party.len()).map_err(|_| MetricsError::TooMany)?;
        self.item_party.push(party);
        self.item_since.push(number(since));
        Ok(Item(item))
    }

    /// Adds a movement of an item: above zero more is owed, below zero less.
    ///
    /// # Errors
    ///
    /// [`MetricsError::UnknownItem`], and [`MetricsError::RecordedBackwards`] where a later one was
    /// added before.
    pub fn add(
        &mut self,
        item: Item,
        effective: NaiveDate,
        recorded: DateTime<Utc>,
        amount: Money,
    ) -> Result<(), MetricsError> {
        if place(item.0).is_none_or(|i| i >= self.item_party.len()) {
            return Err(MetricsError::UnknownItem);
        }
        let instant = recorded.timestamp_micros();
        if let Some(last) = self.recorded.last()
            && instant < *last
        {
            let last = DateTime::from_timestamp_micros(*last).unwrap_or(recorded);
            return Err(MetricsError::RecordedBackwards { last });
        }
        self.item.push(item.0);
        self.effective.push(effective.num_days_from_ce());
        self.recorded.push(instant);
        self.cents.push(amount.cents());
        Ok(())
    }

    /// How many movements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.item.len()
    }

    /// Whether there is no movement.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.item.is_empty()
    }

    /// The aging report.
    ///
    /// # Errors
    ///
    /// [`MetricsError::Money`] where a sum does not fit.
    pub fn aging(&self, as_of: AsOf) -> Result<Aging, MetricsError> {
        let balances = self.balances(as_of)?;
        let today = as_of.effective.num_days_from_ce();
        let mut tallies = vec![Tally::default(); self.parties.len()];
        let items = self.item_party.iter().zip(&self.item_since).zip(&balances);
        for ((party, since), balance) in items {
            if let Some(tally) = tallies.get_mut(usize::from(*party)) {
                tally.take(today, *since, *balance);
            }
        }
        let mut lines = BTreeMap::new();
        for (payer, tally) in self.parties.iter().zip(&tallies) {
            let line = tally.line(*payer)?;
            if line != AgingLine::empty(*payer) {
                lines.insert(*payer, line);
            }
        }
        Ok(Aging {
            as_of,
            basis: self.basis,
            lines: lines.into_values().collect(),
        })
    }

    /// What is owed and what is in credit, item by item.
    ///
    /// # Errors
    ///
    /// [`MetricsError::Money`] where a sum does not fit.
    pub fn outstanding(&self, as_of: AsOf) -> Result<Outstanding, MetricsError> {
        let (mut owed, mut credits) = (0_i128, 0_i128);
        for balance in self.balances(as_of)? {
            owed += i128::from(balance.max(0));
            credits += i128::from(balance.min(0));
        }
        Ok(Outstanding {
            owed: money(owed)?,
            credits: money(-credits)?,
        })
    }

    /// What each item comes to, in cents.
    fn balances(&self, as_of: AsOf) -> Result<Vec<i64>, MetricsError> {
        let known = as_of.recorded.timestamp_micros();
        let known = self.recorded.partition_point(|at| *at <= known);
        let today = as_of.effective.num_days_from_ce();
        let mut balances = vec![0_i64; self.item_party.len()];
        let mut lost = false;
        let movements = self.item.iter().zip(&self.effective).zip(&self.cents);
        for ((item, effective), cents) in movements.take(known) {
            if let Some(balance) = place(*item).and_then(|i| balances.get_mut(i)) {
                let counts = i64::from(*effective <= today);
                let (sum, overflow) = balance.overflowing_add(*cents * counts);
                *balance = sum;
                lost |= overflow;
            }
        }
        if lost {
            return Err(MoneyError::OutOfRange.into());
        }
        Ok(balances)
    }
}

/// The sums of one party. Wide, so that no sum of amounts is lost.
#[derive(Clone, Copy, Default)]
struct Tally {
    buckets: [i128; 5],
    undated: i128,
    credits: i128,
}

impl Tally {
    fn take(&mut self, today: i32, since: i32, balance: i64) {
        let amount = i128::from(balance);
        if balance < 0 {
            self.credits -= amount;
        } else if since == UNDATED {
            self.undated += amount;
        } else {
            let age = i64::from(today) - i64::from(since);
            let bucket: usize = Bucket::EDGES
                .iter()
                .map(|edge| usize::from(age > *edge))
                .sum();
            if let Some(sum) = self.buckets.get_mut(bucket) {
                *sum += amount;
            }
        }
    }

    fn line(&self, payer: Option<PayerId>) -> Result<AgingLine, MetricsError> {
        let mut line = AgingLine::empty(payer);
        for (bucket, sum) in line.buckets.iter_mut().zip(self.buckets) {
            *bucket = money(sum)?;
        }
        line.undated = money(self.undated)?;
        line.credits = money(self.credits)?;
        Ok(line)
    }
}

impl ReceivableRow {
    fn counted_from(&self, basis: AgingBasis) -> Option<NaiveDate> {
        match basis {
            AgingBasis::Service => Some(self.service),
            AgingBasis::FirstBilled => self.first_billed,
            AgingBasis::Responsibility => self.responsible_since,
        }
    }
}

fn number(since: Option<NaiveDate>) -> i32 {
    since.map_or(UNDATED, |day| day.num_days_from_ce())
}

fn place(item: u32) -> Option<usize> {
    usize::try_from(item).ok()
}

fn money(cents: i128) -> Result<Money, MetricsError> {
    i64::try_from(cents)
        .map_err(|_| MoneyError::OutOfRange)
        .and_then(Money::from_cents)
        .map_err(MetricsError::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + TimeDelta::days(number)
    }

    fn noon(number: i64) -> DateTime<Utc> {
        day(number).and_hms_opt(12, 0, 0).unwrap().and_utc()
    }

    fn row(
        charge: u128,
        payer: Option<u128>,
        service: i64,
        effective: i64,
        amount: i64,
    ) -> ReceivableRow {
        ReceivableRow {
            charge: Uuid::from_u128(charge).into(),
            payer: payer.map(|payer| Uuid::from_u128(payer).into()),
            service: day(service),
            first_billed: None,
            responsible_since: Some(day(service + 20)),
            effective: day(effective),
            recorded: noon(effective),
            amount: Money::from_cents(amount).unwrap(),
        }
    }

    /// The report by the book: a balance an item, each into its bucket.
    fn by_the_book(rows: &[ReceivableRow], basis: AgingBasis, as_of: AsOf) -> Aging {
        let mut items = BTreeMap::<(ChargeId, Option<PayerId>), (Money, Option<NaiveDate>)>::new();
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| row.recorded);
        for row in &rows {
            let item = items.entry((row.charge, row.payer)).or_default();
            item.1 = row.counted_from(basis);
            if as_of.sees(row.effective, row.recorded) {
                item.0 = item.0.plus(row.amount).unwrap();
            }
        }
        let mut lines = BTreeMap::<Option<PayerId>, AgingLine>::new();
        for ((_, payer), (amount, since)) in items {
            if amount.is_zero() {
                continue;
            }
            let line = lines
                .entry(payer)
                .or_insert_with(|| AgingLine::empty(payer));
            let cell = match since {
                _ if amount.is_negative() => &mut line.credits,
                None => &mut line.undated,
                Some(since) => &mut line.buckets[Bucket::on(as_of.effective, since) as usize],
            };
            *cell = cell.plus(amount.magnitude()).unwrap();
        }
        Aging {
            as_of,
            basis,
            lines: lines.into_values().collect(),
        }
    }

    fn line(rows: &[ReceivableRow], basis: AgingBasis, at: i64) -> Vec<String> {
        let as_of = AsOf::new(day(at), noon(at));
        let aging = Receivables::of(rows, basis).unwrap().aging(as_of).unwrap();
        assert_eq!(aging, by_the_book(rows, basis, as_of));
        let total = aging.total().unwrap();
        total
            .buckets
            .iter()
            .chain([&total.undated, &total.credits])
            .map(Money::to_string)
            .collect()
    }

    #[test]
    fn x2_the_basis_is_chosen_and_printed() {
        let rows = [row(1, None, 0, 0, 10_000)];
        use AgingBasis::{FirstBilled, Responsibility, Service};
        //                                  0-30      31-60     61-90   91-120  120+    undated   credits
        assert_eq!(
            line(&rows, Service, 45),
            ["0.00", "100.00", "0.00", "0.00", "0.00", "0.00", "0.00"]
        );
        assert_eq!(
            line(&rows, Responsibility, 45),
            ["100.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"]
        );
        assert_eq!(
            line(&rows, FirstBilled, 45),
            ["0.00", "0.00", "0.00", "0.00", "0.00", "100.00", "0.00"]
        );
        assert_eq!(FirstBilled.name(), "first billed date");
    }

    #[test]
    #[rustfmt::skip] // a table
    fn x3_day_30_is_in_the_first_bucket() {
        //   days  bucket
        for (days, bucket) in [
            (-3,   "0-30"),
            (0,    "0-30"),
            (30,   "0-30"),
            (31,   "31-60"),
            (60,   "31-60"),
            (61,   "61-90"),
            (90,   "61-90"),
            (91,   "91-120"),
            (120,  "91-120"),
            (121,  "120+"),
        ] {
            assert_eq!(Bucket::of(days).name(), bucket);
            let at = line(&[row(1, None, 130, 0, 100)], AgingBasis::Service, 130 + days);
            let place = Bucket::ALL.iter().position(|b| b.name() == bucket).unwrap();
            assert_eq!(at[place], "1.00", "{days}");
        }
    }

    /// Owed 100, in credit 20: that is not 80.
    #[test]
    fn x4_credits_stand_beside() {
        let rows = [
            row(1, Some(9), 0, 0, 10_000),
            row(2, Some(9), 0, 0, 5_000),
            row(2, Some(9), 0, 10, -7_000),
        ];
        let got = line(&rows, AgingBasis::Service, 20);
        assert_eq!(
            got,
            ["100.00", "0.00", "0.00", "0.00", "0.00", "0.00", "20.00"]
        );
        let as_of = AsOf::new(day(20), noon(20));
        let outstanding = Receivables::of(&rows, AgingBasis::Service)
            .unwrap()
            .outstanding(as_of)
            .unwrap();
        assert_eq!(
            (outstanding.owed.cents(), outstanding.credits.cents()),
            (10_000, 2_000)
        );
    }

    #[test]
    fn columns_are_filled_forwards() {
        let mut columns = Receivables::new(AgingBasis::Service);
        let item = columns.add_item(None, Some(day(0))).unwrap();
        columns.add(item, day(0), noon(5), Money::ZERO).unwrap();
        let back = columns.add(item, day(0), noon(4), Money::ZERO);
        assert_eq!(back, Err(MetricsError::RecordedBackwards { last: noon(5) }));
        let stranger = columns.add(Item(1), day(0), noon(6), Money::ZERO);
        assert_eq!(stranger, Err(MetricsError::UnknownItem));
        assert_eq!(columns.len(), 1);
    }

    fn any_row() -> impl Strategy<Value = ReceivableRow> {
        (
            (0..12_u128, prop::option::of(0..3_u128), 0..200_i64),
            (0..200_i64, 0..40_i64, -50_000..50_000_i64),
            (prop::option::of(0..200_i64), prop::option::of(0..200_i64)),
        )
            .prop_map(
                |((charge, payer, service), (effective, late, amount), (billed, since))| {
                    ReceivableRow {
                        first_billed: billed.map(day),
                        responsible_since: since.map(day),
                        recorded: noon(effective + late),
                        ..row(charge, payer, service, effective, amount)
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn x1_columns_agree_with_the_book(
            rows in prop::collection::vec(any_row(), 0..60),
            at in 0..250_i64,
            known in 0..250_i64,
            basis in prop::sample::select(vec![AgingBasis::Service, AgingBasis::FirstBilled, AgingBasis::Responsibility]),
        ) {
            let as_of = AsOf::new(day(at), noon(known));
            let columns = Receivables::of(&rows, basis).unwrap();
            let aging = columns.aging(as_of).unwrap();
            prop_assert_eq!(&aging, &by_the_book(&rows, basis, as_of));
            let total = aging.total().unwrap();
            let outstanding = columns.outstanding(as_of).unwrap();
            prop_assert_eq!(total.owed().unwrap(), outstanding.owed);
            prop_assert_eq!(total.credits, outstanding.credits);
            let control = rows.iter().filter(|r| as_of.sees(r.effective, r.recorded)).map(|r| r.amount);
            prop_assert_eq!(outstanding.owed.minus(outstanding.credits).unwrap(), Money::sum(control).unwrap());
        }
    }
}

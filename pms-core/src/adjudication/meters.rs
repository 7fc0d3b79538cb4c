use chrono::NaiveDate;

use crate::coverage::{Accrual, Accumulators, Bucket, Meter, Pool};
use crate::id::PatientId;
use crate::money::{Money, MoneyError};

/// What one patient's lines use of the limits, on top of what the family used before.
pub(super) struct Meters<'a> {
    used: &'a Accumulators,
    member: PatientId,
    year: NaiveDate,
    /// By lines that are decided.
    earlier: Vec<Accrual>,
    /// By the line at hand.
    line: Vec<Accrual>,
}

impl<'a> Meters<'a> {
    pub(super) fn new(used: &'a Accumulators, member: PatientId) -> Self {
        Self {
            used,
            member,
            year: NaiveDate::MIN,
            earlier: Vec::new(),
            line: Vec::new(),
        }
    }

    /// A line begins, in the plan year that begins with `year`.
    pub(super) fn begin(&mut self, year: NaiveDate) {
        self.year = year;
    }

    /// What the line used; the next one finds it used.
    pub(super) fn end(&mut self) -> Vec<Accrual> {
        self.earlier.extend_from_slice(&self.line);
        core::mem::take(&mut self.line)
    }

    /// The least that is left of any of the pools.
    pub(super) fn left(&self, pools: &[Pool]) -> Result<Money, MoneyError> {
        pools.iter().try_fold(Money::MAX, |least, pool| {
            let meter = self.in_year(pool.bucket);
            let added = self.added(meter)?;
            let own = self.used.own(self.member, meter).plus(added)?;
            let family = self.used.family(meter).plus(added)?;
            Ok(least.min(pool.limit.left(own, family)?))
        })
    }

    /// What the patient has used of a meter that is no pool's.
    pub(super) fn own(&self, meter: Meter) -> Result<Money, MoneyError> {
        self.used.own(self.member, meter).plus(self.added(meter)?)
    }

    /// The line uses an amount of each of the pools; a negative one gives it back.
    pub(super) fn add_all(&mut self, pools: &[Pool], amount: Money) -> Result<(), MoneyError> {
        pools
            .iter()
            .try_for_each(|pool| self.add(self.in_year(pool.bucket), amount))
    }

    /// The line uses an amount.
    pub(super) fn add(&mut self, meter: Meter, amount: Money) -> Result<(), MoneyError> {
        match self.line.iter_mut().find(|accrual| accrual.meter == meter) {
            Some(accrual) => accrual.amount = accrual.amount.plus(amount)?,
            None => self.line.push(Accrual {
                member: self.member,
                meter,
                amount,
            }),
        }
        self.line.retain(|accrual| !accrual.amount.is_zero());
        Ok(())
    }

    /// A sum in the plan year of the line at hand.
    pub(super) fn in_year(&self, bucket: Bucket) -> Meter {
        Meter::Year {
            year: self.year,
            bucket,
        }
    }

    fn added(&self, meter: Meter) -> Result<Money, MoneyError> {
        Money::sum(
            self.earlier
                .iter()
                .chain(&self.line)
                .filter(|accrual| accrual.meter == meter)
                .map(|accrual| accrual.amount),
        )
    }
}

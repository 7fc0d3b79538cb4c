use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{ChargeId, EncounterId, PatientId};
use crate::money::{Money, MoneyError};

use super::error::CoverageError;
use super::limit::{Bucket, Pool};

/// Where an amount counts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case", tag = "meter")]
pub enum Meter {
    /// Toward a limit of the plan year.
    Year {
        /// The first day of the plan year.
        year: NaiveDate,
        /// Which sum.
        bucket: Bucket,
    },
    /// Toward the one copay of a visit.
    Visit {
        /// The visit.
        visit: EncounterId,
    },
}

/// An amount that one member has used.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Accrual {
    /// Whose it is.
    pub member: PatientId,
    /// Where it counts.
    #[serde(flatten)]
    pub meter: Meter,
    /// How much.
    pub amount: Money,
}

/// One thing that happened to a family's sums.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum AccumulatorEvent {
    /// The payer said what was used so far.
    Reported {
        /// The day for which the payer said so.
        as_of: NaiveDate,
        /// What was used, on top of what is counted here already.
        accruals: Vec<Accrual>,
    },
    /// A charge was decided and uses the limits.
    Applied {
        /// The charge.
        charge: ChargeId,
        /// What it uses.
        accruals: Vec<Accrual>,
    },
    /// The decision was taken back, with everything that it used.
    Reversed {
        /// The charge.
        charge: ChargeId,
    },
}

/// What the members of one family have used of a plan's limits.
///
/// A sum is never set: it follows from the events, each of which names its cause. A charge counts
/// once; taken back, it leaves no trace in the sums; decided again, it counts anew. Stored, it is the
/// list of its events.
///
/// ```
/// # use pms_core::coverage::{Accrual, AccumulatorEvent, Accumulators, Bucket, Measure, Meter};
/// # use pms_core::id::{ChargeId, PatientId, Uuid};
/// # let charge = ChargeId::from(Uuid::from_u128(1));
/// # let member = PatientId::from(Uuid::from_u128(2));
/// let year = Meter::Year { year: "2026-01-01".parse()?, bucket: Bucket::general(Measure::Deductible) };
/// let used = Accrual { member, meter: year, amount: "50.00".parse()? };
///
/// let mut sums = Accumulators::default();
/// sums.record(AccumulatorEvent::Applied { charge, accruals: vec![used] })?;
/// assert_eq!(sums.own(member, year), "50.00".parse()?);
/// sums.record(AccumulatorEvent::Reversed { charge })?;
/// assert_eq!(sums.own(member, year), "0.00".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Vec<AccumulatorEvent>", into = "Vec<AccumulatorEvent>")]
pub struct Accumulators {
    events: Vec<AccumulatorEvent>,
    counted: BTreeMap<ChargeId, Vec<Accrual>>,
    own: BTreeMap<(Meter, PatientId), Money>,
    family: BTreeMap<Meter, Money>,
}

impl Accumulators {
    /// Takes one event into the sums.
    ///
    /// # Errors
    ///
    /// [`CoverageError::AlreadyApplied`] for a charge that counts already,
    /// [`CoverageError::NotApplied`] for one that does not and is to be taken back, and
    /// [`CoverageError::Money`] where a sum does not fit. Nothing changes then.
    pub fn record(&mut self, event: AccumulatorEvent) -> Result<(), CoverageError> {
        match &event {
            AccumulatorEvent::Reported { accruals, .. } => {
                self.add(accruals.iter().copied())?;
            }
            AccumulatorEvent::Applied { charge, accruals } => {
                if self.counted.contains_key(charge) {
                    return Err(CoverageError::AlreadyApplied { charge: *charge });
                }
                self.add(accruals.iter().copied())?;
                self.counted.insert(*charge, accruals.clone());
            }
            AccumulatorEvent::Reversed { charge } => {
                let accruals = self
                    .counted
                    .get(charge)
                    .ok_or(CoverageError::NotApplied { charge: *charge })?
                    .clone();
                self.add(accruals.into_iter().map(|accrual| Accrual {
                    amount: accrual.amount.negated(),
                    ..accrual
                }))?;
                self.counted.remove(charge);
            }
        }
        self.events.push(event);
        Ok(())
    }

    /// Everything that happened, in order.
    #[must_use]
    pub fn events(&self) -> &[AccumulatorEvent] {
        &self.events
    }

    /// Whether a charge counts now.
    #[must_use]
    pub fn counts(&self, charge: ChargeId) -> bool {
        self.counted.contains_key(&charge)
    }

    /// What one member has used.
    #[must_use]
    pub fn own(&self, member: PatientId, meter: Meter) -> Money {
        self.own.get(&(meter, member)).copied().unwrap_or_default()
    }

    /// What all members together have used.
    #[must_use]
    pub fn family(&self, meter: Meter) -> Money {
        self.family.get(&meter).copied().unwrap_or_default()
    }

    /// What is left of a pool for one member in the plan year that begins with `year`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where a difference does not fit.
    pub fn left(
        &self,
        pool: &Pool,
        member: PatientId,
        year: NaiveDate,
    ) -> Result<Money, MoneyError> {
        let meter = Meter::Year {
            year,
            bucket: pool.bucket,
        };
        pool.limit.left(self.own(member, meter), self.family(meter))
    }

    /// Adds all or nothing. A sum that comes back to zero is forgotten, so that a reversal leaves the
    /// very state that was before.
    fn add(&mut self, accruals: impl Iterator<Item = Accrual>) -> Result<(), MoneyError> {
        let mut own = BTreeMap::new();
        let mut family = BTreeMap::new();
        for Accrual {
            member,
            meter,
            amount,
        } in accruals
        {
            let sum = own
                .entry((meter, member))
                .or_insert_with(|| self.own(member, meter));
            *sum = sum.plus(amount)?;
            let sum = family.entry(meter).or_insert_with(|| self.family(meter));
            *sum = sum.plus(amount)?;
        }
        merge(&mut self.own, own);
        merge(&mut self.family, family);
        Ok(())
    }
}

fn merge<K: Ord>(sums: &mut BTreeMap<K, Money>, changed: BTreeMap<K, Money>) {
    for (key, sum) in changed {
        if sum.is_zero() {
            sums.remove(&key);
        } else {
            sums.insert(key, sum);
        }
    }
}

impl TryFrom<Vec<AccumulatorEvent>> for Accumulators {
    type Error = CoverageError;

    fn try_from(events: Vec<AccumulatorEvent>) -> Result<Self, CoverageError> {
        let mut sums = Self::default();
        for event in events {
            sums.record(event)?;
        }
        Ok(sums)
    }
}

impl From<Accumulators> for Vec<AccumulatorEvent> {
    fn from(sums: Accumulators) -> Self {
        sums.events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Measure;
    use crate::id::Uuid;
    use proptest::prelude::*;

    fn accrual(member: u128, cents: i64) -> Accrual {
        Accrual {
            member: Uuid::from_u128(member).into(),
            meter: Meter::Year {
                year: "2026-01-01".parse().unwrap(),
                bucket: Bucket::general(Measure::Deductible),
            },
            amount: Money::from_cents(cents).unwrap(),
        }
    }

    fn applied(charge: u128, accruals: Vec<Accrual>) -> AccumulatorEvent {
        AccumulatorEvent::Applied {
            charge: Uuid::from_u128(charge).into(),
            accruals,
        }
    }

    fn reversed(charge: u128) -> AccumulatorEvent {
        AccumulatorEvent::Reversed {
            charge: Uuid::from_u128(charge).into(),
        }
    }

    #[test]
    fn a_charge_counts_once() {
        let mut sums = Accumulators::default();
        sums.record(applied(1, vec![accrual(7, 500)])).unwrap();
        let before = sums.clone();
        let again = sums.record(applied(1, vec![accrual(7, 500)])).unwrap_err();
        assert_eq!(again.code(), "coverage.already_applied");
        let unknown = sums.record(reversed(2)).unwrap_err();
        assert_eq!(unknown.code(), "coverage.not_applied");
        let full = Accrual {
            amount: Money::MAX,
            ..accrual(7, 0)
        };
        let overflow = sums.record(applied(3, vec![full])).unwrap_err();
        assert_eq!(overflow.code(), "money.out_of_range");
        assert_eq!(sums, before);
    }

    #[test]
    fn what_is_stored_is_the_list_of_events() {
        let mut sums = Accumulators::default();
        sums.record(AccumulatorEvent::Reported {
            as_of: "2026-03-01".parse().unwrap(),
            accruals: vec![accrual(7, 45_000)],
        })
        .unwrap();
        sums.record(applied(1, vec![accrual(7, 500), accrual(8, 20)]))
            .unwrap();
        let json = serde_json::to_string(&sums).unwrap();
        assert_eq!(serde_json::from_str::<Accumulators>(&json).unwrap(), sums);
        let twice = format!(
            "[{0},{0}]",
            serde_json::to_string(&sums.events()[1]).unwrap()
        );
        assert!(serde_json::from_str::<Accumulators>(&twice).is_err());
    }

    fn any_charge() -> impl Strategy<Value = Vec<Accrual>> {
        prop::collection::vec((0..3_u128, -5_000..5_000_i64), 0..4)
            .prop_map(|all| all.into_iter().map(|(m, c)| accrual(m, c)).collect())
    }

    proptest! {
        /// An accumulator is a ledger.
        #[test]
        fn a_reversal_leaves_no_trace(
            before in prop::collection::vec(any_charge(), 0..6),
            charge in any_charge(),
            after in prop::collection::vec(any_charge(), 0..6),
        ) {
            let mut with = Accumulators::default();
            let mut without = Accumulators::default();
            let mut number = 100;
            for accruals in &before {
                number += 1;
                with.record(applied(number, accruals.clone())).unwrap();
                without.record(applied(number, accruals.clone())).unwrap();
            }
            with.record(applied(1, charge)).unwrap();
            for accruals in &after {
                number += 1;
                with.record(applied(number, accruals.clone())).unwrap();
                without.record(applied(number, accruals.clone())).unwrap();
            }
            with.record(reversed(1)).unwrap();
            prop_assert_eq!(&with.own, &without.own);
            prop_assert_eq!(&with.family, &without.family);
            prop_assert_eq!(&with.counted, &without.counted);
            let replayed = Accumulators::try_from(with.events.clone()).unwrap();
            prop_assert_eq!(replayed, with);
        }
    }
}

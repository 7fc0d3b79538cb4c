use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::ChargeId;

use super::accumulator::{Accrual, AccumulatorEvent, Accumulators};
use super::error::CoverageError;

/// What one charge uses of the limits, by the practice's own reckoning.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PendingCharge {
    /// The charge.
    pub charge: ChargeId,
    /// The day of service.
    pub service: NaiveDate,
    /// The day on which the payer decided it, where it has: what it decided up to the day of its
    /// report is in that report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjudicated: Option<NaiveDate>,
    /// What it uses, as its adjudication tells.
    pub accruals: Vec<Accrual>,
}

/// What the payer says has been used of a family's limits, on a day of its own.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AccumulatorSnapshot {
    /// The day for which the payer says so.
    pub as_of: NaiveDate,
    /// What was used until then, in all.
    pub accruals: Vec<Accrual>,
}

/// What a family has used: the payer's word, and on top of it the practice's own charges that the
/// payer cannot have counted yet.
///
/// It is an estimate where any charge is counted: the payer has not decided it, and other practices'
/// charges are unknown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EstimatedUse {
    /// The sums, for an adjudication to go on from.
    pub used: Accumulators,
    /// The day of the payer's word.
    pub as_of: NaiveDate,
    /// Each own charge that is counted on top of it, by day of service.
    pub counted: Vec<ChargeId>,
}

impl EstimatedUse {
    /// Whether anything is counted beyond the payer's word.
    #[must_use]
    pub fn is_estimate(&self) -> bool {
        !self.counted.is_empty()
    }
}

impl AccumulatorSnapshot {
    /// The payer's word and what it cannot know: own charges that it had not decided by then.
    ///
    /// ```
    /// # use pms_core::coverage::{Accrual, AccumulatorSnapshot, Bucket, Measure, Meter, PendingCharge};
    /// # use pms_core::id::{ChargeId, PatientId, Uuid};
    /// # let member = PatientId::from(Uuid::from_u128(1));
    /// let meter = Meter::Year { year: "2026-01-01".parse()?, bucket: Bucket::general(Measure::Deductible) };
    /// let used = |amount: &str| Ok::<_, Box<dyn std::error::Error>>(vec![Accrual { member, meter, amount: amount.parse()? }]);
    /// let said = AccumulatorSnapshot { as_of: "2026-03-31".parse()?, accruals: used("300.00")? };
    /// let pending = PendingCharge {
    ///     charge: ChargeId::from(Uuid::from_u128(2)),
    ///     service: "2026-03-28".parse()?,
    ///     adjudicated: None,
    ///     accruals: used("120.00")?,
    /// };
    /// let estimate = said.estimate(&[pending])?;
    /// assert_eq!(estimate.used.own(member, meter), "420.00".parse()?);
    /// assert!(estimate.is_estimate());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CoverageError::AlreadyApplied`] where a charge is given twice, [`CoverageError::Money`] where
    /// a sum does not fit.
    pub fn estimate(&self, own: &[PendingCharge]) -> Result<EstimatedUse, CoverageError> {
        let mut used = Accumulators::default();
        used.record(AccumulatorEvent::Reported {
            as_of: self.as_of,
            accruals: self.accruals.clone(),
        })?;
        let unknown =
            |one: &&PendingCharge| one.adjudicated.is_none_or(|decided| decided > self.as_of);
        let mut open: Vec<_> = own.iter().filter(unknown).collect();
        open.sort_by_key(|one| one.service);
        for one in &open {
            used.record(AccumulatorEvent::Applied {
                charge: one.charge,
                accruals: one.accruals.clone(),
            })?;
        }
        Ok(EstimatedUse {
            used,
            as_of: self.as_of,
            counted: open.iter().map(|one| one.charge).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::{Bucket, Measure, Meter};
    use crate::id::Uuid;
    use crate::money::Money;
    use proptest::prelude::*;

    fn meter() -> Meter {
        Meter::Year {
            year: "2026-01-01".parse().unwrap(),
            bucket: Bucket::general(Measure::Deductible),
        }
    }

    fn accrual(cents: i64) -> Accrual {
        Accrual {
            member: Uuid::from_u128(7).into(),
            meter: meter(),
            amount: Money::from_cents(cents).unwrap(),
        }
    }

    fn pending(number: u128, service: &str, decided: Option<&str>, cents: i64) -> PendingCharge {
        PendingCharge {
            charge: Uuid::from_u128(number).into(),
            service: service.parse().unwrap(),
            adjudicated: decided.map(|day| day.parse().unwrap()),
            accruals: vec![accrual(cents)],
        }
    }

    fn snapshot(cents: i64) -> AccumulatorSnapshot {
        AccumulatorSnapshot {
            as_of: "2026-03-31".parse().unwrap(),
            accruals: vec![accrual(cents)],
        }
    }

    /// The payer says 300.00 as of 31 March; one own charge uses 120.00.
    #[test]
    #[rustfmt::skip] // a table
    fn e12_what_the_payer_cannot_know_comes_on_top() {
        //    service       decided             used      estimate
        check("2026-03-28", None,               "420.00", true);  // claimed, not decided
        check("2026-04-02", None,               "420.00", true);
        check("2026-03-10", Some("2026-03-31"), "300.00", false); // in the payer's word
        check("2026-03-10", Some("2026-04-01"), "420.00", true);  // decided since
    }

    #[track_caller]
    fn check(service: &str, decided: Option<&str>, used: &str, estimate: bool) {
        let own = [pending(1, service, decided, 12_000)];
        let got = snapshot(30_000).estimate(&own).unwrap();
        let member = Uuid::from_u128(7).into();
        assert_eq!(got.used.own(member, meter()), used.parse().unwrap());
        assert_eq!(got.is_estimate(), estimate);
        assert_eq!(got.counted.len(), usize::from(estimate));
        let twice = [own[0].clone(), own[0].clone()];
        assert_eq!(snapshot(0).estimate(&twice).is_err(), estimate);
    }

    proptest! {
        /// The sum is the payer's word and each listed charge, and no other.
        #[test]
        fn e12_each_charge_on_top_is_listed(
            said in 0..1_000_000_i64,
            own in prop::collection::vec((0..60_i64, prop::option::of(0..60_i64), 0..100_000_i64), 0..8),
        ) {
            let day = |days: i64| {
                let first: NaiveDate = "2026-03-01".parse().unwrap();
                (first + chrono::TimeDelta::days(days)).to_string()
            };
            let rows = own.iter().zip(1..);
            let charges: Vec<_> = rows
                .map(|((service, decided, cents), number)| {
                    pending(number, &day(*service), decided.map(day).as_deref(), *cents)
                })
                .collect();
            let got = snapshot(said).estimate(&charges).unwrap();
            let listed = charges.iter().filter(|one| got.counted.contains(&one.charge));
            let sum: i64 = listed.map(|one| one.accruals[0].amount.cents()).sum();
            let member = Uuid::from_u128(7).into();
            prop_assert_eq!(got.used.own(member, meter()).cents(), said + sum);
        }
    }
}

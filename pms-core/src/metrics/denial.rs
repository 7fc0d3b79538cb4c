use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::error::MetricsError;
use super::fact::DecisionRow;
use super::ratio::{Quantity, Ratio};
use crate::code::{AdjustmentGroup, AdjustmentReason};
use crate::id::{ClaimId, PayerId};
use crate::money::Money;
use crate::time::{AsOf, Period};

/// What is counted when denials are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DenialUnit {
    /// Lines of claims.
    Lines,
    /// Claims; one with a denied line is denied.
    Claims,
    /// What was charged, and what of it was denied.
    Dollars,
}

/// A convention of the denial rate.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DenialRate {
    /// What is counted.
    pub unit: DenialUnit,
    /// Only a payer's first answers to a claim.
    pub first_pass: bool,
    /// The days of the remittances.
    pub window: Period,
    /// Adjustments that are no denial.
    pub ordinary: Vec<(AdjustmentGroup, AdjustmentReason)>,
}

impl DenialRate {
    /// First answers of a window, without the adjustments that every paid line has: the contract's
    /// discount, the sequester, the patient's share, and what a prior payer has settled.
    #[must_use]
    pub fn initial(unit: DenialUnit, window: Period) -> Self {
        use AdjustmentGroup::{ContractualObligation, OtherAdjustment, PatientResponsibility};
        Self {
            unit,
            first_pass: true,
            window,
            ordinary: vec![
                (ContractualObligation, AdjustmentReason::OVER_FEE_SCHEDULE),
                (ContractualObligation, AdjustmentReason::SEQUESTER),
                (PatientResponsibility, AdjustmentReason::DEDUCTIBLE),
                (PatientResponsibility, AdjustmentReason::COINSURANCE),
                (PatientResponsibility, AdjustmentReason::COPAY),
                (OtherAdjustment, AdjustmentReason::PRIOR_PAYER),
            ],
        }
    }

    /// The convention as a stable name.
    #[must_use]
    pub fn name(&self) -> String {
        let unit = match self.unit {
            DenialUnit::Lines => "lines",
            DenialUnit::Claims => "claims",
            DenialUnit::Dollars => "dollars",
        };
        let pass = if self.first_pass { "first" } else { "any" };
        format!("denial/{unit}/{pass}/remit_date")
    }

    /// How much of a line was denied: what was taken off for a reason that is not ordinary.
    ///
    /// A discount of the whole charge with nothing paid and nothing left to the patient is a denial
    /// in disguise. Source: X12 RFI 2052.
    ///
    /// # Errors
    ///
    /// [`MetricsError::Money`] where the sum does not fit.
    pub fn denied(&self, row: &DecisionRow) -> Result<Money, MetricsError> {
        let is_ordinary = |group: &AdjustmentGroup, reason: &AdjustmentReason| {
            self.ordinary.iter().any(|(g, r)| g == group && r == reason)
        };
        let (mut unusual, mut discount) = (Money::ZERO, Money::ZERO);
        for adjusted in &row.adjusted {
            if !is_ordinary(&adjusted.group, &adjusted.reason) {
                unusual = unusual.plus(adjusted.amount)?;
            } else if adjusted.reason == AdjustmentReason::OVER_FEE_SCHEDULE {
                discount = discount.plus(adjusted.amount)?;
            }
        }
        let disguised =
            row.paid.is_zero() && row.submitted.is_positive() && discount >= row.submitted;
        Ok(if disguised {
            row.submitted
        } else {
            unusual.max(Money::ZERO)
        })
    }
}

/// How much of what was decided was denied.
///
/// # Errors
///
/// [`MetricsError::Money`] where a sum does not fit.
///
/// ```
/// # use pms_core::code::{AdjustmentGroup, AdjustmentReason};
/// # use pms_core::id::{ClaimId, PayerId, Uuid};
/// # use pms_core::metrics::*;
/// # use pms_core::time::{AsOf, Period};
/// # let line = |claim, paid: &str, reason| -> Result<DecisionRow, Box<dyn std::error::Error>> { Ok(DecisionRow {
/// #     claim: ClaimId::from(Uuid::from_u128(claim)), payer: PayerId::from(Uuid::from_u128(1)), first: true,
/// #     effective: "2026-03-10".parse()?, recorded: "2026-03-10T12:00:00Z".parse()?,
/// #     submitted: "200.00".parse()?, paid: paid.parse()?,
/// #     adjusted: vec![Adjusted {
/// #         group: AdjustmentGroup::ContractualObligation, reason,
/// #         amount: "200.00".parse::<pms_core::money::Money>()?.minus(paid.parse()?)?,
/// #     }],
/// # }) };
/// let rows = [
///     line(1, "120.00", AdjustmentReason::OVER_FEE_SCHEDULE)?, // the contract: no denial
///     line(2, "0.00", AdjustmentReason::NOT_AUTHORIZED)?,
/// ];
/// let march = Period::new("2026-03-01".parse()?, "2026-03-31".parse()?)?;
/// let as_of = AsOf::new("2026-03-31".parse()?, "2026-04-01T00:00:00Z".parse()?);
/// let rate = denial_rate(&rows, &DenialRate::initial(DenialUnit::Claims, march), as_of)?;
/// assert_eq!((rate.numerator, rate.denominator), (Quantity::Count(1), Quantity::Count(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn denial_rate<'a>(
    rows: impl IntoIterator<Item = &'a DecisionRow>,
    convention: &DenialRate,
    as_of: AsOf,
) -> Result<Ratio, MetricsError> {
    let mut count = Tally::default();
    for row in rows.into_iter().filter(|row| convention.counts(row, as_of)) {
        count.take(row, convention)?;
    }
    Ok(count.ratio(convention, as_of))
}

/// The same, payer by payer.
///
/// # Errors
///
/// As [`denial_rate`].
pub fn denial_rates_by_payer<'a>(
    rows: impl IntoIterator<Item = &'a DecisionRow>,
    convention: &DenialRate,
    as_of: AsOf,
) -> Result<BTreeMap<PayerId, Ratio>, MetricsError> {
    let mut counts = BTreeMap::<PayerId, Tally>::new();
    for row in rows.into_iter().filter(|row| convention.counts(row, as_of)) {
        counts.entry(row.payer).or_default().take(row, convention)?;
    }
    Ok(counts
        .into_iter()
        .map(|(payer, count)| (payer, count.ratio(convention, as_of)))
        .collect())
}

impl DenialRate {
    fn counts(&self, row: &DecisionRow, as_of: AsOf) -> bool {
        as_of.sees(row.effective, row.recorded)
            && self.window.contains(row.effective)
            && (row.first || !self.first_pass)
    }
}

#[derive(Default)]
struct Tally {
    lines: u64,
    denied_lines: u64,
    claims: BTreeSet<ClaimId>,
    denied_claims: BTreeSet<ClaimId>,
    submitted: Money,
    denied: Money,
}

impl Tally {
    fn take(&mut self, row: &DecisionRow, convention: &DenialRate) -> Result<(), MetricsError> {
        let denied = convention.denied(row)?;
        self.lines += 1;
        self.submitted = self.submitted.plus(row.submitted)?;
        self.denied = self.denied.plus(denied)?;
        self.claims.insert(row.claim);
        if denied.is_positive() {
            self.denied_lines += 1;
            self.denied_claims.insert(row.claim);
        }
        Ok(())
    }

    fn ratio(&self, convention: &DenialRate, as_of: AsOf) -> Ratio {
        let size =
            |set: &BTreeSet<_>| Quantity::Count(u64::try_from(set.len()).unwrap_or(u64::MAX));
        let (numerator, denominator) = match convention.unit {
            DenialUnit::Lines => (
                Quantity::Count(self.denied_lines),
                Quantity::Count(self.lines),
            ),
            DenialUnit::Claims => (size(&self.denied_claims), size(&self.claims)),
            DenialUnit::Dollars => (
                Quantity::Money(self.denied),
                Quantity::Money(self.submitted),
            ),
        };
        Ratio {
            convention: convention.name(),
            as_of,
            numerator,
            denominator,
            days: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::metrics::Adjusted;
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(claim: u128, payer: u128, charge: &str, paid: &str, adjusted: &str) -> DecisionRow {
        let adjusted = adjusted.split_whitespace().map(|text| {
            let (code, amount) = text.split_once('=').unwrap();
            let (group, reason) = code.split_once('-').unwrap();
            Adjusted {
                group: group.parse().unwrap(),
                reason: reason.parse().unwrap(),
                amount: amount.parse().unwrap(),
            }
        });
        DecisionRow {
            claim: Uuid::from_u128(claim).into(),
            payer: Uuid::from_u128(payer).into(),
            first: true,
            effective: day("2026-03-10"),
            recorded: day("2026-03-10").and_hms_opt(12, 0, 0).unwrap().and_utc(),
            submitted: charge.parse().unwrap(),
            paid: paid.parse().unwrap(),
            adjusted: adjusted.collect(),
        }
    }

    fn convention(unit: DenialUnit) -> DenialRate {
        let march = Period::new(day("2026-03-01"), day("2026-03-31")).unwrap();
        DenialRate::initial(unit, march)
    }

    fn as_of() -> AsOf {
        AsOf::new(
            day("2026-12-31"),
            day("2027-01-01").and_hms_opt(0, 0, 0).unwrap().and_utc(),
        )
    }

    #[test]
    #[rustfmt::skip] // a table
    fn k7_a_discount_is_no_denial() {
        //      charge    paid     adjustments                          denied
        denied("200.00", "120.00", "CO-45=80.00",                       "0.00");
        denied("200.00", "50.00",  "CO-45=80.00 PR-1=50.00 PR-2=20.00", "0.00");
        denied("200.00", "0.00",   "CO-45=80.00 PR-1=120.00",           "0.00"); // all deductible
        denied("100.00", "39.20",  "CO-45=50.00 PR-2=10.00 CO-253=0.80", "0.00");
        denied("200.00", "0.00",   "OA-23=200.00",                      "0.00");
        denied("200.00", "0.00",   "CO-197=200.00",                     "200.00");
        denied("200.00", "0.00",   "CO-45=80.00 CO-197=120.00",         "120.00");
        denied("200.00", "0.00",   "PR-96=200.00",                      "200.00");
        denied("200.00", "60.00",  "CO-45=80.00 CO-97=60.00",           "60.00");
        denied("726.00", "0.00",   "CO-45=726.00",                      "726.00"); // in disguise
        denied("0.00",   "0.00",   "",                                  "0.00");
    }

    #[track_caller]
    fn denied(charge: &str, paid: &str, adjusted: &str, wanted: &str) {
        let row = row(1, 1, charge, paid, adjusted);
        let got = convention(DenialUnit::Lines).denied(&row).unwrap();
        assert_eq!(got.to_string(), wanted, "{adjusted}");
    }

    #[test]
    #[rustfmt::skip] // a table
    fn x7_the_denial_rate_states_its_unit() {
        let rows = [
            row(1, 1, "200.00", "120.00", "CO-45=80.00"),
            row(1, 1, "100.00", "0.00",   "CO-97=100.00"),
            row(2, 1, "300.00", "0.00",   "CO-197=300.00"),
            row(3, 2, "400.00", "400.00", ""),
            DecisionRow { first: false, ..row(2, 1, "300.00", "0.00", "CO-197=300.00") },
            DecisionRow { effective: day("2026-04-01"), ..row(9, 1, "300.00", "0.00", "CO-197=300.00") },
        ];
        let parts = |convention: &DenialRate| {
            let ratio = denial_rate(&rows, convention, as_of()).unwrap();
            let number = |quantity| rust_decimal::Decimal::from(quantity).to_string();
            (ratio.convention.clone(), number(ratio.numerator), number(ratio.denominator))
        };
        let told = |name: &str, top: &str, bottom: &str| (name.to_owned(), top.to_owned(), bottom.to_owned());
        assert_eq!(parts(&convention(DenialUnit::Lines)),   told("denial/lines/first/remit_date",   "2",      "4"));
        assert_eq!(parts(&convention(DenialUnit::Claims)),  told("denial/claims/first/remit_date",  "2",      "3"));
        assert_eq!(parts(&convention(DenialUnit::Dollars)), told("denial/dollars/first/remit_date", "400.00", "1000.00"));
        let any = DenialRate { first_pass: false, ..convention(DenialUnit::Lines) };
        assert_eq!(parts(&any),                             told("denial/lines/any/remit_date",     "3",      "5"));

        let by_payer = denial_rates_by_payer(&rows, &convention(DenialUnit::Claims), as_of()).unwrap();
        let values: Vec<_> = by_payer.values().map(|ratio| ratio.value().unwrap().to_string()).collect();
        assert_eq!(values, ["1", "0"]);
        let none = denial_rate([], &convention(DenialUnit::Claims), as_of()).unwrap();
        assert_eq!(none.value(), None);
    }
}

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::billing::error::BillingError;
use crate::code::Npi;
use crate::money::Money;
use crate::time::{Period, TimeError};

/// When a bill is so far above an estimate that the patient may dispute it.
///
/// Source: 45 CFR 149.620(a)(2)(ii), (c)(1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DisputeRule {
    /// From how much above.
    pub excess: Money,
    /// How many calendar days the patient has after the bill.
    pub days: u32,
}

/// What a provider or facility billed the patient.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ProviderBill {
    /// Who billed.
    pub provider: Npi,
    /// When the patient had the bill.
    pub received: NaiveDate,
    /// All that it charges, estimated or not; below zero where it takes charges back.
    pub amount: Money,
    /// In whose place they came, where they do not stand on the estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Npi>,
}

/// What was billed in a provider's place on the estimate.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ProviderBilled {
    /// Whose place.
    pub provider: Npi,
    /// What was expected; none where the provider stands on no estimate.
    pub expected: Option<Money>,
    /// What was billed in all.
    pub billed: Money,
    /// The days on which the patient may open a dispute; none where there is no right to.
    pub dispute: Option<Period>,
}

impl DisputeRule {
    /// 400.00, and 120 days.
    #[must_use]
    pub fn federal() -> Self {
        Self {
            excess: Money::from_cents(40_000).unwrap_or(Money::MAX),
            days: 120,
        }
    }
}

/// Holds bills against what each provider was expected to charge. Each provider or facility counts for
/// itself; one who came in another's place is held against what that one was expected to charge.
///
/// The days begin with the bill that first reached the excess, all of the provider's bills so far taken
/// together. Where a later bill takes enough back, there is no dispute.
///
/// # Errors
///
/// [`BillingError::NegativeCharge`] for an expected charge below zero; [`BillingError::Ledger`] and
/// [`BillingError::Time`] where a sum or a day does not fit.
///
/// ```
/// # use pms_core::billing::{DisputeRule, ProviderBill, against_bills};
/// # use pms_core::code::Npi;
/// let provider: Npi = "1234567893".parse()?;
/// let expected = [(provider, "500.00".parse()?)].into();
/// let bill = ProviderBill {
///     provider, received: "2026-04-01".parse()?, amount: "900.00".parse()?, replaces: None,
/// };
/// let billed = against_bills(&expected, &[bill], DisputeRule::federal())?;
/// assert_eq!(billed[0].dispute.and_then(|days| days.end()), Some("2026-07-30".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn against_bills(
    expected: &BTreeMap<Npi, Money>,
    bills: &[ProviderBill],
    rule: DisputeRule,
) -> Result<Vec<ProviderBilled>, BillingError> {
    if expected.values().any(|amount| amount.is_negative()) {
        return Err(BillingError::NegativeCharge);
    }
    let mut places: BTreeMap<Npi, Vec<&ProviderBill>> =
        expected.keys().map(|npi| (*npi, Vec::new())).collect();
    for bill in bills {
        let place = match bill.replaces {
            Some(other) if !expected.contains_key(&bill.provider) => other,
            _ => bill.provider,
        };
        places.entry(place).or_default().push(bill);
    }
    let each = places.into_iter();
    each.map(|(provider, bills)| judge(provider, expected.get(&provider).copied(), bills, rule))
        .collect()
}

fn judge(
    provider: Npi,
    expected: Option<Money>,
    mut bills: Vec<&ProviderBill>,
    rule: DisputeRule,
) -> Result<ProviderBilled, BillingError> {
    bills.sort_by_key(|bill| bill.received);
    let limit = expected
        .map(|expected| expected.plus(rule.excess))
        .transpose()?;
    let is_reached = |billed: Money| limit.is_some_and(|limit| billed >= limit);
    let mut billed = Money::ZERO;
    let mut reached = None;
    for bill in bills {
        billed = billed.plus(bill.amount)?;
        if is_reached(billed) {
            reached = reached.or(Some(bill.received));
        }
    }
    let dispute = match reached.filter(|_| is_reached(billed)) {
        Some(from) => {
            let last = from.checked_add_days(Days::new(rule.days.into()));
            Some(Period::new(from, last.ok_or(TimeError::OutOfRange)?)?)
        }
        None => None,
    };
    Ok(ProviderBilled {
        provider,
        expected,
        billed,
        dispute,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OFFICE: &str = "1234567893";
    const LABORATORY: &str = "1245319599";
    const OTHER: &str = "1003000126";

    fn bill(provider: &str, received: &str, amount: &str) -> ProviderBill {
        ProviderBill {
            provider: provider.parse().unwrap(),
            received: format!("2026-{received}").parse().unwrap(),
            amount: amount.parse().unwrap(),
            replaces: None,
        }
    }

    /// The office is expected to charge 500.00, the laboratory 100.00.
    fn judged(bills: &[ProviderBill]) -> Vec<ProviderBilled> {
        let expected = [(OFFICE, "500.00"), (LABORATORY, "100.00")]
            .map(|(npi, amount)| (npi.parse().unwrap(), amount.parse().unwrap()))
            .into();
        against_bills(&expected, bills, DisputeRule::federal()).unwrap()
    }

    /// The days of a dispute with a provider, `04-01..07-30`.
    fn dispute(bills: &[ProviderBill], provider: &str) -> Option<String> {
        let all = judged(bills);
        let one = all
            .iter()
            .find(|one| one.provider.as_str() == provider)
            .unwrap();
        one.dispute.map(|days| {
            let shown = |day: NaiveDate| day.format("%m-%d").to_string();
            format!("{}..{}", shown(days.start()), shown(days.end().unwrap()))
        })
    }

    #[test]
    fn g4_a_bill_400_above_the_estimate_may_be_disputed() {
        let at = |amount| dispute(&[bill(OFFICE, "04-01", amount)], OFFICE);
        assert_eq!(at("899.99"), None, "399.99 above");
        assert_eq!(
            at("900.00").as_deref(),
            Some("04-01..07-30"),
            "400.00 above"
        );
        assert_eq!(at("499.00"), None);
    }

    #[test]
    fn g4_each_provider_counts_for_itself() {
        let bills = [
            bill(OFFICE, "04-01", "800.00"),
            bill(LABORATORY, "04-01", "399.00"),
        ];
        assert_eq!(dispute(&bills, OFFICE), None);
        assert_eq!(
            dispute(&bills, LABORATORY),
            None,
            "299.00 and 300.00 are not added"
        );
        let bills = [bill(LABORATORY, "04-01", "500.00")];
        assert_eq!(dispute(&bills, LABORATORY).as_deref(), Some("04-01..07-30"));
        assert_eq!(
            judged(&bills)[0].billed,
            Money::ZERO,
            "the office has not billed"
        );
        let stranger = [bill(OTHER, "04-01", "5000.00")];
        assert_eq!(dispute(&stranger, OTHER), None, "on no estimate");
        let mut replacing = stranger;
        replacing[0].replaces = LABORATORY.parse().ok();
        assert!(dispute(&replacing, LABORATORY).is_some());
        assert_eq!(judged(&replacing).len(), 2);
    }

    #[test]
    fn g5_a_dispute_is_open_for_120_days_from_the_bill() {
        let bills = [
            bill(OFFICE, "05-02", "300.00"),
            bill(OFFICE, "04-01", "600.00"),
            bill(OFFICE, "06-01", "10.00"),
        ];
        assert_eq!(dispute(&bills, OFFICE).as_deref(), Some("05-02..08-30"));
        let corrected = [bills[0], bills[1], bill(OFFICE, "06-01", "-0.01")];
        assert_eq!(dispute(&corrected, OFFICE), None);
    }

    proptest! {
        #[test]
        fn g4_bills_count_together_in_any_order(cents in prop::collection::vec(0..60_000_i64, 1..6)) {
            let mut bills: Vec<ProviderBill> = cents.iter().map(|cents| ProviderBill {
                amount: Money::from_cents(*cents).unwrap(),
                ..bill(OFFICE, "04-01", "0")
            }).collect();
            let above = cents.iter().sum::<i64>() - 50_000;
            let there = dispute(&bills, OFFICE);
            prop_assert_eq!(there.is_some(), above >= 40_000);
            bills.reverse();
            prop_assert_eq!(dispute(&bills, OFFICE), there);
        }
    }
}

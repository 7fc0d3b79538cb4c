use chrono::Days;
use serde::{Deserialize, Serialize};

use super::error::MetricsError;
use super::fact::{Revenue, RevenueRow};
use super::ratio::{Quantity, Ratio};
use crate::money::{Money, MoneyError};
use crate::time::{AsOf, Period};

/// Services whose money is followed to its end, whenever it comes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Cohort {
    /// The days of service.
    pub services: Period,
    /// How many days after the last service most money has come in; 120 is usual.
    pub mature_after: u32,
}

/// What was collected of what could have been: (payments − refunds) ÷ (charges − contractual), all
/// of the services of one cohort.
///
/// Only what contracts take off leaves the denominator: bad debt and denials stay, or giving up
/// would look like collecting.
///
/// # Errors
///
/// [`MetricsError::Immature`] where the cohort's money is still coming in at `as_of`,
/// [`MetricsError::Money`] where a sum does not fit.
///
/// ```
/// # use pms_core::metrics::*;
/// # use pms_core::time::{AsOf, Period};
/// # let row = |kind, amount: &str| -> Result<RevenueRow, Box<dyn std::error::Error>> { Ok(RevenueRow {
/// #     kind, payer: None, service: "2026-01-10".parse()?, effective: "2026-02-20".parse()?,
/// #     recorded: "2026-02-20T12:00:00Z".parse()?, amount: amount.parse()?,
/// # }) };
/// let rows = [
///     row(Revenue::Charge, "200.00")?,
///     row(Revenue::Contractual, "68.75")?,
///     row(Revenue::Payment, "118.12")?,
/// ];
/// let january = Cohort {
///     services: Period::new("2026-01-01".parse()?, "2026-01-31".parse()?)?,
///     mature_after: 120,
/// };
/// let as_of = AsOf::new("2026-06-30".parse()?, "2026-07-01T00:00:00Z".parse()?);
/// let rate = net_collection_rate(&rows, january, as_of)?;
/// assert_eq!(rate.denominator, Quantity::Money("131.25".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn net_collection_rate<'a>(
    rows: impl IntoIterator<Item = &'a RevenueRow>,
    cohort: Cohort,
    as_of: AsOf,
) -> Result<Ratio, MetricsError> {
    let mature = cohort
        .services
        .end()
        .and_then(|last| last.checked_add_days(Days::new(cohort.mature_after.into())));
    if mature.is_none_or(|from| as_of.effective < from) {
        return Err(MetricsError::Immature { from: mature });
    }
    let of_cohort = |row: &&RevenueRow| cohort.services.contains(row.service);
    let sums = Sums::of(rows.into_iter().filter(of_cohort), as_of)?;
    Ok(Ratio {
        convention: format!("net_collection/service_cohort/{}d", cohort.mature_after),
        as_of,
        numerator: Quantity::Money(sums.collected),
        denominator: Quantity::Money(sums.charged.minus(sums.contractual)?),
        days: 1,
    })
}

/// What was collected of full fees: (payments − refunds) ÷ charges, by the days on which they took
/// effect.
///
/// It depends on the fee schedule, so it compares a practice with itself alone.
///
/// # Errors
///
/// [`MetricsError::Money`] where a sum does not fit.
pub fn gross_collection_rate<'a>(
    rows: impl IntoIterator<Item = &'a RevenueRow>,
    window: Period,
    as_of: AsOf,
) -> Result<Ratio, MetricsError> {
    let in_window = |row: &&RevenueRow| window.contains(row.effective);
    let sums = Sums::of(rows.into_iter().filter(in_window), as_of)?;
    Ok(Ratio {
        convention: "gross_collection/effective".to_owned(),
        as_of,
        numerator: Quantity::Money(sums.collected),
        denominator: Quantity::Money(sums.charged),
        days: 1,
    })
}

#[derive(Default)]
struct Sums {
    charged: Money,
    contractual: Money,
    collected: Money,
}

impl Sums {
    fn of<'a>(rows: impl Iterator<Item = &'a RevenueRow>, as_of: AsOf) -> Result<Self, MoneyError> {
        let mut sums = Self::default();
        for row in rows.filter(|row| as_of.sees(row.effective, row.recorded)) {
            let (sum, amount) = match row.kind {
                Revenue::Charge => (&mut sums.charged, row.amount),
                Revenue::Contractual => (&mut sums.contractual, row.amount),
                Revenue::Payment => (&mut sums.collected, row.amount),
                Revenue::Refund => (&mut sums.collected, row.amount.negated()),
            };
            *sum = sum.plus(amount)?;
        }
        Ok(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Rounding;
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(kind: Revenue, service: &str, effective: &str, amount: &str) -> RevenueRow {
        RevenueRow {
            kind,
            payer: None,
            service: day(service),
            effective: day(effective),
            recorded: day(effective).and_hms_opt(12, 0, 0).unwrap().and_utc(),
            amount: amount.parse().unwrap(),
        }
    }

    /// January: charged 1000, contract takes 400, 540 comes in by May, 20 is paid back. February's
    /// money comes in at the same time.
    fn rows() -> Vec<RevenueRow> {
        use Revenue::{Charge, Contractual, Payment, Refund};
        vec![
            row(Charge, "2026-01-15", "2026-01-16", "1000.00"),
            row(Contractual, "2026-01-15", "2026-03-01", "400.00"),
            row(Payment, "2026-01-15", "2026-03-01", "480.00"),
            row(Payment, "2026-01-15", "2026-05-01", "60.00"),
            row(Refund, "2026-01-15", "2026-05-20", "20.00"),
            row(Charge, "2026-02-15", "2026-02-15", "100.00"),
            row(Payment, "2026-02-15", "2026-03-01", "100.00"),
        ]
    }

    fn as_of(effective: &str) -> AsOf {
        AsOf::new(
            day(effective),
            day("2027-01-01").and_hms_opt(0, 0, 0).unwrap().and_utc(),
        )
    }

    fn january() -> Cohort {
        Cohort {
            services: Period::new(day("2026-01-01"), day("2026-01-31")).unwrap(),
            mature_after: 120,
        }
    }

    #[test]
    fn x6_net_collection_follows_the_services() {
        let percent = |at| {
            net_collection_rate(&rows(), january(), as_of(at))
                .unwrap()
                .rounded(4, Rounding::HalfUp)
        };
        assert_eq!(percent("2026-05-31"), Some("0.8667".parse().unwrap())); // 520 of 600
        let early = net_collection_rate(&rows(), january(), as_of("2026-05-30"));
        assert_eq!(
            early,
            Err(MetricsError::Immature {
                from: Some(day("2026-05-31"))
            })
        );
        let endless = Cohort {
            services: Period::since(day("2026-01-01")),
            mature_after: 0,
        };
        let endless = net_collection_rate(&rows(), endless, as_of("2026-12-31"));
        assert_eq!(endless, Err(MetricsError::Immature { from: None }));
        let nothing = Cohort {
            services: Period::day(day("2026-01-01")),
            mature_after: 0,
        };
        let nothing = net_collection_rate(&rows(), nothing, as_of("2026-12-31")).unwrap();
        assert_eq!(nothing.value(), None);
    }

    #[test]
    fn gross_collection_is_cash_over_charges_of_the_same_days() {
        let window = Period::new(day("2026-01-01"), day("2026-03-31")).unwrap();
        let rate = gross_collection_rate(&rows(), window, as_of("2026-12-31")).unwrap();
        assert_eq!(
            rate.rounded(4, Rounding::HalfUp),
            Some("0.5273".parse().unwrap())
        ); // 580 of 1100
    }
}

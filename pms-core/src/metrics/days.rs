use chrono::Days;
use serde::{Deserialize, Serialize};

use super::error::MetricsError;
use super::fact::{Revenue, RevenueRow};
use super::ratio::{Quantity, Ratio};
use super::receivable::Outstanding;
use crate::money::{Money, MoneyError};
use crate::time::{AsOf, Period};

/// What a day's charges are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeBase {
    /// At full fee.
    Gross,
    /// At full fee less what contracts take off.
    Net,
}

/// What becomes of credits in the receivables.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credits {
    /// They are taken off what is owed.
    Subtracted,
    /// They are no part of it.
    Apart,
}

/// A convention of days in receivables.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct DaysInReceivables {
    /// How many days of charges are averaged, the last being the day of the report. A quarter
    /// reacts, a year smooths.
    pub window: u32,
    /// What a day's charges are.
    pub charges: ChargeBase,
    /// What becomes of credits.
    pub credits: Credits,
}

impl DaysInReceivables {
    /// A year of gross charges, credits taken off.
    ///
    /// Source: AAFP, key financial ratios.
    pub const AAFP: Self = Self {
        window: 365,
        charges: ChargeBase::Gross,
        credits: Credits::Subtracted,
    };

    /// A year of gross charges, credits left out.
    ///
    /// Source: MGMA glossary.
    pub const MGMA: Self = Self {
        window: 365,
        charges: ChargeBase::Gross,
        credits: Credits::Apart,
    };

    /// Net charges of so many days, credits left out.
    ///
    /// Source: HFMA MAP key FM-1.
    #[must_use]
    pub const fn net(window: u32) -> Self {
        Self {
            window,
            charges: ChargeBase::Net,
            credits: Credits::Apart,
        }
    }

    /// The convention as a stable name.
    ///
    /// ```
    /// # use pms_core::metrics::DaysInReceivables;
    /// assert_eq!(DaysInReceivables::MGMA.name(), "days_in_ar/gross/365d/credits_apart");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        let charges = match self.charges {
            ChargeBase::Gross => "gross",
            ChargeBase::Net => "net",
        };
        let credits = match self.credits {
            Credits::Subtracted => "credits_subtracted",
            Credits::Apart => "credits_apart",
        };
        format!("days_in_ar/{charges}/{}d/{credits}", self.window)
    }
}

/// How many days of charges are outstanding: receivables ÷ (charges in the window ÷ its days).
///
/// `outstanding` is read at the same `as_of`. Charges count by the day on which they took effect. A
/// window without charges leaves the figure undefined.
///
/// # Errors
///
/// [`MetricsError::EmptyWindow`] for a window of no day, [`MetricsError::Money`] where a sum does
/// not fit.
///
/// ```
/// # use pms_core::metrics::*;
/// # use pms_core::time::AsOf;
/// # let as_of = AsOf::new("2026-12-31".parse()?, "2026-12-31T23:00:00Z".parse()?);
/// # let charged = RevenueRow {
/// #     kind: Revenue::Charge, payer: None, service: "2026-06-01".parse()?, effective: "2026-06-01".parse()?,
/// #     recorded: "2026-06-01T12:00:00Z".parse()?, amount: "365000.00".parse()?,
/// # };
/// let outstanding = Outstanding { owed: "120000.00".parse()?, ..Outstanding::default() };
/// let days = days_in_receivables(outstanding, [&charged], DaysInReceivables::MGMA, as_of)?;
/// assert_eq!(days.value(), Some(120.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn days_in_receivables<'a>(
    outstanding: Outstanding,
    rows: impl IntoIterator<Item = &'a RevenueRow>,
    convention: DaysInReceivables,
    as_of: AsOf,
) -> Result<Ratio, MetricsError> {
    let before = convention
        .window
        .checked_sub(1)
        .ok_or(MetricsError::EmptyWindow)?;
    let window = as_of
        .effective
        .checked_sub_days(Days::new(before.into()))
        .and_then(|first| Period::new(first, as_of.effective).ok())
        .ok_or(MetricsError::EmptyWindow)?;
    let charged = Money::sum(
        rows.into_iter()
            .filter(|row| as_of.sees(row.effective, row.recorded))
            .filter(|row| window.contains(row.effective))
            .filter_map(|row| match (row.kind, convention.charges) {
                (Revenue::Charge, _) => Some(row.amount),
                (Revenue::Contractual, ChargeBase::Net) => Some(row.amount.negated()),
                _ => None,
            }),
    )?;
    let receivable = match convention.credits {
        Credits::Subtracted => outstanding.owed.minus(outstanding.credits),
        Credits::Apart => Ok::<_, MoneyError>(outstanding.owed),
    }?;
    Ok(Ratio {
        convention: convention.name(),
        as_of,
        numerator: Quantity::Money(receivable),
        denominator: Quantity::Money(charged),
        days: convention.window,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Rounding;
    use chrono::NaiveDate;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn row(kind: Revenue, effective: &str, amount: &str) -> RevenueRow {
        let effective: NaiveDate = effective.parse().unwrap();
        RevenueRow {
            kind,
            payer: None,
            service: effective,
            effective,
            recorded: effective.and_hms_opt(12, 0, 0).unwrap().and_utc(),
            amount: money(amount),
        }
    }

    /// Charges of 600,000.00 in the year, 150,000.00 of them in its last 90 days; 240,000.00 taken
    /// off by contract.
    #[test]
    #[rustfmt::skip] // a table
    fn x5_days_in_receivables_by_convention() {
        use DaysInReceivables as Days;
        let quarter = |charges| Days { window: 90, charges, credits: Credits::Apart };
        //     owed          credits      convention                   days
        check("70000.00",   "5000.00",   Days::AAFP,                   Some("39.54"));
        check("70000.00",   "5000.00",   Days::MGMA,                   Some("42.58"));
        check("70000.00",   "5000.00",   Days::net(365),               Some("70.97"));
        check("70000.00",   "5000.00",   quarter(ChargeBase::Gross),   Some("42.00"));
        check("0.00",       "5000.00",   Days::AAFP,                   Some("-3.04"));
        check("70000.00",   "0.00",      Days { window: 1, ..Days::AAFP }, None);
    }

    #[track_caller]
    fn check(owed: &str, credits: &str, convention: DaysInReceivables, wanted: Option<&str>) {
        let rows = [
            row(Revenue::Charge, "2025-12-31", "999.00"),
            row(Revenue::Charge, "2026-01-01", "450000.00"),
            row(Revenue::Contractual, "2026-05-01", "240000.00"),
            row(Revenue::Payment, "2026-05-01", "1.00"),
            row(Revenue::Charge, "2026-10-03", "150000.00"),
            row(Revenue::Charge, "2027-01-01", "999.00"),
        ];
        let as_of = AsOf::new(
            "2026-12-31".parse().unwrap(),
            "2027-06-01T00:00:00Z".parse().unwrap(),
        );
        let outstanding = Outstanding {
            owed: money(owed),
            credits: money(credits),
        };
        let ratio = days_in_receivables(outstanding, &rows, convention, as_of).unwrap();
        let got = ratio.rounded(2, Rounding::HalfUp);
        assert_eq!(
            got,
            wanted.map(|days| days.parse().unwrap()),
            "{}",
            ratio.convention
        );
    }

    #[test]
    fn a_window_has_a_day() {
        let as_of = AsOf::new(
            "2026-12-31".parse().unwrap(),
            "2027-01-01T00:00:00Z".parse().unwrap(),
        );
        let none =
            days_in_receivables(Outstanding::default(), [], DaysInReceivables::net(0), as_of);
        assert_eq!(none, Err(MetricsError::EmptyWindow));
    }
}

use chrono::NaiveDate;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::code::Locality;
use crate::money::{Exact, MoneyError, Rate};
use crate::time::Period;

use super::error::FeeError;
use super::schedule::UnitFee;
use super::service::Service;
use super::table::{RateTable, Sound};

/// What a service takes of work, of the practice's expense and of liability insurance, as multiples of
/// one unit of value.
///
/// The class of place decides about the expense, so a service done in both has two rows.
///
/// Source: CMS physician fee schedule, relative value file.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct RelativeValue {
    /// The practitioner's work.
    pub work: Rate,
    /// The practice's expense.
    pub expense: Rate,
    /// Liability insurance.
    pub malpractice: Rate,
    /// Expense and liability that the hospital's rate for the same caps it at, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<(Rate, Rate)>,
}

impl Sound for RelativeValue {
    fn is_sound(&self) -> bool {
        true // a rate is never below zero
    }
}

/// How much dearer or cheaper a place is, by the kind of cost.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PriceIndex {
    /// Of work.
    pub work: Rate,
    /// Of expense.
    pub expense: Rate,
    /// Of liability insurance.
    pub malpractice: Rate,
}

/// What one unit of value is worth: dollars, with up to six places.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ConversionFactor(Rate);

impl ConversionFactor {
    /// So many units of value, each of them and the units with six places.
    pub(super) fn of(self, units: i128) -> Result<Exact, MoneyError> {
        let dollars = units.checked_mul(self.0.millionths().into());
        Exact::of_dollars(dollars.ok_or(MoneyError::OutOfRange)?, 12)
    }
}

impl FromStr for ConversionFactor {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for ConversionFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What holds in a place for some days.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LocalFactor {
    /// Where; everywhere that has no row of its own where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<Locality>,
    /// The days of service.
    pub period: Period,
    /// How dear the place is.
    pub index: PriceIndex,
    /// What one unit of value is worth.
    pub conversion: ConversionFactor,
}

/// A fee schedule by relative values: a fee is (work × its index + expense × its index + liability × its
/// index) × the conversion factor, exact until the line is rounded.
///
/// ```
/// # use pms_core::fee::*;
/// # use pms_core::money::{Rounding, Units};
/// # use pms_core::time::Period;
/// # let year = Period::since("2020-01-01".parse()?);
/// let values = RateTable::new([RateRow {
///     procedure: Some("99213".parse()?), modifiers: vec![], place: None, locality: None, provider: None,
///     period: year,
///     rate: RelativeValue {
///         work: "1.01".parse()?, expense: "0.48".parse()?, malpractice: "0.09".parse()?, cap: None,
///     },
/// }])?;
/// let ohio = LocalFactor {
///     locality: None, period: year, conversion: "36.0896".parse()?,
///     index: PriceIndex { work: "1".parse()?, expense: "0.915".parse()?, malpractice: "1.049".parse()? },
/// };
/// let schedule = RelativeSchedule { values, factors: vec![ohio] };
/// let visit = Service::new("99213".parse()?, "2020-03-02".parse()?, "11".parse()?, "120.00".parse()?);
/// let fee = schedule.fee(&visit)?;
/// assert_eq!(fee.amount.round(Rounding::HalfUp)?, "55.71".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: CMS Publication 100-04, chapter 12, 20.1.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct RelativeSchedule {
    /// What each service takes.
    pub values: RateTable<RelativeValue>,
    /// What it is worth where and when.
    pub factors: Vec<LocalFactor>,
}

impl RelativeSchedule {
    /// The fee for one unit of a service on its day, and the part of it that is expense.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoRate`] where the service has no values, or its place no factors, on that day.
    pub fn fee(&self, service: &Service) -> Result<UnitFee<'_>, FeeError> {
        let row = self
            .values
            .find(&service.asked())
            .ok_or_else(|| service.no_rate())?;
        let local = self
            .local(service.locality, service.date)
            .ok_or_else(|| service.no_rate())?;
        let RelativeValue {
            work,
            expense,
            malpractice,
            cap,
        } = row.rate;
        let full = local.amount(work, expense, malpractice)?;
        let amount = match cap {
            Some((expense, malpractice)) => {
                full.min(local.amount(work, expense, malpractice)?)?
            }
            None => full,
        };
        Ok(UnitFee {
            amount,
            expense: Some(local.amount(Rate::ZERO, expense, Rate::ZERO)?),
            modifiers: &row.modifiers,
            since: row.period.start(),
        })
    }

    fn local(&self, locality: Option<Locality>, date: NaiveDate) -> Option<&LocalFactor> {
        let holds = |wanted: Option<Locality>| {
            self.factors
                .iter()
                .find(|row| row.locality == wanted && row.period.contains(date))
        };
        locality
            .and_then(|here| holds(Some(here)))
            .or_else(|| holds(None))
    }
}

impl LocalFactor {
    fn amount(&self, work: Rate, expense: Rate, malpractice: Rate) -> Result<Exact, MoneyError> {
        let PriceIndex {
            work: by_work,
            expense: by_expense,
            malpractice: by_malpractice,
        } = self.index;
        let product = |value: Rate, index: Rate| {
            i128::from(value.millionths()) * i128::from(index.millionths())
        };
        let units = product(work, by_work)
            .checked_add(product(expense, by_expense))
            .and_then(|sum| sum.checked_add(product(malpractice, by_malpractice)))
            .ok_or(MoneyError::OutOfRange)?;
        // Values have two places and indices three, so nothing is lost below a millionth of a millionth.
        let dollars = units.checked_mul(self.conversion.0.millionths().into());
        Exact::of_dollars(dollars.ok_or(MoneyError::OutOfRange)?, 18)
    }
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Modifier, PlaceOfService, ProcedureCode};
use crate::money::{Money, Rounding, Units};

use super::error::FeeError;
use super::service::ProviderClass;
use super::table::{Asked, RateRow, RateTable};

/// The practice's own prices, for one unit of a service, dated.
///
/// A charge is stamped with the price of its day; a later list does not reach it. A service without a
/// price stops its claim.
///
/// ```
/// # use pms_core::fee::{ChargeMaster, RateRow};
/// # use pms_core::money::Units;
/// # use pms_core::time::Period;
/// let master = ChargeMaster::new([RateRow {
///     procedure: Some("99213".parse()?),
///     modifiers: vec![],
///     place: None,
///     locality: None,
///     provider: None,
///     period: Period::since("2026-01-01".parse()?),
///     rate: "150.00".parse()?,
/// }])?;
/// let price = |code: &str| {
///     master.price(code.parse().unwrap(), &[], "11".parse().unwrap(), "2026-03-02".parse().unwrap(), Units::ONE)
/// };
/// assert_eq!(price("99213")?, "150.00".parse()?);
/// assert_eq!(price("99214").unwrap_err().code(), "fee.no_rate");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ChargeMaster {
    prices: RateTable<Money>,
}

impl ChargeMaster {
    /// A charge master from its rows.
    ///
    /// # Errors
    ///
    /// As [`RateTable::insert`].
    pub fn new(rows: impl IntoIterator<Item = RateRow<Money>>) -> Result<Self, FeeError> {
        RateTable::new(rows).map(|prices| Self { prices })
    }

    /// What is charged for so many units of a service on a day, to the nearest cent.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoRate`] where no price holds, and [`FeeError::Money`] where the product does not
    /// fit.
    pub fn price(
        &self,
        procedure: ProcedureCode,
        modifiers: &[Modifier],
        place: PlaceOfService,
        date: NaiveDate,
        units: Units,
    ) -> Result<Money, FeeError> {
        let row = self
            .prices
            .find(&Asked {
                procedure,
                modifiers,
                place: place.into(),
                locality: None,
                provider: ProviderClass::default(),
                date,
            })
            .ok_or(FeeError::NoRate { procedure, date })?;
        Ok(units.of(row.rate, Rounding::HalfUp)?)
    }
}

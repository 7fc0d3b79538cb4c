use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::code::Modifier;
use crate::money::{Exact, MoneyError, Rounding, Units};

use super::error::FeeError;
use super::relative::ConversionFactor;
use super::service::Service;

/// How minutes become units of time.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnits {
    /// To the nearest tenth of a unit, as Medicare does.
    #[default]
    Tenths,
    /// Any unit begun counts.
    Begun,
    /// To the nearest thousandth.
    Thousandths,
}

/// Anaesthesia is paid by (base units + units of time + units for what makes it harder) × a conversion
/// factor.
///
/// Source: CMS Publication 100-04, chapter 12, 50; 42 CFR 414.46.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Anesthesia {
    /// What the procedure is worth before any time is counted.
    pub base: Units,
    /// How many minutes make a unit; 15 almost everywhere.
    pub minutes_per_unit: u32,
    /// How minutes become units.
    #[serde(default)]
    pub time: TimeUnits,
    /// Units that modifiers add, such as those of physical status.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub added: BTreeMap<Modifier, Units>,
    /// What one unit is worth.
    pub conversion: ConversionFactor,
}

impl Anesthesia {
    /// The units of time in so many minutes.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where no minutes make a unit, or the count does not fit.
    pub fn time_units(&self, minutes: Units) -> Result<Units, MoneyError> {
        let (step, rounding) = match self.time {
            TimeUnits::Tenths => (100, Rounding::HalfUp),
            TimeUnits::Begun => (1_000, Rounding::Up),
            TimeUnits::Thousandths => (1, Rounding::HalfUp),
        };
        minutes.divided(self.minutes_per_unit, step, rounding)
    }

    /// All units of a service: base, time and what its modifiers add.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoTime`] where the service has no minutes, and as [`Anesthesia::time_units`].
    pub fn units(&self, service: &Service) -> Result<Units, FeeError> {
        let minutes = service.minutes.ok_or(FeeError::NoTime {
            procedure: service.procedure,
        })?;
        let added = service
            .modifiers
            .iter()
            .filter_map(|modifier| self.added.get(modifier));
        let units = [self.base, self.time_units(minutes)?];
        Ok(Units::sum(units.iter().chain(added).copied())?)
    }

    pub(super) fn amount(&self, service: &Service) -> Result<Exact, FeeError> {
        let units = i128::from(self.units(service)?.thousandths());
        Ok(self.conversion.of(units * 1_000)?)
    }
}

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Modifier;
use crate::money::{Exact, Money};

use super::error::FeeError;
use super::policy::PolicyTables;
use super::relative::RelativeSchedule;
use super::service::Service;
use super::table::{RateRow, RateTable};

/// Somebody's list of fees, for one unit of a service, dated: Medicare's for a locality, a payer's.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct FeeSchedule {
    fees: RateTable<Money>,
}

impl FeeSchedule {
    /// A fee schedule from its rows.
    ///
    /// # Errors
    ///
    /// As [`RateTable::insert`].
    pub fn new(rows: impl IntoIterator<Item = RateRow<Money>>) -> Result<Self, FeeError> {
        RateTable::new(rows).map(|fees| Self { fees })
    }

    /// One more row.
    ///
    /// # Errors
    ///
    /// As [`RateTable::insert`].
    pub fn insert(&mut self, row: RateRow<Money>) -> Result<(), FeeError> {
        self.fees.insert(row)
    }

    /// The fee for one unit of a service on its day.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoRate`] where no fee holds.
    pub fn fee(&self, service: &Service) -> Result<UnitFee<'_>, FeeError> {
        let row = self
            .fees
            .find(&service.asked())
            .ok_or_else(|| service.no_rate())?;
        Ok(UnitFee {
            amount: row.rate.into(),
            expense: None,
            modifiers: &row.modifiers,
            since: row.period.start(),
        })
    }

    /// How many fees there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fees.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fees.is_empty()
    }
}

/// What a schedule says of one unit of a service.
#[derive(Clone, Copy, Debug)]
pub struct UnitFee<'a> {
    /// The fee, exact.
    pub amount: Exact,
    /// The part of it that is the practice's expense, where the schedule tells parts apart.
    pub expense: Option<Exact>,
    /// The modifiers that the row asks for.
    pub modifiers: &'a [Modifier],
    /// Since when the row holds.
    pub since: NaiveDate,
}

/// A fee schedule of either kind.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Schedule {
    /// A list of fees.
    Fees(FeeSchedule),
    /// A list of relative values.
    Relative(RelativeSchedule),
}

impl Schedule {
    /// The fee for one unit of a service on its day.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoRate`] where no fee holds.
    pub fn fee(&self, service: &Service) -> Result<UnitFee<'_>, FeeError> {
        match self {
            Self::Fees(fees) => fees.fee(service),
            Self::Relative(values) => values.fee(service),
        }
    }
}

impl From<FeeSchedule> for Schedule {
    fn from(fees: FeeSchedule) -> Self {
        Self::Fees(fees)
    }
}

impl From<RelativeSchedule> for Schedule {
    fn from(values: RelativeSchedule) -> Self {
        Self::Relative(values)
    }
}

/// To what contracts refer: fee schedules by name, and the tables of payment policy.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Schedules {
    named: BTreeMap<String, Schedule>,
    /// Which reduction and which edit touches which service.
    pub policy: PolicyTables,
}

impl Schedules {
    /// Holds a schedule under a name, in place of any other of that name.
    pub fn put(&mut self, name: impl Into<String>, schedule: impl Into<Schedule>) {
        self.named.insert(name.into(), schedule.into());
    }

    /// The schedule of a name.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoSchedule`] where there is none.
    pub fn find(&self, name: &str) -> Result<&Schedule, FeeError> {
        self.named.get(name).ok_or_else(|| FeeError::NoSchedule {
            name: name.to_owned(),
        })
    }
}

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::money::Money;

use super::error::FeeError;
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
    pub fn fee(&self, service: &Service) -> Result<Money, FeeError> {
        let Service {
            procedure,
            modifiers,
            place,
            date,
            ..
        } = service;
        self.fees
            .find(*procedure, modifiers, *place, *date)
            .map(|row| row.rate)
            .ok_or(FeeError::NoRate {
                procedure: *procedure,
                date: *date,
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

/// The fee schedules to which contracts refer, by name.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Schedules {
    named: BTreeMap<String, FeeSchedule>,
}

impl Schedules {
    /// Holds a schedule under a name, in place of any other of that name.
    pub fn put(&mut self, name: impl Into<String>, schedule: FeeSchedule) {
        self.named.insert(name.into(), schedule);
    }

    /// The schedule of a name.
    ///
    /// # Errors
    ///
    /// [`FeeError::NoSchedule`] where there is none.
    pub fn find(&self, name: &str) -> Result<&FeeSchedule, FeeError> {
        self.named.get(name).ok_or_else(|| FeeError::NoSchedule {
            name: name.to_owned(),
        })
    }
}

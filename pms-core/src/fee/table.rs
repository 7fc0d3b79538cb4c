use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Locality, Modifier, ProcedureCode};
use crate::money::Money;
use crate::time::Period;

use super::error::FeeError;
use super::service::{PlaceClass, ProviderClass};

/// What holds for a service, and when. What a row leaves open, it holds for all of.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RateRow<T> {
    /// The procedure; none for a row that holds where no procedure's own row does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<ProcedureCode>,
    /// Modifiers that the service must bear, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<Modifier>,
    /// The class of place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceClass>,
    /// Medicare's locality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locality: Option<Locality>,
    /// Who treats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderClass>,
    /// The days of service.
    pub period: Period,
    /// What holds.
    pub rate: T,
}

/// For what a row is wanted.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What was done.
    pub procedure: ProcedureCode,
    /// What was special about it, as billed.
    pub modifiers: &'a [Modifier],
    /// In which class of place.
    pub place: PlaceClass,
    /// In which locality, where it is known.
    pub locality: Option<Locality>,
    /// By whom.
    pub provider: ProviderClass,
    /// The day of service.
    pub date: NaiveDate,
}

/// Rows of which the most specific decides: first those of the procedure, among them those that ask
/// for most modifiers, among them one that asks for the class of place, then for the locality, then for
/// who treats; a row without a procedure holds where none has its own.
///
/// Where two rows ask for as many modifiers, the one whose modifier stands first on the line
/// decides, as the pricing modifier is billed first. Two rows that ask for the same are refused
/// unless their days lie apart.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Vec<RateRow<T>>", into = "Vec<RateRow<T>>")]
#[serde(bound(
    serialize = "T: Clone + Serialize",
    deserialize = "T: Deserialize<'de> + Sound"
))]
pub struct RateTable<T> {
    rows: BTreeMap<Option<ProcedureCode>, Vec<RateRow<T>>>,
}

/// A rate that a table takes.
pub trait Sound {
    /// Whether it is no less than nothing.
    fn is_sound(&self) -> bool;
}

impl Sound for Money {
    fn is_sound(&self) -> bool {
        !self.is_negative()
    }
}

impl<T> Default for RateTable<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
        }
    }
}

impl<T: Sound> RateTable<T> {
    /// A table from its rows, in any order.
    ///
    /// # Errors
    ///
    /// As [`RateTable::insert`].
    pub fn new(rows: impl IntoIterator<Item = RateRow<T>>) -> Result<Self, FeeError> {
        let mut table = Self::default();
        for row in rows {
            table.insert(row)?;
        }
        Ok(table)
    }

    /// One more row.
    ///
    /// # Errors
    ///
    /// [`FeeError::Overlap`] where another row holds for the same on one of its days, and
    /// [`FeeError::NegativeAmount`] for a rate below zero. Nothing changes then.
    pub fn insert(&mut self, mut row: RateRow<T>) -> Result<(), FeeError> {
        if !row.rate.is_sound() {
            return Err(FeeError::NegativeAmount);
        }
        row.modifiers.sort_unstable();
        row.modifiers.dedup();
        let rows = self.rows.entry(row.procedure).or_default();
        let clashes = |other: &RateRow<T>| other.asks_as(&row) && other.period.overlaps(row.period);
        if rows.iter().any(clashes) {
            return Err(FeeError::Overlap {
                procedure: row.procedure,
            });
        }
        rows.push(row);
        Ok(())
    }
}

impl<T> RateTable<T> {
    /// The row that decides for a service, if any holds.
    #[must_use]
    pub fn find(&self, asked: &Asked<'_>) -> Option<&RateRow<T>> {
        let best = |key: Option<ProcedureCode>| match self.rows.get(&key)?.as_slice() {
            [only] => only.holds(asked).then_some(only),
            rows => rows
                .iter()
                .filter(|row| row.holds(asked))
                .max_by_key(|row| specificity(row, asked.modifiers)),
        };
        best(Some(asked.procedure)).or_else(|| best(None))
    }

    /// All rows, those without a procedure first, then by procedure.
    pub fn rows(&self) -> impl Iterator<Item = &RateRow<T>> {
        self.rows.values().flatten()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.values().map(Vec::len).sum()
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T> RateRow<T> {
    /// Whether both hold for the same services, whenever. Modifiers stand in order in a table.
    pub(super) fn asks_as<U>(&self, other: &RateRow<U>) -> bool {
        (self.procedure, self.place, self.locality, self.provider)
            == (other.procedure, other.place, other.locality, other.provider)
            && self.modifiers == other.modifiers
    }

    fn holds(&self, asked: &Asked<'_>) -> bool {
        self.period.contains(asked.date)
            && self.place.is_none_or(|class| class == asked.place)
            && self
                .locality
                .is_none_or(|here| Some(here) == asked.locality)
            && self.provider.is_none_or(|class| class == asked.provider)
            && self.modifiers.iter().all(|m| asked.modifiers.contains(m))
    }
}

/// Higher decides. Never equal for two rows that hold for the same service on the same day, but for
/// rows that ask for different modifiers of which the first on the line is common to both.
fn specificity<T>(row: &RateRow<T>, billed: &[Modifier]) -> impl Ord + use<T> {
    let mut places: Vec<usize> = row
        .modifiers
        .iter()
        .filter_map(|m| billed.iter().position(|b| b == m))
        .collect();
    places.sort_unstable();
    (
        row.modifiers.len(),
        core::cmp::Reverse(places),
        row.place.is_some(),
        row.locality.is_some(),
        row.provider.is_some(),
    )
}

impl<T: Sound> TryFrom<Vec<RateRow<T>>> for RateTable<T> {
    type Error = FeeError;

    fn try_from(rows: Vec<RateRow<T>>) -> Result<Self, FeeError> {
        Self::new(rows)
    }
}

impl<T> From<RateTable<T>> for Vec<RateRow<T>> {
    fn from(table: RateTable<T>) -> Self {
        table.rows.into_values().flatten().collect()
    }
}

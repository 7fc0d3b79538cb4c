use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{Modifier, Npi, ProcedureCode};
use crate::id::EstimateId;
use crate::money::{Money, MoneyError};
use crate::time::Period;

use super::expected::ExpectedItem;
use super::issue::GoodFaithTerms;

/// Why an estimate took the place of another, and in what it differs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Revision {
    /// The version before.
    pub of: EstimateId,
    /// Why.
    pub why: RevisionReason,
    /// What changed.
    pub changes: Vec<Change>,
}

/// Why a new version was made.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RevisionReason {
    /// Other charges, items, frequency or duration are expected.
    Scope,
    /// Another provider or facility is to do it.
    Provider,
    /// The visit was booked anew.
    Rebooked,
    /// Services recur past the twelve months of the version before.
    Renewed,
    /// The version before was wrong.
    Corrected,
}

/// One thing that differs from the version before.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Another day of service.
    Service {
        /// Before.
        from: Option<NaiveDate>,
        /// Now.
        to: Option<NaiveDate>,
    },
    /// Other days on which it holds.
    Period {
        /// Before.
        from: Period,
        /// Now.
        to: Period,
    },
    /// Other recurrences.
    Times {
        /// Before; none where it did not recur.
        from: Option<u16>,
        /// Now.
        to: Option<u16>,
    },
    /// An item of a provider came, went, or changed.
    Item {
        /// Whose.
        provider: Npi,
        /// Which.
        procedure: ProcedureCode,
        /// What was expected for it; none where it was not there.
        from: Option<Money>,
        /// What is expected now; none where it is gone.
        to: Option<Money>,
    },
}

/// What differs between two versions.
pub(super) fn changes(
    before: &GoodFaithTerms,
    now: &GoodFaithTerms,
) -> Result<Vec<Change>, MoneyError> {
    let mut found = Vec::new();
    if before.service != now.service {
        let (from, to) = (before.service, now.service);
        found.push(Change::Service { from, to });
    }
    if before.period != now.period {
        let (from, to) = (before.period, now.period);
        found.push(Change::Period { from, to });
    }
    if before.times != now.times {
        let (from, to) = (before.times, now.times);
        found.push(Change::Times { from, to });
    }
    let (before, now) = (items(before), items(now));
    let keys: BTreeSet<&Key<'_>> = before.keys().chain(now.keys()).collect();
    for key in keys {
        let (from, to) = (before.get(key), now.get(key));
        if from != to {
            found.push(Change::Item {
                provider: key.0,
                procedure: key.1,
                from: from.map(|items| total(items)).transpose()?,
                to: to.map(|items| total(items)).transpose()?,
            });
        }
    }
    Ok(found)
}

type Key<'a> = (Npi, ProcedureCode, &'a [Modifier]);

fn items(terms: &GoodFaithTerms) -> BTreeMap<Key<'_>, Vec<&ExpectedItem>> {
    let mut all = BTreeMap::<Key<'_>, Vec<&ExpectedItem>>::new();
    for provider in terms.providers() {
        for item in &provider.items {
            let key = (provider.npi, item.procedure, item.modifiers.as_slice());
            all.entry(key).or_default().push(item);
        }
    }
    all
}

fn total(items: &[&ExpectedItem]) -> Result<Money, MoneyError> {
    Money::sum(items.iter().map(|item| item.charge.amount()))
}

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{AdjustmentReason, Modifier, ProcedureCode};
use crate::fee::{Service, Sound};
use crate::money::{MoneyError, Units};
use crate::time::Period;

use super::indicator::PolicyTables;
use super::terms::{OverLimit, PolicyVersion};

/// What a limit of units counts.
///
/// Source: CMS medically unlikely edits, adjudication indicator.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitScope {
    /// The units of a line (1).
    Line,
    /// The units of a day; more is impossible (2).
    Day,
    /// The units of a day; more is unlikely (3).
    ClinicalDay,
}

/// How many units a line or a day can have.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UnitLimit {
    /// How many.
    pub most: Units,
    /// Of what.
    pub scope: UnitScope,
}

impl Sound for UnitLimit {
    fn is_sound(&self) -> bool {
        true // a count is never below zero
    }
}

/// A service that is part of another.
///
/// Source: CMS national correct coding initiative, procedure-to-procedure edits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Bundle {
    /// The service that is paid.
    pub column_one: ProcedureCode,
    /// The one that is part of it.
    pub column_two: ProcedureCode,
    /// The days of service; the last one counts.
    pub period: Period,
    /// Whether a modifier can say that it stands by itself.
    pub modifier_allowed: bool,
}

/// Why nothing of a line is paid. The practice bears it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "denial")]
#[non_exhaustive]
pub enum Denial {
    /// More units than a line or day can have.
    Units {
        /// How many it can have.
        limit: UnitLimit,
        /// Since when that holds.
        since: NaiveDate,
    },
    /// It is part of another service.
    Bundled {
        /// By which row.
        bundle: Bundle,
    },
    /// A surgeon more is not paid for this service.
    Surgeon {
        /// The modifier that says that there was one.
        modifier: Modifier,
    },
}

impl Denial {
    /// As a payer would report it, under the group CO.
    ///
    /// Source: X12 claim adjustment reason codes.
    #[must_use]
    pub const fn reason(&self) -> AdjustmentReason {
        match self {
            Self::Units { .. } => AdjustmentReason::TOO_MANY,
            Self::Bundled { .. } => AdjustmentReason::BUNDLED,
            Self::Surgeon { .. } => AdjustmentReason::MORE_SURGEONS,
        }
    }
}

/// What the edits make of a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Edited {
    /// Nothing.
    Stands,
    /// So many of its units are paid.
    Within(Units),
    /// It is not paid.
    Denied(Denial),
}

/// What the edits of a version make of the lines of one day.
pub(super) fn edit(
    version: &PolicyVersion,
    tables: &PolicyTables,
    day: &[&Service],
) -> Result<Vec<Edited>, MoneyError> {
    let mut edited = Vec::with_capacity(day.len());
    for (number, service) in day.iter().enumerate() {
        edited.push(match bundled(version, tables, day, number) {
            Some(denial) => Edited::Denied(denial),
            None => limited(version, tables, day, service, number)?,
        });
    }
    Ok(edited)
}

fn bundled(
    version: &PolicyVersion,
    tables: &PolicyTables,
    day: &[&Service],
    number: usize,
) -> Option<Denial> {
    let bundling = version.bundling.as_ref()?;
    let own = day.get(number)?;
    let says = |service: &Service| {
        service
            .modifiers
            .iter()
            .any(|m| bundling.bypass.contains(m))
    };
    day.iter()
        .enumerate()
        .filter(|(other, _)| *other != number)
        .find_map(|(_, other)| {
            let bundle = *tables.bundled(other.procedure, own.procedure, own.date)?;
            let apart = says(own) || (bundling.on_either && says(other));
            (!(bundle.modifier_allowed && apart)).then_some(Denial::Bundled { bundle })
        })
}

fn limited(
    version: &PolicyVersion,
    tables: &PolicyTables,
    day: &[&Service],
    service: &Service,
    number: usize,
) -> Result<Edited, MoneyError> {
    let (Some(edits), Some(row)) = (version.units, tables.units.find(&service.asked())) else {
        return Ok(Edited::Stands);
    };
    let limit = row.rate;
    let alike = || {
        day.iter()
            .filter(|other| other.procedure == service.procedure)
    };
    let (over, total, before) = match limit.scope {
        UnitScope::Line => (edits.line, service.units, Units::ZERO),
        UnitScope::Day | UnitScope::ClinicalDay => {
            let earlier = day
                .iter()
                .take(number)
                .filter(|other| other.procedure == service.procedure);
            let before = Units::sum(earlier.map(|other| other.units))?;
            (
                edits.day,
                Units::sum(alike().map(|other| other.units))?,
                before,
            )
        }
    };
    let documented = limit.scope == UnitScope::ClinicalDay
        && alike().any(|other| {
            edits
                .documented
                .is_some_and(|m| other.modifiers.contains(&m))
        });
    if total <= limit.most || documented {
        return Ok(Edited::Stands);
    }
    let since = row.period.start();
    let within = limit.most.less(before).min(service.units);
    Ok(match over {
        OverLimit::PayWithin if within == service.units => Edited::Stands,
        OverLimit::PayWithin if within > Units::ZERO => Edited::Within(within),
        _ => Edited::Denied(Denial::Units { limit, since }),
    })
}

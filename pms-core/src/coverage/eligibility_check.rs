use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{CoverageId, PatientId};

use super::eligibility::{Eligibility, EligibilityRequest, EligibilityResult};
use super::failure::{Failure, Retry};
use super::place::{Coverage, covering};

/// One question to a payer, and what came of it. Checks are kept, all of them.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct EligibilityCheck {
    /// What was asked.
    pub request: EligibilityRequest,
    /// When.
    pub at: DateTime<Utc>,
    /// What the payer answered; absent while it has not.
    pub answer: Option<Eligibility>,
}

/// All checks of a patient, the latest first.
#[must_use]
pub fn timeline(checks: &[EligibilityCheck], patient: PatientId) -> Vec<&EligibilityCheck> {
    let mut own: Vec<_> = checks
        .iter()
        .filter(|check| check.request.patient == patient)
        .collect();
    own.sort_by_key(|check| core::cmp::Reverse(check.at));
    own
}

/// How long a check is good for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RecheckPolicy {
    /// For so many days after it, counted to the day of the visit.
    pub days: u16,
    /// No longer than the calendar month that it asked about: memberships change with the month.
    pub within_month: bool,
}

impl Default for RecheckPolicy {
    /// Seven days, and no longer than the month.
    fn default() -> Self {
        Self {
            days: 7,
            within_month: true,
        }
    }
}

impl RecheckPolicy {
    /// Whether a check is still good for a visit on a day, for these kinds of service.
    #[must_use]
    pub fn is_fresh(&self, check: &EligibilityCheck, visit: &VisitToCheck) -> bool {
        let asked = check.at.date_naive();
        let until = asked.checked_add_days(Days::new(self.days.into()));
        let month = |day: NaiveDate| (day.year(), day.month());
        let same_month = month(check.request.day) == month(visit.day);
        let services = &check.request.services;
        let all = visit.services.iter().all(|one| services.contains(one));
        all && until.is_none_or(|until| visit.day <= until) && (same_month || !self.within_month)
    }
}

/// A visit whose coverage is to be checked.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct VisitToCheck {
    /// Who comes.
    pub patient: PatientId,
    /// On which day.
    pub day: NaiveDate,
    /// For which kinds of service; the plan as a whole where none is named.
    pub services: Vec<String>,
    /// The patient pays for it in full and asks that no insurance hear of it: no payer is asked.
    ///
    /// Source: 45 CFR 164.522(a)(1)(vi).
    #[serde(default)]
    pub self_pay: bool,
}

/// Why a check is due.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
#[non_exhaustive]
pub enum DueReason {
    /// Nobody has asked for this.
    NeverChecked,
    /// The last check is too old, of another month, or of other services.
    Stale {
        /// When it was.
        checked: DateTime<Utc>,
    },
    /// The last check failed, and the same question may be sent again.
    Retry {
        /// When it failed.
        checked: DateTime<Utc>,
    },
}

/// A question that is to be asked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DueCheck {
    /// Of which place on a plan.
    pub coverage: CoverageId,
    /// For which day.
    pub day: NaiveDate,
    /// Why.
    #[serde(flatten)]
    pub reason: DueReason,
}

/// The latest check of a coverage that was made for a visit's services, or else of any.
pub(super) fn latest<'a>(
    checks: &'a [EligibilityCheck],
    coverage: CoverageId,
    visit: &VisitToCheck,
) -> Option<&'a EligibilityCheck> {
    let of_visit = |check: &&EligibilityCheck| {
        let services = &check.request.services;
        visit.services.iter().all(|one| services.contains(one))
    };
    checks
        .iter()
        .filter(|check| check.request.coverage == coverage)
        .max_by_key(|check| (of_visit(check), check.at))
}

/// The checks that are due for a day's visits, each coverage and day once: all coverages that hold on
/// the day, the second payer's too.
///
/// What must be corrected first is not asked again as it is; what the payer has not answered yet is
/// not asked twice.
#[must_use]
pub fn due_checks(
    visits: &[VisitToCheck],
    coverages: &[Coverage],
    checks: &[EligibilityCheck],
    policy: RecheckPolicy,
    now: DateTime<Utc>,
) -> Vec<DueCheck> {
    let mut seen = BTreeSet::new();
    let mut due = Vec::new();
    for visit in visits.iter().filter(|visit| !visit.self_pay) {
        let own = covering(coverages, visit.day).filter(|one| one.patient() == visit.patient);
        for coverage in own {
            let last = latest(checks, coverage.id(), visit);
            let Some(reason) = due_reason(last, visit, policy, now) else {
                continue;
            };
            if seen.insert((coverage.id(), visit.day)) {
                due.push(DueCheck {
                    coverage: coverage.id(),
                    day: visit.day,
                    reason,
                });
            }
        }
    }
    due
}

impl VisitToCheck {
    /// The kinds of service that decide: the named ones, or the plan as a whole.
    pub(super) fn services(&self) -> impl Iterator<Item = &str> {
        let whole = self.services.is_empty().then_some("30");
        self.services.iter().map(String::as_str).chain(whole)
    }
}

fn due_reason(
    last: Option<&EligibilityCheck>,
    visit: &VisitToCheck,
    policy: RecheckPolicy,
    now: DateTime<Utc>,
) -> Option<DueReason> {
    let Some(check) = last else {
        return Some(DueReason::NeverChecked);
    };
    let checked = check.at;
    if !policy.is_fresh(check, visit) {
        return Some(DueReason::Stale { checked });
    }
    let answer = check.answer.as_ref()?;
    let open = visit
        .services()
        .any(|one| answer.determine(one, visit.day).result == EligibilityResult::Undetermined);
    let failures = answer.failures.iter().map(Failure::retry);
    let wait = failures.map(|retry| match retry {
        Retry::Unchanged { after_minutes } => Some(after_minutes),
        _ => None,
    });
    // One failure that forbids it is enough; the longest wait counts.
    let wait = wait.collect::<Option<Vec<_>>>()?.into_iter().max()?;
    let until = checked.checked_add_signed(TimeDelta::minutes(wait.into()));
    (open && until.is_some_and(|until| until <= now)).then_some(DueReason::Retry { checked })
}

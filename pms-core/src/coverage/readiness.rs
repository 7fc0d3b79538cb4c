use serde::{Deserialize, Serialize};

use crate::id::CoverageId;

use super::eligibility::{Eligibility, EligibilityResult};
use super::eligibility_check::{EligibilityCheck, RecheckPolicy, VisitToCheck, latest};
use super::failure::Failure;
use super::place::Coverage;

/// Whether a visit's coverage is clear.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "reasons")]
pub enum Readiness {
    /// Something has not been asked or answered, and nothing speaks against the visit so far.
    Pending,
    /// Somebody must see to it.
    NotReady(Vec<UnreadyReason>),
    /// The first coverage, and all after it, hold.
    Ready,
    /// The patient pays in full and no payer is to hear of it, insured or not.
    SelfPay,
}

/// What speaks against a visit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
#[non_exhaustive]
pub enum UnreadyReason {
    /// No coverage holds on the day.
    NoCoverage,
    /// The payer says that a coverage does not hold.
    Inactive {
        /// Which one.
        coverage: CoverageId,
        /// It pays first.
        primary: bool,
    },
    /// The payer says neither that it holds nor that it does not. The patient is not for that a
    /// self-payer.
    Undetermined {
        /// Which one.
        coverage: CoverageId,
        /// It pays first.
        primary: bool,
        /// Why the payer did not answer, in its own codes; none where its entries contradict each
        /// other or are silent.
        failures: Vec<Failure>,
    },
    /// The payer says that a kind of service is not covered.
    NotCovered {
        /// By which coverage.
        coverage: CoverageId,
        /// Which service.
        service: String,
    },
    /// The payer asks for an authorisation.
    AuthorizationNeeded {
        /// For which coverage.
        coverage: CoverageId,
        /// For which service.
        service: String,
    },
}

/// Whether a visit's coverage is clear, from the coverages of its day in the order in which they pay,
/// and from what was asked so far.
///
/// ```
/// # use pms_core::coverage::{Readiness, RecheckPolicy, UnreadyReason, VisitToCheck, readiness};
/// # use pms_core::id::{PatientId, Uuid};
/// let visit = VisitToCheck {
///     patient: PatientId::from(Uuid::from_u128(1)),
///     day: "2026-03-03".parse()?,
///     services: vec!["98".to_owned()],
///     self_pay: false,
/// };
/// let none = readiness(&visit, &[], &[], RecheckPolicy::default());
/// assert_eq!(none, Readiness::NotReady(vec![UnreadyReason::NoCoverage]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn readiness(
    visit: &VisitToCheck,
    in_turn: &[&Coverage],
    checks: &[EligibilityCheck],
    policy: RecheckPolicy,
) -> Readiness {
    if visit.self_pay {
        return Readiness::SelfPay;
    }
    let mut held = in_turn
        .iter()
        .filter(|one| one.patient() == visit.patient && one.period().contains(visit.day))
        .peekable();
    if held.peek().is_none() {
        return Readiness::NotReady(vec![UnreadyReason::NoCoverage]);
    }
    let mut reasons = Vec::new();
    let mut pending = false;
    for (turn, coverage) in held.enumerate() {
        let check = latest(checks, coverage.id(), visit);
        let fresh = check.filter(|check| policy.is_fresh(check, visit));
        match fresh.and_then(|check| check.answer.as_ref()) {
            Some(answer) => reasons.extend(against(visit, coverage.id(), turn == 0, answer)),
            None => pending = true,
        }
    }
    match (reasons.is_empty(), pending) {
        (false, _) => Readiness::NotReady(reasons),
        (true, true) => Readiness::Pending,
        (true, false) => Readiness::Ready,
    }
}

fn against(
    visit: &VisitToCheck,
    coverage: CoverageId,
    primary: bool,
    answer: &Eligibility,
) -> Vec<UnreadyReason> {
    let results = || {
        visit
            .services()
            .map(|one| answer.determine(one, visit.day).result)
    };
    let mut reasons = Vec::new();
    if results().any(|one| one == EligibilityResult::Inactive) {
        reasons.push(UnreadyReason::Inactive { coverage, primary });
    }
    if results().any(|one| one == EligibilityResult::Undetermined) {
        reasons.push(UnreadyReason::Undetermined {
            coverage,
            primary,
            failures: answer.failures.clone(),
        });
    }
    for service in visit.services() {
        if !answer.exclusions(service).is_empty() {
            let service = service.to_owned();
            reasons.push(UnreadyReason::NotCovered { coverage, service });
        }
        if !answer.authorizations(service).is_empty() {
            let service = service.to_owned();
            reasons.push(UnreadyReason::AuthorizationNeeded { coverage, service });
        }
    }
    reasons
}

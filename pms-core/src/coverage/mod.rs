//! Who pays, in which order, and with which benefits.
//!
//! A [`Plan`] is a product of a payer; its [`Benefits`] are data: for some services in a network, the
//! ordered [`Step`]s that share an amount between patient and plan. A [`Coverage`] is a patient's
//! place on a plan, held through a [`Subscriber`], for a period of days: every question which one
//! applies takes a date of service ([`covering`]), and a change ends one and begins another.
//! [`order_of_benefits`] says who pays first and which rule decided.
//!
//! [`Accumulators`] hold what a family has used of its limits in a plan year, as events that name the
//! charge that caused them and can be taken back exactly.
//!
//! An [`EligibilityCheck`] is a question to a payer and its answer, an [`Eligibility`]: entries as they
//! were sent, active, inactive or undetermined. [`due_checks`] says what to ask for tomorrow,
//! [`readiness`] whether a visit's coverage is clear.
//!
//! An [`AccumulatorSnapshot`] is what the payer says was used, to which own charges are added; an
//! [`AuthorizationUse`] is what a payer allowed beforehand, and what was billed under it.
//!
//! Knows people, money and days. Knows nothing of fees or of what a charge is worth.
//!
//! Terms: X12 005010X222A1 for subscriber and relationship, NAIC Model 120 for the order.

mod accumulator;
mod authorization;
mod benefit_entry;
mod benefits;
mod eligibility;
mod eligibility_check;
mod error;
mod failure;
mod limit;
mod member_id;
mod order;
mod payer_days;
mod place;
mod plan;
mod plan_year;
mod readiness;
mod snapshot;
mod subscriber;

pub use accumulator::{Accrual, AccumulatorEvent, Accumulators, Meter};
pub use authorization::{
    Authorization, AuthorizationEvent, AuthorizationUse, AuthorizedService, Uncovered,
};
pub use benefit_entry::{BenefitEntry, Figure, InNetwork, ToldDays};
pub use benefits::{
    Benefit, Benefits, CostShare, MaximumSpent, Network, OutOfPocket, Per, Services, Step,
};
pub use eligibility::{
    Determination, Eligibility, EligibilityRequest, EligibilityResult, Quote, Told, Wanted,
};
pub use eligibility_check::{
    DueCheck, DueReason, EligibilityCheck, RecheckPolicy, VisitToCheck, due_checks, timeline,
};
pub use error::CoverageError;
pub use failure::{Failure, FailureKind, Retry};
pub use limit::{Bucket, Limit, Measure, Pool};
pub use member_id::MemberId;
pub use order::{Custody, Employment, OrderRule, Standing, Turn, order_of_benefits};
pub use payer_days::first_payers;
pub use place::{BilledDays, Coverage, Terms, covering};
pub use plan::{Coordination, Plan};
pub use plan_year::PlanYear;
pub use readiness::{Readiness, UnreadyReason, readiness};
pub use snapshot::{AccumulatorSnapshot, EstimatedUse, PendingCharge};
pub use subscriber::{Subscriber, SubscriberPerson};

#[cfg(test)]
mod eligibility_tests;

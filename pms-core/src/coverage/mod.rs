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
//! Knows people, money and days. Knows nothing of fees or of what a charge is worth.
//!
//! Terms: X12 005010X222A1 for subscriber and relationship, NAIC Model 120 for the order.

mod accumulator;
mod benefits;
mod error;
mod limit;
mod member_id;
mod order;
mod payer_days;
mod place;
mod plan;
mod plan_year;
mod subscriber;

pub use accumulator::{Accrual, AccumulatorEvent, Accumulators, Meter};
pub use benefits::{
    Benefit, Benefits, CostShare, MaximumSpent, Network, OutOfPocket, Per, Services, Step,
};
pub use error::CoverageError;
pub use limit::{Bucket, Limit, Measure, Pool};
pub use member_id::MemberId;
pub use order::{Custody, Employment, OrderRule, Standing, Turn, order_of_benefits};
pub use payer_days::first_payers;
pub use place::{Coverage, Terms, covering};
pub use plan::{Coordination, Plan};
pub use plan_year::PlanYear;
pub use subscriber::{Subscriber, SubscriberPerson};

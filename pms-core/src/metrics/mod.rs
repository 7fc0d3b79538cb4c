//! The field's key figures, each as a ratio with its convention on its face.
//!
//! Public definitions of the same figure contradict each other, so that a [`Ratio`] carries what was
//! divided by what, by which convention, and at which two times the books were read. Nothing is
//! rounded, and a figure over nothing is undefined, not zero.
//!
//! The rows that figures are made of are defined here ([`ReceivableRow`], [`RevenueRow`],
//! [`DecisionRow`], [`VisitRow`], [`CapacityRow`]), so that a store can fill them by SQL.
//! [`Receivables`] holds receivables in columns and ages ten million of them in a blink.
//!
//! Knows rows of facts. Knows no ledger, no claim and no schedule.
//!
//! Terms: HFMA MAP keys, MGMA, AAFP.

mod aging;
mod collection;
mod days;
mod denial;
mod error;
mod fact;
mod ratio;
mod receivable;
mod visit;

pub use aging::{Aging, AgingBasis, AgingLine, Bucket};
pub use collection::{Cohort, gross_collection_rate, net_collection_rate};
pub use days::{ChargeBase, Credits, DaysInReceivables, days_in_receivables};
pub use denial::{DenialRate, DenialUnit, denial_rate, denial_rates_by_payer};
pub use error::MetricsError;
pub use fact::{
    Adjusted, CapacityRow, DecisionRow, ReceivableRow, Revenue, RevenueRow, VisitOutcome, VisitRow,
};
pub use ratio::{Quantity, Ratio};
pub use receivable::{Item, Outstanding, Receivables};
pub use visit::{NoShowRate, no_show_rate, utilisation};

//! What a charge is worth: allowed, plan pays, patient owes, written off, each cent with its reason.
//!
//! [`adjudicate`] takes a visit's [`Line`]s to one plan: the contract says what is allowed, the plan's
//! steps share it out, and the result is an [`AdjudicatedLine`] each, with an ordered trace. Every
//! [`TraceStep`] takes an amount from what the plan would pay and says by which [`Rule`]; begun at the
//! charge, the last one ends at the plan's payment, and its steps are the [`Adjustment`]s that the
//! payer would report. What the lines use of the plan's limits comes back as events. Each step is told
//! in words to staff ([`TraceStep::explain`]), each line to the patient
//! ([`AdjudicatedLine::explain_to_patient`]).
//!
//! Knows coverage, fees and charges. Knows no claim and no remittance: an estimate needs neither.
//!
//! Terms: X12 005010X221A1 for allowed, adjustment, group and reason.

mod adjustment;
mod case;
mod coordinate;
mod decide;
mod error;
mod explain;
#[cfg(test)]
mod laws;
mod line;
mod meters;
mod outcome;
mod share;
#[cfg(test)]
mod tables;
mod trace;
#[cfg(test)]
mod world;

pub use adjustment::Adjustment;
pub use case::Case;
pub use coordinate::Bound;
pub use decide::{adjudicate, adjudicate_in_turn};
pub use error::AdjudicationError;
pub use explain::{Argument, ExplainError, Message, Templates};
pub use line::{Line, Prior};
pub use outcome::{AdjudicatedLine, Adjudication, Owes, ShareKind};
pub use trace::{Bearer, Rule, TraceStep};

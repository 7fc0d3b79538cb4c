//! Every cent in words, for the people at the practice and for the patient.
//!
//! [`TraceStep::explain`] tells staff what a step did and why; [`AdjudicatedLine::explain_to_patient`]
//! tells the patient what a line comes to. Both give [`Message`]s: a stable key and named
//! [`Argument`]s, apart from any text. [`Templates`] puts them into sentences, in English or in what a
//! host brings.
//!
//! [`TraceStep::explain`]: super::TraceStep::explain
//! [`AdjudicatedLine::explain_to_patient`]: super::AdjudicatedLine::explain_to_patient

mod english;
mod error;
mod message;
mod patient;
mod policy;
mod staff;
mod stop;
mod templates;
#[cfg(test)]
mod tests;

pub use error::ExplainError;
pub use message::{Argument, Message};
pub use templates::Templates;
#[cfg(test)]
pub(super) use tests::sound;

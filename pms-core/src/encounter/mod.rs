//! The visit and its charges, where billing begins.
//!
//! An [`Encounter`] is a visit that took place: who was treated, by whom, where and on which day,
//! with up to twelve diagnoses. Its [`Charge`]s say what was done, for which of the diagnoses, how
//! often and for how much. What a charge costs is stamped on it when it is captured. A [`FeeValidity`]
//! says which later visits an earlier fee covers.
//!
//! Knows people and codes; of scheduling no more than which appointment was kept. Knows no
//! coverage, no contract and no claim. What is a patient's never prints.
//!
//! Terms: FHIR R4 Encounter and ChargeItem; X12 005010X222A1, HI, SV1.

mod accident;
mod charge;
mod diagnosis;
mod error;
mod fee_validity;
mod visit;

pub use accident::{Accident, AccidentCause};
pub use charge::{Charge, Measure, NewCharge};
pub use diagnosis::{Diagnoses, Pointer, Pointers};
pub use error::EncounterError;
pub use fee_validity::FeeValidity;
pub use visit::{Encounter, Status};

//! Code values of the trade, each read and checked once.
//!
//! An [`Npi`] carries its check digit, an [`Icd10Cm`] its shape, a [`ProcedureCode`] tells its kind
//! from its shape. The lists that payers exchange ([`AdjustmentGroup`], [`ClaimFrequency`] and their
//! like) name the values that rules turn on and keep any other as it was, so that nothing is lost
//! between reading and writing. Whether a code is in force on a date of service is asked of a
//! [`CodeList`] that the host loads: codes are dated, and their texts belong to others.
//!
//! Knows shapes and dates. Knows no descriptions, no prices and nobody who uses a code.
//!
//! Terms: X12 005010X222A1 and 005010X221A1; CMS, NUCC and NUBC code sets.

mod adjustment;
mod claim;
mod error;
mod icd;
mod list;
mod locality;
mod modifier;
mod npi;
mod place;
mod postal;
mod procedure;
mod tax;
mod taxonomy;
mod text;

pub use adjustment::{AdjustmentGroup, AdjustmentReason, RemarkCode};
pub use claim::{ClaimFrequency, FilingIndicator, PayerTurn, Relationship};
pub use error::CodeError;
pub use icd::Icd10Cm;
pub use list::{CodeList, Dated, Standing};
pub use locality::Locality;
pub use modifier::Modifier;
pub use npi::Npi;
pub use place::PlaceOfService;
pub use postal::{Country, State, Zip};
pub use procedure::{ProcedureCode, ProcedureKind};
pub use tax::TaxId;
pub use taxonomy::Taxonomy;
pub use text::Unlisted;

//! What a service costs, and what a payer has agreed to.
//!
//! A [`ChargeMaster`] holds the practice's own prices, a [`FeeSchedule`] somebody's list of fees, a
//! [`Contract`] what a payer and the practice have agreed: a fixed fee, a part of the charge or of a
//! schedule, for a procedure, its modifiers and the class of place, on a day of service. The most
//! specific row decides. No row is an answer of its own, [`FeeError::NoRate`], never zero.
//!
//! Knows codes, days and money. Knows nothing of a patient or of benefits.
//!
//! Terms: CMS physician fee schedule for facility and non-facility; X12 005010X221A1 for allowed.

mod anesthesia;
mod charge_master;
mod contract;
mod error;
mod loader;
pub mod policy;
mod rates_import;
mod relative;
mod reprice;
mod schedule;
mod service;
mod table;

pub use anesthesia::{Anesthesia, TimeUnits};
pub use charge_master::ChargeMaster;
use contract::PerUnit;
pub use contract::{
    Agreement, Allowed, CasePer, Contract, Excess, LesserOf, Method, choose_contract,
};
pub use error::FeeError;
pub use loader::{Loaded, RowError, RowProblem, load_fee_schedule};
pub use rates_import::{LoadedRates, RateChange, RateEnd, RateLine, RatesPreview, load_rates};
pub use relative::{ConversionFactor, LocalFactor, PriceIndex, RelativeSchedule, RelativeValue};
pub use reprice::{PastService, Repriced, reprice};
pub use schedule::{FeeSchedule, Schedule, Schedules, UnitFee};
pub use service::{PlaceClass, ProviderClass, Service};
pub use table::{Asked, RateRow, RateTable, Sound};

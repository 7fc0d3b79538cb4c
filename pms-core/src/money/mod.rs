//! Exact money: cents, rates, named roundings and splitting to the penny.
//!
//! [`Money`] is a checked count of US cents. A [`Rate`] says which part of it. Products are exact
//! and are rounded once, by a [`Rounding`] that the caller names; a chain of them runs as [`Exact`]. [`Money::split`] shares an amount
//! out so that the parts add up to the whole. [`Units`] counts what was done.
//!
//! Knows arithmetic and nothing else. No float comes in or goes out.

mod amount;
mod error;
mod exact;
mod rate;
mod rounding;
mod split;
mod units;

pub use amount::Money;
pub use error::MoneyError;
pub use exact::Exact;
pub use rate::Rate;
pub use rounding::Rounding;
pub use units::Units;

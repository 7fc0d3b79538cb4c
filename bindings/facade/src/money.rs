use pms_core::money::Money;
use pms_core::money::Rounding;

use crate::error::{At, PmsError};
use crate::scalar::{Amount, Rate};

record! {
    /// How an exact result becomes whole cents. There is no default: contracts differ.
    pub enum RoundingName {
        /// To the nearest cent, ties away from zero.
        HalfUp,
        /// To the nearest cent, ties to the even cent.
        HalfEven,
        /// Towards zero.
        Down,
        /// Away from zero.
        Up,
    }
}

impl From<RoundingName> for Rounding {
    fn from(name: RoundingName) -> Self {
        match name {
            RoundingName::HalfUp => Self::HalfUp,
            RoundingName::HalfEven => Self::HalfEven,
            RoundingName::Down => Self::Down,
            RoundingName::Up => Self::Up,
        }
    }
}

/// The version of the library; the same in every language.
#[must_use]
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// All amounts together.
///
/// # Errors
///
/// `money.out_of_range`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn total(amounts: Vec<Amount>) -> Result<Amount, PmsError> {
    Money::sum(amounts.into_iter().map(Amount::inner))
        .at("amounts")
        .map(Amount)
}

/// The part of an amount that a rate names, exact and rounded once.
///
/// # Errors
///
/// `money.out_of_range`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn share(amount: Amount, rate: Rate, rounding: RoundingName) -> Result<Amount, PmsError> {
    amount
        .0
        .share(rate.0, rounding.into())
        .at("amount")
        .map(Amount)
}

/// Shares an amount out in proportion to weights, so that the parts add up to the whole.
///
/// # Errors
///
/// `money.no_weight` where a weight is below zero or all are zero.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn split(amount: Amount, weights: Vec<Amount>) -> Result<Vec<Amount>, PmsError> {
    let weights: Vec<Money> = weights.into_iter().map(Amount::inner).collect();
    let parts = amount.0.split(&weights).at("weights")?;
    Ok(parts.into_iter().map(Amount).collect())
}

/// Shares an amount out evenly among so many, the first ones bearing the odd cents.
///
/// # Errors
///
/// `money.no_weight` among nobody.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn split_evenly(amount: Amount, among: u16) -> Result<Vec<Amount>, PmsError> {
    let parts = amount.0.split_evenly(among.into()).at("among")?;
    Ok(parts.into_iter().map(Amount).collect())
}

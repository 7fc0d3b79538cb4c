/// Why an amount, a rate or a count cannot be had.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The text is not plain decimal notation.
    #[error("not a plain decimal number")]
    Syntax,
    /// More decimal places than the value can hold; nothing is rounded silently.
    #[error("more than {places} decimal places")]
    TooPrecise {
        /// How many places there may be.
        places: u32,
    },
    /// The result does not fit.
    #[error("the amount is out of range")]
    OutOfRange,
    /// A share among nobody, or among weights that are negative or all zero.
    #[error("nothing to share the amount among")]
    NoWeight,
}

impl MoneyError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "money.syntax",
            Self::TooPrecise { .. } => "money.too_precise",
            Self::OutOfRange => "money.out_of_range",
            Self::NoWeight => "money.no_weight",
        }
    }
}

/// Why something cannot be written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A text holds a character that X12 cannot carry.
    #[error("{segment}{element:02} holds a character that cannot be sent")]
    Character {
        /// The segment's name.
        segment: String,
        /// Which element, from 1.
        element: usize,
    },
    /// A text is longer than the element may be.
    #[error("{segment}{element:02} is longer than {longest} characters")]
    TooLong {
        /// The segment's name.
        segment: String,
        /// Which element, from 1.
        element: usize,
        /// How long it may be.
        longest: usize,
    },
    /// An amount has more than the ten digits that are allowed.
    #[error("{segment}{element:02} has more than ten digits")]
    Amount {
        /// The segment's name.
        segment: String,
        /// Which element, from 1.
        element: usize,
    },
    /// Something that must be said is empty.
    #[error("{segment}{element:02} must not be empty")]
    Missing {
        /// The segment's name.
        segment: String,
        /// Which element, from 1.
        element: usize,
    },
    /// A control number is not of 1 to 999999999.
    #[error("a control number lies between 1 and 999999999")]
    ControlNumber,
}

impl WriteError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Character { .. } => "x12.write_character",
            Self::TooLong { .. } => "x12.write_too_long",
            Self::Amount { .. } => "x12.write_amount",
            Self::Missing { .. } => "x12.write_missing",
            Self::ControlNumber => "x12.write_control_number",
        }
    }
}

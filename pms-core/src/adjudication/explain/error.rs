/// Why texts of a host cannot be used. They are read once, as a whole: a text that passes always has
/// what it asks for.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// There is no message of that key.
    #[error("there is no message {key}")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// The text asks for what the message does not have.
    #[error("the message {key} has no {placeholder}")]
    UnknownPlaceholder {
        /// The message's key.
        key: String,
        /// What it asks for; the rest of the text where a brace is not closed.
        placeholder: String,
    },
    /// The text leaves out what the message has: an amount would go unsaid.
    #[error("the message {key} leaves out {placeholder}")]
    MissingPlaceholder {
        /// The message's key.
        key: String,
        /// What it leaves out.
        placeholder: String,
    },
}

impl ExplainError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownKey { .. } => "explain.unknown_key",
            Self::UnknownPlaceholder { .. } => "explain.unknown_placeholder",
            Self::MissingPlaceholder { .. } => "explain.missing_placeholder",
        }
    }
}

/// Why something about a person or body cannot be.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PartyError {
    /// Blank, longer than 60 characters, or not printable.
    #[error("a text is one line of 1 to 60 printable characters")]
    Text,
    /// Not a telephone number.
    #[error("a telephone number is ten digits, or + and a country code")]
    Phone,
    /// Not an e-mail address.
    #[error("an e-mail address has a name, an @ and a domain")]
    Email,
}

impl PartyError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text => "party.text",
            Self::Phone => "party.phone",
            Self::Email => "party.email",
        }
    }
}

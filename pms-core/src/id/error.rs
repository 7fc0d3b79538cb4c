/// Why a text is no identifier.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// Not a UUID in its usual hyphenated form.
    #[error("not an identifier")]
    Syntax,
    /// An external identifier needs a system and a value, each of 1 to 255 printable characters.
    #[error("an external identifier needs a system and a value")]
    External,
}

impl IdError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "id.syntax",
            Self::External => "id.external",
        }
    }
}

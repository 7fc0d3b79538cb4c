/// Why a rule about messages cannot be as asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EngagementError {
    /// The hours end before they begin, or last all day.
    #[error("sending hours begin and end on one day, the beginning first")]
    Hours,
}

impl EngagementError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Hours => "engagement.hours",
        }
    }
}

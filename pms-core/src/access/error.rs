use super::actor::Role;
use super::noun::Permission;

/// Why a text is no value of this room.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// Not a verb, a noun or both.
    #[error("not a known verb or noun")]
    Word,
    /// A reason is 1 to 500 characters that say something.
    #[error("a reason of 1 to 500 characters is needed")]
    Reason,
    /// Not 64 hexadecimal digits.
    #[error("not a digest of 64 hexadecimal digits")]
    Digest,
}

impl AccessError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Word => "access.word",
            Self::Reason => "access.reason",
            Self::Digest => "access.digest",
        }
    }
}

/// Why an act is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Nothing grants it; what is not granted is refused.
    #[error("the role {} does not grant: {permission}", role.word())]
    NotGranted {
        /// The role that was asked.
        role: Role,
        /// What it does not grant.
        permission: Permission,
    },
    /// A patient sees their own records alone.
    #[error("a patient may see no records but their own")]
    NotOwn,
    /// Breaking the glass opens one named patient's records to reading, for staff.
    #[error("an emergency lets staff read the records of one named patient, nothing else")]
    NotInEmergency,
    /// The host's own rules say no.
    #[error("the host refuses it")]
    Host,
}

impl Refusal {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotGranted { .. } => "access.not_granted",
            Self::NotOwn => "access.not_own",
            Self::NotInEmergency => "access.not_in_emergency",
            Self::Host => "access.host",
        }
    }
}

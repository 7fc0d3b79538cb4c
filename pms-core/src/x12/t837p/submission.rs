use serde::{Deserialize, Serialize};

use crate::claim::Edit;
use crate::id::ClaimId;
use crate::party::{Phone, Text};

use super::super::syntax::{Envelope, WriteError};

/// How claims are sent: who sends them to whom, and under which numbers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Submission {
    /// The interchange around the claims.
    pub envelope: Envelope,
    /// Who sends.
    ///
    /// Source: 005010X222A1, loop 1000A.
    pub submitter: Office,
    /// Whom the receiver can ask, at the submitter's.
    pub contact: Text,
    /// Their telephone.
    pub phone: Phone,
    /// Who takes the claims: a payer or a clearing house.
    ///
    /// Source: 005010X222A1, loop 1000B.
    pub receiver: Office,
    /// The practice's own number of the batch (BHT03), up to 30 characters.
    pub batch: String,
}

/// Who sends or takes claims.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Office {
    /// What it is called.
    pub name: Text,
    /// The number that both sides have agreed on.
    pub number: String,
}

/// Why claims cannot be sent.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SubmissionError {
    /// There is nothing to send.
    #[error("there are no claims to send")]
    NoClaims,
    /// A claim has an error that a biller must correct first.
    #[error("claim {claim} cannot go: {}", .edit.sentence())]
    Finding {
        /// Which claim.
        claim: ClaimId,
        /// What is wrong with it.
        edit: Edit,
    },
    /// Something in a claim cannot be written.
    #[error("claim {claim} cannot be written: {cause}")]
    Claim {
        /// Which claim.
        claim: ClaimId,
        /// What cannot be written.
        cause: WriteError,
    },
    /// Something around the claims cannot be written.
    #[error(transparent)]
    Envelope(#[from] WriteError),
}

impl SubmissionError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoClaims => "t837p.no_claims",
            Self::Finding { edit, .. } => edit.id(),
            Self::Claim { cause, .. } | Self::Envelope(cause) => cause.code(),
        }
    }
}

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::ClaimId;

/// Where a version of a claim stands.
///
/// A hold and a successor are told beside it: a claim may be both accepted and on hold.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being made.
    Draft,
    /// Checked, without errors.
    Ready {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// On its way.
    Submitted {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Turned away before anybody decided on it: the payer does not have it.
    Rejected {
        /// When.
        at: DateTime<Utc>,
        /// At which gate.
        by: Gate,
    },
    /// Let through.
    Accepted {
        /// When.
        at: DateTime<Utc>,
        /// At which gate; the payer's own proves that it was filed in time.
        by: Gate,
    },
    /// Decided on by the payer.
    Adjudicated {
        /// When the decision was read.
        at: DateTime<Utc>,
        /// What came of it.
        outcome: Outcome,
    },
    /// Nothing more is to be done.
    Closed {
        /// Since when.
        at: DateTime<Utc>,
        /// What came of it.
        outcome: Outcome,
    },
}

impl State {
    /// Where a claim on its way stands once all that was said of it came to this: whether it was let
    /// through, and by whom.
    pub(super) fn settled(self, standing: Option<(bool, Gate)>, at: DateTime<Utc>) -> Self {
        match (self, standing) {
            (Self::Submitted { .. }, Some((true, by))) => Self::Accepted { at, by },
            (Self::Accepted { by: before, .. }, Some((true, by))) if by > before => {
                Self::Accepted { at, by }
            }
            // The gate that turned it away, or a later one, has let it through after all.
            (Self::Rejected { by: before, .. }, Some((true, by))) if by >= before => {
                Self::Accepted { at, by }
            }
            (Self::Submitted { .. } | Self::Accepted { .. }, Some((false, by))) => {
                Self::Rejected { at, by }
            }
            (Self::Rejected { by: before, .. }, Some((false, by))) if by != before => {
                Self::Rejected { at, by }
            }
            (state, _) => state,
        }
    }

    /// One word for it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready { .. } => "ready",
            Self::Submitted { .. } => "submitted",
            Self::Rejected { .. } => "rejected",
            Self::Accepted { .. } => "accepted",
            Self::Adjudicated { .. } => "adjudicated",
            Self::Closed { .. } => "closed",
        }
    }
}

/// Who looks at a claim on its way, one after the other.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The reader of the file: TA1 or 999.
    File,
    /// The clearinghouse: 277CA.
    Clearinghouse,
    /// The payer's front door: 277CA.
    Payer,
}

/// What came of a payer's decision, read from its adjustments.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As the contract and the benefits would have it.
    Paid,
    /// Some lines were denied.
    PartlyPaid,
    /// All lines were denied.
    Denied,
    /// The payer has taken the claim back, as it was asked to.
    Voided,
}

/// The version that stands in a claim's place.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Successor {
    /// Sent anew: the payer never had the earlier one.
    Resent {
        /// Which.
        by: ClaimId,
    },
    /// Replaced under the payer's number.
    Replaced {
        /// Which.
        by: ClaimId,
    },
    /// Taken back under the payer's number.
    Voided {
        /// Which.
        by: ClaimId,
    },
}

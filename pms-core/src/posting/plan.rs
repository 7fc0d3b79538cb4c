use serde::{Deserialize, Serialize};

use crate::adjudication::Adjustment;
use crate::id::{ChargeId, ClaimId, EntryId, PayerId};
use crate::ledger::Entry;
use crate::money::Money;
use crate::remittance::ClaimKey;

/// A claim that was sent, as posting needs it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BilledClaim {
    /// How it is found again.
    pub key: ClaimKey,
    /// Who is asked next for the share that this payer leaves: another payer, or the patient where
    /// there is none.
    pub next: Option<PayerId>,
}

/// What a remittance will do to the books, claim by claim, before anything is written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RemittancePlan {
    /// One for each claim, in the payer's order.
    pub claims: Vec<ClaimPlan>,
    /// What payer and practice settle besides, one for each provider adjustment.
    pub provider: Vec<Step>,
    /// Patients' payments for what is no longer owed, made free again.
    pub freed: Vec<Entry>,
}

/// What one answered claim will do to the books.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClaimPlan {
    /// Which claim it is, where one was found.
    pub claim: Option<ClaimId>,
    /// What is booked.
    pub step: Step,
    /// What was denied. It stays open with the payer until somebody decides.
    pub denied: Vec<Denied>,
    /// What somebody should look at.
    pub notices: Vec<Notice>,
}

/// What is booked of one answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Paid, written off and moved to the next party, as the payer says.
    Book(Entry),
    /// An earlier answer is taken back, to the cent.
    Reverse(Entry),
    /// The money is kept apart until somebody knows what it is for.
    Hold(Entry),
    /// No money and nothing to move.
    Nothing,
    /// It is in the books already.
    Posted(EntryId),
}

/// An amount that a payer denied.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Denied {
    /// The charge it was asked for.
    pub charge: ChargeId,
    /// Why, and how much of it.
    pub adjustment: Adjustment,
}

/// What somebody should look at. The money is safe; the books wait.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Notice {
    /// No claim was found for the answer.
    ClaimMissing,
    /// Several claims would do.
    ClaimAmbiguous {
        /// Which ones.
        which: Vec<ClaimId>,
    },
    /// A line was not found, or several would do.
    LineMissing {
        /// The line of the answer, counted from 0.
        service: usize,
    },
    /// A charge of the claim was never booked.
    ChargeNotBooked {
        /// The charge.
        charge: ChargeId,
    },
    /// The answer contradicts itself, so nothing of it is believed but the money.
    DoesNotBalance,
    /// It tells what would be paid, and pays nothing.
    Predetermination,
    /// The answer settles more than is open: paid twice, or answered twice.
    MoreThanOpen {
        /// The charge.
        charge: ChargeId,
        /// By how much.
        by: Money,
    },
    /// An answer is taken back that is not in the books.
    OriginalMissing,
    /// An answer is taken back whose money has been used since.
    OriginalSpent {
        /// The entry of the answer.
        original: EntryId,
    },
}

impl Step {
    /// The entry that it makes.
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Book(entry) | Self::Reverse(entry) | Self::Hold(entry) => Some(entry),
            Self::Nothing | Self::Posted(_) => None,
        }
    }
}

impl RemittancePlan {
    /// The entries to append, in the order in which they stand: takebacks, then answers, then what
    /// is settled besides.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let steps = || self.claims.iter().map(|claim| &claim.step);
        let reversals = steps().filter(|step| matches!(step, Step::Reverse(_)));
        let answers = steps().filter(|step| !matches!(step, Step::Reverse(_)));
        reversals
            .chain(answers)
            .chain(&self.provider)
            .filter_map(Step::entry)
            .chain(&self.freed)
    }

    /// Whether all of it is in the books already.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.entries().next().is_none()
    }
}

use serde::{Deserialize, Serialize};

use crate::id::ActorId;
use crate::money::Money;
use crate::party::Text;

/// An expected amount: what was computed, and what somebody said instead. Both are kept.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Estimated {
    /// By prices and rules.
    pub computed: Money,
    /// By hand, where somebody knew better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Overridden>,
}

/// What somebody put in the place of a computed amount.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Overridden {
    /// How much.
    pub amount: Money,
    /// Who said so.
    pub by: ActorId,
    /// Why.
    pub why: Text,
}

impl Estimated {
    /// What is expected: by hand where somebody said so, else as computed.
    #[must_use]
    pub fn amount(&self) -> Money {
        match &self.overridden {
            Some(overridden) => overridden.amount,
            None => self.computed,
        }
    }
}

impl From<Money> for Estimated {
    fn from(computed: Money) -> Self {
        Self {
            computed,
            overridden: None,
        }
    }
}

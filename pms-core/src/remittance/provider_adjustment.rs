use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Money;

/// An amount that payer and practice settle outside any claim of this remittance.
///
/// It belongs to the payer and the practice, never to a patient; what it refers to may name one, so
/// `Debug` shows amount and reason alone.
///
/// Source: 005010X221A1, PLB.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct ProviderAdjustment {
    /// Whose account it is (PLB01).
    pub provider: String,
    /// The end of the fiscal year it counts in (PLB02).
    pub fiscal_end: Option<NaiveDate>,
    /// Why (PLB03-1).
    pub reason: ProviderReason,
    /// What it refers to (PLB03-2): the claim or payment that is recovered.
    pub reference: Option<String>,
    /// Positive lowers what is paid, negative raises it (PLB04).
    pub amount: Money,
}

/// Why payer and practice settle something outside claims.
///
/// Source: 005010X221A1, PLB03-1.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(from = "String", into = "String")]
pub enum ProviderReason {
    /// WO: an overpayment is recovered; negative where it is left with the practice for now.
    OverpaymentRecovery,
    /// FB: a negative balance moves to the next payment, or comes from the one before.
    ForwardingBalance,
    /// L6: interest; negative is paid to the practice.
    Interest,
    /// 72: the practice paid something back.
    AuthorizedReturn,
    /// CS: an adjustment without a closer name.
    Adjustment,
    /// CT: capitation.
    Capitation,
    /// IR: withheld for the tax authority.
    TaxWithholding,
    /// LE: a levy.
    Levy,
    /// 50: filed late.
    LateCharge,
    /// Another code, as it was sent.
    Other(String),
}

impl fmt::Debug for ProviderAdjustment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderAdjustment")
            .field("reason", &self.reason)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

impl ProviderReason {
    /// The code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::OverpaymentRecovery => "WO",
            Self::ForwardingBalance => "FB",
            Self::Interest => "L6",
            Self::AuthorizedReturn => "72",
            Self::Adjustment => "CS",
            Self::Capitation => "CT",
            Self::TaxWithholding => "IR",
            Self::Levy => "LE",
            Self::LateCharge => "50",
            Self::Other(code) => code,
        }
    }
}

impl From<&str> for ProviderReason {
    fn from(code: &str) -> Self {
        match code {
            "WO" => Self::OverpaymentRecovery,
            "FB" => Self::ForwardingBalance,
            "L6" => Self::Interest,
            "72" => Self::AuthorizedReturn,
            "CS" => Self::Adjustment,
            "CT" => Self::Capitation,
            "IR" => Self::TaxWithholding,
            "LE" => Self::Levy,
            "50" => Self::LateCharge,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl From<String> for ProviderReason {
    fn from(code: String) -> Self {
        Self::from(code.as_str())
    }
}

impl From<ProviderReason> for String {
    fn from(reason: ProviderReason) -> Self {
        reason.code().to_owned()
    }
}

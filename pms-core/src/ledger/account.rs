use serde::{Deserialize, Serialize};

use super::error::LedgerError;
use crate::id::{ChargeId, EntryId, LocationId, PatientId, PayerId, PractitionerId};

/// What an account holds. Who and what it is about are dimensions of the [`Account`], not accounts
/// of their own.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AccountKind {
    /// A payer owes it for a charge.
    InsuranceReceivable,
    /// The patient owes it for a charge.
    PatientReceivable,
    /// The patient owes it and an agency collects it.
    CollectionsReceivable,
    /// Money in hand or in the bank.
    Cash,
    /// A payer's remittance between its advice and the deposit.
    Clearing,
    /// A payer's money that pays no charge yet.
    UnappliedInsurance,
    /// A patient's money that pays no charge yet.
    UnappliedPatient,
    /// Money that is to be given back to the one who paid it.
    RefundsPayable,
    /// What a payer will take back, or has taken back too early.
    PayerRecoupment,
    /// Charges at full fee.
    Revenue,
    /// Fee above what the contract allows.
    Contractual,
    /// Given away for need.
    Charity,
    /// Too little to be worth collecting.
    SmallBalance,
    /// The federal cut of Medicare payments.
    Sequestration,
    /// Denied, and given up.
    DenialWriteOff,
    /// Owed by a patient, and given up.
    BadDebt,
    /// Given up, and paid after all.
    BadDebtRecovery,
    /// What payers add for paying late.
    Interest,
    /// What payers add or keep for the practice as a whole: incentives, levies, lump sums.
    ProviderAdjustment,
}

impl AccountKind {
    /// Every kind, in the order of a trial balance.
    pub const ALL: [Self; 19] = [
        Self::InsuranceReceivable,
        Self::PatientReceivable,
        Self::CollectionsReceivable,
        Self::Cash,
        Self::Clearing,
        Self::UnappliedInsurance,
        Self::UnappliedPatient,
        Self::RefundsPayable,
        Self::PayerRecoupment,
        Self::Revenue,
        Self::Contractual,
        Self::Charity,
        Self::SmallBalance,
        Self::Sequestration,
        Self::DenialWriteOff,
        Self::BadDebt,
        Self::BadDebtRecovery,
        Self::Interest,
        Self::ProviderAdjustment,
    ];

    /// The kind as a stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InsuranceReceivable => "insurance_receivable",
            Self::PatientReceivable => "patient_receivable",
            Self::CollectionsReceivable => "collections_receivable",
            Self::Cash => "cash",
            Self::Clearing => "clearing",
            Self::UnappliedInsurance => "unapplied_insurance",
            Self::UnappliedPatient => "unapplied_patient",
            Self::RefundsPayable => "refunds_payable",
            Self::PayerRecoupment => "payer_recoupment",
            Self::Revenue => "revenue",
            Self::Contractual => "contractual",
            Self::Charity => "charity",
            Self::SmallBalance => "small_balance",
            Self::Sequestration => "sequestration",
            Self::DenialWriteOff => "denial_write_off",
            Self::BadDebt => "bad_debt",
            Self::BadDebtRecovery => "bad_debt_recovery",
            Self::Interest => "interest",
            Self::ProviderAdjustment => "provider_adjustment",
        }
    }

    /// Where the account stands in the books.
    #[must_use]
    pub fn class(self) -> AccountClass {
        match self {
            Self::InsuranceReceivable
            | Self::PatientReceivable
            | Self::CollectionsReceivable
            | Self::Cash
            | Self::Clearing => AccountClass::Asset,
            Self::UnappliedInsurance
            | Self::UnappliedPatient
            | Self::RefundsPayable
            | Self::PayerRecoupment => AccountClass::Liability,
            Self::Revenue | Self::BadDebtRecovery | Self::Interest | Self::ProviderAdjustment => {
                AccountClass::Income
            }
            Self::Contractual
            | Self::Charity
            | Self::SmallBalance
            | Self::Sequestration
            | Self::DenialWriteOff
            | Self::BadDebt => AccountClass::Reduction,
        }
    }

    /// Whether somebody owes it to the practice for a charge.
    #[must_use]
    pub fn is_receivable(self) -> bool {
        matches!(
            self,
            Self::InsuranceReceivable | Self::PatientReceivable | Self::CollectionsReceivable
        )
    }

    /// Whether it is a payment's money that pays no charge yet.
    #[must_use]
    pub fn is_unapplied(self) -> bool {
        matches!(self, Self::UnappliedInsurance | Self::UnappliedPatient)
    }
}

/// Where an account stands in the books.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountClass {
    /// What the practice has or is owed: a debit raises it.
    Asset,
    /// What the practice owes: a credit raises it.
    Liability,
    /// What the practice earned: a credit raises it.
    Income,
    /// What it gave up of that: a debit raises it.
    Reduction,
}

/// One account: its kind, and who and what it is about.
///
/// A dimension that is absent was not known or does not matter. Some kinds cannot do without one
/// (a receivable names its charge); [`Posting::new`] holds them to it.
///
/// ```
/// # use pms_core::id::{ChargeId, PayerId, Uuid};
/// # use pms_core::ledger::{Account, AccountKind};
/// # let (payer, charge) = (PayerId::from(Uuid::from_u128(1)), ChargeId::from(Uuid::from_u128(2)));
/// let owed = Account::of(AccountKind::InsuranceReceivable)
///     .at_payer(payer)
///     .on_charge(charge);
/// assert_eq!(owed.payer, Some(payer));
/// assert_eq!(owed.patient, None);
/// ```
///
/// [`Posting::new`]: super::Posting::new
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Account {
    /// What it holds.
    pub kind: AccountKind,
    /// Whose treatment it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientId>,
    /// Who insures or pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<PayerId>,
    /// The charge line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ChargeId>,
    /// Who treated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerId>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// The entry that brought the money, for money that pays no charge yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<EntryId>,
}

impl Account {
    /// The account of a kind, about nobody in particular.
    #[must_use]
    pub const fn of(kind: AccountKind) -> Self {
        Self {
            kind,
            patient: None,
            payer: None,
            charge: None,
            practitioner: None,
            location: None,
            payment: None,
        }
    }

    /// The same account of another kind: responsibility moves, the rest stays.
    #[must_use]
    pub const fn as_kind(self, kind: AccountKind) -> Self {
        Self { kind, ..self }
    }

    /// About a patient.
    #[must_use]
    pub const fn for_patient(self, patient: PatientId) -> Self {
        Self {
            patient: Some(patient),
            ..self
        }
    }

    /// About a payer.
    #[must_use]
    pub const fn at_payer(self, payer: PayerId) -> Self {
        Self {
            payer: Some(payer),
            ..self
        }
    }

    /// About a charge line.
    #[must_use]
    pub const fn on_charge(self, charge: ChargeId) -> Self {
        Self {
            charge: Some(charge),
            ..self
        }
    }

    /// About what a practitioner did.
    #[must_use]
    pub const fn by_practitioner(self, practitioner: PractitionerId) -> Self {
        Self {
            practitioner: Some(practitioner),
            ..self
        }
    }

    /// About what was done at a location.
    #[must_use]
    pub const fn at_location(self, location: LocationId) -> Self {
        Self {
            location: Some(location),
            ..self
        }
    }

    /// About the money that an entry brought.
    #[must_use]
    pub const fn from_payment(self, payment: EntryId) -> Self {
        Self {
            payment: Some(payment),
            ..self
        }
    }

    /// Refuses an account that lacks a dimension which its kind cannot do without.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        let named = |present: bool, dimension: &'static str| {
            present.then_some(()).ok_or(LedgerError::MissingDimension {
                kind: self.kind,
                dimension,
            })
        };
        match self.kind {
            AccountKind::InsuranceReceivable => {
                named(self.charge.is_some(), "a charge")?;
                named(self.payer.is_some(), "a payer")
            }
            AccountKind::PatientReceivable | AccountKind::CollectionsReceivable => {
                named(self.charge.is_some(), "a charge")?;
                named(self.patient.is_some(), "a patient")
            }
            AccountKind::UnappliedInsurance => {
                named(self.payment.is_some(), "a payment")?;
                named(self.payer.is_some(), "a payer")
            }
            AccountKind::UnappliedPatient => {
                named(self.payment.is_some(), "a payment")?;
                named(self.patient.is_some(), "a patient")
            }
            AccountKind::RefundsPayable => named(
                self.payer.is_some() || self.patient.is_some(),
                "a payer or a patient",
            ),
            AccountKind::PayerRecoupment => named(self.payer.is_some(), "a payer"),
            _ => Ok(()),
        }
    }
}

use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{Money, MoneyError};

use super::claim_payment::ClaimPayment;
use super::key::RemittanceKey;
use super::provider_adjustment::ProviderAdjustment;

/// What a payer answered: one payment, or one notice that nothing is paid.
///
/// It may tell of many patients, so `Debug` shows the trace number and counts alone.
///
/// Source: 005010X221A1.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Remittance {
    /// What is done with the money (BPR01): `I` paid with this advice, `H` notice only.
    pub handling: String,
    /// How much is paid (BPR02); below zero where BPR03 says debit.
    pub amount: Money,
    /// How it is paid (BPR04).
    pub method: PaymentMethod,
    /// How the transfer is formatted (BPR05), as `CCP`.
    pub format: Option<String>,
    /// Who sends the money (BPR10, BPR11); empty where it is not said.
    pub company: [String; 2],
    /// The payer's bank account.
    pub payer_account: Option<Account>,
    /// The practice's bank account.
    pub payee_account: Option<Account>,
    /// The day of the cheque or of the transfer's effect (BPR16).
    pub effective: Option<NaiveDate>,
    /// The number of the cheque or transfer (TRN02).
    pub trace: String,
    /// The payer's own number (TRN03): with the trace it names the payment.
    pub originator: String,
    /// A further number of the payer (TRN04).
    pub originator_supplement: Option<String>,
    /// The last day whose decisions are in it (DTM 405).
    pub produced: Option<NaiveDate>,
    /// Who pays.
    pub payer: Entity,
    /// Who is paid.
    pub payee: Entity,
    /// What the payer put over groups of claims.
    pub headings: Vec<Heading>,
    /// The claims, in the payer's order: a reversal and its correction are both here.
    pub claims: Vec<ClaimPayment>,
    /// What is settled with the practice besides claims.
    pub provider_adjustments: Vec<ProviderAdjustment>,
    /// What stands in the head of the transaction and is not modelled.
    pub kept: Vec<Kept>,
}

/// How money comes.
///
/// Source: 005010X221A1, BPR04.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(from = "String", into = "String")]
pub enum PaymentMethod {
    /// ACH: through the clearing house.
    Ach,
    /// BOP: as the financial institution chooses.
    BankChoice,
    /// CHK: by cheque.
    Check,
    /// FWT: by wire.
    Wire,
    /// NON: nothing is paid.
    NoPayment,
    /// Another code, as it was sent.
    Other(String),
}

/// A bank account.
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Account {
    /// What kind of number the bank has (BPR06, BPR12).
    pub bank_qualifier: String,
    /// The bank (BPR07, BPR13).
    pub bank: String,
    /// What kind of account it is (BPR08, BPR14).
    pub qualifier: String,
    /// The account's number (BPR09, BPR15).
    pub number: String,
}

/// A person or organisation as the payer names it. `Debug` shows the role alone.
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Entity {
    /// What it is here (N101, NM101): `PR` payer, `PE` payee, `QC` patient, `IL` subscriber,
    /// `74` corrected patient, `82` who treated, `TT` to whom the claim was forwarded.
    pub role: String,
    /// `1` a person, `2` not (NM102); empty for payer and payee.
    pub kind: String,
    /// The name of an organisation, the last name of a person.
    pub name: String,
    /// First name, middle name, prefix and suffix of a person (NM104 to NM107).
    pub further_names: [String; 4],
    /// What it is called elsewhere.
    pub id: Option<Qualified>,
    /// Address, contacts and further numbers, as they were sent.
    pub kept: Vec<Kept>,
}

/// A value and what kind of value it is, in the standard's code.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Qualified {
    /// What kind, as `XX` for an NPI.
    pub qualifier: String,
    /// The value.
    pub value: String,
}

/// What a payer puts over a group of claims.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Heading {
    /// The number that the claims refer to (LX01).
    pub number: String,
    /// Sums over the group, as they were sent (TS3, TS2).
    pub kept: Vec<Kept>,
}

/// A segment that is not modelled, whole: it stays with the thing it stood at.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Kept {
    /// What the segment is called.
    pub name: String,
    /// Its elements, each with its components.
    pub elements: Vec<Vec<String>>,
}

impl Remittance {
    /// A remittance that pays what its claims say, by transfer: as it is typed in from paper.
    ///
    /// ```
    /// # use pms_core::adjudication::Adjustment;
    /// # use pms_core::remittance::{
    /// #     ClaimPayment, ClaimStatus, Remittance, ServiceCode, ServicePayment, prove,
    /// # };
    /// let visit = ServiceCode { code: "99213".to_owned(), ..ServiceCode::default() };
    /// let discount = Adjustment::new("CO".parse()?, "45".parse()?, "50.00".parse()?);
    /// let line = ServicePayment::new(visit, "150.00".parse()?, "100.00".parse()?, vec![discount]);
    /// let claim = ClaimPayment::new("PCN1", ClaimStatus::Primary, vec![line])?;
    /// let remittance = Remittance::new("EFT1", "1512345678", vec![claim])?;
    /// assert_eq!(remittance.amount, "100.00".parse()?);
    /// assert!(prove(&remittance).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn new(
        trace: impl Into<String>,
        originator: impl Into<String>,
        claims: Vec<ClaimPayment>,
    ) -> Result<Self, MoneyError> {
        Ok(Self {
            handling: "I".to_owned(),
            amount: Money::sum(claims.iter().map(|claim| claim.paid))?,
            method: PaymentMethod::Ach,
            format: None,
            company: Default::default(),
            payer_account: None,
            payee_account: None,
            effective: None,
            trace: trace.into(),
            originator: originator.into(),
            originator_supplement: None,
            produced: None,
            payer: Entity::default(),
            payee: Entity::default(),
            headings: Vec::new(),
            claims,
            provider_adjustments: Vec::new(),
            kept: Vec::new(),
        })
    }

    /// What makes it this remittance and no other: the same key twice is the same payment.
    #[must_use]
    pub fn key(&self) -> RemittanceKey {
        RemittanceKey::of(self)
    }

    /// Everything that was paid for claims.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn paid_for_claims(&self) -> Result<Money, MoneyError> {
        Money::sum(self.claims.iter().map(|claim| claim.paid))
    }

    /// Everything that provider adjustments take; below zero where they give.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn taken_from_provider(&self) -> Result<Money, MoneyError> {
        Money::sum(self.provider_adjustments.iter().map(|each| each.amount))
    }
}

impl PaymentMethod {
    /// The code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Ach => "ACH",
            Self::BankChoice => "BOP",
            Self::Check => "CHK",
            Self::Wire => "FWT",
            Self::NoPayment => "NON",
            Self::Other(code) => code,
        }
    }
}

impl From<&str> for PaymentMethod {
    fn from(code: &str) -> Self {
        match code {
            "ACH" => Self::Ach,
            "BOP" => Self::BankChoice,
            "CHK" => Self::Check,
            "FWT" => Self::Wire,
            "NON" => Self::NoPayment,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl From<String> for PaymentMethod {
    fn from(code: String) -> Self {
        Self::from(code.as_str())
    }
}

impl From<PaymentMethod> for String {
    fn from(method: PaymentMethod) -> Self {
        method.code().to_owned()
    }
}

impl fmt::Debug for Remittance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remittance")
            .field("trace", &self.trace)
            .field("amount", &self.amount)
            .field("claims", &self.claims.len())
            .field("provider_adjustments", &self.provider_adjustments.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

impl fmt::Debug for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entity")
            .field("role", &code(&self.role))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Qualified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Qualified")
            .field("qualifier", &code(&self.qualifier))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heading")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("name", &code(&self.name))
            .finish_non_exhaustive()
    }
}

/// A short code as it is; whatever else stands in its place may tell of a patient.
fn code(text: &str) -> &str {
    let short = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if short { text } else { ".." }
}

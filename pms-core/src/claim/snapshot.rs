use core::fmt;

use serde::{Deserialize, Serialize};

use crate::code::{ClaimFrequency, FilingIndicator, Icd10Cm, PayerTurn, PlaceOfService};
use crate::encounter::Accident;
use crate::id::{ClaimId, CoverageId, EncounterId, PatientId};
use crate::money::{Money, MoneyError};
use crate::party::Text;

use super::coordination::OtherPayer;
use super::line::ClaimLine;
use super::number::{ClaimNumber, PayerControlNumber};
use super::parties::{
    BillingProvider, ClaimPayer, Dependent, Person, Provider, ServiceLocation, SubscriberOnClaim,
};

/// Everything that a professional claim says, as it was when the claim was made.
///
/// It stands by itself: a patient who moves or a price that rises changes no claim. `Debug` shows
/// the identifier alone.
///
/// Source: 005010X222A1.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Claim {
    /// This version's own identifier.
    pub id: ClaimId,
    /// The practice's own number of it.
    pub number: ClaimNumber,
    /// New, in place of an earlier claim, or taking one back.
    pub frequency: ClaimFrequency,
    /// The payer's number of the claim that this one replaces or voids.
    #[serde(default)]
    pub payer_control_number: Option<PayerControlNumber>,
    /// Who was treated.
    pub patient: PatientId,
    /// The visit that is claimed.
    pub encounter: EncounterId,
    /// The coverage under which it is claimed.
    pub coverage: CoverageId,

    /// Who bills.
    pub billing: BillingProvider,
    /// Who treated, where that is not who bills.
    #[serde(default)]
    pub rendering: Option<Provider>,
    /// Where, where that is not the billing provider's address.
    #[serde(default)]
    pub location: Option<ServiceLocation>,

    /// In which turn the payer answers.
    pub turn: PayerTurn,
    /// What kind of payer it is.
    pub filing: FilingIndicator,
    /// Who is asked to pay.
    pub payer: ClaimPayer,
    /// Whom the payer knows by a number.
    pub subscriber: SubscriberOnClaim,
    /// The patient, where the payer knows them only through the subscriber.
    #[serde(default)]
    pub dependent: Option<Dependent>,
    /// The patient's other payers, with what they have decided so far.
    #[serde(default)]
    pub other_payers: Vec<OtherPayer>,

    /// Where the service took place.
    pub place: PlaceOfService,
    /// What was signed and agreed.
    pub signatures: Signatures,
    /// The accident behind the claim, if there was one.
    #[serde(default)]
    pub accident: Option<Accident>,
    /// The payer's number of its prior authorisation.
    #[serde(default)]
    pub authorization: Option<Text>,
    /// What the patient has paid, where the payer is to be told.
    #[serde(default)]
    pub patient_paid: Option<Money>,
    /// What was found, the chief diagnosis first.
    pub diagnoses: Vec<Icd10Cm>,
    /// What was done.
    pub lines: Vec<ClaimLine>,
}

/// What was signed and agreed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Signatures {
    /// The provider's signature is on file.
    ///
    /// Source: 005010X222A1, CLM06.
    pub provider: bool,
    /// Whether the provider takes the payer's word for the price.
    pub assignment: Assignment,
    /// Whether the payer is to pay the provider.
    pub benefits: BenefitsAssigned,
    /// Why the provider may tell the payer about the patient.
    pub release: Release,
}

impl Default for Signatures {
    /// As it is in nearly every practice: all is signed, and the payer pays the provider.
    fn default() -> Self {
        Self {
            provider: true,
            assignment: Assignment::Accepted,
            benefits: BenefitsAssigned::Yes,
            release: Release::Signed,
        }
    }
}

/// Whether the provider takes the payer's word for the price.
///
/// Source: 005010X222A1, CLM07.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// A: for all services.
    Accepted,
    /// B: for laboratory services alone.
    LaboratoryOnly,
    /// C: for none.
    NotAccepted,
}

impl Assignment {
    /// The value as it is exchanged.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "A",
            Self::LaboratoryOnly => "B",
            Self::NotAccepted => "C",
        }
    }
}

/// Whether the payer is to pay the provider.
///
/// Source: 005010X222A1, CLM08.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BenefitsAssigned {
    /// Y: the patient has said so.
    Yes,
    /// N: the payer pays the patient.
    No,
    /// W: the patient would not say.
    Refused,
}

impl BenefitsAssigned {
    /// The value as it is exchanged.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "Y",
            Self::No => "N",
            Self::Refused => "W",
        }
    }
}

/// Why the provider may tell the payer about the patient.
///
/// Source: 005010X222A1, CLM09.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// Y: the patient has signed.
    Signed,
    /// I: consent is given by law.
    Informed,
}

impl Release {
    /// The value as it is exchanged.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "Y",
            Self::Informed => "I",
        }
    }
}

impl Claim {
    /// What all lines come to.
    ///
    /// Source: 005010X222A1, CLM02.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] where the sum does not fit.
    pub fn total(&self) -> Result<Money, MoneyError> {
        Money::sum(self.lines.iter().map(|line| line.amount))
    }

    /// The person who was treated: the dependent, or else the subscriber.
    #[must_use]
    pub fn patient_person(&self) -> &Person {
        match &self.dependent {
            Some(dependent) => &dependent.person,
            None => &self.subscriber.person,
        }
    }

    /// Who did a line: named there, on the claim, or the billing provider.
    #[must_use]
    pub fn rendered_by<'a>(&'a self, line: &'a ClaimLine) -> &'a Provider {
        let named = line.rendering.as_ref().or(self.rendering.as_ref());
        named.unwrap_or(&self.billing.provider)
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claim({})", self.id)
    }
}

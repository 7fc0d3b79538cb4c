/// Why a claim cannot be drawn or cannot take a step.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// Not 1 to 20 characters that travel.
    #[error("a claim number is 1 to 20 letters, digits or hyphens")]
    ClaimNumber,
    /// Not 1 to 30 characters that travel.
    #[error("a line number is 1 to 30 letters, digits or hyphens")]
    LineNumber,
    /// Not 1 to 50 characters that travel.
    #[error("a payer's claim number is 1 to 50 letters, digits or hyphens")]
    PayerControlNumber,
    /// The visit is still being written down, or did not take place.
    #[error("only a finished visit can be claimed")]
    NotFinished,
    /// The visit, the coverage and the patient do not belong together.
    #[error("the visit and the coverage are not this patient's")]
    OtherPatient,
    /// The coverage is with somebody else.
    #[error("the coverage is not with this payer")]
    OtherPayer,
    /// The practitioner or the location is not the visit's.
    #[error("the visit was with another practitioner or elsewhere")]
    OtherVisit,
    /// The coverage does not hold on the date of service.
    #[error("the coverage does not hold on the date of service")]
    NotCovered,
    /// A claim cannot be made without it.
    #[error("a claim needs {need}")]
    Incomplete {
        /// What is missing.
        need: Need,
    },
    /// The claim has errors; see its findings.
    #[error("the claim has {errors} errors to be corrected first")]
    HasErrors {
        /// How many.
        errors: usize,
    },
    /// A person has stopped it.
    #[error("the claim is on hold")]
    OnHold,
    /// A later version stands in its place, or took it back.
    #[error("a later version stands in the claim's place")]
    Superseded,
    /// It does not stand where the step begins.
    #[error("a claim that is {state} cannot take this step")]
    WrongState {
        /// Where it stands.
        state: &'static str,
    },
    /// Replacing or voiding needs the number that the payer gave the claim.
    #[error("the payer's number of the claim is not known")]
    NoPayerControlNumber,
    /// What stands in its place is about another patient or payer.
    #[error("a correction is about the same patient and payer")]
    OtherClaim,
}

/// What a claim cannot be made without.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Need {
    /// The billing provider's NPI.
    BillingNpi,
    /// The billing provider's tax number.
    BillingTaxId,
    /// The billing provider's street address.
    BillingAddress,
    /// The NPI of the practitioner who treated.
    RenderingNpi,
}

impl core::fmt::Display for Need {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::BillingNpi => "the billing provider's NPI",
            Self::BillingTaxId => "the billing provider's tax number",
            Self::BillingAddress => "the billing provider's street address",
            Self::RenderingNpi => "the practitioner's NPI",
        })
    }
}

impl ClaimError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ClaimNumber => "claim.claim_number",
            Self::LineNumber => "claim.line_number",
            Self::PayerControlNumber => "claim.payer_control_number",
            Self::NotFinished => "claim.not_finished",
            Self::OtherPatient => "claim.other_patient",
            Self::OtherPayer => "claim.other_payer",
            Self::OtherVisit => "claim.other_visit",
            Self::NotCovered => "claim.not_covered",
            Self::Incomplete { .. } => "claim.incomplete",
            Self::HasErrors { .. } => "claim.has_errors",
            Self::OnHold => "claim.on_hold",
            Self::Superseded => "claim.superseded",
            Self::WrongState { .. } => "claim.wrong_state",
            Self::NoPayerControlNumber => "claim.no_payer_control_number",
            Self::OtherClaim => "claim.other_claim",
        }
    }
}

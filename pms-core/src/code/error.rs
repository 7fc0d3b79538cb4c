/// Why a text is not the code that it should be.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// An NPI is ten digits.
    #[error("an NPI is ten digits")]
    NpiShape,
    /// Ten digits, but the last does not check the others.
    #[error("the check digit of the NPI is wrong")]
    NpiCheckDigit,
    /// Not shaped like an ICD-10-CM code.
    #[error("an ICD-10-CM code is a letter, a digit and up to five more characters")]
    Icd10Cm,
    /// Not shaped like a CPT, HCPCS or CDT code.
    #[error("a procedure code is five characters of CPT, HCPCS or CDT shape")]
    Procedure,
    /// Not two letters or digits.
    #[error("a modifier is two letters or digits")]
    Modifier,
    /// A locality is a Medicare contractor's five digits and two of its own.
    #[error("a locality is seven digits")]
    Locality,
    /// Not two digits.
    #[error("a place of service is two digits")]
    PlaceOfService,
    /// Not shaped like a provider taxonomy code.
    #[error("a taxonomy code is ten characters, a digit first and X or Y last")]
    Taxonomy,
    /// Not one or two letters or digits.
    #[error("an adjustment group is one or two letters or digits")]
    AdjustmentGroup,
    /// Not one to five letters or digits.
    #[error("an adjustment reason is one to five letters or digits")]
    AdjustmentReason,
    /// Not shaped like a remark code.
    #[error("a remark code is one or two letters and up to four digits")]
    RemarkCode,
    /// Not a single letter or digit.
    #[error("a claim frequency is one letter or digit")]
    ClaimFrequency,
    /// Not one or two letters or digits.
    #[error("a claim filing indicator is one or two letters or digits")]
    FilingIndicator,
    /// Not a single letter or digit.
    #[error("a payer's turn is one letter or digit")]
    PayerTurn,
    /// Not two letters or digits.
    #[error("a relationship is two letters or digits")]
    Relationship,
    /// Neither nine digits nor their usual grouping.
    #[error("a tax number is nine digits")]
    TaxId,
    /// Neither five nor nine digits.
    #[error("a ZIP code is five or nine digits")]
    Zip,
    /// Not two letters.
    #[error("a state is two letters")]
    State,
    /// Not two letters.
    #[error("a country is two letters")]
    Country,
    /// A row of a code list has no code, or ends before it begins.
    #[error("row {row} of the code list has no code or ends before it begins")]
    List {
        /// Which row, counted from 1.
        row: usize,
    },
}

impl CodeError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NpiShape => "code.npi_shape",
            Self::NpiCheckDigit => "code.npi_check_digit",
            Self::Icd10Cm => "code.icd10cm",
            Self::Procedure => "code.procedure",
            Self::Modifier => "code.modifier",
            Self::Locality => "code.locality",
            Self::PlaceOfService => "code.place_of_service",
            Self::Taxonomy => "code.taxonomy",
            Self::AdjustmentGroup => "code.adjustment_group",
            Self::AdjustmentReason => "code.adjustment_reason",
            Self::RemarkCode => "code.remark_code",
            Self::ClaimFrequency => "code.claim_frequency",
            Self::FilingIndicator => "code.filing_indicator",
            Self::PayerTurn => "code.payer_turn",
            Self::Relationship => "code.relationship",
            Self::TaxId => "code.tax_id",
            Self::Zip => "code.zip",
            Self::State => "code.state",
            Self::Country => "code.country",
            Self::List { .. } => "code.list",
        }
    }
}

use core::fmt::Display;
use core::str::FromStr;

use pms_core::code;
use pms_core::code::CodeError;

use crate::error::{At, PmsError};

record! {
    /// What a code stands for.
    pub enum CodeKind {
        /// A provider's number, with its check digit.
        Npi,
        /// A diagnosis.
        Icd10Cm,
        /// A CPT, HCPCS or CDT procedure.
        Procedure,
        /// What was special about a procedure.
        Modifier,
        /// Where it was done.
        PlaceOfService,
        /// A provider's specialty.
        Taxonomy,
        /// Who bears an adjustment.
        AdjustmentGroup,
        /// Why a payment differs from a charge.
        AdjustmentReason,
        /// What a payer remarks.
        RemarkCode,
        /// A postal code.
        Zip,
        /// A state or territory.
        State,
    }
}

/// A code as it is kept and sent: checked for its shape, in capitals, without dots. Whether it is in
/// force on a date is another question.
///
/// # Errors
///
/// `code.npi_check_digit` and its like.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn read_code(kind: CodeKind, text: String) -> Result<String, PmsError> {
    let read = match kind {
        CodeKind::Npi => read::<code::Npi>,
        CodeKind::Icd10Cm => read::<code::Icd10Cm>,
        CodeKind::Procedure => read::<code::ProcedureCode>,
        CodeKind::Modifier => read::<code::Modifier>,
        CodeKind::PlaceOfService => read::<code::PlaceOfService>,
        CodeKind::Taxonomy => read::<code::Taxonomy>,
        CodeKind::AdjustmentGroup => read::<code::AdjustmentGroup>,
        CodeKind::AdjustmentReason => read::<code::AdjustmentReason>,
        CodeKind::RemarkCode => read::<code::RemarkCode>,
        CodeKind::Zip => read::<code::Zip>,
        CodeKind::State => read::<code::State>,
    };
    read(&text).at("text")
}

fn read<T: FromStr<Err = CodeError> + Display>(text: &str) -> Result<String, CodeError> {
    text.parse::<T>().map(|code| code.to_string())
}

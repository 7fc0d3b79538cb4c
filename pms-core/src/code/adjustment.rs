use super::error::CodeError;
use super::text::{Short, coded, listed};

listed! {
    /// Who bears an adjustment.
    ///
    /// Source: 005010X221A1, CAS01.
    ///
    /// ```
    /// # use pms_core::code::AdjustmentGroup;
    /// let group: AdjustmentGroup = "PR".parse()?;
    /// assert_eq!(group, AdjustmentGroup::PatientResponsibility);
    /// let old: AdjustmentGroup = "CR".parse()?;
    /// assert_eq!(old.as_str(), "CR");
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    AdjustmentGroup[2], CodeError::AdjustmentGroup;
    /// CO: the provider; the patient may not be billed for it.
    ContractualObligation = "CO",
    /// OA: neither; often what another payer has settled.
    OtherAdjustment = "OA",
    /// PI: reduced by the payer without a contract's word.
    PayerInitiated = "PI",
    /// PR: the patient may be billed for it.
    PatientResponsibility = "PR",
}

coded! {
    /// Why an amount was adjusted (CARC): one to five letters or digits.
    ///
    /// The texts of the codes are the host's to load.
    ///
    /// Source: 005010X221A1, CAS02.
    ///
    /// ```
    /// # use pms_core::code::AdjustmentReason;
    /// let reason: AdjustmentReason = "45".parse()?;
    /// assert_eq!(reason, AdjustmentReason::OVER_FEE_SCHEDULE);
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    AdjustmentReason[5], |_| true, CodeError::AdjustmentReason
}

/// The reasons that rules turn on.
impl AdjustmentReason {
    /// 1: the patient's deductible.
    pub const DEDUCTIBLE: Self = Self(Short::literal("1"));
    /// 2: the patient's coinsurance.
    pub const COINSURANCE: Self = Self(Short::literal("2"));
    /// 3: the patient's copay.
    pub const COPAY: Self = Self(Short::literal("3"));
    /// 18: the same service was billed before.
    pub const DUPLICATE: Self = Self(Short::literal("18"));
    /// 23: what a payer before this one has settled.
    pub const PRIOR_PAYER: Self = Self(Short::literal("23"));
    /// 29: filed too late.
    pub const FILED_LATE: Self = Self(Short::literal("29"));
    /// 59: one of several services on a day, paid in part.
    pub const MULTIPLE_PROCEDURES: Self = Self(Short::literal("59"));
    /// 54: more surgeons or assistants are not paid for.
    pub const MORE_SURGEONS: Self = Self(Short::literal("54"));
    /// 151: the record does not support so many.
    pub const TOO_MANY: Self = Self(Short::literal("151"));
    /// 45: the part of the charge above the fee schedule or contract.
    pub const OVER_FEE_SCHEDULE: Self = Self(Short::literal("45"));
    /// 96: not covered.
    pub const NOT_COVERED: Self = Self(Short::literal("96"));
    /// 97: paid within another service.
    pub const BUNDLED: Self = Self(Short::literal("97"));
    /// 119: the maximum of the benefit is reached.
    pub const BENEFIT_MAXIMUM: Self = Self(Short::literal("119"));
    /// 197: not authorised beforehand.
    pub const NOT_AUTHORIZED: Self = Self(Short::literal("197"));
    /// 253: the federal sequester.
    pub const SEQUESTER: Self = Self(Short::literal("253"));
}

coded! {
    /// A remark that explains an adjustment or stands alone (RARC): one or two letters and digits.
    ///
    /// Source: 005010X221A1, LQ02 (HE) and MOA03.
    ///
    /// ```
    /// # use pms_core::code::RemarkCode;
    /// let split: RemarkCode = "MA15".parse()?;
    /// assert_eq!(split.as_str(), "MA15");
    /// assert!("15".parse::<RemarkCode>().is_err());
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    RemarkCode[6], is_remark, CodeError::RemarkCode
}

fn is_remark(code: &str) -> bool {
    let digits = code.trim_start_matches(|c: char| c.is_ascii_uppercase());
    (1..=2).contains(&(code.len() - digits.len()))
        && (1..=4).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn shapes_of_adjustments() {
        reads::<AdjustmentReason>("45", true);
        reads::<AdjustmentReason>("A1", true);
        reads::<AdjustmentReason>("P12", true);
        reads::<AdjustmentReason>("123456", false);
        reads::<AdjustmentReason>("4.5", false);
        reads::<AdjustmentReason>("", false);
        reads::<RemarkCode>("N130", true);
        reads::<RemarkCode>("M1", true);
        reads::<RemarkCode>("MA130", true);
        reads::<RemarkCode>("N", false);
        reads::<RemarkCode>("130", false);
        reads::<RemarkCode>("NNN1", false);
        reads::<RemarkCode>("N1N", false);
        reads::<AdjustmentGroup>("CO", true);
        reads::<AdjustmentGroup>("ZZ", true);
        reads::<AdjustmentGroup>("COO", false);
        reads::<AdjustmentGroup>("", false);
    }

    #[track_caller]
    fn reads<T: core::str::FromStr + ToString>(text: &str, sound: bool) {
        let got = text.parse::<T>().ok().map(|code| code.to_string());
        assert_eq!(got.as_deref(), sound.then_some(text));
    }

    #[test]
    fn a16_an_unknown_value_survives_storing() {
        let json = r#"["CO","CR"]"#;
        let groups: Vec<AdjustmentGroup> = serde_json::from_str(json).unwrap();
        assert_eq!(groups[0], AdjustmentGroup::ContractualObligation);
        assert!(matches!(groups[1], AdjustmentGroup::Other(_)));
        assert_eq!(serde_json::to_string(&groups).unwrap(), json);
        assert!(serde_json::from_str::<AdjustmentGroup>(r#""C-""#).is_err());
    }
}

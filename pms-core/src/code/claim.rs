use super::error::CodeError;
use super::text::listed;

listed! {
    /// What a claim is to the payer: new, or about one it has.
    ///
    /// Source: NUBC claim frequency; 005010X222A1, CLM05-3.
    ///
    /// ```
    /// # use pms_core::code::ClaimFrequency;
    /// let frequency: ClaimFrequency = "7".parse()?;
    /// assert!(frequency.names_an_earlier_claim());
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    ClaimFrequency[1], CodeError::ClaimFrequency;
    /// 1: a claim of its own.
    Original = "1",
    /// 7: stands in place of one that the payer has adjudicated.
    Replacement = "7",
    /// 8: takes back one that the payer has adjudicated.
    Void = "8",
}

impl ClaimFrequency {
    /// Whether the payer must be told which of its claims is meant.
    #[must_use]
    pub fn names_an_earlier_claim(&self) -> bool {
        matches!(self, Self::Replacement | Self::Void)
    }
}

listed! {
    /// What kind of payer a claim is filed with.
    ///
    /// Source: 005010X222A1, SBR09.
    ///
    /// ```
    /// # use pms_core::code::FilingIndicator;
    /// let medicare: FilingIndicator = "MB".parse()?;
    /// assert_eq!(medicare, FilingIndicator::MedicareB);
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    FilingIndicator[2], CodeError::FilingIndicator;
    /// 12: preferred provider organisation.
    Ppo = "12",
    /// 13: point of service.
    PointOfService = "13",
    /// 14: exclusive provider organisation.
    Epo = "14",
    /// 16: health maintenance organisation, Medicare risk.
    MedicareAdvantage = "16",
    /// BL: Blue Cross or Blue Shield.
    BlueCross = "BL",
    /// CH: TRICARE.
    Tricare = "CH",
    /// CI: commercial insurance.
    Commercial = "CI",
    /// HM: health maintenance organisation.
    Hmo = "HM",
    /// MB: Medicare part B.
    MedicareB = "MB",
    /// MC: Medicaid.
    Medicaid = "MC",
    /// VA: Veterans Affairs.
    VeteransAffairs = "VA",
    /// WC: workers' compensation.
    WorkersCompensation = "WC",
    /// ZZ: of a kind that both sides have agreed on, or unknown.
    MutuallyDefined = "ZZ",
}

listed! {
    /// What the patient is to the subscriber.
    ///
    /// Source: 005010X222A1, SBR02 and PAT01.
    ///
    /// ```
    /// # use pms_core::code::Relationship;
    /// let child: Relationship = "19".parse()?;
    /// assert_eq!(child, Relationship::Child);
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    Relationship[2], CodeError::Relationship;
    /// 01: married to the subscriber.
    Spouse = "01",
    /// 18: the subscriber.
    Itself = "18",
    /// 19: a child of the subscriber.
    Child = "19",
    /// 20: employed by the subscriber.
    Employee = "20",
    /// 21: not known.
    Unknown = "21",
    /// 39: gave an organ.
    OrganDonor = "39",
    /// 40: gave an organ after death.
    CadaverDonor = "40",
    /// 53: shares the subscriber's life.
    LifePartner = "53",
    /// G8: something else.
    OtherRelationship = "G8",
}

listed! {
    /// In which turn a payer answers for the patient.
    ///
    /// Source: 005010X222A1, SBR01.
    ///
    /// ```
    /// # use pms_core::code::PayerTurn;
    /// let second: PayerTurn = "S".parse()?;
    /// assert_eq!(second, PayerTurn::Secondary);
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    PayerTurn[1], CodeError::PayerTurn;
    /// P: before all others.
    Primary = "P",
    /// S: after one other.
    Secondary = "S",
    /// T: after two others.
    Tertiary = "T",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a16_a_list_keeps_what_it_does_not_know() {
        for text in ["1", "7", "8", "5", "6"] {
            assert_eq!(text.parse::<ClaimFrequency>().unwrap().as_str(), text);
        }
        assert_eq!(
            "77".parse::<ClaimFrequency>(),
            Err(CodeError::ClaimFrequency)
        );
        assert_eq!(
            "mb".parse::<FilingIndicator>(),
            Ok(FilingIndicator::MedicareB)
        );
        assert_eq!("G9".parse::<Relationship>().unwrap().as_str(), "G9");
    }
}

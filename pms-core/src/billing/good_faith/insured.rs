use serde::{Deserialize, Serialize};

/// What a patient says of their benefits for a service, asked when it is scheduled.
///
/// Source: 45 CFR 149.610(a)(2), (b)(1)(i).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Insured {
    /// Nobody pays for it but the patient.
    No,
    /// A group health plan, an issuer's coverage or the federal employees' plan has benefits for it.
    Plan {
        /// The patient wants a claim to be sent.
        claim: bool,
    },
    /// A federal programme, such as Medicare or Medicaid, has benefits for it.
    FederalProgram,
}

impl Insured {
    /// Whether a good-faith estimate must be given: to the uninsured, and to those who choose not to use
    /// their plan. Benefits of a federal programme cannot be given up for it.
    #[must_use]
    pub const fn needs_good_faith_estimate(self) -> bool {
        matches!(self, Self::No | Self::Plan { claim: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g1_the_uninsured_and_those_who_use_no_plan_get_an_estimate() {
        assert!(Insured::No.needs_good_faith_estimate());
        assert!(Insured::Plan { claim: false }.needs_good_faith_estimate());
        assert!(!Insured::Plan { claim: true }.needs_good_faith_estimate());
        assert!(!Insured::FederalProgram.needs_good_faith_estimate());
    }
}

use core::fmt;

use serde::{Deserialize, Serialize};

/// Something about a claim that a biller should see. It names places, never a patient's data.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// Which edit found it.
    pub edit: Edit,
    /// Where in the claim: `lines[1].pointers[0]`.
    pub path: String,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The claim may go, but a person should look.
    Warning,
    /// The claim would be refused or wrongly paid; it does not go.
    Error,
}

impl Finding {
    pub(super) fn new(edit: Edit, path: impl Into<String>) -> Self {
        let path = path.into();
        Self { edit, path }
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.edit.severity()
    }
}

/// `lines[1].pointers[0]: the line points to a diagnosis that the claim does not have`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.edit.sentence())
    }
}

macro_rules! edits {
    ($($name:ident, $id:literal, $severity:ident, $place:literal, $sentence:literal;)+) => {
        /// What is looked for in a claim.
        ///
        /// Each has a stable [id](Self::id), a [severity](Self::severity), a [place](Self::place) in
        /// the 837P and a [sentence](Self::sentence).
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[non_exhaustive]
        pub enum Edit {
            $(
                #[doc = concat!("`", $id, "`, ", $place, ": ", $sentence, ".")]
                #[serde(rename = $id)]
                $name,
            )+
        }

        impl Edit {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// A stable name for bindings and logs; never reused, never translated.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// How grave it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// Where it stands in the 837P: loop, segment and element.
            #[must_use]
            pub fn place(self) -> &'static str {
                match self { $(Self::$name => $place,)+ }
            }

            /// What is wrong, as one lower-case sentence.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)+ }
            }
        }
    };
}

edits! {
    FrequencyUnknown, "claim.frequency_unknown", Error, "2300 CLM05-3",
        "a professional claim is new (1), a replacement (7) or a void (8)";
    ControlNumberMissing, "claim.control_number_missing", Error, "2300 REF*F8",
        "a replacement or void names the payer's number of the earlier claim";
    ControlNumberUnexpected, "claim.control_number_unexpected", Warning, "2300 REF*F8",
        "a new claim names no earlier one";

    NoDiagnosis, "claim.no_diagnosis", Error, "2300 HI",
        "the claim has no diagnosis";
    TooManyDiagnoses, "claim.too_many_diagnoses", Error, "2300 HI",
        "a claim has at most 12 diagnoses";
    DiagnosisTwice, "claim.diagnosis_twice", Error, "2300 HI",
        "the diagnosis stands there already";
    DiagnosisUnknown, "claim.diagnosis_unknown", Error, "2300 HI",
        "the code list does not have the diagnosis";
    DiagnosisNotInForce, "claim.diagnosis_not_in_force", Error, "2300 HI",
        "the diagnosis is not in force on the date of service";

    AccidentDateMissing, "claim.accident_date_missing", Error, "2300 DTP*439",
        "an accident has a date";
    AccidentStateMissing, "claim.accident_state_missing", Error, "2300 CLM11-4",
        "a car accident has a state";
    AccidentAfterService, "claim.accident_after_service", Error, "2300 DTP*439",
        "the accident is later than the service";

    BillingBox, "claim.billing_box", Error, "2010AA N3",
        "the billing provider's address is a street, not a box; a box may be the pay-to address";
    BillingZipShort, "claim.billing_zip_short", Error, "2010AA N403",
        "the billing provider's ZIP code has nine digits";
    LocationZipShort, "claim.location_zip_short", Warning, "2310C N403",
        "the service location's ZIP code has nine digits";
    RenderingRepeatsBilling, "claim.rendering_repeats_billing", Warning, "2310B NM109",
        "who treated is named only where that is not who bills";

    PatientAddressMissing, "claim.patient_address_missing", Error, "2010BA or 2010CA N3",
        "the patient's address is missing";
    DependentIsSelf, "claim.dependent_is_self", Error, "2000C PAT01",
        "a dependent is not the subscriber";

    SecondaryWithoutOtherPayer, "claim.secondary_without_other_payer", Error, "2320 SBR",
        "a claim to a later payer tells of the earlier ones";
    TooManyOtherPayers, "claim.too_many_other_payers", Error, "2320 SBR",
        "a claim has at most 10 other payers";
    TurnTwice, "claim.turn_twice", Error, "2320 SBR01",
        "two payers answer in the same turn";
    DecisionOfNobody, "claim.decision_of_nobody", Error, "2430 SVD01",
        "the line tells of a payer that the claim does not name";
    LineUnbalanced, "claim.line_unbalanced", Error, "2430 SVD02",
        "what the other payer paid and adjusted does not add up to the line's charge";
    OtherPayerUnbalanced, "claim.other_payer_unbalanced", Error, "2320 AMT*D",
        "what the other payer paid and adjusted does not add up to the claim's charge";

    NoLines, "claim.no_lines", Error, "2400 LX",
        "the claim has no lines";
    TooManyLines, "claim.too_many_lines", Error, "2400 LX",
        "a claim has at most 50 lines";
    TotalTooLarge, "claim.total_too_large", Error, "2300 CLM02",
        "the claim's total has more than ten digits";
    NothingCharged, "claim.nothing_charged", Warning, "2300 CLM02",
        "the claim asks for nothing";
    NegativeAmount, "claim.negative_amount", Error, "2400 SV102",
        "a charge is not negative; a claim is corrected by replacing or voiding it";
    NothingDone, "claim.nothing_done", Error, "2400 SV104",
        "a line counts at least something done";
    MinutesMissing, "claim.minutes_missing", Warning, "2400 SV103",
        "anesthesia is counted in minutes";
    DentalProcedure, "claim.dental_procedure", Error, "2400 SV101",
        "a dental procedure goes on a dental claim";
    ProcedureUnknown, "claim.procedure_unknown", Error, "2400 SV101",
        "the code list does not have the procedure";
    ProcedureNotInForce, "claim.procedure_not_in_force", Error, "2400 SV101",
        "the procedure is not in force on the date of service";
    TooManyModifiers, "claim.too_many_modifiers", Error, "2400 SV101",
        "a line has at most 4 modifiers";
    PointerMissing, "claim.pointer_missing", Error, "2400 SV107",
        "a line points to at least one diagnosis";
    TooManyPointers, "claim.too_many_pointers", Error, "2400 SV107",
        "a line points to at most 4 diagnoses";
    PointerAbsent, "claim.pointer_absent", Error, "2400 SV107",
        "the line points to a diagnosis that the claim does not have";
    PointerTwice, "claim.pointer_twice", Error, "2400 SV107",
        "the line points to the same diagnosis again";
    DatesBackwards, "claim.dates_backwards", Error, "2400 DTP*472",
        "the service ends before it begins";
    ServiceBeforeBirth, "claim.service_before_birth", Error, "2400 DTP*472",
        "the service is earlier than the patient's birth";
    ServiceAfterSubmission, "claim.service_after_submission", Error, "2400 DTP*472",
        "the service is later than the claim";
    LineNumberTwice, "claim.line_number_twice", Error, "2400 REF*6R",
        "another line has the same number";
    ChargeTwice, "claim.charge_twice", Error, "2400 LX",
        "another line claims the same charge";
    LineTwice, "claim.line_twice", Warning, "2400 SV1",
        "another line claims the same service, and no modifier tells them apart";
    ClaimTwice, "claim.claim_twice", Error, "2300 CLM",
        "another claim of the batch claims the same service, and no modifier tells them apart";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_edit_has_a_name_of_its_own() {
        let ids: BTreeSet<_> = Edit::ALL.iter().map(|edit| edit.id()).collect();
        assert_eq!(ids.len(), Edit::ALL.len());
        for edit in Edit::ALL {
            let json = serde_json::to_string(edit).unwrap();
            assert_eq!(json, format!("\"{}\"", edit.id()));
            assert!(edit.sentence().starts_with(char::is_lowercase), "{edit:?}");
        }
    }
}

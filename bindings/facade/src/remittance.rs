use pms_core::remittance::ClaimPayment;
use pms_core::remittance::ServicePayment;
use pms_core::x12::syntax::Finding;
use pms_core::x12::t835;

use crate::adjudication::{AdjustmentRow, adjustment_row};
use crate::error::PmsError;
use crate::scalar::{Amount, Bytes, Day, Units};

record! {
    /// Something wrong or odd about what was read. What could be read was read.
    pub struct FindingRow {
        /// The stable name of what is wrong: `remittance.claim_balance`.
        pub code: String,
        /// How bad it is: `note`, `warning`, `error`.
        pub severity: String,
        /// Where: loop, segment and element.
        pub path: String,
        /// One sentence; it names counts and amounts, never a person.
        pub says: String,
    }
}

record! {
    /// What a payer answered to one line.
    pub struct ServiceAnswer {
        /// The procedure that was decided on.
        pub procedure: String,
        /// Its modifiers.
        pub modifiers: Vec<String>,
        /// What was charged.
        pub charge: Amount,
        /// What was paid.
        pub paid: Amount,
        /// How many units were paid.
        pub units: Option<Units>,
        /// The day of service.
        pub day: Option<Day>,
        /// Our own number of the line, sent back.
        pub line_control: Option<String>,
        /// Why the payment differs from the charge.
        pub adjustments: Vec<AdjustmentRow>,
        /// What the payer remarks.
        pub remarks: Vec<String>,
    }
}

record! {
    /// What a payer answered to one claim.
    pub struct ClaimAnswer {
        /// Our own number of the claim, sent back.
        pub patient_control: String,
        /// The payer's number of the claim.
        pub payer_control: String,
        /// How it was processed, as the payer codes it.
        pub status: String,
        /// What was charged.
        pub charge: Amount,
        /// What was paid.
        pub paid: Amount,
        /// What the payer says that the patient owes.
        pub patient_responsibility: Option<Amount>,
        /// It takes an earlier answer back.
        pub reversal: bool,
        /// It was denied.
        pub denied: bool,
        /// Why the payment differs from the charge, for the claim as a whole.
        pub adjustments: Vec<AdjustmentRow>,
        /// Line by line.
        pub services: Vec<ServiceAnswer>,
    }
}

record! {
    /// What a payer settled with the practice apart from claims.
    pub struct ProviderAdjustmentRow {
        /// For whom.
        pub provider: String,
        /// Why, such as `WO` or `L6`.
        pub reason: String,
        /// The payer's own reference.
        pub reference: Option<String>,
        /// How much less is paid; below zero, more.
        pub amount: Amount,
    }
}

record! {
    /// One remittance: a payment and what it is for.
    pub struct RemittanceRead {
        /// The number of the payment, by which the deposit is found.
        pub trace: String,
        /// Who paid.
        pub payer: String,
        /// How much was paid.
        pub amount: Amount,
        /// The day of the payment.
        pub effective: Option<Day>,
        /// Claim by claim.
        pub claims: Vec<ClaimAnswer>,
        /// What was settled apart from claims.
        pub provider_adjustments: Vec<ProviderAdjustmentRow>,
        /// It balances at all three levels and no error was found: it may be posted.
        pub sound: bool,
        /// What is wrong with it.
        pub findings: Vec<FindingRow>,
    }
}

record! {
    /// What stands in a file of remittances.
    pub struct RemittanceFile {
        /// Its remittances, in order.
        pub remittances: Vec<RemittanceRead>,
        /// What is wrong outside of them.
        pub findings: Vec<FindingRow>,
    }
}

/// Reads an X12 835 and proves each remittance to balance: lines, claims and payment. Whatever the
/// file, nothing is refused: what is wrong with it stands among the findings.
///
/// # Errors
///
/// None; every operation of the facade answers in the same form.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn read_835(file: Bytes) -> Result<RemittanceFile, PmsError> {
    let read = t835::read(&file.0);
    Ok(RemittanceFile {
        remittances: read.advices.iter().map(remittance).collect(),
        findings: read.findings.iter().map(finding).collect(),
    })
}

fn remittance(advice: &t835::Advice) -> RemittanceRead {
    let remittance = &advice.remittance;
    RemittanceRead {
        trace: remittance.trace.clone(),
        payer: remittance.payer.name.clone(),
        amount: Amount(remittance.amount),
        effective: remittance.effective.map(Day),
        claims: remittance.claims.iter().map(claim).collect(),
        provider_adjustments: remittance
            .provider_adjustments
            .iter()
            .map(|adjustment| ProviderAdjustmentRow {
                provider: adjustment.provider.clone(),
                reason: adjustment.reason.code().to_owned(),
                reference: adjustment.reference.clone(),
                amount: Amount(adjustment.amount),
            })
            .collect(),
        sound: advice.is_sound(),
        findings: advice.findings.iter().map(finding).collect(),
    }
}

fn claim(claim: &ClaimPayment) -> ClaimAnswer {
    ClaimAnswer {
        patient_control: claim.patient_control.clone(),
        payer_control: claim.payer_control.clone(),
        status: claim.status.code().to_owned(),
        charge: Amount(claim.charge),
        paid: Amount(claim.paid),
        patient_responsibility: claim.patient_responsibility.map(Amount),
        reversal: claim.is_reversal(),
        denied: claim.is_denied(),
        adjustments: claim.adjustments.iter().map(adjustment_row).collect(),
        services: claim.services.iter().map(service).collect(),
    }
}

fn service(service: &ServicePayment) -> ServiceAnswer {
    ServiceAnswer {
        procedure: service.procedure.code.clone(),
        modifiers: service.procedure.modifiers.clone(),
        charge: Amount(service.charge),
        paid: Amount(service.paid),
        units: service.units.map(Units),
        day: service.day().map(Day),
        line_control: service.line_control.clone(),
        adjustments: service.adjustments.iter().map(adjustment_row).collect(),
        remarks: service.remarks.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn finding(finding: &Finding) -> FindingRow {
    FindingRow {
        code: finding.code.to_owned(),
        severity: finding.severity.to_string(),
        path: finding.path.clone(),
        says: finding.says.clone(),
    }
}

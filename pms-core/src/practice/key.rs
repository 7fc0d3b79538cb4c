use crate::claim::ClaimVersion;
use crate::remittance::ClaimKey;
use crate::remittance::LineKey;

/// How an answer finds a claim that was sent.
pub(super) fn claim_key(version: &ClaimVersion) -> ClaimKey {
    let claim = version.claim();
    ClaimKey {
        claim: claim.id,
        patient_control: claim.number.to_string(),
        payer_control: version.payer_control_number().map(ToString::to_string),
        member: Some(claim.subscriber.member_id.as_str().to_owned()),
        date: claim.lines.iter().map(|line| line.from).min(),
        charge: claim.total().unwrap_or_default(),
        lines: claim
            .lines
            .iter()
            .map(|line| LineKey {
                charge_id: line.charge,
                control: line.number.to_string(),
                procedure: line.procedure.to_string(),
                modifiers: line.modifiers.iter().map(ToString::to_string).collect(),
                date: line.from,
                charge: line.amount,
                units: line.measure.quantity(),
            })
            .collect(),
    }
}

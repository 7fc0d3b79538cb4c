use pms_core::claim::ClaimVersion;
use pms_core::x12::syntax::Characters;
use pms_core::x12::syntax::Envelope;
use pms_core::x12::syntax::Usage;
use pms_core::x12::t837p;
use pms_core::x12::t837p::Submission;
use pms_core::x12::t837p::SubmissionError;

use crate::error::{PmsError, parse, within};
use crate::practice::KeptRecord;
use crate::scalar::LocalTime;

record! {
    /// What stands around claims on their way: ISA to IEA, GS to GE.
    pub struct FileEnvelope {
        /// What kind of number the sender has (ISA05), such as `ZZ`.
        pub sender_qualifier: String,
        /// Who sends (ISA06), up to 15 characters.
        pub sender: String,
        /// What kind of number the receiver has (ISA07).
        pub receiver_qualifier: String,
        /// Who receives (ISA08), up to 15 characters.
        pub receiver: String,
        /// Who sends the group (GS02).
        pub group_sender: String,
        /// Who receives it (GS03).
        pub group_receiver: String,
        /// When it was written, by the sender's clock.
        pub written: LocalTime,
        /// The interchange's number (ISA13), 1 to 999999999.
        pub interchange_control: u32,
        /// The group's number (GS06), 1 to 999999999.
        pub group_control: u32,
        /// Whether the receiver is to acknowledge the interchange (ISA14).
        pub acknowledge: bool,
        /// For practice, not for money (ISA15).
        pub test: bool,
    }
}

record! {
    /// Who sends or takes claims.
    pub struct OfficeRow {
        /// What it is called.
        pub name: String,
        /// The number that both sides have agreed on.
        pub number: String,
    }
}

record! {
    /// How claims are sent: who sends them to whom, and under which numbers.
    pub struct ClaimSubmission {
        /// The interchange around the claims.
        pub envelope: FileEnvelope,
        /// Who sends.
        pub submitter: OfficeRow,
        /// Whom the receiver can ask, at the submitter's.
        pub contact: String,
        /// Their telephone.
        pub phone: String,
        /// Who takes the claims: a payer or a clearing house.
        pub receiver: OfficeRow,
        /// The practice's own number of the batch, up to 30 characters.
        pub batch: String,
    }
}

record! {
    /// What is done with characters of a name or an address that X12 cannot carry.
    pub enum CharacterRule {
        /// They are refused.
        Refuse,
        /// Accented letters become plain, everything else a blank; what is too long is cut.
        Clean,
    }
}

/// Writes claims, as they are loaded from a practice, as one X12 837P. Nothing is sent.
///
/// # Errors
///
/// `t837p.no_claims`; the edit that a claim has as an error, such as `claim.no_lines`; `x12.write_*`
/// where something cannot be written.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn write_837p(
    claims: Vec<KeptRecord>,
    submission: ClaimSubmission,
    characters: CharacterRule,
) -> Result<String, PmsError> {
    let versions = versions(&claims)?;
    let claims: Vec<_> = versions.iter().map(ClaimVersion::claim).collect();
    let submission = core(&submission)?;
    let bytes =
        t837p::write(&claims, &submission, self::characters(characters)).map_err(|error| {
            let field = match &error {
                SubmissionError::Finding { claim, .. } | SubmissionError::Claim { claim, .. } => {
                    let place = claims.iter().position(|one| one.id == *claim);
                    place.map_or_else(String::new, |n| format!("claims[{n}]"))
                }
                SubmissionError::Envelope(_) => "submission".to_owned(),
                _ => "claims".to_owned(),
            };
            PmsError::invalid(field, error.code(), error.to_string())
        })?;
    Ok(crate::x12::text(bytes))
}

/// Claims as they were loaded from a practice.
pub(crate) fn versions(claims: &[KeptRecord]) -> Result<Vec<ClaimVersion>, PmsError> {
    let claims = claims.iter().enumerate();
    claims
        .map(|(n, kept)| within(&format!("claims[{n}].json"), crate::json::read(&kept.json)))
        .collect()
}

pub(crate) fn characters(rule: CharacterRule) -> Characters {
    match rule {
        CharacterRule::Refuse => Characters::Refuse,
        CharacterRule::Clean => Characters::Clean,
    }
}

pub(crate) fn office(office: &OfficeRow, field: &str) -> Result<t837p::Office, PmsError> {
    Ok(t837p::Office {
        name: parse(&office.name, &format!("{field}.name"))?,
        number: office.number.clone(),
    })
}

pub(crate) fn envelope(row: FileEnvelope) -> Envelope {
    Envelope {
        sender_qualifier: row.sender_qualifier,
        sender: row.sender,
        receiver_qualifier: row.receiver_qualifier,
        receiver: row.receiver,
        group_sender: row.group_sender,
        group_receiver: row.group_receiver,
        written: row.written.0,
        interchange_control: row.interchange_control,
        group_control: row.group_control,
        acknowledge: row.acknowledge,
        usage: match row.test {
            true => Usage::Test,
            false => Usage::Production,
        },
    }
}

pub(crate) fn core(row: &ClaimSubmission) -> Result<Submission, PmsError> {
    Ok(Submission {
        envelope: envelope(row.envelope.clone()),
        submitter: office(&row.submitter, "submission.submitter")?,
        contact: parse(&row.contact, "submission.contact")?,
        phone: parse(&row.phone, "submission.phone")?,
        receiver: office(&row.receiver, "submission.receiver")?,
        batch: row.batch.clone(),
    })
}

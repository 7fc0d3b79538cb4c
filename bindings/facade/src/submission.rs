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
    let versions = claims
        .iter()
        .enumerate()
        .map(|(n, kept)| within(&format!("claims[{n}].json"), crate::json::read(&kept.json)))
        .collect::<Result<Vec<ClaimVersion>, _>>()?;
    let claims: Vec<_> = versions.iter().map(ClaimVersion::claim).collect();
    let submission = core(&submission)?;
    let characters = match characters {
        CharacterRule::Refuse => Characters::Refuse,
        CharacterRule::Clean => Characters::Clean,
    };
    let bytes = t837p::write(&claims, &submission, characters).map_err(|error| {
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
    // Every character of X12 is one of ASCII.
    Ok(bytes.into_iter().map(char::from).collect())
}

fn core(row: &ClaimSubmission) -> Result<Submission, PmsError> {
    let envelope = row.envelope.clone();
    let office = |office: &OfficeRow, field: &str| {
        Ok(t837p::Office {
            name: parse(&office.name, &format!("submission.{field}.name"))?,
            number: office.number.clone(),
        })
    };
    Ok(Submission {
        envelope: Envelope {
            sender_qualifier: envelope.sender_qualifier,
            sender: envelope.sender,
            receiver_qualifier: envelope.receiver_qualifier,
            receiver: envelope.receiver,
            group_sender: envelope.group_sender,
            group_receiver: envelope.group_receiver,
            written: envelope.written.0,
            interchange_control: envelope.interchange_control,
            group_control: envelope.group_control,
            acknowledge: envelope.acknowledge,
            usage: match envelope.test {
                true => Usage::Test,
                false => Usage::Production,
            },
        },
        submitter: office(&row.submitter, "submitter")?,
        contact: parse(&row.contact, "submission.contact")?,
        phone: parse(&row.phone, "submission.phone")?,
        receiver: office(&row.receiver, "receiver")?,
        batch: row.batch.clone(),
    })
}

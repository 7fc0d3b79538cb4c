use pms_core::claim::{Provider, ProviderName};
use pms_core::code::Relationship;
use pms_core::party::{PersonName, Sex};
use pms_core::x12::eligibility::{self, Inquiry, Kind, Sought, Trace};
use pms_core::x12::syntax::WriteError;
use pms_core::x12::{t276, t837p};

use crate::error::{At, PmsError, parse, within};
use crate::practice::KeptRecord;
use crate::scalar::Day;
use crate::submission::{
    CharacterRule, ClaimSubmission, FileEnvelope, OfficeRow, characters, core, envelope, office,
    versions,
};
use crate::x12::text;

record! {
    /// What a payer finds a member by: the more of it, the better.
    pub struct SoughtMember {
    }
    optional {
        /// The number on the card.
        pub member_id: Option<String>,
        /// The family name.
        pub family: Option<String>,
        /// The given name.
        pub given: Option<String>,
        /// The day of birth.
        pub birth: Option<Day>,
        /// The administrative sex: `female`, `male`.
        pub sex: Option<String>,
    }
}

record! {
    /// What a practice asks a payer about one patient's benefits.
    pub struct BenefitInquiry {
        /// Whom it asks.
        pub payer: OfficeRow,
        /// The name of the body that asks.
        pub provider: String,
        /// Its national number.
        pub npi: String,
        /// Whom the payer knows by a number.
        pub subscriber: SoughtMember,
    }
    optional {
        /// The patient, where that is not the subscriber.
        pub dependent: Option<SoughtMember>,
        /// What the dependent is to the subscriber, as X12 codes it: `01`, `19`.
        pub relationship: Option<String>,
        /// A number by which the answer is found.
        pub trace: Option<String>,
        /// Whose number that is (TRN03): ten characters.
        pub originator: Option<String>,
        /// Kinds of service (EQ01); the plan as a whole where none is named.
        pub services: Vec<String>,
        /// The first day that is asked about; the day of asking where there is none.
        pub first: Option<Day>,
        /// The last; the first where there is none.
        pub last: Option<Day>,
    }
}

/// Writes questions about benefits as one X12 270. Nothing is sent. `reference` is the practice's own
/// number of the request, which the answer repeats.
///
/// # Errors
///
/// `t270.no_inquiries`, `code.*` and `party.*` where something is no such value; `x12.write_*`.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn write_270(
    inquiries: Vec<BenefitInquiry>,
    reference: String,
    envelope: FileEnvelope,
    characters: CharacterRule,
) -> Result<String, PmsError> {
    if inquiries.is_empty() {
        let says = "there is nothing to ask";
        return Err(PmsError::invalid("inquiries", "t270.no_inquiries", says));
    }
    let asked = inquiries
        .iter()
        .enumerate()
        .map(|(n, one)| within(&format!("inquiries[{n}]"), inquiry(one)));
    let asked = asked.collect::<Result<Vec<_>, _>>()?;
    let around = self::envelope(envelope);
    let request = eligibility::ask(&asked, &reference, around.written);
    let rule = self::characters(characters);
    let bytes = eligibility::write(Kind::Request, &[&request], &around, rule);
    bytes.map(text).map_err(|e| unwritten("inquiries", &e))
}

/// Writes the question how claims stand, as they are loaded from a practice, as one X12 276. Nothing is
/// sent. Each claim is traced by its own number, by which `acknowledge_claims` finds it in the answer.
///
/// # Errors
///
/// `t837p.no_claims`; `x12.write_*` where something cannot be written.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn write_276(
    claims: Vec<KeptRecord>,
    submission: ClaimSubmission,
    characters: CharacterRule,
) -> Result<String, PmsError> {
    let versions = versions(&claims)?;
    if versions.is_empty() {
        let none = t837p::SubmissionError::NoClaims;
        return Err(PmsError::invalid("claims", none.code(), none.to_string()));
    }
    let submission = core(&submission)?;
    let all: Vec<_> = versions.iter().collect();
    let written = submission.envelope.written;
    let notice = t276::ask(&all, &submission.submitter, &submission.batch, written);
    let rule = self::characters(characters);
    let bytes = t276::write(&[notice], &submission.envelope, rule);
    bytes.map(text).map_err(|e| unwritten("claims", &e))
}

fn unwritten(field: &str, error: &WriteError) -> PmsError {
    PmsError::invalid(field, error.code(), error.to_string())
}

fn inquiry(row: &BenefitInquiry) -> Result<Inquiry, PmsError> {
    let relationship = row.relationship.as_deref().unwrap_or("G8");
    let dependent = row.dependent.as_ref().map(|dependent| {
        let relationship: Relationship = parse(relationship, "relationship")?;
        Ok::<_, PmsError>((relationship, sought(dependent, "dependent")?))
    });
    Ok(Inquiry {
        payer: office(&row.payer, "payer")?,
        provider: Provider {
            name: ProviderName::Organization(parse(&row.provider, "provider")?),
            npi: parse(&row.npi, "npi")?,
            taxonomy: None,
        },
        subscriber: sought(&row.subscriber, "subscriber")?,
        dependent: dependent.transpose()?,
        trace: row.trace.as_ref().map(|number| Trace {
            kind: "1".to_owned(),
            number: number.clone(),
            originator: row.originator.clone().unwrap_or_default(),
            ..Trace::default()
        }),
        services: row.services.clone(),
        days: row
            .first
            .map(|first| (first.0, row.last.unwrap_or(first).0)),
    })
}

fn sought(row: &SoughtMember, place: &str) -> Result<Sought, PmsError> {
    let field = |name: &str| format!("{place}.{name}");
    let family = row.family.as_deref();
    let given = row.given.as_deref();
    let name = family.map(|family| {
        let mut name = PersonName::single(family).at(&field("family"))?;
        name.given = given
            .map(|given| parse(given, &field("given")))
            .transpose()?;
        Ok::<_, PmsError>(name)
    });
    let sex = match row.sex.as_deref() {
        None => None,
        Some("female") => Some(Sex::Female),
        Some("male") => Some(Sex::Male),
        Some(_) => {
            let says = "female or male is wanted";
            return Err(PmsError::invalid(field("sex"), "party.sex", says));
        }
    };
    let member = row.member_id.as_deref();
    Ok(Sought {
        member_id: member.map(|id| parse(id, &field("memberId"))).transpose()?,
        name: name.transpose()?,
        birth: row.birth.map(Day::inner),
        sex,
    })
}

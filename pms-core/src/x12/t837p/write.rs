use crate::claim::{BillingProvider, Checks, Claim, ProviderName, Severity};
use crate::party::Phone;

use super::super::syntax::{Characters, WriteError, Writer};
use super::claim::{name_of_provider, street, town, write_claim};
use super::submission::{Submission, SubmissionError};

/// How many claims one transaction holds: what receivers have agreed to take.
const MOST_CLAIMS: usize = 5_000;

/// Writes claims as one interchange. Claims of one billing provider that follow each other stand
/// under it; a transaction holds up to 5,000.
///
/// # Errors
///
/// [`SubmissionError`] naming the first claim that has an error or cannot be written.
///
/// ```
/// # use pms_core::claim::Claim;
/// # use pms_core::x12::syntax::Characters;
/// # use pms_core::x12::t837p::{self, Submission, SubmissionError};
/// # fn send(claim: &Claim, submission: &Submission) -> Result<(), SubmissionError> {
/// let bytes = t837p::write(&[claim], submission, Characters::Clean)?;
/// let received = t837p::read(&bytes);
/// assert_eq!(received.claims[0].patient_control, claim.number.as_str());
/// # Ok(()) }
/// ```
pub fn write(
    claims: &[&Claim],
    submission: &Submission,
    characters: Characters,
) -> Result<Vec<u8>, SubmissionError> {
    if claims.is_empty() {
        return Err(SubmissionError::NoClaims);
    }
    let checks = Checks::on(submission.envelope.written.date());
    for claim in claims {
        let findings = claim.findings(&checks);
        let error = findings.iter().find(|f| f.severity() == Severity::Error);
        if let Some(error) = error {
            return Err(SubmissionError::Finding {
                claim: claim.id,
                edit: error.edit,
            });
        }
    }
    let mut writer = Writer::open(&submission.envelope, "HC", VERSION, characters);
    for (control, claims) in (1..).zip(claims.chunks(MOST_CLAIMS)) {
        transaction(&mut writer, control, claims, submission)?;
    }
    Ok(writer.finish()?)
}

const VERSION: &str = "005010X222A1";

fn transaction(
    writer: &mut Writer,
    control: u32,
    claims: &[&Claim],
    submission: &Submission,
) -> Result<(), SubmissionError> {
    writer.begin("837", control, Some(VERSION));
    let written = submission.envelope.written;
    let bht = writer.segment("BHT").code("0019").code("00");
    bht.required(&submission.batch, 30)
        .date(written.date())
        .code(&written.format("%H%M").to_string())
        .code("CH")
        .end();
    let submitter = &submission.submitter;
    let nm1 = writer.segment("NM1").code("41").code("2");
    let nm1 = nm1
        .required_text(submitter.name.as_str(), 60)
        .skip(4)
        .code("46");
    nm1.required(&submitter.number, 80).end();
    let per = writer.segment("PER").code("IC");
    let per = per
        .required_text(submission.contact.as_str(), 60)
        .code("TE");
    per.id(&dialled(&submission.phone), 256).end();
    let receiver = &submission.receiver;
    let nm1 = writer.segment("NM1").code("40").code("2");
    let nm1 = nm1
        .required_text(receiver.name.as_str(), 60)
        .skip(4)
        .code("46");
    nm1.required(&receiver.number, 80).end();
    check(writer)?;

    let mut level = Level::default();
    for claims in claims.chunk_by(|one, next| one.billing == next.billing) {
        let Some(first) = claims.first() else {
            continue;
        };
        let billing = level.open(writer, None, "20", true);
        write_billing(writer, &first.billing, submission);
        for claim in claims {
            let subscriber = level.open(writer, Some(billing), "22", claim.dependent.is_some());
            write_claim(writer, claim, |writer| {
                level.open(writer, Some(subscriber), "23", false);
            });
            check(writer).map_err(|cause| SubmissionError::Claim {
                claim: claim.id,
                cause,
            })?;
        }
    }
    Ok(())
}

fn check(writer: &Writer) -> Result<(), WriteError> {
    writer.trouble().cloned().map_or(Ok(()), Err)
}

/// The hierarchy of a transaction: numbered from 1, each level naming its parent.
#[derive(Default)]
struct Level(u32);

impl Level {
    fn open(&mut self, writer: &mut Writer, parent: Option<u32>, code: &str, child: bool) -> u32 {
        self.0 += 1;
        let hl = writer.segment("HL").number(self.0);
        let hl = match parent {
            Some(parent) => hl.number(parent),
            None => hl.empty(),
        };
        hl.code(code).code(if child { "1" } else { "0" }).end();
        self.0
    }
}

/// Loops 2000A, 2010AA and 2010AB.
fn write_billing(writer: &mut Writer, billing: &BillingProvider, submission: &Submission) {
    if let Some(taxonomy) = billing.provider.taxonomy {
        let prv = writer.segment("PRV").code("BI").code("PXC");
        prv.code(taxonomy.as_str()).end();
    }
    name_of_provider(writer, "85", &billing.provider);
    street(writer, &billing.address);
    town(writer, &billing.address);
    let tax = &billing.tax_id;
    let kind = if tax.is_employer() { "EI" } else { "SY" };
    writer.segment("REF").code(kind).id(tax.digits(), 9).end();
    // Sent only where the billing provider is not asked at the submitter's.
    let own = billing.phone.as_ref();
    if let Some(phone) = own.filter(|phone| **phone != submission.phone) {
        let contact = match &billing.provider.name {
            ProviderName::Person(name) => name.to_string(),
            ProviderName::Organization(name) => name.to_string(),
        };
        let per = writer.segment("PER").code("IC");
        let per = per.text(&contact, 60);
        per.code("TE").id(&dialled(phone), 256).end();
    }
    if let Some(pay_to) = &billing.pay_to {
        writer.segment("NM1").code("87").code("2").end();
        street(writer, pay_to);
        town(writer, pay_to);
    }
}

/// Area code and number; numbers abroad as they are, without the plus.
fn dialled(phone: &Phone) -> String {
    let digits = phone.ten_digits().unwrap_or(phone.as_str());
    digits.trim_start_matches('+').to_owned()
}

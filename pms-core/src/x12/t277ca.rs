//! 277CA, the acknowledgment of claims: whether a payer or clearing house took each of them.
//!
//! [`read`] takes what they say, [`write()`] says it. What was rejected here was never adjudicated: it
//! is corrected and sent anew, not replaced. [`outcome`](super::outcome) leads back to what was sent.
//!
//! Terms: 005010X214.

use super::status::{Kind, Notice, Read};
use super::syntax::{Characters, Envelope, WriteError};

/// Reads every acknowledgment of claims of a file; other transactions are passed over.
///
/// ```
/// # use pms_core::x12::status::Verdict;
/// # use pms_core::x12::t277ca;
/// let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// GS*HN*PAYER*PRACTICE*20260801*1200*1*X*005010X214~ST*277*0001*005010X214~BHT*0085*08*7*20260801*1200*TH~\
/// HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~TRN*1*7~DTP*050*D8*20260801~DTP*009*D8*20260801~\
/// HL*2*1*21*1~NM1*41*2*EXAMPLE MEDICAL*****46*SUB1~TRN*2*BATCH1~STC*A1:20*20260801*WQ*80~QTY*AA*1~AMT*YY*80~\
/// HL*3*2*19*1~NM1*85*2*EXAMPLE MEDICAL*****XX*1234567893~\
/// HL*4*3*PT~NM1*QC*1*MILLER*ROBERT****MI*M000002~TRN*2*PCN2~STC*A7:562:85*20260801*U*80~DTP*472*D8*20260702~\
/// SE*19*0001~GE*1*1~IEA*1*000000001~";
/// let read = t277ca::read(file);
/// let (_, claim) = read.notices[0].notice.claims().next().unwrap();
/// let status = claim.statuses().next().unwrap();
/// assert_eq!(claim.number, "PCN2");
/// assert_eq!(status.verdict(), Some(Verdict::Rejected));
/// assert_eq!(status.code.to_string(), "A7:562:85");
/// ```
#[must_use]
pub fn read(bytes: &[u8]) -> Read {
    super::status::read(bytes, Kind::Acknowledgment)
}

/// Writes acknowledgments of claims as one interchange, a transaction each, numbered from 1.
///
/// # Errors
///
/// The first [`WriteError`]: a text with a character that X12 cannot carry, a number that is
/// missing or too long, an amount of more than ten digits.
pub fn write(
    notices: &[Notice],
    envelope: &Envelope,
    characters: Characters,
) -> Result<Vec<u8>, WriteError> {
    super::status::write(notices, Kind::Acknowledgment, envelope, characters)
}

use pms_core::x12;
use pms_core::x12::deidentify::{Key, deidentify};
use pms_core::x12::eligibility;
use pms_core::x12::syntax::Finding;
use pms_core::x12::{t276, t277, t277ca, t835, t837p, t999};
use serde::Serialize;

use crate::error::PmsError;
use crate::scalar::Bytes;
use crate::submission::{FileEnvelope, envelope};

record! {
    /// Something wrong or odd about a file, and where in its bytes.
    pub struct FileFinding {
        /// The stable name of what is wrong: `x12.guide_missing`.
        pub code: String,
        /// Which kind of check found it, from 1 to 7, as the industry numbers them (WEDI SNIP).
        pub level: u8,
        /// How bad it is: `note`, `warning`, `error`.
        pub severity: String,
        /// Where: loop, segment and element, as `2300/CLM05-3`.
        pub path: String,
        /// How many bytes of the file stand before it.
        pub byte: u64,
        /// Which segment of the file it is, from 1.
        pub segment: u64,
        /// One sentence; it names counts and amounts, never a person.
        pub says: String,
    }
}

record! {
    /// A transaction that was checked.
    pub struct CheckedTransaction {
        /// What it is (ST01), as `837`.
        pub kind: String,
        /// The guide that it follows (ST03, or else GS08), as `005010X222A1`.
        pub guide: String,
        /// The interchange's control number (ISA13).
        pub interchange: String,
        /// The group's control number (GS06).
        pub group: String,
        /// Its own control number (ST02).
        pub transaction: String,
        /// What it holds was checked; else its envelope alone was.
        pub modelled: bool,
        /// No error was found.
        pub sound: bool,
        /// Where it begins: how many bytes stand before it.
        pub byte: u64,
        /// What is wrong with it.
        pub findings: Vec<FileFinding>,
    }
}

record! {
    /// A file that was checked.
    pub struct CheckedFile {
        /// Its transactions, in order.
        pub transactions: Vec<CheckedTransaction>,
        /// What is wrong outside of them.
        pub findings: Vec<FileFinding>,
    }
}

record! {
    /// One thing that stands in a file.
    pub struct X12Content {
        /// What it is: `270`, `271`, `276`, `277`, `277CA`, `835`, `837P` (a claim), `999` (a group's
        /// answer), `TA1`.
        pub kind: String,
        /// All that it says, as JSON.
        pub json: String,
    }
}

record! {
    /// What is acknowledged.
    pub enum AcknowledgmentLevel {
        /// Interchanges as such: TA1.
        Interchange,
        /// Groups and their transactions, with each error: 999.
        Group,
    }
}

/// Tells what is wrong with an X12 file of any kind, down to its bytes. Nothing is refused: what is wrong
/// stands among the findings.
///
/// # Errors
///
/// None; every operation of the facade answers in the same form.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn check_x12(file: Bytes) -> Result<CheckedFile, PmsError> {
    let checked = x12::check(&file.0);
    let transactions = checked.transactions.iter();
    Ok(CheckedFile {
        transactions: transactions
            .map(|one| CheckedTransaction {
                kind: one.kind.clone(),
                guide: match one.guide.as_str() {
                    "" => one.control.version.clone(),
                    guide => guide.to_owned(),
                },
                interchange: one.control.interchange.clone(),
                group: one.control.group.clone(),
                transaction: one.control.transaction.clone(),
                modelled: one.modelled,
                sound: one.is_sound(),
                byte: place(one.at.byte),
                findings: one.findings.iter().map(found).collect(),
            })
            .collect(),
        findings: checked.findings.iter().map(found).collect(),
    })
}

/// Reads what stands in an X12 file, by kind: claims (837P), remittances (835), benefits (270, 271), how
/// claims stand (276, 277, 277CA), answers to files (999, TA1). `check_x12` tells what is wrong with it.
///
/// # Errors
///
/// None; every operation of the facade answers in the same form.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn read_x12(file: Bytes) -> Result<Vec<X12Content>, PmsError> {
    let bytes = &file.0;
    let mut all = Vec::new();
    say(&mut all, |_| "837P", &t837p::read(bytes).claims)?;
    say(&mut all, |_| "835", &t835::read(bytes).advices)?;
    let kind = |received: &eligibility::Received| match received.transaction.kind {
        eligibility::Kind::Request => "270",
        eligibility::Kind::Response => "271",
    };
    say(&mut all, kind, &eligibility::read(bytes).transactions)?;
    say(&mut all, |_| "277CA", &t277ca::read(bytes).notices)?;
    say(&mut all, |_| "276", &t276::read(bytes).notices)?;
    say(&mut all, |_| "277", &t277::read(bytes).notices)?;
    let answers = t999::read(bytes);
    say(&mut all, |_| "TA1", &answers.interchanges)?;
    say(&mut all, |_| "999", &answers.groups)?;
    Ok(all)
}

/// Answers an X12 file as the one to whom it was sent: 999 of its groups, or TA1 of its interchanges.
/// Nothing of what was sent is repeated.
///
/// # Errors
///
/// `x12.write_*` where something cannot be written.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn acknowledge_x12(
    file: Bytes,
    level: AcknowledgmentLevel,
    envelope: FileEnvelope,
) -> Result<String, PmsError> {
    let around = self::envelope(envelope);
    let written = match level {
        AcknowledgmentLevel::Interchange => {
            t999::write_ta1(&t999::answer_interchanges(&file.0), &around)
        }
        AcknowledgmentLevel::Group => t999::write(&x12::check(&file.0), &around),
    };
    let bytes = written.map_err(|e| PmsError::invalid("envelope", e.code(), e.to_string()))?;
    Ok(text(bytes))
}

/// Takes the people out of an X12 file: names, numbers, streets and days give way to pseudonyms of the same
/// shape, and structure, codes, amounts and findings stay. Pseudonyms follow from the value and the secret.
///
/// # Errors
///
/// `x12.key_short` where the secret has fewer than sixteen bytes.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn deidentify_x12(file: Bytes, secret: Bytes) -> Result<Bytes, PmsError> {
    let key =
        Key::new(&secret.0).map_err(|e| PmsError::invalid("secret", e.code(), e.to_string()))?;
    Ok(Bytes(deidentify(&file.0, &key)))
}

/// What the library writes: every character of it is one of ASCII.
pub(crate) fn text(bytes: Vec<u8>) -> String {
    bytes.into_iter().map(char::from).collect()
}

fn say<T: Serialize>(
    all: &mut Vec<X12Content>,
    kind: impl Fn(&T) -> &'static str,
    found: &[T],
) -> Result<(), PmsError> {
    for one in found {
        all.push(X12Content {
            kind: kind(one).to_owned(),
            json: crate::json::write(one)?,
        });
    }
    Ok(())
}

pub(crate) fn found(finding: &Finding) -> FileFinding {
    FileFinding {
        code: finding.code.to_owned(),
        level: finding.level.number(),
        severity: finding.severity.to_string(),
        path: finding.path.clone(),
        byte: place(finding.at.byte),
        segment: place(finding.at.segment),
        says: finding.says.clone(),
    }
}

pub(crate) fn place(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}

use pms_core::x12::repair::{Repair, repair};

use crate::error::PmsError;
use crate::scalar::Bytes;
use crate::x12::{FileFinding, found, place};

record! {
    /// What is changed at one place of a file.
    pub struct FileEdit {
        /// How many bytes of the file as it was stand before it.
        pub byte: u64,
        /// What stood there.
        pub was: String,
        /// What stands there now.
        pub text: String,
    }
}

record! {
    /// What is changed so that findings are gone: form, never content.
    pub struct FileRepair {
        /// The findings that are gone by it.
        pub findings: Vec<FileFinding>,
        /// What is changed, in the order of the bytes.
        pub edits: Vec<FileEdit>,
    }
}

record! {
    /// A repair that was not made.
    pub struct DeclinedRepair {
        /// What would have been changed.
        pub repair: FileRepair,
        /// Why it was not: `overlap` where another repair changes the same bytes, `unproven` where the check
        /// finds something new with it or the same still.
        pub reason: String,
    }
}

record! {
    /// A file with its repairs made.
    pub struct RepairedFile {
        /// The file. Whatever is not among the changes is as it was.
        pub file: Bytes,
        /// What was changed.
        pub changed: Vec<FileRepair>,
        /// What looked like a matter of form and was left as it was.
        pub declined: Vec<DeclinedRepair>,
    }
}

/// Repairs what is wrong in form alone with an X12 file: counts, capital letters, dashes, zeros. The check
/// proves each repair, and no amount, day or name changes.
///
/// # Errors
///
/// None; every operation of the facade answers in the same form.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn repair_x12(file: Bytes) -> Result<RepairedFile, PmsError> {
    let repaired = repair(&file.0);
    let declined = repaired.declined.iter();
    Ok(RepairedFile {
        changed: repaired.changed.iter().map(told).collect(),
        declined: declined
            .map(|one| DeclinedRepair {
                repair: told(&one.repair),
                reason: one.reason.as_str().to_owned(),
            })
            .collect(),
        file: Bytes(repaired.bytes),
    })
}

fn told(repair: &Repair) -> FileRepair {
    FileRepair {
        findings: repair.findings.iter().map(found).collect(),
        edits: repair
            .edits
            .iter()
            .map(|edit| FileEdit {
                byte: place(edit.at.byte),
                was: edit.was.clone(),
                text: edit.text.clone(),
            })
            .collect(),
    }
}

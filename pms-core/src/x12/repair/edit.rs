use core::fmt;

use serde::Serialize;

use super::super::syntax::Position;
use super::prove::Repair;

/// Bytes that are taken out and what is put in their place.
///
/// `Debug` shows the place alone: both texts may tell of a patient.
#[derive(Clone, Eq, PartialEq, Serialize)]
pub struct Edit {
    /// Where it begins.
    pub at: Position,
    /// What stands there.
    pub was: String,
    /// What is put there.
    pub text: String,
}

/// Why repairs are not made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RepairError {
    /// Two repairs change the same bytes.
    #[error("two repairs change the same place ({at})")]
    Overlap {
        /// Where the second of them begins.
        at: Position,
    },
    /// The bytes are not those for which the repair was proposed.
    #[error("what the repair takes out does not stand there ({at})")]
    Stale {
        /// Where it begins.
        at: Position,
    },
}

impl RepairError {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Overlap { .. } => "x12.repair_overlap",
            Self::Stale { .. } => "x12.repair_stale",
        }
    }
}

impl Edit {
    pub(super) fn end(&self) -> usize {
        self.at.byte + self.was.len()
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edit({})", self.at)
    }
}

/// The file with these repairs made; every other byte stays as it is.
///
/// # Errors
///
/// [`RepairError::Overlap`] where two of them change the same bytes, [`RepairError::Stale`] where the
/// file is another one than that for which they were proposed. Nothing is changed then.
///
/// ```
/// # use pms_core::x12::repair::{apply, repairs};
/// let file = b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260801*1200*^*00501*000000001*0*T*:~IEA*3*000000001~";
/// let proposed = repairs(file);
/// assert_eq!(proposed[0].findings[0].code, "x12.interchange_count");
/// assert!(apply(file, &proposed)?.ends_with(b"IEA*0*000000001~"));
/// # Ok::<(), pms_core::x12::repair::RepairError>(())
/// ```
pub fn apply(bytes: &[u8], repairs: &[Repair]) -> Result<Vec<u8>, RepairError> {
    let mut edits: Vec<&Edit> = repairs.iter().flat_map(|repair| &repair.edits).collect();
    edits.sort_by_key(|edit| edit.at.byte);
    let mut out = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for edit in edits {
        let before = bytes.get(done..edit.at.byte);
        let before = before.ok_or(RepairError::Overlap { at: edit.at })?;
        if bytes.get(edit.at.byte..edit.end()) != Some(edit.was.as_bytes()) {
            return Err(RepairError::Stale { at: edit.at });
        }
        out.extend_from_slice(before);
        out.extend_from_slice(edit.text.as_bytes());
        done = edit.end();
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    Ok(out)
}

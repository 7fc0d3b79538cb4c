use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::id::PatientId;
use crate::id::Uuid;
use crate::store::Columns;
use crate::store::Record;

/// A patient's place in the books. It holds nothing: its version counts the postings that were
/// decided from what stood there, so that two of them never pay the same item twice.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct PatientBooks {
    pub(super) patient: PatientId,
}

impl Record for PatientBooks {
    const NOUN: Noun = Noun::Ledger;

    fn id(&self) -> Uuid {
        self.patient.into()
    }

    fn columns(&self) -> Columns {
        Columns {
            patient: Some(self.patient),
            ..Columns::default()
        }
    }
}

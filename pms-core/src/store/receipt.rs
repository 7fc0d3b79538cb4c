use core::fmt;

use serde::{Deserialize, Serialize};

use crate::access::Digest;

use super::key::{Key, Stamp};

/// That a batch was kept, and as what. The same key and request give the same receipt again.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Receipt {
    /// The idempotency key of the batch.
    pub key: String,
    /// When the batch was made.
    pub at: Stamp,
    /// Each document written, in the order of keys, and the version that it now has.
    pub versions: Vec<(Key, u64)>,
    /// Each journal written, in the order of keys, and its end.
    pub heads: Vec<Head>,
    /// What the command answered, for one who asks again.
    pub reply: Vec<u8>,
}

/// The end of a journal: kept elsewhere, it shows later whether events were cut off.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Head {
    /// Whose journal.
    pub stream: Key,
    /// How many events it has.
    pub n: u64,
    /// The digest of the last.
    pub hash: Digest,
}

/// A receipt and the request that it is for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// The digest of the request.
    pub request: Digest,
    /// What was kept.
    pub receipt: Receipt,
}

impl Receipt {
    /// The version that a document has after the batch, where the batch wrote it.
    #[must_use]
    pub fn version(&self, key: Key) -> Option<u64> {
        self.versions
            .iter()
            .find(|(of, _)| *of == key)
            .map(|(_, version)| *version)
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("key", &self.key)
            .field("at", &self.at)
            .field("versions", &self.versions)
            .field("heads", &self.heads)
            .finish_non_exhaustive()
    }
}

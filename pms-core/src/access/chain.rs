use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::error::AccessError;

/// A SHA-256 digest; in text, 64 hexadecimal digits.
#[derive(Clone, Copy, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// Where a chain begins: nothing comes before its first row.
    pub const START: Self = Self([0; 32]);

    /// The digest's bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The digest of some bytes.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// The digest that ties row `n` of a stream to all rows before it.
///
/// It covers the digest of the row before, the stream's name, the row's number and the digest of
/// its payload. Since the payload counts by its digest, a payload that is destroyed on purpose
/// leaves the chain whole.
///
/// ```
/// # use pms_core::access::{digest, link, verify, Digest};
/// let first = link(Digest::START, b"ledger", 1, b"150.00 charged");
/// let second = link(first, b"ledger", 2, b"86.15 paid");
/// let rows = [(digest(b"150.00 charged"), first), (digest(b"86.15 paid"), second)];
/// assert_eq!(verify(Digest::START, b"ledger", 1, rows), Ok(second));
///
/// let forged = [(digest(b"150.00 charged"), first), (digest(b"96.15 paid"), second)];
/// assert_eq!(verify(Digest::START, b"ledger", 1, forged).unwrap_err().n, 2);
/// ```
#[must_use]
pub fn link(prev: Digest, stream: &[u8], n: u64, payload: &[u8]) -> Digest {
    tie(prev, stream, n, digest(payload))
}

fn tie(prev: Digest, stream: &[u8], n: u64, payload: Digest) -> Digest {
    let stream = digest(stream);
    let mut hash = Sha256::new();
    hash.update(b"\0pms.chain.1");
    hash.update(stream.0);
    hash.update(n.to_be_bytes());
    hash.update(prev.0);
    hash.update(payload.0);
    Digest(hash.finalize().into())
}

/// Whether rows `first`, `first + 1`, ... of a stream, each the digest of its payload and its
/// [`link`], follow on `prev` and on one another: the last link, or the first row that does not.
///
/// Rows cut off at the end leave a chain that is whole: compare the last link with one that was
/// kept elsewhere.
///
/// # Errors
///
/// [`Broken`] names the first bad row.
pub fn verify(
    prev: Digest,
    stream: &[u8],
    first: u64,
    rows: impl IntoIterator<Item = (Digest, Digest)>,
) -> Result<Digest, Broken> {
    let mut head = prev;
    let mut n = first;
    for (payload, found) in rows {
        head = tie(head, stream, n, payload);
        if head != found {
            return Err(Broken { n });
        }
        n = n.wrapping_add(1);
    }
    Ok(head)
}

/// The first row of a chain that was changed, moved or follows on one that was taken out.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("row {n} is not what was written")]
pub struct Broken {
    /// Its number; the first row of a stream is 1.
    pub n: u64,
}

impl Broken {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "access.chain_broken"
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl TryFrom<&[u8]> for Digest {
    type Error = AccessError;

    fn try_from(bytes: &[u8]) -> Result<Self, AccessError> {
        bytes.try_into().map(Self).map_err(|_| AccessError::Digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = AccessError;

    fn from_str(text: &str) -> Result<Self, AccessError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(AccessError::Digest);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = match pair {
                [high, low] => nibble(*high)? << 4 | nibble(*low)?,
                _ => return Err(AccessError::Digest),
            };
        }
        Ok(Self(bytes))
    }
}

fn nibble(digit: u8) -> Result<u8, AccessError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(AccessError::Digest),
    }
}

impl TryFrom<String> for Digest {
    type Error = AccessError;

    fn try_from(text: String) -> Result<Self, AccessError> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STREAM: &[u8] = b"a stream";

    fn chained(payloads: &[Vec<u8>]) -> Vec<(Vec<u8>, Digest)> {
        let mut head = Digest::START;
        let mut rows = Vec::new();
        for (n, payload) in (1..).zip(payloads) {
            head = link(head, STREAM, n, payload);
            rows.push((payload.clone(), head));
        }
        rows
    }

    fn check(rows: &[(Vec<u8>, Digest)]) -> Result<Digest, Broken> {
        let rows = rows.iter().map(|(payload, link)| (digest(payload), *link));
        verify(Digest::START, STREAM, 1, rows)
    }

    #[test]
    fn a_digest_is_sha_256() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(b"abc").to_string(), known);
        assert_eq!(known.parse(), Ok(digest(b"abc")));
        assert_eq!(known.to_uppercase().parse(), Ok(digest(b"abc")));
        assert_eq!("ba78".parse::<Digest>(), Err(AccessError::Digest));
        assert_eq!(
            known.replace('b', "g").parse::<Digest>(),
            Err(AccessError::Digest)
        );
    }

    proptest! {
        /// H-07: whichever bit of whichever row is turned, that row is the first bad one.
        #[test]
        fn b3_a_changed_row_is_found(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..40), 1..30),
            row: prop::sample::Index,
            byte: prop::sample::Index,
            bit in 0..8_u8,
        ) {
            let mut rows = chained(&payloads);
            prop_assert!(check(&rows).is_ok());
            let at = row.index(rows.len());
            let payload = &mut rows[at].0;
            let place = byte.index(payload.len());
            payload[place] ^= 1 << bit;
            prop_assert_eq!(check(&rows).unwrap_err().n, u64::try_from(at).unwrap() + 1);
        }

        #[test]
        fn b3_a_row_taken_out_or_moved_is_found(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..40), 2..30),
            row: prop::sample::Index,
        ) {
            let rows = chained(&payloads);
            let at = row.index(rows.len() - 1);
            let n = u64::try_from(at).unwrap() + 1;
            let mut without = rows.clone();
            without.remove(at);
            prop_assert_eq!(check(&without).unwrap_err().n, n);
            let mut moved = rows.clone();
            moved.swap(at, at + 1);
            prop_assert_eq!(check(&moved).unwrap_err().n, n);
        }
    }

    #[test]
    fn a_row_belongs_to_its_stream() {
        let rows = chained(&[b"one".to_vec()]);
        let rows = rows.iter().map(|(payload, link)| (digest(payload), *link));
        assert!(verify(Digest::START, b"another", 1, rows).is_err());
    }
}

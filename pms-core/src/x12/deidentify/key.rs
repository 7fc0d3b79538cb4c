use core::fmt;

use sha2::{Digest as _, Sha256};

/// A secret of the caller from which all pseudonyms follow. Without it they cannot be found out by
/// trying names and numbers.
///
/// `Debug` does not show it.
#[derive(Clone)]
pub struct Key {
    inner: Sha256,
    outer: Sha256,
    step: u8,
}

/// A key of fewer than sixteen bytes can be found by trying.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a key has at least sixteen bytes")]
pub struct ShortKey;

impl ShortKey {
    /// A stable name for bindings and logs; never reused, never translated.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "x12.key_short"
    }
}

/// How many bytes the hash takes at once.
const BLOCK: usize = 64;

impl Key {
    /// The key made of a secret.
    ///
    /// # Errors
    ///
    /// [`ShortKey`] where it has fewer than sixteen bytes.
    pub fn new(secret: &[u8]) -> Result<Self, ShortKey> {
        if secret.len() < 16 {
            return Err(ShortKey);
        }
        let digest: [u8; 32] = Sha256::digest(secret).into();
        let padded = |with: u8| {
            let mut block = [with; BLOCK];
            for (byte, secret) in block.iter_mut().zip(digest) {
                *byte ^= secret;
            }
            Sha256::new().chain_update(block)
        };
        let mut key = Self {
            inner: padded(0x36),
            outer: padded(0x5c),
            step: 0,
        };
        let [step, ..] = key.hash(&[b"step"]);
        key.step = step;
        Ok(key)
    }

    /// HMAC-SHA256 of what is given.
    ///
    /// Source: RFC 2104.
    pub(super) fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut inner = self.inner.clone();
        for part in parts {
            inner.update(part);
        }
        let digest: [u8; 32] = inner.finalize().into();
        self.outer.clone().chain_update(digest).finalize().into()
    }

    /// How far a pseudonym moves on between one mixing and its taking back.
    pub(super) fn step(&self) -> u8 {
        self.step
    }

    /// A number below `below` that follows from what is given.
    pub(super) fn number(&self, parts: &[&[u8]], below: u64) -> u64 {
        let hash = self.hash(parts);
        let number = hash.iter().take(8).fold(0_u64, |number, byte| {
            number.wrapping_mul(256).wrapping_add(u64::from(*byte))
        });
        number.checked_rem(below).unwrap_or_default()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 6: a key that is longer than a block stands for its hash, as ours does.
    #[test]
    fn the_hash_is_the_published_one() {
        let key = Key::new(&[0xaa; 131]).unwrap();
        let text = b"Test Using Larger Than Block-Size Key - Hash Key First";
        let hash = key.hash(&[&text[..20], &text[20..]]);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let wanted = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54";
        assert_eq!(hex, wanted);
        assert_eq!(Key::new(b"fifteen bytes..").err(), Some(ShortKey));
        assert_eq!(format!("{key:?}"), "Key(..)");
    }
}

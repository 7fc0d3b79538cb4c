use core::fmt;

use super::separators::Separators;

/// Where the separators stand that end elements and segments: the structural index of an input,
/// made 64 bytes at a time while it is asked for.
///
/// Components and repetitions are not among them: few elements have any.
///
/// ```
/// # use pms_core::x12::syntax::{Marks, Separators};
/// let marks: Vec<usize> = Marks::of(b"LX*1~CLP*7~", Separators::USUAL).collect();
/// assert_eq!(marks, [2, 4, 8, 10]);
/// ```
#[derive(Clone)]
pub struct Marks<'a> {
    bytes: &'a [u8],
    separators: Separators,
    /// Where the block begins that is looked at.
    block: usize,
    /// The marks of the block that were not handed out, a bit a byte.
    left: u64,
}

impl fmt::Debug for Marks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Marks({} bytes)", self.bytes.len())
    }
}

impl<'a> Marks<'a> {
    /// The marks of these bytes, which begin with a segment.
    #[must_use]
    pub fn of(bytes: &'a [u8], separators: Separators) -> Self {
        Self {
            bytes,
            separators,
            block: 0,
            left: marks_in(bytes, separators),
        }
    }

    /// All marks at once, a bit a byte and 64 bytes a number, the first byte in the lowest bit.
    #[must_use]
    pub fn bitmap(bytes: &[u8], separators: Separators) -> Vec<u64> {
        let blocks = bytes.chunks(64);
        blocks.map(|block| marks_in(block, separators)).collect()
    }

    /// Where the last mark stands that was looked for: nothing before it is left.
    #[inline]
    fn turn(&mut self) -> Option<()> {
        while self.left == 0 {
            self.block += 64;
            let rest = self.bytes.get(self.block..)?;
            if rest.is_empty() {
                return None;
            }
            self.left = marks_in(rest, self.separators);
        }
        Some(())
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        self.turn()?;
        // At most 63.
        let within = usize::try_from(self.left.trailing_zeros()).ok()?;
        self.left &= self.left - 1;
        Some(self.block + within)
    }
}

/// The marks among the first 64 bytes.
#[inline]
fn marks_in(bytes: &[u8], separators: Separators) -> u64 {
    match bytes.first_chunk() {
        Some(block) => marks(block, separators),
        None => {
            let mut block = [0; 64];
            for (to, from) in block.iter_mut().zip(bytes) {
                *to = *from;
            }
            let beyond = u64::MAX.checked_shl(u32::try_from(bytes.len()).unwrap_or(64));
            marks(&block, separators) & !beyond.unwrap_or(0)
        }
    }
}

/// Compares all bytes at once (the compiler makes it so), then gathers eight answers a
/// multiplication: each byte of 0 or 1 lands as one bit of the topmost byte.
#[inline]
fn marks(block: &[u8; 64], separators: Separators) -> u64 {
    let mut marked = [0_u8; 64];
    for (mark, &byte) in marked.iter_mut().zip(block) {
        *mark = u8::from(byte == separators.element) | u8::from(byte == separators.terminator);
    }
    let (eights, _) = marked.as_chunks::<8>();
    eights.iter().rev().fold(0, |bits, eight| {
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits << 8 | gathered
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The simple way: look at every byte.
        #[test]
        fn marks_are_the_separators(bytes in proptest::collection::vec(
            prop_oneof![4 => any::<u8>(), 1 => Just(b'*'), 1 => Just(b'~')], 0..300,
        )) {
            let simple = || bytes.iter().enumerate().filter(|(_, b)| matches!(b, b'*' | b'~')).map(|(at, _)| at);
            prop_assert!(Marks::of(&bytes, Separators::USUAL).eq(simple()));
            let bitmap = Marks::bitmap(&bytes, Separators::USUAL);
            prop_assert_eq!(bitmap.len(), bytes.len().div_ceil(64));
            let set = |at: usize| bitmap[at / 64] >> (at % 64) & 1 == 1;
            prop_assert!((0..bytes.len()).filter(|at| set(*at)).eq(simple()));
        }
    }
}

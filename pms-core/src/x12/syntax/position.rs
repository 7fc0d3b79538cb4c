use core::fmt;

use serde::{Deserialize, Serialize};

/// Where in the bytes something stands.
///
/// Segments, elements and components count from 1, as the standard counts them; 0 says that the
/// place is no narrower. Segments count through the whole input: the place within a transaction is
/// the difference to its ST.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
pub struct Position {
    /// How many bytes stand before it.
    pub byte: usize,
    /// Which segment of the input it is, from 1; 0 before the first.
    pub segment: usize,
    /// Which element of the segment, from 1; 0 for the segment itself.
    pub element: usize,
    /// Which component of the element, from 1; 0 for the whole element.
    pub component: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}, segment {}", self.byte, self.segment)?;
        if self.element > 0 {
            write!(f, ", element {}", self.element)?;
        }
        if self.component > 0 {
            write!(f, ", component {}", self.component)?;
        }
        Ok(())
    }
}

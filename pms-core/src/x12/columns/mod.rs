//! What many remittances or claims have in common as columns: their kinds of values, and the tables that
//! every language takes over whole.
//!
//! [`t835::columns`](crate::x12::t835::columns) and [`t837p::columns`](crate::x12::t837p::columns) fill
//! typed tables; each gives them away as [`Tables`] without a copy of a column.

mod kind;
mod tables;
mod texts;

pub use kind::{ABSENT_CENTS, ABSENT_DAY, OF_CLAIM};
pub use kind::{Cents, Days, Flags, Numbers, Places, Rows, Thousandths};
pub(super) use kind::{Column, day, row, table};
pub use tables::{Table, Tables, Values};
pub use texts::Texts;

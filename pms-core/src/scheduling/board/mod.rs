//! The warm index: every resource's time as bits, five minutes each.

mod access;
mod bay;
mod bits;
mod blame;
mod cast;
mod columns;
mod day;
mod finder;
mod grid;
mod index;
mod merge;
mod role;
mod row;
mod starts;
mod sweep;

pub use access::ThirdNext;
pub use blame::{Blame, blame};
pub use columns::{Columns, Opening};
pub use finder::Finder;
pub use index::Board;
pub use role::BoardRole;
pub use row::BoardTime;

//! The letters of X12: separators, segments, elements, envelopes. Knows no domain at all.
//!
//! [`pieces`] parts bytes into [`Segment`]s without copying and without dropping a byte. A [`Walk`]
//! follows interchanges, groups and transactions and finds what is wrong with their counts and
//! control numbers. [`Marks`] are the bare structural index. A [`Writer`] writes strictly what it was asked to write.
//!
//! Reading is tolerant, writing is strict. Every [`Finding`] has its [`Position`].
//!
//! Terms: X12 005010 interchange control.

mod envelope;
mod fields;
mod finding;
mod interchange;
mod marks;
mod piece;
mod position;
mod segment;
mod separators;
mod value;
mod write_error;
mod writer;

pub use envelope::{Role, Walk};
pub use fields::Fields;
pub use finding::{Finding, Level, Severity};
pub use interchange::{Envelope, Usage};
pub use marks::Marks;
pub use piece::{Outside, Piece, Pieces, pieces};
pub use position::Position;
pub use segment::{Element, Elements, Segment};
pub use separators::Separators;
pub use value::ValueError;
pub(super) use value::{day_number, decimal};
pub use write_error::WriteError;
pub use writer::{Characters, Draft, Writer};

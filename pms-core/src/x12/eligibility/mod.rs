//! 270 and 271: what a practice asks a payer about a patient's benefits, and the answer.
//!
//! A [`Transaction`] is a tree of [`Node`]s in the order of the file: each is one segment, understood
//! as far as it is modelled ([`Part`]), with the segments that belong to it below. Nothing is sorted,
//! joined or dropped: entries that contradict each other stand side by side. What is not modelled is
//! kept in its place, element by element, and [`write()`] emits it again; an element that was not
//! changed is written as it was sent.
//!
//! [`ask`] makes a request of [`Inquiry`]s, [`answer`] makes a payer's response of a request, and
//! [`matched`] leads from each patient who was asked for to the one who was answered for.
//!
//! [`inquire`] makes the question of a practice's request, [`understand`] the answer as a practice
//! reckons with it. What a benefit means for a visit is no concern of this room: `coverage` says it.
//!
//! Terms: 005010X279A1.

mod answer;
#[cfg(test)]
mod any;
mod benefit;
pub(super) mod check;
mod give;
mod inquiry;
mod meaning;
#[cfg(test)]
mod meaning_tests;
mod member;
mod node;
mod part;
mod read;
mod take;
#[cfg(test)]
mod tests;
mod verbatim;
mod write;

pub use answer::{Answer, Matched, answer, matched};
pub use benefit::{Benefit, Delivery, Detail, Procedure, Question};
pub use inquiry::{Inquiry, Sought, ask};
pub use meaning::{RequestError, Uncarried, Understood, inquire, understand};
pub use member::Member;
pub use node::{Kind, Node, Transaction};
pub use part::{
    Beginning, Contact, Dates, Days, Demographics, Insured, LevelKind, Part, Party, Reference,
    Rejection, Specialty, SpendDown, Town, Trace,
};
pub use read::{Read, Received, read};
pub use verbatim::Verbatim;
pub use write::write;

//! Repairs of what is wrong in form alone, and never in content.
//!
//! [`repairs`] proposes a [`Repair`] for each finding of a file that is only a matter of writing: a dot in a
//! diagnosis, dashes in a postal code, a day written with dashes, lower case, a wrong count in a
//! trailer. [`apply`] makes those that a person has chosen; [`repair()`] makes all. Every other byte
//! stays as it is.
//!
//! No amount, day, identity or meaning of a code changes. The check itself is the judge: a repair is
//! offered only where the file, checked again with it, has lost the finding and gained none.

mod edit;
mod envelope;
mod form;
mod prove;
#[cfg(test)]
mod tests;

pub use edit::{Edit, RepairError, apply};
pub use prove::{Declined, Reason, Repair, Repaired, repair, repairs};

//! The people and bodies that a practice has to do with.
//!
//! A [`Patient`] is treated; a [`Guarantor`] answers for the bill, often the patient. A
//! [`Practitioner`] treats them at a [`Location`] of an [`Organization`], and a [`Payer`] pays its
//! part. Each bears its own identifier and whatever other systems call it.
//!
//! Knows names, numbers and addresses. Knows nothing of visits, insurance or money. What is a
//! person's never prints: `Debug` shows the identifier alone.
//!
//! Terms: FHIR R4 Patient, Practitioner, Organization, Location; X12 NM1, N3, N4, PER.

mod address;
mod contact;
mod credential;
mod error;
mod guarantor;
mod licence;
mod location;
mod name;
mod organization;
mod patient;
mod payer;
mod practitioner;
mod sex;
mod text;

#[cfg(test)]
mod canary;

pub(crate) use address::names_a_box;
pub use address::{Address, Region};
pub use contact::{Contact, Email, Phone};
pub use credential::Credential;
pub use error::PartyError;
pub use guarantor::Guarantor;
pub use licence::Licence;
pub use location::Location;
pub use name::PersonName;
pub use organization::Organization;
pub use patient::Patient;
pub use payer::Payer;
pub use practitioner::Practitioner;
pub use sex::Sex;
pub use text::Text;

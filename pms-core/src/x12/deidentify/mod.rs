//! Files without the people in them, so that what fails can be shown to others.
//!
//! [`deidentify()`] replaces what tells of a person, a practice or a payer by pseudonyms of the same shape,
//! shifts days, widens postal codes, and leaves everything else byte for byte: structure, codes,
//! amounts, counts. What [`check`](crate::x12::check()) finds before it finds after, at the same places,
//! and what balanced balances.
//!
//! What is left as it was is listed, element by element; all that is not listed is replaced. Pseudonyms
//! follow from the value and a [`Key`] of the caller alone, so that the same number has the same
//! pseudonym in every file of one key.
//!
//! Source: 45 CFR 164.514(b)(2); what becomes of each of its identifiers stands in `docs/x12.md`.

mod days;
mod key;
mod pseudonym;
mod rewrite;
mod table;
#[cfg(test)]
mod tests;

pub use key::{Key, ShortKey};
pub use rewrite::{Deidentified, deidentified, deidentify};

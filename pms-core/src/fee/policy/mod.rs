//! Payment policy: what a payer makes of a day's lines before it shares them.
//!
//! A [`Policy`] is dated data of the contract: edits first (how many units a day can have, what is part
//! of another service), then an ordered list of [`Reduction`]s with their rates. [`PolicyTables`] says
//! which reduction touches which service; CMS publishes them, and [`load_relative_values`],
//! [`load_unit_limits`] and [`load_bundles`] read its files. [`price`] puts a day's lines through both,
//! and every reduction leaves a [`PolicyStep`].

mod edit;
mod indicator;
mod item;
mod load;
mod medicare;
mod multiple;
mod price;
mod terms;
#[cfg(test)]
mod tests;

pub use edit::{Bundle, Denial, UnitLimit, UnitScope};
pub use indicator::{Allowance, Bilateral, Indicators, Multiple, PolicyTables};
pub use load::{RelativeFile, load_bundles, load_relative_values, load_unit_limits};
pub use price::{PolicyStep, Priced, Refused, Verdict, Why, price};
pub use terms::{
    Beyond, Bundling, Component, MultipleRow, OverLimit, Policy, PolicyVersion, Reduction, Surgeon,
    SurgeonRow, UnitEdits,
};

//! Professional claims as columns: for figures over many of them.

mod batch;
mod pour;
mod table;
#[cfg(test)]
mod tests;

pub use batch::{Batches, batches};
pub use table::{Adjustments, Claims, Columns, Diagnoses, OtherPayers, Services};

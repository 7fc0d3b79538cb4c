//! Remittances as columns: for figures over many of them, and the fastest way to read and prove.

mod batch;
mod plain;
mod pour;
mod table;
#[cfg(test)]
mod tests;

pub use batch::{Batches, batches};
pub use table::{Adjustments, Claims, Columns, Payments, ProviderAdjustments, Remarks, Services};

//! Remittances as columns: for figures over many of them, and the fastest way to read and prove.

mod batch;
mod plain;
mod pour;
mod table;
#[cfg(test)]
mod tests;
mod texts;

pub use batch::{Batches, batches};
pub use table::{
    ABSENT_CENTS, ABSENT_DAY, Adjustments, Claims, Columns, OF_CLAIM, Payments,
    ProviderAdjustments, Remarks, Services,
};
pub use texts::Texts;

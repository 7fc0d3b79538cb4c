use pms_core::x12::columns::Tables;
use pms_core::x12::{t835, t837p};

use crate::x12::{FileFinding, found};

pub use pms_core::x12::columns::{ABSENT_CENTS, ABSENT_DAY, OF_CLAIM, Table, Values};

/// A batch of an X12 file as columns.
#[derive(Debug)]
pub struct ColumnTables {
    /// Its tables. The rows that one names of another are counted within the batch.
    pub tables: Vec<Table>,
    /// What is wrong with this part of the file.
    pub findings: Vec<FileFinding>,
}

/// Hands out a file batch by batch: memory holds one.
pub type ColumnReader<'a> = Box<dyn Iterator<Item = ColumnTables> + Send + Sync + 'a>;

/// The remittances of an X12 835 as columns, at least so many claims a batch where there are so many.
#[must_use]
pub fn columns_835(file: &[u8], claims: usize) -> ColumnReader<'_> {
    let batches = t835::columns::batches(file, claims);
    Box::new(batches.map(|columns| told(columns.into_tables())))
}

/// The professional claims of an X12 837P as columns, so many a batch.
#[must_use]
pub fn columns_837p(file: &[u8], claims: usize) -> ColumnReader<'_> {
    let batches = t837p::columns::batches(file, claims);
    Box::new(batches.map(|columns| told(columns.into_tables())))
}

fn told(batch: Tables) -> ColumnTables {
    ColumnTables {
        tables: batch.tables,
        findings: batch.findings.iter().map(found).collect(),
    }
}

//! X12 files as Arrow tables, batch by batch.

use std::collections::{BTreeMap, HashMap};

use pms_facade::{ColumnReader, ColumnTables, FileFinding};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use self_cell::self_cell;

use crate::table::{Rows, Table};

self_cell! {
    /// A file and who reads it.
    struct Reading {
        owner: PyBackedBytes,
        #[covariant]
        dependent: ColumnReader,
    }
}

/// An X12 file as Arrow tables, batch by batch: an iterator. Memory holds the file and one batch.
#[pyclass(module = "pms")]
pub(crate) struct ColumnBatches {
    reading: Reading,
    /// How many rows the tables had in the batches before.
    rows: Rows,
}

impl ColumnBatches {
    pub(crate) fn new(
        file: PyBackedBytes,
        reader: impl for<'a> FnOnce(&'a [u8]) -> ColumnReader<'a>,
    ) -> Self {
        Self {
            reading: Reading::new(file, |file| reader(file)),
            rows: HashMap::new(),
        }
    }
}

#[pymethods]
impl ColumnBatches {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<ColumnBatch>> {
        let Self { reading, rows } = self;
        let batch = py.detach(|| {
            let next = reading.with_dependent_mut(|_, reader| reader.next());
            next.map(|ColumnTables { tables, findings }| {
                let tables = crate::table::of_columns(tables, rows)?;
                Ok::<_, PyErr>((tables, findings))
            })
        });
        let Some((tables, findings)) = batch.transpose()? else {
            return Ok(None);
        };
        let tables: PyResult<_> = tables
            .into_iter()
            .map(|(name, table)| Ok((name, Py::new(py, table)?)))
            .collect();
        Ok(Some(ColumnBatch {
            tables: tables?,
            findings,
        }))
    }
}

/// A batch of an X12 file as Arrow tables.
#[pyclass(frozen, module = "pms")]
pub(crate) struct ColumnBatch {
    tables: BTreeMap<&'static str, Py<Table>>,
    findings: Vec<FileFinding>,
}

#[pymethods]
impl ColumnBatch {
    /// The tables by name. Those that others name have a column `row`, which goes on from batch to batch;
    /// `claim` of another table says which row of `claims` is meant. What is not said is null.
    #[getter]
    fn tables(&self, py: Python<'_>) -> BTreeMap<&'static str, Py<Table>> {
        let tables = self.tables.iter();
        tables
            .map(|(name, table)| (*name, table.clone_ref(py)))
            .collect()
    }

    /// What is wrong with this part of the file.
    #[getter]
    fn findings(&self) -> Vec<FileFinding> {
        self.findings.clone()
    }
}

//! Rows as Arrow tables, by the PyCapsule interface: polars, pandas, pyarrow and DuckDB read them
//! without a copy and without any of them being installed here.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::Date32Type;
use arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, RecordBatch, RecordBatchIterator, StringArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, Field, Schema};
use pms_facade::{AgingReport, Amount, Day, Instant, OpeningColumns, PostingRow};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// Digits of an amount: all that a count of cents in 64 bits can have.
const PRECISION: u8 = 19;

/// Rows as an Arrow table: hand it to `polars.DataFrame`, `pandas.DataFrame.from_arrow` or
/// `pyarrow.table`.
#[pyclass(frozen, module = "pms")]
pub(crate) struct Table {
    batch: RecordBatch,
}

#[pymethods]
impl Table {
    /// The schema, by the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema =
            FFI_ArrowSchema::try_from(self.batch.schema_ref().as_ref()).map_err(refused)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows, by the Arrow PyCapsule interface. A schema that is asked for is passed over, as the
    /// interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = [Ok::<_, ArrowError>(self.batch.clone())];
        let reader = RecordBatchIterator::new(batches, self.batch.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }
}

fn refused(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A column and what is in it.
type Column = Result<(Field, ArrayRef), ArrowError>;

fn column(name: &str, nullable: bool, array: ArrayRef) -> (Field, ArrayRef) {
    let field = Field::new(name, array.data_type().clone(), nullable);
    (field, array)
}

fn text<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    let array = StringArray::from_iter_values(values);
    Ok(column(name, false, Arc::new(array)))
}

fn text_or_none<'a>(name: &str, values: impl Iterator<Item = &'a Option<String>>) -> Column {
    let array: StringArray = values.map(Option::as_deref).collect();
    Ok(column(name, true, Arc::new(array)))
}

fn amounts(name: &str, values: impl Iterator<Item = Amount>) -> Column {
    let cents = values.map(|amount| i128::from(amount.inner().cents()));
    let array = Decimal128Array::from_iter_values(cents).with_precision_and_scale(PRECISION, 2)?;
    Ok(column(name, false, Arc::new(array)))
}

fn days(name: &str, values: impl Iterator<Item = Day>) -> Column {
    let days = values.map(|day| Date32Type::from_naive_date(day.inner()));
    Ok(column(
        name,
        false,
        Arc::new(Date32Array::from_iter_values(days)),
    ))
}

fn instants(name: &str, values: impl Iterator<Item = Instant>) -> Column {
    let micros = values.map(|at| at.inner().timestamp_micros());
    let array = TimestampMicrosecondArray::from_iter_values(micros).with_timezone("UTC");
    Ok(column(name, false, Arc::new(array)))
}

fn table(columns: impl IntoIterator<Item = Column>) -> Result<Table, ArrowError> {
    let columns: Vec<_> = columns.into_iter().collect::<Result<_, _>>()?;
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
    Ok(Table { batch })
}

/// The aging report, one row a party, with the two times at which the books were read.
pub(crate) fn aging(report: &AgingReport) -> PyResult<Table> {
    let rows = || report.rows.iter();
    table([
        text_or_none("payer", rows().map(|row| &row.payer)),
        amounts("up_to30", rows().map(|row| row.up_to30)),
        amounts("up_to60", rows().map(|row| row.up_to60)),
        amounts("up_to90", rows().map(|row| row.up_to90)),
        amounts("up_to120", rows().map(|row| row.up_to120)),
        amounts("over120", rows().map(|row| row.over120)),
        amounts("undated", rows().map(|row| row.undated)),
        amounts("credits", rows().map(|row| row.credits)),
        days("as_of", rows().map(|_| report.as_of)),
        instants("known_at", rows().map(|_| report.known_at)),
    ])
    .map_err(refused)
}

/// The postings of the ledger, one row each.
pub(crate) fn postings(postings: &[PostingRow]) -> PyResult<Table> {
    let rows = || postings.iter();
    table([
        text("entry", rows().map(|row| row.entry.as_str())),
        days("effective", rows().map(|row| row.effective)),
        instants("recorded", rows().map(|row| row.recorded)),
        text("source", rows().map(|row| row.source.as_str())),
        text_or_none("reverses", rows().map(|row| &row.reverses)),
        text("debit", rows().map(|row| row.debit.as_str())),
        text("credit", rows().map(|row| row.credit.as_str())),
        text_or_none("patient", rows().map(|row| &row.patient)),
        text_or_none("payer", rows().map(|row| &row.payer)),
        text_or_none("charge", rows().map(|row| &row.charge)),
        amounts("amount", rows().map(|row| row.amount)),
    ])
    .map_err(refused)
}

/// Openings, one row each.
pub(crate) fn openings(openings: &OpeningColumns) -> PyResult<Table> {
    const MICROSECONDS: i64 = 60_000_000;
    let rows = UInt32Array::from_iter_values(openings.rows.iter().copied());
    let micros = openings.starts.iter().map(|start| start * MICROSECONDS);
    let starts = TimestampMicrosecondArray::from_iter_values(micros).with_timezone("UTC");
    table([
        Ok(column("row", false, Arc::new(rows))),
        Ok(column("start", false, Arc::new(starts))),
    ])
    .map_err(refused)
}

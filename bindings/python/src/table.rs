//! Rows as Arrow tables, by the PyCapsule interface: polars, pandas, pyarrow and DuckDB read them
//! without a copy and without any of them being installed here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::Date32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, LargeStringArray, RecordBatch,
    RecordBatchIterator, StringArray, TimestampMicrosecondArray, UInt32Array, UInt64Array,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, Field, Schema};
use pms_facade::{ABSENT_CENTS, ABSENT_DAY, OF_CLAIM, Values};
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

/// How many rows each table had.
pub(crate) type Rows = HashMap<&'static str, u32>;

/// The columns of a batch as tables. Texts, days and rows are taken over as they are; amounts and
/// quantities become decimals in one pass. `rows` are those of the batches before, and are moved on.
pub(crate) fn of_columns(
    tables: Vec<pms_facade::Table>,
    rows: &mut Rows,
) -> PyResult<Vec<(&'static str, Table)>> {
    let columns = tables.iter().flat_map(|table| &table.columns);
    let named: HashSet<String> = columns
        .filter(|(_, values)| matches!(values, Values::Rows(_)))
        .map(|(name, _)| format!("{name}s"))
        .collect();
    let counts: Vec<_> = tables.iter().map(|each| (each.name, each.rows)).collect();
    let mut made = Vec::with_capacity(tables.len());
    for pms_facade::Table { name, columns, .. } in tables {
        let first = rows.get(name).copied().unwrap_or_default();
        let count = counts.iter().find(|(other, _)| *other == name);
        let count = count.map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(u32::MAX));
        let number = named.contains(name).then(|| {
            let rows: Vec<_> = (first..first.saturating_add(count)).collect();
            let rows = UInt32Array::new(ScalarBuffer::from(rows), None);
            Ok(column("row", false, Arc::new(rows)))
        });
        let columns = columns.into_iter().map(|(name, values)| {
            let plural = format!("{name}s");
            let first = rows.get(plural.as_str()).copied().unwrap_or_default();
            values_of(name, values, first)
        });
        made.push((
            name,
            table(number.into_iter().chain(columns)).map_err(refused)?,
        ));
    }
    for (name, count) in counts {
        let before = rows.entry(name).or_default();
        *before = before.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
    }
    Ok(made)
}

/// One column. What is absent is null; `first` is the number of the first row that rows are counted from.
fn values_of(name: &str, values: Values, first: u32) -> Column {
    let array: ArrayRef = match values {
        Values::Texts(texts) => {
            let (bytes, offsets) = texts.into_parts();
            let nulls = said(offsets.windows(2).map(|ends| ends.first() != ends.last()));
            let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
            Arc::new(LargeStringArray::try_new(
                offsets,
                Buffer::from_vec(bytes),
                nulls,
            )?)
        }
        Values::Cents(cents) => {
            let nulls = said(cents.iter().map(|cents| *cents != ABSENT_CENTS));
            Arc::new(decimals(cents, nulls, 2)?)
        }
        Values::Thousandths(quantities) => Arc::new(decimals(quantities, None, 3)?),
        Values::Days(days) => {
            let nulls = said(days.iter().map(|day| *day != ABSENT_DAY));
            Arc::new(Date32Array::try_new(ScalarBuffer::from(days), nulls)?)
        }
        Values::Rows(mut rows) => {
            let nulls = said(rows.iter().map(|row| *row != OF_CLAIM));
            for row in &mut rows {
                *row = row.saturating_add(first);
            }
            Arc::new(UInt32Array::try_new(ScalarBuffer::from(rows), nulls)?)
        }
        Values::Numbers(numbers) => Arc::new(UInt32Array::new(ScalarBuffer::from(numbers), None)),
        Values::Flags(flags) => Arc::new(BooleanArray::from(flags)),
        Values::Places(places) => {
            let places = places.into_iter();
            let places = places.map(|place| u64::try_from(place).unwrap_or(u64::MAX));
            Arc::new(UInt64Array::from(places.collect::<Vec<_>>()))
        }
    };
    Ok(column(name, true, array))
}

/// Which values are there, where one is not.
fn said(present: impl Iterator<Item = bool> + Clone) -> Option<NullBuffer> {
    let all = present.clone().all(|there| there);
    (!all).then(|| present.collect())
}

fn decimals(
    values: Vec<i64>,
    nulls: Option<NullBuffer>,
    places: i8,
) -> Result<Decimal128Array, ArrowError> {
    let wide: Vec<i128> = values.into_iter().map(i128::from).collect();
    Decimal128Array::try_new(ScalarBuffer::from(wide), nulls)?
        .with_precision_and_scale(PRECISION, places)
}

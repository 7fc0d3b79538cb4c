use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord, Trim};

use crate::time::Period;

use super::error::FeeError;
use super::schedule::FeeSchedule;
use super::service::PlaceClass;
use super::table::RateRow;

/// A fee schedule as it was read, and the rows that were not taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Loaded {
    /// All rows that were sound.
    pub schedule: FeeSchedule,
    /// All others, with what is wrong with each.
    pub refused: Vec<RowError>,
}

/// A row that was not taken.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct RowError {
    /// Where it begins in the file, the headings being line 1.
    pub line: u64,
    /// What is wrong.
    pub problem: RowProblem,
}

/// What is wrong with a row.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RowProblem {
    /// A field does not hold what its column is for.
    #[error("{column} cannot be read")]
    Field {
        /// The heading.
        column: &'static str,
    },
    /// The row has another number of fields than the headings, or is no text.
    #[error("the row does not fit the headings")]
    Shape,
    /// The schedule does not take the row.
    #[error(transparent)]
    Refused(#[from] FeeError),
}

/// Reads a fee schedule from comma-separated text whose first line has headings, in any order:
/// `procedure`, `amount`, `from`, and if wanted `modifiers` (apart by blanks), `place` (`facility`,
/// `non_facility` or empty) and `to`. Dates are written 2026-01-31; an empty procedure is for all that
/// have no row; other columns are left alone.
///
/// Every row that is sound is taken; for every other the answer says where it stands and why not.
///
/// # Errors
///
/// [`FeeError::NoColumn`] where a needed heading is missing: then nothing is read.
///
/// ```
/// # use pms_core::fee::load_fee_schedule;
/// let loaded = load_fee_schedule(
///     b"procedure,modifiers,place,from,to,amount\n\
///       99213,,,2026-01-01,2026-12-31,92.33\n\
///       93000,26,facility,2026-01-01,,9.10\n\
///       99214,,,2026-01-01,,130.105\n",
/// )?;
/// assert_eq!(loaded.schedule.len(), 2);
/// assert_eq!(loaded.refused[0].to_string(), "line 4: amount cannot be read");
/// # Ok::<(), pms_core::fee::FeeError>(())
/// ```
pub fn load_fee_schedule(csv: &[u8]) -> Result<Loaded, FeeError> {
    let mut schedule = FeeSchedule::default();
    let columns = |headings: &StringRecord| {
        let amount = needed(headings, "amount")?;
        Ok((Columns::of(headings)?, amount))
    };
    let refused = each_row(csv, columns, |(columns, amount), _, record| {
        let rate = text(record, Some(*amount))
            .parse()
            .map_err(|_| fault("amount"))?;
        Ok(schedule.insert(columns.row(record, rate)?)?)
    })?;
    Ok(Loaded { schedule, refused })
}

/// Reads the rows below the headings: each is taken, or told with its line.
pub(super) fn each_row<C>(
    csv: &[u8],
    columns: impl FnOnce(&StringRecord) -> Result<C, FeeError>,
    mut take: impl FnMut(&C, u64, &StringRecord) -> Result<(), RowProblem>,
) -> Result<Vec<RowError>, FeeError> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(csv);
    let headings = reader.headers().cloned().unwrap_or_default();
    let columns = columns(&headings)?;
    let mut refused = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let line = reader.position().line();
        let read = reader.read_record(&mut record);
        let line = record.position().map_or(line, csv::Position::line);
        let problem = match read {
            Ok(false) => return Ok(refused),
            Ok(true) => take(&columns, line, &record).err(),
            Err(_) => Some(RowProblem::Shape),
        };
        refused.extend(problem.map(|problem| RowError { line, problem }));
    }
}

/// Where a heading stands, if anywhere.
pub(super) fn at(headings: &StringRecord, column: &str) -> Option<usize> {
    headings
        .iter()
        .map(|heading| heading.trim_start_matches('\u{feff}'))
        .position(|heading| heading.eq_ignore_ascii_case(column))
}

pub(super) fn needed(headings: &StringRecord, column: &'static str) -> Result<usize, FeeError> {
    at(headings, column).ok_or(FeeError::NoColumn { column })
}

pub(super) fn text(record: &StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).unwrap_or_default()
}

pub(super) fn fault(column: &'static str) -> RowProblem {
    RowProblem::Field { column }
}

/// Where the columns stand that say for which services a row holds, and when.
pub(super) struct Columns {
    procedure: usize,
    from: usize,
    modifiers: Option<usize>,
    place: Option<usize>,
    to: Option<usize>,
}

impl Columns {
    pub(super) fn of(headings: &StringRecord) -> Result<Self, FeeError> {
        Ok(Self {
            procedure: needed(headings, "procedure")?,
            from: needed(headings, "from")?,
            modifiers: at(headings, "modifiers"),
            place: at(headings, "place"),
            to: at(headings, "to"),
        })
    }

    pub(super) fn row<T>(&self, record: &StringRecord, rate: T) -> Result<RateRow<T>, RowProblem> {
        let text = |at: Option<usize>| text(record, at);
        let given = |at| Some(text(at)).filter(|text| !text.is_empty());
        let date = |text: &str, column| text.parse::<NaiveDate>().map_err(|_| fault(column));

        let from = date(text(Some(self.from)), "from")?;
        let period = match given(self.to) {
            None => Period::since(from),
            Some(to) => Period::new(from, date(to, "to")?).map_err(|_| fault("to"))?,
        };
        Ok(RateRow {
            procedure: given(Some(self.procedure))
                .map(str::parse)
                .transpose()
                .map_err(|_| fault("procedure"))?,
            modifiers: text(self.modifiers)
                .split_whitespace()
                .map(str::parse)
                .collect::<Result<_, _>>()
                .map_err(|_| fault("modifiers"))?,
            place: match text(self.place) {
                "" => None,
                "facility" => Some(PlaceClass::Facility),
                "non_facility" => Some(PlaceClass::NonFacility),
                _ => return Err(fault("place")),
            },
            locality: None,
            provider: None,
            period,
            rate,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &str, taken: usize, refused: &[&str]) {
        let text = format!("Amount,to,procedure,note,from,modifiers,place\n{rows}");
        let loaded = load_fee_schedule(text.as_bytes()).unwrap();
        let told: Vec<String> = loaded.refused.iter().map(ToString::to_string).collect();
        assert_eq!(told, refused);
        assert_eq!(loaded.schedule.len(), taken);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn each_row_stands_for_itself() {
        check("", 0, &[]);
        check("92.33,,99213,x,2026-01-01,,\n", 1, &[]);
        check("92.33,,99213,\"a, b\",2026-01-01,,\r\n 10 , , 93000 ,, 2026-01-01 , 26 59 , facility \r\n", 2, &[]);
        check("1,,,,2026-01-01,,\n", 1, &[]); // for all
        check("$5,,99213,,2026-01-01,,\n", 0, &["line 2: amount cannot be read"]);
        check(",,99213,,2026-01-01,,\n", 0, &["line 2: amount cannot be read"]);
        check("-1,,99213,,2026-01-01,,\n", 0, &["line 2: a price or fee is below zero"]);
        check("1,,9921,,2026-01-01,,\n", 0, &["line 2: procedure cannot be read"]);
        check("1,,99213,,01/02/2026,,\n", 0, &["line 2: from cannot be read"]);
        check("1,2025-12-31,99213,,2026-01-01,,\n", 0, &["line 2: to cannot be read"]);
        check("1,,99213,,2026-01-01,2,\n", 0, &["line 2: modifiers cannot be read"]);
        check("1,,99213,,2026-01-01,,office\n", 0, &["line 2: place cannot be read"]);
        check("1,,99213\n2,,99214,,2026-01-01,,\n", 1, &["line 2: the row does not fit the headings"]);
        check("1,,99213,,2026-01-01,,\n2,,99213,,2026-05-01,,\n", 1,
            &["line 3: two rows hold for the same service on the same day"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_a_row_that_does_not_fit() {
        let bytes = b"procedure,from,amount\n99\xff13,2026-01-01,1\n99213,2026-01-01,1\n";
        let loaded = load_fee_schedule(bytes).unwrap();
        assert_eq!(loaded.schedule.len(), 1);
        assert_eq!(loaded.refused[0].problem, RowProblem::Shape);
    }

    #[test]
    fn a_heading_must_be_there() {
        let refused = load_fee_schedule(b"procedure,from\n").unwrap_err();
        assert_eq!(refused, FeeError::NoColumn { column: "amount" });
        let empty = load_fee_schedule(b"").unwrap_err();
        assert_eq!(empty.code(), "fee.no_column");
        let marked = "\u{feff}procedure,from,amount\n99213,2026-01-01,1\n";
        let loaded = load_fee_schedule(marked.as_bytes()).unwrap();
        assert_eq!(loaded.schedule.len(), 1);
    }
}

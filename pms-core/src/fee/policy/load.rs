use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord, Trim};

use crate::code::Modifier;
use crate::fee::{PlaceClass, RateRow, RateTable, RelativeValue, RowError, RowProblem};
use crate::money::Rate;
use crate::time::Period;

use super::edit::{Bundle, UnitLimit, UnitScope};
use super::indicator::{Allowance, Bilateral, Indicators, Multiple, PolicyTables};

/// What a relative value file says: values for a schedule, indicators for policy.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RelativeFile {
    /// What each service takes, by class of place. A service without values has no row: its fee is not
    /// known, which is not zero.
    pub values: RateTable<RelativeValue>,
    /// Which reductions touch it.
    pub indicators: RateTable<Indicators>,
    /// Rows that were not taken.
    pub refused: Vec<RowError>,
}

/// Reads CMS's relative value file (PPRRVU, comma-separated), for the days for which it holds.
///
/// What stands before the first row that can be read is headings. Every sound row is taken; for every
/// other the answer says where it stands and why not. The descriptions are left alone.
///
/// Source: CMS physician fee schedule, relative value file, record layout.
///
/// ```
/// # use pms_core::fee::policy::{Multiple, load_relative_values};
/// # use pms_core::time::Period;
/// let year = Period::new("2020-01-01".parse()?, "2020-12-31".parse()?)?;
/// let file = load_relative_values(
///     b"HCPCS,MOD,DESCRIPTION,...\n\
///       29881,,x,A,,7.03,6.50,NA,6.50,,1.41,14.94,14.94,0,090,0.10,0.69,0.21,2,1,1,0,0,,36.0896,09,0,99,0,0,0\n",
///     year,
/// );
/// assert_eq!((file.values.len(), file.indicators.len(), file.refused.len()), (2, 1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn load_relative_values(csv: &[u8], period: Period) -> RelativeFile {
    let mut file = RelativeFile::default();
    let (values, indicators) = (&mut file.values, &mut file.indicators);
    file.refused = read(csv, |record| {
        let marked = indicators_of(record)?;
        let modifiers = modifiers_of(record)?;
        let row = |place, rate| -> Result<RateRow<RelativeValue>, RowProblem> {
            let modifiers = modifiers.clone();
            Ok(row(
                code(record, 0, "HCPCS")?,
                modifiers,
                place,
                period,
                rate,
            ))
        };
        let work = number(record, 5, "WORK RVU")?;
        let malpractice = number(record, 10, "MP RVU")?;
        let cap_malpractice = number(record, 30, "MP USED FOR OPPS")?;
        let places = [
            (PlaceClass::NonFacility, 6, 28),
            (PlaceClass::Facility, 8, 29),
        ];
        let mut rows = Vec::with_capacity(2);
        for (place, expense, cap) in places {
            let expense = number(record, expense, "PE RVU")?;
            let cap = number(record, cap, "PE USED FOR OPPS")?;
            let capped = cap > Rate::ZERO || cap_malpractice > Rate::ZERO;
            let value = RelativeValue {
                work,
                expense,
                malpractice,
                cap: capped.then_some((cap, cap_malpractice)),
            };
            if [work, expense, malpractice]
                .iter()
                .any(|part| *part > Rate::ZERO)
            {
                rows.push(row(Some(place), value)?);
            }
        }
        let procedure = code(record, 0, "HCPCS")?;
        indicators.insert(self::row(
            procedure,
            modifiers.clone(),
            None,
            period,
            marked,
        ))?;
        rows.into_iter().try_for_each(|row| Ok(values.insert(row)?))
    });
    file
}

/// Reads CMS's medically unlikely edits for practitioners into the tables, for the days for which the
/// file holds: service, units, adjudication indicator.
///
/// Source: CMS, MUE practitioner services table.
///
/// ```
/// # use pms_core::fee::policy::{PolicyTables, load_unit_limits};
/// # use pms_core::time::Period;
/// let mut tables = PolicyTables::default();
/// let file = b"HCPCS/CPT Code,MUE Values,MUE Adjudication Indicator\n\
///              90001,3,3 Date of Service Edit: Clinical\n90002,many,1 Line Edit\n";
/// let refused = load_unit_limits(&mut tables, file, Period::since("2026-01-01".parse()?));
/// assert_eq!(tables.units.len(), 1);
/// assert_eq!(refused[0].to_string(), "line 3: units cannot be read");
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub fn load_unit_limits(tables: &mut PolicyTables, text: &[u8], period: Period) -> Vec<RowError> {
    read(text, |record| {
        let scope = match text_of(record, 2).as_bytes().first() {
            Some(b'1') => UnitScope::Line,
            Some(b'2') => UnitScope::Day,
            Some(b'3') => UnitScope::ClinicalDay,
            _ => return Err(fault("adjudication indicator")),
        };
        let most = text_of(record, 1).parse().map_err(|_| fault("units"))?;
        let limit = UnitLimit { most, scope };
        Ok(tables.units.insert(row(
            code(record, 0, "code")?,
            Vec::new(),
            None,
            period,
            limit,
        ))?)
    })
}

/// Reads CMS's procedure-to-procedure edits into the tables: column 1, column 2, whether it is from before
/// 1996, first day, last day or `*`, modifier indicator. A row of indicator 9 never held and is left out.
///
/// Source: CMS, NCCI PTP practitioner edits.
///
/// ```
/// # use pms_core::fee::policy::{PolicyTables, load_bundles};
/// let mut tables = PolicyTables::default();
/// let file = b"Column 1\tColumn 2\t*\tEffective\tDeletion\tModifier\n10001\t90001\t\t20200101\t*\t1\tx\n";
/// assert_eq!(load_bundles(&mut tables, file), []);
/// let day = "2026-03-02".parse()?;
/// assert!(tables.bundled("10001".parse()?, "90001".parse()?, day).is_some_and(|edit| edit.modifier_allowed));
/// assert!(tables.bundled("90001".parse()?, "10001".parse()?, day).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_bundles(tables: &mut PolicyTables, text: &[u8]) -> Vec<RowError> {
    read(text, |record| {
        let start = date(record, 3, "effective date")?;
        let period = match text_of(record, 4) {
            "" | "*" => Period::since(start),
            _ => Period::new(start, date(record, 4, "deletion date")?)
                .map_err(|_| fault("deletion date"))?,
        };
        let modifier_allowed = match text_of(record, 5) {
            "0" => false,
            "1" => true,
            "9" => return Ok(()),
            _ => return Err(fault("modifier indicator")),
        };
        let (column_one, column_two) = (code(record, 0, "column 1")?, code(record, 1, "column 2")?);
        tables.bundle(Bundle {
            column_one,
            column_two,
            period,
            modifier_allowed,
        });
        Ok(())
    })
}

/// Takes every row that can be read. What stands before the first of them is headings, unless there is
/// none at all.
fn read(
    text: &[u8],
    mut take: impl FnMut(&StringRecord) -> Result<(), RowProblem>,
) -> Vec<RowError> {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b'\t') { b'\t' } else { b',' };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(Trim::All)
        .from_reader(text);
    let (mut refused, mut begun) = (Vec::new(), false);
    let mut record = StringRecord::new();
    loop {
        let at = reader.position().line();
        let problem = match reader.read_record(&mut record) {
            Ok(false) => return refused,
            Ok(true) => take(&record).err(),
            Err(_) => Some(RowProblem::Shape),
        };
        let line = record.position().map_or(at, csv::Position::line);
        match problem {
            Some(problem) => refused.push(RowError { line, problem }),
            None if begun => {}
            None => {
                begun = true;
                refused.clear();
            }
        }
    }
}

fn fault(column: &'static str) -> RowProblem {
    RowProblem::Field { column }
}

fn text_of(record: &StringRecord, at: usize) -> &str {
    record.get(at).unwrap_or_default()
}

fn code<T: core::str::FromStr>(
    record: &StringRecord,
    at: usize,
    column: &'static str,
) -> Result<T, RowProblem> {
    text_of(record, at).parse().map_err(|_| fault(column))
}

/// A number that may be written without its zero.
fn number(record: &StringRecord, at: usize, column: &'static str) -> Result<Rate, RowProblem> {
    let text = text_of(record, at);
    let whole = match text.as_bytes().first() {
        None => return Ok(Rate::ZERO),
        Some(b'.') => format!("0{text}").parse(),
        Some(_) => text.parse(),
    };
    whole.map_err(|_| fault(column))
}

fn date(record: &StringRecord, at: usize, column: &'static str) -> Result<NaiveDate, RowProblem> {
    NaiveDate::parse_from_str(text_of(record, at), "%Y%m%d").map_err(|_| fault(column))
}

fn modifiers_of(record: &StringRecord) -> Result<Vec<Modifier>, RowProblem> {
    let given = Some(text_of(record, 1)).filter(|text| !text.is_empty());
    let read = given.map(|text| text.parse().map_err(|_| fault("MOD")));
    read.into_iter().collect()
}

fn indicators_of(record: &StringRecord) -> Result<Indicators, RowProblem> {
    let base = Some(text_of(record, 23)).filter(|text| !text.is_empty());
    let care = [(15, "PRE OP"), (16, "INTRA OP"), (17, "POST OP")];
    let [before, during, after] = care.map(|(at, column)| number(record, at, column));
    Ok(Indicators {
        multiple: match text_of(record, 18) {
            "2" => Multiple::Surgery,
            "3" => Multiple::Endoscopy,
            "4" => Multiple::Imaging,
            "5" => Multiple::Therapy,
            "6" => Multiple::Cardiology,
            "7" => Multiple::Ophthalmology,
            _ => Multiple::None,
        },
        bilateral: match text_of(record, 19) {
            "0" => Bilateral::Single,
            "1" => Bilateral::Both,
            "2" => Bilateral::Included,
            "3" => Bilateral::Each,
            _ => Bilateral::NotApplicable,
        },
        // An assistant is paid at 2 and, with a record of the need, at 0; two surgeons and teams at 2 and 1.
        assistant: allowance(text_of(record, 20), ["2", "0", "1"]),
        co_surgeon: allowance(text_of(record, 21), ["2", "1", "0"]),
        team: allowance(text_of(record, 22), ["2", "1", "0"]),
        base: base
            .map(|text| text.parse().map_err(|_| fault("ENDO BASE")))
            .transpose()?,
        care: [before?, during?, after?],
    })
}

fn allowance(text: &str, [payable, documented, never]: [&str; 3]) -> Allowance {
    match text {
        _ if text == payable => Allowance::Payable,
        _ if text == documented => Allowance::Documented,
        _ if text == never => Allowance::Never,
        _ => Allowance::NotApplicable,
    }
}

fn row<T>(
    procedure: crate::code::ProcedureCode,
    modifiers: Vec<Modifier>,
    place: Option<PlaceClass>,
    period: Period,
    rate: T,
) -> RateRow<T> {
    RateRow {
        procedure: Some(procedure),
        modifiers,
        place,
        locality: None,
        provider: None,
        period,
        rate,
    }
}

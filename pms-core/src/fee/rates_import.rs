use std::collections::BTreeMap;

use chrono::NaiveDate;
use csv::StringRecord;
use serde::{Deserialize, Serialize};

use crate::code::ProcedureCode;
use crate::money::Rate;
use crate::time::Period;

use super::contract::Method;
use super::error::FeeError;
use super::loader::{Columns, RowError, RowProblem, at, each_row, fault, text};
use super::service::ProviderClass;
use super::table::{RateRow, RateTable};

/// Rates as they were read, and the rows that were not taken. Nothing is changed by reading.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LoadedRates {
    /// All rows that were sound.
    pub rows: Vec<RateLine>,
    /// All others, with what is wrong with each.
    pub refused: Vec<RowError>,
}

/// A row of a file of rates.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RateLine {
    /// Where it begins in the file, the headings being line 1.
    pub line: u64,
    /// What it says.
    pub row: RateRow<Method>,
}

/// What a contract's rates would be with those of a file, before anybody agrees.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RatesPreview {
    /// The rates as they would be.
    pub rates: RateTable<Method>,
    /// Rows for days of which nothing was agreed for the service.
    pub added: Vec<RateLine>,
    /// Rows that take the place of others on their days.
    pub changed: Vec<RateChange>,
    /// Rows of services that a complete file no longer has.
    pub ended: Vec<RateEnd>,
    /// The lines of rows that say what holds already.
    pub unchanged: Vec<u64>,
    /// The rows that change nothing, with what is wrong with each.
    pub refused: Vec<RowError>,
}

/// A row that takes the place of others.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RateChange {
    /// Where the new one stands in the file.
    pub line: u64,
    /// What held on some of its days.
    pub before: Vec<RateRow<Method>>,
    /// What would hold.
    pub after: RateRow<Method>,
}

/// A row that would end.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RateEnd {
    /// The row as it is.
    pub row: RateRow<Method>,
    /// Its last day; without one it would be gone before it begins.
    pub last: Option<NaiveDate>,
}

/// Reads a contract's rates from comma-separated text whose first line has headings, in any order:
/// `procedure`, `from`, and what is paid: `amount` for a unit, or `percent` of the charge, or, with a
/// `schedule`, of its fee (`115` is 115 %). If wanted `modifiers` (apart by blanks), `place` (`facility`,
/// `non_facility` or empty), `locality`, `provider` (as `physician`) and `to`. Dates are written
/// 2026-01-31; an empty procedure is for all that have no row; other columns are left alone.
///
/// Every row that is sound is taken; for every other the answer says where it stands, in which column,
/// and why not. [`LoadedRates::preview`] then shows what they would change.
///
/// # Errors
///
/// [`FeeError::NoColumn`] where a needed heading is missing: then nothing is read.
///
/// ```
/// # use pms_core::fee::{Method, RateTable, load_rates};
/// let loaded = load_rates(
///     b"procedure,modifiers,from,to,amount,percent,schedule\n\
///       99213,,2026-01-01,2026-12-31,92.50,,\n\
///       ,,2026-01-01,2026-12-31,,115,medicare\n\
///       99214,,2026-01-01,2026-12-31,12 dollars,,\n",
/// )?;
/// assert_eq!(loaded.refused[0].to_string(), "line 4: amount cannot be read");
/// let preview = loaded.preview(&RateTable::default(), None)?;
/// assert_eq!((preview.added.len(), preview.changed.len()), (2, 0));
/// let agreed: RateTable<Method> = preview.rates; // nothing is loaded before somebody takes it
/// assert_eq!(agreed.len(), 2);
/// # Ok::<(), pms_core::fee::FeeError>(())
/// ```
pub fn load_rates(csv: &[u8]) -> Result<LoadedRates, FeeError> {
    let mut rows = Vec::new();
    let mut table: RateTable<Method> = RateTable::default();
    let refused = each_row(csv, RateColumns::of, |columns, line, record| {
        let row = columns.row(record)?;
        table.insert(row.clone())?;
        rows.push(RateLine { line, row });
        Ok(())
    })?;
    Ok(LoadedRates { rows, refused })
}

impl LoadedRates {
    /// What a contract's rates would be with these. Nothing is kept: whoever agrees keeps
    /// [`RatesPreview::rates`].
    ///
    /// A row decides for its own services on its own days. What held there before ends the day before,
    /// and goes on the day after only where an end of its own had been agreed for it: a rate without an
    /// end held until something newer was agreed.
    ///
    /// With `complete_from` the file is all that holds from that day on: services that it does not name
    /// end. As long as a row is refused, none does, since it may be the one that is missing.
    ///
    /// # Errors
    ///
    /// [`FeeError::Overlap`] and [`FeeError::NegativeAmount`] where rows were added by hand that no file
    /// brings.
    pub fn preview(
        &self,
        current: &RateTable<Method>,
        complete_from: Option<NaiveDate>,
    ) -> Result<RatesPreview, FeeError> {
        let mut preview = RatesPreview {
            refused: self.refused.clone(),
            ..RatesPreview::default()
        };
        let mut lines: Vec<_> = self
            .rows
            .iter()
            .map(|told| (told.line, told.row.in_order()))
            .collect();
        let file = RateTable::new(lines.iter().map(|(_, row)| row.clone()))?;
        // By day, so that what a row leaves of another is what a later one finds.
        lines.sort_by_key(|(_, row)| row.period.start());
        let mut kept = Kept::of(current);
        let mut rates = Vec::with_capacity(lines.len());
        for (line, row) in lines {
            let before = kept.on(&row);
            if before.is_empty() {
                preview.added.push(RateLine {
                    line,
                    row: row.clone(),
                });
            } else if let [one] = before.as_slice()
                && one.rate == row.rate
                && covers(one.period, row.period)
            {
                preview.unchanged.push(line);
                continue;
            } else {
                kept.give_way(&row);
                let after = row.clone();
                preview.changed.push(RateChange {
                    line,
                    before,
                    after,
                });
            }
            rates.push(row);
        }
        if let Some(from) = complete_from
            && preview.refused.is_empty()
        {
            preview.ended = kept.end(from, &file);
        }
        preview.rates = RateTable::new(kept.rows.into_values().flatten().chain(rates))?;
        preview.added.sort_by_key(|row| row.line);
        preview.changed.sort_by_key(|row| row.line);
        preview.unchanged.sort_unstable();
        Ok(preview)
    }
}

/// What stays of the rates as they are.
struct Kept {
    rows: BTreeMap<Option<ProcedureCode>, Vec<RateRow<Method>>>,
}

impl Kept {
    fn of(current: &RateTable<Method>) -> Self {
        let mut rows = BTreeMap::<_, Vec<_>>::new();
        for row in current.rows() {
            rows.entry(row.procedure).or_default().push(row.clone());
        }
        Self { rows }
    }

    /// What holds for the services of a row on some of its days.
    fn on(&self, row: &RateRow<Method>) -> Vec<RateRow<Method>> {
        let rows = self.rows.get(&row.procedure).into_iter().flatten();
        rows.filter(|one| one.asks_as(row) && one.period.overlaps(row.period))
            .cloned()
            .collect()
    }

    fn give_way(&mut self, row: &RateRow<Method>) {
        let Some(rows) = self.rows.get_mut(&row.procedure) else {
            return;
        };
        let (old, mut kept): (Vec<_>, Vec<_>) = rows
            .drain(..)
            .partition(|one| one.asks_as(row) && one.period.overlaps(row.period));
        for one in old {
            let left = [until(one.period, row.period.start()), after(&one, row)];
            kept.extend(left.into_iter().flatten().map(|period| RateRow {
                period,
                ..one.clone()
            }));
        }
        *rows = kept;
    }

    /// Ends what a complete file does not name.
    fn end(&mut self, from: NaiveDate, file: &RateTable<Method>) -> Vec<RateEnd> {
        let mut named = BTreeMap::<_, Vec<_>>::new();
        for row in file.rows() {
            named.entry(row.procedure).or_default().push(row);
        }
        let mut ended = Vec::new();
        for rows in self.rows.values_mut() {
            rows.retain_mut(|row| {
                let mut known = named.get(&row.procedure).into_iter().flatten();
                let over = row.period.end().is_some_and(|end| end < from);
                if over || known.any(|one| one.asks_as(row)) {
                    return true;
                }
                let left = until(row.period, from);
                ended.push(RateEnd {
                    row: row.clone(),
                    last: left.and_then(Period::end),
                });
                row.period = left.unwrap_or(row.period);
                left.is_some()
            });
        }
        ended
    }
}

/// The days of a period before a day.
fn until(period: Period, day: NaiveDate) -> Option<Period> {
    Period::new(period.start(), day.pred_opt()?).ok()
}

/// The days of a row that was to end, after another's.
fn after(row: &RateRow<Method>, new: &RateRow<Method>) -> Option<Period> {
    let first = new.period.end()?.succ_opt()?;
    Period::new(first, row.period.end()?).ok()
}

fn covers(period: Period, other: Period) -> bool {
    period.intersect(other) == Some(other)
}

impl<T: Clone> RateRow<T> {
    /// With its modifiers as a table holds them.
    fn in_order(&self) -> Self {
        let mut row = self.clone();
        row.modifiers.sort_unstable();
        row.modifiers.dedup();
        row
    }
}

/// Where each column stands.
struct RateColumns {
    service: Columns,
    locality: Option<usize>,
    provider: Option<usize>,
    amount: Option<usize>,
    percent: Option<usize>,
    schedule: Option<usize>,
}

impl RateColumns {
    fn of(headings: &StringRecord) -> Result<Self, FeeError> {
        let columns = Self {
            service: Columns::of(headings)?,
            locality: at(headings, "locality"),
            provider: at(headings, "provider"),
            amount: at(headings, "amount"),
            percent: at(headings, "percent"),
            schedule: at(headings, "schedule"),
        };
        if columns.amount.or(columns.percent).is_none() {
            return Err(FeeError::NoColumn { column: "amount" });
        }
        Ok(columns)
    }

    fn row(&self, record: &StringRecord) -> Result<RateRow<Method>, RowProblem> {
        let provider = match text(record, self.provider) {
            "" => None,
            name => Some(class(name).ok_or_else(|| fault("provider"))?),
        };
        let locality = match text(record, self.locality) {
            "" => None,
            code => Some(code.parse().map_err(|_| fault("locality"))?),
        };
        let row = self.service.row(record, self.method(record)?)?;
        Ok(RateRow {
            locality,
            provider,
            ..row
        })
    }

    fn method(&self, record: &StringRecord) -> Result<Method, RowProblem> {
        let told = [self.amount, self.percent, self.schedule].map(|at| text(record, at));
        Ok(match told {
            ["", "", _] => return Err(fault("amount")),
            [amount, "", ""] => Method::Fixed {
                amount: amount.parse().map_err(|_| fault("amount"))?,
            },
            ["", rate, ""] => Method::PercentOfBilled {
                rate: percent(rate)?,
            },
            ["", rate, schedule] => Method::PercentOfSchedule {
                schedule: schedule.to_owned(),
                rate: percent(rate)?,
                round_base: false,
            },
            [_, "", _] => return Err(fault("schedule")),
            [_, _, _] => return Err(fault("percent")),
        })
    }
}

/// `87.5` is 87.5 %, to a ten-thousandth of a per cent.
fn percent(text: &str) -> Result<Rate, RowProblem> {
    let parts = text.parse::<Rate>().map_err(|_| fault("percent"))?;
    if parts.millionths() % 100 != 0 {
        return Err(fault("percent"));
    }
    Rate::from_millionths(parts.millionths() / 100).map_err(|_| fault("percent"))
}

fn class(name: &str) -> Option<ProviderClass> {
    Some(match name {
        "physician" => ProviderClass::Physician,
        "non_physician" => ProviderClass::NonPhysician,
        "social_worker" => ProviderClass::SocialWorker,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fee::{Asked, PlaceClass};
    use proptest::prelude::*;

    const HEADINGS: &str = "procedure,modifiers,place,from,to,amount,percent,schedule\n";

    /// Rows as `procedure from to amount`, a dash where there is none.
    fn csv(rows: &[&str]) -> String {
        let row = |row: &&str| {
            let cells: Vec<&str> = row
                .split(' ')
                .map(|cell| if cell == "-" { "" } else { cell })
                .collect();
            format!("{},,,{},{},{},,\n", cells[0], cells[1], cells[2], cells[3])
        };
        let rows: String = rows.iter().map(row).collect();
        format!("{HEADINGS}{rows}")
    }

    fn table(rows: &[&str]) -> RateTable<Method> {
        let loaded = load_rates(csv(rows).as_bytes()).unwrap();
        assert_eq!(loaded.refused, []);
        RateTable::new(loaded.rows.into_iter().map(|told| told.row)).unwrap()
    }

    fn told(row: &RateRow<Method>) -> String {
        let Method::Fixed { amount } = row.rate else {
            return format!("{:?}", row.rate);
        };
        let procedure = row
            .procedure
            .map_or("all".to_owned(), |code| code.to_string());
        let day = |day: NaiveDate| day.format("%y-%m-%d").to_string();
        let end = row.period.end().map(day).unwrap_or_default();
        format!("{procedure} {}..{end} {amount}", day(row.period.start()))
    }

    /// What is agreed, a file, the day from which it is complete, and what it would do: added lines +,
    /// changed ~, unchanged =, ended -; then the rates as they would be.
    #[track_caller]
    fn check(current: &[&str], file: &[&str], complete: &str, does: &str, rates: &[&str]) {
        let current = table(current);
        let loaded = load_rates(csv(file).as_bytes()).unwrap();
        let preview = loaded.preview(&current, complete.parse().ok()).unwrap();
        let mut got = Vec::new();
        got.extend(preview.added.iter().map(|row| format!("+{}", row.line)));
        got.extend(preview.changed.iter().map(|row| format!("~{}", row.line)));
        got.extend(preview.unchanged.iter().map(|line| format!("={line}")));
        got.extend(preview.ended.iter().map(|end| match end.last {
            Some(last) => format!("-{}", last.format("%y-%m-%d")),
            None => "-never".to_owned(),
        }));
        assert_eq!(got.join(" "), does);
        let mut got: Vec<String> = preview.rates.rows().map(told).collect();
        got.sort();
        assert_eq!(got, rates);
        let again = loaded
            .preview(&preview.rates, complete.parse().ok())
            .unwrap();
        assert_eq!(again.unchanged.len(), loaded.rows.len(), "once is enough");
        assert_eq!(again.rates, preview.rates);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn a_file_is_shown_before_it_is_agreed() {
        let old = ["99213 2025-01-01 - 90.00"];
        check(&[],  &["99213 2026-01-01 - 95.00"],          "", "+2", &["99213 26-01-01.. 95.00"]);
        check(&old, &["99214 2026-01-01 - 95.00"],          "", "+2", &["99213 25-01-01.. 90.00", "99214 26-01-01.. 95.00"]);
        check(&old, &["99213 2026-01-01 - 95.00"],          "", "~2", &["99213 25-01-01..25-12-31 90.00", "99213 26-01-01.. 95.00"]);
        check(&old, &["99213 2026-01-01 - 90.00"],          "", "=2", &["99213 25-01-01.. 90.00"]);
        check(&old, &["99213 2025-01-01 - 95.00"],          "", "~2", &["99213 25-01-01.. 95.00"]); // a correction
        // A rate without an end held until something newer was agreed.
        check(&old, &["99213 2026-01-01 2026-12-31 95.00"], "", "~2", &["99213 25-01-01..25-12-31 90.00", "99213 26-01-01..26-12-31 95.00"]);
        // One with an end goes on until then.
        let long = ["99213 2025-01-01 2027-12-31 90.00"];
        check(&long, &["99213 2026-01-01 2026-12-31 95.00"], "", "~2",
            &["99213 25-01-01..25-12-31 90.00", "99213 26-01-01..26-12-31 95.00", "99213 27-01-01..27-12-31 90.00"]);
        // The same for longer is a change.
        let year = ["99213 2026-01-01 2026-12-31 90.00"];
        check(&year, &["99213 2026-01-01 - 90.00"],          "", "~2", &["99213 26-01-01.. 90.00"]);
        check(&year, &["99213 2027-01-01 - 90.00"],          "", "+2", &["99213 26-01-01..26-12-31 90.00", "99213 27-01-01.. 90.00"]);
        // In any order of lines.
        check(&old, &["99213 2026-07-01 - 90.00", "99213 2026-01-01 2026-06-30 95.00"], "", "+2 ~3",
            &["99213 25-01-01..25-12-31 90.00", "99213 26-01-01..26-06-30 95.00", "99213 26-07-01.. 90.00"]);
        // A row for all others is a service of its own.
        check(&["- 2025-01-01 - 50.00"], &["99213 2026-01-01 - 95.00"], "", "+2", &["99213 26-01-01.. 95.00", "all 25-01-01.. 50.00"]);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn what_a_complete_file_no_longer_names_ends() {
        let two = ["99213 2025-01-01 - 90.00", "99214 2025-01-01 - 130.00"];
        let file = ["99213 2026-01-01 - 90.00"];
        check(&two, &file, "",           "=2",           &["99213 25-01-01.. 90.00", "99214 25-01-01.. 130.00"]);
        check(&two, &file, "2026-01-01", "=2 -25-12-31", &["99213 25-01-01.. 90.00", "99214 25-01-01..25-12-31 130.00"]);
        check(&two, &file, "2025-01-01", "=2 -never",    &["99213 25-01-01.. 90.00"]);
        let over = ["99214 2025-01-01 2025-12-31 130.00"];
        check(&over, &file, "2026-01-01", "+2",          &["99213 26-01-01.. 90.00", "99214 25-01-01..25-12-31 130.00"]);
    }

    #[test]
    fn nothing_ends_as_long_as_a_row_is_refused() {
        let current = table(&["99214 2025-01-01 - 130.00"]);
        let loaded = load_rates(csv(&["99214 2026-01-01 - x"]).as_bytes()).unwrap();
        let preview = loaded.preview(&current, "2026-01-01".parse().ok()).unwrap();
        assert_eq!((preview.ended.len(), preview.refused.len()), (0, 1));
        assert_eq!(preview.rates, current);
    }

    /// One row: what it says, or what is wrong with it.
    #[track_caller]
    fn reads(row: &str, wanted: &str) {
        let headings =
            "Procedure,Modifiers,Place,Locality,Provider,From,To,Amount,Percent,Schedule,Note\n";
        let loaded = load_rates(format!("{headings}{row}\n").as_bytes()).unwrap();
        let got = match (loaded.rows.as_slice(), loaded.refused.as_slice()) {
            ([told], []) => serde_json::to_string(&told.row.rate).unwrap(),
            ([], [refused]) => refused.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(got, wanted);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn each_row_says_what_is_paid_or_what_is_wrong() {
        reads("99213,,,,,2026-01-01,,92.50,,,",               r#"{"method":"fixed","amount":"92.50"}"#);
        reads("J1100,,,,,2026-01-01,,,87.5,,",                r#"{"method":"percent_of_billed","rate":"0.875"}"#);
        reads(",,,,,2026-01-01,,,115,medicare,x",             r#"{"method":"percent_of_schedule","schedule":"medicare","rate":"1.15","round_base":false}"#);
        reads("99213,25 59,facility,1520200,physician,2026-01-01,2026-12-31,1,,,", r#"{"method":"fixed","amount":"1.00"}"#);
        reads("99213,,,,,2026-01-01,,,,,",                    "line 2: amount cannot be read");
        reads("99213,,,,,2026-01-01,,$92,,,",                 "line 2: amount cannot be read");
        reads("99213,,,,,2026-01-01,,-1.00,,,",               "line 2: a price or fee is below zero");
        reads("99213,,,,,2026-01-01,,92.50,80,,",             "line 2: percent cannot be read");
        reads("99213,,,,,2026-01-01,,,80 %,,",                "line 2: percent cannot be read");
        reads("99213,,,,,2026-01-01,,,33.33333,,",            "line 2: percent cannot be read");
        reads("99213,,,,,2026-01-01,,92.50,,medicare,",       "line 2: schedule cannot be read");
        reads("99213,,,OH,,2026-01-01,,92.50,,,",             "line 2: locality cannot be read");
        reads("99213,,,,nurse,2026-01-01,,92.50,,,",          "line 2: provider cannot be read");
        reads("99213,,office,,,2026-01-01,,92.50,,,",         "line 2: place cannot be read");
        reads("9921,,,,,2026-01-01,,92.50,,,",                "line 2: procedure cannot be read");
        reads("99213,,,,,1/1/2026,,92.50,,,",                 "line 2: from cannot be read");
        reads("99213,,,,,2026-01-01,2025-01-01,92.50,,,",     "line 2: to cannot be read");
        reads("99213,,,,,2026-01-01",                         "line 2: the row does not fit the headings");
    }

    #[test]
    fn a_row_that_stands_twice_is_refused_once() {
        let rows = [
            "99213 2026-01-01 - 95.00",
            "99213 2026-05-01 - 96.00",
            "99214 2026-01-01 - 1.00",
        ];
        let loaded = load_rates(csv(&rows).as_bytes()).unwrap();
        let told: Vec<String> = loaded.refused.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["line 3: two rows hold for the same service on the same day"]
        );
        assert_eq!(loaded.rows.len(), 2);
    }

    #[test]
    fn a_heading_must_be_there() {
        let wants = |headings: &[u8]| load_rates(headings).unwrap_err();
        assert_eq!(
            wants(b"procedure,from\n"),
            FeeError::NoColumn { column: "amount" }
        );
        assert_eq!(
            wants(b"procedure,amount\n"),
            FeeError::NoColumn { column: "from" }
        );
        assert_eq!(
            wants(b""),
            FeeError::NoColumn {
                column: "procedure"
            }
        );
    }

    fn any_rows() -> impl Strategy<Value = Vec<RateRow<Method>>> {
        let one = (
            0..2_u32,
            0..2_usize,
            0..30_i64,
            prop::option::of(0..12_i64),
            1..4_i64,
        );
        prop::collection::vec(one, 0..8).prop_map(|rows| {
            let mut table: RateTable<Method> = RateTable::default();
            for (code, modifier, start, long, amount) in rows {
                let start = day(start);
                let period = long.map_or(Period::since(start), |long| {
                    Period::new(start, start + chrono::Duration::days(long)).unwrap()
                });
                let _ = table.insert(RateRow {
                    procedure: Some(procedure(code)),
                    modifiers: ["25".parse().unwrap()][..modifier].to_vec(),
                    place: None,
                    locality: None,
                    provider: None,
                    period,
                    rate: Method::Fixed {
                        amount: format!("{amount}.00").parse().unwrap(),
                    },
                });
            }
            table.rows().cloned().collect()
        })
    }

    fn day(number: i64) -> NaiveDate {
        "2026-01-01".parse::<NaiveDate>().unwrap() + chrono::Duration::days(number)
    }

    fn procedure(number: u32) -> ProcedureCode {
        format!("9921{number}").parse().unwrap()
    }

    proptest! {
        /// The file decides on the days of its rows. On others what held holds still, or what had no end
        /// gave way to something newer. Once is enough.
        #[test]
        fn a_file_decides_for_its_own_days(current in any_rows(), file in any_rows()) {
            let before = RateTable::new(current.clone()).unwrap();
            let lines = file.iter().zip(2..);
            let loaded = LoadedRates {
                rows: lines.map(|(row, line)| RateLine { line, row: row.clone() }).collect(),
                refused: vec![],
            };
            let preview = loaded.preview(&before, None).unwrap();
            let told = preview.added.len() + preview.changed.len() + preview.unchanged.len();
            prop_assert_eq!(told, file.len());
            for code in 0..2 {
                for modifiers in [vec![], vec!["25".parse().unwrap()]] {
                    for date in (-1..60).map(day) {
                        let of = |rows: &[RateRow<Method>]| {
                            let mut rows = rows.iter().filter(|row| {
                                row.procedure == Some(procedure(code)) && row.modifiers == modifiers && row.period.contains(date)
                            });
                            let found = rows.next().cloned();
                            assert!(rows.next().is_none());
                            found
                        };
                        let rates: Vec<_> = preview.rates.rows().cloned().collect();
                        let (new, old) = (of(&rates), of(&current));
                        let rate = |row: &Option<RateRow<Method>>| row.as_ref().map(|row| row.rate.clone());
                        match of(&file) {
                            Some(own) => prop_assert_eq!(rate(&new), Some(own.rate)),
                            None if new.is_none() && old.is_some() => {
                                prop_assert!(old.unwrap().period.end().is_none());
                                let newer = file.iter().any(|row| row.procedure == Some(procedure(code))
                                    && row.modifiers == modifiers && row.period.start() <= date);
                                prop_assert!(newer);
                            }
                            None => prop_assert_eq!(rate(&new), rate(&old)),
                        }
                    }
                }
            }
            let again = loaded.preview(&preview.rates, None).unwrap();
            prop_assert_eq!(again.unchanged.len(), file.len());
            prop_assert_eq!(&again.rates, &preview.rates);
        }
    }

    /// Of 12,000 services the file keeps a third, raises a third and leaves out a third; a third is new,
    /// and one row in it cannot be read until it is mended.
    #[test]
    fn a_years_file_is_shown_row_by_row() {
        let code = |number: usize| format!("{:05}", 10_000 + number);
        let row = |number: usize, from: &str, amount: &str| {
            format!("{},,,{from},,{amount},,\n", code(number))
        };
        let old: String = (0..12_000).map(|n| row(n, "2025-01-01", "90.00")).collect();
        let old = load_rates(format!("{HEADINGS}{old}").as_bytes()).unwrap();
        let current = old.preview(&RateTable::default(), None).unwrap().rates;
        let new: String = (0..4_000)
            .map(|n| row(n, "2026-01-01", "90.00"))
            .chain((4_000..8_000).map(|n| row(n, "2026-01-01", "95.00")))
            .chain((12_000..16_000).map(|n| row(n, "2026-01-01", "50.00")))
            .collect();
        let from = "2026-01-01".parse().ok();
        let count = |text: &str| {
            let loaded = load_rates(format!("{HEADINGS}{text}").as_bytes()).unwrap();
            let it = loaded.preview(&current, from).unwrap();
            [
                it.unchanged.len(),
                it.changed.len(),
                it.added.len(),
                it.ended.len(),
                it.refused.len(),
                it.rates.len(),
            ]
        };
        assert_eq!(count(&new), [4_000, 4_000, 4_000, 4_000, 0, 20_000]);
        let bad = new.replacen("95.00", "95.0O", 1);
        assert_eq!(count(&bad), [4_000, 3_999, 4_000, 0, 1, 19_999]);
    }

    #[test]
    fn a_row_is_found_by_what_it_asks_for() {
        let text =
            format!("{HEADINGS}99213,,facility,2026-01-01,,70.00,,\n99213,,,2026-01-01,,90.00,,\n");
        let loaded = load_rates(text.as_bytes()).unwrap();
        let preview = loaded.preview(&RateTable::default(), None).unwrap();
        let asked = Asked {
            procedure: procedure(3),
            modifiers: &[],
            place: PlaceClass::Facility,
            locality: None,
            provider: ProviderClass::Physician,
            date: day(0),
        };
        let found = preview.rates.find(&asked).unwrap();
        assert_eq!(told(found), "99213 26-01-01.. 70.00");
    }
}

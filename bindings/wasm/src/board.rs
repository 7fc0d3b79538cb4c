//! A board: laid from typed arrays, searched often, answers as typed arrays.

use js_sys::{Int32Array, JSON, Object, Reflect, Uint32Array};
use pms_facade::{BusyColumns, OpeningColumns, PmsError, SlotAnswer};
use wasm_bindgen::prelude::*;

use crate::answered;

#[wasm_bindgen(typescript_custom_section)]
const COLUMNS: &str = r#"
/** Times at which a visit could start, packed into columns of one length. */
export interface OpeningColumns {
    /** Whose time it would be: rows are numbered from 0. */
    rows: Uint32Array;
    /** When each starts, in minutes since 1970 in UTC: `new Date(start * 60000)`. */
    starts: Int32Array;
    /** Which version of the board answered. */
    version: number;
}
"#;

/// The time of many, kept warm: laid once, searched often, changed row by row.
///
/// A row is a schedule, numbered from 0, and all are of one zone. What is busy comes as three columns of
/// one length: whose row, the first minute, and the minute after the last, in minutes since 1970 in UTC.
/// It finds what `openSlots` finds; where five minutes cannot tell, it refuses with
/// `scheduling.off_the_board`.
#[wasm_bindgen]
pub struct Board {
    facade: pms_facade::Board,
}

#[wasm_bindgen]
impl Board {
    /// A board for visits that start from `start` until before `end`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "WeeklySchedule[]")] schedules: JsValue,
        #[wasm_bindgen(js_name = busyRows)] rows: &[u32],
        #[wasm_bindgen(js_name = busyStarts)] starts: &[i32],
        #[wasm_bindgen(js_name = busyEnds)] ends: &[i32],
        #[wasm_bindgen(unchecked_param_type = "IsoInstant")] start: JsValue,
        #[wasm_bindgen(unchecked_param_type = "IsoInstant")] end: JsValue,
    ) -> Result<Board, JsValue> {
        let minutes =
            |column: &[i32]| -> Vec<i64> { column.iter().copied().map(i64::from).collect() };
        let busy = BusyColumns {
            rows,
            starts: &minutes(starts),
            ends: &minutes(ends),
        };
        let schedules: Vec<_> = read("schedules", &schedules)?;
        let (start, end) = (read("start", &start)?, read("end", &end)?);
        let facade = pms_facade::Board::new(&schedules, busy, start, end).map_err(thrown)?;
        Ok(Self { facade })
    }

    /// Lays a row anew: its schedule, less what is busy. Tells the version of the board.
    pub fn lay(
        &self,
        row: u32,
        #[wasm_bindgen(unchecked_param_type = "WeeklySchedule")] schedule: JsValue,
        #[wasm_bindgen(unchecked_param_type = "BusyTime[]")] busy: JsValue,
    ) -> Result<u32, JsValue> {
        let (schedule, busy): (_, Vec<_>) = (read("schedule", &schedule)?, read("busy", &busy)?);
        self.facade
            .lay(row, &schedule, &busy)
            .map(number)
            .map_err(thrown)
    }

    /// Takes time of a row, which something is booked for. Tells the version of the board. What frees
    /// time again is `lay`.
    pub fn take(
        &self,
        row: u32,
        #[wasm_bindgen(unchecked_param_type = "IsoInstant")] start: JsValue,
        #[wasm_bindgen(unchecked_param_type = "IsoInstant")] end: JsValue,
    ) -> Result<u32, JsValue> {
        let (start, end) = (read("start", &start)?, read("end", &end)?);
        self.facade
            .take(row, start, end)
            .map(number)
            .map_err(thrown)
    }

    /// Every opening: by start, and at one time in the order in which rows were named.
    #[wasm_bindgen(unchecked_return_type = "OpeningColumns")]
    pub fn all(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BoardSearch")] search: JsValue,
    ) -> Result<JsValue, JsValue> {
        columns(self.facade.all(&read("search", &search)?))
    }

    /// Every opening, row by row.
    #[wasm_bindgen(js_name = allByRow, unchecked_return_type = "OpeningColumns")]
    pub fn all_by_row(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BoardSearch")] search: JsValue,
    ) -> Result<JsValue, JsValue> {
        columns(self.facade.all_by_row(&read("search", &search)?))
    }

    /// The first openings, so many.
    #[wasm_bindgen(unchecked_return_type = "OpeningColumns")]
    pub fn first(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BoardSearch")] search: JsValue,
        count: u32,
    ) -> Result<JsValue, JsValue> {
        columns(self.facade.first(&read("search", &search)?, count))
    }

    /// How many openings there are.
    pub fn count(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BoardSearch")] search: JsValue,
    ) -> Result<u32, JsValue> {
        let search = read("search", &search)?;
        self.facade.count(&search).map(number).map_err(thrown)
    }

    /// Whether there are openings, and if not, what that means.
    #[wasm_bindgen(unchecked_return_type = "SlotAnswer")]
    pub fn answer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BoardSearch")] search: JsValue,
    ) -> Result<String, JsValue> {
        let answer = self
            .facade
            .answer(&read("search", &search)?)
            .map_err(thrown)?;
        let name = match answer {
            SlotAnswer::Open => "open",
            SlotAnswer::NothingFree => "nothing_free",
            SlotAnswer::Clipped => "clipped",
            SlotAnswer::Unreachable => "unreachable",
        };
        Ok(name.to_owned())
    }

    /// How often the board has been changed: answers of the same version agree with each other.
    #[wasm_bindgen(getter)]
    pub fn version(&self) -> u32 {
        number(self.facade.version())
    }

    /// How many rows there are.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.facade.rows()
    }
}

/// An argument as one of the facade's records.
fn read<T: pms_facade::Argument>(name: &str, given: &JsValue) -> Result<T, JsValue> {
    let json = JsValue::from(JSON::stringify(given)?).as_string();
    pms_facade::read_argument(name, &json.unwrap_or_default()).map_err(thrown)
}

/// A refusal as something thrown.
fn thrown(error: PmsError) -> JsValue {
    answered(&pms_facade::refusal(error))
        .err()
        .unwrap_or_default()
}

fn number(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn columns(found: Result<OpeningColumns, PmsError>) -> Result<JsValue, JsValue> {
    let found = found.map_err(thrown)?;
    let starts = found.starts.iter().map(|start| i32::try_from(*start));
    let starts = starts.collect::<Result<Vec<_>, _>>();
    let starts = starts.map_err(|_| JsValue::from_str("a start beyond the year 6000"))?;
    let columns = Object::new();
    Reflect::set(
        &columns,
        &"rows".into(),
        &Uint32Array::from(found.rows.as_slice()),
    )?;
    Reflect::set(
        &columns,
        &"starts".into(),
        &Int32Array::from(starts.as_slice()),
    )?;
    Reflect::set(&columns, &"version".into(), &number(found.version).into())?;
    Ok(columns.into())
}

//! A board: laid from packed columns, searched often, answers as packed columns.

use pms_facade::{
    BoardSearch, BusyColumns, BusyTime, Instant, OpeningColumns, SlotAnswer, WeeklySchedule,
};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;

use crate::table::Table;

/// The time of many, kept warm: laid once, searched often, changed row by row.
/// A row is a schedule, numbered from 0, and all are of one zone. What is busy comes as three columns of
/// one length: whose row, the first minute, and the minute after the last, in minutes since 1970 in UTC.
/// Visits start from `start` until before `end`. It finds what `open_slots` finds; where five minutes
/// cannot tell, it refuses with `scheduling.off_the_board`. It may be used from any thread.
#[pyclass(frozen, module = "pms")]
pub(crate) struct Board {
    facade: pms_facade::Board,
}

#[pymethods]
impl Board {
    #[new]
    fn new(
        py: Python<'_>,
        schedules: Vec<WeeklySchedule>,
        busy_rows: Vec<u32>,
        busy_starts: Vec<i64>,
        busy_ends: Vec<i64>,
        start: Instant,
        end: Instant,
    ) -> PyResult<Self> {
        let facade = py.detach(|| {
            let busy = BusyColumns {
                rows: &busy_rows,
                starts: &busy_starts,
                ends: &busy_ends,
            };
            pms_facade::Board::new(&schedules, busy, start, end)
        })?;
        Ok(Self { facade })
    }

    /// Lays a row anew: its schedule, less what is busy. Tells the version of the board.
    fn lay(
        &self,
        py: Python<'_>,
        row: u32,
        schedule: WeeklySchedule,
        busy: Vec<BusyTime>,
    ) -> PyResult<u64> {
        Ok(py.detach(|| self.facade.lay(row, &schedule, &busy))?)
    }

    /// Takes time of a row, which something is booked for. Tells the version of the board. What frees
    /// time again is `lay`.
    fn take(&self, py: Python<'_>, row: u32, start: Instant, end: Instant) -> PyResult<u64> {
        Ok(py.detach(|| self.facade.take(row, start, end))?)
    }

    /// Every opening: by start, and at one time in the order in which rows were named.
    fn all(&self, py: Python<'_>, search: BoardSearch) -> PyResult<Openings> {
        let columns = py.detach(|| self.facade.all(&search))?;
        Ok(Openings { columns })
    }

    /// Every opening, row by row.
    fn all_by_row(&self, py: Python<'_>, search: BoardSearch) -> PyResult<Openings> {
        let columns = py.detach(|| self.facade.all_by_row(&search))?;
        Ok(Openings { columns })
    }

    /// The first openings, so many.
    fn first(&self, py: Python<'_>, search: BoardSearch, count: u32) -> PyResult<Openings> {
        let columns = py.detach(|| self.facade.first(&search, count))?;
        Ok(Openings { columns })
    }

    /// How many openings there are.
    fn count(&self, py: Python<'_>, search: BoardSearch) -> PyResult<u64> {
        Ok(py.detach(|| self.facade.count(&search))?)
    }

    /// Whether there are openings, and if not, what that means.
    fn answer(&self, py: Python<'_>, search: BoardSearch) -> PyResult<SlotAnswer> {
        Ok(py.detach(|| self.facade.answer(&search))?)
    }

    /// How often the board has been changed: answers of the same version agree with each other.
    #[getter]
    fn version(&self) -> u64 {
        self.facade.version()
    }

    /// How many rows there are.
    fn __len__(&self) -> usize {
        self.facade.rows()
    }
}

/// Times at which a visit could start, packed into columns; each is made when it is looked at.
#[pyclass(frozen, module = "pms")]
pub(crate) struct Openings {
    columns: OpeningColumns,
}

#[pymethods]
impl Openings {
    /// All of them as an Arrow table: `row`, and `start` in UTC.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        py.detach(|| crate::table::openings(&self.columns))
    }

    /// Which version of the board answered.
    #[getter]
    fn version(&self) -> u64 {
        self.columns.version
    }

    /// One of them: whose row it is and when it starts.
    fn __getitem__(&self, index: usize) -> PyResult<(u32, Instant)> {
        let opening = self.columns.opening(index);
        opening.ok_or_else(|| PyIndexError::new_err("there are not so many openings"))
    }

    fn __len__(&self) -> usize {
        self.columns.rows.len()
    }
}

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::DateTime;
use pms_core::id::Uuid;
use pms_core::scheduling;
use pms_core::scheduling::BoardRole;
use pms_core::scheduling::Calendar;
use pms_core::scheduling::Columns;
use pms_core::scheduling::Finder;
use pms_core::scheduling::Part;
use pms_core::scheduling::Role;
use pms_core::scheduling::Search;
use pms_core::time::Interval;
use pms_core::time::IntervalSet;
use pms_core::time::Minute;
use pms_core::time::Tzdb;

use crate::error::{At, PmsError, parse};
use crate::scalar::Instant;
use crate::scheduling::{
    BookingRules, BusyTime, SlotAnswer, VisitLength, WeeklySchedule, interval, policy, published,
    visit_type, window,
};
use crate::time::instant;

record! {
    /// What is looked for on a board.
    pub struct BoardSearch {
        /// How much time the visit takes.
        pub visit: VisitLength,
        /// How the practice offers time.
        pub rules: BookingRules,
        /// From when on a visit could start.
        pub start: Instant,
        /// Before when.
        pub end: Instant,
        /// When it is asked.
        pub now: Instant,
        /// The rows that come into question, the preferred ones first; none for all of them.
        pub rows: Option<Vec<u32>>,
    }
}

/// Busy time packed into columns: of each row so much. Minutes are counted from 1970 in UTC.
#[derive(Clone, Copy, Debug)]
pub struct BusyColumns<'a> {
    /// Whose: rows are numbered from 0.
    pub rows: &'a [u32],
    /// The first minute.
    pub starts: &'a [i64],
    /// The minute after the last.
    pub ends: &'a [i64],
}

/// Openings packed into columns, each as long as the other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OpeningColumns {
    /// Whose time it would be: rows are numbered from 0.
    pub rows: Vec<u32>,
    /// When each starts, in minutes since 1970 in UTC.
    pub starts: Vec<i64>,
    /// Which version of the board answered.
    pub version: u64,
}

impl OpeningColumns {
    /// One opening: whose row it is and when it starts.
    #[must_use]
    pub fn opening(&self, index: usize) -> Option<(u32, Instant)> {
        let start = Minute::new(*self.starts.get(index)?).ok()?;
        Some((*self.rows.get(index)?, instant(start)))
    }
}

impl From<Columns> for OpeningColumns {
    fn from(columns: Columns) -> Self {
        let version = columns.version();
        let (rows, starts) = columns.into_parts();
        Self {
            rows,
            starts,
            version,
        }
    }
}

/// The time of many, kept warm as bits of five minutes: laid once, searched often, changed row by row
/// as visits are booked and freed.
///
/// It finds what [`open_slots`](crate::open_slots) finds, and hands it over packed in columns. Where
/// five minutes cannot tell, it refuses with `scheduling.off_the_board`; `open_slots` answers then.
pub struct Board {
    rules: Tzdb,
    zone: String,
    board: RwLock<scheduling::Board>,
}

impl core::fmt::Debug for Board {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Board").finish_non_exhaustive()
    }
}

impl Board {
    /// A board for visits that start from one instant until before another, with a row for each
    /// schedule, in their order, less what is busy. All schedules are of one zone.
    ///
    /// # Errors
    ///
    /// `board.empty`, `board.zone`, `board.columns`, `board.row`, and as
    /// [`open_slots`](crate::open_slots).
    pub fn new(
        schedules: &[WeeklySchedule],
        busy: BusyColumns<'_>,
        start: Instant,
        end: Instant,
    ) -> Result<Self, PmsError> {
        let rules = Tzdb::bundled();
        let Some(first) = schedules.first() else {
            return Err(invalid(
                "schedules",
                "board.empty",
                "a board has a row at least",
            ));
        };
        let zone = parse(&first.zone, "schedules[0].zone")?;
        let window = window(start, end)?;
        let board = scheduling::Board::new(&zone, window, &rules).at("schedules[0]")?;
        let whole = Self {
            rules,
            zone: first.zone.clone(),
            board: RwLock::new(board),
        };
        let busy = apart(busy, schedules.len())?;
        for (row, (schedule, busy)) in (0..).zip(schedules.iter().zip(busy)) {
            let field = || format!("schedules[{row}]");
            whole.lay_row(row, schedule, &busy.into(), &field)?;
        }
        Ok(whole)
    }

    /// Lays a row anew: its schedule, less what is busy. Tells the version of the board.
    ///
    /// # Errors
    ///
    /// `board.row`, and as [`Board::new`].
    pub fn lay(
        &self,
        row: u32,
        schedule: &WeeklySchedule,
        busy: &[BusyTime],
    ) -> Result<u64, PmsError> {
        self.known(row)?;
        let busy = busy
            .iter()
            .enumerate()
            .map(|(n, busy)| interval(busy.start, busy.end, &format!("busy[{n}]")))
            .collect::<Result<IntervalSet, _>>()?;
        self.lay_row(row, schedule, &busy, &|| "schedule".to_owned())?;
        Ok(self.version())
    }

    /// Takes time of a row, which something is booked for. Tells the version of the board. What frees
    /// time again is [`Board::lay`], since something else may lie there too.
    ///
    /// # Errors
    ///
    /// `board.row`, `time.reversed`.
    pub fn take(&self, row: u32, start: Instant, end: Instant) -> Result<u64, PmsError> {
        self.known(row)?;
        let time = interval(start, end, "end")?;
        self.write().take(row, time, time);
        Ok(self.version())
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.read().everyone().len()
    }

    /// How often the board has been changed: answers of the same version agree with each other.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.read().version()
    }

    /// Every opening: by start, and at one time in the order in which rows were named.
    ///
    /// # Errors
    ///
    /// `scheduling.off_the_board` where the window reaches beyond the board, or where hours, visit or
    /// step do not lie on five minutes; `board.row`; and as [`open_slots`](crate::open_slots).
    pub fn all(&self, search: &BoardSearch) -> Result<OpeningColumns, PmsError> {
        self.ask(search, |finder| finder.all().into())
    }

    /// Every opening, row by row.
    ///
    /// # Errors
    ///
    /// As [`Board::all`].
    pub fn all_by_row(&self, search: &BoardSearch) -> Result<OpeningColumns, PmsError> {
        self.ask(search, |finder| finder.all_by_row().into())
    }

    /// The first openings, so many.
    ///
    /// # Errors
    ///
    /// As [`Board::all`].
    pub fn first(&self, search: &BoardSearch, count: u32) -> Result<OpeningColumns, PmsError> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let version = self.version();
        self.ask(search, |finder| {
            let first = finder.first(count).into_iter();
            let (rows, starts) = first.map(|one| (one.row, one.start.since_1970())).unzip();
            OpeningColumns {
                rows,
                starts,
                version,
            }
        })
    }

    /// How many openings there are.
    ///
    /// # Errors
    ///
    /// As [`Board::all`].
    pub fn count(&self, search: &BoardSearch) -> Result<u64, PmsError> {
        self.ask(search, |finder| finder.count())
    }

    /// Whether there are openings, and if not, what that means.
    ///
    /// # Errors
    ///
    /// As [`Board::all`].
    pub fn answer(&self, search: &BoardSearch) -> Result<SlotAnswer, PmsError> {
        self.ask(search, |finder| finder.answer().into())
    }

    fn ask<T>(
        &self,
        search: &BoardSearch,
        answer: impl Fn(&Finder<'_>) -> T,
    ) -> Result<T, PmsError> {
        let board = self.read();
        let visit = visit_type(&search.visit)?;
        let policy = policy(&search.rules)?;
        let rows = match &search.rows {
            None => board.everyone(),
            Some(rows) => rows,
        };
        let unknown = rows.iter().position(|row| board.resource(*row).is_none());
        if let Some(n) = unknown {
            return Err(no_row(format!("rows[{n}]")));
        }
        let role = [BoardRole::new(rows, Part::whole(&visit)).at("visit")?];
        let window = interval(search.start, search.end, "end")?;
        let finder = board.finder(&role, window, &policy, search.now.0, &self.rules);
        finder.at("rules").map(|finder| answer(&finder))
    }

    fn lay_row(
        &self,
        row: u32,
        schedule: &WeeklySchedule,
        busy: &IntervalSet,
        field: &dyn Fn() -> String,
    ) -> Result<(), PmsError> {
        if schedule.zone != self.zone {
            let detail = "every row of a board is of the same zone";
            return Err(invalid(format!("{}.zone", field()), "board.zone", detail));
        }
        let mut schedule = published(schedule).map_err(|error| placed(error, &field()))?;
        schedule.resource = Uuid::from_u128(row.into()).into();
        let calendars = [Calendar {
            busy,
            ..Calendar::of(&schedule)
        }];
        // A weekly schedule grants its hours to every visit alike, at whatever time it is asked.
        let visit = visit_type(&VisitLength {
            duration: 5,
            before: 0,
            after: 0,
        })?;
        let policy = scheduling::Policy::default();
        let search = Search::of(
            &calendars,
            &visit,
            &policy,
            &self.rules,
            DateTime::UNIX_EPOCH,
        );
        let [calendar] = &calendars;
        let role = Role {
            pool: &calendars,
            part: None,
        };
        self.write()
            .lay_role(&search, role, calendar)
            .at(&field())?;
        Ok(())
    }

    fn known(&self, row: u32) -> Result<(), PmsError> {
        match self.read().resource(row) {
            Some(_) => Ok(()),
            None => Err(no_row("row".to_owned())),
        }
    }

    // A board that a panic left behind is whole: each change of it is.
    fn read(&self) -> RwLockReadGuard<'_, scheduling::Board> {
        self.board.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, scheduling::Board> {
        self.board.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is busy, row by row.
fn apart(busy: BusyColumns<'_>, rows: usize) -> Result<Vec<Vec<Interval>>, PmsError> {
    let BusyColumns {
        rows: whose,
        starts,
        ends,
    } = busy;
    if whose.len() != starts.len() || starts.len() != ends.len() {
        let detail = "columns of one table are of one length";
        return Err(invalid("busy", "board.columns", detail));
    }
    let mut apart = vec![Vec::new(); rows];
    for (n, (row, (start, end))) in whose.iter().zip(starts.iter().zip(ends)).enumerate() {
        let field = |column: &str| format!("busy.{column}[{n}]");
        let minute = |at: i64, column| Minute::new(at).at(&field(column));
        let time = Interval::new(minute(*start, "starts")?, minute(*end, "ends")?);
        let time = time.at(&field("ends"))?;
        let row = usize::try_from(*row)
            .ok()
            .and_then(|row| apart.get_mut(row));
        row.ok_or_else(|| no_row(field("rows")))?.push(time);
    }
    Ok(apart)
}

/// What is wrong with a schedule, said of the place at which it was given.
fn placed(error: PmsError, place: &str) -> PmsError {
    match error {
        PmsError::Invalid {
            code,
            detail,
            field,
        } => PmsError::invalid(field.replacen("schedule", place, 1), code, detail),
        error => error,
    }
}

fn no_row(field: String) -> PmsError {
    invalid(field, "board.row", "the board has no such row")
}

fn invalid(field: impl Into<String>, code: &str, detail: &str) -> PmsError {
    PmsError::invalid(field, code, detail)
}

/// An argument from its JSON text, or what is wrong with it.
///
/// # Errors
///
/// As the JSON door.
#[cfg(feature = "wasm")]
pub fn read_argument<T: serde::de::DeserializeOwned>(
    name: &str,
    json: &str,
) -> Result<T, PmsError> {
    crate::error::within(name, crate::json::read(json))
}

/// What the JSON door answers where something is refused.
#[cfg(feature = "wasm")]
#[must_use]
pub fn refusal(error: PmsError) -> String {
    crate::json::envelope(Err(error))
}

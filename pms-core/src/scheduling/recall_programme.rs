use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{ProgrammeId, VisitTypeId};
use crate::time::Period;

/// A kind of visit that becomes due again: a check-up every six months, a mammogram every two years.
///
/// ```
/// # use pms_core::scheduling::{Every, Programme};
/// # use pms_core::id::Uuid;
/// let check_up = Programme::new(Uuid::nil().into(), "check-up", Every::Months(1), vec![]);
/// let due = check_up.due_after("2027-01-31".parse()?);
/// assert_eq!(due, "2027-02-28".parse()?);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Which programme this is.
    pub id: ProgrammeId,
    /// What the practice calls it.
    pub name: String,
    /// How long after the last visit the next is due.
    pub every: Every,
    /// The types of visit that satisfy it; the first is the one to schedule.
    pub visits: Vec<VisitTypeId>,
    /// So many days before the due date a visit may take place.
    #[serde(default)]
    pub early: u16,
    /// So many days after the due date it is overdue.
    #[serde(default)]
    pub late: u16,
    /// How far ahead a visit is booked; what is due later stays a recall.
    #[serde(default = "quarter")]
    pub book_ahead: u16,
    /// For whom it is, by age.
    #[serde(default)]
    pub ages: Ages,
    /// When it is enough.
    #[serde(default)]
    pub stop: Stop,
    /// The programme that takes over from the birthday on which this one ends.
    #[serde(default)]
    pub then: Option<ProgrammeId>,
    /// When a patient is reminded of what is due and not booked.
    #[serde(default)]
    pub remind: Remind,
}

const fn quarter() -> u16 {
    90
}

/// An interval of the civil calendar.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// So many days.
    Days(u16),
    /// So many weeks.
    Weeks(u16),
    /// So many months; the last day stands in for a day that a month lacks.
    Months(u16),
    /// So many years; 28 February stands in for the 29th.
    Years(u16),
}

/// Ages in completed years.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ages {
    /// From this birthday on.
    pub from: Option<u8>,
    /// Up to, but not with, this birthday.
    pub below: Option<u8>,
}

/// When a recall is enough.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stop {
    /// After so many visits since the patient was enrolled.
    pub times: Option<u16>,
    /// Nothing is due after this day.
    pub after: Option<NaiveDate>,
}

/// When a patient is reminded of a recall.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Remind {
    /// The first time so many days before the due date.
    pub before: u16,
    /// Then after so many days each; the last one repeats.
    pub again: Vec<u16>,
    /// At most so often for one due visit. None: never.
    pub most: u8,
}

impl Every {
    /// The day this long after another, drawn to the end of a month that lacks it.
    #[must_use]
    pub fn after(self, date: NaiveDate) -> NaiveDate {
        let days = |count: u64| date.checked_add_days(Days::new(count));
        let months = |count: u32| date.checked_add_months(Months::new(count));
        match self {
            Self::Days(count) => days(count.into()),
            Self::Weeks(count) => days(u64::from(count) * 7),
            Self::Months(count) => months(count.into()),
            Self::Years(count) => months(u32::from(count) * 12),
        }
        .unwrap_or(NaiveDate::MAX)
    }
}

impl Ages {
    /// Whether one born on a day is of such an age on another. Who was born on 29 February has the
    /// birthday on 1 March of other years.
    #[must_use]
    pub fn includes(self, born: NaiveDate, on: NaiveDate) -> bool {
        let age = on.years_since(born);
        let from = self.from.is_none_or(|from| age >= Some(from.into()));
        from && !self.is_past(born, on)
    }

    /// Whether one born on a day has grown out of it by another.
    #[must_use]
    pub fn is_past(self, born: NaiveDate, on: NaiveDate) -> bool {
        let age = on.years_since(born);
        self.below.is_some_and(|below| age >= Some(below.into()))
    }
}

impl Programme {
    /// A programme for all ages and without an end, of which nobody is reminded, booked at most a
    /// quarter ahead.
    #[must_use]
    pub fn new(
        id: ProgrammeId,
        name: impl Into<String>,
        every: Every,
        visits: Vec<VisitTypeId>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            every,
            visits,
            early: 0,
            late: 0,
            book_ahead: quarter(),
            ages: Ages::default(),
            stop: Stop::default(),
            then: None,
            remind: Remind::default(),
        }
    }

    /// When the next visit is due after one on a day.
    #[must_use]
    pub fn due_after(&self, visit: NaiveDate) -> NaiveDate {
        self.every.after(visit)
    }

    /// The days on which a visit that is due on a day may take place.
    #[must_use]
    pub fn window(&self, due: NaiveDate) -> Period {
        let first = due.checked_sub_days(Days::new(self.early.into()));
        let last = due.checked_add_days(Days::new(self.late.into()));
        let day = Period::day(due);
        Period::new(first.unwrap_or(due), last.unwrap_or(due)).unwrap_or(day)
    }

    /// The programme that counts for one born on a day: this, or the one that took over on a
    /// birthday.
    #[must_use]
    pub fn on<'a>(
        &'a self,
        programmes: &'a [Self],
        born: Option<NaiveDate>,
        today: NaiveDate,
    ) -> &'a Self {
        let Some(born) = born else { return self };
        let mut counts = self;
        // As many steps as there are programmes, should they lead in a circle.
        for _ in programmes {
            if !counts.ages.is_past(born, today) {
                break;
            }
            match programmes.iter().find(|it| Some(it.id) == counts.then) {
                Some(next) => counts = next,
                None => break,
            }
        }
        counts
    }
}

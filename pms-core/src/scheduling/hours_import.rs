use chrono::{NaiveDate, NaiveTime};
use csv::{ReaderBuilder, StringRecord, Trim};
use serde::{Deserialize, Serialize};

use crate::id::ScheduleId;
use crate::time::{ClockTime, Fold, Gap, Interval, IntervalSet, Minutes, Period, ZoneRules};

use super::calendar::{Calendar, lay};
use super::error::Refused;
use super::exception::Exception;
use super::hours::{Hours, Window};
use super::schedule::Schedule;

/// Hours that are to be added to schedules, as they were read, and the rows that were not taken.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct LoadedHours {
    /// All rows that were sound.
    pub rows: Vec<HoursRow>,
    /// All others.
    pub refused: Vec<HoursFault>,
}

/// Hours that are to be added to a schedule on some days.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct HoursRow {
    /// Where the row begins in the file, the headings being line 1.
    pub line: u64,
    /// To which schedule.
    pub schedule: ScheduleId,
    /// On which days, each of them.
    pub on: Period,
    /// From when to when by its clocks.
    pub hours: Window,
}

/// A row that was not taken.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct HoursFault {
    /// Where it begins in the file.
    pub line: u64,
    /// What is wrong with it.
    pub why: HoursProblem,
}

/// What is wrong with a row of hours.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HoursProblem {
    /// The row has another number of fields than the headings, or is no text.
    Shape,
    /// Not the identifier of a schedule.
    Schedule,
    /// Not a day, or one before the first of the row.
    Days,
    /// Not a time of the day, or it closes no later than it opens.
    Hours,
    /// It reaches further than a year.
    TooLong,
    /// There is no such schedule.
    Unknown,
}

/// What schedules would be with hours that were read, before anything is kept.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct HoursPreview {
    /// The schedules that would change, as they would be.
    pub schedules: Vec<Schedule>,
    /// Time of a row in which its resource is there already: by its schedules, or by an earlier row.
    pub overlaps: Vec<HoursOverlap>,
    /// The rows that change nothing, with what is wrong with each.
    pub refused: Vec<HoursFault>,
}

/// Time of a row in which the resource is there already.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct HoursOverlap {
    /// Of which row.
    pub line: u64,
    /// By which earlier row; without it by a schedule as it is.
    pub with: Option<u64>,
    /// In which schedule. Where it is another than the row's, the resource would be at two places.
    pub schedule: ScheduleId,
    /// When: the first stretch of it.
    pub time: Interval,
}

/// How many days a row reaches at most.
const YEAR: i64 = 366;

/// Reads hours from comma-separated text whose first line has headings, in any order: `schedule`,
/// `date`, `opens`, `closes`, and if wanted `until`, the last day where there are several. Days are
/// written 2026-01-31, times 08:00 until 24:00; other columns are left alone.
///
/// Every row that is sound is taken; for every other the answer says where it stands and why not.
///
/// # Errors
///
/// [`Refused::NoColumn`] where a needed heading is missing: then nothing is read.
///
/// ```
/// # use pms_core::scheduling::{HoursProblem, load_hours};
/// let loaded = load_hours(
///     b"schedule,date,until,opens,closes\n\
///       018f2d5c-0000-7000-8000-000000000001,2026-03-02,2026-03-06,08:00,12:00\n\
///       018f2d5c-0000-7000-8000-000000000001,2026-03-07,,12:00,08:00\n",
/// )?;
/// assert_eq!(loaded.rows.len(), 1);
/// assert_eq!((loaded.refused[0].line, loaded.refused[0].why), (3, HoursProblem::Hours));
/// # Ok::<(), pms_core::scheduling::Refused>(())
/// ```
pub fn load_hours(csv: &[u8]) -> Result<LoadedHours, Refused> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(csv);
    let headings = reader.headers().cloned().unwrap_or_default();
    let columns = Columns::of(&headings)?;
    let mut loaded = LoadedHours::default();
    let mut record = StringRecord::new();
    loop {
        let line = reader.position().line();
        let read = reader.read_record(&mut record);
        let line = record.position().map_or(line, csv::Position::line);
        let row = match read {
            Ok(false) => return Ok(loaded),
            Ok(true) => columns.row(line, &record),
            Err(_) => Err(HoursProblem::Shape),
        };
        match row {
            Ok(row) => loaded.rows.push(row),
            Err(why) => loaded.refused.push(HoursFault { line, why }),
        }
    }
}

/// Where each column stands.
struct Columns {
    schedule: usize,
    date: usize,
    opens: usize,
    closes: usize,
    until: Option<usize>,
}

impl Columns {
    fn of(headings: &StringRecord) -> Result<Self, Refused> {
        let at = |column: &str| {
            headings
                .iter()
                .map(|heading| heading.trim_start_matches('\u{feff}'))
                .position(|heading| heading.eq_ignore_ascii_case(column))
        };
        let needed = |column| at(column).ok_or(Refused::NoColumn { column });
        Ok(Self {
            schedule: needed("schedule")?,
            date: needed("date")?,
            opens: needed("opens")?,
            closes: needed("closes")?,
            until: at("until"),
        })
    }

    fn row(&self, line: u64, record: &StringRecord) -> Result<HoursRow, HoursProblem> {
        let text = |at: usize| record.get(at).unwrap_or_default();
        let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| HoursProblem::Days);
        let clock = |at| {
            text(at)
                .parse::<ClockTime>()
                .map_err(|_| HoursProblem::Hours)
        };
        let first = day(text(self.date))?;
        let last = match self.until.map(text).filter(|text| !text.is_empty()) {
            Some(last) => day(last)?,
            None => first,
        };
        if (last - first).num_days() > YEAR {
            return Err(HoursProblem::TooLong);
        }
        Ok(HoursRow {
            line,
            schedule: text(self.schedule)
                .parse()
                .map_err(|_| HoursProblem::Schedule)?,
            on: Period::new(first, last).map_err(|_| HoursProblem::Days)?,
            hours: Window::new(clock(self.opens)?, clock(self.closes)?)
                .map_err(|_| HoursProblem::Hours)?,
        })
    }
}

impl LoadedHours {
    /// What some schedules would be with these hours. Nothing is kept: whoever agrees keeps the
    /// schedules. `schedules` are all that the resources have, so that nobody is at two places
    /// unseen.
    ///
    /// # Errors
    ///
    /// [`Refused::Time`] where the zone rules do not reach that far.
    pub fn preview(
        &self,
        schedules: &[Schedule],
        rules: &dyn ZoneRules,
    ) -> Result<HoursPreview, Refused> {
        let mut preview = HoursPreview {
            refused: self.refused.clone(),
            ..HoursPreview::default()
        };
        let mut changed: Vec<Schedule> = schedules.to_vec();
        let mut laid: Vec<(&HoursRow, &Schedule, IntervalSet)> = Vec::new();
        for row in &self.rows {
            let Some(own) = schedules.iter().find(|one| one.id == row.schedule) else {
                let (line, why) = (row.line, HoursProblem::Unknown);
                preview.refused.push(HoursFault { line, why });
                continue;
            };
            let time = lay_row(row, own, rules)?;
            let mine = schedules.iter().filter(|one| one.resource == own.resource);
            for there in mine {
                let overlap = kept_in(there, &time, rules)?;
                preview.tell(row, None, there, &overlap);
            }
            let before = laid.iter().filter(|(_, of, _)| of.resource == own.resource);
            for (other, there, theirs) in before {
                preview.tell(row, Some(other.line), there, &theirs.intersect(&time));
            }
            laid.push((row, own, time));
            for schedule in changed.iter_mut().filter(|one| one.id == row.schedule) {
                schedule.exceptions.push(Exception::Added {
                    on: row.on,
                    hours: vec![row.hours].into(),
                });
            }
        }
        preview.refused.sort_by_key(|fault| fault.line);
        let named = |one: &Schedule| laid.iter().any(|(row, ..)| row.schedule == one.id);
        changed.retain(named);
        preview.schedules = changed;
        Ok(preview)
    }
}

impl HoursPreview {
    fn tell(&mut self, row: &HoursRow, with: Option<u64>, there: &Schedule, time: &IntervalSet) {
        let first = time.iter().next();
        self.overlaps.extend(first.map(|time| HoursOverlap {
            line: row.line,
            with,
            schedule: there.id,
            time,
        }));
    }
}

/// The time of a row.
fn lay_row(
    row: &HoursRow,
    schedule: &Schedule,
    rules: &dyn ZoneRules,
) -> Result<IntervalSet, Refused> {
    let mut parts = Vec::new();
    let hours = Hours::from(vec![row.hours]);
    let span = span(row.on, schedule, rules)?;
    let clocks = rules.offsets(&schedule.zone, span)?;
    for date in row.on.days() {
        lay(&mut parts, &clocks, date, &hours)?;
    }
    Ok(parts.into())
}

/// The time of some days by the clocks of a schedule, with a day either way.
fn span(on: Period, schedule: &Schedule, rules: &dyn ZoneRules) -> Result<Interval, Refused> {
    let edge = |date: NaiveDate| {
        let midnight = date.and_time(NaiveTime::MIN);
        rules
            .resolve(&schedule.zone, midnight)?
            .pick(Gap::Edge, Fold::First)
    };
    let last = on.days().last().unwrap_or(on.start());
    let spare = Minutes::new(2 * 1_440);
    let first = Interval::new(edge(on.start())?, edge(last)?.plus(Minutes::new(1)))?;
    Ok(first.widened(spare, spare))
}

/// When a schedule is there already, of some time.
fn kept_in(
    schedule: &Schedule,
    time: &IntervalSet,
    rules: &dyn ZoneRules,
) -> Result<IntervalSet, Refused> {
    let ends = time.iter().next().zip(time.iter().last());
    let Some(window) = ends.and_then(|(first, last)| Interval::between(first.start(), last.end()))
    else {
        return Ok(IntervalSet::EMPTY);
    };
    let there = Calendar::of(schedule).offered(window, rules)?;
    Ok(there.intersect(time))
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests {
    use super::*;
    use crate::id::Uuid;
    use crate::scheduling::Week;
    use crate::time::Tzdb;

    fn id<I: From<Uuid>>(number: u128) -> I {
        Uuid::from_u128(number).into()
    }

    /// Resource 1 at two locations, resource 2 at one; each there on workdays from 08:00 to 12:00 at
    /// its first.
    fn schedules() -> [Schedule; 3] {
        let zone = || "America/New_York".parse().unwrap();
        let morning = Window::new("08:00".parse().unwrap(), "12:00".parse().unwrap()).unwrap();
        let since = Period::since("2026-01-01".parse().unwrap());
        let plain = |n, resource, place| Schedule::new(id(n), id(resource), id(place), zone());
        let week = Week::workdays(vec![morning]);
        [
            plain(1, 1, 1).publish(since, week.clone()),
            plain(2, 1, 2).publish(since, Week::default()),
            plain(3, 2, 1).publish(since, week),
        ]
    }

    /// Rows as `schedule,date,until,opens,closes`, with the number of a schedule.
    #[track_caller]
    fn check(
        rows: &[&str],
        overlaps: &[(u64, Option<u64>, u128)],
        refused: &[(u64, HoursProblem)],
    ) {
        let row = |row: &&str| match row.split_once(',') {
            Some((n, rest)) => format!("00000000-0000-0000-0000-00000000000{n},{rest}\n"),
            None => format!("{row}\n"),
        };
        let body: String = rows.iter().map(row).collect();
        let text = format!("Schedule,Date,Until,Opens,Closes\n{body}");
        let before = schedules();
        let loaded = load_hours(text.as_bytes()).unwrap();
        let preview = loaded.preview(&before, &Tzdb::bundled()).unwrap();
        let got: Vec<_> = preview
            .overlaps
            .iter()
            .map(|it| (it.line, it.with, it.schedule))
            .collect();
        let wanted: Vec<_> = overlaps
            .iter()
            .map(|(line, with, of)| (*line, *with, id(*of)))
            .collect();
        assert_eq!(got, wanted, "{rows:?}");
        let got: Vec<_> = preview.refused.iter().map(|it| (it.line, it.why)).collect();
        assert_eq!(got, refused, "{rows:?}");
        let added: usize = preview
            .schedules
            .iter()
            .map(|one| one.exceptions.len())
            .sum();
        assert_eq!(added + refused.len(), rows.len());
        assert_eq!(before, schedules(), "a preview changes nothing");
    }

    #[test]
    #[rustfmt::skip] // a table
    fn hours_are_shown_with_what_they_overlap_before_they_are_kept() {
        // 2026-03-07 is a Saturday, 2026-03-09 a Monday.
        check(&["1,2026-03-07,,08:00,12:00"], &[], &[]);
        check(&["1,2026-03-09,,12:00,24:00"], &[], &[]);
        check(&["1,2026-03-09,,11:00,13:00"], &[(2, None, 1)], &[]);
        check(&["1,2026-03-07,2026-03-09,11:00,13:00"], &[(2, None, 1)], &[]); // over a change of the clocks
        check(&["2,2026-03-09,,11:00,13:00"], &[(2, None, 1)], &[]);           // at two places
        check(&["3,2026-03-07,,08:00,12:00", "1,2026-03-07,,08:00,12:00"], &[], &[]); // two resources
        check(&["1,2026-03-07,,08:00,12:00", "2,2026-03-07,,11:00,13:00"], &[(3, Some(2), 1)], &[]);
        check(&["1,2026-03-07,,08:00,12:00", "1,2026-03-07,,12:00,13:00"], &[], &[]);
        check(&["x,2026-03-07,,08:00,12:00"], &[], &[(2, HoursProblem::Schedule)]);
        check(&["9,2026-03-07,,08:00,12:00"], &[], &[(2, HoursProblem::Unknown)]);
        check(&["1,03/07/2026,,08:00,12:00"], &[], &[(2, HoursProblem::Days)]);
        check(&["1,2026-03-07,2026-03-06,08:00,12:00"], &[], &[(2, HoursProblem::Days)]);
        check(&["1,2026-03-07,2028-03-06,08:00,12:00"], &[], &[(2, HoursProblem::TooLong)]);
        check(&["1,2026-03-07,,12:00,08:00"], &[], &[(2, HoursProblem::Hours)]);
        check(&["1,2026-03-07,,8am,12:00"], &[], &[(2, HoursProblem::Hours)]);
        check(&["1,2026-03-07", "1,2026-03-07,,08:00,12:00"], &[], &[(2, HoursProblem::Shape)]);
    }

    #[test]
    fn a_heading_must_be_there() {
        let refused = load_hours(b"schedule,date,opens\n").unwrap_err();
        assert_eq!(refused.code(), "scheduling.no_column");
    }
}

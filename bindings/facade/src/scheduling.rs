use chrono::Weekday;
use pms_core::id::Uuid;
use pms_core::scheduling;
use pms_core::scheduling::Answer;
use pms_core::scheduling::Calendar;
use pms_core::scheduling::Hours;
use pms_core::scheduling::Policy;
use pms_core::scheduling::Schedule;
use pms_core::scheduling::Search;
use pms_core::scheduling::Step;
use pms_core::scheduling::VisitType;
use pms_core::scheduling::Week;
use pms_core::scheduling::Window;
use pms_core::time::ClockTime;
use pms_core::time::Interval;
use pms_core::time::IntervalSet;
use pms_core::time::Minute;
use pms_core::time::Minutes;
use pms_core::time::Period;
use pms_core::time::Tzdb;
use pms_core::time::Zone;
use pms_core::time::ZoneRules;

use crate::error::{At, PmsError, parse};
use crate::scalar::{Day, Instant, LocalTime};
use crate::time::instant;

record! {
    /// A day of the week.
    pub enum DayOfWeek {
        /// Monday.
        Monday,
        /// Tuesday.
        Tuesday,
        /// Wednesday.
        Wednesday,
        /// Thursday.
        Thursday,
        /// Friday.
        Friday,
        /// Saturday.
        Saturday,
        /// Sunday.
        Sunday,
    }
}

record! {
    /// When someone works on a day of the week; a day may have several.
    pub struct WorkingHours {
        /// Which day.
        pub day: DayOfWeek,
        /// From when, such as `08:00`.
        pub opens: String,
        /// Until when; `24:00` is midnight at its end.
        pub closes: String,
    }
}

record! {
    /// When someone works, week by week, in a zone.
    pub struct WeeklySchedule {
        /// The zone of the location, such as `America/New_York`.
        pub zone: String,
        /// The hours of a week.
        pub hours: Vec<WorkingHours>,
        /// The first day on which they count.
        pub valid_from: Day,
        /// The last one; none where they go on.
        pub valid_to: Option<Day>,
    }
}

record! {
    /// Time that is taken, from its first minute until before its last.
    pub struct BusyTime {
        /// The first minute.
        pub start: Instant,
        /// The minute after the last.
        pub end: Instant,
    }
}

record! {
    /// How much time a visit takes, in minutes.
    pub struct VisitLength {
        /// The visit itself.
        pub duration: u32,
        /// What is kept free before it.
        pub before: u32,
        /// What is kept free after it.
        pub after: u32,
    }
}

record! {
    /// How a practice offers time.
    pub struct BookingRules {
        /// How many minutes the offered starts are apart.
        pub step: u16,
        /// How many minutes must lie between now and a start.
        pub notice: u32,
        /// How many local days ahead a start may lie; none where there is no limit.
        pub horizon_days: Option<u16>,
    }
}

record! {
    /// A time at which a visit can start.
    pub struct SlotStart {
        /// The instant.
        pub at: Instant,
        /// What the clock shows there.
        pub local: LocalTime,
    }
}

record! {
    /// Whether there are starts, and if not, what that means.
    pub enum SlotAnswer {
        /// There are.
        Open,
        /// The whole window was searched and nothing is free.
        NothingFree,
        /// Nothing is free where it could be searched; the rest is too soon, too far ahead or not
        /// published.
        Clipped,
        /// Nothing is free as far as anybody knows; but a calendar could not be read.
        Unreachable,
    }
}

record! {
    /// The answer to a search.
    pub struct OpenSlots {
        /// Whether there are starts.
        pub answer: SlotAnswer,
        /// The starts, in order.
        pub starts: Vec<SlotStart>,
        /// Why part of the window was not searched.
        pub clipped_by: Vec<String>,
    }
}

/// The longest window of a search: an answer lists its starts one by one.
const LONGEST: Minutes = Minutes::new(400 * 1_440);

/// Every time from one instant until before another at which a visit could start.
///
/// # Errors
///
/// `scheduling.visit_length`, `time.unknown_zone`, `time.reversed` and their like.
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn open_slots(
    schedule: WeeklySchedule,
    busy: Vec<BusyTime>,
    visit: VisitLength,
    rules: BookingRules,
    start: Instant,
    end: Instant,
    now: Instant,
) -> Result<OpenSlots, PmsError> {
    let schedule = published(&schedule)?;
    let taken = busy
        .iter()
        .enumerate()
        .map(|(n, busy)| interval(busy.start, busy.end, &format!("busy[{n}]")))
        .collect::<Result<Vec<_>, _>>()?;
    let zones = Tzdb::bundled();
    let taken = IntervalSet::from(taken);
    let calendars = [Calendar {
        busy: &taken,
        ..Calendar::of(&schedule)
    }];
    let (visit, policy) = (visit_type(&visit)?, policy(&rules)?);
    let search = Search::of(&calendars, &visit, &policy, &zones, now.0);
    let window = window(start, end)?;
    let open = scheduling::open_slots(&search, window).at("schedule")?;
    let starts = open
        .starts()
        .map(|at| slot_start(at, &schedule.zone, &zones))
        .collect::<Result<_, _>>()?;
    Ok(OpenSlots {
        answer: SlotAnswer::from(open.answer()),
        starts,
        clipped_by: open.clips().iter().map(ToString::to_string).collect(),
    })
}

/// A window that is not too long to be searched at once.
pub(crate) fn window(start: Instant, end: Instant) -> Result<Interval, PmsError> {
    let window = interval(start, end, "end")?;
    if window.length() > LONGEST {
        let detail = "a search is over 400 days at most";
        return Err(PmsError::invalid("end", "scheduling.window", detail));
    }
    Ok(window)
}

impl From<Answer> for SlotAnswer {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Open => Self::Open,
            Answer::NothingFree => Self::NothingFree,
            Answer::Unreachable => Self::Unreachable,
            _ => Self::Clipped,
        }
    }
}

impl From<DayOfWeek> for Weekday {
    fn from(day: DayOfWeek) -> Self {
        match day {
            DayOfWeek::Monday => Self::Mon,
            DayOfWeek::Tuesday => Self::Tue,
            DayOfWeek::Wednesday => Self::Wed,
            DayOfWeek::Thursday => Self::Thu,
            DayOfWeek::Friday => Self::Fri,
            DayOfWeek::Saturday => Self::Sat,
            DayOfWeek::Sunday => Self::Sun,
        }
    }
}

pub(crate) fn slot_start(
    at: Minute,
    zone: &Zone,
    rules: &dyn ZoneRules,
) -> Result<SlotStart, PmsError> {
    Ok(SlotStart {
        at: instant(at),
        local: LocalTime(rules.civil_at(zone, at).at("schedule.zone")?),
    })
}

/// A schedule of its own, which no resource bears.
pub(crate) fn published(terms: &WeeklySchedule) -> Result<Schedule, PmsError> {
    let nobody = Uuid::nil();
    let zone = parse(&terms.zone, "schedule.zone")?;
    Ok(
        Schedule::new(nobody.into(), nobody.into(), nobody.into(), zone)
            .publish(validity(terms)?, week(&terms.hours)?),
    )
}

pub(crate) fn validity(terms: &WeeklySchedule) -> Result<Period, PmsError> {
    match terms.valid_to {
        None => Ok(Period::since(terms.valid_from.0)),
        Some(last) => Period::new(terms.valid_from.0, last.0).at("schedule.validTo"),
    }
}

pub(crate) fn week(hours: &[WorkingHours]) -> Result<Week, PmsError> {
    let mut days: [Vec<Window>; 7] = Default::default();
    for (n, hours) in hours.iter().enumerate() {
        let field = format!("schedule.hours[{n}]");
        let clock = |text: &str| parse::<ClockTime>(text, &field);
        let window = Window::new(clock(&hours.opens)?, clock(&hours.closes)?).at(&field)?;
        let [
            monday,
            tuesday,
            wednesday,
            thursday,
            friday,
            saturday,
            sunday,
        ] = &mut days;
        match hours.day {
            DayOfWeek::Monday => monday.push(window),
            DayOfWeek::Tuesday => tuesday.push(window),
            DayOfWeek::Wednesday => wednesday.push(window),
            DayOfWeek::Thursday => thursday.push(window),
            DayOfWeek::Friday => friday.push(window),
            DayOfWeek::Saturday => saturday.push(window),
            DayOfWeek::Sunday => sunday.push(window),
        }
    }
    let [
        monday,
        tuesday,
        wednesday,
        thursday,
        friday,
        saturday,
        sunday,
    ] = days.map(Hours::from);
    Ok(Week {
        monday,
        tuesday,
        wednesday,
        thursday,
        friday,
        saturday,
        sunday,
    })
}

pub(crate) fn visit_type(visit: &VisitLength) -> Result<VisitType, PmsError> {
    let minutes = |count: u32| Minutes::new(count.into());
    VisitType::new(Uuid::nil().into(), "visit", minutes(visit.duration))
        .and_then(|kind| kind.with_buffers(minutes(visit.before), minutes(visit.after)))
        .at("visit")
}

pub(crate) fn policy(rules: &BookingRules) -> Result<Policy, PmsError> {
    Ok(Policy {
        step: Step::new(rules.step).at("rules.step")?,
        notice: Minutes::new(rules.notice.into()),
        horizon_days: rules.horizon_days,
        ..Policy::default()
    })
}

pub(crate) fn interval(start: Instant, end: Instant, field: &str) -> Result<Interval, PmsError> {
    let minute = |at: Instant| Minute::try_from(at.0).at(field);
    Interval::new(minute(start)?, minute(end)?).at(field)
}

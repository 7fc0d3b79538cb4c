use chrono::NaiveDateTime;

use crate::time::{ClockTime, Minute, TimeError, Zone};

use super::error::Refused;
use super::search::Search;
use super::waitlist_entry::{WishedTime, Wishes};
use super::waitlist_rank::WhyNot;

/// Leaves the starts that suit a patient, or names the first wish that leaves none.
pub(super) fn suits(
    starts: &mut Vec<Minute>,
    wishes: &Wishes,
    search: &Search<'_>,
    zone: &Zone,
) -> Result<Result<(), WhyNot>, Refused> {
    let clock = |at: Minute| search.rules.civil_at(zone, at);
    let soonest = Minute::containing(search.now).plus(wishes.notice);
    let mut shown: Vec<(Minute, NaiveDateTime)> = Vec::with_capacity(starts.len());
    for start in starts.iter() {
        shown.push((*start, clock(*start)?));
    }
    shown.retain(|(_, civil)| wishes.days.is_none_or(|days| days.contains(civil.date())));
    if shown.is_empty() {
        return Ok(Err(WhyNot::Day));
    }
    let mut fitting = Vec::with_capacity(shown.len());
    for (start, civil) in shown {
        let end = clock(start.plus(search.visit.duration()))?;
        if wishes.times.is_empty() || within(&wishes.times, civil, end)? {
            fitting.push(start);
        }
    }
    if fitting.is_empty() {
        return Ok(Err(WhyNot::Hours));
    }
    fitting.retain(|start| *start >= soonest);
    if fitting.is_empty() {
        return Ok(Err(WhyNot::Notice));
    }
    *starts = fitting;
    Ok(Ok(()))
}

/// Whether the whole visit lies in one of the wished stretches of a day.
fn within(times: &[WishedTime], from: NaiveDateTime, to: NaiveDateTime) -> Result<bool, TimeError> {
    let opens = ClockTime::try_from(from.time())?;
    let closes = if to.date() == from.date() {
        ClockTime::try_from(to.time())?
    } else if to == from.date().succ_opt().unwrap_or(from.date()).into() {
        ClockTime::END_OF_DAY
    } else {
        return Ok(false);
    };
    let fits = |time: &WishedTime| {
        time.on.has(from.date())
            && time
                .hours
                .windows()
                .any(|window| window.opens() <= opens && closes <= window.closes())
    };
    Ok(times.iter().any(fits))
}

use chrono::{Datelike, NaiveDate, Weekday};

/// Whether federal offices with a week from Monday to Friday keep a holiday on that day: a holiday on
/// a Saturday is kept the day before, one on a Sunday the day after.
///
/// As the law stands since 1986; Juneteenth since 2021. Inauguration Day is kept in and around
/// Washington alone, and left out.
///
/// Source: 5 U.S.C. 6103; Executive Order 11582 for Sundays.
pub(super) fn observed(day: NaiveDate) -> bool {
    let fixed = |day: Option<NaiveDate>| day.is_some_and(has_fixed_date);
    match day.weekday() {
        Weekday::Sat | Weekday::Sun => false,
        Weekday::Fri => fixed(Some(day)) || fixed(day.succ_opt()),
        Weekday::Mon => fixed(Some(day)) || fixed(day.pred_opt()) || on_a_monday(day),
        Weekday::Thu => fixed(Some(day)) || (day.month() == 11 && turn(day) == 4),
        _ => fixed(Some(day)),
    }
}

fn has_fixed_date(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (1, 1) | (7, 4) | (11, 11) | (12, 25) => true,
        (6, 19) => day.year() >= 2021,
        _ => false,
    }
}

fn on_a_monday(day: NaiveDate) -> bool {
    match day.month() {
        1 | 2 => turn(day) == 3,
        5 => day.day() > 24,
        9 => turn(day) == 1,
        10 => turn(day) == 2,
        _ => false,
    }
}

/// The how manyth of its weekday it is in its month.
fn turn(day: NaiveDate) -> u32 {
    day.day().div_ceil(7)
}

//! Days moved by so many days, in the form in which they came.

use chrono::{Datelike as _, Days, NaiveDate};

/// The day or days of a text moved by `by` days into the past; what stands around them stays. A text
/// that is no day becomes nines, which are none either.
pub(super) fn moved(text: &str, format: &str, by: u64) -> String {
    let day = text.trim();
    let moved = match format {
        "RD8" | "RDT" => day
            .split_once('-')
            .map(|(from, to)| format!("{}-{}", one(from, by), one(to, by))),
        _ => None,
    };
    text.replacen(day, &moved.unwrap_or_else(|| one(day, by)), 1)
}

fn one(text: &str, by: u64) -> String {
    let nines = || {
        let nine = |c: char| if c.is_alphanumeric() { '9' } else { c };
        text.chars().map(nine).collect()
    };
    day(text, by).unwrap_or_else(nines)
}

/// `20260801`, `202608011230`, `260801`, `2026-08-01`.
fn day(text: &str, by: u64) -> Option<String> {
    let (date, rest) = match text.len() {
        12 | 14 => text.split_at_checked(8)?,
        _ => (text, ""),
    };
    if !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let layout = match date.len() {
        6 => "%y%m%d",
        8 => "%Y%m%d",
        10 if date.contains('/') => "%Y/%m/%d",
        10 => "%Y-%m-%d",
        _ => return None,
    };
    let read = NaiveDate::parse_from_str(date, layout).ok()?;
    if read.format(layout).to_string() != date {
        return None;
    }
    // Without an end, as systems write it.
    if read.year() >= 9000 {
        return Some(text.to_owned());
    }
    let moved = read.checked_sub_days(Days::new(by))?.format(layout);
    Some(format!("{moved}{rest}")).filter(|moved| moved.len() == text.len())
}

/// A day of birth, moved as others; who is older than 89 on the day on which the file was written is
/// born on the first of January ninety years before it.
///
/// Source: 45 CFR 164.514(b)(2)(i)(C).
pub(super) fn birth(text: &str, written: Option<NaiveDate>, by: u64) -> String {
    let read = NaiveDate::parse_from_str(text.trim(), "%Y%m%d");
    let Ok(born) = read else {
        return moved(text, "D8", by);
    };
    let old = written.is_none_or(|written| written.years_since(born).is_some_and(|age| age > 89));
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1);
    match written.map_or(first(1900), |written| first(written.year() - 90)) {
        Some(first) if old => moved(&first.format("%Y%m%d").to_string(), "D8", by),
        _ => moved(text, "D8", by),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn days_are_moved_in_the_form_in_which_they_came() {
        //    what stands there       format  ten days before
        check("20260801",             "D8",   "20260722");
        check("20240301",             "D8",   "20240220"); // a leap year
        check("260105",               "",     "251226");
        check("2026-01-05",           "",     "2025-12-26");
        check("2026/01/05",           "",     "2025/12/26");
        check("202608011230",         "DT",   "202607221230");
        check("20260801-20260803",    "RD8",  "20260722-20260724");
        check("20260801-20260832",    "RD8",  "20260722-99999999");
        check("20260801",             "RD8",  "20260722");
        check("20260832",             "D8",   "99999999");
        check("20260801-20260803",    "D8",   "99999999-99999999");
        check("2026",                 "D8",   "9999");
        check("2026O801",             "D8",   "99999999");
        check("99991231",             "D8",   "99991231"); // no end
        check(" 20260801 ",           "D8",   " 20260722 ");
    }

    #[track_caller]
    fn check(text: &str, format: &str, wanted: &str) {
        assert_eq!(moved(text, format, 10), wanted);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn nobody_is_older_than_ninety() {
        //      born        written           moved by ten days
        is_born("19360802", Some("2026-08-01"), "19360723"); // 89
        is_born("19360801", Some("2026-08-01"), "19351222"); // 90 today
        is_born("19010101", Some("2026-08-01"), "19351222");
        is_born("20270101", Some("2026-08-01"), "20261222"); // not born yet
        is_born("19800101", None,               "18991222");
    }

    #[track_caller]
    fn is_born(born: &str, written: Option<&str>, wanted: &str) {
        let written = written.map(|day| day.parse().unwrap());
        assert_eq!(birth(born, written, 10), wanted, "{born}");
    }
}

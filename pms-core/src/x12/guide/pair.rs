//! Elements that say something only together.

use chrono::NaiveDate;

use crate::code::Npi;

use super::super::syntax::{Fields, Level};
use super::report::Report;

/// A number and what kind of number it is (NM108, NM109). An NPI has ten digits of which the last
/// one proves the others. `codes` are what findings are called: a wrong length, a wrong check digit,
/// one without the other.
pub(in crate::x12) fn number(
    nm1: &Fields<'_>,
    place: &str,
    codes: [&'static str; 3],
    report: &mut Report,
) {
    let [wrong_length, wrong_digit, alone] = codes;
    let number = nm1.element(9);
    if nm1.element(8).is("XX") {
        let digits = number.bytes().trim_ascii();
        let whole = digits.len() == 10 && digits.iter().all(u8::is_ascii_digit);
        let path = || format!("{place}/NM109");
        if !whole {
            let says = "an NPI has ten digits";
            report.warning(wrong_length, path(), number.at(), says);
        } else if number.text().parse::<Npi>().is_err() {
            let says = "the last digit of the NPI does not prove the others";
            report.warning(wrong_digit, path(), number.at(), says);
        }
    }
    if nm1.element(8).is_empty() != number.is_empty() {
        let missing = if number.is_empty() { 9 } else { 8 };
        let path = format!("{place}/NM1{missing:02}");
        let says = "a number and what kind of number it is come together";
        report.error(alone, path, nm1.element(missing).at(), says);
    }
}

/// The first day of a DTP: one day (D8) or the first and last of a range (RD8). `reversed` is what
/// the finding is called where the last day lies before the first.
pub(in crate::x12) fn days(
    dtp: &Fields<'_>,
    place: &str,
    reversed: &'static str,
    report: &mut Report,
) -> Option<NaiveDate> {
    let days = dtp.element(3);
    let read = match dtp.element(2).bytes().trim_ascii() {
        b"D8" => days.date().map(|day| (day, day)),
        b"RD8" => days.dates(),
        _ => return None,
    };
    let path = || format!("{place}/DTP03");
    let Ok((from, to)) = read else {
        let says = "not a date, or not a range of dates";
        report.find(Level::Syntax, "x12.date", path(), days.at(), says);
        return None;
    };
    if to < from {
        let says = "the last day lies before the first";
        report.situation(reversed, path(), days.at(), says);
    }
    Some(from)
}

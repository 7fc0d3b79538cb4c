use core::str::FromStr;

use crate::code::{State, Taxonomy, Zip};
use crate::party::names_a_box;

use super::super::super::guide::{Report, pair};
use super::super::super::syntax::Fields;

const NUMBER: [&str; 3] = [
    "t837p.npi_length",
    "t837p.npi_check_digit",
    "t837p.number_alone",
];

pub(super) fn name(nm1: &Fields<'_>, place: &str, report: &mut Report) {
    pair::number(nm1, place, NUMBER, report);
    let person = nm1.element(2).is("1");
    if !person && !nm1.element(4).is_empty() {
        let path = format!("{place}/NM104");
        let says = "an organisation has no first name";
        report.warning("t837p.first_name", path, nm1.element(4).at(), says);
    }
}

pub(super) fn specialty(prv: &Fields<'_>, place: &str, report: &mut Report) {
    let code = prv.element(3);
    if !code.is_empty() && !is_sent_as::<Taxonomy>(&code.text()) {
        let path = format!("{place}/PRV03");
        let says = "the taxonomy code has not the shape of one";
        report.code_set("t837p.taxonomy", path, code.at(), says);
    }
}

/// It has the shape of the code, in the capital letters in which codes are sent.
pub(super) fn is_sent_as<C: FromStr>(text: &str) -> bool {
    text.parse::<C>().is_ok() && !text.bytes().any(|b| b.is_ascii_lowercase())
}

/// The billing provider is found in a street.
pub(super) fn street(n3: &Fields<'_>, place: &str, report: &mut Report) {
    for number in [1, 2] {
        let line = n3.element(number);
        if place == "2010AA" && names_a_box(&line.text()) {
            let path = format!("{place}/N3{number:02}");
            let says = "the billing provider's address is a street, no post office box";
            report.situation("t837p.post_office_box", path, line.at(), says);
        }
    }
}

pub(super) fn town(n4: &Fields<'_>, place: &str, report: &mut Report) {
    let abroad = !n4.element(4).is_empty() && !n4.element(4).is("US");
    if abroad {
        return;
    }
    let (state, zip) = (n4.element(2), n4.element(3));
    if !is_sent_as::<State>(&state.text()) {
        let path = format!("{place}/N402");
        let says = "an address in the country has a state";
        report.code_set("t837p.state", path, state.at(), says);
    }
    let digits = zip.bytes().trim_ascii();
    let whole = digits.iter().all(u8::is_ascii_digit) && zip.text().parse::<Zip>().is_ok();
    let full = matches!(place, "2010AA" | "2310C" | "2420C");
    if !whole {
        let path = format!("{place}/N403");
        let says = "a postal code has five or nine digits and nothing between them";
        report.warning("t837p.zip", path, zip.at(), says);
    } else if full && digits.len() != 9 {
        let path = format!("{place}/N403");
        let says = "the postal code has all nine digits here";
        report.warning("t837p.zip_nine", path, zip.at(), says);
    }
}

/// What a provider is called by the tax office, a laboratory or an authority.
pub(super) fn reference(reference: &Fields<'_>, place: &str, report: &mut Report) {
    let value = reference.element(2);
    let digits = value.bytes().trim_ascii();
    let nine = digits.len() == 9 && digits.iter().all(u8::is_ascii_digit);
    let path = || format!("{place}/REF02");
    match reference.element(1).bytes().trim_ascii() {
        b"EI" | b"SY" if !nine => {
            let says = "a tax or social security number has nine digits";
            report.warning("t837p.tax_number", path(), value.at(), says);
        }
        b"X4" if !is_clia(digits) => {
            let says = "a laboratory's number has ten places, the third of them a D";
            report.warning("t837p.clia", path(), value.at(), says);
        }
        _ => {}
    }
}

fn is_clia(number: &[u8]) -> bool {
    let digits = |part: Option<&[u8]>| part.is_some_and(|p| p.iter().all(u8::is_ascii_digit));
    number.len() == 10
        && digits(number.get(..2))
        && number.get(2) == Some(&b'D')
        && digits(number.get(3..))
}

/// A telephone has ten digits in the country.
pub(super) fn contact(per: &Fields<'_>, place: &str, report: &mut Report) {
    for number in [3, 5, 7] {
        let value = per.element(number + 1);
        let digits = value.bytes().trim_ascii();
        let phone = per.element(number).is("TE") || per.element(number).is("FX");
        let plain = digits.len() >= 10 && digits.iter().all(u8::is_ascii_digit);
        if phone && !value.is_empty() && !plain {
            let path = format!("{place}/PER{:02}", number + 1);
            let says = "a telephone is written as its ten digits alone";
            report.warning("t837p.phone", path, value.at(), says);
        }
    }
}

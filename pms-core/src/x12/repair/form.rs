//! What a person would write instead of what stands in an element, by the finding about it.

use chrono::NaiveDate;

use crate::code::{Icd10Cm, Npi, Zip};

use super::super::syntax::{Finding, decimal};

/// The same said in the right form, where the finding is about form alone. Whether the finding is
/// gone by it, the check tells.
pub(super) fn mended(finding: &Finding, text: &str) -> Option<String> {
    let mended = match finding.code {
        "x12.element_blank" => Some(text.trim().to_owned()),
        "x12.element_code" | "x12.qualifier" => upper(text),
        "x12.element_type" => day(text).or_else(|| time(text)).or_else(|| number(text)),
        "x12.element_length" if finding.path.ends_with("LIN03") => drug(text),
        "x12.element_length" => without_zeros(text),
        "x12.amount" | "x12.units" => number(text),
        "x12.date" => day(text).or_else(|| days(text)),
        "t837p.diagnosis_dot" | "t837p.diagnosis" | "eligibility.diagnosis" => diagnosis(text),
        "t837p.zip" => {
            let zip: Zip = text.replace(' ', "").parse().ok()?;
            Some(zip.as_str().to_owned())
        }
        "t837p.phone" => phone(text),
        "t837p.tax_number" => digits(text).filter(|digits| digits.len() == 9),
        "t837p.npi_length" | "eligibility.npi_length" | "status.npi_length" => {
            digits(text).filter(|digits| digits.parse::<Npi>().is_ok())
        }
        "t837p.clia" | "t837p.taxonomy" | "eligibility.taxonomy" => {
            upper(&text.replace([' ', '-'], ""))
        }
        "t837p.procedure"
        | "t837p.state"
        | "t837p.adjustment_reason"
        | "t835.adjustment_group"
        | "t835.adjustment_reason"
        | "t835.provider_reason"
        | "t835.remark"
        | "t835.unknown_group"
        | "t835.unknown_reason"
        | "status.category" => upper(text),
        _ => None,
    };
    mended.filter(|mended| mended != text && !mended.is_empty())
}

fn upper(text: &str) -> Option<String> {
    Some(text.trim().to_ascii_uppercase())
}

/// The digits of a number that has blanks and dashes between them and nothing else.
fn digits(text: &str) -> Option<String> {
    let plain = text.replace([' ', '-'], "");
    plain.bytes().all(|b| b.is_ascii_digit()).then_some(plain)
}

/// `(860) 555-1212`, `860.555.1212`, `+1 860 555 1212`: ten digits; what is no layout is content.
fn phone(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/'))
        .collect();
    let plain = match plain.strip_prefix("+1") {
        Some(rest) => rest.to_owned(),
        None => plain,
    };
    let sound = matches!(plain.len(), 10 | 11) && plain.bytes().all(|b| b.is_ascii_digit());
    sound.then_some(plain)
}

fn diagnosis(text: &str) -> Option<String> {
    let code: Icd10Cm = text.trim().parse().ok()?;
    Some(code.as_str().to_owned())
}

/// `2026-08-01` and `2026/08/01`. Days that begin with a month or a day may be read in two ways.
fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    if [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(year.parse().ok()?, number(month)?, number(day)?)
        .map(|day| day.format("%Y%m%d").to_string())
}

/// `2026-08-01-2026-08-03`, `20260801 - 20260803`.
fn days(text: &str) -> Option<String> {
    let plain = text.replace([' ', '-', '/'], "");
    let (from, to) = plain.split_at_checked(8)?;
    let sound = |day: &str| NaiveDate::parse_from_str(day, "%Y%m%d").is_ok();
    let digits = plain.len() == 16 && plain.bytes().all(|b| b.is_ascii_digit());
    (digits && sound(from) && sound(to)).then(|| format!("{from}-{to}"))
}

/// `12:00`, `12:00:30`.
fn time(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let pairs = parts.iter().all(|part| part.len() == 2) && matches!(parts.len(), 2 | 3);
    let plain = parts.concat();
    (pairs && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}

/// `$150.00`, `+150`, `1,500.00`. A comma is read only where a point stands behind it, since others
/// write their decimals with it.
fn number(text: &str) -> Option<String> {
    let (sign, plain) = match text.trim().strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.trim().trim_start_matches('+')),
    };
    let plain = plain.strip_prefix('$').unwrap_or(plain).trim_start();
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    if fraction.is_empty() && whole.contains(',') {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let parted = whole.contains(',') && !(1..=3).contains(&first.len());
    if parted || groups.any(|group| group.len() != 3) {
        return None;
    }
    let plain = format!("{sign}{}", plain.replace(',', ""));
    decimal(plain.as_bytes(), 2)?;
    without_zeros(&plain)
}

/// A decimal number without the zeros that say nothing.
fn without_zeros(text: &str) -> Option<String> {
    let text = text.trim();
    decimal(text.as_bytes(), 9)?;
    let (sign, plain) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let plain = plain.trim_start_matches('0');
    let plain = match plain.contains('.') {
        true => plain.trim_end_matches('0').trim_end_matches('.'),
        false => plain,
    };
    Some(match plain {
        "" => "0".to_owned(),
        plain if plain.starts_with('.') => format!("{sign}0{plain}"),
        plain => format!("{sign}{plain}"),
    })
}

/// `00409-3793-01`: a drug's eleven digits in groups of five, four and two. Shorter groups lack a
/// zero, and which one is not for us to say.
fn drug(text: &str) -> Option<String> {
    let groups: Vec<usize> = text.trim().split('-').map(str::len).collect();
    let digits = digits(text)?;
    (groups == [5, 4, 2]).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x12::syntax::{Level, Position, Severity};

    #[test]
    #[rustfmt::skip] // a table
    fn form_is_mended_and_content_is_not() {
        //    finding                path             stands there             is put there
        check("x12.element_code",    "2000B/SBR09",   "ci",                    Some("CI"));
        check("x12.element_code",    "2000B/SBR09",   "CI",                    None);
        check("x12.element_type",    "BHT04",         "2026-08-01",            Some("20260801"));
        check("x12.element_type",    "BHT04",         "2026/08/01",            Some("20260801"));
        check("x12.element_type",    "BHT04",         "08/01/2026",            None); // or the eighth of January
        check("x12.element_type",    "BHT04",         "2026-02-30",            None);
        check("x12.element_type",    "BHT05",         "12:00",                 Some("1200"));
        check("x12.element_type",    "2300/CLM02",    "$150.00",               Some("150"));
        check("x12.element_type",    "2300/CLM02",    "+150",                  Some("150"));
        check("x12.element_type",    "2300/CLM02",    "1,500.50",              Some("1500.5"));
        check("x12.element_type",    "2300/CLM02",    "1,500",                 None); // or one and a half
        check("x12.element_type",    "2300/CLM02",    "173,5",                 None);
        check("x12.element_type",    "2300/CLM02",    "2OO",                   None); // letters
        check("x12.amount",          "2300/CLM02",    "200.001",               None);
        check("x12.element_length",  "2300/CLM02",    "00000000150.00",        Some("150"));
        check("x12.element_length",  "2300/CLM02",    "150.0000000000",        Some("150"));
        check("x12.element_length",  "2300/CLM02",    "-00000000000.50",       Some("-0.5"));
        check("x12.element_length",  "2300/CLM02",    "00000000000.00",        Some("0"));
        check("x12.element_length",  "2010BA/NM103",  "A NAME THAT IS LONG",   None);
        check("x12.element_length",  "2410/LIN03",    "00409-3793-01",         Some("00409379301"));
        check("x12.element_length",  "2410/LIN03",    "0409-3793-01",          None); // lacks a zero, but where
        check("x12.date",            "2400/DTP03",    "2026-07-01",            Some("20260701"));
        check("x12.date",            "2400/DTP03",    "20260701 - 20260703",   Some("20260701-20260703"));
        check("x12.date",            "2400/DTP03",    "2026-07-01-2026-07-03", Some("20260701-20260703"));
        check("x12.date",            "2400/DTP03",    "20260231",              None);
        check("t837p.diagnosis_dot", "2300/HI01-2",   "S93.401A",              Some("S93401A"));
        check("t837p.diagnosis_dot", "2300/HI01-2",   "S9.3401A",              None); // which dot is wrong
        check("t837p.diagnosis",     "2300/HI01-2",   "s93401a",               Some("S93401A"));
        check("t837p.diagnosis",     "2300/HI01-2",   "99999",                 None);
        check("t837p.zip",           "2010AA/N403",   "06103-2345",            Some("061032345"));
        check("t837p.zip",           "2010AA/N403",   "06103 2345",            Some("061032345"));
        check("t837p.zip",           "2010AA/N403",   "6103",                  None);
        check("t837p.phone",         "1000A/PER04",   "(860) 555-1212",        Some("8605551212"));
        check("t837p.phone",         "1000A/PER04",   "+1 860.555.1212",       Some("8605551212"));
        check("t837p.phone",         "1000A/PER04",   "555-1212",              None);
        check("t837p.phone",         "1000A/PER04",   "8605551212 X12",        None);
        check("t837p.tax_number",    "2010AA/REF02",  "12-3456789",            Some("123456789"));
        check("t837p.tax_number",    "2010AA/REF02",  "123-45-678",            None);
        check("t837p.npi_length",    "2010AA/NM109",  "1234-567-893",          Some("1234567893"));
        check("t837p.npi_length",    "2010AA/NM109",  "1234-567-890",          None); // no such number
        check("t837p.clia",          "2300/REF02",    "07d-1234567",           Some("07D1234567"));
        check("t837p.npi_check_digit", "2010AA/NM109", "1234567890",           None);
        check("t837p.charge_of_lines", "2300/CLM02",  "201",                   None);
    }

    #[track_caller]
    fn check(code: &'static str, path: &str, text: &str, wanted: Option<&str>) {
        let finding = Finding {
            code,
            severity: Severity::Error,
            level: Level::Syntax,
            path: path.to_owned(),
            at: Position::default(),
            says: String::new(),
        };
        assert_eq!(mended(&finding, text).as_deref(), wanted, "{code} {text}");
    }
}

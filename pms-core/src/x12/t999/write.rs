use super::super::check::{Checked, CheckedTransaction};
use super::super::syntax::{Characters, Envelope, Finding, Severity, WriteError, Writer};
use super::answer::{Answer, InterchangeAnswer};

/// Answers a file: one 999 for each group of it, with the segment and element of every error.
///
/// What was sent is not repeated: an answer tells nothing of a patient.
///
/// # Errors
///
/// The first [`WriteError`]: a control number that was received and cannot be sent.
///
/// ```
/// # use pms_core::x12::syntax::{Envelope, WriteError};
/// # use pms_core::x12::{check, t999};
/// # fn answer(file: &[u8], envelope: &Envelope) -> Result<Vec<u8>, WriteError> {
/// t999::write(&check(file), envelope)
/// # }
/// ```
pub fn write(checked: &Checked, envelope: &Envelope) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::open(envelope, "FA", VERSION, Characters::Clean);
    let same = |one: &CheckedTransaction, next: &CheckedTransaction| {
        one.control.interchange == next.control.interchange
            && one.control.group == next.control.group
    };
    for (control, group) in (1..).zip(checked.transactions.chunk_by(same)) {
        writer.begin("999", control, Some(VERSION));
        answer_group(&mut writer, group);
    }
    writer.finish()
}

/// Answers interchanges as such (TA1), each with a note (TA105) where something is wrong with its
/// envelope: `000` nothing, `001` its control numbers differ, `021` its groups are miscounted, `022` its
/// parts do not fit, `023` it does not end, `025` its control number came before.
///
/// # Errors
///
/// The first [`WriteError`]: something in the answer that cannot be sent.
pub fn write_ta1(
    answers: &[InterchangeAnswer],
    envelope: &Envelope,
) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::open_bare(envelope, Characters::Refuse);
    for answer in answers {
        let ta1 = writer.segment("TA1").required(&answer.control, 9);
        let [day, time] = &answer.sent;
        let code = answer.answer.unwrap_or(Answer::Rejected).code();
        ta1.required(day, 6)
            .required(time, 4)
            .code(code)
            .required(&answer.note, 3)
            .end();
    }
    writer.finish()
}

const VERSION: &str = "005010X231A1";

fn answer_group(writer: &mut Writer, group: &[CheckedTransaction]) {
    let Some(first) = group.first() else { return };
    let ak1 = writer.segment("AK1").id(&first.group_kind, 2);
    let ak1 = ak1.required(&first.control.group, 9);
    ak1.id(&first.control.version, 12).end();
    let mut accepted = 0_u32;
    let mut received = 0_u32;
    for transaction in group {
        received = received.saturating_add(1);
        accepted = accepted.saturating_add(u32::from(transaction.is_sound()));
        answer_transaction(writer, transaction);
    }
    let answer = match accepted {
        _ if accepted == received => Answer::Accepted,
        0 => Answer::Rejected,
        _ => Answer::Partial,
    };
    let ak9 = writer.segment("AK9").code(answer.code());
    let ak9 = ak9.number(received).number(received);
    ak9.number(accepted).end();
}

fn answer_transaction(writer: &mut Writer, transaction: &CheckedTransaction) {
    let ak2 = writer.segment("AK2").id(&transaction.kind, 3);
    let ak2 = ak2.required(&transaction.control.transaction, 9);
    ak2.id(&transaction.guide, 35).end();
    let error = |finding: &&Finding| finding.severity == Severity::Error;
    let mut trailer = Vec::new();
    let mut last = None;
    for finding in transaction.findings.iter().filter(error) {
        let place = Place::of(&finding.path);
        if let Some(code) = of_transaction(finding.code) {
            trailer.push(code);
            continue;
        }
        trailer.push("5");
        let number = finding.at.segment.saturating_sub(transaction.at.segment) + 1;
        let code = of_segment(finding.code);
        if code != "8" || last != Some(number) {
            let ik3 = writer.segment("IK3").id(place.segment, 3);
            // Version 005010 has room for four characters: `2010`, be it 2010AA or 2010BB.
            let in_loop = place.in_loop.get(..4).unwrap_or(place.in_loop);
            let ik3 = ik3.code(&number.to_string()).id(in_loop, 4);
            ik3.code(code).end();
        }
        last = (code == "8").then_some(number);
        if code == "8" {
            let part = place.part.unwrap_or_default();
            let ik4 = writer.segment("IK4").composite(&[place.element, part]);
            ik4.empty().code(of_element(finding.code)).end();
        }
    }
    let answer = match transaction.is_sound() {
        true => Answer::Accepted,
        false => Answer::Rejected,
    };
    trailer.sort_unstable();
    trailer.dedup();
    let mut ik5 = writer.segment("IK5").code(answer.code());
    for code in trailer.iter().take(5) {
        ik5 = ik5.code(code);
    }
    ik5.end();
}

/// A path taken apart: `2010AA/NM109`, `2300/HI02-2`, `BPR02`, `2300/REF`.
struct Place<'a> {
    in_loop: &'a str,
    segment: &'a str,
    element: &'a str,
    part: Option<&'a str>,
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Self {
        let (in_loop, rest) = path.split_once('/').unwrap_or(("", path));
        let (rest, part) = match rest.split_once('-') {
            Some((rest, part)) => (rest, Some(part)),
            None => (rest, None),
        };
        // Names have two or three letters, elements two digits behind them.
        let cut = if rest.len() >= 4 {
            rest.len() - 2
        } else {
            rest.len()
        };
        let (segment, element) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        Self {
            in_loop,
            segment,
            element: element.trim_start_matches('0'),
            part,
        }
    }
}

/// What is wrong with a transaction as a whole (IK502).
fn of_transaction(code: &str) -> Option<&'static str> {
    match code {
        "x12.transaction_open" => Some("2"),
        "x12.transaction_control" => Some("3"),
        "x12.transaction_count" => Some("4"),
        _ => None,
    }
}

/// What is wrong with a segment (IK304); 8 where it is an element of it.
fn of_segment(code: &str) -> &'static str {
    match code {
        "x12.segment_name" => "1",
        "x12.segment_unexpected" | "t835.segment_misplaced" | "eligibility.related_unmarked" => "2",
        "x12.segment_missing" | "x12.loop_missing" | "t835.required_segment" => "3",
        "x12.segment_repeats" => "5",
        "x12.segment_order" => "7",
        "t837p.payer_number"
        | "t837p.accident_day"
        | "t837p.patient_facts"
        | "t837p.no_other_payer"
        | "t837p.no_claim"
        | "eligibility.nobody_asked"
        | "eligibility.no_answer" => "I6",
        _ => "8",
    }
}

/// What is wrong with an element (IK403).
fn of_element(code: &str) -> &'static str {
    match code {
        "x12.element_missing" | "t835.required" => "1",
        "x12.element_surplus" => "I10",
        "x12.element_repeats" => "3",
        "x12.element_length" => "5",
        "x12.element_type" | "x12.amount" | "x12.units" | "x12.rate" => "6",
        "x12.date" => "8",
        "t837p.member_number" | "t837p.accident_state" | "t837p.number_alone" => "I9",
        code if code.starts_with("eligibility.") && code.ends_with("_alone") => "I9",
        code if code.starts_with("remittance.") => "I12",
        _ => "7",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_path_is_taken_apart() {
        //     path            loop      segment  element  part
        parts("2010AA/NM109", "2010AA", "NM1",   "9",     None);
        parts("2300/HI02-2",  "2300",   "HI",    "2",     Some("2"));
        parts("2400/SV101-2", "2400",   "SV1",   "1",     Some("2"));
        parts("BPR16",        "",       "BPR",   "16",    None);
        parts("2300/REF",     "2300",   "REF",   "",      None);
        parts("2010AA/N3",    "2010AA", "N3",    "",      None);
        parts("2010AA/N301",  "2010AA", "N3",    "1",     None);
    }

    #[track_caller]
    fn parts(path: &str, in_loop: &str, segment: &str, element: &str, part: Option<&str>) {
        let place = Place::of(path);
        assert_eq!(
            (place.in_loop, place.segment, place.element, place.part),
            (in_loop, segment, element, part)
        );
    }
}

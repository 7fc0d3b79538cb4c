use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::code::{Icd10Cm, PlaceOfService, ProcedureCode};

use super::super::super::adjustments::is_reason;
use super::super::super::guide::{Report, dollars, pair};
use super::super::super::syntax::{Element, Fields, Level, Position};
use super::party::is_sent_as;
use super::rules::Family;

/// What one claim tells, as far as its elements depend on one another.
#[derive(Clone, Default)]
pub(super) struct ClaimFacts {
    at: Position,
    charge: Option<i64>,
    charge_at: Position,
    frequency: String,
    accident: bool,
    accident_day: bool,
    payer_number: bool,
    diagnoses: BTreeSet<String>,
    diagnosis_count: usize,
    rendering: Option<(String, Position)>,
    payers: Vec<OtherPayer>,
    lines: Vec<Line>,
    line_numbers: BTreeSet<String>,
}

#[derive(Clone, Default)]
struct OtherPayer {
    number: String,
    paid: Option<(i64, Position)>,
    adjusted: i64,
}

#[derive(Clone, Default)]
struct Line {
    procedure: String,
    charge: i64,
    charge_at: Position,
    from: Option<NaiveDate>,
    days: Position,
    decisions: Vec<Decision>,
}

#[derive(Clone, Default)]
struct Decision {
    payer: String,
    at: Position,
    paid: i64,
    adjusted: i64,
}

impl ClaimFacts {
    pub(super) fn begin(clm: &Fields<'_>, report: &mut Report) -> Self {
        let place = clm.element(5);
        let code = place.component(1);
        if code.text().parse::<PlaceOfService>().is_err() && !code.is_empty() {
            let path = "2300/CLM05-1".to_owned();
            let says = "the place of service has not the shape of one";
            report.code_set("t837p.place", path, code.at(), says);
        }
        let frequency = place.component(3);
        if !frequency.is_empty() && !matches!(frequency.bytes(), b"1" | b"7" | b"8") {
            let path = "2300/CLM05-3".to_owned();
            let says = "a professional claim is an original (1), a replacement (7) or a void (8)";
            report.code_set("t837p.frequency", path, frequency.at(), says);
        }
        if clm.element(1).text().len() > 20 {
            let path = "2300/CLM01".to_owned();
            let says = "payers return twenty characters of the claim's number and no more";
            report.warning("t837p.claim_number_long", path, clm.element(1).at(), says);
        }
        let causes = clm.element(11);
        let cause = |number| causes.component(number);
        let accident = [1, 2, 3].iter().any(|n| !cause(*n).is_empty());
        if [1, 2, 3].iter().any(|n| cause(*n).is("AA")) && cause(4).is_empty() {
            let path = "2300/CLM11-4".to_owned();
            let says = "an accident with a car has the state in which it happened";
            report.situation("t837p.accident_state", path, cause(4).at(), says);
        }
        Self {
            at: clm.segment().at(),
            charge: amount(clm.element(2), ("2300", "CLM", 2), report),
            charge_at: clm.element(2).at(),
            frequency: frequency.text().into_owned(),
            accident,
            ..Self::default()
        }
    }

    pub(super) fn at(&self) -> Position {
        Position {
            element: 1,
            ..self.at
        }
    }

    /// What makes two claims the same. No text has the byte between them.
    pub(super) fn key(&self, family: &Family) -> Vec<u8> {
        let Family {
            billing,
            subscriber,
            patient,
            turn,
            ..
        } = family;
        let mut key = Vec::with_capacity(128);
        for text in [billing, subscriber, patient, turn, &self.frequency] {
            key.extend_from_slice(text.as_bytes());
            key.push(u8::MAX);
        }
        for line in &self.lines {
            key.extend_from_slice(line.procedure.as_bytes());
            key.push(u8::MAX);
            key.extend_from_slice(&line.charge.to_be_bytes());
            let day = line.from.map_or(i32::MIN, |day| day.to_epoch_days());
            key.extend_from_slice(&day.to_be_bytes());
        }
        key
    }

    pub(super) fn segment(&mut self, fields: &Fields<'_>, place: &str, report: &mut Report) {
        match (place, fields.segment().id()) {
            ("2300", b"DTP") if fields.element(1).is("439") => {
                self.accident_day = true;
                days(fields, place, report);
            }
            ("2300", b"REF") if fields.element(1).is("F8") => self.payer_number = true,
            ("2300", b"HI") => self.diagnoses(fields, report),
            ("2310B", b"NM1") => {
                let number = fields.element(9);
                self.rendering = Some((number.text().into_owned(), number.at()));
            }
            ("2320", b"SBR") => self.payers.push(OtherPayer::default()),
            ("2320" | "2430", b"CAS") => self.adjustments(fields, place, report),
            ("2320", b"AMT") if fields.element(1).is("D") => {
                let paid = amount(fields.element(2), ("2320", "AMT", 2), report);
                if let Some(payer) = self.payers.last_mut() {
                    payer.paid = paid.map(|paid| (paid, fields.element(2).at()));
                }
            }
            ("2330B", b"NM1") => {
                if let Some(payer) = self.payers.last_mut() {
                    payer.number = fields.element(9).text().into_owned();
                }
            }
            ("2400", b"LX") => self.begin_line(fields, report),
            ("2400", b"SV1") => self.service(fields, report),
            ("2400", b"DTP") if fields.element(1).is("472") => {
                if let Some(line) = self.lines.last_mut() {
                    line.from = days(fields, place, report);
                    line.days = fields.element(3).at();
                }
            }
            ("2400", b"REF") if fields.element(1).is("6R") => {
                let number = fields.element(2);
                if !self.line_numbers.insert(number.text().into_owned()) {
                    let path = "2400/REF02".to_owned();
                    let says = "two lines of the claim bear the same number";
                    report.situation("t837p.line_number_twice", path, number.at(), says);
                }
            }
            ("2430", b"SVD") => {
                let paid = amount(fields.element(2), ("2430", "SVD", 2), report);
                let decision = Decision {
                    payer: fields.element(1).text().into_owned(),
                    at: fields.element(1).at(),
                    paid: paid.unwrap_or_default(),
                    adjusted: 0,
                };
                if let Some(line) = self.lines.last_mut() {
                    line.decisions.push(decision);
                }
            }
            (_, b"DTP") => _ = days(fields, place, report),
            _ => {}
        }
    }

    fn begin_line(&mut self, lx: &Fields<'_>, report: &mut Report) {
        self.lines.push(Line::default());
        if lx.element(1).text().parse() != Ok(self.lines.len()) {
            let path = "2400/LX01".to_owned();
            let says = "lines are numbered from 1, each one more than the last";
            report.error("t837p.line_count", path, lx.element(1).at(), says);
        }
    }

    fn diagnoses(&mut self, hi: &Fields<'_>, report: &mut Report) {
        let kind = hi.element(1).component(1);
        if !(kind.is("ABK") || kind.is("BK")) {
            return;
        }
        for number in 1..=hi.count() {
            let element = hi.element(number);
            let (kind, code) = (element.component(1), element.component(2));
            if code.is_empty() {
                continue;
            }
            self.diagnosis_count += 1;
            let path = |part: usize| format!("2300/HI{number:02}-{part}");
            let chief = kind.is("ABK") || kind.is("BK");
            if chief != (number == 1) || !(chief || kind.is("ABF") || kind.is("BF")) {
                let says = "the chief diagnosis comes first, the others behind it";
                report.error("t837p.diagnosis_kind", path(1), kind.at(), says);
            }
            let text = code.text();
            if text.contains('.') {
                let says = "a diagnosis is sent without its dot";
                report.code_set("t837p.diagnosis_dot", path(2), code.at(), says);
            } else if kind.bytes().starts_with(b"A") && !is_sent_as::<Icd10Cm>(&text) {
                let says = "the diagnosis has not the shape of an ICD-10-CM code";
                report.code_set("t837p.diagnosis", path(2), code.at(), says);
            }
            if !self.diagnoses.insert(text.replace('.', "").to_uppercase()) {
                let says = "the diagnosis is told twice";
                report.situation("t837p.diagnosis_twice", path(2), code.at(), says);
            }
        }
    }

    fn service(&mut self, sv1: &Fields<'_>, report: &mut Report) {
        let code = sv1.element(1);
        let (kind, procedure) = (code.component(1), code.component(2));
        if kind.is("HC") && !is_sent_as::<ProcedureCode>(&procedure.text()) {
            let path = "2400/SV101-2".to_owned();
            let says = "the procedure has not the shape of a HCPCS code";
            report.code_set("t837p.procedure", path, procedure.at(), says);
        }
        for part in 4..=6 {
            let modifier = code.component(part);
            let same = |earlier: usize| code.component(earlier).is(&modifier.text());
            if !modifier.is_empty() && (3..part).any(same) {
                let path = format!("2400/SV101-{part}");
                let says = "the modifier stands there twice";
                report.warning("t837p.modifier_twice", path, modifier.at(), says);
            }
        }
        let units = sv1.element(4);
        if !units.is_empty() && units.units().is_ok_and(|units| units.thousandths() == 0)
            || units.bytes().trim_ascii().starts_with(b"-")
        {
            let path = "2400/SV104".to_owned();
            let says = "a line has units above zero";
            report.situation("t837p.units", path, units.at(), says);
        }
        let place = sv1.element(5);
        if !place.is_empty() && place.text().parse::<PlaceOfService>().is_err() {
            let path = "2400/SV105".to_owned();
            let says = "the place of service has not the shape of one";
            report.code_set("t837p.place", path, place.at(), says);
        }
        self.pointers(sv1.element(7), report);
        let charge = amount(sv1.element(2), ("2400", "SV1", 2), report);
        if let Some(line) = self.lines.last_mut() {
            line.procedure = code.text().into_owned();
            line.charge = charge.unwrap_or_default();
            line.charge_at = sv1.element(2).at();
        }
    }

    fn pointers(&self, pointers: Element<'_>, report: &mut Report) {
        let number = |pointer: Element<'_>| pointer.text().parse::<usize>().unwrap_or_default();
        for (part, pointer) in (1..).zip(pointers.components()) {
            if pointer.is_empty() {
                continue;
            }
            let path = || format!("2400/SV107-{part}");
            let mut earlier = pointers.components().take(part - 1).map(number);
            let number = number(pointer);
            if !(1..=self.diagnosis_count).contains(&number) {
                let says = "the pointer names a diagnosis that the claim does not have";
                report.warning("t837p.pointer", path(), pointer.at(), says);
            } else if earlier.any(|other| other == number) {
                let says = "the line names a diagnosis twice";
                report.situation("t837p.pointer_twice", path(), pointer.at(), says);
            }
        }
    }

    fn adjustments(&mut self, cas: &Fields<'_>, place: &str, report: &mut Report) {
        let mut sum = 0_i64;
        for first in (2..=cas.count()).step_by(3) {
            let (reason, value) = (cas.element(first), cas.element(first + 1));
            if reason.is_empty() && value.is_empty() {
                continue;
            }
            if !is_reason(reason.bytes().trim_ascii()) {
                let path = format!("{place}/CAS{first:02}");
                let says = "the reason of the adjustment has not the shape of one";
                report.code_set("t837p.adjustment_reason", path, reason.at(), says);
            }
            let value = amount(value, (place, "CAS", first + 1), report);
            sum = sum.saturating_add(value.unwrap_or_default());
        }
        if place == "2320" {
            if let Some(payer) = self.payers.last_mut() {
                payer.adjusted = payer.adjusted.saturating_add(sum);
            }
        } else if let Some(decision) = self.lines.last_mut().and_then(|l| l.decisions.last_mut()) {
            decision.adjusted = decision.adjusted.saturating_add(sum);
        }
    }

    /// What can be told only once all of it has come.
    pub(super) fn end(&self, family: &Family, written: Option<NaiveDate>, report: &mut Report) {
        let lines = self
            .lines
            .iter()
            .fold(0_i64, |sum, line| sum.saturating_add(line.charge));
        if let Some(charge) = self
            .charge
            .filter(|charge| *charge != lines && !self.lines.is_empty())
        {
            let path = "2300/CLM02".to_owned();
            let says = format!(
                "the claim's charge is not that of its lines: {} more",
                dollars(charge.saturating_sub(lines))
            );
            report.find(
                Level::Balance,
                "t837p.charge_of_lines",
                path,
                self.charge_at,
                &says,
            );
        }
        let resent = matches!(self.frequency.as_str(), "7" | "8");
        if resent && !self.payer_number {
            let path = "2300/REF".to_owned();
            let says = "a replacement or void names the payer's number of the claim (REF F8)";
            report.situation("t837p.payer_number", path, self.at, says);
        }
        if self.accident && !self.accident_day {
            let path = "2300/DTP".to_owned();
            let says = "a claim after an accident has its day (DTP 439)";
            report.situation("t837p.accident_day", path, self.at, says);
        }
        let billing = |number: &str| !number.is_empty() && number == family.billing;
        if let Some((number, at)) = &self.rendering
            && billing(number)
        {
            let path = "2310B/NM109".to_owned();
            let says = "who treated is told only where it is not who bills";
            report.warning("t837p.rendering_repeated", path, *at, says);
        }
        if family.turn != "P" && self.payers.is_empty() {
            let path = "2320/SBR".to_owned();
            let says = "the payer does not come first, yet no other payer is told";
            report.situation("t837p.no_other_payer", path, self.at, says);
        }
        for line in &self.lines {
            self.end_line(line, family, written, report);
        }
        self.coordination(report);
    }

    fn end_line(
        &self,
        line: &Line,
        family: &Family,
        written: Option<NaiveDate>,
        report: &mut Report,
    ) {
        let path = || "2400/DTP03".to_owned();
        if line
            .from
            .zip(written)
            .is_some_and(|(from, written)| from > written)
        {
            let says = "the day of service lies behind the day of writing";
            report.warning("t837p.service_late", path(), line.days, says);
        }
        if line
            .from
            .zip(family.birth)
            .is_some_and(|(from, birth)| from < birth)
        {
            let says = "the day of service lies before the patient's birth";
            report.situation("t837p.service_before_birth", path(), line.days, says);
        }
        let mut left = Vec::new();
        for decision in &line.decisions {
            if !self
                .payers
                .iter()
                .any(|payer| payer.number == decision.payer)
            {
                let path = "2430/SVD01".to_owned();
                let says = "the payer that decided is none of the claim's other payers";
                report.situation("t837p.deciding_payer", path, decision.at, says);
            }
            if !left.contains(&&decision.payer) {
                left.push(&decision.payer);
            }
        }
        for payer in left {
            let own = line.decisions.iter().filter(|each| each.payer == *payer);
            let settled = own.fold(0_i64, |sum, each| {
                sum.saturating_add(each.paid).saturating_add(each.adjusted)
            });
            if settled != line.charge {
                let path = "2400/SV102".to_owned();
                let says = format!(
                    "what the other payer paid and adjusted is not the line's charge: {} more",
                    dollars(settled.saturating_sub(line.charge))
                );
                let at = line.charge_at;
                report.find(Level::Balance, "t837p.line_coordination", path, at, &says);
            }
        }
    }

    /// What an earlier payer paid and adjusted is the claim's charge.
    fn coordination(&self, report: &mut Report) {
        for payer in &self.payers {
            let (Some((paid, at)), Some(charge)) = (payer.paid, self.charge) else {
                continue;
            };
            let own = self.lines.iter().flat_map(|line| &line.decisions);
            let own = own.filter(|decision| decision.payer == payer.number);
            let adjusted = own.fold(payer.adjusted, |sum, each| {
                sum.saturating_add(each.adjusted)
            });
            let settled = paid.saturating_add(adjusted);
            if settled != charge {
                let path = "2320/AMT02".to_owned();
                let says = format!(
                    "what the other payer paid and adjusted is not the claim's charge: {} more",
                    dollars(settled.saturating_sub(charge))
                );
                report.find(Level::Balance, "t837p.claim_coordination", path, at, &says);
            }
        }
    }
}

/// Cents, none where they cannot be read; claims never charge less than nothing.
fn amount(
    element: Element<'_>,
    (place, segment, number): (&str, &str, usize),
    report: &mut Report,
) -> Option<i64> {
    if element.is_empty() {
        return None;
    }
    let path = || format!("{place}/{segment}{number:02}");
    let Ok(amount) = element.money() else {
        let says = "not an amount of dollars and cents";
        report.find(Level::Syntax, "x12.amount", path(), element.at(), says);
        return None;
    };
    if matches!(segment, "CLM" | "SV1") && amount.is_negative() {
        let says = "a charge is never below zero: what is taken back is a void";
        report.situation("t837p.negative_charge", path(), element.at(), says);
    }
    Some(amount.cents())
}

fn days(dtp: &Fields<'_>, place: &str, report: &mut Report) -> Option<NaiveDate> {
    pair::days(dtp, place, "t837p.days_reversed", report)
}

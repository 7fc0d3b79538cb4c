use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::code::Icd10Cm;

use super::super::super::guide::{Report, pair};
use super::super::super::syntax::{Element, Fields, Level, Position, Severity};
use super::super::node::Kind;
use super::entry::Entry;
use super::rules::together;

/// What is told of one member, as far as other elements depend on it.
#[derive(Clone)]
pub(super) struct MemberFacts {
    /// `2000C` or `2000D`.
    place: &'static str,
    at: Position,
    pub(super) has_dependents: bool,
    number: bool,
    name: bool,
    birth: bool,
    diagnoses: usize,
    questions: usize,
    rejection: Option<Position>,
    days: BTreeMap<String, NaiveDate>,
    entries: Vec<Entry>,
    /// Related parties may follow: LS has come.
    marked: bool,
}

impl MemberFacts {
    pub(super) fn begin(place: &'static str, at: Position) -> Self {
        Self {
            place,
            at,
            has_dependents: false,
            number: false,
            name: false,
            birth: false,
            diagnoses: 0,
            questions: 0,
            rejection: None,
            days: BTreeMap::new(),
            entries: Vec::new(),
            marked: false,
        }
    }

    pub(super) fn is_rejected(&self) -> bool {
        self.rejection.is_some()
    }

    /// What stands in the loop of this letter.
    fn path(&self, number: &str, rest: &str) -> String {
        let letter = self.place.get(4..).unwrap_or_default();
        format!("{number}{letter}/{rest}")
    }

    pub(super) fn segment(
        &mut self,
        fields: &Fields<'_>,
        place: &'static str,
        report: &mut Report,
    ) {
        let inner = place.get(..4).unwrap_or_default();
        match (inner, fields.segment().id()) {
            ("2100", b"NM1") => {
                self.name = !fields.element(3).is_empty();
                self.number = !fields.element(9).is_empty();
            }
            ("2100", b"DMG") => self.birth = !fields.element(2).is_empty(),
            ("2100", b"HI") => self.diagnoses(fields, place, report),
            ("2100", b"AAA") => {
                self.rejection.get_or_insert(fields.segment().at());
            }
            ("2110", b"EQ") => self.question(fields, place, report),
            ("2110", b"EB") => {
                self.marked = false;
                self.entries.push(Entry::begin(fields, place, report));
                self.pointers(fields.element(14), place, "EB14", report);
            }
            ("2110", b"LS") => self.marked = true,
            ("2110", b"LE") => self.marked = false,
            ("2120", b"NM1") if !self.marked => {
                let path = format!("{place}/NM1");
                let says = "a related party stands there without the mark (LS) before it";
                let at = fields.segment().at();
                report.error("eligibility.related_unmarked", path, at, says);
            }
            (_, b"DTP") => self.days(fields, place, report),
            (_, b"HSD") => together(fields, place, [1, 2], "eligibility.delivery_alone", report),
            (_, b"III") => together(fields, place, [1, 2], "eligibility.detail_alone", report),
            _ => {}
        }
        let under = matches!(inner, "2110" | "2115" | "2120") && fields.segment().id() != b"EB";
        if let Some(entry) = self.entries.last_mut().filter(|_| under) {
            entry.take(fields);
        }
    }

    fn diagnoses(&mut self, hi: &Fields<'_>, place: &str, report: &mut Report) {
        for number in 1..=hi.count() {
            let element = hi.element(number);
            let kind = element.component(1);
            let path = |part: usize| format!("{place}/HI{number:02}-{part}");
            if (number == 1) != (kind.is("ABK") || kind.is("BK")) {
                let says = "the chief diagnosis comes first, and there is one";
                report.error("eligibility.diagnosis_kind", path(1), kind.at(), says);
            }
            let code = element.component(2);
            let tenth = kind.is("ABK") || kind.is("ABF");
            if tenth && (code.text().contains('.') || code.text().parse::<Icd10Cm>().is_err()) {
                let says = "the diagnosis has not the shape of one, or has a dot";
                report.code_set("eligibility.diagnosis", path(2), code.at(), says);
            }
            self.diagnoses = number;
        }
    }

    fn question(&mut self, eq: &Fields<'_>, place: &str, report: &mut Report) {
        self.questions += 1;
        if eq.element(1).is_empty() && eq.element(2).is_empty() {
            let path = format!("{place}/EQ01");
            let says = "neither a kind of service nor a procedure is asked for";
            report.error("eligibility.nothing_asked", path, eq.element(1).at(), says);
        }
        self.pointers(eq.element(5), place, "EQ05", report);
    }

    fn pointers(&self, element: Element<'_>, place: &str, name: &str, report: &mut Report) {
        if element.is_empty() {
            return;
        }
        for (number, pointer) in (1..).zip(element.components()) {
            let to = pointer.text().parse().unwrap_or(0);
            if !(1..=self.diagnoses).contains(&to) {
                let path = format!("{place}/{name}-{number}");
                let says = "no diagnosis of the member has this number";
                report.situation("eligibility.pointer", path, pointer.at(), says);
            }
        }
    }

    fn days(&mut self, dtp: &Fields<'_>, place: &str, report: &mut Report) {
        let first = pair::days(dtp, place, "eligibility.days_reversed", report);
        let Some(first) = first.filter(|_| place.starts_with("2100")) else {
            return;
        };
        let qualifier = dtp.element(1).text().into_owned();
        for [begin, end] in [["346", "347"], ["356", "357"], ["340", "341"]] {
            let begun = self.days.get(begin).filter(|_| qualifier == end);
            if begun.is_some_and(|begun| first < *begun) {
                let path = format!("{place}/DTP03");
                let says = "it ends before it begins";
                report.situation("eligibility.ends_before", path, dtp.element(3).at(), says);
            }
        }
        self.days.insert(qualifier, first);
    }

    /// `refused` tells that the answer was refused above the member.
    pub(super) fn end(self, kind: Kind, refused: bool, report: &mut Report) {
        match kind {
            Kind::Request => self.end_question(report),
            Kind::Response => self.end_answer(refused, report),
        }
    }

    fn end_question(self, report: &mut Report) {
        let subscriber = self.place == "2000C";
        if subscriber && self.questions == 0 && !self.has_dependents {
            let says = "nothing is asked of the subscriber, and nobody stands below";
            let path = self.path("2110", "EQ");
            report.error("eligibility.nobody_asked", path, self.at, says);
        }
        let found = match subscriber {
            true => self.number || (self.name && self.birth),
            false => self.name || self.birth,
        };
        if !found {
            let says = "a payer finds nobody by so little: a member number, or name and birth";
            let element = if subscriber { "NM109" } else { "NM103" };
            let path = self.path("2100", element);
            report.warning("eligibility.too_little", path, self.at, says);
        }
    }

    fn end_answer(self, refused: bool, report: &mut Report) {
        let silent = self.entries.is_empty() && self.rejection.is_none();
        if silent && !self.has_dependents && !refused {
            let says = "the member has neither an entry nor a reason why there is none";
            let path = self.path("2110", "EB");
            report.error("eligibility.no_answer", path, self.at, says);
        }
        if let Some(at) = self.rejection.filter(|_| !self.entries.is_empty()) {
            let says = "the question is refused, yet there are entries";
            let path = self.path("2100", "AAA");
            report.warning("eligibility.rejected_and_answered", path, at, says);
        }
        for (at, says) in Entry::contradictions(&self.entries) {
            report.push(
                Severity::Note,
                Level::Situation,
                "eligibility.contradiction",
                self.path("2110", "EB"),
                at,
                says,
            );
        }
    }
}

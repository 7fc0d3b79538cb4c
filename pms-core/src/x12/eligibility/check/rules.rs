use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::code::Taxonomy;

use super::super::super::guide::{Follow, LevelRules, Levels, Report, pair};
use super::super::super::syntax::{Fields, Finding, Segment};
use super::super::node::Kind;
use super::guide::{REQUEST, RESPONSE};
use super::member::MemberFacts;

/// Payers, those who ask them, subscribers and their dependents.
static LEVELS: LevelRules = LevelRules {
    below: &[("20", ""), ("21", "20"), ("22", "21"), ("23", "22")],
    codes: [
        "eligibility.level_number",
        "eligibility.level_parent",
        "eligibility.level_child",
    ],
};

/// Checks one question or answer, one segment after another: the guide's tables, then what follows
/// from one element for another.
#[derive(Clone)]
pub(in crate::x12) struct Check {
    kind: Kind,
    follow: Follow,
    report: Report,
    levels: Levels,
    written: Option<NaiveDate>,
    /// The payer, or the one who asks, was refused: nobody below needs an answer.
    refused: bool,
    subscriber: Option<MemberFacts>,
    dependent: Option<MemberFacts>,
    traces: BTreeSet<[String; 3]>,
}

impl Check {
    pub(in crate::x12) fn begin(kind: Kind, header: &Segment<'_>) -> Self {
        let guide = match kind {
            Kind::Request => &REQUEST,
            Kind::Response => &RESPONSE,
        };
        Self {
            kind,
            follow: Follow::begin(guide, header.at()),
            report: Report::default(),
            levels: Levels::new(&LEVELS),
            written: None,
            refused: false,
            subscriber: None,
            dependent: None,
            traces: BTreeSet::new(),
        }
    }

    pub(in crate::x12) fn segment(&mut self, segment: &Segment<'_>) {
        let fields = Fields::from(*segment);
        let Some(place) = self.follow.step(&fields) else {
            return;
        };
        let report = &mut self.report;
        match (place, segment.id()) {
            ("", b"BHT") => self.written = fields.element(4).date().ok(),
            (_, b"HL") => self.level(&fields, place),
            ("2000A" | "2100A" | "2100B", b"AAA") => self.refused = true,
            (_, b"TRN") => self.trace(&fields, place),
            (_, b"NM1") => name(&fields, place, report),
            (_, b"PRV") => specialty(&fields, place, report),
            (_, b"PER") => contact(&fields, place, report),
            (_, b"DMG") => birth(&fields, place, self.written, report),
            _ => {}
        }
        let member = match self.dependent {
            Some(_) => &mut self.dependent,
            None => &mut self.subscriber,
        };
        if let Some(member) = member {
            member.segment(&fields, place, &mut self.report);
        }
    }

    pub(in crate::x12) fn end(mut self) -> Vec<Finding> {
        self.end_members();
        self.levels.end(&mut self.report);
        let mut findings = self.follow.end();
        findings.extend(self.report.findings);
        findings.sort_by_key(|finding| finding.at);
        findings
    }

    fn level(&mut self, hl: &Fields<'_>, place: &'static str) {
        self.levels.take(hl, place, &mut self.report);
        let member = MemberFacts::begin(place, hl.segment().at());
        match place {
            "2000D" => {
                self.end_dependent();
                if let Some(subscriber) = &mut self.subscriber {
                    subscriber.has_dependents = true;
                }
                self.dependent = Some(member);
            }
            "2000C" => {
                self.end_members();
                self.subscriber = Some(member);
            }
            _ => {
                self.end_members();
                self.refused = false;
            }
        }
    }

    fn end_dependent(&mut self) {
        if let Some(dependent) = self.dependent.take() {
            let above = self.subscriber.as_ref();
            let refused = self.refused || above.is_some_and(MemberFacts::is_rejected);
            dependent.end(self.kind, refused, &mut self.report);
        }
    }

    fn end_members(&mut self) {
        self.end_dependent();
        if let Some(subscriber) = self.subscriber.take() {
            subscriber.end(self.kind, self.refused, &mut self.report);
        }
    }

    /// Two questions under one number could not be told apart by their answers.
    fn trace(&mut self, trn: &Fields<'_>, place: &str) {
        let [kind, number, originator] =
            [1, 2, 3].map(|element| trn.element(element).text().into_owned());
        let own = self.kind == Kind::Request || kind == "2";
        if own && !self.traces.insert([kind, number, originator]) {
            let path = format!("{place}/TRN02");
            let says = "another member of the transaction has the same trace";
            let at = trn.element(2).at();
            self.report
                .warning("eligibility.trace_twice", path, at, says);
        }
    }
}

fn name(nm1: &Fields<'_>, place: &str, report: &mut Report) {
    let codes = [
        "eligibility.npi_length",
        "eligibility.npi_check_digit",
        "eligibility.number_alone",
    ];
    pair::number(nm1, place, codes, report);
    if nm1.element(2).is("2") && !nm1.element(4).is_empty() {
        let path = format!("{place}/NM104");
        let says = "an organisation has no first name";
        report.warning("eligibility.first_name", path, nm1.element(4).at(), says);
    }
}

fn specialty(prv: &Fields<'_>, place: &str, report: &mut Report) {
    together(prv, place, [2, 3], "eligibility.specialty_alone", report);
    let code = prv.element(3);
    let taxonomy = prv.element(2).is("PXC") && !code.is_empty();
    if taxonomy && code.text().parse::<Taxonomy>().is_err() {
        let path = format!("{place}/PRV03");
        let says = "the taxonomy code has not the shape of one";
        report.code_set("eligibility.taxonomy", path, code.at(), says);
    }
}

fn contact(per: &Fields<'_>, place: &str, report: &mut Report) {
    for kind in [3, 5, 7] {
        let both = [kind, kind + 1];
        together(per, place, both, "eligibility.contact_alone", report);
    }
}

fn birth(dmg: &Fields<'_>, place: &str, written: Option<NaiveDate>, report: &mut Report) {
    together(dmg, place, [1, 2], "eligibility.birth_alone", report);
    let born = dmg.element(2);
    let late = |(born, written)| born > written;
    if born.date().ok().zip(written).is_some_and(late) {
        let path = format!("{place}/DMG02");
        let says = "the day of birth lies behind the day of writing";
        report.situation("eligibility.birth_late", path, born.at(), says);
    }
}

/// Two elements that say something only together.
pub(super) fn together(
    fields: &Fields<'_>,
    place: &str,
    both: [usize; 2],
    code: &'static str,
    report: &mut Report,
) {
    let [first, second] = both.map(|number| fields.element(number));
    if first.is_empty() == second.is_empty() {
        return;
    }
    let missing = if first.is_empty() { first } else { second };
    let number = missing.at().element;
    let path = format!("{place}/{}{number:02}", fields.segment().name());
    let says = "two elements that say something only together do not come together";
    report.error(code, path, missing.at(), says);
}

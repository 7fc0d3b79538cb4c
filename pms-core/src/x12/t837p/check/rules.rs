use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::super::guide::{Follow, LevelRules, Levels, Report};
use super::super::super::syntax::{Fields, Finding, Position, Segment};
use super::claim::ClaimFacts;
use super::guide::TRANSACTION;
use super::party;

/// Checks one transaction of professional claims, one segment after another: the guide's tables,
/// then what follows from one element for another.
#[derive(Clone)]
pub(in crate::x12) struct Check {
    follow: Follow,
    report: Report,
    levels: Levels,
    written: Option<NaiveDate>,
    family: Family,
    claim: Option<ClaimFacts>,
    /// Claims of the transaction so far, by what makes two of them the same.
    seen: BTreeSet<Vec<u8>>,
}

/// What claims inherit from the levels above them.
#[derive(Clone, Default)]
pub(super) struct Family {
    pub(super) billing: String,
    pub(super) turn: String,
    /// The subscriber is the patient (SBR02 18).
    pub(super) itself: bool,
    pub(super) subscriber: String,
    pub(super) patient: String,
    pub(super) birth: Option<NaiveDate>,
    sbr: Position,
    /// The patient's own level has come.
    dependent: bool,
    claims: usize,
    /// N3, N4 and DMG of the subscriber.
    about: [bool; 3],
}

const LEVELS: LevelRules = LevelRules {
    below: &[("20", ""), ("22", "20"), ("23", "22")],
    codes: [
        "t837p.level_number",
        "t837p.level_parent",
        "t837p.level_child",
    ],
};

impl Check {
    pub(in crate::x12) fn begin(header: &Segment<'_>) -> Self {
        Self {
            follow: Follow::begin(&TRANSACTION, header.at()),
            report: Report::default(),
            levels: Levels::new(&LEVELS),
            written: None,
            family: Family::default(),
            claim: None,
            seen: BTreeSet::new(),
        }
    }

    pub(in crate::x12) fn segment(&mut self, segment: &Segment<'_>) {
        let fields = Fields::from(*segment);
        let Some(place) = self.follow.step(&fields) else {
            return;
        };
        match (place, segment.id()) {
            ("", b"BHT") => self.written = fields.element(4).date().ok(),
            (_, b"HL") => self.level(&fields, place),
            ("2000B", b"SBR") => self.subscriber(&fields),
            ("2300", b"CLM") => {
                self.end_claim();
                self.family.claims += 1;
                self.claim = Some(ClaimFacts::begin(&fields, &mut self.report));
            }
            _ => self.inner(&fields, place),
        }
        let report = &mut self.report;
        match segment.id() {
            b"NM1" => party::name(&fields, place, report),
            b"PRV" => party::specialty(&fields, place, report),
            b"N3" => party::street(&fields, place, report),
            b"N4" => party::town(&fields, place, report),
            b"REF" => party::reference(&fields, place, report),
            b"PER" => party::contact(&fields, place, report),
            _ => {}
        }
    }

    pub(in crate::x12) fn end(mut self) -> Vec<Finding> {
        self.end_claim();
        self.end_family();
        self.levels.end(&mut self.report);
        let mut findings = self.follow.end();
        findings.extend(self.report.findings);
        findings.sort_by_key(|finding| finding.at);
        findings
    }

    /// What stands within a claim or names who is concerned.
    fn inner(&mut self, fields: &Fields<'_>, place: &'static str) {
        let family = &mut self.family;
        match (place, fields.segment().id()) {
            ("2010AA", b"NM1") => family.billing = number(fields),
            ("2010BA", b"NM1") => {
                family.subscriber = number(fields);
                family.patient = person(fields);
                if family.itself && fields.element(2).is("1") && fields.element(9).is_empty() {
                    let says = "the subscriber's member number is missing";
                    let at = fields.element(9).at();
                    let path = "2010BA/NM109".to_owned();
                    self.report.situation("t837p.member_number", path, at, says);
                }
            }
            ("2010CA", b"NM1") => family.patient = person(fields),
            ("2010BA", b"N3") => family.about[0] = true,
            ("2010BA", b"N4") => family.about[1] = true,
            ("2010BA" | "2010CA", b"DMG") => {
                family.about[2] = true;
                let born = fields.element(2);
                family.birth = born.date().ok();
                if family
                    .birth
                    .zip(self.written)
                    .is_some_and(|(birth, written)| birth > written)
                {
                    let says = "the day of birth lies behind the day of writing";
                    let path = format!("{place}/DMG02");
                    self.report
                        .situation("t837p.birth_late", path, born.at(), says);
                }
            }
            _ => {
                if let Some(claim) = &mut self.claim {
                    claim.segment(fields, place, &mut self.report);
                }
            }
        }
    }

    fn level(&mut self, hl: &Fields<'_>, place: &'static str) {
        self.end_claim();
        self.levels.take(hl, place, &mut self.report);
        match place {
            "2000B" => {
                self.end_family();
                let billing = core::mem::take(&mut self.family.billing);
                self.family = Family {
                    billing,
                    sbr: hl.segment().at(),
                    ..Family::default()
                };
            }
            "2000C" => {
                if self.family.itself {
                    let says = "the subscriber is the patient, yet a patient stands below";
                    let path = "2000B/SBR02".to_owned();
                    let at = self.family.sbr;
                    self.report.situation("t837p.patient_twice", path, at, says);
                }
                self.end_patient();
                self.family.dependent = true;
                self.family.claims = 0;
            }
            _ => self.end_family(),
        }
    }

    fn subscriber(&mut self, sbr: &Fields<'_>) {
        self.family.sbr = sbr.element(2).at();
        self.family.turn = sbr.element(1).text().into_owned();
        self.family.itself = sbr.element(2).is("18");
        let report = &mut self.report;
        let medicare = sbr.element(9).is("MB") || sbr.element(9).is("MA");
        if medicare && !sbr.element(1).is("P") && sbr.element(5).is_empty() {
            let says = "where Medicare does not come first, the kind of insurance is told";
            let path = "2000B/SBR05".to_owned();
            report.warning("t837p.insurance_type", path, sbr.element(5).at(), says);
        }
        if sbr.element(9).is_empty() {
            let says = "the kind of claim filing is missing";
            let path = "2000B/SBR09".to_owned();
            report.warning("t837p.filing", path, sbr.element(9).at(), says);
        }
    }

    /// A patient's level without a claim says nothing.
    fn end_patient(&mut self) {
        if self.family.dependent && self.family.claims == 0 {
            let says = "the patient has no claim";
            let at = self.family.sbr;
            self.report
                .error("t837p.no_claim", "2300/CLM".to_owned(), at, says);
        }
    }

    fn end_family(&mut self) {
        self.end_patient();
        let family = &mut self.family;
        if family.sbr == Position::default() {
            return;
        }
        let report = &mut self.report;
        if !family.dependent && !family.itself {
            let says = "the subscriber is not the patient, yet no patient stands below";
            let path = "2000B/SBR02".to_owned();
            report.situation("t837p.patient_missing", path, family.sbr, says);
        } else if !family.dependent && family.claims == 0 {
            let says = "the subscriber has no claim";
            report.error("t837p.no_claim", "2300/CLM".to_owned(), family.sbr, says);
        }
        if family.itself && !family.dependent {
            for (there, path) in family
                .about
                .iter()
                .zip(["2010BA/N3", "2010BA/N4", "2010BA/DMG"])
            {
                if !there {
                    let says = "the subscriber is the patient: address, birth and sex are needed";
                    let path = path.to_owned();
                    report.situation("t837p.patient_facts", path, family.sbr, says);
                }
            }
        }
        self.family = Family {
            billing: core::mem::take(&mut family.billing),
            ..Family::default()
        };
    }

    fn end_claim(&mut self) {
        let Some(claim) = self.claim.take() else {
            return;
        };
        claim.end(&self.family, self.written, &mut self.report);
        if !self.seen.insert(claim.key(&self.family)) {
            let path = "2300/CLM01".to_owned();
            let says = "the same patient, days, services and charges stand in an earlier claim";
            let at = claim.at();
            self.report.warning("t837p.duplicate_claim", path, at, says);
        }
    }
}

fn number(nm1: &Fields<'_>) -> String {
    nm1.element(9).text().into_owned()
}

fn person(nm1: &Fields<'_>) -> String {
    let names = [3, 4, 5].map(|number| nm1.element(number).text().into_owned());
    names.join(" ")
}

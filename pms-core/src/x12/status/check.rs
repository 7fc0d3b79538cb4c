use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::guide::{Follow, LevelRules, Levels, Report, pair};
use super::super::syntax::{Element, Fields, Finding, Position, Segment};
use super::code::{Action, StatusCode, Verdict};
use super::kind::Kind;
use super::totals::Totals;

/// Checks one transaction about how claims stand, one segment after another: the guide's tables,
/// then what follows from one element for another.
pub(in crate::x12) struct Check {
    kind: Kind,
    follow: Follow,
    report: Report,
    levels: Levels,
    written: Option<NaiveDate>,
    /// The day on which the claims were received (DTP 050).
    received: Option<NaiveDate>,
    /// What is told of the submitter's and of one provider's claims.
    receiver: Option<Totals>,
    provider: Option<Totals>,
    claim: Option<Claim>,
    /// A patient of whom no claim has come.
    waiting: Option<Position>,
    /// Numbers of the claims so far.
    seen: BTreeSet<String>,
}

/// What is told of one claim.
#[derive(Default)]
struct Claim {
    verdict: Option<Verdict>,
    charge: i64,
}

const CODES: [&str; 3] = [
    "status.level_number",
    "status.level_parent",
    "status.level_child",
];
const ACKNOWLEDGED: LevelRules = LevelRules {
    below: &[("20", ""), ("21", "20"), ("19", "21"), ("PT", "19")],
    codes: CODES,
};
const ASKED: LevelRules = LevelRules {
    below: &[
        ("20", ""),
        ("21", "20"),
        ("19", "21"),
        ("22", "19"),
        ("23", "22"),
    ],
    codes: CODES,
};
const NUMBER: [&str; 3] = [
    "status.npi_length",
    "status.npi_check_digit",
    "status.number_alone",
];

impl Check {
    pub(in crate::x12) fn begin(kind: Kind, header: &Segment<'_>) -> Self {
        Self {
            kind,
            follow: Follow::begin(kind.rule(), header.at()),
            report: Report::default(),
            levels: Levels::new(match kind {
                Kind::Acknowledgment => &ACKNOWLEDGED,
                Kind::Request | Kind::Response => &ASKED,
            }),
            written: None,
            received: None,
            receiver: None,
            provider: None,
            claim: None,
            waiting: None,
            seen: BTreeSet::new(),
        }
    }

    pub(in crate::x12) fn segment(&mut self, segment: &Segment<'_>) {
        let fields = Fields::from(*segment);
        let Some(place) = self.follow.step(&fields) else {
            return;
        };
        match segment.id() {
            b"BHT" => self.written = fields.element(4).date().ok(),
            b"HL" => self.level(&fields, place),
            b"NM1" => pair::number(&fields, place, NUMBER, &mut self.report),
            b"TRN" => self.trace(&fields, place),
            b"STC" => self.status(&fields, place),
            b"QTY" | b"AMT" => self.total(&fields, place),
            b"DTP" => self.days(&fields, place),
            b"SVC" => self.line(&fields, place),
            _ => {}
        }
    }

    pub(in crate::x12) fn end(mut self) -> Vec<Finding> {
        self.end_receiver();
        self.levels.end(&mut self.report);
        let mut findings = self.follow.end();
        findings.extend(self.report.findings);
        findings.sort_by_key(|finding| finding.at);
        findings
    }

    fn level(&mut self, hl: &Fields<'_>, place: &'static str) {
        self.levels.take(hl, place, &mut self.report);
        match place {
            "2000A" => self.end_receiver(),
            "2000B" => {
                self.end_receiver();
                self.receiver = Some(Totals::of("2200B", hl.segment().at()));
            }
            "2000C" => {
                self.end_provider();
                self.below_rejected(hl, place);
                self.provider = Some(Totals::of("2200C", hl.segment().at()));
            }
            "2000E" => {
                self.end_claim();
                // The subscriber stands there for the sake of this patient.
                self.waiting = None;
            }
            _ => {
                self.end_patient();
                self.below_rejected(hl, place);
                // The dependent's own loop asks for a claim, and so does that of the acknowledged.
                let told = self.kind != Kind::Acknowledgment;
                self.waiting = told.then(|| hl.segment().at());
            }
        }
    }

    /// What was turned away as a whole is not told of one by one.
    ///
    /// Source: X12 requests for interpretation 1211, 2145.
    fn below_rejected(&mut self, hl: &Fields<'_>, place: &str) {
        let above = if place == "2000C" {
            &self.receiver
        } else {
            &self.provider
        };
        if above.as_ref().and_then(|above| above.verdict) == Some(Verdict::Rejected) {
            let path = format!("{place}/HL");
            let says = "all of it was turned away above, yet parts of it are told";
            let at = hl.segment().at();
            self.report.warning("status.rejected_above", path, at, says);
        }
    }

    fn trace(&mut self, trn: &Fields<'_>, place: &str) {
        if !matches!(place, "2200D" | "2200E") {
            return;
        }
        self.end_claim();
        self.waiting = None;
        self.claim = Some(Claim::default());
        let number = trn.element(2);
        let new = self.seen.insert(number.text().into_owned());
        if self.kind == Kind::Acknowledgment && !new {
            let path = format!("{place}/TRN02");
            let says = "the same claim is told of twice";
            let at = number.at();
            self.report.warning("status.claim_twice", path, at, says);
        }
    }

    fn status(&mut self, stc: &Fields<'_>, place: &str) {
        for number in [1, 10, 11] {
            let element = stc.element(number);
            if !element.is_empty() {
                self.codes(element, &format!("{place}/STC{number:02}"));
            }
        }
        let effective = stc.element(2).date().ok();
        if effective
            .zip(self.written)
            .is_some_and(|(effective, written)| effective > written)
        {
            let path = format!("{place}/STC02");
            let says = "the status begins behind the day of writing";
            let at = stc.element(2).at();
            self.report.warning("status.effective_late", path, at, says);
        }
        if self.kind == Kind::Acknowledgment {
            self.verdict(stc, place);
        }
    }

    fn codes(&mut self, codes: Element<'_>, path: &str) {
        let (category, status) = (codes.component(1), codes.component(2));
        let bytes = category.bytes().trim_ascii();
        let known = match (self.kind, bytes) {
            (Kind::Acknowledgment, [b'A', b'0'..=b'8'] | [b'E', b'1'..=b'4']) => true,
            (Kind::Acknowledgment, _) => false,
            (_, [b'A' | b'D' | b'E' | b'F' | b'P' | b'R', digit]) => digit.is_ascii_digit(),
            _ => false,
        };
        if !known && !category.is_empty() {
            let says = match self.kind {
                Kind::Acknowledgment => "an acknowledgment has categories A0 to A8 and E1 to E4",
                _ => "the category of the status has not the shape of one",
            };
            let path = format!("{path}-1");
            let report = &mut self.report;
            report.code_set("status.category", path, category.at(), says);
        }
        let pharmacy = codes.component(4).is("RX");
        let digits = status.bytes().trim_ascii().iter().all(u8::is_ascii_digit);
        if !pharmacy && !digits {
            let path = format!("{path}-2");
            let says = "the status is a number";
            self.report.code_set("status.code", path, status.at(), says);
        }
    }

    /// What was done agrees with the category.
    ///
    /// Source: X12 request for interpretation 2203.
    fn verdict(&mut self, stc: &Fields<'_>, place: &str) {
        let code = StatusCode::new(&stc.element(1).component(1).text(), "", "");
        let action = stc.element(3);
        let told = match Action::of(&action.text()) {
            Some(Action::Accept) => Some(Verdict::Accepted),
            Some(Action::Reject) => Some(Verdict::Rejected),
            _ => None,
        };
        if told
            .zip(code.verdict())
            .is_some_and(|(told, code)| told != code)
        {
            let path = format!("{place}/STC03");
            let says = "the category of the status says the opposite";
            let at = action.at();
            self.report.situation("status.action", path, at, says);
        }
        let verdict = match (told, code.verdict()) {
            (Some(Verdict::Rejected), _) | (_, Some(Verdict::Rejected)) => Some(Verdict::Rejected),
            (told, code) => told.or(code),
        };
        let charge = stc.element(4).money().map_or(0, |charge| charge.cents());
        match place {
            "2200B" => {
                if let Some(receiver) = &mut self.receiver {
                    receiver.stated(verdict, charge, stc.element(4).at());
                }
            }
            "2200C" => {
                if let Some(provider) = &mut self.provider {
                    provider.verdict = verdict;
                }
            }
            "2200D" => {
                if let Some(claim) = &mut self.claim {
                    // Of several statuses the first one tells the charge, and each one may reject.
                    if claim.verdict != Some(Verdict::Rejected) {
                        claim.verdict = verdict;
                    }
                    claim.charge = charge;
                }
            }
            _ => {}
        }
    }

    fn total(&mut self, fields: &Fields<'_>, place: &str) {
        let totals = match place {
            "2200B" => &mut self.receiver,
            "2200C" => &mut self.provider,
            _ => return,
        };
        if let Some(totals) = totals {
            totals.told(fields);
        }
    }

    fn days(&mut self, dtp: &Fields<'_>, place: &str) {
        let report = &mut self.report;
        let day = pair::days(dtp, place, "status.days_reversed", report);
        match dtp.element(1).bytes() {
            b"050" => self.received = day,
            b"009"
                if day
                    .zip(self.received)
                    .is_some_and(|(day, received)| day < received) =>
            {
                let path = format!("{place}/DTP03");
                let says = "the claims were processed before they were received";
                let at = dtp.element(3).at();
                self.report
                    .situation("status.processed_early", path, at, says);
            }
            _ => {}
        }
    }

    /// A line is told of where it is the cause of a reject.
    ///
    /// Source: X12 request for interpretation 1211.
    fn line(&mut self, svc: &Fields<'_>, place: &str) {
        let accepted = |claim: &Claim| claim.verdict == Some(Verdict::Accepted);
        if self.kind == Kind::Acknowledgment && self.claim.as_ref().is_some_and(accepted) {
            let path = format!("{place}/SVC");
            let says = "a line is told of, yet its claim was taken";
            let at = svc.segment().at();
            self.report
                .situation("status.line_accepted", path, at, says);
        }
    }

    fn end_claim(&mut self) {
        let Some(claim) = self.claim.take() else {
            return;
        };
        let totals = self.provider.iter_mut().chain(&mut self.receiver);
        for totals in totals {
            totals.count(claim.verdict, claim.charge);
        }
    }

    fn end_patient(&mut self) {
        self.end_claim();
        if let Some(at) = self.waiting.take() {
            let says = "no claim is told of the patient";
            let path = "2200D/TRN".to_owned();
            self.report.error("status.no_claim", path, at, says);
        }
    }

    fn end_provider(&mut self) {
        self.end_patient();
        let Some(provider) = self.provider.take() else {
            return;
        };
        if self.kind == Kind::Acknowledgment {
            provider.prove(&mut self.report);
            if let Some(receiver) = &mut self.receiver {
                receiver.count_whole(&provider);
            }
        }
    }

    fn end_receiver(&mut self) {
        self.end_provider();
        if let Some(receiver) = self.receiver.take()
            && self.kind == Kind::Acknowledgment
        {
            receiver.prove(&mut self.report);
            receiver.prove_charge(&mut self.report);
        }
    }
}

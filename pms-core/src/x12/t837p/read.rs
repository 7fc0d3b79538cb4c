use core::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::adjudication::Adjustment;
use crate::money::{Money, Units};

use super::super::parts::text;
use super::super::syntax::{Element, Fields, Finding, Level, Piece, Pieces, Position, Role};
use super::super::syntax::{Segment, Severity, ValueError, Walk, pieces};

/// The claims of a file, as a payer reads them.
#[derive(Clone, Debug, Serialize)]
pub struct Read {
    /// The claims in order.
    pub claims: Vec<ReceivedClaim>,
    /// What is wrong with the file.
    pub findings: Vec<Finding>,
}

/// A claim as a payer reads it: what it needs to answer. `Debug` shows the place alone.
///
/// Source: 005010X222A1.
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct ReceivedClaim {
    /// The practice's number (CLM01).
    pub patient_control: String,
    /// What is charged (CLM02).
    pub charge: Money,
    /// Where (CLM05-1).
    pub place: String,
    /// Original, replacement or void (CLM05-3).
    pub frequency: String,
    /// The payer's number of the claim that is replaced or taken back (REF F8).
    pub payer_control: Option<String>,
    /// The payer's turn (SBR01).
    pub turn: String,
    /// What kind of insurance (SBR09).
    pub filing: String,
    /// The practice's number of the batch (BHT03).
    pub batch: String,
    /// Which payer is asked (NM109 of 2010BB).
    pub payer: String,
    /// The member number (NM109 of 2010BA).
    pub member: String,
    /// The subscriber's last and first name.
    pub subscriber: [String; 2],
    /// The patient's last and first name, where that is not the subscriber.
    pub dependent: Option<[String; 2]>,
    /// The number of who bills (NM109 of 2010AA).
    pub billing_npi: String,
    /// Who bills (NM103 of 2010AA).
    pub billing_name: String,
    /// The number of who treated (NM109 of 2310B), where it is told; else who bills did.
    pub rendering_npi: Option<String>,
    /// What the patient has paid (AMT F5).
    pub patient_paid: Option<Money>,
    /// What was found, the chief diagnosis first (HI).
    pub diagnoses: Vec<String>,
    /// Who else pays, and what it has decided on the claim as a whole.
    pub other_payers: Vec<ReceivedPayer>,
    /// What is charged for.
    pub lines: Vec<ReceivedLine>,
    /// Where the claim stands.
    pub at: Position,
}

/// A line as a payer reads it.
///
/// Source: 005010X222A1, loop 2400.
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct ReceivedLine {
    /// The practice's number (REF 6R).
    pub control: Option<String>,
    /// Which list the procedure is of (SV101-1).
    pub qualifier: String,
    /// The procedure (SV101-2).
    pub procedure: String,
    /// Its modifiers.
    pub modifiers: Vec<String>,
    /// What is charged (SV102).
    pub charge: Money,
    /// How much was done (SV104).
    pub units: Units,
    /// In what it is measured: `UN` or `MJ`, minutes (SV103).
    pub measure: String,
    /// Where, if not where the claim says (SV105).
    pub place: Option<String>,
    /// For which diagnoses, counted from 1 (SV107).
    pub pointers: Vec<u8>,
    /// The first day (DTP 472).
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// What other payers have decided on it.
    pub decisions: Vec<ReceivedDecision>,
    /// Where the line stands.
    pub at: Position,
}

/// Another payer of a claim, as the payer reads it that is asked. `Debug` shows the amount alone.
///
/// Source: 005010X222A1, loops 2320 and 2330B.
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct ReceivedPayer {
    /// Its turn (SBR01).
    pub turn: String,
    /// What kind of insurance (SBR09).
    pub filing: String,
    /// Its number (NM109 of 2330B).
    pub payer: String,
    /// What it has paid for the claim (AMT D), where it has decided.
    pub paid: Option<Money>,
    /// What it has taken off the claim as a whole (CAS).
    pub adjustments: Vec<Adjustment>,
}

/// What another payer has decided on a line. `Debug` shows the amount alone.
///
/// Source: 005010X222A1, loop 2430.
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct ReceivedDecision {
    /// The payer's number (SVD01), which is that of one of the other payers.
    pub payer: String,
    /// What it has paid (SVD02).
    pub paid: Money,
    /// What it has taken off (CAS).
    pub adjustments: Vec<Adjustment>,
}

impl fmt::Debug for ReceivedClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedClaim(at {})", self.at)
    }
}

impl fmt::Debug for ReceivedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedLine(at {})", self.at)
    }
}

impl fmt::Debug for ReceivedPayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedPayer(paid {:?})", self.paid)
    }
}

impl fmt::Debug for ReceivedDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedDecision(paid {})", self.paid)
    }
}

/// Reads the professional claims of a file.
///
/// Other transactions are passed over; what cannot be understood is a finding and reads as nothing.
#[must_use]
pub fn read(bytes: &[u8]) -> Read {
    let mut all = claims(bytes);
    let claims = all.by_ref().collect();
    let mut findings = all.drain();
    findings.sort_by_key(|finding| finding.at);
    Read { claims, findings }
}

/// Hands out the professional claims of a file one at a time: memory holds one claim, however long the
/// file is.
#[must_use]
pub fn claims(bytes: &[u8]) -> Claims<'_> {
    Claims {
        pieces: pieces(bytes),
        walk: Walk::default(),
        reading: Reading::default(),
        ours: false,
    }
}

/// The professional claims of a file: see [`claims`].
#[derive(Clone, Debug)]
pub struct Claims<'a> {
    pieces: Pieces<'a>,
    walk: Walk,
    reading: Reading,
    /// The transaction is one of claims.
    ours: bool,
}

impl Iterator for Claims<'_> {
    type Item = ReceivedClaim;

    fn next(&mut self) -> Option<ReceivedClaim> {
        for piece in self.pieces.by_ref() {
            let role = self.walk.step(&piece);
            let (Piece::Segment(segment), Some(role)) = (piece, role) else {
                continue;
            };
            let done = match role {
                Role::TransactionHeader => {
                    self.ours = segment.element(1).is("837");
                    self.reading.begin()
                }
                Role::Body if self.ours => self.reading.segment(segment),
                _ => None,
            };
            if done.is_some() {
                return done;
            }
        }
        let cut_off = self.walk.finish();
        self.reading.findings.extend(cut_off);
        self.reading.claim.take()
    }
}

impl Claims<'_> {
    /// What was found wrong since it was asked last. What is missing at the end of the file is known
    /// with its last claim.
    #[must_use]
    pub fn drain(&mut self) -> Vec<Finding> {
        let mut found = self.walk.drain();
        found.append(&mut self.reading.findings);
        found
    }
}

/// Whose names and numbers come next.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Scope {
    #[default]
    Head,
    Billing,
    Subscriber,
    Patient,
    Claim,
    OtherPayer,
    Line,
    LineDetail,
    Decision,
}

#[derive(Clone, Debug, Default)]
struct Reading {
    /// The claim that is open.
    claim: Option<ReceivedClaim>,
    findings: Vec<Finding>,
    scope: Scope,
    /// What claims inherit from the levels above them.
    above: ReceivedClaim,
}

impl Reading {
    fn begin(&mut self) -> Option<ReceivedClaim> {
        self.scope = Scope::Head;
        self.above = ReceivedClaim::default();
        self.claim.take()
    }

    /// Takes a segment, and hands out the claim that it ends.
    fn segment(&mut self, segment: Segment<'_>) -> Option<ReceivedClaim> {
        let fields = Fields::from(segment);
        match segment.id() {
            b"CLM" => return self.claim(&fields),
            b"BHT" if self.scope == Scope::Head => self.above.batch = text(&fields, 3),
            b"HL" => self.level(&fields),
            b"NM1" => self.name(&fields),
            b"SBR" => self.insurance(&fields),
            b"HI" if self.scope == Scope::Claim => self.diagnoses(&fields),
            b"AMT" => self.amount(&fields),
            b"CAS" => self.adjustments(&fields),
            b"REF" => self.reference(&fields),
            b"LX" => {
                self.scope = Scope::Line;
                let at = segment.at();
                if let Some(claim) = &mut self.claim {
                    claim.lines.push(ReceivedLine {
                        at,
                        ..ReceivedLine::default()
                    });
                }
            }
            b"SV1" if self.scope == Scope::Line => self.service(&fields),
            b"DTP" if self.scope == Scope::Line && fields.element(1).is("472") => {
                self.days(&fields);
            }
            b"SVD"
                if matches!(
                    self.scope,
                    Scope::Line | Scope::LineDetail | Scope::Decision
                ) =>
            {
                self.decision(&fields);
            }
            b"LIN" if self.scope == Scope::Line => self.scope = Scope::LineDetail,
            _ => {}
        }
        None
    }

    fn level(&mut self, hl: &Fields<'_>) {
        self.scope = match hl.element(3).bytes() {
            b"20" => Scope::Billing,
            b"22" => {
                self.above.dependent = None;
                Scope::Subscriber
            }
            b"23" => Scope::Patient,
            _ => Scope::Head,
        };
    }

    fn name(&mut self, nm1: &Fields<'_>) {
        let names = || [text(nm1, 3), text(nm1, 4)];
        match (nm1.element(1).bytes(), self.scope) {
            (b"85", Scope::Billing) => {
                self.above.billing_name = text(nm1, 3);
                self.above.billing_npi = text(nm1, 9);
            }
            (b"IL", Scope::Subscriber) => {
                self.above.subscriber = names();
                self.above.member = text(nm1, 9);
            }
            (b"PR", Scope::Subscriber) => self.above.payer = text(nm1, 9),
            (b"QC", Scope::Patient) => self.above.dependent = Some(names()),
            (b"82", Scope::Claim) => {
                if let Some(claim) = &mut self.claim {
                    claim.rendering_npi = nm1.element(9).some();
                }
            }
            (b"PR", Scope::OtherPayer) => {
                if let Some(other) = self.other_payer() {
                    other.payer = text(nm1, 9);
                }
            }
            (_, Scope::Line | Scope::Decision) => self.scope = Scope::LineDetail,
            _ => {}
        }
    }

    /// Of the subscriber, or of another payer of the claim that is open.
    fn insurance(&mut self, sbr: &Fields<'_>) {
        let (turn, filing) = (text(sbr, 1), text(sbr, 9));
        if self.scope == Scope::Subscriber {
            self.above.turn = turn;
            self.above.filing = filing;
            return;
        }
        if !matches!(self.scope, Scope::Claim | Scope::OtherPayer) {
            return;
        }
        self.scope = Scope::OtherPayer;
        if let Some(claim) = &mut self.claim {
            claim.other_payers.push(ReceivedPayer {
                turn,
                filing,
                ..ReceivedPayer::default()
            });
        }
    }

    fn amount(&mut self, amt: &Fields<'_>) {
        let path = match (amt.element(1).bytes(), self.scope) {
            (b"F5", Scope::Claim) => "2300/AMT02",
            (b"D", Scope::OtherPayer) => "2320/AMT02",
            _ => return,
        };
        let amount = self.understood(amt.element(2).money().map(Some), amt.element(2), path);
        if self.scope == Scope::Claim {
            if let Some(claim) = &mut self.claim {
                claim.patient_paid = amount;
            }
        } else if let Some(other) = self.other_payer() {
            other.paid = amount;
        }
    }

    fn decision(&mut self, svd: &Fields<'_>) {
        self.scope = Scope::Decision;
        let decision = ReceivedDecision {
            payer: text(svd, 1),
            paid: self.understood(svd.element(2).money(), svd.element(2), "2430/SVD02"),
            adjustments: Vec::new(),
        };
        if let Some(line) = self.line() {
            line.decisions.push(decision);
        }
    }

    /// One to six adjustments of a group, of an other payer or of its decision on a line.
    fn adjustments(&mut self, cas: &Fields<'_>) {
        let path = match self.scope {
            Scope::OtherPayer => "2320/CAS",
            Scope::Decision => "2430/CAS",
            _ => return,
        };
        for first in (2..=cas.count()).step_by(3) {
            let [reason, amount, units] = [0, 1, 2].map(|next| cas.element(first + next));
            if reason.is_empty() && amount.is_empty() {
                continue;
            }
            let codes = cas.element(1).text().parse().ok();
            let codes = codes.zip(reason.text().parse().ok());
            let Some((group, code)) = codes else {
                let says = "the group or the reason of the adjustment is no code".to_owned();
                self.find("t837p.adjustment_code", path, reason.at(), says);
                continue;
            };
            let amount =
                self.understood(amount.money(), amount, &format!("{path}{:02}", first + 1));
            let units = match units.is_empty() {
                true => None,
                false => {
                    let path = format!("{path}{:02}", first + 2);
                    self.understood(units.units().map(Some), units, &path)
                }
            };
            let adjustment = Adjustment {
                group,
                reason: code,
                amount,
                units,
            };
            let all = match self.scope {
                Scope::OtherPayer => self.other_payer().map(|other| &mut other.adjustments),
                _ => {
                    let decision = self.line().and_then(|line| line.decisions.last_mut());
                    decision.map(|decision| &mut decision.adjustments)
                }
            };
            if let Some(all) = all {
                all.push(adjustment);
            }
        }
    }

    fn other_payer(&mut self) -> Option<&mut ReceivedPayer> {
        self.claim.as_mut()?.other_payers.last_mut()
    }

    fn line(&mut self) -> Option<&mut ReceivedLine> {
        self.claim.as_mut()?.lines.last_mut()
    }

    fn claim(&mut self, clm: &Fields<'_>) -> Option<ReceivedClaim> {
        self.scope = Scope::Claim;
        let place = clm.element(5);
        let claim = ReceivedClaim {
            patient_control: text(clm, 1),
            charge: self.understood(clm.element(2).money(), clm.element(2), "2300/CLM02"),
            place: place.component(1).text().into_owned(),
            frequency: place.component(3).text().into_owned(),
            at: clm.segment().at(),
            ..self.above.clone()
        };
        self.claim.replace(claim)
    }

    fn diagnoses(&mut self, hi: &Fields<'_>) {
        let Some(claim) = &mut self.claim else {
            return;
        };
        for number in 1..=hi.count() {
            let element = hi.element(number);
            let kind = element.component(1);
            if kind.is("ABK") || kind.is("ABF") {
                claim.diagnoses.extend(element.component(2).some());
            }
        }
    }

    fn reference(&mut self, reference: &Fields<'_>) {
        let Some(claim) = &mut self.claim else {
            return;
        };
        let value = reference.element(2).some();
        match (reference.element(1).bytes(), self.scope) {
            (b"F8", Scope::Claim) => claim.payer_control = value,
            (b"6R", Scope::Line) => {
                if let Some(line) = claim.lines.last_mut() {
                    line.control = value;
                }
            }
            _ => {}
        }
    }

    fn service(&mut self, sv1: &Fields<'_>) {
        let charge = self.understood(sv1.element(2).money(), sv1.element(2), "2400/SV102");
        let units = self.understood(sv1.element(4).units(), sv1.element(4), "2400/SV104");
        let Some(line) = self.line() else {
            return;
        };
        let code = sv1.element(1);
        line.qualifier = code.component(1).text().into_owned();
        line.procedure = code.component(2).text().into_owned();
        let modifiers = (3..=6).filter_map(|number| code.component(number).some());
        line.modifiers = modifiers.collect();
        line.charge = charge;
        line.units = units;
        line.measure = text(sv1, 3);
        line.place = sv1.element(5).some();
        let pointers = sv1.element(7).components();
        line.pointers = pointers.filter_map(|p| p.text().parse().ok()).collect();
    }

    fn days(&mut self, dtp: &Fields<'_>) {
        let days = dtp.element(3);
        let found = match dtp.element(2).is("RD8") {
            true => days.dates(),
            false => days.date().map(|day| (day, day)),
        };
        let found = self.understood(found.map(Some), days, "2400/DTP03");
        if let Some(line) = self.line() {
            line.from = found.map(|(from, _)| from);
            line.to = found.map(|(_, to)| to);
        }
    }

    fn understood<T: Default>(
        &mut self,
        value: Result<T, ValueError>,
        element: Element<'_>,
        path: &str,
    ) -> T {
        value.unwrap_or_else(|error| {
            self.find(error.code(), path, element.at(), error.to_string());
            T::default()
        })
    }

    fn find(&mut self, code: &'static str, path: &str, at: Position, says: String) {
        self.findings.push(Finding {
            code,
            severity: Severity::Error,
            level: Level::Guide,
            path: path.to_owned(),
            at,
            says,
        });
    }
}

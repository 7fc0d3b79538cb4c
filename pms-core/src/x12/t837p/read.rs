use core::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::money::{Money, Units};

use super::super::parts::text;
use super::super::syntax::{Element, Fields, Finding, Level, Piece, Position, Role, Severity};
use super::super::syntax::{Segment, ValueError, Walk, pieces};

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
    /// What was found, the chief diagnosis first (HI).
    pub diagnoses: Vec<String>,
    /// What is charged for.
    pub lines: Vec<ReceivedLine>,
    /// Where the claim stands.
    pub at: Position,
}

/// A line as a payer reads it.
///
/// Source: 005010X222A1, loop 2400.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct ReceivedLine {
    /// The practice's number (REF 6R).
    pub control: Option<String>,
    /// The procedure (SV101-2).
    pub procedure: String,
    /// Its modifiers.
    pub modifiers: Vec<String>,
    /// What is charged (SV102).
    pub charge: Money,
    /// How much was done (SV104).
    pub units: Units,
    /// For which diagnoses, counted from 1 (SV107).
    pub pointers: Vec<u8>,
    /// The first day (DTP 472).
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl fmt::Debug for ReceivedClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedClaim(at {})", self.at)
    }
}

/// Reads the professional claims of a file.
///
/// Other transactions are passed over; what cannot be understood is a finding and reads as nothing.
#[must_use]
pub fn read(bytes: &[u8]) -> Read {
    let mut walk = Walk::default();
    let mut reading = Reading::default();
    let mut ours = false;
    for piece in pieces(bytes) {
        let role = walk.step(&piece);
        let (Piece::Segment(segment), Some(role)) = (piece, role) else {
            continue;
        };
        match role {
            Role::TransactionHeader => {
                ours = segment.element(1).is("837");
                reading.begin();
            }
            Role::Body if ours => reading.segment(segment),
            _ => {}
        }
    }
    let mut findings = walk.finish();
    findings.extend(reading.findings);
    findings.sort_by_key(|finding| finding.at);
    Read {
        claims: reading.claims,
        findings,
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
}

#[derive(Debug, Default)]
struct Reading {
    claims: Vec<ReceivedClaim>,
    findings: Vec<Finding>,
    scope: Scope,
    /// What claims inherit from the levels above them.
    above: ReceivedClaim,
}

impl Reading {
    fn begin(&mut self) {
        self.scope = Scope::Head;
        self.above = ReceivedClaim::default();
    }

    fn segment(&mut self, segment: Segment<'_>) {
        let fields = Fields::from(segment);
        match segment.id() {
            b"HL" => self.level(&fields),
            b"NM1" => self.name(&fields),
            b"SBR" if self.scope == Scope::Subscriber => {
                self.above.turn = text(&fields, 1);
            }
            b"SBR" => self.scope = Scope::OtherPayer,
            b"CLM" => self.claim(&fields),
            b"HI" if self.scope == Scope::Claim => self.diagnoses(&fields),
            b"REF" => self.reference(&fields),
            b"LX" => {
                self.scope = Scope::Line;
                if let Some(claim) = self.claims.last_mut() {
                    claim.lines.push(ReceivedLine::default());
                }
            }
            b"SV1" if self.scope == Scope::Line => self.service(&fields),
            b"DTP" if self.scope == Scope::Line && fields.element(1).is("472") => {
                self.days(&fields);
            }
            b"SVD" | b"LIN" if self.scope == Scope::Line => self.scope = Scope::LineDetail,
            _ => {}
        }
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
            (_, Scope::Line) => self.scope = Scope::LineDetail,
            _ => {}
        }
    }

    fn claim(&mut self, clm: &Fields<'_>) {
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
        self.claims.push(claim);
    }

    fn diagnoses(&mut self, hi: &Fields<'_>) {
        let Some(claim) = self.claims.last_mut() else {
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
        let Some(claim) = self.claims.last_mut() else {
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
        let Some(line) = self.claims.last_mut().and_then(|c| c.lines.last_mut()) else {
            return;
        };
        let code = sv1.element(1);
        line.procedure = code.component(2).text().into_owned();
        let modifiers = (3..=6).filter_map(|number| code.component(number).some());
        line.modifiers = modifiers.collect();
        line.charge = charge;
        line.units = units;
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
        if let Some(line) = self.claims.last_mut().and_then(|c| c.lines.last_mut()) {
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
            self.findings.push(Finding {
                code: error.code(),
                severity: Severity::Error,
                level: Level::Guide,
                path: path.to_owned(),
                at: element.at(),
                says: error.to_string(),
            });
            T::default()
        })
    }
}

use chrono::NaiveDate;
use serde::Serialize;

use crate::money::Money;
use crate::remittance::{AmountOf, Kept};

use super::super::parts::{code, entity, kept, qualified, surplus, text};
use super::super::syntax::{Element, Fields, Finding, Level as Test, Piece, Position, Segment};
use super::super::syntax::{Role as SegmentRole, Severity, ValueError, Walk, pieces};
use super::super::t835::Control;
use super::code::{Action, Status, StatusCode};
use super::kind::Kind;
use super::notice::{Birth, DaysOf, Level, Line, Notice, Part, QuantityOf, Role, Tracked};

/// The transactions of one kind in a file.
#[derive(Clone, Debug, Serialize)]
pub struct Read {
    /// The transactions in order, each with its own findings.
    pub notices: Vec<Received>,
    /// What is wrong outside of them.
    pub findings: Vec<Finding>,
}

/// A transaction as it was read: what it says, how it came, and what could not be understood.
#[derive(Clone, Debug, Serialize)]
pub struct Received {
    /// What it says.
    pub notice: Notice,
    /// The numbers under which it came.
    pub control: Control,
    /// What is wrong with its envelope, and what in it could not be understood. What its guide
    /// asks for is told by [`check`](super::super::check()).
    pub findings: Vec<Finding>,
    /// Where it stands in the bytes.
    pub at: Position,
}

impl Read {
    /// Every finding, in the order of the bytes.
    #[must_use]
    pub fn all_findings(&self) -> Vec<&Finding> {
        let own = self.notices.iter().flat_map(|notice| &notice.findings);
        let mut all: Vec<&Finding> = own.chain(&self.findings).collect();
        all.sort_by_key(|finding| finding.at);
        all
    }
}

/// Reads the transactions of one kind; others are passed over.
pub(in crate::x12) fn read(bytes: &[u8], kind: Kind) -> Read {
    let mut reading = Reading {
        kind,
        walk: Walk::default(),
        open: None,
        done: Vec::new(),
        findings: Vec::new(),
    };
    for piece in pieces(bytes) {
        reading.piece(&piece);
    }
    let cut_off = reading.walk.finish();
    reading.close(cut_off);
    Read {
        notices: reading.done,
        findings: reading.findings,
    }
}

struct Reading {
    kind: Kind,
    walk: Walk,
    open: Option<Build>,
    done: Vec<Received>,
    findings: Vec<Finding>,
}

impl Reading {
    fn piece(&mut self, piece: &Piece<'_>) {
        let before = self.walk.transaction_control().is_some();
        let role = self.walk.step(piece);
        let cut = before && self.walk.transaction_control().is_none();
        let found = self.walk.drain();
        if cut || role == Some(SegmentRole::TransactionHeader) {
            self.close(found);
        } else {
            self.sort_in(found);
        }
        let Piece::Segment(segment) = piece else {
            return;
        };
        match role {
            Some(SegmentRole::TransactionHeader) => {
                let control = Control::of(&self.walk);
                let guide = segment.element(3).some();
                let guide = guide.unwrap_or_else(|| control.version.clone());
                if Kind::of(&segment.element(1).text(), &guide) == Some(self.kind) {
                    self.open = Some(Build::begin(self.kind, &guide, control, segment));
                }
            }
            Some(SegmentRole::Body) => {
                if let Some(open) = &mut self.open {
                    open.segment(*segment);
                }
            }
            _ => {}
        }
    }

    /// The transaction that is open ends, with what the walk found at its end.
    fn close(&mut self, found: Vec<Finding>) {
        match self.open.take() {
            Some(open) => {
                let mut received = open.end();
                received.findings.extend(found);
                self.done.push(received);
            }
            None => self.findings.extend(found),
        }
    }

    fn sort_in(&mut self, found: Vec<Finding>) {
        match &mut self.open {
            Some(open) => open.received.findings.extend(found),
            None => self.findings.extend(found),
        }
    }
}

/// A transaction that is being read, one segment after another.
struct Build {
    kind: Kind,
    received: Received,
    /// The levels that are open, each with its number (HL01), the topmost first.
    levels: Vec<(String, Level)>,
    headed: bool,
}

impl Build {
    fn begin(kind: Kind, guide: &str, control: Control, header: &Segment<'_>) -> Self {
        let mut build = Self {
            kind,
            received: Received {
                notice: Notice::default(),
                control,
                findings: Vec::new(),
                at: header.at(),
            },
            levels: Vec::new(),
            headed: false,
        };
        if !guide.starts_with(kind.guide()) {
            let says = format!("the transaction does not follow {}", kind.guide());
            let at = header.element(3).at();
            build.find("status.version", Severity::Warning, "ST03", at, &says);
        }
        build
    }

    fn end(mut self) -> Received {
        self.leave(0);
        self.received
    }

    fn segment(&mut self, segment: Segment<'_>) {
        let fields = Fields::from(segment);
        match segment.id() {
            b"BHT" if !self.headed && self.levels.is_empty() => self.head(&fields),
            b"HL" => self.level(&fields),
            b"TRN" if !self.levels.is_empty() => self.trace(&fields),
            b"SVC" if self.tracked().is_some() => self.line(&fields),
            _ => {
                let part = self.part(&fields);
                self.put(part);
            }
        }
    }

    fn head(&mut self, bht: &Fields<'_>) {
        self.headed = true;
        let written = self.date(bht, 4);
        let notice = &mut self.received.notice;
        notice.reference = text(bht, 3);
        notice.written = written;
        notice.time = text(bht, 5);
    }

    /// A level stands below the one that it names; where that is not open, below the next that its
    /// role may stand below.
    fn level(&mut self, hl: &Fields<'_>) {
        let role = Role::of(&hl.element(3).text());
        let parent = hl.element(2).text();
        let named = self.levels.iter().rposition(|(id, _)| *id == parent);
        let above = match named {
            Some(named) if !parent.is_empty() => named + 1,
            _ if parent.is_empty() => 0,
            _ => {
                let says = "the level does not stand below the one that it names";
                let at = hl.element(2).at();
                let path = format!("{}/HL02", place(&role, '0', self.kind));
                self.find("status.level_parent", Severity::Error, &path, at, says);
                let rank = rank(&role);
                let next = |(_, level): &(String, Level)| rank <= self::rank(&level.role);
                self.levels
                    .iter()
                    .position(next)
                    .unwrap_or(self.levels.len())
            }
        };
        self.leave(above);
        let level = Level {
            role,
            tells_child: !hl.element(4).is_empty(),
            parts: Vec::new(),
            tracked: Vec::new(),
            below: Vec::new(),
            at: hl.segment().at(),
        };
        self.levels.push((text(hl, 1), level));
    }

    /// Closes levels until so many are open.
    fn leave(&mut self, open: usize) {
        while self.levels.len() > open {
            let Some((_, level)) = self.levels.pop() else {
                return;
            };
            match self.levels.last_mut() {
                Some((_, above)) => above.below.push(level),
                None => self.received.notice.levels.push(level),
            }
        }
    }

    fn trace(&mut self, trn: &Fields<'_>) {
        let tracked = Tracked {
            kept: surplus(trn, 2),
            at: trn.segment().at(),
            ..Tracked::new(&text(trn, 1), &text(trn, 2), Vec::new())
        };
        if let Some((_, level)) = self.levels.last_mut() {
            level.tracked.push(tracked);
        }
    }

    fn line(&mut self, svc: &Fields<'_>) {
        let before = self.received.findings.len();
        let charge = self.understood(svc.element(2).money(), svc, 2);
        let paid = self.money(svc, 3);
        let units = svc.element(7);
        let units = match units.is_empty() {
            true => None,
            false => self.understood(units.units().map(Some), svc, 7),
        };
        let submitted = svc.element(6);
        let line = Line {
            service: code(svc.element(1)),
            charge,
            paid,
            revenue: text(svc, 4),
            submitted: (!submitted.is_empty()).then(|| code(submitted)),
            units,
            parts: Vec::new(),
            as_sent: self.as_sent(svc, 7, before),
            at: svc.segment().at(),
        };
        if let Some(tracked) = self.tracked() {
            tracked.lines.push(line);
        }
    }

    /// What the segment says; kept as it is where it holds more than that, or cannot be understood.
    fn part(&mut self, fields: &Fields<'_>) -> Part {
        let count = fields.count();
        let part = match fields.segment().id() {
            b"NM1" => Some(Part::Party(entity(fields))),
            b"STC" => Some(Part::Status(Box::new(self.status(fields)))),
            b"DMG" if count <= 3 && fields.element(1).is("D8") => {
                self.date(fields, 2).map(|date| {
                    Part::Birth(Birth {
                        date,
                        sex: text(fields, 3),
                    })
                })
            }
            b"REF" if count == 2 => qualified(fields, 1).map(Part::Reference),
            b"AMT" if count == 2 => self.money(fields, 2).map(|amount| {
                Part::Amount(AmountOf {
                    qualifier: text(fields, 1),
                    amount,
                })
            }),
            b"QTY" if count == 2 => {
                let counted = fields.element(2).text().parse().ok();
                if counted.is_none() {
                    let says = "not a whole number";
                    self.misread("x12.element_type", fields, 2, says);
                }
                counted.map(|count| {
                    Part::Quantity(QuantityOf {
                        qualifier: text(fields, 1),
                        count,
                    })
                })
            }
            b"DTP" if count == 3 => self.days(fields).map(Part::Days),
            b"DMG" | b"REF" | b"AMT" | b"QTY" | b"DTP" | b"PER" | b"N3" | b"N4" | b"SBR" => None,
            _ => {
                let says = "the segment is none that tells of claims; it is kept as it was sent";
                let label = fields.segment().label().unwrap_or("?");
                let path = format!("{}/{label}", self.place());
                let at = fields.segment().at();
                self.find("status.unknown_segment", Severity::Warning, &path, at, says);
                None
            }
        };
        part.unwrap_or_else(|| Part::Kept(kept(fields)))
    }

    fn status(&mut self, stc: &Fields<'_>) -> Status {
        let before = self.received.findings.len();
        let status = Status {
            code: status_code(stc.element(1)),
            more: [10, 11].map(|number| {
                let element = stc.element(number);
                (!element.is_empty()).then(|| status_code(element))
            }),
            effective: self.day(stc, 2),
            action: Action::of(&stc.element(3).text()),
            charge: self.money(stc, 4),
            paid: self.money(stc, 5),
            decided: self.day(stc, 6),
            method: text(stc, 7),
            paid_on: self.day(stc, 8),
            payment: text(stc, 9),
            text: text(stc, 12),
            as_sent: None,
        };
        Status {
            as_sent: self.as_sent(stc, 12, before),
            ..status
        }
    }

    /// A segment that holds more than is modelled, or in which something new was found.
    fn as_sent(&self, fields: &Fields<'_>, modelled: usize, found_before: usize) -> Option<Kept> {
        let odd = fields.count() > modelled
            || fields.segment().id() == b"SVC" && !fields.element(5).is_empty()
            || self.received.findings.len() > found_before;
        odd.then(|| kept(fields))
    }

    fn days(&mut self, dtp: &Fields<'_>) -> Option<DaysOf> {
        let (from, to) = match dtp.element(2).bytes().trim_ascii() {
            b"D8" => (self.date(dtp, 3)?, None),
            b"RD8" => {
                let days = dtp.element(3).dates().map(Some);
                let (from, to) = self.understood(days, dtp, 3)?;
                (from, Some(to))
            }
            _ => return None,
        };
        Some(DaysOf {
            qualifier: text(dtp, 1),
            from,
            to,
        })
    }

    /// Puts it where the last level, trace or line stands that is open.
    fn put(&mut self, part: Part) {
        let Some((_, level)) = self.levels.last_mut() else {
            if let Part::Kept(kept) = part {
                self.received.notice.kept.push(kept);
            }
            return;
        };
        let shelf = match level.tracked.last_mut() {
            None => &mut level.parts,
            Some(tracked) => match tracked.lines.last_mut() {
                None => &mut tracked.parts,
                Some(line) => &mut line.parts,
            },
        };
        shelf.push(part);
    }

    fn tracked(&mut self) -> Option<&mut Tracked> {
        let (_, level) = self.levels.last_mut()?;
        level.tracked.last_mut()
    }

    /// The loop in which the next segment stands.
    fn place(&self) -> String {
        let Some((_, level)) = self.levels.last() else {
            return String::new();
        };
        let step = match level.tracked.last() {
            None => '0',
            Some(tracked) if tracked.lines.is_empty() => '2',
            Some(_) => 'L',
        };
        place(&level.role, step, self.kind)
    }

    fn money(&mut self, fields: &Fields<'_>, number: usize) -> Option<Money> {
        let element = fields.element(number);
        match element.is_empty() {
            true => None,
            false => self.understood(element.money().map(Some), fields, number),
        }
    }

    fn day(&mut self, fields: &Fields<'_>, number: usize) -> Option<NaiveDate> {
        match fields.element(number).is_empty() {
            true => None,
            false => self.date(fields, number),
        }
    }

    fn date(&mut self, fields: &Fields<'_>, number: usize) -> Option<NaiveDate> {
        self.understood(fields.element(number).date().map(Some), fields, number)
    }

    fn understood<T: Default>(
        &mut self,
        value: Result<T, ValueError>,
        fields: &Fields<'_>,
        number: usize,
    ) -> T {
        value.unwrap_or_else(|error| {
            self.misread(error.code(), fields, number, &error.to_string());
            T::default()
        })
    }

    fn misread(&mut self, code: &'static str, fields: &Fields<'_>, number: usize, says: &str) {
        let label = fields.segment().label().unwrap_or("?");
        let element = match self.place() {
            none if none.is_empty() => format!("{label}{number:02}"),
            place => format!("{place}/{label}{number:02}"),
        };
        let at = fields.element(number).at();
        self.find(code, Severity::Error, &element, at, says);
    }

    fn find(
        &mut self,
        code: &'static str,
        severity: Severity,
        path: &str,
        at: Position,
        says: &str,
    ) {
        self.received.findings.push(Finding {
            code,
            severity,
            level: Test::Guide,
            path: path.to_owned(),
            at,
            says: says.to_owned(),
        });
    }
}

fn status_code(element: Element<'_>) -> StatusCode {
    let part = |number| element.component(number).text().into_owned();
    StatusCode {
        category: part(1),
        status: part(2),
        entity: part(3),
        list: part(4),
    }
}

/// How far down a role stands.
fn rank(role: &Role) -> u8 {
    match role {
        Role::Source => 0,
        Role::Receiver => 1,
        Role::Provider => 2,
        Role::Subscriber | Role::Patient | Role::Other(_) => 3,
        Role::Dependent => 4,
    }
}

/// The loop of a level (`0`), of what is tracked there (`2`), of its lines (`L`).
fn place(role: &Role, step: char, kind: Kind) -> String {
    let letter = match rank(role) {
        0 => 'A',
        1 => 'B',
        2 => 'C',
        3 => 'D',
        _ => 'E',
    };
    let number = match (step, kind) {
        ('0', _) => "2000",
        ('2', _) => "2200",
        (_, Kind::Request) => "2210",
        _ => "2220",
    };
    format!("{number}{letter}")
}

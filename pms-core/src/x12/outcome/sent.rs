use core::ops::Range;

use crate::money::Money;
use crate::remittance::ServiceCode;

use super::super::guide::Follow;
use super::super::syntax::{Fields, Piece, Position, Role, Segment, Walk, pieces};
use super::super::t835::Control;
use super::super::t837p::TRANSACTION;
use super::told::Field;

/// The professional claims of a file as an answer can point at them.
pub(super) struct Sent<'a> {
    pub(super) transactions: Vec<SentTransaction<'a>>,
}

pub(super) struct SentTransaction<'a> {
    pub(super) control: Control,
    /// The sender's own number of the batch (BHT03).
    pub(super) batch: String,
    /// Its segments in order, ST first, each with its loop.
    segments: Vec<(&'static str, Segment<'a>)>,
    pub(super) claims: Vec<SentClaim>,
    /// The levels that are open: how far down (HL03), and which segments belong to them.
    levels: Vec<(u8, Range<usize>)>,
}

#[derive(Clone)]
pub(super) struct SentClaim {
    /// CLM01.
    pub(super) number: String,
    /// CLM02.
    pub(super) charge: Option<Money>,
    /// REF F8: the payer's number of the claim that is replaced.
    pub(super) payer_control: Option<String>,
    /// The segments that it consists of, those of the levels above it first.
    spans: Vec<Range<usize>>,
    lines: Vec<SentLine>,
    pub(super) at: Position,
}

#[derive(Clone)]
struct SentLine {
    /// LX01.
    number: String,
    /// REF 6R.
    control: Option<String>,
    /// Which segment its SV1 is.
    service: Option<usize>,
}

impl<'a> Sent<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Self {
        let mut walk = Walk::default();
        let mut transactions: Vec<SentTransaction<'a>> = Vec::new();
        let mut follow = None;
        for piece in pieces(bytes) {
            let role = walk.step(&piece);
            let Piece::Segment(segment) = piece else {
                continue;
            };
            match role {
                Some(Role::TransactionHeader) => {
                    let ours = segment.element(1).is("837");
                    follow = ours.then(|| Follow::begin(&TRANSACTION, segment.at()));
                    if ours {
                        transactions.push(SentTransaction::begin(segment, Control::of(&walk)));
                    }
                }
                Some(Role::Body) => {
                    if let (Some(follow), Some(open)) = (&mut follow, transactions.last_mut()) {
                        let place = follow.step(&Fields::from(segment)).unwrap_or_default();
                        open.segment(place, segment);
                    }
                }
                _ => follow = None,
            }
        }
        Self { transactions }
    }
}

impl<'a> SentTransaction<'a> {
    fn begin(header: Segment<'a>, control: Control) -> Self {
        Self {
            control,
            batch: String::new(),
            segments: vec![("", header)],
            claims: Vec::new(),
            levels: vec![(0, 0..1)],
        }
    }

    fn segment(&mut self, place: &'static str, segment: Segment<'a>) {
        let number = self.segments.len();
        self.segments.push((place, segment));
        let text = |element: usize| segment.element(element).text().into_owned();
        match segment.id() {
            b"BHT" => self.batch = text(3),
            b"HL" => {
                let rank = match segment.element(3).bytes().trim_ascii() {
                    b"20" => 1,
                    b"22" => 2,
                    _ => 3,
                };
                self.levels.retain(|(above, _)| *above < rank);
                self.levels.push((rank, number..number));
            }
            b"CLM" => {
                let mut spans: Vec<_> = self.levels.iter().map(|(_, span)| span.clone()).collect();
                spans.push(number..number);
                self.claims.push(SentClaim {
                    number: text(1),
                    charge: segment.element(2).money().ok(),
                    payer_control: None,
                    spans,
                    lines: Vec::new(),
                    at: segment.at(),
                });
            }
            _ => {}
        }
        self.extend(place, &segment, number);
    }

    /// The segment belongs to the claim or the level that is open.
    fn extend(&mut self, place: &str, segment: &Segment<'_>, number: usize) {
        let in_claim =
            segment.id() != b"HL" && (place.starts_with("23") || place.starts_with("24"));
        let Some(claim) = self.claims.last_mut().filter(|_| in_claim) else {
            if let Some((_, span)) = self.levels.last_mut() {
                span.end = number + 1;
            }
            return;
        };
        if let Some(span) = claim.spans.last_mut() {
            span.end = number + 1;
        }
        let value = || segment.element(2).some();
        match (place, segment.id()) {
            ("2300", b"REF") if segment.element(1).is("F8") => claim.payer_control = value(),
            ("2400", b"LX") => claim.lines.push(SentLine {
                number: segment.element(1).text().into_owned(),
                control: None,
                service: None,
            }),
            ("2400", b"SV1") => {
                if let Some(line) = claim.lines.last_mut() {
                    line.service = Some(number);
                }
            }
            ("2400", b"REF") if segment.element(1).is("6R") => {
                if let Some(line) = claim.lines.last_mut() {
                    line.control = value();
                }
            }
            _ => {}
        }
    }

    /// The segment with this number (IK302), ST being the first, with the element of it: where it
    /// stands in what was sent.
    pub(super) fn field(
        &self,
        number: usize,
        element: Option<usize>,
        component: Option<usize>,
    ) -> Option<Field> {
        let (place, segment) = self.segments.get(number.checked_sub(1)?)?;
        let mut path = match *place {
            "" => segment.label().unwrap_or("?").to_owned(),
            place => format!("{place}/{}", segment.label().unwrap_or("?")),
        };
        let mut at = segment.at();
        if let Some(number) = element {
            path.push_str(&format!("{number:02}"));
            at = segment.element(number).at();
            if let Some(part) = component {
                path.push_str(&format!("-{part}"));
                at = segment.element(number).component(part).at();
            }
        }
        Some(Field { path, at })
    }

    /// Who is named by this code (NM101) in a claim or above it.
    pub(super) fn party(&self, claim: &SentClaim, entity: &str) -> Option<Field> {
        let number = self.names(claim).find_map(|(number, segment)| {
            let named = segment.element(1).is(entity);
            named.then_some(number)
        })?;
        self.field(number + 1, None, None)
    }

    /// The number of who bills a claim (NM109 of 2010AA).
    pub(super) fn is_billed_by(&self, claim: &SentClaim, number: &str) -> bool {
        let mut names = self.names(claim);
        names.any(|(_, name)| name.element(1).is("85") && name.element(9).is(number))
    }

    fn names(&self, claim: &SentClaim) -> impl Iterator<Item = (usize, &Segment<'a>)> {
        let numbers = claim.spans.iter().cloned().flatten();
        let all = numbers.filter_map(|number| Some((number, &self.segments.get(number)?.1)));
        all.filter(|(_, segment)| segment.id() == b"NM1")
    }

    /// The line that bears a number: the practice's own (REF 6R), or else its place (LX01).
    pub(super) fn line(&self, claim: &SentClaim, number: &str) -> Option<Field> {
        let own = |line: &&SentLine| line.control.as_deref() == Some(number);
        let place = |line: &&SentLine| line.control.is_none() && line.number == number;
        let lines = &claim.lines;
        let line = lines.iter().find(own).or(lines.iter().find(place))?;
        self.field(line.service? + 1, None, None)
    }

    /// The only line with this service and charge.
    pub(super) fn line_of(
        &self,
        claim: &SentClaim,
        service: &ServiceCode,
        charge: Money,
    ) -> Option<Field> {
        let alike = |number: &usize| {
            self.segments.get(*number).is_some_and(|(_, sv1)| {
                sv1.element(1).component(2).is(&service.code)
                    && sv1.element(2).money() == Ok(charge)
            })
        };
        let mut found = claim
            .lines
            .iter()
            .filter_map(|line| line.service)
            .filter(alike);
        let only = found.next().filter(|_| found.next().is_none())?;
        self.field(only + 1, None, None)
    }
}

impl SentClaim {
    /// The segment with this number, ST being the first, is one of the claim's or of a level above
    /// it.
    pub(super) fn has(&self, number: usize) -> bool {
        let place = number.checked_sub(1);
        place.is_some_and(|place| self.spans.iter().any(|span| span.contains(&place)))
    }
}

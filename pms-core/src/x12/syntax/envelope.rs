use std::borrow::Cow;

use super::finding::{Finding, Level, Severity};
use super::piece::{Outside, Piece};
use super::segment::Segment;
use super::separators::Header;

/// What part a segment plays in its interchange.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// ISA: an interchange begins.
    InterchangeHeader,
    /// GS: a group of transactions of one kind begins.
    GroupHeader,
    /// ST: a transaction begins.
    TransactionHeader,
    /// Part of the transaction that is open.
    Body,
    /// SE: the transaction ends.
    TransactionTrailer,
    /// GE: the group ends.
    GroupTrailer,
    /// IEA: the interchange ends.
    InterchangeTrailer,
    /// Within an interchange, yet in no transaction: TA1 and its like, or something misplaced.
    Between,
}

/// Follows the structure of an input, one piece after another: interchanges, groups, transactions,
/// their counts and control numbers.
///
/// It holds what is open and nothing else, so its memory does not grow with the input.
///
/// ```
/// # use pms_core::x12::syntax::{Walk, pieces};
/// let file = b"ISA*00* *00* *ZZ*A *ZZ*B *030228*0934*^*00501*000000003*1*T*:~IEA*1*000000004~";
/// let mut walk = Walk::default();
/// for piece in pieces(file) {
///     walk.step(&piece);
/// }
/// let codes: Vec<_> = walk.finish().iter().map(|finding| finding.code).collect();
/// assert_eq!(codes, ["x12.header_width", "x12.interchange_count", "x12.interchange_control"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Walk {
    interchange: Option<Open>,
    group: Option<Open>,
    transaction: Option<Open>,
    /// GS08 of the group that is open.
    version: Option<String>,
    seen: bool,
    last: super::position::Position,
    findings: Vec<Finding>,
}

/// A level of the envelope that has begun and not ended.
#[derive(Clone, Debug)]
struct Open {
    control: String,
    /// Groups, transactions or segments so far.
    count: usize,
}

/// How the three levels of the envelope differ.
struct Kind {
    /// `interchange`, as people call it.
    name: &'static str,
    /// What is counted.
    counted: &'static str,
    header: &'static str,
    trailer: &'static str,
    open: &'static str,
    orphan: &'static str,
    count: &'static str,
    control: &'static str,
}

const INTERCHANGE: Kind = Kind {
    name: "interchange",
    counted: "groups",
    header: "ISA",
    trailer: "IEA",
    open: "x12.interchange_open",
    orphan: "x12.interchange_orphan",
    count: "x12.interchange_count",
    control: "x12.interchange_control",
};

const GROUP: Kind = Kind {
    name: "group",
    counted: "transactions",
    header: "GS",
    trailer: "GE",
    open: "x12.group_open",
    orphan: "x12.group_orphan",
    count: "x12.group_count",
    control: "x12.group_control",
};

const TRANSACTION: Kind = Kind {
    name: "transaction",
    counted: "segments",
    header: "ST",
    trailer: "SE",
    open: "x12.transaction_open",
    orphan: "x12.transaction_orphan",
    count: "x12.transaction_count",
    control: "x12.transaction_control",
};

impl Walk {
    /// Takes the next piece and tells what part it plays; `None` for what stands outside.
    pub fn step(&mut self, piece: &Piece<'_>) -> Option<Role> {
        match piece {
            Piece::Outside(outside) => {
                self.outside(outside);
                None
            }
            Piece::Segment(segment) => Some(self.segment(segment)),
        }
    }

    /// The implementation guide that the group that is open follows (GS08), as `005010X221A1`.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The control number of the interchange that is open (ISA13).
    #[must_use]
    pub fn interchange_control(&self) -> Option<&str> {
        self.interchange.as_ref().map(|open| open.control.as_str())
    }

    /// The control number of the group that is open (GS06).
    #[must_use]
    pub fn group_control(&self) -> Option<&str> {
        self.group.as_ref().map(|open| open.control.as_str())
    }

    /// The control number of the transaction that is open (ST02).
    #[must_use]
    pub fn transaction_control(&self) -> Option<&str> {
        self.transaction.as_ref().map(|open| open.control.as_str())
    }

    /// Counts segments of the open transaction that someone else has read and found sound.
    pub(in crate::x12) fn pass(&mut self, segments: usize) {
        if let Some(open) = &mut self.transaction {
            open.count += segments;
        }
    }

    /// The findings so far; they are handed out once.
    pub fn drain(&mut self) -> Vec<Finding> {
        core::mem::take(&mut self.findings)
    }

    /// The input has ended: what is still open never will be closed.
    pub fn finish(&mut self) -> Vec<Finding> {
        self.abandon_interchange();
        if !core::mem::replace(&mut self.seen, true) {
            let says = "no interchange begins here: no ISA could be read";
            self.find("x12.no_interchange", Severity::Error, "ISA", says);
        }
        self.drain()
    }

    fn outside(&mut self, outside: &Outside<'_>) {
        self.last = outside.at();
        if !outside.is_blank() {
            let count = outside.raw().len();
            let says = format!("{count} bytes stand outside any interchange");
            self.find("x12.outside_text", Severity::Warning, "ISA", says);
        }
    }

    fn segment(&mut self, segment: &Segment<'_>) -> Role {
        self.last = segment.at();
        if let Some(open) = &mut self.transaction {
            open.count += 1;
        }
        self.look(segment);
        match segment.id() {
            b"ISA" => {
                self.abandon_interchange();
                self.seen = true;
                self.interchange = Some(Open::at(segment, 13));
                if Header::read(segment.body_and_terminator()).is_none_or(|h| !h.fixed) {
                    let says = "the elements of the ISA do not have their fixed widths";
                    self.find("x12.header_width", Severity::Warning, "ISA", says);
                }
                Role::InterchangeHeader
            }
            b"GS" => {
                self.abandon_group();
                if let Some(open) = &mut self.interchange {
                    open.count += 1;
                }
                self.group = Some(Open::at(segment, 6));
                self.version = segment.element(8).some();
                Role::GroupHeader
            }
            b"ST" => {
                self.abandon_transaction();
                match &mut self.group {
                    Some(open) => open.count += 1,
                    None => {
                        let says = "a transaction stands outside any group";
                        self.find("x12.transaction_ungrouped", Severity::Error, "ST", says);
                    }
                }
                let open = Open::at(segment, 2);
                self.transaction = Some(Open { count: 1, ..open });
                Role::TransactionHeader
            }
            b"SE" => {
                let open = self.transaction.take();
                self.close(&TRANSACTION, open, segment);
                Role::TransactionTrailer
            }
            b"GE" => {
                self.abandon_transaction();
                let open = self.group.take();
                self.close(&GROUP, open, segment);
                self.version = None;
                Role::GroupTrailer
            }
            b"IEA" => {
                self.abandon_group();
                let open = self.interchange.take();
                self.close(&INTERCHANGE, open, segment);
                Role::InterchangeTrailer
            }
            _ if self.transaction.is_some() => Role::Body,
            b"TA1" | b"TA3" | b"ISB" | b"ISE" => Role::Between,
            _ => {
                let path = segment.label().unwrap_or("?");
                let says = "the segment stands in no transaction";
                self.find("x12.segment_misplaced", Severity::Error, path, says);
                Role::Between
            }
        }
    }

    /// What is wrong with a segment whatever its place.
    fn look(&mut self, segment: &Segment<'_>) {
        let label = segment.label();
        let path = label.unwrap_or("?");
        if label.is_none() {
            let says = "a segment name has two or three capital letters or digits";
            self.find("x12.segment_name", Severity::Error, path, says);
        }
        let separators = segment.separators();
        if segment.raw().last() != Some(&separators.terminator) {
            let says = "the input ends within a segment";
            self.find("x12.unterminated", Severity::Error, path, says);
        }
        if segment.body().last() == Some(&separators.element) {
            let says = "the segment ends with an empty element";
            self.find("x12.trailing_element", Severity::Warning, path, says);
        }
    }

    fn close(&mut self, kind: &Kind, open: Option<Open>, trailer: &Segment<'_>) {
        let Some(open) = open else {
            let says = format!("{} closes no {}", kind.trailer, kind.name);
            return self.find(kind.orphan, Severity::Error, kind.trailer, says);
        };
        let stated = trailer.element(1);
        if stated.text().parse::<usize>().ok() != Some(open.count) {
            let (said, counted, count) = (printable(stated.bytes()), kind.counted, open.count);
            let says = format!(
                "{}01 states {said}, but {count} {counted} stand here",
                kind.trailer
            );
            let path = format!("{}01", kind.trailer);
            self.last = stated.at();
            self.find(kind.count, Severity::Error, path, says);
        }
        let control = trailer.element(2);
        if control.text() != open.control {
            let (said, header) = (printable(control.bytes()), kind.header);
            let says = format!(
                "{}02 is {said}, but the {header} has {}",
                kind.trailer,
                printable(open.control.as_bytes())
            );
            let path = format!("{}02", kind.trailer);
            self.last = control.at();
            self.find(kind.control, Severity::Error, path, says);
        }
    }

    fn abandon_interchange(&mut self) {
        self.abandon_group();
        let open = self.interchange.take();
        self.abandon(&INTERCHANGE, open);
    }

    fn abandon_group(&mut self) {
        self.abandon_transaction();
        let open = self.group.take();
        self.abandon(&GROUP, open);
        self.version = None;
    }

    fn abandon_transaction(&mut self) {
        let open = self.transaction.take();
        self.abandon(&TRANSACTION, open);
    }

    fn abandon(&mut self, kind: &Kind, open: Option<Open>) {
        if open.is_some() {
            let says = format!("the {} is not closed by {}", kind.name, kind.trailer);
            self.find(kind.open, Severity::Error, kind.trailer, says);
        }
    }

    fn find(
        &mut self,
        code: &'static str,
        severity: Severity,
        path: impl Into<String>,
        says: impl Into<String>,
    ) {
        self.findings.push(Finding {
            code,
            severity,
            level: Level::Syntax,
            path: path.into(),
            at: self.last,
            says: says.into(),
        });
    }
}

impl Open {
    fn at(header: &Segment<'_>, control: usize) -> Self {
        Self {
            control: header.element(control).text().into_owned(),
            count: 0,
        }
    }
}

/// At most twelve letters and digits of what was sent, so that a finding tells nothing of a person.
fn printable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.trim_ascii());
    let kept: Cow<'_, str> = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .take(12)
        .collect();
    if kept.is_empty() {
        "nothing".to_owned()
    } else {
        kept.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x12::syntax::pieces;
    use proptest::prelude::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       \
                       *260801*1200*^*00501*000000001*0*T*:~";

    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        let mut walk = Walk::default();
        for piece in pieces(bytes) {
            walk.step(&piece);
        }
        walk.finish().iter().map(|finding| finding.code).collect()
    }

    #[test]
    #[rustfmt::skip] // a table
    fn the_envelope_is_counted() {
        //     behind the ISA                                                    findings
        finds("GS*HP*A*B*20260801*1200*7*X*V~ST*835*1~LX*1~SE*3*1~GE*1*7~IEA*1*000000001~", &[]);
        finds("GS*HP*A*B*20260801*1200*7*X*V~ST*835*1~LX*1~SE*4*1~GE*1*7~IEA*1*000000001~", &["x12.transaction_count"]);
        finds("GS*HP*A*B*20260801*1200*7*X*V~ST*835*1~LX*1~SE*3*2~GE*1*7~IEA*1*000000001~", &["x12.transaction_control"]);
        finds("GS*HP*A*B*20260801*1200*7*X*V~ST*835*1~LX*1~SE*3*1~GE*2*8~IEA*1*000000001~", &["x12.group_count", "x12.group_control"]);
        finds("GS*HP*A*B*20260801*1200*7*X*V~ST*835*1~LX*1~GE*1*7~IEA*1*000000001~",        &["x12.transaction_open"]);
        finds("GS*HP*A*B*20260801*1200*7*X*V~ST*835*1~SE*2*1~",                             &["x12.group_open", "x12.interchange_open"]);
        finds("ST*835*1~SE*2*1~IEA*0*000000001~",                                           &["x12.transaction_ungrouped"]);
        finds("LX*1~IEA*0*000000001~",                                                      &["x12.segment_misplaced"]);
        finds("TA1*000000001*260801*1200*A*000~IEA*0*000000001~",                           &[]);
        finds("SE*2*1~GE*1*7~IEA*0*000000001~",                                             &["x12.transaction_orphan", "x12.group_orphan"]);
        finds("IEA**1~",                                                                    &["x12.interchange_count", "x12.interchange_control"]);
        finds("IEA*0*000000001~hello",                                                      &["x12.outside_text"]);
        finds("IEA*0*000000001",                                                            &["x12.unterminated"]);
        finds("IEA*0*000000001*~",                                                          &["x12.trailing_element"]);
        finds("gs*1~IEA*0*000000001~",                              &["x12.segment_name", "x12.segment_misplaced"]);
    }

    #[track_caller]
    fn finds(behind: &str, wanted: &[&str]) {
        assert_eq!(
            codes(format!("{ISA}{behind}").as_bytes()),
            wanted,
            "{behind}"
        );
    }

    #[test]
    fn no_interchange_is_a_finding() {
        assert_eq!(codes(b""), ["x12.no_interchange"]);
        assert_eq!(codes(b"hello"), ["x12.outside_text", "x12.no_interchange"]);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(body in "(GS|GE|ST|SE|ISA|IEA|TA1|LX|\\*|~|1|\n){0,60}") {
            codes(body.as_bytes());
            codes(format!("{ISA}{body}").as_bytes());
        }
    }
}

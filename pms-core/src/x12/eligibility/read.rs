use serde::Serialize;

use super::super::syntax::{
    Fields, Finding, Level, Piece, Position, Role, Segment, Severity, ValueError, Walk, pieces,
};
use super::super::t835::Control;
use super::node::{Kind, Node, Transaction};
use super::part::{LevelKind, Part};
use super::take::Taking;
use super::verbatim::Verbatim;
use super::write::settle;

/// What stands in a file of questions and answers.
#[derive(Clone, Debug, Serialize)]
pub struct Read {
    /// Its transactions in order, each with its own findings.
    pub transactions: Vec<Received>,
    /// What is wrong outside of them.
    pub findings: Vec<Finding>,
}

/// A transaction as it was read.
#[derive(Clone, Debug, Serialize)]
pub struct Received {
    /// What it says.
    pub transaction: Transaction,
    /// The numbers under which it came.
    pub control: Control,
    /// What of it could not be understood, and what is wrong with its envelope.
    pub findings: Vec<Finding>,
}

impl Read {
    /// Every finding, in the order of the bytes.
    #[must_use]
    pub fn all_findings(&self) -> Vec<&Finding> {
        let own = self.transactions.iter().flat_map(|each| &each.findings);
        let mut all: Vec<&Finding> = own.chain(&self.findings).collect();
        all.sort_by_key(|finding| finding.at);
        all
    }
}

/// Reads every 270 and 271 of a file; other transactions are passed over.
///
/// A value that cannot be understood is a finding, reads as nothing and is written again as it was
/// sent. Whether a transaction is as its guide wants it is told by [`check`](crate::x12::check()).
///
/// ```
/// # use pms_core::x12::eligibility::read;
/// let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// GS*HB*PAYER*PRACTICE*20260801*1200*1*X*005010X279A1~\
/// ST*271*0001*005010X279A1~BHT*0022*11*ASK1*20260801*1200~HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~\
/// HL*2*1*21*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~HL*3*2*22*0~TRN*2*T1*9EXAMPLE01~\
/// NM1*IL*1*RIVERA*ANA****MI*W1~EB*1**30~EB*B*IND*98^UC***27*25~EB*A*IND*98^UC***27**.2~\
/// SE*13*0001~GE*1*1~IEA*1*000000001~";
/// let read = read(file);
/// let members = read.transactions[0].transaction.members();
/// let benefits: Vec<_> = members[0].benefits().filter_map(|entry| entry.benefit()).collect();
/// assert!(benefits[0].is_active());
/// assert_eq!(benefits[1].services, ["98", "UC"]);
/// assert_eq!(benefits[1].amount, Some("25.00".parse()?));
/// assert_eq!(benefits[2].share, Some("0.20".parse()?));
/// # Ok::<(), pms_core::money::MoneyError>(())
/// ```
#[must_use]
pub fn read(bytes: &[u8]) -> Read {
    let mut walk = Walk::default();
    let mut reading = Reading::default();
    for piece in pieces(bytes) {
        let before = walk.transaction_control().is_some();
        let role = walk.step(&piece);
        let cut = before && walk.transaction_control().is_none();
        let found = walk.drain();
        let ends = cut || role == Some(Role::TransactionHeader);
        reading.sort_in(found);
        if ends {
            reading.close();
        }
        let Piece::Segment(segment) = piece else {
            continue;
        };
        match role {
            Some(Role::TransactionHeader) => reading.begin(&segment, Control::of(&walk)),
            Some(Role::Body) => reading.segment(segment),
            _ => {}
        }
    }
    let cut_off = walk.finish();
    reading.sort_in(cut_off);
    reading.close();
    Read {
        transactions: reading.done,
        findings: reading.findings,
    }
}

#[derive(Default)]
struct Reading {
    open: Option<Received>,
    /// What is open in it, each below the one before.
    path: Vec<Node>,
    done: Vec<Received>,
    findings: Vec<Finding>,
}

impl Reading {
    fn begin(&mut self, header: &Segment<'_>, control: Control) {
        let kind = match header.element(1).bytes().trim_ascii() {
            b"270" => Kind::Request,
            b"271" => Kind::Response,
            _ => return,
        };
        self.open = Some(Received {
            transaction: Transaction {
                kind,
                nodes: Vec::new(),
            },
            control,
            findings: Vec::new(),
        });
    }

    fn segment(&mut self, segment: Segment<'_>) {
        if self.open.is_none() {
            return;
        }
        let fields = Fields::from(segment);
        let mut taking = Taking::new(&fields);
        let taken = taking.part();
        let trouble = taking.trouble;
        let Some(part) = taken else {
            let says = "the segment is not modelled, and its separators cannot be translated";
            let finding = Finding {
                code: "eligibility.not_kept",
                severity: Severity::Warning,
                level: Level::Syntax,
                path: segment.label().unwrap_or("?").to_owned(),
                at: segment.at(),
                says: says.to_owned(),
            };
            return self.sort_in(vec![finding]);
        };
        let (depth, opens) = Depth::of(&part, &self.path);
        while self
            .path
            .last()
            .is_some_and(|open| depth <= Depth::of_open(open))
        {
            self.leave();
        }
        for (number, error) in trouble {
            let element = fields.element(number);
            let finding = misread(error, &self.place(&part), &part, number, element.at());
            self.sort_in(vec![finding]);
        }
        let node = Node::read(part, segment.at(), Verbatim::of(&segment));
        match opens {
            true => self.path.push(node),
            false => self.attach(node),
        }
    }

    /// The loop that a part stands in.
    fn place(&self, part: &Part) -> String {
        let level = self.path.iter().rev().find_map(Node::level);
        let letter = match level {
            Some(LevelKind::Source) => "A",
            Some(LevelKind::Receiver) => "B",
            Some(LevelKind::Subscriber) => "C",
            Some(LevelKind::Dependent) => "D",
            _ => return String::new(),
        };
        let inner = self.path.last().map(|open| &open.part);
        let number = match (inner, part) {
            (Some(Part::Party(_) | Part::RelatedFollow(_)), _) => "2120",
            (Some(Part::Benefit(_) | Part::Question(_)), _) => "2110",
            (_, Part::Benefit(_) | Part::Question(_)) => "2110",
            _ => "2100",
        };
        format!("{number}{letter}/")
    }

    /// The innermost of what is open ends.
    fn leave(&mut self) {
        if let Some(node) = self.path.pop() {
            self.attach(node);
        }
    }

    fn attach(&mut self, node: Node) {
        match (self.path.last_mut(), &mut self.open) {
            (Some(above), _) => above.below.push(node),
            (None, Some(open)) => open.transaction.nodes.push(node),
            (None, None) => {}
        }
    }

    fn close(&mut self) {
        while !self.path.is_empty() {
            self.leave();
        }
        if let Some(mut open) = self.open.take() {
            settle(&mut open.transaction);
            self.done.push(open);
        }
    }

    fn sort_in(&mut self, found: Vec<Finding>) {
        match &mut self.open {
            Some(open) => open.findings.extend(found),
            None => self.findings.extend(found),
        }
    }
}

/// How deep something stands: what is open and no shallower ends before it.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Depth {
    Source,
    Receiver,
    Subscriber,
    Dependent,
    Entry,
    Related,
    RelatedParty,
    Leaf,
}

impl Depth {
    /// Of what comes next, and whether more can stand below it.
    fn of(part: &Part, path: &[Node]) -> (Self, bool) {
        let within = |wanted: fn(&Part) -> bool| path.iter().any(|open| wanted(&open.part));
        match part {
            Part::Party(_) if !within(|open| matches!(open, Part::Benefit(_))) => {
                (Self::Leaf, false)
            }
            Part::RelatedEnd(_) if within(|open| matches!(open, Part::RelatedFollow(_))) => {
                (Self::Related, false)
            }
            _ => {
                let depth = Self::of_kind(part);
                (depth, depth != Self::Leaf)
            }
        }
    }

    /// Of what is open.
    fn of_open(node: &Node) -> Self {
        Self::of_kind(&node.part)
    }

    fn of_kind(part: &Part) -> Self {
        match part {
            Part::Level(LevelKind::Source) => Self::Source,
            Part::Level(LevelKind::Receiver) => Self::Receiver,
            Part::Level(LevelKind::Subscriber) => Self::Subscriber,
            Part::Level(_) => Self::Dependent,
            Part::Benefit(_) | Part::Question(_) => Self::Entry,
            Part::RelatedFollow(_) => Self::Related,
            Part::Party(_) => Self::RelatedParty,
            _ => Self::Leaf,
        }
    }
}

fn misread(error: ValueError, place: &str, part: &Part, number: usize, at: Position) -> Finding {
    Finding {
        code: error.code(),
        severity: Severity::Error,
        level: Level::Guide,
        path: format!("{place}{}{number:02}", part.name()),
        at,
        says: error.to_string(),
    }
}

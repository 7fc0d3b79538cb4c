use core::fmt;

use serde::Serialize;

use super::super::syntax::Position;
use super::benefit::Benefit;
use super::member::Member;
use super::part::{Beginning, Dates, LevelKind, Part, Party, Reference, Rejection};
use super::verbatim::Verbatim;

/// A question to a payer, or its answer.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Transaction {
    /// Which of them.
    pub kind: Kind,
    /// What stands in it, in order: BHT and the levels.
    pub nodes: Vec<Node>,
}

/// A question or an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Kind {
    /// 270.
    Request,
    /// 271.
    Response,
}

impl Kind {
    /// The number of the transaction (ST01).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Request => "270",
            Self::Response => "271",
        }
    }

    /// The kind of its group (GS01).
    #[must_use]
    pub fn group(self) -> &'static str {
        match self {
            Self::Request => "HS",
            Self::Response => "HB",
        }
    }
}

/// A segment and what stands below it. Two are the same where they say the same, wherever they
/// stood.
#[derive(Clone, Serialize)]
pub struct Node {
    /// What it says.
    pub part: Part,
    /// What belongs to it, in order.
    pub below: Vec<Node>,
    at: Position,
    #[serde(skip)]
    pub(super) sent: Option<Sent>,
}

/// How a segment was sent, where that is not how it would be written.
#[derive(Clone)]
pub(super) struct Sent {
    pub(super) bytes: Verbatim,
    /// How what was understood of it would have been written.
    pub(super) written: Vec<u8>,
}

impl Node {
    /// A segment of one's own, with nothing below.
    #[must_use]
    pub fn new(part: Part) -> Self {
        Self {
            part,
            below: Vec::new(),
            at: Position::default(),
            sent: None,
        }
    }

    /// The same with these below.
    #[must_use]
    pub fn with(self, below: Vec<Self>) -> Self {
        Self { below, ..self }
    }

    pub(super) fn read(part: Part, at: Position, bytes: Option<Verbatim>) -> Self {
        let sent = bytes.map(|bytes| Sent {
            bytes,
            written: Vec::new(),
        });
        Self {
            at,
            sent,
            ..Self::new(part)
        }
    }

    /// Where it stands in the bytes it was read from.
    #[must_use]
    pub fn at(&self) -> Position {
        self.at
    }

    /// The level that it begins, if it begins one.
    #[must_use]
    pub fn level(&self) -> Option<&LevelKind> {
        match &self.part {
            Part::Level(kind) => Some(kind),
            _ => None,
        }
    }

    /// The levels below it.
    pub fn levels(&self) -> impl Iterator<Item = &Self> {
        self.below.iter().filter(|node| node.level().is_some())
    }

    /// The entry of an answer that it is, if it is one.
    #[must_use]
    pub fn benefit(&self) -> Option<&Benefit> {
        match &self.part {
            Part::Benefit(benefit) => Some(benefit),
            _ => None,
        }
    }

    /// The days that stand below it.
    pub fn dates(&self) -> impl Iterator<Item = &Dates> {
        self.below.iter().filter_map(|node| match &node.part {
            Part::Dates(dates) => Some(dates),
            _ => None,
        })
    }

    /// The further numbers that stand below it.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.below.iter().filter_map(|node| match &node.part {
            Part::Reference(reference) => Some(reference),
            _ => None,
        })
    }

    /// The messages that stand below it.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.below.iter().filter_map(|node| match &node.part {
            Part::Message(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Why it is not answered, as told right below it.
    pub fn rejections(&self) -> impl Iterator<Item = &Rejection> {
        self.below.iter().filter_map(|node| match &node.part {
            Part::Rejection(rejection) => Some(rejection),
            _ => None,
        })
    }

    /// The party that stands below it: who a level is.
    #[must_use]
    pub fn party(&self) -> Option<&Party> {
        self.below.iter().find_map(|node| match &node.part {
            Part::Party(party) => Some(party),
            _ => None,
        })
    }

    /// The parties that an entry names (loop 2120), each with address and contacts below.
    pub fn related(&self) -> impl Iterator<Item = &Self> {
        let inner = self.below.iter().flat_map(|node| match node.part {
            Part::RelatedFollow(_) => node.below.as_slice(),
            _ => core::slice::from_ref(node),
        });
        inner.filter(|node| matches!(node.part, Part::Party(_)))
    }
}

impl Transaction {
    /// What it is for (BHT).
    #[must_use]
    pub fn beginning(&self) -> Option<&Beginning> {
        self.nodes.iter().find_map(|node| match &node.part {
            Part::Beginning(beginning) => Some(beginning),
            _ => None,
        })
    }

    /// Everybody who is asked or answered for, in order: dependents, and subscribers of whom
    /// something is said or below whom nobody stands.
    #[must_use]
    pub fn members(&self) -> Vec<Member<'_>> {
        let mut found = Vec::new();
        for node in &self.nodes {
            Member::gather(node, &mut Vec::new(), &mut found);
        }
        found
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.part == other.part && self.below == other.below
    }
}

impl Eq for Node {}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({} at {})", self.part.name(), self.at)
    }
}

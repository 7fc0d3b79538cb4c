use core::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::money::{Money, Units};
use crate::remittance::{AmountOf, Entity, Kept, Qualified, ServiceCode};

use super::super::syntax::Position;
use super::code::Status;

/// One transaction about how claims stand: a question (276), its answer (277), or what a receiver
/// says of claims that came in (277CA).
///
/// Everything stands in the order in which it was sent.
///
/// Source: 005010X212, 005010X214.
#[derive(Clone, Default, PartialEq, Serialize)]
pub struct Notice {
    /// The sender's own number (BHT03). An answer repeats the question's.
    pub reference: String,
    /// The day of writing (BHT04).
    pub written: Option<NaiveDate>,
    /// The time of day of writing, as `1200` (BHT05).
    pub time: String,
    /// What stands before the first level and is not modelled.
    pub kept: Vec<Kept>,
    /// Who answers, each with those who asked below it.
    pub levels: Vec<Level>,
}

/// One that claims pass through or concern, with what is told at its level (HL).
#[derive(Clone, PartialEq, Serialize)]
pub struct Level {
    /// What it is here.
    pub role: Role,
    /// It tells whether others stand below it (HL04), which the last one need not.
    pub tells_child: bool,
    /// Its name, and what else stands before the first trace.
    pub parts: Vec<Part>,
    /// What is asked or told of it, a trace each.
    pub tracked: Vec<Tracked>,
    /// The levels below it.
    pub below: Vec<Level>,
    /// Where it stands in the bytes.
    #[serde(skip)]
    pub at: Position,
}

/// What a level is (HL03).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Role {
    /// 20: who answers, a payer or a clearing house.
    Source,
    /// 21: to whom it answers, the submitter.
    Receiver,
    /// 19: who billed.
    Provider,
    /// 22: who holds the contract.
    Subscriber,
    /// 23: a patient who is not the subscriber.
    Dependent,
    /// PT: the patient of an acknowledged claim.
    Patient,
    /// Another code, as it was sent.
    Other(String),
}

/// What is asked or told under one trace number (TRN): of a whole transaction, of a provider's
/// claims, or of one claim.
#[derive(Clone, PartialEq, Serialize)]
pub struct Tracked {
    /// `1` the sender's own number, `2` the number of what is answered (TRN01).
    pub kind: String,
    /// The number (TRN02). Of a claim it is the practice's own, as CLM01 had it.
    pub number: String,
    /// Statuses, numbers, amounts, days.
    pub parts: Vec<Part>,
    /// What is asked or told of single lines.
    pub lines: Vec<Line>,
    /// Elements of the trace that are not modelled.
    pub kept: Vec<Kept>,
    /// Where it stands in the bytes.
    #[serde(skip)]
    pub at: Position,
}

/// A line of a claim (SVC).
#[derive(Clone, PartialEq, Serialize)]
pub struct Line {
    /// What was done (SVC01).
    pub service: ServiceCode,
    /// What was charged (SVC02).
    pub charge: Money,
    /// What was paid (SVC03), in answers.
    pub paid: Option<Money>,
    /// The revenue code (SVC04).
    pub revenue: String,
    /// What had been billed, where something else was judged (SVC06).
    pub submitted: Option<ServiceCode>,
    /// How much was done (SVC07).
    pub units: Option<Units>,
    /// Statuses, numbers, days.
    pub parts: Vec<Part>,
    /// The segment as it was sent, where it holds more or something in it could not be understood:
    /// it is written so.
    pub as_sent: Option<Kept>,
    /// Where it stands in the bytes.
    #[serde(skip)]
    pub at: Position,
}

/// One segment that stands at a level, a trace or a line.
#[derive(Clone, PartialEq, Serialize)]
pub enum Part {
    /// NM1: who it is.
    Party(Entity),
    /// DMG: when a patient was born.
    Birth(Birth),
    /// STC: how it stands.
    Status(Box<Status>),
    /// REF: what it is called. `1K` the payer's number of a claim, `EJ` the practice's, `FJ` the
    /// line's, `D9` the clearing house's.
    Reference(Qualified),
    /// AMT: `YU` accepted, `YY` rejected, `T3` charged.
    Amount(AmountOf),
    /// QTY: `90` and `QA` accepted claims, `AA` and `QC` rejected ones.
    Quantity(QuantityOf),
    /// DTP: `472` service, `050` received, `009` processed.
    Days(DaysOf),
    /// What is not modelled, as it was sent.
    Kept(Kept),
}

/// When a patient was born (DMG). `Debug` tells nothing of it.
#[derive(Clone, PartialEq, Serialize)]
pub struct Birth {
    /// The day (DMG02).
    pub date: NaiveDate,
    /// `F`, `M` or `U` (DMG03).
    pub sex: String,
}

/// A count and what kind of count it is, in the standard's code.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct QuantityOf {
    /// What kind, as `90` for accepted claims.
    pub qualifier: String,
    /// How many.
    pub count: u32,
}

/// One day or several, and what kind of days they are, in the standard's code.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct DaysOf {
    /// What kind, as `472` for days of service.
    pub qualifier: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, where a range was sent (RD8).
    pub to: Option<NaiveDate>,
}

impl Notice {
    /// Every level in the order in which they were sent.
    pub fn all_levels(&self) -> impl Iterator<Item = &Level> {
        let mut open: Vec<&Level> = self.levels.iter().rev().collect();
        core::iter::from_fn(move || {
            let level = open.pop()?;
            open.extend(level.below.iter().rev());
            Some(level)
        })
    }

    /// Every claim that is asked about or answered, with the level of its patient.
    pub fn claims(&self) -> impl Iterator<Item = (&Level, &Tracked)> {
        let patients = self.all_levels().filter(|level| level.role.is_patient());
        patients.flat_map(|level| level.tracked.iter().map(move |claim| (level, claim)))
    }
}

impl Level {
    /// A level with nobody below it.
    #[must_use]
    pub fn new(role: Role, party: Entity) -> Self {
        Self {
            tells_child: !matches!(role, Role::Patient | Role::Dependent),
            role,
            parts: vec![Part::Party(party)],
            tracked: Vec::new(),
            below: Vec::new(),
            at: Position::default(),
        }
    }

    /// Who it is (NM1), where that was told.
    #[must_use]
    pub fn party(&self) -> Option<&Entity> {
        self.parts.iter().find_map(|part| match part {
            Part::Party(party) => Some(party),
            _ => None,
        })
    }
}

impl Role {
    /// The code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Source => "20",
            Self::Receiver => "21",
            Self::Provider => "19",
            Self::Subscriber => "22",
            Self::Dependent => "23",
            Self::Patient => "PT",
            Self::Other(code) => code,
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "20" => Self::Source,
            "21" => Self::Receiver,
            "19" => Self::Provider,
            "22" => Self::Subscriber,
            "23" => Self::Dependent,
            "PT" => Self::Patient,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Claims are told of at its level.
    #[must_use]
    pub fn is_patient(&self) -> bool {
        matches!(self, Self::Subscriber | Self::Dependent | Self::Patient)
    }
}

impl Tracked {
    /// Something told under a number.
    #[must_use]
    pub fn new(kind: &str, number: &str, parts: Vec<Part>) -> Self {
        Self {
            kind: kind.to_owned(),
            number: number.to_owned(),
            parts,
            lines: Vec::new(),
            kept: Vec::new(),
            at: Position::default(),
        }
    }

    /// How it stands (STC), the newest or weightiest first as it was sent.
    pub fn statuses(&self) -> impl Iterator<Item = &Status> {
        statuses(&self.parts)
    }

    /// The number of this kind (REF), where it is told.
    #[must_use]
    pub fn reference(&self, qualifier: &str) -> Option<&str> {
        reference(&self.parts, qualifier)
    }

    /// The amount of this kind (AMT), where it is told.
    #[must_use]
    pub fn amount(&self, qualifier: &str) -> Option<Money> {
        self.parts.iter().find_map(|part| match part {
            Part::Amount(amount) if amount.qualifier == qualifier => Some(amount.amount),
            _ => None,
        })
    }

    /// The count of this kind (QTY), where it is told.
    #[must_use]
    pub fn quantity(&self, qualifier: &str) -> Option<u32> {
        self.parts.iter().find_map(|part| match part {
            Part::Quantity(count) if count.qualifier == qualifier => Some(count.count),
            _ => None,
        })
    }

    /// The days of this kind (DTP), where they are told.
    #[must_use]
    pub fn days(&self, qualifier: &str) -> Option<&DaysOf> {
        self.parts.iter().find_map(|part| match part {
            Part::Days(days) if days.qualifier == qualifier => Some(days),
            _ => None,
        })
    }
}

impl Line {
    /// How it stands (STC).
    pub fn statuses(&self) -> impl Iterator<Item = &Status> {
        statuses(&self.parts)
    }

    /// The number of this kind (REF), where it is told.
    #[must_use]
    pub fn reference(&self, qualifier: &str) -> Option<&str> {
        reference(&self.parts, qualifier)
    }
}

fn statuses(parts: &[Part]) -> impl Iterator<Item = &Status> {
    parts.iter().filter_map(|part| match part {
        Part::Status(status) => Some(status.as_ref()),
        _ => None,
    })
}

fn reference<'a>(parts: &'a [Part], qualifier: &str) -> Option<&'a str> {
    parts.iter().find_map(|part| match part {
        Part::Reference(found) if found.qualifier == qualifier => Some(found.value.as_str()),
        _ => None,
    })
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice")
            .field("written", &self.written)
            .field("levels", &self.levels)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Level")
            .field("role", &self.role)
            .field("parts", &self.parts)
            .field("tracked", &self.tracked)
            .field("below", &self.below)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Tracked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracked")
            .field("parts", &self.parts)
            .field("lines", &self.lines)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("service", &self.service)
            .field("charge", &self.charge)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Birth").finish_non_exhaustive()
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Party(party) => party.fmt(f),
            Self::Birth(birth) => birth.fmt(f),
            Self::Status(status) => status.fmt(f),
            Self::Reference(reference) => reference.fmt(f),
            Self::Amount(amount) => amount.fmt(f),
            Self::Quantity(count) => count.fmt(f),
            Self::Days(days) => days.fmt(f),
            Self::Kept(kept) => kept.fmt(f),
        }
    }
}

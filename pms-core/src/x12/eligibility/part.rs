use core::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::money::Money;

use super::benefit::{Benefit, Delivery, Detail, Question};
use super::verbatim::Verbatim;

/// One segment, as far as it is understood. Codes are X12's own, as they were sent.
///
/// Source: 005010X279A1.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum Part {
    /// BHT: what the transaction is for.
    Beginning(Beginning),
    /// HL: a level, with all that stands on it below.
    Level(LevelKind),
    /// TRN: a number by which a question finds its answer.
    Trace(Trace),
    /// NM1: who a level, or an entry's related party, is.
    Party(Party),
    /// REF: another number.
    Reference(Reference),
    /// N3: one or two lines of an address.
    Street([String; 2]),
    /// N4: town, state and postal code.
    Town(Town),
    /// PER: whom to ask.
    Contact(Contact),
    /// PRV: in which role and field a provider works.
    Specialty(Specialty),
    /// DMG: birth and sex.
    Demographics(Demographics),
    /// INS: what the person is to the subscriber.
    Insured(Insured),
    /// DTP: a day or a range of days.
    Dates(Dates),
    /// EQ: what is asked.
    Question(Question),
    /// AMT: what a member has spent towards a spend-down.
    SpendDown(SpendDown),
    /// EB: one entry of the answer.
    Benefit(Benefit),
    /// HSD: how often and in which pattern a service is covered.
    Delivery(Delivery),
    /// III: where or for which condition.
    Detail(Detail),
    /// AAA: why a question is not answered, and what to do next.
    Rejection(Rejection),
    /// MSG: free text.
    Message(String),
    /// LS: related parties follow, under this name.
    RelatedFollow(String),
    /// LE: they have ended.
    RelatedEnd(String),
    /// Any other segment, kept as it was sent.
    Other(Verbatim),
}

/// What a transaction is for (BHT).
#[derive(Clone, Eq, PartialEq, Serialize)]
pub struct Beginning {
    /// How its levels are built (BHT01), `0022`.
    pub structure: String,
    /// `13` request, `11` response, `01` cancellation, `06` confirmation (BHT02).
    pub purpose: String,
    /// The sender's number of the transaction (BHT03); the answer repeats it.
    pub reference: String,
    /// The day of writing (BHT04).
    pub day: Option<NaiveDate>,
    /// The time of writing as it is sent (BHT05), `1200`.
    pub time: String,
    /// `RT` where it is about a spend-down (BHT06).
    pub kind: String,
}

/// What stands on a level (HL03). Its number, its parent and whether a level follows below are
/// told by the place in the tree.
#[derive(Clone, Eq, PartialEq, Serialize)]
pub enum LevelKind {
    /// `20`: the payer, who knows.
    Source,
    /// `21`: the provider, who asks.
    Receiver,
    /// `22`: whom the payer knows by a number.
    Subscriber,
    /// `23`: one whom the payer knows through the subscriber.
    Dependent,
    /// None of them.
    Other(String),
}

/// A number by which a question finds its answer (TRN).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Trace {
    /// `1` the sender's own number, `2` the one it was asked under (TRN01).
    pub kind: String,
    /// The number (TRN02).
    pub number: String,
    /// Who has given it (TRN03), ten characters.
    pub originator: String,
    /// Which part of them (TRN04).
    pub department: String,
}

/// A person or body (NM1).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Party {
    /// What it is here (NM101): `PR` payer, `1P` provider, `IL` subscriber, `03` dependent.
    pub role: String,
    /// `1` a person, `2` not (NM102).
    pub kind: String,
    /// The name of a body, the last name of a person (NM103).
    pub name: String,
    /// First name, middle name, prefix and suffix of a person (NM104 to NM107).
    pub further_names: [String; 4],
    /// What kind of number it has (NM108): `PI` payer's, `XX` NPI, `MI` member's.
    pub qualifier: String,
    /// The number (NM109).
    pub number: String,
}

/// Another number (REF).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Reference {
    /// Which (REF01): `6P` group, `18` plan, `1L` policy, `SY` social security.
    pub qualifier: String,
    /// The number (REF02).
    pub number: String,
    /// What it is called (REF03), as a group's or plan's name.
    pub name: String,
}

/// Town, state and postal code (N4).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Town {
    /// The town (N401).
    pub city: String,
    /// The state (N402).
    pub state: String,
    /// The postal code (N403).
    pub postal_code: String,
    /// The country, where it is not the payer's (N404).
    pub country: String,
    /// A part of that country (N407).
    pub subdivision: String,
}

/// Whom to ask (PER).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Contact {
    /// `IC` (PER01).
    pub role: String,
    /// Their name (PER02).
    pub name: String,
    /// Up to three ways to reach them: what kind it is (`TE`, `FX`, `EM`, `UR`), and the number or
    /// address (PER03 to PER08).
    pub ways: [[String; 2]; 3],
}

/// In which role and field a provider works (PRV).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Specialty {
    /// The role (PRV01): `PE` performing, `PC` primary care.
    pub role: String,
    /// What the code is (PRV02): `PXC` a taxonomy.
    pub qualifier: String,
    /// The code (PRV03).
    pub code: String,
}

/// Birth and sex (DMG).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Demographics {
    /// The day of birth (DMG02).
    pub birth: Option<NaiveDate>,
    /// `F`, `M` or `U` (DMG03).
    pub sex: String,
}

/// What a person is to the subscriber (INS).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Insured {
    /// `Y` the subscriber, `N` another (INS01).
    pub subscriber: String,
    /// What they are to the subscriber (INS02): `18` the subscriber, `01` spouse, `19` child.
    pub relationship: String,
    /// `001` where the payer has changed what it was asked with (INS03).
    pub change: String,
    /// Why (INS04).
    pub reason: String,
    /// Which of several born together, from 1 (INS17).
    pub birth_order: Option<u32>,
}

/// A day or a range of days (DTP).
#[derive(Clone, Eq, PartialEq, Serialize)]
pub struct Dates {
    /// Which (DTP01): `291` plan, `346` plan begins, `347` plan ends, `307` eligibility, `472`
    /// service.
    pub qualifier: String,
    /// When (DTP02, DTP03).
    pub days: Days,
}

/// When.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum Days {
    /// On a day (`D8`).
    On(NaiveDate),
    /// From the first to the last day (`RD8`).
    Range(NaiveDate, NaiveDate),
    /// It could not be understood, and is kept as it was sent.
    Unknown,
}

impl Days {
    /// The first day.
    #[must_use]
    pub fn first(&self) -> Option<NaiveDate> {
        match self {
            Self::On(day) | Self::Range(day, _) => Some(*day),
            Self::Unknown => None,
        }
    }

    /// The last day.
    #[must_use]
    pub fn last(&self) -> Option<NaiveDate> {
        match self {
            Self::On(day) | Self::Range(_, day) => Some(*day),
            Self::Unknown => None,
        }
    }
}

/// What a member has spent towards a spend-down (AMT).
#[derive(Clone, Eq, PartialEq, Serialize)]
pub struct SpendDown {
    /// `R` what was spent, `PB` what was billed (AMT01).
    pub qualifier: String,
    /// How much (AMT02); nothing where it could not be understood.
    pub amount: Option<Money>,
}

/// Why a question is not answered, and what to do next (AAA).
#[derive(Clone, Default, Eq, PartialEq, Serialize)]
pub struct Rejection {
    /// `Y` the question was understood, `N` it was not (AAA01).
    pub valid: String,
    /// The reason (AAA03), as `72` for a member number that is wrong or missing.
    pub reason: String,
    /// What to do next (AAA04): `C` correct and send again, `N` do not, `R` may be sent again,
    /// `P` send the original again, `S` and `Y` wait for an answer, `W` and `X` wait some days.
    pub follow_up: String,
}

impl LevelKind {
    /// The code (HL03).
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Source => "20",
            Self::Receiver => "21",
            Self::Subscriber => "22",
            Self::Dependent => "23",
            Self::Other(code) => code,
        }
    }
}

impl From<&str> for LevelKind {
    fn from(code: &str) -> Self {
        match code {
            "20" => Self::Source,
            "21" => Self::Receiver,
            "22" => Self::Subscriber,
            "23" => Self::Dependent,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl Rejection {
    /// The same question may be asked again: at once, once corrected, or after some days.
    #[must_use]
    pub fn may_ask_again(&self) -> bool {
        matches!(self.follow_up.as_str(), "C" | "P" | "R" | "W" | "X")
    }
}

impl Part {
    /// What the segment is called, as `EB`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Beginning(_) => "BHT",
            Self::Level(_) => "HL",
            Self::Trace(_) => "TRN",
            Self::Party(_) => "NM1",
            Self::Reference(_) => "REF",
            Self::Street(_) => "N3",
            Self::Town(_) => "N4",
            Self::Contact(_) => "PER",
            Self::Specialty(_) => "PRV",
            Self::Demographics(_) => "DMG",
            Self::Insured(_) => "INS",
            Self::Dates(_) => "DTP",
            Self::Question(_) => "EQ",
            Self::SpendDown(_) => "AMT",
            Self::Benefit(_) => "EB",
            Self::Delivery(_) => "HSD",
            Self::Detail(_) => "III",
            Self::Rejection(_) => "AAA",
            Self::Message(_) => "MSG",
            Self::RelatedFollow(_) => "LS",
            Self::RelatedEnd(_) => "LE",
            Self::Other(sent) => sent.name(),
        }
    }
}

/// `Debug` shows what it is and not what it says: it may tell of a patient.
macro_rules! says_its_kind_alone {
    ($($name:ident),+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        })+
    };
}
pub(super) use says_its_kind_alone;

says_its_kind_alone!(
    Beginning,
    Contact,
    Dates,
    Demographics,
    Insured,
    LevelKind,
    Party,
    Reference,
    Rejection,
    Specialty,
    SpendDown,
    Town,
    Trace
);

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({})", self.name())
    }
}

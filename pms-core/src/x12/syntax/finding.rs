use core::fmt;

use serde::Serialize;

use super::position::Position;

/// One thing that is wrong or odd about what was read. Findings are no errors: what could be read
/// was read.
///
/// The sentence names counts, control numbers and amounts, never a person.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Finding {
    /// What is wrong: a stable name, never reused, never translated.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Which kind of check found it.
    pub level: Level,
    /// Where in the transaction: loop, segment and element, as `2100/CLP04`.
    pub path: String,
    /// Where in the bytes.
    pub at: Position,
    /// The finding as one plain sentence.
    pub says: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Severity {
    /// Odd, but nothing follows from it.
    Note,
    /// A strict receiver may refuse it.
    Warning,
    /// It cannot be relied on.
    Error,
}

/// The kinds of check, as the industry numbers them.
///
/// Source: WEDI SNIP test levels.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Level {
    /// 1: segments, elements, counts, control numbers.
    Syntax,
    /// 2: what the implementation guide asks for.
    Guide,
    /// 3: sums that must agree.
    Balance,
    /// 4: what follows from other elements.
    Situation,
    /// 5: code sets.
    CodeSet,
    /// 7: what one trading partner asks for.
    Partner,
}

impl Level {
    /// The number of the level.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Syntax => 1,
            Self::Guide => 2,
            Self::Balance => 3,
            Self::Situation => 4,
            Self::CodeSet => 5,
            Self::Partner => 7,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = self.level.number();
        let Self {
            code,
            severity,
            path,
            at,
            says,
            ..
        } = self;
        write!(f, "{level}  {severity}  {code}  {path}  {says} ({at})")
    }
}

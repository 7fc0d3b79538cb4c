use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::state::Gate;

/// What one answer said of a claim on its way: from whom, which way, and why.
///
/// The same words about the same sending are one acknowledgment, however often they come.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Acknowledgment {
    /// Which kind of answer it is.
    pub kind: AcknowledgmentKind,
    /// Who says it.
    pub by: Gate,
    /// The claim went on, or was turned away; `None` where the answer does not say.
    pub accepted: Option<bool>,
    /// Why, of which fields of what was sent, in the order of the answer.
    pub reasons: Vec<AcknowledgedField>,
    /// The sending that is answered: numbers of interchange, group and transaction. Empty where a claim
    /// is told of as such.
    pub sent: String,
    /// When the answer was written, by the clock of who wrote it, where it tells.
    pub written: Option<NaiveDateTime>,
    /// When it was read.
    pub at: DateTime<Utc>,
}

/// Which kind of answer tells of a claim before it is decided on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AcknowledgmentKind {
    /// TA1, of the interchange around it.
    Interchange,
    /// 999, of the file.
    File,
    /// 277CA, of the claim.
    Claim,
    /// 277, of how the claim stands.
    Status,
}

/// A reason and the field of the claim that it is about.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AcknowledgedField {
    /// The answer's own codes, as `A7:562:85`.
    pub code: String,
    /// Loop, segment and element of what was sent, as `2300/CLM05-3`, where that is known.
    pub path: Option<String>,
}

impl Acknowledgment {
    /// The same was said before, whenever that was read.
    pub(super) fn repeats(&self, earlier: &Self) -> bool {
        let at = earlier.at;
        Self { at, ..self.clone() } == *earlier
    }

    /// The payer or a clearing house never saw this sending, since its file was not read.
    pub(super) fn is_unread_file(&self) -> bool {
        self.by == Gate::File && self.accepted == Some(false)
    }
}

/// How a sending stands by all that was said of it: accepted by the last gate that let it through, or
/// turned away by the first that did not. Of what each answer says the word that was written last
/// counts, in whatever order they came.
pub(super) fn settle<'a>(words: impl Iterator<Item = &'a Acknowledgment>) -> Option<(bool, Gate)> {
    let mut words: Vec<&Acknowledgment> = words.filter(|word| word.accepted.is_some()).collect();
    words.sort_by_key(|word| word.written);
    // A file that was not read is not read later: it is sent anew, under a number of its own.
    let last = |word: &Acknowledgment| {
        let of_gate = |other: &&&Acknowledgment| (other.kind, other.by) == (word.kind, word.by);
        words
            .iter()
            .rev()
            .find(of_gate)
            .and_then(|last| last.accepted)
    };
    let says = |wanted: bool| words.iter().filter(move |word| last(word) == Some(wanted));
    let refused = says(false).map(|word| word.by).min();
    let taken = says(true).map(|word| word.by).max();
    refused.map(|by| (false, by)).or(taken.map(|by| (true, by)))
}

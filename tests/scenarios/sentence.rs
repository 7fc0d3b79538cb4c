//! The grammar: a sentence is fixed words with places between them.
//!
//! `<name>` is one word, `<name...>` is as many as there are up to the next fixed word. A comma, a
//! colon or a semicolon at the end of a word is a word of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use pms_core::adjudication::AdjudicationError;
use pms_core::practice::PracticeError;
use pms_core::time::TimeError;

use crate::world::World;

/// Why a line gives no ordinary outcome.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The library refuses it, by this code: an outcome as any other.
    Refused(String),
    /// The line cannot be understood.
    Wrong(String),
}

/// What a line does, and what comes of it.
pub(crate) type Play = fn(&mut World, &Words) -> Result<String, Stop>;

/// One kind of line: how it reads, and what it does.
#[derive(Clone, Copy)]
pub(crate) struct Sentence {
    pub(crate) reads: &'static str,
    play: Play,
}

/// A sentence of the grammar.
pub(crate) const fn says(reads: &'static str, play: Play) -> Sentence {
    Sentence { reads, play }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(code) => write!(f, "refused: {code}"),
            Self::Wrong(what) => f.write_str(what),
        }
    }
}

impl From<PracticeError> for Stop {
    fn from(error: PracticeError) -> Self {
        Self::Refused(error.code().to_owned())
    }
}

impl From<TimeError> for Stop {
    fn from(error: TimeError) -> Self {
        Self::Refused(error.code().to_owned())
    }
}

impl From<AdjudicationError> for Stop {
    fn from(error: AdjudicationError) -> Self {
        Self::Refused(error.code().to_owned())
    }
}

impl From<String> for Stop {
    fn from(what: String) -> Self {
        Self::Wrong(what)
    }
}

impl From<&str> for Stop {
    fn from(what: &str) -> Self {
        Self::Wrong(what.to_owned())
    }
}

/// The words that stand in the places of a sentence.
#[derive(Debug, Default)]
pub(crate) struct Words(BTreeMap<String, Vec<String>>);

impl Words {
    /// The words of `text` in the places of a sentence; none where it reads otherwise.
    pub(crate) fn of(reads: &str, text: &str) -> Option<Self> {
        let said = words(text);
        let mut said = said.as_slice();
        let mut found = Self::default();
        let mut pieces = words(reads).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let Some(place) = piece.strip_prefix('<').and_then(|p| p.strip_suffix('>')) else {
                said = said.strip_prefix(&[piece][..])?;
                continue;
            };
            let (name, taken) = match place.strip_suffix("...") {
                None => (place, 1),
                Some(name) => {
                    let end = pieces.peek();
                    let until = said.iter().position(|word| Some(word) == end);
                    (name, if end.is_some() { until? } else { said.len() })
                }
            };
            let (taken, rest) = said.split_at_checked(taken)?;
            if taken.is_empty() {
                return None;
            }
            found.0.insert(name.to_owned(), taken.to_vec());
            said = rest;
        }
        said.is_empty().then_some(found)
    }

    /// What stands in a place.
    pub(crate) fn text(&self, place: &str) -> String {
        self.0
            .get(place)
            .map(|words| words.join(" "))
            .unwrap_or_default()
    }

    /// The value that stands in a place.
    pub(crate) fn value<T: FromStr>(&self, place: &str) -> Result<T, Stop> {
        read(&self.text(place), place)
    }

    /// The parts of a place, between the marks that divide them.
    pub(crate) fn parts(&self, place: &str, mark: &str) -> Vec<String> {
        let words = self.0.get(place).map(Vec::as_slice).unwrap_or_default();
        let parts = words.split(|word| word == mark);
        parts.map(|part| part.join(" ")).collect()
    }
}

/// A value as it is written.
pub(crate) fn read<T: FromStr>(text: &str, what: &str) -> Result<T, Stop> {
    text.parse()
        .map_err(|_| Stop::Wrong(format!("`{text}` is no {what}")))
}

/// The words of a text, marks at their ends as words of their own.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches([',', ':', ';']);
        if !bare.is_empty() {
            found.push(bare.to_owned());
        }
        found.extend(word[bare.len()..].chars().map(String::from));
    }
    found
}

/// What a line does: the one sentence that it reads as.
pub(crate) fn play(sentences: &[Sentence], world: &mut World, text: &str) -> Result<String, Stop> {
    let fits = sentences
        .iter()
        .find_map(|one| Some((one, Words::of(one.reads, text)?)));
    let (sentence, words) = fits.ok_or_else(|| format!("no sentence reads `{text}`"))?;
    (sentence.play)(world, &words)
}

#[test]
fn a_sentence_has_fixed_words_and_places() {
    let reads = "<patient> books <practitioner> at <date> for <kind...>";
    let words = Words::of(reads, "Pia books Ash at 2026-03-04 for new patient").unwrap();
    assert_eq!(words.text("kind"), "new patient");
    assert_eq!(words.text("date"), "2026-03-04");
    assert!(Words::of(reads, "Pia books Ash at 2026-03-04 for").is_none());
    assert!(Words::of(reads, "Pia books Ash on 2026-03-04 for x").is_none());
    let answers = Words::of("<payer> : <answers...>", "Buckeye: a 1, b; c").unwrap();
    assert_eq!(answers.parts("answers", ";"), ["a 1 , b", "c"]);
    assert!(answers.value::<u8>("payer").is_err());
}

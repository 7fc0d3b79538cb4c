use core::fmt;

use serde::{Serialize, Serializer};

use super::super::syntax::{Segment, Separators};

/// A segment as it was sent, its separators the usual ones, without blanks around it. `Debug` shows
/// its name alone.
#[derive(Clone, Eq, PartialEq)]
pub struct Verbatim(Vec<u8>);

impl Verbatim {
    /// A segment of one's own: its name and elements with `*` between them, `:` between components
    /// and `^` between repetitions. `None` where it has no name of two or three capitals and digits,
    /// or holds a terminator or anything that is not printed.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let named = is_name(text.split('*').next().unwrap_or_default());
        let printed = text.bytes().all(|b| (b' '..b'~').contains(&b));
        (named && printed).then(|| Self(text.as_bytes().to_vec()))
    }

    /// The segment, where the usual separators can stand in for its own.
    pub(super) fn of(segment: &Segment<'_>) -> Option<Self> {
        let Separators {
            element,
            component,
            repetition,
            ..
        } = segment.separators();
        let usual = Separators::USUAL;
        let translated = segment.body().iter().map(|&byte| match byte {
            byte if byte == element => Some(usual.element),
            byte if byte == component => Some(usual.component),
            byte if Some(byte) == repetition => usual.repetition,
            byte if byte == usual.element || byte == usual.component => None,
            byte if Some(byte) == usual.repetition || byte == usual.terminator => None,
            byte => Some(byte),
        });
        translated.collect::<Option<Vec<u8>>>().map(Self)
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What the segment is called; `?` where that is no name, since it may tell of a patient.
    #[must_use]
    pub fn name(&self) -> &str {
        let element = Separators::USUAL.element;
        let name = self.0.split(|&byte| byte == element).next();
        let name = name.and_then(|name| core::str::from_utf8(name).ok());
        name.filter(|name| is_name(name)).unwrap_or("?")
    }
}

/// Two or three capital letters or digits, a letter first.
fn is_name(text: &str) -> bool {
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    matches!(text.len(), 2 | 3)
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(capital)
}

impl Serialize for Verbatim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for Verbatim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verbatim({})", self.name())
    }
}

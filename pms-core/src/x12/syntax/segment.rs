use core::fmt;
use std::borrow::Cow;

use super::position::Position;
use super::separators::Separators;

/// One segment as it stands in the bytes: nothing is copied.
///
/// `Debug` shows its name and place alone, since its elements may tell of a patient.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    raw: &'a [u8],
    body: &'a [u8],
    /// How many bytes of the body are its name.
    name: usize,
    separators: Separators,
    at: Position,
}

/// One element, or one component of it, as it stands in the bytes.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    bytes: &'a [u8],
    separators: Separators,
    at: Position,
}

impl<'a> Segment<'a> {
    pub(super) fn new(raw: &'a [u8], body: &'a [u8], separators: Separators, at: Position) -> Self {
        // Names have two or three letters: a search would cost more than it finds.
        let name = body.iter().position(|&b| b == separators.element);
        Self {
            raw,
            body,
            name: name.unwrap_or(body.len()),
            separators,
            at,
        }
    }

    /// All its bytes: blanks and line breaks around it and the terminator included.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Its bytes without what lies around it.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// Its bytes and all that follows them.
    pub(super) fn body_and_terminator(&self) -> &'a [u8] {
        let before = self.raw.iter().take_while(|b| b.is_ascii_whitespace());
        self.raw.get(before.count()..).unwrap_or_default()
    }

    /// What the segment is called, as `CLP`.
    #[must_use]
    pub fn id(&self) -> &'a [u8] {
        self.body.get(..self.name).unwrap_or_default()
    }

    /// What the segment is called, as text.
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        text(self.id())
    }

    /// Its name where it is one: two or three capital letters or digits, a letter first. Whatever
    /// else stands there may tell of a patient and must not be shown.
    #[must_use]
    pub fn label(&self) -> Option<&'a str> {
        let sound = is_name(self.id());
        core::str::from_utf8(self.id()).ok().filter(|_| sound)
    }

    /// Where it begins.
    #[must_use]
    pub fn at(&self) -> Position {
        self.at
    }

    /// What parts it.
    #[must_use]
    pub fn separators(&self) -> Separators {
        self.separators
    }

    /// Its elements in order, the name not among them.
    #[must_use]
    pub fn elements(&self) -> Elements<'a> {
        let name = self.id().len();
        Elements {
            rest: self.body.get(name..).filter(|rest| !rest.is_empty()),
            separators: self.separators,
            at: Position {
                byte: self.at.byte + name,
                ..self.at
            },
        }
    }

    /// The element with this number, counted from 1; empty where the segment ends before it.
    #[must_use]
    pub fn element(&self, number: usize) -> Element<'a> {
        let found = number
            .checked_sub(1)
            .and_then(|before| self.elements().nth(before));
        found.unwrap_or_else(|| self.absent(number))
    }

    /// The element with this number, which the segment ends before.
    pub(super) fn absent(&self, number: usize) -> Element<'a> {
        Element {
            bytes: &[],
            separators: self.separators,
            at: Position {
                byte: self.at.byte + self.body.len(),
                element: number,
                ..self.at
            },
        }
    }
}

impl fmt::Debug for Segment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({} at {})", self.label().unwrap_or("?"), self.at)
    }
}

impl<'a> Element<'a> {
    pub(super) fn new(bytes: &'a [u8], separators: Separators, at: Position) -> Self {
        Self {
            bytes,
            separators,
            at,
        }
    }

    /// Its bytes as they stand.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its text without blanks around it. Bytes that are no UTF-8 are read as Latin-1.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        text(self.bytes.trim_ascii())
    }

    /// Its text, or nothing where it is blank.
    #[must_use]
    pub fn some(&self) -> Option<String> {
        let value = self.text();
        (!value.is_empty()).then(|| value.into_owned())
    }

    /// It holds nothing but blanks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    /// It says exactly this.
    #[must_use]
    pub fn is(&self, value: &str) -> bool {
        self.bytes.trim_ascii() == value.as_bytes()
    }

    /// Where it begins.
    #[must_use]
    pub fn at(&self) -> Position {
        self.at
    }

    /// Its components in order; a plain element has one.
    pub fn components(self) -> impl Iterator<Item = Self> + use<'a> {
        let mut byte = self.at.byte;
        let parts = self.bytes.split(move |&b| b == self.separators.component);
        parts.enumerate().map(move |(place, bytes)| {
            let at = Position {
                byte,
                component: place + 1,
                ..self.at
            };
            byte += bytes.len() + 1;
            Self { bytes, at, ..self }
        })
    }

    /// The component with this number, counted from 1; empty where there is none.
    #[must_use]
    pub fn component(&self, number: usize) -> Self {
        let found = number
            .checked_sub(1)
            .and_then(|before| self.components().nth(before));
        found.unwrap_or(Self {
            bytes: &[],
            at: Position {
                byte: self.at.byte + self.bytes.len(),
                component: number,
                ..self.at
            },
            ..*self
        })
    }

    /// Its repetitions in order; an element that does not repeat is its only one.
    pub fn repetitions(self) -> impl Iterator<Item = Self> + use<'a> {
        let mut byte = self.at.byte;
        let parts = self
            .bytes
            .split(move |&b| Some(b) == self.separators.repetition);
        parts.map(move |bytes| {
            let at = Position { byte, ..self.at };
            byte += bytes.len() + 1;
            Self { bytes, at, ..self }
        })
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({} bytes at {})", self.bytes.len(), self.at)
    }
}

/// The elements of a segment, one after another.
#[derive(Clone)]
pub struct Elements<'a> {
    /// What is left, the separator before the next element first.
    rest: Option<&'a [u8]>,
    separators: Separators,
    /// Of the last element.
    at: Position,
}

impl fmt::Debug for Elements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.rest.map_or(0, <[u8]>::len);
        write!(f, "Elements({left} bytes left after {})", self.at)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let behind = self.rest?.get(1..)?;
        let separator = self.separators.element;
        let end = behind.iter().position(|&b| b == separator);
        let bytes = end.and_then(|end| behind.get(..end)).unwrap_or(behind);
        self.rest = end.and_then(|end| behind.get(end..));
        let at = Position {
            byte: self.at.byte + 1,
            element: self.at.element + 1,
            ..self.at
        };
        self.at = Position {
            byte: at.byte + bytes.len(),
            ..at
        };
        Some(Element {
            bytes,
            separators: self.separators,
            at,
        })
    }
}

/// Two or three capital letters or digits, a letter first.
pub(super) fn is_name(id: &[u8]) -> bool {
    (2..=3).contains(&id.len())
        && id.first().is_some_and(u8::is_ascii_uppercase)
        && id
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// UTF-8 where it is that, else each byte is the Latin-1 character of its number.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    match core::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(body: &[u8]) -> Segment<'_> {
        let at = Position {
            byte: 100,
            segment: 7,
            ..Position::default()
        };
        Segment::new(body, body, Separators::USUAL, at)
    }

    #[test]
    fn elements_and_components_know_their_place() {
        let svc = segment(b"SVC*HC:99213:25*100**1");
        assert_eq!(svc.id(), b"SVC");
        let code = svc.element(1).component(2);
        assert_eq!(code.bytes(), b"99213");
        assert_eq!(
            code.at().to_string(),
            "byte 107, segment 7, element 1, component 2"
        );
        assert_eq!(svc.element(2).at().byte, 116);
        assert!(svc.element(3).is_empty());
        assert_eq!(svc.element(4).text(), "1");
        assert!(svc.element(5).is_empty());
        assert_eq!(svc.element(5).at().byte, 122);
        assert!(svc.element(0).is_empty());
        assert_eq!(svc.elements().count(), 4);
        assert_eq!(svc.element(1).component(4).at().component, 4);
    }

    #[test]
    fn an_empty_segment_has_no_elements() {
        assert_eq!(segment(b"").elements().count(), 0);
        assert_eq!(segment(b"LX").elements().count(), 0);
        assert_eq!(segment(b"LX*").elements().count(), 1);
    }

    #[test]
    fn repetitions_are_apart() {
        let values: Vec<_> = segment(b"EB*30^35^88").element(1).repetitions().collect();
        assert_eq!(values[1].bytes(), b"35");
        assert_eq!(values[2].at().byte, 109);
    }

    #[test]
    fn latin_1_bytes_survive_as_text() {
        assert_eq!(segment(b"N1*PR*CAF\xc9").element(2).text(), "CAFÉ");
        assert_eq!(segment("N1*PR*CAFÉ".as_bytes()).element(2).text(), "CAFÉ");
    }

    #[test]
    fn debug_shows_no_content() {
        let shown = format!("{:?}", segment(b"NM1*QC*1*DOE"));
        assert_eq!(shown, "Segment(NM1 at byte 100, segment 7)");
    }
}

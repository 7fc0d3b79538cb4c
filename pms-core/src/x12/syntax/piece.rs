use core::fmt;

use super::position::Position;
use super::segment::Segment;
use super::separators::{Header, Separators};

/// One part of the input. All pieces one after another are the input, byte for byte.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// A segment of an interchange.
    Segment(Segment<'a>),
    /// What stands outside all interchanges: blanks, a byte order mark, somebody's text.
    Outside(Outside<'a>),
}

/// Bytes that belong to no interchange.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    raw: &'a [u8],
    at: Position,
}

impl fmt::Debug for Outside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outside({} bytes at {})", self.raw.len(), self.at)
    }
}

impl<'a> Piece<'a> {
    /// All its bytes.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        match self {
            Self::Segment(segment) => segment.raw(),
            Self::Outside(outside) => outside.raw,
        }
    }
}

impl<'a> Outside<'a> {
    /// All its bytes.
    #[must_use]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Where it begins.
    #[must_use]
    pub fn at(&self) -> Position {
        self.at
    }

    /// Nothing but blanks, line breaks and byte order marks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let mut rest = self.raw;
        while let Some((first, behind)) = rest.split_first() {
            rest = match rest.strip_prefix(BYTE_ORDER_MARK) {
                Some(behind) => behind,
                None if is_layout(*first) => behind,
                None => return false,
            };
        }
        true
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Parts bytes into pieces, one at a time, in memory that does not grow with the input.
///
/// It takes what is met in the wild: a byte order mark, blanks and line breaks around segments, a
/// line break as terminator, an ISA without its fixed widths, text between interchanges. Nothing is
/// dropped: the pieces together are the input.
///
/// ```
/// # use pms_core::x12::syntax::{Piece, pieces};
/// let file = b"ISA*00* *00* *ZZ*A *ZZ*B *030228*0934*^*00501*000000003*1*T*:~\n  IEA*0*000000003~\n";
/// let again: Vec<u8> = pieces(file).flat_map(|piece| piece.raw().to_vec()).collect();
/// assert_eq!(again, file);
/// let names: Vec<_> = pieces(file)
///     .filter_map(|piece| match piece {
///         Piece::Segment(segment) => Some(segment.name()),
///         Piece::Outside(_) => None,
///     })
///     .collect();
/// assert_eq!(names, ["ISA", "IEA"]);
/// ```
#[must_use]
pub fn pieces(bytes: &[u8]) -> Pieces<'_> {
    Pieces {
        rest: bytes,
        inside: None,
        byte: 0,
        segments: 0,
    }
}

/// The pieces of an input: see [`pieces`].
#[derive(Clone)]
pub struct Pieces<'a> {
    rest: &'a [u8],
    /// The separators of the interchange that is open.
    inside: Option<Separators>,
    byte: usize,
    segments: usize,
}

impl fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pieces({} bytes left)", self.rest.len())
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let Some(separators) = self.inside else {
            return Some(self.outside());
        };
        let Some(layout) = self.rest.iter().position(|&b| !is_layout(b)) else {
            return Some(Piece::Outside(self.text(self.rest.len())));
        };
        let body = self.rest.get(layout..).unwrap_or_default();
        match Header::read(body) {
            Some(header) => {
                self.inside = Some(header.separators);
                Some(self.segment(layout, header.separators))
            }
            None => Some(self.segment(layout, separators)),
        }
    }
}

impl<'a> Pieces<'a> {
    /// What was not handed out, where it begins, and the separators of the interchange that is open.
    pub(in crate::x12) fn rest(&self) -> Option<(&'a [u8], usize, Separators)> {
        Some((self.rest, self.byte, self.inside?))
    }

    /// Passes over segments that someone else has read.
    pub(in crate::x12) fn pass(&mut self, bytes: usize, segments: usize) {
        self.take(bytes);
        self.segments += segments;
    }

    /// Up to the next ISA that can be read, or that ISA.
    fn outside(&mut self) -> Piece<'a> {
        let mut from = 0;
        while let Some(found) = self
            .rest
            .get(from..)
            .and_then(|rest| memchr::memmem::find(rest, b"ISA"))
        {
            let start = from + found;
            let header = self.rest.get(start..).and_then(Header::read);
            match header {
                Some(header) if start == 0 => {
                    self.inside = Some(header.separators);
                    return self.segment(0, header.separators);
                }
                Some(_) => return Piece::Outside(self.text(start)),
                None => from = start + 1,
            }
        }
        Piece::Outside(self.text(self.rest.len()))
    }

    fn segment(&mut self, layout: usize, separators: Separators) -> Piece<'a> {
        let body = self.rest.get(layout..).unwrap_or_default();
        let end = memchr::memchr(separators.terminator, body).unwrap_or(body.len());
        let body = body.get(..end).unwrap_or_default();
        self.segments += 1;
        let at = Position {
            byte: self.byte + layout,
            segment: self.segments,
            ..Position::default()
        };
        let raw = self.take(layout + end + 1);
        let body = without_breaks(body);
        let segment = Segment::new(raw, body, separators, at);
        if segment.id() == b"IEA" {
            self.inside = None;
        }
        Piece::Segment(segment)
    }

    fn text(&mut self, length: usize) -> Outside<'a> {
        let at = Position {
            byte: self.byte,
            segment: self.segments,
            ..Position::default()
        };
        let raw = self.take(length);
        Outside { raw, at }
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        self.byte += taken.len();
        taken
    }
}

/// Line breaks before the terminator are layout; blanks may be part of the last element.
fn without_breaks(mut body: &[u8]) -> &[u8] {
    while let [rest @ .., b'\r' | b'\n'] = body {
        body = rest;
    }
    body
}

fn is_layout(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       \
                       *260801*1200*^*00501*000000001*0*T*:";

    /// Each segment as `name/elements`, each text outside as its length.
    fn shape(bytes: &[u8]) -> String {
        let again: Vec<u8> = pieces(bytes).flat_map(|p| p.raw().to_vec()).collect();
        assert_eq!(again, bytes);
        let shown = pieces(bytes).map(|piece| match piece {
            Piece::Segment(s) => format!("{}/{}", s.name(), s.elements().count()),
            Piece::Outside(o) if o.is_blank() => "blank".to_owned(),
            Piece::Outside(o) => format!("text {}", o.raw().len()),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    #[rustfmt::skip] // a table
    fn every_layout_of_the_wild_is_taken() {
        //     what stands around        pieces
        reads("{ISA}~IEA*1*000000001~",              "ISA/16 IEA/2");
        reads("\u{feff}{ISA}~IEA*1*1~",              "blank ISA/16 IEA/2");
        reads("\r\n {ISA}~\r\n\tIEA*1*1~\r\n",       "blank ISA/16 IEA/2 blank");
        reads("{ISA}\nGS*HP\nIEA*1*1\n",             "ISA/16 GS/1 IEA/2");
        reads("{ISA}\r\nGS*HP\r\n\r\nIEA*1*1\r\n",   "ISA/16 GS/1 IEA/2");
        reads("{ISA}\n~GS*HP\n~IEA*1*1\n~",          "ISA/16 GS/1 IEA/2");
        reads("{ISA}~GS*HP",                         "ISA/16 GS/1");
        reads("{ISA}~GS*HP~\n",                      "ISA/16 GS/1 blank");
        reads("{ISA}~~GS*HP~",                       "ISA/16 /0 GS/1");
        reads("hello {ISA}~IEA*1*1~ISAAC {ISA}~IEA*1*1~", "text 6 ISA/16 IEA/2 text 6 ISA/16 IEA/2");
        reads("{ISA}~ST*835~{ISA}|IEA*1*1|",         "ISA/16 ST/1 ISA/16 IEA/2");
        reads("",                                    "");
        reads("no interchange",                      "text 14");
        reads("ISA",                                 "text 3");
    }

    #[track_caller]
    fn reads(pattern: &str, wanted: &str) {
        assert_eq!(shape(pattern.replace("{ISA}", ISA).as_bytes()), wanted);
    }

    #[test]
    fn positions_point_at_the_first_letter() {
        let file = format!("{ISA}~\n  GS*HP~");
        let last = pieces(file.as_bytes()).last();
        let Some(Piece::Segment(gs)) = last else {
            panic!("a segment")
        };
        assert_eq!(gs.at().byte, 109);
        assert_eq!(gs.at().segment, 2);
        assert!(file[gs.at().byte..].starts_with("GS"));
    }

    fn near_x12() -> impl Strategy<Value = Vec<u8>> {
        let part = prop_oneof![
            Just(ISA.as_bytes().to_vec()),
            Just(b"ISA".to_vec()),
            Just(b"~".to_vec()),
            Just(b"*".to_vec()),
            Just(b"\n".to_vec()),
            Just(b"IEA*1*000000001".to_vec()),
            Just(b"CLP*1:2^3".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..4),
        ];
        proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn any_bytes_are_re_emitted(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            shape(&bytes);
        }

        #[test]
        fn nearly_x12_is_re_emitted(bytes in near_x12()) {
            shape(&bytes);
            for piece in pieces(&bytes) {
                let Piece::Segment(segment) = piece else { continue };
                for element in segment.elements() {
                    let at = element.at().byte;
                    prop_assert_eq!(&bytes[at..at + element.bytes().len()], element.bytes());
                    for part in element.components().chain(element.repetitions()) {
                        let at = part.at().byte;
                        prop_assert_eq!(&bytes[at..at + part.bytes().len()], part.bytes());
                    }
                }
            }
        }
    }
}

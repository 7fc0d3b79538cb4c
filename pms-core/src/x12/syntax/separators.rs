use serde::{Deserialize, Serialize};

/// The bytes that part an interchange into segments, elements and components.
///
/// Source: 005010 ISA: byte 4, ISA11, ISA16 and the byte behind it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Separators {
    /// Between the elements of a segment.
    pub element: u8,
    /// Between the components of an element.
    pub component: u8,
    /// Between the repetitions of an element; versions before 00402 have none.
    pub repetition: Option<u8>,
    /// Behind each segment.
    pub terminator: u8,
}

/// How many characters each element of a well-formed ISA has.
pub(super) const WIDTHS: [usize; 16] = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

/// How long an ISA may be before we stop looking for its sixteen elements.
const LONGEST: usize = 320;

/// What an ISA tells about itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Header {
    pub(super) separators: Separators,
    /// Every element has the width that the standard gives it.
    pub(super) fixed: bool,
}

impl Separators {
    /// The separators that nearly everybody writes: `*`, `:`, `^` and `~`.
    pub const USUAL: Self = Self {
        element: b'*',
        component: b':',
        repetition: Some(b'^'),
        terminator: b'~',
    };

    /// The separators that an ISA names, whether or not its elements have their fixed widths.
    ///
    /// `isa` begins with `ISA`; what stands behind its terminator does not matter. `None` where
    /// it cannot be read as one.
    ///
    /// ```
    /// # use pms_core::x12::syntax::Separators;
    /// let isa = b"ISA*00* *00* *ZZ*A *ZZ*B *030228*0934*^*00501*000000003*1*T*:~GS*HC";
    /// assert_eq!(Separators::read(isa), Some(Separators::USUAL));
    /// assert_eq!(Separators::read(b"ISABEL"), None);
    /// ```
    #[must_use]
    pub fn read(isa: &[u8]) -> Option<Self> {
        Header::read(isa).map(|header| header.separators)
    }

    /// No two of them are the same, and none can be part of a word.
    #[must_use]
    pub fn are_sound(self) -> bool {
        let mut all = vec![self.element, self.component, self.terminator];
        all.extend(self.repetition);
        let count = all.len();
        let plain = all.iter().all(|b| !b.is_ascii_alphanumeric() && *b != b' ');
        all.sort_unstable();
        all.dedup();
        plain && all.len() == count
    }
}

impl Header {
    pub(super) fn read(isa: &[u8]) -> Option<Self> {
        let rest = isa.strip_prefix(b"ISA")?;
        let (&element, mut rest) = rest.split_first()?;
        if element.is_ascii_alphanumeric() || element.is_ascii_whitespace() {
            return None;
        }
        let mut fixed = true;
        let mut repetition = None;
        for (place, width) in WIDTHS.iter().take(15).enumerate() {
            let end = rest.iter().take(LONGEST).position(|&b| b == element)?;
            let (value, behind) = rest.split_at_checked(end)?;
            fixed &= value.len() == *width;
            if place == 10 {
                repetition = match value {
                    [byte] if !byte.is_ascii_alphanumeric() && *byte != b' ' => Some(*byte),
                    _ => None,
                };
            }
            rest = behind.get(1..)?;
        }
        let (&component, rest) = rest.split_first()?;
        let terminator = terminator(rest)?;
        let separators = Separators {
            element,
            component,
            repetition: repetition.filter(|&r| r != component && r != element && r != terminator),
            terminator,
        };
        separators.are_sound().then_some(Self { separators, fixed })
    }
}

/// The terminator is the byte behind ISA16. Some files break lines before it, and some end
/// segments with a line break alone.
fn terminator(behind: &[u8]) -> Option<u8> {
    let first = *behind.first()?;
    if first != b'\r' && first != b'\n' {
        return Some(first);
    }
    let visible = behind
        .iter()
        .find(|b| !matches!(b, b'\r' | b'\n' | b' ' | b'\t'));
    match visible {
        Some(byte) if !byte.is_ascii_alphanumeric() => Some(*byte),
        _ if behind.starts_with(b"\r\n") => Some(b'\n'),
        _ => Some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXED: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       \
                         *260801*1200*^*00501*000000001*0*T*:";

    #[test]
    #[rustfmt::skip] // a table
    fn a_header_names_its_separators() {
        //     behind ISA16  terminator
        reads("~GS*HP",      Some(b'~'));
        reads("\nGS*HP",     Some(b'\n'));
        reads("\r\nGS*HP",   Some(b'\n'));
        reads("\rGS*HP",     Some(b'\r'));
        reads("\n~GS*HP",    Some(b'~'));
        reads("\r\n~GS*HP",  Some(b'~'));
        reads("'\r\nGS*HP",  Some(b'\''));
        reads("",            None);
        reads("GS*HP",       None);
        reads("*GS",         None);
    }

    #[track_caller]
    fn reads(behind: &str, wanted: Option<u8>) {
        let got = Header::read(format!("{FIXED}{behind}").as_bytes());
        assert_eq!(got.map(|h| h.separators.terminator), wanted, "{behind:?}");
        assert!(got.is_none_or(|h| h.fixed));
    }

    #[test]
    fn older_versions_have_no_repetition_separator() {
        let old = FIXED.replace('^', "U") + "~";
        let separators = Separators::read(old.as_bytes()).unwrap();
        assert_eq!(separators.repetition, None);
    }
}

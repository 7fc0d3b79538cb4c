/// A loop: its segments in order, the first of which begins it, then the loops within.
#[derive(Debug)]
pub(in crate::x12) struct LoopRule {
    /// As `2010AA`; empty for the transaction itself.
    pub(in crate::x12) id: &'static str,
    /// It must be there.
    pub(in crate::x12) required: bool,
    /// How often it may stand there; 0 for any number.
    pub(in crate::x12) most: usize,
    pub(in crate::x12) segments: &'static [SegmentRule],
    pub(in crate::x12) loops: &'static [&'static LoopRule],
}

/// A segment of a loop.
#[derive(Debug)]
pub(in crate::x12) struct SegmentRule {
    pub(in crate::x12) id: &'static str,
    pub(in crate::x12) name: Name,
    /// Which element tells it from others of its name, and by which codes with a blank between
    /// them. Of an element with components the first one counts.
    pub(in crate::x12) when: (usize, &'static str),
    pub(in crate::x12) required: bool,
    /// How often it may stand there; 0 for any number.
    pub(in crate::x12) most: usize,
    pub(in crate::x12) elements: &'static [ElementRule],
}

/// What a segment is called, as a number: each that comes is compared with many.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::x12) struct Name(u32);

impl Name {
    pub(in crate::x12) const fn of(id: &[u8]) -> Self {
        Self(match *id {
            [a, b] => u32::from_be_bytes([2, 0, a, b]),
            [a, b, c] => u32::from_be_bytes([3, a, b, c]),
            // No guide knows one of another length.
            _ => u32::MAX,
        })
    }
}

/// An element of a segment, or a component of an element.
#[derive(Debug)]
pub(in crate::x12) struct ElementRule {
    /// Its number, from 1.
    pub(in crate::x12) number: usize,
    pub(in crate::x12) required: bool,
    pub(in crate::x12) shape: Shape,
}

/// What an element may hold.
#[derive(Debug)]
pub(in crate::x12) enum Shape {
    /// Up to so many characters.
    Text(usize),
    /// From so many to so many characters.
    Wide(usize, usize),
    /// One of these codes, with a blank between them.
    Code(&'static str),
    /// A decimal number of up to so many digits.
    Decimal(usize),
    /// A whole number of up to so many digits.
    Number(usize),
    /// A day of the calendar, as `20260801`.
    Day,
    /// A time of day, as `1200`.
    Time,
    /// Components.
    Parts(&'static [ElementRule]),
    /// Up to so many repetitions, each of this shape.
    Each(usize, &'static Shape),
}

/// An element that may be there.
pub(in crate::x12) const fn of(number: usize, shape: Shape) -> ElementRule {
    ElementRule {
        number,
        required: false,
        shape,
    }
}

/// An element that must be there.
pub(in crate::x12) const fn need(number: usize, shape: Shape) -> ElementRule {
    ElementRule {
        number,
        required: true,
        shape,
    }
}

/// A segment that may be there so often.
pub(in crate::x12) const fn segment(
    id: &'static str,
    when: (usize, &'static str),
    most: usize,
    elements: &'static [ElementRule],
) -> SegmentRule {
    SegmentRule {
        id,
        name: Name::of(id.as_bytes()),
        when,
        required: false,
        most,
        elements,
    }
}

/// A segment that must be there so often at most.
pub(in crate::x12) const fn whole(
    id: &'static str,
    when: (usize, &'static str),
    most: usize,
    elements: &'static [ElementRule],
) -> SegmentRule {
    SegmentRule {
        required: true,
        ..segment(id, when, most, elements)
    }
}

impl SegmentRule {
    /// The code in it is one that tells it from others.
    pub(in crate::x12) fn is_told_by(&self, code: &[u8]) -> bool {
        self.when.0 == 0 || lists(self.when.1, code)
    }
}

/// A list with blanks between its codes has this one.
pub(in crate::x12) fn lists(codes: &str, code: &[u8]) -> bool {
    let mut each = codes.as_bytes().split(|&b| b == b' ');
    each.any(|each| each == code)
}

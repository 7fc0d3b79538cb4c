use super::position::Position;
use super::segment::{Element, Segment};

/// No segment that we model has more elements.
const MOST: usize = 24;

/// A segment whose elements have been found once, so that any of them is at hand.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    segment: Segment<'a>,
    /// Where the separator before each element stands in the body, and behind them its end.
    marks: [usize; MOST + 1],
    count: usize,
}

impl<'a> Fields<'a> {
    /// How many elements the segment has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The element with this number, counted from 1; empty where the segment ends before it.
    #[must_use]
    pub fn element(&self, number: usize) -> Element<'a> {
        let between = number
            .checked_sub(1)
            .and_then(|before| self.marks.get(before))
            .zip(self.marks.get(number));
        match between {
            Some((&mark, &end)) if number <= self.count => {
                let bytes = self.segment.body().get(mark + 1..end);
                let at = Position {
                    byte: self.segment.at().byte + mark + 1,
                    element: number,
                    ..self.segment.at()
                };
                Element::new(bytes.unwrap_or_default(), self.segment.separators(), at)
            }
            _ if number > self.count => self.segment.absent(number),
            _ => self.segment.element(number),
        }
    }

    /// The segment itself.
    #[must_use]
    pub fn segment(&self) -> &Segment<'a> {
        &self.segment
    }
}

impl<'a> From<Segment<'a>> for Fields<'a> {
    fn from(segment: Segment<'a>) -> Self {
        let body = segment.body();
        let mut marks = [body.len(); MOST + 1];
        let mut count = 0;
        let separator = segment.separators().element;
        // Elements are short: a search for each would cost more than looking at every byte.
        for (mark, byte) in body.iter().enumerate() {
            if *byte == separator {
                if let Some(slot) = marks.get_mut(count) {
                    *slot = mark;
                }
                count += 1;
            }
        }
        Self {
            segment,
            marks,
            count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x12::syntax::{Piece, pieces};
    use proptest::prelude::*;

    const ISA: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       \
                       *260801*1200*^*00501*000000001*0*T*:~";

    proptest! {
        #[test]
        fn fields_are_the_elements(body in "[A-C*]{0,60}") {
            let file = format!("{ISA}{body}~");
            let Some(Piece::Segment(segment)) = pieces(file.as_bytes()).nth(1) else {
                return Err(TestCaseError::fail("a segment"));
            };
            let fields = Fields::from(segment);
            prop_assert_eq!(fields.count(), segment.elements().count());
            for number in 0..66 {
                let (one, other) = (fields.element(number), segment.element(number));
                prop_assert_eq!(one.bytes(), other.bytes());
                if !one.bytes().is_empty() {
                    prop_assert_eq!(one.at(), other.at());
                }
            }
        }
    }
}

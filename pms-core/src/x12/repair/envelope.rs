//! What an envelope says of itself: counts, repeated control numbers, widths.

use super::super::syntax::{Finding, Piece, Position, Segment, pieces};
use super::edit::Edit;

/// The trailers of a file and what they should say.
#[derive(Default)]
pub(super) struct Trailers {
    all: Vec<Trailer>,
}

/// What a trailer should say.
struct Trailer {
    segment: usize,
    count: usize,
    control: String,
}

/// A level of the envelope that is open.
struct Open {
    control: String,
    count: usize,
}

impl Trailers {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut all = Vec::new();
        let mut open: [Option<Open>; 3] = [None, None, None];
        for piece in pieces(bytes) {
            let Piece::Segment(segment) = piece else {
                continue;
            };
            let [interchange, group, transaction] = &mut open;
            if let Some(transaction) = transaction {
                transaction.count += 1;
            }
            let begun = |element, count| {
                let control = segment.element(element).text().into_owned();
                Some(Open { control, count })
            };
            let ended = match segment.id() {
                b"ISA" => {
                    open = [begun(13, 0), None, None];
                    None
                }
                b"GS" => {
                    count(interchange);
                    open = [interchange.take(), begun(6, 0), None];
                    None
                }
                b"ST" => {
                    count(group);
                    *transaction = begun(2, 1);
                    None
                }
                b"SE" => transaction.take(),
                b"GE" => group.take(),
                b"IEA" => interchange.take(),
                _ => None,
            };
            all.extend(ended.map(|open| Trailer {
                segment: segment.at().segment,
                count: open.count,
                control: open.control,
            }));
        }
        Self { all }
    }

    /// A wrong count, or a control number that is not that of the header. Where both are wrong the
    /// trailer may be that of another header, and something between them may be lost.
    pub(super) fn mended(&self, finding: &Finding, of: &Segment<'_>) -> Option<Edit> {
        let number = of.at().segment;
        let place = self.all.binary_search_by_key(&number, |each| each.segment);
        let trailer = self.all.get(place.ok()?)?;
        let counted = of.element(1).text().parse() == Ok(trailer.count);
        let same = of.element(2).text() == trailer.control;
        let (element, text) = match finding.at.element {
            1 if same => (of.element(1), trailer.count.to_string()),
            2 if counted => (of.element(2), trailer.control.clone()),
            _ => return None,
        };
        Some(Edit {
            at: element.at(),
            was: core::str::from_utf8(element.bytes()).ok()?.to_owned(),
            text,
        })
        .filter(|edit| !edit.was.is_empty())
    }
}

fn count(open: &mut Option<Open>) {
    if let Some(open) = open {
        open.count += 1;
    }
}

/// How many characters each element of an ISA has.
const WIDTHS: [usize; 16] = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1];

/// The elements of an ISA brought to their widths: blanks behind a text, and none of the century in
/// the day. A control number that is too short is left: its trailer repeats it.
pub(super) fn header(isa: &Segment<'_>) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for (element, width) in isa.elements().zip(WIDTHS) {
        let was = core::str::from_utf8(element.bytes()).ok()?;
        if was.len() == width {
            continue;
        }
        let text = match element.at().element {
            2 | 4 | 6 | 8 if was.trim_end().len() <= width => {
                format!("{:<width$}", was.trim_end())
            }
            9 if element.date().is_ok() => was.trim().get(2..)?.to_owned(),
            10 if was.trim().len() == width => was.trim().to_owned(),
            _ => return None,
        };
        edits.push(Edit {
            at: element.at(),
            was: was.to_owned(),
            text,
        });
    }
    Some(edits)
}

/// The separators at the end of a segment, behind which nothing stands.
pub(super) fn ending(segment: &Segment<'_>) -> Option<Edit> {
    let separator = segment.separators().element;
    let body = segment.body();
    let empty = body.iter().rev().take_while(|b| **b == separator).count();
    Some(Edit {
        at: Position {
            byte: segment.at().byte + body.len() - empty,
            ..segment.at()
        },
        was: char::from(separator).to_string().repeat(empty),
        text: String::new(),
    })
    .filter(|_| separator.is_ascii())
}

/// A segment's name in capital letters. The names of the envelope are left: with them the trailers
/// would count something else.
pub(super) fn name(segment: &Segment<'_>) -> Option<Edit> {
    let was = core::str::from_utf8(segment.id()).ok()?;
    let text = was.to_ascii_uppercase();
    let name = (2..=3).contains(&was.len()) && was.bytes().all(|b| b.is_ascii_alphanumeric());
    let envelope = ["ISA", "GS", "ST", "SE", "GE", "IEA"].contains(&text.as_str());
    (name && !envelope && text != was).then(|| Edit {
        at: segment.at(),
        was: was.to_owned(),
        text,
    })
}

/// The terminator behind the trailer of an interchange, where nothing else is missing.
pub(super) fn terminator(segment: &Segment<'_>) -> Option<Edit> {
    let whole = segment.id() == b"IEA" && segment.elements().count() == 2;
    let terminator = segment.separators().terminator;
    (whole && terminator.is_ascii()).then(|| Edit {
        at: Position {
            byte: segment.at().byte + segment.body().len(),
            ..segment.at()
        },
        was: String::new(),
        text: char::from(terminator).to_string(),
    })
}

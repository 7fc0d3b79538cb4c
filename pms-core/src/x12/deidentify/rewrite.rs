use core::fmt;
use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use crate::code::Taxonomy;
use crate::party::names_a_box;

use super::super::syntax::{Element, Piece, Pieces, Segment, pieces};
use super::days;
use super::key::Key;
use super::pseudonym::pseudonym;
use super::table::{Fate, fate, row, word};

/// The file without the people in it.
///
/// ```
/// # use pms_core::x12::deidentify::{Key, deidentify};
/// # use pms_core::x12::check;
/// let file = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260801*1200*^*00501*000000001*0*T*:~\
/// GS*HP*PAYER*PRACTICE*20260801*1200*1*X*005010X221A1~\
/// ST*835*0001~BPR*I*80*C*CHK************20260803~TRN*1*10023*1512345678~\
/// N1*PR*ACME HEALTH~N1*PE*EXAMPLE MEDICAL*XX*1234567893~LX*1~\
/// CLP*PCN1*1*100*80**12*ICN1~NM1*QC*1*SMITH*JAMES****MI*M000001~SVC*HC:99213*100*80~CAS*CO*45*19~\
/// SE*10*0001~GE*1*1~IEA*1*000000001~";
/// let key = Key::new(b"known to me and to nobody else")?;
/// let shared = deidentify(file, &key);
/// let text = String::from_utf8_lossy(&shared);
/// assert!(!text.contains("SMITH") && !text.contains("M000001") && !text.contains("1234567893"));
/// assert!(text.contains("SVC*HC:99213*100*80~CAS*CO*45*19~"));
/// let told = |bytes: &[u8]| check(bytes).all_findings().iter().map(|f| f.path.clone()).collect::<Vec<_>>();
/// assert_eq!(told(&shared), told(file));
/// # Ok::<(), pms_core::x12::deidentify::ShortKey>(())
/// ```
#[must_use]
pub fn deidentify(bytes: &[u8], key: &Key) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for piece in deidentified(bytes, key) {
        out.extend_from_slice(&piece);
    }
    out
}

/// The same piece by piece, in memory that does not grow with the input.
#[must_use]
pub fn deidentified<'a>(bytes: &'a [u8], key: &'a Key) -> Deidentified<'a> {
    Deidentified {
        pieces: pieces(bytes),
        key,
        file_shift: 30 + key.number(&[b"file"], 700),
        shift: 0,
        written: None,
    }
}

/// The pieces of a file without the people in it: see [`deidentified`].
pub struct Deidentified<'a> {
    pieces: Pieces<'a>,
    key: &'a Key,
    /// How many days everything is moved into the past.
    file_shift: u64,
    /// How many days more, for the patient whose part is open.
    shift: u64,
    /// The day on which the file says that it was written.
    written: Option<NaiveDate>,
}

impl fmt::Debug for Deidentified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deidentified({:?})", self.pieces)
    }
}

impl<'a> Iterator for Deidentified<'a> {
    type Item = Cow<'a, [u8]>;

    fn next(&mut self) -> Option<Cow<'a, [u8]>> {
        let segment = match self.pieces.next()? {
            Piece::Segment(segment) => segment,
            Piece::Outside(outside) if outside.is_blank() => return Some(outside.raw().into()),
            Piece::Outside(outside) => {
                let hidden = |byte: &u8| match byte {
                    byte if byte.is_ascii_whitespace() || byte.is_ascii_punctuation() => *byte,
                    _ => b'X',
                };
                return Some(outside.raw().iter().map(hidden).collect());
            }
        };
        match segment.id() {
            b"ISA" => self.written = written(segment.element(9)),
            b"GS" => self.written = segment.element(4).date().ok().or(self.written),
            b"BHT" => self.written = segment.element(4).date().ok().or(self.written),
            _ => {}
        }
        match segment.id() {
            id if begins_a_patient(id) => self.shift = self.patient(segment.id()),
            b"ISA" | b"GS" | b"ST" | b"SE" | b"PLB" => self.shift = 0,
            _ => {}
        }
        Some(self.segment(&segment).into())
    }
}

/// The day of an ISA, which has no century.
fn written(day: Element<'_>) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&day.text(), "%y%m%d").ok()
}

/// What follows is about one patient, or about none.
fn begins_a_patient(id: &[u8]) -> bool {
    matches!(id, b"HL" | b"CLP" | b"INS" | b"ENT")
}

impl<'a> Deidentified<'a> {
    /// How many days more the days of the patient whose part begins are moved. It follows from the
    /// name, so that intervals stay wherever the patient is told of.
    ///
    /// A day behind that of the file that would come before it is not moved further than the file:
    /// whether it lies in the future is what checks tell.
    fn patient(&self, began_with: &[u8]) -> u64 {
        let mut name: Option<String> = None;
        let mut late: Vec<NaiveDate> = Vec::new();
        for piece in self.pieces.clone() {
            let Piece::Segment(segment) = piece else {
                break;
            };
            let id = segment.id();
            if id == began_with || matches!(id, b"SE" | b"ST" | b"IEA" | b"PLB") {
                break;
            }
            let role = segment.element(1);
            if id == b"NM1" {
                let patient = role.is("QC") || role.is("03");
                if patient || role.is("IL") && name.is_none() {
                    let names = [3, 4].map(|n| segment.element(n).text().to_uppercase());
                    name = Some(names.join("|"));
                }
            }
            let day = match id {
                b"DMG" => segment.element(2).date().ok(),
                b"STC" => segment.element(2).date().ok(),
                b"DTP" if role.is("472") => {
                    let day = segment.element(3);
                    let first = day.dates().map(|(from, _)| from);
                    day.date().or(first).ok()
                }
                _ => None,
            };
            late.extend(day.filter(|day| self.written.is_some_and(|written| *day > written)));
        }
        let Some(name) = name.filter(|name| name != "|") else {
            return 0;
        };
        let shift = self.key.number(&[b"patient", name.as_bytes()], 181);
        let crosses = |day: &NaiveDate| {
            let moved = day.checked_sub_days(Days::new(shift));
            moved
                .zip(self.written)
                .is_some_and(|(day, written)| day <= written)
        };
        if late.iter().any(crosses) { 0 } else { shift }
    }

    fn segment(&self, segment: &Segment<'a>) -> Vec<u8> {
        let raw = segment.raw();
        let layout = raw.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let begin = segment.at().byte.saturating_sub(layout);
        let mut out = Vec::with_capacity(raw.len());
        let mut done = 0;
        let mut put = |at: usize, length: usize, text: &[u8]| {
            let from = at.saturating_sub(begin);
            out.extend_from_slice(raw.get(done..from).unwrap_or_default());
            out.extend_from_slice(text);
            done = from + length;
        };
        if segment.label().is_none() {
            let id = segment.id();
            let text = pseudonym(self.key, id, core::str::from_utf8(id).is_ok(), |_| false);
            put(segment.at().byte, id.len(), &text);
        }
        let row = row(segment.id());
        let mut before = Cow::Borrowed("");
        for element in segment.elements() {
            let unicode = core::str::from_utf8(element.bytes()).is_ok();
            let word = row.map_or("x", |row| word(row, element.at().element));
            for part in element.repetitions().flat_map(Element::components) {
                let fate = fate(word, part.at().component);
                if !part.is_empty() {
                    let text = self.part(fate, part, &before, unicode, segment);
                    put(part.at().byte, part.bytes().len(), &text);
                }
                before = part.text();
            }
        }
        out.extend_from_slice(raw.get(done..).unwrap_or_default());
        out
    }

    fn part(
        &self,
        fate: Fate,
        part: Element<'a>,
        before: &str,
        unicode: bool,
        segment: &Segment<'_>,
    ) -> Cow<'a, [u8]> {
        let bytes = part.bytes();
        let text = part.bytes().trim_ascii();
        let code = |most: usize| text.len() <= most && text.is_ascii();
        let stays = match fate {
            Fate::Code(most) => code(most),
            Fate::CodeOf(most, of) => {
                let told = of.split(',').any(|each| each == before);
                code(most) && told || part.text().parse::<Taxonomy>().is_ok()
            }
            Fate::Number => {
                let number = |b: &u8| b.is_ascii_digit() || b".,+-$".contains(b);
                text.len() <= 18 && text.iter().all(number)
            }
            _ => false,
        };
        if stays {
            return Cow::Borrowed(bytes);
        }
        let replaced = |kept: &dyn Fn(usize) -> bool| pseudonym(self.key, bytes, unicode, kept);
        let by = self.file_shift + self.shift;
        let Ok(plain) = core::str::from_utf8(bytes) else {
            return replaced(&|_| false).into();
        };
        let told = matches!(before, "D8" | "RD8" | "DT" | "RDT" | "D6");
        let said = match fate {
            Fate::Day => days::moved(plain, "", by),
            Fate::Days if told => days::moved(plain, before, by),
            Fate::Days if before == "TM" && text.len() <= 6 => return Cow::Borrowed(bytes),
            Fate::Days if before == "TM" => days::moved(plain, "", by),
            Fate::Birth => days::birth(plain, self.written, by),
            Fate::PostalCode => match postal_code(plain, segment) {
                Some(code) => code,
                None => return replaced(&|_| false).into(),
            },
            Fate::Street if names_a_box(plain) => return replaced(&of_a_box(plain)).into(),
            _ if is_laboratory(plain) => return replaced(&|place| place == 2).into(),
            _ => return replaced(&|_| false).into(),
        };
        said.into_bytes().into()
    }
}

/// Areas of three digits where no more than 20,000 people live, by either of two censuses.
///
/// Source: HHS, guidance on de-identification, question 3.1 (Census 2000); the same of 2010.
const FEW_PEOPLE: [&str; 23] = [
    "036", "059", "063", "102", "202", "203", "204", "205", "369", "556", "692", "753", "772",
    "790", "821", "823", "830", "831", "878", "879", "884", "890", "893",
];

/// A postal code of this country with its first three digits, or none of them where few people live.
fn postal_code(code: &str, n4: &Segment<'_>) -> Option<String> {
    let country = n4.element(4);
    let home = country.is_empty() || country.is("US") || country.is("USA");
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let plain = code
        .bytes()
        .all(|b| b.is_ascii_digit() || b" -".contains(&b));
    if !home || !plain || digits < 5 {
        return None;
    }
    let area: String = code.chars().filter(char::is_ascii_digit).take(3).collect();
    let kept = if FEW_PEOPLE.contains(&area.as_str()) {
        0
    } else {
        3
    };
    let mut place = 0;
    let widened = code.chars().map(|c| match c {
        '0'..='9' => {
            place += 1;
            if place <= kept { c } else { '0' }
        }
        other => other,
    });
    Some(widened.collect())
}

/// The words of an address that make it a post office box.
fn of_a_box(line: &str) -> impl Fn(usize) -> bool {
    const WORDS: [&str; 10] = [
        "P", "O", "PO", "P0", "POST", "OFFICE", "LOCK", "BOX", "POB", "POBOX",
    ];
    let mut kept = vec![false; line.len()];
    let mut begin = 0;
    for word in line.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let upper = bare.to_ascii_uppercase();
        if WORDS.contains(&upper.as_str()) || upper == "LOCKBOX" {
            kept.iter_mut()
                .skip(begin)
                .take(bare.len())
                .for_each(|kept| *kept = true);
        }
        begin += word.len();
    }
    move |place| kept.get(place).copied().unwrap_or_default()
}

/// A laboratory's number has a D at its third place, by which it is known.
fn is_laboratory(text: &str) -> bool {
    let text = text.trim().as_bytes();
    text.len() == 10
        && (text.iter().enumerate()).all(|(place, byte)| match place {
            2 => *byte == b'D',
            _ => byte.is_ascii_digit(),
        })
}

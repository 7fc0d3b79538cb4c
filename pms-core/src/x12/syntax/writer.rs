use core::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::{Money, Units};

use super::interchange::{Envelope, Usage};
use super::segment::is_name;
use super::separators::Separators;
use super::write_error::WriteError;

mod text;
mod verbatim;

use text::{carried, cleaned, plain};

/// What happens to characters that a free text may not hold: separators, control characters,
/// letters that are not plain.
///
/// X12 knows no escape character. Lower case becomes upper case either way. Identifiers and codes
/// are never cleaned: another identifier would be another thing.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum Characters {
    /// They are refused.
    #[default]
    Refuse,
    /// Accented letters become plain, everything else a blank; what is too long is cut.
    Clean,
}

/// Writes one interchange with one group, strictly: fixed ISA, upper case, no empty elements at
/// the end of a segment, plain amounts, counts and control numbers that agree.
///
/// The first thing that cannot be written is told by [`Writer::finish`].
///
/// ```
/// # use pms_core::x12::syntax::{Characters, Envelope, Usage, Writer};
/// let envelope = Envelope {
///     sender_qualifier: "ZZ".to_owned(),
///     sender: "PRACTICE".to_owned(),
///     receiver_qualifier: "ZZ".to_owned(),
///     receiver: "PAYER".to_owned(),
///     group_sender: "PRACTICE".to_owned(),
///     group_receiver: "PAYER".to_owned(),
///     written: "2026-08-01T12:00:00".parse()?,
///     interchange_control: 1,
///     group_control: 1,
///     acknowledge: false,
///     usage: Usage::Test,
/// };
/// let mut writer = Writer::open(&envelope, "HP", "005010X221A1", Characters::Refuse);
/// writer.begin("835", 1, None);
/// writer.segment("N1").code("PR").text("Acme Health", 60).end();
/// let file = writer.finish()?;
/// assert!(file.ends_with(b"ST*835*0001~N1*PR*ACME HEALTH~SE*3*0001~GE*1*1~IEA*1*000000001~"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Writer {
    out: Vec<u8>,
    characters: Characters,
    interchange: u32,
    /// The control number of the group, where there is one.
    group: Option<u32>,
    transactions: usize,
    /// The control number of the open transaction, and its segments so far.
    open: Option<(String, usize)>,
    trouble: Option<WriteError>,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({} bytes)", self.out.len())
    }
}

impl Writer {
    const SEPARATORS: Separators = Separators::USUAL;

    /// Begins an interchange with one group of the kind (GS01) and version (GS08).
    #[must_use]
    pub fn open(envelope: &Envelope, kind: &str, version: &str, characters: Characters) -> Self {
        let mut writer = Self::open_bare(envelope, characters);
        writer.group = Some(envelope.group_control);
        writer
            .segment("GS")
            .code(kind)
            .id(&envelope.group_sender, 15)
            .id(&envelope.group_receiver, 15)
            .date(envelope.written.date())
            .code(&envelope.written.format("%H%M").to_string())
            .number(envelope.group_control)
            .code("X")
            .code(version)
            .end();
        writer
    }

    /// Begins an interchange without a group, for answers to interchanges (TA1).
    #[must_use]
    pub fn open_bare(envelope: &Envelope, characters: Characters) -> Self {
        let mut writer = Self {
            out: Vec::new(),
            characters,
            interchange: envelope.interchange_control,
            group: None,
            transactions: 0,
            open: None,
            trouble: None,
        };
        let numbers = [envelope.interchange_control, envelope.group_control];
        if numbers.iter().any(|n| !(1..=999_999_999).contains(n)) {
            writer.fail(WriteError::ControlNumber);
        }
        writer.isa(envelope);
        writer
    }

    /// Begins a transaction; the one before ends. `version` is ST03, where the guide wants it.
    pub fn begin(&mut self, code: &str, control: u32, version: Option<&str>) {
        self.end();
        if !(1..=999_999_999).contains(&control) {
            self.fail(WriteError::ControlNumber);
        }
        let control = format!("{control:04}");
        self.open = Some((control.clone(), 0));
        self.transactions += 1;
        let st = self.segment("ST").code(code).code(&control);
        st.code(version.unwrap_or_default()).end();
    }

    /// Ends the transaction that is open, if any.
    pub fn end(&mut self) {
        if let Some((control, segments)) = self.open.take() {
            let se = self.segment("SE").code(&(segments + 1).to_string());
            se.code(&control).end();
        }
    }

    /// Begins a segment.
    pub fn segment<'w>(&'w mut self, name: &'w str) -> Draft<'w> {
        if let Some((_, segments)) = &mut self.open {
            *segments += 1;
        }
        if !is_name(name.as_bytes()) {
            let segment = "?".to_owned();
            self.fail(WriteError::Character {
                segment,
                element: 0,
            });
        }
        self.out.extend_from_slice(name.as_bytes());
        Draft {
            writer: self,
            name,
            element: 0,
            written: 0,
        }
    }

    /// The first thing so far that could not be written.
    #[must_use]
    pub fn trouble(&self) -> Option<&WriteError> {
        self.trouble.as_ref()
    }

    /// Ends what is open and hands out the interchange.
    ///
    /// # Errors
    ///
    /// The first [`WriteError`] met on the way.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        self.end();
        let (transactions, group, interchange) = (self.transactions, self.group, self.interchange);
        if let Some(group) = group {
            let ge = self.segment("GE").code(&transactions.to_string());
            ge.number(group).end();
        }
        let groups = if group.is_some() { "1" } else { "0" };
        let iea = self.segment("IEA").code(groups);
        iea.code(&format!("{interchange:09}")).end();
        match self.trouble {
            Some(trouble) => Err(trouble),
            None => Ok(self.out),
        }
    }

    fn isa(&mut self, envelope: &Envelope) {
        let written = envelope.written;
        let parts = [
            "00".to_owned(),
            " ".repeat(10),
            "00".to_owned(),
            " ".repeat(10),
            self.fixed(&envelope.sender_qualifier, 5, 2),
            self.fixed(&envelope.sender, 6, 15),
            self.fixed(&envelope.receiver_qualifier, 7, 2),
            self.fixed(&envelope.receiver, 8, 15),
            written.format("%y%m%d").to_string(),
            written.format("%H%M").to_string(),
            "^".to_owned(),
            "00501".to_owned(),
            format!("{:09}", envelope.interchange_control),
            if envelope.acknowledge { "1" } else { "0" }.to_owned(),
            match envelope.usage {
                Usage::Production => "P".to_owned(),
                Usage::Test => "T".to_owned(),
            },
            ":".to_owned(),
        ];
        self.out.extend_from_slice(b"ISA");
        for part in parts {
            self.out.push(Self::SEPARATORS.element);
            self.out.extend_from_slice(part.as_bytes());
        }
        self.out.push(Self::SEPARATORS.terminator);
    }

    fn fixed(&mut self, value: &str, element: usize, width: usize) -> String {
        let value = value.trim().to_ascii_uppercase();
        if value.is_empty() {
            self.fail(WriteError::Missing {
                segment: "ISA".to_owned(),
                element,
            });
        }
        if value.len() > width {
            self.fail(WriteError::TooLong {
                segment: "ISA".to_owned(),
                element,
                longest: width,
            });
        }
        if !value.chars().all(carried) {
            self.fail(WriteError::Character {
                segment: "ISA".to_owned(),
                element,
            });
        }
        format!("{value:<width$}")
    }

    fn fail(&mut self, trouble: WriteError) {
        self.trouble.get_or_insert(trouble);
    }
}

/// A segment that is being written, one element after another. Empty elements at its end are left
/// out.
#[derive(Debug)]
pub struct Draft<'w> {
    writer: &'w mut Writer,
    name: &'w str,
    /// Elements so far, empty ones too.
    element: usize,
    /// Elements whose separators are written.
    written: usize,
}

impl Draft<'_> {
    /// A code of ours: letters and digits that need no check.
    #[must_use]
    pub fn code(self, value: &str) -> Self {
        self.put(value)
    }

    /// Nothing.
    #[must_use]
    pub fn empty(self) -> Self {
        self.put("")
    }

    /// So many times nothing.
    #[must_use]
    pub fn skip(mut self, count: usize) -> Self {
        self.element += count;
        self
    }

    /// A number.
    #[must_use]
    pub fn number(self, value: u32) -> Self {
        self.put(&value.to_string())
    }

    /// An identifier or code from outside: upper case, never cleaned, never cut.
    #[must_use]
    pub fn id(mut self, value: &str, longest: usize) -> Self {
        let checked = self.checked(value, longest, Characters::Refuse);
        self.put(&checked)
    }

    /// An identifier that must be there.
    #[must_use]
    pub fn required(mut self, value: &str, longest: usize) -> Self {
        self.must_be(value);
        self.id(value, longest)
    }

    /// Free text of which something must be left when it has been cleaned.
    #[must_use]
    pub fn required_text(mut self, value: &str, longest: usize) -> Self {
        let characters = self.writer.characters;
        let checked = self.checked(value, longest, characters);
        self.must_be(&checked);
        self.put(&checked)
    }

    /// Free text: upper case, cleaned or refused as the writer was told.
    #[must_use]
    pub fn text(mut self, value: &str, longest: usize) -> Self {
        let characters = self.writer.characters;
        let checked = self.checked(value, longest, characters);
        self.put(&checked)
    }

    /// An amount: no plus, no zeros that say nothing.
    #[must_use]
    pub fn money(self, amount: Money) -> Self {
        let cents = amount.cents().unsigned_abs();
        if cents > 9_999_999_999 {
            let (segment, element) = (self.name.to_owned(), self.element + 1);
            self.writer.fail(WriteError::Amount { segment, element });
        }
        self.put(&plain(&amount.to_string()))
    }

    /// A number of units.
    #[must_use]
    pub fn units(self, units: Units) -> Self {
        self.put(&units.to_string())
    }

    /// A day, as `20260801`.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> Self {
        self.put(&date.format("%Y%m%d").to_string())
    }

    /// An element of several components, each an identifier or code; empty ones at its end are left
    /// out.
    #[must_use]
    pub fn composite<S: AsRef<str>>(mut self, components: &[S]) -> Self {
        let mut value = String::new();
        let mut pending = 0;
        for component in components {
            let checked = self.checked(component.as_ref(), 256, Characters::Refuse);
            if !checked.is_empty() {
                let separator = char::from(Writer::SEPARATORS.component);
                value.extend(core::iter::repeat_n(separator, pending));
                value.push_str(&checked);
                pending = 0;
            }
            pending += 1;
        }
        self.put(&value)
    }

    /// Ends the segment.
    pub fn end(self) {
        self.writer.out.push(Writer::SEPARATORS.terminator);
    }

    fn put(mut self, value: &str) -> Self {
        self.element += 1;
        if !value.is_empty() {
            let out = &mut self.writer.out;
            let separator = Writer::SEPARATORS.element;
            out.extend(core::iter::repeat_n(separator, self.element - self.written));
            out.extend_from_slice(value.as_bytes());
            self.written = self.element;
        }
        self
    }

    fn must_be(&mut self, value: &str) {
        if value.trim().is_empty() {
            let (segment, element) = (self.name.to_owned(), self.element + 1);
            self.writer.fail(WriteError::Missing { segment, element });
        }
    }

    fn checked(&mut self, value: &str, longest: usize, characters: Characters) -> String {
        let (segment, element) = (self.name.to_owned(), self.element + 1);
        let mut value = value.trim().to_uppercase();
        if characters == Characters::Clean {
            value = cleaned(&value);
            if let Some((cut, _)) = value.char_indices().nth(longest) {
                value.truncate(cut);
                value.truncate(value.trim_end().len());
            }
        }
        if !value.chars().all(carried) {
            let segment = segment.clone();
            self.writer.fail(WriteError::Character { segment, element });
        }
        if value.chars().count() > longest {
            self.writer.fail(WriteError::TooLong {
                segment,
                element,
                longest,
            });
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x12::syntax::{Walk, pieces};
    use proptest::prelude::*;

    fn envelope() -> Envelope {
        Envelope {
            sender_qualifier: "ZZ".to_owned(),
            sender: "PRACTICE".to_owned(),
            receiver_qualifier: "ZZ".to_owned(),
            receiver: "PAYER".to_owned(),
            group_sender: "PRACTICE".to_owned(),
            group_receiver: "PAYER".to_owned(),
            written: "2026-08-01T12:00:00".parse().unwrap(),
            interchange_control: 905,
            group_control: 17,
            acknowledge: true,
            usage: Usage::Test,
        }
    }

    fn writer(characters: Characters) -> Writer {
        let mut writer = Writer::open(&envelope(), "HC", "005010X222A1", characters);
        writer.begin("837", 1, Some("005010X222A1"));
        writer
    }

    #[test]
    #[rustfmt::skip] // a table
    fn free_text_is_cleaned_or_refused() {
        //     text              cleaned            refused
        writes("Main St",        "MAIN ST",         None);
        writes("A*B~C",          "A B C",           Some("x12.write_character"));
        writes("a:b",            "A B",             Some("x12.write_character"));
        writes("José Muñoz",     "JOSE MUNOZ",      Some("x12.write_character"));
        writes("line\r\nbreak",  "LINE BREAK",      Some("x12.write_character"));
        writes("O’Brien",        "O'BRIEN",         Some("x12.write_character"));
        writes("東京 Tower",     "TOWER",           Some("x12.write_character"));
        writes("ABCDEFGHIJK LMN", "ABCDEFGHIJK",    Some("x12.write_too_long"));
    }

    #[track_caller]
    fn writes(text: &str, cleaned: &str, refused: Option<&str>) {
        let with = |characters| {
            let mut writer = writer(characters);
            writer.segment("N3").text(text, 12).end();
            writer.finish()
        };
        let file = String::from_utf8(with(Characters::Clean).unwrap()).unwrap();
        assert!(file.contains(&format!("~N3*{cleaned}~")), "{file}");
        assert_eq!(with(Characters::Refuse).err().map(|e| e.code()), refused);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn amounts_are_written_plainly() {
        //        cents          written
        amounts(15_000,          Some("150"));
        amounts(1_250,           Some("12.5"));
        amounts(-5,              Some("-0.05"));
        amounts(0,               Some("0"));
        amounts(9_999_999_999,   Some("99999999.99"));
        amounts(10_000_000_000,  None);
    }

    #[track_caller]
    fn amounts(cents: i64, wanted: Option<&str>) {
        let mut writer = writer(Characters::Refuse);
        writer
            .segment("AMT")
            .code("F5")
            .money(Money::from_cents(cents).unwrap())
            .end();
        match (writer.finish(), wanted) {
            (Ok(file), Some(wanted)) => {
                let file = String::from_utf8(file).unwrap();
                assert!(file.contains(&format!("AMT*F5*{wanted}~")), "{file}");
            }
            (got, wanted) => assert_eq!(got.is_ok(), wanted.is_some()),
        }
    }

    #[test]
    fn identifiers_are_never_cleaned() {
        let mut writer = writer(Characters::Clean);
        writer.segment("REF").code("F8").id("A*1", 50).end();
        assert_eq!(writer.finish().unwrap_err().code(), "x12.write_character");
    }

    #[test]
    fn what_must_be_there_is_there() {
        let mut writer = writer(Characters::Clean);
        writer.segment("REF").code("F8").required(" ", 50).end();
        let error = writer.finish().unwrap_err();
        assert_eq!(error.to_string(), "REF02 must not be empty");
    }

    #[test]
    fn what_is_cleaned_away_is_missing() {
        let mut writer = writer(Characters::Clean);
        writer.segment("N3").required_text("東京 ~", 55).end();
        let error = writer.finish().unwrap_err();
        assert_eq!(error.to_string(), "N301 must not be empty");
    }

    #[test]
    fn a_segment_has_the_name_of_one() {
        for name in ["", "N", "NM1~", "nm1", "N*1", "LONG"] {
            let mut writer = writer(Characters::Clean);
            writer.segment(name).end();
            assert_eq!(writer.finish().unwrap_err().code(), "x12.write_character");
        }
    }

    #[test]
    fn empty_ends_are_left_out() {
        let mut writer = writer(Characters::Refuse);
        let nm1 = writer.segment("NM1").code("QC").empty().code("DOE");
        nm1.skip(3).empty().end();
        writer
            .segment("SV1")
            .composite(&["HC", "99213", "", "25", ""])
            .end();
        let file = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert!(
            file.contains("~NM1*QC**DOE~SV1*HC:99213::25~SE*4*0001~"),
            "{file}"
        );
    }

    #[test]
    fn control_numbers_have_nine_digits() {
        let mut bad = envelope();
        bad.interchange_control = 0;
        let writer = Writer::open(&bad, "HC", "005010X222A1", Characters::Refuse);
        assert_eq!(writer.finish(), Err(WriteError::ControlNumber));
    }

    proptest! {
        /// Whatever the texts, what is written reads without a finding.
        #[test]
        fn what_is_written_is_sound(
            texts in proptest::collection::vec("\\PC{0,20}", 0..20),
            transactions in 1..4_u32,
        ) {
            let mut writer = Writer::open(&envelope(), "HC", "005010X222A1", Characters::Clean);
            for control in 1..=transactions {
                writer.begin("837", control, None);
                for text in &texts {
                    writer.segment("NTE").code("ADD").text(text, 80).end();
                }
            }
            let file = writer.finish().unwrap();
            let mut walk = Walk::default();
            for piece in pieces(&file) {
                walk.step(&piece);
            }
            prop_assert_eq!(walk.finish(), vec![]);
        }
    }
}

use core::fmt;

/// Many short texts in one buffer, in the shape of Arrow's `LargeUtf8`: all bytes one after
/// another, and one offset more than there are texts.
///
/// What is absent is an empty text. `Debug` shows the count alone.
///
/// ```
/// # use pms_core::x12::columns::Texts;
/// let mut texts = Texts::default();
/// texts.push(b"PCN1");
/// texts.push(b"CAF\xc9");
/// assert_eq!(texts.iter().collect::<Vec<_>>(), ["PCN1", "CAFÉ"]);
/// assert_eq!(texts.offsets(), [0, 4, 9]);
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Texts {
    bytes: Vec<u8>,
    offsets: Vec<i64>,
}

impl Texts {
    /// Adds a text. Bytes that are no UTF-8 are read as Latin-1.
    #[inline]
    pub fn push(&mut self, text: &[u8]) {
        self.write(text);
        self.seal();
    }

    /// Adds the parts as one text with a separator between them.
    #[inline]
    pub(in crate::x12) fn push_joined<'a>(&mut self, parts: impl Iterator<Item = &'a [u8]>) {
        for (number, part) in parts.enumerate() {
            if number > 0 {
                self.bytes.push(b':');
            }
            self.write(part);
        }
        self.seal();
    }

    #[inline]
    fn write(&mut self, text: &[u8]) {
        if text.is_ascii() || core::str::from_utf8(text).is_ok() {
            self.bytes.extend_from_slice(text);
        } else {
            let letters: String = text.iter().copied().map(char::from).collect();
            self.bytes.extend_from_slice(letters.as_bytes());
        }
    }

    #[inline]
    fn seal(&mut self) {
        // No buffer is longer than `isize::MAX`.
        let end = i64::try_from(self.bytes.len()).unwrap_or(i64::MAX);
        self.offsets.push(end);
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a row; empty where there is no such row.
    #[must_use]
    pub fn text(&self, row: usize) -> &str {
        let offset = |row: usize| usize::try_from(*self.offsets.get(row)?).ok();
        let bytes = offset(row)
            .zip(offset(row + 1))
            .and_then(|(start, end)| self.bytes.get(start..end));
        core::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.text(row))
    }

    /// All bytes one after another: UTF-8.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where each text begins, and where the last one ends.
    #[must_use]
    pub fn offsets(&self) -> &[i64] {
        &self.offsets
    }

    /// The bytes and the offsets themselves.
    #[must_use]
    pub fn into_parts(self) -> (Vec<u8>, Vec<i64>) {
        (self.bytes, self.offsets)
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.offsets.truncate(rows + 1);
        let end = self.offsets.last().copied().unwrap_or_default();
        self.bytes
            .truncate(usize::try_from(end).unwrap_or_default());
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            offsets: vec![0],
        }
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({})", self.len())
    }
}

//! Segments that come from elsewhere and are written as they came.

use super::{Characters, Draft, Writer};
use crate::x12::syntax::write_error::WriteError;

impl Writer {
    /// How a segment would be written, and what could not be.
    pub(in crate::x12) fn alone(
        characters: Characters,
        name: &str,
        write: impl for<'w> FnOnce(Draft<'w>) -> Draft<'w>,
    ) -> (Vec<u8>, Option<WriteError>) {
        let mut writer = Self {
            out: Vec::new(),
            characters,
            interchange: 0,
            group: None,
            transactions: 0,
            open: None,
            trouble: None,
        };
        let _ = write(writer.segment(name));
        (writer.out, writer.trouble)
    }

    /// A segment as it was sent, with the usual separators and without its terminator.
    pub(in crate::x12) fn verbatim(&mut self, sent: &[u8]) {
        if let Some((_, segments)) = &mut self.open {
            *segments += 1;
        }
        self.out.extend_from_slice(sent);
        self.out.push(Self::SEPARATORS.terminator);
    }

    /// A segment that was read: an element that would have been written the same way then stays as
    /// it was sent, every other is written as it is now.
    pub(in crate::x12) fn amended(
        &mut self,
        name: &str,
        sent: &[u8],
        then: &[u8],
        now: impl for<'w> Fn(Draft<'w>) -> Draft<'w>,
    ) {
        let (same, _) = Self::alone(Characters::Refuse, name, &now);
        if same == then {
            return self.verbatim(sent);
        }
        let (written, trouble) = Self::alone(self.characters, name, &now);
        if let Some(trouble) = trouble {
            self.fail(trouble);
        }
        let of = |bytes: &[u8]| -> Vec<Vec<u8>> {
            let elements = bytes.split(|&byte| byte == Self::SEPARATORS.element);
            elements.map(<[u8]>::to_vec).collect()
        };
        let [sent, then, same, written] = [sent, then, &same, &written].map(of);
        let longest = sent.len().max(same.len());
        let chosen = (0..longest).map(|place| {
            let changed = then.get(place).is_some_and(|was| !was.is_empty()) || same.len() > place;
            let changed = changed && then.get(place) != same.get(place);
            let from = if changed { &written } else { &sent };
            from.get(place).cloned().unwrap_or_default()
        });
        let mut chosen: Vec<Vec<u8>> = chosen.collect();
        while chosen.last().is_some_and(Vec::is_empty) {
            chosen.pop();
        }
        self.verbatim(&chosen.join(&Self::SEPARATORS.element));
    }
}

impl Draft<'_> {
    /// An element that repeats, each value an identifier or code.
    #[must_use]
    pub fn repeated<S: AsRef<str>>(mut self, values: &[S]) -> Self {
        let checked = values.iter().map(|value| {
            let value = value.as_ref();
            self.checked(value, 256, Characters::Refuse)
        });
        let checked: Vec<String> = checked.collect();
        self.put(&checked.join("^"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `AAA*Y**72*C` was read, and its follow-up is now another.
    #[test]
    #[rustfmt::skip] // a table
    fn what_was_not_changed_stays_as_it_was_sent() {
        //     sent                 then             now                     written
        amends("AAA*y**72*C",       "AAA*Y**72*C",   &["Y", "", "72", "C"],  "AAA*y**72*C");
        amends("AAA*y**72*C",       "AAA*Y**72*C",   &["Y", "", "72", "N"],  "AAA*y**72*N");
        amends("AAA*y*XX*72*C*E*",  "AAA*Y**72*C",   &["Y", "", "75", "C"],  "AAA*y*XX*75*C*E");
        amends("AAA*y**72*C*",      "AAA*Y**72*C",   &["Y", "", "72", "C"],  "AAA*y**72*C*");
        amends("AAA*y**72*C",       "AAA*Y**72*C",   &["Y", "", "72", ""],   "AAA*y**72");
    }

    #[track_caller]
    fn amends(sent: &str, then: &str, now: &[&str], wanted: &str) {
        let mut writer = Writer {
            out: Vec::new(),
            characters: Characters::Refuse,
            interchange: 1,
            group: None,
            transactions: 0,
            open: None,
            trouble: None,
        };
        writer.amended("AAA", sent.as_bytes(), then.as_bytes(), |draft| {
            now.iter().fold(draft, |draft, value| draft.id(value, 10))
        });
        assert_eq!(String::from_utf8(writer.out).unwrap(), format!("{wanted}~"));
        assert_eq!(writer.trouble, None);
    }
}

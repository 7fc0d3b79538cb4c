//! The lines of iCalendar text.

/// Adds a line: at most 75 octets, then a break and a blank. No letter is cut in two.
///
/// Source: RFC 5545 3.1.
pub(super) fn push(text: &mut String, line: &str) {
    let mut octets = 0;
    for letter in line.chars() {
        if octets + letter.len_utf8() > 75 {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(letter);
        octets += letter.len_utf8();
    }
    text.push_str("\r\n");
}

/// A text as it stands in a line. What no reader could show is left out.
///
/// Source: RFC 5545 3.3.11.
pub(super) fn escaped(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let text = text.replace("\r\n", "\n");
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => told.extend(['\\', letter]),
            '\n' => told.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => told.push(letter),
        }
    }
    told
}

/// A text as the value of a parameter, in quotes, which it cannot hold.
///
/// Source: RFC 5545 3.2.
pub(super) fn quoted(text: &str) -> String {
    let kept = text.chars().filter(|letter| !letter.is_control());
    let told: String = kept.map(|c| if c == '"' { '\'' } else { c }).collect();
    format!("\"{told}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        assert_eq!(escaped(text), wanted);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn text_is_escaped() {
        check("Main St; floor 2, left", r"Main St\; floor 2\, left");
        check("a\\b",                   r"a\\b");
        check("one\r\ntwo\nthree",      r"one\ntwo\nthree");
        check("bell\u{7}, tab\t",       r"bell\, tab");
        check("6:30 \"sharp\"",         "6:30 \"sharp\"");
        assert_eq!(quoted("Dr. \"Bo\" Li; MD\n"), "\"Dr. 'Bo' Li; MD\"");
    }

    proptest! {
        /// Source: RFC 5545 3.1.
        #[test]
        fn what_was_folded_is_unfolded(line in "[ -~äß→𝄞]{0,300}") {
            let mut text = String::new();
            push(&mut text, &line);
            prop_assert!(text.split("\r\n").all(|part| part.len() <= 75));
            prop_assert_eq!(text.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }
}

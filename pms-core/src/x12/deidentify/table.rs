//! What becomes of each element of each segment.
//!
//! A row has a word for each element, and behind `|` words that come again and again:
//!
//! | word | what stands there | what becomes of it |
//! |---|---|---|
//! | `3` | a code of up to three characters | stays; anything longer is replaced |
//! | `10@PXC` | such a code, where the part before says `PXC` | stays, as does a taxonomy; else it is replaced |
//! | `#` | an amount, a count | stays |
//! | `t` | a time of day | stays |
//! | `x` | a name, a number, a text | is replaced |
//! | `a` | a line of an address | is replaced; that it is a post office box stays |
//! | `d` | a day | is shifted |
//! | `p` | a day or days whose form the part before tells | are shifted |
//! | `b` | a day of birth | is shifted; nobody is older than 90 |
//! | `z` | a postal code | its first three digits stay |
//! | `(2:x)` | components | as each of them |
//!
//! Elements behind the last word, and segments without a row, are replaced.
//!
//! Facts about segments in our own order and words; no text of a guide is here.

const ROWS: &[(&str, &str)] = &[
    // The envelope and what answers it.
    ("ISA", "2 x 2 x 2 x 2 x d t 1 5 x 1 1 1"),
    ("GS", "2 x x d t x 2 12"),
    ("ST", "3 x 35"),
    ("SE", "# x"),
    ("GE", "# x"),
    ("IEA", "# x"),
    ("TA1", "x d t 1 3"),
    ("AK1", "2 x 12"),
    ("AK2", "3 x 35"),
    ("AK3", "3 # 6 3"),
    ("AK4", "(#:#:#) # 3 x"),
    ("AK5", "1 | 3"),
    ("AK9", "1 # # # | 3"),
    ("IK3", "3 # 6 3"),
    ("IK4", "(#:#:#) # 3 x"),
    ("IK5", "1 | 3"),
    ("CTX", "(20:x) 3 # 6 (#:#:#) (#:#)"),
    // Who and where.
    ("BHT", "4 2 x d t 2"),
    ("BGN", "2 x d t 2 x 2 2"),
    ("HL", "# # 2 1"),
    ("NM1", "3 1 x x x x x 2 x 2 3 x"),
    ("N1", "3 x 2 x 2 3"),
    ("N3", "a a"),
    ("N4", "x 2 z 3 2 x 3"),
    ("PER", "2 x 2 x 2 x 2 x"),
    ("PRV", "3 3 10@PXC 2 x 3"),
    ("REF", "3 30@4N,87,1S,APC,BLT,RB x (3:x:3:x:3:x)"),
    ("DMG", "3 b 1 1 (2:3:8) 2 3 2 # 3 8"),
    ("INS", "1 2 3 3 1 3 2 2 1 1 3 p 2 x 2 3 #"),
    ("PAT", "2 1 2 2 3 p 2 # 1"),
    ("SBR", "1 2 x x 3 1 1 2 2"),
    ("MPI", "1 2 2 x 2 3 p"),
    ("DTM", "3 d t 2 3 p"),
    ("DTP", "3 3 p"),
    ("TRN", "2 x x x"),
    ("AMT", "3 # 1"),
    ("QTY", "2 # (2) x"),
    ("LX", "#"),
    ("LS", "4"),
    ("LE", "4"),
    ("LQ", "3 8"),
    ("CUR", "3 3 #"),
    // Claims.
    (
        "CLM",
        "x # 2 2 (2:1:1) 1 1 1 1 1 (3:3:3:2:3) 3 1 3 1 1 2 1 2 2",
    ),
    ("CL1", "1 1 2 1"),
    ("CN1", "2 # # x # x"),
    ("CR1", "2 # 1 1 2 # x x x x"),
    ("CR2", "# # 2 2 2 # # 1 1 x x 1"),
    ("CR3", "1 2 # 1 x"),
    ("CR5", "1 # 2 2 x # # # x # # # 1 1 1 2 1 1"),
    ("CR6", "1 d 3 p d 1 1 1 d 2 13 d d d 3 p 1 d d d d"),
    ("CR7", "2 # #"),
    ("CRC", "2 1 3 3 3 3 3"),
    ("CTP", "2 3 # # (2:#:#) 3 #"),
    ("DN1", "# # 1 x"),
    ("DN2", "2 1 # 3 p 3"),
    ("FRM", "4 1 x d #"),
    ("HCP", "2 # # x # x # 13 2 13 2 # 2 2 2"),
    ("HI", "| (3:13:3:p:#:#:13:13:1)"),
    ("HSD", "2 # 2 # 2 # 1 2"),
    ("K3", "x"),
    ("LIN", "x 2 13@N4 2 13@N4"),
    ("MEA", "2 3 # (2) # # 2"),
    ("NTE", "3 x"),
    ("OI", "2 2 1 1 1 1"),
    ("PS1", "x # 2"),
    ("PWK", "2 2 # 3 2 x x"),
    (
        "SV1",
        "(2:13:2:2:2:2:x:13) # 2 # 2 2 (#:#:#:#) # 1 1 1 1 1 1 1 # # 2 2 2 1",
    ),
    ("SV2", "4 (2:13:2:2:2:2:x:13) # 2 # # 1 2 # 2"),
    (
        "SV3",
        "(2:13:2:2:2:2:x:13) # 2 (2:2:2:2:2) 1 # x 1 2 1 (#:#:#:#)",
    ),
    ("SV5", "(2:13:2:2:2:2:x:13) 2 # # # 1 1"),
    ("SVD", "x # (2:13:2:2:2:2:x:13) 4 # #"),
    ("TOO", "2 2 (2:2:2:2:2)"),
    ("CAS", "2 | 5 # #"),
    ("MIA", "# # # # 8 # # # # # # # # # # # # # # 8 8 8 8 #"),
    ("MOA", "# # 8 8 8 8 8 # #"),
    // Remittances.
    ("BPR", "2 # 1 3 3 2 x 3 x x x 2 x 3 x d 3 2 x 3 x"),
    ("CLP", "x 2 # # # 2 x 2 1 2 4 # # 1"),
    ("PLB", "x d | (2:x) #"),
    ("RDM", "2 x x"),
    ("SVC", "(2:13:2:2:2:2:x:13) # # 4 # (2:13:2:2:2:2:x:13) #"),
    ("TS2", "| #"),
    ("TS3", "x 2 d | #"),
    // Benefits.
    ("AAA", "1 2 2 2"),
    (
        "EB",
        "2 3 2 3 x 2 # # 2 # 1 1 (2:13:2:2:2:2:x:13) (#:#:#:#)",
    ),
    ("EQ", "2 (2:13:2:2:2:2:x:13) 3 3 (#:#:#:#)"),
    ("III", "3 8 2 x # 8"),
    // How claims stand, what is authorised, who is enrolled.
    ("STC", "(3:4:3:3) d 2 # # d 3 d x (3:4:3:3) (3:4:3:3) x"),
    ("ADX", "# 2 2 x"),
    ("COB", "1 x 2 2"),
    ("DSB", "1 # 4 2 # 2 13"),
    ("ENT", "# 3 2 x 3 2 x"),
    ("HCR", "2 x 3 1"),
    ("HD", "3 2 3 x 3 # # 1 1"),
    ("ICM", "2 # # x 2 #"),
    ("IDC", "x 2 # 1"),
    ("LUI", "2 3 x 2 #"),
    ("RMR", "2 x 2 # # #"),
    ("UM", "2 1 3 (3:2:1) (3:3:3:2:3) 1 1 1 1 2"),
];

/// What becomes of a part of a segment.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Fate {
    /// It is replaced.
    Replaced,
    /// A code of up to so many characters stays.
    Code(usize),
    /// A code stays where the part before says one of these, with a comma between them.
    CodeOf(usize, &'static str),
    /// An amount, a count or a time stays.
    Number,
    /// A line of an address is replaced.
    Street,
    /// A day is shifted.
    Day,
    /// Days are shifted, in the form that the part before tells.
    Days,
    /// A day of birth is shifted and bounded.
    Birth,
    /// The first three digits of a postal code stay.
    PostalCode,
}

/// The row of a segment; none where all of it is replaced.
pub(super) fn row(id: &[u8]) -> Option<&'static str> {
    let row = ROWS.iter().find(|(name, _)| name.as_bytes() == id);
    row.map(|(_, words)| *words)
}

/// The word of an element, counted from 1.
pub(super) fn word(row: &'static str, element: usize) -> &'static str {
    let (once, again) = row.split_once('|').unwrap_or((row, ""));
    let count = once.split_whitespace().count();
    let mut words = once.split_whitespace();
    match words.nth(element.saturating_sub(1)) {
        Some(word) => word,
        None => {
            let turn = again.split_whitespace().count();
            let place = (element - 1 - count).checked_rem(turn);
            let word = place.and_then(|place| again.split_whitespace().nth(place));
            word.unwrap_or("x")
        }
    }
}

/// What a word says of a component, counted from 1; of an element without components of the first.
pub(super) fn fate(word: &'static str, component: usize) -> Fate {
    let inner = word.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
    let word = match inner {
        Some(words) => words.split(':').nth(component - 1).unwrap_or("x"),
        None => word,
    };
    match word {
        "x" => Fate::Replaced,
        "#" | "t" => Fate::Number,
        "a" => Fate::Street,
        "d" => Fate::Day,
        "p" => Fate::Days,
        "b" => Fate::Birth,
        "z" => Fate::PostalCode,
        code => match code.split_once('@') {
            Some((most, of)) => most.parse().map_or(Fate::Replaced, |n| Fate::CodeOf(n, of)),
            None => code.parse().map_or(Fate::Replaced, Fate::Code),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn every_part_has_a_fate() {
        //    segment  element  component  what becomes of it
        check("NM1",   1,       1,         Fate::Code(3));
        check("NM1",   3,       1,         Fate::Replaced);
        check("NM1",   13,      1,         Fate::Replaced); // behind the last word
        check("HI",    1,       2,         Fate::Code(13));
        check("HI",    12,      4,         Fate::Days);
        check("HI",    12,      10,        Fate::Replaced);
        check("CAS",   1,       1,         Fate::Code(2));
        check("CAS",   17,      1,         Fate::Code(5));
        check("CAS",   18,      1,         Fate::Number);
        check("PLB",   3,       2,         Fate::Replaced);
        check("PLB",   14,      1,         Fate::Number);
        check("PRV",   3,       1,         Fate::CodeOf(10, "PXC"));
        check("N3",    1,       1,         Fate::Street);
        check("DMG",   2,       1,         Fate::Birth);
        check("N4",    3,       1,         Fate::PostalCode);
    }

    #[track_caller]
    fn check(id: &str, element: usize, component: usize, wanted: Fate) {
        let row = row(id.as_bytes()).unwrap();
        let said = fate(word(row, element), component);
        assert!(said == wanted, "{id}{element:02}-{component}");
    }

    /// A word that nobody knows would be read as `x`; none is there.
    #[test]
    fn every_word_is_known() {
        for (id, row) in ROWS {
            let words = row
                .split([' ', ':', '(', ')', '|'])
                .filter(|w| !w.is_empty());
            for word in words {
                let code = word
                    .split('@')
                    .next()
                    .is_some_and(|n| n.parse::<usize>().is_ok());
                let known = ["x", "#", "t", "a", "d", "p", "b", "z"].contains(&word);
                assert!(code || known, "{id}: {word}");
            }
            assert_eq!(
                ROWS.iter().filter(|(name, _)| name == id).count(),
                1,
                "{id}"
            );
        }
    }
}

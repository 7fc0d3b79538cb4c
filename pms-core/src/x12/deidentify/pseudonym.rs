//! A text that stands for another one: letters for letters, digits for digits.
//!
//! Within a shape each text has one pseudonym and each pseudonym one text, so that what was the same is
//! the same and what differed differs. No text stands for itself: a keyed permutation is applied, one
//! digit or letter moved on, and the permutation taken back.

use crate::code::Npi;

use super::key::Key;

/// A digit or letter as a number, and how many there are of its kind.
#[derive(Clone, Copy)]
struct Mark {
    value: u8,
    radix: u8,
}

/// How often the halves are mixed into each other.
const ROUNDS: u8 = 4;

/// The pseudonym of a text in bytes. `kept` tells of a place whether what stands there stays.
///
/// `unicode` tells that bytes beyond ASCII are UTF-8: a character of several becomes one letter.
pub(super) fn pseudonym(
    key: &Key,
    text: &[u8],
    unicode: bool,
    kept: impl Fn(usize) -> bool,
) -> Vec<u8> {
    let mut foreign = Vec::new();
    let mut plain = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (place, &byte) in text.iter().enumerate() {
        match byte {
            _ if byte.is_ascii() => {
                plain.push(byte);
                places.push(place);
            }
            0x80..0xc0 if unicode => foreign.push(byte),
            _ => {
                foreign.push(byte);
                plain.push(b'X');
                places.push(usize::MAX);
            }
        }
    }
    let open = |(place, byte): (&usize, &u8)| {
        byte.is_ascii_alphanumeric() && *place != usize::MAX && !kept(*place)
    };
    let open: Vec<bool> = places.iter().zip(&plain).map(open).collect();
    let chosen = plain.iter().zip(&open).filter(|(_, open)| **open);
    let mut marks: Vec<Mark> = chosen.map(|(byte, _)| mark(*byte)).collect();
    let number = provider_number(&marks);
    match (number, marks.as_mut_slice()) {
        (Some(wrong_by), [_, middle @ .., _]) => {
            stand_in(key, middle, &[]);
            let check = check_digit(&marks);
            if let Some(last) = marks.last_mut() {
                last.value = (check + wrong_by) % 10;
            }
        }
        (_, marks) => stand_in(key, marks, &foreign),
    }
    let mut marks = marks.into_iter();
    for (byte, open) in plain.iter_mut().zip(open) {
        if open && let Some(mark) = marks.next() {
            *byte = match mark.radix {
                10 => b'0' + mark.value,
                _ if byte.is_ascii_lowercase() => b'a' + mark.value,
                _ => b'A' + mark.value,
            };
        }
    }
    plain
}

fn mark(byte: u8) -> Mark {
    match byte {
        b'0'..=b'9' => Mark {
            value: byte - b'0',
            radix: 10,
        },
        _ => Mark {
            value: (byte.to_ascii_uppercase()).saturating_sub(b'A'),
            radix: 26,
        },
    }
}

/// Ten digits may be an NPI: how far the last is from the one that proves the others. The pseudonym
/// begins as it did and is as far off.
fn provider_number(marks: &[Mark]) -> Option<u8> {
    let shape = marks.len() == 10 && marks.iter().all(|mark| mark.radix == 10);
    let last = marks.last().filter(|_| shape)?;
    Some((10 + last.value - check_digit(marks)) % 10)
}

/// The digit that proves the first nine.
fn check_digit(marks: &[Mark]) -> u8 {
    let nine: String = marks
        .iter()
        .take(9)
        .map(|mark| char::from(b'0' + mark.value))
        .collect();
    let proves = |last: &u8| format!("{nine}{last}").parse::<Npi>().is_ok();
    (0..10).find(proves).unwrap_or_default()
}

fn stand_in(key: &Key, marks: &mut [Mark], foreign: &[u8]) {
    for round in 0..ROUNDS {
        mix(key, marks, foreign, round, false);
    }
    if let Some(first) = marks.first_mut() {
        let step = 1 + key.step() % (first.radix - 1);
        first.value = (first.value + step) % first.radix;
    }
    for round in (0..ROUNDS).rev() {
        mix(key, marks, foreign, round, true);
    }
}

/// Moves each mark of one half on by as much as follows from the other half, or back again.
fn mix(key: &Key, marks: &mut [Mark], foreign: &[u8], round: u8, back: bool) {
    let (left, right) = marks.split_at_mut(marks.len() / 2);
    let (from, to) = match round % 2 {
        0 => (left, right),
        _ => (right, left),
    };
    let radices: Vec<u8> = to.iter().map(|mark| mark.radix).collect();
    let seed: Vec<u8> = from
        .iter()
        .flat_map(|mark| [mark.value, mark.radix])
        .collect();
    let mut counter = 0_u8;
    for chunk in to.chunks_mut(16) {
        let length = [round, counter, u8::try_from(seed.len() % 251).unwrap_or(0)];
        let hash = key.hash(&[b"mix", &length, &seed, &radices, foreign]);
        for (mark, pair) in chunk.iter_mut().zip(hash.chunks(2)) {
            let number = pair
                .iter()
                .fold(0_u16, |n, byte| n * 251 % 65_521 + u16::from(*byte));
            let step = u8::try_from(number % u16::from(mark.radix)).unwrap_or_default();
            let step = if back { mark.radix - step } else { step };
            mark.value = (mark.value + step) % mark.radix;
        }
        counter = counter.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    fn key() -> Key {
        Key::new(b"a secret of sixteen bytes or more").unwrap()
    }

    fn of(text: &str) -> String {
        String::from_utf8(pseudonym(&key(), text.as_bytes(), true, |_| false)).unwrap()
    }

    #[test]
    fn each_text_of_a_shape_has_a_pseudonym_of_its_own() {
        for shape in [
            (0..10).map(|n| n.to_string()).collect::<Vec<_>>(),
            (0..10_000).map(|n| format!("{n:04}")).collect(),
            ('A'..='Z').map(|c| format!("{c}7")).collect(),
        ] {
            let all: BTreeSet<String> = shape.iter().map(|text| of(text)).collect();
            assert_eq!(all.len(), shape.len(), "one for each");
            assert!(shape.iter().all(|text| of(text) != *text), "none its own");
        }
    }

    #[test]
    fn an_npi_stays_one_and_a_wrong_one_stays_wrong() {
        for (text, sound) in [
            ("1234567893", true),
            ("1245319599", true),
            ("1234567890", false),
        ] {
            let stands = of(text);
            assert_ne!(stands, text);
            assert_eq!(stands.parse::<Npi>().is_ok(), sound, "{stands}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_letters_that_tell_nothing() {
        let stands = of("MUÑOZ JOSÉ");
        assert_eq!(stands.len(), 10);
        assert!(stands.is_ascii());
        assert_ne!(of("JOSÉ"), of("JOSÈ"));
        let latin = pseudonym(&key(), b"JOS\xc9", false, |_| false);
        assert_eq!(latin.len(), 4);
    }

    #[test]
    fn another_key_gives_other_pseudonyms() {
        let other = Key::new(b"another secret, long enough").unwrap();
        let stands = pseudonym(&other, b"M000001", true, |_| false);
        assert_ne!(stands, of("M000001").into_bytes());
    }

    proptest! {
        #[test]
        fn the_shape_stays(text in "[A-Za-z0-9 .'@-]{0,40}") {
            let stands = of(&text);
            prop_assert_eq!(stands.len(), text.len());
            for (was, is) in text.bytes().zip(stands.bytes()) {
                prop_assert_eq!(was.is_ascii_digit(), is.is_ascii_digit());
                prop_assert_eq!(was.is_ascii_uppercase(), is.is_ascii_uppercase());
                prop_assert_eq!(was.is_ascii_lowercase(), is.is_ascii_lowercase());
                prop_assert!(was.is_ascii_alphanumeric() || was == is);
            }
            let tells = text.bytes().any(|b| b.is_ascii_alphanumeric());
            prop_assert_eq!(stands != text, tells);
            prop_assert_eq!(of(&text.to_uppercase()), stands.to_uppercase());
        }

        #[test]
        fn what_differs_differs_still(one in "[A-Z]{3}[0-9]{3}", other in "[A-Z]{3}[0-9]{3}") {
            prop_assert_eq!(one == other, of(&one) == of(&other));
        }
    }
}

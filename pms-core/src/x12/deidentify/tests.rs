//! What is gone, what stays, and what is found before and after.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::x12::check;
use crate::x12::check::tests::{CLAIMS, claims};
use crate::x12::defects::every_broken_file;
use crate::x12::syntax::{Piece, pieces};
use crate::x12::t835;

use super::{Key, deidentified, deidentify};

fn key() -> Key {
    Key::new(b"a secret of sixteen bytes or more").unwrap()
}

fn of(file: &str) -> String {
    String::from_utf8(deidentify(file.as_bytes(), &key())).unwrap()
}

fn told(bytes: &[u8]) -> Vec<String> {
    let checked = check(bytes);
    let findings = checked.all_findings().into_iter();
    findings
        .map(|f| format!("{} {} {:?} {}", f.code, f.path, f.severity, f.at.segment))
        .collect()
}

fn elements(file: &str, id: &str, element: usize) -> Vec<String> {
    pieces(file.as_bytes())
        .filter_map(|piece| match piece {
            Piece::Segment(s) if s.id() == id.as_bytes() => {
                Some(s.element(element).text().into_owned())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn d3_people_are_gone_and_the_claim_is_there() {
    let file = claims(CLAIMS);
    let shared = of(&file);
    for word in [
        "SMITH",
        "MARY",
        "JAMES",
        "M000001",
        "GRP1",
        "EXAMPLE MEDICAL",
        "1234567893",
        "123456789",
        "100 MAIN ST",
        "HARTFORD",
        "061032345",
        "8605551212",
        "PCN1",
        "AUTH1",
        "BATCH1",
        "ICN77",
        "20150203",
        "20260701",
        "000000001",
        "SENDER",
    ] {
        assert!(file.contains(word) && !shared.contains(word), "{word}");
    }
    for word in [
        "HI*ABK:S93401A*ABF:M545~",
        "SV1*HC:99213:25*150*UN*1***1:2~",
        "*CT*061000000~",
        "CAS*CO*45*30~",
        "PRV*BI*PXC*207Q00000X~",
        "HL*3*2*23*0~",
        "PAT*19~",
        "*11:B:1*Y*A*Y*Y**AA:::CT~",
        "*00409379301~",
    ] {
        assert!(shared.contains(word), "{word}\n{shared}");
    }
    assert_eq!(shared.len(), file.len());
}

/// One number has one pseudonym, in any file of one key.
#[test]
fn d4_what_was_the_same_is_the_same() {
    let file = claims(CLAIMS);
    let shared = of(&file);
    for (id, element) in [("NM1", 9), ("NM1", 3), ("CLM", 1), ("REF", 2), ("SVD", 1)] {
        let (was, is) = (elements(&file, id, element), elements(&shared, id, element));
        for (a, x) in was.iter().zip(&is) {
            for (b, y) in was.iter().zip(&is) {
                assert_eq!(a == b, x == y, "{id}{element:02} {a} {b}");
            }
        }
    }
    let control = elements(&shared, "ISA", 13);
    assert_eq!(control, elements(&shared, "IEA", 2));
    let deciding = elements(&shared, "SVD", 1);
    assert!(elements(&shared, "NM1", 9).contains(&deciding[0]));
}

/// Days of one patient keep their distances, wherever the patient is told of.
#[test]
fn d4_intervals_stay() {
    let days = |file: &str| -> Vec<chrono::NaiveDate> {
        let of = |id, element| elements(file, id, element);
        let days = of("DMG", 2).into_iter().chain(of("DTP", 3));
        days.map(|day| chrono::NaiveDate::parse_from_str(&day[..8], "%Y%m%d").unwrap())
            .collect()
    };
    let file = claims(CLAIMS);
    let (was, is) = (days(&file), days(&of(&file)));
    let moved: Vec<i64> = was
        .iter()
        .zip(&is)
        .map(|(was, is)| (*was - *is).num_days())
        .collect();
    // Births of three patients; the accident and both lines of the first; a line of each other.
    let [
        one,
        two,
        three,
        accident,
        first,
        second,
        other,
        third,
        decided,
    ] = moved[..]
    else {
        panic!("{moved:?}")
    };
    assert_eq!([one; 4], [one, accident, first, second]);
    assert_eq!(two, other);
    assert_eq!([three; 3], [three, third, decided]);
    assert!(moved.iter().all(|days| *days >= 30));
    assert!(BTreeSet::from([one, two, three]).len() > 1, "{moved:?}");
}

#[test]
#[rustfmt::skip] // a table
fn places_are_widened() {
    //       stands there                        becomes
    becomes("N4*HARTFORD*CT*061032345",          "*CT*061000000~");
    becomes("N4*HARTFORD*CT*06103-2345",         "*CT*06100-0000~");
    becomes("N4*HARTFORD*VT*059012345",          "*VT*000000000~"); // few people live there
    becomes("N4*HARTFORD*NY*10212",              "*NY*00000~");
    becomes("N3*PO BOX 7",                       "N3*PO BOX ");
    becomes("N3*100 P.O. BOX 7",                 " P.O. BOX ");
}

#[track_caller]
fn becomes(stands: &str, wanted: &str) {
    let base = "N4*HARTFORD*CT*061032345";
    let base = if stands.starts_with("N3") {
        "N3*100 MAIN ST"
    } else {
        base
    };
    let file = claims(&CLAIMS.replacen(base, stands, 1));
    let shared = of(&file);
    assert!(shared.contains(wanted), "{stands}\n{shared}");
}

#[test]
fn d3_what_is_not_known_is_replaced() {
    let file =
        claims(&CLAIMS.replacen("REF*G1*AUTH1~", "REF*G1*AUTH1~ZZZ*SMITH*1:JONES~doe*1~", 1));
    let shared = of(&file);
    assert!(!shared.contains("JONES") && !shared.contains("doe"));
    assert!(shared.contains("~ZZZ*"));
    let text = format!("From: mary@example.com\n{file}");
    let shared = of(&text);
    assert!(
        shared.starts_with("XXXX: XXXX@XXXXXXX.XXX\nISA*"),
        "{shared}"
    );
}

/// The amount paid, and of each claim what was charged and paid.
fn sums(bytes: &[u8]) -> Vec<(i64, Vec<[i64; 2]>)> {
    let advices = t835::read(bytes).advices;
    let sum = advices.iter().map(|advice| {
        let claims = advice.remittance.claims.iter();
        let claims = claims.map(|c| [c.charge.cents(), c.paid.cents()]).collect();
        (advice.remittance.amount.cents(), claims)
    });
    sum.collect()
}

#[test]
fn d4_all_that_is_wrong_is_wrong_still_and_what_balanced_balances() {
    let files = every_broken_file();
    for file in &files {
        let shared = deidentify(file.as_bytes(), &key());
        let (was, is) = (told(file.as_bytes()), told(&shared));
        assert_eq!(is, was, "{file}\n{}", String::from_utf8_lossy(&shared));
        assert_eq!(sums(&shared), sums(file.as_bytes()));
    }
    assert!(files.len() > 500);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever the bytes: the structure stays, and the pieces are the whole.
    #[test]
    fn any_damage_keeps_its_structure(
        file in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let mut file = file.get(&every_broken_file()).clone().into_bytes();
        for (place, byte) in damage {
            let at = place.index(file.len());
            file[at] = byte;
        }
        let key = key();
        let shared = deidentify(&file, &key);
        let names = |bytes: &[u8]| -> Vec<(bool, usize)> {
            let shape = pieces(bytes).map(|piece| match piece {
                Piece::Segment(s) => (true, s.elements().count()),
                Piece::Outside(_) => (false, 0),
            });
            shape.collect()
        };
        prop_assert_eq!(names(&shared), names(&file));
        prop_assert_eq!(deidentified(&file, &key).collect::<Vec<_>>().concat(), shared);
    }
}

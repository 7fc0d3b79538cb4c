//! What is repaired, what is not, and what stays as it was.

use proptest::prelude::*;

use crate::x12::check;
use crate::x12::check::tests::{CLAIMS, claims};
use crate::x12::defects::every_broken_file;
use crate::x12::syntax::Finding;

use super::{Reason, RepairError, apply, repair, repairs};

/// Each row breaks the form of one thing in a file without a finding; repaired, it is that file again.
#[test]
#[rustfmt::skip] // a table
fn d1_what_is_only_written_wrongly_is_written_right() {
    //       stands there                  is sent instead
    mended("SE*83*0001",                   "SE*82*0001");
    mended("SE*83*0001",                   "SE*83*0002");
    mended("GE*1*1",                       "GE*7*1");
    mended("IEA*1*000000001",              "IEA*1*000000002");
    mended("IEA*1*000000001~",             "IEA*1*000000001");
    mended("*260801*",                     "*20260801*");
    mended("*SENDER         *",            "*SENDER*");
    mended("*SENDER         *ZZ*RECEIVER       *", "*SENDER *ZZ*RECEIVER            *");
    mended("*00*          *00*          *", "*00* *00* *");
    mended("REF*G1*AUTH1",                 "REF*G1*AUTH1**");
    mended("REF*G1*AUTH1",                 "ref*G1*AUTH1");
    mended("SBR*P**GRP1******CI",          "SBR*P**GRP1******ci");
    mended("NM1*82*1*BROWN*JOHN",          "NM1*82*1*BROWN*JOHN ");
    mended("N4*HARTFORD*CT*061032345",     "N4*HARTFORD*CT*06103-2345");
    mended("N3*7 OAK AVE~N4*HARTFORD*CT",  "N3*7 OAK AVE~N4*HARTFORD*ct");
    mended("REF*EI*123456789",             "REF*EI*12-3456789");
    mended("TE*8605551213",                "TE*(860) 555-1213");
    mended("XX*1730167859",                "XX*1730 167 859");
    mended("PRV*PE*PXC*208000000X",        "PRV*PE*PXC*208000000x");
    mended("DMG*D8*20150203*M",            "DMG*D8*2015-02-03*m");
    mended("CLM*PCN1*200",                 "CLM*PCN1*$200.00");
    mended("CLM*PCN1*200",                 "CLM*PCN1*00000000200.00");
    mended("HI*ABK:S93401A*ABF:M545",      "HI*ABK:S93.401A*ABF:M54.5");
    mended("HI*ABK:S93401A*ABF:M545",      "HI*abk:S93401A*ABF:M545");
    mended("SV1*HC:J1885",                 "SV1*HC:j1885");
    mended("DTP*472*RD8*20260701-20260702", "DTP*472*RD8*2026-07-01 - 2026-07-02");
    mended("LIN**N4*00409379301",          "LIN**N4*00409-3793-01");
}

#[track_caller]
fn mended(right: &str, wrong: &str) {
    let sound = claims(CLAIMS);
    assert!(sound.contains(right), "{right}");
    let broken = sound.replacen(right, wrong, 1);
    let repaired = repair(broken.as_bytes());
    assert!(!repaired.changed.is_empty(), "{wrong}");
    let text = String::from_utf8_lossy(&repaired.bytes);
    assert_eq!(text, sound, "{wrong}");
}

/// What cannot be told from its form stays, with its finding.
#[test]
#[rustfmt::skip] // a table
fn d1_content_stays() {
    //     stands there                   is sent instead
    stays("CLM*PCN1*200",                 "CLM*PCN1*201");
    stays("CLM*PCN1*200",                 "CLM*PCN1*2OO");
    stays("CLM*PCN1*200",                 "CLM*PCN1*200,00");
    stays("DMG*D8*20150203*M",            "DMG*D8*02/03/2015*M");
    stays("XX*1730167859",                "XX*1730167858");
    stays("N4*HARTFORD*CT*061032345",     "N4*HARTFORD*CT*06103");
    stays("HI*ABK:S93401A*ABF:M545",      "HI*ABK:S9.3401A*ABF:M545");
    stays("SE*83*0001",                   "SE*82*0002"); // the trailer of another transaction
    stays("UN*1***1:2",                   "UN*1***1:3");
}

#[track_caller]
fn stays(right: &str, wrong: &str) {
    let broken = claims(CLAIMS).replacen(right, wrong, 1);
    assert!(
        !check(broken.as_bytes()).all_findings().is_empty(),
        "{wrong}"
    );
    let repaired = repair(broken.as_bytes());
    assert!(repaired.changed.is_empty(), "{wrong}");
    assert!(repaired.bytes == broken.as_bytes());
}

/// An amount that balances with nothing once it is read was perhaps misread.
#[test]
fn d2_what_brings_something_new_to_light_is_left() {
    let broken = claims(CLAIMS).replacen("CLM*PCN1*200", "CLM*PCN1*$201", 1);
    let repaired = repair(broken.as_bytes());
    assert!(repaired.changed.is_empty());
    let reasons: Vec<Reason> = repaired.declined.iter().map(|d| d.reason).collect();
    assert_eq!(reasons, [Reason::Unproven]);
    // What is wrong elsewhere is repaired all the same.
    let broken = broken.replacen("REF*EI*123456789", "REF*EI*12-3456789", 1);
    let repaired = repair(broken.as_bytes());
    let codes: Vec<&str> = repaired
        .changed
        .iter()
        .map(|r| r.findings[0].code)
        .collect();
    assert_eq!(codes, ["t837p.tax_number"]);
    assert_eq!(repaired.declined.len(), 1);
}

#[test]
fn one_repair_is_made_or_all_are() {
    let broken = claims(CLAIMS)
        .replacen("REF*EI*123456789", "REF*EI*12-3456789", 1)
        .replacen("061032345", "06103-2345", 1);
    let proposed = repairs(broken.as_bytes());
    assert_eq!(proposed.len(), 2);
    let one = apply(broken.as_bytes(), &proposed[1..]).unwrap();
    let wanted = broken.replacen("12-3456789", "123456789", 1);
    assert_eq!(String::from_utf8(one).unwrap(), wanted);
    assert_eq!(
        apply(broken.as_bytes(), &proposed).unwrap(),
        repair(broken.as_bytes()).bytes
    );
}

#[test]
fn two_repairs_of_one_place_are_refused() {
    let broken = claims(CLAIMS).replacen("REF*EI*123456789", "REF*EI*12-3456789", 1);
    let proposed = repairs(broken.as_bytes());
    let at = proposed[0].edits[0].at;
    let twice = [proposed[0].clone(), proposed[0].clone()];
    assert_eq!(
        apply(broken.as_bytes(), &twice),
        Err(RepairError::Overlap { at })
    );
    let sound = claims(CLAIMS);
    assert_eq!(
        apply(sound.as_bytes(), &proposed),
        Err(RepairError::Stale { at })
    );
}

#[test]
fn debug_shows_no_content() {
    let broken = claims(CLAIMS).replacen("REF*EI*123456789", "REF*EI*12-3456789", 1);
    let shown = format!("{:?}", repairs(broken.as_bytes()));
    assert!(!shown.contains("3456789"), "{shown}");
}

/// What holds of every file: repaired findings are gone, none is new, once is enough, and what is not
/// told as changed is as it was.
fn is_repaired_well(file: &[u8]) -> usize {
    let repaired = repair(file);
    let tell = |finding: &Finding| {
        let at = [finding.at.segment, finding.at.element, finding.at.component];
        format!("{} {} {at:?}", finding.code, finding.path)
    };
    let told = |bytes: &[u8]| -> Vec<String> {
        check(bytes).all_findings().into_iter().map(tell).collect()
    };
    let mut left = told(file);
    for finding in repaired.changed.iter().flat_map(|each| &each.findings) {
        let place = left.iter().position(|each| *each == tell(finding));
        left.swap_remove(place.expect("a repaired finding was told"));
    }
    for finding in told(&repaired.bytes) {
        let place = left.iter().position(|each| *each == finding);
        left.swap_remove(place.unwrap_or_else(|| panic!("new: {finding}")));
    }
    let twice = repair(&repaired.bytes);
    assert!(
        twice.changed.is_empty(),
        "{:?}\n{}",
        twice.changed,
        String::from_utf8_lossy(file)
    );
    let mut again = Vec::new();
    let (mut from, mut to) = (0, 0);
    for edit in repaired.changed.iter().flat_map(|each| &each.edits) {
        let before = &file[from..edit.at.byte];
        assert_eq!(before, &repaired.bytes[to..to + before.len()]);
        again.extend_from_slice(before);
        again.extend_from_slice(edit.was.as_bytes());
        from = edit.at.byte + edit.was.len();
        to += before.len() + edit.text.len();
    }
    assert_eq!(file[from..], repaired.bytes[to..]);
    again.extend_from_slice(&repaired.bytes[to..]);
    assert_eq!(again, file);
    repaired.changed.len()
}

#[test]
fn d2_every_single_defect_is_repaired_well_or_left() {
    let files = every_broken_file();
    let repaired = files.iter().map(|file| is_repaired_well(file.as_bytes()));
    let repaired: usize = repaired.sum();
    println!("{repaired} repairs in {} files", files.len());
    assert!(
        files.len() > 500 && repaired > 35,
        "{repaired} of {}",
        files.len()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Damage of any kind, several times a file.
    #[test]
    fn d2_whatever_is_damaged_is_repaired_well_or_left(
        file in any::<prop::sample::Index>(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), "[ -~]{0,2}"), 0..6),
        lower in any::<prop::sample::Index>(),
    ) {
        let files = every_broken_file();
        let mut file = file.get(&files).clone();
        for (place, text) in damage {
            let at = place.index(file.len());
            file.replace_range(at..=at, &text);
        }
        // A stretch in lower case.
        let at = lower.index(file.len());
        let end = (at + 40).min(file.len());
        let small = file[at..end].to_lowercase();
        file.replace_range(at..end, &small);
        is_repaired_well(file.as_bytes());
    }
}

use super::*;
use crate::claim::AcknowledgmentKind;
use crate::claim::example::{claim, id, now, numbered};

type Step = fn(ClaimVersion) -> Result<ClaimVersion, ClaimError>;

fn number(text: &str) -> Option<PayerControlNumber> {
    Some(text.parse().unwrap())
}

fn checks() -> Checks<'static> {
    Checks::on("2026-03-05".parse().unwrap())
}

const PREPARE: Step = |v| v.prepare(&checks(), now());
const SUBMIT: Step = |v| v.submit(now());
const ACCEPT: Step = |v| v.accept(Gate::Clearinghouse, None, now());
const REJECT_FILE: Step = |v| v.reject(Gate::File, now());
const REJECT: Step = |v| v.reject(Gate::Payer, now());
const PAY: Step = |v| v.adjudicate(Outcome::Paid, number("ICN1"), now());
const FORWARD: Step = ClaimVersion::forward;
const CLOSE: Step = |v| v.close(now());
const REDRAW: Step = |v| v.redraw(claim());
const CORRECT: Step = |v| v.correct(numbered(32)).map(|(old, _)| old);
const VOID: Step = |v| v.void(id(33), "V1".parse().unwrap()).map(|(old, _)| old);

fn after(steps: &[Step]) -> ClaimVersion {
    let draft = ClaimVersion::new(claim());
    steps
        .iter()
        .try_fold(draft, |version, step| step(version))
        .unwrap()
}

#[test]
#[rustfmt::skip] // a table
fn k1_a_claim_moves_one_step_at_a_time() {
    //                                                  prepare submit accept reject pay    close  redraw correct void
    moves(&[],                                         [true,  false, false, false, false, false, true,  false, false]);
    moves(&[PREPARE],                                  [false, true,  false, false, false, false, true,  false, false]);
    moves(&[PREPARE, SUBMIT],                          [false, false, true,  true,  true,  false, false, false, false]);
    moves(&[PREPARE, SUBMIT, REJECT_FILE],             [true,  false, false, false, false, false, false, true,  false]);
    moves(&[PREPARE, SUBMIT, REJECT],                  [false, false, false, false, false, false, false, true,  false]);
    moves(&[PREPARE, SUBMIT, ACCEPT],                  [false, false, true,  true,  true,  false, false, false, false]);
    moves(&[PREPARE, SUBMIT, ACCEPT, PAY],             [false, false, false, false, true,  true,  false, true,  true]);
    moves(&[PREPARE, SUBMIT, ACCEPT, PAY, CLOSE],      [false, false, false, false, true,  false, false, true,  true]);
    moves(&[PREPARE, SUBMIT, PAY, CORRECT],            [false, false, false, false, true,  true,  false, false, false]);
}

#[track_caller]
fn moves(steps: &[Step], wanted: [bool; 9]) {
    let version = after(steps);
    let next = [
        PREPARE, SUBMIT, ACCEPT, REJECT, PAY, CLOSE, REDRAW, CORRECT, VOID,
    ];
    let got = next.map(|step| step(version.clone()).is_ok());
    assert_eq!(got, wanted, "{version:?}");
}

#[test]
fn k1_the_other_axes_are_told_beside_the_state() {
    let held = after(&[PREPARE]).hold("ask the patient".parse().unwrap());
    assert_eq!(held.clone().submit(now()), Err(ClaimError::OnHold));
    assert!(held.release().submit(now()).is_ok());
    let forwarded = after(&[PREPARE, SUBMIT, PAY, FORWARD]);
    assert!(forwarded.is_forwarded() && !after(&[PREPARE, SUBMIT, PAY]).is_forwarded());
    let (old, new) = after(&[PREPARE, SUBMIT, PAY])
        .correct(numbered(32))
        .unwrap();
    assert_eq!(old.successor(), Some(Successor::Replaced { by: id(32) }));
    assert_eq!(new.predecessor(), Some(id(31)));
    // The payer's reversal of the replaced version still finds it.
    assert!(old.adjudicate(Outcome::Voided, None, now()).is_ok());
}

#[test]
fn k2_what_was_rejected_goes_anew_and_what_was_decided_is_replaced() {
    let (old, new) = after(&[PREPARE, SUBMIT, REJECT])
        .correct(numbered(32))
        .unwrap();
    assert_eq!(old.successor(), Some(Successor::Resent { by: id(32) }));
    assert_eq!(new.claim().frequency, ClaimFrequency::Original);
    assert_eq!(new.claim().payer_control_number, None);

    let (_, new) = after(&[PREPARE, SUBMIT, PAY])
        .correct(numbered(32))
        .unwrap();
    assert_eq!(new.claim().frequency, ClaimFrequency::Replacement);
    assert_eq!(new.claim().payer_control_number, number("ICN1"));
    assert!(new.clone().prepare(&checks(), now()).is_ok());

    // The replacement itself is turned away: it goes again as a replacement.
    let rejected = [PREPARE, SUBMIT, REJECT]
        .iter()
        .try_fold(new, |v, step| step(v))
        .unwrap();
    let (_, again) = rejected.correct(numbered(34)).unwrap();
    assert_eq!(again.claim().frequency, ClaimFrequency::Replacement);
    assert_eq!(again.claim().payer_control_number, number("ICN1"));

    let (_, void) = after(&[PREPARE, SUBMIT, PAY])
        .void(id(33), "V1".parse().unwrap())
        .unwrap();
    assert_eq!(void.claim().frequency, ClaimFrequency::Void);
    assert_eq!(void.claim().lines, claim().lines);
}

#[test]
fn k2_without_the_payers_number_nothing_is_replaced() {
    let unnumbered: Step = |v| v.adjudicate(Outcome::Denied, None, now());
    let version = after(&[PREPARE, SUBMIT, unnumbered]);
    let refused = ClaimError::NoPayerControlNumber;
    assert_eq!(version.clone().correct(numbered(32)), Err(refused.clone()));
    assert_eq!(version.void(id(33), "V1".parse().unwrap()), Err(refused));
}

#[test]
fn k3_the_newest_number_of_the_payer_counts() {
    let early: Step = |v| v.accept(Gate::Payer, number("EARLY"), now());
    let again: Step = |v| v.adjudicate(Outcome::Paid, number("ICN2"), now());
    let silent: Step = |v| v.adjudicate(Outcome::Paid, None, now());
    for (steps, newest) in [
        (vec![PREPARE, SUBMIT, early], "EARLY"),
        (vec![PREPARE, SUBMIT, early, PAY], "ICN1"),
        (vec![PREPARE, SUBMIT, PAY, again], "ICN2"),
        (vec![PREPARE, SUBMIT, PAY, again, silent], "ICN2"),
    ] {
        let (_, new) = after(&steps).correct(numbered(32)).unwrap();
        assert_eq!(new.claim().payer_control_number, number(newest));
    }
}

#[test]
fn a_claim_with_errors_does_not_leave() {
    let mut spoiled = claim();
    spoiled.diagnoses.clear();
    let draft = ClaimVersion::new(spoiled);
    let refused = draft.clone().prepare(&checks(), now());
    assert_eq!(refused, Err(ClaimError::HasErrors { errors: 5 }));
    let redrawn = draft.redraw(claim()).unwrap();
    assert!(redrawn.prepare(&checks(), now()).is_ok());
}

#[test]
fn a_later_gate_may_turn_away_what_an_earlier_one_let_through() {
    let version = after(&[
        PREPARE,
        SUBMIT,
        ACCEPT,
        |v| v.accept(Gate::Payer, None, now()),
        ACCEPT,
    ]);
    assert_eq!(
        version.state(),
        State::Accepted {
            at: now(),
            by: Gate::Payer
        }
    );
    assert!(version.reject(Gate::Payer, now()).is_ok());
}

#[test]
fn a_correction_is_about_the_same_patient_and_payer() {
    let version = after(&[PREPARE, SUBMIT, PAY]);
    let mut other = numbered(32);
    other.patient = id(99);
    assert_eq!(version.clone().correct(other), Err(ClaimError::OtherClaim));
    assert_eq!(version.correct(claim()), Err(ClaimError::OtherClaim));
}

#[test]
fn a_version_comes_back_from_storage() {
    let version = after(&[PREPARE, SUBMIT, PAY, FORWARD, CORRECT]);
    let json = serde_json::to_string(&version).unwrap();
    assert_eq!(
        serde_json::from_str::<ClaimVersion>(&json).unwrap(),
        version
    );
    assert!(!format!("{version:?}").contains("Rivera"));
}

/// One step on one of the versions of a claim; a refusal leaves it where it stood.
fn walk(versions: &mut Vec<ClaimVersion>, which: usize, step: usize) {
    let fresh = u128::try_from(versions.len()).unwrap() + 40;
    let at = which % versions.len();
    let version = versions[at].clone();
    let simple = [
        PREPARE,
        SUBMIT,
        ACCEPT,
        REJECT,
        REJECT_FILE,
        PAY,
        CLOSE,
        FORWARD,
    ];
    let followed = match step % 10 {
        8 => version.correct(numbered(fresh)),
        9 => version.void(id(fresh), "V1".parse().unwrap()),
        step => {
            if let Ok(next) = simple[step](version) {
                versions[at] = next;
            }
            return;
        }
    };
    if let Ok((old, new)) = followed {
        versions[at] = old;
        versions.push(new);
    }
}

proptest::proptest! {
    #[test]
    fn k2_whatever_happens_a_replacement_names_the_payers_number(
        steps in proptest::collection::vec((0..8_usize, 0..10_usize), 0..60),
    ) {
        let mut versions = vec![ClaimVersion::new(claim())];
        for (which, step) in steps {
            walk(&mut versions, which, step);
        }
        for version in &versions {
            let claim = version.claim();
            let named = claim.payer_control_number.is_some();
            proptest::prop_assert_eq!(claim.frequency.names_an_earlier_claim(), named);
            let left = !matches!(version.state(), State::Draft);
            let errors = claim.findings(&checks()).iter().any(|f| f.severity() == Severity::Error);
            proptest::prop_assert!(!(left && errors));
        }
        // Of each chain only the last version has no successor.
        let ends = versions.iter().filter(|version| version.successor().is_none());
        proptest::prop_assert_eq!(ends.count(), 1);
    }
}

/// A word of the sending `sent`, written at this minute of the day.
fn word(sent: &str, kind: AcknowledgmentKind, accepted: bool, minute: u32) -> Acknowledgment {
    let by = match kind {
        AcknowledgmentKind::Interchange | AcknowledgmentKind::File => Gate::File,
        AcknowledgmentKind::Claim | AcknowledgmentKind::Status => Gate::Payer,
    };
    Acknowledgment {
        kind,
        by,
        accepted: Some(accepted),
        reasons: Vec::new(),
        sent: sent.to_owned(),
        written: now().date_naive().and_hms_opt(9, minute, 0),
        at: now(),
    }
}

fn told(version: ClaimVersion, words: &[Acknowledgment]) -> ClaimVersion {
    let tell =
        |version: ClaimVersion, word: &Acknowledgment| version.acknowledge(word.clone(), None);
    words.iter().fold(version, tell)
}

/// What stands at the end is the same in whatever order the words come, and however often.
#[test]
#[rustfmt::skip] // a table
fn k2_words_of_a_claim_may_come_in_any_order_and_twice() {
    use AcknowledgmentKind::{Claim, File, Interchange, Status};
    let ta1 = word("1", Interchange, true, 0);
    let (file, no_file) = (word("1", File, true, 1), word("1", File, false, 1));
    let (payer, refused) = (word("1", Claim, true, 2), word("1", Claim, false, 3));
    let mended = word("1", Claim, true, 4);
    let stands = word("", Status, true, 9);
    let ends = |words: &[&Acknowledgment], wanted: State| {
        let words: Vec<Acknowledgment> = words.iter().copied().cloned().collect();
        let sent = after(&[PREPARE, SUBMIT]);
        for turn in 0..words.len() {
            let mut turned = words.clone();
            turned.rotate_left(turn);
            let forth = told(sent.clone(), &turned);
            assert_eq!(forth.state(), wanted, "{turned:?}");
            assert_eq!(told(forth.clone(), &words), forth);
            turned.reverse();
            assert_eq!(told(sent.clone(), &turned).state(), wanted, "{turned:?}");
        }
    };
    let (accepted, rejected) = (|by| State::Accepted { at: now(), by }, |by| State::Rejected { at: now(), by });
    ends(&[&ta1],                                accepted(Gate::File));
    ends(&[&ta1, &file],                         accepted(Gate::File));
    ends(&[&ta1, &file, &payer],                 accepted(Gate::Payer));
    ends(&[&file, &payer, &refused],             rejected(Gate::Payer));
    ends(&[&file, &payer, &refused, &mended],    accepted(Gate::Payer));
    ends(&[&file, &refused, &stands],            rejected(Gate::Payer));
    ends(&[&ta1, &file, &stands],                accepted(Gate::Payer));
    ends(&[&no_file],                            rejected(Gate::File));
}

#[test]
fn k2_words_of_a_sending_that_was_made_anew_change_nothing() {
    use AcknowledgmentKind::{Claim, File, Interchange};
    let refused = word("1", File, false, 1);
    let version = told(after(&[PREPARE, SUBMIT]), core::slice::from_ref(&refused));
    let anew = SUBMIT(PREPARE(version).unwrap()).unwrap();
    let late = [
        refused,
        word("1", Interchange, false, 5),
        word("1", File, true, 6),
    ];
    let still = told(anew, &late);
    assert_eq!(still.state(), State::Submitted { at: now() });
    assert_eq!(still.acknowledgments().len(), 3);
    let taken = told(
        still,
        &[word("2", File, true, 7), word("2", Claim, true, 8)],
    );
    let (at, by) = (now(), Gate::Payer);
    assert_eq!(taken.state(), State::Accepted { at, by });
    // Once the payer has decided, nothing that is told of the way there changes that.
    let paid = PAY(taken).unwrap();
    let after_all = told(paid.clone(), &[word("2", Claim, false, 9)]);
    assert_eq!(after_all.state(), paid.state());
    assert_eq!(after_all.acknowledgments().len(), 6);
}

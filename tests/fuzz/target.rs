//! What holds of any bytes, one target for each: the dice of `main.rs` and cargo-fuzz
//! (`cargo_fuzz.rs`) both run these.

use pms_core::remittance::Remittance;
use pms_core::x12::eligibility::{self, Transaction};
use pms_core::x12::outcome::outcomes;
use pms_core::x12::status::{Notice, Read};
use pms_core::x12::syntax::{Characters, Envelope, Finding, Usage, Walk, WriteError, pieces};
use pms_core::x12::t835::columns::batches;
use pms_core::x12::{check, t276, t277, t277ca, t835, t837p, t999};

/// Panics where something does not hold.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Target); 10] = [
    ("syntax", syntax),
    ("claim", claim),
    ("remittance", remittance),
    ("eligibility", eligibility),
    ("claim_status", claim_status),
    ("acknowledgment", acknowledgment),
    ("answer", answer),
    ("check", checked),
    ("outcome", outcome),
    ("round_trip", round_trip),
];

/// No byte is lost, and every finding lies within the bytes.
fn syntax(bytes: &[u8]) {
    let mut again = Vec::with_capacity(bytes.len());
    let mut walk = Walk::default();
    for piece in pieces(bytes) {
        walk.step(&piece);
        again.extend_from_slice(piece.raw());
    }
    assert!(again == bytes, "re-emitted byte for byte");
    within(bytes, &walk.finish());
}

/// 837P, as a payer reads it.
fn claim(bytes: &[u8]) {
    let read = t837p::read(bytes);
    within(bytes, &read.findings);
    let places = || read.claims.iter().map(|claim| claim.at);
    assert!(places().is_sorted(), "claims in the order of the bytes");
    assert!(places().all(|at| at.byte < bytes.len()));
}

/// 835: the short road into columns and the full reader tell the same.
fn remittance(bytes: &[u8]) {
    let read = t835::read(bytes);
    within(bytes, read.all_findings());
    let columns = batches(bytes, usize::MAX).next().unwrap_or_default();
    let advices = read.advices.iter().map(|advice| &advice.remittance);
    let claims = || advices.clone().flat_map(|advice| &advice.claims);
    let services = claims().flat_map(|claim| &claim.services);
    let paid: Vec<i64> = claims().map(|claim| claim.paid.cents()).collect();
    assert_eq!(columns.claims.paid, paid);
    let charged: Vec<i64> = services.map(|service| service.charge.cents()).collect();
    assert_eq!(columns.services.charge, charged);
    let mut told: Vec<_> = read.all_findings().into_iter().cloned().collect();
    let mut findings = columns.findings;
    for all in [&mut told, &mut findings] {
        all.sort_by(|one, other| {
            (one.at, one.code, &one.path).cmp(&(other.at, other.code, &other.path))
        });
    }
    assert_eq!(findings, told);
}

/// 270 and 271.
fn eligibility(bytes: &[u8]) {
    let read = eligibility::read(bytes);
    within(bytes, read.all_findings());
    let questions = read.transactions.iter().map(|each| &each.transaction);
    for (asked, answered) in questions.clone().zip(questions.skip(1)) {
        let matched = eligibility::matched(asked, answered);
        assert_eq!(matched.asked.len(), asked.members().len());
    }
}

/// 276 and 277.
fn claim_status(bytes: &[u8]) {
    within(bytes, t276::read(bytes).all_findings());
    within(bytes, t277::read(bytes).all_findings());
}

/// 277CA.
fn acknowledgment(bytes: &[u8]) {
    within(bytes, t277ca::read(bytes).all_findings());
}

/// 999 and TA1, and where in a file they lead to.
fn answer(bytes: &[u8]) {
    let answers = t999::read(bytes);
    within(bytes, &answers.findings);
    for group in &answers.groups {
        // Each is searched for from the beginning: more of them would tell nothing new.
        for transaction in group.transactions.iter().take(4) {
            for error in transaction.errors.iter().take(4) {
                let number = error.number.unwrap_or_default();
                let found = t999::locate(bytes, &group.control, &transaction.control, number);
                assert!(found.is_none_or(|found| found.at.byte < bytes.len()));
            }
        }
    }
}

/// All rules; a checked file can be answered, and the answer is sound.
fn checked(bytes: &[u8]) {
    let checked = check(bytes);
    within(bytes, checked.all_findings());
    let named = |finding: &&Finding| !finding.path.is_empty() && !finding.says.is_empty();
    assert!(checked.all_findings().iter().all(named));
    if let Ok(answer) = t999::write(&checked, &envelope()) {
        assert_eq!(t999::read(&answer).findings, vec![], "the answer is sound");
        let again = check(&answer);
        assert!(again.transactions.iter().all(|each| each.is_sound()));
    }
}

/// What was sent and what came back: the last interchange answers those before it, and the whole
/// answers itself.
fn outcome(bytes: &[u8]) {
    let last = bytes.windows(4).rposition(|four| four == b"ISA*");
    for (sent, answer) in [(bytes, bytes), bytes.split_at(last.unwrap_or_default())] {
        let outcomes = outcomes(sent, &[answer]);
        for (number, finding) in &outcomes.findings {
            assert!(*number == 0 && finding.at.byte <= answer.len());
        }
        for said in outcomes.claims.iter().flat_map(|claim| &claim.said) {
            let mut fields = said.field.iter();
            assert!(fields.all(|field| field.at.byte <= sent.len()));
            assert!(said.at.byte < answer.len());
        }
    }
}

/// What was read and written reads the same. What was damaged may be cleaned once; then it stays.
fn round_trip(bytes: &[u8]) {
    for advice in t835::read(bytes).advices {
        let written = |remittance: &Remittance| {
            t835::write(
                std::slice::from_ref(remittance),
                &envelope(),
                Characters::Clean,
            )
            .ok()
        };
        let Some(once) = written(&advice.remittance) else {
            continue;
        };
        let read = t835::read(&once).advices.remove(0).remittance;
        assert_eq!(read.claims.len(), advice.remittance.claims.len());
        assert_eq!(read.amount, advice.remittance.amount);
        assert!(written(&read) == Some(once), "remittance");
    }
    for received in eligibility::read(bytes).transactions {
        let written = |transaction: &Transaction| {
            let kind = transaction.kind;
            eligibility::write(kind, &[transaction], &envelope(), Characters::Refuse).ok()
        };
        // What usual separators cannot carry is refused.
        let Some(once) = written(&received.transaction) else {
            continue;
        };
        let again = eligibility::read(&once).transactions.remove(0).transaction;
        assert!(written(&again) == Some(once), "as it was sent");
    }
    notices(bytes, t276::read, t276::write);
    notices(bytes, t277::read, t277::write);
    notices(bytes, t277ca::read, t277ca::write);
}

fn notices(
    bytes: &[u8],
    read: impl Fn(&[u8]) -> Read,
    write: impl Fn(&[Notice], &Envelope, Characters) -> Result<Vec<u8>, WriteError>,
) {
    for received in read(bytes).notices {
        let one = |notice| write(std::slice::from_ref(notice), &envelope(), Characters::Clean).ok();
        if let Some(once) = one(&received.notice) {
            let again = read(&once).notices.remove(0).notice;
            assert!(one(&again) == Some(once), "notice");
        }
    }
}

fn within<'a>(bytes: &[u8], findings: impl IntoIterator<Item = &'a Finding>) {
    for finding in findings {
        assert!(finding.at.byte <= bytes.len(), "{finding}");
    }
}

fn envelope() -> Envelope {
    Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "SENDER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "RECEIVER".to_owned(),
        group_sender: "SENDER".to_owned(),
        group_receiver: "RECEIVER".to_owned(),
        written: chrono::NaiveDate::default().into(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    }
}

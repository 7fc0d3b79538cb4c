//! Damaged files: whatever bytes come, nothing panics, and what must hold of any bytes holds.
//!
//! Seeds are the files in `tests/fuzz/seeds` and, where it is there, the corpus (`PMS_CORPUS`).
//! `PMS_FUZZ_SECONDS` says how long each target runs (2 without it), `PMS_FUZZ_SEED` where the dice
//! begin. An input that breaks a rule is kept in `target/fuzz` and named.

#![expect(
    clippy::disallowed_methods,
    reason = "what runs for some time looks at the clock"
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;
use pms_core::x12::outcome::outcomes;
use pms_core::x12::syntax::{Characters, Envelope, Usage, Walk, pieces};
use pms_core::x12::t835::columns::batches;
use pms_core::x12::{check, eligibility, t276, t277, t277ca, t835, t837p, t999};

#[test]
fn syntax_loses_no_byte() {
    fuzz("syntax", |bytes| {
        let mut again = Vec::with_capacity(bytes.len());
        let mut walk = Walk::default();
        for piece in pieces(bytes) {
            walk.step(&piece);
            again.extend_from_slice(piece.raw());
        }
        assert!(again == bytes, "re-emitted byte for byte");
        for finding in walk.finish() {
            assert!(finding.at.byte <= bytes.len());
        }
    });
}

#[test]
fn remittances_read_alike_both_ways() {
    fuzz("remittance", |bytes| {
        let read = t835::read(bytes);
        let columns = batches(bytes, usize::MAX).next().unwrap_or_default();
        let claims = read
            .advices
            .iter()
            .flat_map(|advice| &advice.remittance.claims);
        let paid: Vec<i64> = claims.map(|claim| claim.paid.cents()).collect();
        assert_eq!(columns.claims.paid, paid);
        assert_eq!(columns.findings.len(), read.all_findings().len());
    });
}

#[test]
fn claims_are_read_to_the_end() {
    fuzz("claims", |bytes| {
        for finding in t999::read(bytes).findings {
            assert!(finding.at.byte <= bytes.len());
        }
        let read = t837p::read(bytes);
        for finding in &read.findings {
            assert!(finding.at.byte <= bytes.len());
        }
    });
}

/// Whatever stands for what was sent and for its answer.
#[test]
fn notices_are_read_and_led_back() {
    fuzz("status", |bytes| {
        for read in [t276::read, t277::read, t277ca::read] {
            for finding in read(bytes).all_findings() {
                assert!(finding.at.byte <= bytes.len());
            }
        }
        let half = bytes.len() / 2;
        for (sent, answer) in [(bytes, bytes), bytes.split_at(half)] {
            let outcomes = outcomes(sent, &[answer]);
            for said in outcomes.claims.iter().flat_map(|claim| &claim.said) {
                let field = said.field.iter().all(|field| field.at.byte <= sent.len());
                assert!(field && said.at.byte <= answer.len());
            }
        }
    });
}

#[test]
fn questions_and_answers_are_written_as_they_were_sent() {
    fuzz("eligibility", |bytes| {
        let read = eligibility::read(bytes);
        for finding in read.all_findings() {
            assert!(finding.at.byte <= bytes.len());
        }
        for received in &read.transactions {
            let transaction = &received.transaction;
            let written = |transaction: &eligibility::Transaction| {
                let kind = transaction.kind;
                eligibility::write(kind, &[transaction], &envelope(), Characters::Refuse).ok()
            };
            // What usual separators cannot carry is refused.
            let Some(once) = written(transaction) else {
                continue;
            };
            let again = eligibility::read(&once);
            let twice = again
                .transactions
                .first()
                .and_then(|one| written(&one.transaction));
            assert!(twice == Some(once), "written again as it was sent");
        }
    });
}

#[test]
fn checks_point_into_the_bytes_and_are_answered() {
    fuzz("check", |bytes| {
        let checked = check(bytes);
        for finding in checked.all_findings() {
            assert!(finding.at.byte <= bytes.len());
            assert!(!finding.path.is_empty());
        }
        if let Ok(answer) = t999::write(&checked, &envelope()) {
            let mut walk = Walk::default();
            for piece in pieces(&answer) {
                walk.step(&piece);
            }
            assert_eq!(walk.finish(), vec![], "the answer is sound");
            assert_eq!(t999::read(&answer).findings, vec![], "and reads");
        }
    });
}

#[test]
fn what_was_written_reads_the_same() {
    fuzz("round_trip", |bytes| {
        for advice in t835::read(bytes).advices {
            let written = |remittance| {
                let one = std::slice::from_ref(remittance);
                t835::write(one, &envelope(), Characters::Clean).ok()
            };
            // What was damaged may be cleaned once; then it stays as it is.
            let Some(once) = written(&advice.remittance) else {
                continue;
            };
            let read = t835::read(&once).advices.remove(0).remittance;
            assert_eq!(read.claims.len(), advice.remittance.claims.len());
            assert_eq!(read.amount, advice.remittance.amount);
        }
    });
}

fn envelope() -> Envelope {
    Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "SENDER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "RECEIVER".to_owned(),
        group_sender: "SENDER".to_owned(),
        group_receiver: "RECEIVER".to_owned(),
        written: "2026-08-01T12:00:00".parse().unwrap(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    }
}

/// Runs a target on damaged seeds until the time is over.
fn fuzz(target: &str, holds: impl Fn(&[u8])) {
    let number = |name: &str, otherwise| {
        let given = std::env::var(name).ok();
        given
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let seeds = seeds();
    let seed = number("PMS_FUZZ_SEED", 1);
    let mut dice = Rng::with_seed(seed);
    let until = Instant::now() + Duration::from_secs(number("PMS_FUZZ_SECONDS", 2));
    let mut runs = 0;
    while runs < 50 || Instant::now() < until {
        let input = damaged(&seeds, &mut dice);
        if catch_unwind(AssertUnwindSafe(|| holds(&input))).is_err() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
            fs::create_dir_all(&folder).unwrap();
            let kept = folder.join(format!("{target}-{seed}-{runs}"));
            fs::write(&kept, &input).unwrap();
            panic!("{target}: see {}", kept.display());
        }
        runs += 1;
    }
    println!("{target}: {runs} inputs from {} seeds", seeds.len());
}

fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = std::env::var_os("PMS_CORPUS").map(PathBuf::from);
    let corpus = corpus.unwrap_or(root.join("../shared/corpus")).join("x12");
    let mut found = Vec::new();
    gather(&root.join("tests/fuzz/seeds"), &mut found);
    gather(&corpus, &mut found);
    found.sort();
    let seeds = found.iter().map(|path| fs::read(path).unwrap());
    // Long files would leave time for a few inputs alone.
    seeds.filter(|seed| seed.len() < 20_000).collect()
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_none_or(|end| end != "tsv") {
            found.push(path);
        }
    }
}

/// One seed with one to eight damages.
fn damaged(seeds: &[Vec<u8>], dice: &mut Rng) -> Vec<u8> {
    let mut bytes = seeds[dice.usize(..seeds.len())].clone();
    for _ in 0..dice.usize(1..=8) {
        if bytes.is_empty() {
            break;
        }
        let at = dice.usize(..bytes.len());
        let end = (at + dice.usize(1..=60)).min(bytes.len());
        match dice.u8(..7) {
            0 => bytes[at] = dice.u8(..),
            1 => bytes[at] = b"~*:^\r\n -.0159AZ"[dice.usize(..15)],
            2 => bytes.insert(at, b"~*:^\r\n -.0159AZ"[dice.usize(..15)]),
            3 => _ = bytes.drain(at..end),
            4 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            5 => bytes.truncate(at),
            _ => {
                let other = &seeds[dice.usize(..seeds.len())];
                if !other.is_empty() {
                    let from = dice.usize(..other.len());
                    let part = other[from..(from + 200).min(other.len())].to_vec();
                    bytes.splice(at..end, part);
                }
            }
        }
    }
    bytes
}

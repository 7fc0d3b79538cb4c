//! Damaged files: whatever bytes come, nothing panics, and what must hold of any bytes holds.
//!
//! What must hold is in `target.rs`. Seeds are the files in `tests/fuzz/seeds` (`found` holds what once
//! broke a rule) and, where it is there, the corpus (`PMS_CORPUS`). `PMS_FUZZ_SECONDS` says how long
//! each target runs (2 without it), `PMS_FUZZ_SEED` where the dice begin. An input that breaks a rule is
//! kept in `target/fuzz` and named. The same targets run under libFuzzer: see `Cargo.toml` here.

#![expect(
    clippy::disallowed_methods,
    reason = "what runs for some time looks at the clock"
)]

mod target;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;

use crate::target::TARGETS;

/// One test a target, so that they run beside each other.
macro_rules! fuzzed {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            fuzz(stringify!($name));
        }
    )*

        #[test]
        fn every_target_is_run() {
            let names: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

fuzzed! { syntax claim remittance eligibility claim_status acknowledgment answer check outcome round_trip }

/// What cargo-fuzz builds are the same targets.
#[test]
fn every_target_is_built_for_libfuzzer() {
    let manifest = include_str!("Cargo.toml");
    for (name, _) in TARGETS {
        assert!(
            manifest.contains(&format!("[[bin]]\nname = \"{name}\"")),
            "{name}"
        );
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}

/// Runs a target on every seed, then on damaged ones until the time is over.
fn fuzz(target: &str) {
    let ours = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, holds) = ours.unwrap();
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
    while runs < seeds.len() + 50 || Instant::now() < until {
        let seed_itself = seeds.get(runs).cloned();
        let input = seed_itself.unwrap_or_else(|| damaged(&seeds, &mut dice));
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

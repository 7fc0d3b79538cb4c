//! The example `slots` against the counts of `PMS_CORPUS/slots`, which other engines have found too.
//! It asks from scratch and on the warm index, and fails where the two differ.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The example beside this test's own program.
fn example() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().and_then(Path::parent).unwrap();
    folder.join("examples").join("slots")
}

fn corpus() -> PathBuf {
    let corpus = std::env::var("PMS_CORPUS").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    corpus.join("slots")
}

/// The last line, if the fixture is there.
fn starts(fixture: &Path, options: &str) -> Option<String> {
    fixture.exists().then(|| {
        let output = Command::new(example())
            .arg(fixture)
            .args(options.split_whitespace())
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().next_back().unwrap().to_owned()
    })
}

#[test]
#[rustfmt::skip] // a table
fn the_example_finds_what_other_engines_find() {
    let mut ran = 0;
    let mut check = |name: &str, options, wanted: &str| {
        if let Some(got) = starts(&corpus().join(name), options) {
            assert_eq!(got, wanted, "{name} {options}");
            ran += 1;
        }
    };
    //     fixture       options                     starts
    check("p1d30.json", "",                          "78");
    check("p1d30.json", "--step 5",                  "210");
    check("p1d90.json", "",                          "208");
    check("p1d90.json", "--minutes 30 --step 5",     "568");
    check("p3d30.json", "--together",                "16");
    check("p3d30.json", "--together --step 5",       "44");
    match ran {
        0 => println!("skipped: no slots in PMS_CORPUS"),
        ran => println!("{ran} questions"),
    }
}

/// Fifty providers are written by the corpus's own program.
#[test]
fn fifty_providers_are_found_alike() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("slots");
    std::fs::create_dir_all(&folder).unwrap();
    let fixture = folder.join("p50d90.json");
    let made = Command::new("python3")
        .arg(corpus().join("gen.py"))
        .current_dir(&folder)
        .output();
    if !made.is_ok_and(|made| made.status.success()) {
        println!("skipped: no python3, or no slots in PMS_CORPUS");
        return;
    }
    assert_eq!(starts(&fixture, "").as_deref(), Some("8963"));
    assert_eq!(starts(&fixture, "--step 5").as_deref(), Some("23838"));
}

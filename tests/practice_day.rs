//! The main job, as a newcomer runs it: on a sample practice and on a Synthea export, twice.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The example beside this test's own program.
fn example() -> PathBuf {
    let own = env::current_exe().unwrap();
    let folder = own.parent().and_then(Path::parent).unwrap();
    folder.join("examples").join("practice_day")
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(example())
        .args(arguments)
        .env("PMS_DAY", folder)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    output
}

fn last_lines(output: &Output, count: usize) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(count);
    lines[from..].iter().map(ToString::to_string).collect()
}

fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// Source: the sums of claims_transactions.csv of the export itself.
#[test]
fn a_synthea_export_is_imported_to_the_cent_and_once() {
    let corpus = env::var("PMS_CORPUS").unwrap_or_else(|_| "../shared/corpus".to_owned());
    let export = Path::new(&corpus).join("synthea/dbt-synthea");
    if !export.is_dir() {
        println!("no corpus at {corpus}: nothing is imported");
        return;
    }
    let folder = fresh("synthea");
    let export = export.to_str().unwrap();
    let wanted = [
        "charges 1092402.73",
        "payments 1103503.95",
        "patient credits 11101.22",
        "count 190",
    ];
    let first = run(&folder, &["--synthea", export]);
    assert_eq!(last_lines(&first, 4), wanted);
    let second = run(&folder, &["--synthea", export]);
    assert_eq!(last_lines(&second, 4), wanted);
    assert!(last_lines(&second, 5)[0].ends_with(", 0 of them new"));
}

#[test]
fn a_sample_practice_is_played_once() {
    let folder = fresh("sample");
    let first = run(&folder, &[]);
    let page = std::fs::read(folder.join("report.html")).unwrap();
    let second = run(&folder, &[]);
    assert!(last_lines(&second, 2)[0].ends_with(", 0 of them new"));
    assert!(!last_lines(&first, 2)[0].ends_with(", 0 of them new"));
    assert_eq!(std::fs::read(folder.join("report.html")).unwrap(), page);
    let text = String::from_utf8_lossy(&page);
    assert_eq!(text.matches("<svg").count(), 4, "four charts");
}

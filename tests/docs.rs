//! The documents tell what is true: every rule in `docs/RULES.md` names a test that exists, every
//! test, scenario and vector that bears a rule's id has its row, and links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !name.starts_with("target") && name != "node_modules" {
                files(&path, ends, found);
            }
        } else if ends.iter().any(|end| name.ends_with(end)) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["pms-core", "pms-storage", "bindings", "tests"] {
        files(&root().join(folder), &[".rs"], &mut found);
    }
    found
        .into_iter()
        .map(|path| {
            let shown = path.strip_prefix(root()).unwrap().display().to_string();
            (shown, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The id in front of a test's name: `s9_capacity...` bears S9.
fn rule_id(name: &str) -> Option<String> {
    let (head, rest) = name.split_once('_')?;
    let mut letters = head.chars();
    let letter = letters.next()?;
    let number = letters.as_str();
    let rule = "smekpgbxuah".contains(letter)
        && !rest.is_empty()
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit());
    rule.then(|| head.to_uppercase())
}

/// Test functions of a source: the `fn` lines that follow a `#[test]` or stand in a `proptest!`.
fn test_names(source: &str) -> Vec<String> {
    source
        .lines()
        .map(|line| line.trim_start())
        .map(|line| line.strip_prefix("async ").unwrap_or(line))
        .filter_map(|line| line.strip_prefix("fn "))
        .filter_map(|rest| rest.split(['(', '<']).next())
        .map(str::to_owned)
        .collect()
}

struct Row {
    line: usize,
    id: String,
    file: String,
    test: String,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(root().join("docs/RULES.md")).unwrap();
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with("| ") && line.contains("::"))
        .map(|(number, line)| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let (file, test) = cells.last().unwrap().split_once("::").unwrap();
            Row {
                line: number + 1,
                id: cells[0].to_owned(),
                file: file.trim_matches('`').to_owned(),
                test: test.trim_matches('`').to_owned(),
            }
        })
        .collect()
}

#[test]
fn every_rule_names_a_test_that_exists() {
    let sources = sources();
    let mut wrong = Vec::new();
    for row in rows() {
        let source = sources.iter().find(|(file, _)| *file == row.file);
        match source {
            None => wrong.push(format!("docs/RULES.md:{}: no file {}", row.line, row.file)),
            Some((_, text)) if !test_names(text).contains(&row.test) => {
                wrong.push(format!("docs/RULES.md:{}: no test {}", row.line, row.test));
            }
            Some(_) => {}
        }
        if rule_id(&row.test).is_some_and(|id| id != row.id) {
            wrong.push(format!(
                "docs/RULES.md:{}: {} is not the test's id",
                row.line, row.id
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_test_of_a_rule_has_its_row() {
    let told: BTreeSet<(String, String)> =
        rows().into_iter().map(|row| (row.file, row.test)).collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, text) in sources() {
        for test in test_names(&text) {
            if rule_id(&test).is_some() {
                seen += 1;
                if !told.contains(&(file.clone(), test.clone())) {
                    wrong.push(format!("{file}: {test} has no row in docs/RULES.md"));
                }
            }
        }
    }
    println!("{seen} tests bear the id of a rule");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a vector is called, without the rule in front of it: `{"id":"op/S2: skipped","op":..`.
fn vector(line: &str) -> Option<(String, String)> {
    let id = line
        .strip_prefix("{\"id\":\"")?
        .split("\",\"op\":")
        .next()?;
    let (_, name) = id.split_once('/')?;
    let (rule, name) = name.split_once(": ")?;
    rule_id(&format!("{}_x", rule.to_lowercase()))?;
    Some((rule.to_owned(), name.to_owned()))
}

/// The rows that scenarios and vectors should have, by the rules that they name themselves.
fn shown() -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    let mut found = Vec::new();
    files(&root().join("tests"), &[".txt", ".jsonl"], &mut found);
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let file = path.strip_prefix(root()).unwrap().display().to_string();
        if file.starts_with("tests/scenarios/") {
            let title = text.lines().next().unwrap().trim_start_matches("# ");
            let rules = text.lines().find_map(|line| line.strip_prefix("rules "));
            let rules = rules.unwrap_or("").to_owned();
            rows.insert(format!("| {rules} | {title} | {file} |"));
        }
        for (rule, name) in text.lines().filter_map(vector) {
            rows.insert(format!("| {rule} | {name} | {file} |"));
        }
    }
    rows
}

#[test]
fn every_rule_that_a_scenario_or_a_vector_shows_has_its_row() {
    let text = fs::read_to_string(root().join("docs/RULES.md")).unwrap();
    let of_tests = |line: &&str| line.ends_with(".txt |") || line.ends_with(".jsonl |");
    let told: BTreeSet<String> = text.lines().filter(of_tests).map(str::to_owned).collect();
    let shown = shown();
    let missing = shown
        .difference(&told)
        .map(|row| format!("has no row: {row}"));
    let idle = told
        .difference(&shown)
        .map(|row| format!("nothing shows: {row}"));
    let held: BTreeSet<String> = rows().into_iter().map(|row| row.id).collect();
    let rules = shown.iter().filter_map(|row| row.split('|').nth(1));
    let unheld = rules
        .flat_map(str::split_whitespace)
        .filter(|rule| !held.contains(*rule))
        .map(|rule| format!("no test bears {rule}"));
    let wrong: Vec<String> = missing.chain(idle).chain(unheld).collect();
    assert!(wrong.is_empty(), "docs/RULES.md\n{}", wrong.join("\n"));
    println!("{} rows of scenarios and vectors", shown.len());
}

/// The example that runs says what the chapter's table says.
#[test]
fn the_chapter_says_what_the_example_says() {
    let chapter = fs::read_to_string(root().join("docs/adjudication.md")).unwrap();
    let example = "pms-core/src/adjudication/explain/patient.rs";
    let example = fs::read_to_string(root().join(example)).unwrap();
    let rows = |to: &str| -> Vec<String> {
        let rows = chapter.lines().filter(|line| line.starts_with(to));
        rows.map(|row| row.split('|').nth(3).unwrap().trim().to_owned())
            .collect()
    };
    let sentences: Vec<String> = example
        .lines()
        .filter_map(|line| line.trim().strip_prefix("///     \""))
        .filter_map(|line| line.strip_suffix("\","))
        .map(str::to_owned)
        .collect();
    assert_eq!(sentences.len(), 13);
    assert_eq!([rows("| staff |"), rows("| patient |")].concat(), sentences);
}

#[test]
fn links_lead_somewhere() {
    let mut found = Vec::new();
    files(root(), &[".md"], &mut found);
    let mut wrong = Vec::new();
    for path in &found {
        let text = fs::read_to_string(path).unwrap();
        for (number, line) in text.lines().enumerate() {
            for link in line.split("](").skip(1) {
                let target = link.split([')', '#']).next().unwrap();
                let outside = target.is_empty() || target.contains("://");
                if !outside && !path.parent().unwrap().join(target).exists() {
                    let shown = path.strip_prefix(root()).unwrap().display();
                    wrong.push(format!("{shown}:{}: {target} is not there", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_rule_id_is_told_from_a_name() {
    assert_eq!(rule_id("s9_capacity"), Some("S9".to_owned()));
    assert_eq!(rule_id("p11_the_parts"), Some("P11".to_owned()));
    assert_eq!(rule_id("a_breach"), None);
    assert_eq!(rule_id("t835_reads"), None);
    assert_eq!(rule_id("p11"), None);
}

#[test]
fn the_readme_shows_the_first_example() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let example = fs::read_to_string(root().join("examples/first.rs")).unwrap();
    let (_, program) = example.split_once("\n\n").unwrap();
    assert!(
        readme.contains(program),
        "examples/first.rs is not what the README shows"
    );
}

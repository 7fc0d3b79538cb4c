//! Days at the practice, as a clerk would tell them: `tests/scenarios/*.txt`, one line an act, what
//! comes of it at its end. The grammar is in `tests/scenarios/README.md`.
//!
//! One interpreter plays every file on the memory store and on SQLite, through the public face
//! alone. It knows nothing of what should come out: it plays a line, writes down what came of it and
//! compares the two texts.

mod benefit;
mod claim;
mod coverage;
mod figure;
mod given;
mod listener;
mod money;
mod remittance;
mod script;
mod sentence;
mod visit;
mod world;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pms_core::money::Money;
use pms_core::store::Memory;
use pms_storage::sqlite::Sqlite;
use tokio::runtime::{Builder, Runtime};

use script::{Said, Script, Wrong};
use sentence::Sentence;
use world::World;

/// Where the scenarios are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// Every file of the folder, as it is shown, and what stands in it.
fn files() -> Vec<(String, String)> {
    let entries = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            (
                format!("tests/scenarios/{name}"),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

/// Every sentence that may stand before the first act.
fn given() -> Vec<Sentence> {
    [given::GIVEN, coverage::COVERAGE].concat()
}

/// Every sentence that may be an act.
fn acts() -> Vec<Sentence> {
    [
        visit::VISIT,
        claim::CLAIM,
        benefit::BENEFIT,
        remittance::REMITTANCE,
        money::MONEY,
        figure::FIGURE,
    ]
    .concat()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// What goes otherwise than the script says, up to so many lines.
fn in_memory(script: &Script, most: usize) -> Vec<Wrong> {
    let mut world = World::new(Arc::new(Memory::new()), runtime());
    world.play(&given(), &acts(), script).take(most).collect()
}

fn report(wrong: &[Wrong]) {
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "\n{}", lines.join("\n"));
}

fn scripts() -> Vec<Script> {
    let read = files()
        .into_iter()
        .map(|(file, text)| Script::read(&file, &text));
    let (sound, wrong): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
    report(
        &wrong
            .into_iter()
            .filter_map(Result::err)
            .collect::<Vec<_>>(),
    );
    sound.into_iter().filter_map(Result::ok).collect()
}

#[test]
fn every_scenario_is_played_in_memory() {
    let scripts = scripts();
    let mut wrong = Vec::new();
    for script in &scripts {
        let mut world = World::new(Arc::new(Memory::new()), runtime()).overheard();
        wrong.extend(world.play(&given(), &acts(), script));
    }
    report(&wrong);
    let acts = scripts.iter().flat_map(|script| &script.lines);
    let acts = acts.filter(|line| matches!(line.said, Said::Act { .. }));
    println!("{} scenarios, {} acts", scripts.len(), acts.count());
}

#[test]
fn every_scenario_is_played_on_sqlite() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scenarios");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut wrong = Vec::new();
    for (number, script) in scripts().iter().enumerate() {
        let runtime = runtime();
        let path = folder.join(format!("{number}.sqlite"));
        let store = runtime.block_on(Sqlite::open(path)).unwrap();
        let mut world = World::new(Arc::new(store), runtime).overheard();
        wrong.extend(world.play(&given(), &acts(), script));
    }
    report(&wrong);
}

/// The same scenario with one amount a cent higher, for each amount that anything hangs on.
fn changed(script: &Script) -> Vec<(usize, Script)> {
    let mut all = Vec::new();
    for (n, line) in script.lines.iter().enumerate() {
        let mut change = |said: Said| {
            let mut other = script.clone();
            other.lines[n].said = said;
            all.push((line.number, other));
        };
        match &line.said {
            Said::Given(text) => dearer(text).into_iter().map(Said::Given).for_each(change),
            Said::Act { at, act, outcome } => {
                // What is refused is refused whatever its amounts are.
                let acts = match outcome.starts_with("refused: ") {
                    true => Vec::new(),
                    false => dearer(act),
                };
                let act = |act, outcome| Said::Act {
                    at: *at,
                    act,
                    outcome,
                };
                for other in acts {
                    change(act(other, outcome.clone()));
                }
                for other in dearer(outcome) {
                    change(act(line.act(), other));
                }
            }
        }
    }
    all
}

/// The text with one of its amounts a cent higher, for each of them.
///
/// An adjustment that is taken back is left alone: the answer that it belongs to is taken back as
/// it stands in the books.
fn dearer(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let mut all = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let bare = word.trim_end_matches([',', ';', ':']);
        let adjusts = n > 0 && words[n - 1].contains('-');
        if let Some(more) = a_cent_more(bare).filter(|_| !(adjusts && bare.starts_with('-'))) {
            let mut words: Vec<String> = words.iter().map(ToString::to_string).collect();
            words[n] = format!("{more}{}", &word[bare.len()..]);
            all.push(words.join(" "));
        }
    }
    all
}

/// `80.00` as `80.01`; none where it is no amount with its cents.
fn a_cent_more(word: &str) -> Option<String> {
    let (_, cents) = word.split_once('.')?;
    let amount: Money = word.parse().ok()?;
    let more = amount.plus("0.01".parse().ok()?).ok()?;
    (cents.len() == 2).then(|| more.to_string())
}

#[test]
fn every_amount_of_a_scenario_matters() {
    let mut idle = Vec::new();
    for script in scripts() {
        for (line, other) in changed(&script) {
            if in_memory(&other, 1).is_empty() {
                idle.push(script.wrong(line, "nothing hangs on an amount of this line"));
            }
        }
    }
    report(&idle);
}

#[test]
fn every_outcome_of_a_scenario_is_looked_at() {
    for mut script in scripts() {
        let mut acts = Vec::new();
        for line in &mut script.lines {
            if let Said::Act { outcome, .. } = &mut line.said {
                outcome.push_str(" or not");
                acts.push(line.number);
            }
        }
        let wrong = in_memory(&script, usize::MAX);
        let lines: Vec<usize> = wrong.iter().map(|one| one.line).collect();
        assert_eq!(lines, acts, "{}", script.file);
    }
}

#[test]
fn what_is_not_understood_is_named_with_its_line() {
    let given = "# a title\npractice Elm Street in America/New_York\n";
    let wrong = |text: &str| {
        let read = Script::read("day.txt", &format!("{given}{text}"));
        let wrong = match read {
            Err(wrong) => vec![wrong],
            Ok(script) => in_memory(&script, 1),
        };
        wrong.first().unwrap().to_string()
    };
    let unknown = wrong("2026-03-02 09:00 Pia dances -> booked\n");
    assert_eq!(unknown, "day.txt:3: no sentence reads `Pia dances`");
    let nobody = wrong("2026-03-02 09:00 Pia arrives -> arrived\n");
    assert_eq!(nobody, "day.txt:3: no patient is called Pia");
    let silent = wrong("2026-03-02 09:00 Pia arrives\n");
    assert_eq!(
        silent,
        "day.txt:3: an act ends with its outcome, `-> booked`"
    );
    let back = wrong("2026-03-02 09:00 the books -> empty\n2026-03-01 09:00 the books -> empty\n");
    assert_eq!(back, "day.txt:4: earlier than the act before");
    let late = wrong("2026-03-02 09:00 the books -> empty\nprice 99213 1.00\n");
    assert_eq!(late, "day.txt:4: what is given stands before the first act");
    let differs = wrong("\n2026-03-02 09:00 the books -> cash 1.00\n");
    assert_eq!(
        differs,
        "day.txt:4: differs\n    expected  cash 1.00\n    actual    empty"
    );
    let nothing = Script::read("day.txt", given).err().unwrap().to_string();
    assert_eq!(nothing, "day.txt:1: nothing happens");
}

#[test]
fn the_readme_shows_every_sentence() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    for sentence in given().iter().chain(&acts()) {
        let shown = format!("    {}\n", sentence.reads);
        assert!(
            readme.contains(&shown),
            "README.md does not show `{}`",
            sentence.reads
        );
    }
}

#[test]
fn a_scenario_has_a_title_of_its_own() {
    let scripts = scripts();
    for (n, script) in scripts.iter().enumerate() {
        let same = scripts[..n]
            .iter()
            .find(|other| other.title == script.title);
        assert!(same.is_none(), "{} tells what another does", script.file);
    }
}

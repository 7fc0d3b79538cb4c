//! The house keeps its order: a room names only rooms on floors below its own.
//!
//! `docs/layers.txt` holds the floors. Each breach is reported as `file:line`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of `docs/layers.txt`: room to floor number.
fn floors(root: &Path) -> BTreeMap<String, u32> {
    let text = fs::read_to_string(root.join("docs/layers.txt")).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .flat_map(|line| {
            let mut words = line.split_whitespace();
            let floor: u32 = words.next().unwrap().parse().unwrap();
            words.map(move |room| (room.to_owned(), floor))
        })
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The room that a file belongs to: the first folder or file name under `src`.
fn room_of(src: &Path, file: &Path) -> String {
    let first = file.strip_prefix(src).unwrap().components().next().unwrap();
    Path::new(first.as_os_str())
        .file_stem()
        .unwrap()
        .to_string_lossy()
        .into_owned()
}

/// What is wrong with one line of a room's source, if anything.
fn breach(room: &str, line: &str, floors: &BTreeMap<String, u32>) -> Option<String> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return None;
    }
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if name.is_empty() {
            return Some("a group taken from the crate root".to_owned());
        }
        if name == room {
            continue;
        }
        match (floors.get(&name), floors.get(room)) {
            (None, _) => return Some(format!("`{name}` is no room of docs/layers.txt")),
            (Some(named), Some(own)) if named >= own => {
                return Some(format!("{room} (floor {own}) names {name} (floor {named})"));
            }
            _ => {}
        }
    }
    None
}

/// What `mod.rs` and `lib.rs` may hold: they only gather.
fn gathers(line: &str) -> bool {
    let code = line.trim();
    let code = match code.split_once(") ") {
        Some((seen_by, rest)) if seen_by.starts_with("pub(") => rest,
        _ => code,
    };
    code.is_empty()
        || ["//", "#", "mod ", "pub mod ", "pub use ", "use ", "}"]
            .iter()
            .any(|start| code.starts_with(start))
        || code.ends_with(',')
        || code.ends_with("};")
}

#[test]
fn rooms_name_only_rooms_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let floors = floors(root);
    let src = root.join("pms-core/src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut breaches = Vec::new();
    for file in &files {
        let room = room_of(&src, file);
        let shown = file.strip_prefix(root).unwrap().display().to_string();
        if room != "lib" && !floors.contains_key(&room) {
            breaches.push(format!("{shown}:1: `{room}` is no room of docs/layers.txt"));
        }
        let gatherer = file
            .file_name()
            .is_some_and(|n| n == "mod.rs" || n == "lib.rs");
        for (number, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            let number = number + 1;
            if let Some(what) = breach(&room, line, &floors) {
                breaches.push(format!("{shown}:{number}: {what}"));
            }
            if gatherer && !gathers(line) {
                breaches.push(format!("{shown}:{number}: mod.rs and lib.rs only gather"));
            }
        }
    }
    assert!(files.len() > 2, "the test found the sources");
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn a_breach_is_seen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let floors = floors(root);
    let up = breach("money", "use crate::claim::Claim;", &floors);
    assert_eq!(up.unwrap(), "money (floor 1) names claim (floor 6)");
    let sideways = breach("money", "    let a = crate::time::DAY;", &floors);
    assert!(sideways.is_some());
    assert!(breach("claim", "use crate::{money, time};", &floors).is_some());
    assert!(breach("claim", "use crate::Money;", &floors).is_some());
    assert!(breach("claim", "use crate::money::Money;", &floors).is_none());
    assert!(breach("claim", "// crate::practice decides", &floors).is_none());
}

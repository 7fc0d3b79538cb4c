//! The vectors that every language runs, through the JSON door, byte for byte.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pms_facade::call;

/// One line: `{"id":"..","op":"..","input":{..},"expect":{"ok"|"err":..}}`, in this order and
/// without spaces between, so that a language without a JSON reader can cut it by its seams.
struct Vector<'a> {
    id: &'a str,
    op: &'a str,
    input: &'a str,
    expect: &'a str,
}

fn cut(line: &str) -> Option<Vector<'_>> {
    let rest = line.strip_prefix("{\"id\":\"")?.strip_suffix('}')?;
    let (id, rest) = rest.split_once("\",\"op\":\"")?;
    let (op, rest) = rest.split_once("\",\"input\":")?;
    let (input, expect) = rest.rsplit_once(",\"expect\":")?;
    Some(Vector {
        id,
        op,
        input,
        expect,
    })
}

#[test]
fn every_vector_is_answered_to_the_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl"))
        .collect();
    files.sort();
    let mut ids = BTreeSet::new();
    let mut failures = Vec::new();
    for file in files {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(
                value.to_string(),
                line,
                "a vector is written without spaces"
            );
            let vector = cut(line).unwrap_or_else(|| panic!("a vector's form: {line}"));
            assert!(
                ids.insert(vector.id.to_owned()),
                "{} stands twice",
                vector.id
            );
            let answer = call(vector.op.to_owned(), vector.input.to_owned());
            if answer != vector.expect {
                failures.push(format!(
                    "{}\n  wanted {}\n  got    {answer}",
                    vector.id, vector.expect
                ));
            }
        }
    }
    println!(
        "vectors: {} passed, {} failed",
        ids.len() - failures.len(),
        failures.len()
    );
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

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

/// Every line of the suite, file by file.
fn lines() -> std::io::Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let mut files = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    let mut lines = Vec::new();
    for file in files {
        lines.extend(fs::read_to_string(file)?.lines().map(str::to_owned));
    }
    Ok(lines)
}

#[test]
fn every_vector_is_answered_to_the_byte() {
    let mut ids = BTreeSet::new();
    let mut failures = Vec::new();
    for line in &lines().unwrap() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            &value.to_string(),
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
    println!(
        "vectors: {} passed, {} failed",
        ids.len() - failures.len(),
        failures.len()
    );
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// What the doors can do is what the vectors try: each function and each command, done and refused.
#[test]
fn every_operation_is_done_and_refused_in_some_vector() {
    let list = call("op.list".to_owned(), "{}".to_owned());
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let mut tried = BTreeSet::new();
    for line in &lines().unwrap() {
        let vector = cut(line).unwrap();
        let expect: serde_json::Value = serde_json::from_str(vector.expect).unwrap();
        tried.insert((vector.op.to_owned(), expect["ok"].is_null()));
        let input: serde_json::Value = serde_json::from_str(vector.input).unwrap();
        let steps = input["steps"].as_array().into_iter().flatten();
        for (step, answer) in steps.zip(expect["ok"].as_array().into_iter().flatten()) {
            let op = step["op"].as_str().unwrap().to_owned();
            tried.insert((op, answer["ok"].is_null()));
        }
    }
    let mut missing = Vec::new();
    for kind in ["functions", "commands"] {
        for op in list["ok"][kind].as_array().unwrap() {
            let op = op.as_str().unwrap().to_owned();
            // Whatever the text, an 835 is read, and what is wrong stands among the findings.
            let refusals: &[bool] = match op.as_str() {
                "x12.read_835" => &[false],
                _ => &[false, true],
            };
            let untried = refusals
                .iter()
                .filter(|refused| !tried.contains(&(op.clone(), **refused)));
            missing.extend(untried.map(|refused| (op.clone(), *refused)));
        }
    }
    assert_eq!(missing, []);
}

/// What no line of JSON can hold.
#[test]
fn bytes_that_are_no_json_are_refused_by_name() {
    let deep = "[".repeat(100_000);
    for wrong in ["", "{", "hello", "{\"amounts\":[}", "\u{0}", &deep] {
        let answer = call("money.total".to_owned(), wrong.to_owned());
        assert!(
            answer.starts_with(r#"{"err":{"kind":"invalid","code":"json.syntax""#),
            "{answer}"
        );
    }
    let practice = "018f2d5c-0000-7000-8000-000000000001".to_owned();
    let practice = pms_facade::practice_in_memory(practice).unwrap();
    let answer = pollster::block_on(practice.call("load".to_owned(), "{".to_owned()));
    assert!(answer.starts_with(r#"{"err":{"kind":"invalid","code":"json.syntax""#));
}

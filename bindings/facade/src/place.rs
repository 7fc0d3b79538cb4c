//! Where in a JSON text a value is that cannot be taken.
//!
//! A path could be kept while reading, but then each record is compiled once more, for a reader that
//! keeps it. Bad input is rare and may be read again: the value that is refused is in the shortest
//! beginning of the text that is refused, and not merely cut short.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// The path of what is refused: `lines[2].charge`, and nothing where it is the whole. `refused` says
/// whether a beginning of the text already holds it.
pub(crate) fn of(text: &str, refused: &dyn Fn(&str) -> bool) -> String {
    let refused_before = |end: usize| text.get(..end).is_some_and(refused);
    let mut path = String::new();
    let mut here = text;
    loop {
        let parts = members(here).or_else(|| elements(here));
        let parts = parts.unwrap_or_default();
        let start = |part: &str| part.as_ptr().addr() - text.as_ptr().addr();
        let before = parts.partition_point(|(_, part)| !refused_before(start(part) + part.len()));
        let Some((step, part)) = parts.get(before) else {
            return path;
        };
        if !path.is_empty() && !step.starts_with('[') {
            path.push('.');
        }
        path.push_str(step);
        // Already the name, or that there is an object or a list at all.
        if refused_before(start(part) + 1) {
            return path;
        }
        here = part;
    }
}

/// What an object holds, in order.
fn members(text: &str) -> Option<Vec<(String, &str)>> {
    let read: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let mut parts: Vec<_> = read
        .into_iter()
        .map(|(name, raw)| (name, raw.get()))
        .collect();
    parts.sort_by_key(|(_, part)| part.as_ptr());
    Some(parts)
}

/// What a list holds.
fn elements(text: &str) -> Option<Vec<(String, &str)>> {
    let read: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    let numbered = read.into_iter().enumerate();
    Some(
        numbered
            .map(|(n, raw)| (format!("[{n}]"), raw.get()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZeroU8;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "what is read does not matter")]
        name: String,
        #[serde(default)]
        #[expect(dead_code, reason = "what is read does not matter")]
        parts: Vec<BTreeMap<String, NonZeroU8>>,
    }

    fn place(text: &str) -> String {
        of(text, &|beginning| {
            let read: Result<Sample, _> = serde_json::from_str(beginning);
            read.is_err_and(|error| error.is_data())
        })
    }

    #[test]
    fn the_path_leads_to_what_is_refused() {
        let rows = [
            (r#"{"name": 5}"#, "name"),
            (r#"{"name": {"b": 1}}"#, "name"),
            (r#"[]"#, ""),
            (r#"{"parts": []}"#, ""),
            (r#"{"name": "a", "extra": {"b": [1]}}"#, "extra"),
            (
                r#" {"name": "a", "parts": [{"b": 1}, {"c": 1, "d": 0}]}"#,
                "parts[1].d",
            ),
            (r#"{"name": "a", "parts": [{"b": 1}, []]}"#, "parts[1]"),
            (r#"{"parts": [{"é\"": 300}], "name": "a"}"#, "parts[0].é\""),
            (r#"{"name": "a", "name": "b"}"#, "name"),
        ];
        for (text, path) in rows {
            assert_eq!(place(text), path, "{text}");
        }
    }
}

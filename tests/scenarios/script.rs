//! A scenario as it stands in its file: title, then one line an act, each with its number.

use std::fmt;

use chrono::NaiveDateTime;

/// A scenario, read and not yet played.
#[derive(Clone)]
pub(crate) struct Script {
    /// The file, as it is shown.
    pub(crate) file: String,
    /// What the scenario shows, from its first line.
    pub(crate) title: String,
    pub(crate) lines: Vec<Line>,
}

/// What is said on one line, with the lines that continue it.
#[derive(Clone)]
pub(crate) struct Line {
    /// Where it begins, counted from 1.
    pub(crate) number: usize,
    pub(crate) said: Said,
}

#[derive(Clone)]
pub(crate) enum Said {
    /// What is there before the first act.
    Given(String),
    /// What happens at a local time, and what must come of it.
    Act {
        at: NaiveDateTime,
        act: String,
        outcome: String,
    },
}

/// What is wrong with a scenario, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Wrong {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// What stands between an act and its outcome.
const ARROW: &str = "->";

impl Line {
    /// What is said to be there, or to be done.
    pub(crate) fn act(&self) -> String {
        match &self.said {
            Said::Given(text) | Said::Act { act: text, .. } => text.clone(),
        }
    }
}

impl Script {
    /// Reads a scenario. A line that begins with `#` is a comment, one that is indented continues
    /// the line before.
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Wrong> {
        let wrong = |line, what: &str| Wrong {
            file: file.to_owned(),
            line,
            what: what.to_owned(),
        };
        let mut numbered = text.lines().enumerate().map(|(n, line)| (n + 1, line));
        let title = numbered
            .next()
            .and_then(|(_, line)| line.strip_prefix("# "))
            .ok_or_else(|| wrong(1, "the first line is `# ` and what the scenario shows"))?;
        let mut whole: Vec<(usize, String)> = Vec::new();
        for (number, line) in numbered {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if !line.starts_with(char::is_whitespace) {
                whole.push((number, line.trim_end().to_owned()));
                continue;
            }
            let (_, before) = whole
                .last_mut()
                .ok_or_else(|| wrong(number, "an indented line continues nothing"))?;
            before.push(' ');
            before.push_str(line.trim());
        }
        let mut lines = Vec::with_capacity(whole.len());
        let mut last: Option<NaiveDateTime> = None;
        for (number, text) in whole {
            let said = said(&text).map_err(|what| wrong(number, what))?;
            match (&said, last) {
                (Said::Given(_), Some(_)) => {
                    return Err(wrong(number, "what is given stands before the first act"));
                }
                (Said::Act { at, .. }, Some(before)) if *at < before => {
                    return Err(wrong(number, "earlier than the act before"));
                }
                (Said::Act { at, .. }, _) => last = Some(*at),
                (Said::Given(_), None) => {}
            }
            lines.push(Line { number, said });
        }
        if last.is_none() {
            return Err(wrong(1, "nothing happens"));
        }
        Ok(Self {
            file: file.to_owned(),
            title: title.to_owned(),
            lines,
        })
    }

    /// Something is wrong with a line.
    pub(crate) fn wrong(&self, line: usize, what: impl Into<String>) -> Wrong {
        Wrong {
            file: self.file.clone(),
            line,
            what: what.into(),
        }
    }
}

/// `2026-03-02 09:00  what happens  -> what comes of it`, or what is given.
fn said(text: &str) -> Result<Said, &'static str> {
    let time = text.get(..16).and_then(|head| {
        let at = NaiveDateTime::parse_from_str(head, "%Y-%m-%d %H:%M").ok()?;
        Some((at, text.get(16..)?))
    });
    match (time, text.split_once(ARROW)) {
        (None, None) => Ok(Said::Given(text.to_owned())),
        (None, Some(_)) => Err("an act begins with its time, `2026-03-02 09:00`"),
        (Some(_), None) => Err("an act ends with its outcome, `-> booked`"),
        (Some((at, rest)), Some(_)) => {
            let (act, outcome) = rest.split_once(ARROW).ok_or("no act before the outcome")?;
            let (act, outcome) = (act.trim(), outcome.trim());
            if act.is_empty() || outcome.is_empty() || outcome.contains(ARROW) {
                return Err("one act and one outcome a line");
            }
            Ok(Said::Act {
                at,
                act: act.to_owned(),
                outcome: outcome.to_owned(),
            })
        }
    }
}

use super::super::syntax::{Finding, Level, Position, Severity};

/// Collects findings.
#[derive(Clone, Debug, Default)]
pub(in crate::x12) struct Report {
    pub(in crate::x12) findings: Vec<Finding>,
}

impl Report {
    pub(in crate::x12) fn find(
        &mut self,
        level: Level,
        code: &'static str,
        path: String,
        at: Position,
        says: &str,
    ) {
        self.push(Severity::Error, level, code, path, at, says);
    }

    pub(in crate::x12) fn error(
        &mut self,
        code: &'static str,
        path: String,
        at: Position,
        says: &str,
    ) {
        self.find(Level::Guide, code, path, at, says);
    }

    pub(in crate::x12) fn code_set(
        &mut self,
        code: &'static str,
        path: String,
        at: Position,
        says: &str,
    ) {
        self.find(Level::CodeSet, code, path, at, says);
    }

    pub(in crate::x12) fn situation(
        &mut self,
        code: &'static str,
        path: String,
        at: Position,
        says: &str,
    ) {
        self.find(Level::Situation, code, path, at, says);
    }

    pub(in crate::x12) fn warning(
        &mut self,
        code: &'static str,
        path: String,
        at: Position,
        says: &str,
    ) {
        self.push(Severity::Warning, Level::Situation, code, path, at, says);
    }

    pub(in crate::x12) fn push(
        &mut self,
        severity: Severity,
        level: Level,
        code: &'static str,
        path: String,
        at: Position,
        says: &str,
    ) {
        self.findings.push(Finding {
            code,
            severity,
            level,
            path,
            at,
            says: says.to_owned(),
        });
    }
}

/// Cents as people write them.
pub(in crate::x12) fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

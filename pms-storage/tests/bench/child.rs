//! Real processes: this test program started again, told by the environment what to do.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use pms_core::store::Store;
use pms_storage::postgres::Postgres;
use pms_storage::sqlite::Sqlite;

const TOLD: &str = "PMS_CHILD";
/// Begins each line that a child says to its parent, among those of the test harness.
const SAYS: &str = "CHILD ";

/// Opens a store by the URL of a server or the path of a file.
pub async fn open(target: &str) -> Arc<dyn Store> {
    if target.starts_with("postgres") {
        Arc::new(Postgres::open(target).await.unwrap())
    } else {
        Arc::new(Sqlite::open(target).await.unwrap())
    }
}

/// What this process is told, where it is a child.
pub fn told() -> Option<Vec<String>> {
    let told = std::env::var(TOLD).ok()?;
    Some(told.split('\n').map(str::to_owned).collect())
}

/// A child says a line.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{SAYS}{line}").unwrap();
    out.flush().unwrap();
}

/// A child waits for its parent's go.
pub fn wait() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
}

/// A process of its own.
pub struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts the test `entry` of this program in a process of its own.
    pub fn start(entry: &str, told: &[&str]) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", entry, "--nocapture", "--test-threads=1"])
            .env(TOLD, told.join("\n"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next line that it says; none when it has ended.
    pub fn said(&mut self) -> Option<String> {
        loop {
            let line = self.lines.next()?.ok()?;
            if let Some(said) = line.strip_prefix(SAYS) {
                return Some(said.to_owned());
            }
        }
    }

    pub fn go(&mut self) {
        writeln!(self.child.stdin.as_mut().unwrap(), "go").unwrap();
    }

    /// Ends it as a loss of power would end it, and gives all that it had still said.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let mut said = Vec::new();
        while let Some(line) = self.said() {
            said.push(line);
        }
        self.child.wait().unwrap();
        said
    }

    pub fn end(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }
}

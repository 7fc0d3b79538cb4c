//! A Postgres server of the test's own, which it may kill.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Folder;

pub struct Server {
    programs: PathBuf,
    folder: Folder,
    port: u16,
    postmaster: Child,
}

impl Server {
    /// A new server, or a loud line that there are no programs for one.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("SKIPPED killing postgres: no initdb (PMS_PG_BIN, /usr/lib/postgresql)");
            return None;
        };
        let folder = Folder::new("server");
        if is_root() {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(folder.path())
                .status();
            assert!(owned.unwrap().success());
        }
        let data = folder.path().join("data");
        let made = unprivileged(&programs.join("initdb"))
            .args(["--auth=trust", "--username=pms", "--no-sync"])
            .args(["--encoding=UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success());
        let port = free_port();
        let postmaster = run(&programs, &folder, port);
        let mut server = Self {
            programs,
            folder,
            port,
            postmaster,
        };
        server.wait_until_up();
        Some(server)
    }

    pub fn url(&self) -> String {
        format!("postgres://pms@127.0.0.1:{}/postgres", self.port)
    }

    /// The postmaster and every backend at once.
    pub fn kill(&mut self) {
        let postmaster = self.postmaster.id();
        let family = children(postmaster);
        let _may_have_ended = self.postmaster.kill();
        let list: Vec<String> = family.iter().map(u32::to_string).collect();
        let all = format!("kill -9 {} 2>/dev/null", list.join(" "));
        let _some_gone = Command::new("sh").args(["-c", &all]).status();
        self.postmaster.wait().unwrap();
        while family
            .iter()
            .any(|child| Path::new(&format!("/proc/{child}/stat")).exists())
        {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn restart(&mut self) {
        self.postmaster = run(&self.programs, &self.folder, self.port);
        self.wait_until_up();
    }

    /// A backend that was born while its family was killed may hold the data for a moment: then the
    /// new postmaster ends at once, and is started again.
    fn wait_until_up(&mut self) {
        for _ in 0..1_200 {
            if self.is_up() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
            if self.postmaster.try_wait().unwrap().is_some() {
                self.postmaster = run(&self.programs, &self.folder, self.port);
            }
        }
        panic!("the server did not come up");
    }

    fn is_up(&self) -> bool {
        Command::new(self.programs.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
            .status()
            .unwrap()
            .success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn run(programs: &Path, folder: &Folder, port: u16) -> Child {
    let settings = ["listen_addresses=127.0.0.1", "max_connections=50"];
    let mut command = unprivileged(&programs.join("postgres"));
    for setting in settings {
        command.args(["-c", setting]);
    }
    command
        .args(["-p", &port.to_string(), "-k"])
        .arg(folder.path())
        .arg("-D")
        .arg(folder.path().join("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn programs() -> Option<PathBuf> {
    if let Ok(told) = std::env::var("PMS_PG_BIN") {
        return Some(told.into());
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().any(|line| line.starts_with("Uid:\t0"))
}

/// The server refuses to run as root.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .current_dir("/")
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
        .arg(program);
    command
}

fn children(parent: u32) -> Vec<u32> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    let is_child = |process: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let after = stat.rsplit(") ").next().unwrap_or_default();
        after.split(' ').nth(1) == Some(&parent.to_string())
    };
    processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(is_child)
        .collect()
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

//! What the tests share: a folder of their own, a server where there is one, fresh identifiers.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test takes what it needs, stops at the first surprise and says what it skips"
)]

pub mod child;
pub mod rush;
pub mod server;
pub mod work;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use pms_core::id::Uuid;

/// An identifier that no earlier run has used.
#[allow(clippy::disallowed_methods, reason = "a test may ask the clock")]
pub fn fresh() -> Uuid {
    let nanos = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_nanos();
    Uuid::from_u128(nanos << 32 | u128::from(std::process::id()))
}

/// A folder that is gone when the test is over.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pms-{name}-{}", fresh()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A folder in memory, where there is one, for tests that do not hang on the disk.
    pub fn swift(name: &str) -> Self {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        let path = base.join(format!("pms-{name}-{}", fresh()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self) -> PathBuf {
        self.0.join("practice.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// The server to test against, or a loud line that there is none.
pub fn server(test: &str) -> Option<String> {
    let url = std::env::var("PMS_PG_URL").ok();
    if url.is_none() {
        eprintln!("SKIPPED {test}: PMS_PG_URL names no Postgres server");
    }
    url
}

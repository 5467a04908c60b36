//! What a PostgreSQL server of tests and benches is started with: its programs, and an account that is not root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of PostgreSQL's programs: `initdb` is often not on the path.
pub fn programs() -> Option<PathBuf> {
    if Command::new("initdb")
        .arg("--version")
        .output()
        .is_ok_and(|done| done.status.success())
    {
        return Some(PathBuf::new());
    }
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    found.retain(|folder| folder.join("initdb").exists());
    found.sort();
    found.pop()
}

/// Who the server runs as: `initdb` refuses root.
pub struct Account(pub Option<(u32, u32)>);

impl Account {
    /// The account that is there for it.
    pub fn to_run_as() -> Self {
        let uid = fs::metadata("/proc/self").expect("/proc/self").uid();
        if uid != 0 {
            return Self(None);
        }
        let accounts = fs::read_to_string("/etc/passwd").expect("/etc/passwd");
        let ids = |name: &str| {
            let line = accounts
                .lines()
                .find(|line| line.split(':').next() == Some(name))?;
            let mut parts = line.split(':').skip(2).map(|part| part.parse().ok());
            Some((parts.next()??, parts.next()??))
        };
        Self(Some(
            ids("postgres")
                .or_else(|| ids("nobody"))
                .expect("an account that is not root"),
        ))
    }

    /// A program, run as this account.
    pub fn command(&self, program: &Path) -> Command {
        let Some((uid, gid)) = self.0 else {
            return Command::new(program);
        };
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={uid}"))
            .arg(format!("--regid={gid}"))
            .arg("--clear-groups")
            .arg(program);
        command
    }
}

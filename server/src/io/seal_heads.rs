//! The heads of the chain over the events, one line per day: `2026-11-23 <event> <seal>`. The file is beside the key, outside
//! the database, and must be copied elsewhere; `sanh verify` compares the chain with it and finds out whether its end was cut
//! off. The beginning of a later chain is a line of its own: `2026-11-24 chain {…}`.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sanh_store::{ChainBegin, SealHead};

use super::seal_key;
use crate::config::{Config, ConfigError};

/// The path of the file: beside the key.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    seal_key::path(config).with_extension("heads")
}

/// The start of the rest of a line that records the beginning of a chain.
const CHAIN: &str = "chain ";

/// The heads kept so far; none if there is no file yet.
///
/// # Errors
///
/// One line that names the file, and the line in it that cannot be read.
pub fn read(path: &Path) -> Result<Vec<SealHead>, ConfigError> {
    Ok(read_all(path)?.0)
}

/// The heads kept so far, and the beginnings of chains.
///
/// # Errors
///
/// One line that names the file, and the line in it that cannot be read.
pub fn read_all(path: &Path) -> Result<(Vec<SealHead>, Vec<ChainBegin>), ConfigError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(ConfigError(format!("{}: {error}", path.display()))),
    };
    let (mut heads, mut chains) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate() {
        let rest = line.split_once(' ').map(|(_, rest)| rest);
        let chain = rest.and_then(|rest| rest.strip_prefix(CHAIN));
        let is_read = match (rest, chain) {
            (_, Some(chain)) => serde_json::from_str(chain)
                .map(|chain| chains.push(chain))
                .is_ok(),
            (Some(head), None) => head.parse().map(|head| heads.push(head)).is_ok(),
            (None, None) => false,
        };
        if !is_read {
            return Err(ConfigError(format!(
                "{}:{}: this is no head of the chain",
                path.display(),
                number + 1
            )));
        }
    }
    Ok((heads, chains))
}

/// Adds the beginning of a chain, synced to disk on return.
///
/// # Errors
///
/// When the file cannot be written.
pub fn add_chain(path: &Path, date: NaiveDate, chain: &ChainBegin) -> std::io::Result<()> {
    let chain = serde_json::to_string(chain)?;
    add_line(path, &format!("{date} {CHAIN}{chain}\n"))
}

/// Adds a day's head, synced to disk on return.
///
/// # Errors
///
/// When the file cannot be written.
pub fn add(path: &Path, date: NaiveDate, head: &SealHead) -> std::io::Result<()> {
    add_line(path, &format!("{date} {head}\n"))
}

fn add_line(path: &Path, line: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

/// The head of the audit that was exported last, if any.
///
/// # Errors
///
/// One line that names the file.
pub fn read_audit(heads: &Path) -> Result<Vec<SealHead>, ConfigError> {
    read(&audit_path(heads))
}

/// Replaces the exported head of the audit, atomically.
///
/// # Errors
///
/// When the file cannot be written.
pub fn put_audit(heads: &Path, date: NaiveDate, head: &SealHead) -> std::io::Result<()> {
    let path = audit_path(heads);
    let next = path.with_extension("audit-head.new");
    let mut file = std::fs::File::create(&next)?;
    file.write_all(format!("{date} {head}\n").as_bytes())?;
    file.sync_all()?;
    std::fs::rename(next, path)
}

pub(super) fn audit_path(heads: &Path) -> PathBuf {
    heads.with_extension("audit-head")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_days_head_is_read_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sanh.heads");
        assert_eq!(read(&path).unwrap(), Vec::new());
        let head = SealHead {
            event_id: 7,
            mac: [0xA5; 32],
            chain: 1,
        };
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        add(&path, date, &head).unwrap();
        let of_second = SealHead {
            chain: 2,
            ..head.clone()
        };
        add(&path, date.succ_opt().unwrap(), &of_second).unwrap();
        assert_eq!(read(&path).unwrap(), vec![head, of_second]);
    }

    #[test]
    fn a_damaged_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sanh.heads");
        std::fs::write(&path, "2026-11-23 7 abc\n").unwrap();
        assert!(read(&path).unwrap_err().0.contains(":1:"));
    }
}

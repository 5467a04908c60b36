//! The files beside the seal key: heads of the chains, the ledger of what a restore must not undo, and the last dossier numbers
//! of the day. They must be copied elsewhere, like the key; they contain no personal data.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sanh_store::{ChainBegin, Outside, ResumeReport, SealHead, Serial, read_ledger};

use super::{seal_heads, seal_key};
use crate::config::{Config, ConfigError};

/// The path of the ledger: beside the key.
#[must_use]
pub fn ledger_path(config: &Config) -> PathBuf {
    seal_key::path(config).with_extension("ledger")
}

/// Reads everything that is kept outside the database.
///
/// # Errors
///
/// One line that names the file.
pub async fn read(config: &Config) -> Result<Outside, ConfigError> {
    let mut outside = heads(config)?;
    let ledger = ledger_path(config);
    let read = read_ledger(&ledger).await;
    let (ledger, damaged) = read.map_err(|error| ConfigError(error.to_string()))?;
    outside.ledger = ledger;
    outside.damaged = damaged;
    outside.serials = read_serials(&serials_path(&seal_heads::path(config)))?;
    Ok(outside)
}

/// Reads the heads only.
///
/// # Errors
/// One line that names the file, and the line in it that cannot be read.
pub fn heads(config: &Config) -> Result<Outside, ConfigError> {
    let path = seal_heads::path(config);
    let (heads, chains) = seal_heads::read_all(&path)?;
    Ok(Outside {
        heads,
        chains,
        audit_heads: seal_heads::read_audit(&path)?,
        ..Outside::default()
    })
}

/// Writes how a restored copy continues: the new chain with its heads, and the numbers that it begins from.
///
/// # Errors
///
/// When a file cannot be written.
pub fn keep_resumed(
    config: &Config,
    resumed: &ResumeReport,
    date: NaiveDate,
) -> std::io::Result<()> {
    if let Some(chain) = &resumed.chain {
        let heads = (resumed.head.clone(), resumed.audit_head.clone());
        keep_chain(config, chain, &heads, date)?;
    }
    put_serials(&seal_heads::path(config), &resumed.serials)
}

/// Writes how a new chain began, with the heads of the events and of the audit at that time.
///
/// # Errors
///
/// When a file cannot be written.
pub fn keep_chain(
    config: &Config,
    chain: &ChainBegin,
    (head, audit_head): &(Option<SealHead>, Option<SealHead>),
    date: NaiveDate,
) -> std::io::Result<()> {
    let path = seal_heads::path(config);
    seal_heads::add_chain(&path, date, chain)?;
    if let Some(head) = head {
        seal_heads::add(&path, date, head)?;
    }
    match audit_head {
        Some(head) => seal_heads::put_audit(&path, date, head),
        None => Ok(()),
    }
}

/// Replaces the kept dossier numbers of the day, atomically. `heads` is the file of the heads.
///
/// # Errors
///
/// When the file cannot be written.
pub fn put_serials(heads: &Path, serials: &[Serial]) -> std::io::Result<()> {
    let path = serials_path(heads);
    let next = path.with_extension("serials.new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(&next)?;
    for Serial { day, agency, last } in serials {
        file.write_all(format!("{day} {last} {agency}\n").as_bytes())?;
    }
    file.sync_all()?;
    std::fs::rename(next, path)
}

fn serials_path(heads: &Path) -> PathBuf {
    heads.with_extension("serials")
}

fn read_serials(path: &Path) -> Result<Vec<Serial>, ConfigError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ConfigError(format!("{}: {error}", path.display()))),
    };
    let serial = |(number, line): (usize, &str)| {
        let mut parts = line.splitn(3, ' ');
        let parts = (parts.next(), parts.next(), parts.next());
        let read = match parts {
            (Some(day), Some(last), Some(agency)) => last.parse().ok().map(|last| Serial {
                day: day.to_owned(),
                agency: agency.to_owned(),
                last,
            }),
            _ => None,
        };
        let wrong = || {
            let number = number + 1;
            ConfigError(format!(
                "{}:{number}: this is no number of dossiers",
                path.display()
            ))
        };
        read.ok_or_else(wrong)
    };
    text.lines().enumerate().map(serial).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbers_are_read_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let heads = folder.path().join("sanh.heads");
        let serial = |agency: &str, last| Serial {
            day: "2026-11-23".to_owned(),
            agency: agency.to_owned(),
            last,
        };
        let serials = vec![serial("H49.12", 7), serial("H50 Sở", 120)];
        put_serials(&heads, &serials).unwrap();
        put_serials(&heads, &serials).unwrap();
        assert_eq!(read_serials(&serials_path(&heads)).unwrap(), serials);
    }
}

//! The file of the key that seals the events. It lies outside the database, so that whoever can
//! write the database cannot forge the chain.

use std::path::{Path, PathBuf};

use super::key_file::{self, KeyFile};
use crate::config::{Config, ConfigError};
use crate::store::SealKey;

/// Where the key lies: as set, else `sanh.key` beside a SQLite database, else in the working folder.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    key_file::path(config, &config.seal_key_file, "sanh.key")
}

/// Reads the key; makes one, readable by its owner only, where there is none yet.
///
/// # Errors
/// One line that names the file and what to do.
pub fn load_or_make(path: &Path) -> Result<SealKey, ConfigError> {
    let file = KeyFile {
        path,
        flag: "--seal-key-file",
    };
    let key = SealKey::new(file.read_or_make()?);
    key.ok_or_else(|| {
        file.unusable(&format!(
            "a seal key has at least {} bytes",
            SealKey::BYTES_MIN
        ))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_is_made_once_and_readable_by_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sanh.key");
        load_or_make(&path).unwrap();
        let first = std::fs::read(&path).unwrap();
        load_or_make(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), first);
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_key_that_is_too_short_is_refused_by_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sanh.key");
        std::fs::write(&path, b"short").unwrap();
        let error = load_or_make(&path).unwrap_err();
        assert!(error.0.contains("sanh.key"), "{error}");
    }
}

//! The file of the key that seals the events. It is outside the database, so that write access to the database is not enough to
//! forge the chain.

use std::path::{Path, PathBuf};

use super::key_file::{self, KeyFile};
use crate::config::{Config, ConfigError};
use sanh_store::SealKey;

/// The path of the key: as set, else `sanh.key` beside a SQLite database, else in the working folder.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    key_file::path(config, &config.seal_key_file, "sanh.key")
}

/// Reads the key. A key is made only if nothing is sealed yet: with a new key in place of a lost one, nobody could check the
/// older seals.
///
/// # Errors
///
/// One line that names the file and what to do.
pub fn load(path: &Path, may_make: bool) -> Result<SealKey, ConfigError> {
    let file = KeyFile {
        path,
        flag: "--seal-key-file",
    };
    let bytes = if may_make {
        file.read_or_make()?
    } else {
        file.read()?
    };
    SealKey::new(bytes).ok_or_else(|| {
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
        load(&path, true).unwrap();
        let first = std::fs::read(&path).unwrap();
        load(&path, true).unwrap();
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
        let error = load(&path, true).unwrap_err();
        assert!(error.0.contains("sanh.key"), "{error}");
    }

    #[test]
    fn a_lost_key_is_not_replaced_silently() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sanh.key");
        let error = load(&path, false).unwrap_err();
        assert!(error.0.contains("sanh.key"), "{error}");
        assert!(!path.exists());
    }
}

//! The file of the master key, which wraps the secret that applicants' data are sealed by.

use std::path::{Path, PathBuf};

use super::key_file::{self, KeyFile};
use crate::config::{Config, ConfigError};
use sanh_store::vault::{KEY_BYTES, MasterKey};

/// The path of the key: as set, else `sanh-master.key` beside a SQLite database, else in the working folder.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    key_file::path(config, &config.master_key_file, "sanh-master.key")
}

/// Reads the key. A key is made only if nothing is sealed yet: a new key could not open what a lost key sealed.
///
/// # Errors
///
/// One line that names the file and what to do.
pub fn load(path: &Path, may_make: bool) -> Result<MasterKey, ConfigError> {
    let file = KeyFile {
        path,
        flag: "--master-key-file",
    };
    let bytes = if may_make {
        file.read_or_make()?
    } else {
        file.read()?
    };
    MasterKey::new(&bytes)
        .ok_or_else(|| file.unusable(&format!("a master key has exactly {KEY_BYTES} bytes")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_lost_key_is_not_replaced_silently() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sanh-master.key");
        let error = load(&path, false).unwrap_err().to_string();
        assert!(error.contains("sanh-master.key"), "{error}");
        assert!(!path.exists());
        load(&path, true).unwrap();
        load(&path, false).unwrap();
        std::fs::write(&path, b"short").unwrap();
        assert!(
            load(&path, true)
                .unwrap_err()
                .to_string()
                .contains("exactly 32 bytes")
        );
    }
}

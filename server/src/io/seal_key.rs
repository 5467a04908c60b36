//! The file of the key that seals the events. It lies outside the database, so that whoever can
//! write the database cannot forge the chain.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigError};
use crate::store::SealKey;

/// Where the key lies: as set, else `sanh.key` beside a SQLite database, else in the working folder.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    if !config.seal_key_file.as_os_str().is_empty() {
        return config.seal_key_file.clone();
    }
    let file = config.database_url.strip_prefix("sqlite://");
    let file = file.map(|rest| rest.split('?').next().unwrap_or(rest));
    file.and_then(|file| Path::new(file).parent())
        .unwrap_or(Path::new(""))
        .join("sanh.key")
}

/// Reads the key; makes one, readable by its owner only, where there is none yet.
///
/// # Errors
/// One line that names the file and what to do.
pub fn load_or_make(path: &Path) -> Result<SealKey, ConfigError> {
    match std::fs::File::open(path) {
        Ok(mut file) => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)
                .map_err(|error| unusable(path, &error))?;
            SealKey::new(bytes).ok_or_else(|| {
                unusable(
                    path,
                    &format!("a seal key has at least {} bytes", SealKey::BYTES_MIN),
                )
            })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => make(path),
        Err(error) => Err(unusable(path, &error)),
    }
}

fn make(path: &Path) -> Result<SealKey, ConfigError> {
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))?;
    }
    let bytes: [u8; SealKey::BYTES_MIN] = rand::random();
    let mut options = OpenOptions::new();
    let made = options.write(true).create_new(true).mode(0o600).open(path);
    let mut file = match made {
        Ok(file) => file,
        // Another process of this installation was quicker.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return load_or_make(path),
        Err(error) => return Err(unusable(path, &error)),
    };
    file.write_all(&bytes)
        .and_then(|()| file.sync_all())
        .map_err(|error| unusable(path, &error))?;
    SealKey::new(bytes).ok_or_else(|| unusable(path, &"the key is too short"))
}

fn unusable(path: &Path, why: &dyn std::fmt::Display) -> ConfigError {
    ConfigError(format!(
        "{}: {why} (choose another place with --seal-key-file)",
        path.display()
    ))
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

//! Files of secret keys. They are outside the database, so that a copy of the database contains no key.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigError};

/// Bytes of a newly made key.
const BYTES: usize = 32;

/// The file of a key and the setting that names it.
pub(super) struct KeyFile<'a> {
    pub(super) path: &'a Path,
    /// The flag that sets another path.
    pub(super) flag: &'static str,
}

/// The path of a key: as set, else under its own name beside a SQLite database, else in the working folder.
pub(super) fn path(config: &Config, set: &Path, name: &str) -> PathBuf {
    if !set.as_os_str().is_empty() {
        return set.to_owned();
    }
    let file = config.database_url.strip_prefix("sqlite://");
    let file = file.map(|rest| rest.split('?').next().unwrap_or(rest));
    let folder = file.and_then(|file| Path::new(file).parent());
    folder.unwrap_or(Path::new("")).join(name)
}

impl KeyFile<'_> {
    /// Reads the key.
    pub(super) fn read(&self) -> Result<Vec<u8>, ConfigError> {
        std::fs::read(self.path).map_err(|error| self.unusable(&error))
    }

    /// Reads the key; makes one that only its owner can read if there is none yet.
    pub(super) fn read_or_make(&self) -> Result<Vec<u8>, ConfigError> {
        match std::fs::read(self.path) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => self.make(),
            Err(error) => Err(self.unusable(&error)),
        }
    }

    fn make(&self) -> Result<Vec<u8>, ConfigError> {
        use std::os::unix::fs::OpenOptionsExt;
        let folder = self.path.parent();
        if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| self.unusable(&error))?;
        }
        let bytes: [u8; BYTES] = rand::random();
        let mut options = OpenOptions::new();
        let made = options.write(true).create_new(true).mode(0o600);
        let mut file = match made.open(self.path) {
            Ok(file) => file,
            // Another process of this installation made it first.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return self.read(),
            Err(error) => return Err(self.unusable(&error)),
        };
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        written.map_err(|error| self.unusable(&error))?;
        Ok(bytes.to_vec())
    }

    /// An error in one line that names the file and what to do.
    pub(super) fn unusable(&self, why: &dyn std::fmt::Display) -> ConfigError {
        ConfigError(format!(
            "{}: {why} (choose another place with {})",
            self.path.display(),
            self.flag
        ))
    }
}

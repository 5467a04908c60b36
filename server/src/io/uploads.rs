//! Files that administrators upload to be imported: each in its own folder that only the server's own user can read. The names
//! of the folders are random, and no content of a file is in the database.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sanh_app::server::account::secret;
use sha2::{Digest, Sha256};

use super::key_file;
use crate::config::Config;

/// The file that names the server that holds the folder. It is locked while that server runs.
const NODE: &str = "node";
/// The uploaded file.
const FILE: &str = "file";
/// The report of the last run.
const REPORT: &str = "report.json";
/// The invalid values of the last run.
const BAD: &str = "bad.csv";
/// The longest name of a server, in bytes.
const NODE_BYTES_MAX: u64 = 128;

/// The folder of uploads. It is made when the first file comes.
#[derive(Clone, Debug)]
pub struct Uploads {
    root: PathBuf,
    held: Arc<Mutex<Option<Held>>>,
}

/// A folder that this process holds: no other process works on its files.
#[derive(Debug)]
struct Held {
    node: String,
    /// The lock, which ends with the process.
    _lock: File,
}

impl Uploads {
    /// The uploads of a configuration.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            root: key_file::path(config, &config.import_dir, "import"),
            held: Arc::default(),
        }
    }

    /// Whether the folder exists.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.root.join(NODE).exists()
    }

    /// The name of the server that works on these files: made once, and held by this process from now on.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made, or another process works on it.
    pub fn node(&self) -> io::Result<String> {
        // No code panics while it holds this lock.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_ref() {
            return Ok(held.node.clone());
        }
        let taken = self.hold()?;
        let node = taken.node.clone();
        *held = Some(taken);
        Ok(node)
    }

    fn hold(&self) -> io::Result<Held> {
        make_folder(&self.root)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut lock = options.mode(0o600).open(self.root.join(NODE))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::Error(error) => error,
            TryLockError::WouldBlock => {
                io::Error::new(io::ErrorKind::ResourceBusy, "another server works on it")
            }
        })?;
        let mut node = String::new();
        (&mut lock).take(NODE_BYTES_MAX).read_to_string(&mut node)?;
        if node.is_empty() {
            node = secret::token();
            lock.write_all(node.as_bytes())?;
            lock.sync_all()?;
        }
        Ok(Held { node, _lock: lock })
    }

    /// Begins a new file.
    ///
    /// # Errors
    ///
    /// As [`Uploads::node`]; or when the file cannot be made.
    pub fn begin(&self) -> io::Result<Upload> {
        self.node()?;
        let folder = secret::token();
        let path = self.root.join(&folder);
        make_folder(&path)?;
        Ok(Upload {
            file: private_file(&path.join(FILE))?,
            kept: false,
            path,
            folder,
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    /// The uploaded file of a folder.
    #[must_use]
    pub fn file(&self, folder: &str) -> PathBuf {
        self.root.join(folder).join(FILE)
    }

    /// Removes the uploaded file alone; its report is kept until its time is over.
    pub fn remove_file(&self, folder: &str) {
        let removed = std::fs::remove_file(self.file(folder));
        note("an uploaded file", removed);
    }

    /// Removes a folder of uploads with everything in it.
    pub fn remove(&self, folder: &str) {
        let path = self.root.join(folder);
        if path.exists() {
            note("an upload", std::fs::remove_dir_all(path));
        }
    }

    /// Writes the report of a run.
    ///
    /// # Errors
    ///
    /// When the disk is full.
    pub fn keep_report(&self, folder: &str, report: &[u8]) -> io::Result<()> {
        let mut file = private_file(&self.root.join(folder).join(REPORT))?;
        file.write_all(report)?;
        file.sync_all()
    }

    /// The report of the last run; `None` if it is no longer kept.
    #[must_use]
    pub fn report(&self, folder: &str) -> Option<Vec<u8>> {
        std::fs::read(self.root.join(folder).join(REPORT)).ok()
    }

    /// Makes an empty file for the invalid values of a run, replacing the one before.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn fresh_bad_file(&self, folder: &str) -> io::Result<PathBuf> {
        let path = self.root.join(folder).join(BAD);
        private_file(&path)?;
        Ok(path)
    }

    /// The first bytes of the file of invalid values, in whole lines.
    ///
    /// # Errors
    ///
    /// When it does not exist.
    pub fn bad_values(&self, folder: &str, bytes_max: u64) -> io::Result<Vec<u8>> {
        let file = File::open(self.root.join(folder).join(BAD))?;
        let mut bytes = Vec::new();
        let read = file.take(bytes_max).read_to_end(&mut bytes)?;
        if read as u64 == bytes_max
            && let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n')
        {
            bytes.truncate(end + 1);
        }
        Ok(bytes)
    }

    /// The names of the folders of uploads.
    #[must_use]
    pub fn folders(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(&self.root) else {
            return Vec::new();
        };
        let names = entries.flatten().filter(|entry| entry.path().is_dir());
        names
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect()
    }
}

/// A file that is being received. It is removed if it is not kept.
#[derive(Debug)]
pub struct Upload {
    folder: String,
    path: PathBuf,
    file: File,
    hash: Sha256,
    bytes: u64,
    kept: bool,
}

/// A file that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// The name of its folder.
    pub folder: String,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

impl Upload {
    /// Adds bytes. The write is short and goes to the system's cache, so it needs no thread of its own.
    ///
    /// # Errors
    ///
    /// When the disk is full.
    pub fn add(&mut self, piece: &[u8]) -> io::Result<()> {
        self.hash.update(piece);
        self.bytes += piece.len() as u64;
        self.file.write_all(piece)
    }

    /// How many bytes were received.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Keeps the file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn keep(mut self) -> io::Result<Uploaded> {
        self.file.sync_all()?;
        self.kept = true;
        let hash = std::mem::take(&mut self.hash);
        Ok(Uploaded {
            folder: self.folder.clone(),
            bytes: self.bytes,
            sha256: hex::encode(hash.finalize()),
        })
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.kept {
            note("an unfinished upload", std::fs::remove_dir_all(&self.path));
        }
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes an empty file that only the owner can read.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let made = options.write(true).create(true).truncate(true).mode(0o600);
    made.open(path)
}

fn note(what: &str, removed: io::Result<()>) {
    if let Err(error) = removed.or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    }) {
        tracing::warn!(%error, "{what} could not be removed");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::config::Settings;

    fn uploads(root: &Path) -> Uploads {
        let settings = Settings {
            import_dir: Some(root.to_owned()),
            ..Settings::default()
        };
        Uploads::new(&Config::load(settings, None).unwrap())
    }

    #[test]
    fn a_file_is_readable_by_its_server_only_and_removed_if_it_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = uploads(&folder.path().join("import"));
        let mut upload = uploads.begin().unwrap();
        upload.add(b"Nguy").unwrap();
        upload.add(b"en").unwrap();
        let kept = upload.keep().unwrap();
        assert_eq!(kept.bytes, 6);
        assert_eq!(kept.sha256, hex::encode(Sha256::digest(b"Nguyen")));
        let file = uploads.file(&kept.folder);
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        drop(uploads.begin().unwrap());
        assert_eq!(uploads.folders(), std::slice::from_ref(&kept.folder));
        uploads.remove(&kept.folder);
        assert!(uploads.folders().is_empty());
    }

    #[test]
    fn one_server_at_a_time_works_on_a_folder_and_it_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let first = uploads(folder.path());
        let node = first.node().unwrap();
        assert!(uploads(folder.path()).node().is_err());
        drop(first);
        assert_eq!(uploads(folder.path()).node().unwrap(), node);
    }

    #[test]
    fn bad_values_are_cut_at_the_end_of_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = uploads(folder.path());
        let kept = uploads.begin().unwrap().keep().unwrap();
        let path = uploads.fresh_bad_file(&kept.folder).unwrap();
        std::fs::write(path, "line,value\n3,a\n4,b\n").unwrap();
        let all = uploads.bad_values(&kept.folder, 1_000).unwrap();
        assert_eq!(all, b"line,value\n3,a\n4,b\n");
        let cut = uploads.bad_values(&kept.folder, 17).unwrap();
        assert_eq!(cut, b"line,value\n3,a\n");
    }
}

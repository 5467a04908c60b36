//! Files with applicants' data or a key: only the server's own user may read them.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;
use rustix::process::umask;

use super::{master_key, seal_heads, seal_key};
use crate::config::Config;

/// The permission bits of group and others.
const OF_OTHERS: u32 = 0o077;

/// Lets only the program's own user read the files that it makes from now on: database, log, copies, exports.
pub fn by_default() {
    umask(Mode::from_raw_mode(OF_OTHERS));
}

/// Restricts files from earlier versions to the server's own user: the database with its log and the files named after it, the
/// scheduled copies, keys and heads. Each file that others could read is logged, as it may have been read.
pub fn restrict_existing(config: &Config) {
    let heads = seal_heads::path(config);
    let audit_heads = seal_heads::audit_path(&heads);
    let keys = [seal_key::path(config), master_key::path(config)];
    for path in keys.iter().chain([&heads, &audit_heads]) {
        narrow(path);
    }
    if let Some(database) = database_file(config) {
        let name = database.file_name().unwrap_or_default().to_owned();
        each_in(folder_of(&database), |path| {
            if begins_with(path, &name) {
                narrow(path);
            }
        });
    }
    if !config.backup_dir.as_os_str().is_empty() {
        each_in(&config.backup_dir, |path| {
            if begins_with(path, OsStr::new("sanh-")) {
                narrow(path);
            }
        });
    }
}

/// Removes all permissions of group and others from a file, and logs it if they had any.
pub fn narrow(path: &Path) {
    let Ok(metadata) = std::fs::metadata(path) else {
        return;
    };
    let mode = metadata.permissions().mode() & 0o7777;
    if !metadata.is_file() || mode & OF_OTHERS == 0 {
        return;
    }
    let (file, was) = (path.display(), format!("{mode:04o}"));
    match std::fs::set_permissions(path, Permissions::from_mode(mode & !OF_OTHERS)) {
        Ok(()) => {
            tracing::warn!(%file, was, "others than this server could read this file; they can no more");
        }
        Err(error) => {
            tracing::warn!(%file, was, %error, "others than this server can read this file, and that cannot be changed");
        }
    }
}

fn database_file(config: &Config) -> Option<PathBuf> {
    let rest = config.database_url.strip_prefix("sqlite:")?;
    let file = rest.strip_prefix("//").unwrap_or(rest);
    Some(PathBuf::from(file.split('?').next().unwrap_or(file)))
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn begins_with(path: &Path, name: &OsStr) -> bool {
    let own = path.file_name().unwrap_or_default().as_encoded_bytes();
    !name.is_empty() && own.starts_with(name.as_encoded_bytes())
}

fn each_in(folder: &Path, mut found: impl FnMut(&Path)) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        found(&entry.path());
    }
}

//! Writes files beside the database, flushed to disk before they are used.

use std::path::Path;

use super::error::{Result, StoreError};

pub(super) fn at(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File {
        path: path.display().to_string(),
        source,
    }
}

pub(super) async fn exists(path: &Path) -> Result<bool> {
    tokio::fs::try_exists(path)
        .await
        .map_err(|error| at(path, error))
}

pub(super) async fn remove_if_there(path: &Path) -> Result<()> {
    match tokio::fs::remove_file(path).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(path, error)),
        _ => Ok(()),
    }
}

/// Flushes a file, or a folder's list of names, to the disk.
pub(super) async fn sync(path: &Path) -> Result<()> {
    let file = tokio::fs::File::open(path)
        .await
        .map_err(|error| at(path, error))?;
    file.sync_all().await.map_err(|error| at(path, error))
}

/// Renames a finished file durably.
pub(super) async fn rename(from: &Path, to: &Path) -> Result<()> {
    tokio::fs::rename(from, to)
        .await
        .map_err(|error| at(to, error))?;
    sync(folder_of(to)).await
}

/// The folder that a file is in.
pub(super) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

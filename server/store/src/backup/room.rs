//! The free space on a backup's disk: checked before the backup is made, and while it grows.

use std::path::Path;

use sqlx::{SqliteConnection, query_scalar};
use tokio_util::sync::CancellationToken;

use super::super::error::{Result, StoreError};

/// Steps of SQLite's virtual machine between two checks during a backup: some milliseconds of work.
const STEPS_BETWEEN_LOOKS: i32 = 20_000;

/// The limits of a backup.
#[derive(Clone, Debug, Default)]
pub struct BackupLimits {
    /// Bytes that must stay free on the disk, for the database and other programs.
    pub reserve_bytes: u64,
    /// Once cancelled, the backup is given up and removed.
    pub stop: CancellationToken,
}

/// The bytes that may still be written to the disk of a folder; `None` if unknown.
pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Refuses a backup that would not leave the reserve free.
pub(super) async fn must_fit(
    conn: &mut SqliteConnection,
    folder: &Path,
    limits: &BackupLimits,
) -> Result<()> {
    let needed_bytes = bytes_of_copy(conn).await?;
    let Some(free_bytes) = free_bytes(folder) else {
        return Ok(());
    };
    if free_bytes >= needed_bytes.saturating_add(limits.reserve_bytes) {
        return Ok(());
    }
    Err(no_room(folder, needed_bytes, free_bytes, limits))
}

fn no_room(folder: &Path, needed_bytes: u64, free_bytes: u64, limits: &BackupLimits) -> StoreError {
    StoreError::NoRoom {
        folder: folder.display().to_string(),
        needed_bytes,
        free_bytes,
        reserve_bytes: limits.reserve_bytes,
    }
}

/// The size of a backup: it holds the pages that are in use.
async fn bytes_of_copy(conn: &mut SqliteConnection) -> Result<u64> {
    let pages: i64 = query_scalar("PRAGMA page_count")
        .fetch_one(&mut *conn)
        .await?;
    let free: i64 = query_scalar("PRAGMA freelist_count")
        .fetch_one(&mut *conn)
        .await?;
    let page_bytes: i64 = query_scalar("PRAGMA page_size")
        .fetch_one(&mut *conn)
        .await?;
    let used = pages.saturating_sub(free).unsigned_abs();
    Ok(used.saturating_mul(page_bytes.unsigned_abs()))
}

/// Ends the statement that runs on the connection as soon as the backup is stopped or the reserve is used: other programs write
/// to the disk, too.
pub(super) async fn watch(
    conn: &mut SqliteConnection,
    folder: &Path,
    limits: &BackupLimits,
) -> Result<()> {
    let (folder, limits) = (folder.to_owned(), limits.clone());
    let mut handle = conn.lock_handle().await?;
    handle.set_progress_handler(STEPS_BETWEEN_LOOKS, move || {
        let has_room = free_bytes(&folder).is_none_or(|free| free >= limits.reserve_bytes);
        has_room && !limits.stop.is_cancelled()
    });
    Ok(())
}

/// Why a backup ended early: it was stopped, its disk ran out of space, or the engine's error.
pub(super) fn why(error: sqlx::Error, folder: &Path, limits: &BackupLimits) -> StoreError {
    if limits.stop.is_cancelled() {
        return StoreError::Stopped;
    }
    match free_bytes(folder) {
        Some(free_bytes) if free_bytes < limits.reserve_bytes => {
            no_room(folder, 0, free_bytes, limits)
        }
        _ => error.into(),
    }
}

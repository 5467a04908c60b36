//! Backups of a SQLite database in use, each verified before it counts.

mod room;
mod rotation;

use std::fmt;
use std::path::{Path, PathBuf};

use sanh_domain::deadline::Instant;
use sqlx::query_scalar;

use super::Store;
use super::conn::close;
use super::db::Db;
use super::error::{Result, StoreError};
use super::file::{at, exists, folder_of, remove_if_there, rename, sync};
use super::options::StoreOptions;
use super::verify_report::{VerifyOptions, VerifyReport};

pub use room::BackupLimits;
pub use rotation::{KeepRule, newest_copy, remove_unfinished};

/// A finished backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its path.
    pub path: PathBuf,
    /// Its size, in bytes.
    pub bytes: u64,
    /// The result of `verify`. A backup with faults is kept, as it may be the best there is, but `restore` refuses it.
    pub report: VerifyReport,
}

impl fmt::Display for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} bytes; {}",
            self.path.display(),
            self.bytes,
            self.report
        )
    }
}

impl Store {
    /// Copies the database, as of one instant, while it is in use. The copy is made under another name in the same folder,
    /// opened, checked and synced, and only then renamed.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when the file exists; [`StoreError::Corrupt`] when the copy is faulty; [`StoreError::UseTool`]
    /// on PostgreSQL names the command to run. A failed copy is removed.
    pub async fn backup(&self, file: &Path) -> Result<Backup> {
        self.backup_within(file, &BackupLimits::default()).await
    }

    /// The same, within limits.
    ///
    /// # Errors
    /// As [`Store::backup`]; [`StoreError::NoRoom`] where it would use the reserve; [`StoreError::Stopped`].
    pub async fn backup_within(&self, file: &Path, limits: &BackupLimits) -> Result<Backup> {
        let Db::Sqlite { .. } = self.db() else {
            return Err(StoreError::UseTool(dump_line(&self.options.url, file)));
        };
        if exists(file).await? {
            return Err(StoreError::Invalid(format!(
                "{} exists already",
                file.display()
            )));
        }
        let mut partial = Partial::beside(file, limits);
        partial.remove();
        self.copy_to(&partial.path, &partial.limits).await?;
        let report = tokio::select! {
            report = check(&self.options, &partial.path) => report?,
            () = limits.stop.cancelled() => return Err(StoreError::Stopped),
        };
        sync(&partial.path).await?;
        let bytes = tokio::fs::metadata(&partial.path)
            .await
            .map_err(|error| at(&partial.path, error))?
            .len();
        rename(&partial.path, file).await?;
        partial.is_named = true;
        Ok(Backup {
            path: file.to_owned(),
            bytes,
            report,
        })
    }

    /// Writes the pages in use to a file that does not exist yet.
    async fn copy_to(&self, partial: &Path, limits: &BackupLimits) -> Result<()> {
        let Db::Sqlite { options, .. } = self.db() else {
            return Ok(());
        };
        let name = partial
            .to_str()
            .ok_or_else(|| StoreError::Invalid(format!("{} is not UTF-8", partial.display())))?;
        let folder = folder_of(partial);
        let mut conn = self.connect_sqlite(options).await?;
        let copied = async {
            room::must_fit(&mut conn, folder, limits).await?;
            room::watch(&mut conn, folder, limits).await?;
            let copying = sqlx::query("VACUUM INTO $1").bind(name.to_owned());
            let copied = copying.execute(&mut conn).await;
            copied
                .map(drop)
                .map_err(|error| room::why(error, folder, limits))
        };
        let copied = copied.await;
        close(conn).await;
        copied
    }

    /// Makes a scheduled backup in a folder, named after `now`, and removes those that the rule does not keep. A backup with
    /// faults is kept under another name and replaces no good one.
    ///
    /// # Errors
    /// As [`Store::backup_within`]; or a backup cannot be removed.
    pub async fn backup_in_turn(
        &self,
        folder: &Path,
        rule: KeepRule,
        limits: &BackupLimits,
        now: Instant,
    ) -> Result<Backup> {
        tokio::fs::create_dir_all(folder)
            .await
            .map_err(|error| at(folder, error))?;
        // Old copies are removed first, because the new copy may need their space.
        rotation::rotate(folder, rule).await?;
        let file = folder.join(rotation::name(now));
        let backup = self.backup_within(&file, limits).await?;
        if backup.report.is_clean() {
            rotation::rotate(folder, rule).await?;
            return Ok(backup);
        }
        let path = folder.join(rotation::faulty_name(now));
        rename(&file, &path).await?;
        rotation::rotate_faulty(folder).await?;
        Ok(Backup { path, ..backup })
    }
}

/// An unfinished backup. Dropping it ends the copying and removes the file.
struct Partial {
    path: PathBuf,
    limits: BackupLimits,
    is_named: bool,
}

impl Partial {
    fn beside(file: &Path, limits: &BackupLimits) -> Self {
        Self {
            path: beside(file, ".partial"),
            limits: BackupLimits {
                reserve_bytes: limits.reserve_bytes,
                stop: limits.stop.child_token(),
            },
            is_named: false,
        }
    }

    /// Removes the file, and files that SQLite may have made beside it.
    fn remove(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let path = beside(&self.path, ending);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(%error, file = %path.display(), "what is left of a copy cannot be removed");
                }
                _ => {}
            }
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        self.limits.stop.cancel();
        if !self.is_named {
            self.remove();
        }
    }
}

/// Opens a backup and proves that it is intact and that the equalities hold in it.
pub(super) async fn check(options: &StoreOptions, copy: &Path) -> Result<VerifyReport> {
    let url = format!("sqlite://{}", copy.display());
    let options = StoreOptions {
        url,
        create: false,
        // One for the dossiers, and one for the seals.
        connections_max: 2,
        ..options.clone()
    };
    // Boxed, because the future is recursive: a store that checks its copy opens a store.
    let store = Box::pin(Store::open(&options)).await?;
    let checked = check_open(&store).await;
    store.close().await;
    checked
}

async fn check_open(store: &Store) -> Result<VerifyReport> {
    let Db::Sqlite { readers, .. } = store.db() else {
        return Ok(VerifyReport::default());
    };
    let answer: String = query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(readers)
        .await?;
    if answer != "ok" {
        return Err(StoreError::Corrupt(answer));
    }
    store.verify_with(VerifyOptions::default()).await
}

/// The command to run on PostgreSQL. A password in the URL is left out: the tools read `PGPASSWORD` or ask.
fn dump_line(url: &str, file: &Path) -> String {
    format!(
        "pg_dump --format=custom --file='{}' '{}'",
        file.display(),
        without_password(url)
    )
}

/// The counterpart of [`dump_line`].
pub(super) fn restore_line(url: &str, file: &Path) -> String {
    let url = without_password(url);
    format!(
        "pg_restore --clean --if-exists --single-transaction --exit-on-error --dbname='{url}' '{}' && sanh resume --database-url '{url}'",
        file.display()
    )
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((user, host)) = rest.split_once('@') else {
        return url.to_owned();
    };
    let user = user.split_once(':').map_or(user, |(user, _)| user);
    format!("{scheme}://{user}@{host}")
}

/// The same path with a suffix after the file name.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

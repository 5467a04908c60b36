//! Putting a copy in the place of the database.

use std::fmt;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, query_scalar};

use super::Store;
use super::backup::{at, beside, check, exists, remove_if_there, rename, restore_line, sync};
use super::db::close;
use super::error::{Result, StoreError};
use super::options::StoreOptions;
use super::verify::VerifyReport;

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restored {
    /// The copy is the database now.
    InPlace {
        /// Where the database that was there has been kept, if there was one.
        replaced: Option<PathBuf>,
        /// What `verify` found: nothing.
        report: VerifyReport,
    },
    /// The copy did not pass and lies beside the database, which was not touched.
    Quarantined {
        /// Where: the database's path with `.quarantine` after it.
        path: PathBuf,
        /// What `verify` found.
        report: VerifyReport,
    },
    /// The copy did not pass; nothing was changed.
    Refused {
        /// What `verify` found.
        report: VerifyReport,
    },
}

impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InPlace {
                replaced: None,
                report,
            } => write!(f, "restored; {report}"),
            Self::InPlace {
                replaced: Some(kept),
                report,
            } => {
                write!(
                    f,
                    "restored; the database before is kept as {}; {report}",
                    kept.display()
                )
            }
            Self::Quarantined { path, report } => write!(
                f,
                "laid down as {}, the database was not touched; {report}",
                path.display()
            ),
            Self::Refused { report } => write!(f, "refused, nothing was changed; {report}"),
        }
    }
}

impl Store {
    /// Puts a copy in the place of a SQLite database that nobody has open. The copy is copied, brought up to date, checked and
    /// synced first; what it replaces is kept as `<database>.before-restore` (`-2`, `-3` …).
    ///
    /// A copy that `verify` does not pass is refused. With `quarantine` it is laid down as `<database>.quarantine`, to be looked
    /// into there; it never replaces the database, for the wall must not show figures known to be wrong.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while the database is in use; [`StoreError::Damaged`] when the file is no sound database;
    /// [`StoreError::KeyMissing`] when the copy is sealed and no key was given; [`StoreError::UseTool`] on PostgreSQL names the line to run.
    pub async fn restore(
        options: &StoreOptions,
        file: &Path,
        quarantine: bool,
    ) -> Result<Restored> {
        if !options.url.starts_with("sqlite:") {
            return Err(StoreError::UseTool(restore_line(&options.url, file)));
        }
        let target = sqlite_path(&options.url)?;
        if !exists(file).await? {
            return Err(StoreError::Invalid(format!(
                "there is no {}",
                file.display()
            )));
        }
        let incoming = beside(&target, ".restoring");
        remove_with_log(&incoming).await?;
        tokio::fs::copy(file, &incoming)
            .await
            .map_err(|error| at(&incoming, error))?;
        // A copy of a file has its rights, and an older one may be open to others.
        tokio::fs::set_permissions(&incoming, Permissions::from_mode(0o600))
            .await
            .map_err(|error| at(&incoming, error))?;
        let placed = place(options, &target, &incoming, quarantine).await;
        if placed.is_err() || matches!(placed, Ok(Restored::Refused { .. })) {
            remove_with_log(&incoming).await?;
        }
        placed
    }
}

async fn place(
    options: &StoreOptions,
    target: &Path,
    incoming: &Path,
    quarantine: bool,
) -> Result<Restored> {
    migrate(options, incoming).await?;
    let report = check(options, incoming).await?;
    if !report.is_clean() && !quarantine {
        return Ok(Restored::Refused { report });
    }
    sync(incoming).await?;
    if !report.is_clean() {
        let path = beside(target, ".quarantine");
        remove_with_log(&path).await?;
        rename(incoming, &path).await?;
        return Ok(Restored::Quarantined { path, report });
    }
    let replaced = set_aside(target).await?;
    rename(incoming, target).await?;
    Ok(Restored::InPlace { replaced, report })
}

/// Brings an older copy up to date; one made by a newer program is refused, and one that nobody can prove.
async fn migrate(options: &StoreOptions, copy: &Path) -> Result<()> {
    let url = format!("sqlite://{}", copy.display());
    let options = StoreOptions {
        url,
        create: false,
        connections_max: 1,
        ..options.clone()
    };
    let store = Store::open(&options).await?;
    let migrated = migrate_open(&store).await;
    store.close().await;
    migrated
}

async fn migrate_open(store: &Store) -> Result<()> {
    store.migrate().await?;
    if store.options.seal_key.is_none() && store.is_sealed().await? {
        return Err(StoreError::KeyMissing);
    }
    Ok(())
}

/// Moves the database out of the way, if there is one and nobody has it open.
async fn set_aside(target: &Path) -> Result<Option<PathBuf>> {
    if !exists(target).await? {
        return Ok(None);
    }
    // Leaving the write-ahead log needs every other connection to be gone; afterwards all there is lies in the one file.
    let mut conn = SqliteConnectOptions::new()
        .filename(target)
        .disable_statement_logging()
        .connect()
        .await?;
    let left = query_scalar::<_, String>("PRAGMA journal_mode = DELETE")
        .fetch_one(&mut conn)
        .await;
    close(conn).await;
    if left? != "delete" {
        return Err(StoreError::Busy);
    }
    let mut kept = beside(target, ".before-restore");
    let mut number = 2;
    while exists(&kept).await? {
        kept = beside(target, &format!(".before-restore-{number}"));
        number += 1;
    }
    rename(target, &kept).await?;
    Ok(Some(kept))
}

fn sqlite_path(url: &str) -> Result<PathBuf> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|error| StoreError::Unfit(format!("the database URL cannot be read: {error}")))?;
    Ok(options.get_filename().to_owned())
}

async fn remove_with_log(path: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        remove_if_there(&beside(path, ending)).await?;
    }
    Ok(())
}

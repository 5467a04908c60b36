//! Restores a backup in place of the database.

use std::fmt;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sanh_domain::deadline::Instant;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, query_as, query_scalar};

use super::Store;
use super::backup::{beside, check, restore_line};
use super::conn::close;
use super::error::{Result, StoreError};
use super::external_files::{Outside, Serial};
use super::file::{at, exists, remove_if_there, rename, sync};
use super::options::StoreOptions;
use super::resume::ResumeReport;
use super::verify_report::VerifyReport;

/// The result of a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreOutcome {
    /// The backup is the database now.
    InPlace {
        /// The path of the replaced database, if there was one.
        replaced: Option<PathBuf>,
        /// The result of `verify`: no fault.
        report: VerifyReport,
        /// The changes made after the restore.
        resumed: Box<ResumeReport>,
    },
    /// The backup has faults and was put beside the database, which is unchanged.
    Quarantined {
        /// Its path: that of the database with `.quarantine` after it.
        path: PathBuf,
        /// The result of `verify`.
        report: VerifyReport,
    },
    /// The backup has faults; nothing was changed.
    Refused {
        /// The result of `verify`.
        report: VerifyReport,
    },
}

impl fmt::Display for RestoreOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InPlace {
                replaced: None,
                report,
                resumed,
            } => write!(f, "restored; {report}\n{resumed}"),
            Self::InPlace {
                replaced: Some(kept),
                report,
                resumed,
            } => {
                write!(
                    f,
                    "restored; the database before is kept as {}; {report}\n{resumed}",
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
    /// Restores a backup in place of a SQLite database that nobody has open. The backup is copied, migrated, checked and synced
    /// first; the replaced database is kept as `<database>.before-restore` (`-2`, `-3` …).
    ///
    /// Changes made after the backup are restored from the files outside the database: see [`Store::resume`].
    ///
    /// A backup with faults is refused. With `quarantine` it is stored as `<database>.quarantine` for examination; it never
    /// replaces the database, for the wall must not show figures known to be wrong.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while the database is in use; [`StoreError::Corrupt`] when the file is damaged;
    /// [`StoreError::KeyMissing`] when the backup is sealed and no key was given; [`StoreError::UseTool`] on PostgreSQL names
    /// the command to run.
    pub async fn restore(
        options: &StoreOptions,
        file: &Path,
        quarantine: bool,
        outside: &Outside,
        now: Instant,
    ) -> Result<RestoreOutcome> {
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
        // A copy has the access rights of the original file, and an older one may be readable by others.
        tokio::fs::set_permissions(&incoming, Permissions::from_mode(0o600))
            .await
            .map_err(|error| at(&incoming, error))?;
        let mut options = options.clone();
        options.ledger = None;
        if let Some(key) = &options.seal_key {
            options.retired_keys = outside.retired_keys(key);
        }
        let placed = match check_copy(&options, &incoming).await {
            Ok(report) if report.is_clean() => {
                go_on(&options, &target, &incoming, report, outside, now).await
            }
            Ok(report) if quarantine => lay_aside(&target, &incoming, report).await,
            Ok(report) => Ok(RestoreOutcome::Refused { report }),
            Err(error) => Err(error),
        };
        if placed.is_err() || matches!(placed, Ok(RestoreOutcome::Refused { .. })) {
            remove_with_log(&incoming).await?;
        }
        placed
    }
}

async fn check_copy(options: &StoreOptions, incoming: &Path) -> Result<VerifyReport> {
    migrate(options, incoming).await?;
    check(options, incoming).await
}

async fn lay_aside(target: &Path, incoming: &Path, report: VerifyReport) -> Result<RestoreOutcome> {
    sync(incoming).await?;
    let path = beside(target, ".quarantine");
    remove_with_log(&path).await?;
    rename(incoming, &path).await?;
    Ok(RestoreOutcome::Quarantined { path, report })
}

async fn go_on(
    options: &StoreOptions,
    target: &Path,
    incoming: &Path,
    report: VerifyReport,
    outside: &Outside,
    now: Instant,
) -> Result<RestoreOutcome> {
    let mut outside = outside.clone();
    outside.serials.extend(serials_of(target).await);
    let resumed = resume(options, incoming, &outside, now).await?;
    sync(incoming).await?;
    let replaced = set_aside(target).await?;
    rename(incoming, target).await?;
    Ok(RestoreOutcome::InPlace {
        replaced,
        report,
        resumed: Box::new(resumed),
    })
}

async fn resume(
    options: &StoreOptions,
    copy: &Path,
    outside: &Outside,
    now: Instant,
) -> Result<ResumeReport> {
    let store = Store::open(&of_copy(options, copy)).await?;
    let resumed = store.resume(outside, now).await;
    store.close().await;
    resumed
}

/// The serial numbers of the replaced database, if it can still be read.
async fn serials_of(target: &Path) -> Vec<Serial> {
    match read_serials(target).await {
        Ok(serials) => serials,
        Err(error) => {
            tracing::debug!(%error, "the database that is replaced tells no numbers");
            Vec::new()
        }
    }
}

async fn read_serials(target: &Path) -> Result<Vec<Serial>> {
    let mut conn = SqliteConnectOptions::new()
        .filename(target)
        .create_if_missing(false)
        .disable_statement_logging()
        .connect()
        .await?;
    let sql =
        "SELECT s.day, a.code, s.last FROM dossier_serial s JOIN agency a ON a.id = s.agency_id";
    let read: sqlx::Result<Vec<(String, String, i64)>> = query_as(sql).fetch_all(&mut conn).await;
    close(conn).await;
    let serial = |(day, agency, last)| Serial { day, agency, last };
    Ok(read?.into_iter().map(serial).collect())
}

fn of_copy(options: &StoreOptions, copy: &Path) -> StoreOptions {
    StoreOptions {
        url: format!("sqlite://{}", copy.display()),
        create: false,
        connections_max: 1,
        ..options.clone()
    }
}

/// Migrates an older backup; one made by a newer program is refused, and one that nobody can verify.
async fn migrate(options: &StoreOptions, copy: &Path) -> Result<()> {
    let store = Store::open(&of_copy(options, copy)).await?;
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

/// Renames the database, if there is one and nobody has it open.
async fn set_aside(target: &Path) -> Result<Option<PathBuf>> {
    if !exists(target).await? {
        return Ok(None);
    }
    // Leaving WAL mode needs all other connections to be closed; then the one file holds everything.
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
    let options = SqliteConnectOptions::from_str(url).map_err(|error| {
        StoreError::Misconfigured(format!("the database URL cannot be read: {error}"))
    })?;
    Ok(options.get_filename().to_owned())
}

async fn remove_with_log(path: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        remove_if_there(&beside(path, ending)).await?;
    }
    Ok(())
}

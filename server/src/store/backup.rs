//! Copies of a live SQLite database, checked before they count as copies.

use std::fmt;
use std::path::{Path, PathBuf};

use sanh_app::deadline::Instant;
use sqlx::query_scalar;

use super::Store;
use super::db::{Db, close};
use super::error::{Result, StoreError};
use super::options::StoreOptions;
use super::verify::{VerifyOptions, VerifyReport};

/// Scheduled copies are named so, with the instant in UTC between: in the order of their names they are in the order of time.
const COPY_BEGIN: &str = "sanh-";
const COPY_END: &str = ".db";

/// A finished copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// How large, in bytes.
    pub bytes: u64,
    /// What `verify` found in it. A copy with faults is kept, for it may be the best there is, but `restore` refuses it.
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
    /// Copies the database, as it is at one instant, while it is in use. The copy is made under another name in the same folder,
    /// opened, checked and synced, and only then gets its name.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when the file exists; [`StoreError::Damaged`] when the copy is not sound; [`StoreError::UseTool`]
    /// on PostgreSQL names the line to run.
    pub async fn backup(&self, file: &Path) -> Result<Backup> {
        let Db::Sqlite { options, .. } = self.db() else {
            return Err(StoreError::UseTool(dump_line(&self.options.url, file)));
        };
        if exists(file).await? {
            return Err(StoreError::Invalid(format!(
                "{} exists already",
                file.display()
            )));
        }
        let partial = beside(file, ".partial");
        remove_if_there(&partial).await?;
        let mut conn = self.connect_sqlite(options).await?;
        let name = partial
            .to_str()
            .ok_or_else(|| StoreError::Invalid(format!("{} is not UTF-8", partial.display())))?;
        let copied = sqlx::query("VACUUM INTO $1")
            .bind(name.to_owned())
            .execute(&mut conn)
            .await;
        close(conn).await;
        copied?;
        let checked = check(&self.options, &partial).await;
        if checked.is_err() {
            remove_if_there(&partial).await?;
        }
        let report = checked?;
        sync(&partial).await?;
        let bytes = tokio::fs::metadata(&partial)
            .await
            .map_err(|error| at(&partial, error))?
            .len();
        rename(&partial, file).await?;
        Ok(Backup {
            path: file.to_owned(),
            bytes,
            report,
        })
    }

    /// Makes a scheduled copy in a folder, named after `now`, and removes the oldest ones beyond the last `copies_max`.
    ///
    /// # Errors
    /// As [`Store::backup`]; or a copy cannot be removed.
    pub async fn backup_in_turn(
        &self,
        folder: &Path,
        copies_max: u32,
        now: Instant,
    ) -> Result<Backup> {
        tokio::fs::create_dir_all(folder)
            .await
            .map_err(|error| at(folder, error))?;
        let name = format!("{COPY_BEGIN}{}{COPY_END}", now.format("%Y%m%dT%H%M%SZ"));
        let backup = self.backup(&folder.join(name)).await?;
        rotate(folder, usize::try_from(copies_max).unwrap_or(usize::MAX)).await?;
        Ok(backup)
    }
}

/// Removes the oldest scheduled copies beyond the last `copies_max`; files of other names are not touched.
async fn rotate(folder: &Path, copies_max: usize) -> Result<()> {
    let mut copies = Vec::new();
    let mut entries = tokio::fs::read_dir(folder)
        .await
        .map_err(|error| at(folder, error))?;
    while let Some(entry) = entries
        .next_entry()
        .await
        .map_err(|error| at(folder, error))?
    {
        let name = entry.file_name();
        let is_copy = name.to_str().is_some_and(|name| {
            let stamp = name
                .strip_prefix(COPY_BEGIN)
                .and_then(|rest| rest.strip_suffix(COPY_END));
            stamp.is_some_and(|stamp| stamp.len() == 16 && stamp.ends_with('Z'))
        });
        if is_copy {
            copies.push(entry.path());
        }
    }
    copies.sort();
    let surplus = copies.len().saturating_sub(copies_max.max(1));
    for copy in copies.iter().take(surplus) {
        remove_if_there(copy).await?;
    }
    Ok(())
}

/// Opens a copy and proves that it is sound and that the equalities hold in it.
pub(super) async fn check(options: &StoreOptions, copy: &Path) -> Result<VerifyReport> {
    let url = format!("sqlite://{}", copy.display());
    let options = StoreOptions {
        url,
        create: false,
        connections_max: 1,
        ..options.clone()
    };
    // Boxed: a store that checks its copy holds a store.
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
        return Err(StoreError::Damaged(answer));
    }
    store.verify_with(VerifyOptions::default()).await
}

/// What to run on PostgreSQL. A password in the URL is left out: the tools read `PGPASSWORD` or ask.
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

/// The same path with something after its name.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

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

/// Brings a file, or a folder's list of names, to the disk.
pub(super) async fn sync(path: &Path) -> Result<()> {
    let file = tokio::fs::File::open(path)
        .await
        .map_err(|error| at(path, error))?;
    file.sync_all().await.map_err(|error| at(path, error))
}

/// Gives a finished file its name, durably.
pub(super) async fn rename(from: &Path, to: &Path) -> Result<()> {
    tokio::fs::rename(from, to)
        .await
        .map_err(|error| at(to, error))?;
    match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => sync(folder).await,
        None => sync(Path::new(".")).await,
    }
}

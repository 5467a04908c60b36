//! `sanh import`: dossiers of another system, from CSV or XLSX.
//!
//! A file goes through four steps, each with bounded memory: its rows are read and understood one by one (`table`, `workbook`, `row`),
//! wait on disk sorted by dossier (`stage`), become whole dossiers (`group`), and are compared with what is stored (`plan`, `apply`).
//! Only the last step writes, in one transaction: all good rows or none, and the board is published once.

mod apply;
mod facts;
mod group;
mod label;
mod limit;
pub mod limits;
pub mod mapping;
mod moment;
mod places;
mod plan;
mod recount;
pub mod report;
mod rewrite;
mod row;
mod stage;
mod table;
mod tale;
mod way;
mod workbook;

#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sanh_app::deadline::Instant;

use crate::store::{Store, StoreError};
use group::Grouped;
use limits::Limits;
use mapping::{Mapping, MappingError};
use report::{BadRows, Report};
use row::RowReader;
use stage::Sorter;
use table::{Row, RowSink, TableError};

/// Rows between two looks at the progress bar.
const ROWS_PER_TICK: u64 = 1_000;

/// What is to be imported, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The file.
    pub file: PathBuf,
    /// How to read it.
    pub mapping: Mapping,
    /// Do everything but write.
    pub dry_run: bool,
    /// Take the good dossiers and write the bad values to [`bad_file`].
    pub skip_bad: bool,
    /// Show the progress on the terminal's error stream.
    pub show_progress: bool,
    /// The bounds.
    pub limits: Limits,
}

/// Why nothing could be imported. Bad rows are no such fault: they are in the [`Report`].
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no table, or too large.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The mapping is none.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// A column of the mapping is not in the file.
    #[error("the file has no column {wanted:?}; it has: {found}")]
    NoColumn {
        /// What the mapping names.
        wanted: String,
        /// What the header holds.
        found: String,
    },
    /// Two columns have the name that the mapping asks for.
    #[error("the file has two columns {0:?}")]
    ColumnTwice(String),
    /// A temporary file, or the file of bad rows, cannot be written.
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The reader met something no reader expects.
    #[error("the file cannot be read: its reader failed")]
    Reader,
}

/// Where `--skip-bad` writes what is bad: beside the file.
pub fn bad_file(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".bad.csv");
    PathBuf::from(name)
}

/// Imports a file. With a bad row nothing is written, unless the good ones are asked for; the report says what happened.
///
/// # Errors
/// When the file cannot be read as a table, or the disk or the database fails. Nothing is written then.
pub async fn import(store: &Store, request: Request, now: Instant) -> Result<Report, ImportError> {
    let reading = request.clone();
    // A panic inside a third party's reader must not take the program down with it.
    let understood = tokio::task::spawn_blocking(move || understand(&reading, now)).await;
    let Understood {
        rows,
        mut bad,
        grouped,
    } = understood.map_err(|_| ImportError::Reader)??;
    // Before anything is committed, so that a disk that is full leaves nothing half done.
    let bad_file = (request.skip_bad && !request.dry_run).then(|| bad_file(&request.file));
    let understood_bad = bad.total();
    if let Some(file) = bad_file.as_deref().filter(|_| understood_bad > 0) {
        bad.save(file)?;
    }
    let mut report = Report::new(bad, request.limits.listed, request.dry_run);
    report.rows = rows;
    report.dossiers = grouped.count;
    report.ends_moved = grouped.ends_moved;
    report.unmoved = grouped.replaced;
    let bar = progress(&request, grouped.count, "dossiers written");
    let mut report = apply::apply(store, &request, grouped.dossiers, report, now, bar).await?;
    // The comparison may have found more, such as an unknown agency.
    if let Some(file) = bad_file
        .as_deref()
        .filter(|_| report.bad.total() > understood_bad)
    {
        report.bad.save(file)?;
    }
    report.bad_file = bad_file.filter(|_| report.bad.total() > 0);
    Ok(report)
}

/// What a file says, on disk, and what of it is bad.
struct Understood {
    rows: u64,
    bad: BadRows,
    grouped: Grouped,
}

fn understand(request: &Request, now: Instant) -> Result<Understood, ImportError> {
    let size = std::fs::metadata(&request.file)
        .map_err(TableError::Io)?
        .len();
    let mut staging = Staging {
        request,
        now,
        reader: None,
        sorter: Sorter::new(request.limits.sort_bytes),
        bad: BadRows::new(request.limits.listed)?,
        rows: 0,
        bar: progress(request, size, "bytes read"),
    };
    table::read(
        &request.file,
        &request.mapping,
        &request.limits,
        &mut staging,
    )?;
    staging.bar.finish_and_clear();
    let Staging {
        sorter,
        mut bad,
        rows,
        ..
    } = staging;
    let grouped = group::group(
        sorter.sorted()?,
        &request.mapping,
        &request.limits,
        &mut bad,
    )?;
    Ok(Understood { rows, bad, grouped })
}

/// Takes rows as they are read, understands them and stages them.
struct Staging<'a> {
    request: &'a Request,
    now: Instant,
    reader: Option<RowReader>,
    sorter: Sorter,
    bad: BadRows,
    rows: u64,
    bar: ProgressBar,
}

impl RowSink for Staging<'_> {
    fn header(&mut self, cells: &[String]) -> Result<(), ImportError> {
        let reader = RowReader::new(&self.request.mapping, &self.request.limits, cells, self.now)?;
        self.reader = Some(reader);
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), ImportError> {
        let Some(reader) = &self.reader else {
            return Ok(());
        };
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS_PER_TICK) {
            if row.from_workbook {
                self.bar.unset_length();
                self.bar.set_message("rows read");
            }
            self.bar.set_position(row.position);
        }
        match reader.read(&row) {
            Ok(staged) => self.sorter.push(&staged)?,
            Err(bad) => bad.into_iter().try_for_each(|bad| self.bad.add(bad))?,
        }
        Ok(())
    }
}

fn progress(request: &Request, length: u64, what: &'static str) -> ProgressBar {
    let target = if request.show_progress {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(length), target).with_message(what);
    match ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} {msg} · {elapsed}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

//! `sanh import`: dossiers of another system, from CSV or XLSX.
//!
//! A file goes through four steps, each with bounded memory: its rows are read one by one (`table`, `workbook`, `row`), sorted
//! by dossier on disk (`stage`), grouped into dossiers (`group`), and compared with the stored ones (`plan`, `apply`). Only the
//! last step writes: all valid rows or none, in short batches that are completed whatever happens, and the board is published
//! once.

mod apply;
mod archive;
mod cell;
mod column_positions;
mod date_format;
mod date_order;
pub mod draft;
mod encoding;
mod excerpt;
mod facts;
mod group;
mod header;
mod hidden_rows;
mod history;
mod inferred_actions;
pub mod inspect;
mod label;
mod letters;
mod limit;
pub mod limits;
pub mod mapping;
mod memory;
pub mod messages;
mod moment;
mod old_workbook;
mod other_rows;
mod plan;
pub mod preview;
pub mod progress;
mod read;
pub mod reading;
mod reason;
mod recount;
pub mod report;
mod rewrite;
mod row;
pub mod small_table;
mod source;
mod stage;
mod table;
mod table_error;
mod text;
mod workbook;

#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use sanh_domain::deadline::Instant;

use cell::{Cell, Row};
use date_order::DateOrders;
use group::Grouped;
use header::Header;
use limits::ImportLimits;
use mapping::{Mapping, MappingError};
use progress::RunProgress;
use read::RowSink;
use reading::{Reading, SkippedRow};
use report::{BadRows, Report};
use row::RowReader;
use sanh_store::{ImportMarker, Store, StoreError};
use source::TableSource;
use stage::Sorter;
use table_error::TableError;

/// Rows between two updates of the progress bar.
const ROWS_PER_TICK: u64 = 1_000;

/// A request to import a file.
#[derive(Clone, Debug)]
pub struct Request {
    /// The file.
    pub file: PathBuf,
    /// How to read it.
    pub mapping: Mapping,
    /// Do everything except writing.
    pub dry_run: bool,
    /// Import the valid dossiers and write the bad values to [`bad_file`].
    pub skip_bad: bool,
    /// Show the progress on the terminal's error stream.
    pub show_progress: bool,
    /// The limits.
    pub limits: ImportLimits,
}

/// Why nothing could be imported. Bad rows are no such error: they are in the [`Report`].
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not a table, or too large.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The mapping is invalid.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// A column of the mapping is not in the file.
    #[error("the file has no column {wanted:?}; it has: {found}")]
    NoColumn {
        /// The column of the mapping.
        wanted: String,
        /// The columns of the header.
        found: String,
    },
    /// Two columns have the same name.
    #[error("the file has two columns {0:?}")]
    ColumnTwice(String),
    /// A column whose dates have day and month in the other order than the mapping says.
    #[error(
        "column {column:?} writes {order} (line {line}: {value:?}); read otherwise, those of its dates that fit both ways would be \
         other days, so nothing of the file is taken. If they are right, name their form in the mapping: date_formats = [{format:?}]"
    )]
    DateOrder {
        /// The column.
        column: String,
        /// The part that is first.
        order: &'static str,
        /// The first line that proves it.
        line: u64,
        /// The date there.
        value: String,
        /// The format that reads them.
        format: String,
    },
    /// A temporary file, or the file of bad rows, cannot be written.
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Somebody stopped it, or it took too long.
    #[error("the import was stopped")]
    Stopped,
    /// Writing has begun and could not continue: the next process that uses the database completes it.
    #[error(
        "{0}; all of the import is staged, and `sanh serve` or the next `sanh import` writes the rest of it"
    )]
    Unfinished(StoreError),
    /// The reader met something unexpected.
    #[error("the file cannot be read: its reader failed")]
    Reader,
}

pub use apply::finish_staged;

/// The file to which `--skip-bad` writes the bad values: beside the imported file.
pub fn bad_file(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".bad.csv");
    PathBuf::from(name)
}

/// The observer of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportObserver {
    /// Its progress, and whether it must stop.
    pub progress: Arc<RunProgress>,
    /// The audit entry, in the transaction that writes its dossiers; `None` for none.
    pub mark: Option<ImportMarker>,
}

/// Imports a file without an observer. See [`import_watched`].
///
/// # Errors
/// As there.
pub async fn import(store: &Store, request: Request, now: Instant) -> Result<Report, ImportError> {
    Box::pin(import_watched(
        store,
        request,
        ImportObserver::default(),
        now,
    ))
    .await
}

/// Imports a file. With a bad row nothing is written, unless only the valid ones are requested; the report says what happened.
///
/// # Errors
/// When the file cannot be read as a table, the disk or the database fails, or it is stopped. Nothing is written then, except
/// for [`ImportError::Unfinished`].
pub async fn import_watched(
    store: &Store,
    request: Request,
    watch: ImportObserver,
    now: Instant,
) -> Result<Report, ImportError> {
    let (reading, progress_of) = (request.clone(), Arc::clone(&watch.progress));
    // In a task of its own, because a panic in a library must not end the program.
    let understood =
        tokio::task::spawn_blocking(move || understand(&reading, &progress_of, now)).await;
    let ParsedFile {
        reading,
        rows,
        mut bad,
        grouped,
    } = understood.map_err(|_| ImportError::Reader)??;
    // Written before anything is committed, so that a full disk leaves nothing half done.
    let bad_file = (request.skip_bad && !request.dry_run).then(|| bad_file(&request.file));
    let understood_bad = bad.total();
    if let Some(file) = bad_file.as_deref().filter(|_| understood_bad > 0) {
        bad.save(file)?;
    }
    let mut report = Report::new(bad, request.limits.listed, request.dry_run);
    report.reading = reading;
    report.rows = rows;
    report.dossiers = grouped.count;
    report.ends_moved = grouped.ends_moved;
    report.unmoved = grouped.replaced;
    let bar = progress(&request, grouped.count, "dossiers");
    watch.progress.begin_writing(grouped.count);
    let mut report = Box::pin(apply::apply(
        store,
        &request,
        grouped.dossiers,
        report,
        now,
        (watch, bar),
    ))
    .await?;
    // The comparison may have found more faults, such as an unknown agency.
    if let Some(file) = bad_file
        .as_deref()
        .filter(|_| report.bad.total() > understood_bad)
    {
        report.bad.save(file)?;
    }
    report.bad_file = bad_file.filter(|_| report.bad.total() > 0);
    Ok(report)
}

/// The content of a file, on disk, and its bad values.
struct ParsedFile {
    reading: Reading,
    rows: u64,
    bad: BadRows,
    grouped: Grouped,
}

fn understand(
    request: &Request,
    watched: &RunProgress,
    now: Instant,
) -> Result<ParsedFile, ImportError> {
    let size = std::fs::metadata(&request.file)
        .map_err(TableError::Io)?
        .len();
    let mut staging = Staging {
        request,
        now,
        reader: None,
        reading: Reading::new(request.limits.listed),
        dates: DateOrders::new(&request.mapping),
        sorter: Sorter::new(request.limits.sort_bytes),
        bad: BadRows::new(request.limits.listed)?,
        rows: 0,
        bar: progress(request, size, "bytes read"),
        watched,
    };
    watched.begin_reading(size);
    read::read(
        &request.file,
        &request.mapping,
        &request.limits,
        &mut staging,
    )?;
    staging.bar.finish_and_clear();
    if let Some(reader) = &staging.reader {
        staging.dates.check(reader.header())?;
    }
    let Staging {
        reading,
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
    Ok(ParsedFile {
        reading,
        rows,
        bad,
        grouped,
    })
}

/// Reads rows, checks them and stages them.
struct Staging<'a> {
    request: &'a Request,
    now: Instant,
    reader: Option<RowReader>,
    reading: Reading,
    dates: DateOrders,
    sorter: Sorter,
    bad: BadRows,
    rows: u64,
    bar: ProgressBar,
    watched: &'a RunProgress,
}

impl RowSink for Staging<'_> {
    fn header(&mut self, header: &Header, source: &TableSource) -> Result<(), ImportError> {
        self.reading.begin(header, source);
        let request = self.request;
        let reader = RowReader::new(&request.mapping, &request.limits, &header.names, self.now)?;
        self.reader = Some(reader);
        Ok(())
    }

    fn row(&mut self, mut row: Row) -> Result<(), ImportError> {
        self.reading.cleaned_cells += row.clean();
        let Some(reader) = &self.reader else {
            return Ok(());
        };
        if !reader.is_of_dossier(&row) {
            self.reading.left_out.push(SkippedRow::of(&row));
            return Ok(());
        }
        self.rows += 1;
        self.reading.hidden_rows += u64::from(row.hidden);
        for place in reader.date_places() {
            if let Some(Cell::Text(text)) = row.cells.get(place) {
                self.dates.see(place, row.line, text);
            }
        }
        if self.rows.is_multiple_of(ROWS_PER_TICK) {
            if row.from_workbook {
                self.bar.unset_length();
                self.bar.set_message("rows read");
                self.watched.begin_reading(0);
            }
            self.bar.set_position(row.position);
            self.watched.advance_to(row.position);
            self.watched.go_on()?;
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

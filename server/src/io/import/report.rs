//! The report of an import: what was written, what was not, and why.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sanh_domain::dossier::{DossierCode, ReplayFault};
use sanh_domain::import::model::ImportCounts;
use sanh_domain::report::sheet::neutral;
use serde::{Deserialize, Serialize};

use super::excerpt::{CappedList, shortened};
use super::reading::Reading;
pub use super::reason::Reason;

/// One invalid value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidValue {
    /// Line of the file, from 1.
    pub line: u64,
    /// The column's name; empty if the whole row is meant.
    pub column: String,
    /// The cell, shortened.
    pub value: String,
    /// Why the value is invalid.
    pub reason: Reason,
}

impl InvalidValue {
    /// A bad value, shortened to a line without control characters.
    pub fn new(line: u64, column: &str, value: &str, reason: Reason) -> Self {
        Self {
            line,
            column: column.to_owned(),
            value: shortened(value),
            reason,
        }
    }
}

/// The invalid values of a file: the first ones in memory to be shown, all of them in a temporary file, so that memory stays
/// bounded.
#[derive(Debug)]
pub struct BadRows {
    listed: Vec<InvalidValue>,
    listed_max: usize,
    total: u64,
    left_out: u64,
    spool: csv::Writer<BufWriter<File>>,
}

impl BadRows {
    /// An empty list.
    ///
    /// # Errors
    ///
    /// When no temporary file can be made.
    pub fn new(listed_max: usize) -> io::Result<Self> {
        let mut spool = csv::Writer::from_writer(BufWriter::new(tempfile::tempfile()?));
        spool.write_record(["line", "column", "value", "reason"])?;
        Ok(Self {
            listed: Vec::new(),
            listed_max,
            total: 0,
            left_out: 0,
            spool,
        })
    }

    /// Adds an invalid value.
    ///
    /// # Errors
    ///
    /// When the temporary file cannot be written.
    pub fn add(&mut self, bad: InvalidValue) -> io::Result<()> {
        self.spool.write_record([
            bad.line.to_string().as_str(),
            &neutral(&bad.column),
            &neutral(&bad.value),
            &bad.reason.to_string(),
        ])?;
        if matches!(bad.reason, Reason::OfBadDossier(_)) {
            self.left_out += 1;
            return Ok(());
        }
        self.total += 1;
        // Faults arrive in the order of the codes; the report lists those of the first lines.
        let place = self
            .listed
            .partition_point(|listed| listed.line <= bad.line);
        if place < self.listed_max {
            self.listed.insert(place, bad);
            self.listed.truncate(self.listed_max);
        }
        Ok(())
    }

    /// The number of invalid values. Rows that are left out only because of another row do not count.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The number of good rows that are left out because their dossier has an invalid row.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The first invalid values, in the order of the file.
    pub fn listed(&self) -> &[InvalidValue] {
        &self.listed
    }

    /// Writes all invalid values to a file with the columns line, column, value, reason.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(&mut self, path: &Path) -> io::Result<()> {
        self.spool.flush()?;
        let mut spool = self.spool.get_ref().get_ref().try_clone()?;
        spool.seek(SeekFrom::Start(0))?;
        let mut file = File::create(path)?;
        io::copy(&mut spool, &mut file)?;
        spool.seek(SeekFrom::End(0))?;
        file.sync_all()
    }
}

/// A valid dossier that is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnwrittenDossier {
    /// Line of the file, from 1.
    pub line: u64,
    /// The dossier's code.
    pub code: DossierCode,
    /// Why it is not written.
    pub why: UnwrittenReason,
}

/// Why a valid dossier is not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnwrittenReason {
    /// The stored dossier is newer.
    #[error("older than what is stored; ignored")]
    Older,
    /// A fact differs that no event can change.
    #[error("{0} differs from what is stored, which an import cannot change")]
    Fixed(&'static str),
    /// Staff of this centre worked on it.
    #[error("contradicts what staff recorded here; theirs stays")]
    Staff,
    /// Somebody changed it between the comparison and the writing.
    #[error("was changed here while the import was written; left as it is")]
    Overtaken,
    /// Its stored history is broken.
    #[error("its stored history is broken ({0}); run `sanh verify`")]
    Broken(#[from] ReplayFault),
}

/// The counts of what was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteCounts {
    /// Dossiers that were not stored.
    pub new: u64,
    /// Stored dossiers that got events.
    pub changed: u64,
    /// Stored dossiers that already equal the file.
    pub same: u64,
    /// Events written.
    pub events: u64,
    /// Agencies, fields and procedures created.
    pub created: u64,
    /// Dossiers that somebody changed before they could be written: line of the file and code.
    pub overtaken: CappedList<(u64, DossierCode)>,
}

impl WriteCounts {
    /// Zero counts. At most `named_max` dossiers are named.
    pub fn new(named_max: usize) -> Self {
        Self {
            new: 0,
            changed: 0,
            same: 0,
            events: 0,
            created: 0,
            overtaken: CappedList::new(named_max),
        }
    }

    /// The counts as if all had been written.
    pub fn as_compared(counts: &ImportCounts) -> Self {
        Self {
            new: counts.new,
            changed: counts.changed,
            same: counts.same,
            events: counts.events,
            created: counts.created,
            overtaken: CappedList::new(0),
        }
    }

    /// Counts a dossier that was written.
    pub fn add(&mut self, is_new: bool, events: usize) {
        let count = if is_new {
            &mut self.new
        } else {
            &mut self.changed
        };
        *count += 1;
        self.events += events as u64;
    }

    /// The counts of the import; `compared` is what the comparison has counted.
    pub fn counts(&self, compared: ImportCounts) -> ImportCounts {
        ImportCounts {
            new: self.new,
            changed: self.changed,
            same: self.same,
            events: self.events,
            created: self.created,
            unmoved: compared.unmoved + self.overtaken.total,
            ..compared
        }
    }
}

/// The result of an import, or with `--dry-run` what the result would have been.
#[derive(Debug)]
pub struct Report {
    /// How the file was read.
    pub reading: Reading,
    /// Rows of dossiers below the header.
    pub rows: u64,
    /// Dossiers of which every row is good.
    pub dossiers: u64,
    /// What was written; in a dry run what would have been written.
    pub written: WriteCounts,
    /// Dossiers that stay as they are: the file is older, or it contradicts what no event can change.
    pub unmoved: CappedList<UnwrittenDossier>,
    /// Dossiers that earlier imports brought and that are missing in this file.
    pub missing: CappedList<DossierCode>,
    /// Dossiers whose end was moved to the reception, as the mapping asks.
    pub ends_moved: u64,
    /// New dossiers at an agency that does not handle their procedure.
    pub elsewhere: u64,
    /// What is bad.
    pub bad: BadRows,
    /// The file to which all invalid values were written, with `--skip-bad`.
    pub bad_file: Option<PathBuf>,
    /// Whether the good rows were written.
    pub applied: bool,
    /// Whether this is a dry run: nothing is written.
    pub dry_run: bool,
}

impl Report {
    /// An empty report.
    pub fn new(bad: BadRows, listed_max: usize, dry_run: bool) -> Self {
        Self {
            reading: Reading::new(listed_max),
            rows: 0,
            dossiers: 0,
            written: WriteCounts::new(0),
            unmoved: CappedList::new(listed_max),
            missing: CappedList::new(listed_max),
            ends_moved: 0,
            elsewhere: 0,
            bad,
            bad_file: None,
            applied: false,
            dry_run,
        }
    }

    /// Replaces the expected counts by the actual ones.
    pub fn take(&mut self, written: WriteCounts) {
        let overtaken = written.overtaken.first.iter();
        self.unmoved
            .first
            .extend(overtaken.map(|(line, code)| UnwrittenDossier {
                line: *line,
                code: code.clone(),
                why: UnwrittenReason::Overtaken,
            }));
        self.unmoved.total += written.overtaken.total;
        self.written = written;
    }

    /// The counts.
    pub fn counts(&self) -> ImportCounts {
        ImportCounts {
            rows: self.rows,
            dossiers: self.dossiers,
            new: self.written.new,
            changed: self.written.changed,
            same: self.written.same,
            unmoved: self.unmoved.total,
            missing: self.missing.total,
            events: self.written.events,
            created: self.written.created,
            bad: self.bad.total(),
            left_out: self.bad.left_out(),
            ends_moved: self.ends_moved,
            elsewhere: self.elsewhere,
        }
    }

    /// Writes the report for the person at the terminal.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.reading.write(out)?;
        for bad in self.bad.listed() {
            let InvalidValue {
                line,
                column,
                value,
                reason,
            } = bad;
            writeln!(
                out,
                "line {line}, column {column:?}, value {value:?}: {reason}"
            )?;
        }
        more(out, self.bad.total(), self.bad.listed().len())?;
        for UnwrittenDossier { line, code, why } in &self.unmoved.first {
            writeln!(out, "line {line}, dossier {code}: {why}")?;
        }
        more(out, self.unmoved.total, self.unmoved.first.len())?;
        for code in &self.missing.first {
            writeln!(
                out,
                "dossier {code}: imported earlier, not in this file; it stays as it is"
            )?;
        }
        more(out, self.missing.total, self.missing.first.len())?;
        writeln!(
            out,
            "{} rows read: {} good dossiers, {} bad values, {} rows left out with their dossier",
            self.rows,
            self.dossiers,
            self.bad.total(),
            self.bad.left_out()
        )?;
        writeln!(
            out,
            "{} new, {} changed, {} same, {} not written, {} missing from the file; {} events, {} agencies, fields and procedures created",
            self.written.new,
            self.written.changed,
            self.written.same,
            self.unmoved.total,
            self.missing.total,
            self.written.events,
            self.written.created
        )?;
        if self.ends_moved > 0 {
            writeln!(
                out,
                "{} dossiers end before they were received: taken as ended at their reception",
                self.ends_moved
            )?;
        }
        if self.elsewhere > 0 {
            writeln!(
                out,
                "warning: {} new dossiers are at an agency that does not handle their procedure",
                self.elsewhere
            )?;
        }
        match (self.applied, self.dry_run, &self.bad_file) {
            (_, true, _) => writeln!(out, "dry run: nothing was written"),
            (true, false, None) => writeln!(out, "all of it is written"),
            (true, false, Some(file)) => writeln!(
                out,
                "the good dossiers are written; what is bad is in {}",
                file.display()
            ),
            (false, false, _) => writeln!(
                out,
                "nothing was written: correct the bad rows, or take the good ones with --skip-bad"
            ),
        }
    }
}

fn more(out: &mut dyn Write, total: u64, shown: usize) -> io::Result<()> {
    match total.saturating_sub(shown as u64) {
        0 => Ok(()),
        rest => writeln!(out, "… and {rest} more"),
    }
}

//! An import as its pages show it: the file, its content, and the result.

use serde::{Deserialize, Serialize};

use super::state::ImportState;
use crate::account::model::AccountId;
use crate::deadline::Instant;
use crate::dossier::Status;
use crate::text::name::name_key;

/// Rows of a file that are shown before it is imported.
pub const FIRST_ROWS: usize = 10;
/// The most different words of a column that can be mapped by hand (ours): a column with more holds neither statuses nor
/// channels.
pub const WORDS_MAX: usize = 40;
/// The longest name of a mapping, in characters.
pub const MAPPING_NAME_CHARS_MAX: usize = 60;
/// The most imports in the list.
pub const JOBS_LISTED: u32 = 50;

/// The meaning of a cell of the status column: the ten national statuses, where 8 has two meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusWord {
    /// 1, registered online, waiting for reception.
    Registered,
    /// 2, received.
    Received,
    /// 3, refused at reception.
    Refused,
    /// 4, in process.
    InProcess,
    /// 5, more papers asked.
    PapersAsked,
    /// 6, payment asked.
    PaymentAsked,
    /// 7, withdrawal asked.
    WithdrawalAsked,
    /// 8, stopped because it is not eligible.
    Stopped,
    /// 8, stopped because the applicant withdrew it.
    Withdrawn,
    /// 9, resolved, the result is at the one-stop unit.
    Resolved,
    /// 10, the result was handed over.
    HandedOver,
}

impl StatusWord {
    /// Every word, in the order of the national codes.
    pub const ALL: [Self; 11] = [
        Self::Registered,
        Self::Received,
        Self::Refused,
        Self::InProcess,
        Self::PapersAsked,
        Self::PaymentAsked,
        Self::WithdrawalAsked,
        Self::Stopped,
        Self::Withdrawn,
        Self::Resolved,
        Self::HandedOver,
    ];

    /// The word in a mapping.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Received => "received",
            Self::Refused => "refused",
            Self::InProcess => "in_process",
            Self::PapersAsked => "papers_asked",
            Self::PaymentAsked => "payment_asked",
            Self::WithdrawalAsked => "withdrawal_asked",
            Self::Stopped => "stopped",
            Self::Withdrawn => "withdrawn",
            Self::Resolved => "resolved",
            Self::HandedOver => "handed_over",
        }
    }

    /// The status of a mapping's word; `None` for an unknown word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// The national status.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Registered => Status::Registered,
            Self::Received => Status::Received,
            Self::Refused => Status::Refused,
            Self::InProcess => Status::InProcess,
            Self::PapersAsked => Status::PapersAsked,
            Self::PaymentAsked => Status::PaymentAsked,
            Self::WithdrawalAsked => Status::WithdrawalAsked,
            Self::Stopped | Self::Withdrawn => Status::Stopped,
            Self::Resolved => Status::Resolved,
            Self::HandedOver => Status::HandedOver,
        }
    }

    /// Whether the dossier has ended for the office, so that the row must have an end.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(
            self,
            Self::Stopped | Self::Withdrawn | Self::Resolved | Self::HandedOver
        )
    }
}

/// The number of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImportId(pub i64);

/// An uploaded file and the progress of its import. The file itself lies in a private folder of the server, not in the
/// database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportJob {
    /// Its number.
    pub id: ImportId,
    /// The account that uploaded it; nobody else sees it.
    pub account: AccountId,
    /// The server whose folder holds the file. For the server only.
    #[serde(skip)]
    pub node: String,
    /// The name of its folder there. For the server only.
    #[serde(skip)]
    pub folder: String,
    /// The file's name in the browser.
    pub file_name: String,
    /// Its size, in bytes.
    pub file_bytes: u64,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// When it was uploaded.
    pub uploaded_at: Instant,
    /// When it last changed.
    pub changed_at: Instant,
    /// The time limit of the running process; `None` if none is running.
    pub until_at: Option<Instant>,
    /// Its state.
    pub state: ImportState,
    /// The name of the saved or shipped mapping.
    pub mapping_name: Option<String>,
    /// The mapping, in the format of the command line.
    pub mapping: Option<String>,
    /// The choices of an unfinished mapping.
    pub draft: Option<String>,
    /// The counts of the last run.
    pub counts: Option<ImportCounts>,
    /// Why the last run failed; `None` if it did not.
    pub fault: Option<ReaderMessage>,
}

/// The counts of a run: of a dry run what would be written, else what was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Rows below the header.
    pub rows: u64,
    /// Dossiers whose rows are all good.
    pub dossiers: u64,
    /// Dossiers that are not stored yet.
    pub new: u64,
    /// Stored dossiers that got events.
    pub changed: u64,
    /// Stored dossiers that agree with the file.
    pub same: u64,
    /// Dossiers that were understood and left unchanged.
    pub unmoved: u64,
    /// Dossiers of earlier imports that this file does not have.
    pub missing: u64,
    /// Events written.
    pub events: u64,
    /// Agencies, fields and procedures created.
    pub created: u64,
    /// Bad values.
    pub bad: u64,
    /// Good rows left out because their dossier has a bad row.
    pub left_out: u64,
    /// Dossiers whose end was moved to their reception.
    pub ends_moved: u64,
    /// New dossiers at an agency that does not handle their procedure: they are taken, for a history cannot be chosen.
    #[serde(default)]
    pub elsewhere: u64,
}

/// A message of the reader: its code with the parts of its sentence, and the English sentence of the command line, used for a
/// code that has no sentence in the catalogues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderMessage {
    /// The code.
    pub code: String,
    /// The parts of the sentence.
    pub parts: Vec<String>,
    /// The sentence of the command line.
    pub english: String,
}

/// A bad value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadValue {
    /// Line of the file, from 1.
    pub line: u64,
    /// The column's name; empty if it concerns the whole row.
    pub column: String,
    /// The cell's text, shortened.
    pub value: String,
    /// The fault.
    pub reason: ReaderMessage,
}

/// A dossier that was understood and is not written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmovedDossier {
    /// Line of the file, from 1.
    pub line: u64,
    /// Its code.
    pub code: String,
    /// The reason.
    pub why: ReaderMessage,
}

/// The report of a run. It contains cells of the file, so it is stored beside the file and deleted with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The counts.
    pub counts: ImportCounts,
    /// The first bad values, in the order of the file.
    pub bad: Vec<BadValue>,
    /// The first dossiers left unchanged.
    pub unmoved: Vec<UnmovedDossier>,
    /// The first codes missing from the file.
    pub missing: Vec<String>,
    /// Lines that are no dossiers and were left out: titles, totals, signatures.
    pub lines_left_out: u64,
    /// Rows read that are hidden in the workbook.
    pub hidden_rows: u64,
    /// Cells from which invisible characters were removed.
    #[serde(default)]
    pub cleaned_cells: u64,
    /// The report as the command line prints it.
    pub printed: String,
}

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Text with separators.
    Text,
    /// A workbook.
    Workbook,
}

/// The words of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnWords {
    /// The first different words, in the order of the file.
    pub words: Vec<String>,
    /// Whether there are more than [`WORDS_MAX`].
    pub has_more: bool,
}

/// The first inspection of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileInspection {
    /// Its kind.
    pub kind: FileKind,
    /// The encoding of its text, or the sheet of a workbook.
    pub written: String,
    /// The sheet, of a workbook.
    pub sheet: Option<String>,
    /// The line of the header, from 1.
    pub header_row: u32,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The first rows below it, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
    /// The words of each column.
    pub words: Vec<ColumnWords>,
}

impl FileInspection {
    /// The first cell of a column that is not empty, as an example.
    #[must_use]
    pub fn example(&self, column: usize) -> &str {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|cell| cell.trim())
            .find(|cell| !cell.is_empty())
            .unwrap_or_default()
    }

    /// The position of a column by its name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| same(column, name))
    }
}

/// Whether two names mean the same column: case, spare blanks and the composition of letters are ignored.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}

/// A mapping that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedMapping {
    /// Its name.
    pub name: String,
    /// Its latest version; 0 if it ships with the program.
    pub version: i64,
    /// Who saved it, and when; `None` if it ships with the program.
    pub saved: Option<(String, Instant)>,
    /// The first of its columns that the file does not have; `None` if it fits.
    pub missing: Option<String>,
}

/// The progress of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProgress {
    /// Whether dossiers are being compared and written, after all rows were read.
    pub is_writing: bool,
    /// Bytes read, or dossiers compared.
    pub done: u64,
    /// The total of these; 0 if unknown.
    pub whole: u64,
}

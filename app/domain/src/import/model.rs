//! An import as its pages see it: the file, what is in it, and what came of it.

use serde::{Deserialize, Serialize};

use super::state::ImportState;
use crate::account::model::AccountId;
use crate::deadline::Instant;
use crate::dossier::Status;
use crate::text::name::name_key;

/// Rows of a file that are shown before it is imported.
pub const FIRST_ROWS: usize = 10;
/// Different words of a column that can be told apart by hand (ours): a column with more holds no states and no channels.
pub const WORDS_MAX: usize = 40;
/// The longest name of a mapping, in characters.
pub const MAPPING_NAME_CHARS_MAX: usize = 60;
/// Imports that are listed.
pub const JOBS_LISTED: u32 = 50;

/// The state a cell of the status column stands for: the ten national statuses, and the two ways in which 8 is reached.
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

    /// The word of a mapping.
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

    /// The state of a mapping's word.
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

    /// Whether the dossier is over for the office, so that the row must carry an end.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(
            self,
            Self::Stopped | Self::Withdrawn | Self::Resolved | Self::HandedOver
        )
    }
}

/// An import, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImportId(pub i64);

/// An uploaded file and how far its import has come. The file itself lies in a private folder of the server, none of it in the
/// database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportJob {
    /// Its number.
    pub id: ImportId,
    /// Who uploaded it; nobody else sees it.
    pub account: AccountId,
    /// The server whose folder holds the file. For the server alone.
    #[serde(skip)]
    pub node: String,
    /// The name of its folder there. For the server alone.
    #[serde(skip)]
    pub folder: String,
    /// What the browser called the file.
    pub file_name: String,
    /// Its size, in bytes.
    pub file_bytes: u64,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// When it was uploaded.
    pub uploaded_at: Instant,
    /// When something happened to it last.
    pub changed_at: Instant,
    /// Until when the process at work may take; `None`: none is.
    pub until_at: Option<Instant>,
    /// How far it has come.
    pub state: ImportState,
    /// The name of the mapping, of one that is kept or shipped.
    pub mapping_name: Option<String>,
    /// The mapping, in the form the command line reads.
    pub mapping: Option<String>,
    /// What was chosen of a mapping that is not finished.
    pub draft: Option<String>,
    /// What the last run counted.
    pub counts: Option<Counts>,
    /// Why the last run failed.
    pub fault: Option<ReaderMessage>,
}

/// What a run counted: of a dry run what would be written, else what was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows below the header.
    pub rows: u64,
    /// Dossiers of which every row is good.
    pub dossiers: u64,
    /// Dossiers that were not stored.
    pub new: u64,
    /// Stored dossiers that got events.
    pub changed: u64,
    /// Stored dossiers of which the file says what is stored.
    pub same: u64,
    /// Dossiers that were understood and left as they are.
    pub unmoved: u64,
    /// Dossiers that earlier imports brought and this file does not have.
    pub missing: u64,
    /// Events written.
    pub events: u64,
    /// Agencies, fields and procedures created.
    pub created: u64,
    /// Bad values.
    pub bad: u64,
    /// Good rows left out because their dossier has a bad one.
    pub left_out: u64,
    /// Dossiers whose end was moved onto their reception.
    pub ends_moved: u64,
    /// New dossiers at an agency that does not handle their procedure: they are taken, for a history cannot be chosen.
    #[serde(default)]
    pub elsewhere: u64,
}

/// Something told by the reader: a code and what goes into its sentence, and the sentence of the command line, for a code that has no
/// sentence here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderMessage {
    /// The code.
    pub code: String,
    /// What goes into the sentence.
    pub parts: Vec<String>,
    /// The sentence of the command line.
    pub english: String,
}

/// A bad value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadValue {
    /// Line of the file, from 1.
    pub line: u64,
    /// The column's name; empty: the whole row is meant.
    pub column: String,
    /// The cell, shortened.
    pub value: String,
    /// What is wrong.
    pub reason: ReaderMessage,
}

/// A dossier that was understood and is not written all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmovedDossier {
    /// Line of the file, from 1.
    pub line: u64,
    /// Its code.
    pub code: String,
    /// Why.
    pub why: ReaderMessage,
}

/// What a run told. It names cells of the file, so it lies beside the file and goes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The numbers.
    pub counts: Counts,
    /// The first bad values, in the order of the file.
    pub bad: Vec<BadValue>,
    /// The first dossiers left as they are.
    pub unmoved: Vec<UnmovedDossier>,
    /// The first codes missing from the file.
    pub missing: Vec<String>,
    /// Lines that are no dossiers and were left out: titles, totals, signatures.
    pub lines_left_out: u64,
    /// Rows among those read that the workbook does not show.
    pub hidden_rows: u64,
    /// Cells from which invisible characters were removed.
    #[serde(default)]
    pub cleaned_cells: u64,
    /// The report as the command line prints it.
    pub printed: String,
}

/// What kind of file it is.
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
    /// The first different words, in the order in which they come.
    pub words: Vec<String>,
    /// There are more than can be told apart by hand.
    pub has_more: bool,
}

/// A first look into a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileInspection {
    /// What it is.
    pub kind: FileKind,
    /// How its letters are written, or in which sheet of a workbook it lies.
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

    /// The place of a column by its name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| same(column, name))
    }
}

/// Whether two names mean the same column: letter case, spare blanks and how letters are composed do not tell names apart.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}

/// A mapping that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedMapping {
    /// Its name.
    pub name: String,
    /// Its latest version; 0: it ships with the program.
    pub version: i64,
    /// Who saved it, and when; `None`: it ships with the program.
    pub saved: Option<(String, Instant)>,
    /// What of it the file at hand does not have; `None`: it fits.
    pub missing: Option<String>,
}

/// How far the run at hand has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Whether dossiers are being compared and written, after all rows were read.
    pub is_writing: bool,
    /// Bytes read, or dossiers compared.
    pub done: u64,
    /// How many there are; 0: unknown.
    pub whole: u64,
}

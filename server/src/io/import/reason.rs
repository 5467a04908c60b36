//! The faults of a value in a file.

use serde::{Deserialize, Serialize};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum Reason {
    /// An empty cell that must not be.
    #[error("must not be empty")]
    Missing,
    /// More or fewer cells than the header.
    #[error("the row has {found} cells, the header {wanted}")]
    CellCount {
        /// In the row.
        found: usize,
        /// In the header.
        wanted: usize,
    },
    /// Larger than an import takes.
    #[error("longer than {0} bytes")]
    CellTooLong(usize),
    /// No dossier code.
    #[error("{0}")]
    Code(String),
    /// None of the date formats.
    #[error("is no date in any of the mapping's formats")]
    NotADate,
    /// A formula whose value the file does not hold.
    #[error("is a formula without a stored value: open the file in a spreadsheet and save it")]
    FormulaWithoutValue,
    /// What a spreadsheet shows in place of a value.
    #[error("is a fault of the spreadsheet, not a value")]
    SheetFault,
    /// No time limit, or one without a unit.
    #[error(
        "is no time limit such as \"15 ngày\", \"3 ngày làm việc\" or \"1 tháng\"; a number alone needs limit_unit in the mapping"
    )]
    NotALimit,
    /// A date that cannot be meant.
    #[error(
        "is no plausible date; if it stands for none, name it in the mapping (empty = [\"01/01/0001\"])"
    )]
    ImplausibleDate,
    /// The clocks skipped it.
    #[error("does not exist in the zone (the clocks were put forward)")]
    NoSuchTime,
    /// It cannot have happened yet.
    #[error("lies in the future")]
    InFuture,
    /// Not in `[channels]`.
    #[error("is a channel the mapping does not know")]
    UnknownChannel,
    /// Not in `[statuses]`.
    #[error("is a status the mapping does not know")]
    UnknownStatus,
    /// Neither a time nor a number.
    #[error("is neither a time nor a whole number, so it cannot tell newer from older")]
    NotAnOrder,
    /// The dossier ends before it begins.
    #[error("ends before it was received")]
    EndBeforeStart,
    /// Received before it was registered.
    #[error("was received before it was registered")]
    ReceivedBeforeRegistered,
    /// Handed over before it was resolved.
    #[error("was handed over before it ended")]
    HandedOverBeforeEnd,
    /// No reception, and no status that explains it.
    #[error("has no date of reception, which its status needs")]
    NoReception,
    /// A reception the status denies.
    #[error("says it was never received, but there is a date of reception")]
    ReceivedAgainstStatus,
    /// Ended by its status, with no end.
    #[error("says the dossier has ended, but there is no end")]
    NoEnd,
    /// An end the status denies.
    #[error("says the dossier is open, but there is an end")]
    EndAgainstStatus,
    /// Two rows of one dossier disagree.
    #[error("differs from line {0} of the same dossier")]
    Differs(u64),
    /// A second row for a dossier, where rows are dossiers.
    #[error("the dossier stands in line {0} already")]
    Repeated(u64),
    /// More rows than an import takes for one dossier.
    #[error("the dossier has more than {0} rows")]
    TooManyRows(usize),
    /// Good in itself, but its dossier is not taken.
    #[error("left out with its dossier, of which line {0} is bad")]
    OfBadDossier(u64),
    /// The centre has no such agency, field or procedure, and none is to be created.
    #[error("is unknown to the centre")]
    UnknownLabel,
    /// The facts make no history.
    #[error("makes no possible history: {0}")]
    NoHistory(String),
}

//! The errors of the store.

use sanh_domain::dossier::{DossierCode, Refusal};

use crate::clock_fault::ClockFault;

/// The result type of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store refused a request or failed. Nothing was written then, except where the error says that this is not known.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the dossier since it was read.
    #[error("dossier {code} is at version {found}, not {expected}")]
    Conflict {
        /// The dossier.
        code: DossierCode,
        /// The version the caller had read.
        expected: i64,
        /// The version in the database.
        found: i64,
    },
    /// There is no dossier with this code.
    #[error("no dossier {0}")]
    NotFound(DossierCode),
    /// There already is a dossier with this code.
    #[error("dossier {0} exists already")]
    CodeTaken(DossierCode),
    /// The rules of the domain refuse the action.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A value that cannot be stored; the text says which, and why.
    #[error("{0}")]
    Invalid(String),
    /// A setting that would restate the past.
    #[error("the setting {setting} cannot restate dossiers of {valid_from} or later")]
    Restates {
        /// The setting.
        setting: &'static str,
        /// The date from which it would hold.
        valid_from: chrono::NaiveDate,
    },
    /// A row that no version of this program writes; the text names the place and the problem.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The database or its configuration is not supported; the text says what to do.
    #[error("{0}")]
    Misconfigured(String),
    /// Sealed data cannot be verified without its key.
    #[error("the copy is sealed, and the key that sealed it is missing")]
    KeyMissing,
    /// The chain of seals belongs to another key.
    #[error("{}", seal_key_differs(expected.as_deref(), given))]
    SealKeyDiffers {
        /// The fingerprint of the chain's key; `None` if it is only known that it is not the given one.
        expected: Option<String>,
        /// The fingerprint of the given key.
        given: String,
    },
    /// The engine has its own tool for this; the text is the command to run.
    #[error("on PostgreSQL run: {0}")]
    UseTool(String),
    /// The writer's queue is full, or another process holds the database, for longer than the time limit.
    #[error("the database is busy or does not answer")]
    Busy,
    /// The transaction that this change shared with others could not be committed: none of the changes was written.
    #[error("the change was not written: {0}")]
    NotCommitted(String),
    /// The database accepts no writes: its disk is full, or its file system is read-only or broken.
    #[error("the change was not written: {0}")]
    Unwritable(String),
    /// The clock cannot be trusted, and every record stores its time.
    #[error("the change was not written: {0}")]
    ClockWrong(ClockFault),
    /// A backup would use the space that has to stay free on its disk.
    #[error(
        "{folder}: no room for a copy of {needed_bytes} bytes: {free_bytes} are free and {reserve_bytes} of them are to stay so"
    )]
    NoRoom {
        /// The folder of the backup.
        folder: String,
        /// The bytes that it needs.
        needed_bytes: u64,
        /// The bytes that are free.
        free_bytes: u64,
        /// The bytes that have to stay free.
        reserve_bytes: u64,
    },
    /// Another import is being staged or written.
    #[error("another import is being written; try again when it has ended")]
    Importing,
    /// It was cancelled before it was finished.
    #[error("it was stopped before it was done")]
    Stopped,
    /// The answer to a commit was lost and its result could not be found out: the change may be written, or not.
    #[error("it is not known whether the change was written: {0}")]
    Unknown(String),
    /// Another node has taken over the duty of this write.
    #[error("another node does this now: {0}")]
    Fenced(String),
    /// The store has been closed.
    #[error("the store is closed")]
    Closed,
    /// The migrations cannot be applied.
    #[error("the migrations cannot be applied: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A file that cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Its path.
        path: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The database answered with an error.
    #[error("the database: {0}")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) {
            Self::Busy
        } else if is_unwritable(&error) {
            Self::Unwritable(error.to_string())
        } else {
            Self::Database(error)
        }
    }
}

fn seal_key_differs(expected: Option<&str>, given: &str) -> String {
    let said = format!("the database was not sealed by this key (fingerprint {given})");
    match expected {
        Some(expected) => format!("{said}, but by the one of fingerprint {expected}"),
        None => said,
    }
}

/// SQLite's `SQLITE_BUSY` family; PostgreSQL's lock time-out; no free connection in time.
fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| matches!(code.as_ref(), "5" | "261" | "517" | "773" | "55P03")),
        _ => false,
    }
}

/// The engines' codes for a disk that accepts no writes. SQLite: `SQLITE_FULL`, the `SQLITE_READONLY` family, and those of
/// `SQLITE_IOERR` that are about writing; PostgreSQL: disk full, read-only transaction (a server that was made read-only), I/O
/// error.
const UNWRITABLE: [&str; 18] = [
    "13", "8", "264", "520", "776", "1032", "1288", "1544", "778", "1034", "1290", "1546", "4618",
    "4874", "5386", "53100", "25006", "58030",
];

fn is_unwritable(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else {
        return false;
    };
    error
        .code()
        .is_some_and(|code| UNWRITABLE.contains(&code.as_ref()))
}

impl StoreError {
    /// Whether the stored data is the cause: the same call fails again, while calls for other data succeed.
    pub fn is_data_fault(&self) -> bool {
        match self {
            Self::Corrupt(_) | Self::NotFound(_) | Self::Invalid(_) | Self::Refused(_) => true,
            Self::Database(error) => matches!(
                error,
                sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)
            ),
            _ => false,
        }
    }

    /// Whether the database cannot be reached or is busy, so that the same call may succeed later.
    pub fn is_transient(&self) -> bool {
        match self {
            // After `Unknown` the form can be sent again: its key makes sure that it is stored once.
            Self::Busy | Self::Unknown(_) => true,
            Self::Database(error) => matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::WorkerCrashed
                    | sqlx::Error::Tls(_)
            ),
            _ => false,
        }
    }
}

//! What the pages of absences need of the server.

use async_trait::async_trait;
use chrono::NaiveDate;
use sanh_domain::absence::model::{Absence, AbsenceRefusal};
use sanh_domain::account::model::{Caller, Colleague};

use crate::error::AppError;

/// The absences that somebody may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsenceOverview {
    /// The local date.
    pub today: NaiveDate,
    /// The absences that are not over, by their first day.
    pub absences: Vec<Absence>,
    /// Everybody who works on dossiers.
    pub colleagues: Vec<Colleague>,
}

/// Why an absence was not written. Nothing was then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AbsenceError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] AbsenceRefusal),
    /// Nobody of this name works on dossiers, or not where the caller manages; the field of the form.
    #[error("nobody of this name: {0}")]
    Unknown(&'static str),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// Absences. People who work on dossiers set their own; a manager sets those of people all of whose agencies are in the manager's
/// scope.
#[async_trait]
pub trait AbsencePort: Send + Sync {
    /// The absences that are not over, and who there is.
    async fn overview(&self, caller: &Caller) -> Result<AbsenceOverview, AppError>;

    /// Writes an absence.
    async fn add(&self, caller: &Caller, absence: Absence) -> Result<(), AbsenceError>;

    /// Takes an absence back: from today on the person is there. Answers whether there was one.
    async fn take_back(&self, caller: &Caller, id: i64) -> Result<bool, AppError>;
}

//! Where the pipeline gets its figures: the store, once it is there.

use std::path::PathBuf;

use async_trait::async_trait;
use sanh_app::board::disclosure::PublicBoard;
use sanh_app::board::edition::{CentreFace, Edition, ScreenSetting};
use sanh_app::board::model::Scope;
use sanh_app::deadline::Instant;
use sanh_app::error::AppError;

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// No such agency or screen.
    #[error("not found")]
    NotFound,
    /// The database is not open yet, or does not answer.
    #[error("{0}")]
    Away(String),
}

impl From<SourceError> for AppError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::NotFound => Self::NotFound,
            SourceError::Away(_) => Self::Unavailable,
        }
    }
}

/// One count of a scope, already through the disclosure rule.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The centre's public face.
    pub centre: CentreFace,
    /// Today, the month and the year.
    pub boards: Vec<PublicBoard>,
    /// When these figures change by time alone.
    pub next_turn: Instant,
    /// The change number they were counted at (read before counting, so never too new).
    pub change_number: i64,
}

impl Counted {
    /// Whether a screen that shows `edition` shows these figures already.
    #[must_use]
    pub fn shows_the_same_as(&self, edition: &Edition) -> bool {
        self.centre == edition.centre
            && self.boards.len() == edition.boards.len()
            && self
                .boards
                .iter()
                .zip(&edition.boards)
                .all(|(new, old)| new.shows_the_same_as(old))
    }
}

/// What the publisher needs of the store.
#[async_trait]
pub trait Source: Send + Sync + 'static {
    /// Counts a scope's boards as of `at`.
    ///
    /// # Errors
    /// [`SourceError`].
    async fn count(&self, scope: Scope, at: Instant) -> Result<Counted, SourceError>;

    /// The number of the last committed change, by whichever process.
    ///
    /// # Errors
    /// [`SourceError::Away`].
    async fn change_number(&self) -> Result<i64, SourceError>;

    /// What the wall of this name shows.
    ///
    /// # Errors
    /// [`SourceError`].
    async fn screen(&self, name: &str) -> Result<ScreenSetting, SourceError>;

    /// The file of the centre's logo, where one is set.
    ///
    /// # Errors
    /// [`SourceError::Away`].
    async fn logo_path(&self, at: Instant) -> Result<Option<PathBuf>, SourceError>;

    /// Returns after this process has committed a change the caller has not been told of.
    async fn changed(&self);
}

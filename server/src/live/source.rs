//! The source of the figures: the store, once it is open.

use std::path::PathBuf;

use async_trait::async_trait;
use sanh_app::error::AppError;
use sanh_domain::board::days::PublicDays;
use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::{CentreProfile, Edition, Version};
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::notice::model::Notice;
use sanh_domain::period::PeriodSelection;
use sanh_domain::scope::Scope;
use sanh_store::{StoredScreen, WatchedElsewhere};

/// The error of a count.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// No such agency or screen.
    #[error("not found")]
    NotFound,
    /// The stored data cannot be counted: this query keeps failing while others are answered.
    #[error("{0}")]
    Damaged(String),
    /// The database is not open yet, or does not answer.
    #[error("{0}")]
    Away(String),
}

impl From<SourceError> for AppError {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::NotFound => Self::NotFound,
            SourceError::Damaged(_) | SourceError::Away(_) => Self::Unavailable,
        }
    }
}

/// One count of a scope, after the disclosure rule.
#[derive(Clone, Debug)]
pub struct ScopeCount {
    /// The centre's public data.
    pub centre: CentreProfile,
    /// Today, the month and the year.
    pub boards: Vec<PublicBoard>,
    /// The notices on the walls.
    pub notices: Vec<Notice>,
    /// The day's office hours; see [`Edition::office_day`].
    pub office_day: Option<(Instant, Instant)>,
    /// When these figures change without any event.
    pub next_turn: Instant,
    /// The change number, read before counting so that it is never too new.
    pub change_number: i64,
    /// When the last batch of a partly written import was written; `None`: no import is partly written.
    pub importing_at: Option<Instant>,
}

impl ScopeCount {
    /// Makes an edition of these figures.
    #[must_use]
    pub fn edition(self, version: Version, at: Instant) -> Edition {
        Edition {
            version,
            at,
            centre: self.centre,
            boards: self.boards,
            notices: self.notices,
            office_day: self.office_day,
        }
    }

    /// Whether `edition` shows the same figures.
    #[must_use]
    pub fn shows_the_same_as(&self, edition: &Edition) -> bool {
        self.centre == edition.centre
            && self.notices == edition.notices
            && self.office_day == edition.office_day
            && self.boards.len() == edition.boards.len()
            && self
                .boards
                .iter()
                .zip(&edition.boards)
                .all(|(new, old)| new.shows_the_same_as(old))
    }
}

/// The publisher's source of figures and settings.
#[async_trait]
pub trait BoardSource: Send + Sync + 'static {
    /// Counts a scope's boards as of `at`.
    ///
    /// # Errors
    /// [`SourceError`].
    async fn count(&self, scope: Scope, at: Instant) -> Result<ScopeCount, SourceError>;

    /// Counts a scope's boards of these periods from history as they were at `at`, or will be if nothing is done until then.
    /// Writes nothing.
    ///
    /// # Errors
    ///
    /// [`SourceError`].
    async fn count_from_history(
        &self,
        scope: Scope,
        turn: PeriodSelection,
        at: Instant,
    ) -> Result<ScopeCount, SourceError>;

    /// The centre's office hours and days off.
    ///
    /// # Errors
    /// [`SourceError::Away`].
    async fn calendar(&self, at: Instant) -> Result<Calendar, SourceError>;

    /// The year of `at`, day by day, after the disclosure rule.
    ///
    /// # Errors
    /// [`SourceError`].
    async fn days(&self, _at: Instant) -> Result<PublicDays, SourceError> {
        Err(SourceError::NotFound)
    }

    /// Whether the server's clock cannot be trusted.
    fn is_clock_wrong(&self) -> bool {
        false
    }

    /// The number of the last committed change, by any process.
    ///
    /// # Errors
    ///
    /// [`SourceError::Away`].
    async fn change_number(&self) -> Result<i64, SourceError>;

    /// The settings of all walls.
    ///
    /// # Errors
    /// [`SourceError::Away`].
    async fn screens(&self) -> Result<Vec<StoredScreen>, SourceError>;

    /// The boards that a held wall keeps showing, and since when.
    ///
    /// # Errors
    ///
    /// [`SourceError::Away`].
    async fn held(&self, name: &str) -> Result<Option<(Instant, Vec<PublicBoard>)>, SourceError>;

    /// The file of the centre's logo, if one is set.
    ///
    /// # Errors
    ///
    /// [`SourceError::Away`].
    async fn logo_path(&self, at: Instant) -> Result<Option<PathBuf>, SourceError>;

    /// What other nodes have reported about the walls.
    ///
    /// # Errors
    ///
    /// [`SourceError::Away`].
    async fn watched_elsewhere(&self, _at: Instant) -> Result<WatchedElsewhere, SourceError> {
        Ok(WatchedElsewhere::default())
    }

    /// Returns after this process has committed a change that the caller has not seen.
    async fn changed(&self);
}

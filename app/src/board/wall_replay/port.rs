//! What the replay of walls needs of the server.

use async_trait::async_trait;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::Instant;
use sanh_domain::wall_replay::model::ReplayedBoard;

use crate::error::AppError;
use crate::page::File;

/// What the walls showed. Every method is for managers; the pages have seen to that. All of it was public.
#[async_trait]
pub trait WallReplayPort: Send + Sync {
    /// The names of the walls there are and were, the first wall's before all.
    ///
    /// # Errors
    /// When they cannot be read.
    async fn walls(&self) -> Result<Vec<String>, AppError>;

    /// What a wall showed at an instant; none where nothing was kept, or the wall was not there.
    ///
    /// # Errors
    /// When it cannot be read.
    async fn shown(&self, wall: &str, at: Instant) -> Result<Option<ReplayedBoard>, AppError>;

    /// The same as a file that proves it: a ZIP with the wall as a page, the figures, and the seal. Noted in the audit.
    ///
    /// # Errors
    /// When it cannot be read, or the audit cannot be written.
    async fn evidence(
        &self,
        caller: &Caller,
        wall: &str,
        at: Instant,
    ) -> Result<Option<File>, AppError>;
}
